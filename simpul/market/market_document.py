"""The market as the solver reads it (docs/market-timetable.md), from plain rows. Pure.

Ids only: who looks at a document learns no name. Only who has a meeting takes part: a guest without
one would otherwise count as somebody without gaps.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

WEIGHTS: Mapping[int, int] = {1: 9, 2: 3, 3: 1}
"""What a wish is worth by its priority: one must-have counts as three that are wanted."""


@dataclass(frozen=True, slots=True)
class SlotRow:
    id: int
    starts_at: datetime
    half: str


@dataclass(frozen=True, slots=True)
class TableRow:
    id: int
    seats: int
    opened_from: datetime | None = None


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """`people`: badges at the table; `priority` decides what it is worth unless it is required."""

    id: int
    people: tuple[int, ...]
    priority: int = 2
    required: bool = False
    half: str = ""
    fixed_slot: int | None = None


@dataclass(frozen=True, slots=True)
class Rows:
    """Everything a document is made of. `away`: badge → slots; `before`: (first, then) pairs;
    `former`: meeting → slot of the published timetable; `frozen_from`: meetings that begin before
    this moment stay where they are."""

    slots: Sequence[SlotRow]
    tables: Sequence[TableRow]
    meetings: Sequence[MeetingRow]
    fairness: int
    away: Mapping[int, frozenset[int]] = field(default_factory=dict)
    before: Sequence[tuple[int, int]] = ()
    former: Mapping[int, int] = field(default_factory=dict)
    frozen_from: datetime | None = None


def slot_name(slot_id: int) -> str:
    """A slot's name in the document."""
    return f"s{slot_id}"


def slot_id(name: str) -> int:
    return int(name.removeprefix("s"))


def tables_at(slot: SlotRow, tables: Sequence[TableRow]) -> int:
    """How many tables stand in this slot."""
    return sum(one.opened_from is None or one.opened_from <= slot.starts_at for one in tables)


def first_free(rows: Rows) -> int | None:
    """The place of the first slot that is not frozen; None when the whole market is."""
    if rows.frozen_from is None:
        return 0
    return next(
        (place for place, one in enumerate(rows.slots) if one.starts_at >= rows.frozen_from), None
    )


def document(rows: Rows) -> dict[str, Any]:
    """The document. ValueError when no slot is left to plan."""
    start = first_free(rows)
    if start is None:
        raise ValueError("no slot is left")
    counts = [tables_at(one, rows.tables) for one in rows.slots]
    known = {one.id for one in rows.meetings}
    people = sorted({badge for one in rows.meetings for badge in one.people})
    found: dict[str, Any] = {
        "slots": [
            {"id": slot_name(one.id), "half": one.half, "tables": count}
            for one, count in zip(rows.slots, counts, strict=True)
        ],
        "tables": max([1, *counts]),
        "fairness": rows.fairness,
        "participants": [_participant(badge, rows) for badge in people],
        "meetings": [_meeting(one, rows, known) for one in rows.meetings],
    }
    kept = {str(meeting): slot for meeting, slot in rows.former.items() if meeting in known}
    if kept or start:
        found["former"] = {
            "schedule": {meeting: slot_name(slot) for meeting, slot in kept.items()},
            **({"frozen_before": slot_name(rows.slots[start].id)} if start else {}),
        }
    return found


def _participant(badge: int, rows: Rows) -> dict[str, Any]:
    away = rows.away.get(badge, frozenset())
    return {
        "id": str(badge),
        "unavailable": [slot_name(one.id) for one in rows.slots if one.id in away],
    }


def _meeting(one: MeetingRow, rows: Rows, known: set[int]) -> dict[str, Any]:
    found: dict[str, Any] = {"id": str(one.id), "between": [str(badge) for badge in one.people]}
    if one.half:
        found["half"] = one.half
    if one.fixed_slot is not None:
        found["fixed"] = slot_name(one.fixed_slot)
    after = [str(first) for first, then in rows.before if then == one.id and first in known]
    if after:
        found["after"] = after
    if not one.required:
        found["weight"] = WEIGHTS[one.priority]
    return found


def circle(pairs: Sequence[tuple[int, int]]) -> list[int]:
    """Meetings that would have to come before themselves: one circle, or nothing."""
    after: dict[int, list[int]] = {}
    for first, then in pairs:
        after.setdefault(first, []).append(then)
    done: set[int] = set()
    for start in list(after):
        path: list[int] = []
        rest = [iter((start,))]
        while rest:
            one = next(rest[-1], None)
            if one is None:
                rest.pop()
                if path:
                    done.add(path.pop())
            elif one in path:
                return path[path.index(one) :]
            elif one not in done:
                path.append(one)
                rest.append(iter(after.get(one, ())))
    return []
