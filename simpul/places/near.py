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
from simpul.places.squares import Days, days_of, keys_in, micros

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
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


_NEAR = "SELECT * FROM places_near(%s, %s, %s, %s, %s, %s, %s)"
"""The function is in migration 0009: the server plans it once for each connection."""


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
    shapes = _shapes({row.ground_id: row.plane for row in rows})
    names: dict[int, Texts] = {}
    shares, metres = _compare(wants, rows, shapes)
    found = []
    for row, shared, away in zip(rows, shares.tolist(), metres.tolist(), strict=True):
        want = wants[row.n - 1]
        radii = want.radius_m + row.radius_m
        reach = radii > 0 and away <= radii
        if not (shared or reach or (within_m > 0 and away <= within_m)):
            continue
        key = row.ground_id
        name = names.get(key)
        if name is None:
            name = names[key] = json.loads(row.ground_name)
        period = Period(_moment(row.start), _moment(row.end))
        distance = None if away != away else away
        found += [
            _neighbour(use, row, period, name, shapes[key], shared, reach, distance)
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


class _Row(NamedTuple):
    """What `places_near` answers. `n`: number of the want, from 1. Moments in microseconds."""

    n: int
    linked: bool
    booking_id: int
    start: int
    end: int
    kind: str
    exclusive: bool
    vehicles: int
    radius_m: int
    details: str | None
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
    ground_id: int
    ground_code: str
    ground_name: str
    plane: bytes | None


def _wants(uses: Sequence[Use]) -> list[_Want]:
    found: dict[tuple[int, int], _Want] = {}
    for n, use in enumerate(uses):
        key = (use.ground.pk, use.radius_m)
        want = found.get(key)
        if want is None:
            want = found[key] = _Want(use.ground, use.radius_m, [])
        want.uses.append((n, micros(use.period.start), micros(use.period.end)))
    return list(found.values())


def _rows(wants: Sequence[_Want], within_m: float, but_not: str) -> list[_Row]:
    with connection.cursor() as cursor:
        cursor.execute(_NEAR, [*_question(wants, within_m), but_not])
        rows = [_Row._make(row) for row in cursor.fetchall()]
    if any(row.linked for row in rows):
        # Near and linked: it comes twice, and the link is what counts.
        rows.sort(key=lambda row: row.linked)
        rows = list({(row.n, row.booking_id): row for row in rows}.values())
    return rows


def _question(wants: Sequence[_Want], within_m: float) -> list[str | None]:
    """Arrays as PostgreSQL reads them: grounds, boxes, periods, first and last key, all keys.

    A ground without shape has no box and no keys. No keys at all: they would be too many.
    """
    boxes, periods, ends = [], [], []
    keys: list[int] = []
    by_squares = True
    known: dict[tuple[tuple[int, int], ...], tuple[str, Days]] = {}
    for want in wants:
        spans = tuple([(start, end) for _, start, end in want.uses])
        if spans not in known:
            known[spans] = _periods(spans), days_of(spans)
        text, days = known[spans]
        periods.append(text)
        if want.ground.extent is None:
            boxes.append("NULL")
            ends.append(("NULL", "NULL"))
            continue
        extent = widened(want.ground.extent, want.radius_m + within_m)
        boxes.append(box_text(extent))
        more = keys_in(extent, days)
        by_squares = by_squares and more is not None
        first = len(keys) + 1
        keys += more or ()
        ends.append((str(first), str(len(keys))))
    columns = [
        ",".join(str(want.ground.pk) for want in wants),
        ";".join(boxes),
        ",".join(periods),
        ",".join(first for first, _ in ends),
        ",".join(last for _, last in ends),
    ]
    squares = f"{{{','.join(map(str, keys))}}}" if by_squares else None
    return [*(f"{{{column}}}" for column in columns), squares]


def _periods(spans: Iterable[tuple[int, int]]) -> str:
    """A multirange inside an array."""
    told = ",".join(
        f"[{_moment(start).isoformat()},{_moment(end).isoformat()})" for start, end in set(spans)
    )
    return f'"{{{told}}}"'


def widened(extent: Extent, metres: float) -> Extent:
    """The extent with so many metres more on each side."""
    west, south, east, north = extent
    return west - metres, south - metres, east + metres, north + metres


def shape_of(plane: bytes | memoryview | None) -> BaseGeometry | None:
    """A shape as it is stored, in metres."""
    return None if plane is None else shapely.from_wkb(bytes(plane))


def _moment(micros: int) -> datetime:
    return _EPOCH + timedelta(microseconds=micros)


def _shapes(planes: Mapping[int, bytes | memoryview | None]) -> dict[int, BaseGeometry | None]:
    """Ground -> its shape; read all at once."""
    stored = np.empty(len(planes), dtype=object)
    stored[:] = [None if plane is None else bytes(plane) for plane in planes.values()]
    return dict(zip(planes, shapely.from_wkb(stored), strict=True))


def _compare(
    wants: Sequence[_Want], rows: Sequence[_Row], shapes: Mapping[int, BaseGeometry | None]
) -> tuple[NDArray[np.bool_], NDArray[np.float64]]:
    """For each row: does it share ground, and how many metres lie between (NaN: unknown)?

    Each pair of grounds is measured once, however often it is booked.
    """
    pairs: dict[tuple[int, int], int] = {}
    places = [pairs.setdefault((row.n - 1, row.ground_id), len(pairs)) for row in rows]
    own = _shapes({n: want.ground.plane for n, want in enumerate(wants)})
    mine, theirs = np.empty(len(pairs), dtype=object), np.empty(len(pairs), dtype=object)
    mine[:] = [own[n] for n, _ in pairs]
    theirs[:] = [shapes[ground] for _, ground in pairs]
    metres = shapely.distance(mine, theirs)
    same = np.array([wants[n].ground.pk == ground for n, ground in pairs], dtype=bool)
    inside = (metres == 0) & ~same
    inside[inside] = ~shapely.touches(mine[inside], theirs[inside])
    inside |= same
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
