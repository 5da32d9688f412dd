"""Neighbourhood units (RW): whose they are, which are one, and what a drawing touches."""

from __future__ import annotations

import json
import random
from itertools import permutations
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

import pytest
import shapely
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import box

from simpul.city.queries import city_book
from simpul.config.cli import main
from simpul.journal.queries import entries_for
from simpul.kit.actors import system_actor
from simpul.kit.geometry import Shape, metres, parse_geometry
from simpul.kit.outcomes import InvalidInput, NotAllowed
from simpul.places.actions.neighbourhoods import import_units
from simpul.places.models import NeighbourhoodUnit
from simpul.places.neighbourhoods.naming import Kelurahan
from simpul.places.neighbourhoods.reading import Columns, Unit, settled_keys
from simpul.places.units import unit_at, units_near

OPERATOR = system_actor("test")
SHARED = Path(__file__).parents[3] / "shared" / "data" / "jakarta"
REAL = SHARED / "rw_jakarta_2012.geojson.gz"


def square(west: float, south: float, size: float = 0.004) -> dict[str, Any]:
    return dict(shapely.geometry.mapping(box(west, south, west + size, south + size)))


def unit(number: object, geometry: object, **more: object) -> dict[str, Any]:
    own = {"KEC_NAME": "TANJUNG PRIOK", "KEL_NAME": "KEBON BAWANG", "RW": number, **more}
    return {"type": "Feature", "properties": own, "geometry": geometry}


ONE = unit("RW 01", square(106.884, -6.120))
TWO = unit("RW 02", square(106.888, -6.120))


def bring(folder: Path, *features: Any, name: str = "rw.geojson", **more: Any) -> Any:
    file = folder / name
    file.write_text(json.dumps({"type": "FeatureCollection", "features": list(features)}))
    return import_units(actor=more.pop("actor", OPERATOR), file=file, **more)


def keys() -> list[str]:
    return sorted(NeighbourhoodUnit.objects.filter(in_force=True).values_list("key", flat=True))


def codes(report: Any) -> list[tuple[str, str, int]]:
    return [(one.done, one.code, one.feature) for one in report.troubles]


@pytest.mark.usefixtures("jakarta")
def test_a_unit_has_the_official_code_and_name_of_its_kelurahan(tmp_path: Path) -> None:
    report = bring(tmp_path, ONE, TWO)
    assert (report.edition.new, report.unmatched, codes(report)) == (2, 0, [])
    row = NeighbourhoodUnit.objects.get(number=1)
    # Keputusan Mendagri 300.2.2-2430/2025: Kebon Bawang is 31.72.02.1005.
    assert (row.kelurahan, row.key) == ("31.72.02.1005", "31.72.02.1005-01")
    assert row.name == "RW 01 Kebon Bawang"


@pytest.mark.usefixtures("jakarta")
def test_a_unit_whose_outline_is_spoilt_stays_as_it_was(tmp_path: Path) -> None:
    bring(tmp_path, ONE, TWO)
    edition = bring(tmp_path, ONE, unit("RW 02", {"type": "Polygon", "coordinates": []})).edition
    assert (edition.same, edition.gone, edition.kept) == (1, 0, 1)
    assert keys() == ["31.72.02.1005-01", "31.72.02.1005-02"]


@pytest.mark.usefixtures("jakarta")
def test_brought_again_nothing_doubles_and_what_is_missing_is_out_of_force(tmp_path: Path) -> None:
    bring(tmp_path, ONE, TWO)
    ids = dict(NeighbourhoodUnit.objects.values_list("key", "pk"))
    again = bring(tmp_path, ONE, TWO).edition
    assert (again.new, again.changed, again.same, again.gone) == (0, 0, 2, 0)
    moved = bring(tmp_path, unit("RW 01", square(106.8841, -6.120))).edition
    assert (moved.new, moved.changed, moved.same, moved.gone) == (0, 1, 0, 1)
    assert keys() == ["31.72.02.1005-01"]
    back = bring(tmp_path, ONE, TWO).edition
    assert (back.new, back.changed, back.gone) == (0, 2, 0)
    assert dict(NeighbourhoodUnit.objects.values_list("key", "pk")) == ids
    assert len(list(entries_for("neighbourhoods:units"))) == 4


