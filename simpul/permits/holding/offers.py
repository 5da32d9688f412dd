"""Other days and other hours on which the whole plan of a case would be free, ready to be taken."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from simpul.city.book import CityBook
from simpul.kit.outcomes import WrongState
from simpul.permits.holding import moving
from simpul.permits.holding.reading import Reading
from simpul.permits.plan_calendar.in_use import At, PlacesInUse, keeps_out
from simpul.permits.planned_uses import PlanUse, uses_of
from simpul.permits.planning.plan import parse_plan
from simpul.places.calendar.clash import Clash, Grade
from simpul.places.checking import Calendar
from simpul.places.planned import PlannedUse

_DAY = dt.timedelta(days=1)
_MINUTE = dt.timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that can be taken as it stands.

    `code` says it ("days:14", "hours:0:180": row of the plan's days and minutes later,
    "move:0:2026-12-20:2026-12-22": place of the plan, from, to). `day`: the first day then, or the
    new date; `starts`, `ends`: the hours of the row, for other hours only; `instead_of`: the date
    that moves, where the rest of the plan stays.
    """

    code: str
    day: dt.date
    starts: dt.datetime | None = None
    ends: dt.datetime | None = None
    instead_of: dt.date | None = None


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
    """Other hours of the same day; of a plan with several places or dates another date for what
    clashes; the nearest free day for all of it, and the nearest on the same weekday. `found`: what
    was found in the way of the case."""
    stopping = in_the_way(found)
    if not stopping:
        return []
    places = PlacesInUse(read.rows, read.present.data, read.calendar.zone)
    clashing = sorted({at for one in stopping if (at := places.of(one)) is not None})
    return [
        *_other_hours(read, places, clashing),
        # Where more than one date clashes, moving one of them does not make the plan free.
        *(_other_date(read, places, *clashing) if places.several and len(clashing) == 1 else ()),
        *_other_days(read.rows, read.calendar),
    ]


def moved_plan(plan: Mapping[str, Any], code: str) -> dict[str, Any]:
    """The plan as an offer has it. WrongState for a code that says nothing about this plan."""
    kind, _, rest = code.partition(":")
    try:
        if kind == "days" and 0 < int(rest) <= 400:
            return moving.days_later(plan, int(rest))
        row, _, minutes = rest.partition(":")
        if kind == "move":
            on, _, to = minutes.partition(":")
            moved = moving.date_to(plan, int(row), on, dt.date.fromisoformat(to).isoformat())
            if moved is not None:
                return moved
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
    calendar: Calendar,
    uses: Sequence[PlannedUse],
    first: dt.date,
    *,
    weekday: int | None = None,
    but: Collection[dt.date] = (),
) -> dt.date | None:
    """Without any possible clash where there is such a day, else without a hard one."""

    def allowed(day: dt.date) -> bool:
        return day not in but and (weekday is None or day.weekday() == weekday)

    for least in (Grade.POSSIBLE, Grade.HARD):
        found = calendar.earliest_free(uses, first=first, allowed=allowed, least=least)
        if found is None:
            continue
        begins = min(use.first_day(calendar.zone) for use in uses)
        moved = [use.moved((found.day - begins).days, calendar.zone) for use in uses]
        if least == Grade.POSSIBLE or not in_the_way(calendar.check(moved).clashes):
            return found.day
    return None


def _other_date(read: Reading, places: PlacesInUse, at: At) -> Iterable[Offer]:
    """Another date for one place, on which the plan has nothing else; the rest of it stays."""
    first = max(at.on, timezone.localdate()) + _DAY
    day = _free_day(read.calendar, places.alone(at), first, but=places.dates)
    if day is not None:
        code = f"move:{at.spot}:{at.on.isoformat()}:{day.isoformat()}"
        if is_free(moved_plan(read.present.data, code), read.calendar, read.present.book):
            yield Offer(code, day, instead_of=at.on)


def _other_hours(read: Reading, places: PlacesInUse, clashing: Sequence[At]) -> Iterable[Offer]:
    """For each date of a place on which something stands in the way, the free hours nearest to
    its own."""
    plan, calendar, book = read.present.data, read.calendar, read.present.book
    uses = [row.use for row in read.rows]
    for at in clashing:
        number = places.day_use(at)
        if number is None:
            continue
        day = int(read.rows[number].path[len("days[") : -1])
        own = uses[number].periods[0]
        length = own.end - own.start
        beside = [other for other in places.numbers(at) if other != number]
        starts = [
            min(max(own.start, free.start), free.end - length)
            for free in calendar.free_hours(uses, number, beside=beside, counts=keeps_out)
        ]
        for start in sorted(starts, key=lambda one: abs(one - own.start)):
            minutes = (start - own.start) // _MINUTE
            moved = moving.hours_later(plan, day, minutes)
            if minutes and moved is not None and is_free(moved, calendar, book):
                here = start.astimezone(calendar.zone)
                yield Offer(f"hours:{day}:{minutes}", here.date(), here, here + length)
                break
