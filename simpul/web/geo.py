"""GeoJSON as a small still picture (SVG), for pages without scripts and for print."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping
from typing import Any

WIDTH = 640
MAX_POINTS = 4000
Ring = list[tuple[float, float]]


PAIR = re.compile(r"^\s*(-?\d{1,3}(?:\.\d+)?)\s*[,; ]\s*(-?\d{1,3}(?:\.\d+)?)\s*$")


def from_text(text: str) -> object:
    """What somebody typed as a place: "-6.19, 106.84" (latitude first) or GeoJSON.

    Anything else comes back as it is, for `parse_geometry` to refuse.
    """
    if pair := PAIR.match(text):
        return {"type": "Point", "coordinates": [float(pair[2]), float(pair[1])]}
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text


def shapes(data: Any) -> Iterator[tuple[str, Ring]]:
    """("point"|"line"|"area", points) for every part of GeoJSON; anything else is skipped."""
    if not isinstance(data, Mapping):
        return
    kind = data.get("type")
    if kind == "FeatureCollection":
        for feature in data.get("features") or []:
            yield from shapes(feature)
    elif kind == "Feature":
        yield from shapes(data.get("geometry"))
    elif kind == "GeometryCollection":
        for geometry in data.get("geometries") or []:
            yield from shapes(geometry)
    else:
        yield from _parts(kind, data.get("coordinates"))


def _parts(kind: Any, coordinates: Any) -> Iterator[tuple[str, Ring]]:
    if not coordinates:
        return
    if kind == "Point":
        yield "point", [_pair(coordinates)]
    elif kind == "MultiPoint":
        for point in coordinates:
            yield "point", [_pair(point)]
    elif kind == "LineString":
        yield "line", [_pair(p) for p in coordinates]
    elif kind == "MultiLineString":
        for line in coordinates:
            yield "line", [_pair(p) for p in line]
    elif kind == "Polygon":
        for ring in coordinates:
            yield "area", [_pair(p) for p in ring]
    elif kind == "MultiPolygon":
        for polygon in coordinates:
            for ring in polygon:
                yield "area", [_pair(p) for p in ring]


def _pair(point: Any) -> tuple[float, float]:
    return float(point[0]), float(point[1])


def svg_outline(data: Any, base: Any = None) -> dict[str, Any] | None:
    """Paths and points in a picture's own units; None when there is nothing to draw."""
    own = list(shapes(data))
    ground = list(shapes(base))
    every = [point for _, ring in (own or ground) for point in ring]
    if not every or len(every) > MAX_POINTS:
        return None
    project, height = _window(every)
    return {
        "width": WIDTH,
        "height": height,
        "base": [_path(kind, ring, project) for kind, ring in ground if kind != "point"],
        "areas": [_path(kind, ring, project) for kind, ring in own if kind == "area"],
        "lines": [_path(kind, ring, project) for kind, ring in own if kind == "line"],
        "points": [project(ring[0]) for kind, ring in own if kind == "point"],
    }


def _window(points: Ring) -> tuple[Any, int]:
    lons, lats = [p[0] for p in points], [p[1] for p in points]
    squeeze = math.cos(math.radians(sum(lats) / len(lats)))
    span = max((max(lons) - min(lons)) * squeeze, (max(lats) - min(lats)) * 1.6, 0.004) * 1.25
    centre_lon, centre_lat = (max(lons) + min(lons)) / 2, (max(lats) + min(lats)) / 2
    height = round(WIDTH * 0.6)
    scale = WIDTH / span

    def project(point: tuple[float, float]) -> tuple[str, str]:
        x = WIDTH / 2 + (point[0] - centre_lon) * squeeze * scale
        y = height / 2 - (point[1] - centre_lat) * scale
        return f"{x:.1f}", f"{y:.1f}"

    return project, height


def _path(kind: str, ring: Ring, project: Any) -> str:
    steps = [f"{x},{y}" for x, y in map(project, ring)]
    return "M" + "L".join(steps) + ("Z" if kind == "area" else "")
