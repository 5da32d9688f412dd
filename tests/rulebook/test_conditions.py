from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simpul.rulebook.conditions import Atom, Condition, ConditionProblem, holds, parse, write
from simpul.rulebook.facts import FILMING_FACTS, Fact, FactType
from tests.rulebook.strategies import FACTS, conditions

DAY = Fact("opened", FactType.DATE, "application", {}, {"id": "hari buka", "en": "the opening"})
KNOWN = {**FACTS, "opened": DAY}


@pytest.mark.parametrize(
    ("cell", "op", "values"),
    [
        ("foreign_crew = yes", "=", (True,)),
        ("foreign_crew != no", "!=", (False,)),
        ("people=5", "=", (5,)),
        ("people >= 5", ">=", (5,)),
        ("people>5", ">", (5,)),
        ("people <= 5", "<=", (5,)),
        ("people < 5", "<", (5,)),
        ("people in 1|2|3", "in", (1, 2, 3)),
        ("people not in 1 | 2", "not in", (1, 2)),
        ("people not   in 1", "not in", (1,)),
        ("people between 7..25", "between", (7, 25)),
        ("drone_height_m > 120.5", ">", (Decimal("120.5"),)),
        ("drone_height_m = 120.0", "=", (120,)),
        ("production_type = feature", "=", ("feature",)),
        ("production_type not in feature|short", "not in", ("feature", "short")),
        (
            "traffic includes lane_closure|full_closure",
            "includes",
            ("lane_closure", "full_closure"),
        ),
        ("traffic includes all lane_closure", "includes all", ("lane_closure",)),
        ("traffic excludes escort", "excludes", ("escort",)),
        ("managers includes PKJTIM", "includes", ("PKJTIM",)),
        ("opened >= 2026-12-10", ">=", (date(2026, 12, 10),)),
        (
            "opened between 2026-12-10..2026-12-11",
            "between",
            (date(2026, 12, 10), date(2026, 12, 11)),
        ),
    ],
)
def test_every_form_of_the_grammar_is_read(cell, op, values):
    (atom,) = parse(cell, KNOWN).atoms
    assert (atom.op, atom.values, atom.column) == (op, values, 1)


@pytest.mark.parametrize(
    ("cell", "flaws"),
    [
        ("", [(1, "empty_condition")]),
        ("  ", [(1, "empty_condition")]),
        ("people", [(1, "unreadable_condition")]),
        ("people > > 5", [(10, "not_whole")]),
        ("people >", [(9, "no_value")]),
        ("people 5", [(1, "unreadable_condition")]),
        ("people = 5 or people = 6", [(10, "not_whole")]),
        ("people = 5 and", [(15, "unreadable_condition")]),
        ("and people = 5", [(1, "unreadable_condition")]),
        ("people = 5 and and exterior = yes", [(16, "unreadable_condition")]),
        ("raod_use = yes", [(1, "unknown_fact")]),
        ("day_type = offday", [(1, "unknown_fact")]),  # of another scope
        ("exterior = yes and raod_use = yes", [(20, "unknown_fact")]),
        ("exterior = maybe", [(12, "not_bool")]),
        ("exterior = true", [(12, "not_bool")]),
        ("exterior > no", [(10, "wrong_operator")]),
        ("people includes 5", [(8, "wrong_operator")]),
        ("traffic = lane_closure", [(9, "wrong_operator")]),
        ("traffic in lane_closure", [(9, "wrong_operator")]),
        ("people = five", [(10, "not_whole")]),
        ("people = -5", [(10, "not_whole")]),
        ("people = 5.5", [(10, "not_whole")]),
        ("drone_height_m > 1,5", [(18, "not_number")]),
        ("drone_height_m > 1e3", [(18, "not_number")]),
        ("people between 5", [(16, "not_a_range")]),
        ("people between 5..", [(19, "no_value")]),
        ("people between 1..2..3", [(16, "not_a_range")]),
        ("people between 9..5", [(16, "range_backwards")]),
        ("people in 1|2|1", [(15, "value_twice")]),
        ("people in 1||2", [(13, "no_value")]),
        ("production_type = featur", [(19, "unknown_choice")]),
        ("production_type in feature|fim|short", [(28, "unknown_choice")]),
        ("activities includes drone", [(21, "unknown_choice")]),
        ("opened = 2026-02-30", [(10, "not_date")]),
        ("opened = 10/12/2026", [(10, "not_date")]),
        ("always and people = 5", [(1, "unreadable_condition")]),
        ("Always", [(1, "unreadable_condition")]),
        ("people = x and exterior = y", [(10, "not_whole"), (27, "not_bool")]),
    ],
)
def test_what_is_not_the_grammar_is_refused_at_its_character(cell, flaws):
    with pytest.raises(ConditionProblem) as caught:
        parse(cell, KNOWN)
    assert [(flaw.column, flaw.code) for flaw in caught.value.flaws] == flaws


def test_the_packs_codes_close_an_open_choice():
    spot = FILMING_FACTS.in_scope("spot")
    codes = {"manager": {"PKJTIM", "DISTAMHUT"}}
    assert parse("manager = PKJTIM", spot, codes)
    assert parse("manager = ANYBODY", spot)
    with pytest.raises(ConditionProblem) as caught:
        parse("manager in PKJTIM|NOBODY", spot, codes)
    assert [(f.column, f.code) for f in caught.value.flaws] == [(19, "unknown_choice")]


def test_always_and_otherwise_stand_alone():
    assert parse(" always ", KNOWN) == Condition()
    assert parse("otherwise", KNOWN) == Condition(otherwise=True)
    assert write(Condition()) == "always"
    assert write(Condition(otherwise=True)) == "otherwise"


@given(conditions())
def test_a_condition_written_and_read_again_is_the_same(cell):
    assert write(parse(cell, FACTS)) == cell


@given(st.text("peol =<>!in|.andnotbetw5 ", max_size=40))
def test_any_text_is_either_read_or_refused_inside_the_cell(cell):
    try:
        condition = parse(cell, FACTS)
    except ConditionProblem as problem:
        assert problem.flaws
        assert all(1 <= flaw.column <= len(cell) + 1 for flaw in problem.flaws)
    else:
        assert write(parse(write(condition), FACTS)) == write(condition)


@pytest.mark.parametrize(
    ("cell", "value", "true"),
    [
        ("people between 7..25", 7, True),
        ("people between 7..25", 25, True),
        ("people between 7..25", 26, False),
        ("people > 250", 250, False),
        ("drone_height_m > 120", Decimal("120.01"), True),
        ("traffic includes lane_closure|escort", frozenset({"escort"}), True),
        ("traffic includes all lane_closure|escort", frozenset({"escort"}), False),
        ("traffic excludes lane_closure|escort", frozenset(), True),
        ("traffic includes lane_closure", frozenset(), False),
        ("opened < 2026-12-10", date(2026, 12, 9), True),
    ],
)
def test_an_atom_holds_as_it_reads(cell, value, true):
    assert holds(parse(cell, KNOWN).atoms[0], value) is true


def test_an_unknown_operator_never_passes():
    with pytest.raises(ValueError, match="operator"):
        holds(Atom("people", "~", (5,), 1), 5)
