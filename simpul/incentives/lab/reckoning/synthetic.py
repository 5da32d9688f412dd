"""A synthetic year: cases drawn from ranges a person can read and argue with. Seeded.

Of an amount or count three figures are given: smallest, typical, largest. Half of the cases lie
between smallest and typical, half between typical and largest, evenly in each half; so the typical
one is the median. Drawing is done with whole numbers: the same seed gives the same year on every
machine.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from simpul.incentives.lab.reckoning.cases import SYNTHETIC, Case, Value

PARTS = 10_000
"""Steps into which a half of a range is cut."""


@dataclass(frozen=True, slots=True)
class Range:
    """An amount, count or share. ValueError unless low <= typical <= high."""

    low: Decimal
    typical: Decimal
    high: Decimal
    whole: bool = True

    def __post_init__(self) -> None:
        if not self.low <= self.typical <= self.high:
            raise ValueError("smallest, typical, largest: in this order")

    def draw(self, rng: Random) -> Value:
        """One value; a whole number where the input counts or is money without cents."""
        first, last = (self.low, self.typical) if rng.randrange(2) else (self.typical, self.high)
        value = first + (last - first) * rng.randrange(PARTS + 1) / PARTS
        if self.whole:
            return value.quantize(Decimal(1))
        return value.quantize(Decimal("0.0001"))


@dataclass(frozen=True, slots=True)
class Chance:
    """A yes in `percent` of the cases."""

    percent: int

    def draw(self, rng: Random) -> Value:
        return rng.randrange(100) < self.percent


@dataclass(frozen=True, slots=True)
class OneOf:
    """Each of the choices equally often."""

    choices: Sequence[str]

    def draw(self, rng: Random) -> Value:
        return self.choices[rng.randrange(len(self.choices))]


@dataclass(frozen=True, slots=True)
class ADay:
    """Any day of the year, not before the case asks."""

    first: date
    last: date

    def draw(self, rng: Random) -> Value:
        return self.first + timedelta(days=rng.randrange((self.last - self.first).days + 1))


@dataclass(frozen=True, slots=True)
class PartOf:
    """An amount that is a part of another: from `low` to `high` percent of it."""

    of: str
    low: int
    high: int

    def draw(self, rng: Random) -> Value:
        return Decimal(rng.randrange(self.low, self.high + 1)) / 100


Drawn = Range | Chance | OneOf | ADay | PartOf


def year(draws: Mapping[str, Drawn], *, count: int, first: date, seed: int) -> list[Case]:
    """`count` cases that ask for money on days of the year that begins with `first`."""
    rng = Random(seed)  # noqa: S311 (a trial, no secret)
    cases = []
    for number in range(1, count + 1):
        on = first + timedelta(days=rng.randrange(365))
        drawn = {name: one.draw(rng) for name, one in draws.items()}
        cases.append(Case(f"S{number}", on, _whole(drawn, draws), SYNTHETIC))
    return sorted(cases, key=lambda case: (case.on, int(case.key[1:])))


def _whole(drawn: dict[str, Value], draws: Mapping[str, Drawn]) -> dict[str, Value]:
    """Parts become amounts; a part of nothing known stays out."""
    found = dict(drawn)
    for name, one in draws.items():
        if isinstance(one, PartOf):
            whole = drawn.get(one.of)
            if isinstance(whole, Decimal):
                found[name] = (whole * Decimal(str(drawn[name]))).quantize(Decimal(1))
            else:
                del found[name]
    return found


def resampled(cases: Sequence[Case], *, count: int, first: date, seed: int) -> list[Case]:
    """A year out of past cases, drawn with replacement; each keeps its facts and gets a day."""
    if not cases:
        return []
    rng = Random(seed)  # noqa: S311 (a trial, no secret)
    made = [
        Case(f"S{number}", first + timedelta(days=rng.randrange(365)), one.facts, SYNTHETIC)
        for number, one in enumerate(rng.choices(cases, k=count), start=1)
    ]
    return sorted(made, key=lambda case: (case.on, int(case.key[1:])))
