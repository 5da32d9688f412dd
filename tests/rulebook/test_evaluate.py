from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simpul.rulebook.conditions import holds
from simpul.rulebook.evaluate import evaluate
from simpul.rulebook.facts import FILMING_FACTS, FactProblem
from simpul.rulebook.index import REMEMBERED
from tests.rulebook.build import loose, table
from tests.rulebook.strategies import DAYS, SOME, rules, whole_facts

ON = date(2026, 12, 10)


def ids(rows):
    return [row.id for row in rows]


def test_every_row_that_matches_fires_in_the_order_of_the_file():
    rules_ = table(["exterior = yes", "people > 50", "always", "exterior = no"])
    result = evaluate(rules_, {"exterior": True, "people": 60}, ON)
    assert ids(result.fired) == ["R1", "R2", "R3"]
    assert result.complete and result.answer is None


def test_a_missing_fact_is_asked_for_never_guessed():
    rules_ = table(["exterior = yes and people > 50", "people > 10", "exterior = no"])
    result = evaluate(rules_, {"exterior": True}, ON)
    assert ids(result.fired) == []
    assert [(p.row.id, p.missing) for p in result.possible] == [
        ("R1", {"people"}),
        ("R2", {"people"}),
    ]
    assert result.missing == ("people",)
    assert [fact.question["en"] for fact in result.questions] == [
        "How many people are on location at the busiest time?"
    ]


def test_false_and_unknown_is_false():
    rules_ = table(["exterior = yes and people > 50"])
    result = evaluate(rules_, {"exterior": False}, ON)
    assert result.complete and not result.fired and not result.missing


def test_a_fact_given_as_none_is_not_known():
    result = evaluate(table(["exterior = yes"]), {"exterior": None}, ON)
    assert result.missing == ("exterior",)


def test_no_is_an_answer_and_so_is_nothing_of_the_kind():
    rules_ = table(["exterior = no", "traffic excludes escort"])
    result = evaluate(rules_, {"exterior": False, "traffic": frozenset()}, ON)
    assert ids(result.fired) == ["R1", "R2"]


def test_questions_come_in_the_order_of_the_list_of_facts():
    rules_ = table(["people > 5 and foreign_crew = yes and production_type = feature"])
    assert evaluate(rules_, {}, ON).missing == ("production_type", "foreign_crew", "people")


# --- one answer ------------------------------------------------------------------------------
SCALE = [
    "foreign_crew = yes",
    "foreign_crew = no and kecamatan_count >= 2",
    "foreign_crew = no and kecamatan_count <= 1",
]


@pytest.mark.parametrize(
    ("facts", "answer", "missing"),
    [
        ({"foreign_crew": True}, "R1", ()),
        ({"foreign_crew": False}, None, ("kecamatan_count",)),
        ({"foreign_crew": False, "kecamatan_count": 3}, "R2", ()),
        ({"kecamatan_count": 3}, None, ("foreign_crew",)),
        ({}, None, ("foreign_crew", "kecamatan_count")),
    ],
)
def test_one_answer_or_the_questions_that_lead_to_it(facts, answer, missing):
    result = evaluate(table(SCALE, hit="one"), facts, ON)
    assert (result.answer.id if result.answer else None) == answer
    assert result.missing == missing


def test_otherwise_waits_until_the_others_are_out():
    rules_ = table(["exterior = yes", "people > 50 and exterior = no", "otherwise"], hit="one")
    assert evaluate(rules_, {"exterior": False, "people": 3}, ON).answer.id == "R3"
    half = evaluate(rules_, {"exterior": False}, ON)
    assert half.answer is None
    assert [(p.row.id, p.missing) for p in half.possible] == [
        ("R2", {"people"}),
        ("R3", {"people"}),
    ]
    assert evaluate(rules_, {"exterior": True}, ON).answer.id == "R1"


def test_two_answers_at_once_are_never_passed_over():
    rules_ = loose(["exterior = yes", "people > 5"], hit="one")
    with pytest.raises(ValueError, match="R1, R2"):
        _ = evaluate(rules_, {"exterior": True, "people": 6}, ON).answer


# --- the strongest ---------------------------------------------------------------------------
TIER = {"hit": "strongest", "order": ["exempt", "low", "high"]}


def tier_rows():
    return [
        ("people <= 6", {"answer": "exempt"}),
        ("people > 6", {"answer": "low"}),
        ("activities includes pyro_explosion", {"answer": "high"}),
        ("exterior = yes", {"answer": "low"}),
    ]


