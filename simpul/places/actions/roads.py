"""Import the city's roads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import shapely
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from simpul.city.queries import city_book
from simpul.journal.actions import record
from simpul.kit.actors import Actor
from simpul.kit.geometry import metres
from simpul.kit.outcomes import InvalidInput, NotAllowed
from simpul.places.models import Street
from simpul.places.streets.reading import Road, RoadReading, read_roads
from simpul.places.troubles import REFUSED, Troubles

BATCH = 2000
FIELDS = ("name", "type", "lanes", "oneway", "geometry", "plane", "extent", "length_m")
STATE = ("in_force", "imported_at")


@dataclass(frozen=True, slots=True)
class RoadsReport:
    """What an import did. `gone`: roads of the same source that the file no longer holds."""

    source: str
    new: int
    changed: int
    same: int
    gone: int
    length_m: float
    troubles: Troubles


def import_roads(
    *, actor: Actor, file: Path, source: str = "", all_or_nothing: bool = False
) -> RoadsReport:
    """Keep the roads of a GeoJSON file; what is mended or refused is in the report.

    The file stands for its whole `source` (its name by default): brought again, it changes what
    differs, and what it no longer holds is out of force. NotAllowed for anybody but an
    administrator or the machine's operator; WrongState before a pack is in force; `Unreadable` for
    a file that cannot be taken; InvalidInput when it holds no road, or a refused one while
    `all_or_nothing`. Memory grows with the roads, not with the text.
    """
    require_importer(actor)
    settings = city_book().settings
    reading = read_roads(file, metres(settings.epsg), settings.box)
    if not reading.roads:
        raise InvalidInput({"file": [_("The file holds no road that can be taken.")]})
    if all_or_nothing:
        refuse_if_refused(reading.troubles)
    source = (source or file.name.removesuffix(".gz").rpartition(".")[0] or file.name)[:100]
    with transaction.atomic():
        report = _keep(reading, source)
        data = {"source": source, "new": report.new, "changed": report.changed}
        record(
            actor=actor,
            verb="streets.imported",
            subject="streets:roads",
            data={**data, "gone": report.gone, "refused": reading.troubles.count(REFUSED)},
        )
    return report


def require_importer(actor: Actor) -> None:
    """NotAllowed unless the actor may bring the city's data."""
    if actor.kind != "system" and not actor.has_role("administrator"):
        raise NotAllowed(_("Only an administrator brings data of the city."))


def refuse_if_refused(troubles: Troubles) -> None:
    """InvalidInput with the refusals, for those who take a file whole or not at all."""
    from django.utils.translation import get_language

    if troubles.count(REFUSED):
        language = get_language() or "id"
        told = [one.sentence(language) for one in troubles if one.done == REFUSED]
        raise InvalidInput({"file": [*told, _("Nothing was loaded, as wished.")]})


def _keep(reading: RoadReading, source: str) -> RoadsReport:
    with connection.cursor() as cursor:
        # Two imports of one source would each take the other's roads for gone.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"roads:{source}"])
    now = timezone.now()
    before = _before(source)
    new = changed = 0
    # A batch at a time: a large city's rows are never all in memory.
    for roads in _batches(reading.roads.values()):
        fresh: list[Street] = []
        other: list[Street] = []
        for road in roads:
            row = _street(road, source, now)
            known = before.get(road.id)
            if known is None:
                fresh.append(row)
            elif not known.in_force or known.mark != _mark(row):
                row.pk = known.pk
                other.append(row)
        Street.objects.bulk_create(fresh)
        Street.objects.bulk_update(other, [*FIELDS, *STATE], batch_size=500)
        new, changed = new + len(fresh), changed + len(other)
    gone = [one.pk for key, one in before.items() if one.in_force and key not in reading.roads]
    Street.objects.filter(pk__in=gone).update(in_force=False)
    length = sum(road.length_m for road in reading.roads.values())
    same = len(reading.roads) - new - changed
    return RoadsReport(source, new, changed, same, len(gone), length, reading.troubles)


class _Known(NamedTuple):
    pk: int
    in_force: bool
    mark: int


def _before(source: str) -> dict[str, _Known]:
    """The roads of a source as they are stored."""
    rows = Street.objects.filter(source=source).iterator(chunk_size=BATCH)
    return {row.key: _Known(row.pk, row.in_force, _mark(row)) for row in rows}


def _mark(row: Street) -> int:
    """The same for a road that has not changed."""
    return hash((bytes(row.plane), row.name, row.type, row.lanes, row.oneway))


def _street(road: Road, source: str, now: datetime) -> Street:
    return Street(
        source=source,
        imported_at=now,
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


def _batches(roads: Iterable[Road]) -> Iterator[list[Road]]:
    rest = iter(roads)
    while batch := list(islice(rest, BATCH)):
        yield batch
