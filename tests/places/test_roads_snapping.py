"""A drawn line takes the streets it runs along, and no others. Planes in metres, y north."""

from __future__ import annotations

import math
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString, MultiLineString, Point, Polygon, box
from shapely.affinity import rotate, translate

from simpul.places.streets.reading import AGAINST, BOTH, WITH
from simpul.places.streets.snapping import StreetLine, snap


def street(number: int, *points: tuple[float, float], **facts: object) -> StreetLine:
    return StreetLine(number, LineString(points), **facts)  # type: ignore[arg-type]


AVENUE = street(1, (0, 0), (1000, 0), name="Avenue", lanes=3, oneway=WITH)
BACK = street(2, (1000, 30), (0, 30), name="Avenue", lanes=3, oneway=WITH)
CROSS = street(3, (500, -300), (500, 300), name="Cross Street")
AHEAD = street(4, (1000, 0), (1500, 0), name="Avenue Ahead", lanes=2)


def taken(drawn: object, *streets: StreetLine, **more: float) -> list[tuple[int, float, float]]:
    found = snap(drawn, streets, **more)  # type: ignore[arg-type]
    return [(one.street.id, round(one.from_m), round(one.to_m)) for one in found.stretches]


def test_a_line_beside_a_street_takes_that_part_of_it() -> None:
    assert taken(LineString([(200, 4), (600, 4)]), AVENUE, CROSS) == [(1, 200, 600)]


def test_a_crossing_street_is_never_taken() -> None:
    assert taken(LineString([(0, 0), (1000, 0)]), CROSS) == []
    assert snap(LineString([(0, 0), (1000, 0)]), [CROSS]).unmatched_m == pytest.approx(1000)


def test_of_two_carriageways_the_nearer_one_is_taken_and_kept() -> None:
    assert taken(LineString([(100, 9), (500, 12), (900, 9)]), AVENUE, BACK) == [(1, 100, 900)]
    assert taken(LineString([(100, 22), (900, 21)]), AVENUE, BACK) == [(2, 100, 900)]


def test_the_direction_of_traffic_is_told_as_seen_by_who_drew() -> None:
    with_it = snap(LineString([(100, 0), (400, 0)]), [AVENUE])
    against = snap(LineString([(400, 0), (100, 0)]), [AVENUE])
    assert (with_it.directions, against.directions) == ((WITH,), (AGAINST,))
    assert snap(LineString([(500, 0), (500, 200)]), [CROSS]).directions == (BOTH,)
    # The traffic goes east either way.
    assert with_it.stretches[0].heading == against.stretches[0].heading == 90.0


def test_a_line_goes_on_into_the_next_street() -> None:
    found = snap(LineString([(800, 3), (1300, -3)]), [AVENUE, AHEAD, CROSS])
    assert [one.street.id for one in found.stretches] == [1, 4]
    assert found.length_m == pytest.approx(500, abs=6)
    assert found.names == ("Avenue", "Avenue Ahead")
    assert found.lanes == 3


def test_lanes_nobody_has_said_are_unknown() -> None:
    assert snap(LineString([(500, 0), (500, 200)]), [CROSS]).lanes is None


def test_the_corner_into_a_side_street_is_followed() -> None:
    found = taken(LineString([(300, 2), (500, 2), (502, 200)]), AVENUE, CROSS)
    assert [number for number, _from, _to in found] == [1, 3]
    assert found[0][1] == pytest.approx(300, abs=6)
    assert found[1][2] == pytest.approx(500, abs=6)


def test_what_follows_no_street_is_counted_as_unmatched() -> None:
    found = snap(LineString([(900, 0), (1000, 0), (1000, 400)]), [AVENUE])
    assert found.unmatched_m == pytest.approx(400, abs=25)
    assert found.length_m == pytest.approx(100, abs=15)


def test_drawn_there_and_back_counts_once() -> None:
    there_and_back = LineString([(100, 0), (400, 0), (400.5, 1), (100, 1)])
    assert snap(there_and_back, [AVENUE]).length_m == pytest.approx(300, abs=6)


def test_around_a_ring_both_sides_of_its_first_point_are_taken() -> None:
    points = [(100 * math.cos(a / 20 * math.pi), 100 * math.sin(a / 20 * math.pi))
              for a in range(41)]  # fmt: skip
    ring = StreetLine(7, LineString([*points[:-1], points[0]]), name="Bundaran")
    half = LineString([points[a % 40] for a in range(30, 51)])
    found = snap(half, [ring])
    assert len(found.stretches) == 2
    assert found.length_m == pytest.approx(half.length, abs=8)


def test_an_area_takes_every_street_in_it() -> None:
    found = taken(box(400, -100, 600, 100), AVENUE, BACK, CROSS)
    assert found == [(1, 400, 600), (2, 400, 600), (3, 200, 400)]


