"""A passport holds a closed list, is written in one way, and is read strictly."""

from __future__ import annotations

import copy
import json
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simpul.kit.packs import PackFolder, Problems
from simpul.network.passports.format import document, values
from simpul.network.passports.format.fields import FIELDS, KINDS, PERSONAL
from simpul.network.passports.format.mapping import fill
from simpul.network.passports.format.schema import schema
from simpul.network.passports.format.wording import pick_text, say
from simpul.network.sections.forms import FORMS, form_rows

SHARE = UUID("11111111-2222-4333-8444-555555555555")
AGREED = {"role": "owner", "given_at": "2026-11-23T03:04:05Z"}
MOMENT = datetime(2026, 11, 23, 3, 4, 5, tzinfo=UTC)
CHECKER = jsonschema_rs.validator_for(schema())

plain = st.text(st.characters(categories=["L", "N", "P", "Zs"]), min_size=1, max_size=40).filter(
    str.strip
)
languages = st.sampled_from(values.LANGUAGES)


def _value(field):
    code = st.sampled_from(sorted(field.choices)) if field.choices else st.nothing()
    countries = st.sampled_from(["ID", "KR", "HK", "NL"])
    contact = st.fixed_dictionaries({"name": plain}, optional={"phone": plain, "email": plain})
    return {
        "texts": st.dictionaries(languages, plain, min_size=1),
        "line": plain,
        "number": st.integers(0, field.most),
        "day": st.dates(date(2026, 1, 1), date(2030, 12, 31)).map(date.isoformat),
        "money": st.fixed_dictionaries(
            {
                "amount": st.decimals(0, 10**12, places=2).map(lambda d: f"{d:.2f}"),
                "currency": st.sampled_from(["IDR", "KRW"]),
            }
        ),
        "country": countries,
        "countries": st.lists(countries, min_size=1, unique=True),
        "code": code,
        "codes": st.lists(code, min_size=1, max_size=5, unique=True),
        "counts": st.dictionaries(code, st.integers(0, field.most), min_size=1),
        "names": st.lists(plain, min_size=1, max_size=3),
        "contacts": st.lists(contact, min_size=1, max_size=3),
    }[field.kind]


data = st.fixed_dictionaries({}, optional={n: _value(f) for n, f in FIELDS.items()}).filter(len)


def _made(found, **changes):
    whole = {
        "share": SHARE,
        "issued_at": MOMENT,
        "valid_until": date(2027, 1, 31),
        "purpose": "Survei lokasi di Busan",
        "language": "id",
        "giver": document.Party({"id": "Komisi Film Jakarta (contoh)"}, "ID"),
        "receiver": document.Party({"en": "Busan Film Commission"}, "KR"),
        "consent_at": MOMENT,
        "data": found,
    }
    return document.make(**{**whole, **changes})


def test_every_field_has_a_kind_that_is_read():
    assert {field.kind for field in FIELDS.values()} <= set(KINDS)
    assert {"producer", "producer_contact", "director", "manager", "manager_contact"} == PERSONAL


@given(data)
def test_what_is_written_is_read_again_and_the_schema_agrees(found):
    made = _made(found)
    again = document.read(json.loads(document.written(made)))
    assert again == made
    assert again["data"] == found
    assert CHECKER.is_valid(made)
    assert document.digest(again) == document.digest(made)


@given(data, st.sampled_from(sorted(FIELDS)), st.data())
def test_schema_and_reader_refuse_the_same_strange_values(found, name, more):
    made = _made(found)
    made["data"][name] = more.draw(
        st.sampled_from([None, [], {}, "", "  ", True, -1, 1.5, "x" * 6000, {"xx": "y"}, [""]])
    )
    try:
        document.read(made)
        taken = True
    except document.NotAPassport as wrong:
        assert list(wrong.errors) == [f"data.{name}"]
        taken = False
    assert CHECKER.is_valid(made) is taken


