"""What stands in the calendar near the uses somebody wants: one statement, then exact geometry.

The index answers with boxes and periods; what is left (some ten rows) is compared as shapes, all at
once, with shapely. Two uses share ground when one takes a ground that the other takes too (the
same, a part, a whole) or when the insides of their shapes meet; shapes that only touch share none.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple
from uuid import UUID

import numpy as np
import shapely
from django.db import connection
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from simpul.kit.periods import Period
from simpul.kit.texts import Texts
from simpul.places.models.fields import Extent, box_text
from simpul.places.models.ground import Ground


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """What somebody wants of one ground. `kind`: of `Booking.Kind`; `radius_m`: kept free around
    it; `vehicles`: parked or working there."""

    ground: Ground
    kind: str
    period: Period
    exclusive: bool = False
    vehicles: int = 0
    radius_m: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbour:
    """A booking that stands near a wanted use at the same time.

    `use`: number of the wanted use in the sequence asked for. `shares`: on the same ground (see the
    module's text). `distance_m`: between the shapes, None where one has no shape. `reach`: what
    is kept free around one meets the other.
    """

    use: int
    booking_id: int
    hold_id: int
    uid: UUID
    holder: str
    source: str
    state: str
    title: str
    confidential: bool
    recorded_at: datetime
    complete_at: datetime | None
    people_disturbed: int | None
    impact: int | None
    kind: str
    period: Period
    exclusive: bool
    vehicles: int
    radius_m: int
    ground_id: int
    ground_code: str
    ground_name: Texts
    plane: BaseGeometry | None
    shares: bool
    reach: bool
    distance_m: float | None


_NEAR = """
WITH RECURSIVE wants (n, ground_id, extent, during) AS (VALUES {wants}),
down (n, id) AS (
  SELECT n, ground_id FROM wants
  UNION SELECT d.n, p.part_id FROM down d JOIN places_groundpart p ON p.whole_id = d.id),
linked (n, id) AS (
  SELECT n, id FROM down
  UNION SELECT l.n, p.whole_id FROM linked l JOIN places_groundpart p ON p.part_id = l.id),
found (n, id, linked) AS (
  SELECT w.n, b.id, false FROM wants w JOIN places_booking b
    ON b.extent && w.extent AND b.during && w.during AND NOT b.state = 'released'
  UNION ALL
  SELECT w.n, b.id, true FROM linked l JOIN wants w ON w.n = l.n JOIN places_booking b
    ON b.ground_id = l.id AND upper(b.during) > lower(w.during)
    AND b.during && w.during AND NOT b.state = 'released'
  WHERE l.id <> w.ground_id OR w.extent IS NULL)
SELECT f.n, b.id, h.id, h.uid, h.holder, h.source, h.state, h.title, h.confidential, h.created_at,
  h.complete_at, h.people_disturbed, h.impact, b.kind, lower(b.during), upper(b.during),
  b.exclusive, b.vehicles, b.radius_m, g.id, g.code, g.name::text, g.plane, f.linked
FROM (SELECT n, id, bool_or(linked) AS linked FROM found GROUP BY n, id) f
  JOIN places_booking b ON b.id = f.id JOIN places_hold h ON h.id = b.hold_id
  JOIN places_ground g ON g.id = b.ground_id
WHERE h.holder <> %s
ORDER BY f.n, lower(b.during), b.id
"""


def clashing_bookings(
    uses: Sequence[Use], *, within_m: float = 0.0, but_not: str = ""
) -> list[Neighbour]:
    """What stands at the same time on the same ground as `uses`, or within reach of them.

    `within_m`: also what is no farther away than so many metres. `but_not`: a holder whose own
    bookings do not count. Released holds do not stand. One statement, whatever is stored.
    """
    wants = _wants(uses)
    if not wants:
        return []
    rows = _rows(wants, within_m, but_not)
    shapes = _shapes({row.ground_id: row.plane for row in rows})
    pairs = [(n, row) for row in rows for n in wants[row.n].uses if _meets(uses[n].period, row)]
    shares, metres = _compare(uses, pairs, shapes)
    found = []
    for (n, row), shared, away in zip(pairs, shares.tolist(), metres.tolist(), strict=True):
        radii = uses[n].radius_m + row.radius_m
        reach = radii > 0 and away <= radii
        if shared or reach or (within_m > 0 and away <= within_m):
            found.append(_neighbour(n, row, shapes[row.ground_id], shared, reach, away))
    return found


@dataclass(slots=True)
class _Want:
    """What is wanted of one ground with one radius, at all its periods."""

    ground: Ground
    radius_m: int
    uses: list[int]
    periods: list[Period]


class _Row(NamedTuple):
    n: int
    booking_id: int
    hold_id: int
    uid: UUID
    holder: str
    source: str
    state: str
    title: str
    confidential: bool
    recorded_at: datetime
    complete_at: datetime | None
    people_disturbed: int | None
    impact: int | None
    kind: str
    start: datetime
    end: datetime
    exclusive: bool
    vehicles: int
    radius_m: int
    ground_id: int
    ground_code: str
    ground_name: str
    plane: bytes | None
    linked: bool


def _wants(uses: Sequence[Use]) -> list[_Want]:
    found: dict[tuple[int, int], _Want] = {}
    for n, use in enumerate(uses):
        want = found.setdefault(
            (use.ground.pk, use.radius_m), _Want(use.ground, use.radius_m, [], [])
        )
        want.uses.append(n)
        want.periods.append(use.period)
    return list(found.values())


def _rows(wants: Sequence[_Want], within_m: float, but_not: str) -> list[_Row]:
    values: list[int | str | None] = []
    for n, want in enumerate(wants):
        extent: Extent | None = want.ground.extent
        box = None if extent is None else box_text(widened(extent, want.radius_m + within_m))
        spans = ",".join(f"[{one.start.isoformat()},{one.end.isoformat()})" for one in want.periods)
        values += [n, want.ground.pk, box, f"{{{spans}}}"]
    places = ", ".join(["(%s::int, %s::bigint, %s::box, %s::tstzmultirange)"] * len(wants))
    with connection.cursor() as cursor:
        cursor.execute(_NEAR.format(wants=places), [*values, but_not])
        return [_Row(*row) for row in cursor.fetchall()]


def widened(extent: Extent, metres: float) -> Extent:
    """The extent with so many metres more on each side."""
    west, south, east, north = extent
    return west - metres, south - metres, east + metres, north + metres


def shape_of(plane: bytes | memoryview | None) -> BaseGeometry | None:
    """A shape as it is stored, in metres."""
    return None if plane is None else shapely.from_wkb(bytes(plane))


def _shapes(planes: Mapping[int, bytes | None]) -> dict[int, BaseGeometry | None]:
    return {key: shape_of(plane) for key, plane in planes.items()}


def _meets(period: Period, row: _Row) -> bool:
    # Moments, not wall clocks: Python compares two times of one zone by what the clock showed.
    return period.start.timestamp() < row.end.timestamp() and (
        row.start.timestamp() < period.end.timestamp()
    )


def _compare(
    uses: Sequence[Use],
    pairs: Sequence[tuple[int, _Row]],
    shapes: Mapping[int, BaseGeometry | None],
) -> tuple[NDArray[np.bool_], NDArray[np.float64]]:
    """For each pair: do they share ground, and how many metres lie between (NaN: unknown)?"""
    own = {n: shape_of(uses[n].ground.plane) for n in {n for n, _ in pairs}}
    mine, theirs = np.empty(len(pairs), dtype=object), np.empty(len(pairs), dtype=object)
    mine[:] = [own[n] for n, _ in pairs]
    theirs[:] = [shapes[row.ground_id] for _, row in pairs]
    metres = shapely.distance(mine, theirs)
    inside = metres == 0
    inside[inside] = ~shapely.touches(mine[inside], theirs[inside])
    keys = [row.linked or row.ground_id == uses[n].ground.pk for n, row in pairs]
    return inside | np.array(keys, dtype=bool), metres


def _neighbour(
    n: int, row: _Row, plane: BaseGeometry | None, shares: bool, reach: bool, away: float
) -> Neighbour:
    return Neighbour(
        use=n,
        booking_id=row.booking_id,
        hold_id=row.hold_id,
        uid=row.uid,
        holder=row.holder,
        source=row.source,
        state=row.state,
        title=row.title,
        confidential=row.confidential,
        recorded_at=row.recorded_at,
        complete_at=row.complete_at,
        people_disturbed=row.people_disturbed,
        impact=row.impact,
        kind=row.kind,
        period=Period(row.start.astimezone(UTC), row.end.astimezone(UTC)),
        exclusive=row.exclusive,
        vehicles=row.vehicles,
        radius_m=row.radius_m,
        ground_id=row.ground_id,
        ground_code=row.ground_code,
        ground_name=json.loads(row.ground_name),
        plane=plane,
        shares=shares,
        reach=reach,
        distance_m=None if math.isnan(away) else away,
    )


_PARTS = """
WITH RECURSIVE down (top, id) AS (
  SELECT key, key FROM unnest(%s::bigint[]) AS t (key)
  UNION SELECT d.top, p.part_id FROM down d JOIN places_groundpart p ON p.whole_id = d.id)
SELECT top, id FROM down
"""


def takes_of(ground_ids: Iterable[int]) -> dict[int, frozenset[int]]:
    """Each ground -> itself, its parts and their parts. One statement."""
    keys = sorted(set(ground_ids))
    found: dict[int, set[int]] = {key: set() for key in keys}
    if keys:
        with connection.cursor() as cursor:
            cursor.execute(_PARTS, [keys])
            for top, part in cursor.fetchall():
                found[top].add(part)
    return {key: frozenset(parts) for key, parts in found.items()}
