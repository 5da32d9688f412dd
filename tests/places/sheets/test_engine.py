"""The engine finds what brute force finds, on any grounds and periods."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import combinations
from zoneinfo import ZoneInfo

import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from simpul.kit.geometry import Shape
from simpul.kit.periods import moment_of
from simpul.places.sheets import sweep
from simpul.places.sheets.bookings import Booking
from simpul.places.sheets.clashes import NEAR, SAME_PLACE, SHARED_GROUND, find_clashes, natural
from simpul.places.sheets.plane import Middle

# Around midnight of the night in which New York's clocks go back: hours come twice.
ZONE = ZoneInfo("America/New_York")
NIGHT = datetime(2025, 11, 1, 22)
MOMENTS = st.integers(0, 16).map(lambda n: moment_of(NIGHT + timedelta(minutes=30 * n), ZONE))
PERIODS = st.tuples(MOMENTS, MOMENTS).map(sorted).filter(lambda pair: pair[0] < pair[1]).map(tuple)
# On a grid of some 11 m, so that edges touch and corners meet.
STEPS = st.integers(0, 6).map(lambda n: 106.8 + n * 0.0001)
SOUTH = st.integers(0, 6).map(lambda n: -6.2 + n * 0.0001)
POINTS = st.tuples(STEPS, SOUTH)


def _shape(points):
    unique = list(dict.fromkeys(points))
    if len(unique) == 1:
        return shapely.Point(unique[0])
    if len(unique) == 2:
        return shapely.LineString(unique)
    polygon = shapely.Polygon(unique)
    return polygon if polygon.is_valid and polygon.area else shapely.LineString(unique)


SHAPES = st.lists(POINTS, min_size=1, max_size=4).map(lambda points: Shape(_shape(points)))
PLACES = st.dictionaries(st.sampled_from("ABCDE"), SHAPES, max_size=5)


@st.composite
def booked(draw):
    """Bookings on places, known or not, and on drawn shapes."""
    found = []
    for number in range(draw(st.integers(0, 9))):
        start, end = draw(PERIODS)
        places = tuple(draw(st.lists(st.sampled_from("ABCDEX"), max_size=3, unique=True)))
        shape = draw(st.none() | SHAPES)
        found.append(Booking(str(number * 3), number + 2, start, end, places, shape))
    return found


def brute(bookings, places, within, middle):
    """Every pair, looked at by itself."""
    plane = middle.plane() if middle else None
    found = {}
    for one, other in combinations(bookings, 2):
        a, b = sorted((one, other), key=lambda booking: natural(booking.id))
        if max(a.start, b.start) >= min(a.end, b.end):
            continue
        shared = set(a.places) & set(b.places)
        mine = [(place, places.get(place)) for place in a.places] + [("", a.shape)]
        theirs = [(place, places.get(place)) for place in b.places] + [("", b.shape)]
        pairs = [
            (x, y, nx == "" or ny == "")
            for nx, x in mine
            for ny, y in theirs
            if x is not None and y is not None
        ]
        if shared:
            found[a.id, b.id] = (SAME_PLACE, 0.0)
        elif any(d and x.geometry.relate_pattern(y.geometry, "T********") for x, y, d in pairs):
            found[a.id, b.id] = (SHARED_GROUND, 0.0)
        elif within is not None and pairs:
            metres = min(plane.plane(x).distance(plane.plane(y)) for x, y, _drawn in pairs)
            if metres <= within:
                found[a.id, b.id] = (NEAR, round(metres, 3))
    return found


@settings(max_examples=250, deadline=None)
@given(booked(), PLACES, st.none() | st.sampled_from([0.0, 5.0, 20.0, 200.0]))
def test_the_engine_agrees_with_brute_force(bookings, places, within):
    middle = Middle(106.8003, -6.1997)
    clashes, cut = find_clashes(bookings, places, within, middle)
    assert not cut
    found = {(c.a.id, c.b.id): (c.reason, c.metres) for c in clashes}
    assert len(found) == len(clashes), "each pair once"
    assert found == brute(bookings, places, within, middle)
    for clash in clashes:
        both = (clash.a, clash.b)
        assert clash.start < clash.end
        assert all(one.start <= clash.start and clash.end <= one.end for one in both)


@settings(max_examples=30, deadline=None)
@given(booked(), PLACES, st.integers(1, 5), st.integers(1, 9))
def test_small_batches_find_the_same(bookings, places, step, at_once):
    middle = Middle(106.8003, -6.1997)
    whole = find_clashes(bookings, places, 20.0, middle)
    old = sweep.STEP, sweep.MOST_AT_ONCE
    sweep.STEP, sweep.MOST_AT_ONCE = step, at_once
    try:
        assert find_clashes(bookings, places, 20.0, middle) == whole
    finally:
        sweep.STEP, sweep.MOST_AT_ONCE = old


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=15))
def test_the_sweep_over_time_agrees_with_brute_force(periods):
    """Periods that touch do not meet, and empty ones meet nothing."""
    starts, ends = [p[0] for p in periods], [p[1] for p in periods]
    found = [tuple(sorted(pair)) for pair in sweep.meetings(starts, ends)]
    assert len(found) == len(set(found))
    assert set(found) == {
        (i, j)
        for i, j in combinations(range(len(periods)), 2)
        if max(starts[i], starts[j]) < min(ends[i], ends[j])
    }


def _square(west, south, size=0.001):
    return Shape(shapely.box(west, south, west + size, south + size))


HOURS = (datetime(2026, 12, 10, 1, tzinfo=UTC), datetime(2026, 12, 10, 9, tzinfo=UTC))


def test_drawn_neighbours_that_share_an_edge_do_not_clash_but_are_near():
    one = Booking("1", 2, *HOURS, shape=_square(106.8, -6.2))
    other = Booking("2", 3, *HOURS, shape=_square(106.801, -6.2))
    assert find_clashes([one, other], {}) == ([], False)
    [clash], _cut = find_clashes([one, other], {}, 0.0, Middle(106.8, -6.2))
    assert (clash.reason, clash.metres) == (NEAR, 0.0)


def test_one_drawing_in_two_bookings_is_shared_ground():
    one, other = (Booking(name, 2, *HOURS, shape=_square(106.8, -6.2)) for name in "ab")
    [clash], _cut = find_clashes([one, other], {})
    assert clash.reason == SHARED_GROUND


def test_distance_is_measured_across_the_date_line():
    west = Shape(shapely.Point(179.9999, -17))
    east = Shape(shapely.Point(-179.9999, -17))
    bookings = [Booking("1", 2, *HOURS, places=("w",)), Booking("2", 3, *HOURS, places=("e",))]
    middle = Middle.of([179.9999, -179.9999], [-17, -17])
    [clash], _cut = find_clashes(bookings, {"w": west, "e": east}, 30.0, middle)
    # 0.0002 degrees of a circle of 6378.137 km times the cosine of 17 degrees: 21.3 m.
    assert abs(clash.metres - 21.3) < 0.1
    assert find_clashes(bookings, {"w": west, "e": east}, 20.0, middle) == ([], False)


def test_overlap_is_counted_in_elapsed_hours_where_clocks_go_back():
    long = (moment_of(NIGHT, ZONE), moment_of(datetime(2025, 11, 2, 6), ZONE))
    [clash], _cut = find_clashes([Booking(n, 2, *long, places=("A",)) for n in "ab"], {})
    assert clash.hours == 9


def test_numbers_are_ordered_as_numbers():
    bookings = [Booking(name, 2, *HOURS, places=("A",)) for name in ("10", "9", "x")]
    clashes, _cut = find_clashes(bookings, {})
    assert [(c.a.id, c.b.id) for c in clashes] == [("9", "10"), ("9", "x"), ("10", "x")]
