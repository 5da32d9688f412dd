"""An amendment as a difference: in words, and who must be asked again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.utils import translation

from simpul.city.book import CityBook
from simpul.permits.planning.difference import Touched, difference, touched
from simpul.permits.planning.facts import PlanFacts
from simpul.permits.planning.plan import Activity, Plan
from simpul.permits.planning.required import required

ON = date(2026, 11, 23)


@pytest.fixture
def effects(book: CityBook) -> Callable[[Plan, Plan], dict[str, str]]:
    """Authority -> what the amendment does to it."""

    def compare(old: Plan, new: Plan) -> dict[str, str]:
        before = required(PlanFacts(old, book), ON).clearances
        after = required(PlanFacts(new, book), ON).clearances
        found: tuple[Touched, ...] = touched(before, after)
        return {one.key.split(":")[0]: one.effect for one in found}

    return compare


@pytest.mark.parametrize("letter", list("abcde"))
def test_the_same_plan_has_no_difference_and_touches_nobody(
    flow: Callable[[str], Plan],
    effects: Callable[[Plan, Plan], dict[str, str]],
    letter: str,
) -> None:
    plan = flow(letter)
    assert difference(plan, plan) == ()
    assert set(effects(plan, plan).values()) == {"unchanged"}


def test_moving_the_blast_asks_only_those_who_judge_the_blast(
    flow: Callable[[str], Plan], effects: Callable[[Plan, Plan], dict[str, str]]
) -> None:
    plan = flow("e")
    assert plan.activities is not None
    blast = replace(plan.activities[0], dates=(date(2027, 2, 16),))
    new = replace(plan, activities=(blast, plan.activities[1]))
    found = effects(plan, new)
    again = {key for key, effect in found.items() if effect == "again"}
    # Explosives desk, fire service, and the unit of the ground on which it goes off.
    assert again == {"POLRI_HANDAK", "DAMKAR", "UPK_KOTATUA"}


def test_a_new_drone_asks_its_own_desks_and_nobody_else(
    flow: Callable[[str], Plan], effects: Callable[[Plan, Plan], dict[str, str]]
) -> None:
    plan = flow("a")
    drone = Activity(id="a1", code="uas_drone", spot="s1", dates=(date(2026, 12, 15),))
    found = effects(plan, replace(plan, activities=(drone,)))
    assert {key for key, effect in found.items() if effect == "new"} == {"DJPU_DRONE", "TNI_AIR"}
    assert found["POLSEK"] == "unchanged"


def test_what_is_no_longer_needed_lapses(
    flow: Callable[[str], Plan], effects: Callable[[Plan, Plan], dict[str, str]]
) -> None:
    plan = flow("d")
    found = effects(plan, replace(plan, traffic=()))
    assert {key for key, effect in found.items() if effect == "lapsed"} == {
        "POLRI_LANTAS",
        "DISHUB",
        "TRANSJAKARTA",
    }


def test_another_day_asks_police_and_place_but_not_the_title_register(
    flow: Callable[[str], Plan], effects: Callable[[Plan, Plan], dict[str, str]]
) -> None:
    plan = flow("b")
    as_catalogued = replace(plan.spots[0], exterior=None, public_place=None)
    plan = replace(plan, spots=(as_catalogued,))
    assert plan.days[0].on is not None
    moved = replace(plan.days[0], on=plan.days[0].on + timedelta(days=1))
    found = effects(plan, replace(plan, days=(moved, plan.days[1])))
    assert found["POLSEK"] == "again"
    assert found["PKJTIM"] == "again"
    assert found["KEMENBUD_TPPF"] == "unchanged"


def test_a_change_reads_as_a_sentence(flow: Callable[[str], Plan]) -> None:
    plan = flow("d")
    assert plan.traffic is not None
    wider = replace(plan.traffic[0], lanes=2)
    (change,) = difference(plan, replace(plan, traffic=(wider,)))
    assert (change.path, change.old, change.new) == ("traffic[0].lanes", "1", "2")
    assert str(change).endswith("1 → 2")


def test_a_moved_day_is_one_day_less_and_one_more(flow: Callable[[str], Plan]) -> None:
    plan = flow("a")
    moved = replace(plan.days[0], on=date(2026, 12, 16))
    added, removed = difference(plan, replace(plan, days=(moved,)))
    assert "16 December 2026" in added.new
    assert added.old == ""
    assert "15 December 2026" in removed.old
    assert removed.new == ""


def test_it_is_said_in_the_readers_language(flow: Callable[[str], Plan]) -> None:
    plan = flow("a")
    longer = replace(plan.days[0], people=12)
    with translation.override("id"):
        (change,) = difference(plan, replace(plan, days=(longer,)))
    assert "Desember" in change.label
    assert (change.old, change.new) == ("6", "12")
