"""The answers agree with trying every timetable there is."""

from __future__ import annotations

import json
from itertools import combinations
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings

from simpul.market.timetable import proving
from simpul.market.timetable.answer import Rank
from simpul.market.timetable.checking import check
from simpul.market.timetable.choosing import worth_bound
from simpul.market.timetable.placing import place
from simpul.market.timetable.problem import Plan
from simpul.market.timetable.reading import read_market
from simpul.market.timetable.solving import solve
from tests.market.markets import all_timetables, best, fits, idle, moved, small_markets, worth

FEW = settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
MORE = settings(FEW, max_examples=30)


def proof_of(data: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What the proving process says, without a process."""
    said: list[dict[str, Any]] = []
    monkeypatch.setattr(proving, "tell", lambda **more: said.append(more))
    proving.prove(read_market(json.dumps(data)))
    return [one for one in said if "impossible" not in one]


def sought(data: dict[str, Any], at_most: int) -> dict[str, Any]:
    """What the process says that is asked for so few gaps."""
    said: list[dict[str, Any]] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(proving, "tell", lambda **more: said.append(more))
        proving.seek(read_market(json.dumps(data)), at_most, at_most % 2)
    return said[-1]


@MORE
@given(data=small_markets())
def test_the_proof_gives_the_least_number_of_gaps_or_says_there_is_no_timetable(data: Any) -> None:
    with pytest.MonkeyPatch.context() as patch:
        said = proof_of(data, patch)
    first = best(data)
    if first is None:
        assert "conflict" in said[-1]
        return
    assert said[-1]["optimum"] == first[2]
    assert not first[2] or sought(data, first[2] - 1) == {"bound": first[2]}
    assert "plan" in sought(data, first[2])
    market = read_market(json.dumps(data))
    where = {
        meeting: market.ways[market.place_of[meeting]][number].slot
        for meeting, number in said[-1]["plan"].items()
    }
    assert fits(data, where)
    assert sum(idle(data, where).values()) == first[2]
    assert all(one["bound"] <= first[2] for one in said[:-1])


@FEW
@given(data=small_markets(former=True))
def test_a_conflict_conflicts_and_without_any_one_of_its_wishes_it_does_not(data: Any) -> None:
    assume(best(data) is None)
    with pytest.MonkeyPatch.context() as patch:
        said = proof_of(data, patch)
    for one in said:
        named = {(wish["kind"], *wish["about"]) for wish in one["conflict"]}
        assert not _possible(data, named)
        for wish in named:
            assert _possible(data, named - {wish}), wish
    assert said[-1]["smallest"]
    assert len(said[-1]["conflict"]) <= len(said[0]["conflict"])


def _possible(data: dict[str, Any], granted: set[tuple[str, ...]]) -> bool:
    return next(all_timetables(data, lambda *wish: wish in granted), None) is not None


def _wishes(data: dict[str, Any]) -> set[tuple[str, ...]]:
    found: set[tuple[str, ...]] = set()

    def asked(*wish: str) -> bool:
        found.add(wish)
        return False

    list(all_timetables(data, asked))
    return found


@settings(FEW, max_examples=8)
@given(data=small_markets())
def test_no_conflict_has_fewer_wishes_than_the_smallest(data: Any) -> None:
    assume(best(data) is None)
    with pytest.MonkeyPatch.context() as patch:
        smallest = proof_of(data, patch)[-1]["conflict"]
    for size in range(min(len(smallest), 3)):
        for some in combinations(sorted(_wishes(data)), size):
            assert _possible(data, set(some)), some


@FEW
@given(data=small_markets(optional=True, former=True))
def test_worth_then_moves_then_gaps_are_the_best_of_all(data: Any) -> None:
    first = best(data)
    assume(first is not None)
    assume("former" in data or any("weight" in row for row in data["meetings"]))
    answer = solve(read_market(json.dumps(data)), seconds=20, workers=1)
    assert answer.status == "optimal"
    assert (answer.worth, len(answer.moved), answer.cost) == first
    assert answer.schedule is not None
    assert fits(data, answer.schedule)
    assert worth(data, answer.schedule) == answer.worth
    assert moved(data, answer.schedule) == len(answer.moved)


@MORE
@given(data=small_markets(optional=True, former=True))
def test_the_plain_checker_agrees_with_the_judge_of_the_tests(data: Any) -> None:
    market = read_market(json.dumps(data))
    good = {tuple(sorted(one.items())) for one in all_timetables(data)}
    slots = range(len(market.slots))
    for number in range(40):
        where = {
            one.id: slots[(number * 7 + place * (number // 3 + 1)) % len(slots)]
            for place, one in enumerate(market.meetings)
            if (number >> place) % 3
        }
        assert (not check(market, where).faults) == (tuple(sorted(where.items())) in good)


@MORE
@given(data=small_markets(optional=True, former=True))
def test_placing_offers_only_what_obeys_all_rules_and_its_bound_is_never_too_low(data: Any) -> None:
    market = read_market(json.dumps(data))
    first = best(data)
    bound = worth_bound(market, seconds=5)
    rounds = 0

    def better(plan: Plan | None, rank: Rank | None) -> bool:
        nonlocal rounds
        rounds += 1
        if plan is not None and rank is not None:
            schedule = {meeting: way.slot for meeting, way in plan.items()}
            assert fits(data, schedule)
            assert rank[1:] == (moved(data, schedule), sum(idle(data, schedule).values()))
        return rounds > 2

    place(market, seconds=5, better=better)
    assert bound.impossible <= (first is None)
    if first is not None:
        assert bound.worth >= first[0]


@FEW
@given(data=small_markets(optional=True))
def test_removing_a_request_never_makes_the_others_worse(data: Any) -> None:
    """What is lost never grows, and what was possible stays possible.

    This is about what takes place. Idle gaps may grow: whoever had a meeting in the middle, at a
    fixed time, has a gap without it; therefore there is no rule of fairness here.
    """
    data.pop("fairness", None)
    before = best(data)
    assume(before is not None)
    every = sum(row.get("weight", 0) for row in data["meetings"])
    for gone in data["meetings"]:
        rest = [dict(row) for row in data["meetings"] if row is not gone]
        for row in rest:
            row["after"] = [one for one in row.get("after", []) if one != gone["id"]]
        if not any("weight" in row for row in rest):
            continue
        answer = solve(read_market(json.dumps({**data, "meetings": rest})), seconds=20, workers=1)
        assert answer.status == "optimal"
        lost = sum(row.get("weight", 0) for row in rest) - answer.worth
        assert lost <= every - before[0]
