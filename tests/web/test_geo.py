"""The still picture of a map."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from simpul.web.geo import from_text, svg_outline


def test_every_kind_of_shape_is_drawn_inside_the_picture() -> None:
    data = {
        "type": "GeometryCollection",
        "geometries": [
            {"type": "Point", "coordinates": [106.84, -6.19]},
            {"type": "LineString", "coordinates": [[106.84, -6.19], [106.85, -6.2]]},
            {"type": "Polygon", "coordinates": [[[106.8, -6.1], [106.9, -6.1], [106.8, -6.2]]]},
        ],
    }
    picture = svg_outline(data)
    assert picture is not None
    assert (len(picture["points"]), len(picture["lines"]), len(picture["areas"])) == (1, 1, 1)
    x, y = (float(value) for value in picture["points"][0])
    assert 0 <= x <= picture["width"]
    assert 0 <= y <= picture["height"]


def test_nothing_and_far_too_much_are_not_drawn() -> None:
    assert svg_outline(None) is None
    huge = {"type": "LineString", "coordinates": [[i / 1000, 0] for i in range(5000)]}
    assert svg_outline(huge) is None


@given(st.text(max_size=60))
def test_any_text_can_be_looked_at_as_a_place(text: str) -> None:
    from_text(text)
