"""Places drawn on a map: GeoJSON checked before it is believed, and measures in metres."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

import shapely
from pyproj import Transformer
from shapely.geometry import mapping, shape
from shapely.geometry.base import BaseGeometry
from shapely.ops import transform
from shapely.validation import explain_validity

from simpul.kit.texts import Texts, pick

Box = tuple[float, float, float, float]
"""West, south, east, north in degrees."""

METRES_FROM = 1000
"""Numbers this large are no mistyped degrees: they are metres on some plane."""

DEPTHS = {
    "Point": 0,
    "MultiPoint": 1,
    "LineString": 1,
    "MultiLineString": 2,
    "Polygon": 2,
    "MultiPolygon": 3,
}

_MESSAGES: dict[str, Texts] = {
    "not_geojson": {
        "id": "Gambar peta tidak terbaca (bukan GeoJSON).",
        "en": "The drawing cannot be read (not GeoJSON).",
    },
    "unsupported_type": {
        "id": "Bentuk {type} tidak didukung; pakai titik, garis, atau bidang.",
        "en": "The shape {type} is not supported; use a point, a line or an area.",
    },
    "too_many_points": {
        "id": "Gambar memuat {count} titik; paling banyak {most}. Sederhanakan gambarnya.",
        "en": "The drawing has {count} points; at most {most}. Draw it more simply.",
    },
    "too_few_points": {
        "id": "Garis perlu dua titik, bidang perlu tiga titik yang berbeda.",
        "en": "A line needs two different points, an area three.",
    },
    "not_closed": {
        "id": "Garis tepi bidang belum tertutup.",
        "en": "The outline of the area is not closed.",
    },
    "self_crossing": {
        "id": "Garis tepi bidang memotong dirinya sendiri di dekat {near}.",
        "en": "The outline of the area crosses itself near {near}.",
    },
    "not_finite": {
        "id": "Ada koordinat yang bukan bilangan.",
        "en": "A coordinate is not a number.",
    },
    "outside_world": {
        "id": "Koordinat {lon}, {lat} tidak ada di bumi.",
        "en": "The coordinates {lon}, {lat} are not on earth.",
    },
    "not_degrees": {
        "id": "Koordinat {lon}, {lat} bukan derajat, tampaknya meter; ekspor sebagai WGS 84.",
        "en": "The coordinates {lon}, {lat} are not degrees but look like metres; "
        "export as WGS 84.",
    },
    "other_system": {
        "id": "Sistem koordinat {system} tidak dibaca; ekspor sebagai WGS 84 (EPSG:4326).",
        "en": "The coordinate system {system} is not read; export as WGS 84 (EPSG:4326).",
    },
    "not_wkt": {
        "id": "Bentuk tidak terbaca (bukan WKT).",
        "en": "The shape cannot be read (not WKT).",
    },
    "swapped_coordinates": {
        "id": "Lintang dan bujur tampaknya tertukar; tulis bujur dahulu.",
        "en": "Latitude and longitude seem to be swapped; longitude comes first.",
    },
    "empty": {"id": "Belum ada yang digambar.", "en": "Nothing has been drawn."},
    "antimeridian": {
        "id": "Gambar melintasi garis tanggal internasional.",
        "en": "The drawing crosses the date line.",
    },
}


class GeometryProblem(ValueError):
    """A drawing that cannot be taken; `code` is a key of this module's messages."""

    def __init__(self, code: str, **params: object) -> None:
        self.code = code
        self.params = params
        super().__init__(self.text("en"))

    def text(self, language: str) -> str:
        """The sentence for the person who drew."""
        return pick(_MESSAGES[self.code], language).format(**self.params)


