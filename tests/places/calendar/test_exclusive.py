"""One ground is given to one production at a time, and nobody is stopped who only touches."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from itertools import product
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import LineString, Point, box

from simpul.kit.periods import Period
from simpul.places.calendar.clash import NOWHERE, Grade, Standing, Wanted
from tests.places.calendar.build import (
    check,
    hours,
    limit,
    rules,
    square,
    standing,
    wanted,
    working,
    zone,
)

NEW_YORK = ZoneInfo("America/New_York")


# --- grades --------------------------------------------------------------------------------
def test_a_confirmed_booking_stops_another_for_the_same_hours() -> None:
    [found] = check(wanted(hours(8, 12)), standing(hours(11, 15)))
    assert (found.rule, found.grade) == ("exclusive", Grade.HARD)
    assert found.periods == (hours(11, 12),)
    assert found.other == {"id": "Film Lain", "en": "Other Film"}
    assert found.status == ""


@pytest.mark.parametrize("state", ["pencil", "option_1", "option_2"])
def test_what_is_not_confirmed_only_warns(state: str) -> None:
    [found] = check(wanted(), standing(state=state))
    assert found.grade is Grade.POSSIBLE


def test_a_released_booking_is_in_nobodys_way() -> None:
    assert check(wanted(), standing(state="released")) == []


def test_ones_own_bookings_are_in_ones_own_way_never() -> None:
    assert check(wanted(holder="application:2"), standing()) == []
    assert len(check(wanted(holder=""), standing(holder=""))) == 1


def test_two_who_share_are_told_of_each_other() -> None:
    [found] = check(wanted(exclusive=False), standing())
    assert (found.rule, found.grade) == ("shared", Grade.INFORMATION)


def test_the_exclusive_side_may_be_either() -> None:
    assert check(wanted(exclusive=False), standing(exclusive=True))[0].grade is Grade.HARD


@pytest.mark.parametrize("kind", ["event", "road_works"])
def test_events_and_road_works_are_named_as_such(kind: str) -> None:
    assert check(wanted(exclusive=False), standing(kind=kind))[0].rule == kind
    assert check(wanted(exclusive=False), standing(kind=kind))[0].grade is Grade.POSSIBLE
    assert check(wanted(), standing(kind=kind))[0].grade is Grade.HARD


def test_nobody_shares_a_blast_and_no_two_drones_a_volume() -> None:
    assert check(wanted(exclusive=False, kind="blast"), standing())[0].grade is Grade.HARD
    drones = check(wanted(exclusive=False, kind="drone"), standing(kind="drone"))
    assert drones[0].grade is Grade.HARD


# --- who is told ---------------------------------------------------------------------------
def test_a_confidential_title_stays_with_those_who_may_know() -> None:
    secret = standing(confidential=True, key="k1")
    [outside] = check(wanted(), secret)
    assert outside.other["en"] == "another production"
    assert "Other Film" not in str(outside.as_json())
    assert "application:2" not in str(outside)
    [inside] = check(wanted(), secret, reveal=True)
    assert (inside.other["en"], inside.other_ref) == ("Other Film", "application:2")
    assert inside.key == outside.key


# --- ground --------------------------------------------------------------------------------
def test_a_part_is_taken_with_its_whole_wherever_it_is_drawn() -> None:
    far = square(9000, 9000)
    part = standing(takes=frozenset({7}), plane=far)
    assert check(wanted(takes=frozenset({1, 7})), part)[0].grade is Grade.HARD
    assert check(wanted(takes=frozenset({1, 8})), part) == []


@pytest.mark.parametrize(
    ("mine", "theirs", "meets"),
    [
        (box(0, 0, 10, 10), box(10, 0, 20, 10), False),
        (box(0, 0, 10, 10), box(10, 10, 20, 20), False),
        (box(0, 0, 10, 10), box(9.99, 0, 20, 10), True),
        (LineString([(0, 0), (10, 0)]), LineString([(10, 0), (20, 0)]), False),
        (LineString([(0, 0), (10, 0)]), LineString([(5, -5), (5, 5)]), True),
        (LineString([(0, 5), (20, 5)]), box(0, 0, 10, 10), True),
        (LineString([(0, 0), (10, 0)]), box(0, 0, 10, 10), False),
        (Point(3, 3), Point(3, 3), True),
        (Point(3, 3), box(0, 0, 10, 10), True),
        (Point(0, 3), box(0, 0, 10, 10), False),
    ],
)
def test_what_only_touches_shares_nothing(mine: Any, theirs: Any, meets: bool) -> None:
    assert bool(check(wanted(plane=mine), standing(plane=theirs))) is meets
    assert bool(check(wanted(plane=theirs), standing(plane=mine))) is meets


def test_ground_without_a_shape_is_known_by_its_name_and_near_nothing() -> None:
    everything = rules(
        limit("set_distance", 1000),
        limit("parallel_closure", 300),
        limit("quiet", 100, subject="hospital"),
        zones=(zone("OLD", plane=square(), within_m=100), zone("REST")),
    )
    lost = {"plane": NOWHERE, "takes": frozenset({7})}
    [found] = check(wanted(**lost), standing(**lost), everything)
    assert found.rule == "exclusive"
    assert check(wanted(plane=NOWHERE), standing(), everything) == []
    assert check(wanted(), standing(plane=NOWHERE, kind="blast", radius_m=900), everything) == []
    road: dict[str, Any] = {"kind": "closure", "roads": frozenset({"r"})}
    [twice] = check(wanted(plane=NOWHERE, **road), standing(**road), everything)
    assert (twice.rule, twice.distance_m) == ("one_road", None)


# --- time ----------------------------------------------------------------------------------
def test_what_ends_at_midnight_does_not_meet_what_begins_then() -> None:
    assert check(wanted(hours(20, 24)), standing(hours(24, 30))) == []
    assert len(check(wanted(hours(20, 24.1)), standing(hours(24, 30)))) == 1


def test_the_hour_that_comes_twice_is_two_hours() -> None:
    def wall(hour: int, minute: int, fold: int) -> datetime:
        return datetime(2026, 11, 1, hour, minute, tzinfo=NEW_YORK, fold=fold)

    first = Period(wall(1, 0, 0), wall(1, 0, 1))
    second = Period(wall(1, 0, 1), wall(2, 0, 0))
    clocks = rules(working=working("America/New_York"))
    assert check(wanted(first), standing(second), clocks) == []
    late = Period(wall(1, 30, 0), wall(1, 30, 1))
    [found] = check(wanted(late), standing(second), clocks)
    assert found.period == Period(
        datetime(2026, 11, 1, 6, 0, tzinfo=UTC), datetime(2026, 11, 1, 6, 30, tzinfo=UTC)
    )


# --- against brute force -------------------------------------------------------------------
COORDINATE = st.integers(0, 6)


@st.composite
def uses(draw: st.DrawFn, *, other: bool) -> Any:
    x, y, begin = draw(COORDINATE), draw(COORDINATE), draw(st.integers(0, 40))
    side = draw(st.integers(1, 3))
    spans = [(begin, begin + draw(st.integers(1, 6)))]
    if draw(st.booleans()):
        later = spans[0][1] + draw(st.integers(0, 20))
        spans.append((later, later + draw(st.integers(1, 6))))
    fields: dict[str, Any] = {
        "plane": box(x, y, x + side, y + side),
        "takes": frozenset(draw(st.sets(st.integers(1, 5), max_size=2))),
        "exclusive": draw(st.booleans()),
    }
    make = standing if other else wanted
    states = st.sampled_from(["confirmed", "pencil", "released"])
    if other:
        fields |= {"state": draw(states), "holder": draw(st.sampled_from(["a", "b"]))}
    else:
        fields |= {"holder": draw(st.sampled_from(["a", "c"]))}
    return make(*(hours(a, b) for a, b in spans), **fields), (x, y, side), spans


def expected(mine: Any, theirs: Any) -> Grade | None:
    (one, (x, y, a), spans), (other, (u, v, b), others) = mine, theirs
    if other.state == "released" or one.holder == other.holder:
        return None
    if not any(max(s, t) < min(e, f) for (s, e), (t, f) in product(spans, others)):
        return None
    overlap = max(x, u) < min(x + a, u + b) and max(y, v) < min(y + a, v + b)
    if not overlap and not one.takes & other.takes:
        return None
    if not (one.exclusive or other.exclusive):
        return Grade.INFORMATION
    return Grade.HARD if other.state == "confirmed" else Grade.POSSIBLE


@given(
    st.lists(uses(other=False), min_size=1, max_size=3),
    st.lists(uses(other=True), max_size=6),
)
def test_it_agrees_with_every_pair_looked_at_by_hand(mine: Any, theirs: Any) -> None:
    asked = [replace(one[0], index=place) for place, one in enumerate(mine)]
    known = [replace(one[0], key=str(place)) for place, one in enumerate(theirs)]
    found = check(asked, known)
    by_hand = [
        (i, grade)
        for i, one in enumerate(mine)
        for other in theirs
        if (grade := expected(one, other)) is not None
    ]
    assert sorted((one.use, one.grade) for one in found) == sorted(by_hand)


@given(uses(other=False), uses(other=True))
def test_who_asks_makes_no_difference(mine: Any, theirs: Any) -> None:
    one, other = replace(mine[0], holder="m"), replace(theirs[0], holder="t", state="confirmed")
    same = {name: getattr(one, name) for name in ("periods", "plane", "takes", "exclusive")}
    turned = {name: getattr(other, name) for name in ("periods", "plane", "takes", "exclusive")}
    there = check(one, other)
    back = check(Wanted(**turned, holder="t"), Standing(**same, holder="m"))
    assert [(c.rule, c.grade, c.periods) for c in there] == [
        (c.rule, c.grade, c.periods) for c in back
    ]
