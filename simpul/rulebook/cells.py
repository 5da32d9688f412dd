"""The values of a fact cut into cells within which no condition of a table can tell them apart.

A bool has two cells; a choice one per value a row names and one for all others; a number or a
date one per value named and one per gap between them. A row's conditions on a fact are then a
bit mask over its cells, which makes overlap, gap and evaluation exact and fast. A set has too
many cells to list, so its rows keep what they need of it (`SetNeed`).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from simpul.rulebook.conditions import Atom, holds
from simpul.rulebook.facttypes import Fact, FactType, FactValue


class Unlisted:
    """Stands for every value that no row names. Equal to nothing but itself."""

    def __repr__(self) -> str:
        return "any other"


UNLISTED: Any = Unlisted()


class Cells:
    """The cells of one fact of type bool, choice, text, number or date in one table."""

    def __init__(self, fact: Fact, atoms: Iterable[Atom]) -> None:
        self.fact = fact
        named = {value for atom in atoms for value in atom.values}
        self.points: tuple[Any, ...] = ()
        if fact.type in (FactType.NUMBER, FactType.DATE):
            self.points = tuple(sorted(named))
            self.samples = _ordered_samples(fact, self.points)
        elif fact.type is FactType.BOOL:
            self.samples = (True, False)
        else:
            rest = () if fact.choices and set(fact.choices) <= named else (UNLISTED,)
            self.samples = (*sorted(named), *rest)
        self.all = sum(1 << i for i, sample in enumerate(self.samples) if sample is not None)

    def mask(self, atoms: Iterable[Atom]) -> int:
        """The cells in which every one of the atoms holds."""
        own = list(atoms)
        mask = 0
        for index, sample in enumerate(self.samples):
            if sample is not None and all(holds(atom, sample) for atom in own):
                mask |= 1 << index
        return mask

    def cell_of(self, value: FactValue) -> int:
        """The number of the cell in which a value lies."""
        if self.points:
            place = bisect_left(self.points, value)
            at_point = place < len(self.points) and self.points[place] == value
            return 2 * place + 1 if at_point else 2 * place
        for index, sample in enumerate(self.samples):
            if sample == value:
                return index
        return len(self.samples) - 1

    def name_of(self, index: int) -> str:
        """The cell in words of the grammar, for a message."""
        name = self.fact.name
        if not self.points:
            sample = self.samples[index]
            if sample is UNLISTED:
                return f"{name} not in {'|'.join(str(s) for s in self.samples[:-1])}"
            return f"{name} = {'yes' if sample is True else 'no' if sample is False else sample}"
        if index % 2:
            return f"{name} = {self.points[index // 2]}"
        if index == 0:
            return f"{name} < {self.points[0]}"
        if index // 2 == len(self.points):
            return f"{name} > {self.points[-1]}"
        return f"{name} between {self.points[index // 2 - 1]}..{self.points[index // 2]}"


def _ordered_samples(fact: Fact, points: Sequence[Any]) -> tuple[Any, ...]:
    """One value per cell: below, at and between the points; None where no value can lie."""
    samples: list[Any] = []
    low: Any = None
    for point in points:
        samples += [_between(fact, low, point), point]
        low = point
    samples.append(_between(fact, low, None))
    return tuple(samples)


def _between(fact: Fact, low: Any, high: Any) -> Any:
    """A value strictly between, None when there is none. Numbers are not negative."""
    if fact.type is FactType.DATE:
        day = timedelta(days=1)
        if low is None:
            return high - day if high > date.min else None
        if high is not None and high - low < 2 * day:
            return None
        return low + day if low < date.max else None
    if high is None:
        return low + 1
    if low is None:
        return 0 if high > 0 else None
    if fact.whole:
        return low + 1 if high - low >= 2 else None
    return (Decimal(low) + Decimal(high)) / 2


@dataclass(frozen=True, slots=True)
class SetNeed:
    """What a row needs of a set: one member out of each of `any_of`, all of `all_of`, none of
    `none_of`."""

    any_of: tuple[frozenset[str], ...] = ()
    all_of: frozenset[str] = frozenset()
    none_of: frozenset[str] = frozenset()

    @classmethod
    def of(cls, atoms: Iterable[Atom]) -> SetNeed:
        """From the atoms of a row on one set."""
        need = cls()
        for atom in atoms:
            members = frozenset(str(value) for value in atom.values)
            match atom.op:
                case "includes":
                    need = need.with_(cls(any_of=(members,)))
                case "includes all":
                    need = need.with_(cls(all_of=members))
                case _:
                    need = need.with_(cls(none_of=members))
        return need

    def with_(self, other: SetNeed) -> SetNeed:
        """Both needs at once."""
        return SetNeed(
            self.any_of + other.any_of,
            self.all_of | other.all_of,
            self.none_of | other.none_of,
        )

    def possible(self) -> bool:
        """Is there a set that meets the need? Exact: the best try is everything not excluded."""
        return not (self.all_of & self.none_of) and all(a - self.none_of for a in self.any_of)

    @property
    def members(self) -> frozenset[str]:
        """Every member it speaks of."""
        return frozenset().union(*self.any_of) | self.all_of | self.none_of

    def judge(self, inside: frozenset[str], outside: frozenset[str]) -> bool | None:
        """Met (True), broken (False) or open (None) when some members are known in or out."""
        if self.all_of & outside or self.none_of & inside:
            return False
        if any(wanted <= outside for wanted in self.any_of):
            return False
        met = (
            self.all_of <= inside
            and self.none_of <= outside
            and all(wanted & inside for wanted in self.any_of)
        )
        return True if met else None
