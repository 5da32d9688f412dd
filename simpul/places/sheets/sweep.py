"""Who meets whom: sweeps over time, with a tree over the ground. Works on plain numbers.

The cost grows with what is near in time and on the ground, not with all pairs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

Numbers = NDArray[np.int64]
STEP = 1024
"""Claims that begin one after another and share a tree with what still lasts."""
MOST_AT_ONCE = 4_000_000
"""Candidates looked at in one go: keeps memory flat where everything is in one spot."""


def meetings(starts: Sequence[int], ends: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Every two of these half-open periods that share time, as indexes.

    Periods that only touch do not meet; an empty period meets nothing. n log n, and the pairs.
    """
    lasting: list[int] = []
    order = sorted(
        (index for index in range(len(starts)) if starts[index] < ends[index]),
        key=lambda index: starts[index],
    )
    for index in order:
        lasting = [one for one in lasting if ends[one] > starts[index]]
        for one in lasting:
            yield one, index
        lasting.append(index)


@dataclass(frozen=True, slots=True)
class Claims:
    """In step: the booking and the ground (indexes) of each claim, and when it starts and ends."""

    booking: Numbers
    ground: Numbers
    start: Numbers
    end: Numbers

    @classmethod
    def of(cls, rows: Sequence[tuple[int, int, int, int]]) -> Claims:
        """From (booking, ground, start, end), in order of start."""
        table = np.array(sorted(rows, key=lambda row: row[2]), dtype=np.int64).reshape(-1, 4)
        return cls(*(np.ascontiguousarray(table[:, column]) for column in range(4)))


def neighbours(
    claims: Claims, grounds: NDArray[Any], margin: float
) -> Iterator[tuple[Numbers, Numbers]]:
    """Pairs of claims (indexes) of different bookings on different grounds that share time and
    whose boxes come within `margin` of each other; each pair once, in batches.

    `grounds`: shapely geometries; `margin` in their unit.
    """
    size = len(claims.booking)
    lasting: Numbers = np.empty(0, dtype=np.int64)
    for begin in range(0, size, STEP):
        fresh = np.arange(begin, min(begin + STEP, size), dtype=np.int64)
        lasting = lasting[claims.end[lasting] > claims.start[begin]]
        pool = np.concatenate([lasting, fresh])
        shapes = grounds[claims.ground[pool]]
        tree = shapely.STRtree(shapes)
        batch = max(1, MOST_AT_ONCE // len(pool))
        for offset in range(len(lasting), len(pool), batch):
            asked = np.arange(offset, min(offset + batch, len(pool)))
            yield _near(claims, pool, tree, _boxes(shapes[asked], margin), asked)
        lasting = pool


def _boxes(shapes: NDArray[Any], margin: float) -> NDArray[Any]:
    west, south, east, north = shapely.bounds(shapes).T
    boxes = shapely.box(west - margin, south - margin, east + margin, north + margin)
    return np.asarray(boxes)


def _near(
    claims: Claims, pool: Numbers, tree: shapely.STRtree, boxes: NDArray[Any], asked: Numbers
) -> tuple[Numbers, Numbers]:
    which, others = tree.query(boxes)
    mine = asked[which]
    # Later in the pool asks for earlier, so that each pair comes once.
    first = others < mine
    one, other = pool[others[first]], pool[mine[first]]
    kept = (
        (claims.booking[one] != claims.booking[other])
        & (claims.ground[one] != claims.ground[other])
        & (claims.start[other] < claims.end[one])
        & (claims.start[one] < claims.end[other])
        & (claims.start[one] < claims.end[one])
        & (claims.start[other] < claims.end[other])
    )
    return one[kept], other[kept]
