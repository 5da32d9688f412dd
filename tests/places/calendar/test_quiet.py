"""Quiet hours and places, prayer, blackouts and the airspace."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from math import degrees, sin
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import LineString, Point

from simpul.places.calendar.blackouts import occurrences
from simpul.places.calendar.clash import Grade, QuietPlace, Surroundings
from simpul.places.calendar.rows import AirspaceRow, PrayerRow, PrayerWindowRow
from simpul.places.calendar.sun import (
    RIM,
    Criteria,
    asr_height,
    at_height,
    noon,
    prayer_times,
    sun_at,
)
from tests.places.calendar.build import (
    ALWAYS,
    DAY,
    JAKARTA,
    ORIGIN,
    TEXT,
    blackout,
    check,
    hours,
    limit,
    rules,
    span,
    wanted,
    working,
    zone,
)

LAT, LON = -6.1702, 106.8312


def place(kind: str, x: float = 0) -> Surroundings:
    found = QuietPlace(
        code="Q1",
        name={"id": "Tempat", "en": "Place"},
        kind=kind,
        plane=Point(x, 0),
        lat=LAT,
        lon=LON,
    )
    return Surroundings(quiet_places=(found,))


def loud(*when: Any, **more: Any) -> Any:
    return wanted(*when, loud=True, **{"plane": Point(0, 0), **more})


# --- closing hours -------------------------------------------------------------------------
NIGHT = rules(limit("hours", when=span("22:00", "05:00")))


@pytest.mark.parametrize(
    ("begin", "finish", "expected"),
    [
        (8, 22, []),
        (5, 8, []),
        (21, 23, [(22, 23)]),
        (3, 8, [(3, 5)]),
        (20, 30, [(22, 29)]),
        (21, 54, [(22, 29), (46, 53)]),
    ],
)
def test_the_quiet_hours_go_over_midnight(begin: int, finish: int, expected: Any) -> None:
    found = check(wanted(hours(begin, finish)), [], NIGHT)
    assert [p for one in found for p in one.periods] == [hours(a, b) for a, b in expected]


def test_hours_are_written_as_the_language_writes_them() -> None:
    [found] = check(wanted(hours(21, 23)), [], NIGHT)
    assert "22.00–05.00" in found.text["id"]
    assert "22:00 to 05:00" in found.text["en"]


def test_parked_cars_keep_nobody_awake() -> None:
    assert check(wanted(hours(22, 29), kind="parking"), [], NIGHT) == []


def test_only_the_zone_with_quiet_hours_has_them() -> None:
    zoned = rules(
        limit("hours", when=span("22:00", "05:00"), zone="DENSE"),
        zones=(zone("DENSE", "31.71"), zone("REST")),
    )
    assert len(check(wanted(hours(22, 23), areas=("31.71.01",)), [], zoned)) == 1
    assert check(wanted(hours(22, 23), areas=("31.01.01",)), [], zoned) == []


def test_the_quiet_hours_of_the_night_when_clocks_go_back_are_one_hour_longer() -> None:
    york = ZoneInfo("America/New_York")
    clocks = rules(limit("hours", when=span("22:00", "05:00")), working=working(york.key))
    night = hours(20, 32, zone=york, start=date(2026, 10, 31))
    [found] = check(wanted(night), [], clocks)
    assert found.periods[0].duration == timedelta(hours=8)


# --- places --------------------------------------------------------------------------------
def test_a_hospital_needs_quiet_at_any_hour_within_its_distance() -> None:
    near = rules(limit("quiet", 100, subject="hospital"))
    [found] = check(loud(), [], near, surroundings=place("hospital", 99))
    assert (found.rule, found.grade, found.distance_m) == ("quiet", Grade.POSSIBLE, 99)
    assert check(loud(), [], near, surroundings=place("hospital", 100)) == []
    assert check(loud(), [], near, surroundings=place("school", 0)) == []


def test_each_kind_of_place_has_its_own_distance() -> None:
    both = rules(
        limit("quiet", 100, subject="hospital", code="h"),
        limit("quiet", 50, subject="school", code="s"),
    )
    assert check(loud(), [], both, surroundings=place("school", 50)) == []
    assert [one.row for one in check(loud(), [], both, surroundings=place("school", 49))] == ["s"]
    assert [one.row for one in check(loud(), [], both, surroundings=place("hospital", 50))] == ["h"]


def test_who_is_not_loud_is_only_told() -> None:
    near = rules(limit("quiet", 100, subject="hospital", status="confirmed"))
    around = place("hospital", 10)
    assert check(loud(), [], near, surroundings=around)[0].grade is Grade.HARD
    quiet = wanted(plane=Point(0, 0))
    assert check(quiet, [], near, surroundings=around)[0].grade is Grade.INFORMATION
    blast = wanted(plane=Point(0, 0), kind="blast")
    assert check(blast, [], near, surroundings=around)[0].grade is Grade.HARD


def test_a_school_is_quiet_on_working_days_only() -> None:
    lessons = span("06:30", "15:00", kind="workday")
    near = rules(limit("quiet", 100, subject="school", when=lessons))
    saturday = hours(8, 10, start=date(2026, 12, 5))
    assert check(loud(saturday), [], near, surroundings=place("school")) == []
    [found] = check(loud(hours(14, 18)), [], near, surroundings=place("school"))
    assert found.periods == (hours(14, 15),)


@given(
    st.integers(0, 23),
    st.integers(0, 23),
    st.integers(-5, 30),
    st.integers(1, 30),
    st.integers(0, 6),
)
def test_a_quiet_place_is_quiet_in_its_hours_and_no_others(
    begin: int, finish: int, start: int, long: int, metres: int
) -> None:
    near = rules(
        limit("quiet", 5, subject="church", when=span(f"{begin:02}:00", f"{finish:02}:00"))
    )
    found = check(loud(hours(start, start + long)), [], near, surroundings=place("church", metres))
    told = sum((p.duration for one in found for p in one.periods), timedelta())

    def holds(clock: int) -> bool:
        if begin < finish:
            return begin <= clock < finish
        return clock >= begin or clock < finish

    quiet = sum(holds(hour % 24) for hour in range(start, start + long)) if metres < 5 else 0
    assert told == timedelta(hours=quiet)


# --- prayer --------------------------------------------------------------------------------
# As the Ministry of Religious Affairs published them for Jakarta (Media Indonesia, February and
# March 2026; Republika, 5 March 2025): to the minute, from a point of the ministry's own.
PUBLISHED = {
    date(2026, 2, 23): ("04:42", "12:10", "15:17", "18:17", "19:26"),
    date(2026, 3, 4): ("04:43", "12:08", "15:09", "18:14", "19:23"),
    date(2026, 3, 6): ("04:43", "12:07", "15:08", "18:13", "19:22"),
    date(2026, 3, 13): ("04:43", "12:06", "15:11", "18:10", "19:19"),
    date(2025, 3, 5): ("04:43", "12:08", "15:08", "18:13", "19:22"),
}


@pytest.mark.parametrize("day", PUBLISHED)
def test_prayer_times_are_those_published_to_a_minute(day: date) -> None:
    found = prayer_times(day, LAT, LON, JAKARTA, Criteria())
    for name, text in zip(
        ("subuh", "zuhur", "asar", "magrib", "isya"), PUBLISHED[day], strict=True
    ):
        published = datetime.combine(day, time.fromisoformat(text), JAKARTA)
        assert abs(found[name] - published) <= timedelta(minutes=1), name


def test_dawn_of_a_whole_month_is_as_published() -> None:
    # Bisnis.com after the ministry: 19 February 04.41, to 26 February 04.42, to 16 March 04.43,
    # to 20 March 04.42.
    for offset in range(30):
        day = date(2026, 2, 19) + timedelta(days=offset)
        minute = 41 if offset == 0 else 42 if offset < 8 or offset > 25 else 43
        dawn = prayer_times(day, LAT, LON, JAKARTA, Criteria())["subuh"]
        assert abs(dawn - datetime.combine(day, time(4, minute), JAKARTA)) <= timedelta(minutes=1)


def test_the_sun_stands_where_the_almanac_says() -> None:
    # Equinox of 20 March 2026, 14:46 UTC; solstice of 21 June 2026, 08:24 UTC (IMCCE, USNO).
    assert sun_at(datetime(2026, 3, 20, 14, 46, tzinfo=UTC))[0] == pytest.approx(0, abs=0.01)
    assert sun_at(datetime(2026, 6, 21, 8, 24, tzinfo=UTC))[0] == pytest.approx(23.436, abs=0.01)
    # The equation of time is +16.4 minutes at the beginning of November, -14.2 in mid-February.
    assert sun_at(datetime(2026, 11, 3, 12, tzinfo=UTC))[1] == pytest.approx(16.45, abs=0.1)
    assert sun_at(datetime(2026, 2, 11, 12, tzinfo=UTC))[1] == pytest.approx(-14.2, abs=0.1)


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.floats(-55, 55), st.floats(-180, 180))
def test_at_the_time_found_the_sun_has_the_height_asked_for(
    day: date, lat: float, lon: float
) -> None:
    from math import asin, cos, radians

    for height, rising in ((RIM, True), (RIM, False), (-8.0, False)):
        moment = at_height(day, lat, lon, height, rising=rising)
        if moment is None:
            continue
        tilt, equation = sun_at(moment)
        minutes = (moment - datetime.combine(moment.date(), time(0), UTC)).total_seconds() / 60
        angle = radians((minutes + equation + 4 * lon) / 4 - 180)
        latitude, declination = radians(lat), radians(tilt)
        real = asin(
            sin(latitude) * sin(declination) + cos(latitude) * cos(declination) * cos(angle)
        )
        assert degrees(real) == pytest.approx(height, abs=0.02)
        assert (moment < noon(day, lon)) is rising


def test_there_is_no_dusk_where_the_sun_does_not_go_down() -> None:
    assert at_height(date(2026, 6, 21), 78.2, 15.6, RIM, rising=False) is None
    assert "isya" not in prayer_times(date(2026, 6, 21), 59.9, 10.7, UTC, Criteria())


def test_the_shadow_of_asr_is_one_length_longer_than_at_noon() -> None:
    assert asr_height(0, 0, 1) == pytest.approx(45)
    assert asr_height(45, 0, 1) == pytest.approx(26.565, abs=1e-3)


def prayers(*names: str) -> Any:
    head = {**ORIGIN, "text": TEXT}
    criteria = PrayerRow(code="P", fajr=20, isha=18, shadow=1, margin_min=2, **head)
    windows = tuple(
        PrayerWindowRow(
            code=f"P-{name}", prayer=name, within_m=100, before_min=10, after_min=20, **head
        )
        for name in names
    )
    return rules(prayer=(criteria,), prayer_windows=windows)


def test_near_a_mosque_it_is_quiet_around_prayer() -> None:
    # Zuhur of 1 December 2026 in Jakarta is about 11:44 plus the margin.
    [found] = check(loud(hours(6, 14)), [], prayers("zuhur"), surroundings=place("mosque", 50))
    [period] = found.periods
    assert period.duration == timedelta(minutes=30)
    assert hours(11.4, 12.4).start < period.start < period.end < hours(11.4, 12.4).end
    assert check(loud(hours(13, 14)), [], prayers("zuhur"), surroundings=place("mosque", 50)) == []
    assert check(loud(), [], prayers("zuhur"), surroundings=place("mosque", 100)) == []
    assert check(loud(), [], prayers("zuhur"), surroundings=place("church", 50)) == []


def test_on_friday_the_friday_prayer_takes_the_place_of_noon() -> None:
    friday = hours(6, 16, start=date(2026, 12, 4))
    both = prayers("zuhur", "jumat")
    around = place("mosque", 50)
    assert [one.row for one in check(loud(friday), [], both, surroundings=around)] == ["P-jumat"]
    assert [one.row for one in check(loud(), [], both, surroundings=around)] == ["P-zuhur"]


# --- blackouts -----------------------------------------------------------------------------
SUNDAY = date(2026, 12, 6)
AVENUE = LineString([(0, 0), (0, 5000)])
CAR_FREE = blackout(
    "weekly",
    status="reported",
    when=span("06:00", "10:00", days=(6,)),
    plane=AVENUE,
    within_m=100,
    forbids=("vehicles", "closure"),
    asks=("*",),
)


def on_sunday(begin: float, finish: float, **more: Any) -> Any:
    return wanted(hours(begin, finish, start=SUNDAY), **{"plane": Point(50, 900), **more})


def test_the_car_free_sunday_stops_cars_and_closures_and_asks_the_rest() -> None:
    with_rules = rules(blackouts=(CAR_FREE,))
    [cars] = check(on_sunday(5, 9, vehicles=1), [], with_rules)
    assert (cars.rule, cars.grade) == ("blackout", Grade.HARD)
    assert cars.periods == (hours(6, 9, start=SUNDAY),)
    assert check(on_sunday(5, 9, kind="closure"), [], with_rules)[0].grade is Grade.HARD
    assert check(on_sunday(5, 9), [], with_rules)[0].grade is Grade.POSSIBLE
    assert check(on_sunday(10, 12, vehicles=1), [], with_rules) == []
    assert check(on_sunday(4, 6, vehicles=1), [], with_rules) == []
    assert check(on_sunday(5, 9, vehicles=1, plane=Point(100, 900)), [], with_rules) == []
    assert check(wanted(hours(6, 9), plane=Point(0, 0), vehicles=1), [], with_rules) == []


def test_a_car_free_sunday_that_is_called_off_is_free() -> None:
    off = blackout("weekly", when=CAR_FREE.when, not_on=frozenset({SUNDAY}))
    assert check(on_sunday(5, 9), [], rules(blackouts=(off,))) == []


def test_a_proposed_blackout_is_never_hard() -> None:
    row = blackout("weekly", when=CAR_FREE.when, forbids=("*",))
    assert check(on_sunday(5, 9), [], rules(blackouts=(row,)))[0].grade is Grade.POSSIBLE


def test_national_days_and_dated_periods() -> None:
    holiday = rules(blackouts=(blackout("holiday"),), working=working("Asia/Jakarta", DAY))
    assert len(check(wanted(), [], holiday)) == 1
    assert check(wanted(hours(8, 9, day=1)), [], holiday) == []
    exams = blackout("dates", first=DAY, last=DAY + timedelta(days=2), forbids=("blast",))
    dated = rules(blackouts=(exams,))
    assert [
        len(check(wanted(hours(8, 9, day=day), kind="blast"), [], dated)) for day in range(-1, 4)
    ] == [0, 1, 1, 1, 0]
    assert check(wanted(hours(8, 9)), [], dated) == []


@given(
    st.sets(st.integers(0, 6), min_size=1),
    st.integers(0, 23),
    st.integers(0, 23),
    st.integers(0, 24 * 14),
    st.integers(1, 30),
)
def test_weekly_rules_hold_exactly_at_their_hours(
    days: set[int], begin: int, finish: int, start: int, long: int
) -> None:
    row = blackout("weekly", when=span(f"{begin:02}:00", f"{finish:02}:00", days=tuple(days)))
    use = wanted(hours(start, start + long))

    def holds(hour: int) -> bool:
        day, clock = DAY + timedelta(days=hour // 24), hour % 24
        eve = day - timedelta(days=1)
        if begin < finish:
            return day.weekday() in days and begin <= clock < finish
        return (day.weekday() in days and clock >= begin) or (
            eve.weekday() in days and clock < finish
        )

    found = check(use, [], rules(blackouts=(row,)))
    told = sum((p.duration for one in found for p in one.periods), timedelta())
    assert told == timedelta(hours=sum(holds(hour) for hour in range(start, start + long)))


def test_occurrences_leave_out_days_before_the_rule_began() -> None:
    row = blackout("weekly", when=CAR_FREE.when, valid_from=SUNDAY)
    days = [SUNDAY - timedelta(days=7), SUNDAY, SUNDAY + timedelta(days=1)]
    found = occurrences(row, days, rules())
    assert list(found) == [(SUNDAY, hours(6, 10, start=SUNDAY))]


# --- airspace ------------------------------------------------------------------------------
def airspace(effect: str, above: float | None = None, **more: Any) -> Any:
    fields: dict[str, Any] = {
        **ORIGIN,
        "status": "confirmed",
        "areas": (),
        "plane": None,
        "within_m": 0,
        **more,
    }
    row = AirspaceRow(code="A", text=TEXT, effect=effect, above_m=above, **fields)
    return rules(airspace=(row,))


def drone(height: float | None = None, **more: Any) -> Any:
    return wanted(kind="drone", height_m=height, **more)


def test_a_drone_above_the_limit_needs_a_permission_that_can_be_had() -> None:
    limit_120 = airspace("permission", 120)
    [found] = check(drone(121), [], limit_120)
    assert (found.grade, found.solutions[0].kind) == (Grade.POSSIBLE, "permission")
    assert check(drone(120), [], limit_120) == []
    assert check(drone(), [], limit_120)[0].grade is Grade.INFORMATION
    assert check(wanted(height_m=500), [], limit_120) == []


def test_forbidden_airspace_is_hard_when_it_is_law() -> None:
    assert check(drone(10), [], airspace("forbidden"))[0].grade is Grade.HARD
    draft = airspace("forbidden", status="assumed")
    assert check(drone(10), [], draft)[0].grade is Grade.POSSIBLE
    only = airspace("forbidden", areas=("31.71",))
    assert check(drone(10, areas=("31.74.01",)), [], only) == []
    assert check(drone(10, areas=("31.71.01",)), [], only)[0].grade is Grade.HARD


def test_what_nobody_knows_is_information() -> None:
    [found] = check(drone(10), [], airspace("check"))
    assert (found.grade, found.solutions) == (Grade.INFORMATION, ())


def test_days_of_a_span() -> None:
    assert rules().hours(ALWAYS, DAY) == hours(0, 24)
