"""All the sheets of one question together: bookings, links and places, with every fault."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo

import shapely

from simpul.kit.geometry import Shape
from simpul.places.sheets.bookings import Booking, read_bookings, read_links, tell_unknown_places
from simpul.places.sheets.moments import zone_named
from simpul.places.sheets.placefile import read_places
from simpul.places.sheets.plane import Middle
from simpul.places.sheets.problems import (
    KEPT,
    LEFT_OUT,
    REFUSED,
    NothingUsable,
    Problem,
    Problems,
    Unusable,
    shown,
)

ROLES = ("id", "start", "end", "place", "geometry", "zone", "title", "kind")
"""Columns of the bookings that may be named; beside them those of links and places."""
ALL_ROLES = (*ROLES, "link_booking", "link_place", "feature")


@dataclass(frozen=True, slots=True)
class Sheets:
    """What to read. `columns`: role (of ALL_ROLES) -> name, where the usual names do not do."""

    bookings: Path
    zone: str
    places: Path | None = None
    links: Path | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    time_format: str = ""
    sheet: str = ""
    encoding: str = "utf-8"


@dataclass(frozen=True, slots=True)
class Reading:
    """`bookings`: the good ones; `places`: the shapes of booked places by id; `known`: every id
    in the file of places, None without one; `middle`: of all shapes, None when there are none;
    `ids`: of all rows, the bad ones too."""

    file: str
    bookings: list[Booking]
    places: Mapping[str, Shape]
    names: Mapping[str, str]
    known: set[str] | None
    middle: Middle | None
    zone: ZoneInfo
    rows: int
    ids: set[str]
    problems: Problems


def read_sheets(wanted: Sheets, *, doubt_unknown: bool = True) -> Reading:
    """Read everything; Unusable when a whole file cannot be taken or no row is left.

    `doubt_unknown`: say which places are not in the file of places; without it the caller asks
    elsewhere what they are.
    """
    zone = zone_named(wanted.zone)
    if zone is None:
        raise Unusable(
            Problem("--zone", 0, "unknown_zone", {"zone": shown(wanted.zone)}, effect=REFUSED)
        )
    problems = Problems()
    sheet = read_bookings(
        wanted.bookings,
        problems,
        zone=zone,
        columns=wanted.columns,
        linked=wanted.links is not None,
        pattern=wanted.time_format,
        sheet=wanted.sheet,
        encoding=wanted.encoding,
    )
    links: Mapping[tuple[str, str], int] = {}
    if wanted.links is not None:
        links = read_links(
            wanted.links, problems, sheet, columns=wanted.columns, encoding=wanted.encoding
        )
    places: dict[str, Shape] = {}
    names: dict[str, str] = {}
    known = None
    if wanted.places is not None:
        booked = {place for booking in sheet.bookings.values() for place in booking.places}
        feature = wanted.columns.get("feature", "")
        found = read_places(
            wanted.places, problems, zone=wanted.zone, wanted=booked, id_property=feature
        )
        places, names, known = found.shapes, found.names, found.known
        links_file = wanted.links.name if wanted.links else ""
        if doubt_unknown:
            tell_unknown_places(sheet, links, known, links_file, problems)
    bookings, middle = _positions(wanted, list(sheet.bookings.values()), places, problems)
    if not bookings:
        raise NothingUsable(wanted.bookings.name, problems)
    return Reading(
        file=wanted.bookings.name,
        bookings=bookings,
        places=places,
        names=names,
        known=known,
        middle=middle,
        zone=zone,
        rows=sheet.rows,
        ids=sheet.known,
        problems=problems,
    )


def _positions(
    wanted: Sheets, bookings: list[Booking], places: Mapping[str, Shape], problems: Problems
) -> tuple[list[Booking], Middle | None]:
    """The middle of all shapes; bookings drawn with latitude and longitude swapped are left out."""
    drawn = [(number, booking.shape) for number, booking in enumerate(bookings) if booking.shape]
    shapes = [*places.values(), *(shape for _number, shape in drawn)]
    if not shapes:
        return bookings, None
    points = [shapely.get_coordinates(shape.geometry)[0] for shape in shapes]
    lons, lats = [float(p[0]) for p in points], [float(p[1]) for p in points]
    middle = Middle.of(lons, lats)
    if km := middle.swapped_from(wanted.zone):
        params = {"km": km, "zone": wanted.zone}
        raise Unusable(Problem(wanted.bookings.name, 0, "all_swapped", params, effect=REFUSED))
    away: set[int] = set()
    start = len(places)
    for index, code, km in middle.strays(lons[start:], lats[start:]) if drawn else ():
        number = drawn[index][0]
        booking = bookings[number]
        effect = LEFT_OUT if code == "swapped" else KEPT
        name, line, params = wanted.bookings.name, booking.line, {"km": km}
        problems.add(Problem(name, line, code, params, booking.id, effect))
        if effect == LEFT_OUT:
            away.add(number)
    return [one for number, one in enumerate(bookings) if number not in away], middle
