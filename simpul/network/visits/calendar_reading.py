"""A partner's calendar (RFC 5545), read into entries of an itinerary. Pure.

It is read whole or not at all; every VEVENT that is wrong is named by its line. An itinerary has
no repetitions and no days without a time, so such entries are left out and said to be.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from simpul.network import zones
from simpul.network.contacts.rows import Trouble
from simpul.network.visits.itinerary import Entry

MOST_BYTES = 1024 * 1024
MOST_EVENTS = 500
MOST_ZONE_LINES = 400
MOST_TEXT = 4000
AROUND = timedelta(days=3)
_ONCE = ("UID", "SEQUENCE", "STATUS", "SUMMARY", "DTSTART", "DTEND", "DURATION", "LOCATION")


@dataclass(frozen=True, slots=True)
class Window:
    """The days of the visit, and the zone of its place: times without a zone are meant there."""

    starts_on: date
    ends_on: date
    zone: str

    def holds(self, moment: datetime) -> bool:
        """Within the days, the way there and back included."""
        day = zones.on(moment, self.zone).date()
        return self.starts_on - AROUND <= day <= self.ends_on + AROUND


@dataclass(slots=True)
class CalendarReading:
    """What the calendar says; why it is not taken; what is left out of it and why."""

    entries: list[Entry] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    left_out: list[Trouble] = field(default_factory=list)


def read_calendar(text: str, window: Window) -> CalendarReading:
    """The entries of a calendar's text."""
    reading = CalendarReading()
    lines = text.splitlines()
    if not any(line.strip().upper() == "BEGIN:VCALENDAR" for line in lines[:5]):
        reading.troubles.append(Trouble(1, "BEGIN", "not_ics"))
        return reading
    blocks = list(_between(lines, "VEVENT"))
    if len(blocks) > MOST_EVENTS:
        reading.troubles.append(Trouble(0, "", "too_many", {"most": MOST_EVENTS}))
        return reading
    # A zone may be described only in the file itself. Whatever is longer describes no zone.
    described = [line for _, block in _between(lines, "VTIMEZONE") for line in block]
    zoned = described if len(described) <= MOST_ZONE_LINES else []
    for number, block in blocks:
        event = _event(number, [*zoned, *block] if _names_zone(block) else block, reading)
        if event is not None:
            _read(number, event, window, reading)
    _require_once(reading)
    if not blocks:
        reading.troubles.append(Trouble(0, "", "no_event"))
    if reading.troubles:
        reading.entries = []
    return reading


def _between(lines: list[str], name: str) -> Iterator[tuple[int, list[str]]]:
    """Line number and lines of each component; one that is never closed ends with the file."""
    block: list[str] = []
    first = 0
    for number, line in enumerate(lines, 1):
        mark = line.strip().upper()
        if mark == f"BEGIN:{name}" and not first:
            first, block = number, []
        if first:
            block.append(line)
        if mark == f"END:{name}" and first:
            yield first, block
            first = 0
    if first:
        yield first, block


_ZONE = re.compile(r";TZID=\"?([^\";:]+)")


def _names_zone(block: list[str]) -> bool:
    """Does it name a zone that nobody knows but the file?"""
    return any(not zones.is_zone(name) for line in block for name in _ZONE.findall(line))


def _event(number: int, block: list[str], reading: CalendarReading) -> Event | None:
    whole = "\r\n".join(["BEGIN:VCALENDAR", *block, "END:VCALENDAR", ""])
    try:
        found = [one for one in Calendar.from_ical(whole).walk("VEVENT") if isinstance(one, Event)]
    except (ValueError, KeyError, IndexError, TypeError, OSError, RecursionError):
        # OSError: the folder of a zone ("Asia") is looked up like a zone.
        reading.troubles.append(Trouble(number, "VEVENT", "bad_event"))
        return None
    if len(found) != 1:
        reading.troubles.append(Trouble(number, "VEVENT", "bad_event"))
        return None
    wrong = [name for name, _why in found[0].errors]
    wrong += [name for name in _ONCE if isinstance(found[0].get(name), list)]
    for name in dict.fromkeys(str(one) for one in wrong):
        reading.troubles.append(Trouble(number, name[:40], "bad_value"))
    return None if wrong else found[0]


