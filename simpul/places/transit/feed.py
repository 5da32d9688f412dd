"""A GTFS feed as lines, the ways they take, and stops; checked for broken references. Pure.

What is needed of a feed: `routes.txt`, `trips.txt`, `stops.txt`, `stop_times.txt`; `shapes.txt`
where it is there. Lines that do not run on the road (trains, ferries) are left out.

Feeds in the field reuse an id for several trips or shapes. Trips are then taken apart in the order
of the file, if stop_times.txt holds exactly as many sequences, and each gets the line of shapes.txt
that passes its stops (`ways.py`); where that is not so, the trips are refused. Nothing is guessed.
"""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

from simpul.kit.geometry import Box, Projector
from simpul.places.transit.archive import Archive
from simpul.places.transit.rows import FeedReading, Line, Stop, Trip, position
from simpul.places.transit.ways import draw_ways
from simpul.places.transit.wording import MESSAGES
from simpul.places.troubles import NOTED, REPAIRED, Troubles, Unreadable

_BUSWAY = ("brt", "bus rapid transit", "busway")


def read_feed(
    path: Path, plane: Projector, bounds: Box, *, corridors: frozenset[str] = frozenset()
) -> FeedReading:
    """A feed from its ZIP. `Unreadable` when it cannot be taken as a whole.

    `bounds`: the city, in degrees. `corridors`: short names of busway lines, where the operator
    names them because the feed does not.
    """
    reading = FeedReading(Troubles(MESSAGES))
    with Archive(path, reading.troubles) as archive:
        agencies = {
            row.get("agency_id", "")
            for _line, row in archive.rows("agency.txt", ["agency_name"], must=False)
        }
        _read_lines(reading, archive, agencies)
        _read_stops(reading, archive, bounds)
        _read_trips(reading, archive)
        _read_calendar(reading, archive)
        draw_ways(reading, archive, plane, bounds)
    _say_corridors(reading, corridors)
    if not reading.ways:
        raise Unreadable(reading.troubles.made("nothing", file=path.name))
    return reading


class Once:
    """Ids of one table: is a row new, the same again, or different under a known id?"""

    def __init__(self, troubles: Troubles, file: str) -> None:
        self._troubles, self._file = troubles, file
        self._known: dict[str, tuple[int, object]] = {}

    def new(self, key: str, line: int, content: object) -> bool:
        """True the first time; afterwards reported."""
        if key not in self._known:
            self._known[key] = (line, content)
            return True
        first, known = self._known[key]
        code, done = ("twice", NOTED) if known == content else ("different", "refused")
        self._troubles.add(code, done=done, file=self._file, line=line, name=key, first=first)
        return False


def _read_lines(reading: FeedReading, archive: Archive, agencies: set[str]) -> None:
    name, troubles = "routes.txt", reading.troubles
    once = Once(troubles, name)
    described: dict[str, str] = {}
    for line, row in archive.rows(name, ["route_id", "route_type"]):
        place: dict[str, Any] = {"file": name, "line": line, "name": row["route_id"]}
        short, long = row.get("route_short_name", ""), row.get("route_long_name", "")
        if not row["route_id"] or not (short or long):
            missing = "route_short_name" if row["route_id"] else "route_id"
            troubles.add("required", column=missing, **place)
            continue
        if not once.new(row["route_id"], line, dict(row)):
            continue
        if not _on_road(row["route_type"]):
            reading.off_road.add(row["route_id"][:100])
            troubles.add("off_road", done=NOTED, value=row["route_type"][:20], **place)
            continue
        agency = row.get("agency_id", "")
        if agency and agencies and agency not in agencies:
            troubles.add("unknown_agency", done=NOTED, value=agency[:60], **place)
        colour = row.get("route_color", "").upper()
        if colour and (len(colour) != 6 or set(colour) - set("0123456789ABCDEF")):
            troubles.add("bad_colour", done=REPAIRED, value=colour[:20], **place)
            colour = ""
        key = row["route_id"][:100]
        reading.lines[key] = Line(key, short[:40], long[:200], colour, agency[:100])
        described[key] = row.get("route_desc", "").strip().casefold()
    if any(text.startswith(_BUSWAY) for text in described.values()):
        for key, text in described.items():
            reading.lines[key].corridor = text.startswith(_BUSWAY)


