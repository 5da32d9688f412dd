"""What must hold of the rows of a table together: every row can be true, no two rows answer where
one answer is required, and none is missing.

Overlap is exact: two conjunctions meet if and only if they meet on every fact. A gap is looked
for among the cells of the facts (see cells.py); when there are too many combinations to try, the
table must say `otherwise` or `gap = "allowed"`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from simpul.kit.packs import Problems
from simpul.rulebook.cells import Cells, SetNeed
from simpul.rulebook.conditions import Atom
from simpul.rulebook.facttypes import FactType
from simpul.rulebook.gaps import TooMany, find_gap

if TYPE_CHECKING:
    from simpul.rulebook.tables import RuleRow, Table


@dataclass(frozen=True, slots=True)
class RowNeeds:
    """A row's condition as masks over cells (scalars) and needs of members (sets)."""

    row: RuleRow
    cells: Mapping[str, int]
    sets: Mapping[str, SetNeed]


class Needs:
    """The rows of a table with their conditions as masks, and the cells these refer to."""

    def __init__(self, table: Table) -> None:
        atoms: dict[str, list[Atom]] = {name: [] for name in table.facts}
        for row in table.rows:
            for atom in row.condition.atoms:
                atoms[atom.fact].append(atom)
        self.cells = {
            name: Cells(fact, atoms[name])
            for name, fact in table.facts.items()
            if fact.type is not FactType.SET
        }
        self.rows = [self._needs(row) for row in table.rows if not row.condition.otherwise]

    def _needs(self, row: RuleRow) -> RowNeeds:
        own: dict[str, list[Atom]] = {}
        for atom in row.condition.atoms:
            own.setdefault(atom.fact, []).append(atom)
        return RowNeeds(
            row,
            {
                name: self.cells[name].mask(found)
                for name, found in own.items()
                if name in self.cells
            },
            {name: SetNeed.of(found) for name, found in own.items() if name not in self.cells},
        )

    def meeting(self, one: RowNeeds, other: RowNeeds) -> str | None:
        """An example for which both rows hold, in words of the grammar; None when none exists."""
        words = []
        for name in dict.fromkeys([*one.row.condition.facts, *other.row.condition.facts]):
            if name in self.cells:
                everything = self.cells[name].all
                shared = one.cells.get(name, everything) & other.cells.get(name, everything)
                if not shared:
                    return None
                words.append(self.cells[name].name_of((shared & -shared).bit_length() - 1))
            else:
                both = one.sets.get(name, SetNeed()).with_(other.sets.get(name, SetNeed()))
                if not both.possible():
                    return None
                words.append(example_of_set(name, both))
        return " and ".join(words) or "always"


def example_of_set(name: str, need: SetNeed) -> str:
    """A set that meets the need, in words of the grammar."""
    chosen = set(need.all_of)
    for wanted in need.any_of:
        if not wanted & chosen:
            chosen.add(min(wanted - need.none_of))
    if chosen:
        return f"{name} includes all {'|'.join(sorted(chosen))}"
    return f"{name} excludes {'|'.join(sorted(need.none_of))}"


def check_rows(table: Table, file: str, problems: Problems) -> None:
    """Put every flaw of the rows as a whole into `problems`."""
    needs = Needs(table)
    _check_possible(needs, file, problems)
    _check_fees(table, file, problems)
    if table.hit == "one":
        _check_otherwise(table, file, problems)
        _check_overlap(needs, file, problems)
    else:
        _check_repeated(table, file, problems)
    if table.gap == "error":
        _check_gap(table, needs, file, problems)


def _check_possible(needs: Needs, file: str, problems: Problems) -> None:
    for need in needs.rows:
        broken = [name for name, mask in need.cells.items() if not mask]
        broken += [name for name, wanted in need.sets.items() if not wanted.possible()]
        for name in broken:
            column = next(a.column for a in need.row.condition.atoms if a.fact == name)
            problems.add(file, need.row.line, f"when:{column}", "never_true", fact=name)


def _check_fees(table: Table, file: str, problems: Problems) -> None:
    """Promise 5: an official fee names its law."""
    columns = [name for name, kind in table.outcomes.items() if kind.kind == "money"]
    for row in table.rows:
        if row.verified and not row.law and any(row.outcomes[c] is not None for c in columns):
            problems.add(file, row.line, "law", "fee_without_law")


def _check_otherwise(table: Table, file: str, problems: Problems) -> None:
    seen: list[RuleRow] = []
    for row in table.rows:
        if row.condition.otherwise:
            for other in seen:
                if days_meet(row, other):
                    params = {"other": other.id, "line": other.line, "example": "otherwise"}
                    problems.add(file, row.line, "when:1", "overlap", **params)
            seen.append(row)
        elif seen:
            problems.add(file, seen[-1].line, "when:1", "otherwise_not_last")
            return


def _check_overlap(needs: Needs, file: str, problems: Problems) -> None:
    for place, one in enumerate(needs.rows):
        for other in needs.rows[:place]:
            if not days_meet(one.row, other.row):
                continue
            example = needs.meeting(one, other)
            if example is not None:
                problems.add(
                    file,
                    one.row.line,
                    "when:1",
                    "overlap",
                    other=other.row.id,
                    line=other.row.line,
                    example=example,
                )


def _check_repeated(table: Table, file: str, problems: Problems) -> None:
    """The same rule twice would ask the same authority, or charge the same fee, twice."""
    seen: dict[object, list[RuleRow]] = {}
    for row in table.rows:
        atoms = frozenset((a.fact, a.op, frozenset(a.values)) for a in row.condition.atoms)
        key = (atoms, tuple(row.outcomes.items()))
        for other in seen.get(key, []):
            if days_meet(row, other):
                problems.add(
                    file, row.line, "when:1", "repeated_row", other=other.id, line=other.line
                )
                break
        seen.setdefault(key, []).append(row)


def days_meet(one: RuleRow, other: RuleRow) -> bool:
    """Are both rows in force on some day?"""
    return (one.valid_to is None or other.valid_from <= one.valid_to) and (
        other.valid_to is None or one.valid_from <= other.valid_to
    )


def _check_gap(table: Table, needs: Needs, file: str, problems: Problems) -> None:
    """On every day from `complete_from` (else the last day a rule begins) there is an answer."""
    if not table.rows:
        problems.add(file, 1, "when", "gap", since="always", example="always")
        return
    start = table.complete_from or max(row.valid_from for row in table.rows)
    days = {start} | {row.valid_from for row in table.rows if row.valid_from > start}
    for row in table.rows:
        if row.valid_to is not None and start <= row.valid_to < date.max:
            days.add(row.valid_to + timedelta(days=1))
    for day in sorted(days):
        rows = [need for need in needs.rows if need.row.in_force(day)]
        if any(row.condition.otherwise and row.in_force(day) for row in table.rows):
            continue
        line = max((row.line for row in table.rows if row.in_force(day)), default=1)
        try:
            example = find_gap(needs.cells, rows)
        except TooMany:
            problems.add(file, line, "when", "gap_unproven")
            return
        if example is not None:
            problems.add(file, line, "when", "gap", since=day.isoformat(), example=example)
            return
