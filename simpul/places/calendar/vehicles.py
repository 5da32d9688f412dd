"""How many vehicles one production may have in a zone at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from simpul.kit.periods import Period
from simpul.kit.texts import Texts
from simpul.places.calendar.check import Check
from simpul.places.calendar.found import Clash, Solution, both
from simpul.places.calendar.rows import LimitRow
from simpul.places.calendar.uses import Wanted
from simpul.places.calendar.wording import by_rule

MEASURES: dict[str, Texts] = {
    "vehicles": {"id": "kendaraan", "en": "vehicles"},
    "technical_vehicles": {"id": "kendaraan teknis", "en": "technical vehicles"},
    "large_vehicles": {"id": "kendaraan besar", "en": "large vehicles"},
}


@dataclass(frozen=True, slots=True)
class Peak:
    """The most vehicles at one time, and when."""

    count: int
    period: Period


def find(check: Check) -> Iterator[Clash]:
    """More vehicles at once than the zone allows, over all wanted uses in it."""
    for measure in MEASURES:
        by_row: dict[str, tuple[LimitRow, list[int]]] = {}
        for i, use in enumerate(check.wanted):
            if number_of(use, measure):
                for row in check.limits(i, measure):
                    by_row.setdefault(row.code, (row, []))[1].append(i)
        for row, uses in by_row.values():
            top = peak([check.wanted[i] for i in uses], measure)
            if row.most is not None and top is not None and top.count > row.most:
                yield check.alone(
                    uses[0],
                    rule=measure,
                    row=row,
                    periods=(top.period,),
                    ground=check.wanted[uses[0]].name,
                    text=by_rule(
                        row,
                        "{count} {what} sekaligus; paling banyak {most}.",
                        "{count} {what} at once; at most {most}.",
                        count=top.count,
                        what=MEASURES[measure],
                        most=row.most,
                    ),
                    solutions=(_fewer(measure, row.most),),
                )


def _fewer(measure: str, most: float) -> Solution:
    return Solution(
        kind="fewer",
        text=both(
            "Paling banyak {most} {what} sekaligus; yang lain menunggu di luar zona.",
            "At most {most} {what} at once; the others wait outside the zone.",
            most=most,
            what=MEASURES[measure],
        ),
    )


def number_of(use: Wanted, measure: str) -> int:
    """How many vehicles of a kind; technical and large ones are vehicles too."""
    counts = {
        "vehicles": use.vehicles,
        "technical_vehicles": use.technical_vehicles,
        "large_vehicles": use.large_vehicles,
    }
    return counts[measure]


def peak(uses: Sequence[Wanted], measure: str) -> Peak | None:
    """The first time at which the most vehicles are there; None without any."""
    changes = sorted(
        (moment, sign * number_of(use, measure))
        for use in uses
        for period in use.periods
        for moment, sign in ((period.end, -1), (period.start, 1))
    )
    now, best, since, until = 0, 0, None, None
    for place, (moment, change) in enumerate(changes):
        now += change
        later = changes[place + 1][0] if place + 1 < len(changes) else moment
        # Several changes at one moment are one change: those who leave make room.
        if now > best and later > moment:
            best, since, until = now, moment, later
    return Peak(best, Period(since, until)) if since is not None and until is not None else None
