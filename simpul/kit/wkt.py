"""Shapes written as text, as spreadsheets hold them: WKT, with or without an SRID in front."""

from __future__ import annotations

import json
import re
from typing import Any

from simpul.kit.geometry import GeometryProblem, Shape, parse_geometry

KINDS = {
    "POINT": "Point",
    "MULTIPOINT": "MultiPoint",
    "LINESTRING": "LineString",
    "MULTILINESTRING": "MultiLineString",
    "POLYGON": "Polygon",
    "MULTIPOLYGON": "MultiPolygon",
}
WGS84 = "4326"
_HEAD = re.compile(r"\s*(?:SRID\s*=\s*(\d+)\s*;)?\s*([A-Z]+?)\s*(ZM|Z|M)?\s*(EMPTY|\()", re.I)
_NUMBER = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d{1,3})?"
_POSITION = re.compile(rf"{_NUMBER}(?:\s+{_NUMBER}){{1,3}}")


def parse_wkt(text: str, *, max_points: int = 2000) -> Shape:
    """A shape in WKT as a `Shape`, checked as a drawing is; GeometryProblem when it cannot be.

    Longitude first. Heights and measures are left out.
    """
    head = _HEAD.match(text)
    if head is None:
        raise GeometryProblem("not_wkt")
    system, kind = head[1], head[2].upper()
    if system not in (None, WGS84):
        raise GeometryProblem("other_system", system=f"SRID={system[:20]}")
    if kind not in KINDS:
        raise GeometryProblem("unsupported_type", type=kind[:40])
    if head[4] != "(":
        raise GeometryProblem("empty")
    coordinates = _coordinates(text[head.end() - 1 :])
    if kind == "POINT" and len(coordinates) == 1:
        coordinates = coordinates[0]
    if kind == "MULTIPOINT":
        coordinates = [one[0] if _wrapped(one) else one for one in coordinates]
    drawn = {"type": KINDS[kind], "coordinates": coordinates}
    try:
        return parse_geometry(drawn, max_points=max_points)
    except GeometryProblem as problem:
        raise GeometryProblem("not_wkt") if problem.code == "not_geojson" else problem from None


def _coordinates(body: str) -> Any:
    """The brackets and numbers of the text as nested lists."""
    listed = _POSITION.sub(_as_list, body.replace("(", "[").replace(")", "]"))
    try:
        return json.loads(listed)
    except (ValueError, RecursionError):
        raise GeometryProblem("not_wkt") from None


def _as_list(position: re.Match[str]) -> str:
    lon, lat = position[0].split()[:2]
    return f"[{float(lon)!r},{float(lat)!r}]"


def _wrapped(one: Any) -> bool:
    return isinstance(one, list) and len(one) == 1 and isinstance(one[0], list)
