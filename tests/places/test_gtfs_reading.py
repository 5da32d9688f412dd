"""A bus feed is checked: each break is named with its file and line, the rest is read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
import shapely

from simpul.kit.geometry import metres
from simpul.kit.outcomes import InvalidInput
from simpul.places.actions.gtfs import named_corridors
from simpul.places.transit import archive
from simpul.places.transit.feed import read_feed
from simpul.places.transit.rows import FeedReading
from simpul.places.troubles import Unreadable
from tests.places.gtfs_files import TABLES, feed, with_line, without_column

BOUNDS = (106.38, -6.40, 107.00, -5.15)
SHARED = Path(__file__).parents[3] / "shared" / "data" / "jakarta"
Changes = Mapping[str, str | bytes | None]


def read(
    folder: Path, changes: Changes | None = None, corridors: frozenset[str] = frozenset()
) -> FeedReading:
    return read_feed(feed(folder, changes), metres(32748), BOUNDS, corridors=corridors)


def told(reading: FeedReading) -> list[tuple[str, str, str, int]]:
    return [(one.done, one.code, one.file, one.line) for one in reading.troubles]


def refused(reading: FeedReading) -> list[tuple[str, str, int]]:
    return [(code, file, line) for done, code, file, line in told(reading) if done == "refused"]


def test_a_whole_feed_gives_its_lines_ways_and_stops(tmp_path: Path) -> None:
    reading = read(tmp_path)
    assert [(one.short_name, one.colour) for one in reading.lines.values()] == [
        ("1", "D02027"),
        ("6A", "2AA8A4"),
    ]
    assert [(way.route, way.direction, way.key) for way in reading.ways] == [
        ("r1", 0, "north"),
        ("r1", 1, "south"),
        ("r2", 0, "across"),
    ]
    assert reading.stops["s1"].lines == {"r1", "r2"}
    assert reading.runs_until == date(2027, 12, 31)
    assert refused(reading) == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        (with_line("trips.txt", "r9,all,t9,X,0,north"), ("unknown_route", "trips.txt", 5)),
        (with_line("stop_times.txt", "t9,,,s1,1"), ("unknown_trip", "stop_times.txt", 10)),
        (with_line("stop_times.txt", "t1,,,s9,4"), ("unknown_stop", "stop_times.txt", 10)),
        (with_line("stop_times.txt", "t1,,,s2,x"), ("not_number", "stop_times.txt", 10)),
        (with_line("stops.txt", "s9,Terbalik,106.82,-6.19"), ("swapped", "stops.txt", 6)),
        (with_line("stops.txt", "s9,Teluk Guinea,0,0"), ("outside_city", "stops.txt", 6)),
        (with_line("stops.txt", "s9,NaN,nan,106.8"), ("outside_city", "stops.txt", 6)),
        (with_line("stops.txt", "s9,Kosong,,"), ("not_number", "stops.txt", 6)),
        (with_line("stops.txt", "s1,Lain,-6.2,106.8"), ("different", "stops.txt", 6)),
        (with_line("stops.txt", "s9,Kurang"), ("cell_count", "stops.txt", 6)),
        (with_line("routes.txt", "r9,tj,,,,3"), ("required", "routes.txt", 4)),
        (with_line("routes.txt", "r1,tj,9,Lain,,3"), ("different", "routes.txt", 4)),
        (with_line("shapes.txt", "north,106.82,-6.19,4"), ("swapped", "shapes.txt", 9)),
        ({"stops.txt": TABLES["stops.txt"].encode() + b"s9,Caf\xe9,-6.2,106.8\n"},
         ("not_utf8", "stops.txt", 6)),
    ],
)  # fmt: skip
def test_a_break_is_refused_with_file_and_line_and_the_rest_is_read(
    tmp_path: Path, changes: Changes, expected: tuple[str, str, int]
) -> None:
    reading = read(tmp_path, changes)
    assert refused(reading) == [expected]
    assert len(reading.ways) == 3
    (one,) = [one for one in reading.troubles if one.done == "refused"]
    assert f"{expected[1]}, baris {expected[2]}" in one.sentence("id")


@pytest.mark.parametrize(
    ("changes", "code", "file"),
    [
        ({"trips.txt": None}, "no_file", "trips.txt"),
        ({"stop_times.txt": None}, "no_file", "stop_times.txt"),
        (without_column("trips.txt", "route_id"), "no_column", "trips.txt"),
        (without_column("stops.txt", "stop_lat"), "no_column", "stops.txt"),
        ({"routes.txt": ""}, "no_column", "routes.txt"),
        ({"routes.txt": TABLES["routes.txt"].encode("utf-16")}, "no_column", "routes.txt"),
        ({"routes.txt": TABLES["routes.txt"].replace("\n", "\r")}, "not_csv", "routes.txt"),
        ({"routes.txt": None, "gtfs/routes.txt": TABLES["routes.txt"]}, "in_folder", "routes.txt"),
        ({"routes.txt": TABLES["routes.txt"].splitlines()[0] + "\n"}, "nothing", "feed.zip"),
    ],
)
def test_a_feed_without_what_is_needed_is_refused_whole(
    tmp_path: Path, changes: Changes, code: str, file: str
) -> None:
    with pytest.raises(Unreadable) as refusal:
        read(tmp_path, changes)
    assert (refusal.value.trouble.code, refusal.value.trouble.file) == (code, file)


def test_without_shapes_lines_go_from_stop_to_stop_and_say_so(tmp_path: Path) -> None:
    reading = read(tmp_path, {"shapes.txt": None})
    assert [way.from_stops for way in reading.ways] == [True, True, True]
    north = reading.ways[0].drawn.geojson["coordinates"]
    assert north == [[106.823, -6.195], [106.823, -6.188], [106.823, -6.18]]
    assert ("noted", "no_file", "shapes.txt", 0) in told(reading)


def test_a_type_that_is_no_number_of_the_standard_is_no_bus(tmp_path: Path) -> None:
    for kind in ("²", "9" * 5000, "-3", "3.0"):
        reading = read(tmp_path, with_line("routes.txt", f"r9,tj,9,Lain,,{kind}"))
        assert reading.off_road >= {"r9"}, kind


def test_one_missing_shape_is_drawn_from_its_stops(tmp_path: Path) -> None:
    reading = read(tmp_path, {"trips.txt": TABLES["trips.txt"].replace("across", "nowhere")})
    assert [way.from_stops for way in reading.ways] == [False, False, True]
    assert ("noted", "unknown_shape", "trips.txt", 4) in told(reading)


def test_rows_in_any_order_are_put_in_sequence(tmp_path: Path) -> None:
    for name in ("shapes.txt", "stop_times.txt"):
        header, *rows = TABLES[name].splitlines()
        changes: Changes = {name: "\n".join([header, *reversed(rows)]) + "\n"}
        reading = read(tmp_path, changes)
        way = next(one for one in reading.ways if one.key == "north")
        assert [lat for _lon, lat in way.drawn.geojson["coordinates"]] == [-6.195, -6.188, -6.18]
        assert refused(reading) == []


def test_trips_that_share_an_id_are_taken_apart_and_each_gets_its_own_line(
    tmp_path: Path,
) -> None:
    """The lines stand in another order than the trips: the stops tell which is whose."""
    changes: Changes = {
        "trips.txt": TABLES["trips.txt"].splitlines()[0]
        + "\nr1,all,ab,Kota,0,both\nr2,all,ab,Monas,0,both\n",
        "stop_times.txt": TABLES["stop_times.txt"].splitlines()[0]
        + "\nab,,,s1,1\nab,,,s2,2\nab,,,s3,3\nab,,,s1,1\nab,,,s4,2\n",
        "shapes.txt": TABLES["shapes.txt"].splitlines()[0]
        + "\nboth,-6.1950,106.8230,1\nboth,-6.1950,106.8300,2\n"
        + "both,-6.1950,106.8230,1\nboth,-6.1800,106.8230,2\n",
    }
    reading = read(tmp_path, changes)
    ends = {way.route: way.drawn.geojson["coordinates"][-1] for way in reading.ways}
    assert ends == {"r1": [106.823, -6.18], "r2": [106.83, -6.195]}
    assert ("repaired", "id_reused", "trips.txt", 2) in told(reading)


def test_trips_that_share_an_id_are_refused_where_nothing_tells_them_apart(
    tmp_path: Path,
) -> None:
    reading = read(tmp_path, with_line("trips.txt", "r2,all,t1,Lain,0,north"))
    assert refused(reading) == [("id_reused_unclear", "trips.txt", 2)]
    assert {way.key for way in reading.ways} == {"south", "across"}


def test_trains_and_ferries_are_left_out_and_it_is_said(tmp_path: Path) -> None:
    changes = {"routes.txt": TABLES["routes.txt"].replace("2AA8A4,3", "2AA8A4,2")}
    reading = read(tmp_path, changes)
    assert list(reading.lines) == ["r1"]
    assert {way.route for way in reading.ways} == {"r1"}
    assert ("noted", "off_road", "routes.txt", 3) in told(reading)
    assert refused(reading) == []


def test_a_busway_is_what_the_feed_or_the_operator_says_and_never_guessed(
    tmp_path: Path,
) -> None:
    silent = read(tmp_path)
    assert [line.corridor for line in silent.lines.values()] == [None, None]
    assert ("noted", "corridors_unknown", "routes.txt", 0) in told(silent)
    named = read(tmp_path, corridors=frozenset({"1", "99"}))
    assert [line.corridor for line in named.lines.values()] == [True, False]
    assert [one.code for one in named.troubles] == ["no_such_corridor"]
    header, first, second = TABLES["routes.txt"].splitlines()
    said = {"routes.txt": f"{header},route_desc\n{first},BRT\n{second},Angkutan Umum Integrasi\n"}
    assert [line.corridor for line in read(tmp_path, said).lines.values()] == [True, False]


def test_corridors_are_named_one_by_one_or_in_a_row() -> None:
    assert named_corridors("1-3, 13A") == {"1", "2", "3", "13A"}
    assert named_corridors("") == frozenset()
    for wrong in ("13-1", "1-", "1-999999"):
        with pytest.raises(InvalidInput):
            named_corridors(wrong)


# --- what is no feed at all ------------------------------------------------------------------
def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    with pytest.raises(Unreadable) as refusal:
        read(tmp_path, {"shapes.txt": "0" * 20_000_000})
    assert refusal.value.trouble.code == "bomb"


def test_more_than_the_limit_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MOST_BYTES", 600)
    with pytest.raises(Unreadable) as refusal:
        read(tmp_path)
    assert refusal.value.trouble.code == "too_large"


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 broken", b"route_id,route_type\n"])
def test_what_is_no_zip_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "feed.zip"
    file.write_bytes(content)
    with pytest.raises(Unreadable) as refusal:
        read_feed(file, metres(32748), BOUNDS)
    assert refusal.value.trouble.code == "not_zip"


# --- the real feed ---------------------------------------------------------------------------
def test_the_feed_of_jakarta_gives_every_line_whose_route_it_knows() -> None:
    """Counted in the feed itself: 155 routes, 5,365 stops, 574 trips of which 38 name a route that
    is not there; 20 ids stand for 310 trips. Each of the remaining 536 has its own line, and
    passes its stops: all within 100 m."""
    file = SHARED / "transjakarta_gtfs_2021.zip"
    if not file.exists():
        pytest.skip(f"the shared data folder has no {file.name}")
    plane = metres(32748)
    reading = read_feed(file, plane, BOUNDS)
    assert (len(reading.lines), len(reading.stops), len(reading.ways)) == (155, 5365, 536)
    assert not any(way.from_stops for way in reading.ways)
    counts = {code: n for (done, code), n in reading.troubles.counts.items() if done == "refused"}
    assert counts == {"unknown_route": 38}
    assert reading.troubles.counts["repaired", "id_reused"] == 20
    kota = [way for way in reading.ways if way.route == "1" and way.headsign == "Blok M - Kota"]
    ends = shapely.get_point(plane.plane(kota[0].drawn), [0, -1])
    # Corridor 1 is a good 12 km long; its terminals lie 11.9 km apart in a straight line or so.
    assert 10_000 < ends[0].distance(ends[1]) < 14_000
