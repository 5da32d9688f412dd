"""What must hold of rows together: each can be true, one answers where one must, none missing."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simpul.rulebook import gaps
from simpul.rulebook.checks import Needs
from simpul.rulebook.conditions import holds, parse
from simpul.rulebook.gaps import find_gap
from tests.rulebook.build import codes, loose, read
from tests.rulebook.strategies import FACTS, conditions, whole_facts


def problems_of(*whens, **head):
    _table, problems = read(list(whens), **{"hit": "one", **head})
    return codes(problems)


def test_rows_that_share_no_case_do_not_overlap():
    assert problems_of("people <= 6", "people between 7..25", "people > 25") == []
    assert problems_of("exterior = yes", "exterior = no") == []
    assert problems_of("production_type = feature", "production_type != feature") == []
    assert problems_of("traffic includes escort", "traffic excludes escort") == []


@pytest.mark.parametrize(
    "whens",
    [
        ("people <= 6", "people >= 6"),
        ("people <= 6", "always"),
        ("people <= 6", "exterior = yes", "otherwise"),
        ("traffic includes escort", "traffic includes lane_closure", "otherwise"),
        ("traffic excludes escort", "traffic excludes lane_closure", "otherwise"),
        ("production_type not in feature|short", "production_type != feature", "otherwise"),
        ("drone_height_m > 120", "drone_height_m < 120.5", "otherwise"),
    ],
)
def test_rows_that_share_a_case_overlap(whens):
    assert [(line, code) for line, _field, code in problems_of(*whens)] == [(3, "overlap")]


def test_the_overlap_names_the_other_row_and_a_case():
    _table, problems = read(["people <= 6", "people between 6..9", "people > 9"], hit="one")
    (problem,) = problems
    assert problem.params == {"other": "R1", "line": 2, "example": "people = 6"}


def test_whole_numbers_leave_no_room_between_neighbours():
    assert problems_of("people <= 6", "people >= 7") == []
    assert problems_of("people < 6", "people > 5") == []
    gap = problems_of("drone_height_m <= 6", "drone_height_m >= 7")
    assert gap == [(3, "when", "gap")]


def test_rows_of_different_times_do_not_overlap():
    old = ("always", {"valid_to": "2024-12-31"})
    new = ("always", {"valid_from": "2025-01-01"})
    same_day = ("always", {"valid_from": "2024-12-31"})
    assert problems_of(old, new) == []
    assert [code for *_x, code in problems_of(old, same_day)] == ["overlap"]


@pytest.mark.parametrize(
    ("whens", "example"),
    [
        (["people <= 6", "people >= 8"], "people between 6..8"),
        (["exterior = yes"], "exterior = no"),
        (["production_type = feature"], "production_type not in feature"),
        (["people <= 6", "people > 6 and exterior = yes"], "people > 6 and exterior = no"),
        (["traffic includes escort|lane_closure"], "traffic excludes escort|lane_closure"),
    ],
)
def test_a_gap_is_shown_by_a_case(whens, example):
    _table, problems = read(whens, hit="one")
    (problem,) = problems
    assert (problem.code, problem.params["example"]) == ("gap", example)


def test_otherwise_leaves_no_gap_and_stands_last():
    assert problems_of("people <= 6", "otherwise") == []
    assert [c for *_x, c in problems_of("otherwise", "people <= 6")] == ["otherwise_not_last"]
    assert [c for *_x, c in problems_of("otherwise", "otherwise")] == ["overlap"]
    assert [c for *_x, c in problems_of("otherwise", hit="all")] == ["otherwise_not_one"]


def test_a_gap_may_be_allowed():
    assert problems_of("people <= 6", gap="allowed") == []


def test_where_the_strongest_counts_there_is_an_answer_too():
    head = {"hit": "strongest", "order": ["a1", "a2"]}
    assert problems_of("people <= 6", "exterior = yes", **head) == [(3, "when", "gap")]
    assert problems_of("people <= 6", "people > 5", **head) == []
    assert problems_of("people <= 6", hit="all") == []
    assert problems_of("people <= 6", hit="all", gap="error") == [(2, "when", "gap")]


def test_a_rule_that_ends_without_another_leaves_a_gap_from_the_next_day():
    _table, problems = read([("always", {"valid_to": "2026-12-31"})], hit="one")
    (problem,) = problems
    assert (problem.code, problem.params["since"]) == ("gap", "2027-01-01")


def test_gaps_before_the_table_is_said_to_be_complete_are_history():
    late = ("exterior = no", {"valid_from": "2025-01-01"})
    assert problems_of("exterior = yes", late) == []
    _table, problems = read(["exterior = yes", late], hit="one", complete_from="2024-06-01")
    assert [(p.code, p.params["since"]) for p in problems] == [("gap", "2024-06-01")]


def test_when_the_cases_are_too_many_the_table_must_say_so(monkeypatch):
    monkeypatch.setattr(gaps, "MOST_STEPS", 3)
    whens = ["people <= 6", "people > 6 and exterior = yes", "people > 6 and exterior = no"]
    assert problems_of(*whens) == [(4, "when", "gap_unproven")]


def test_an_empty_table_answers_nothing():
    assert problems_of() == [(1, "when", "gap")]


@pytest.mark.parametrize(
    ("when", "column"),
    [
        ("people > 6 and people < 3", 1),
        ("people > 5 and people < 6", 1),
        ("exterior = yes and exterior = no", 1),
        ("exterior = yes and people < 0", 20),
        ("production_type = feature and production_type = short", 1),
        ("exterior = yes and traffic includes all escort and traffic excludes escort", 20),
        ("traffic includes escort and traffic excludes escort|lane_closure", 1),
    ],
)
def test_a_row_that_can_never_hold_is_a_mistake(when, column):
    assert problems_of(when, hit="all") == [(2, f"when:{column}", "never_true")]


def test_the_same_rule_twice_is_a_mistake():
    same = {"answer": "x"}
    rows = [("exterior = yes and people > 3", same), ("people > 3 and exterior = yes", same)]
    assert problems_of(*rows, hit="all") == [(3, "when:1", "repeated_row")]
    other = [("exterior = yes", same), ("exterior = yes", {"answer": "y"})]
    assert problems_of(*other, hit="all") == []


def test_an_answer_outside_the_order_is_a_mistake():
    head = {"hit": "strongest", "order": ["low", "high"]}
    assert problems_of(("always", {"answer": "hihg"}), **head) == [(2, "answer", "unknown_outcome")]


# --- against trying every case -----------------------------------------------------------------
SLOW = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@SLOW
@given(st.lists(conditions(3), min_size=2, max_size=2), st.lists(whole_facts(), max_size=30))
def test_no_case_is_shared_by_rows_said_not_to_meet(whens, cases):
    needs = Needs(loose(whens, hit="one"))
    one, other = needs.rows
    example = needs.meeting(one, other)
    for facts in cases:
        both = all(holds(a, facts[a.fact]) for r in (one, other) for a in r.row.condition.atoms)
        assert not (both and example is None)
    scalars = [name for name in needs.cells if example and f"{name} " in example]
    if example not in (None, "always") and len(scalars) == len({*one.cells, *other.cells}):
        shown = [a for a in parse(example, FACTS).atoms if a.fact in scalars]
        for facts in cases:
            if all(holds(atom, facts[atom.fact]) for atom in shown):
                atoms = [*one.row.condition.atoms, *other.row.condition.atoms]
                assert all(holds(a, facts[a.fact]) for a in atoms if a.fact in scalars)


SMALL = ["exterior", "people", "production_type", "traffic"]
TRAFFIC = [
    frozenset(),
    frozenset({"lane_closure"}),
    frozenset({"full_closure"}),
    frozenset({"escort"}),
]
TRAFFIC += [a | b for a in TRAFFIC for b in TRAFFIC if len(a | b) == 2]
TRAFFIC += [frozenset({"lane_closure", "full_closure", "escort"})]
EVERY_CASE = [
    {"exterior": e, "people": p, "production_type": t, "traffic": f}
    for e, p, t, f in product(
        [True, False],
        range(15),
        ["feature", "short", "commercial", "student", "other"],
        sorted(set(TRAFFIC), key=sorted),
    )
]


@SLOW
@given(
    st.lists(
        conditions(2).filter(lambda c: {a.fact for a in parse(c, FACTS).atoms} <= set(SMALL)),
        min_size=1,
        max_size=6,
    )
)
def test_a_gap_is_found_exactly_when_a_case_has_no_row(whens):
    needs = Needs(loose(whens, hit="one"))
    found = find_gap(needs.cells, needs.rows)
    rows = [need.row.condition.atoms for need in needs.rows]
    missing = [
        case
        for case in EVERY_CASE
        if not any(all(holds(a, case[a.fact]) for a in atoms) for atoms in rows)
    ]
    assert (found is None) == (not missing)
