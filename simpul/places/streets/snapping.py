"""A drawn line laid onto the real streets that run beside it. Pure; everything in metres.

The method is map matching along the whole line, not the nearest street point by point:

1. The drawn line is cut into equal steps (at most `STEP` metres). Each step has a middle and a
   direction, taken over `REACH` metres so that a shaky hand does not turn it.
2. A street is a candidate for a step when it passes within the tolerance of the middle and runs in
   the same or the opposite direction within `MOST_TURN` degrees. A crossing street is none.
3. Each step chooses one candidate or "no street" so that the whole line costs least: the distance
   from the drawn line, the angle, and a price for changing street, small where the one street
   begins where the other ends and high for a jump (between two carriageways, say). "No street"
   costs as much as a street at the edge of the tolerance. (The least sum is found step by step,
   as Viterbi did.)
4. Steps in a row on one street are a stretch, from the metre where the first begins to the metre
   where the last ends; ends of a street nearer than a step are taken along.

Why 20 m of tolerance: a finger on a telephone's map is off by about ten metres, freely licensed
road lines by as much. Wider, a street parallel to a wide avenue would be taken as well.

An area takes every street in it, in whatever direction.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import LineString
from shapely.geometry.base import BaseGeometry
from shapely.ops import substring

from simpul.places.streets.along import Floats, bearings
from simpul.places.streets.reading import AGAINST, BOTH, WITH

TOLERANCE_M = 20.0
STEP, MOST_STEPS = 5.0, 400
REACH = 12.0
MOST_TURN = 35.0
SHORTEST_M = 3.0
"""A shorter stretch is the corner of a junction, not a street taken."""

_NO_STREET = 1.0
_JOINED, _JUMP = 0.6, 4.0
_INTO_NOTHING = 1.5
_SAME = 0.0
_MEETS_M = 12.0


@dataclass(frozen=True, slots=True)
class StreetLine:
    """A street on the plane. `oneway`: both, with or against its line. `lanes` None: unknown."""

    id: int
    line: LineString
    name: str = ""
    type: str = ""
    lanes: int | None = None
    oneway: str = BOTH


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of one street, `from_m` < `to_m` along its stored line.

    `drawn`: with or against that line, as it was drawn. `traffic`: both, or with or against the
    *drawn* direction. `heading`: where the traffic (of two-way streets: the drawing) goes, degrees
    clockwise from north.
    """

    street: StreetLine
    from_m: float
    to_m: float
    drawn: str = WITH

    @property
    def length_m(self) -> float:
        """Metres along the street."""
        return self.to_m - self.from_m

    @property
    def geometry(self) -> BaseGeometry:
        """The part itself, in metres, in the direction of the stored line."""
        return substring(self.street.line, self.from_m, self.to_m)

    @property
    def traffic(self) -> str:
        """Where traffic goes, seen from the one who drew."""
        if self.street.oneway == BOTH:
            return BOTH
        return WITH if self.street.oneway == self.drawn else AGAINST

    @property
    def heading(self) -> float:
        """Degrees clockwise from north, from the first to the last point of the part."""
        first = self.street.line.interpolate(self.from_m)
        last = self.street.line.interpolate(self.to_m)
        turned = (self.street.oneway if self.street.oneway != BOTH else self.drawn) == AGAINST
        degrees = math.degrees(math.atan2(last.x - first.x, last.y - first.y))
        return round((degrees + 180 * turned) % 360, 1)


