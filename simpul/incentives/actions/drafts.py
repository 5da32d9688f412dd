"""Beginning a request, answering it page by page, sending it once."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from simpul.city.queries import city_book
from simpul.incentives import access, ledger, notify, states
from simpul.incentives.actions.funds import settle
from simpul.incentives.actions.holding import hold_case
from simpul.incentives.case.permit_record import FIGURES
from simpul.incentives.case.quote import (
    answer_problems,
    computed,
    missing_answers,
    refusal_words,
    scheme_of,
    scheme_of_fund,
)
from simpul.incentives.models import Case, Fund
from simpul.incentives.queries import case_for
from simpul.journal.actions import record
from simpul.kit.actors import Actor
from simpul.kit.outcomes import InvalidInput, NotAllowed, NotVisible, WrongState
from simpul.kit.references import case_reference
from simpul.people.access import require_signed_in
from simpul.permits.counters import next_number
from simpul.productions.queries import production_for

MOST_DECLARED = Decimal(10) ** 6
TAKING = (Fund.State.OPEN, Fund.State.SPENT)
"""States in which a fund takes requests; a spent one keeps a waiting list."""


def start_case(
    *,
    actor: Actor,
    fund_id: uuid.UUID,
    production_id: int,
    language: str = "id",
    now: dt.datetime | None = None,
) -> Case:
    """A draft for one production; a second click finds the same.

    For the production's company, its editing roles. Raises NotVisible, NotAllowed, WrongState when
    the fund takes no requests or the production has asked it already.
    """
    moment = now or timezone.now()
    with transaction.atomic():
        production = production_for(actor, production_id)
        if actor.companies.get(production.company_id) not in access.EDITING_ROLES:
            if production.company_id in actor.companies:
                raise NotAllowed(_("Your role in this company may read but not change."))
            raise NotVisible(_("Not found."))
        fund = ledger.hold(fund_id)
        settle(actor=actor, fund=fund, now=moment)
        running = Case.objects.filter(fund=fund, production=production).exclude(
            state__in=states.ENDED
        )
        if (found := running.first()) is not None:
            if found.state == Case.State.DRAFT:
                return found
            raise WrongState(_("This production has asked this fund already."))
        if fund.state not in TAKING:
            raise WrongState(_("The fund does not take requests on this day."))
        scheme = scheme_of_fund(fund, timezone.localdate(moment))
        case = Case.objects.create(
            fund=fund,
            production=production,
            company_id=production.company_id,
            language=language,
            currency=fund.currency,
            scheme_id=scheme.id,
            scheme_digest=scheme.digest,
            created_by_id=require_signed_in(actor),
        )
        record(
            actor=actor,
            verb="incentive.started",
            subject=case.subject,
            data={"fund": fund.code, "scheme": scheme.id, "production": production.pk},
        )
        return case


def save_answers(
    *, actor: Actor, case_id: uuid.UUID, version: int, answers: Mapping[str, str]
) -> Case:
    """Keep answers to the scheme's questions, as typed in machine form; "" takes one away.

    Raises InvalidInput by question, WrongState when somebody saved in between.
    """
    with transaction.atomic():
        case = _editable(actor, case_id, version)
        if problems := answer_problems(scheme_of(case), answers):
            raise InvalidInput(problems)
        kept = {**case.facts, **{key: value.strip() for key, value in answers.items()}}
        case.facts = {key: value for key, value in kept.items() if value != ""}
        return _saved(case, "facts")


def save_window(
    *,
    actor: Actor,
    case_id: uuid.UUID,
    version: int,
    window_from: dt.date | None,
    window_to: dt.date | None,
) -> Case:
    """The days in which the production will spend, both included."""
    with transaction.atomic():
        case = _editable(actor, case_id, version)
        if window_from and window_to and window_to < window_from:
            raise InvalidInput({"window_to": [_("The end must be after the beginning.")]})
        case.window_from, case.window_to = window_from, window_to
        return _saved(case, "window_from", "window_to")


def save_declared(
    *, actor: Actor, case_id: uuid.UUID, version: int, declared: Mapping[str, str]
) -> Case:
    """What the company says of days, hires and trainees; the audit holds it against the record."""
    with transaction.atomic():
        case = _editable(actor, case_id, version)
        errors: dict[str, list[str]] = {}
        kept: dict[str, str] = {}
        for key, text in declared.items():
            if key not in FIGURES:
                errors[key] = [_("This is not asked here.")]
                continue
            try:
                value = Decimal(text.strip() or "-1")
            except InvalidOperation:
                value = Decimal(-1)
            if not 0 <= value <= MOST_DECLARED or value != value.to_integral_value():
                errors[key] = [_("Write a whole number; 0 if there was none.")]
            else:
                kept[key] = str(int(value))
        if errors:
            raise InvalidInput(errors)
        case.declared = {**case.declared, **kept}
        return _saved(case, "declared")


def submit(
    *, actor: Actor, case_id: uuid.UUID, agreed: bool, now: dt.datetime | None = None
) -> Case:
    """Send the expression of interest, once: a case that is on its way is given back as it is.

    The amount is what the scheme computes from the answers. Raises InvalidInput naming what is
    missing, or that the scheme's tests are not met and which.
    """
    moment = now or timezone.now()
    with transaction.atomic():
        fund, case = hold_case(actor, case_id)
        access.require(access.can_send(actor, case))
        if case.state in states.OPEN:
            return case
        settle(actor=actor, fund=fund, now=moment)
        if fund.state not in TAKING:
            raise WrongState(_("The fund does not take requests on this day."))
        if not agreed:
            raise InvalidInput({"agreed": [_("Declare that what you wrote is true.")]})
        _require_whole(case)
        facts, quote = computed(case)
        asked = _require_amount(quote)
        states.move(
            case,
            "submit",
            reference=_reference(moment),
            submitted_at=moment,
            declaration_at=moment,
            facts=facts,
            quote=quote,
            asked=asked,
        )
        record(
            actor=actor,
            verb="incentive.submitted",
            subject=case.subject,
            data={"reference": case.reference, "asked": str(asked), "scheme": case.scheme_id},
        )
        notify.submitted(case)
        return case


def _require_whole(case: Case) -> None:
    missing = missing_answers(case)
    if missing:
        raise InvalidInput({"": [_("Still to answer: %(what)s") % {"what": ", ".join(missing)}]})


def _require_amount(quote: Mapping[str, object]) -> Decimal:
    if quote["refused"]:
        raise InvalidInput({"": refusal_words(quote)})
    asked = Decimal(str(quote["result"] or 0))
    if asked <= 0:
        raise InvalidInput({"": [_("With these answers the scheme gives nothing.")]})
    return asked


def _reference(moment: dt.datetime) -> str:
    """The city's prefix with I for incentives; numbers without gaps, as for permits."""
    prefix = f"{city_book().settings.reference_prefix}I"[-5:]
    year = timezone.localtime(moment).year
    return case_reference(prefix, year, next_number(prefix, year))


def _editable(actor: Actor, case_id: uuid.UUID, version: int) -> Case:
    case = case_for(actor, case_id, lock=True)
    access.require(access.can_edit(actor, case))
    if case.state != Case.State.DRAFT:
        raise WrongState(_("The request has been sent and can no longer be changed."))
    if case.version != version:
        raise WrongState(_("Somebody else changed this request. Look at it again."))
    return case


def _saved(case: Case, *fields: str) -> Case:
    case.version += 1
    try:
        case.save(update_fields=[*fields, "version", "changed_at"])
    except IntegrityError as error:
        raise WrongState(_("Somebody else was first. Look at the case again.")) from error
    return case
