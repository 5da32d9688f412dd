"""Roads out of a GeoJSON file: checked, mended where the mending is sure, refused otherwise. Pure.

Properties, in any case: `id`, `osm_id`, `@id` or `segment_id` (else the feature's own `id`, else a
digest of the line); `name`; `type`, `highway` or `fclass`; `oneway` (yes/no/-1, true/false, 1/0);
`lanes`. Lengths are metres on the city's plane.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import shapely
from shapely import LineString, MultiLineString

from simpul.kit.geometry import Box, Projector, Shape
from simpul.kit.texts import Texts
from simpul.places.geofile import MESSAGES as FILE_MESSAGES
from simpul.places.geofile import Feature, read_features
from simpul.places.shapes import MESSAGES as SHAPE_MESSAGES
from simpul.places.shapes import place_of, read_shape
from simpul.places.troubles import NOTED, REFUSED, REPAIRED, Troubles, Unreadable

BOTH, WITH, AGAINST = "both", "with", "against"
"""Where traffic goes: both ways, only along the line as it is stored, only against it."""

ONEWAY = {
    "yes": WITH, "true": WITH, "1": WITH, "f": WITH,
    "-1": AGAINST, "reverse": AGAINST, "t": AGAINST,
    "no": BOTH, "false": BOTH, "0": BOTH, "": BOTH, "b": BOTH, "none": BOTH,
}  # fmt: skip
TYPES = ("LineString", "MultiLineString")
MOST_LANES = 20
MOST_ROADS, MOST_POINTS, SHORTEST_M, BATCH = 400_000, 20_000, 0.1, 2000

MESSAGES: Mapping[str, Texts] = {
    **FILE_MESSAGES,
    **SHAPE_MESSAGES,
    "too_many_roads": {
        "id": "lebih dari {most} jalan; bagi menurut wilayah, masing-masing dengan --source",
        "en": "more than {most} roads; split it by area, each with its own --source",
    },
    "no_length": {"id": "garisnya tidak punya panjang", "en": "the line has no length"},
    "points_dropped": {
        "id": "{count} titik yang berulang dihapus",
        "en": "{count} repeated points were dropped",
    },
    "joined": {
        "id": "{count} bagian yang bersambung dijadikan satu garis",
        "en": "{count} parts that meet were made one line",
    },
    "split": {
        "id": "{count} bagian terpisah disimpan sebagai jalan sendiri-sendiri",
        "en": "{count} separate parts are kept as roads of their own",
    },
    "lanes": {
        "id": "jumlah lajur {value} tidak terbaca; dianggap tidak diketahui",
        "en": "the number of lanes {value} cannot be read; taken as unknown",
    },
    "oneway": {
        "id": "arah {value} tidak dikenal; dianggap tidak diketahui (dua arah)",
        "en": "the direction {value} is unknown; taken as both ways",
    },
}


@dataclass(frozen=True, slots=True)
class Road:
    """A street as it is stored. `drawn`: WGS 84; `plane`: the same in metres.

    `id` is the source's own. `lanes` None: nobody has said.
    """

    id: str
    name: str
    type: str
    lanes: int | None
    oneway: str
    drawn: Shape
    plane: LineString

    @property
    def length_m(self) -> float:
        """Metres along it."""
        return float(self.plane.length)

    @property
    def content(self) -> tuple[object, ...]:
        """What must be equal for two to be the same road."""
        return (self.name, self.type, self.lanes, self.oneway, self.drawn.geometry.wkb)


@dataclass(slots=True)
class RoadReading:
    """Roads found so far, by id, with the feature they came from. `failed`: ids of those that
    could not be taken."""

    troubles: Troubles
    roads: dict[str, Road] = field(default_factory=dict)
    first: dict[str, int] = field(default_factory=dict)
    failed: set[str] = field(default_factory=set)
    features: int = 0


def read_roads(path: Path, plane: Projector, bounds: Box) -> RoadReading:
    """Every road of a file. `Unreadable` when the file as a whole cannot be taken.

    `bounds`: the city, west, south, east, north in degrees.
    """
    reading = RoadReading(Troubles(MESSAGES, path.name))
    waiting: list[tuple[Road, Feature]] = []

    def refused(feature: Feature) -> None:
        reading.failed.add(_id(_told(feature), feature))

    for feature in read_features(path, reading.troubles, refused=refused):
        reading.features = feature.number
        found = [(road, feature) for road in _roads(feature, bounds, reading.troubles)]
        if not found:
            refused(feature)
        waiting += found
        if len(reading.roads) > MOST_ROADS:
            place = place_of(feature)
            raise Unreadable(reading.troubles.made("too_many_roads", most=MOST_ROADS, **place))
        if len(waiting) >= BATCH:
            _measure(reading, waiting, plane)
            waiting = []
    _measure(reading, waiting, plane)
    return reading


def _measure(reading: RoadReading, waiting: list[tuple[Road, Feature]], plane: Projector) -> None:
    """Lay roads onto the plane, many at once, and keep those that have a length."""
    lines = plane.planes([road.drawn.geometry for road, _feature in waiting])
    for (road, feature), flat in zip(waiting, lines, strict=True):
        if isinstance(flat, LineString) and flat.length >= SHORTEST_M:
            _keep(reading, replace(road, plane=flat), feature)
        else:
            reading.troubles.add("no_length", **place_of(feature, road.id))
            reading.failed.add(road.id)


def _keep(reading: RoadReading, road: Road, feature: Feature) -> None:
    known = reading.roads.get(road.id)
    if known is None:
        reading.roads[road.id] = road
        reading.first[road.id] = feature.number
        return
    code, done = ("twice", NOTED) if known.content == road.content else ("different", REFUSED)
    first = reading.first[road.id]
    reading.troubles.add(code, done=done, first=first, **place_of(feature, road.id))


def _roads(feature: Feature, bounds: Box, troubles: Troubles) -> Iterator[Road]:
    told = _told(feature)
    name = _id(told, feature)
    place = place_of(feature, name)
    drawn = read_shape(feature, TYPES, bounds, troubles, most_points=MOST_POINTS, name=name)
    if drawn is None:
        return
    road = Road(
        name or _digest(drawn),
        _text(told, "name", 200),
        _text(told, "type", 40) or _text(told, "highway", 40) or _text(told, "fclass", 40),
        _lanes(told.get("lanes"), troubles, place),
        _oneway(told.get("oneway"), troubles, place),
        drawn,
        LineString(),
    )
    yield from _parts(road, troubles, place)


def _parts(road: Road, troubles: Troubles, place: dict[str, Any]) -> Iterator[Road]:
    """The road as one line; a road in pieces as several, `id/1`, `id/2` …"""
    lines: Any = road.drawn.geometry
    if isinstance(lines, MultiLineString):
        count = len(lines.geoms)
        lines = shapely.line_merge(lines, directed=road.oneway != BOTH)
        if count > 1:
            left = len(shapely.get_parts(lines))
            code, number = ("joined", count) if left == 1 else ("split", left)
            troubles.add(code, done=REPAIRED, count=number, **place)
    pieces = list(shapely.get_parts(lines))
    for number, piece in enumerate(pieces, 1):
        clean = shapely.remove_repeated_points(piece)
        dropped = shapely.get_num_coordinates(piece) - shapely.get_num_coordinates(clean)
        if dropped:
            troubles.add("points_dropped", done=REPAIRED, count=int(dropped), **place)
        name = f"{road.id}/{number}" if len(pieces) > 1 else road.id
        yield replace(road, id=name, drawn=Shape(clean))


def _told(feature: Feature) -> dict[str, Any]:
    return {key.lower(): value for key, value in feature.properties.items()}


def _id(told: Mapping[str, Any], feature: Feature) -> str:
    for key in ("id", "osm_id", "@id", "segment_id", "segmentid"):
        value = told.get(key)
        if isinstance(value, str | int) and not isinstance(value, bool) and str(value).strip():
            return str(value).strip()[:80]
    return feature.id.strip()[:80]


def _digest(drawn: Shape) -> str:
    """A name for a road without one: the same line gets the same name at every import."""
    coordinates = shapely.get_coordinates(drawn.geometry).round(7).tolist()
    return "line-" + hashlib.sha256(repr(coordinates).encode()).hexdigest()[:20]


def _text(told: Mapping[str, Any], key: str, most: int) -> str:
    value = told.get(key)
    return " ".join(str(value).split())[:most] if isinstance(value, str | int) else ""


def _lanes(value: object, troubles: Troubles, place: dict[str, Any]) -> int | None:
    if value is None or value == "":
        return None
    try:
        number = int(value) if isinstance(value, str | int) else int(str(value).removesuffix(".0"))
    except ValueError:
        number = 0
    if 1 <= number <= MOST_LANES:
        return number
    troubles.add("lanes", done=REPAIRED, value=repr(value)[:40], **place)
    return None


def _oneway(value: object, troubles: Troubles, place: dict[str, Any]) -> str:
    text = "" if value is None else str(value).strip().lower()
    if text in ONEWAY:
        return ONEWAY[text]
    troubles.add("oneway", done=REPAIRED, value=repr(value)[:40], **place)
    return BOTH
