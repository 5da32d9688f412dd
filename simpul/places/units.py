"""Which neighbourhood units (RW) a shape or a point lies in, or near.

The index finds what is near, shapely says exactly; the cost grows with what is near.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from simpul.city.queries import city_book
from simpul.kit.geometry import Shape, metres
from simpul.places.calendar.uses import Where
from simpul.places.models import NeighbourhoodUnit
from simpul.places.models.fields import meeting, widened


def units_near(plane: BaseGeometry, within_m: float = 0) -> list[Where]:
    """The units that a shape (in metres on the city's plane) touches or is so near to, by key.

    One statement; a unit that several sources know is named once. Empty for an empty shape and
    when the city has brought no units.
    """
    return units_around([plane], within_m)[0]


def units_around(planes: Sequence[BaseGeometry], within_m: float = 0) -> list[list[Where]]:
    """The same for each of several shapes. One statement for all of them."""
    return [[where_of(unit) for unit in units] for units in _near(planes, within_m)]


def unit_at(lat: float, lon: float) -> NeighbourhoodUnit | None:
    """The unit in which a point lies, the first by key on a border; None outside all of them.

    WrongState before a pack is in force.
    """
    point = Shape(shapely.Point(lon, lat))
    (found,) = _near([metres(city_book().settings.epsg).plane(point)], 0)
    return found[0] if found else None


def where_of(unit: NeighbourhoodUnit) -> Where:
    """The unit as the calendar counts fatigue at it."""
    return Where("rw", f"rw:{unit.key}", {"id": unit.name, "en": unit.name})


def _near(planes: Sequence[BaseGeometry], within_m: float) -> list[list[NeighbourhoodUnit]]:
    placed = [plane for plane in planes if not plane.is_empty]
    if not placed:
        return [[] for _ in planes]
    boxes = meeting("extent", [widened(plane.bounds, within_m) for plane in placed])
    # The newest source speaks for a unit that several know.
    rows = NeighbourhoodUnit.objects.filter(boxes, in_force=True).order_by("-imported_at", "pk")
    units = list(rows.defer("geometry"))
    stored = np.empty(len(units), dtype=object)
    stored[:] = [bytes(unit.plane) for unit in units]
    shapes = shapely.from_wkb(stored)
    found = []
    for plane in planes:
        here: dict[str, NeighbourhoodUnit] = {}
        for unit, near in zip(units, shapely.dwithin(shapes, plane, within_m), strict=True):
            if near:
                here.setdefault(unit.key, unit)
        found.append([here[key] for key in sorted(here)])
    return found