@pytest.mark.usefixtures("jakarta")
def test_parts_that_touch_are_one_unit_and_parts_apart_are_told_apart(tmp_path: Path) -> None:
    beside = unit("RW 1", square(106.888, -6.120))
    far = unit("RW01", square(106.900, -6.120))
    report = bring(tmp_path, ONE, beside, far, ONE)
    assert codes(report) == [
        ("repaired", "joined", 2),
        ("noted", "apart", 3),
        ("repaired", "joined", 4),
    ]
    assert keys() == ["31.72.02.1005-01", "31.72.02.1005-01/2"]
    first = unit_at(-6.118, 106.886)
    assert first and first == unit_at(-6.118, 106.890)
    second = unit_at(-6.118, 106.902)
    assert second and second.name == "RW 01 Kebon Bawang (2)"


@pytest.mark.usefixtures("jakarta")
def test_of_two_with_one_number_each_keeps_its_key_in_any_order(tmp_path: Path) -> None:
    far = unit("RW 01", square(106.900, -6.120))
    further = unit("RW 01", square(106.910, -6.120))
    bring(tmp_path, ONE, far, further)
    before = dict(NeighbourhoodUnit.objects.values_list("key", "extent"))
    for order in ([further, far, ONE], [far, further, ONE]):
        again = bring(tmp_path, *order).edition
        assert (again.new, again.changed, again.same, again.gone) == (0, 0, 3, 0)
        assert dict(NeighbourhoodUnit.objects.values_list("key", "extent")) == before
    # The source puts the number of one right: the others are who they were.
    bring(tmp_path, far, unit("RW 09", square(106.884, -6.120)), further)
    assert keys() == ["31.72.02.1005-01/2", "31.72.02.1005-01/3", "31.72.02.1005-09"]


@pytest.mark.usefixtures("jakarta")
def test_a_joined_unit_is_the_same_in_any_order_of_its_parts(tmp_path: Path) -> None:
    # Three in a row: the middle one brings the other two together.
    parts = [unit("RW 01", square(106.884 + 0.004 * step, -6.120)) for step in range(3)]
    bring(tmp_path, *parts)
    for order in permutations(parts):
        again = bring(tmp_path, *order).edition
        assert (again.new, again.changed, again.same, again.gone) == (0, 0, 1, 0)


@settings(max_examples=60, deadline=None)
@given(
    before=st.dictionaries(
        st.sampled_from(["k", "k/2", "k/3", "k/5"]), st.integers(0, 6), max_size=4
    ),
    places=st.lists(st.integers(0, 6), min_size=1, max_size=5, unique=True),
    shuffle=st.randoms(use_true_random=False),
)
def test_keys_are_unique_stay_with_their_place_and_ask_for_no_order(
    before: dict[str, int], places: list[int], shuffle: random.Random
) -> None:
    def at(place: int) -> shapely.Polygon:
        return box(place * 10, 0, place * 10 + 8, 8)

    def settled(order: list[int]) -> dict[int, str]:
        drawn = Shape(box(106, -6, 107, -5))
        units = [Unit("k", 1, Kelurahan("k", "K"), drawn, at(one), (1,)) for one in order]
        stored = {key: at(place) for key, place in before.items()}
        found = settled_keys("k", units, stored)
        return {int(one.plane.bounds[0] / 10): key for key, one in found}

    keys = settled(places)
    assert sorted(keys) == sorted(places)
    assert len(set(keys.values())) == len(places)
    for place, key in keys.items():
        lay_here = [old for old, where in before.items() if where == place]
        assert not lay_here or key in lay_here
    again = list(places)
    shuffle.shuffle(again)
    assert settled(again) == keys


