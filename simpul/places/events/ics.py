"""Events out of an iCalendar file (RFC 5545). Pure.

Each VEVENT is read on its own, so that a broken one does not take the others along, and is known by
the line on which it begins. Read: UID, SEQUENCE, STATUS, SUMMARY, DTSTART, DTEND, DURATION, RRULE,
RDATE, EXDATE, RECURRENCE-ID, GEO, LOCATION, CATEGORIES, and three of our own: X-SIMPUL-EXCLUSIVE,
X-SIMPUL-CUTS-ROAD (TRUE or FALSE), X-SIMPUL-RADIUS (metres).
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event
from shapely.geometry import Point

from simpul.kit.geometry import Shape
from simpul.kit.oserrors import require_plain_file, why_texts
from simpul.kit.periods import Period
from simpul.places.events.rows import (
    MESSAGES,
    MOST_TIMES,
    POINT_RADIUS_M,
    ROAD_WORKS,
    EventReading,
    EventRow,
    Frame,
    near_city,
)
from simpul.places.events.times import BadTime, Times, check_year, periods_of, wall_of, within
from simpul.places.troubles import NOTED, REPAIRED, Troubles, Unreadable

MOST_BYTES, MOST_EVENTS = 64 * 1024 * 1024, 20_000
LARGEST_RADIUS_M = 5000

_ROAD_WORKS = ("road works", "roadworks", "road_works", "pekerjaan jalan", "galian")
_CLOSURES = ("closure", "road closure", "penutupan jalan")


@dataclass(slots=True)
class _Block:
    """A VEVENT: the line where it begins, and what was read of it."""

    line: int
    event: Event


def read_ics(path: Path, frame: Frame) -> EventReading:
    """The events of a file (.gz too). `Unreadable` when it is no iCalendar at all."""
    reading = EventReading(Troubles(MESSAGES, path.name))
    text = _text(path, reading.troubles)
    by_uid: dict[str, list[_Block]] = {}
    for block in _blocks(text, reading.troubles):
        uid = str(block.event.get("UID", "")).strip()[:190]
        if not uid:
            reading.troubles.add("no_uid", line=block.line)
            continue
        by_uid.setdefault(uid, []).append(block)
    for uid, blocks in by_uid.items():
        masters = [one for one in blocks if "RECURRENCE-ID" not in one.event]
        changes = [one for one in blocks if "RECURRENCE-ID" in one.event]
        for master in masters or changes[:1]:
            row = _row(uid, master, changes if masters else [], frame, reading.troubles)
            if row is not None:
                reading.keep(row)
    return reading


def _text(path: Path, troubles: Troubles) -> str:
    try:
        require_plain_file(path)
        with path.open("rb") as raw:
            stream: Any = gzip.GzipFile(fileobj=raw) if path.suffix == ".gz" else raw
            data = stream.read(MOST_BYTES + 1)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise Unreadable(troubles.made("cut_short")) from error
    except OSError as error:
        raise Unreadable(troubles.made("unreadable", why=why_texts(error))) from error
    if len(data) > MOST_BYTES:
        raise Unreadable(troubles.made("too_large", most=MOST_BYTES // 2**20))
    try:
        text = bytes(data).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Unreadable(troubles.made("not_utf8", line=line)) from error
    if (nul := text.find("\0")) >= 0:
        raise Unreadable(troubles.made("not_storable", line=text.count("\n", 0, nul) + 1))
    return text


def _blocks(text: str, troubles: Troubles) -> Iterator[_Block]:
    lines = text.splitlines()
    if not any(line.strip().upper() == "BEGIN:VCALENDAR" for line in lines[:50]):
        raise Unreadable(troubles.made("not_ics", line=1))
    zones = [line for block in _between(lines, "VTIMEZONE") for line in block[1]]
    for count, (number, block) in enumerate(_between(lines, "VEVENT"), 1):
        if count > MOST_EVENTS:
            raise Unreadable(troubles.made("too_many_events", most=MOST_EVENTS, line=number))
        whole = ["BEGIN:VCALENDAR", *zones, *block, "END:VCALENDAR", ""]
        try:
            found = Calendar.from_ical("\r\n".join(whole)).walk("VEVENT")
        except (ValueError, KeyError, IndexError, TypeError) as error:
            troubles.add("bad_event", line=number, why=str(error)[:120])
            continue
        except OSError:
            # The folder of a zone ("Asia") is looked up like a zone.
            troubles.add("bad_event", line=number, why="TZID")
            continue
        for event in found:
            if isinstance(event, Event):
                broken = [f"{name}: {why}" for name, why in event.errors]
                broken += [f"{name} ×2" for name in _ONCE if isinstance(event.get(name), list)]
                if broken:
                    why = "; ".join(broken)[:200]
                    uid = _listed(event.get("UID", ""))[0]
                    troubles.add("bad_event", line=number, name=str(uid), why=why)
                else:
                    yield _Block(number, event)


_ONCE = (
    "UID",
    "SEQUENCE",
    "STATUS",
    "SUMMARY",
    "DTSTART",
    "DTEND",
    "DURATION",
    "RECURRENCE-ID",
    "GEO",
    "LOCATION",
)
"""What an event says at most once (RFC 5545, 3.6.1)."""


def _between(lines: list[str], name: str) -> Iterator[tuple[int, list[str]]]:
    """Line number and lines of each component; one that is never closed ends at the next."""
    begin, end = f"BEGIN:{name}", f"END:{name}"
    block: list[str] = []
    first = 0
    for number, line in enumerate(lines, 1):
        mark = line.strip().upper()
        if mark == begin:
            if first:
                yield first, [*block, end]
            first, block = number, []
        if first:
            block.append(line)
        if mark == end and first:
            yield first, block
            first = 0
    if first:
        yield first, [*block, end]


def _row(
    uid: str, block: _Block, changes: list[_Block], frame: Frame, troubles: Troubles
) -> EventRow | None:
    event = block.event
    where: dict[str, Any] = {"line": block.line, "name": uid}
    cancelled = str(event.get("STATUS", "")).upper() == "CANCELLED"
    try:
        times = _times(event)
        periods = [] if cancelled else _periods(times, changes, frame, troubles, where)
    except BadTime as error:
        troubles.add(error.code, **where, **error.params)  # type: ignore[arg-type]
        return None
    if not periods and not cancelled:
        return None
    shape = _shape(event, frame, troubles, where)
    if shape is _BAD:
        return None
    marks = [str(mark).strip().casefold() for mark in _categories(event)]
    title = " ".join(str(event.get("SUMMARY", "")).split())[:300]
    road_works = any(mark in _ROAD_WORKS for mark in marks)
    parts = [block, *changes]
    return EventRow(
        uid=uid,
        sequence=max(_whole(one.event.get("SEQUENCE", 0)) for one in parts),
        title=title or _untitled(troubles, where),
        kind=ROAD_WORKS if road_works else frame.kind,
        cancelled=cancelled,
        exclusive=_yes(event, "X-SIMPUL-EXCLUSIVE"),
        cuts_road=_yes(event, "X-SIMPUL-CUTS-ROAD") or any(mark in _CLOSURES for mark in marks),
        periods=tuple(periods),
        place=" ".join(str(event.get("LOCATION", "")).split())[:300],
        shape=shape,
        radius_m=_radius(event, shape, troubles, where),
        line=block.line,
        feature=0,
        times=tuple(sorted(_time_lines(parts))),
    )


def _periods(
    times: Times, changes: list[_Block], frame: Frame, troubles: Troubles, where: dict[str, Any]
) -> list[Period]:
    """When it takes place; none, and told so, when that is over or far away. BadTime."""
    moved = _moved(times, changes, frame, troubles, where["name"])
    periods = periods_of(replace(times, moved=moved), frame, ZoneInfo(frame.zone))
    check_year(max((one.start.year for one in periods), default=2000), frame)
    kept = within(periods, frame, recurring=bool(times.rules))
    if not kept:
        troubles.add(_gone(periods, frame), done=NOTED, **where)
    if len(kept) > MOST_TIMES:
        raise BadTime("too_often", most=MOST_TIMES)
    return kept


def _gone(periods: list[Period], frame: Frame) -> str:
    return "later" if not periods or periods[-1].start >= frame.last else "past"


def _untitled(troubles: Troubles, where: dict[str, Any]) -> str:
    troubles.add("no_title", done=NOTED, title="Acara", **where)
    return "Acara"


def _moment(prop: Any) -> date | datetime:
    """A date or a time; BadTime for a zone nobody knows."""
    moment = prop.dt
    zone = prop.params.get("TZID")
    if isinstance(moment, datetime) and moment.tzinfo is None and zone:
        raise BadTime("unknown_zone", zone=str(zone)[:60])
    if not isinstance(moment, date):
        raise BadTime("no_start")
    return moment


def _times(event: Event) -> Times:
    if "DTSTART" not in event:
        raise BadTime("no_start")
    duration = event.get("DURATION")
    length = getattr(duration, "dt", None)
    return Times(
        start=_moment(event["DTSTART"]),
        end=_moment(event["DTEND"]) if "DTEND" in event else None,
        duration=length if isinstance(length, timedelta) else None,
        rules=[dict(rule) for rule in _listed(event.get("RRULE"))],
        added=_dates(event.get("RDATE")),
        left_out=_dates(event.get("EXDATE")),
    )


def _dates(value: Any) -> list[date | datetime]:
    found: list[date | datetime] = []
    for prop in _listed(value):
        zone = prop.params.get("TZID")
        for one in prop.dts:
            # A PERIOD names its own end; its start is what repeats.
            moment = one.dt[0] if isinstance(one.dt, tuple) else one.dt
            if isinstance(moment, datetime) and moment.tzinfo is None and zone:
                raise BadTime("unknown_zone", zone=str(zone)[:60])
            found.append(moment)
    return found


def _moved(
    times: Times, changes: list[_Block], frame: Frame, troubles: Troubles, uid: str
) -> dict[datetime, Period | None]:
    """The times of a recurring event that were changed one by one, by their local start."""
    city = ZoneInfo(frame.zone)
    moved: dict[datetime, Period | None] = {}
    for block in sorted(changes, key=lambda one: _whole(one.event.get("SEQUENCE", 0))):
        event, which = block.event, block.event["RECURRENCE-ID"]
        if which.params.get("RANGE"):
            troubles.add("following", done=NOTED, line=block.line, name=uid)
        wall = wall_of(_moment(which), times.start, city)
        if str(event.get("STATUS", "")).upper() == "CANCELLED":
            moved[wall] = None
            continue
        own = periods_of(replace(_times(event), rules=(), added=()), frame, city)
        moved[wall] = own[0] if own else None
    return moved


_BAD = Shape(Point())


def _shape(event: Event, frame: Frame, troubles: Troubles, where: dict[str, Any]) -> Shape | None:
    """The point of GEO; `_BAD` when it is nowhere in the city, and reported."""
    geo = event.get("GEO")
    if geo is None:
        return None
    lat, lon = float(geo.latitude), float(geo.longitude)
    if near_city(lat, lon, frame.bounds):
        return Shape(Point(lon, lat))
    if near_city(lon, lat, frame.bounds):
        troubles.add("swapped", **where)
    else:
        troubles.add("outside_city", lat=lat, lon=lon, **where)
    return _BAD


def _radius(event: Event, shape: Shape | None, troubles: Troubles, where: dict[str, Any]) -> int:
    other = POINT_RADIUS_M if shape is not None else 0
    told = event.get("X-SIMPUL-RADIUS")
    if told is None:
        return other
    said = _whole(told, -1)
    if 0 <= said <= LARGEST_RADIUS_M:
        return said
    shown: dict[str, Any] = {
        "column": "X-SIMPUL-RADIUS",
        "value": str(told)[:40],
        "most": LARGEST_RADIUS_M,
    }
    troubles.add("bad_number", done=REPAIRED, other=other, **shown, **where)
    return other


def _categories(event: Event) -> Iterator[Any]:
    for value in _listed(event.get("CATEGORIES")):
        yield from value.cats


def _time_lines(blocks: list[_Block]) -> Iterator[str]:
    names = ("DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID", "STATUS")
    for block in blocks:
        for name in names:
            for value in _listed(block.event.get(name)):
                plain = value.to_ical() if hasattr(value, "to_ical") else str(value).encode()
                zone = getattr(value, "params", {}).get("TZID", "")
                yield f"{block.event.get('RECURRENCE-ID') is not None}:{name}:{zone}:{plain!r}"


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _whole(value: Any, other: int = 0) -> int:
    try:
        return max(min(int(value), 2**31 - 1), other)
    except (TypeError, ValueError):
        return other


def _yes(event: Event, name: str) -> bool:
    return str(event.get(name, "")).strip().upper() in ("TRUE", "YES", "1")
