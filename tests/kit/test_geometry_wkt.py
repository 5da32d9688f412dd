"""Shapes as text, and the plane laid on the middle of what is measured."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod

from simpul.kit.geometry import GeometryProblem, parse_geometry, plane_around
from simpul.kit.wkt import parse_wkt

LON, LAT = st.floats(-179, 179).map(lambda n: round(n, 6)), st.floats(-89, 89)
POSITIONS = st.tuples(LON, LAT.map(lambda n: round(n, 6)))


@pytest.mark.parametrize(
    ("text", "kind", "coordinates"),
    [
        ("POINT (106.8 -6.2)", "Point", [106.8, -6.2]),
        ("point(106.8 -6.2)", "Point", [106.8, -6.2]),
        ("SRID=4326; POINT Z (106.8 -6.2 12)", "Point", [106.8, -6.2]),
        ("POINT M (1e2 -.5 7)", "Point", [100.0, -0.5]),
        ("POINT ZM (1 2 3 4)", "Point", [1.0, 2.0]),
        ("MULTIPOINT (1 2, 3 4)", "MultiPoint", [[1.0, 2.0], [3.0, 4.0]]),
        ("MULTIPOINT ((1 2), (3 4))", "MultiPoint", [[1.0, 2.0], [3.0, 4.0]]),
        ("LINESTRING (1 2,\n3 4)", "LineString", [[1.0, 2.0], [3.0, 4.0]]),
        ("MULTILINESTRING ((1 2, 3 4))", "MultiLineString", [[[1.0, 2.0], [3.0, 4.0]]]),
        ("POLYGON ((0 0, 1 0, 1 1, 0 0))", "Polygon", [[[0, 0], [1, 0], [1, 1], [0, 0]]]),
        (
            "MULTIPOLYGON (((0 0, 1 0, 1 1, 0 0)))",
            "MultiPolygon",
            [[[[0, 0], [1, 0], [1, 1], [0, 0]]]],
        ),
    ],
)
def test_wkt_is_read(text, kind, coordinates):
    assert parse_wkt(text).geojson == {"type": kind, "coordinates": coordinates}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "not_wkt"),
        ("Monas", "not_wkt"),
        ("POINT", "not_wkt"),
        ("POINT 1 2", "not_wkt"),
        ("POINT (1)", "not_wkt"),
        ("POINT (1 2", "not_wkt"),
        ("POINT (1 2))", "not_wkt"),
        ("POINT (1 2) x", "not_wkt"),
        ("POINT (nan 2)", "not_wkt"),
        ("POINT (1e999 2)", "not_wkt"),
        ('POINT ("1 2")', "not_wkt"),
        ("POINT (1 2 3 4 5)", "not_wkt"),
        ("LINESTRING " + "(" * 50_000, "not_wkt"),
        ("POINT EMPTY", "empty"),
        ("POLYGON ()", "empty"),
        ("CIRCLE (1 2)", "unsupported_type"),
        ("GEOMETRYCOLLECTION (POINT (1 2))", "unsupported_type"),
        ("SRID=32748;POINT (700000 9314000)", "other_system"),
        ("POINT (700000 9314000)", "not_degrees"),
        ("POINT (-6.2 106.8)", "swapped_coordinates"),
        ("POINT (500 500)", "outside_world"),
        ("POLYGON ((0 0, 1 0, 1 1, 0 1))", "not_closed"),
        ("LINESTRING (1 2)", "too_few_points"),
        ("LINESTRING (179 0, -179 0)", "antimeridian"),
    ],
)
def test_bad_wkt_is_refused_with_its_reason(text, code):
    with pytest.raises(GeometryProblem) as caught:
        parse_wkt(text)
    assert caught.value.code == code


@given(st.lists(POSITIONS, min_size=2, max_size=6, unique=True))
def test_what_another_program_writes_is_read_the_same(points):
    line = shapely.LineString(points)
    if any(abs(a[0] - b[0]) > 180 for a, b in pairwise(points)):
        return
    assert parse_wkt(line.wkt).geometry.equals_exact(line, 1e-9)


@given(st.text(max_size=60) | st.from_regex(r"(POINT|POLYGON) ?[()\d\s.,e+-]{0,40}"))
def test_any_nonsense_is_refused_and_nothing_else_happens(text):
    try:
        parse_wkt(text)
    except GeometryProblem as problem:
        assert problem.text("id")


@pytest.mark.parametrize(
    ("name", "good"),
    [
        ("urn:ogc:def:crs:OGC:1.3:CRS84", True),
        ("EPSG:4326", True),
        ("urn:ogc:def:crs:EPSG::4326", True),
        ("urn:ogc:def:crs:EPSG::32748", False),
        ("EPSG:3857", False),
        (None, False),
    ],
)
def test_another_coordinate_system_is_named_and_refused(name, good):
    drawn = {"type": "Point", "coordinates": [106.8, -6.2]}
    drawn["crs"] = {"type": "name", "properties": {"name": name}}
    if good:
        assert parse_geometry(drawn)
        return
    with pytest.raises(GeometryProblem) as caught:
        parse_geometry(drawn)
    assert caught.value.code == "other_system"


@given(
    st.floats(-60, 60),
    st.floats(-180, 180),
    st.floats(0, 360),
    st.floats(0, 90_000),
    st.floats(0, 360),
    st.floats(1, 5_000),
)
def test_the_plane_measures_as_the_globe_does(lat, lon, away, far, turn, metres):
    """Near the middle as far as a city reaches, across the date line too."""
    globe = Geod(ellps="WGS84")
    lon1, lat1, _back = globe.fwd(lon, lat, away, far)
    lon2, lat2, _back = globe.fwd(lon1, lat1, turn, metres)
    one, other = plane_around(lat, lon).planes(
        [shapely.Point(lon1, lat1), shapely.Point(lon2, lat2)]
    )
    assert math.isclose(one.distance(other), metres, rel_tol=6e-5, abs_tol=0.001)
