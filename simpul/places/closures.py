"""Which streets, bus lines and stops a drawn closure takes: asked of what the city has imported.

The index finds what is near, shapely says exactly; the cost grows with what is near.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import LineString
from shapely.geometry.base import BaseGeometry

from simpul.city.queries import city_book
from simpul.kit.geometry import Projector, Shape, metres
from simpul.places.models import BusFeed, BusRoute, BusShape, BusStop, Street
from simpul.places.models.fields import Extent, meeting
from simpul.places.streets.snapping import TOLERANCE_M, StreetLine, Stretch, snap
from simpul.places.transit.touching import NEAR_M, BusWay, touches


@dataclass(frozen=True, slots=True)
class BusLine:
    """A bus line that a closure touches.

    `along_m`: metres it runs along the closure; `crosses`: it crosses it. `directions`: 0, 1 as in
    the feed. `corridor`: a busway; None: neither feed nor operator has said. `colour`: six
    hexadecimal digits or "".
    """

    key: str
    short_name: str
    long_name: str
    colour: str
    corridor: bool | None
    along_m: float
    directions: tuple[int, ...]
    crosses: bool


@dataclass(frozen=True, slots=True)
class StopNear:
    """A stop within reach of a closure, with the short names of all lines that call there."""

    key: str
    name: str
    lat: float
    lon: float
    distance_m: float
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClosureFacts:
    """What a closure takes of the city. `lanes` None: nobody has said how many there are.

    `directions`: both, with, against: where the traffic taken goes, seen along the drawing.
    `unmatched_m`: drawn metres that follow no known street. `feed_until`: last day of the timetable
    the lines come from, None without a feed or without a date. `has_streets`, `has_feed`: has the
    city imported any? Without them nothing found means nothing known.
    """

    length_m: float = 0.0
    lanes: int | None = None
    directions: tuple[str, ...] = ()
    street_names: tuple[str, ...] = ()
    stretches: tuple[Stretch, ...] = ()
    unmatched_m: float = 0.0
    bus_lines: tuple[BusLine, ...] = ()
    bus_stops: tuple[StopNear, ...] = ()
    feed_until: date | None = None
    has_streets: bool = False
    has_feed: bool = False


def streets_near(
    shape: Shape, within_m: float = TOLERANCE_M, *, plane: Projector | None = None
) -> list[StreetLine]:
    """The streets in force within so many metres of a shape. `StreetLine.id` is `Street.pk`.

    `plane`: the city's, where the caller has it already.
    """
    return streets_around([(plane or _plane()).plane(shape)], within_m)[0]


def streets_around(
    flats: Sequence[BaseGeometry], within_m: float = TOLERANCE_M
) -> list[list[StreetLine]]:
    """For each shape (metres on the city's plane) the streets in force near it. One statement."""
    placed = [flat for flat in flats if not flat.is_empty]
    if not placed:
        return [[] for _ in flats]
    boxes = meeting("extent", [_box(flat, within_m) for flat in placed])
    rows = Street.objects.filter(boxes, in_force=True).values_list(
        "pk", "plane", "name", "type", "lanes", "oneway"
    )
    kept = list(rows)
    shapes = _shapes([row[1] for row in kept])
    lines = [
        StreetLine(pk, _line(shape), name, kind, lanes, oneway)
        for (pk, _, name, kind, lanes, oneway), shape in zip(kept, shapes, strict=True)
    ]
    return [
        [
            line
            for line, near in zip(lines, shapely.dwithin(shapes, flat, within_m), strict=True)
            if near
        ]
        for flat in flats
    ]


def lines_touched(
    shape: Shape, within_m: float = NEAR_M
) -> tuple[tuple[BusLine, ...], tuple[StopNear, ...]]:
    """The bus lines along or across a shape, the longest first, and the stops near it."""
    flat = _plane().plane(shape)
    return _lines(flat, within_m), _stops(flat, within_m)


def closure_of(
    shape: Shape,
    *,
    tolerance_m: float = TOLERANCE_M,
    within_m: float = NEAR_M,
    plane: Projector | None = None,
) -> ClosureFacts:
    """Everything a drawn closure takes. A line follows the streets beside it, an area takes the
    streets in it (`streets.snapping`); lines and stops within `within_m` metres.

    `plane`: the city's, where the caller has it already. Six statements, whatever is stored.
    WrongState before a pack is in force.
    """
    flat = (plane or _plane()).plane(shape)
    (streets,) = streets_around([flat], tolerance_m)
    snapped = snap(flat, streets, tolerance_m)
    feed = BusFeed.objects.filter(in_force=True).values_list("runs_until").first()
    return ClosureFacts(
        length_m=round(snapped.length_m, 1),
        lanes=snapped.lanes,
        directions=snapped.directions,
        street_names=snapped.names,
        stretches=snapped.stretches,
        unmatched_m=snapped.unmatched_m,
        bus_lines=_lines(flat, within_m) if feed else (),
        bus_stops=_stops(flat, within_m) if feed else (),
        feed_until=feed[0] if feed else None,
        has_streets=bool(streets) or Street.objects.filter(in_force=True).exists(),
        has_feed=feed is not None,
    )


def line_names(keys: Collection[str]) -> dict[str, str]:
    """Key -> short name of bus lines of the feed in force. No statement for no keys."""
    if not keys:
        return {}
    found = BusRoute.objects.filter(feed__in_force=True, key__in=sorted(keys))
    return {key: short or key for key, short in found.values_list("key", "short_name")}


def drawn_stretches(stretches: Sequence[Stretch]) -> list[Shape]:
    """The stretches on the globe, for a map."""
    plane = _plane()
    return [plane.globe(stretch.geometry) for stretch in stretches]


def _plane() -> Projector:
    return metres(city_book().settings.epsg)


def _box(flat: BaseGeometry, within_m: float) -> Extent:
    west, south, east, north = flat.bounds
    return west - within_m, south - within_m, east + within_m, north + within_m


def _shapes(planes: Sequence[bytes | memoryview]) -> NDArray[np.object_]:
    """Stored shapes, read all at once."""
    stored = np.empty(len(planes), dtype=object)
    stored[:] = [bytes(plane) for plane in planes]
    found: NDArray[np.object_] = shapely.from_wkb(stored)
    return found


def _line(shape: BaseGeometry) -> LineString:
    assert isinstance(shape, LineString)
    return shape


def _lines(flat: BaseGeometry, within_m: float) -> tuple[BusLine, ...]:
    rows = BusShape.objects.filter(extent__meets=_box(flat, within_m)).values_list(
        "route_id", "direction", "plane"
    )
    kept = list(rows)
    shapes = _shapes([plane for _, _, plane in kept])
    ways = [
        BusWay(route, direction, _line(shape))
        for (route, direction, _), shape in zip(kept, shapes, strict=True)
    ]
    courses = np.array([way.course for way in ways], dtype=object)
    near = shapely.dwithin(courses, flat, within_m)
    close = [way for way, is_near in zip(ways, near, strict=True) if is_near]
    touched = touches(flat, close, within_m)
    routes = BusRoute.objects.in_bulk([touch.line for touch in touched])
    return tuple(
        BusLine(
            key=(route := routes[touch.line]).key,
            short_name=route.short_name,
            long_name=route.long_name,
            colour=route.colour,
            corridor=route.corridor,
            along_m=touch.along_m,
            directions=touch.directions,
            crosses=touch.crosses,
        )
        for touch in touched
    )


def _stops(flat: BaseGeometry, within_m: float) -> tuple[StopNear, ...]:
    rows = list(BusStop.objects.filter(extent__meets=_box(flat, within_m)))
    keys = {key for row in rows for key in row.lines}
    names = dict(BusRoute.objects.filter(key__in=keys).values_list("key", "short_name"))
    found = []
    for row in rows:
        away = float(shapely.from_wkb(bytes(row.plane)).distance(flat))
        if away <= within_m:
            lines = tuple(sorted(names.get(key) or key for key in row.lines))
            found.append(StopNear(row.key, row.name, row.lat, row.lon, round(away, 1), lines))
    return tuple(sorted(found, key=lambda stop: (stop.distance_m, stop.name)))
