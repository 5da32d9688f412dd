from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simpul.kit.periods import Period, merge, moment_of

BASE = datetime(2026, 12, 10, tzinfo=UTC)
PERIODS = st.tuples(st.integers(0, 500), st.integers(1, 200)).map(
    lambda pair: Period(
        BASE + timedelta(minutes=pair[0]), BASE + timedelta(minutes=pair[0] + pair[1])
    )
)


@given(PERIODS, PERIODS)
def test_two_periods_overlap_exactly_when_they_share_time(a, b):
    shared = a.intersection(b)
    assert a.overlaps(b) == b.overlaps(a) == (shared is not None)
    if shared:
        assert a.contains(shared.start) and b.contains(shared.start)
        assert shared.duration <= min(a.duration, b.duration)


def test_what_ends_when_another_begins_does_not_meet_it():
    a = Period(BASE, BASE + timedelta(hours=2))
    b = Period(a.end, a.end + timedelta(hours=1))
    assert not a.overlaps(b)
    assert a.intersection(b) is None
    assert not a.contains(a.end)


@pytest.mark.parametrize(
    ("minutes", "uses"), [(1, 1), (359, 1), (360, 1), (361, 2), (720, 2), (721, 3), (1440, 4)]
)
def test_a_started_block_of_six_hours_is_a_use(minutes, uses):
    assert Period(BASE, BASE + timedelta(minutes=minutes)).blocks(6) == uses


def test_a_night_shoot_ends_on_the_next_day():
    night = Period.of_day(date(2026, 12, 10), time(22), time(5), "Asia/Jakarta")
    assert night.duration_hours == 7
    assert night.end == datetime(2026, 12, 11, 5, tzinfo=ZoneInfo("Asia/Jakarta"))
    whole = Period.of_day(date(2026, 12, 10), time(0), time(0), "Asia/Jakarta")
    assert whole.duration_hours == 24


def test_hours_are_elapsed_hours_where_clocks_change():
    # Hong Kong and Jakarta keep one time; London went back one hour on 2026-10-25.
    london = ZoneInfo("Europe/London")
    autumn = Period(
        datetime(2026, 10, 25, 0, tzinfo=london), datetime(2026, 10, 25, 6, tzinfo=london)
    )
    assert autumn.duration_hours == 7
    assert autumn.blocks(6) == 2


@given(st.lists(PERIODS, max_size=12))
def test_merging_keeps_all_time_once(periods):
    merged = merge(periods)
    assert all(a.end < b.start for a, b in pairwise(merged))
    minutes = {
        BASE + timedelta(minutes=m)
        for m in range(701)
        if any(p.contains(BASE + timedelta(minutes=m)) for p in periods)
    }
    assert sum((p.duration for p in merged), timedelta()) == timedelta(minutes=len(minutes))


@pytest.mark.parametrize(
    ("start", "end"),
    [(BASE, BASE), (BASE, BASE - timedelta(hours=1)), (datetime(2026, 1, 1), BASE)],
)
def test_an_impossible_period_is_refused(start, end):
    with pytest.raises(ValueError):
        Period(start, end)


NEW_YORK = ZoneInfo("America/New_York")


@pytest.mark.parametrize(
    ("wall", "utc"),
    [
        (datetime(2023, 2, 8, 6), datetime(2023, 2, 8, 11, tzinfo=UTC)),
        # 2025-11-02: clocks show 01:00-02:00 twice; the first is daylight time, UTC-4.
        (datetime(2025, 11, 2, 1), datetime(2025, 11, 2, 5, tzinfo=UTC)),
        (datetime(2025, 11, 2, 1, fold=1), datetime(2025, 11, 2, 5, tzinfo=UTC)),
        (datetime(2025, 11, 2, 2), datetime(2025, 11, 2, 7, tzinfo=UTC)),
        # 2025-03-09: 02:00-03:00 do not exist; 02:30 is 03:30 daylight time.
        (datetime(2025, 3, 9, 2, 30), datetime(2025, 3, 9, 7, 30, tzinfo=UTC)),
        (datetime(2025, 3, 9, 3), datetime(2025, 3, 9, 7, tzinfo=UTC)),
    ],
)
def test_wall_time_becomes_a_moment(wall, utc):
    assert moment_of(wall, NEW_YORK) == utc


def test_periods_are_compared_as_moments_where_clocks_go_back():
    # 01:30 daylight time to 01:10 standard time: 40 minutes, though the clock went backwards.
    first = datetime(2025, 11, 2, 1, 30, tzinfo=NEW_YORK)
    second = datetime(2025, 11, 2, 1, 10, fold=1, tzinfo=NEW_YORK)
    crossing = Period(first, second)
    assert crossing.duration == timedelta(minutes=40)
    later = Period(
        datetime(2025, 11, 2, 1, 20, fold=1, tzinfo=NEW_YORK),
        datetime(2025, 11, 2, 3, tzinfo=NEW_YORK),
    )
    assert not crossing.overlaps(later)
    assert merge([later, crossing]) == [crossing, later]
    assert crossing.contains(datetime(2025, 11, 2, 1, 5, fold=1, tzinfo=NEW_YORK))
    with pytest.raises(ValueError):
        Period(
            datetime(2025, 11, 2, 1, 10, fold=1, tzinfo=NEW_YORK),
            datetime(2025, 11, 2, 1, 30, tzinfo=NEW_YORK),
        )
