"""What of the bus lines a closure touches. Pure; everything in metres on the city's plane.

A line is *along* a closure where it runs within the given metres of it, in the same or the
opposite direction within `MOST_TURN` degrees; the metres it runs there are counted, on the longest
of its ways, not summed over variants. A line that only crosses the closed stretch is told as
crossing: its buses are cut, but no metre of its way is taken. In an area every metre counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from shapely import LineString
from shapely.geometry.base import BaseGeometry

NEAR_M = 25.0
"""A wide avenue's bus lane lies so far from the line somebody draws on its carriageway."""
MOST_TURN = 35.0
SHORTEST_M = 10.0
_PIECE_M = 10.0


@dataclass(frozen=True, slots=True)
class BusWay:
    """A way of a line: its line's key, direction, and course."""

    line: int
    direction: int | None
    course: LineString


@dataclass(frozen=True, slots=True)
class Touch:
    """How a closure touches a line. `along_m`: metres of its longest way beside the closure.

    `directions`: of the feed, those touched. `crosses`: it crosses the closure itself.
    """

    line: int
    along_m: float
    directions: tuple[int, ...]
    crosses: bool


def touches(closed: BaseGeometry, ways: Iterable[BusWay], metres: float = NEAR_M) -> list[Touch]:
    """The lines a closure touches, the longest first."""
    around = closed.buffer(metres)
    found: dict[int, list[tuple[BusWay, float, bool]]] = {}
    for way in ways:
        along = _along(closed, way.course, around, metres)
        crosses = bool(way.course.intersects(closed)) if closed.length else along > 0
        if along >= SHORTEST_M or crosses:
            found.setdefault(way.line, []).append((way, along, crosses))
    told = [
        Touch(
            line,
            round(max(along for _way, along, _crosses in parts), 1),
            tuple(sorted({way.direction for way, _a, _c in parts if way.direction is not None})),
            any(crosses for _way, _along_m, crosses in parts),
        )
        for line, parts in found.items()
    ]
    return sorted(told, key=lambda touch: (-touch.along_m, touch.line))


def _along(closed: BaseGeometry, course: LineString, around: BaseGeometry, metres: float) -> float:
    """Metres of a course beside the closure."""
    lines = [part for part in shapely.get_parts(closed) if isinstance(part, LineString)]
    areas = [part for part in shapely.get_parts(closed) if part.geom_type == "Polygon"]
    inside = sum(course.intersection(area).length for area in areas)
    if closed.length == 0:
        return float(course.intersection(around).length)
    if not lines:
        return float(inside)
    points = [
        shapely.get_coordinates(shapely.segmentize(part, _PIECE_M))
        for part in shapely.get_parts(course.intersection(around))
        if isinstance(part, LineString)
    ]
    if not points:
        return float(inside)
    pairs = np.concatenate([np.stack((some[:-1], some[1:]), axis=1) for some in points])
    return float(inside) + _parallel(lines, shapely.linestrings(pairs), metres)


def _parallel(lines: Sequence[LineString], pieces: np.ndarray, metres: float) -> float:  # type: ignore[type-arg]
    middles = shapely.line_interpolate_point(pieces, 0.5, normalized=True)
    taken = np.zeros(len(pieces), dtype=bool)
    for line in lines:
        at = shapely.line_locate_point(line, middles)
        inside = (at > 0) & (at < line.length)
        turn = np.abs(_bearing(line, at) - _bearing(pieces, shapely.length(pieces) / 2)) % 180
        taken |= (
            inside
            & (np.minimum(turn, 180 - turn) <= MOST_TURN)
            & (shapely.distance(line, middles) <= metres)
        )
    return float(shapely.length(pieces)[taken].sum())


def _bearing(line: object, at: np.ndarray) -> np.ndarray:  # type: ignore[type-arg]
    """Degrees over six metres around a metre of a line."""
    behind = shapely.line_interpolate_point(line, np.maximum(at - 3, 0))  # type: ignore[call-overload]
    ahead = shapely.line_interpolate_point(line, np.minimum(at + 3, shapely.length(line)))  # type: ignore[call-overload]
    x = shapely.get_x(ahead) - shapely.get_x(behind)
    y = shapely.get_y(ahead) - shapely.get_y(behind)
    return np.degrees(np.arctan2(y, x))  # type: ignore[no-any-return]
