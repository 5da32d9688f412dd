"""Other days and other hours on which the whole plan of a case would be free, ready to be taken."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from simpul.city.book import CityBook
from simpul.kit.outcomes import WrongState
from simpul.permits.holding import moving
from simpul.permits.holding.reading import Reading
from simpul.permits.planned_uses import PlanUse, uses_of
from simpul.permits.planning.plan import parse_plan
from simpul.places.calendar.clash import Clash, Grade
from simpul.places.checking import Calendar

_DAY = dt.timedelta(days=1)
_MINUTE = dt.timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that can be taken as it stands.

    `code` says it ("days:14", "hours:0:180": row of the plan's days and minutes later). `day`: the
    first day then; `starts`, `ends`: the hours of the row, for other hours only.
    """

    code: str
    day: dt.date
    starts: dt.datetime | None = None
    ends: dt.datetime | None = None


def in_the_way(found: Iterable[Clash]) -> list[Clash]:
    """What another day or other hours must not have: hard clashes, and ground that somebody wants
    alone."""
    return [
        clash
        for clash in found
        if clash.grade == Grade.HARD
        or (clash.grade == Grade.POSSIBLE and clash.rule == "exclusive")
    ]


def offers_for(read: Reading, found: Sequence[Clash]) -> list[Offer]:
    """Other hours of the same day, the nearest free day, and the nearest on the same weekday.
    `found`: what was found in the way of the case."""
    stopping = in_the_way(found)
    if not stopping:
        return []
    return [*_other_hours(read, stopping), *_other_days(read.rows, read.calendar)]


def moved_plan(plan: Mapping[str, Any], code: str) -> dict[str, Any]:
    """The plan as an offer has it. WrongState for a code that says nothing about this plan."""
    kind, _, rest = code.partition(":")
    try:
        if kind == "days" and 0 < int(rest) <= 400:
            return moving.days_later(plan, int(rest))
        row, _, minutes = rest.partition(":")
        if kind == "hours" and 0 <= int(row) < len(plan.get("days") or ()):
            moved = moving.hours_later(plan, int(row), int(minutes))
            if moved is not None:
                return moved
    except ValueError:
        pass
    raise WrongState(code)


def is_free(plan: Mapping[str, Any], calendar: Calendar, book: CityBook) -> bool:
    """Nothing that stops it is in the way of this plan."""
    rows = uses_of(parse_plan(dict(plan), book).plan, book)
    return not in_the_way(calendar.check([row.use for row in rows]).clashes)


def _other_days(rows: Sequence[PlanUse], calendar: Calendar) -> list[Offer]:
    uses = [row.use for row in rows]
    begins = min(use.first_day(calendar.zone) for use in uses)
    first = max(begins, timezone.localdate()) + _DAY
    nearest = _free_day(calendar, uses, first)
    same = _free_day(calendar, uses, first, weekday=begins.weekday())
    days = sorted({day for day in (nearest, same) if day is not None})
    return [Offer(f"days:{(day - begins).days}", day) for day in days]


def _free_day(
    calendar: Calendar, uses: Sequence[Any], first: dt.date, *, weekday: int | None = None
) -> dt.date | None:
    """Without any possible clash where there is such a day, else without a hard one."""

    def allowed(day: dt.date) -> bool:
        return weekday is None or day.weekday() == weekday

    for least in (Grade.POSSIBLE, Grade.HARD):
        found = calendar.earliest_free(uses, first=first, allowed=allowed, least=least)
        if found is None:
            continue
        begins = min(use.first_day(calendar.zone) for use in uses)
        moved = [use.moved((found.day - begins).days, calendar.zone) for use in uses]
        if least == Grade.POSSIBLE or not in_the_way(calendar.check(moved).clashes):
            return found.day
    return None


def _other_hours(read: Reading, stopping: Sequence[Clash]) -> list[Offer]:
    """For each day row in whose way something stands, the free hours nearest to its own."""
    rows, plan, calendar = read.rows, read.present.data, read.calendar
    found: dict[int, Offer] = {}
    for number in sorted({clash.use for clash in stopping}):
        day = _day_row(rows[number], rows, plan)
        if day is None or day in found:
            continue
        own = rows[number].use.periods[0]
        length = own.end - own.start
        starts = [
            min(max(own.start, free.start), free.end - length)
            for free in calendar.free_hours([row.use for row in rows], number)
        ]
        for start in sorted(starts, key=lambda one: abs(one - own.start)):
            minutes = (start - own.start) // _MINUTE
            moved = moving.hours_later(plan, day, minutes)
            if minutes and moved is not None and is_free(moved, calendar, read.present.book):
                here = start.astimezone(calendar.zone)
                found[day] = Offer(f"hours:{day}:{minutes}", here.date(), here, here + length)
                break
    return list(found.values())


def _day_row(row: PlanUse, rows: Sequence[PlanUse], plan: Mapping[str, Any]) -> int | None:
    """Number of the plan's day that a use goes with: its own, or the one at its place and time."""
    name, _, number = row.path.rstrip("]").partition("[")
    if name == "days":
        return int(number)
    spot = plan[name][int(number)].get("spot")
    if len(row.use.periods) != 1:
        return None
    on = row.use.periods[0].start.date().isoformat()
    days = plan.get("days") or []
    return next(
        (n for n, day in enumerate(days) if day.get("date") == on and day.get("spot") == spot), None
    )
