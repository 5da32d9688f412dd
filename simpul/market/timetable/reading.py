"""A market from JSON (docs/market-timetable.md), and a timetable from JSON.

Every problem is told at its place, all at once; a market with one problem is not read at all.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

from simpul.market.timetable.problem import HALVES, Former, Market, Meeting, Participant, Session
from simpul.market.timetable.reader import MOST, CannotRead, Problem, Reader
from simpul.market.timetable.reading_day import (
    read_half,
    read_sessions,
    read_slots,
    read_venues,
    read_walks,
)

__all__ = ["LARGEST", "MOST", "CannotRead", "Problem", "Timetable", "read_market", "read_timetable"]

LARGEST = 16 * 1024 * 1024
MOST_AT_A_TABLE = 30
MOST_GROUPS = 100
"""So many ways to choose who goes to one meeting."""
MOST_WAYS = 5_000_000
_TOP = {
    *("slots", "tables", "venues", "walks", "fairness", "participants", "companies", "sessions"),
    *("meetings", "former"),
}
_MEETING = {
    *("id", "between", "half", "slots", "fixed", "after", "weight", "venues", "seats"),
}


@dataclass(frozen=True, slots=True)
class Timetable:
    """A timetable from anywhere: meeting id -> places of slot and venue, ids of who goes."""

    schedule: dict[str, int]
    venue_of: dict[str, int] = field(default_factory=dict)
    people_of: dict[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Known:
    """What meetings may name: slots, venues, and whom each id stands for."""

    slots: Mapping[str, int]
    venues: Mapping[str, int]
    people: Mapping[str, tuple[str, ...]]


def read_market(text: str | bytes) -> Market:
    """The market of a JSON text; CannotRead with every problem."""
    reader = Reader()
    top = reader.fields(_json(text), "", _TOP)
    slots, tables = read_slots(reader, top)
    venues = read_venues(reader, top, slots, tables)
    participants = _participants(reader, top, {one.id: n for n, one in enumerate(slots)})
    companies = _companies(reader, top, {one.id: (one.id,) for one in participants})
    known = _Known(
        {one.id: place for place, one in enumerate(slots)},
        {one.id: place for place, one in enumerate(venues) if one.id},
        {**{one.id: (one.id,) for one in participants}, **companies},
    )
    walks = read_walks(reader, top, slots, known.venues)
    sessions = read_sessions(reader, top, known.slots, known.venues, known.people)
    _somebody_comes(reader, participants, sessions, len(slots))
    meetings = _meetings(reader, top, known)
    fairness = top.get("fairness")
    if fairness is not None:
        fairness = reader.count(fairness, "fairness")
    former = _former(reader, top.get("former"), known, {one.id: one for one in meetings})
    _circles(reader, meetings)
    market = Market(
        tuple(slots),
        tuple(venues),
        tuple(participants),
        tuple(meetings),
        fairness,
        former,
        companies,
        tuple(sessions),
        walks,
    )
    _not_too_many(reader, market)
    if reader.problems:
        raise CannotRead(reader.problems)
    return market


def read_timetable(text: str | bytes, market: Market) -> Timetable:
    """{"schedule": {meeting: slot}, "venue_of": {…}, "people_of": {…}}, or only the inner part of
    the first; CannotRead with every problem."""
    reader = Reader()
    data = _json(text)
    if not isinstance(data, dict) or "schedule" not in data:
        data = {"schedule": data}
    slots = {slot.id: place for place, slot in enumerate(market.slots)}
    venues = {one.id: place for place, one in enumerate(market.venues) if one.id}
    found = Timetable(
        _places(reader, data["schedule"], "schedule", slots, market.place_of),
        _places(reader, data.get("venue_of") or {}, "venue_of", venues, market.place_of),
        _people(reader, data.get("people_of") or {}, "people_of"),
    )
    if reader.problems:
        raise CannotRead(reader.problems)
    return found


def _json(text: str | bytes) -> Any:
    if len(text) > LARGEST:
        raise CannotRead([Problem("", "too_large", str(LARGEST))])
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", "")
        raise CannotRead([Problem("", "not_json", str(line))]) from None


def _participants(
    reader: Reader, top: Mapping[str, Any], places: Mapping[str, int]
) -> list[Participant]:
    taken: set[str] = set()
    found = []
    for number, row in enumerate(reader.rows(top, "participants")):
        at = f"participants[{number}]"
        given = row if isinstance(row, dict) else {"id": row}
        data = reader.fields(given, at, {"id", "unavailable"})
        name = reader.identity(data.get("id"), at, taken)
        away = reader.places(data.get("unavailable", []), f"{at}.unavailable", places)
        if name is not None:
            found.append(Participant(name, away))
        if places and len(away) == len(places):
            reader.wrong(f"{at}.unavailable", "no_slot_left", name or "")
    return found


def _companies(
    reader: Reader, top: Mapping[str, Any], people: Mapping[str, tuple[str, ...]]
) -> dict[str, tuple[str, ...]]:
    taken = set(people)
    found = {}
    for number, row in enumerate(reader.rows(top, "companies", needed=False)):
        at = f"companies[{number}]"
        data = reader.fields(row, at, {"id", "people"})
        name = reader.identity(data.get("id"), at, taken)
        own = reader.names(data.get("people"), f"{at}.people", people)
        if not own and isinstance(data.get("people"), list):
            reader.wrong(f"{at}.people", "missing")
        if name is not None:
            found[name] = tuple(dict.fromkeys(own))
    return found


def _somebody_comes(
    reader: Reader, participants: list[Participant], sessions: list[Session], slots: int
) -> None:
    """Somebody whose sessions and absences leave no slot cannot meet anybody."""
    for number, one in enumerate(participants):
        attended = {
            slot for session in sessions if one.id in session.people for slot in session.slots
        }
        if attended and len(attended | one.unavailable) >= slots > len(one.unavailable):
            reader.wrong(f"participants[{number}]", "no_slot_left", one.id)


def _meetings(reader: Reader, top: Mapping[str, Any], known: _Known) -> list[Meeting]:
    taken: set[str] = set()
    found = []
    rows = reader.rows(top, "meetings")
    all_ids = {str(row.get("id")): row for row in rows if isinstance(row, dict)}
    for number, row in enumerate(rows):
        at = f"meetings[{number}]"
        data = reader.fields(row, at, _MEETING)
        name = reader.identity(data.get("id"), at, taken)
        between = reader.names(data.get("between"), f"{at}.between", known.people)
        if isinstance(data.get("between"), list):
            _sides(reader, [known.people[one] for one in between], f"{at}.between", name or "")
        half = read_half(reader, data.get("half", ""), f"{at}.half", ("", "any", *HALVES))
        slots, venues, weight = data.get("slots"), data.get("venues"), data.get("weight")
        made = Meeting(
            id=name or "",
            between=tuple(between),
            half="" if half == "any" else half,
            slots=None if slots is None else reader.places(slots, f"{at}.slots", known.slots),
            fixed=reader.place(data.get("fixed"), f"{at}.fixed", known.slots),
            after=tuple(reader.names(data.get("after", []), f"{at}.after", all_ids)),
            weight=None if weight is None else reader.count(weight, f"{at}.weight", 1),
            venues=None if venues is None else reader.places(venues, f"{at}.venues", known.venues),
            seats=(reader.count(data["seats"], f"{at}.seats", 1) or 0) if "seats" in data else 0,
        )
        if name is not None:
            found.append(made)
    return found


def _sides(reader: Reader, sides: list[tuple[str, ...]], at: str, name: str) -> None:
    """At least two sides, none of which meets itself, and not too many to choose among."""
    if len(sides) > MOST_AT_A_TABLE:
        reader.wrong(at, "too_many", MOST_AT_A_TABLE)
    elif any(not set(one).isdisjoint(other) for one, other in combinations(sides, 2)):
        reader.wrong(at, "with_oneself", name)
    elif len(sides) < 2:
        reader.wrong(at, "nobody_to_meet", name)
    elif math.prod(map(len, sides)) > MOST_GROUPS:
        reader.wrong(at, "too_many", MOST_GROUPS)


def _not_too_many(reader: Reader, market: Market) -> None:
    if reader.problems:
        return
    groups = sum(math.prod(map(len, market.sides(one))) for one in market.meetings)
    if groups * len(market.slots) * len(market.venues) > MOST_WAYS:
        reader.wrong("meetings", "too_many", f"{MOST_WAYS // len(market.slots)}")


def _former(reader: Reader, data: Any, known: _Known, meetings: Mapping[str, Meeting]) -> Former:
    if data is None:
        return Former()
    fields = reader.fields(data, "former", {"schedule", "frozen_before", "venue_of", "people_of"})
    # What was cancelled since stands in the former timetable still; it is left aside.
    told = fields.get("schedule", {})
    old = dict.fromkeys([*meetings, *(told if isinstance(told, dict) else ())])
    schedule = _places(reader, told, "former.schedule", known.slots, old)
    frozen = reader.place(fields.get("frozen_before"), "former.frozen_before", known.slots)
    venues = fields.get("venue_of") or {}
    people = _people(reader, fields.get("people_of") or {}, "former.people_of")
    if not isinstance(venues, dict):
        reader.wrong("former.venue_of", "not_an_object")
        venues = {}
    kept = {name: slot for name, slot in schedule.items() if name in meetings}
    return Former(
        kept,
        frozen or 0,
        # A venue that is gone: nobody can stay there.
        {name: known.venues.get(str(venues[name]), -1) for name in kept if name in venues},
        {name: people[name] for name in kept if name in people},
    )


def _places(
    reader: Reader,
    data: Any,
    at: str,
    places: Mapping[str, int],
    meetings: Mapping[str, Any],
) -> dict[str, int]:
    """{meeting: slot or venue} as places."""
    if not isinstance(data, dict):
        reader.wrong(at, "not_an_object")
        return {}
    found = {}
    for meeting, value in data.items():
        if meeting not in meetings:
            reader.wrong(at, "unknown_id", meeting)
        elif str(value) not in places:
            reader.wrong(f"{at}.{meeting}", "unknown_id", value)
        else:
            found[meeting] = places[str(value)]
    return found


def _people(reader: Reader, data: Any, at: str) -> dict[str, tuple[str, ...]]:
    if not isinstance(data, dict):
        reader.wrong(at, "not_an_object")
        return {}
    found = {}
    for meeting, people in data.items():
        if isinstance(people, list):
            found[meeting] = tuple(str(one) for one in people)
        else:
            reader.wrong(f"{at}.{meeting}", "not_a_list")
    return found


def _circles(reader: Reader, meetings: list[Meeting]) -> None:
    """A meeting that must come before itself, over others, is told once by its circle."""
    after = {one.id: one.after for one in meetings}
    done: set[str] = set()
    for start in after:
        circle = _circle(start, after.get, done)
        if circle:
            place = next(number for number, one in enumerate(meetings) if one.id == circle[0])
            reader.wrong(f"meetings[{place}].after", "circle", " → ".join([*circle, circle[0]]))
            return


def _circle(
    start: str, after: Callable[[str], tuple[str, ...] | None], done: set[str]
) -> list[str]:
    """The ids of a circle that is reached from `start`, or nothing; without recursion."""
    path: list[str] = []
    rest = [iter((start,))]
    while rest:
        name = next(rest[-1], None)
        if name is None:
            rest.pop()
            if path:
                done.add(path.pop())
        elif name in path:
            return path[path.index(name) :]
        elif name not in done:
            path.append(name)
            rest.append(iter(after(name) or ()))
    return []
