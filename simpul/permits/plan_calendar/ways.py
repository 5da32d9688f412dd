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
from simpul.permits.holding.moving import date_to, days_later, hours_later
from simpul.permits.plan_calendar.asking import (
    HORIZON_DAYS,
    CalendarAnswer,
    FreeDay,
    another_day_helps,
)
from simpul.permits.plan_calendar.in_use import At, PlacesInUse, keeps_out, other_hours_help
from simpul.permits.planned_uses import BY_THE_HOUR
from simpul.places.calendar.clash import Clash, Grade

HOURS_FOR = 2
"""For so many dates of a place other hours are looked for, the most serious first."""

DATES_FOR = 3
"""For so many dates of a place another date is looked for."""

PLACES_FOR = 1
MOST_PLACES = 2
"""For so many places of a plan calmer ones are looked for unasked, and so many are offered."""

_BUSY = frozenset({"exclusive", "event", "road_works", "set_distance", "fatigue", "rest"})
"""What another place would solve."""

_DAYS = re.compile(r"days:(-?\d{1,3}):(\d{4}-\d{2}-\d{2})")
_HOURS = re.compile(r"hours:(\d{1,4}):(-?\d{1,4})")
_MOVE = re.compile(r"move:(\d{1,3}):(\d{4}-\d{2}-\d{2}):(\d{4}-\d{2}-\d{2})")
_PLACE = re.compile(r"place:(\d{1,3}):([A-Za-z0-9_.-]{1,40})")
_DAY = timedelta(days=1)
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Way:
    """One way out. `code`: see `moved`. `day`: the first day of use then; `starts`, `ends`: the
    hours of the row then; `place`: the name of the place, `metres` away, with so many shoot days
    `fewer`; `alike`: what the two have in common. `moves`: what moves, where that is not all."""

    kind: str
    code: str
    day: date | None = None
    starts: datetime | None = None
    ends: datetime | None = None
    place: Texts | None = None
    metres: int = 0
    fewer: int = 0
    alike: tuple[Texts, ...] = ()
    moves: At | None = None


def ways_out(found: CalendarAnswer, plan: Mapping[str, Any]) -> dict[str, list[Way]]:
    """Key of a clash -> its ways out. `plan`: the JSON the answer was made from."""
    if found.calendar is None:
        return {}
    search = _Search(found, plan, PlacesInUse(found.uses, plan, found.calendar.zone))
    stopping = [one for one in found.clashes if one.grade >= Grade.POSSIBLE]
    return {one.key: list(search.ways(one)) for one in stopping}


class _Search:
    """Looks for ways out, each asked once: several clashes of one day have the same."""

    def __init__(self, found: CalendarAnswer, plan: Mapping[str, Any], places: PlacesInUse) -> None:
        self.found, self.plan, self.places = found, plan, places
        self._hours: dict[At, Way | None] = {}
        self._dates: dict[At, Way | None] = {}
        self._calmer: dict[str, list[Way]] = {}

    def ways(self, clash: Clash) -> Iterable[Way]:
        """Other hours, another day, a calmer place: what would help against this clash."""
        found, at = self.found, self.places.of(clash)
        if at is not None and other_hours_help(clash):
            if at not in self._hours and len(self._hours) < HOURS_FOR:
                self._hours[at] = other_hours(found, self.plan, self.places, at)
            if (hours := self._hours.get(at)) is not None:
                yield hours
        if another_day_helps(clash, found) and (day := self._day(at)) is not None:
            yield day
        site = found.uses[clash.use].use.site
        if site and clash.rule in _BUSY:
            if site not in self._calmer and len(self._calmer) < PLACES_FOR:
                self._calmer[site] = calmer(found, self.plan, clash.use, most=MOST_PLACES)
            yield from self._calmer.get(site, ())

    def _day(self, at: At | None) -> Way | None:
        """The whole plan where it is one place on one date, else only what clashes."""
        if not self.places.several:
            return to_day(self.found, self.found.later) if self.found.later is not None else None
        if at is None:
            return None
        if at not in self._dates and len(self._dates) < DATES_FOR:
            self._dates[at] = other_date(self.found, self.places, at)
        return self._dates.get(at)


def to_day(found: CalendarAnswer, free: FreeDay) -> Way:
    """The whole plan on its first free day."""
    assert found.begins is not None
    step = (free.begins - found.begins).days
    return Way("day", f"days:{step}:{found.begins.isoformat()}", day=free.day)


def other_date(found: CalendarAnswer, places: PlacesInUse, at: At) -> Way | None:
    """What clashes at one place on one date, on the next date that is lawful and free and on which
    the plan has nothing else."""
    calendar = found.calendar
    uses = places.alone(at)
    if calendar is None or not uses:
        return None
    taken = places.dates
    numbers = places.numbers(at)

    def counts(clash: Clash) -> bool:
        said = found.uses[numbers[clash.use]].hours_said or clash.rule not in BY_THE_HOUR
        return said and another_day_helps(clash, found)

    for grade in (Grade.POSSIBLE, Grade.HARD):
        free = calendar.earliest_free(
            uses,
            first=max(found.lawful.day, at.on + _DAY),
            horizon=HORIZON_DAYS,
            allowed=lambda day: day not in taken,
            least=grade,
            counts=counts,
        )
        if free is not None:
            code = f"move:{at.spot}:{at.on.isoformat()}:{free.day.isoformat()}"
            return Way("day", code, day=free.day, moves=at)
    return None


def other_hours(
    found: CalendarAnswer, plan: Mapping[str, Any], places: PlacesInUse, at: At
) -> Way | None:
    """The free hours nearest to those of a date at a place; all that goes with it moves too."""
    calendar = found.calendar
    use = places.day_use(at)
    if calendar is None or use is None or not found.uses[use].hours_said:
        return None
    number = int(found.uses[use].path[len("days[") : -1])
    own = found.uses[use].use.periods[0]
    length = own.end - own.start
    beside = [other for other in places.numbers(at) if other != use]
    free = calendar.free_hours(found.planned, use, beside=beside, counts=keeps_out)
    starts = [min(max(own.start, one.start), one.end - length) for one in free]
    for start in sorted(starts, key=lambda one: abs(one - own.start)):
        minutes = (start - own.start) // _MINUTE
        if minutes and hours_later(plan, number, minutes) is not None:
            here = start.astimezone(calendar.zone)
            code = f"hours:{number}:{minutes}"
            return Way("hours", code, day=here.date(), starts=here, ends=here + length, moves=at)
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
    of days, minutes later), "move:0:2026-12-10:2026-12-12" (place of the plan, from, to),
    "place:0:L30" (place of the plan, site).
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
    if (match := _MOVE.fullmatch(code)) and _is_date(match[2]) and _is_date(match[3]):
        return date_to(plan, int(match[1]), match[2], match[3])
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


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
