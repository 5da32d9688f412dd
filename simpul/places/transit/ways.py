"""The ways of bus lines: the shape of each trip, or straight lines from stop to stop. Pure."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import LineString

from simpul.kit.geometry import Box, Projector, Shape
from simpul.places.transit.archive import Archive
from simpul.places.transit.rows import FeedReading, Trip, Way, position
from simpul.places.troubles import NOTED, REPAIRED

FITS_M = 100.0
"""A line passes a trip's stops when none of them lies farther from it."""


@dataclass(slots=True)
class _Sequence:
    """Rows of one id in the order of the file: their sequence numbers and what they point to."""

    numbers: array[int] = field(default_factory=lambda: array("q"))
    first: array[float] = field(default_factory=lambda: array("d"))
    second: array[float] = field(default_factory=lambda: array("d"))

    def add(self, number: int, first: float, second: float = 0.0) -> None:
        self.numbers.append(number)
        self.first.append(first)
        self.second.append(second)

    def repeats(self) -> bool:
        """Does a sequence number come twice?"""
        return len(set(self.numbers)) < len(self.numbers)

    def runs(self) -> list[NDArray[np.float64]]:
        """The rows (first, second) in order; several runs where the numbers begin again."""
        numbers = np.array(self.numbers)
        rows = np.column_stack((np.array(self.first), np.array(self.second)))
        if not self.repeats():
            return [rows[np.argsort(numbers, kind="stable")]]
        return np.split(rows, np.flatnonzero(np.diff(numbers) <= 0) + 1)


def draw_ways(reading: FeedReading, archive: Archive, plane: Projector, bounds: Box) -> None:
    """Fill the ways of every line, and the lines of every stop."""
    keys = list(reading.stops)
    calls = _read_stop_times(reading, archive, {key: n for n, key in enumerate(keys)})
    wanted = {trip.shape for trips in reading.trips.values() for trip in trips if trip.shape}
    shapes = _Shapes(reading, plane, _read_shapes(reading, archive, bounds, wanted))
    drawn: set[tuple[str, int | None, str]] = set()
    for trip, run in _trips(reading, calls):
        if trip.route not in reading.lines:
            continue
        stops = [reading.stops[keys[int(number)]] for number in run[:, 0]]
        for stop in stops:
            stop.lines.add(trip.route)
        way = shapes.way(trip, [(stop.lon, stop.lat) for stop in stops])
        if way is None:
            reading.troubles.add("no_way", file="trips.txt", line=trip.line, name=trip.key)
        elif (way.route, way.direction, way.key) not in drawn:
            drawn.add((way.route, way.direction, way.key))
            reading.ways.append(way)


def _number(row: Any, column: str) -> int | None:
    text = row[column]
    return int(text) if text.isdecimal() and len(text) < 12 else None


def _read_stop_times(
    reading: FeedReading, archive: Archive, numbers: dict[str, int]
) -> dict[str, _Sequence]:
    name, troubles = "stop_times.txt", reading.troubles
    calls: dict[str, _Sequence] = {}
    for line, row in archive.rows(name, ["trip_id", "stop_id", "stop_sequence"]):
        trip, stop = row["trip_id"][:100], row["stop_id"][:100]
        place: dict[str, Any] = {"file": name, "line": line, "name": trip}
        if trip not in reading.trips:
            troubles.add("unknown_trip", value=trip[:60], **place)
            continue
        if stop not in numbers:
            if stop not in reading.refused_stops:
                troubles.add("unknown_stop", value=stop[:60], **place)
            continue
        sequence = _number(row, "stop_sequence")
        if sequence is None:
            value = row["stop_sequence"][:20]
            troubles.add("not_number", column="stop_sequence", value=value, **place)
            continue
        calls.setdefault(trip, _Sequence()).add(sequence, numbers[stop])
    return calls


def _read_shapes(
    reading: FeedReading, archive: Archive, bounds: Box, wanted: set[str]
) -> dict[str, _Sequence]:
    name, troubles = "shapes.txt", reading.troubles
    found: dict[str, _Sequence] = {}
    needed = ["shape_id", "shape_pt_lat", "shape_pt_lon", "shape_pt_sequence"]
    for line, row in archive.rows(name, needed, must=False):
        key = row["shape_id"][:100]
        if key not in wanted:
            continue
        place: dict[str, Any] = {"file": name, "line": line, "name": key}
        number = _number(row, "shape_pt_sequence")
        if number is None:
            value = row["shape_pt_sequence"][:20]
            troubles.add("not_number", column="shape_pt_sequence", value=value, **place)
            continue
        at = position(row, "shape_pt_lat", "shape_pt_lon", bounds, troubles, place)
        if at is not None:
            found.setdefault(key, _Sequence()).add(number, at[1], at[0])
    return found


