"""What stands in the calendar near the uses somebody wants: one statement, then exact geometry.

The index answers with squares of space and time (`squares.py`), the server then compares boxes and
periods; what is left (some ten rows) is compared as shapes, all at once. Two uses share
ground when one takes a ground that the other takes too (the same, a part, a whole) or when the
insides of their shapes meet; shapes that only touch share none.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import Any, NamedTuple
from uuid import UUID

import numpy as np
import shapely
from django.db import connection
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from simpul.kit.periods import Period
from simpul.kit.texts import Texts
from simpul.places.details import NOTHING, Details
from simpul.places.models.fields import Extent, box_text
from simpul.places.models.ground import Ground
from simpul.places.squares import keys_of_question

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_INSTANT = timedelta(microseconds=1)
_NO_DETAILS: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """What somebody wants of one ground. `kind`: of `Booking.Kind`; `radius_m`: kept free around
    it; `vehicles`: parked or working there; `details`: what else it takes."""

    ground: Ground
    kind: str
    period: Period
    exclusive: bool = False
    vehicles: int = 0
    radius_m: int = 0
    details: Details = NOTHING


class Neighbour(NamedTuple):
    """A booking that stands near a wanted use at the same time.

    `use`: number of the wanted use in the sequence asked for. `shares`: on the same ground (see the
    module's text). `distance_m`: between the shapes, None where one has no shape. `reach`: what
    is kept free around one meets the other. `period`: of the booking, in UTC.
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
    details: Mapping[str, Any]


# Moments travel as microseconds: psycopg reads whole numbers ten times faster than dates.
_COLUMNS = """h.id, h.uid, h.holder, h.source, h.state, h.title, h.confidential,
  (extract(epoch FROM h.created_at) * 1000000)::bigint,
  (extract(epoch FROM h.complete_at) * 1000000)::bigint, h.people_disturbed, h.impact, b.kind,
  (extract(epoch FROM lower(b.during)) * 1000000)::bigint,
  (extract(epoch FROM upper(b.during)) * 1000000)::bigint,
  b.exclusive, b.vehicles, b.radius_m, g.id, g.code, g.name::text, g.plane,
  nullif(b.details::text, '{{}}')"""

_NEAR = f"""
WITH RECURSIVE wants (n, ground_id, extent, during, squares) AS (VALUES {{wants}}),
down (n, id) AS (
  SELECT n, ground_id FROM wants
  UNION SELECT d.n, p.part_id FROM down d JOIN places_groundpart p ON p.whole_id = d.id),
linked (n, id) AS (
  SELECT n, id FROM down
  UNION SELECT l.n, p.whole_id FROM linked l JOIN places_groundpart p ON p.part_id = l.id)
SELECT w.n, b.id, false, {_COLUMNS}
FROM wants w JOIN places_booking b ON {{squares}} b.extent && w.extent AND b.during && w.during
  AND NOT b.state = 'released'
JOIN places_hold h ON h.id = b.hold_id JOIN places_ground g ON g.id = b.ground_id
WHERE h.holder <> %s
UNION ALL
SELECT w.n, b.id, true, {_COLUMNS}
FROM linked l JOIN wants w ON w.n = l.n JOIN places_booking b
  ON b.ground_id = l.id AND upper(b.during) > lower(w.during) AND b.during && w.during
  AND NOT b.state = 'released'
JOIN places_hold h ON h.id = b.hold_id JOIN places_ground g ON g.id = b.ground_id
WHERE (l.id <> w.ground_id OR w.extent IS NULL) AND h.holder <> %s
"""  # noqa: S608 - only our own column names are put in


def clashing_bookings(
    uses: Sequence[Use], *, within_m: float = 0.0, but_not: str = ""
) -> list[Neighbour]:
    """What stands at the same time on the same ground as `uses`, or within reach of them.

    `within_m`: also what is no farther away than so many metres. `but_not`: a holder whose own
    bookings do not count. Released holds do not stand. One statement, whatever is stored; ordered
    by use, then by beginning.
    """
    wants = _wants(uses)
    rows = _rows(wants, within_m, but_not) if wants else []
    if not rows:
        return []
    grounds = {row.ground_id: (shape_of(row.plane), json.loads(row.ground_name)) for row in rows}
    shares, metres = _compare(wants, rows, {key: shape for key, (shape, _) in grounds.items()})
    found = []
    for row, shared, away in zip(rows, shares.tolist(), metres.tolist(), strict=True):
        want = wants[row.n]
        radii = want.radius_m + row.radius_m
        reach = radii > 0 and away <= radii
        if not (shared or reach or (within_m > 0 and away <= within_m)):
            continue
        plane, name = grounds[row.ground_id]
        period = Period(_moment(row.start), _moment(row.end))
        distance = None if away != away else away
        found += [
            _neighbour(use, row, period, name, plane, shared, reach, distance)
            for use, start, end in want.uses
            if start < row.end and row.start < end
        ]
    found.sort(key=lambda one: (one.use, one.period.start, one.booking_id))
    return found


class _Want(NamedTuple):
    """What is wanted of one ground with one radius. `uses`: number, from, to in microseconds."""

    ground: Ground
    radius_m: int
    uses: list[tuple[int, int, int]]
    periods: list[Period]


class _Row(NamedTuple):
    n: int
    booking_id: int
    linked: bool
    hold_id: int
    uid: UUID
    holder: str
    source: str
    state: str
    title: str
    confidential: bool
    recorded_at: int
    complete_at: int | None
    people_disturbed: int | None
    impact: int | None
    kind: str
    start: int
    end: int
    exclusive: bool
    vehicles: int
    radius_m: int
    ground_id: int
    ground_code: str
    ground_name: str
    plane: bytes | None
    details: str | None


def _wants(uses: Sequence[Use]) -> list[_Want]:
    found: dict[tuple[int, int], _Want] = {}
    for n, use in enumerate(uses):
        key = (use.ground.pk, use.radius_m)
        want = found.get(key)
        if want is None:
            want = found[key] = _Want(use.ground, use.radius_m, [], [])
        want.uses.append((n, _micros(use.period.start), _micros(use.period.end)))
        want.periods.append(use.period)
    return list(found.values())


def _rows(wants: Sequence[_Want], within_m: float, but_not: str) -> list[_Row]:
    values: list[int | str | None] = []
    by_squares = True
    for n, want in enumerate(wants):
        box, keys = None, None
        if want.ground.extent is not None:
            extent = widened(want.ground.extent, want.radius_m + within_m)
            box, keys = box_text(extent), keys_of_question(extent, want.periods)
            by_squares = by_squares and keys is not None
        spans = ",".join(f"[{one.start.isoformat()},{one.end.isoformat()})" for one in want.periods)
        squares = None if keys is None else f"{{{','.join(map(str, keys))}}}"
        values += [n, want.ground.pk, box, f"{{{spans}}}", squares]
    one = "(%s::int, %s::bigint, %s::box, %s::tstzmultirange, %s::bigint[])"
    query = _NEAR.format(
        wants=", ".join([one] * len(wants)),
        squares="b.squares && w.squares AND" if by_squares else "",
    )
    with connection.cursor() as cursor:
        cursor.execute(query, [*values, but_not, but_not])
        found: dict[tuple[int, int], _Row] = {}
        for values_of_row in cursor.fetchall():
            row = _Row(*values_of_row)
            known = found.get((row.n, row.booking_id))
            if known is None or row.linked:
                found[row.n, row.booking_id] = row
    return list(found.values())


def widened(extent: Extent, metres: float) -> Extent:
    """The extent with so many metres more on each side."""
    west, south, east, north = extent
    return west - metres, south - metres, east + metres, north + metres


def shape_of(plane: bytes | memoryview | None) -> BaseGeometry | None:
    """A shape as it is stored, in metres."""
    return None if plane is None else shapely.from_wkb(bytes(plane))


def _micros(moment: datetime) -> int:
    return (moment - _EPOCH) // _INSTANT


def _moment(micros: int) -> datetime:
    return _EPOCH + timedelta(microseconds=micros)


def _compare(
    wants: Sequence[_Want], rows: Sequence[_Row], shapes: dict[int, BaseGeometry | None]
) -> tuple[NDArray[np.bool_], NDArray[np.float64]]:
    """For each row: does it share ground, and how many metres lie between (NaN: unknown)?

    Each pair of grounds is measured once, however often it is booked.
    """
    own = [shape_of(want.ground.plane) for want in wants]
    pairs = {(row.n, row.ground_id): 0 for row in rows}
    for place, pair in enumerate(pairs):
        pairs[pair] = place
    mine, theirs = np.empty(len(pairs), dtype=object), np.empty(len(pairs), dtype=object)
    mine[:] = [own[n] for n, _ in pairs]
    theirs[:] = [shapes[ground] for _, ground in pairs]
    metres = shapely.distance(mine, theirs)
    inside = metres == 0
    inside[inside] = ~shapely.touches(mine[inside], theirs[inside])
    inside |= np.array([wants[n].ground.pk == ground for n, ground in pairs], dtype=bool)
    places = [pairs[row.n, row.ground_id] for row in rows]
    linked = np.array([row.linked for row in rows], dtype=bool)
    return inside[places] | linked, metres[places]


def _neighbour(
    use: int,
    row: _Row,
    period: Period,
    name: Texts,
    plane: BaseGeometry | None,
    shares: bool,
    reach: bool,
    distance_m: float | None,
) -> Neighbour:
    return Neighbour(
        use,
        row.booking_id,
        row.hold_id,
        row.uid,
        row.holder,
        row.source,
        row.state,
        row.title,
        row.confidential,
        _moment(row.recorded_at),
        None if row.complete_at is None else _moment(row.complete_at),
        row.people_disturbed,
        row.impact,
        row.kind,
        period,
        row.exclusive,
        row.vehicles,
        row.radius_m,
        row.ground_id,
        row.ground_code,
        name,
        plane,
        shares,
        reach,
        distance_m,
        _NO_DETAILS if row.details is None else json.loads(row.details),
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