@dataclass(frozen=True)
class Snapped:
    """The streets a drawing takes, in its order. `unmatched_m`: drawn metres beside no street."""

    stretches: tuple[Stretch, ...] = ()
    unmatched_m: float = 0.0

    @cached_property
    def length_m(self) -> float:
        """Metres of street taken; what is drawn twice counts once."""
        return sum(sum(b - a for a, b in parts) for parts in self._taken().values())

    @property
    def lanes(self) -> int | None:
        """The most lanes of a street taken; None when nobody has said of any."""
        return max((s.street.lanes for s in self.stretches if s.street.lanes), default=None)

    @property
    def directions(self) -> tuple[str, ...]:
        """The directions of traffic taken, seen from the one who drew."""
        return tuple(dict.fromkeys(s.traffic for s in self.stretches))

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the streets, in order, each once; streets without a name leave none."""
        return tuple(dict.fromkeys(s.street.name for s in self.stretches if s.street.name))

    def _taken(self) -> dict[int, list[tuple[float, float]]]:
        found: dict[int, list[tuple[float, float]]] = {}
        for stretch in sorted(self.stretches, key=lambda s: (s.street.id, s.from_m)):
            parts = found.setdefault(stretch.street.id, [])
            if parts and stretch.from_m <= parts[-1][1]:
                parts[-1] = (parts[-1][0], max(parts[-1][1], stretch.to_m))
            else:
                parts.append((stretch.from_m, stretch.to_m))
        return found


def snap(
    drawn: BaseGeometry, streets: Sequence[StreetLine], tolerance_m: float = TOLERANCE_M
) -> Snapped:
    """The streets along a drawn line, in an area, or beneath a point; all in metres.

    A point takes nothing: it has no length.
    """
    stretches: list[Stretch] = []
    unmatched = 0.0
    for part in shapely.get_parts(drawn):
        if isinstance(part, LineString) and part.length > 0:
            found, missed = _along(part, streets, tolerance_m)
            stretches.extend(found)
            unmatched += missed
        elif part.geom_type == "Polygon":
            stretches.extend(_inside(part, streets))
    return Snapped(tuple(stretches), round(unmatched, 1))


def _inside(area: BaseGeometry, streets: Iterable[StreetLine]) -> Iterator[Stretch]:
    for street in streets:
        for piece in shapely.get_parts(street.line.intersection(area)):
            if piece.length >= SHORTEST_M:
                ends = [shapely.Point(piece.coords[0]), shapely.Point(piece.coords[-1])]
                near, far = sorted(street.line.project(end) for end in ends)
                yield Stretch(street, near, max(far, near + SHORTEST_M))


@dataclass(frozen=True, slots=True)
class _Candidates:
    """Which streets each step may lie on: parallel arrays, ordered by step."""

    step: NDArray[np.int64]
    street: NDArray[np.int64]
    at: Floats
    cost: Floats
    with_line: NDArray[np.bool_]

    def of(self, step: int) -> range:
        first, last = np.searchsorted(self.step, (step, step + 1))
        return range(int(first), int(last))


def _along(
    line: LineString, streets: Sequence[StreetLine], tolerance_m: float
) -> tuple[list[Stretch], float]:
    count = max(1, min(MOST_STEPS, math.ceil(line.length / STEP)))
    size = line.length / count
    if not streets:
        return [], line.length
    found = _candidates(line, count, size, streets, tolerance_m)
    chosen = _cheapest(found, count, streets)
    stretches: list[Stretch] = []
    missed = sum(size for choice in chosen if choice < 0)
    for first, last in _runs([int(found.street[c]) if c >= 0 else -1 for c in chosen]):
        if chosen[first] >= 0:
            stretches.extend(_stretches(found, chosen[first : last + 1], size, streets))
    return stretches, missed


def _candidates(
    line: LineString,
    count: int,
    size: float,
    streets: Sequence[StreetLine],
    tolerance_m: float,
) -> _Candidates:
    middles = (np.arange(count) + 0.5) * size
    points = shapely.line_interpolate_point(line, middles)
    lines = np.array([street.line for street in streets], dtype=object)
    pairs: NDArray[np.int64] = shapely.STRtree(lines).query(
        points, predicate="dwithin", distance=tolerance_m
    )
    pairs = pairs[:, np.lexsort((pairs[1], pairs[0]))]
    step, which = pairs
    distance = shapely.distance(points[step], lines[which])
    at = shapely.line_locate_point(lines[which], points[step])
    own = bearings(line, middles, REACH / 2)[step]
    theirs = np.zeros(len(which))
    for number in np.unique(which):
        theirs[which == number] = bearings(lines[number], at[which == number], REACH / 2)
    turn = _turn(own, theirs)
    folded = np.minimum(turn, 180 - turn)
    kept = folded <= MOST_TURN
    # Off by the whole tolerance costs 1, as no street does; the angle costs up to a half.
    cost = distance / max(tolerance_m, 0.001) * 0.8 + folded / MOST_TURN * 0.5
    return _Candidates(step[kept], which[kept], at[kept], cost[kept], (turn <= 90)[kept])


def _turn(one: Floats, other: Floats) -> Floats:
    """Degrees between two directions, 0 to 180."""
    between: Floats = np.abs((one - other + 180) % 360 - 180)
    return between


def _cheapest(found: _Candidates, count: int, streets: Sequence[StreetLine]) -> list[int]:
    """For each step the chosen candidate, or -1 for no street."""
    best: dict[int, float] = {-1: 0.0}
    back: list[dict[int, int]] = []
    change = _changes(found, streets)
    for step in range(count):
        now: dict[int, float] = {}
        before: dict[int, int] = {}
        for choice in (-1, *found.of(step)):
            own = _NO_STREET if choice < 0 else float(found.cost[choice])
            came, price = -1, math.inf
            for previous, cost in best.items():
                total = cost + change(previous, choice) if step else cost
                if total < price:
                    came, price = previous, total
            now[choice], before[choice] = price + own, came
        best = now
        back.append(before)
    choice = min(best, key=lambda key: best[key])
    chosen = []
    for before in reversed(back):
        chosen.append(choice)
        choice = before[choice]
    return chosen[::-1]


def _changes(found: _Candidates, streets: Sequence[StreetLine]) -> Callable[[int, int], float]:
    """What it costs to go on from one candidate to another."""
    ends = [
        (shapely.Point(street.line.coords[0]), shapely.Point(street.line.coords[-1]))
        for street in streets
    ]
    known: dict[tuple[int, int], float] = {}

    def change(one: int, other: int) -> float:
        if one < 0 or other < 0:
            return _SAME if one == other else _INTO_NOTHING
        a, b = int(found.street[one]), int(found.street[other])
        if a == b:
            return _SAME
        if (a, b) not in known:
            meet = any(end.distance(streets[b].line) <= _MEETS_M for end in ends[a]) or any(
                end.distance(streets[a].line) <= _MEETS_M for end in ends[b]
            )
            known[a, b] = known[b, a] = _JOINED if meet else _JUMP
        return known[a, b]

    return change


def _runs(values: Sequence[int]) -> Iterator[tuple[int, int]]:
    """First and last index of equal values in a row."""
    first = 0
    for index in range(1, len(values) + 1):
        if index == len(values) or values[index] != values[first]:
            yield first, index - 1
            first = index


def _stretches(
    found: _Candidates, chosen: Sequence[int], size: float, streets: Sequence[StreetLine]
) -> Iterator[Stretch]:
    """The stretches of one run of steps on one street: one, or several around a ring."""
    street = streets[int(found.street[chosen[0]])]
    whole = street.line.length
    at = found.at[list(chosen)]
    with_line = bool(found.with_line[chosen[0]])
    # Around a ring the metres begin again at 0: a stretch on either side of that point.
    leaps = np.abs(np.diff(at)) > (whole / 2 if street.line.is_ring else np.inf)
    for part in np.split(at, np.flatnonzero(leaps) + 1):
        near, far = float(part.min()) - size / 2, float(part.max()) + size / 2
        near = 0.0 if near < size else near
        far = whole if whole - far < size else far
        if far - near >= SHORTEST_M:
            yield Stretch(street, near, far, WITH if with_line else AGAINST)
