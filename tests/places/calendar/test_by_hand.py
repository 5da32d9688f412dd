"""Closures, airspace, prayer and the rule of priority, each against a recount written plainly."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import permutations
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import LineString, Point

from simpul.places.calendar.clash import Grade, QuietPlace, Surroundings
from simpul.places.calendar.prayer import quiet_time
from simpul.places.calendar.priority import Claim, decide, in_order
from simpul.places.calendar.rows import AirspaceRow, PrayerRow, PrayerWindowRow
from simpul.places.planned import PlannedUse
from tests.places.calendar.build import (
    DAY,
    JAKARTA,
    ORIGIN,
    TEXT,
    at,
    check,
    hours,
    limit,
    rules,
    standing,
    wanted,
)

NEW_YORK = ZoneInfo("America/New_York")
SMALL = settings(max_examples=60, deadline=None)

# --- priority --------------------------------------------------------------------------------
RANKS = {"confirmed": 0, "option_1": 1, "option_2": 1, "pencil": 2}
few = st.none() | st.integers(0, 2)
claims = st.builds(
    Claim,
    ref=st.uuids().map(str),
    state=st.sampled_from(sorted(RANKS)),
    recorded_at=st.integers(0, 3).map(lambda n: at(n)),
    # Some hours apart, so that one local day and two UTC days come up.
    complete_at=st.none() | st.integers(0, 8).map(lambda n: at(6 * n)),
    people_disturbed=few,
    impact=few,
)


def first_by_the_written_rule(one: Claim, other: Claim) -> bool | None:
    """The sentences of `RULE` one after another; None where they leave it open."""
    if RANKS[one.state] != RANKS[other.state]:
        return RANKS[one.state] < RANKS[other.state]
    days = [
        claim.complete_at.astimezone(JAKARTA).date() if claim.complete_at else None
        for claim in (one, other)
    ]
    for mine, theirs in (
        days,
        (one.people_disturbed, other.people_disturbed),
        (one.impact, other.impact),
        (one.recorded_at, other.recorded_at),
    ):
        if mine != theirs:
            return theirs is None or (mine is not None and mine < theirs)  # type: ignore[operator]
    return None


@SMALL
@given(claims, claims)
def test_exactly_one_goes_first_and_as_it_is_written(one: Claim, other: Claim) -> None:
    said, turned = decide(one, other, zone=JAKARTA), decide(other, one, zone=JAKARTA)
    assert said.mine_first != turned.mine_first
    assert said.criterion == turned.criterion
    written = first_by_the_written_rule(one, other)
    assert written in (None, said.mine_first)


@SMALL
@given(st.lists(claims, min_size=3, max_size=4, unique_by=lambda claim: claim.ref))
def test_the_order_is_one_whoever_is_asked_first(found: list[Claim]) -> None:
    ordered = in_order(found, zone=JAKARTA)
    assert all(in_order(other, zone=JAKARTA) == ordered for other in permutations(found))
    for place, one in enumerate(ordered):
        for later in ordered[place + 1 :]:
            assert decide(one, later, zone=JAKARTA).mine_first


# --- closures --------------------------------------------------------------------------------
PARALLEL = limit("parallel_closure", 40)
names = st.frozensets(st.sampled_from("ABC"), max_size=2)
places = st.tuples(st.integers(0, 6), st.booleans(), names, names, st.integers(0, 20))


def closing(make: Any, place: Any, **more: Any) -> Any:
    """A closed line of 100 m, along x or y, 15 m apart from the next."""
    n, turned, roads, lines, hour = place
    drawn = [(0, 15 * n), (100, 15 * n)] if not turned else [(15 * n, 200), (15 * n, 300)]
    return make(
        hours(hour, hour + 4),
        plane=LineString(drawn).buffer(4, cap_style="flat"),
        kind="closure",
        roads=roads,
        lines=lines,
        **more,
    )


@SMALL
@given(places, places)
def test_closures_are_told_where_a_recount_finds_them(mine: Any, theirs: Any) -> None:
    found = check(closing(wanted, mine), closing(standing, theirs), rules(PARALLEL))
    told = {one.rule for one in found} & {"one_road", "one_corridor", "parallel_closure"}
    expected = set()
    together = abs(mine[4] - theirs[4]) < 4
    same_way, apart = mine[1] == theirs[1], 15 * abs(mine[0] - theirs[0]) - 8
    if together and not (same_way and apart < 0):
        expected |= {"one_road"} if mine[2] & theirs[2] else set()
        expected |= {"one_corridor"} if mine[3] & theirs[3] else set()
        beside = same_way and apart < 40 and not mine[2] & theirs[2]
        expected |= {"parallel_closure"} if beside else set()
    assert told == expected
    assert all(one.grade is Grade.POSSIBLE for one in found if one.rule in told)


# --- airspace --------------------------------------------------------------------------------
@SMALL
@given(
    effect=st.sampled_from(["check", "permission", "forbidden"]),
    status=st.sampled_from(["confirmed", "reported", "assumed", "proposal"]),
    above=st.none() | st.sampled_from([0.0, 50.0, 120.0]),
    height=st.none() | st.sampled_from([20.0, 50.0, 121.0]),
    x=st.integers(0, 40),
    within=st.sampled_from([0, 20]),
    kind=st.sampled_from(["drone", "shoot"]),
)
def test_an_airspace_weighs_what_it_says_and_never_more_than_its_status(
    effect: str,
    status: str,
    above: float | None,
    height: float | None,
    x: int,
    within: int,
    kind: str,
) -> None:
    head = {**ORIGIN, "status": status}
    row = AirspaceRow(
        code="T",
        text=TEXT,
        areas=(),
        plane=Point(0, 0).buffer(1),
        within_m=float(within),
        effect=effect,
        above_m=above,
        **head,
    )
    use = wanted(hours(8, 9), kind=kind, height_m=height, plane=Point(x, 0))
    found = check(use, None, rules(airspace=(row,)), rule="airspace")
    inside = x - 1 < within if within else x < 1
    high = above is None or height is None or height > above
    if kind != "drone" or not inside or not high:
        assert found == []
        return
    [told] = found
    weight = {"check": 1, "permission": 2, "forbidden": 3}[effect]
    unsaid = above is not None and height is None
    unadopted = status in ("assumed", "proposal")
    assert told.grade == (1 if unsaid else min(weight, 2) if unadopted else weight)


# --- prayer ----------------------------------------------------------------------------------
HEAD = {**ORIGIN, "status": "reported"}
SUMS = PrayerRow(
    code="S", text=TEXT, fajr=20.0, isha=18.0, shadow=1.0, margin_min=2, **HEAD
)  # fmt: skip
MOSQUE = QuietPlace(
    code="m", name=TEXT, kind="mosque", plane=Point(50, 0), lat=-6.2, lon=106.8
)  # fmt: skip


@SMALL
@given(
    prayer=st.sampled_from(["subuh", "zuhur", "asar", "magrib", "isya", "jumat"]),
    day=st.integers(0, 6),
    begin=st.integers(0, 24 * 4 - 1),
    length=st.integers(1, 40),
    within=st.sampled_from([40, 50, 51]),
    loud=st.booleans(),
)
def test_a_use_meets_a_prayer_when_its_minutes_do(
    prayer: str, day: int, begin: int, length: int, within: int, loud: bool
) -> None:
    row = PrayerWindowRow(
        code="W",
        text=TEXT,
        prayer=prayer,
        within_m=float(within),
        before_min=10,
        after_min=20,
        **HEAD,
    )
    known = rules(prayer=(SUMS,), prayer_windows=(row,))
    use = wanted(hours(begin / 4, (begin + length) / 4, day=day), plane=Point(0, 0), loud=loud)
    found = check(
        use, None, known, rule="prayer", surroundings=Surroundings(quiet_places=(MOSQUE,))
    )
    times = [quiet_time(row, MOSQUE, DAY + timedelta(days=day + n), known) for n in range(3)]
    quiet = [one for one in times if one is not None]
    [period] = use.periods
    minutes = int(period.duration / timedelta(minutes=1))
    meets = any(
        one.contains(period.start + timedelta(minutes=n)) for one in quiet for n in range(minutes)
    )
    assert bool(found) == (meets and within > 50)
    assert all(one.grade is (Grade.HARD if loud else Grade.INFORMATION) for one in found)
    for part in [part for one in found for part in one.periods]:
        assert part.start >= period.start and part.end <= period.end


# --- a plan moved to another day -------------------------------------------------------------
@SMALL
@given(
    start=st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)),
    minutes=st.integers(1, 40 * 60),
    days=st.integers(-400, 400),
)
def test_a_plan_keeps_its_hours_by_the_clock_on_the_wall(
    start: datetime, minutes: int, days: int
) -> None:
    begin = start.replace(tzinfo=NEW_YORK).astimezone(UTC)
    period = hours(0, 1)
    period = replace(period, start=begin, end=begin + timedelta(minutes=minutes))
    use = PlannedUse(kind="shoot", periods=(period,), site="L01")
    [moved] = use.moved(days, NEW_YORK).periods
    for before, after in ((period.start, moved.start), (period.end, moved.end)):
        wall = before.astimezone(NEW_YORK).replace(tzinfo=None) + timedelta(days=days)
        shown = after.astimezone(NEW_YORK).replace(tzinfo=None)
        # An hour that clocks skip or show twice is moved on by it; nothing else is.
        assert shown - wall in (timedelta(0), timedelta(hours=1))
    assert moved.end > moved.start


def test_a_period_that_spring_would_turn_round_keeps_its_length() -> None:
    """From 02:30 to 03:10: where 02:30 is skipped it becomes 03:30, after its own end."""
    before = datetime(2027, 3, 13, 2, 30, tzinfo=NEW_YORK)
    period = replace(hours(0, 1), start=before, end=before + timedelta(minutes=40))
    use = PlannedUse(kind="shoot", periods=(period,), site="L01")
    [moved] = use.moved(1, NEW_YORK).periods
    assert moved.start.astimezone(NEW_YORK) == datetime(2027, 3, 14, 3, 30, tzinfo=NEW_YORK)
    assert moved.duration == timedelta(minutes=40)
    assert use.moved(1, NEW_YORK).first_day(NEW_YORK) == date(2027, 3, 14)
