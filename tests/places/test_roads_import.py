"""Roads and bus lines in the database: brought again without doubling, found in an instant."""

from __future__ import annotations

import json
import statistics
import time
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from simpul.config.cli import main
from simpul.journal.queries import entries_for
from simpul.kit.actors import Actor, system_actor
from simpul.kit.geometry import parse_geometry
from simpul.kit.outcomes import InvalidInput, NotAllowed, WrongState
from simpul.places.actions.gtfs import import_feed
from simpul.places.actions.roads import import_roads
from simpul.places.closures import closure_of, drawn_stretches, lines_touched, streets_near
from simpul.places.models import BusFeed, BusRoute, BusShape, BusStop, Street
from tests.places.gtfs_files import TABLES, feed, with_line

OPERATOR = system_actor("test")
SHARED = Path(__file__).parents[3] / "shared" / "data" / "jakarta"
THAMRIN = [[106.8231, -6.1950], [106.8231, -6.1800]]


def roads_file(folder: Path, *roads: dict[str, Any], name: str = "roads.geojson") -> Path:
    file = folder / name
    features = [
        {
            "type": "Feature",
            "properties": {key: value for key, value in road.items() if key != "line"},
            "geometry": {"type": "LineString", "coordinates": road["line"]},
        }
        for road in roads
    ]
    file.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return file


AVENUE = {"id": "th", "NAME": "MH Thamrin", "TYPE": "primary", "LANES": 4, "ONEWAY": "yes",
          "line": THAMRIN}  # fmt: skip
SIDE = {"id": "side", "NAME": "Kebon Sirih", "line": [[106.8200, -6.1850], [106.8300, -6.1850]]}


def bring(folder: Path, *roads: dict[str, Any], actor: Actor = OPERATOR, **more: Any) -> Any:
    return import_roads(actor=actor, file=roads_file(folder, *roads), **more)


@pytest.mark.usefixtures("jakarta")
def test_brought_again_nothing_doubles_and_what_differs_follows(tmp_path: Path) -> None:
    first = bring(tmp_path, AVENUE, SIDE).edition
    assert (first.new, first.changed, first.same, first.gone) == (2, 0, 0, 0)
    keys = dict(Street.objects.values_list("key", "pk"))
    again = bring(tmp_path, AVENUE, SIDE).edition
    assert (again.new, again.changed, again.same, again.gone) == (0, 0, 2, 0)
    changed = bring(tmp_path, {**AVENUE, "LANES": 5}).edition
    assert (changed.new, changed.changed, changed.same, changed.gone) == (0, 1, 0, 1)
    assert Street.objects.get(key="th").lanes == 5
    assert not Street.objects.get(key="side").in_force
    back = bring(tmp_path, AVENUE, SIDE).edition
    assert (back.new, back.changed, back.gone) == (0, 2, 0)
    # A street keeps its key for ever: grounds and holds point to it.
    assert dict(Street.objects.values_list("key", "pk")) == keys
    assert len(list(entries_for("streets:roads"))) == 4


@pytest.mark.usefixtures("jakarta")
def test_another_source_leaves_the_first_alone(tmp_path: Path) -> None:
    bring(tmp_path, AVENUE)
    bring(tmp_path, SIDE, source="another survey")
    assert Street.objects.filter(in_force=True).count() == 2


@pytest.mark.usefixtures("jakarta")
def test_all_or_nothing_loads_nothing_when_something_is_refused(tmp_path: Path) -> None:
    bad = {"id": "bad", "line": [[-6.2, 106.8], [-6.1, 106.8]]}
    with pytest.raises(InvalidInput) as refusal:
        bring(tmp_path, AVENUE, bad, all_or_nothing=True)
    assert "fitur ke-2" in str(refusal.value)
    assert not Street.objects.exists()
    assert bring(tmp_path, AVENUE, bad).edition.new == 1


