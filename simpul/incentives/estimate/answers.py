"""From what was typed, or stands in a file, to the facts a scheme's quote takes. Pure.

Every value is read by its input's kind; what cannot be read is refused at its field, what is
nowhere asked is refused as unknown, and what was left empty stays unknown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from simpul.incentives.estimate import typed
from simpul.incentives.estimate.typed import Unreadable
from simpul.incentives.scheme.spec import Input, Origin, Scheme

Fact = Decimal | int | bool | str | date

BASIS_LABELS: Mapping[str, Mapping[str, str]] = {
    "first_shooting_day": {"id": "Hari syuting pertama", "en": "First shooting day"},
    "application": {"id": "Hari permohonan diajukan", "en": "Day of the application"},
    "spend": {"id": "Hari belanja dilakukan", "en": "Day the money is spent"},
    "permit": {"id": "Hari izin diterbitkan", "en": "Day of the permit"},
    "certificate": {"id": "Hari sertifikat diterbitkan", "en": "Day of the certificate"},
    "activity_start": {"id": "Hari kegiatan dimulai", "en": "Day the work begins"},
    "show": {"id": "Hari pertunjukan", "en": "Day of the show"},
}
"""The day that chooses a version is understood without an input; this is how it is asked."""


@dataclass(frozen=True, slots=True)
class Answers:
    """What is known. `wrong`: field -> why its value was refused."""

    facts: Mapping[str, Fact]
    wrong: Mapping[str, Unreadable]


def asked(scheme: Scheme) -> tuple[Input, ...]:
    """Everything a scheme asks, its day of choice included."""
    if scheme.input(scheme.date_basis) or any(i.means == scheme.date_basis for i in scheme.inputs):
        return scheme.inputs
    return (*scheme.inputs, basis_input(scheme.date_basis))


def basis_input(basis: str) -> Input:
    """The question for the day that chooses the version."""
    return Input(
        id=basis,
        kind="date",
        label=BASIS_LABELS[basis],
        help=MappingProxyType({}),
        required=False,
        default=None,
        unit="",
        choices=MappingProxyType({}),
        category="",
        line=MappingProxyType({}),
        least=None,
        most=None,
        means=basis,
        from_="",
        filled_by=(),
        qualifying=False,
        origin=Origin(),
    )


def from_form(scheme: Scheme, raw: Mapping[str, str], language: str) -> Answers:
    """Texts of a form: numbers in the reader's writing, shares in percent. Others' names pass."""
    known = {one.id: one for one in asked(scheme)}
    mine = {name: text for name, text in raw.items() if name in known and text.strip()}
    return _read(known, mine, scheme.currency, language, plain=False)


def from_file(scheme: Scheme, raw: Mapping[str, object]) -> Answers:
    """Values of a JSON file, read with exact decimals; null is nothing; no other names."""
    known = {one.id: one for one in asked(scheme)}
    mine = {name: value for name, value in raw.items() if value is not None}
    return _read(known, mine, scheme.currency, "en", plain=True)


def _read(
    known: Mapping[str, Input],
    raw: Mapping[str, object],
    currency: str,
    language: str,
    *,
    plain: bool,
) -> Answers:
    facts: dict[str, Fact] = {}
    wrong: dict[str, Unreadable] = {}
    for name, value in raw.items():
        try:
            if name not in known:
                raise Unreadable("unknown", name, ", ".join(known))
            facts[name] = read_one(known[name], value, currency, language, plain=plain)
        except Unreadable as refused:
            wrong[name] = refused
    return Answers(MappingProxyType(facts), MappingProxyType(wrong))


def read_one(one: Input, value: object, currency: str, language: str, *, plain: bool) -> Fact:
    """One value by its input's kind and limits; Unreadable says what is wrong."""
    if one.kind == "flag":
        return typed.read_flag(value)
    if one.kind == "choice":
        return typed.read_choice(value, one.choices)
    if one.kind == "date":
        return typed.read_day(value)
    if one.kind == "share":
        number = typed.read_share_plain(value) if plain else typed.read_share(value, language)
    else:
        own = currency if one.kind == "amount" else ""
        number = typed.read_number(value, language, own)
    if one.kind == "count" and number != number.to_integral_value():
        raise Unreadable("whole", value)
    return _within(one, number, value)


def _within(one: Input, number: Decimal, value: object) -> Decimal:
    """Amounts and counts are never negative unless the scheme says so."""
    least = _limit(one.least)
    if least is None and one.kind in ("amount", "count"):
        least = Decimal(0)
    most = _limit(one.most)
    if least is not None and number < least:
        raise Unreadable("least", value, str(least))
    if most is not None and number > most:
        raise Unreadable("most", value, str(most))
    return number


def _limit(value: object) -> Decimal | None:
    """A limit of the file as a number; limits that are names are the quote's business."""
    found = getattr(value, "value", value)
    if isinstance(found, bool) or found is None:
        return None
    numerator, denominator = getattr(found, "numerator", None), getattr(found, "denominator", None)
    if numerator is None or denominator is None:
        return Decimal(found) if isinstance(found, Decimal) else None
    return Decimal(numerator) / Decimal(denominator)


def as_text(one: Input, value: Fact) -> str:
    """A fact as a form shows it again: digits, percent, yes or no, ISO date."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return value
    number = value * 100 if one.kind == "share" else value
    return f"{number.normalize():f}" if isinstance(number, Decimal) else str(number)
