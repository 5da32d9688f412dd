"""Venues, walks, breaks, sessions, companies: the answers agree with trying every timetable."""

from __future__ import annotations

import json
import re
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from simpul.market.timetable import proving
from simpul.market.timetable.answer import Rank
from simpul.market.timetable.checking import check
from simpul.market.timetable.placing import place
from simpul.market.timetable.problem import Market, Plan
from simpul.market.timetable.reading import read_market
from simpul.market.timetable.solving import solve
from simpul.market.timetable.writing import answer_data, market_data
from tests.market.whole_markets import (
    Held,
    all_timetables,
    best,
    fits,
    idle,
    moved,
    ways,
    whole_markets,
    worth,
)

FEW = settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))


def read(data: dict[str, Any]) -> Market:
    return read_market(json.dumps(data))


def held(market: Market, plan: Plan) -> Held:
    return {
        meeting: (market.slots[way.slot].id, market.venues[way.venue].id, way.people)
        for meeting, way in plan.items()
    }


def checked(market: Market, where: Held) -> bool:
    slots = {one.id: place for place, one in enumerate(market.slots)}
    venues = {one.id: place for place, one in enumerate(market.venues)}
    seen = check(
        market,
        {meeting: slots[one[0]] for meeting, one in where.items()},
        {meeting: venues[one[1]] for meeting, one in where.items()},
        {meeting: one[2] for meeting, one in where.items()},
    )
    return not seen.faults


@FEW
@given(data=whole_markets(optional=True, former=True))
def test_the_plain_checker_agrees_with_the_judge(data: Any) -> None:
    market = read(data)
    choices = [[*ways(data, row), None] for row in data["meetings"]]
    for number in range(60):
        where = {
            row["id"]: way
            for place, row in enumerate(data["meetings"])
            if (way := choices[place][(number * (7 + 4 * place)) % len(choices[place])])
        }
        assert checked(market, where) == fits(data, where)
    for good in islice(all_timetables(data), 20):
        assert checked(market, good)


@FEW
@given(data=whole_markets())
def test_the_proof_gives_the_fewest_gaps_or_a_conflict_none_of_which_can_be_left_out(
    data: Any,
) -> None:
    said: list[dict[str, Any]] = []
    market = read(data)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(proving, "tell", lambda **more: said.append(more))
        proving.prove(market)
    first = best(data)
    if first is not None:
        plan = said[-1]["plan"]
        found = {m: market.ways[market.place_of[m]][way] for m, way in plan.items()}
        assert fits(data, held(market, found))
        assert said[-1]["optimum"] == first[2] == sum(idle(data, held(market, found)).values())
        return
    for one in said[1:]:
        named = {(wish["kind"], *wish["about"]) for wish in one["conflict"]}
        assert not _possible(data, named)
        assert all(_possible(data, named - {wish}) for wish in named)


def _possible(data: dict[str, Any], granted: set[tuple[str, ...]]) -> bool:
    return next(all_timetables(data, lambda *wish: wish in granted), None) is not None


@FEW
@given(data=whole_markets(optional=True, former=True))
def test_worth_then_moves_then_gaps_are_the_best_of_all(data: Any) -> None:
    market = read(data)
    first = best(data)
    answer = solve(market, seconds=20, workers=1)
    if first is None:
        assert answer.status == "impossible"
        return
    assert answer.status == "optimal"
    assert (answer.worth, len(answer.moved), answer.cost) == first
    told = answer_data(market, answer)
    where = {
        m: (told["schedule"][m], told["venue_of"][m], tuple(told["people_of"][m]))
        for m in told["schedule"]
    }
    assert fits(data, where)
    assert (worth(data, where), moved(data, where)) == (answer.worth, len(answer.moved))


@FEW
@given(data=whole_markets(optional=True, former=True))
def test_placing_offers_only_what_obeys_all_rules(data: Any) -> None:
    market = read(data)
    rounds = 0

    def better(plan: Plan | None, rank: Rank | None) -> bool:
        nonlocal rounds
        rounds += 1
        if plan is not None and rank is not None:
            where = held(market, plan)
            assert fits(data, where), json.dumps(data)
            assert rank[1:] == (moved(data, where), sum(idle(data, where).values()))
        return rounds > 2

    place(market, seconds=5, better=better)


@FEW
@given(data=whole_markets(optional=True, former=True))
def test_a_market_with_everything_is_written_and_read_as_the_same(data: Any) -> None:
    market = read(data)
    again = read_market(json.dumps(market_data(market)))
    assert again.ways == market.ways
    assert (again.near, again.barred, again.venues) == (market.near, market.barred, market.venues)
    assert (again.former, again.companies) == (market.former, market.companies)


DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "market-timetable.md"


def test_the_examples_of_the_document_are_as_it_says() -> None:
    """The first market has the answer that is printed; in the second Cici goes, not Budi."""
    first, second, printed = re.findall(r"```json\n(.*?)```", DOCUMENT.read_text(), re.DOTALL)
    answer = answer_data(read_market(first), solve(read_market(first), seconds=20))
    said = json.loads(printed)
    for name in ("status", "cost", "bound", "worth", "worth_bound", "moved", "left_out"):
        assert answer[name] == said[name]
    slots = [slot["id"] for slot in json.loads(first)["slots"]]
    assert not check(
        read_market(first), {m: slots.index(slot) for m, slot in said["schedule"].items()}
    ).faults
    market = read_market(second)
    answer = answer_data(market, solve(market, seconds=20))
    assert answer["status"] == "optimal"
    assert answer["people_of"]["a"] == ["Ani", "Cici"]
    assert answer["venue_of"]["b"] == "Roof"


def test_more_meetings_than_tables_are_named_and_none_too_many() -> None:
    """Sixteen pairs, three tables, five slots: fifteen places. Each pair has a slot it does not
    wish, which is no part of the conflict."""
    data = {
        "slots": [str(number) for number in range(5)],
        "tables": 3,
        "participants": [f"{side}{number}" for number in range(16) for side in "ab"],
        "meetings": [
            {
                "id": f"m{number}",
                "between": [f"a{number}", f"b{number}"],
                "slots": [str(slot) for slot in range(5) if slot != number % 5],
            }
            for number in range(16)
        ],
    }
    said: list[dict[str, Any]] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(proving, "tell", lambda **more: said.append(more))
        proving.prove(read(data))
    assert said[0] == {"impossible": True}
    for one in said[1:]:
        named = [(wish["kind"], *wish["about"]) for wish in one["conflict"]]
        assert sorted(named) == sorted(("meeting", f"m{number}") for number in range(16))
    assert said[-1]["smallest"]
