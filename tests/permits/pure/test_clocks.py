"""Filing clocks, the chain, and decision clocks with pauses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simpul.city.book import CityBook
from simpul.kit.workdays import OffDay, WorkingCalendar
from simpul.permits.planning.clocks import (
    Clock,
    Step,
    chain_dates,
    chain_order,
    complete_by,
    decided_by,
    earliest_lawful_start,
    earliest_start,
    last_filing,
    running_clock,
)

ZONE = ZoneInfo("Asia/Jakarta")
WEEKS = WorkingCalendar([], joint_leave_is_off=True, cut_off=time(16), zone="Asia/Jakarta")
"""Monday to Friday, no holidays: dates can be counted on the fingers."""

days = st.dates(date(2026, 1, 1), date(2027, 6, 30))
clocks = st.builds(Clock, st.integers(1, 40), st.sampled_from(["wd", "cd"]))
calendars = st.lists(st.dates(date(2026, 1, 1), date(2027, 6, 30)), max_size=30).map(
    lambda off: WorkingCalendar(
        [OffDay(day, "holiday", {"en": "x"}) for day in off],
        joint_leave_is_off=True,
        cut_off=time(16),
        zone="Asia/Jakarta",
    )
)


@dataclass(frozen=True)
class Event:
    kind: str
    at: datetime


def at(day: date, hour: int = 9) -> datetime:
    return datetime.combine(day, time(hour), ZONE)


class TestFiling:
    @pytest.mark.parametrize(
        ("filed", "working_days", "first"),
        [
            (date(2026, 3, 13), 14, date(2026, 4, 10)),
            (date(2026, 11, 2), 14, date(2026, 11, 20)),
            (date(2026, 1, 5), 21, date(2026, 2, 4)),
        ],
    )
    def test_the_fixed_examples_hold_on_the_city_calendar(
        self, book: CityBook, filed: date, working_days: int, first: date
    ) -> None:
        clock = Clock(working_days, "wd")
        assert earliest_start(filed, clock, book.calendar).result == first
        assert last_filing(first, clock, book.calendar).result >= filed

    def test_thirty_calendar_days_are_thirty_days(self) -> None:
        clock = Clock(30, "cd")
        assert earliest_start(date(2026, 12, 2), clock, WEEKS).result == date(2027, 1, 1)
        assert last_filing(date(2027, 1, 1), clock, WEEKS).result == date(2026, 12, 2)

    @settings(max_examples=200, deadline=None)
    @given(filed=days, clock=clocks, calendar=calendars)
    def test_filing_on_the_last_day_reaches_the_first_day(
        self, filed: date, clock: Clock, calendar: WorkingCalendar
    ) -> None:
        first = earliest_start(filed, clock, calendar).result
        last = last_filing(first, clock, calendar).result
        assert filed <= last < first
        assert earliest_start(last, clock, calendar).result <= first

    @settings(max_examples=200, deadline=None)
    @given(first=days, clock=clocks, calendar=calendars)
    def test_the_day_after_the_last_filing_day_is_too_late(
        self, first: date, clock: Clock, calendar: WorkingCalendar
    ) -> None:
        last = last_filing(first, clock, calendar).result
        assert earliest_start(last, clock, calendar).result <= first
        assert earliest_start(last + timedelta(days=1), clock, calendar).result > first

    @settings(max_examples=200, deadline=None)
    @given(needed=days, clock=clocks, calendar=calendars)
    def test_complete_by_is_the_latest_day_that_is_decided_in_time(
        self, needed: date, clock: Clock, calendar: WorkingCalendar
    ) -> None:
        last = complete_by(needed, clock, calendar)
        assert decided_by(last, clock, calendar) <= needed
        day = last + timedelta(days=1)
        while not calendar.is_working(day):
            day += timedelta(days=1)
        assert decided_by(day, clock, calendar) > needed


class TestChain:
    MINISTRY = Step("ministry", (), Clock(30, "cd"), Clock(7, "wd"))
    POLICE = Step("police", ("ministry",), Clock(30, "cd"))

    def test_what_waits_comes_after_and_the_rest_keeps_its_order(self) -> None:
        steps = [Step("c", ("b",)), Step("a"), Step("b", ("z",)), Step("d")]
        assert [step.key for step in chain_order(steps)] == ["a", "b", "c", "d"]

    def test_a_circle_still_gives_every_step_once(self) -> None:
        steps = [Step("a", ("b",)), Step("b", ("a",)), Step("c")]
        assert sorted(step.key for step in chain_order(steps)) == ["a", "b", "c"]

    def test_the_police_file_waits_for_the_ministry(self) -> None:
        # Filed Monday 2 November; seven working days later is Wednesday 11 November.
        found = chain_dates(
            [self.POLICE, self.MINISTRY],
            filed_on=date(2026, 11, 2),
            first_day=date(2027, 1, 15),
            calendar=WEEKS,
        )
        police, ministry = found["police"], found["ministry"]
        assert ministry.decided == date(2026, 11, 11)
        assert police.earliest_filing == date(2026, 11, 11)
        assert police.earliest_start is not None
        assert police.earliest_start.result == date(2026, 12, 11)
        assert earliest_lawful_start(found.values(), date(2026, 11, 2)) == date(2026, 12, 11)
        # 30 days before 15 January is 16 December; seven working days earlier is 7 December.
        assert police.last_filing == date(2026, 12, 16)
        assert ministry.last_filing == date(2026, 12, 7)
        assert ministry.chained
        assert not police.chained

    def test_a_step_without_a_known_time_is_marked_for_those_that_wait(self) -> None:
        steps = [Step("a"), Step("b", ("a",), Clock(3, "wd")), Step("c", ("b",))]
        found = chain_dates(steps, filed_on=date(2026, 11, 2), first_day=None, calendar=WEEKS)
        assert not found["a"].waits_unknown
        assert found["b"].waits_unknown
        assert found["c"].waits_unknown
        assert found["b"].last_filing is None

    @settings(max_examples=100, deadline=None)
    @given(
        filed=days,
        own=clocks,
        other=clocks,
        process=clocks,
        first=days,
        calendar=calendars,
    )
    def test_filing_each_step_on_its_last_day_is_lawful(
        self,
        filed: date,
        own: Clock,
        other: Clock,
        process: Clock,
        first: date,
        calendar: WorkingCalendar,
    ) -> None:
        steps = [Step("a", (), own, process), Step("b", ("a",), other)]
        last = chain_dates(steps, filed_on=filed, first_day=first, calendar=calendar)
        assert last["a"].last_filing is not None
        again = chain_dates(
            steps, filed_on=last["a"].last_filing, first_day=first, calendar=calendar
        )
        assert earliest_lawful_start(again.values(), last["a"].last_filing) <= first


class TestRunning:
    MONDAY = date(2026, 11, 2)

    def test_it_starts_when_complete_and_counts_from_the_next_working_day(self) -> None:
        clock = running_clock([Event("start", at(self.MONDAY))], 5, WEEKS, today=self.MONDAY)
        assert clock.due_on == date(2026, 11, 9)
        assert clock.remaining == 5
        assert not clock.late

    def test_complete_after_the_cut_off_counts_as_the_next_working_day(self) -> None:
        friday = date(2026, 11, 6)
        clock = running_clock([Event("start", at(friday, 17))], 5, WEEKS, today=friday)
        assert clock.started_on == date(2026, 11, 9)
        assert clock.due_on == date(2026, 11, 16)

    def test_without_a_start_nothing_is_due(self) -> None:
        clock = running_clock([], 5, WEEKS, today=self.MONDAY)
        assert (clock.due_on, clock.started_on, clock.remaining) == (None, None, 5)

    def test_a_pause_of_two_working_days_moves_the_due_day_by_two(self) -> None:
        events = [
            Event("start", at(self.MONDAY)),
            Event("pause", at(date(2026, 11, 4))),
            Event("resume", at(date(2026, 11, 6))),
        ]
        clock = running_clock(events, 5, WEEKS, today=date(2026, 11, 6))
        assert clock.due_on == date(2026, 11, 11)
        assert [day.day for day in clock.days if day.paused] == [
            date(2026, 11, 4),
            date(2026, 11, 5),
        ]

    def test_while_paused_no_day_is_due_and_it_is_never_late(self) -> None:
        events = [Event("start", at(self.MONDAY)), Event("pause", at(date(2026, 11, 4)))]
        clock = running_clock(events, 5, WEEKS, today=date(2027, 3, 1))
        assert clock.paused
        assert clock.due_on is None
        assert not clock.late
        assert clock.remaining == 4

    def test_it_is_late_the_day_after(self) -> None:
        events = [Event("start", at(self.MONDAY))]
        assert not running_clock(events, 5, WEEKS, today=date(2026, 11, 9)).late
        assert running_clock(events, 5, WEEKS, today=date(2026, 11, 10)).late

    def test_answered_in_time_it_never_becomes_late(self) -> None:
        events = [Event("start", at(self.MONDAY)), Event("stop", at(date(2026, 11, 5)))]
        assert not running_clock(events, 5, WEEKS, today=date(2027, 1, 1)).late

    def test_a_repeated_event_changes_nothing(self) -> None:
        once = [Event("start", at(self.MONDAY)), Event("pause", at(date(2026, 11, 3)))]
        twice = [
            *once,
            Event("start", at(date(2026, 11, 4))),
            Event("pause", at(date(2026, 11, 5))),
        ]
        assert running_clock(once, 5, WEEKS, today=date(2026, 11, 9)) == running_clock(
            twice, 5, WEEKS, today=date(2026, 11, 9)
        )

    @settings(max_examples=200, deadline=None)
    @given(
        start=days,
        process=st.integers(1, 30),
        gaps=st.lists(st.tuples(st.integers(0, 15), st.integers(0, 15)), max_size=4),
        calendar=calendars,
        unit=st.sampled_from(["wd", "cd"]),
    )
    def test_the_due_day_moves_by_exactly_the_days_on_pause(
        self,
        start: date,
        process: int,
        gaps: list[tuple[int, int]],
        calendar: WorkingCalendar,
        unit: str,
    ) -> None:
        events, day = [Event("start", at(start))], start
        for run, pause in gaps:
            day += timedelta(days=run)
            events.append(Event("pause", at(day)))
            day += timedelta(days=pause)
            events.append(Event("resume", at(day, 10)))
        clock = running_clock(events, process, calendar, today=day, unit=unit)  # type: ignore[arg-type]
        plain = running_clock(events[:1], process, calendar, today=day, unit=unit)  # type: ignore[arg-type]
        assert clock.due_on is not None
        assert plain.due_on is not None
        assert clock.due_on >= plain.due_on
        counted = [d.number for d in clock.days if d.number is not None]
        assert counted == list(range(1, process + 1))
        assert clock.days[-1].day == clock.due_on
        for one in clock.days:
            assert (one.number is None) == (one.paused or one.reason is not None)