def _read(number: int, event: Event, window: Window, reading: CalendarReading) -> None:
    title = _text(event, "SUMMARY", 200)
    if any(name in event for name in ("RRULE", "RDATE", "RECURRENCE-ID")):
        reading.left_out.append(Trouble(number, title, "repeats"))
        return
    try:
        times = _times(event, window)
    except _BadTime as problem:
        target = reading.left_out if problem.code == "whole_day" else reading.troubles
        field = title if problem.code == "whole_day" else problem.field
        target.append(Trouble(number, field, problem.code, problem.params))
        return
    uid = str(event.get("UID", "")).strip()
    if not uid or len(uid) > 255:
        reading.troubles.append(Trouble(number, "UID", "no_uid"))
        return
    starts, ends, zone = times
    if not (window.holds(starts) and window.holds(ends)):
        reading.left_out.append(Trouble(number, title, "outside_visit"))
        return
    reading.entries.append(
        Entry(
            uid=uid,
            title=title or uid[:40],
            starts_at=starts,
            ends_at=ends,
            time_zone=zone,
            place=_text(event, "LOCATION", 300),
            note=_text(event, "DESCRIPTION", MOST_TEXT, lines=True),
            sequence=_sequence(event),
            cancelled=str(event.get("STATUS", "")).upper() == "CANCELLED",
            line=number,
        )
    )


class _BadTime(Exception):
    def __init__(self, field: str, code: str, **params: Any) -> None:
        self.field, self.code, self.params = field, code, params
        super().__init__(code)


def _times(event: Event, window: Window) -> tuple[datetime, datetime, str]:
    if "DTSTART" not in event:
        raise _BadTime("DTSTART", "no_start")
    starts, zone = _moment(event, "DTSTART", window)
    if "DTEND" in event:
        ends, _zone = _moment(event, "DTEND", window)
    else:
        length = getattr(event.get("DURATION"), "dt", None)
        try:
            ends = starts + (length if isinstance(length, timedelta) else timedelta(hours=1))
        except OverflowError as error:
            raise _BadTime("DURATION", "bad_value") from error
    if ends <= starts:
        raise _BadTime("DTEND", "ends_before")
    return starts, ends, zone


def _moment(event: Event, name: str, window: Window) -> tuple[datetime, str]:
    """The moment in UTC and the zone to show it in."""
    prop: Any = event[name]
    said = prop.dt
    if not isinstance(said, datetime):
        if isinstance(said, date):
            raise _BadTime(name, "whole_day")
        raise _BadTime(name, "bad_value")
    told = str(prop.params.get("TZID", ""))
    if not 1900 < said.year < 2200:
        raise _BadTime(name, "bad_value")
    if said.tzinfo is None:
        if told:
            raise _BadTime(name, "unknown_zone", zone=told[:60])
        return said.replace(tzinfo=ZoneInfo(window.zone)).astimezone(UTC), window.zone
    key = str(getattr(said.tzinfo, "key", told))
    shown = key if key != "UTC" and zones.is_zone(key) else window.zone
    return said.astimezone(UTC), shown


def _text(event: Event, name: str, most: int, *, lines: bool = False) -> str:
    said = "".join(
        letter if letter.isprintable() or (lines and letter == "\n") else " "
        for letter in str(event.get(name, ""))
    )
    return (said.strip() if lines else " ".join(said.split()))[:most]


def _sequence(event: Event) -> int:
    try:
        return max(0, min(int(event.get("SEQUENCE", 0)), 2**31 - 1))
    except (TypeError, ValueError):
        return 0


def _require_once(reading: CalendarReading) -> None:
    seen: dict[str, int] = {}
    for entry in reading.entries:
        if entry.uid in seen:
            reading.troubles.append(
                Trouble(entry.line, "UID", "uid_twice", {"other": seen[entry.uid]})
            )
        seen.setdefault(entry.uid, entry.line)
