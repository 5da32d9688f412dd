"""The imported places that need quiet near a box: for the check of clashes."""

from __future__ import annotations

from collections.abc import Iterable

import shapely

from simpul.places.calendar.uses import QuietPlace
from simpul.places.models import QuietSpot
from simpul.places.models.fields import Extent, meeting, widened


def quiet_near(extents: Iterable[Extent], within_m: float) -> tuple[QuietPlace, ...]:
    """Places whose own box is within so many metres of one of these extents on the city's plane.

    One statement. A box is never farther than what it holds, so none within the distance is
    missing; the check measures exactly.
    """
    boxes = meeting("extent", [widened(extent, within_m) for extent in extents])
    rows = QuietSpot.objects.filter(boxes, in_force=True)
    return tuple(
        QuietPlace(
            code=f"quiet:{row.pk}",
            name={"id": row.name, "en": row.name},
            kind=row.kind,
            plane=shapely.from_wkb(bytes(row.plane)),
            lat=row.lat,
            lon=row.lon,
        )
        for row in rows.defer("geometry")
    )
