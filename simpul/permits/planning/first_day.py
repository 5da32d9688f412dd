"""The first lawful day of a plan and which clearances set it: what the search of a free day may not
go before. Pure; what is taken in the calendar is asked elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from simpul.permits.planning.planner import PlanAnswer, PlannedClearance


@dataclass(frozen=True, slots=True)
class LawfulStart:
    """`day`: the first day that all known clocks allow. `by`: the clearances that allow no earlier
    one; empty where nothing but the day of filing counts. `could_become`: the first day if every
    open question turned out with the longest clock."""

    day: date
    by: tuple[PlannedClearance, ...]
    could_become: date


def starts_from(one: PlannedClearance) -> date | None:
    """The first day that the clocks of one clearance allow; None without a known clock."""
    dates = one.dates
    own = dates.earliest_start.result if dates.earliest_start is not None else None
    return max((day for day in (own, dates.decided) if day is not None), default=None)


def lawful_start(answer: PlanAnswer) -> LawfulStart:
    """From a planner's answer."""
    by = tuple(one for one in answer.clearances if starts_from(one) == answer.earliest_start)
    if answer.earliest_start == answer.filed_on:
        by = ()
    return LawfulStart(answer.earliest_start, by, answer.could_start)
