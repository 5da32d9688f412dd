"""Distances, closures, vehicles and what is kept free around a blast or a drone."""

from __future__ import annotations

from dataclasses import replace
from math import hypot
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import LineString, Point, box

from simpul.places.calendar.clash import Grade
from simpul.places.calendar.closures import direction
from tests.places.calendar.build import check, hours, limit, rules, standing, wanted, zone

APART = rules(limit("set_distance", 1000))


# --- sets on one day -----------------------------------------------------------------------
def test_sets_on_one_day_keep_their_distance_whatever_the_hour() -> None:
    mine = wanted(hours(6, 8), plane=Point(0, 0))
    [found] = check(mine, standing(hours(20, 22), plane=Point(999, 0)), APART)
    assert (found.rule, found.distance_m) == ("set_distance", 999)
    assert found.periods == (hours(6, 8),)
    assert check(mine, standing(hours(30, 32), plane=Point(999, 0)), APART) == []
    assert check(mine, standing(hours(20, 22), plane=Point(1000, 0)), APART) == []


def test_a_night_that_goes_on_is_on_both_days() -> None:
    mine = wanted(hours(22, 26), plane=Point(0, 0))
    assert len(check(mine, standing(hours(32, 34), plane=Point(5, 0)), APART)) == 1
    until_midnight = wanted(hours(22, 24), plane=Point(0, 0))
    assert check(until_midnight, standing(hours(32, 34), plane=Point(5, 0)), APART) == []


def test_only_sets_are_measured() -> None:
    near = standing(kind="parking", plane=Point(5, 0))
    assert check(wanted(plane=Point(0, 0)), near, APART) == []


def test_a_proposal_is_never_hard_and_says_what_it_is() -> None:
    [found] = check(wanted(plane=Point(0, 0)), standing(plane=Point(5, 0)), APART)
    assert found.grade is Grade.POSSIBLE
    assert found.proposal
    assert "proposal" in found.text["en"]
    assert "usulan" in found.text["id"]
    adopted = rules(limit("set_distance", 1000, status="confirmed"))
    [law] = check(wanted(plane=Point(0, 0)), standing(plane=Point(5, 0)), adopted)
    assert law.grade is Grade.HARD
    assert "proposal" not in law.text["en"]
    [open_] = check(wanted(plane=Point(0, 0)), standing(plane=Point(5, 0), state="pencil"), adopted)
    assert open_.grade is Grade.POSSIBLE


def test_a_row_that_is_over_says_nothing() -> None:
    over = rules(limit("set_distance", 1000, valid_to=hours(8, 9).start.date().replace(day=1)))
    assert check(wanted(plane=Point(0, 0)), standing(plane=Point(5, 0)), over) != []
    past = over.limits[0].valid_from
    ended = rules(replace(over.limits[0], valid_to=past))
    assert check(wanted(plane=Point(0, 0)), standing(plane=Point(5, 0)), ended) == []


def test_the_real_distance_counts_and_not_that_of_the_boxes() -> None:
    # The corner of the line's box is where the set is; the line itself is five metres away.
    bent = LineString([(0, 5), (5, 5), (5, 0)])
    found = [
        check(wanted(plane=Point(0, 0)), standing(plane=bent), rules(limit("set_distance", most)))
        for most in (5, 5.01)
    ]
    assert [len(one) for one in found] == [0, 1]


@given(
    st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30), st.integers(0, 2)), max_size=8),
    st.lists(
        st.tuples(st.integers(0, 30), st.integers(0, 30), st.integers(0, 2)),
        min_size=1,
        max_size=3,
    ),
)
def test_of_each_other_production_the_nearest_set_is_named(
    theirs: list[tuple[int, int, int]], mine: list[tuple[int, int, int]]
) -> None:
    asked = [
        wanted(hours(8, 9, day=day), plane=box(x, y, x + 1, y + 1), index=place)
        for place, (x, y, day) in enumerate(mine)
    ]
    known = [
        standing(hours(20, 21, day=day), plane=box(x, y, x + 1, y + 1), holder=f"h{place % 2}")
        for place, (x, y, day) in enumerate(theirs)
    ]
    nearest: dict[str, float] = {}
    for x, y, day in mine:
        for place, (u, v, other) in enumerate(theirs):
            metres = hypot(max(abs(x - u) - 1, 0), max(abs(y - v) - 1, 0))
            if day == other and metres < 7:
                holder = f"h{place % 2}"
                nearest[holder] = min(nearest.get(holder, 99), metres)
    found = check(asked, known, rules(limit("set_distance", 7)), rule="set_distance")
    assert {one.other_ref: one.distance_m for one in found} == pytest.approx(nearest)
    assert len(found) == len(nearest)


