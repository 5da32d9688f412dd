"""Squares of space and time: keys that two bookings share wherever they can meet. Pure.

A booking lies in squares of 500 m by one day; one that would lie in more than 64 of these lies in
squares of 4 km by 16 days; one too large even for them has the key of everything. Its keys are a
generated column (`places_squares` in migration 0005 computes the same), and an inverted index over
them finds what is near in the time it takes to read what is near. Keys may coincide for places
32 000 km apart; whoever asks compares the boxes and periods anyway.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from math import floor

from simpul.kit.periods import Period
from simpul.places.models.fields import Extent

LEVELS = ((500, 1), (4000, 16))
"""Metres and days of a square."""
EVERYTHING = -1
MOST_OF_A_BOOKING = 64
MOST_OF_A_QUESTION = 20_000
"""With more keys the index does not help: the whole calendar is read."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_INSTANT = timedelta(microseconds=1)
_DAY = 86_400_000_000


Days = tuple[frozenset[int], ...]
"""For each level the numbers of the slices of time in which something lies."""


def days_of(spans: Iterable[tuple[int, int]]) -> Days:
    """The slices of time of spans: from and to, in microseconds since 1970."""
    known = list(spans)
    return tuple(
        frozenset(
            n
            for start, end in known
            for n in range(start // (days * _DAY), (end - 1) // (days * _DAY) + 1)
        )
        for _, days in LEVELS
    )


def keys_in(extent: Extent, days: Days) -> list[int] | None:
    """The keys under which everything lies that can meet the extent on one of the days.

    None when these are too many to be asked for.
    """
    keys = [EVERYTHING]
    for level, ((metres, _), slices) in enumerate(zip(LEVELS, days, strict=True)):
        west, south, east, north = (floor(side / metres) for side in extent)
        if (east - west + 1) * (north - south + 1) * len(slices) > MOST_OF_A_QUESTION:
            return None
        places = [
            (x & 0xFFFF) << 16 | (y & 0xFFFF)
            for x in range(west, east + 1)
            for y in range(south, north + 1)
        ]
        keys += [level << 52 | day << 32 | place for day in slices for place in places]
    return keys


def keys_of_question(extent: Extent, periods: Iterable[Period]) -> set[int] | None:
    """`keys_in` for periods, each key once."""
    keys = keys_in(extent, days_of((micros(one.start), micros(one.end)) for one in periods))
    return None if keys is None else set(keys)


def micros(moment: datetime) -> int:
    """Microseconds since 1970."""
    return (moment - _EPOCH) // _INSTANT
