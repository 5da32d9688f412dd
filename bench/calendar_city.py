"""A made-up city whose calendar is full: grounds and bookings clustered as a real one's are.

The same seed gives the same city. Plane metres as in Jakarta (EPSG 32748). Forty quarters take
most of the filming, by a law of few and many (Zipf); the rest is strewn over 30 by 30 kilometres.
547 bookings a day, so 1,000,000 are five years; a smaller calendar is a shorter one, as dense.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

GROUNDS = 20_000
PER_DAY = 547
FIRST_DAY = datetime(2025, 1, 1, tzinfo=UTC)
CORNER = np.array([690_000.0, 9_300_000.0])
SIDE_M = 30_000.0
QUARTERS = 40
KINDS = ("shoot", "prep", "strike", "unit_base", "parking", "closure")


@dataclass(frozen=True, slots=True)
class Calendar:
    """Columns of the bookings, in the order of time; ids of grounds, holds and bookings are their
    numbers plus one. Three bookings make a hold."""

    shapes: NDArray[np.object_]
    ground: NDArray[np.int64]
    start: NDArray[np.int64]
    minutes: NDArray[np.int64]
    kind: NDArray[np.int64]
    exclusive: NDArray[np.bool_]
    state: NDArray[np.str_]

    def __len__(self) -> int:
        return len(self.ground)

    def period(self, number: int) -> tuple[datetime, datetime]:
        """From and to of one booking."""
        begin = FIRST_DAY + timedelta(minutes=int(self.start[number]))
        return begin, begin + timedelta(minutes=int(self.minutes[number]))


@dataclass(frozen=True, slots=True)
class Question:
    """One application: ten grounds, each on five days in a row, and when."""

    grounds: tuple[int, ...]
    periods: tuple[tuple[datetime, datetime], ...]


def make(bookings: int) -> Calendar:
    """So many bookings."""
    rng = np.random.default_rng(20_270_301)
    shapes = _shapes(rng)
    popular = 1 / np.arange(1, GROUNDS + 1) ** 0.7
    order = rng.permutation(GROUNDS)
    ground = order[rng.choice(GROUNDS, size=bookings, p=popular / popular.sum())]
    day = np.arange(bookings) // PER_DAY
    start = day * 1440 + rng.integers(0, 96, bookings) * 15
    holds = rng.choice(
        ["confirmed", "released", "option_1", "pencil"],
        size=-(-bookings // 3),
        p=[0.88, 0.06, 0.04, 0.02],
    )
    return Calendar(
        shapes=shapes,
        ground=ground,
        start=start,
        minutes=rng.integers(8, 64, bookings) * 15,
        kind=rng.integers(0, len(KINDS), bookings),
        exclusive=rng.random(bookings) < 0.5,
        state=holds[np.arange(bookings) // 3],
    )


def questions(calendar: Calendar, count: int) -> Iterator[Question]:
    """Applications at random days; their grounds are asked for as often as they are booked."""
    rng = np.random.default_rng(7)
    days = max(1, len(calendar) // PER_DAY - 5)
    for _ in range(count):
        picked = rng.choice(len(calendar), size=40, replace=False)
        grounds = list(dict.fromkeys(int(calendar.ground[n]) for n in picked))[:10]
        first = FIRST_DAY + timedelta(days=int(rng.integers(0, days)), hours=1)
        periods = tuple(
            (first + timedelta(days=n), first + timedelta(days=n, hours=12)) for n in range(5)
        )
        yield Question(tuple(grounds), periods)


def _shapes(rng: np.random.Generator) -> NDArray[np.object_]:
    """Streets (60 %), drawn areas (30 %) and points (10 %)."""
    middles = rng.random((QUARTERS, 2)) * SIDE_M
    weights = 1 / np.arange(1, QUARTERS + 1)
    quarter = rng.choice(QUARTERS, size=GROUNDS, p=weights / weights.sum())
    near = middles[quarter] + rng.normal(0, 600, (GROUNDS, 2))
    strewn = rng.random((GROUNDS, 2)) * SIDE_M
    spots = CORNER + np.where(rng.random((GROUNDS, 1)) < 0.75, near, strewn)
    shapes = np.empty(GROUNDS, dtype=object)
    what = rng.random(GROUNDS)
    for n, spot in enumerate(spots):
        shapes[n] = _street(rng, spot) if what[n] < 0.6 else _area(rng, spot, what[n] >= 0.9)
    return shapes


def _street(rng: np.random.Generator, spot: NDArray[np.float64]) -> BaseGeometry:
    turns = rng.random() * 6.283 + np.cumsum(rng.normal(0, 0.15, 6))
    steps = np.column_stack((np.cos(turns), np.sin(turns))) * rng.uniform(15, 70)
    return shapely.LineString(spot + np.cumsum(steps, axis=0))


def _area(rng: np.random.Generator, spot: NDArray[np.float64], point: bool) -> BaseGeometry:
    if point:
        return shapely.Point(spot)
    corners = np.sort(rng.random(int(rng.integers(5, 14)))) * 6.283
    reach = rng.uniform(15, 90) * rng.uniform(0.7, 1, len(corners))
    ring = spot + np.column_stack((np.cos(corners), np.sin(corners))) * reach[:, None]
    return shapely.Polygon(ring).convex_hull
