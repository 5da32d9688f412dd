"""Import places that need quiet: houses of worship, schools, hospitals."""

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
from simpul.places.models import QuietSpot
from simpul.places.quietspots import Spot, read_spots
from simpul.places.troubles import Troubles


@dataclass(frozen=True, slots=True)
class QuietReport:
    """What an import did."""

    source: str
    edition: Edition
    troubles: Troubles


def import_quiet(
    *, actor: Actor, file: Path, source: str = "", all_or_nothing: bool = False
) -> QuietReport:
    """Keep the places of a GeoJSON file; what is mended or refused is in the report.

    The file stands for its whole `source`, as with roads. NotAllowed for anybody but an
    administrator or the machine's operator; WrongState before a pack is in force; `Unreadable` for
    a file that cannot be taken; InvalidInput when it holds no place, or a refused one while
    `all_or_nothing`.
    """
    require_importer(actor)
    settings = city_book().settings
    reading = read_spots(file, metres(settings.epsg), settings.box)
    if all_or_nothing:
        refuse_if_refused(reading.troubles)
    refuse_empty(reading.spots, reading.troubles, _("The file holds no place to be taken."))
    source = source_of(file, source)
    edition = import_edition(
        actor=actor,
        model=QuietSpot,
        source=source,
        rows=lambda: map(_row, reading.spots.values()),
        failed=reading.failed,
        troubles=reading.troubles,
        verb="quiet.imported",
        subject="quiet:places",
    )
    return QuietReport(source, edition, reading.troubles)


def _row(spot: Spot) -> QuietSpot:
    lat, lon = spot.drawn.middle
    return QuietSpot(
        key=spot.id,
        name=spot.name,
        kind=spot.kind,
        lat=lat,
        lon=lon,
        geometry=spot.drawn.geojson,
        plane=shapely.to_wkb(spot.plane),
        extent=spot.plane.bounds,
    )
