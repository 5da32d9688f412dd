"""What is read of a feed: lines, stops, trips, ways. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from simpul.kit.geometry import Box, Shape
from simpul.places.troubles import Troubles

AROUND = 0.5
"""Degrees around the city's bounds where a stop may lie."""


@dataclass(slots=True)
class Line:
    """A bus line. `corridor`: a busway, as the feed says or an operator; None: nobody has said."""

    key: str
    short_name: str
    long_name: str
    colour: str
    agency: str
    corridor: bool | None = None


@dataclass(slots=True)
class Stop:
    """A stop, in degrees, and the keys of the lines that call there."""

    key: str
    name: str
    lat: float
    lon: float
    lines: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Trip:
    """A row of trips.txt. `direction`: 0, 1 or None."""

    line: int
    key: str
    route: str
    direction: int | None
    headsign: str
    shape: str


@dataclass(frozen=True, slots=True)
class Way:
    """A way of a line in one direction. `from_stops`: drawn straight from stop to stop."""

    route: str
    direction: int | None
    key: str
    headsign: str
    drawn: Shape
    from_stops: bool = False


@dataclass(slots=True)
class FeedReading:
    """What a feed holds, and what is wrong with it.

    `trips` by their id, several where the feed reuses it. `off_road`: lines left out on purpose,
    `refused_stops`: stops that are reported already.
    """

    troubles: Troubles
    lines: dict[str, Line] = field(default_factory=dict)
    stops: dict[str, Stop] = field(default_factory=dict)
    trips: dict[str, list[Trip]] = field(default_factory=dict)
    ways: list[Way] = field(default_factory=list)
    off_road: set[str] = field(default_factory=set)
    refused_stops: set[str] = field(default_factory=set)
    runs_from: date | None = None
    runs_until: date | None = None


def position(
    row: Mapping[str, str],
    lat_name: str,
    lon_name: str,
    bounds: Box,
    troubles: Troubles,
    place: Mapping[str, Any],
) -> tuple[float, float] | None:
    """(lat, lon) of a row, near the city; None and a trouble otherwise."""
    numbers: list[float] = []
    for column in (lat_name, lon_name):
        try:
            numbers.append(float(row[column]))
        except ValueError:
            troubles.add("not_number", column=column, value=row[column][:40], **place)
            return None
    lat, lon = numbers
    if not _near(lat, lon, bounds):
        if _near(lon, lat, bounds):
            troubles.add("swapped", **place)
        else:
            troubles.add("outside_city", lat=lat, lon=lon, **place)
        return None
    return lat, lon


def _near(lat: float, lon: float, box: Box) -> bool:
    """NaN is nowhere."""
    return box[1] - AROUND <= lat <= box[3] + AROUND and box[0] - AROUND <= lon <= box[2] + AROUND