def _trips(
    reading: FeedReading, calls: dict[str, _Sequence]
) -> Iterator[tuple[Trip, NDArray[np.float64]]]:
    """Each trip with its stops; ids that stand for several trips are taken apart."""
    for key, trips in reading.trips.items():
        runs = calls[key].runs() if key in calls else []
        place: dict[str, Any] = {"file": "trips.txt", "line": trips[0].line, "name": key}
        if len(trips) == 1:
            stops = np.concatenate(runs) if runs else np.empty((0, 2))
            yield trips[0], stops
        elif len(runs) == len(trips):
            reading.troubles.add("id_reused", done=REPAIRED, count=len(trips), **place)
            yield from zip(trips, runs, strict=True)
        else:
            count, found = len(trips), len(runs)
            reading.troubles.add("id_reused_unclear", count=count, found=found, **place)


class _Shapes:
    """The lines of shapes.txt by id: usually one, several where the feed reused an id."""

    def __init__(self, reading: FeedReading, plane: Projector, rows: dict[str, _Sequence]) -> None:
        self._reading, self._plane = reading, plane
        self._kept: dict[str, list[tuple[Shape, LineString]]] = {}
        self._drawn: dict[str, Shape] = {}
        for key, sequence in rows.items():
            lines = [shape for run in sequence.runs() if (shape := _line(run.tolist()))]
            self._kept[key] = [(shape, _flat(plane, shape)) for shape in lines]
            if len(lines) > 1:
                reading.troubles.add(
                    "shape_reused", done=REPAIRED, file="shapes.txt", name=key, count=len(lines)
                )

    def way(self, trip: Trip, stops: Sequence[tuple[float, float]]) -> Way | None:
        """The way of a trip; None when there is neither a line nor two stops."""
        found = self._fitting(trip, stops) if trip.shape else None
        found = self._fitting(trip, stops) if trip.shape else None
        if found is not None:
            number, shape = found
            key = trip.shape if len(self._kept[trip.shape]) == 1 else f"{trip.shape}#{number}"
            return Way(trip.route, trip.direction, key, trip.headsign, shape)
        straight = _line(list(stops))
        if straight is None:
            return None
        key = f"stops of {trip.key}"
        return Way(trip.route, trip.direction, key, trip.headsign, straight, True)

    def _fitting(
        self, trip: Trip, stops: Sequence[tuple[float, float]]
    ) -> tuple[int, Shape] | None:
        lines = self._kept.get(trip.shape, [])
        if len(lines) == 1:
            return 1, lines[0][0]
        place: dict[str, Any] = {"file": "trips.txt", "line": trip.line, "name": trip.key}
        if not lines:
            self._reading.troubles.add("unknown_shape", done=NOTED, value=trip.shape[:60], **place)
            return None
        number = self._nearest(lines, stops)
        if number is None:
            self._reading.troubles.add(
                "shape_unclear", done=REPAIRED, value=trip.shape[:60], **place
            )
            return None
        return number + 1, lines[number][0]

    def _nearest(
        self, lines: list[tuple[Shape, LineString]], stops: Sequence[tuple[float, float]]
    ) -> int | None:
        """The line that passes all stops and begins and ends nearest to the first and the last."""
        if not stops:
            return None
        multi = self._plane.plane(Shape(shapely.MultiPoint(list(stops))))
        points = np.array(shapely.get_parts(multi))
        flat = np.array([line for _shape, line in lines])
        ends = shapely.distance(shapely.get_point(flat, 0), points[0]) + shapely.distance(
            shapely.get_point(flat, -1), points[-1]
        )
        for number in np.argsort(ends):
            if float(shapely.distance(points, flat[number]).max()) <= FITS_M:
                return int(number)
        return None


def _line(points: list[Any]) -> Shape | None:
    """A line through different points; None for fewer than two."""
    kept = [point for n, point in enumerate(points) if n == 0 or point != points[n - 1]]
    return Shape(LineString(kept)) if len(kept) > 1 else None


def _flat(plane: Projector, shape: Shape) -> LineString:
    flat = plane.plane(shape)
    assert isinstance(flat, LineString)
    return flat
