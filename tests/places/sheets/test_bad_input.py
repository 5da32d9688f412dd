"""Every fault of a file is told with its line and cause; the rest is checked all the same."""

from __future__ import annotations

import gzip
import io
import json
import os
from datetime import date, datetime, time

import openpyxl
import pytest

from simpul.config import cli
from tests.places.sheets.conftest import SQUARE, collection, feature

HEAD = "id,start,end,place,geometry\n"
GOOD = "g1,2026-12-10 07:00,2026-12-10 19:00,L1,\ng2,2026-12-10 18:00,2026-12-10 20:00,L1,\n"
BIN = bytes(range(128, 255)) * 20


@pytest.mark.parametrize(
    ("row", "cause"),
    [
        (",2026-12-10 07:00,2026-12-10 08:00,L1,", "no id"),
        ("x,,2026-12-10 08:00,L1,", "The time is empty: start"),
        ("x,2026-12-10 07:00,,L1,", "The time is empty: end"),
        ("x,2026-12-10 09:00,2026-12-10 08:00,L1,", "not after the start"),
        ("x,2026-12-10 09:00,2026-12-10 09:00,L1,", "not after the start"),
        ("x,3014-12-10 07:00,3014-12-10 09:00,L1,", "The year 3014"),
        ("x,2026-12-10 07:00,3014-12-10 09:00,L1,", "The year 3014 of end"),
        ("x,2026-02-30 07:00,2026-12-10 09:00,L1,", "cannot be read: 2026-02-30 07:00"),
        ("x,2026-12-10 25:00,2026-12-10 26:00,L1,", "cannot be read"),
        ("x,10/12/2026 07:00,10/12/2026 09:00,L1,", "--time-format"),
        ("x,2026-12-10,2026-12-11,L1,", "has no hours"),
        ("x,2026-12-10T07:00Z,2026-12-10T09:00Z,L1,", "offset +00:00 of start"),
        ("x,2026-12-10T07:00:00-05:00,2026-12-10T09:00:00-05:00,L1,", "(+07:00)"),
        ("x,2026-12-10 07:00,2026-12-10 09:00,,", "no place and no shape"),
        ("x,2026-12-10 07:00,2026-12-10 09:00,L1,,too,many", "7 cells, the header 5"),
        ("x,2026-12-10 07:00,2026-12-10 09:00,,Monas", "neither WKT nor GeoJSON"),
        ("x,2026-12-10 07:00,2026-12-10 09:00,,{", "neither WKT nor GeoJSON"),
        (
            'x,2026-12-10 07:00,2026-12-10 09:00,,"POLYGON((106.8 -6.2,106.9 -6.2,106.9 -6.1))"',
            "not closed",
        ),
        ("x,2026-12-10 07:00,2026-12-10 09:00,,POINT(-6.2 106.8)", "seem to be swapped"),
        ("x,2026-12-10 07:00,2026-12-10 09:00,,POINT(701000 9317000)", "look like metres"),
        ("x,2026-12-10 07:00,2026-12-10 09:00,,SRID=32748;POINT(1 2)", "SRID=32748"),
        ("g1,2026-12-10 07:00,2026-12-10 09:00,L2,", "other content stands on line 2"),
    ],
)
def test_a_bad_row_is_told_with_its_line_and_the_rest_is_checked(write, check, row, cause):
    more = "g3,2026-12-10 18:30,2026-12-10 20:00,L1,\n"
    answer = check(write("b.csv", f"{HEAD}{GOOD}{row}\n{more}"))
    [told] = [line for line in answer.err.splitlines() if line.startswith("b.csv:4:")]
    assert cause in told
    assert told.endswith("[left out]")
    expected = {("g1", "g2"), ("g1", "g3"), ("g2", "g3")}
    if row.startswith("g1"):
        # Nobody knows which of the two is right: neither counts, and both lines are named.
        expected = {("g2", "g3")}
        assert "b.csv:2: g1: The same id with other content stands on line 4" in answer.err
    assert answer.clashing == expected
    assert answer.status == 1
    strict = check(write("b.csv", f"{HEAD}{GOOD}{row}\n{more}"), "--strict")
    assert (strict.status, strict.out) == (2, "")


