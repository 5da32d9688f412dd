"""Packs in the database: all or nothing, two people, tables that follow, commands."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

from simpul.city.actions import change_contact, import_boundaries, load_pack, publish_pack
from simpul.city.commands import areas_import, pack_check, pack_load
from simpul.city.models import Area, Authority
from simpul.city.queries import city_book
from simpul.journal.models import Entry
from simpul.kit.actors import PUBLIC, system_actor
from simpul.kit.outcomes import InvalidInput, NotAllowed, NotVisible, WrongState
from simpul.rulebook.models import DRAFT, Version
from tests.city.conftest import PACK

pytestmark = pytest.mark.django_db


@dataclass
class Heard:
    """An output that keeps what was said."""

    said: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    data: Any = None

    def say(self, text: str = "") -> None:
        self.said.append(text)

    def complain(self, text: str) -> None:
        self.complaints.append(text)

    def result(self, data: Any) -> None:
        self.data = data


def change(pack: Path, file: str, old: str, new: str) -> Path:
    text = (pack / file).read_text(encoding="utf-8")
    assert old in text
    (pack / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    return pack


def test_without_a_pack_there_is_no_book() -> None:
    with pytest.raises(WrongState):
        city_book()


def test_publication_brings_areas_authorities_and_sites(jakarta: Any) -> None:
    from simpul.places.models import Site

    assert Area.objects.filter(in_force=True).count() == 318
    assert Authority.objects.filter(in_force=True).count() == len(jakarta.authorities)
    assert Site.objects.filter(in_force=True).count() == 66
    assert Area.objects.get(code="31.71.06").parent_id == "31.71"


def test_the_book_is_kept_and_costs_one_question(jakarta: Any, assert_max_queries: Any) -> None:
    with assert_max_queries(1):
        assert city_book() is jakarta
    assert jakarta.version_id is not None
    with assert_max_queries(1):
        assert city_book(jakarta.version_id) is jakarta


def test_a_broken_pack_changes_nothing_in_force(jakarta: Any, pack: Path, hadi: Any) -> None:
    change(pack, "rules/levies.csv", "2200000", "2.2 juta")
    before = Version.objects.count(), Entry.objects.count()
    with pytest.raises(InvalidInput) as refused:
        load_pack(actor=hadi.actor, folder=pack)
    assert list(refused.value.errors) == ["rules/levies.csv"]
    assert (Version.objects.count(), Entry.objects.count()) == before
    assert city_book() is jakarta


def test_the_loader_cannot_publish_and_another_can(
    jakarta: Any, pack: Path, hadi: Any, make_person: Any
) -> None:
    change(pack, "rules/levies.csv", "2200000", "2400000")
    draft = load_pack(actor=hadi.actor, folder=pack)
    assert draft.state == DRAFT
    assert city_book() is jakarta
    with pytest.raises(NotAllowed):
        publish_pack(actor=hadi.actor, version_id=draft.pk)
    editor = make_person("Indah", roles=("legal_editor",), second_factor=True)
    publish_pack(actor=editor.actor, version_id=draft.pk)
    amount = city_book().tables["levies"].row("F01W").outcomes["amount"]
    assert int(amount.amount) == 2_400_000
    # What was decided under the old version still reads the old amount.
    kept = city_book(jakarta.version_id).tables["levies"].row("F01W").outcomes["amount"]
    assert int(kept.amount) == 2_200_000


def test_rows_that_leave_the_pack_stay_but_are_out_of_force(
    jakarta: Any, pack: Path, hadi: Any, eko: Any, make_person: Any
) -> None:
    change_contact(actor=hadi.actor, code="DISHUB", email="dishub@contoh.id")
    lines = (pack / "sites.csv").read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if not line.startswith("L65,")]
    (pack / "sites.csv").write_text("\n".join(kept) + "\n", encoding="utf-8")
    draft = load_pack(actor=hadi.actor, folder=pack)
    editor = make_person("Indah", roles=("legal_editor",), second_factor=True)
    publish_pack(actor=editor.actor, version_id=draft.pk)
    from simpul.places.models import Site

    assert not Site.objects.get(code="L65").in_force
    assert "L65" not in city_book().sites
    assert Authority.objects.get(code="DISHUB").contact_email == "dishub@contoh.id"


@pytest.mark.parametrize("name", ["ani", "dewi", "eko", "fajar", "gita"])
def test_only_editors_load_a_pack(name: str, request: Any) -> None:
    actor = request.getfixturevalue(name).actor
    with pytest.raises(NotAllowed):
        load_pack(actor=actor, folder=PACK)


def test_the_public_loads_nothing() -> None:
    with pytest.raises(NotAllowed):
        load_pack(actor=PUBLIC, folder=PACK)


# --- contacts ------------------------------------------------------------------------------
def test_a_contact_is_changed_by_who_may_and_recorded(
    jakarta: Any, hadi: Any, fajar: Any, make_person: Any
) -> None:
    with pytest.raises(NotVisible):
        change_contact(actor=fajar.actor, code="POLSEK", email="a@contoh.id")
    with pytest.raises(InvalidInput):
        change_contact(actor=hadi.actor, code="POLSEK", email="bukan alamat")
    with pytest.raises(NotVisible):
        change_contact(actor=hadi.actor, code="TIDAK_ADA", email="")
    head = make_person("Joko", desks={"POLSEK": "manage"})
    change_contact(actor=head.actor, code="POLSEK", email="polsek@contoh.id")
    entry = Entry.objects.get(subject="authority:POLSEK")
    assert entry.data == {"set": True}
    assert "contoh" not in json.dumps(entry.data)


# --- boundaries ----------------------------------------------------------------------------
SQUARE = {
    "type": "Polygon",
    "coordinates": [
        [[106.83, -6.20], [106.85, -6.20], [106.85, -6.18], [106.83, -6.18], [106.83, -6.20]]
    ],
}


def feature(code: str) -> dict[str, Any]:
    return {"type": "Feature", "properties": {"kode": code}, "geometry": SQUARE}


def test_an_import_makes_areas_exact_and_is_recorded(jakarta: Any, hadi: Any) -> None:
    assert city_book().areas.approximate
    data = {"type": "FeatureCollection", "features": [feature("31.71.06.1003"), feature("1")]}
    report = import_boundaries(actor=hadi.actor, data=data, source="uji")
    assert report.imported == 1
    assert len(report.without) == 266
    assert "unknown_area" in [note.code for note in report.notes]
    book = city_book()
    assert book is not jakarta
    hit = book.areas.locate(-6.19, 106.84)
    assert hit is not None
    assert not hit.approximate
    assert Entry.objects.filter(subject="areas:boundaries").count() == 1


def test_a_publication_keeps_the_imported_boundaries(
    jakarta: Any, hadi: Any, pack: Path, make_person: Any
) -> None:
    data = {"features": [feature("31.71.06.1003")]}
    import_boundaries(actor=hadi.actor, data=data, source="uji")
    change(pack, "city.toml", "16:00", "15:00")
    draft = load_pack(actor=hadi.actor, folder=pack)
    editor = make_person("Indah", roles=("legal_editor",), second_factor=True)
    publish_pack(actor=editor.actor, version_id=draft.pk)
    assert Area.objects.get(code="31.71.06.1003").boundary is not None
    assert not city_book().areas.approximate


@pytest.mark.parametrize("name", ["ani", "dewi", "fajar", "gita"])
def test_only_an_administrator_imports_boundaries(jakarta: Any, name: str, request: Any) -> None:
    actor = request.getfixturevalue(name).actor
    with pytest.raises(NotAllowed):
        import_boundaries(actor=actor, data={"features": [feature("31")]}, source="uji")


def test_boundaries_before_a_pack_are_refused() -> None:
    with pytest.raises(WrongState):
        import_boundaries(actor=system_actor("test"), data={"features": [1]}, source="uji")


def test_the_real_files_are_imported(jakarta: Any, boundaries: Callable[[str], Path]) -> None:
    for level, count in (("kab", 6), ("kec", 44), ("kel", 267)):
        heard = Heard()
        assert areas_import(boundaries(level), output=heard, language="id") == 0
        assert heard.data["imported"] == count
        assert heard.data["without"] == []
        if level == "kab":
            assert any("31.01: poligon rusak" in line for line in heard.said)
    assert not city_book().areas.approximate


# --- the command line ----------------------------------------------------------------------
def test_check_says_what_is_wrong_and_gives_the_status(pack: Path, tmp_path: Path) -> None:
    heard = Heard()
    assert pack_check(PACK, output=heard) == 0
    assert heard.data["ok"] is True
    change(pack, "laws.csv", ",confirmed,", ",pasti,")
    heard = Heard()
    with translation.override("en"):
        assert pack_check(pack, output=heard, language="en") == 2
    problem = heard.data["problems"][0]
    assert (problem["file"], problem["line"], problem["field"]) == ("laws.csv", 2, "status")
    assert heard.complaints[0].startswith("laws.csv:2 [status]: ")
    assert pack_check(tmp_path, output=Heard()) == 2


def test_load_makes_a_draft_and_nothing_when_it_is_in_force(jakarta: Any, pack: Path) -> None:
    heard = Heard()
    assert pack_load(PACK, output=heard) == 0
    assert heard.data["version"] == jakarta.version_id
    assert Version.objects.count() == 1
    change(pack, "city.toml", "16:00", "15:00")
    heard = Heard()
    assert pack_load(pack, output=heard) == 0
    assert heard.data["state"] == DRAFT
    assert city_book() is jakarta
    change(pack, "city.toml", "15:00", "99:00")
    assert pack_load(pack, output=Heard()) == 2


def test_import_refuses_what_is_no_geojson(jakarta: Any, tmp_path: Path) -> None:
    wrong = tmp_path / "x.geojson"
    assert areas_import(wrong, output=Heard()) == 2
    for content in (b"", b"{", b"[1]", b'{"features": []}', "é".encode("latin-1"), b"[" * 100_000):
        wrong.write_bytes(content)
        assert areas_import(wrong, output=Heard()) == 2
