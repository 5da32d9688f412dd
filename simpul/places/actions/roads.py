"""Import the city's roads."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import shapely
from django.utils.translation import gettext as _

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
from simpul.places.models import Street
from simpul.places.streets.reading import Road, read_roads
from simpul.places.troubles import Troubles


@dataclass(frozen=True, slots=True)
class RoadsReport:
    """What an import did."""

    source: str
    edition: Edition
    length_m: float
    troubles: Troubles


def import_roads(
    *, actor: Actor, file: Path, source: str = "", all_or_nothing: bool = False
) -> RoadsReport:
    """Keep the roads of a GeoJSON file; what is mended or refused is in the report.

    The file stands for its whole `source` (its name by default): brought again, it changes what
    differs, and what it no longer holds is out of force; a road that it holds but that is refused
    stays as it was. NotAllowed for anybody but an
    administrator or the machine's operator; WrongState before a pack is in force; `Unreadable` for
    a file that cannot be taken; InvalidInput when it holds no road, or a refused one while
    `all_or_nothing`. Memory grows with the roads, not with the text.
    """
    require_importer(actor)
    settings = city_book().settings
    reading = read_roads(file, metres(settings.epsg), settings.box)
    if all_or_nothing:
        refuse_if_refused(reading.troubles)
    refuse_empty(reading.roads, reading.troubles, _("The file holds no road that can be taken."))
    source = source_of(file, source)
    edition = import_edition(
        actor=actor,
        model=Street,
        source=source,
        rows=lambda: map(_row, reading.roads.values()),
        failed=reading.failed,
        troubles=reading.troubles,
        verb="streets.imported",
        subject="streets:roads",
    )
    length = sum(road.length_m for road in reading.roads.values())
    return RoadsReport(source, edition, length, reading.troubles)


def _row(road: Road) -> Street:
    return Street(
        key=road.id,
        name=road.name,
        type=road.type,
        lanes=road.lanes,
        oneway=road.oneway,
        geometry=road.drawn.geojson,
        plane=shapely.to_wkb(road.plane),
        extent=road.plane.bounds,
        length_m=road.length_m,
    )