def test_a_point_takes_no_length() -> None:
    assert snap(Point(500, 0), [AVENUE]).stretches == ()


def test_several_lines_are_taken_each() -> None:
    drawn = MultiLineString([[(0, 0), (100, 0)], [(500, 100), (500, 200)]])
    assert taken(drawn, AVENUE, CROSS) == [(1, 0, 100), (3, 400, 500)]


def test_beyond_the_tolerance_nothing_is_taken() -> None:
    drawn = LineString([(100, 21), (500, 21)])
    assert taken(drawn, AVENUE) == []
    assert taken(drawn, AVENUE, tolerance_m=30.0) == [(1, 100, 500)]


@settings(max_examples=60, deadline=None)
@given(
    begin=st.floats(0, 600),
    length=st.floats(60, 400),
    angle=st.floats(0, 360),
    offset=st.floats(-9, 9),
    seed=st.integers(0, 10_000),
    backwards=st.booleans(),
)
def test_a_shaky_hand_anywhere_in_any_direction_takes_what_was_meant(
    begin: float, length: float, angle: float, offset: float, seed: int, backwards: bool
) -> None:
    """Within 9 m of the street and 3 m of shaking per point: the same metres, give or take 15."""
    shaking = random.Random(seed)
    steps = max(2, int(length / 15))
    points = [
        (begin + length * n / steps + shaking.uniform(-3, 3), offset + shaking.uniform(-3, 3))
        for n in range(steps + 1)
    ]
    drawn = LineString(points[::-1] if backwards else points)
    streets = [
        StreetLine(one.id, translate(rotate(one.line, angle, origin=(0, 0)), 7e5, 9.3e6),
                   one.name, one.type, one.lanes, one.oneway)
        for one in (AVENUE, CROSS)
    ]  # fmt: skip
    moved = translate(rotate(drawn, angle, origin=(0, 0)), 7e5, 9.3e6)
    found = snap(moved, streets)
    assert {one.street.id for one in found.stretches} == {1}
    assert found.length_m == pytest.approx(length, abs=15)
    assert found.directions == ((AGAINST,) if backwards else (WITH,))


@settings(max_examples=30, deadline=None)
@given(width=st.floats(10, 300), height=st.floats(10, 300), x=st.floats(0, 700))
def test_an_area_takes_as_many_metres_as_lie_in_it(width: float, height: float, x: float) -> None:
    area = Polygon([(x, -height), (x + width, -height), (x + width, height), (x, height)])
    streets = [AVENUE, BACK, CROSS]
    inside = sum(one.line.intersection(area).length for one in streets)
    assert snap(area, streets).length_m == pytest.approx(inside, abs=9)


points = st.tuples(st.integers(-20, 520), st.integers(-320, 320))


@settings(max_examples=40, deadline=None)
@given(st.lists(points, min_size=2, max_size=5, unique=True))
def test_whatever_is_drawn_the_parts_are_of_the_streets_and_beside_the_drawing(
    drawn: list[tuple[int, int]],
) -> None:
    line = LineString(drawn)
    streets = [AVENUE, BACK, CROSS, AHEAD]
    found = snap(line, streets)
    for one in found.stretches:
        assert 0 <= one.from_m < one.to_m <= one.street.line.length + 1e-6
        # A step of the drawing is at most five metres, and lies within the tolerance.
        for part in (0.0, 0.5, 1.0):
            assert one.geometry.interpolate(part, normalized=True).distance(line) <= 20 + 5 + 5
    assert 0 <= found.unmatched_m <= round(line.length, 1) + 0.1
    assert found.length_m <= sum(one.line.length for one in streets)
    moved = snap(
        translate(line, 3000, -4000),
        [
            StreetLine(one.id, translate(one.line, 3000, -4000), one.name, oneway=one.oneway)
            for one in streets
        ],
    )
    assert moved.unmatched_m == pytest.approx(found.unmatched_m, abs=0.2)
    assert [one.street.id for one in moved.stretches] == [one.street.id for one in found.stretches]


@settings(max_examples=40, deadline=None)
@given(st.floats(0, 990), st.floats(10, 1000), st.floats(-6, 6))
def test_a_line_drawn_the_other_way_takes_the_same_part_the_other_way(
    begin: float, length: float, beside: float
) -> None:
    line = LineString([(begin, beside), (min(begin + length, 1000), beside)])
    there, back = snap(line, [AVENUE, CROSS]), snap(line.reverse(), [AVENUE, CROSS])
    assert there.length_m == pytest.approx(back.length_m, abs=0.01)
    assert [(one.street.id, one.drawn) for one in there.stretches] == [
        (one.street.id, WITH if one.drawn == AGAINST else AGAINST) for one in back.stretches
    ]
