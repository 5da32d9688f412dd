"""Is there a combination of facts for which no row of a table holds?

Facts are fixed one after the other, cell by cell (sets: member by member), always one that the
first open row still needs; rows that break are dropped. As soon as a row holds whatever the other
facts are, that branch is covered; when no row is left, a gap is found.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from simpul.rulebook.cells import Cells

if TYPE_CHECKING:
    from simpul.rulebook.checks import RowNeeds

MOST_STEPS = 200_000


class TooMany(Exception):
    """The combinations are too many to try."""


@dataclass(frozen=True, slots=True)
class _Fixed:
    """What is fixed so far: the cell of a scalar, the members of a set that are in or out."""

    cells: Mapping[str, int] = field(default_factory=dict)
    inside: Mapping[str, frozenset[str]] = field(default_factory=dict)
    outside: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def judge(self, need: RowNeeds) -> bool | None:
        """Does the row hold (True), break (False), or is it open (None)?"""
        verdict: bool | None = True
        for name, mask in need.cells.items():
            cell = self.cells.get(name)
            if cell is None:
                verdict = None
            elif not mask >> cell & 1:
                return False
        for name, wanted in need.sets.items():
            found = wanted.judge(
                self.inside.get(name, frozenset()), self.outside.get(name, frozenset())
            )
            if found is False:
                return False
            if found is None:
                verdict = None
        return verdict

    def with_cell(self, name: str, cell: int) -> _Fixed:
        return _Fixed({**self.cells, name: cell}, self.inside, self.outside)

    def with_member(self, name: str, member: str, *, inside: bool) -> _Fixed:
        ins, outs = dict(self.inside), dict(self.outside)
        side = ins if inside else outs
        side[name] = side.get(name, frozenset()) | {member}
        return _Fixed(self.cells, ins, outs)


def find_gap(cells: Mapping[str, Cells], rows: Sequence[RowNeeds]) -> str | None:
    """Facts for which no row holds, in words of the grammar; None when every case has a row.

    TooMany when that cannot be told within a bounded number of steps.
    """
    stack: list[tuple[_Fixed, Sequence[RowNeeds]]] = [(_Fixed(), rows)]
    steps = 0
    while stack:
        steps += 1
        if steps > MOST_STEPS:
            raise TooMany
        fixed, alive = stack.pop()
        verdicts = [(need, fixed.judge(need)) for need in alive]
        if any(verdict is True for _, verdict in verdicts):
            continue
        still = [need for need, verdict in verdicts if verdict is None]
        if not still:
            return _in_words(fixed, cells)
        stack.extend((branch, still) for branch in _branches(fixed, still[0], cells))
    return None


def _branches(fixed: _Fixed, need: RowNeeds, cells: Mapping[str, Cells]) -> list[_Fixed]:
    """Every way to fix one fact that the row still needs."""
    for name in need.cells:
        if name not in fixed.cells:
            valid = cells[name].all
            numbers = range(len(cells[name].samples))
            return [fixed.with_cell(name, cell) for cell in numbers if valid >> cell & 1]
    for name, wanted in need.sets.items():
        known = fixed.inside.get(name, frozenset()) | fixed.outside.get(name, frozenset())
        for member in sorted(wanted.members - known):
            return [
                fixed.with_member(name, member, inside=True),
                fixed.with_member(name, member, inside=False),
            ]
    raise AssertionError("an open row has an open fact")


def _in_words(fixed: _Fixed, cells: Mapping[str, Cells]) -> str:
    words = [cells[name].name_of(cell) for name, cell in fixed.cells.items()]
    words += [f"{name} includes all {'|'.join(sorted(m))}" for name, m in fixed.inside.items()]
    words += [f"{name} excludes {'|'.join(sorted(m))}" for name, m in fixed.outside.items()]
    return " and ".join(words) or "always"
