"""So that two decisions about one piece of ground are taken one after the other.

Everything that changes a queue first locks the ground: the cells of a coarse grid that it lies in,
and its own key with those of its parts. All locks are taken in one order, so nobody waits in a
circle; they end with the transaction. What spreads over too many cells locks the whole calendar.

What is then written for a confirmed hold is guarded once more by the constraint `taken_once`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from math import floor

from django.db import connection, transaction

from simpul.kit.periods import Period, merge
from simpul.places.models.ground import Ground

CELL_M = 1000
MOST_LOCKS = 120
"""Beyond these one lock on everything is cheaper; the server's table of locks is finite."""

_EVERYTHING, _CELL, _GROUND = 301, 302, 303
"""First keys of our advisory locks; no other room uses two-key locks."""

Taking = tuple[frozenset[int], Period, bool]
"""Keys taken, when, exclusively?"""


def lock(grounds: Iterable[Ground], takes: Mapping[int, frozenset[int]]) -> None:
    """Wait until nobody else decides about these grounds; then nobody does until we are through.

    `takes`: of `near.takes_of`. What was read before may have changed since: read it anew.
    """
    if _all_locked.get():
        return
    keys: set[tuple[int, int]] = set()
    for ground in grounds:
        keys.update((_GROUND, key % 2**31) for key in takes[ground.pk])
        if ground.extent is not None and len(keys) <= MOST_LOCKS:
            west, south, east, north = (floor(side / CELL_M) for side in ground.extent)
            if (east - west + 1) * (north - south + 1) > MOST_LOCKS:
                keys.update((_CELL, n) for n in range(MOST_LOCKS + 1))
            else:
                keys.update(
                    (_CELL, (x * 73_856_093 ^ y * 19_349_663) % 2**31)
                    for x in range(west, east + 1)
                    for y in range(south, north + 1)
                )
    with connection.cursor() as cursor:
        if len(keys) > MOST_LOCKS:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, 0)", [_EVERYTHING])
            return
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s, 0)", [_EVERYTHING])
        first, second = zip(*sorted(keys), strict=True) if keys else ((), ())
        cursor.execute(
            "SELECT pg_advisory_xact_lock(a, b) FROM unnest(%s::int[], %s::int[]) AS t (a, b)",
            [list(first), list(second)],
        )


@contextmanager
def everything() -> Iterator[None]:
    """Lock the whole calendar once for many decisions in one transaction; call it inside. One by
    one their locks would fill the server's table."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, 0)", [_EVERYTHING])
    token = _all_locked.set(True)
    try:
        yield
    finally:
        _all_locked.reset(token)


@contextmanager
def whole(wished: bool = True) -> Iterator[None]:
    """Everything inside in one transaction with the whole calendar locked, for those who load a
    file whole or not at all. Not `wished`: nothing of that."""
    if not wished:
        yield
        return
    with transaction.atomic(), everything():
        yield


_all_locked: ContextVar[bool] = ContextVar("calendar_locked_whole", default=False)


def takings(
    uses: Sequence[tuple[int, Period, bool]], takes: Mapping[int, frozenset[int]]
) -> list[Taking]:
    """What one holder takes, so that no two of the rows meet each other. Pure.

    `uses`: ground, period, exclusive. Periods are merged per key, a whole counts for each of its
    parts, exclusive use swallows shared use; keys with the same periods become one row.
    """
    alone: dict[int, list[Period]] = {}
    shared: dict[int, list[Period]] = {}
    for ground, period, exclusive in uses:
        for key in takes[ground]:
            (alone if exclusive else shared).setdefault(key, []).append(period)
    rows: dict[tuple[Period, bool], set[int]] = {}
    for key, periods in alone.items():
        for period in merge(periods):
            rows.setdefault((period, True), set()).add(key)
    for key, periods in shared.items():
        for period in without(merge(periods), merge(alone.get(key, []))):
            rows.setdefault((period, False), set()).add(key)
    return [(frozenset(keys), period, alone_) for (period, alone_), keys in rows.items()]


def without(periods: Sequence[Period], taken: Sequence[Period]) -> list[Period]:
    """`periods` less what is in `taken`; both merged and in order. Pure."""
    left: list[Period] = []
    for period in periods:
        start = period.start
        for other in taken:
            if other.end <= start or other.start >= period.end:
                continue
            if other.start > start:
                left.append(Period(start, other.start))
            start = max(start, other.end)
        if start < period.end:
            left.append(Period(start, period.end))
    return left
