"""Ways out of a clash that one press takes: another day, other hours, a calmer place like it.

A way is a code that says how the plan's JSON changes (`moved`), so the same code serves a button, a
program and a test. Nothing else that was typed changes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from simpul.kit.texts import Texts
from simpul.permits.holding.moving import days_later, hours_later
from simpul.permits.plan_calendar.asking import CalendarAnswer, FreeDay, another_day_helps
from simpul.places.calendar.clash import Clash, Grade

HOURS_FOR = 2
"""For so many rows of a plan other hours are looked for, the most serious first."""

PLACES_FOR = 1
MOST_PLACES = 2
"""For so many places of a plan calmer ones are looked for unasked, and so many are offered."""

_NOT_BY_HOURS = frozenset(
    {
        "set_distance",
        "fatigue",
        "rest",
        "vehicles",
        "technical_vehicles",
        "large_vehicles",
        "airspace",
        "bus_lines",
    }
)
"""What other hours of the same day do not change."""

_BUSY = frozenset({"exclusive", "event", "road_works", "set_distance", "fatigue", "rest"})
"""What another place would solve."""

_DAYS = re.compile(r"days:(-?\d{1,3}):(\d{4}-\d{2}-\d{2})")
_HOURS = re.compile(r"hours:(\d{1,4}):(-?\d{1,4})")
_PLACE = re.compile(r"place:(\d{1,3}):([A-Za-z0-9_.-]{1,40})")
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Way:
    """One way out. `code`: see `moved`. `day`: the first day of use then; `starts`, `ends`: the
    hours of the row then; `place`: the name of the place, `metres` away, with so many shoot days
    `fewer`; `alike`: what the two have in common."""

    kind: str
    code: str
    day: date | None = None
    starts: datetime | None = None
    ends: datetime | None = None
    place: Texts | None = None
    metres: int = 0
    fewer: int = 0
    alike: tuple[Texts, ...] = ()


def ways_out(found: CalendarAnswer, plan: Mapping[str, Any]) -> dict[str, list[Way]]:
    """Key of a clash -> its ways out. `plan`: the JSON the answer was made from."""
    stopping = [one for one in found.clashes if one.grade >= Grade.POSSIBLE]
    hours: dict[int, Way | None] = {}
    places: dict[str, list[Way]] = {}
    return {one.key: list(_ways(one, found, plan, hours, places)) for one in stopping}


def _ways(
    clash: Clash,
    found: CalendarAnswer,
    plan: Mapping[str, Any],
    hours: dict[int, Way | None],
    places: dict[str, list[Way]],
) -> Iterable[Way]:
    if other_hours_help(clash):
        by_day = found.uses[clash.use].path.startswith("days[")
        if by_day and clash.use not in hours and len(hours) < HOURS_FOR:
            hours[clash.use] = other_hours(found, plan, clash.use)
        if (other := hours.get(clash.use)) is not None:
            yield other
    if found.later is not None and another_day_helps(clash, found):
        yield to_day(found, found.later)
    site = found.uses[clash.use].use.site
    if site and clash.rule in _BUSY:
        if site not in places and len(places) < PLACES_FOR:
            places[site] = calmer(found, plan, clash.use, most=MOST_PLACES)
        yield from places.get(site, ())


def other_hours_help(clash: Clash) -> bool:
    """Could the same day be free of it at other hours?"""
    return clash.rule not in _NOT_BY_HOURS


def to_day(found: CalendarAnswer, free: FreeDay) -> Way:
    """The whole plan on its first free day."""
    assert found.begins is not None
    step = (free.begins - found.begins).days
    return Way("day", f"days:{step}:{found.begins.isoformat()}", day=free.day)


def other_hours(found: CalendarAnswer, plan: Mapping[str, Any], use: int) -> Way | None:
    """The free hours nearest to those of a row of days; what goes with it there moves too."""
    row, calendar = found.uses[use], found.calendar
    number = _number(row.path, "days")
    if calendar is None or number is None or not row.hours_said or number >= len(_days(plan)):
        return None
    own = row.use.periods[0]
    length = own.end - own.start
    free = calendar.free_hours(found.planned, use, counts=other_hours_help)
    starts = [min(max(own.start, one.start), one.end - length) for one in free]
    for start in sorted(starts, key=lambda one: abs(one - own.start)):
        minutes = (start - own.start) // _MINUTE
        if minutes and hours_later(plan, number, minutes) is not None:
            here = start.astimezone(calendar.zone)
            code = f"hours:{number}:{minutes}"
            return Way("hours", code, day=here.date(), starts=here, ends=here + length)
    return None


def calmer(found: CalendarAnswer, plan: Mapping[str, Any], use: int, *, most: int = 5) -> list[Way]:
    """Similar places with less going on at the same time, the best first."""
    row = found.uses[use].use
    if found.calendar is None or not row.site:
        return []
    spots = plan.get("spots") or []
    index = next((n for n, one in enumerate(spots) if one.get("site") == row.site), None)
    if index is None:
        return []
    return [
        Way(
            "place",
            f"place:{index}:{one.place.code}",
            place=one.place.name,
            metres=round(one.metres),
            fewer=round(one.fewer),
            alike=one.alike,
        )
        for one in found.calendar.calmer(found.planned, use, most=most)
    ]


def moved(plan: Mapping[str, Any], code: str) -> dict[str, Any] | None:
    """The plan's JSON after a way out; None for a code that says nothing about this plan.

    "days:14:2026-12-10" (so many days later; the plan begins on that day now), "hours:0:90" (row
    of days, minutes later), "place:0:L30" (place of the plan, site).
    """
    try:
        return _moved(plan, code)
    except OverflowError:  # a day typed wrongly, at the end of all calendars
        return None


def _moved(plan: Mapping[str, Any], code: str) -> dict[str, Any] | None:
    if match := _DAYS.fullmatch(code):
        said = [row.get("date") for row in _days(plan)]
        said += [day for part in ("traffic", "activities") for day in _dates(plan, part)]
        # Pressed twice, the plan no longer begins there: it is not moved again.
        return days_later(plan, int(match[1])) if match[2] in said else None
    if match := _HOURS.fullmatch(code):
        return hours_later(plan, int(match[1]), int(match[2])) if _has_day(plan, match[1]) else None
    if match := _PLACE.fullmatch(code):
        return _at(plan, int(match[1]), match[2])
    return None


def _at(plan: Mapping[str, Any], index: int, site: str) -> dict[str, Any] | None:
    changed = deepcopy(dict(plan))
    spots = changed.get("spots") or []
    if index >= len(spots):
        return None
    kept = {key: value for key, value in spots[index].items() if key not in _SAID_BY_A_PLACE}
    spots[index] = {**kept, "site": site}
    return changed


_SAID_BY_A_PLACE = frozenset({"geometry", "elsewhere", "name"})


def _days(plan: Mapping[str, Any]) -> list[Any]:
    return list(plan.get("days") or ())


def _has_day(plan: Mapping[str, Any], number: str) -> bool:
    return int(number) < len(_days(plan))


def _dates(plan: Mapping[str, Any], part: str) -> Iterable[Any]:
    for row in plan.get(part) or ():
        yield from row.get("dates") or ()


def _number(path: str, part: str) -> int | None:
    match = re.fullmatch(rf"{part}\[(\d+)\]", path)
    return int(match[1]) if match else None
