"""Real markets with published optima. The data are not part of the project."""

from __future__ import annotations

import json

import pytest

from bench.market_instances import FOLDER, Published, instance, market_of
from simpul.market.timetable.checking import check
from simpul.market.timetable.reading import read_market
from simpul.market.timetable.solving import solve

here = pytest.mark.skipif(
    not (FOLDER / "reference_optima.csv").exists(),
    reason="the published instances are not in ../shared/data/b2b",
)


@here
@pytest.mark.parametrize(
    ("name", "variant", "optimum"),
    [("forum-13", "fixed040-Forb", 49), ("tic-12", "original", 0)],
)
def test_a_published_optimum_is_reached_and_proven(name: str, variant: str, optimum: int) -> None:
    market = read_market(json.dumps(instance(Published(name, variant, 2, optimum, False, 0))))
    answer = solve(market, seconds=60)
    assert (answer.status, answer.cost, answer.bound) == ("optimal", optimum, optimum)
    assert answer.schedule is not None
    seen = check(market, answer.schedule)
    assert (seen.faults, seen.cost) == ((), optimum)


@here
def test_an_impossible_instance_is_answered_with_its_conflict() -> None:
    market = read_market(json.dumps(instance(Published("tic-13", "forb0003", 2, None, True, 0))))
    answer = solve(market, seconds=60)
    assert answer.status == "impossible"
    assert len(answer.conflict) > 1


def test_the_format_of_the_instances_is_read() -> None:
    text = """nBusiness = 3; nMeetings = 2; nTables = 1; nTotalSlots = 3; nMorningSlots = 2;
    requested = [| 1, 2, 1 | 3, 1, 3 |]; nMeetingsBusiness = [2, 1, 1];
    forbidden = [{}, {3}, {1, 2}]; fixed = [2, 0]; precedences = [{}, {1}];"""
    market = read_market(json.dumps(market_of(text, 2)))
    first, second = market.meetings
    assert (first.between, first.half, first.fixed) == (("p1", "p2"), "morning", 1)
    assert (second.between, second.half, second.after) == (("p3", "p1"), "", ("m1",))
    assert [sorted(one.unavailable) for one in market.participants] == [[], [2], [0, 1]]
    assert [slot.half for slot in market.slots] == ["morning", "morning", "afternoon"]
