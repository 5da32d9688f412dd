"""What of the bus lines a closure touches. Pure; everything in metres on the city's plane.

A line is *along* a closure where it runs within the given metres of it, in the same or the
opposite direction within `MOST_TURN` degrees; the metres it runs there are counted, on the longest
of its ways, not summed over variants. A line that only crosses the closed stretch is told as
crossing: its buses are cut, but no metre of its way is taken. In an area every metre counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import LineString
from shapely.geometry.base import BaseGeometry

from simpul.places.streets.along import Floats, bearings

NEAR_M = 25.0
"""A wide avenue's bus lane lies so far from the line somebody draws on its carriageway."""
MOST_TURN = 35.0
SHORTEST_M = 10.0
_PIECE_M, _REACH_M = 10.0, 3.0

Lines = NDArray[np.object_]


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


def touches(closed: BaseGeometry, ways: Sequence[BusWay], metres: float = NEAR_M) -> list[Touch]:
    """The lines a closure touches, the longest first."""
    if not ways:
        return []
    courses: Lines = np.array([way.course for way in ways], dtype=object)
    along = _along(closed, courses, metres)
    shapely.prepare(closed)
    crosses = shapely.intersects(closed, courses) if closed.length else along > 0
    found: dict[int, list[int]] = {}
    for number in np.flatnonzero((along >= SHORTEST_M) | crosses).tolist():
        found.setdefault(ways[number].line, []).append(number)
    told = [
        Touch(
            line,
            round(float(along[numbers].max()), 1),
            tuple(sorted({d for n in numbers if (d := ways[n].direction) is not None})),
            bool(crosses[numbers].any()),
        )
        for line, numbers in found.items()
    ]
    return sorted(told, key=lambda touch: (-touch.along_m, touch.line))


def _along(closed: BaseGeometry, courses: Lines, metres: float) -> Floats:
    """Metres of each course beside the closure."""
    around = closed.buffer(metres)
    near = shapely.intersection(courses, around)
    if closed.length == 0:
        return shapely.length(near)
    parts = shapely.get_parts(closed)
    areas = shapely.union_all([part for part in parts if part.geom_type == "Polygon"])
    metres_in: Floats = shapely.length(shapely.intersection(courses, areas))
    lines = [part for part in parts if isinstance(part, LineString)]
    if lines:
        metres_in += _beside(lines, near, len(courses), metres)
    return metres_in


def _beside(lines: Sequence[LineString], near: Lines, count: int, metres: float) -> Floats:
    """Metres that run beside one of the lines, for each of `count` courses cut to what is near."""
    pieces, of_part = shapely.get_parts(near, return_index=True)
    straight = shapely.get_type_id(pieces) == shapely.GeometryType.LINESTRING
    pieces, of_part = pieces[straight], of_part[straight]
    points, of_piece = shapely.get_coordinates(
        shapely.segmentize(pieces, _PIECE_M), return_index=True
    )
    if len(points) < 2:
        return np.zeros(count)
    joined = of_piece[:-1] == of_piece[1:]
    first, last = points[:-1][joined], points[1:][joined]
    course = of_part[of_piece[:-1][joined]]
    middles = shapely.points((first + last) / 2)
    bearing = np.degrees(np.arctan2(*(last - first).T[::-1]))
    taken = np.zeros(len(first), dtype=bool)
    for line in lines:
        at = shapely.line_locate_point(line, middles)
        turn = np.abs(bearings(line, at, _REACH_M) - bearing) % 180
        taken |= (
            (at > 0)
            & (at < line.length)
            & (np.minimum(turn, 180 - turn) <= MOST_TURN)
            & (shapely.distance(line, middles) <= metres)
        )
    lengths = np.hypot(*(last - first).T) * taken
    metres_in: Floats = np.zeros(count)
    np.add.at(metres_in, course, lengths)
    return metres_in
