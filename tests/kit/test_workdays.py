"""Working-day clocks against dates worked out by hand on the 2026 calendar of Indonesia."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simpul.kit.workdays import HOLIDAY, JOINT_LEAVE, OffDay, WorkingCalendar

# SKB Menag 1497/2025, Menaker 2/2025, MenPANRB 5/2025: 17 holidays and 8 joint-leave days,
# written by hand, so that nothing the program computes is its own witness.
HOLIDAYS_2026 = (
    "01-01", "01-16", "02-17", "03-19", "03-21", "03-22", "04-03", "04-05", "05-01",
    "05-14", "05-27", "05-31", "06-01", "06-16", "08-17", "08-25", "12-25",
)  # fmt: skip
JOINT_LEAVE_2026 = (
    "02-16", "03-18", "03-20", "03-23", "03-24", "05-15", "05-28", "12-24",
)  # fmt: skip
OFF_DAYS = [
    *(OffDay(date.fromisoformat(f"2026-{d}"), HOLIDAY, {"id": "libur"}) for d in HOLIDAYS_2026),
    *(
        OffDay(date.fromisoformat(f"2026-{d}"), JOINT_LEAVE, {"id": "cuti bersama"})
        for d in JOINT_LEAVE_2026
    ),
]
JAKARTA = ZoneInfo("Asia/Jakarta")


def calendar(joint_leave_is_off: bool = True, cut_off: time | None = None) -> WorkingCalendar:
    return WorkingCalendar(
        OFF_DAYS, joint_leave_is_off=joint_leave_is_off, cut_off=cut_off, zone="Asia/Jakarta"
    )


STRICT, LOOSE = calendar(True), calendar(False)
DAYS = st.dates(date(2025, 11, 1), date(2027, 2, 28))
COUNTS = st.integers(0, 60)
CALENDARS = st.sampled_from([STRICT, LOOSE])


def test_the_table_of_2026_has_17_holidays_and_8_joint_leave_days():
    assert (len(HOLIDAYS_2026), len(JOINT_LEAVE_2026)) == (17, 8)


@pytest.mark.parametrize(
    ("filed", "n", "joint_leave_is_off", "start"),
    [
        ("2026-03-13", 14, True, "2026-04-10"),
        ("2026-03-13", 14, False, "2026-04-03"),
        ("2026-11-02", 14, True, "2026-11-20"),
        ("2026-11-02", 14, False, "2026-11-20"),
        ("2026-01-05", 21, True, "2026-02-04"),
        ("2026-01-05", 21, False, "2026-02-04"),
    ],
)
def test_earliest_start_is_as_fixed(filed, n, joint_leave_is_off, start):
    found = calendar(joint_leave_is_off).earliest_start(date.fromisoformat(filed), n)
    assert found == date.fromisoformat(start)


@pytest.mark.parametrize(
    ("first_day", "n", "joint_leave_is_off", "latest"),
    [
        ("2026-04-10", 14, True, "2026-03-13"),
        ("2026-04-03", 14, False, "2026-03-13"),
        ("2026-11-20", 14, True, "2026-11-02"),
        ("2026-02-04", 21, True, "2026-01-05"),
        # Sunday 2026-12-13: Friday 11 is the first working day before it, Monday 7 the fifth.
        ("2026-12-13", 5, True, "2026-12-07"),
        # 2026-12-28 with Christmas joint leave: 23, 22, 21 are the three before.
        ("2026-12-28", 3, True, "2026-12-21"),
        ("2026-12-28", 3, False, "2026-12-22"),
    ],
)
def test_latest_filing_is_as_counted_by_hand(first_day, n, joint_leave_is_off, latest):
    found = calendar(joint_leave_is_off).latest_filing(date.fromisoformat(first_day), n)
    assert found == date.fromisoformat(latest)


@given(CALENDARS, DAYS, DAYS, COUNTS)
def test_filing_in_time_and_starting_late_enough_are_one_question(cal, filed, first, n):
    assert (cal.earliest_start(filed, n) <= first) == (filed <= cal.latest_filing(first, n))


@given(CALENDARS, DAYS, COUNTS)
def test_earliest_start_and_latest_filing_are_inverse(cal, filed, n):
    if cal.is_working(filed):
        assert cal.latest_filing(cal.earliest_start(filed, n), n) == filed


@given(CALENDARS, DAYS, COUNTS)
def test_a_later_filing_never_starts_earlier(cal, filed, n):
    assert cal.earliest_start(filed, n) <= cal.earliest_start(filed + timedelta(days=1), n)
    assert cal.earliest_start(filed, n) <= cal.earliest_start(filed, n + 1)


@given(DAYS, COUNTS)
def test_working_joint_leave_never_makes_a_clock_longer(filed, n):
    assert LOOSE.earliest_start(filed, n) <= STRICT.earliest_start(filed, n)


@given(CALENDARS, DAYS, st.integers(1, 60))
def test_a_trace_accounts_for_every_day(cal, filed, n):
    trace = cal.earliest_start_trace(filed, n)
    seen = sorted([*trace.counted, *(skipped.day for skipped in trace.skipped)])
    assert len(trace.counted) == n
    assert seen == [filed + timedelta(days=i) for i in range(len(seen))]
    assert trace.result == seen[-1] + timedelta(days=1)
    assert all(cal.is_working(day) for day in trace.counted)
    assert not any(cal.is_working(skipped.day) for skipped in trace.skipped)


@given(CALENDARS, DAYS, st.integers(1, 60))
def test_the_trace_backwards_accounts_for_every_day(cal, first, n):
    trace = cal.latest_filing_trace(first, n)
    seen = [*trace.counted, *(skipped.day for skipped in trace.skipped)]
    assert sorted(seen) == [first - timedelta(days=i) for i in range(len(seen), 0, -1)]
    assert trace.result == trace.counted[-1] == min(seen)


@given(CALENDARS, DAYS, COUNTS)
def test_between_counts_what_add_walks(cal, day, n):
    later = cal.add(day, n)
    assert cal.between(day + timedelta(days=1), later + timedelta(days=1)) == n
    assert cal.between(later, day) == -cal.between(day, later)


def test_a_skipped_day_says_why():
    trace = STRICT.earliest_start_trace(date(2026, 3, 17), 2)
    assert [(s.day.isoformat()[5:], s.kind) for s in trace.skipped] == [
        ("03-18", "joint_leave"),
        ("03-19", "holiday"),
        ("03-20", "joint_leave"),
        ("03-21", "holiday"),
        ("03-22", "holiday"),
        ("03-23", "joint_leave"),
        ("03-24", "joint_leave"),
    ]
    assert trace.result == date(2026, 3, 26)


def test_joint_leave_is_a_day_off_for_a_tariff_even_where_clocks_run():
    assert LOOSE.is_working(date(2026, 12, 24))
    assert LOOSE.is_off_day(date(2026, 12, 24))
    assert not LOOSE.is_off_day(date(2026, 12, 23))


@pytest.mark.parametrize(
    ("moment", "counts"),
    [
        ("2026-11-20 15:59", "2026-11-20"),
        ("2026-11-20 16:00", "2026-11-20"),
        ("2026-11-20 16:01", "2026-11-23"),  # Friday evening counts as Monday
        ("2026-11-21 09:00", "2026-11-23"),  # Saturday
        ("2026-12-23 18:00", "2026-12-28"),  # joint leave, Christmas, weekend
        ("2026-12-24 08:00", "2026-12-28"),
    ],
)
def test_a_filing_after_the_cut_off_counts_for_the_next_working_day(moment, counts):
    cal = calendar(cut_off=time(16, 0))
    at = datetime.fromisoformat(moment).replace(tzinfo=JAKARTA)
    assert cal.counts_as_filed(at) == date.fromisoformat(counts)


def test_the_citys_clock_decides_not_the_servers():
    at = datetime(2026, 11, 20, 18, 30, tzinfo=ZoneInfo("UTC"))  # 01:30 on Saturday in Jakarta
    assert calendar().counts_as_filed(at) == date(2026, 11, 23)
    with pytest.raises(ValueError, match="time zone"):
        calendar().counts_as_filed(datetime(2026, 11, 20, 18, 30))


def test_a_year_without_a_published_list_is_called_uncertain():
    assert STRICT.earliest_start_trace(date(2026, 12, 21), 10).uncertain_years == (2027,)
    assert STRICT.earliest_start_trace(date(2026, 11, 2), 14).uncertain_years == ()


@given(DAYS, COUNTS)
def test_calendar_days_are_inverse_too(day, n):
    assert STRICT.latest_filing_calendar(STRICT.earliest_start_calendar(day, n), n) == day
    assert len(STRICT.latest_filing_calendar_trace(day, n).counted) == n


def test_thirty_calendar_days_before():
    assert STRICT.latest_filing_calendar(date(2026, 12, 31), 30) == date(2026, 12, 1)


@pytest.mark.parametrize(
    ("day", "months", "result"),
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2027-11-30", 3, "2028-02-29"),
        ("2026-12-15", 0, "2026-12-15"),
        ("2026-12-15", 1, "2027-01-15"),
    ],
)
def test_months_end_on_the_same_day_or_the_last_one(day, months, result):
    assert STRICT.add_months(date.fromisoformat(day), months) == date.fromisoformat(result)


@pytest.mark.parametrize("n", [-1, 3661, True])
def test_an_absurd_count_is_refused(n):
    with pytest.raises(ValueError, match="a clock of"):
        STRICT.earliest_start(date(2026, 1, 5), n)


def test_an_unknown_kind_of_day_off_is_refused():
    with pytest.raises(ValueError, match="kind of off day"):
        OffDay(date(2026, 1, 1), "strike", {})