@pytest.mark.usefixtures("jakarta")
def test_what_cannot_be_taken_is_refused_with_its_number_and_reason(tmp_path: Path) -> None:
    ring = square(106.884, -6.120)["coordinates"][0]
    eight = [[106.884, -6.12], [106.888, -6.116], [106.888, -6.12], [106.884, -6.116],
             [106.884, -6.12]]  # fmt: skip
    features = [
        unit("", square(106.884, -6.120)),
        unit("Kawasan Industri", square(106.884, -6.120)),
        unit("RW 03", {"type": "Polygon", "coordinates": [ring[:-1]]}),
        unit("RW 04", {"type": "Polygon", "coordinates": [[[y, x] for x, y in ring]]}),
        unit("RW 05", {"type": "Polygon", "coordinates": [[[700000, 9322000]] * 4]}),
        unit("RW 06", {"type": "LineString", "coordinates": ring}),
        unit("RW 07", square(110.0, -7.0)),
        unit("RW 08", None),
        {"type": "Feature", "properties": {"RW": "RW 1"}, "geometry": square(106.884, -6.12)},
        unit("RW 10", {"type": "Polygon", "coordinates": [eight]}),
        {**unit("RW 11", square(106.884, -6.12)), "crs": {"properties": {"name": "EPSG:32748"}}},
        unit("RW 0", square(106.884, -6.120)),
    ]
    report = bring(tmp_path, *features)
    assert codes(report) == [
        ("refused", "no_number", 1),
        ("refused", "no_number", 2),
        ("refused", "not_closed", 3),
        ("refused", "swapped_coordinates", 4),
        ("refused", "metres", 5),
        ("refused", "other_type", 6),
        ("refused", "outside_city", 7),
        ("refused", "other_type", 8),
        ("refused", "no_kelurahan", 9),
        ("repaired", "mended", 10),
        ("refused", "other_crs", 11),
        ("refused", "no_number", 12),
    ]
    assert keys() == ["31.72.02.1005-10"]
    mended = NeighbourhoodUnit.objects.get()
    assert shapely.from_wkb(bytes(mended.plane)).is_valid
    with pytest.raises(InvalidInput):
        bring(tmp_path, *features, all_or_nothing=True)


@pytest.mark.usefixtures("jakarta")
def test_a_like_name_of_the_same_kecamatan_is_meant_and_a_strange_one_is_kept(
    tmp_path: Path,
) -> None:
    papango = unit("RW 02", square(106.88, -6.125), KEL_NAME="PAPANGO")
    strange = unit("RW 03", square(106.87, -6.125), KEL_NAME="KAMPUNG BARU JAYA")
    report = bring(tmp_path, papango, strange)
    assert codes(report) == [("noted", "respelled", 1), ("noted", "unknown_kelurahan", 2)]
    assert report.unmatched == 1
    assert keys() == ["31.72.02.1003-02", "kampung-baru-jaya-03"]


@pytest.mark.usefixtures("jakarta")
def test_the_properties_can_be_named_and_the_official_code_wins(tmp_path: Path) -> None:
    feature = {
        "type": "Feature",
        "properties": {"no": 7, "desa_id": "31.71.06.1001", "kelurahan": "KEBON BAWANG"},
        "geometry": square(106.83, -6.19),
    }
    bring(tmp_path, feature, columns=Columns.named(number="No", code="DESA_ID"))
    assert keys() == ["31.71.06.1001-07"]