def test_a_row_repeated_word_for_word_counts_once_and_is_no_fault(write, check):
    answer = check(write("b.csv", HEAD + GOOD + GOOD), "--strict")
    assert answer.clashing == {("g1", "g2")}
    assert "b.csv:4: g1: The same as line 2. [counted once]" in answer.err


def test_a_row_of_several_lines_is_named_by_its_first(write, check):
    text = f'{HEAD}"a\nb",2026-12-10 07:00,2026-12-10 06:00,L1,\n\nx,1,2,L1,\n{GOOD}'
    answer = check(write("b.csv", text))
    assert "b.csv:2: a b: The end" in answer.err
    assert "b.csv:5: x: The time of start cannot be read: 1" in answer.err


@pytest.mark.parametrize(
    ("content", "cause"),
    [
        (b"", "b.csv: The file is empty."),
        (b"\n\n", "The file is empty."),
        ((HEAD + GOOD).encode() + b"\0\n", "b.csv:4: There is a NUL byte"),
        ((HEAD + GOOD + "x,caf\xe9,").encode("latin-1"), "b.csv:4: A letter here is not UTF-8"),
        (BIN, "b.csv:1: A letter here is not UTF-8"),
        (b"%PDF-1.7 x", "but a PDF document"),
        (b"\x89PNG\r\n\x1a\n", "but a PNG picture"),
        (b"PK\x03\x04nothing", "The workbook cannot be read"),
        (gzip.compress((HEAD + GOOD).encode(), mtime=0)[:-20], "damaged or cut off"),
        (b"start,end,place\n", "No column for id; there are: start, end, place"),
        (b"id,end,place\n", "No column for start"),
        (b"id,start,end\n", "no column for place or geometry"),
        (b"id,id,start,end,place\n", "The column id is there twice"),
        ((HEAD + 'x,"2026,').encode(), "b.csv:2: The row is broken"),
        ((HEAD + "x,2026,2027,L1,").encode(), "Not one row can be used"),
        (HEAD.encode(), "Not one row can be used"),
    ],
)
def test_a_file_that_cannot_be_taken_is_refused_with_the_reason(write, check, content, cause):
    answer = check(write("b.csv", content))
    assert answer.status == 2
    assert cause in answer.err
    assert answer.out == ""


def test_a_missing_file_an_unknown_zone_and_unknown_words_are_refused(write, check, tmp_path):
    good = write("b.csv", HEAD + GOOD)
    assert "cannot be opened" in check(tmp_path / "none.csv").err
    assert "cannot be opened" in check(tmp_path).err
    unknown = check(good, zone="Mars/Phobos")
    assert (unknown.status, "Mars/Phobos" in unknown.err) == (2, True)
    assert check(good, zone="../etc/passwd").status == 2
    for encoding in ("klingon", "base64", "undefined"):
        assert check(good, "--encoding", encoding).status == 2, encoding
    os.mkfifo(tmp_path / "pipe")
    assert "it is no ordinary file" in check(tmp_path / "pipe").err
    assert "folder, bukan berkas" in check(tmp_path, "--language", "id").err
    assert "no column when" in check(good, "--column", "start=when").err
    assert check(good, "--within", "10").status == 2, "no shapes to measure"
    assert check(good, "--output", tmp_path / "no" / "x.csv").status == 2


def test_reasons_are_given_in_the_readers_language(write, check):
    path = write("b.csv", HEAD + GOOD + "x,,2026-12-10 08:00,L1,\n")
    told = check(path, "--language", "id").err
    assert "b.csv:4: x: Waktu kosong: start. [tidak diikutkan]" in told


