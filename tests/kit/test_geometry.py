from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simpul.kit.geometry import GeometryProblem, metres, parse_geometry

JAKARTA = (106.3, -6.5, 107.0, -5.1)
SQUARE = [[106.80, -6.20], [106.81, -6.20], [106.81, -6.19], [106.80, -6.19], [106.80, -6.20]]


def polygon(*rings):
    return {"type": "Polygon", "coordinates": list(rings)}


def test_a_drawing_is_kept_as_drawn():
    shape = parse_geometry(polygon(SQUARE))
    assert shape.geojson == polygon(SQUARE)
    assert shape.kind == "Polygon"
    assert shape.points == 5
    assert parse_geometry({"type": "Feature", "geometry": polygon(SQUARE), "properties": {}})


def line(*points):
    return {"type": "LineString", "coordinates": [list(p) for p in points]}


@pytest.mark.parametrize(
    ("drawn", "code"),
    [
        (None, "empty"),
        ({"type": "Feature", "geometry": None}, "empty"),
        ("POINT(106 -6)", "not_geojson"),
        ([], "not_geojson"),
        ({"coordinates": [1, 2]}, "not_geojson"),
        ({"type": 5, "coordinates": [1, 2]}, "not_geojson"),
        ({"type": "Point", "coordinates": {"lat": 1}}, "not_geojson"),
        ({"type": "Point", "coordinates": [106.8]}, "not_geojson"),
        ({"type": "Polygon", "coordinates": [106.8, -6.2]}, "not_geojson"),
        ({"type": "GeometryCollection", "geometries": []}, "unsupported_type"),
        ({"type": "FeatureCollection", "features": []}, "unsupported_type"),
        ({"type": "Circle", "coordinates": [1, 2]}, "unsupported_type"),
        ({"type": "Point", "coordinates": []}, "empty"),
        ({"type": "Polygon", "coordinates": []}, "empty"),
        ({"type": "Polygon", "coordinates": [[]]}, "empty"),
        ({"type": "Point", "coordinates": [math.nan, -6.2]}, "not_finite"),
        ({"type": "Point", "coordinates": [math.inf, -6.2]}, "not_finite"),
        ({"type": "Point", "coordinates": ["106.8", "-6.2"]}, "not_finite"),
        ({"type": "Point", "coordinates": [True, False]}, "not_finite"),
        ({"type": "Point", "coordinates": [10**400, 1]}, "not_finite"),
        ({"type": "Point", "coordinates": [500, 500]}, "outside_world"),
        ({"type": "Point", "coordinates": [-6.2, 106.8]}, "swapped_coordinates"),
        (line((106.8, -6.2)), "too_few_points"),
        (line((106.8, -6.2), (106.8, -6.2)), "too_few_points"),
        (line((179.9, 0), (-179.9, 0)), "antimeridian"),
        (polygon(SQUARE[:-1]), "not_closed"),
        (polygon([[1, 1], [2, 2], [1, 1]]), "too_few_points"),
        (polygon([[1, 1], [2, 2], [3, 3], [1, 1]]), "self_crossing"),
        (polygon([[0, 0], [1, 1], [0, 1], [1, 0], [0, 0]]), "self_crossing"),
        (line(*((106 + i / 20000, -6) for i in range(10_000))), "too_many_points"),
        (polygon([*([106 + i / 20000, -6] for i in range(10_000)), [106, -6]]), "too_many_points"),
    ],
)
def test_a_bad_drawing_is_refused_with_its_reason(drawn, code):
    with pytest.raises(GeometryProblem) as caught:
        parse_geometry(drawn)
    assert caught.value.code == code
    assert caught.value.text("id") != caught.value.text("en") != ""


def test_where_both_orders_are_on_earth_the_citys_box_tells():
    busan = (128.7, 34.9, 129.4, 35.4)
    assert parse_geometry({"type": "Point", "coordinates": [129.0, 35.1]}, near=busan)
    quito = (-79.0, -1.0, -78.0, 1.0)
    with pytest.raises(GeometryProblem) as caught:
        parse_geometry({"type": "Point", "coordinates": [-0.2, -78.5]}, near=quito)
    assert caught.value.code == "swapped_coordinates"
    # Outside the box either way: that is for the city's borders to say.
    assert parse_geometry({"type": "Point", "coordinates": [110.4, -7.8]}, near=JAKARTA)


def test_a_deeply_nested_drawing_does_not_exhaust_the_stack():
    nested: list = []
    for _ in range(100_000):
        nested = [nested]
    with pytest.raises(GeometryProblem):
        parse_geometry({"type": "Polygon", "coordinates": nested})


def test_measures_agree_with_the_globe():
    # One hundredth of a degree at 6.2° south: 1105.7 m north to south, 1106.7 m east to west.
    plane = metres(32748)
    shape = parse_geometry(polygon(SQUARE))
    assert plane.area_m2(shape) == pytest.approx(1105.7 * 1106.7, rel=0.002)
    assert plane.length_m(shape) == pytest.approx(2 * (1105.7 + 1106.7), rel=0.002)
    north = parse_geometry({"type": "Point", "coordinates": [106.805, -6.18]})
    assert plane.distance_m(shape, north) == pytest.approx(1105.7, rel=0.002)


@given(st.floats(106.6, 106.98), st.floats(-6.37, -6.09), st.floats(1, 500))
def test_a_buffer_reaches_as_far_as_it_says(lon, lat, reach):
    plane = metres(32748)
    point = parse_geometry({"type": "Point", "coordinates": [lon, lat]})
    around = plane.buffer(point, reach)
    assert plane.area_m2(around) == pytest.approx(math.pi * reach**2, rel=0.02)
    assert point.within(around) and around.intersects(point)


@given(st.recursive(st.none() | st.floats() | st.text(max_size=3), st.lists, max_leaves=20))
def test_any_nonsense_is_refused_and_nothing_else_happens(coordinates):
    for kind in ("Point", "LineString", "Polygon", "MultiPolygon"):
        try:
            parse_geometry({"type": kind, "coordinates": coordinates})
        except GeometryProblem as problem:
            assert problem.text("id")
