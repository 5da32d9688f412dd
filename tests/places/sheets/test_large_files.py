"""A large file of places is read piece by piece; what has no end is refused."""

from __future__ import annotations

import gzip
import json
import tracemalloc

import pytest

from simpul.places.sheets import features, sources, tables
from simpul.places.sheets.features import FeatureFile
from simpul.places.sheets.placefile import read_places
from simpul.places.sheets.problems import Problems, Unusable
from tests.places.sheets.conftest import collection, feature

MEGABYTES = 24


@pytest.fixture
def large(tmp_path):
    path = tmp_path / "large.geojson"
    note = "x" * 1000
    with path.open("w") as stream:
        stream.write('{"type": "FeatureCollection", "features": [\n')
        for number in range(MEGABYTES * 1000):
            one = feature(f"P{number}", "Point", [106.8, -6.2], properties={"note": note})
            stream.write(f"{',' if number else ''}{json.dumps(one)}\n")
        stream.write("]}")
    return path


def test_memory_does_not_grow_with_the_file(large):
    tracemalloc.start()
    try:
        found = read_places(large, Problems(), zone="Asia/Jakarta", wanted={"P7", "P23999"})
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert found.features == MEGABYTES * 1000
    assert set(found.shapes) == {"P7", "P23999"}
    # The whole text is 27 MB, and parsed at once several times that.
    assert peak < 16 * 1024 * 1024


def test_what_grows_beyond_the_limit_is_refused_also_when_packed(tmp_path, monkeypatch):
    bomb = tmp_path / "bomb.geojson.gz"
    with gzip.open(bomb, "wb") as stream:
        for _n in range(64):
            stream.write(b" " * 1024 * 1024)
    assert bomb.stat().st_size < 200_000
    source = FeatureFile(bomb, most=16 * 1024 * 1024)
    with pytest.raises(Unusable) as caught:
        list(source.features())
    assert caught.value.problem.code == "too_large"
    assert "larger than 16 MB. Split it" in caught.value.problem.sentence("en")


def test_one_endless_part_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(features, "LARGEST_PART", 2 * 1024 * 1024)
    path = tmp_path / "p.json"
    path.write_text('{"type": "' + "x" * 6 * 1024 * 1024)
    with pytest.raises(Unusable) as caught:
        list(FeatureFile(path).features())
    assert caught.value.problem.code == "feature_too_large"


def test_an_endless_line_is_refused(tmp_path):
    path = tmp_path / "b.csv"
    path.write_bytes(b"id,start,end,place\nx," + b"1" * (sources.LONGEST_LINE + 10))
    with pytest.raises(Unusable) as caught:
        list(tables.read_table(path).rows)
    assert (caught.value.problem.code, caught.value.problem.line) == ("line_too_long", 2)


@pytest.mark.parametrize("size", [1, 2, 3, 7, 50, 1000])
def test_features_are_the_same_however_the_text_is_cut(tmp_path, monkeypatch, size):
    monkeypatch.setattr(sources, "CHUNK", size)
    monkeypatch.setattr(features, "CHUNK", size)
    drawn = [feature(n, "Point", [106.8, -6.2], properties={"n": f"é\n{n}"}) for n in range(9)]
    whole = {"name": [1, {"features": []}], **collection(*drawn), "count": 12}
    path = tmp_path / "p.json"
    path.write_text(json.dumps(whole, indent=1, ensure_ascii=False), encoding="utf-8")
    found = list(FeatureFile(path).features())
    assert [one for _line, one in found] == drawn
    text = path.read_text(encoding="utf-8").splitlines()
    assert [text[line - 1].strip() for line, _one in found] == ["{"] * 9
