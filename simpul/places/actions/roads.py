"""Import the city's roads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

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
    before = {row.key: row for row in Street.objects.filter(source=source)}
    new: list[Street] = []
    changed: list[Street] = []
    for road in reading.roads.values():
        row = _street(road, source)
        row.imported_at = now
        known = before.get(road.id)
        if known is None:
            new.append(row)
        elif not known.in_force or _differs(known, row):
            row.pk = known.pk
            changed.append(row)
    for rows in _batches(new):
        Street.objects.bulk_create(rows)
    for rows in _batches(changed):
        Street.objects.bulk_update(rows, [*FIELDS, *STATE], batch_size=500)
    gone = [row.pk for key, row in before.items() if row.in_force and key not in reading.roads]
    Street.objects.filter(pk__in=gone).update(in_force=False)
    length = sum(road.length_m for road in reading.roads.values())
    same = len(reading.roads) - len(new) - len(changed)
    return RoadsReport(source, len(new), len(changed), same, len(gone), length, reading.troubles)


def _differs(one: Street, other: Street) -> bool:
    return bytes(one.plane) != other.plane or any(
        getattr(one, name) != getattr(other, name) for name in ("name", "type", "lanes", "oneway")
    )


def _street(road: Road, source: str) -> Street:
    return Street(
        source=source,
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


def _batches(rows: list[Street]) -> Iterator[list[Street]]:
    rest = iter(rows)
    while batch := list(islice(rest, BATCH)):
        yield batch
