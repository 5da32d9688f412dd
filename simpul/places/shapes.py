"""Shapes of the features of a file: checked, mended where that is sure, else refused. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry
from shapely.validation import explain_validity

from simpul.kit.geometry import Box, GeometryProblem, Shape, parse_geometry
from simpul.kit.texts import Texts
from simpul.places.geofile import Feature
from simpul.places.troubles import REPAIRED, Troubles

AROUND = 0.5
"""Degrees around the city's bounds in which a feature may lie: neighbouring towns, not other
countries, where the city's plane would measure wrongly."""

MESSAGES: Mapping[str, Texts] = {
    "other_type": {
        "id": "bentuk {type} tidak dapat dipakai di sini; perlu {wanted}",
        "en": "the shape {type} is of no use here; {wanted} is needed",
    },
    "outside_city": {
        "id": "terletak jauh di luar kota ({lat}, {lon})",
        "en": "lies far outside the city ({lat}, {lon})",
    },
    "mended": {
        "id": "garis tepinya rusak ({why}) dan diperbaiki; luasnya berubah {change} %",
        "en": "its outline was broken ({why}) and is mended; its area changed by {change} %",
    },
    "different": {
        "id": "id ini sudah ada di fitur ke-{first} dengan isi lain; yang pertama dipakai",
        "en": "this id is feature {first} already, with other contents; the first one is kept",
    },
    "twice": {
        "id": "sama dengan fitur ke-{first}; dihitung sekali",
        "en": "the same as feature {first}; counted once",
    },
}


def place_of(feature: Feature, name: str = "") -> dict[str, Any]:
    """Where a trouble lies."""
    return {"feature": feature.number, "line": feature.line, "name": name}


def read_shape(
    feature: Feature,
    types: tuple[str, ...],
    bounds: Box,
    troubles: Troubles,
    *,
    most_points: int,
    name: str = "",
) -> Shape | None:
    """The shape of a feature in or around the city; None when it was refused, and told so.

    An outline that crosses itself is mended. An open one is refused: what is missing between its
    ends is not known.
    """
    place = place_of(feature, name)
    kind = feature.geometry.get("type") if isinstance(feature.geometry, Mapping) else None
    if kind not in types:
        troubles.add("other_type", type=str(kind)[:40], wanted=" / ".join(types), **place)
        return None
    try:
        drawn = parse_geometry(feature.geometry, max_points=most_points, near=around(bounds))
    except GeometryProblem as problem:
        mended = _mended(feature, troubles, place) if problem.code == "self_crossing" else None
        if mended is None:
            texts = {language: problem.text(language) for language in ("id", "en")}
            troubles.take(problem.code, texts, **place)
            return None
        drawn = mended
    if not inside(drawn, bounds):
        lat, lon = drawn.middle
        troubles.add("outside_city", lat=round(lat, 4), lon=round(lon, 4), **place)
        return None
    return drawn


def around(box: Box) -> Box:
    """The city's bounds and some way around."""
    return (box[0] - AROUND, box[1] - AROUND, box[2] + AROUND, box[3] + AROUND)


def inside(drawn: Shape, bounds: Box) -> bool:
    """Does the whole shape lie in the city or some way around?"""
    west, south, east, north = drawn.box
    left, bottom, right, top = around(bounds)
    return left <= west and east <= right and bottom <= south and north <= top


def areas_only(geometry: BaseGeometry) -> BaseGeometry:
    """What a repair leaves besides polygons (points, lines) is no area."""
    parts = [part for part in shapely.get_parts(geometry) if part.geom_type.endswith("Polygon")]
    return shapely.union_all(parts) if parts else shapely.Polygon()


def _mended(feature: Feature, troubles: Troubles, place: dict[str, Any]) -> Shape | None:
    """The areas that a self-crossing outline encloses; None when it encloses none."""
    broken = shapely.force_2d(shapely.geometry.shape(feature.geometry))
    why = explain_validity(broken).partition("[")[0]
    mended = areas_only(shapely.make_valid(broken))
    if mended.is_empty or not mended.area:
        return None
    change = round(100 * abs(mended.area - broken.area) / (broken.area or mended.area), 2)
    troubles.add("mended", done=REPAIRED, why=why, change=change, **place)
    return Shape(mended)
