"""Bookings and their links to places: every row becomes a booking, or a problem with its line."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from simpul.kit.geometry import GeometryProblem, Shape, check_system, parse_geometry
from simpul.kit.texts import storable
from simpul.kit.wkt import parse_wkt
from simpul.places.sheets.moments import BadTime, read_moment, zone_named
from simpul.places.sheets.problems import (
    KEPT,
    LEFT_OUT,
    ONCE,
    Problem,
    Problems,
    shown,
)
from simpul.places.sheets.sources import refuse
from simpul.places.sheets.tables import Row, Table, read_table, roles_of

MOST_ROWS = 1_000_000
MOST_LINKS = 5_000_000
MOST_POINTS = 20_000
LONGEST_ID = 200
BETWEEN_PLACES = "|"
_NEVER_SKIPS = ZoneInfo("UTC")

COLUMNS: Mapping[str, Sequence[str]] = {
    "id": ("id", "booking_id", "event_id", "permit_id", "booking", "uid", "id_pemesanan", "kode"),
    "start": (
        *("start", "starts_at", "start_at", "start_time", "start_datetime", "start_date_local"),
        *("start_local", "begin", "from", "mulai", "waktu_mulai", "start_date"),
    ),
    "end": (
        *("end", "ends_at", "end_at", "end_time", "end_datetime", "end_date_local"),
        *("end_local", "finish", "until", "selesai", "waktu_selesai", "end_date"),
    ),
    "place": (
        *("place_id", "place_ids", "place", "places", "ground", "site", "site_id"),
        *("location_id", "segment_id", "id_lokasi", "kode_lokasi", "tempat"),
    ),
    "geometry": ("geometry", "geom", "the_geom", "wkt", "geojson", "shape", "geometri"),
    "zone": ("time_zone", "timezone", "tz", "zona_waktu"),
    "title": ("title", "name", "judul", "nama"),
    "kind": ("kind", "jenis"),
}
LINK_COLUMNS: Mapping[str, Sequence[str]] = {
    "link_booking": ("booking_id", "booking", "event_id", "permit_id", "id_pemesanan", "id"),
    "link_place": COLUMNS["place"],
}


@dataclass(frozen=True, slots=True)
class Booking:
    """`start`, `end`: moments in UTC, half-open; `places`: ids without repetition, as written."""

    id: str
    line: int
    start: datetime
    end: datetime
    places: tuple[str, ...] = ()
    shape: Shape | None = None
    title: str = ""
    kind: str = ""

    @property
    def content(self) -> tuple[object, ...]:
        """Everything but the line."""
        drawn = self.shape.geometry.wkb if self.shape else b""
        places = tuple(sorted(self.places))
        return (self.start, self.end, places, drawn, self.title, self.kind)


@dataclass(slots=True)
class BookingSheet:
    """`known`: every id that stands in the file, those of bad rows too."""

    file: str
    bookings: dict[str, Booking] = field(default_factory=dict)
    known: set[str] = field(default_factory=set)
    rows: int = 0


@dataclass(frozen=True, slots=True)
class _Reader:
    """How this sheet is to be read."""

    table: Table
    at: Mapping[str, int | None]
    zone: ZoneInfo
    pattern: str
    linked: bool
    problems: Problems

    def bad(
        self,
        row: Row,
        code: str,
        /,
        *,
        effect: str = LEFT_OUT,
        drawing: GeometryProblem | None = None,
        **params: Any,
    ) -> None:
        item = shown(row.text(self.at["id"]))
        self.problems.add(
            Problem(self.table.path.name, row.line, code, params, item, effect, drawing=drawing)
        )


def read_bookings(
    path: Path,
    problems: Problems,
    *,
    zone: ZoneInfo,
    columns: Mapping[str, str],
    linked: bool,
    pattern: str = "",
    sheet: str = "",
    encoding: str = "utf-8",
) -> BookingSheet:
    """The good bookings of a file; what is wrong goes to `problems`. Unusable for a whole file.

    `linked`: places come from another file, so a row without one is in order.
    """
    table = read_table(path, sheet=sheet, encoding=encoding)
    at = roles_of(table, COLUMNS, columns)
    for role in ("id", "start", "end"):
        table.needed(role, COLUMNS[role], columns.get(role, ""))
    if not linked and at["place"] is None and at["geometry"] is None:
        raise refuse(path, "no_places_named", 1, found=table.columns_there)
    reader = _Reader(table, at, zone, pattern, linked, problems)
    found = BookingSheet(path.name)
    contested: dict[str, list[Row]] = {}
    for row in table.rows:
        found.rows += 1
        if found.rows > MOST_ROWS:
            raise refuse(path, "too_many_rows", row.line, most=f"{MOST_ROWS:,}")
        name = row.text(at["id"])
        found.known.add(name)
        booking = _booking(reader, row, name)
        if booking is not None:
            _take(reader, found, contested, row, booking)
    for name, rows in contested.items():
        first = found.bookings.pop(name).line
        for row, other in [(Row(first, rows[0].cells), rows[0].line), *((r, first) for r in rows)]:
            reader.bad(row, "duplicate", other=other)
    return found


def _take(
    reader: _Reader,
    found: BookingSheet,
    contested: dict[str, list[Row]],
    row: Row,
    booking: Booking,
) -> None:
    earlier = found.bookings.setdefault(booking.id, booking)
    if earlier is booking:
        return
    if earlier.content == booking.content:
        reader.bad(row, "repeated", effect=ONCE, other=earlier.line)
    else:
        contested.setdefault(booking.id, []).append(row)


def _booking(reader: _Reader, row: Row, name: str) -> Booking | None:
    if len(row.cells) > len(reader.table.header) and any(row.cells[len(reader.table.header) :]):
        cells, columns = len(row.cells), len(reader.table.header)
        reader.bad(row, "too_many_cells", cells=cells, columns=columns)
        return None
    if not storable("".join(cell for cell in row.cells if isinstance(cell, str))):
        reader.bad(row, "not_storable")
        return None
    if not name:
        reader.bad(row, "no_id")
        return None
    if len(name) > LONGEST_ID:
        reader.bad(row, "long_id", most=LONGEST_ID)
        return None
    period = _period(reader, row)
    if period is None:
        return None
    shape, fine = _shape(reader, row)
    if not fine:
        return None
    places = split_places(row.text(reader.at["place"]))
    if not (places or shape or reader.linked):
        reader.bad(row, "no_place")
        return None
    texts = row.text(reader.at["title"])[:LONGEST_ID], row.text(reader.at["kind"])[:LONGEST_ID]
    return Booking(name, row.line, *period, places, shape, *texts)


def split_places(text: str) -> tuple[str, ...]:
    """The ids in a cell of places: "L1|L2" are two."""
    if not text:
        return ()
    parts = (part.strip() for part in text.split(BETWEEN_PLACES))
    # The same few places stand in a million rows: each name is kept once.
    return tuple(dict.fromkeys(sys.intern(part) for part in parts if part))


def _period(reader: _Reader, row: Row) -> tuple[datetime, datetime] | None:
    zone = reader.zone
    if name := row.text(reader.at["zone"]):
        own = zone_named(name)
        if own is None:
            reader.bad(row, "row_zone", zone=shown(name))
            return None
        zone = own
    try:
        start = read_moment(row.cell(reader.at["start"]), "start", zone, reader.pattern)
        end = read_moment(row.cell(reader.at["end"]), "end", zone, reader.pattern)
    except BadTime as bad:
        reader.bad(row, bad.code, **bad.params)
        return None
    if end <= start:
        texts = shown(row.text(reader.at["start"])), shown(row.text(reader.at["end"]))
        # Where local clocks go forward, an end after the start may leave no time at all.
        code = "skipped" if _in_order_on_the_wall(reader, row) else "end_before_start"
        reader.bad(row, code, start=texts[0], end=texts[1], zone=zone.key)
        return None
    return start, end


def _in_order_on_the_wall(reader: _Reader, row: Row) -> bool:
    try:
        start, end = (
            read_moment(row.cell(reader.at[role]), role, _NEVER_SKIPS, reader.pattern)
            for role in ("start", "end")
        )
    except BadTime:
        return False
    return start < end


def _shape(reader: _Reader, row: Row) -> tuple[Shape | None, bool]:
    """The shape drawn in the row, and whether the row is in order."""
    text = row.text(reader.at["geometry"])
    if not text:
        return None, True
    try:
        if text.startswith("{"):
            drawn = json.loads(text)
            check_system(drawn)
            return parse_geometry(drawn, max_points=MOST_POINTS), True
        return parse_wkt(text, max_points=MOST_POINTS), True
    except GeometryProblem as problem:
        if problem.code in ("not_wkt", "not_geojson"):
            reader.bad(row, "not_a_shape")
        else:
            reader.bad(row, "geometry", drawing=problem)
    except (ValueError, RecursionError):
        reader.bad(row, "not_a_shape")
    return None, False


def read_links(
    path: Path,
    problems: Problems,
    sheet: BookingSheet,
    *,
    columns: Mapping[str, str],
    encoding: str = "utf-8",
) -> dict[tuple[str, str], int]:
    """Add the places of a links file to the bookings; (booking, place) -> the line it stands on.

    Links to a booking whose own row is bad are passed over: that row is told already.
    """
    table = read_table(path, encoding=encoding)
    one = table.needed(
        "link_booking", LINK_COLUMNS["link_booking"], columns.get("link_booking", "")
    )
    other = table.needed("link_place", LINK_COLUMNS["link_place"], columns.get("link_place", ""))
    found: dict[tuple[str, str], int] = {}
    for number, row in enumerate(table.rows, 1):
        if number > MOST_LINKS:
            raise refuse(path, "too_many_rows", row.line, most=f"{MOST_LINKS:,}")
        booking, place = row.text(one), row.text(other)
        if not booking or not place:
            problems.add(Problem(path.name, row.line, "no_link", item=shown(booking or place)))
        elif not storable(place):
            problems.add(Problem(path.name, row.line, "not_storable", item=shown(booking)))
        elif booking not in sheet.known:
            params = {"booking": shown(booking)}
            item = shown(booking)
            problems.add(Problem(path.name, row.line, "unknown_booking", params, item))
        elif booking in sheet.bookings:
            found.setdefault((booking, place), row.line)
    _join(sheet, found)
    return found


def _join(sheet: BookingSheet, links: Mapping[tuple[str, str], int]) -> None:
    more: dict[str, list[str]] = {}
    for booking, place in links:
        more.setdefault(booking, []).append(place)
    for name, places in more.items():
        linked = sheet.bookings[name]
        joined = tuple(dict.fromkeys((*linked.places, *places)))
        sheet.bookings[name] = replace(linked, places=joined)


def tell_unknown_places(
    sheet: BookingSheet,
    links: Mapping[tuple[str, str], int],
    known: set[str],
    links_file: str,
    problems: Problems,
) -> None:
    """One problem for each place that no feature has, at the row that names it."""
    for booking in sheet.bookings.values():
        for place in booking.places:
            if place in known:
                continue
            line = links.get((booking.id, place))
            file, line = (links_file, line) if line else (sheet.file, booking.line)
            params = {"place": shown(place)}
            problems.add(Problem(file, line, "unknown_place", params, booking.id, KEPT))
