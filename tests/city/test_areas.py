"""Which area a place lies in: by the nearest point, and by boundaries once imported."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simpul.city.areas import AreaIndex
from simpul.city.book import CityBook
from simpul.city.boundaries import compare, read_boundaries
from simpul.kit.geometry import parse_geometry

TIM = (-6.1902, 106.8396)
BANDUNG = (-6.9175, 107.6191)


def test_a_point_gets_the_nearest_area_marked_approximate(book: CityBook) -> None:
    hit = book.areas.locate(*TIM)
    assert hit is not None
    assert (hit.kecamatan, hit.city) == ("31.71.06", "31.71")
    assert hit.approximate
    assert hit.label.endswith("Kec. Menteng, Kota Administrasi Jakarta Pusat")


def test_a_point_far_away_is_outside(book: CityBook) -> None:
    assert book.areas.locate(*BANDUNG) is None


def test_every_official_point_lies_in_its_own_area(book: CityBook) -> None:
    for row in book.areas.rows.values():
        if row.level == "kelurahan" and row.lat is not None and row.lon is not None:
            hit = book.areas.locate(row.lat, row.lon)
            assert hit is not None
            assert hit.kelurahan == row.code


def test_every_site_of_the_pack_lies_in_the_city(book: CityBook) -> None:
    for site in book.sites.values():
        assert book.areas.locate(site.lat, site.lon) is not None, site.code


def test_a_place_known_to_lie_in_a_district_stays_there(book: CityBook) -> None:
    for site in book.sites.values():
        hit = book.areas.locate(site.lat, site.lon, within=site.kecamatan)
        assert hit is not None, site.code
        assert hit.kecamatan == site.kecamatan


def test_a_drawing_touches_every_area_it_crosses(book: CityBook) -> None:
    line = parse_geometry(
        {"type": "LineString", "coordinates": [[106.8396, -6.1902], [106.8133, -6.1350]]}
    )
    cities = {hit.city for hit in book.areas.touched(line)}
    assert cities == {"31.71", "31.73"}
    assert book.areas.inside(line)


def test_a_drawing_that_leaves_the_city_is_not_inside(book: CityBook) -> None:
    line = parse_geometry(
        {"type": "LineString", "coordinates": [[106.8396, -6.1902], [107.6191, -6.9175]]}
    )
    assert not book.areas.inside(line)


@given(lat=st.floats(-90, 90), lon=st.floats(-180, 180))
def test_any_point_on_earth_has_an_answer(book: CityBook, lat: float, lon: float) -> None:
    hit = book.areas.locate(lat, lon)
    if hit is not None:
        assert hit.kelurahan.startswith(hit.kecamatan)
        assert hit.kecamatan.startswith(hit.city)


def test_search_finds_names_and_codes(book: CityBook) -> None:
    assert [row.code for row in book.areas.search("menteng")][:1] == ["31.71.06"]
    assert book.areas.search("31.71.06")[0].name == "Menteng"
    assert book.areas.search("   ") == ()


# --- boundaries ----------------------------------------------------------------------------
BOW_TIE = [[[106.8, -6.2], [106.82, -6.18], [106.82, -6.2], [106.8, -6.18], [106.8, -6.2]]]


def collection(*features: tuple[str, Any]) -> dict[str, Any]:
    return {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "properties": {"kode": code}, "geometry": geometry}
            for code, geometry in features
        ],
    }


def test_a_self_crossing_polygon_is_repaired_and_told() -> None:
    data = collection(("31.71", {"type": "Polygon", "coordinates": BOW_TIE}))
    reading = read_boundaries(data, {"31.71"})
    assert reading.found["31.71"].is_valid
    assert [note.code for note in reading.notes] == ["repaired"]
    assert "diperbaiki" in reading.notes[0].text("id")


def test_what_is_no_polygon_or_no_area_is_left_out_and_told() -> None:
    data = collection(
        ("31.71", {"type": "Point", "coordinates": [106.8, -6.2]}),
        ("99.99", {"type": "Polygon", "coordinates": BOW_TIE}),
        ("", None),
        ("31.72", {"type": "Polygon", "coordinates": "nonsense"}),
        ("31.73", {"type": "Polygon", "coordinates": [[[999, 0], [999, 1], [998, 1], [999, 0]]]}),
    )
    reading = read_boundaries(data, {"31.71", "31.72", "31.73"})
    assert reading.found == {}
    assert [note.code for note in reading.notes] == [
        "not_polygon",
        "unknown_area",
        "no_code",
        "not_polygon",
        "not_polygon",
    ]


@pytest.mark.parametrize("data", [None, [], "x", {}, {"features": []}, {"features": {"a": 1}}])
def test_a_file_that_is_no_collection_is_refused(data: object) -> None:
    assert [note.code for note in read_boundaries(data, {"31"}).errors] == ["not_a_collection"]


def test_the_real_boundaries_place_every_point(
    book: CityBook, boundaries: Callable[[str], Path]
) -> None:
    data = json.loads(boundaries("kel").read_text())
    reading = read_boundaries(data, set(book.areas.rows))
    assert len(reading.found) == 267
    assert not reading.errors
    index = AreaIndex(book.areas.rows, reading.geojson(), reach_km=3, reach_by_area={})
    assert not index.approximate
    hit = index.locate(*TIM)
    assert hit is not None
    assert (hit.kecamatan, hit.approximate) == ("31.71.06", False)
    assert index.locate(*BANDUNG) is None
    # Coordinates of sites are off by up to 400 m, and some sites lie on a border.
    hits = [(s.kecamatan, index.locate(s.lat, s.lon)) for s in book.sites.values()]
    assert sum(bool(hit and hit.kecamatan == named) for named, hit in hits) >= 60
    box = {
        "type": "Polygon",
        "coordinates": [
            [[106.82, -6.20], [106.84, -6.20], [106.84, -6.19], [106.82, -6.19], [106.82, -6.20]]
        ],
    }
    shape = parse_geometry(box)
    assert index.inside(shape)
    assert "31.71.06" in {hit.kecamatan for hit in index.touched(shape)}
    far = parse_geometry({"type": "Point", "coordinates": [BANDUNG[1], BANDUNG[0]]})
    assert not index.inside(far)
    assert index.touched(far) == ()


def test_the_import_tells_what_it_repaired_and_what_lies_outside(
    book: CityBook, boundaries: Callable[[str], Path]
) -> None:
    known = set(book.areas.rows)
    cities = read_boundaries(json.loads(boundaries("kab").read_text()), known)
    districts = read_boundaries(json.loads(boundaries("kec").read_text()), known)
    small = read_boundaries(json.loads(boundaries("kel").read_text()), known)
    repaired = {
        str(note.params["code"])
        for reading in (cities, districts, small)
        for note in reading.notes
        if note.code == "repaired"
    }
    assert repaired
    assert all(code.startswith("31.01") for code in repaired)
    compare(small, districts.found, {c: r.parent for c, r in book.areas.rows.items()}, {})
    outside = [n.params["code"] for n in small.notes if n.code == "outside_parent"]
    assert len(outside) == 5
