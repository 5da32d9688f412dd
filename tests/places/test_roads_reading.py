"""Roads out of a file: what is mended, what is refused, and that each refusal names its place."""

from __future__ import annotations

import gzip
import json
import os
import tracemalloc
from pathlib import Path
from typing import Any

import pytest

from simpul.kit.geometry import metres
from simpul.places import geofile
from simpul.places.streets.reading import AGAINST, BOTH, WITH, RoadReading, read_roads
from simpul.places.troubles import Unreadable

BOUNDS = (106.38, -6.40, 107.00, -5.15)
LINE = [[106.82, -6.20], [106.82, -6.19]]


def road(line: Any = LINE, kind: str = "LineString", **properties: Any) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": kind, "coordinates": line},
    }


def read(tmp_path: Path, *features: Any, **members: Any) -> RoadReading:
    whole = {"type": "FeatureCollection", **members, "features": list(features)}
    return read_text(tmp_path, json.dumps(whole))


def read_text(tmp_path: Path, text: str) -> RoadReading:
    file = tmp_path / "roads.geojson"
    file.write_text(text, encoding="utf-8")
    return read_roads(file, metres(32748), BOUNDS)


def codes(reading: RoadReading) -> list[tuple[str, str, int]]:
    return [(one.done, one.code, one.feature) for one in reading.troubles]


def test_a_road_has_the_length_of_its_line_on_the_ground(tmp_path: Path) -> None:
    (found,) = read(tmp_path, road(id="a", NAME="Jalan Satu", LANES=2)).roads.values()
    # A hundredth of a degree of latitude at 6° south is 1,105.7 m of meridian (WGS 84); the plane
    # of UTM 48 S shrinks it by less than 0.04 % here.
    assert found.length_m == pytest.approx(1105.7, rel=5e-4)
    assert (found.id, found.name, found.lanes, found.oneway) == ("a", "Jalan Satu", 2, BOTH)


@pytest.mark.parametrize(
    ("value", "direction"),
    [
        *[("yes", WITH), ("-1", AGAINST), (-1, AGAINST), ("no", BOTH), (True, WITH)],
        *[(None, BOTH), ("F", WITH), ("T", AGAINST), ("B", BOTH)],
    ],
)
def test_the_direction_is_read_as_maps_write_it(
    tmp_path: Path, value: object, direction: str
) -> None:
    (found,) = read(tmp_path, road(id=1, ONEWAY=value)).roads.values()
    assert found.oneway == direction


def test_lanes_nobody_can_read_are_unknown_and_said(tmp_path: Path) -> None:
    reading = read(tmp_path, road(id=1, lanes="3;2"), road([[106.8, -6.2], [106.8, -6.1]], id=2))
    assert [one.lanes for one in reading.roads.values()] == [None, None]
    assert codes(reading) == [("repaired", "lanes", 1)]


def test_a_road_without_a_name_keeps_the_same_id_at_every_import(tmp_path: Path) -> None:
    first, second = (read(tmp_path, road(), road([[106.8, -6.2], [106.8, -6.1]])) for _ in "ab")
    assert first.roads.keys() == second.roads.keys()
    assert len(first.roads) == 2


@pytest.mark.parametrize(
    ("feature", "code"),
    [
        (road([[-6.20, 106.82], [-6.19, 106.82]]), "swapped_coordinates"),
        (road([[700000.0, 9310000.0], [700100.0, 9310000.0]]), "metres"),
        (road([[0.0, 0.0], [0.1, 0.1]]), "outside_city"),
        (road([[106.82, -6.2], [106.82, -6.2]]), "too_few_points"),
        (road([[106.82, -6.2], [106.82, None]]), "not_finite"),
        (road([[106.82, -6.2], ["x", -6.1]]), "not_finite"),
        (road([[179.9, -6.2], [-179.9, -6.2]]), "antimeridian"),
        (road([[[106.8, -6.2], [106.8, -6.1], [106.9, -6.1], [106.8, -6.2]]], "Polygon"),
         "other_type"),
        ({"type": "Feature", "properties": None, "geometry": None}, "other_type"),
        (road(name="a\0b"), "not_storable"),
        (road(id="\ud800"), "not_storable"),
        ({"type": "Road"}, "not_a_feature"),
        ([1, 2], "not_a_feature"),
    ],
)  # fmt: skip
def test_a_bad_feature_is_refused_with_its_number_and_the_others_are_read(
    tmp_path: Path, feature: Any, code: str
) -> None:
    reading = read(tmp_path, road(id="good"), feature)
    assert list(reading.roads) == ["good"]
    assert codes(reading) == [("refused", code, 2)]
    (told,) = reading.troubles
    assert "fitur ke-2" in told.sentence("id")
    assert "feature 2" in told.sentence("en")


def test_one_feature_in_another_coordinate_system_is_refused_alone(tmp_path: Path) -> None:
    mixed = road(id="b")
    mixed["crs"] = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::32748"}}
    reading = read(tmp_path, road(id="a"), mixed)
    assert list(reading.roads) == ["a"]
    assert codes(reading) == [("refused", "other_crs", 2)]


