"""The market as the solver reads it (docs/market-timetable.md), from plain rows. Pure.

Ids only: who looks at a document learns no name. Only who has a meeting takes part: a guest without
one would otherwise count as somebody without gaps.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import combinations
from typing import Any

WEIGHTS: Mapping[int, int] = {1: 9, 2: 3, 3: 1}
"""What a wish is worth by its priority: one must-have counts as three that are wanted."""


@dataclass(frozen=True, slots=True)
class SlotRow:
    """`starts_at`, `ends_at` on the market's own clock, so that a night is no idle gap."""

    id: int
    starts_at: datetime
    ends_at: datetime
    half: str


@dataclass(frozen=True, slots=True)
class TableRow:
    id: int
    venue: int
    seats: int
    opened_from: datetime | None = None


@dataclass(frozen=True, slots=True)
class TalkRow:
    """A session with the badges that attend it."""

    id: int
    slots: tuple[int, ...]
    people: tuple[int, ...]


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
    `walks`: (venue, venue) → minutes; `former`: meeting → (slot, table) of the published timetable;
    `frozen_from`: meetings that begin before this moment stay where they are."""

    slots: Sequence[SlotRow]
    tables: Sequence[TableRow]
    meetings: Sequence[MeetingRow]
    fairness: int
    away: Mapping[int, frozenset[int]] = field(default_factory=dict)
    talks: Sequence[TalkRow] = ()
    before: Sequence[tuple[int, int]] = ()
    walks: Mapping[tuple[int, int], int] = field(default_factory=dict)
    former: Mapping[int, tuple[int, int]] = field(default_factory=dict)
    frozen_from: datetime | None = None


def slot_name(slot_id: int) -> str:
    """A slot's name in the document."""
    return f"s{slot_id}"


def slot_id(name: str) -> int:
    return int(name.removeprefix("s"))


def group_name(table: TableRow) -> str:
    """The tables of one venue with the same number of seats: a venue of the document, so that
    nobody is sent to a table that is too small."""
    return f"v{table.venue}x{table.seats}"


def groups_of(tables: Sequence[TableRow]) -> dict[str, list[TableRow]]:
    """The tables by their groups, in the order of the tables."""
    found: dict[str, list[TableRow]] = {}
    for one in tables:
        found.setdefault(group_name(one), []).append(one)
    return found


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
    known = {one.id for one in rows.meetings}
    people = sorted({badge for one in rows.meetings for badge in one.people})
    found: dict[str, Any] = {
        "slots": [
            {
                "id": slot_name(one.id),
                "half": one.half,
                "starts": f"{one.starts_at:%Y-%m-%dT%H:%M}",
                "ends": f"{one.ends_at:%Y-%m-%dT%H:%M}",
            }
            for one in rows.slots
        ],
        **_venues(rows),
        "fairness": rows.fairness,
        "participants": [_participant(badge, rows) for badge in people],
        "sessions": _sessions(rows, set(people)),
        "meetings": [_meeting(one, rows, known) for one in rows.meetings],
    }
    former = {one: at for one, at in rows.former.items() if one in known}
    if former or start:
        found["former"] = _former(rows, former, start)
    return found


def _venues(rows: Rows) -> dict[str, Any]:
    groups = groups_of(rows.tables)
    venue_of = {name: tables[0].venue for name, tables in groups.items()}
    walks = [
        {"between": [one, other], "minutes": minutes}
        for one, other in combinations(groups, 2)
        if (minutes := rows.walks.get(_pair(venue_of[one], venue_of[other]), 0))
    ]
    venues = []
    for name, tables in groups.items():
        counts = {slot_name(one.id): tables_at(one, tables) for one in rows.slots}
        most = len(tables)
        fewer = {slot: count for slot, count in counts.items() if count != most}
        row = {"id": name, "tables": most, "seats": tables[0].seats}
        venues.append({**row, "tables_at": fewer} if fewer else row)
    return {"venues": venues, **({"walks": walks} if walks else {})}


def _pair(one: int, other: int) -> tuple[int, int]:
    return (one, other) if one < other else (other, one)


def _sessions(rows: Rows, people: set[int]) -> list[dict[str, Any]]:
    """Who attends and meets nobody is left out: the session is nothing to the timetable then."""
    found = []
    for one in rows.talks:
        attending = [str(badge) for badge in one.people if badge in people]
        if attending and one.slots:
            slots = [slot_name(slot) for slot in one.slots]
            found.append({"id": f"t{one.id}", "slots": slots, "participants": attending})
    return found


def _former(rows: Rows, former: Mapping[int, tuple[int, int]], start: int) -> dict[str, Any]:
    group_of = {one.id: group_name(one) for one in rows.tables}
    found: dict[str, Any] = {
        "schedule": {str(one): slot_name(slot) for one, (slot, _table) in former.items()},
        "venue_of": {str(one): group_of[table] for one, (_slot, table) in former.items()},
    }
    if start:
        found["frozen_before"] = slot_name(rows.slots[start].id)
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
