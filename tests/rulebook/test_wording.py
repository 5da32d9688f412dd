from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given

from simpul.rulebook.conditions import parse
from simpul.rulebook.facts import FILMING_FACTS, SCOPES, FactType
from simpul.rulebook.wording import describe, describe_value
from tests.rulebook.strategies import FACTS, conditions

SPOT_DAY = FILMING_FACTS.in_scope("spot_day")
NAMES = {"PKJTIM": {"id": "Unit Pengelola TIM", "en": "TIM management unit"}}


@pytest.mark.parametrize(
    ("cell", "indonesian", "english"),
    [
        (
            "traffic includes lane_closure and bus_corridor = yes",
            "Ada lajur yang ditutup dan jalan memuat koridor bus",
            "Traffic measures include lane closure and the road carries a bus corridor",
        ),
        ("always", "Selalu", "Always"),
        ("otherwise", "Dalam hal lainnya", "In every other case"),
        (
            "people between 7..25",
            "Jumlah orang terbanyak sekaligus 7 sampai 25",
            "The number of people at the busiest time is between 7 and 25",
        ),
        ("people > 1500", "Jumlah orang terbanyak sekaligus lebih dari 1.500", None),
        ("foreign_crew = no", "Tidak ada pemain atau kru asing", None),
        ("foreign_crew != yes", "Tidak ada pemain atau kru asing", None),
        (
            "traffic includes escort|full_closure and night = no",
            "Ada pengawalan atau jalan yang ditutup penuh; dan tidak ada kegiatan antara "
            "pukul 22.00 dan 05.00",
            None,
        ),
        (
            "traffic includes all escort|full_closure",
            "Ada pengawalan dan jalan yang ditutup penuh",
            None,
        ),
        ("traffic excludes escort", "Tidak ada pengawalan", None),
        (
            "managers includes PKJTIM",
            "Lokasi dikelola Unit Pengelola TIM",
            "A place is managed by TIM management unit",
        ),
        ("drone_height_m > 120.5", "Ketinggian drone dalam meter lebih dari 120,5", None),
    ],
)
def test_a_condition_reads_as_a_sentence(cell, indonesian, english):
    condition = parse(cell, FACTS)
    assert describe(condition, "id", FACTS, NAMES) == indonesian
    if english:
        assert describe(condition, "en", FACTS, NAMES) == english


def test_a_tariffs_condition_reads_as_a_sentence():
    condition = parse("asset_class = tim and day_type = workday", SPOT_DAY)
    assert describe(condition, "id", SPOT_DAY) == (
        "Jenis aset adalah Taman Ismail Marzuki dan jenis hari adalah hari kerja"
    )


@given(conditions())
def test_every_condition_can_be_said_in_both_languages(cell):
    condition = parse(cell, FACTS)
    for language in ("id", "en"):
        sentence = describe(condition, language, FACTS)
        assert sentence and "{" not in sentence
        assert not any(name in sentence for name in FACTS if "_" in name)


def test_every_fact_has_its_words_in_both_languages():
    for fact in FILMING_FACTS:
        for texts in (fact.label, fact.question, *fact.choices.values()):
            assert texts["id"] and texts["en"], fact.name
        assert fact.question["id"].endswith("?") and fact.question["en"].endswith("?")
        if fact.type is FactType.BOOL:
            assert fact.negative["id"] and fact.negative["en"]
        if fact.type is FactType.SET:
            assert "{}" in fact.phrase["id"] and "{}" in fact.phrase_none["en"]


def test_the_list_of_facts_is_the_one_agreed():
    assert {scope: len(FILMING_FACTS.in_scope(scope)) for scope in SCOPES} == {
        "application": 49,
        "spot": 10,
        "spot_day": 16,
    }


@pytest.mark.parametrize(
    ("fact", "value", "words"),
    [
        ("exterior", True, "ya"),
        ("people", 1200, "1.200"),
        ("drone_height_m", Decimal("60.5"), "60,5"),
        ("production_type", "feature", "film panjang"),
        (
            "traffic",
            frozenset({"escort", "full_closure"}),
            "pengawalan dan jalan yang ditutup penuh",
        ),
        ("managers", frozenset({"PKJTIM"}), "Unit Pengelola TIM"),
    ],
)
def test_a_value_is_said_in_words(fact, value, words):
    assert describe_value(FACTS[fact], value, "id", NAMES) == words