@pytest.mark.parametrize(
    "content",
    [
        (HEAD + GOOD).replace(",", ";"),
        "sep=;\r\n" + (HEAD + GOOD).replace(",", ";").replace("\n", "\r\n"),
        "\ufeff" + (HEAD + GOOD).replace(",", "\t"),
        (HEAD + GOOD).encode("utf-16"),
        gzip.compress((HEAD + GOOD).encode(), mtime=0),
        HEAD + GOOD.replace(":00,", ":00:00.000,"),
        HEAD + GOOD.replace(" ", "T").replace(":00,", ":00+07:00,"),
    ],
)
def test_the_ways_in_which_offices_write_tables_are_read(write, check, content):
    assert check(write("b.csv", content)).clashing == {("g1", "g2")}


def workbook(*rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_a_workbook_is_read_also_under_another_name(write, check):
    day = date(2026, 12, 10)
    content = workbook(
        ["ID", "Mulai", "Selesai", "Tempat"],
        [],
        [677665, datetime.combine(day, time(7)), datetime(2026, 12, 11), 12],
        [677666, "2026-12-10 23:00", datetime(2026, 12, 11, 1), "12"],
        [677667, time(7), datetime(2026, 12, 11, 1), "12"],
    )
    answer = check(write("b.csv", content))
    assert answer.clashing == {("677665", "677666")}
    assert answer.pairs[0]["end"] == "2026-12-11T00:00:00+07:00"
    assert "b.csv:5: 677667: The time of start" in answer.err
    assert "there is no sheet" in check(write("b.xlsx", content), "--sheet", "Mei").err.lower()


def test_a_row_may_name_its_own_zone(write, check):
    head = "id,start,end,place,time_zone\n"
    rows = (
        "a,2026-12-10 07:00,2026-12-10 08:00,L1,Asia/Jakarta\n"
        "b,2026-12-10 09:30,2026-12-10 10:00,L1,Asia/Jayapura\n"
        "c,2026-12-10 07:00,2026-12-10 08:00,L1,Asia/Batavia\n"
    )
    answer = check(write("b.csv", head + rows))
    assert answer.clashing == {("a", "b")}
    assert "b.csv:4: c: The time zone Asia/Batavia is not known" in answer.err


def test_another_way_to_write_times_is_named_never_guessed(write, check):
    path = write("b.csv", HEAD + "a,10/12/2026 07.00,10/12/2026 09.00,L1,\n")
    assert check(path).status == 2
    assert check(path, "--time-format", "%d/%m/%Y %H.%M").status == 0


def test_an_hour_that_clocks_skip_is_told_as_such(write, check):
    """On 8 March 2026 New York goes from 02:00 to 03:00: from 02:30 to 03:10 nothing is left."""
    rows = "x,2026-03-08 02:30,2026-03-08 03:10,L1,\ny,2026-03-08 04:10,2026-03-08 03:30,L1,\n"
    answer = check(write("b.csv", HEAD + GOOD + rows), zone="America/New_York")
    told = "b.csv:4: x: Between 2026-03-08 02:30 and 2026-03-08 03:10 is no time"
    assert told in answer.err
    assert "b.csv:5: y: The end (2026-03-08 03:30) is not after" in answer.err


def test_a_cell_that_cannot_be_kept_is_told(write, check, tmp_path):
    """Workbooks write NUL as _x0000_, and UTF-7 can hold half a letter."""
    book = openpyxl.Workbook()
    for row in (
        [*HEAD.strip().split(",")],
        ["x", "2026-12-10 07:00", "2026-12-10 08:00", "L_x0000_1"],
    ):
        book.active.append(row)
    book.save(tmp_path / "b.xlsx")
    assert (
        "b.xlsx:2: x: Its text holds a sign that cannot be kept" in check(tmp_path / "b.xlsx").err
    )
    half = write(
        "b.csv", HEAD + GOOD.replace("+", "") + "x+2AA-,2026-12-10 07:00,2026-12-10 08:00,L1,\n"
    )
    answer = check(half, "--encoding", "utf-7")
    assert "b.csv:4: x�: Its text holds a sign" in answer.err
    answer.err.encode()


def test_a_shape_in_another_system_is_told_in_a_cell_too(write, check):
    drawn = feature("x", "Point", [106.8, -6.2])["geometry"]
    drawn["crs"] = {"properties": {"name": "EPSG:3857"}}
    cell = json.dumps(drawn).replace('"', '""')
    row = f'x,2026-12-10 07:00,2026-12-10 08:00,,"{cell}"\n'
    assert "b.csv:4: x: " in (told := check(write("b.csv", HEAD + GOOD + row)).err)
    assert "3857" in told


def test_a_distance_that_is_none_is_refused_in_words(write, capsys):
    for metres in ("nan", "-1", "100000", "far"):
        with pytest.raises(SystemExit) as refusal:
            cli.main(["calendar", "check", "b.csv", f"--within={metres}"])
        assert refusal.value.code == 2
        assert "50000" in capsys.readouterr().err


def test_links_are_many_to_many_and_their_faults_are_told(write, check):
    bookings = write("b.csv", HEAD + GOOD.replace("L1", "") + "bad,1,2,,\n")
    rows = "g1,A\ng1,B\ng2,B\ng2,B\nnobody,A\n,A\ng1,\nbad,A\n"
    links = write("l.csv", "booking_id,place_id\n" + rows)
    answer = check(bookings, "--links", links)
    assert [(r["a"], r["b"], r["place_a"]) for r in answer.pairs] == [("g1", "g2", "B")]
    assert "l.csv:6: nobody: The booking nobody is not in the file" in answer.err
    assert "l.csv:7: A: The id of the booking or of the place is empty" in answer.err
    assert "l.csv:8: g1:" in answer.err
    assert "l.csv:9" not in answer.err, "the row of this booking is told already"


POLYGON = [[[106.80, -6.20], [106.81, -6.20], [106.81, -6.19]]]


@pytest.mark.parametrize(
    ("bad", "cause"),
    [
        (feature("x", "Polygon", POLYGON), "not closed"),
        (feature("x", "Point", [-6.2, 106.8]), "seem to be swapped"),
        (feature("x", "Point", [701000, 9317000]), "look like metres"),
        (feature("x", "Point", [106.8]), "cannot be read"),
        (feature("x", "Point", [106.8, -6.2], crs={"properties": {"name": "EPSG:3857"}}), "3857"),
        (feature("x", "LineString", [[179.9, 0], [-179.9, 0]]), "date line"),
        (feature("x", "Point", [110.4, -7.8]), "from the middle of the data"),
        (feature(None, "Point", [106.8, -6.2]), "has no id"),
        (feature("x\ud800", "Point", [106.8, -6.2]), "cannot be kept"),
        (feature("x", "Point", [106.8, -6.2], properties={"name": "a\0"}), "cannot be kept"),
        ({"type": "Feature", "id": "x", "properties": {}, "geometry": None}, "Nothing has been"),
        ({"type": "Nonsense"}, "not a Feature"),
        (feature("L1", "Point", [106.9, -6.2]), "other content stands on line 1"),
    ],
)
def test_a_bad_feature_is_told_with_its_number_and_id(write, check, bad, cause):
    places = collection(
        feature("L1", "Point", [106.8, -6.2]),
        feature("L2", "Polygon", [SQUARE]),
        feature("L3", "Point", [106.82, -6.2]),
        bad,
    )
    answer = check(write("b.csv", HEAD + GOOD), "--places", write("p.geojson", places))
    [told] = [line for line in answer.err.splitlines() if "(feature 4)" in line]
    assert cause in told
    assert answer.clashing == {("g1", "g2")}, "the id is enough for a clash"


def test_swapped_places_are_found_where_both_orders_are_on_earth(write, check):
    new_york = [(-73.98 + n / 1000, 40.77) for n in range(5)]
    bookings = write("b.csv", HEAD + GOOD)

    def features(points):
        return collection(*(feature(f"L{n}", "Point", list(p)) for n, p in enumerate(points)))

    one = [*new_york[:4], new_york[4][::-1]]
    answer = check(bookings, "--places", write("p.json", features(one)), zone="America/New_York")
    assert "(feature 5): L4: Latitude and longitude seem to be swapped" in answer.err
    every = write("p.json", features([p[::-1] for p in new_york]))
    answer = check(bookings, "--places", every, zone="America/New_York")
    assert answer.status == 2
    assert "swapped in the whole file" in answer.err


@pytest.mark.parametrize(
    ("content", "cause"),
    [
        ("", "The file is empty"),
        ("[]", "not a GeoJSON FeatureCollection"),
        ("{}", "not a GeoJSON FeatureCollection"),
        ("id,name\n", "p.json:1: Not whole JSON"),
        ('{"type": "FeatureCollection"', "ends too early"),
        ('{"type": "FeatureCollection", "features": {}}', "not a GeoJSON FeatureCollection"),
        ('{"type": "FeatureCollection",\n"features": [\n{"type" "x"}]}', "p.json:3: Not whole"),
        ('{"type": "FeatureCollection", "features": [{"type": "Feat', "Not whole JSON"),
        ('{"type": "FeatureCollection", "features": []}', "Not one row can be used"),
        ("[" * 200_000, "Not whole JSON"),
        ('{"a": ' * 5000, "Not whole JSON"),
        ('{"type": "Feature"}\n{"type": "Feature"}', "p.json:2: There is more text after the end"),
        (collection(feature(None, "Point", [1, 2])), "(feature 1): The feature has no id"),
        (b'{"type": "\xff"}', "not UTF-8"),
        (b'{"type": "\0"}', "NUL"),
        (
            collection(feature("L1", "Point", [1, 2]), crs={"properties": {"name": "EPSG:32748"}}),
            "coordinate system is EPSG:32748",
        ),
    ],
)
def test_a_file_of_places_that_cannot_be_taken_is_refused(write, check, content, cause):
    answer = check(write("b.csv", HEAD + GOOD), "--places", write("p.json", content))
    assert answer.status == 2
    assert cause in answer.err


def test_an_unknown_place_is_doubted_but_still_clashes(write, check):
    places = write("p.json", collection(feature("L2", "Point", [106.8, -6.2])))
    answer = check(write("b.csv", HEAD + GOOD), "--places", places)
    assert answer.clashing == {("g1", "g2")}
    assert "b.csv:2: g1: The place L1 is not in the file of places" in answer.err
    assert check(write("b.csv", HEAD + GOOD), "--places", places, "--strict").status == 2


def test_near_places_are_reported_with_metres(write, check):
    # 0.0001 degrees of latitude are 11.06 m at 6 degrees south.
    places = collection(
        feature("L1", "Point", [106.8, -6.2]), feature("L2", "Point", [106.8, -6.1999])
    )
    rows = GOOD.replace("18:00,2026-12-10 20:00,L1", "18:00,2026-12-10 20:00,L2")
    files = [write("b.csv", HEAD + rows), "--places", write("p.json", places)]
    assert check(*files).status == 0
    assert check(*files, "--within", "11").status == 0
    [row] = check(*files, "--within", "12").pairs
    assert row == {
        "a": "g1",
        "b": "g2",
        "reason": "near",
        "place_a": "L1",
        "place_b": "L2",
        "start": "2026-12-10T18:00:00+07:00",
        "end": "2026-12-10T19:00:00+07:00",
        "hours": "1.00",
        "metres": "11.1",
    }


def test_json_holds_pairs_and_problems(write, check):
    answer = check(write("b.csv", HEAD + GOOD + "x,,,L1,\n"), "--json")
    data = json.loads(answer.out)
    assert answer.status == 1
    assert [(c["a"], c["b"], c["hours"]) for c in data["clashes"]] == [("g1", "g2", 1.0)]
    assert data["problems"][0]["line"] == "4"
    assert data["problem_counts"] == {"no_time": 1}
    data = json.loads(check(write("b.csv", b""), "--json").out)
    assert data["ok"] is False


def test_bad_rows_go_to_a_file_when_wished(write, check, tmp_path):
    rejects = tmp_path / "r.csv"
    answer = check(write("b.csv", HEAD + GOOD + "x,,,L1,\n"), "--rejects", rejects)
    assert "b.csv:4" not in answer.err
    assert rejects.read_text() == (
        "file,line,feature,id,code,effect,cause\n"
        "b.csv,4,,x,no_time,left_out,The time is empty: start.\n"
    )
