"""When and where: slots, venues, walks between them, sessions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from itertools import pairwise
from typing import Any

from simpul.market.timetable.problem import HALVES, Session, Slot, Venue
from simpul.market.timetable.reader import Reader

_SLOT = {"id", "half", "day", "starts", "ends", "tables"}
_VENUE = {"id", "tables", "tables_at", "seats"}


def read_slots(reader: Reader, top: Mapping[str, Any]) -> tuple[list[Slot], list[int | None]]:
    """The slots, and for each how many tables it says it has."""
    taken: set[str] = set()
    found: list[Slot] = []
    tables: list[int | None] = []
    times: list[tuple[str, datetime, datetime]] = []
    for number, row in enumerate(reader.rows(top, "slots")):
        at = f"slots[{number}]"
        data = reader.fields(row if isinstance(row, dict) else {"id": row}, at, _SLOT)
        name = reader.identity(data.get("id"), at, taken)
        half = read_half(reader, data.get("half", ""), f"{at}.half", ("", *HALVES))
        own = reader.count(data["tables"], f"{at}.tables") if "tables" in data else None
        times.extend(_times(reader, data, at))
        if name is not None:
            first = times[0][1] if times else None
            found.append(_slot(name, half, data, times[-1] if times else None, first))
            tables.append(own)
    if not found and not reader.problems:
        reader.wrong("slots", "missing")
    if times and len(times) != len(found):
        reader.wrong("slots", "no_times")
    for (_, _, ends), (at, starts, _) in pairwise(times):
        if starts < ends:
            reader.wrong(f"{at}.starts", "not_in_order", starts.isoformat())
    return found, tables


def _slot(
    name: str,
    half: str,
    data: Mapping[str, Any],
    times: tuple[str, datetime, datetime] | None,
    first: datetime | None,
) -> Slot:
    day = data.get("day")
    if times is None or first is None:
        return Slot(name, half, "" if day is None else str(day))
    _, starts, ends = times
    return Slot(
        name,
        half,
        starts.date().isoformat() if day is None else str(day),
        int((starts - first).total_seconds() // 60),
        -int((first - ends).total_seconds() // 60),
    )


def _times(
    reader: Reader, data: Mapping[str, Any], at: str
) -> list[tuple[str, datetime, datetime]]:
    """When a slot starts and ends, if it says so."""
    if data.get("starts") is None and data.get("ends") is None:
        return []
    found = []
    for name in ("starts", "ends"):
        value = data.get(name)
        try:
            time = datetime.fromisoformat(value if isinstance(value, str) else "")
        except ValueError:
            reader.wrong(f"{at}.{name}", "not_a_time", value)
            return []
        # A time zone is of no use within one market; what a clock on the wall shows is.
        found.append(time.replace(tzinfo=None))
    if found[1] <= found[0]:
        reader.wrong(f"{at}.ends", "not_in_order", found[1].isoformat())
        return []
    return [(at, found[0], found[1])]


def read_half(reader: Reader, value: Any, at: str, known: tuple[str, ...]) -> str:
    if value not in known:
        reader.wrong(at, "unknown_half", value)
        return ""
    return str(value)


def read_venues(
    reader: Reader, top: Mapping[str, Any], slots: list[Slot], own: list[int | None]
) -> list[Venue]:
    """The venues; without any, all tables stand in one place without a name."""
    if top.get("venues") is None:
        tables = reader.count(top.get("tables"), "tables", 1) or 0
        return [Venue("", tuple(tables if one is None else one for one in own))]
    if "tables" in top:
        reader.wrong("tables", "not_with_venues")
    for number, one in enumerate(own):
        if one is not None:
            reader.wrong(f"slots[{number}].tables", "not_with_venues")
    taken: set[str] = set()
    found = []
    places = {slot.id: place for place, slot in enumerate(slots)}
    for number, row in enumerate(reader.rows(top, "venues")):
        at = f"venues[{number}]"
        data = reader.fields(row, at, _VENUE)
        name = reader.identity(data.get("id"), at, taken)
        count = reader.count(data.get("tables"), f"{at}.tables") or 0
        counts = [count] * len(slots)
        for slot, value in _object(reader, data.get("tables_at"), f"{at}.tables_at").items():
            if slot in places:
                counts[places[slot]] = reader.count(value, f"{at}.tables_at.{slot}") or 0
            else:
                reader.wrong(f"{at}.tables_at", "unknown_id", slot)
        seats = reader.count(data["seats"], f"{at}.seats", 2) if "seats" in data else 0
        if name is not None:
            found.append(Venue(name, tuple(counts), seats or 0))
    if not found and not reader.problems:
        reader.wrong("venues", "missing")
    return found


def _object(reader: Reader, data: Any, at: str) -> Mapping[str, Any]:
    if data is None or isinstance(data, dict):
        return data or {}
    reader.wrong(at, "not_an_object")
    return {}


def read_walks(
    reader: Reader, top: Mapping[str, Any], slots: list[Slot], venues: Mapping[str, int]
) -> dict[tuple[int, int], int]:
    """Minutes between two venues; the longest, where one pair is named again."""
    found: dict[tuple[int, int], int] = {}
    for number, row in enumerate(reader.rows(top, "walks", needed=False)):
        at = f"walks[{number}]"
        data = reader.fields(row, at, {"between", "minutes"})
        between = reader.places(data.get("between"), f"{at}.between", venues)
        minutes = reader.count(data.get("minutes"), f"{at}.minutes", 1) or 0
        if len(between) != 2:
            reader.wrong(f"{at}.between", "not_two_venues")
            continue
        first, second = sorted(between)
        found[first, second] = max(minutes, found.get((first, second), 0))
    if found and any(slot.starts is None for slot in slots):
        reader.wrong("walks", "no_times")
    return found


def read_sessions(
    reader: Reader,
    top: Mapping[str, Any],
    slots: Mapping[str, int],
    venues: Mapping[str, int],
    people: Mapping[str, tuple[str, ...]],
) -> list[Session]:
    """`people`: who is meant by the id of a participant or of a company."""
    taken: set[str] = set()
    found = []
    for number, row in enumerate(reader.rows(top, "sessions", needed=False)):
        at = f"sessions[{number}]"
        data = reader.fields(row, at, {"id", "slots", "venue", "participants"})
        name = reader.identity(data.get("id"), at, taken)
        who = reader.names(data.get("participants"), f"{at}.participants", people)
        when = reader.places(data.get("slots"), f"{at}.slots", slots)
        where = reader.place(data.get("venue"), f"{at}.venue", venues)
        everybody = {person: 0 for one in who for person in people[one]}
        if name is not None:
            found.append(Session(name, when, tuple(everybody), where))
    return found