@pytest.mark.usefixtures("jakarta")
def test_what_a_drawing_touches_is_what_measuring_every_unit_finds(tmp_path: Path) -> None:
    pick = random.Random(7)
    features = [
        unit(number, square(106.86 + 0.005 * (number % 10), -6.15 + 0.005 * (number // 10)))
        for number in range(1, 100)
    ]
    bring(tmp_path, *features)
    plane = metres(city_book().settings.epsg)
    shapes = {
        f"rw:31.72.02.1005-{one['properties']['RW']:02d}": plane.plane(
            parse_geometry(one["geometry"])
        )
        for one in features
    }
    for _round in range(40):
        west, south = pick.uniform(106.85, 106.92), pick.uniform(-6.16, -6.09)
        asked = plane.plane(parse_geometry(square(west, south, pick.uniform(0.0001, 0.01))))
        within = pick.choice([0.0, 1.0, 120.0, 900.0])
        expected = sorted(code for code, one in shapes.items() if one.distance(asked) <= within)
        assert [where.code for where in units_near(asked, within)] == expected
    assert units_near(shapely.Point()) == []


@pytest.mark.usefixtures("jakarta")
def test_two_sources_that_know_one_unit_name_it_once(
    tmp_path: Path, django_assert_num_queries: Any
) -> None:
    bring(tmp_path, ONE)
    bring(tmp_path, ONE, TWO, source="newer survey")
    flat = metres(city_book().settings.epsg).plane(parse_geometry(ONE["geometry"]))
    with django_assert_num_queries(1):
        found = units_near(flat, 1)
    assert [(where.kind, where.code) for where in found] == [
        ("rw", "rw:31.72.02.1005-01"),
        ("rw", "rw:31.72.02.1005-02"),
    ]


@pytest.mark.usefixtures("jakarta")
def test_only_an_administrator_or_the_operator_brings_units(
    tmp_path: Path, dewi: Any, hadi: Any
) -> None:
    with pytest.raises(NotAllowed):
        bring(tmp_path, ONE, actor=dewi.actor)
    assert bring(tmp_path, ONE, actor=hadi.actor).edition.new == 1


@pytest.mark.usefixtures("jakarta")
def test_a_file_without_any_unit_is_refused_and_leaves_what_there_was(tmp_path: Path) -> None:
    bring(tmp_path, ONE)
    with pytest.raises(InvalidInput):
        bring(tmp_path, unit("", square(106.884, -6.12)))
    assert keys() == ["31.72.02.1005-01"]


@pytest.mark.skipif(not REAL.exists(), reason="the city's file is not in ../shared/data")
@pytest.mark.usefixtures("jakarta")
def test_the_city_s_own_file(capsys: pytest.CaptureFixture[str]) -> None:
    """2,685 features; 36 have no RW number (35 empty, one industrial estate)."""
    assert main(["neighbourhoods", "import", str(REAL), "--json"]) == 0
    first = json.loads(capsys.readouterr().out)
    counts = {(one["done"], one["code"]) for one in first["troubles"]}
    assert first["refused"] == 36
    assert ("repaired", "mended") in counts
    joined = sum(one["code"] == "joined" for one in first["troubles"])
    assert first["new"] == 2685 - 36 - joined
    assert main(["neighbourhoods", "import", str(REAL), "--json"]) == 0
    again = json.loads(capsys.readouterr().out)
    assert (again["new"], again["changed"], again["gone"]) == (0, 0, 0)
    assert again["same"] == first["new"]
    # A point of feature 2, RW 03 of Kebon Bawang.
    found = unit_at(-6.1195, 106.8860)
    assert found and found.name == "RW 03 Kebon Bawang"


@pytest.mark.database
@pytest.mark.django_db(transaction=True)
def test_two_imports_at_once_double_nothing(tmp_path: Path, jakarta: object) -> None:
    ready = Barrier(4)
    told: list[tuple[int, int, int]] = []

    def run(number: int) -> None:
        folder = tmp_path / str(number)
        folder.mkdir()
        try:
            ready.wait(20)
            edition = bring(folder, ONE, TWO, source="survey").edition
            told.append((edition.new, edition.same, edition.gone))
        finally:
            connection.close()

    threads = [Thread(target=run, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(told) == [(0, 2, 0), (0, 2, 0), (0, 2, 0), (2, 0, 0)]
    assert keys() == ["31.72.02.1005-01", "31.72.02.1005-02"]
