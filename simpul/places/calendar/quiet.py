"""Hours and places that need quiet: closing hours of a zone, worship, schools, hospitals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import time

import numpy as np
import shapely

from simpul.places.calendar.check import Check
from simpul.places.calendar.found import Clash, Grade
from simpul.places.calendar.near import planes
from simpul.places.calendar.rows import LimitRow
from simpul.places.calendar.rules import overlaps
from simpul.places.calendar.uses import NOT_FILMING, QuietPlace, Wanted
from simpul.places.calendar.wording import KINDS, QUIET, by_rule

AWAKE = ("shoot", "prep", "strike", "unit_base", "closure", "drone", "blast")
"""What keeps people awake; parked vehicles do not."""


def find(check: Check) -> Iterator[Clash]:
    """Uses in the closing hours of their zone, and uses near a place that needs quiet."""
    for i, use in enumerate(check.wanted):
        if use.kind in AWAKE:
            for row in check.limits(i, "hours"):
                yield from _closing_hours(check, i, row)
    for i, place, metres in near_places(check):
        for row in check.limits(i, "quiet", subject=place.kind):
            yield from _beside(check, i, place, metres, row)


def _closing_hours(check: Check, i: int, row: LimitRow) -> Iterator[Clash]:
    use = check.wanted[i]
    periods = tuple(overlaps(use, check.rules.windows(row.when, use)))
    if periods:
        yield check.alone(
            i,
            rule="hours",
            row=row,
            periods=periods,
            ground=use.name,
            text=by_rule(
                row,
                "Jam tenang zona ini {begin}–{finish} ({kind}).",
                "This zone is quiet from {begin} to {finish} ({kind}).",
                begin=row.when.begin or time(0),
                finish=row.when.finish or time(0),
                kind=KINDS[use.kind],
            ),
        )


def near_places(check: Check, most: float | None = None) -> Iterator[tuple[int, QuietPlace, float]]:
    """Wanted use, quiet place, metres between them, nearer than `most` (or any quiet limit)."""
    places = all_places(check)
    if most is None:
        rows = [row for row in check.rules.limits if row.measure == "quiet"]
        most = max((row.most or 0.0 for row in rows), default=0.0)
    if not places or not check.wanted or most <= 0:
        return
    theirs = np.empty(len(places), dtype=object)
    theirs[:] = [place.plane for place in places]
    metres = shapely.distance(planes(check.wanted)[:, None], theirs[None, :])
    for i, j in np.argwhere(metres < most):
        if check.wanted[i].kind not in NOT_FILMING:
            yield int(i), places[j], float(metres[i, j])


def all_places(check: Check) -> Sequence[QuietPlace]:
    """The pack's quiet places and the imported ones; the pack's row wins where both have one."""
    found = {place.code: place for place in check.surroundings.quiet_places}
    found |= {row.code: row.place for row in check.rules.quiet_places}
    return tuple(found.values())


def _beside(
    check: Check, i: int, place: QuietPlace, metres: float, row: LimitRow
) -> Iterator[Clash]:
    use = check.wanted[i]
    if metres >= (row.most or 0.0):
        return
    periods = tuple(overlaps(use, check.rules.windows(row.when, use)))
    if periods:
        yield check.alone(
            i,
            rule="quiet",
            row=row,
            most=Grade.HARD if is_loud(use) else Grade.INFORMATION,
            periods=periods,
            ground=place.name,
            distance_m=metres,
            text=by_rule(
                row,
                "{place} ({kind}) berjarak {metres} m; perlu tenang dalam jarak {most} m.",
                "{place} ({kind}) is {metres} m away; quiet is needed within {most} m.",
                place=place.name,
                kind=QUIET[place.kind],
                metres=round(metres),
                most=row.most or 0.0,
            ),
        )


def is_loud(use: Wanted) -> bool:
    """Said to be loud, or loud by its nature."""
    return use.loud or use.kind == "blast"