def _on_road(route_type: str) -> bool:
    """Trams, buses, trolleybuses and coaches, in the plain and the extended numbering."""
    if not route_type.isdecimal() or len(route_type) > 4:
        return False
    number = int(route_type)
    return number in (0, 3, 5, 11) or 200 <= number < 300 or 700 <= number < 1000


def _read_stops(reading: FeedReading, archive: Archive, bounds: Box) -> None:
    name, troubles = "stops.txt", reading.troubles
    once = Once(troubles, name)
    for line, row in archive.rows(name, ["stop_id", "stop_lat", "stop_lon"]):
        place: dict[str, Any] = {"file": name, "line": line, "name": row["stop_id"]}
        if row.get("location_type", "") not in ("", "0", "1"):
            continue
        if not row["stop_id"]:
            troubles.add("required", column="stop_id", **place)
            continue
        if not once.new(row["stop_id"], line, dict(row)):
            continue
        found = position(row, "stop_lat", "stop_lon", bounds, troubles, place)
        if found is None:
            reading.refused_stops.add(row["stop_id"][:100])
        else:
            title = row.get("stop_name", "")[:200] or row["stop_id"][:100]
            key = row["stop_id"][:100]
            reading.stops[key] = Stop(key, title, *found)


def _read_trips(reading: FeedReading, archive: Archive) -> None:
    name, troubles = "trips.txt", reading.troubles
    seen: dict[tuple[tuple[str, str], ...], int] = {}
    for line, row in archive.rows(name, ["trip_id", "route_id"]):
        place: dict[str, Any] = {"file": name, "line": line, "name": row["trip_id"]}
        if not row["trip_id"]:
            troubles.add("required", column="trip_id", **place)
            continue
        content = tuple(sorted(row.items()))
        if content in seen:
            troubles.add("twice", done=NOTED, first=seen[content], **place)
            continue
        seen[content] = line
        direction = row.get("direction_id", "")
        if direction not in ("", "0", "1"):
            troubles.add("bad_direction", done=REPAIRED, value=direction[:20], **place)
        trip = Trip(
            line,
            row["trip_id"][:100],
            row["route_id"][:100],
            int(direction) if direction in ("0", "1") else None,
            row.get("trip_headsign", "")[:200],
            row.get("shape_id", "")[:100],
        )
        # Trips of unknown routes stay in the count of an id, or its sequences could not be told
        # apart; they are drawn for nobody.
        reading.trips.setdefault(trip.key, []).append(trip)
        if trip.route not in reading.lines and trip.route not in reading.off_road:
            troubles.add("unknown_route", value=trip.route[:60], **place)


def _read_calendar(reading: FeedReading, archive: Archive) -> None:
    days: list[date] = []
    columns = {"calendar.txt": ["start_date", "end_date"], "calendar_dates.txt": ["date"]}
    for name, needed in columns.items():
        if name not in archive.tables:
            continue
        for line, row in archive.rows(name, needed, must=False):
            for column in needed:
                found = _day(row[column])
                if found is None:
                    value = row[column][:20]
                    reading.troubles.add(
                        "bad_date", done=NOTED, file=name, line=line, column=column, value=value
                    )
                else:
                    days.append(found)
    if days:
        reading.runs_from, reading.runs_until = min(days), max(days)


def _day(text: str) -> date | None:
    try:
        found = datetime.strptime(text, "%Y%m%d").date()  # noqa: DTZ007
    except ValueError:
        return None
    return found if 1990 <= found.year <= 2100 else None


def _say_corridors(reading: FeedReading, corridors: frozenset[str]) -> None:
    troubles, lines = reading.troubles, reading.lines.values()
    if corridors:
        for missing in sorted(corridors - {line.short_name for line in lines}):
            troubles.add("no_such_corridor", done=NOTED, value=missing)
        for line in lines:
            line.corridor = line.short_name in corridors
    elif all(line.corridor is None for line in lines):
        troubles.add("corridors_unknown", done=NOTED, file="routes.txt")
    calling = {way.route for way in reading.ways}
    for key in sorted(reading.lines.keys() - calling):
        troubles.add("no_trips", done=NOTED, file="routes.txt", name=key)
