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


VENUES: dict[str, Any] = {
    "slots": [
        {"id": "1", "starts": "2027-03-02T09:00", "ends": "2027-03-02T09:20"},
        {"id": "2", "starts": "2027-03-02T09:30", "ends": "2027-03-02T09:50"},
        {"id": "3", "starts": "2027-03-02T10:20", "ends": "2027-03-02T10:40"},
        {"id": "4", "starts": "2027-03-03T09:00", "ends": "2027-03-03T09:20"},
    ],
    "venues": [
        {"id": "hall", "tables": 2, "tables_at": {"3": 1}},
        {"id": "roof", "tables": 1, "seats": 2},
    ],
    "walks": [{"between": ["hall", "roof"], "minutes": 20}],
    "participants": ["ani", "budi", "cici", "dedi"],
    "companies": [{"id": "studio", "people": ["cici", "dedi"]}],
    "sessions": [{"id": "panel", "slots": ["2"], "venue": "roof", "participants": ["dedi"]}],
    "meetings": [
        {"id": "1", "between": ["ani", "studio"]},
        {"id": "2", "between": ["budi", "studio"], "venues": ["hall"]},
        {"id": "3", "between": ["ani", "budi"], "seats": 3},
    ],
}
HELD = {"1": ("2", "roof", "ani cici"), "2": ("3", "hall", "budi dedi"), "3": ("4", "hall", "")}


def venue_faults(change: dict[str, tuple[str, str, str]]) -> list[tuple[str, ...]]:
    market = read_market(json.dumps(VENUES))
    held = {**HELD, **change}
    slots = {one.id: place for place, one in enumerate(market.slots)}
    venues = {one.id: place for place, one in enumerate(market.venues)}
    seen = check(
        market,
        {name: slots[slot] for name, (slot, _, _) in held.items()},
        {name: venues[venue] for name, (_, venue, _) in held.items() if venue},
        {name: tuple(people.split()) for name, (_, _, people) in held.items()},
    )
    assert all(words.fault(one, "id") != words.fault(one, "en") for one in seen.faults)
    return [(one.code, *one.about) for one in seen.faults]


def test_a_timetable_of_two_venues_without_faults_is_called_good() -> None:
    """Thirty minutes lie between the second slot and the third: time to walk from the roof."""
    assert venue_faults({}) == []


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"1": ("2", "", "ani cici")}, ("no_venue", "1")),
        ({"2": ("3", "roof", "budi dedi")}, ("venue_not_wished", "2")),
        ({"3": ("4", "roof", "ani budi")}, ("too_few_seats", "3", "roof")),
        ({"2": ("3", "hall", "")}, ("nobody_goes", "2")),
        ({"2": ("3", "hall", "budi ani")}, ("not_theirs", "2", "ani", "studio")),
        ({"2": ("2", "hall", "budi dedi")}, ("in_session", "2", "dedi", "panel")),
        ({"2": ("1", "hall", "budi dedi")}, ("too_far_from_session", "2", "dedi", "panel")),
        ({"3": ("1", "hall", "ani budi")}, ("too_far", "ani", "3", "1")),
        ({"3": ("3", "hall", "ani budi")}, ("no_table_there", "3", "hall")),
        ({"3": ("3", "hall", "ani budi")}, ("two_places", "budi", "3")),
    ],
)
def test_a_planted_fault_of_place_or_people_is_found(
    change: dict[str, tuple[str, str, str]], expected: tuple[str, ...]
) -> None:
    assert expected in venue_faults(change)


def test_a_night_a_break_and_a_session_are_no_idle_gaps() -> None:
    """Dedi hears the panel between two meetings; Ani sleeps between two."""
    market = read_market(json.dumps({**VENUES, "walks": []}))
    seen = check(
        market,
        {"1": 0, "2": 2, "3": 3},
        {"1": 0, "2": 0, "3": 0},
        {"1": ("ani", "dedi"), "2": ("budi", "dedi")},
    )
    assert seen.faults == ()
    assert set(seen.gaps.values()) == {0}
    away = {**VENUES, "walks": [], "sessions": []}
    seen = check(
        read_market(json.dumps(away)),
        {"1": 0, "2": 2, "3": 3},
        {"1": 0, "2": 0, "3": 0},
        {"1": ("ani", "dedi"), "2": ("budi", "dedi")},
    )
    assert {person for person, count in seen.gaps.items() if count} == {"dedi"}
