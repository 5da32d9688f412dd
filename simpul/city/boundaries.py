"""Boundaries of areas out of a GeoJSON file: read, repaired, compared. Pure.

Expected: a FeatureCollection whose features carry the area code in `kode` (or `code`) and a
Polygon or MultiPolygon in WGS 84. Broken polygons are repaired, and the report says how.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import shapely
from shapely.geometry import mapping, shape
from shapely.geometry.base import BaseGeometry
from shapely.validation import explain_validity

from simpul.kit.texts import Texts

CODE_KEYS = ("kode", "code")
MOST_POINTS = 2_000_000

SENTENCES: Mapping[str, Texts] = {
    "not_a_collection": {
        "id": "Berkas bukan kumpulan fitur GeoJSON.",
        "en": "The file is not a GeoJSON feature collection.",
    },
    "no_code": {
        "id": "Fitur ke-{number} tidak memuat kode wilayah.",
        "en": "Feature {number} has no area code.",
    },
    "unknown_area": {
        "id": "{code}: kode wilayah tidak dikenal, dilewati.",
        "en": "{code}: unknown area code, left out.",
    },
    "not_polygon": {
        "id": "{code}: bukan bidang yang dapat dibaca, dilewati.",
        "en": "{code}: not a readable polygon, left out.",
    },
    "repaired": {
        "id": "{code}: poligon rusak ({why}) diperbaiki; luas berubah {change} %.",
        "en": "{code}: broken polygon ({why}) repaired; its area changed by {change} %.",
    },
    "merged": {
        "id": "{code}: ada lebih dari sekali; bidangnya digabung.",
        "en": "{code}: there more than once; the polygons were joined.",
    },
    "outside_parent": {
        "id": "{code}: {share} % luasnya di luar {parent}.",
        "en": "{code}: {share} % of it lies outside {parent}.",
    },
    "point_outside": {
        "id": "{code}: titik resminya di luar batas ini.",
        "en": "{code}: its official point lies outside this boundary.",
    },
}


@dataclass(frozen=True, slots=True)
class Note:
    """One thing to tell about the import; `code`: a key of SENTENCES."""

    code: str
    params: Mapping[str, object]

    def text(self, language: str) -> str:
        """The sentence."""
        texts = SENTENCES[self.code]
        return texts.get(language, texts["en"]).format(**self.params)


@dataclass(slots=True)
class BoundaryReading:
    """`found`: area code -> geometry. `errors`: why the file cannot be taken at all."""

    found: dict[str, BaseGeometry] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    errors: list[Note] = field(default_factory=list)

    def geojson(self) -> dict[str, dict[str, Any]]:
        """Area code -> GeoJSON geometry."""
        return {code: _plain(mapping(geometry)) for code, geometry in self.found.items()}

    def note(self, code: str, /, **params: object) -> None:
        """Tell something."""
        self.notes.append(Note(code, params))


def read_boundaries(data: object, known: Collection[str]) -> BoundaryReading:
    """The boundaries in a parsed GeoJSON file for areas we know."""
    reading = BoundaryReading()
    features = data.get("features") if isinstance(data, Mapping) else None
    if not isinstance(features, Sequence) or isinstance(features, str) or not features:
        reading.errors.append(Note("not_a_collection", {}))
        return reading
    for number, feature in enumerate(features, 1):
        properties = feature.get("properties") if isinstance(feature, Mapping) else None
        code = _code(properties)
        if not code:
            reading.note("no_code", number=number)
        elif code not in known:
            reading.note("unknown_area", code=code)
        else:
            _take(reading, code, feature.get("geometry"))
    return reading


def compare(
    reading: BoundaryReading,
    parents: Mapping[str, BaseGeometry],
    parent_of: Mapping[str, str],
    points: Mapping[str, tuple[float, float]],
) -> None:
    """Tell which areas lie outside their parent, or do not hold their own official point.

    `points`: code -> (lon, lat). Layers are drawn apart, so slivers
    are usual; an area is outside when its middle is.
    """
    for code, geometry in sorted(reading.found.items()):
        parent = parents.get(parent_of.get(code, ""))
        if parent is not None and not parent.covers(geometry.representative_point()):
            share = round(100 * geometry.difference(parent).area / geometry.area)
            reading.note("outside_parent", code=code, share=share, parent=parent_of[code])
        if code in points and not geometry.covers(shapely.Point(points[code])):
            reading.note("point_outside", code=code)


def _code(properties: object) -> str:
    if isinstance(properties, Mapping):
        for key in CODE_KEYS:
            value = properties.get(key)
            if isinstance(value, str) and value.strip():
                return value.strip()
    return ""


def _take(reading: BoundaryReading, code: str, geojson: object) -> None:
    geometry = _polygon(geojson)
    if geometry is None:
        reading.note("not_polygon", code=code)
        return
    if not geometry.is_valid:
        why = explain_validity(geometry).partition("[")[0]
        mended = _polygons_only(shapely.make_valid(geometry))
        if mended.is_empty:
            reading.note("not_polygon", code=code)
            return
        before, after = geometry.area, mended.area
        change = round(100 * abs(after - before) / before, 2) if before else 100
        reading.note("repaired", code=code, why=why, change=change)
        geometry = mended
    if code in reading.found:
        reading.note("merged", code=code)
        geometry = _polygons_only(reading.found[code].union(geometry))
    reading.found[code] = geometry


def _polygon(geojson: object) -> BaseGeometry | None:
    if not isinstance(geojson, Mapping) or geojson.get("type") not in ("Polygon", "MultiPolygon"):
        return None
    try:
        geometry = shapely.force_2d(shape(dict(geojson)))
    except (ValueError, TypeError, IndexError, KeyError, shapely.errors.ShapelyError):
        return None
    if geometry.is_empty or shapely.get_num_coordinates(geometry) > MOST_POINTS:
        return None
    west, south, east, north = geometry.bounds
    on_earth = -180 <= west <= east <= 180 and -90 <= south <= north <= 90
    return geometry if on_earth else None


def _polygons_only(geometry: BaseGeometry) -> BaseGeometry:
    """What a repair leaves besides polygons (points, lines) is no area."""
    parts = [
        part
        for part in shapely.get_parts(geometry)
        if part.geom_type in ("Polygon", "MultiPolygon")
    ]
    return shapely.union_all(parts) if parts else shapely.Polygon()


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    return round(value, 7) if isinstance(value, float) else value
