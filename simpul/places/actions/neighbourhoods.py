"""Import the city's neighbourhood units (RW)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import shapely
from django.utils.translation import gettext as _
from shapely.geometry.base import BaseGeometry

from simpul.city.queries import city_book
from simpul.kit.actors import Actor
from simpul.kit.geometry import metres
from simpul.places.actions.editions import (
    Edition,
    import_edition,
    refuse_empty,
    refuse_if_refused,
    require_importer,
    source_of,
)
from simpul.places.models import NeighbourhoodUnit
from simpul.places.neighbourhoods.naming import KelurahanNames
from simpul.places.neighbourhoods.reading import (
    Columns,
    Unit,
    UnitReading,
    read_units,
    settled_keys,
)
from simpul.places.troubles import Troubles


@dataclass(frozen=True, slots=True)
class UnitsReport:
    """What an import did. `unmatched`: units whose kelurahan the city pack does not know."""

    source: str
    edition: Edition
    unmatched: int
    troubles: Troubles


def import_units(
    *,
    actor: Actor,
    file: Path,
    columns: Columns | None = None,
    source: str = "",
    all_or_nothing: bool = False,
) -> UnitsReport:
    """Keep the neighbourhood units of a GeoJSON file; what is mended or refused is reported.

    The file stands for its whole `source`, as with roads. `columns` names its properties.
    NotAllowed for anybody but an administrator or the machine's operator; WrongState before a pack
    is in force; `Unreadable` for a file that cannot be taken; InvalidInput when it holds no unit,
    or a refused one while `all_or_nothing`.
    """
    require_importer(actor)
    book = city_book()
    plane, box = metres(book.settings.epsg), book.settings.box
    names = KelurahanNames(book.areas)
    reading = read_units(file, plane, box, names, columns or Columns())
    if all_or_nothing:
        refuse_if_refused(reading.troubles)
    refuse_empty(
        reading.units, reading.troubles, _("The file holds no neighbourhood unit to be taken.")
    )
    source = source_of(file, source)
    edition = import_edition(
        actor=actor,
        model=NeighbourhoodUnit,
        source=source,
        rows=lambda: _rows(reading, source),
        failed=reading.failed,
        troubles=reading.troubles,
        verb="neighbourhoods.imported",
        subject="neighbourhoods:units",
    )
    units = (unit for some in reading.units.values() for unit in some)
    unmatched = sum(not unit.kelurahan.code for unit in units)
    return UnitsReport(source, edition, unmatched, reading.troubles)


def _rows(reading: UnitReading, source: str) -> list[NeighbourhoodUnit]:
    before: dict[str, dict[str, BaseGeometry]] = defaultdict(dict)
    stored = NeighbourhoodUnit.objects.filter(source=source).values_list("key", "plane")
    for key, plane in stored:
        before[key.partition("/")[0]][key] = shapely.from_wkb(bytes(plane))
    return [
        _row(key, unit)
        for base, units in reading.units.items()
        for key, unit in settled_keys(base, units, before[base])
    ]


def _row(key: str, unit: Unit) -> NeighbourhoodUnit:
    return NeighbourhoodUnit(
        key=key,
        name=unit.name(key),
        number=unit.number,
        kelurahan=unit.kelurahan.code,
        geometry=unit.drawn.geojson,
        plane=shapely.to_wkb(unit.plane),
        extent=unit.plane.bounds,
    )
