"""A still map of the places of a permit as SVG: drawn here, nothing from outside, safe to embed.

The ground is the list of neighbourhoods around (names and points), with a scale and north; it helps
to find the place, it is no survey. Colours are fixed: the sketch is printed on paper.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

WIDTH, HEIGHT = 640, 270
MARGIN = 40
METRES_PER_DEGREE = 111_320
SMALLEST_SPAN_M = 700
INK, AMBER, PAPER, MUTED = "#14162b", "#e08a00", "#faf8f4", "#77748a"

Point = tuple[float, float]
"""Longitude, latitude (WGS 84)."""


@dataclass(frozen=True, slots=True)
class Marked:
    """A place to draw, with the letter it has in the tables."""

    label: str
    lat: float | None
    lon: float | None
    geometry: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Near:
    """A name to find one's way by: a neighbourhood and its point."""

    name: str
    lat: float
    lon: float


class _Window:
    """From longitude and latitude to the picture, true to shape at this latitude."""

    def __init__(self, points: Sequence[Point]) -> None:
        lons, lats = [p[0] for p in points], [p[1] for p in points]
        self.lon = (min(lons) + max(lons)) / 2
        self.lat = (min(lats) + max(lats)) / 2
        self.squeeze = math.cos(math.radians(self.lat))
        wide = (max(lons) - min(lons)) * self.squeeze * METRES_PER_DEGREE
        high = (max(lats) - min(lats)) * METRES_PER_DEGREE
        room_x, room_y = WIDTH - 2 * MARGIN, HEIGHT - 2 * MARGIN
        metres = max(wide / room_x, high / room_y, SMALLEST_SPAN_M / room_x)
        self.metres_per_unit = metres

    def at(self, point: Point) -> tuple[float, float]:
        east = (point[0] - self.lon) * self.squeeze * METRES_PER_DEGREE
        north = (point[1] - self.lat) * METRES_PER_DEGREE
        return (
            round(WIDTH / 2 + east / self.metres_per_unit, 1),
            round(HEIGHT / 2 - north / self.metres_per_unit, 1),
        )

    def sees(self, point: Point, margin: float = 24) -> bool:
        x, y = self.at(point)
        return margin <= x <= WIDTH - margin and margin <= y <= HEIGHT - margin


def sketch(places: Sequence[Marked], around: Iterable[Near] = (), *, title: str = "") -> str:
    """The SVG text; "" when no place has a point or a shape."""
    shapes = [(place, list(_shapes(place))) for place in places]
    points = [point for _, parts in shapes for _, ring in parts for point in ring]
    if not points:
        return ""
    window = _Window(points)
    taken: list[tuple[float, float]] = []
    drawn = [_shape(kind, ring, window) for _, parts in shapes for kind, ring in parts]
    pins = [_pin(place, parts, window, taken) for place, parts in shapes if parts]
    pinned, near = list(taken), list(around)
    names = [_near(one, window, taken) for one in near]
    if not any(names):
        names = _beyond(near, window, pinned)
    return "".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img">',
            f"<title>{escape(title)}</title>" if title else "",
            f'<rect width="{WIDTH}" height="{HEIGHT}" rx="8" fill="{PAPER}"/>',
            _grid(window),
            *names,
            *drawn,
            *pins,
            _scale(window),
            "</svg>",
        )
    )


def _shapes(place: Marked) -> Iterable[tuple[str, list[Point]]]:
    geometry = place.geometry or {}
    kind, coordinates = geometry.get("type"), geometry.get("coordinates")
    if kind == "Point":
        yield "point", [_pair(coordinates)]
    elif kind == "LineString":
        yield "line", [_pair(p) for p in coordinates or ()]
    elif kind == "MultiLineString":
        for line in coordinates or ():
            yield "line", [_pair(p) for p in line]
    elif kind == "Polygon":
        yield "area", [_pair(p) for p in (coordinates or [[]])[0]]
    elif kind == "MultiPolygon":
        for polygon in coordinates or ():
            yield "area", [_pair(p) for p in polygon[0]]
    elif place.lat is not None and place.lon is not None:
        yield "point", [(place.lon, place.lat)]


def _pair(position: Any) -> Point:
    return float(position[0]), float(position[1])


def _shape(kind: str, ring: Sequence[Point], window: _Window) -> str:
    if kind == "point":
        return ""
    path = "M" + "L".join(f"{x} {y}" for x, y in map(window.at, ring))
    if kind == "area":
        return (
            f'<path d="{path}Z" fill="{AMBER}" fill-opacity="0.22" stroke="{AMBER}" '
            'stroke-width="2.5" stroke-linejoin="round"/>'
        )
    return (
        f'<path d="{path}" fill="none" stroke="{AMBER}" stroke-width="7" '
        'stroke-linecap="round" stroke-linejoin="round" stroke-opacity="0.8"/>'
    )