@dataclass(frozen=True, slots=True)
class Shape:
    """A checked geometry in WGS 84 longitude and latitude."""

    geometry: BaseGeometry

    @property
    def kind(self) -> str:
        """Point, LineString, Polygon or one of their Multi- forms."""
        return str(self.geometry.geom_type)

    @property
    def geojson(self) -> dict[str, Any]:
        """The geometry as GeoJSON, lists and not tuples, ready to be stored."""
        found: dict[str, Any] = _listed(mapping(self.geometry))
        return found

    @property
    def box(self) -> Box:
        """West, south, east, north."""
        west, south, east, north = self.geometry.bounds
        return west, south, east, north

    @property
    def middle(self) -> tuple[float, float]:
        """(latitude, longitude) of a point that lies on the shape."""
        point = self.geometry.representative_point()
        return point.y, point.x

    @property
    def points(self) -> int:
        """How many points it has."""
        return int(shapely.get_num_coordinates(self.geometry))

    def intersects(self, other: Shape) -> bool:
        """Do the two share a point?"""
        return bool(self.geometry.intersects(other.geometry))

    def within(self, other: Shape) -> bool:
        """Does this lie wholly in (or on the edge of) the other?"""
        return bool(other.geometry.covers(self.geometry))


def parse_geometry(geojson: object, *, max_points: int = 2000, near: Box | None = None) -> Shape:
    """A drawing as a `Shape`; GeometryProblem when it cannot be taken.

    Accepts a geometry or a Feature with one. `near`: the box in which drawings are expected,
    used to notice latitude and longitude in the wrong order where both would be on earth.
    """
    if isinstance(geojson, Mapping) and geojson.get("type") == "Feature":
        geojson = geojson.get("geometry")
    if geojson is None:
        raise GeometryProblem("empty")
    if not isinstance(geojson, Mapping) or not isinstance(geojson.get("type"), str):
        raise GeometryProblem("not_geojson")
    kind = geojson["type"]
    if kind not in DEPTHS:
        raise GeometryProblem("unsupported_type", type=str(kind)[:40])
    check_system(geojson)
    points = list(_positions(geojson.get("coordinates"), DEPTHS[kind], max_points))
    if not points:
        raise GeometryProblem("empty")
    if len(points) > max_points:
        count = f"{len(points)}+" if len(points) == max_points + 1 else len(points)
        raise GeometryProblem("too_many_points", count=count, most=max_points)
    _check_positions(points, near)
    _check_lines(kind, geojson["coordinates"])
    return Shape(_build(kind, geojson["coordinates"]))


def check_system(geojson: Mapping[str, Any]) -> None:
    """GeometryProblem when a `crs` member (GeoJSON of 2008) names another system than WGS 84."""
    crs = geojson.get("crs")
    if crs is None:
        return
    properties = crs.get("properties") if isinstance(crs, Mapping) else None
    name = properties.get("name") if isinstance(properties, Mapping) else None
    if not isinstance(name, str):
        raise GeometryProblem("other_system", system="?")
    if name.upper().rpartition(":")[2] not in ("4326", "CRS84", "CRS84H"):
        raise GeometryProblem("other_system", system=name[:60])


def _positions(value: object, depth: int, most: int) -> Iterator[tuple[float, float]]:
    """Every position, at most `most` + 1 of them; GeometryProblem for anything else inside."""
    stack: list[tuple[object, int]] = [(value, depth)]
    seen = 0
    while stack:
        item, level = stack.pop()
        if not isinstance(item, Sequence) or isinstance(item, str | bytes):
            raise GeometryProblem("not_geojson")
        if level == 0:
            if not item and seen == 0 and not stack:
                return
            yield _position(item)
            seen += 1
            if seen > most:
                return
        else:
            stack.extend((part, level - 1) for part in reversed(item[: most + 1]))


def _position(item: Sequence[object]) -> tuple[float, float]:
    if not 2 <= len(item) <= 3:
        raise GeometryProblem("not_geojson")
    for number in item:
        if isinstance(number, bool) or not isinstance(number, int | float):
            raise GeometryProblem("not_finite")
        if abs(number) > 1e9 or not math.isfinite(number):
            raise GeometryProblem("not_finite")
    return float(item[0]), float(item[1])  # type: ignore[arg-type]


def _check_positions(points: list[tuple[float, float]], near: Box | None) -> None:
    for lon, lat in points:
        if abs(lat) > 90 or abs(lon) > 180:
            if abs(lat) <= 180 and abs(lon) <= 90:
                raise GeometryProblem("swapped_coordinates")
            if max(abs(lat), abs(lon)) >= METRES_FROM:
                raise GeometryProblem("not_degrees", lon=lon, lat=lat)
            raise GeometryProblem("outside_world", lon=lon, lat=lat)
    if near is not None:
        straight = any(_in_box(lon, lat, near) for lon, lat in points)
        if not straight and all(_in_box(lat, lon, near) for lon, lat in points):
            raise GeometryProblem("swapped_coordinates")


