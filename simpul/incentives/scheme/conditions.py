"""Conditions of a scheme file (`when`, `needs`), in three values: yes, no, not known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from simpul.incentives.scheme.terms import (
    ANY,
    CHOICE,
    DATE,
    FLAG,
    NUMBERS,
    Facts,
    Known,
    Name,
    Term,
    UnitClash,
    Units,
    look_up,
    unit_of,
)

ORDER = ("at_least", "more_than", "at_most", "less_than", "from", "before")
EQUAL = ("is", "is_not")
WORDS = ("one_of", "none_of")
OPERATORS = (*ORDER, *EQUAL, *WORDS)

NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Compare:
    """A name beside a value. `value`: a term, a flag, or for choices their codes."""

    name: str
    operator: str
    value: Term | bool | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one part holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: Condition


Condition = Compare | All | AnyOf | Not


@dataclass(frozen=True, slots=True)
class Truth:
    """Yes, no, or None and the inputs that would settle it."""

    holds: bool | None
    missing: frozenset[str] = NOTHING


YES = Truth(True)


def compares(condition: Condition | None) -> Iterator[Compare]:
    """Every comparison in a condition."""
    if isinstance(condition, Compare):
        yield condition
    elif isinstance(condition, Not):
        yield from compares(condition.part)
    elif condition is not None:
        for part in condition.parts:
            yield from compares(part)


def names_of(condition: Condition | None) -> list[str]:
    """Every name a condition reads."""
    found = []
    for one in compares(condition):
        found.append(one.name)
        if isinstance(one.value, Name):
            found.append(one.value.name)
    return found


def truth(condition: Condition | None, facts: Facts) -> Truth:
    """Does it hold? None always does. A part that settles it silences what is not known."""
    if condition is None:
        return YES
    if isinstance(condition, Compare):
        return _compare(condition, facts)
    if isinstance(condition, Not):
        inner = truth(condition.part, facts)
        return Truth(None if inner.holds is None else not inner.holds, inner.missing)
    settles = isinstance(condition, AnyOf)
    found = [truth(part, facts) for part in condition.parts]
    if any(one.holds is settles for one in found):
        return Truth(settles)
    if any(one.holds is None for one in found):
        return Truth(None, NOTHING.union(*(one.missing for one in found)))
    return Truth(not settles)


def _compare(one: Compare, facts: Facts) -> Truth:
    left = facts[one.name]
    if isinstance(one.value, tuple):
        if left.value is None:
            return Truth(None, left.missing)
        return Truth((left.value in one.value) is (one.operator in ("one_of", "is")))
    right = Known(one.value) if isinstance(one.value, bool) else look_up(one.value, facts)
    if left.value is None or right.value is None:
        return Truth(None, left.missing | right.missing)
    return Truth(_holds(one.operator, left.value, right.value))


def _holds(operator: str, left: object, right: object) -> bool:
    if operator in EQUAL:
        return (left == right) is (operator == "is")
    if isinstance(left, Fraction) and isinstance(right, Fraction):
        return _ordered(operator, (left > right) - (left < right))
    if isinstance(left, date) and isinstance(right, date):
        return _ordered(operator, (left > right) - (left < right))
    raise TypeError(f"{operator} between {left!r} and {right!r}")


def _ordered(operator: str, sign: int) -> bool:
    if operator in ("at_least", "from"):
        return sign >= 0
    if operator in ("less_than", "before"):
        return sign < 0
    return sign > 0 if operator == "more_than" else sign <= 0


def check_units(condition: Condition | None, units: Units, field: str) -> None:
    """UnitClash where a comparison compares what cannot be compared."""
    for one in compares(condition):
        left = units.get(one.name, ANY)
        if isinstance(one.value, bool):
            _same(field, left, FLAG)
        elif isinstance(one.value, tuple):
            _same(field, left, CHOICE)
        else:
            _same(field, left, unit_of(one.value, units))
            if one.operator in ORDER and left in (FLAG, CHOICE):
                raise UnitClash(field, left, one.operator)
            if one.operator in ("from", "before"):
                _same(field, left, DATE)


def _same(field: str, left: str, right: str) -> None:
    if ANY in (left, right):
        # A bare number stands beside any number, never beside a flag, a choice or a date.
        other = right if left == ANY else left
        if right == ANY and other in (FLAG, CHOICE, DATE):
            raise UnitClash(field, left, "number")
        return
    if left != right and not {left, right} <= set(NUMBERS):
        raise UnitClash(field, left, right)
