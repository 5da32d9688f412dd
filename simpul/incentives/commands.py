"""What `simpul incentive …` does: list, check, quote, compare.

Each verb writes to the output it is given and returns the exit status: 0 done, 1 the answer is no
(refused, something missing, no data), 2 what was given cannot be used.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, Protocol

from django.conf import settings
from django.db import DatabaseError
from django.utils import timezone
from django.utils.translation import gettext as _

from simpul.city.pack import read_pack
from simpul.incentives import catalogue, words
from simpul.incentives.answer_data import quote_data, scheme_head
from simpul.incentives.estimate import comparing
from simpul.incentives.estimate.answers import from_file
from simpul.incentives.estimate.production import groups, read
from simpul.incentives.estimate.quoting import quoted
from simpul.incentives.estimate.rates import RateProblem, Rates, with_typed
from simpul.incentives.listing import families
from simpul.incentives.scheme.printed import Departure, departures
from simpul.incentives.scheme.reading import SchemeProblems, read_scheme
from simpul.incentives.scheme.spec import Scheme
from simpul.incentives.scheme.trace import Quote
from simpul.incentives.sections.schemes import scheme_rows
from simpul.kit.oserrors import why_not_opened
from simpul.kit.outcomes import InvalidInput
from simpul.kit.texts import pick

GOOD, NEGATIVE, BAD_INPUT = 0, 1, 2
LARGEST = 4 * 1024 * 1024


class Output(Protocol):
    """Where a command writes."""

    def say(self, text: str = "") -> None: ...
    def complain(self, text: str) -> None: ...
    def table(self, rows: Sequence[Sequence[str]]) -> None: ...
    def result(self, data: Any) -> None: ...


def known() -> Mapping[str, Scheme]:
    """The schemes in force here; before a pack is, those of the pack this node is set up with."""
    try:
        found = catalogue.schemes()
    except DatabaseError:
        found = {}
    if found:
        return found
    return scheme_rows(read_pack(settings.CITY_PACK).contents.get("schemes", {}))


def list_schemes(country: str, *, language: str, output: Output) -> int:
    """Every scheme with how sure it is."""
    today = timezone.localdate()
    chosen = [one for one in known().values() if not country or one.country == country.upper()]
    rows = [[_("Scheme"), _("Name"), _("In force"), _("How sure this is"), _("Kind of help")]]
    current = {family.current.id: family.in_force for family in families(chosen, today)}
    for one in sorted(chosen, key=lambda s: (s.country, s.id)):
        rows.append(
            [
                one.id,
                words.text(one.name),
                _("yes") if current.get(one.id) else _("no"),
                f"{words.STATUSES[one.status][1]} ({one.grade})",
                str(words.INSTRUMENTS[one.instrument]),
            ]
        )
    output.table(rows)
    output.result({"ok": True, "schemes": [scheme_head(one, language) for one in chosen]})
    return GOOD


def check(files: Sequence[Path], *, language: str, output: Output) -> int:
    """Is a scheme file without mistakes? Every one is named with file, line and field."""
    problems: list[str] = []
    good: list[str] = []
    for file in files:
        try:
            good.append(read_scheme(file).id)
        except SchemeProblems as wrong:
            problems += wrong.problems.texts(language)
    for text in problems:
        output.complain(text)
    if not problems:
        output.say(_("Without mistakes: %(schemes)s") % {"schemes": ", ".join(good)})
    output.result({"ok": not problems, "schemes": good, "problems": problems})
    return BAD_INPUT if problems else GOOD


def quote(
    name: str, file: Path, *, printed: Path | None = None, language: str, output: Output
) -> int:
    """What a scheme gives for the answers in a JSON file; `name` is an id or a scheme file.

    `printed`: figures that somebody published for these answers, {step: value}. Each one that the
    rule does not give is refused with the reason, and the answer is no.
    """
    scheme = _scheme(name, language)
    raw = _json(file, language)
    answers = from_file(scheme, raw)
    if answers.wrong:
        raise InvalidInput({n: [words.why_wrong(why)] for n, why in answers.wrong.items()})
    found = quoted(scheme, answers.facts)
    astray = _astray(scheme, answers.facts, printed, language) if printed else ()
    _say_quote(scheme, found, output)
    for one in astray:
        output.complain(f"{one.step}: {pick(one.why, language)}")
    good = found.result is not None and not astray
    told = [{"step": one.step, "why": pick(one.why, language)} for one in astray]
    more = {"printed_wrong": told} if printed else {}
    output.result({"ok": good, **quote_data(scheme, found, language), **more})
    return GOOD if good else NEGATIVE


def _astray(
    scheme: Scheme, facts: Mapping[str, Any], file: Path, language: str
) -> Sequence[Departure]:
    figures: dict[str, Decimal] = {}
    steps = {step.id for step in scheme.steps}
    for name, value in _json(file, language).items():
        if name not in steps:
            raise InvalidInput({name: [_("The scheme has no such step.")]})
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            raise InvalidInput({name: [_("This must be a number.")]})
        figures[name] = Decimal(value)
    return departures(scheme, facts, figures)


def _scheme(name: str, language: str) -> Scheme:
    if name.endswith(".toml"):
        try:
            return read_scheme(Path(name))
        except SchemeProblems as wrong:
            raise InvalidInput({"": wrong.problems.texts(language)}) from None
    found = known().get(name)
    if found is None:
        told = _("There is no scheme %(name)s. See: simpul incentive list") % {"name": name}
        raise InvalidInput({"": [told]})
    return found


def _json(file: Path, language: str) -> dict[str, Any]:
    """An object with exact numbers; "-" is the standard input. InvalidInput for anything else."""
    try:
        if str(file) == "-":
            text = sys.stdin.read(LARGEST + 1)
        else:
            with file.open(encoding="utf-8") as stream:
                text = stream.read(LARGEST + 1)
    except OSError as trouble:
        raise InvalidInput({str(file): [why_not_opened(trouble, language)]}) from None
    except UnicodeDecodeError:
        raise InvalidInput({str(file): [_("The file is not UTF-8.")]}) from None
    if len(text) > LARGEST:
        raise InvalidInput({str(file): [_("The file is too large.")]})
    try:
        found = json.loads(text, parse_float=Decimal, object_pairs_hook=_once)
    except (ValueError, RecursionError) as trouble:
        told = _("This is not readable as JSON: %(why)s") % {"why": trouble}
        raise InvalidInput({str(file): [told]}) from None
    if not isinstance(found, dict):
        raise InvalidInput({str(file): [_("The file must hold an object: {…}.")]})
    return found


def _once(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError(_("a name stands there twice"))
    return found


def _say_quote(scheme: Scheme, found: Quote, output: Output) -> None:
    output.say(words.text(scheme.name))
    if scheme.status == "proposal":
        output.say(_("This is a proposal") + ". " + _("No such scheme is in force."))
    if found.no_data:
        output.say(_("No data"))
        return
    rows = [[words.text(one.label) or one.id, _value(one.value, one.unit, scheme),
             f"−{_value(one.cut, one.unit, scheme)}" if one.cut else "", one.clause]
            for one in found.steps]  # fmt: skip
    output.table([[_("Step"), _("Value"), _("Cut"), _("Basis")], *rows])
    for refusal in found.refused:
        why = [words.text(refusal.label), words.text(refusal.why), refusal.clause]
        output.say(_("Nothing would be paid") + ": " + "; ".join(part for part in why if part))
    for name in found.missing:
        one = scheme.input(name)
        label = words.text(one.label) if one else words.basis(name)
        output.say(_("Missing: %(what)s") % {"what": f"{name} ({label})"})
    if found.result is not None:
        prefix = _("Up to") if found.discretionary else _("Estimated")
        output.say(f"{prefix}: {_value(found.result, found.unit, scheme)}")
        if found.net is not None and found.net != found.result:
            output.say(_("After tax or discount") + f": {words.money(found.net, scheme.currency)}")


def _value(value: Decimal | None, unit: str, scheme: Scheme) -> str:
    if value is None:
        return "?"
    return words.money(value, scheme.currency) if unit == "money" else words.number(value)


# --- comparing ---------------------------------------------------------------------------------
def compare(names: Sequence[str], file: Path, *, language: str, output: Output) -> int:
    """Several schemes for one production: {"currency", "rates", "production": {"all": {…}, …}}."""
    schemes = [_scheme(name, language) for name in names]
    raw = _json(file, language)
    unknown = sorted(set(raw) - {"currency", "rates", "production"})
    if unknown:
        raise InvalidInput({one: [_("This name is not known here.")] for one in unknown})
    sourced = catalogue_rates()
    currency = str(raw.get("currency") or sourced.base)
    asked = groups(schemes)
    said = read(asked, _flat(raw, asked), currency, language, plain=True)
    if said.wrong:
        raise InvalidInput({n: [words.why_wrong(why)] for n, why in said.wrong.items()})
    rates = _rates(raw.get("rates") or {}, sourced)
    found = comparing.compare(schemes, said.values, currency, rates)
    _say_comparison(found, currency, output)
    output.result({"ok": True, **_comparison_data(found, currency, rates, language)})
    return GOOD if any(one.shown is not None for one in found.columns) else NEGATIVE


def catalogue_rates() -> Rates:
    """The rates of today; none where there is no database."""
    try:
        return catalogue.rates(timezone.localdate())
    except DatabaseError:
        return Rates("IDR")


def _flat(raw: Mapping[str, Any], asked: Any) -> dict[str, object]:
    """{"KR": {"local_spend": 5}} → {"KR.local_spend": 5}; names nobody asks are refused."""
    production = raw.get("production") or {}
    names = {ask.name for group in asked for ask in group.asks}
    found: dict[str, object] = {}
    wrong: dict[str, list[str]] = {}
    if not isinstance(production, dict):
        raise InvalidInput({"production": [_("The file must hold an object: {…}.")]})
    for place, values in production.items():
        for name, value in values.items() if isinstance(values, dict) else [("", None)]:
            whole = f"{place}.{name}" if name else str(place)
            if whole in names:
                found[whole] = value
            else:
                wrong[f"production.{whole}"] = [_("None of these schemes asks this.")]
    if wrong:
        raise InvalidInput(wrong)
    return found


def _rates(typed: object, sourced: Rates) -> Rates:
    if not isinstance(typed, dict):
        raise InvalidInput({"rates": [_("The file must hold an object: {…}.")]})
    try:
        return with_typed(sourced, {str(code): str(text) for code, text in typed.items()})
    except RateProblem as wrong:
        told = _("Enter a number, for example %(example)s.") % {"example": "11.54"}
        raise InvalidInput({f"rates.{wrong.currency}": [told]}) from None


def _say_comparison(found: comparing.Comparison, currency: str, output: Output) -> None:
    for kind in found.kinds:
        output.say(str(words.INSTRUMENTS[kind.instrument]))
        rows = [[_("Scheme"), _("What it is"), _("In its currency"), currency]]
        for one in kind.columns:
            amount = one.result
            rows.append(
                [
                    words.text(one.scheme.name),
                    words.state_of(one.state),
                    words.money(amount, one.scheme.currency) if amount is not None else "–",
                    words.money(one.shown, currency) if one.shown is not None else "–",
                ]
            )
        output.table(rows)
        output.say("")
    told = _("Only one of these can be had: “%(one)s” or “%(other)s”.")
    for first, second in found.excluded:
        output.say(told % {"one": first, "other": second})


def _comparison_data(
    found: comparing.Comparison, currency: str, rates: Rates, language: str
) -> dict[str, Any]:
    return {
        "currency": currency,
        "rates": {code: str(rate.one) for code, rate in rates.rows.items()},
        "schemes": [
            {
                "state": one.state,
                "shown": None if one.shown is None else str(one.shown),
                "quote": quote_data(one.scheme, one.quote, language) if one.quote else None,
            }
            for one in found.columns
        ],
        "totals": {
            kind.instrument: None if kind.total is None else str(kind.total) for kind in found.kinds
        },
        "excluded": [list(pair) for pair in found.excluded],
    }
