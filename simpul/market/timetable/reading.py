"""A market from JSON (docs/market-timetable.md), and a timetable from JSON.

Every problem is told at its place, all at once; a market with one problem is not read at all.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from simpul.market.timetable.problem import HALVES, Former, Market, Meeting, Participant, Slot

LARGEST = 16 * 1024 * 1024
MOST = {"slots": 2_000, "participants": 20_000, "meetings": 100_000}
MOST_AT_A_TABLE = 30
_BROKEN = re.compile("[\ud800-\udfff]")
"""Halves of characters, which JSON can spell and no file can hold."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, and where: `at` is a path such as "meetings[3].between"."""

    at: str
    code: str
    value: str = ""


class CannotRead(Exception):
    """The file is not a market. `problems` says why, in the order of the file."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("; ".join(f"{one.at}: {one.code} {one.value}" for one in problems))
        self.problems = tuple(problems)


@dataclass
class _Reader:
    problems: list[Problem] = field(default_factory=list)

    def wrong(self, at: str, code: str, value: object = "") -> None:
        self.problems.append(Problem(at, code, str(value)[:80]))

    def fields(self, data: Any, at: str, known: set[str]) -> Mapping[str, Any]:
        if not isinstance(data, dict):
            self.wrong(at, "not_an_object")
            return {}
        for name in data:
            if name not in known:
                self.wrong(f"{at}.{name}" if at else name, "unknown_field")
        return data

    def rows(self, data: Mapping[str, Any], name: str) -> list[Any]:
        rows = data.get(name)
        if not isinstance(rows, list):
            self.wrong(name, "missing" if rows is None else "not_a_list")
            return []
        if len(rows) > MOST[name]:
            self.wrong(name, "too_many", MOST[name])
            return []
        return rows

    def count(self, data: Any, at: str, lowest: int = 0) -> int | None:
        if isinstance(data, bool) or not isinstance(data, int) or not lowest <= data <= 1_000_000:
            self.wrong(at, "not_a_count", data)
            return None
        return data

    def identity(self, data: Any, at: str, taken: set[str]) -> str | None:
        text = str(data) if isinstance(data, int) and not isinstance(data, bool) else data
        if not isinstance(text, str) or not text.strip() or _BROKEN.search(text):
            self.wrong(at, "no_id")
            return None
        if text in taken:
            self.wrong(at, "twice", text)
            return None
        taken.add(text)
        return text

    def names(self, data: Any, at: str, known: Mapping[str, Any]) -> list[str]:
        if not isinstance(data, list):
            self.wrong(at, "not_a_list")
            return []
        found = [str(one) for one in data]
        for one in found:
            if one not in known:
                self.wrong(at, "unknown_id", one)
        return [one for one in found if one in known]


def read_market(text: str | bytes) -> Market:
    """The market of a JSON text; CannotRead with every problem."""
    reader = _Reader()
    top = reader.fields(
        _json(text), "", {"slots", "tables", "fairness", "participants", "meetings", "former"}
    )
    slots = _slots(reader, top)
    places = {slot.id: place for place, slot in enumerate(slots)}
    people = _participants(reader, top, places)
    meetings = _meetings(reader, top, places, {one.id: one for one in people})
    fairness = top.get("fairness")
    if fairness is not None:
        fairness = reader.count(fairness, "fairness")
    former = _former(reader, top.get("former"), places, {one.id: one for one in meetings})
    _circles(reader, meetings)
    if reader.problems:
        raise CannotRead(reader.problems)
    return Market(tuple(slots), tuple(people), tuple(meetings), fairness, former)


def read_schedule(text: str | bytes, market: Market) -> dict[str, int]:
    """Meeting id -> place of its slot, out of {"schedule": {meeting: slot id}}."""
    reader = _Reader()
    data = _json(text)
    if isinstance(data, dict) and "schedule" in data:
        data = data["schedule"]
    places = {slot.id: place for place, slot in enumerate(market.slots)}
    found = _schedule(reader, data, "schedule", places, market.place_of)
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


def _slots(reader: _Reader, top: Mapping[str, Any]) -> list[Slot]:
    tables = reader.count(top.get("tables"), "tables", 1)
    taken: set[str] = set()
    found = []
    for number, row in enumerate(reader.rows(top, "slots")):
        at = f"slots[{number}]"
        data = reader.fields(row if isinstance(row, dict) else {"id": row}, at, _SLOT)
        name = reader.identity(data.get("id"), at, taken)
        half = _half(reader, data.get("half", ""), f"{at}.half", ("", *HALVES))
        own = data.get("tables", tables)
        own = reader.count(own, f"{at}.tables") if "tables" in data else own
        if name is not None:
            found.append(Slot(name, half, own or 0))
    if not found and not reader.problems:
        reader.wrong("slots", "missing")
    return found


_SLOT = {"id", "half", "tables"}


def _half(reader: _Reader, value: Any, at: str, known: tuple[str, ...]) -> str:
    if value not in known:
        reader.wrong(at, "unknown_half", value)
        return ""
    return str(value)


def _participants(
    reader: _Reader, top: Mapping[str, Any], places: Mapping[str, int]
) -> list[Participant]:
    taken: set[str] = set()
    found = []
    for number, row in enumerate(reader.rows(top, "participants")):
        at = f"participants[{number}]"
        data = reader.fields(row if isinstance(row, dict) else {"id": row}, at, _PARTICIPANT)
        name = reader.identity(data.get("id"), at, taken)
        away = reader.names(data.get("unavailable", []), f"{at}.unavailable", places)
        if places and len(set(away)) == len(places):
            reader.wrong(f"{at}.unavailable", "no_slot_left", name or "")
        if name is not None:
            found.append(Participant(name, frozenset(places[one] for one in away)))
    return found


_PARTICIPANT = {"id", "unavailable"}


def _meetings(
    reader: _Reader,
    top: Mapping[str, Any],
    places: Mapping[str, int],
    people: Mapping[str, Participant],
) -> list[Meeting]:
    taken: set[str] = set()
    found = []
    rows = reader.rows(top, "meetings")
    all_ids = {str(row.get("id")): row for row in rows if isinstance(row, dict)}
    for number, row in enumerate(rows):
        at = f"meetings[{number}]"
        data = reader.fields(row, at, _MEETING)
        name = reader.identity(data.get("id"), at, taken)
        between = reader.names(data.get("between"), f"{at}.between", people)
        if len(set(between)) != len(between):
            reader.wrong(f"{at}.between", "with_oneself", name or "")
        elif len(between) < 2 and isinstance(data.get("between"), list):
            reader.wrong(f"{at}.between", "nobody_to_meet", name or "")
        elif len(between) > MOST_AT_A_TABLE:
            reader.wrong(f"{at}.between", "too_many", MOST_AT_A_TABLE)
        half = _half(reader, data.get("half", ""), f"{at}.half", ("", "any", *HALVES))
        slots = data.get("slots")
        wished = None if slots is None else reader.names(slots, f"{at}.slots", places)
        weight = data.get("weight")
        made = Meeting(
            id=name or "",
            between=tuple(between),
            half="" if half == "any" else half,
            slots=None if wished is None else frozenset(places[one] for one in wished),
            fixed=_fixed(reader, data.get("fixed"), f"{at}.fixed", places),
            after=tuple(reader.names(data.get("after", []), f"{at}.after", all_ids)),
            weight=None if weight is None else reader.count(weight, f"{at}.weight", 1),
        )
        if name is not None:
            found.append(made)
    return found


_MEETING = {"id", "between", "half", "slots", "fixed", "after", "weight"}


def _fixed(reader: _Reader, value: Any, at: str, places: Mapping[str, int]) -> int | None:
    if value is None:
        return None
    found = reader.names([value], at, places)
    return places[found[0]] if found else None


def _former(
    reader: _Reader, data: Any, places: Mapping[str, int], meetings: Mapping[str, Meeting]
) -> Former:
    if data is None:
        return Former()
    fields = reader.fields(data, "former", {"schedule", "frozen_before"})
    # What was cancelled since stands in the former timetable still; it is left aside.
    told = fields.get("schedule", {})
    known = dict.fromkeys([*meetings, *(told if isinstance(told, dict) else ())])
    schedule = _schedule(reader, told, "former.schedule", places, known)
    before = fields.get("frozen_before")
    frozen = _fixed(reader, before, "former.frozen_before", places)
    kept = {name: slot for name, slot in schedule.items() if name in meetings}
    return Former(kept, frozen or 0)


def _schedule(
    reader: _Reader,
    data: Any,
    at: str,
    places: Mapping[str, int],
    known: Mapping[str, Any],
) -> dict[str, int]:
    if not isinstance(data, dict):
        reader.wrong(at, "not_an_object")
        return {}
    found = {}
    for meeting, slot in data.items():
        if meeting not in known:
            reader.wrong(at, "unknown_id", meeting)
        elif str(slot) not in places:
            reader.wrong(f"{at}.{meeting}", "unknown_id", slot)
        else:
            found[meeting] = places[str(slot)]
    return found


def _circles(reader: _Reader, meetings: list[Meeting]) -> None:
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
