"""The planner's answer and the calendar's, put together: what clashes, and from when it is both
lawful and free.

Reads only. What a plan takes comes from `planned_uses`, what is lawful from `planning`, what is
free from the places room; nothing is decided here but their order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from simpul.kit.actors import PUBLIC, Actor
from simpul.permits.holding.claims import own_holders
from simpul.permits.planned_uses import BY_THE_HOUR, PlanUse, uses_of
from simpul.permits.planning.first_day import LawfulStart, lawful_start
from simpul.permits.planning.plan import Plan
from simpul.permits.planning.planner import PlanAnswer, first_day_of
from simpul.places.calendar.clash import Clash, Grade
from simpul.places.calendar.rules import CalendarRules
from simpul.places.checking import Calendar, Checked
from simpul.places.planned import PlannedUse

HORIZON_DAYS = 120
"""So far ahead a free day is looked for on the page."""

MOST_USES = 120
"""A longer plan is checked, but no free day is searched for it: that takes too long for a page."""

MOST_PLACES = 40
MOST_CHECKED = 400
"""A plan with more places or uses is not checked as a whole: it would hold up everybody else."""

_ANY_DAY = frozenset(
    {
        "vehicles",
        "technical_vehicles",
        "large_vehicles",
        "hours",
        "quiet",
        "airspace",
        "prayer",
        "bus_lines",
    }
)
"""Rules that other days do not change, unless their row names days."""

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class FreeDay:
    """The first day of use that is lawful and free, and how it was found.

    `grade`: POSSIBLE when nothing is in the way on that day, HARD when only nothing hard is.
    `begins`: the day on which the whole plan would begin (a location visit may come before the
    first day of use). `passed`: days that were tried before, with what was in the way.
    """

    day: date
    begins: date
    grade: Grade
    passed: tuple[tuple[date, tuple[Clash, ...]], ...]


@dataclass(frozen=True, slots=True)
class CalendarAnswer:
    """What the calendar says of a plan.

    `begins`, `first_day`: the first day taken, and the first on which the ground is used; None
    while the plan has no place or no day. `searched`: was a free day looked for?
    `too_large`: it was not even checked. `pending`: ways out are still to be looked for. `free`:
    the earliest day; `later`: the next one after the plan's own day, where that one is not free.
    `several`: more than one place or date is used; then only what clashes need be moved.
    """

    uses: tuple[PlanUse, ...]
    lawful: LawfulStart
    checked: Checked
    clashes: tuple[Clash, ...] = ()
    begins: date | None = None
    first_day: date | None = None
    searched: bool = False
    too_large: bool = False
    pending: bool = False
    free: FreeDay | None = None
    later: FreeDay | None = None
    several: bool = False
    calendar: Calendar | None = field(default=None, compare=False, repr=False)

    @property
    def planned(self) -> list[PlannedUse]:
        """The uses as the calendar knows them."""
        return [one.use for one in self.uses]

    @property
    def dates(self) -> int:
        """How many different days the plan takes."""
        if self.calendar is None:
            return 0
        zone = self.calendar.zone
        return len(
            {one.start.astimezone(zone).date() for use in self.planned for one in use.periods}
        )


def calendar_answer(
    answer: PlanAnswer, *, holder: str = "", actor: Actor = PUBLIC, at_once: bool = False
) -> CalendarAnswer:
    """Ask the calendar about the plan of an answer. Confidential others stay confidential.

    `holder`: whose own bookings are not in the way. `actor`: who asks; what their own companies
    hold is told by its name and is not in their way. `at_once`: where something is in the way, only
    that; other days are looked for when the whole is asked for.
    """
    book, lawful = answer.facts.book, lawful_start(answer)
    uses = tuple(uses_of(answer.plan, book))
    if not uses:
        return CalendarAnswer(uses, lawful, Checked((), ()))
    planned = [one.use for one in uses]
    places = {one.site or id(one.shape) for one in planned}
    if len(uses) > MOST_CHECKED or len(places) > MOST_PLACES:
        return CalendarAnswer(uses, lawful, Checked((), ()), too_large=True)
    since = min(period.start for one in planned for period in one.periods)
    calendar = Calendar(holder=holder, own=own_holders(actor, since), book=book)
    checked = calendar.check(planned)
    clashes = tuple(one for one in checked.clashes if _speaks(one, uses))
    begins = min(one.first_day(calendar.zone) for one in planned)
    first_day = max(begins, first_day_of(answer.plan) or begins)
    found = CalendarAnswer(uses, lawful, checked, clashes, begins, first_day, calendar=calendar)
    found = replace(found, several=found.dates > 1 or len(_spots(answer.plan, uses)) > 1)
    if at_once and any(one.grade >= Grade.POSSIBLE for one in clashes):
        return replace(found, pending=True)
    return _with_days(found, answer) if len(uses) <= MOST_USES else found


def _spots(plan: Plan, uses: Sequence[PlanUse]) -> set[str]:
    rows = (one.path.rstrip("]").partition("[") for one in uses)
    spots = (plan.spot(getattr(plan, part)[int(number)].spot) for part, _, number in rows)
    return {str(spot.id) for spot in spots if spot is not None}


def _speaks(clash: Clash, uses: Sequence[PlanUse]) -> bool:
    """A rule about hours says nothing about a row without hours."""
    return clash.rule not in BY_THE_HOUR or uses[clash.use].hours_said


def _with_days(found: CalendarAnswer, answer: PlanAnswer) -> CalendarAnswer:
    assert found.calendar is not None
    assert found.begins is not None
    assert found.first_day is not None
    # A location visit needs no clearance, so only the first day of use must be lawful.
    ahead = found.first_day - found.begins
    first = max(found.lawful.day - ahead, answer.filed_on)
    free = _search(found, first, ahead)
    later = None
    if not found.several and _stopping(found) and first <= found.begins:
        later = free
        if free is not None and free.begins <= found.begins:
            later = _search(found, found.begins + _DAY, ahead)
    return replace(found, searched=True, free=free, later=later)


def _stopping(found: CalendarAnswer) -> bool:
    """Is there anything that another day would solve?"""
    return any(
        one.grade >= Grade.POSSIBLE and another_day_helps(one, found) for one in found.clashes
    )


def _search(found: CalendarAnswer, first: date, ahead: timedelta) -> FreeDay | None:
    calendar = found.calendar
    assert calendar is not None

    def counts(clash: Clash) -> bool:
        return _speaks(clash, found.uses) and another_day_helps(clash, found)

    for grade in (Grade.POSSIBLE, Grade.HARD):
        day = calendar.earliest_free(
            found.planned, first=first, horizon=HORIZON_DAYS, least=grade, counts=counts
        )
        if day is not None:
            passed = tuple(
                (tried, tuple(one for one in clashes if one.grade >= grade))
                for tried, clashes in day.passed.items()
            )
            return FreeDay(day.day + ahead, day.day, grade, passed)
    return None


def another_day_helps(clash: Clash, found: CalendarAnswer) -> bool:
    """Could the same hours on another day be free of it?"""
    assert found.calendar is not None
    return clash.rule not in _ANY_DAY or _names_days(clash.row, found.calendar.rules)


def _names_days(code: str, rules: CalendarRules) -> bool:
    if any(row.code == code and (row.when.days or row.when.kind) for row in rules.limits):
        return True
    return any(row.code == code and row.prayer == "jumat" for row in rules.prayer_windows)
