"""What every kind of step has: the names it reads, its unit, and how it is computed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any, ClassVar, Protocol

from simpul.incentives.scheme.conditions import Condition, Truth, truth
from simpul.incentives.scheme.fields import Fields
from simpul.incentives.scheme.terms import Facts, Known, Term, Units, Value, look_up

NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence to be said about a step: its code (`words.py`) and what stands in it."""

    code: str
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a step came to.

    `before`: what went in, where the step cuts; `parts`: further names it defines
    ("qualifying.foreign_cast"); `clause`: of the limit that bit, "" for the step's own.
    """

    value: Known
    before: Known | None = None
    parts: Mapping[str, Known] = field(default_factory=dict)
    why: tuple[Said, ...] = ()
    clause: str = ""
    refused: bool = False


@dataclass(frozen=True, slots=True)
class Claim:
    """An earlier claim for the same production: every value its quote computed, by step."""

    period: str
    values: Mapping[str, Any]
    result: Any = None


@dataclass(frozen=True, slots=True)
class Index:
    """The values of an index, as (from, before, value)."""

    id: str
    values: Sequence[tuple[date, date | None, Fraction]]

    def on(self, day: date) -> Fraction | None:
        """The value that held on a day; None when nobody has said."""
        found = None
        for start, before, value in self.values:
            if start <= day:
                found = value if before is None or day < before else None
        return found


@dataclass(frozen=True, slots=True)
class Run:
    """What a step may look at. `own`: its id; `date_basis`: the name of the scheme's day."""

    own: str
    facts: Facts
    units: Units
    history: Sequence[Claim]
    indexes: Mapping[str, Index]
    date_basis: str

    def number(self, term: Term) -> Known:
        """What a term is worth."""
        return look_up(term, self.facts)

    def holds(self, condition: Condition | None) -> Truth:
        """Does a condition hold?"""
        return truth(condition, self.facts)


class Body(Protocol):
    """A kind of step, as read from a file."""

    on_lines: ClassVar[bool]

    @property
    def passes(self) -> str:
        """The name handed on when `when` does not hold; "" where that is 0."""
        ...

    def names(self) -> list[str]:
        """Every name it reads."""
        ...

    def defines(self) -> list[str]:
        """Names below its own: "foreign_cast" for `step.foreign_cast`."""
        ...

    def unit(self, units: Units) -> str:
        """Its unit; UnitClash where units do not go together."""
        ...

    def run(self, run: Run) -> Outcome:
        """Compute it."""
        ...


@dataclass(frozen=True, slots=True)
class AmountStep:
    """What most kinds share."""

    on_lines: ClassVar[bool] = False

    @property
    def passes(self) -> str:
        return ""

    def defines(self) -> list[str]:
        return []


Reader = Callable[[Fields], Body | None]
"""A table of a file -> the body of a step; None when something is wrong, which is noted."""


def combine(compute: Callable[[list[Fraction]], Fraction | None], *found: Known) -> Known:
    """A computation over values; not known when one of them is not."""
    numbers = [one.number for one in found if one.number is not None]
    if len(numbers) != len(found):
        return Known(None, NOTHING.union(*(one.missing for one in found)))
    return Known(compute(numbers))


def unknown(*found: Known | Truth) -> Known:
    """Not known, because these are not."""
    return Known(None, NOTHING.union(*(one.missing for one in found)))


def known(value: Value) -> Known:
    """A value."""
    return Known(value)


ZERO = Known(Fraction(0))
