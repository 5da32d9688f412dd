"""Which bus lines a closure touches, on a plane in metres."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString, Point, box
from shapely.affinity import rotate

from simpul.places.transit.touching import BusWay, touches

NORTH = BusWay(1, 0, LineString([(0, 0), (0, 2000)]))
SOUTH = BusWay(1, 1, LineString([(14, 2000), (14, 0)]))
SHORT = BusWay(1, 0, LineString([(0, 0), (0, 500)]))
ACROSS = BusWay(2, 0, LineString([(-500, 1000), (500, 1000)]))
FAR = BusWay(3, 0, LineString([(200, 0), (200, 2000)]))


def test_a_line_along_the_closure_is_told_with_its_metres_and_directions() -> None:
    closed = LineString([(5, 300), (5, 800)])
    (touch,) = touches(closed, [NORTH, SOUTH, SHORT, ACROSS, FAR])
    assert (touch.line, touch.directions, touch.crosses) == (1, (0, 1), False)
    assert touch.along_m == pytest.approx(500, abs=20)


def test_a_line_that_only_crosses_is_told_as_crossing() -> None:
    closed = LineString([(0, 900), (0, 1100)])
    first, second = touches(closed, [NORTH, ACROSS])
    assert (first.line, first.along_m) == (1, pytest.approx(200, abs=20))
    assert (second.line, second.along_m, second.crosses) == (2, 0.0, True)


def test_a_closure_that_ends_before_the_crossing_leaves_the_crossing_line_alone() -> None:
    closed = LineString([(0, 800), (0, 985)])
    assert [touch.line for touch in touches(closed, [NORTH, ACROSS])] == [1]


def test_variants_of_a_line_are_not_added_up() -> None:
    closed = LineString([(0, 0), (0, 2000)])
    (touch,) = touches(closed, [NORTH, SHORT, NORTH])
    assert touch.along_m == pytest.approx(2000, abs=20)


def test_in_an_area_every_metre_counts() -> None:
    found = touches(box(-50, 900, 50, 1100), [NORTH, ACROSS, FAR])
    assert [(one.line, round(one.along_m)) for one in found] == [(1, 200), (2, 100)]


def test_a_point_touches_what_passes_within_reach() -> None:
    assert [one.line for one in touches(Point(20, 500), [NORTH, FAR])] == [1]
    assert touches(Point(100, 500), [NORTH, FAR]) == []
    assert touches(Point(0, 0), []) == []


@settings(max_examples=50, deadline=None)
@given(
    begin=st.floats(0, 1000), length=st.floats(50, 900), aside=st.floats(-20, 20),
    angle=st.floats(0, 360),
)  # fmt: skip
def test_whatever_way_the_city_lies_the_metres_are_the_same(
    begin: float, length: float, aside: float, angle: float
) -> None:
    closed = rotate(LineString([(aside, begin), (aside, begin + length)]), angle, origin=(0, 0))
    ways = [BusWay(one.line, one.direction, rotate(one.course, angle, origin=(0, 0)))
            for one in (NORTH, FAR)]  # fmt: skip
    (touch,) = touches(closed, ways)
    assert touch.line == 1
    assert touch.along_m == pytest.approx(length, abs=20)
