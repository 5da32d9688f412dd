"""Times at which parts of the city are not free: car-free mornings, national days, exams."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from simpul.kit.periods import Period
from simpul.places.calendar.check import Check
from simpul.places.calendar.found import Clash, Grade
from simpul.places.calendar.rows import BlackoutRow
from simpul.places.calendar.rules import CalendarRules, overlaps
from simpul.places.calendar.uses import NOT_FILMING
from simpul.places.calendar.wording import by_rule

_DAY = timedelta(days=1)


def find(check: Check) -> Iterator[Clash]:
    """Uses in a blackout: what it forbids cannot be, what it names besides must ask."""
    for i, use in enumerate(check.wanted):
        if use.kind in NOT_FILMING:
            continue
        days = check.days[i]
        for row in check.rules.blackouts:
            if not row.concerns(use):
                continue
            hours = [hours for _, hours in occurrences(row, _with_eves(days), check.rules)]
            periods = tuple(overlaps(use, hours))
            if not periods or not row.covers(use):
                continue
            yield check.alone(
                i,
                rule="blackout",
                row=row,
                most=Grade.HARD if row.forbids_use(use) else Grade.POSSIBLE,
                periods=periods,
                ground=use.name,
                text=by_rule(row, "", ""),
            )


def occurrences(
    row: BlackoutRow, days: Iterable[date], rules: CalendarRules
) -> Iterator[tuple[date, Period]]:
    """When a blackout holds on these local days: day and hours, in UTC."""
    for day in sorted(days):
        if row.in_force(day) and day not in row.not_on and _is_on(row, day, rules):
            hours = rules.hours(row.when, day)
            if hours is not None:
                yield day, hours


def _is_on(row: BlackoutRow, day: date, rules: CalendarRules) -> bool:
    if row.rule == "dates":
        return row.first is not None and row.first <= day <= (row.last or row.first)
    return row.rule == "weekly" or rules.is_holiday(day)


def _with_eves(days: Iterable[date]) -> set[date]:
    """A blackout that began the evening before may still hold."""
    found = set(days)
    return found | {day - _DAY for day in found}
