"""The checker finds every kind of fault that is planted, and no other."""

from __future__ import annotations

import json
from typing import Any

import pytest

from simpul.market import words
from simpul.market.timetable.checking import check
from simpul.market.timetable.problem import gaps
from simpul.market.timetable.reading import read_market

MARKET: dict[str, Any] = {
    "slots": [
        {"id": "9", "half": "morning"},
        {"id": "10", "half": "morning"},
        {"id": "11", "half": "morning", "tables": 1},
        {"id": "14", "half": "afternoon"},
        {"id": "15", "half": "afternoon"},
    ],
    "tables": 2,
    "fairness": 0,
    "participants": ["ani", "budi", "cici", {"id": "dedi", "unavailable": ["14"]}],
    "meetings": [
        {"id": "1", "between": ["ani", "budi"], "fixed": "9"},
        {"id": "2", "between": ["cici", "dedi"], "half": "morning"},
        {"id": "3", "between": ["ani", "cici"], "after": ["1"], "slots": ["10", "14"]},
        {"id": "4", "between": ["budi", "dedi"], "weight": 3},
    ],
}
GOOD = {"1": 0, "2": 0, "3": 1, "4": 1}


def faults(schedule: dict[str, int], **more: Any) -> list[tuple[str, ...]]:
    seen = check(read_market(json.dumps({**MARKET, **more})), schedule)
    for one in seen.faults:
        assert words.fault(one, "id") != words.fault(one, "en")
        assert "{" not in words.fault(one, "id")
    return [(one.code, *one.about) for one in seen.faults]


def test_a_timetable_without_faults_is_called_good() -> None:
    assert faults(GOOD) == []
    seen = check(read_market(json.dumps(MARKET)), GOOD)
    assert (seen.cost, seen.weight, seen.left_out, seen.moved) == (0, 3, (), ())


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"1": 1, "3": 3}, ("not_fixed", "1")),
        ({"2": 4}, ("wrong_half", "2")),
        ({"3": 2}, ("slot_not_wished", "3")),
        ({"4": 3}, ("unavailable", "4", "dedi")),
        ({"1": 1}, ("too_early", "3", "1")),
        ({"3": 0}, ("two_places", "ani", "9")),
        ({"2": 2, "4": 2}, ("no_table", "11")),
        ({"4": 4}, ("unfair", "0", "1")),
        ({"4": 9}, ("unknown_slot", "4")),
        ({"4": -1}, ("unknown_slot", "4")),
        ({"7": 1}, ("unknown_meeting", "7")),
    ],
)
def test_a_planted_fault_is_found(change: dict[str, int], expected: tuple[str, ...]) -> None:
    assert expected in faults({**GOOD, **change})


def test_a_required_meeting_that_is_missing_is_found_and_what_comes_after_it() -> None:
    rest = {meeting: slot for meeting, slot in GOOD.items() if meeting != "1"}
    assert faults(rest) == [("not_placed", "1"), ("too_early", "3", "1")]


def test_what_may_be_left_out_is_no_fault() -> None:
    rest = {meeting: slot for meeting, slot in GOOD.items() if meeting != "4"}
    assert faults(rest) == []
    assert check(read_market(json.dumps(MARKET)), rest).left_out == ("4",)


def test_frozen_meetings_and_begun_slots_are_not_touched() -> None:
    former = {"schedule": {"1": "9", "4": "10", "2": "14"}, "frozen_before": "11"}
    good = {"1": 0, "4": 1, "2": 2, "3": 3}
    assert faults(good, former=former, fairness=1) == []
    assert ("frozen", "4") in faults({**good, "4": 4}, former=former)
    assert ("frozen", "4") in faults({"1": 0, "2": 2, "3": 3}, former=former)
    assert ("begun", "2") in faults({**good, "2": 0}, former=former)


def test_moved_are_those_elsewhere_or_left_out_but_not_those_cancelled() -> None:
    former = {"schedule": {"1": "9", "2": "10", "4": "11", "gone": "9"}}
    market = read_market(json.dumps({**MARKET, "former": former}))
    assert check(market, {"1": 0, "2": 0, "3": 1}).moved == ("2", "4")


@pytest.mark.parametrize(
    ("taken", "expected"), [([], 0), ([3], 0), ([2, 1, 3], 0), ([0, 2], 1), ([7, 1, 3, 4], 2)]
)
def test_gaps_are_runs_of_idle_slots_between_meetings(taken: list[int], expected: int) -> None:
    assert gaps(taken) == expected
