"""Every pair of bookings that clash, each once, with the strongest reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from simpul.kit.geometry import Shape
from simpul.places.sheets.bookings import Booking
from simpul.places.sheets.plane import Middle
from simpul.places.sheets.sweep import Claims, Numbers, meetings, neighbours

SAME_PLACE, SHARED_GROUND, NEAR = "same_place", "shared_ground", "near"
"""The same place by its id · shapes that share ground, one of them drawn in the booking · different
places within the distance asked for."""

MOST_CLASHES = 500_000
"""More than this is a wrong file (all on one place at once), not a calendar."""
_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Clash:
    """`a` comes before `b` by id; places as each side names them, "" for a drawn shape."""

    a: Booking
    b: Booking
    reason: str
    places_a: tuple[str, ...]
    places_b: tuple[str, ...]
    metres: float = 0.0

    @property
    def start(self) -> datetime:
        """When both have begun, UTC."""
        return max(self.a.start, self.b.start)

    @property
    def end(self) -> datetime:
        """When the first of them ends, UTC."""
        return min(self.a.end, self.b.end)

    @property
    def hours(self) -> float:
        """Elapsed hours shared."""
        return (self.end - self.start) / timedelta(hours=1)


@dataclass(slots=True)
class _Grounds:
    """Places and drawn shapes, numbered. `shapes[n]` is None where only the id is known."""

    names: list[str] = field(default_factory=list)
    shapes: list[Shape | None] = field(default_factory=list)
    drawn: list[bool] = field(default_factory=list)
    held: list[list[int]] = field(default_factory=list)
    _numbers: dict[str | bytes, int] = field(default_factory=dict)

    def hold(self, booking: int, key: str | bytes, shape: Shape | None) -> None:
        """Note that a booking holds the ground of this key."""
        number = self._numbers.get(key)
        if number is None:
            number = self._numbers[key] = len(self.names)
            self.names.append(key if isinstance(key, str) else "")
            self.shapes.append(shape)
            self.drawn.append(isinstance(key, bytes))
            self.held.append([])
        self.held[number].append(booking)


def find_clashes(
    bookings: Sequence[Booking],
    places: Mapping[str, Shape],
    within: float | None = None,
    middle: Middle | None = None,
) -> tuple[list[Clash], bool]:
    """The clashing pairs in order of id, and whether the list was cut at MOST_CLASHES.

    `places`: shapes by id; ids without one clash by the id alone. `within`: metres; also pairs
    whose different places lie no further apart. `middle`: where the plane is laid.
    """
    ordered = sorted(bookings, key=lambda booking: natural(booking.id))
    finder = _Finder(ordered, places)
    finder.same_ground()
    if any(finder.grounds.drawn):
        finder.shared_ground()
    if within is not None and middle is not None:
        finder.near(within, middle)
    return finder.clashes()


def natural(name: str) -> tuple[int, int, str]:
    """An order in which 9 comes before 10, and numbers before words."""
    if name.isascii() and name.isdigit() and len(name) <= 18:
        return 0, int(name), name
    return 1, 0, name


class _Finder:
    def __init__(self, bookings: Sequence[Booking], places: Mapping[str, Shape]) -> None:
        self.bookings = bookings
        self.starts = [_seconds(booking.start) for booking in bookings]
        self.ends = [_seconds(booking.end) for booking in bookings]
        self.grounds = _Grounds()
        for number, booking in enumerate(bookings):
            for place in booking.places:
                self.grounds.hold(number, place, places.get(place))
            if booking.shape is not None:
                self.grounds.hold(number, booking.shape.geometry.wkb, booking.shape)
        self.by_id: dict[tuple[int, int], list[int]] = {}
        self.by_shape: dict[tuple[int, int], tuple[str, int, int, float]] = {}
        self.full = False

    def same_ground(self) -> None:
        """Bookings of one place, or of one and the same drawing."""
        grounds = self.grounds
        for ground, held in enumerate(grounds.held):
            if len(held) < 2:
                continue
            starts = [self.starts[number] for number in held]
            ends = [self.ends[number] for number in held]
            for one, other in meetings(starts, ends):
                if self._too_many():
                    return
                pair = _ordered(held[one], held[other])
                if grounds.drawn[ground]:
                    self.by_shape[pair] = (SHARED_GROUND, ground, ground, 0.0)
                else:
                    self.by_id.setdefault(pair, []).append(ground)

    def shared_ground(self) -> None:
        """Drawn shapes whose insides meet: outlines that only touch are neighbours."""
        shapes = self._geometries(
            [shape.geometry if shape else None for shape in self.grounds.shapes]
        )
        drawn = np.array(self.grounds.drawn, dtype=bool)
        for one, other, claims in self._pairs(shapes, 0.0):
            first, second = claims.ground[one], claims.ground[other]
            kept = drawn[first] | drawn[second]
            one, other, first, second = one[kept], other[kept], first[kept], second[kept]
            meet = shapely.relate_pattern(shapes[first], shapes[second], "T********")
            for index in np.flatnonzero(meet):
                self._note(SHARED_GROUND, claims, int(one[index]), int(other[index]), 0.0)

    def near(self, within: float, middle: Middle) -> None:
        """Different grounds no further apart than `within` metres."""
        plane = self._on_plane(middle)
        for one, other, claims in self._pairs(plane, within):
            first, second = plane[claims.ground[one]], plane[claims.ground[other]]
            metres = shapely.distance(first, second)
            for index in np.flatnonzero(metres <= within):
                self._note(NEAR, claims, int(one[index]), int(other[index]), float(metres[index]))

    def _on_plane(self, middle: Middle) -> NDArray[Any]:
        """The grounds in metres; None where no shape is known or it strays from the rest."""
        flat = self._geometries([None] * len(self.grounds.shapes))
        known = [n for n, shape in enumerate(self.grounds.shapes) if shape is not None]
        drawn = [shape.geometry for shape in self.grounds.shapes if shape is not None]
        if not known:
            return flat
        lons, lats = zip(*(shapely.get_coordinates(one)[0] for one in drawn), strict=True)
        for number, moved in zip(known, middle.plane().planes(drawn), strict=True):
            flat[number] = moved
        for index, _code, _km in middle.strays(lons, lats):
            flat[known[index]] = None
        return flat

    def clashes(self) -> tuple[list[Clash], bool]:
        """All that was noted, the strongest reason of each pair."""
        names = self.grounds.names
        found: list[Clash] = []
        for pair in sorted({*self.by_id, *self.by_shape}):
            a, b = self.bookings[pair[0]], self.bookings[pair[1]]
            if pair in self.by_id:
                shared = tuple(sorted((names[n] for n in self.by_id[pair]), key=natural))
                found.append(Clash(a, b, SAME_PLACE, shared, shared))
                continue
            reason, one, other, metres = self.by_shape[pair]
            found.append(Clash(a, b, reason, (names[one],), (names[other],), metres))
        return found, self.full

    @staticmethod
    def _geometries(found: Sequence[Any]) -> NDArray[Any]:
        array = np.empty(len(found), dtype=object)
        array[:] = found
        return array

    def _pairs(
        self, shapes: NDArray[Any], margin: float
    ) -> Iterator[tuple[Numbers, Numbers, Claims]]:
        claims = Claims.of(
            [
                (booking, ground, self.starts[booking], self.ends[booking])
                for ground, held in enumerate(self.grounds.held)
                if shapes[ground] is not None
                for booking in held
            ]
        )
        for one, other in neighbours(claims, shapes, margin):
            if self._too_many():
                return
            yield one, other, claims

    def _note(self, reason: str, claims: Claims, one: int, other: int, metres: float) -> None:
        mine, theirs = int(claims.booking[one]), int(claims.booking[other])
        grounds = int(claims.ground[one]), int(claims.ground[other])
        if mine > theirs:
            mine, theirs, grounds = theirs, mine, (grounds[1], grounds[0])
        pair = (mine, theirs)
        if pair in self.by_id:
            return
        # Of several equally near (to the millimetre) always the same, whoever was asked first.
        found = (reason, *grounds, round(metres, 3))
        known = self.by_shape.get(pair, found)
        if known[0] == reason and (found[3], *grounds) <= (known[3], known[1], known[2]):
            self.by_shape[pair] = found

    def _too_many(self) -> bool:
        self.full = self.full or len(self.by_id) + len(self.by_shape) >= MOST_CLASHES
        return self.full


def _ordered(one: int, other: int) -> tuple[int, int]:
    return (one, other) if one < other else (other, one)


def _seconds(moment: datetime) -> int:
    return (moment - _BEGINNING) // _SECOND