@pytest.mark.parametrize(
    ("where", "value", "place", "code"),
    [
        ("format", "other", "format", "unknown_format"),
        ("version", 2, "version", "unknown_version"),
        ("version", True, "version", "unknown_version"),
        ("share", "not-a-number", "share", "bad_value"),
        ("share", str(SHARE).upper().replace("1", "A"), "share", "bad_value"),
        ("valid_until", "2027-02-30", "valid_until", "bad_value"),
        ("issued_at", "2026-11-23 03:04", "issued_at", "bad_value"),
        ("purpose", "", "purpose", "empty"),
        ("purpose", "x" * 501, "purpose", "too_long"),
        ("purpose", "a\u202eb", "purpose", "hidden_character"),
        ("language", "xx", "language", "unknown_language"),
        ("consent", {**AGREED, "role": "viewer"}, "consent.role", "bad_value"),
        ("consent", None, "consent", "not_a_table"),
        ("data", {}, "data", "empty"),
        ("data", {"passport_scan": "x"}, "data.passport_scan", "unknown_field"),
        ("more", 1, "more", "unknown_field"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named(where, value, place, code):
    made = copy.deepcopy(_made({"kind": "feature"}))
    made[where] = value
    with pytest.raises(document.NotAPassport) as refused:
        document.read(made)
    assert refused.value.errors[place] == code


@pytest.mark.parametrize("given_", [None, [], "x", 1, {"format": "simpul-passport"}])
def test_what_is_no_document_is_refused(given_):
    with pytest.raises(document.NotAPassport):
        document.read(given_)


def test_a_document_of_too_many_bytes_is_refused():
    texts = dict.fromkeys(values.LANGUAGES, "가" * 5000)
    shorter = {"requests": 2000, "places": 1000}
    many = {n: {k: t[:most] for k, t in texts.items()} for n, most in shorter.items()}
    many["synopsis"] = texts
    with pytest.raises(document.NotAPassport) as refused:
        _made(many)
    assert refused.value.errors == {"": "too_large"}


def test_only_chosen_fields_are_taken():
    everything = {"title": {"id": "Judul"}, "budget": {"amount": "1", "currency": "IDR"}}
    assert document.chosen(everything, ["title", "crew"]) == {"title": {"id": "Judul"}}


def test_a_reader_gets_a_text_in_own_language_else_english_else_the_writers():
    texts = {"id": "halo", "en": "hello"}
    assert pick_text(texts, "ko", "id") == ("hello", "en")
    assert pick_text({"id": "halo", "ja": "x"}, "ko", "id") == ("halo", "id")
    assert pick_text(texts, "id", "en") == ("halo", "id")


def test_values_are_said_in_the_readers_language():
    assert say(FIELDS["shoot_from"], "2027-03-01", "id").text == "1 Maret 2027"
    assert say(FIELDS["countries"], ["ID", "KR"], "en").text == "Indonesia; South Korea"
    assert say(FIELDS["vehicles"], {"crane": 2}, "en").text == "2 × crane"
    money = {"amount": "1500000.50", "currency": "KRW"}
    assert say(FIELDS["budget"], money, "id").text == "KRW 1.500.000,50"


# --- forms of partners ------------------------------------------------------------------------
CITIES = Path(__file__).resolve().parents[2] / "cities"


@pytest.fixture(scope="module")
def forms():
    problems = Problems()
    found = FORMS.parse(PackFolder(CITIES / "busan"), problems)
    assert [one.text("en") for one in problems] == []
    return form_rows(found)


def test_busans_form_asks_what_its_page_lists(forms):
    # Research: company, producer, director, project (title, theme, genre, format), synopsis and
    # script in three copies, scene chart, schedule with the first scouting date, other requests.
    asked = [one.code for one in forms["kr-bfc"].fields]
    assert asked == [
        "company", "producer", "director", "title", "theme", "genre", "format", "synopsis",
        "script", "scene_chart", "schedule", "requests",
    ]  # fmt: skip
    assert "bfc.or.kr" in forms["kr-bfc"].sources["bfc-form"]["address"]


def test_forms_nobody_has_seen_say_so_and_ask_nothing(forms):
    for code in ("kr-acfm", "hk-hkfdc"):
        assert forms[code].known is False
        assert forms[code].fields == ()


def test_a_form_is_filled_only_from_what_is_shared_and_says_what_lacks(forms):
    shared = {"title": {"id": "Laut", "en": "Sea"}, "kind": "feature", "company_name": "PT Contoh"}
    rows = {
        one.field.code: one
        for one in fill(
            forms["kr-bfc"], shared, held=[*shared, "director"], language="en", own="id"
        )
    }
    assert rows["title"].said.lines == ("Sea",)
    assert rows["company"].said.lines == ("PT Contoh",)
    assert rows["company"].lacking == ("company_address", "company_phone", "company_email")
    assert rows["director"].why == "not_shared"
    assert rows["genre"].why == "not_filled"
    assert rows["script"].why == "not_held"
    assert all(row.said.lines == () for row in rows.values() if row.why)


def test_a_form_with_a_list_gets_its_own_words_and_no_others(forms):
    rows = fill(
        forms["hk-lane-closure"],
        {"activities": ["car_stunt", "fight_stunt", "uas_drone", "pyro_small"]},
        held=(),
        language="en",
    )
    scene = next(row for row in rows if row.field.code == "scene")
    # The form has no word for a drone; both stunts are one tick.
    assert scene.said.lines == ("Stunt", "Simple pyrotechnics")


BROKEN = """
[form]
code = "x"
partner = "X"
country = "XX"
name.id = "X"
known = true
language = "xx"
law = ""
source = "nowhere"
status = "sure"
valid_from = 2026-01-01
valid_to = ""
colour = "red"
[[source]]
id = "s"
title = "S"
address = "ftp://x"
date = "2026"
[[fields]]
code = "a"
label.id = "A"
label.en = "A"
takes = ["shoe_size", "activities"]
choices.swimming = "Swim"
[[fields]]
code = "a"
label.id = "A"
label.en = "A"
takes = []
"""


def test_everything_wrong_with_a_form_is_named_with_file_line_and_field(tmp_path):
    (tmp_path / "passports").mkdir()
    (tmp_path / "passports" / "x.toml").write_text(BROKEN)
    (tmp_path / "city.toml").write_text('passports_from = ["../../etc"]\n')
    problems = Problems()
    FORMS.parse(PackFolder(tmp_path), problems)
    found = {(one.field, one.code) for one in problems}
    assert found >= {
        ("name.en", "required"),
        ("language", "not_a_choice"),
        ("source", "unknown_code"),
        ("status", "unknown_status"),
        ("colour", "unknown_key"),
        ("address", "bad_value"),
        ("takes", "no_passport_field"),
        ("choices", "no_passport_choice"),
        ("code", "duplicate"),
        ("passports_from", "no_folder"),
    }
    assert all(one.line > 0 for one in problems)
    assert {one.file for one in problems} == {"passports/x.toml", "city.toml"}
    assert all(one.text("id") and one.text("en") for one in problems)


# --- what is written about it ---------------------------------------------------------------------
DOCS = Path(__file__).resolve().parents[2] / "docs" / "project-passport.md"


def test_the_example_of_the_documentation_is_a_passport_and_every_field_is_named():
    text = DOCS.read_text()
    example = json.loads(text.split("```json\n")[1].split("```")[0])
    assert document.read(example) == example
    named = text.split("### Fields")[1].split("Files (scripts")[0]
    assert {name for name in FIELDS if f"`{name}`" not in named} == set()