@pytest.mark.usefixtures("jakarta")
@pytest.mark.parametrize(
    "line",
    [
        [[106.8200, -6.1850], [106.8200, -6.1850]],
        [[-6.1850, 106.8200], [-6.1850, 106.8300]],
        [[114.1, 22.3], [114.2, 22.3]],
        [[700000.0, 9322000.0], [700900.0, 9322000.0]],
        "nonsense",
    ],
    ids=["no length", "swapped", "far away", "metres", "no line"],
)
def test_a_road_that_cannot_be_taken_stays_as_it_was_and_that_is_told(
    tmp_path: Path, line: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    bring(tmp_path, AVENUE, SIDE)
    file = roads_file(tmp_path, {**AVENUE, "LANES": 5}, {**SIDE, "line": line})
    assert main(["roads", "import", str(file), "--language", "en"]) == 0
    said = capsys.readouterr().out
    assert "0 new, 1 changed, 0 as before, 0 no longer there." in said
    assert "Refused now, so left as known before: 1." in said
    former = Street.objects.get(key="side")
    assert (former.in_force, former.name) == (True, "Kebon Sirih")
    # What the file does not hold at all is gone, as ever.
    assert bring(tmp_path, AVENUE).edition.gone == 1


@pytest.mark.usefixtures("jakarta")
def test_all_parts_of_a_road_that_cannot_be_taken_stay(tmp_path: Path) -> None:
    far = [[106.84, -6.19], [106.85, -6.19]]
    parts = {"type": "MultiLineString", "coordinates": [SIDE["line"], far]}
    file = roads_file(tmp_path, AVENUE, SIDE)
    made = json.loads(file.read_text())
    made["features"][1]["geometry"] = parts
    file.write_text(json.dumps(made))
    import_roads(actor=OPERATOR, file=file)
    bring(tmp_path, AVENUE, {**SIDE, "line": [[0, 0], [1, 1]]})
    assert set(Street.objects.filter(in_force=True).values_list("key", flat=True)) == {
        "th", "side/1", "side/2",
    }  # fmt: skip


@pytest.mark.usefixtures("jakarta")
def test_only_an_administrator_or_the_operator_brings_data(
    tmp_path: Path, dewi: Any, hadi: Any
) -> None:
    with pytest.raises(NotAllowed):
        bring(tmp_path, AVENUE, actor=dewi.actor)
    with pytest.raises(NotAllowed):
        import_feed(actor=dewi.actor, file=feed(tmp_path))
    assert bring(tmp_path, AVENUE, actor=hadi.actor).edition.new == 1


@pytest.mark.django_db
def test_before_a_pack_is_in_force_there_is_no_plane_to_measure_on(tmp_path: Path) -> None:
    with pytest.raises(WrongState):
        bring(tmp_path, AVENUE)


@pytest.mark.usefixtures("jakarta")
@pytest.mark.database
def test_the_database_refuses_a_street_twice_and_two_feeds_in_force(tmp_path: Path) -> None:
    bring(tmp_path, AVENUE)
    street = Street.objects.get()
    street.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        street.save(force_insert=True)
    BusFeed.objects.create(source="a", digest="a")
    with pytest.raises(IntegrityError), transaction.atomic():
        BusFeed.objects.create(source="b", digest="b")


# --- bus feeds --------------------------------------------------------------------------------
@pytest.mark.usefixtures("jakarta")
def test_a_new_feed_takes_the_place_of_the_old_one_whole(tmp_path: Path) -> None:
    first = import_feed(actor=OPERATOR, file=feed(tmp_path), corridors=frozenset({"1"}))
    assert first.feed.counts == {"lines": 2, "ways": 3, "stops": 4, "refused": 0}
    again = import_feed(actor=OPERATOR, file=feed(tmp_path))
    assert again.same
    assert BusFeed.objects.count() == 1
    fewer = {"stops.txt": TABLES["stops.txt"].replace("s4,Tosari,-6.1950,106.8300\n", "")}
    second = import_feed(actor=OPERATOR, file=feed(tmp_path, fewer))
    assert not second.same
    assert BusFeed.objects.get(in_force=True) == second.feed
    assert BusFeed.objects.count() == 2
    assert (BusStop.objects.count(), BusRoute.objects.count()) == (3, 2)
    # Which lines are busways was said once and holds for the next feed too.
    assert BusRoute.objects.get(short_name="1").corridor is True


@pytest.mark.usefixtures("jakarta")
def test_a_feed_that_is_refused_leaves_the_one_in_force_as_it_is(tmp_path: Path) -> None:
    before = import_feed(actor=OPERATOR, file=feed(tmp_path)).feed
    broken = feed(tmp_path, with_line("stop_times.txt", "t9,,,s1,1"))
    with pytest.raises(InvalidInput):
        import_feed(actor=OPERATOR, file=broken, all_or_nothing=True)
    assert BusFeed.objects.get(in_force=True) == before
    assert BusShape.objects.count() == 3


# --- closures ---------------------------------------------------------------------------------
@pytest.mark.usefixtures("jakarta")
def test_a_closure_says_what_it_takes(tmp_path: Path, assert_max_queries: Any) -> None:
    bring(tmp_path, AVENUE, SIDE)
    import_feed(actor=OPERATOR, file=feed(tmp_path), corridors=frozenset({"1"}))
    line = {"type": "LineString", "coordinates": [[106.82315, -6.1940], [106.82312, -6.1870]]}
    drawn = parse_geometry(line)
    closure_of(drawn)
    with assert_max_queries(7):
        facts = closure_of(drawn)
    # 0.007 degrees of latitude are 774 m here.
    assert facts.length_m == pytest.approx(774, abs=8)
    assert (facts.lanes, facts.street_names, facts.directions) == (4, ("MH Thamrin",), ("with",))
    assert facts.unmatched_m == 0
    assert [(one.short_name, one.corridor, one.directions) for one in facts.bus_lines] == [
        ("1", True, (0, 1))
    ]
    assert facts.bus_lines[0].along_m == pytest.approx(774, abs=20)
    assert [(stop.name, stop.lines) for stop in facts.bus_stops] == [("Sarinah", ("1",))]
    (stretch,) = drawn_stretches(facts.stretches)
    assert stretch.box[1] == pytest.approx(-6.1940, abs=1e-4)


@pytest.mark.usefixtures("jakarta")
def test_without_imports_nothing_is_known_and_that_is_said() -> None:
    facts = closure_of(parse_geometry({"type": "LineString", "coordinates": THAMRIN}))
    assert (facts.has_streets, facts.has_feed, facts.feed_until) == (False, False, None)
    assert (facts.length_m, facts.bus_lines) == (0, ())


@pytest.mark.usefixtures("jakarta")
def test_the_verbs_speak_and_give_their_status(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = roads_file(tmp_path, AVENUE, {"id": "bad", "line": [[0, 0], [1, 1]]})
    assert main(["roads", "import", str(file), "--language", "id"]) == 0
    said = capsys.readouterr()
    assert "1 baru, 0 berubah" in said.out
    assert "fitur ke-2" in said.err
    assert main(["gtfs", "import", str(feed(tmp_path)), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["lines"] == 2
    missing = str(tmp_path / "none.zip")
    assert main(["gtfs", "import", missing, "--language", "en"]) == 2
    assert "cannot be opened" in capsys.readouterr().err
    assert main(["gtfs", "import", str(file), "--language", "en"]) == 2
    assert main(["gtfs", "import", str(feed(tmp_path)), "--corridors", "a-b"]) == 2


# --- the real city ----------------------------------------------------------------------------
@pytest.mark.usefixtures("jakarta")
@pytest.mark.slow
def test_a_closure_of_thamrin_in_the_real_city(record_property: Any) -> None:
    """Roads of 2012 and buses of 2021: Jalan M.H. Thamrin from the roundabout to Sarinah."""
    roads, buses = (
        SHARED / "osm_roads_jakarta_2012.geojson.gz",
        SHARED / "transjakarta_gtfs_2021.zip",
    )
    if not roads.exists() or not buses.exists():
        pytest.skip("the shared data folder has no roads or no buses")
    report = import_roads(actor=OPERATOR, file=roads)
    # 18,574 features: one without length, one there twice.
    assert (report.edition.new, report.troubles.count("refused")) == (18572, 1)
    import_feed(actor=OPERATOR, file=buses, corridors=frozenset(map(str, range(1, 14))))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    avenue = Street.objects.filter(name="MH Thamrin", oneway="with").order_by("-length_m")[0]
    facts = closure_of(parse_geometry(avenue.geometry))
    assert facts.length_m == pytest.approx(avenue.length_m, abs=2)
    assert facts.street_names == ("MH Thamrin",)
    along = {one.short_name for one in facts.bus_lines if one.along_m > 500}
    assert {"1", "6A", "6B", "1P"} <= along
    assert next(one.short_name for one in facts.bus_lines if one.corridor) == "1"
    assert {"Sarinah", "Bundaran HI"} <= {stop.name for stop in facts.bus_stops}
    sample = Street.objects.filter(length_m__range=(100, 1000))[::300]
    times = []
    for street in sample:
        drawn = parse_geometry(street.geometry)
        begin = time.process_time()
        found = closure_of(drawn)
        times.append(time.process_time() - begin)
        assert found.length_m == pytest.approx(street.length_m, rel=0.12, abs=15), street
        assert street.pk in {one.street.id for one in found.stretches}
    assert statistics.median(times) < 0.05


@pytest.mark.usefixtures("jakarta")
def test_near_is_what_lies_within_so_many_metres(tmp_path: Path) -> None:
    bring(tmp_path, AVENUE, SIDE)
    import_feed(actor=OPERATOR, file=feed(tmp_path))
    # 33 m east of the avenue, 550 m south of the side street.
    point = parse_geometry({"type": "Point", "coordinates": [106.8234, -6.1900]})
    assert [one.name for one in streets_near(point, 20)] == []
    assert [one.name for one in streets_near(point, 50)] == ["MH Thamrin"]
    lines, stops = lines_touched(point, 50)
    assert ([one.short_name for one in lines], stops) == (["1"], ())
