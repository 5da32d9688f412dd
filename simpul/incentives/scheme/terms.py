"""Values in a scheme file: a constant with its unit, or a name. Exact: no float anywhere.

Units: `MONEY` (the scheme's currency), `SHARE` and `PURE` (which go together; a share is shown as a
percentage), `FLAG`, `CHOICE`, `DATE`, or the word an input gives ("days"). A bare number is `ANY`:
it takes the unit of what it meets.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

MONEY, PURE, SHARE, ANY = "money", "number", "share", "any"
FLAG, CHOICE, DATE = "flag", "choice", "date"
NUMBERS = (PURE, SHARE, ANY)
"""Units of what is counted in nothing."""

NAME = re.compile(r"[a-z][a-z0-9_]{0,59}(\.[a-z][a-z0-9_]{0,59})?")
_NUMBER = re.compile(r"(-?[0-9]{1,24}(?:\.[0-9]{1,12})?)(%?)")
_AMOUNT = re.compile(r"([A-Z]{3}) (-?[0-9]{1,24}(?:\.[0-9]{1,12})?)")

Value = Fraction | bool | str | date


@dataclass(frozen=True, slots=True)
class Constant:
    """A number or date that stands in the file. `percent`: written as "32%"."""

    value: Fraction | date
    unit: str
    percent: bool = False


@dataclass(frozen=True, slots=True)
class Name:
    """An input, a category, a test or a step."""

    name: str


Term = Constant | Name


@dataclass(frozen=True, slots=True)
class Known:
    """A value, or None and the inputs that would have to be known for it."""

    value: Value | None
    missing: frozenset[str] = frozenset()

    @property
    def number(self) -> Fraction | None:
        """The value as a number; None when it is not known."""
        return self.value if isinstance(self.value, Fraction) else None


Facts = Mapping[str, Known]


class TermProblem(ValueError):
    """A value that cannot be read; `code` of the problem and what it needs to be said."""

    def __init__(self, code: str, **params: object) -> None:
        self.code = code
        self.params = params
        super().__init__(code)


def read_term(value: object, currency: str) -> Term:
    """A constant or a name; TermProblem for a float, another currency, or neither."""
    if isinstance(value, bool) or value is None:
        raise TermProblem("not_a_term", value=str(value))
    if isinstance(value, float):
        raise TermProblem("inexact", value=str(value))
    if isinstance(value, int):
        return Constant(Fraction(value), ANY)
    if isinstance(value, date) and not isinstance(value, datetime):
        return Constant(value, DATE)
    text = str(value)
    if match := _NUMBER.fullmatch(text):
        if match[2]:
            return Constant(Fraction(match[1]) / 100, SHARE, percent=True)
        return Constant(Fraction(match[1]), ANY)
    if match := _AMOUNT.fullmatch(text):
        if match[1] != currency:
            raise TermProblem("other_currency", value=text, currency=currency)
        return Constant(Fraction(match[2]), MONEY)
    if NAME.fullmatch(text):
        return Name(text)
    raise TermProblem("not_a_term", value=text)


def look_up(term: Term, facts: Facts) -> Known:
    """What a term is worth now."""
    return facts[term.name] if isinstance(term, Name) else Known(term.value)


def names_in(*terms: Term | None) -> list[str]:
    """The names among terms."""
    return [term.name for term in terms if isinstance(term, Name)]


class UnitClash(ValueError):
    """Two units that do not go together. `field`: where in the step."""

    def __init__(self, field: str, one: str, other: str) -> None:
        self.field, self.one, self.other = field, one, other
        super().__init__(f"{one}/{other}")


Units = Mapping[str, str]


def unit_of(term: Term, units: Units) -> str:
    """The unit of a term; ANY for a name nobody knows, which is reported elsewhere."""
    return units.get(term.name, ANY) if isinstance(term, Name) else term.unit


def same_unit(field: str, *found: str) -> str:
    """The unit all share; UnitClash when two differ. Bare numbers fit everything."""
    result = ANY
    for unit in found:
        if {unit, result} == {PURE, SHARE}:
            result = SHARE
        elif unit != ANY and result not in (ANY, unit):
            raise UnitClash(field, result, unit)
        elif unit != ANY:
            result = unit
    return result


def number_unit(field: str, unit: str) -> str:
    """A unit that can be counted with; UnitClash for flags, choices and dates."""
    if unit in (FLAG, CHOICE, DATE):
        raise UnitClash(field, unit, PURE)
    return unit


def pure_unit(field: str, unit: str) -> None:
    """UnitClash unless it is a share or a plain number."""
    if unit not in NUMBERS:
        raise UnitClash(field, unit, PURE)
