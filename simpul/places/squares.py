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


def keys_of_question(extent: Extent, periods: Iterable[Period]) -> set[int] | None:
    """The keys under which everything lies that can meet the extent in one of the periods.

    None when these are too many to be asked for.
    """
    keys = {EVERYTHING}
    spans = [(_micros(one.start), _micros(one.end) - 1) for one in periods]
    for level, (metres, days) in enumerate(LEVELS):
        west, south, east, north = (floor(side / metres) for side in extent)
        length = days * _DAY
        slices = {n for a, b in spans for n in range(a // length, b // length + 1)}
        if (east - west + 1) * (north - south + 1) * len(slices) > MOST_OF_A_QUESTION:
            return None
        keys.update(
            level << 52 | day << 32 | (x & 0xFFFF) << 16 | (y & 0xFFFF)
            for day in slices
            for x in range(west, east + 1)
            for y in range(south, north + 1)
        )
    return keys


def _micros(moment: datetime) -> int:
    return (moment - _EPOCH) // _INSTANT
