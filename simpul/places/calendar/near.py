"""Which wanted use meets which standing one, in time and on the plane. Pure; whole tables at once.

A check compares some ten wanted uses with some hundred standing ones. Numbers are compared in
arrays, shapes by shapely's array functions; Python looks only at the pairs that are left.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import tzinfo
from functools import cached_property

import numpy as np
import shapely
from numpy.typing import NDArray

from simpul.kit.periods import Period
from simpul.places.calendar.uses import STANDS, Standing, Use, Wanted, common

Matrix = NDArray[np.bool_]
Metres = NDArray[np.float64]
Numbers = NDArray[np.int64]


class Near:
    """The tables of one check: wanted uses down, standing ones across.

    Standing uses that are released or cancelled, and those of the same holder, meet nothing.
    """

    def __init__(
        self, wanted: Sequence[Wanted], standing: Sequence[Standing], zone: tzinfo
    ) -> None:
        self.wanted = tuple(wanted)
        self.standing = tuple(one for one in standing if one.state in STANDS)
        self.zone = zone

    @cached_property
    def others(self) -> Matrix:
        """Is the standing use somebody else's?"""
        mine = np.array([one.holder for one in self.wanted], dtype=object)
        theirs = np.array([one.holder for one in self.standing], dtype=object)
        return np.asarray((mine[:, None] != theirs[None, :]) | (mine[:, None] == ""), dtype=bool)

    @cached_property
    def meets(self) -> Matrix:
        """Are both there at some moment?"""
        if not self.wanted or not self.standing:
            return np.zeros((len(self.wanted), len(self.standing)), dtype=bool)
        starts, ends, rows = _flat(self.wanted)
        begins, finishes, columns = _flat(self.standing)
        both = (starts[:, None] < finishes[None, :]) & (begins[None, :] < ends[:, None])
        by_wanted = np.logical_or.reduceat(both, rows, axis=0)
        found = np.logical_or.reduceat(by_wanted, columns, axis=1)
        return np.asarray(found & self.others, dtype=bool)

    @cached_property
    def same_day(self) -> Matrix:
        """Are both there on some local day?"""
        mine = [one.days(self.zone) for one in self.wanted]
        theirs = [one.days(self.zone) for one in self.standing]
        found = [[not days.isdisjoint(other) for other in theirs] for days in mine]
        table = np.array(found, dtype=bool).reshape(len(mine), len(theirs))
        return np.asarray(table & self.others, dtype=bool)

    def columns(self, *kinds: str) -> Matrix:
        """One row: is the standing use of one of these kinds?"""
        return np.array([one.kind in kinds for one in self.standing], dtype=bool)

    def rows(self, *kinds: str) -> Matrix:
        """One column: is the wanted use of one of these kinds?"""
        return np.array([[one.kind in kinds] for one in self.wanted], dtype=bool)

    @cached_property
    def shares(self) -> Matrix:
        """At the same time on the same ground: a ground, a whole and its part, or shapes that
        overlap. Shapes that only touch share nothing."""
        found = self._named_alike & self.meets
        # Boxes that do not even touch hold no shapes that overlap.
        rows, columns = np.nonzero(self.meets & ~found & (self.gaps == 0))
        mine, theirs = self._planes[0][rows], self._planes[1][columns]
        cross = np.asarray(shapely.intersects(mine, theirs), dtype=bool)
        cross[cross] = ~shapely.touches(mine[cross], theirs[cross])
        found[rows[cross], columns[cross]] = True
        return found

    @cached_property
    def alone(self) -> Matrix:
        """On the same ground at the same time, where one of the two wants it alone."""
        mine = np.array([[one.exclusive] for one in self.wanted], dtype=bool)
        theirs = np.array([one.exclusive for one in self.standing], dtype=bool)
        return np.asarray(self.shares & (mine | theirs[None, :]), dtype=bool)

    @cached_property
    def _named_alike(self) -> Matrix:
        """Is a ground of one a ground of the other, or a part of it?"""
        takers: dict[int, list[int]] = {}
        for j, use in enumerate(self.standing):
            for ground in use.takes:
                takers.setdefault(ground, []).append(j)
        found = np.zeros((len(self.wanted), len(self.standing)), dtype=bool)
        for i, wanted in enumerate(self.wanted):
            for ground in wanted.takes:
                found[i, takers.get(ground, [])] = True
        return found

    @cached_property
    def gaps(self) -> Metres:
        """Metres between the boxes of the shapes: never more than between the shapes."""
        mine, theirs = self._bounds
        if not len(mine) or not len(theirs):
            return np.zeros((len(mine), len(theirs)))
        across = np.maximum(
            mine[:, None, 0] - theirs[None, :, 2], theirs[None, :, 0] - mine[:, None, 2]
        )
        along = np.maximum(
            mine[:, None, 1] - theirs[None, :, 3], theirs[None, :, 1] - mine[:, None, 3]
        )
        return np.asarray(np.hypot(np.maximum(across, 0), np.maximum(along, 0)))

    @cached_property
    def _planes(self) -> tuple[NDArray[np.object_], NDArray[np.object_]]:
        return planes(self.wanted), planes(self.standing)

    @cached_property
    def _bounds(self) -> tuple[Metres, Metres]:
        return shapely.bounds(self._planes[0]), shapely.bounds(self._planes[1])

    def distances(self, where: Matrix, most: float) -> dict[tuple[int, int], float]:
        """(row, column) -> metres, for the pairs in `where` that are nearer than `most`."""
        rows, columns = np.nonzero(where & (self.gaps < most))
        metres = self.metres(rows, columns)
        return {
            (int(i), int(j)): float(m)
            for i, j, m in zip(rows, columns, metres, strict=True)
            if m < most
        }

    def metres(self, rows: Numbers, columns: Numbers) -> Metres:
        """Metres between the shapes of pairs."""
        mine, theirs = self._planes[0][rows], self._planes[1][columns]
        return np.asarray(shapely.distance(mine, theirs), dtype=np.float64)

    def apart(self, i: int, j: int) -> float | None:
        """Metres between the shapes of a pair; None where one has no shape."""
        metres = float(self.metres(np.array([i]), np.array([j]))[0])
        return metres if math.isfinite(metres) else None

    def pairs(self, where: Matrix) -> list[tuple[int, int]]:
        """The pairs of a table, as numbers of wanted and standing uses."""
        return [(int(i), int(j)) for i, j in np.argwhere(where)]

    def shared(self, i: int, j: int) -> tuple[Period, ...]:
        """When both are there."""
        return shared_periods(self.wanted[i], self.standing[j])


def shared_periods(one: Use, other: Use) -> tuple[Period, ...]:
    """The time in both, in order."""
    found = []
    for mine in one.periods:
        for theirs in other.periods:
            if theirs.start >= mine.end:
                break
            shared = common(mine, theirs)
            if shared is not None:
                found.append(shared)
    return tuple(found)


def planes(uses: Sequence[Use]) -> NDArray[np.object_]:
    """The shapes of uses as an array."""
    found = np.empty(len(uses), dtype=object)
    for place, use in enumerate(uses):
        found[place] = use.plane
    return found


def _flat(
    uses: Sequence[Use],
) -> tuple[Numbers, Numbers, Numbers]:
    """Starts and ends of all periods, and the place at which each use begins."""
    spans = [use.spans for use in uses]
    flat = np.array([pair for pairs in spans for pair in pairs], dtype=np.int64)
    lengths = np.array([len(pairs) for pairs in spans], dtype=np.int64)
    return flat[:, 0], flat[:, 1], np.concatenate(([0], np.cumsum(lengths)[:-1]))
