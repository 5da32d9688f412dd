"""A table made ready for evaluation: for each fact, from its value to the rows it leaves alive.

Rows are bits of an integer. What a table answers is then a handful of look-ups and "and"s,
however many rows it has.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from simpul.rulebook.cells import Cells, SetNeed
from simpul.rulebook.conditions import Atom
from simpul.rulebook.facttypes import Fact, FactType

if TYPE_CHECKING:
    from simpul.rulebook.tables import RuleRow, Table

REMEMBERED = 4096
"""How many values of one fact are kept with their answer before starting afresh."""


class _Masks(dict[Any, int]):
    """Value -> rows that it leaves alive; worked out on first sight of a value."""

    def __init__(self, fact: Fact, everything: int) -> None:
        super().__init__()
        self.fact = fact
        self.everything = everything

    def __missing__(self, value: Any) -> int:
        mask = self._work_out(self.fact.check(value))
        if len(self) >= REMEMBERED:
            self.clear()
        self[value] = mask
        return mask

    def _work_out(self, value: Any) -> int:
        raise NotImplementedError


class _CellMasks(_Masks):
    def __init__(self, fact: Fact, atoms: Mapping[int, list[Atom]], everything: int) -> None:
        super().__init__(fact, everything)
        self.cells = Cells(fact, [atom for own in atoms.values() for atom in own])
        self.rows = [everything] * len(self.cells.samples)
        for row, own in atoms.items():
            allowed = self.cells.mask(own)
            for cell in range(len(self.rows)):
                if not allowed >> cell & 1:
                    self.rows[cell] &= ~(1 << row)

    def _work_out(self, value: Any) -> int:
        return self.rows[self.cells.cell_of(value)]


class _SetMasks(_Masks):
    def __init__(self, fact: Fact, atoms: Mapping[int, list[Atom]], everything: int) -> None:
        super().__init__(fact, everything)
        self.needs = {row: SetNeed.of(own) for row, own in atoms.items()}
        self.members: frozenset[str] = frozenset()
        for need in self.needs.values():
            self.members |= need.members

    def _work_out(self, value: Any) -> int:
        inside = value & self.members
        outside = self.members - value
        mask = self.everything
        for row, need in self.needs.items():
            if need.judge(inside, outside) is not True:
                mask &= ~(1 << row)
        return mask


class TableIndex:
    """See the module. Built once per table; holds no state of an evaluation."""

    def __init__(self, table: Table) -> None:
        self.rows = table.rows
        self.by_id: dict[str, RuleRow] = {row.id: row for row in table.rows}
        self.otherwise = 0
        atoms: dict[str, dict[int, list[Atom]]] = {name: {} for name in table.facts}
        for number, row in enumerate(table.rows):
            if row.condition.otherwise:
                self.otherwise |= 1 << number
            for atom in row.condition.atoms:
                atoms[atom.fact].setdefault(number, []).append(atom)
        everything = (1 << len(table.rows)) - 1
        self.plan: tuple[tuple[str, _Masks, int], ...] = tuple(
            (name, _masks(fact, atoms[name], everything), sum(1 << row for row in atoms[name]))
            for name, fact in table.facts.items()
        )
        self.mentions: dict[str, int] = {name: mention for name, _, mention in self.plan}
        self._days, self._in_force = _by_date(table.rows)
        self._on: dict[date, int] = {}
        self._picked: dict[int, tuple[RuleRow, ...]] = {0: ()}

    def in_force(self, on: date) -> int:
        """The rows in force on a day, as a mask."""
        mask = self._on.get(on)
        if mask is None:
            if len(self._on) >= REMEMBERED:
                self._on.clear()
            mask = self._on[on] = self._in_force[bisect_right(self._days, on)]
        return mask

    def pick(self, mask: int) -> tuple[RuleRow, ...]:
        """The rows of a mask, in the order of the file."""
        picked = self._picked.get(mask)
        if picked is None:
            if len(self._picked) >= REMEMBERED:
                self._picked.clear()
            picked = tuple(self.rows[number] for number in bits(mask))
            self._picked[mask] = picked
        return picked


def bits(mask: int) -> list[int]:
    """The numbers of the bits that are set, ascending."""
    found = []
    while mask:
        low = mask & -mask
        found.append(low.bit_length() - 1)
        mask ^= low
    return found


def _masks(fact: Fact, atoms: Mapping[int, list[Atom]], everything: int) -> _Masks:
    if fact.type is FactType.SET:
        return _SetMasks(fact, atoms, everything)
    return _CellMasks(fact, atoms, everything)


def _by_date(rows: tuple[RuleRow, ...]) -> tuple[list[date], list[int]]:
    """Days on which something begins or has ended, and the rows in force between them."""
    days: set[date] = set()
    for row in rows:
        days.add(row.valid_from)
        if row.valid_to is not None and row.valid_to < date.max:
            days.add(row.valid_to + timedelta(days=1))
    ordered = sorted(days)
    masks = [0]
    for day in ordered:
        masks.append(sum(1 << n for n, row in enumerate(rows) if row.in_force(day)))
    return ordered, masks