def test_the_strongest_answer_counts_and_what_could_be_stronger_is_told():
    rules_ = table(tier_rows(), **TIER)
    result = evaluate(rules_, {"people": 3, "exterior": True}, ON)
    assert result.answer.id == "R4"
    assert ids(p.row for p in result.could_be_stronger) == ["R3"]
    whole = {"people": 3, "exterior": True, "activities": frozenset({"pyro_explosion"})}
    assert evaluate(rules_, whole, ON).answer.id == "R3"
    only = evaluate(rules_, {"activities": frozenset({"pyro_explosion"})}, ON)
    assert only.could_be_stronger == () and only.missing == ("people", "exterior")


def test_of_two_equally_strong_the_first_speaks():
    rules_ = table(tier_rows(), **TIER)
    assert evaluate(rules_, {"people": 9, "exterior": True}, ON).answer.id == "R2"


def test_without_a_match_there_is_no_tier():
    rules_ = table([("people > 6", {"answer": "low"})], gap="allowed", **TIER)
    assert evaluate(rules_, {"people": 3}, ON).answer is None


# --- days --------------------------------------------------------------------------------------
def test_only_rules_in_force_on_the_day_answer():
    rules_ = table(
        [
            ("always", {"valid_from": "2024-01-01", "valid_to": "2025-12-31"}),
            ("exterior = yes", {"valid_from": "2026-01-01"}),
        ]
    )
    facts = {"exterior": True}
    assert ids(evaluate(rules_, facts, date(2023, 12, 31)).fired) == []
    assert ids(evaluate(rules_, facts, date(2025, 12, 31)).fired) == ["R1"]
    assert ids(evaluate(rules_, facts, date(2026, 1, 1)).fired) == ["R2"]
    assert evaluate(rules_, {}, date(2025, 6, 1)).complete


# --- what cannot be a fact ---------------------------------------------------------------------
@pytest.mark.parametrize(
    ("when", "fact", "value", "code"),
    [
        ("people > 5", "people", "6", "wrong_type"),
        ("people > 5", "people", 6.0, "wrong_type"),
        ("people > 5", "people", -1, "negative"),
        ("people > 5", "people", Decimal("6.5"), "not_whole"),
        ("drone_height_m > 5", "drone_height_m", Decimal("NaN"), "wrong_type"),
        ("exterior = yes", "exterior", "yes", "wrong_type"),
        ("production_type = feature", "production_type", "fim", "unknown_choice"),
        ("traffic includes escort", "traffic", ["escort"], "wrong_type"),
        ("traffic includes escort", "traffic", frozenset({"closure"}), "unknown_choice"),
    ],
)
def test_a_value_that_is_no_such_fact_is_an_error_not_a_miss(when, fact, value, code):
    with pytest.raises(FactProblem) as caught:
        evaluate(table([when]), {fact: value}, ON)
    assert (caught.value.name, caught.value.code) == (fact, code)


def test_facts_are_checked_by_the_list():
    checked = FILMING_FACTS.check("spot_day", {"day_index": 2, "site": "L27", "commercial": None})
    assert checked == {"day_index": 2, "site": "L27"}
    assert FILMING_FACTS.check("application", {"traffic": ["escort"]}) == {
        "traffic": frozenset({"escort"})
    }
    with pytest.raises(FactProblem, match="unknown_fact"):
        FILMING_FACTS.check("application", {"day_index": 2})


# --- the index against the plain meaning -------------------------------------------------------
@given(
    st.lists(rules(), min_size=1, max_size=10),
    whole_facts(),
    st.sets(st.sampled_from([fact.name for fact in SOME])),
    DAYS,
)
def test_the_index_says_what_the_rows_say(whens, facts, hidden, on):
    rules_ = loose(whens)
    known = {name: value for name, value in facts.items() if name not in hidden}
    result = evaluate(rules_, known, on)
    fired, possible = [], []
    for row in rules_.rows:
        if not row.in_force(on):
            continue
        told = [holds(a, known[a.fact]) for a in row.condition.atoms if a.fact in known]
        unknown = {a.fact for a in row.condition.atoms} - set(known)
        if all(told):
            (possible.append((row.id, unknown)) if unknown else fired.append(row.id))
    assert ids(result.fired) == fired
    assert [(p.row.id, set(p.missing)) for p in result.possible] == possible


def test_many_different_values_do_not_grow_the_memory():
    rules_ = table(["people > 5"])
    for people in range(REMEMBERED + 10):
        assert bool(evaluate(rules_, {"people": people}, ON).fired) == (people > 5)
    assert all(len(masks) <= REMEMBERED for _name, masks, _mention in rules_.index.plan)