def _pin(
    place: Marked,
    parts: Sequence[tuple[str, Sequence[Point]]],
    window: _Window,
    taken: list[tuple[float, float]],
) -> str:
    points = [window.at(point) for _, ring in parts for point in ring]
    x = round(sum(p[0] for p in points) / len(points), 1)
    y = round(sum(p[1] for p in points) / len(points), 1)
    while any(math.hypot(x - a, y - b) < 30 for a, b in taken):
        x = round(x + 32, 1)
    taken.append((x, y))
    return (
        f'<circle cx="{x}" cy="{y}" r="15" fill="{INK}" stroke="#ffffff" stroke-width="2.5"/>'
        f'<text x="{x}" y="{y + 5.5}" font-family="Plus Jakarta Sans, sans-serif" font-size="16" '
        f'font-weight="700" fill="#ffffff" text-anchor="middle">{escape(place.label)}</text>'
    )


def _near(near: Near, window: _Window, taken: list[tuple[float, float]]) -> str:
    if not window.sees((near.lon, near.lat), 40):
        return ""
    x, y = window.at((near.lon, near.lat))
    if any(abs(x - a) < 90 and abs(y - b) < 24 for a, b in taken):
        return ""
    taken.append((x, y))
    return (
        f'<circle cx="{x}" cy="{y - 10}" r="1.8" fill="{MUTED}"/>'
        f'<text x="{x}" y="{y + 3}" font-family="Plus Jakarta Sans, sans-serif" font-size="12.5" '
        f'fill="{MUTED}" text-anchor="middle">{escape(near.name)}</text>'
    )


def _beyond(
    around: Sequence[Near], window: _Window, pinned: Sequence[tuple[float, float]]
) -> list[str]:
    """Where no neighbourhood lies in the picture: signposts at its edge.

    The way is in metres, rounded to hundreds: that needs no comma and so no language.
    """
    signs: list[str] = []
    taken = [(60.0, HEIGHT - 24.0), (WIDTH - 18.0, 36.0)]
    for near in around:
        x, y = window.at((near.lon, near.lat))
        east, south = x - WIDTH / 2, y - HEIGHT / 2
        share = max(abs(east) / (WIDTH / 2 - 84), abs(south) / (HEIGHT / 2 - 22), 1e-9)
        px, py = round(WIDTH / 2 + east / share, 1), round(HEIGHT / 2 + south / share, 1)
        apart = all(abs(px - a) > 150 or abs(py - b) > 34 for a, b in taken)
        free = all(abs(px - a) > 80 or abs(py - b) > 34 for a, b in pinned)
        if len(signs) == 4 or not apart or not free:
            continue
        taken.append((px, py))
        way = round(math.hypot(east, south) * window.metres_per_unit / 100) * 100
        turn = round(math.degrees(math.atan2(south, east)))
        signs.append(
            f'<path d="M-5 -5L5 0L-5 5z" fill="{MUTED}" '
            f'transform="translate({px} {py - 15}) rotate({turn})"/>'
            f'<text x="{px}" y="{py + 4}" font-family="Plus Jakarta Sans, sans-serif" '
            f'font-size="13" fill="{MUTED}" text-anchor="middle">{escape(near.name)} '
            f"{way:.0f} m</text>"
        )
    return signs


def _step(metres: float) -> int:
    """A round length (1, 2 or 5 times a power of ten) not above `metres`."""
    power = 10 ** math.floor(math.log10(metres))
    return int(max(n * power for n in (1, 2, 5) if n * power <= metres))


def _grid(window: _Window) -> str:
    gap = _step(window.metres_per_unit * 160) / window.metres_per_unit
    lines = []
    for count in range(-8, 9):
        x, y = round(WIDTH / 2 + count * gap, 1), round(HEIGHT / 2 + count * gap, 1)
        if 0 < x < WIDTH:
            lines.append(f"M{x} 0V{HEIGHT}")
        if 0 < y < HEIGHT:
            lines.append(f"M0 {y}H{WIDTH}")
    return f'<path d="{"".join(lines)}" stroke="#e7e2d8" stroke-width="1" fill="none"/>'


def _scale(window: _Window) -> str:
    metres = _step(window.metres_per_unit * 130)
    length = round(metres / window.metres_per_unit, 1)
    words = f"{metres} m" if metres < 1000 else f"{metres // 1000} km"
    y = HEIGHT - 16
    return (
        f'<path d="M18 {y - 6}V{y}H{18 + length}V{y - 6}" fill="none" stroke="{INK}" '
        'stroke-width="1.6"/>'
        f'<text x="{18 + length / 2}" y="{y - 6}" font-family="Plus Jakarta Sans, sans-serif" '
        f'font-size="13" fill="{INK}" text-anchor="middle">{words}</text>'
        f'<path d="M{WIDTH - 26} 40l8 -22l8 22l-8 -5z" fill="{INK}"/>'
        f'<text x="{WIDTH - 18}" y="54" font-family="Plus Jakarta Sans, sans-serif" font-size="11" '
        f'font-weight="700" fill="{INK}" text-anchor="middle">U/N</text>'
    )
