"""Houses of worship, schools and hospitals out of a file, and those near a place."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import shapely
from django.db import IntegrityError, transaction

from simpul.city.queries import city_book
from simpul.config.cli import main
from simpul.journal.queries import entries_for
from simpul.kit.actors import system_actor
from simpul.kit.geometry import metres, parse_geometry
from simpul.kit.outcomes import InvalidInput, NotAllowed
from simpul.places.actions.quiet import import_quiet
from simpul.places.models import QuietSpot
from simpul.places.quiet import quiet_near

OPERATOR = system_actor("test")


def spot(
    key: object, kind: object = "mosque", at: Any = (106.8310, -6.1700), **more: object
) -> Any:
    own = {"id": key, "name": f"Place {key}", "kind": kind, **more}
    geometry = {"type": "Point", "coordinates": list(at)}
    return {"type": "Feature", "properties": own, "geometry": geometry}


def written(folder: Path, *features: Any) -> Path:
    file = folder / "quiet.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": list(features)}))
    return file


def bring(folder: Path, *features: Any, **more: Any) -> Any:
    file = written(folder, *features)
    return import_quiet(actor=more.pop("actor", OPERATOR), file=file, **more)


@pytest.mark.usefixtures("jakarta")
def test_brought_again_nothing_doubles_and_what_is_missing_is_near_nobody(tmp_path: Path) -> None:
    first, second = spot("a"), spot("b", "sekolah")
    bring(tmp_path, first, second)
    again = bring(tmp_path, first, second).edition
    assert (again.new, again.changed, again.same, again.gone) == (0, 0, 2, 0)
    renamed = bring(tmp_path, {**first, "properties": {**first["properties"], "name": "New"}})
    assert (renamed.edition.changed, renamed.edition.gone) == (1, 1)
    x, y = QuietSpot.objects.get(key="a").extent[:2]
    assert [(one.name["id"], one.kind) for one in quiet_near([(x, y, x, y)], 1)] == [
        ("New", "mosque")
    ]
    assert len(list(entries_for("quiet:places"))) == 3


@pytest.mark.usefixtures("jakarta")
def test_a_place_that_cannot_be_taken_now_stays_as_it_was(tmp_path: Path) -> None:
    bring(tmp_path, *map(spot, "abcd"))
    spoilt = spot("b", "cinema"), spot("c", at=(114.0, 22.3)), spot("d", at=(700000.0, 9322000.0))
    edition = bring(tmp_path, spot("a"), *spoilt).edition
    assert (edition.same, edition.gone, edition.kept) == (1, 0, 3)
    assert QuietSpot.objects.filter(in_force=True).count() == 4


@pytest.mark.usefixtures("jakarta")
def test_what_cannot_be_taken_is_refused_with_its_number_and_reason(tmp_path: Path) -> None:
    report = bring(
        tmp_path,
        spot("a"),
        spot("a"),
        spot("a", "school"),
        spot(None),
        spot("c", name=""),
        spot("d", "cinema"),
        spot("e", at=(-6.17, 106.83)),
        spot("f", at=(700000.0, 9322000.0)),
        spot("g", at=(114.0, 22.3)),
        spot("h", at=("106.8", "-6.1")),
    )
    assert [(one.done, one.code, one.feature) for one in report.troubles] == [
        ("noted", "twice", 2),
        ("refused", "different", 3),
        ("refused", "no_id", 4),
        ("refused", "no_name", 5),
        ("refused", "unknown_kind", 6),
        ("refused", "swapped_coordinates", 7),
        ("refused", "metres", 8),
        ("refused", "outside_city", 9),
        ("refused", "not_finite", 10),
    ]
    assert list(QuietSpot.objects.values_list("key", "kind")) == [("a", "mosque")]


@pytest.mark.usefixtures("jakarta")
def test_near_is_measured_from_box_to_box_on_the_city_s_plane(
    tmp_path: Path, django_assert_num_queries: Any
) -> None:
    bring(tmp_path, *(spot(f"s{n}", at=(106.80 + 0.005 * n, -6.2)) for n in range(20)))
    plane = metres(city_book().settings.epsg)
    here = plane.plane(parse_geometry({"type": "Point", "coordinates": [106.8, -6.2]}))
    for within in (0.0, 600.0, 1700.0):
        near = {
            row.key
            for row in QuietSpot.objects.all()
            if shapely.from_wkb(bytes(row.plane)).distance(here) <= within
        }
        with django_assert_num_queries(1):
            found = quiet_near([here.bounds], within)
        assert {one.name["en"].removeprefix("Place ") for one in found} == near


@pytest.mark.usefixtures("jakarta")
def test_only_an_administrator_or_the_operator_brings_them(
    tmp_path: Path, dewi: Any, hadi: Any
) -> None:
    with pytest.raises(NotAllowed):
        bring(tmp_path, spot("a"), actor=dewi.actor)
    assert bring(tmp_path, spot("a"), actor=hadi.actor).edition.new == 1


@pytest.mark.usefixtures("jakarta")
def test_the_command_says_what_it_did_and_all_or_nothing_loads_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = written(tmp_path, spot("a"), spot("b", "cinema"))
    assert main(["quiet", "import", str(file), "--all-or-nothing", "--language", "id"]) == 2
    assert "fitur ke-2" in "".join(capsys.readouterr())
    assert not QuietSpot.objects.exists()
    assert main(["quiet", "import", str(file), "--language", "id"]) == 0
    said = "".join(capsys.readouterr())
    assert "jenis cinema tidak dikenal" in said
    assert "1 baru, 0 berubah, 0 tetap, 0 tidak ada lagi." in said
    broken = tmp_path / "broken.geojson"
    broken.write_text('{"type": "FeatureCollection", "features": [')
    assert main(["quiet", "import", str(broken)]) == 2


@pytest.mark.usefixtures("jakarta")
@pytest.mark.database
def test_the_database_refuses_an_unknown_kind_and_a_place_twice(tmp_path: Path) -> None:
    bring(tmp_path, spot("a"))
    row = QuietSpot.objects.get()
    for change in ({"pk": None}, {"kind": "cinema"}):
        for name, value in change.items():
            setattr(row, name, value)
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save(force_insert=row.pk is None)
        row = QuietSpot.objects.get()


@pytest.mark.usefixtures("jakarta")
def test_a_file_without_any_place_leaves_what_there_was(tmp_path: Path) -> None:
    bring(tmp_path, spot("a"))
    with pytest.raises(InvalidInput) as refusal:
        bring(tmp_path, spot("b", "cinema"))
    # Whoever brings such a file reads what is wrong in it, not only that nothing is left.
    assert "cinema" in str(refusal.value)
    assert QuietSpot.objects.filter(in_force=True).count() == 1
