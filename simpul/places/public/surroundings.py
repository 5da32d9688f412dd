"""Which bus lines a list of closures cuts, and in which streets a list of places lies.

Asked for all places at once, so that a list of thirty costs what a list of one does.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import shapely
from django.db.models import Q
from shapely import LineString
from shapely.geometry.base import BaseGeometry

from simpul.places.models import BusRoute, BusShape, Street
from simpul.places.models.fields import Extent
from simpul.places.near import shape_of, widened
from simpul.places.transit.touching import NEAR_M, BusWay, touches

BESIDE_M = 30.0
MOST_BOXES = 60
"""More places than these are asked for with the one box that holds them all."""

Planes = Mapping[int, BaseGeometry]


def lines_cut(closures: Planes) -> dict[int, tuple[str, ...]]:
    """Ground -> names of the bus lines a closure of it cuts. Two statements, or none."""
    if not closures:
        return {}
    rows = BusShape.objects.filter(_near(closures.values(), NEAR_M)).values_list(
        "route_id", "direction", "plane"
    )
    ways = [
        BusWay(route, way, line)
        for route, way, plane in rows
        if isinstance(line := shape_of(plane), LineString)
    ]
    if not ways:
        return {}
    courses = np.array([way.course for way in ways], dtype=object)
    cut = {}
    for ground, plane in closures.items():
        near = np.flatnonzero(shapely.dwithin(courses, plane, NEAR_M))
        cut[ground] = [touch.line for touch in touches(plane, [ways[n] for n in near], NEAR_M)]
    routes = BusRoute.objects.in_bulk({line for lines in cut.values() for line in lines})
    return {
        ground: tuple(
            dict.fromkeys(routes[n].short_name or routes[n].long_name for n in lines if n in routes)
        )
        for ground, lines in cut.items()
    }


def streets_of(places: Planes) -> dict[int, str]:
    """Ground -> name of the nearest street beside it. One statement, or none."""
    if not places:
        return {}
    rows = (
        Street.objects.filter(_near(places.values(), BESIDE_M), in_force=True)
        .exclude(name="")
        .values_list("name", "plane")
    )
    names, planes = [], []
    for name, plane in rows:
        names.append(name)
        planes.append(shape_of(plane))
    if not names:
        return {}
    lines = np.array(planes, dtype=object)
    found = {}
    for ground, place in places.items():
        away = shapely.distance(lines, place)
        best = int(np.argmin(away))
        if away[best] <= BESIDE_M:
            found[ground] = names[best]
    return found


def _near(planes: Iterable[BaseGeometry], metres: float) -> Q:
    boxes: list[Extent] = [widened(plane.bounds, metres) for plane in planes]
    if len(boxes) > MOST_BOXES:
        sides = np.array(boxes)
        west, south = sides[:, :2].min(axis=0).tolist()
        east, north = sides[:, 2:].max(axis=0).tolist()
        boxes = [(west, south, east, north)]
    found = Q(pk__in=[])
    for box in boxes:
        found |= Q(extent__meets=box)
    return found