def test_a_file_in_another_coordinate_system_is_refused_whole(tmp_path: Path) -> None:
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::32748"}}
    with pytest.raises(Unreadable) as refusal:
        read(tmp_path, road(), crs=crs)
    assert refusal.value.trouble.code == "other_crs"
    assert "EPSG::32748" in refusal.value.trouble.sentence("en")


def test_wgs_84_by_its_old_name_is_no_other_system(tmp_path: Path) -> None:
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}
    assert len(read(tmp_path, road(), crs=crs).roads) == 1


def test_one_id_with_different_contents_keeps_the_first_and_says_which(tmp_path: Path) -> None:
    other = road([[106.8, -6.2], [106.8, -6.1]], id="a")
    reading = read(tmp_path, road(id="a"), other, road(id="a"))
    assert reading.roads["a"].drawn.geojson["coordinates"] == LINE
    assert codes(reading) == [("refused", "different", 2), ("noted", "twice", 3)]


def test_parts_that_meet_become_one_road_and_separate_parts_several(tmp_path: Path) -> None:
    meeting = [[[106.82, -6.20], [106.82, -6.19]], [[106.82, -6.19], [106.82, -6.18]]]
    apart = [[[106.80, -6.20], [106.80, -6.19]], [[106.81, -6.19], [106.81, -6.18]]]
    reading = read(
        tmp_path, road(meeting, "MultiLineString", id="m"), road(apart, "MultiLineString", id="s")
    )
    assert sorted(reading.roads) == ["m", "s/1", "s/2"]
    assert codes(reading) == [("repaired", "joined", 1), ("repaired", "split", 2)]


def test_the_line_of_a_feature_is_named(tmp_path: Path) -> None:
    text = (
        '{"type": "FeatureCollection",\n"features": [\n'
        + json.dumps(road(id="a"))
        + ",\n\n"
        + json.dumps(road([[0, 0], [1, 1]], id="b"))
        + "\n]}"
    )
    (told,) = read_text(tmp_path, text).troubles
    assert told.line == 5


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "cut_short"),
        ("[]", "not_a_collection"),
        ('{"type": "Topology"}', "not_a_collection"),
        ('{"type": "FeatureCollection", "features": [', "cut_short"),
        ('{"type": "FeatureCollection", "features": [{"type": "Feature", ', "cut_short"),
        ('{"features": [{"type": nonsense}]}', "not_json"),
        ('{"features": [' + "[" * 100_000 + "]" * 100_000 + "]}", "not_json"),
        ('{"features": [{"id": ' + "9" * 5000 + "}]}", "not_json"),
        ('{"features": []}\n{"features": []}', "more_text"),
        ("<kml></kml>", "not_a_collection"),
    ],
)
def test_a_file_that_is_no_geojson_is_refused_whole(tmp_path: Path, text: str, code: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        read_text(tmp_path, text)
    assert refusal.value.trouble.code == code


def test_a_pipe_is_refused_and_nobody_waits_for_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.geojson")
    for name, why in (("pipe.geojson", "no ordinary file"), (".", "a folder")):
        with pytest.raises(Unreadable) as refusal:
            read_roads(tmp_path / name, metres(32748), BOUNDS)
        assert why in refusal.value.trouble.sentence("en")
    assert "folder, bukan berkas" in refusal.value.trouble.sentence("id")


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "roads.geojson"
    file.write_bytes(json.dumps({"features": [], "x": "é"}, ensure_ascii=False).encode("latin-1"))
    with pytest.raises(Unreadable) as refusal:
        read_roads(file, metres(32748), BOUNDS)
    assert refusal.value.trouble.code == "not_utf8"


def test_a_packed_file_that_breaks_off_is_refused(tmp_path: Path) -> None:
    whole = gzip.compress(json.dumps({"features": [road(id=n) for n in range(500)]}).encode())
    file = tmp_path / "roads.geojson.gz"
    file.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(Unreadable) as refusal:
        read_roads(file, metres(32748), BOUNDS)
    assert refusal.value.trouble.code == "cut_short"


def test_a_large_file_is_read_piece_by_piece(tmp_path: Path) -> None:
    """30 MB of text in which nothing can be used takes little memory, packed or not."""
    filler = "x" * 1000
    feature = json.dumps({"type": "Feature", "properties": {"note": filler}, "geometry": None})
    file = tmp_path / "large.geojson.gz"
    with gzip.open(file, "wt", compresslevel=1) as out:
        out.write('{"type": "FeatureCollection", "features": [')
        out.write(",".join(feature for _ in range(28_000)))
        out.write("]}")
    tracemalloc.start()
    reading = read_roads(file, metres(32748), BOUNDS)
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert reading.features == 28_000
    assert reading.troubles.counts == {("refused", "other_type"): 28_000}
    assert len(reading.troubles.kept) == 1000
    assert most < 20 * 2**20


def test_more_than_the_limit_is_refused_politely(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(geofile, "MOST_BYTES", 1024 * 1024)
    text = json.dumps({"features": [road(id=n, note="x" * 500) for n in range(3000)]})
    with pytest.raises(Unreadable) as refusal:
        read_text(tmp_path, text)
    assert refusal.value.trouble.code == "too_large"
    assert "1 MB" in refusal.value.trouble.sentence("id")
