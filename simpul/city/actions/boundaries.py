"""Import the boundaries of areas."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from shapely.geometry import shape

from simpul.city.boundaries import Note, compare, read_boundaries
from simpul.city.models import Area
from simpul.journal.actions import record
from simpul.kit.actors import Actor
from simpul.kit.outcomes import InvalidInput, NotAllowed, WrongState


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did. `without`: areas of the imported levels that still have no boundary."""

    imported: int
    levels: tuple[str, ...]
    without: tuple[str, ...]
    notes: tuple[Note, ...]


def import_boundaries(*, actor: Actor, data: object, source: str) -> ImportReport:
    """Keep the boundaries of a parsed GeoJSON file; broken polygons are repaired and reported.

    NotAllowed for anybody but an administrator or the machine's operator; WrongState before a
    pack is in force; InvalidInput when the file holds no boundary of a known area.
    """
    if actor.kind != "system" and not actor.has_role("administrator"):
        raise NotAllowed(_("Only an administrator imports boundaries."))
    with transaction.atomic():
        rows = {row.code: row for row in Area.objects.select_for_update().filter(in_force=True)}
        if not rows:
            raise WrongState(_("No city pack is in force yet."))
        reading = read_boundaries(data, rows.keys())
        if reading.errors or not reading.found:
            language = get_language() or "id"
            told = [note.text(language) for note in (*reading.errors, *reading.notes[:10])]
            raise InvalidInput({"file": told})
        parents = {
            code: shape(row.boundary) for code, row in rows.items() if row.boundary is not None
        }
        compare(
            reading,
            parents | reading.found,
            {code: row.parent_id or "" for code, row in rows.items()},
            {code: (row.lon, row.lat) for code, row in rows.items() if row.lat is not None},  # type: ignore[misc]
        )
        now = timezone.now()
        changed = []
        for code, geojson in reading.geojson().items():
            row = rows[code]
            row.boundary, row.boundary_source, row.boundary_at = geojson, source[:200], now
            changed.append(row)
        Area.objects.bulk_update(changed, ["boundary", "boundary_source", "boundary_at"])
        levels = tuple(sorted({row.level for row in changed}))
        record(
            actor=actor,
            verb="areas.boundaries_imported",
            subject="areas:boundaries",
            data={"source": source[:200], "areas": len(changed), "levels": list(levels)},
        )
    without = sorted(c for c, r in rows.items() if r.level in levels and r.boundary is None)
    return ImportReport(len(changed), levels, tuple(without), tuple(reading.notes))