def test_one_ground_taken_twice_is_told_once_and_not_as_a_distance_too() -> None:
    mine = wanted(hours(6, 8))
    assert [one.rule for one in check(mine, standing(hours(7, 9)), APART)] == ["exclusive"]
    # Another set of the same production is another pair, and so is the same set at other hours.
    elsewhere = standing(hours(20, 21), plane=box(300, 0, 310, 10))
    found = check(mine, [standing(hours(7, 9)), elsewhere], APART)
    assert [(one.rule, one.distance_m) for one in found] == [
        ("exclusive", 0),
        ("set_distance", 290),
    ]
    later = check(mine, [standing(hours(7, 9)), standing(hours(10, 11))], APART)
    assert sorted(one.rule for one in later) == ["exclusive", "set_distance"]
    # Where neither wants it alone, the rule about distances is all that speaks.
    shared = check(wanted(hours(6, 8), exclusive=False), standing(hours(7, 9)), APART)
    assert ("set_distance", 0) in [(one.rule, one.distance_m) for one in shared]


def test_the_stricter_zone_of_the_two_holds_on_both_sides() -> None:
    both = rules(
        limit("set_distance", 100, zone="A", code="a"),
        limit("set_distance", 500, zone="B", code="b"),
        zones=(zone("A", "31.71"), zone("B", "31.72")),
    )
    in_a = {"plane": Point(0, 0), "areas": ("31.71.01",)}
    in_b = {"plane": Point(300, 0), "areas": ("31.72.02",)}
    assert [one.row for one in check(wanted(**in_a), standing(**in_b), both)] == ["b"]
    assert [one.row for one in check(wanted(**in_b), standing(**in_a), both)] == ["b"]
    assert check(wanted(**in_a), standing(**in_a | {"plane": Point(300, 0)}), both) == []


# --- closures ------------------------------------------------------------------------------
def closed(make: Any, x: float, *when: Any, **more: Any) -> Any:
    line = LineString([(x, 0), (x, 100)]).buffer(5, cap_style="flat")
    fields = {"kind": "closure", "plane": line, **more}
    return make(*when, **fields)


def test_one_road_closed_twice_at_once_is_told_without_double_booking() -> None:
    road = {"roads": frozenset({"r1"})}
    [found] = check(closed(wanted, 0, **road), closed(standing, 900, **road))
    assert (found.rule, found.grade) == ("one_road", Grade.POSSIBLE)
    assert found.distance_m == pytest.approx(890)
    later = closed(standing, 900, hours(18, 20), **road)
    assert check(closed(wanted, 0, **road), later) == []


def test_a_road_closed_twice_names_the_law_that_wants_a_way_round() -> None:
    route = limit("one_road", status="reported", law=("PERKAP",), code="route")
    road = {"roads": frozenset({"r1"})}
    [found] = check(closed(wanted, 0, **road), closed(standing, 900, **road), rules(route))
    assert (found.row, found.law, found.status) == ("route", ("PERKAP",), "reported")
    # Whether a way round is left is for the authority to say.
    assert found.grade is Grade.POSSIBLE
    assert found.text["en"].endswith("Rule.")


def test_a_bus_line_cut_twice_is_told_and_ones_own_cut_is_information() -> None:
    line = {"lines": frozenset({"1", "6A"})}
    mine = closed(wanted, 0, **line)
    [own] = check(mine)
    assert (own.rule, own.grade) == ("bus_lines", Grade.INFORMATION)
    assert "1, 6A" in own.text["en"]
    other = closed(standing, 900, lines=frozenset({"6A"}))
    [cut] = check(mine, other, rule="one_corridor")
    assert "6A" in cut.text["en"] and "1," not in cut.text["en"]
    assert check(closed(wanted, 0), closed(standing, 900)) == []


@pytest.mark.parametrize(("x", "told"), [(150, True), (309, True), (310, False), (0, False)])
def test_the_road_beside_stays_open(x: float, told: bool) -> None:
    parallel = rules(limit("parallel_closure", 300))
    mine = closed(wanted, 0, exclusive=False)
    found = check(mine, closed(standing, x), parallel, rule="parallel_closure")
    assert bool(found) is told


def test_a_road_across_is_no_road_beside() -> None:
    across = LineString([(50, 50), (150, 50)]).buffer(5, cap_style="flat")
    parallel = rules(limit("parallel_closure", 300))
    found = check(
        closed(wanted, 0), standing(kind="closure", plane=across), parallel, rule="parallel_closure"
    )
    assert found == []


def test_a_square_lies_in_no_direction() -> None:
    assert direction(box(0, 0, 10, 10)) is None
    assert direction(Point(0, 0)) is None
    assert direction(LineString([(0, 0), (0, 9)])) == pytest.approx(1.5708, abs=1e-3)


# --- what is kept free ---------------------------------------------------------------------
def test_nobody_is_inside_a_blast_zone_and_the_rim_is_outside() -> None:
    blast = wanted(kind="blast", plane=Point(0, 0), radius_m=50)
    inside, rim = standing(plane=box(49, 0, 60, 9)), standing(plane=box(50, 0, 60, 9))
    assert check(blast, inside)[0].rule == "blast_zone"
    assert check(blast, inside)[0].grade is Grade.HARD
    assert check(blast, replace(inside, state="option_1"))[0].grade is Grade.POSSIBLE
    assert check(blast, rim) == []


