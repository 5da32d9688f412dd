"""Closures that together cut a road, a bus line, or one road and the one beside it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from itertools import pairwise

import shapely
from shapely.geometry.base import BaseGeometry

from simpul.places.calendar.check import Check
from simpul.places.calendar.found import Clash, Grade, both
from simpul.places.calendar.wording import by_rule

NEARLY_PARALLEL = math.radians(30)


def find(check: Check) -> Iterator[Clash]:
    """Closures of two productions at the same time: on one road, on one bus line, or side by side.

    Where they share ground too, the double booking says so already, and nothing is added. One's own
    closure of a bus line is information.
    """
    yield from _lines_cut(check)
    near = check.near
    both_close = near.rows("closure") & near.columns("closure", "road_works")[None, :]
    apart = near.meets & both_close & ~near.shares
    for i, j in near.pairs(apart):
        yield from _together(check, i, j)
    yield from _side_by_side(check)


def _lines_cut(check: Check) -> Iterator[Clash]:
    names = check.surroundings.line_names
    for i, use in enumerate(check.wanted):
        if use.kind == "closure" and use.lines:
            yield check.alone(
                i,
                rule="bus_lines",
                row=None,
                most=Grade.INFORMATION,
                periods=use.periods,
                ground=use.name,
                text=both(
                    "Penutupan ini memotong trayek bus: {lines}.",
                    "This closure cuts bus lines: {lines}.",
                    lines=_listed(use.lines, names),
                ),
            )


def _together(check: Check, i: int, j: int) -> Iterator[Clash]:
    mine, theirs = check.near.wanted[i], check.near.standing[j]
    row = next(iter(check.limits(i, "one_road")), None)
    if mine.roads & theirs.roads:
        indonesian = "Jalan yang sama ditutup pada waktu yang sama di tempat lain."
        english = "The same road is closed at the same time at another place."
        yield check.between(
            i,
            j,
            rule="one_road",
            grade=Grade.POSSIBLE,
            row=row,
            ground=theirs.name,
            distance_m=check.near.apart(i, j),
            text=by_rule(row, indonesian, english) if row else both(indonesian, english),
        )
    if shared := mine.lines & theirs.lines:
        yield check.between(
            i,
            j,
            rule="one_corridor",
            grade=Grade.POSSIBLE,
            ground=theirs.name,
            distance_m=check.near.apart(i, j),
            text=both(
                "Trayek bus yang sama dipotong dua kali pada waktu yang sama: {lines}.",
                "The same bus lines are cut twice at the same time: {lines}.",
                lines=_listed(shared, check.surroundings.line_names),
            ),
        )


def _side_by_side(check: Check) -> Iterator[Clash]:
    near = check.near
    both_close = near.rows("closure") & near.columns("closure", "road_works")[None, :]
    where = near.meets & both_close & ~near.shares
    if not where.any():
        return
    rows = [check.limits(i, "parallel_closure") for i in range(len(near.wanted))]
    most = max((row.most or 0.0 for limits in rows for row in limits), default=0.0)
    for (i, j), metres in sorted(near.distances(where, most).items()):
        mine, theirs = near.wanted[i], near.standing[j]
        if mine.roads & theirs.roads or not _parallel(mine.plane, theirs.plane):
            continue
        for row in rows[i]:
            if metres < (row.most or 0.0):
                yield check.between(
                    i,
                    j,
                    rule="parallel_closure",
                    grade=Grade.POSSIBLE,
                    row=row,
                    ground=theirs.name,
                    distance_m=metres,
                    text=by_rule(
                        row,
                        "Jalan sejajar sejauh {metres} m ditutup pada waktu yang sama.",
                        "A parallel road {metres} m away is closed at the same time.",
                        metres=round(metres),
                    ),
                )


def _parallel(one: BaseGeometry, other: BaseGeometry) -> bool:
    first, second = direction(one), direction(other)
    if first is None or second is None:
        return False
    turn = abs(first - second) % math.pi
    return min(turn, math.pi - turn) <= NEARLY_PARALLEL


def direction(plane: BaseGeometry) -> float | None:
    """The direction in which a shape is longest, in radians from 0 to pi; None without one."""
    corners = shapely.get_coordinates(shapely.minimum_rotated_rectangle(plane))
    sides = sorted(
        (math.hypot(x - a, y - b), math.atan2(y - b, x - a) % math.pi)
        for (a, b), (x, y) in pairwise(corners.tolist())
    )
    # A square is as long one way as the other.
    if not sides or (len(sides) > 1 and math.isclose(sides[0][0], sides[-1][0])):
        return None
    return sides[-1][1]


def _listed(lines: frozenset[str], names: Mapping[str, str]) -> str:
    return ", ".join(sorted(names.get(line, line) for line in lines))
