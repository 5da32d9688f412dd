"""Which neighbourhood units (RW) a shape or a point lies in, or near.

The index finds what is near, shapely says exactly; the cost grows with what is near.
"""

from __future__ import annotations

import shapely
from shapely.geometry.base import BaseGeometry

from simpul.city.queries import city_book
from simpul.kit.geometry import Shape, metres
from simpul.places.calendar.uses import Where
from simpul.places.models import NeighbourhoodUnit
from simpul.places.models.fields import widened


def units_near(plane: BaseGeometry, within_m: float = 0) -> list[Where]:
    """The units that a shape (in metres on the city's plane) touches or is so near to, by key.

    One statement; a unit that several sources know is named once. Empty for an empty shape and
    when the city has brought no units.
    """
    return [where_of(unit) for unit in _near(plane, within_m)]


def unit_at(lat: float, lon: float) -> NeighbourhoodUnit | None:
    """The unit in which a point lies, the first by key on a border; None outside all of them.

    WrongState before a pack is in force.
    """
    point = Shape(shapely.Point(lon, lat))
    found = _near(metres(city_book().settings.epsg).plane(point), 0)
    return found[0] if found else None


def where_of(unit: NeighbourhoodUnit) -> Where:
    """The unit as the calendar counts fatigue at it."""
    return Where("rw", f"rw:{unit.key}", {"id": unit.name, "en": unit.name})


def _near(plane: BaseGeometry, within_m: float) -> list[NeighbourhoodUnit]:
    if plane.is_empty:
        return []
    rows = NeighbourhoodUnit.objects.filter(
        in_force=True, extent__meets=widened(plane.bounds, within_m)
    ).defer("geometry")
    found: dict[str, NeighbourhoodUnit] = {}
    # The newest source speaks for a unit that several know.
    for row in rows.order_by("-imported_at", "pk"):
        if shapely.dwithin(shapely.from_wkb(bytes(row.plane)), plane, within_m):
            found.setdefault(row.key, row)
    return [found[key] for key in sorted(found)]
