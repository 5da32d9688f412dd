"""What the scheme makes of a case: its facts as the engine takes them, its quote as JSON keeps it.

What is kept with a request or an award is enough to show later how its amount came about, without
the scheme file: every step with its words, value, cut and clause.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from simpul.incentives import catalogue, words
from simpul.incentives.case.permit_record import FIGURES
from simpul.incentives.estimate.answers import Fact, asked, read_one
from simpul.incentives.estimate.typed import Unreadable
from simpul.incentives.listing import families
from simpul.incentives.models import Case, Fund
from simpul.incentives.recorded import scheme_on_record
from simpul.incentives.scheme.quote import quote
from simpul.incentives.scheme.spec import Input, Scheme
from simpul.incentives.scheme.trace import Quote, Refusal, StepResult
from simpul.kit.outcomes import WrongState
from simpul.kit.texts import pick
from simpul.web.formats import language

BY_ITSELF = frozenset({"application", "certificate"})
"""Days that the program knows, by an input's id or meaning; nobody types them."""

_NUMBERS = frozenset({"amount", "count", "number", "share"})


def scheme_of_fund(fund: Fund, on: dt.date) -> Scheme:
    """The version a new request falls under: in force on the day; for a rehearsal, the newest.

    Raises WrongState where the pack has none.
    """
    if fund.rehearsal:
        mine = [one for one in catalogue.schemes().values() if one.family == fund.scheme_family]
        found = families(mine, on)
        scheme = found[0].current if found else None
    else:
        scheme = catalogue.of_family(fund.scheme_family, on)
    if scheme is None:
        raise WrongState(_("No version of this fund's scheme is in force on this day."))
    return scheme


def scheme_of(case: Case) -> Scheme:
    """The text the case was begun under, also when the pack has another by now.

    Raises WrongState where nothing of it is on record.
    """
    scheme = catalogue.schemes().get(case.scheme_id)
    if scheme is not None and case.scheme_digest in ("", scheme.digest):
        return scheme
    kept = scheme_on_record(case.scheme_id, case.scheme_digest)
    if kept is None:
        raise WrongState(_("The scheme of this case is no longer in the city's pack."))
    return kept


# --- facts ---------------------------------------------------------------------------------


def questions(scheme: Scheme) -> list[Input]:
    """What the applicant types: not what permits say or what the program knows."""
    return [one for one in asked(scheme) if not one.from_ and not _known_here(one)]


def _known_here(one: Input) -> str:
    """Which day of the case an input means, if it is one the program knows."""
    return next((name for name in (one.means, one.id) if name in BY_ITSELF), "")


def answer_problems(scheme: Scheme, answers: Mapping[str, str]) -> dict[str, list[str]]:
    """Question -> what is wrong with its answer; "" is no answer and never wrong."""
    known = {one.id: one for one in questions(scheme)}
    problems: dict[str, list[str]] = {}
    for key, text in answers.items():
        if key not in known:
            problems[key] = [_("This is not asked here.")]
        elif text.strip():
            try:
                _typed(known[key], text.strip(), scheme.currency)
            except Unreadable as refused:
                problems[key] = [words.why_wrong(refused)]
    return problems


def missing_answers(case: Case) -> list[str]:
    """Names of what must still be answered before the request can be sent."""
    missing = [
        pick(one.label, language())
        for one in questions(scheme_of(case))
        if one.required and one.default is None and one.id not in case.facts
    ]
    if not set(FIGURES) <= set(case.declared):
        missing.append(_("Figures of the shoot"))
    if case.window_from is None or case.window_to is None:
        missing.append(_("Days in which you spend"))
    return missing


def facts_of(case: Case, scheme: Scheme) -> dict[str, Fact]:
    """Typed facts: what was answered, declared figures, or those accepted at the audit."""
    known = {one.id: one for one in asked(scheme)}
    facts = {
        key: _typed(known[key], text, scheme.currency)
        for key, text in case.facts.items()
        if key in known and not known[key].from_
    }
    held = {row.key: row.accepted for row in case.reconciled.all()}
    for one in scheme.inputs:
        key = one.from_.removeprefix("permits.")
        if one.from_ and key in held:
            facts[one.id] = held[key]
        elif one.from_ and key in case.declared:
            facts[one.id] = Decimal(case.declared[key])
    for one in known.values():
        day = _day_of(case, _known_here(one))
        if day is not None:
            facts[one.id] = day
    return facts