def _in_box(lon: float, lat: float, box: Box) -> bool:
    return box[0] <= lon <= box[2] and box[1] <= lat <= box[3]


def _check_lines(kind: str, coordinates: Any) -> None:
    if kind in ("Point", "MultiPoint"):
        return
    lines: list[Any] = {
        "LineString": lambda: [coordinates],
        "MultiLineString": lambda: list(coordinates),
        "Polygon": lambda: list(coordinates),
        "MultiPolygon": lambda: [ring for polygon in coordinates for ring in polygon],
    }[kind]()
    for line in lines:
        pairs = [(float(p[0]), float(p[1])) for p in line]
        if any(abs(a[0] - b[0]) > 180 for a, b in pairwise(pairs)):
            raise GeometryProblem("antimeridian")
        if kind.endswith("Polygon"):
            if len(set(pairs)) < 3:
                raise GeometryProblem("too_few_points")
            if pairs[0] != pairs[-1]:
                raise GeometryProblem("not_closed")
        elif len(set(pairs)) < 2:
            raise GeometryProblem("too_few_points")


def _build(kind: str, coordinates: Any) -> BaseGeometry:
    try:
        built = shapely.force_2d(shape({"type": kind, "coordinates": coordinates}))
    except (ValueError, TypeError, IndexError, shapely.errors.ShapelyError) as error:
        raise GeometryProblem("not_geojson") from error
    if built.is_empty:
        raise GeometryProblem("empty")
    if kind.endswith("Polygon"):
        if not built.is_valid:
            why = explain_validity(built)
            raise GeometryProblem("self_crossing", near=why.partition("[")[2].rstrip("]") or why)
        if built.area == 0:
            raise GeometryProblem("too_few_points")
    return built


def _listed(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _listed(part) for key, part in value.items()}
    return [_listed(part) for part in value] if isinstance(value, tuple | list) else value


class Projector:
    """Measures in metres on a plane: one fit for the city (Jakarta: EPSG 32748), or one laid
    on the middle of what is measured (`plane_around`)."""

    def __init__(self, system: int | str) -> None:
        self._there = Transformer.from_crs(4326, system, always_xy=True).transform
        self._back = Transformer.from_crs(system, 4326, always_xy=True).transform

    def plane(self, drawn: Shape) -> BaseGeometry:
        """The geometry in metres."""
        return transform(self._there, drawn.geometry)

    def planes(self, geometries: Sequence[BaseGeometry]) -> list[BaseGeometry]:
        """Many geometries in degrees, in metres; much faster than one by one."""
        there: Any = self._there
        return list(shapely.transform(list(geometries), there, interleaved=False))

    def globe(self, flat: BaseGeometry) -> Shape:
        """The way back: from metres to degrees."""
        return Shape(transform(self._back, flat))

    def area_m2(self, drawn: Shape) -> float:
        """Square metres; 0 for points and lines."""
        return float(self.plane(drawn).area)

    def length_m(self, drawn: Shape) -> float:
        """Metres along a line, or around an area."""
        return float(self.plane(drawn).length)

    def distance_m(self, one: Shape, other: Shape) -> float:
        """Metres between the nearest points of the two; 0 when they touch."""
        return float(self.plane(one).distance(self.plane(other)))

    def buffer(self, drawn: Shape, metres: float) -> Shape:
        """Everything within so many metres."""
        return Shape(transform(self._back, self.plane(drawn).buffer(metres)))


@lru_cache(maxsize=8)
def metres(epsg: int) -> Projector:
    """The projector for an EPSG code; ValueError (pyproj's CRSError) for an unknown one."""
    return Projector(epsg)


@lru_cache(maxsize=32)
def plane_around(lat: float, lon: float) -> Projector:
    """A plane on which distances from this point are true (azimuthal equidistant).

    Between other points they are wrong by 1 in 24,000 at 100 km from the middle, by 1 in 2,700
    at 300 km (c / sin c - 1 on the sphere, c = distance / earth radius).
    """
    return Projector(f"+proj=aeqd +lat_0={lat!r} +lon_0={lon!r} +datum=WGS84 +units=m +no_defs")