def test_each_neighbour_of_a_blast_has_its_own_rim() -> None:
    blast = wanted(kind="blast", plane=Point(0, 0), radius_m=50)
    drone = standing(kind="drone", plane=Point(-200, 0), radius_m=160, key="drone")
    rim = standing(plane=box(50, 0, 60, 9), key="rim")
    assert [one.distance_m for one in check(blast, [drone, rim])] == [200]


def test_a_blast_of_the_others_is_as_bad() -> None:
    theirs = standing(kind="blast", plane=Point(0, 0), radius_m=50)
    assert check(wanted(plane=box(49, 0, 60, 9)), theirs)[0].rule == "blast_zone"


def test_drones_keep_apart_by_both_volumes_and_people_below_are_told() -> None:
    mine = wanted(kind="drone", plane=Point(0, 0), radius_m=30)
    theirs = standing(kind="drone", plane=Point(59, 0), radius_m=30)
    assert check(mine, theirs)[0].grade is Grade.HARD
    assert check(mine, replace(theirs, plane=Point(60, 0))) == []
    assert check(mine, standing(plane=Point(20, 0)))[0].grade is Grade.POSSIBLE


@given(
    st.sampled_from(["blast", "drone", "shoot"]),
    st.sampled_from(["blast", "drone", "shoot"]),
    st.tuples(st.integers(1, 9), st.integers(1, 9)),
    st.tuples(st.integers(-12, 12), st.integers(-12, 12)),
    st.integers(0, 20),
)
def test_what_is_kept_free_is_free_of_everybody(
    mine: str, theirs: str, radii: tuple[int, int], way: tuple[int, int], later: int
) -> None:
    one = wanted(kind=mine, plane=Point(0, 0), radius_m=radii[0], exclusive=False)
    other = standing(
        hours(8 + later, 18 + later), kind=theirs, plane=Point(*way), radius_m=radii[1]
    )
    reach = sum(r for kind, r in zip((mine, theirs), radii, strict=True) if kind != "shoot")
    inside = {mine, theirs} != {"shoot"} and hypot(*way) < reach
    found = check(one, other)
    assert bool(found) is (later < 10 and (inside or way == (0, 0)))
    if found:
        grave = "blast" in (mine, theirs) or mine == theirs == "drone"
        drone = "drone" in (mine, theirs)
        told = Grade.HARD if grave else Grade.POSSIBLE if drone else Grade.INFORMATION
        assert found[0].grade is told


def test_a_radius_of_anything_else_keeps_nobody_away() -> None:
    assert check(wanted(plane=Point(0, 0), radius_m=50), standing(plane=Point(20, 0))) == []


# --- vehicles ------------------------------------------------------------------------------
@given(
    st.lists(
        st.tuples(st.integers(0, 12), st.integers(1, 6), st.integers(0, 5)), min_size=1, max_size=6
    )
)
def test_the_most_vehicles_at_once_count(parts: list[tuple[int, int, int]]) -> None:
    uses = [
        wanted(hours(begin, begin + long), large_vehicles=count, index=place)
        for place, (begin, long, count) in enumerate(parts)
    ]
    most = max(
        sum(count for begin, long, count in parts if begin <= hour < begin + long)
        for hour in range(24)
    )
    found = check(uses, [], rules(limit("large_vehicles", 7)), rule="large_vehicles")
    assert bool(found) is (most > 7)
    if found:
        assert f"{most} large vehicles" in found[0].text["en"]
        assert found[0].solutions[0].kind == "fewer"


def test_each_zone_has_its_own_cap_and_the_drawn_zone_goes_first() -> None:
    caps = rules(
        limit("large_vehicles", 7, zone="CORE", code="core"),
        limit("large_vehicles", 11, zone="DENSE", code="dense"),
        limit("large_vehicles", 3, zone="OLD", code="old"),
        zones=(
            zone("CORE", "31.71.01"),
            zone("DENSE", "31.71"),
            zone("OLD", plane=Point(0, 0), within_m=100),
        ),
    )

    def caps_of(x: float, area: str) -> list[str]:
        use = wanted(plane=Point(x, 0), areas=(area,), large_vehicles=12)
        return [one.row for one in check(use, [], caps)]

    assert caps_of(500, "31.71.01.1001") == ["core"]
    assert caps_of(500, "31.71.02.1001") == ["dense"]
    # "31.71.011" begins like "31.71.01" and is no part of it.
    assert caps_of(500, "31.71.011") == ["dense"]
    assert caps_of(500, "31.01.02") == []
    assert caps_of(99, "31.71.01.1001") == ["old"]
    assert caps_of(100, "31.71.01.1001") == ["core"]