def _day_of(case: Case, name: str) -> dt.date | None:
    """The day of the request, or of the provisional certificate; today until there is one."""
    if name == "application":
        return timezone.localdate(case.submitted_at or timezone.now())
    if name == "certificate":
        signed = case.certificates.filter(kind="provisional").order_by("issued_at").first()
        return timezone.localdate(signed.issued_at if signed else timezone.now())
    return None


def _typed(one: Input, text: str, currency: str) -> Fact:
    """A kept text as its input's kind; numbers are kept plain, never in a reader's writing."""
    value: object = text
    if one.kind in _NUMBERS:
        try:
            value = Decimal(text)
        except InvalidOperation:
            raise Unreadable("number", text) from None
    return read_one(one, value, currency, "en", plain=True)


def fact_text(value: Fact) -> str:
    """A fact as it is kept: plain digits, yes or no, ISO date."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return str(value)


# --- quotes --------------------------------------------------------------------------------


def preview(case: Case) -> dict[str, Any]:
    """The quote for the answers so far, as kept JSON; `missing` says what it lacks."""
    scheme = scheme_of(case)
    return quote_data(scheme, quote(scheme, facts_of(case, scheme)))


def computed(case: Case) -> tuple[dict[str, str], dict[str, Any]]:
    """Facts and quote as kept JSON, from the answers of the request."""
    scheme = scheme_of(case)
    facts = facts_of(case, scheme)
    return (
        {key: fact_text(value) for key, value in facts.items()},
        quote_data(scheme, quote(scheme, facts)),
    )


def computed_from_report(case: Case) -> tuple[Any, dict[str, str], dict[str, Any]]:
    """The audited report, facts and quote: amounts come from its lines, never from the estimate.

    Raises WrongState while a finding, an untagged line or the audit itself is open.
    """
    from simpul.incentives.actions.cost_reports import certifiable, certified_lines, current

    report = current(case)
    if report is None:
        raise WrongState(_("There is no cost report yet."))
    answer = certifiable(report)
    if not answer:
        raise WrongState(answer.reason)
    scheme = scheme_of(case)
    spent = {one.id for one in scheme.inputs if one.category}
    facts = {key: v for key, v in facts_of(case, scheme).items() if key not in spent}
    result = quote(scheme, facts, lines=certified_lines(report))
    return (
        report,
        {key: fact_text(value) for key, value in facts.items()},
        quote_data(scheme, result),
    )


def quote_data(scheme: Scheme, result: Quote) -> dict[str, Any]:
    """A quote as plain JSON: amounts as text, words in every language they have."""
    return {
        "scheme": _scheme(scheme),
        "result": _text(result.result),
        "net": _text(result.net),
        "refused": [_refusal(one) for one in result.refused],
        "missing": list(result.missing),
        "to_decide": list(result.to_decide),
        "steps": [_step(step) for step in result.steps if not step.skipped],
        "payments": [
            {
                "id": one.id,
                "label": dict(one.label),
                "amount": _text(one.amount),
                "due": one.due,
            }
            for one in result.payments
        ],
    }


def _scheme(scheme: Scheme) -> dict[str, Any]:
    return {
        "id": scheme.id,
        "family": scheme.family,
        "names": dict(scheme.name),
        "authority": scheme.authority,
        "instrument": scheme.instrument,
        "status": scheme.status,
        "discretionary": scheme.discretionary,
        "digest": scheme.digest,
        "sources": [
            {"title": one.title, "publisher": one.publisher, "url": one.url}
            for one in scheme.sources
        ],
    }


def _step(step: StepResult) -> dict[str, Any]:
    return {
        "id": step.id,
        "kind": step.kind,
        "label": dict(step.label),
        "value": _text(step.value),
        "before": _text(step.before),
        "cut": _text(step.cut),
        "unit": step.unit,
        "clause": step.clause,
        "why": dict(step.why),
    }


def _refusal(one: Refusal) -> dict[str, Any]:
    return {
        "of": one.of,
        "label": dict(one.label),
        "clause": one.clause,
        "why": dict(one.why),
    }


def _text(value: object) -> str:
    if value is None:
        return ""
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)


def refusal_words(kept: Mapping[str, Any]) -> list[str]:
    """Why the scheme gives nothing, a sentence for each test that is not met."""
    return [
        _("The scheme's requirement is not met: %(what)s")
        % {"what": pick(one["label"], language()) or one["of"]}
        for one in kept["refused"]
    ]
