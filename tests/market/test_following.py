"""What is counted in place of meetings: hosts, one of whom is at every table."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from pysat.solvers import Solver

from simpul.market.timetable.checking import check
from simpul.market.timetable.clauses import Clauses
from simpul.market.timetable.following import hosts
from simpul.market.timetable.reading import read_market
from tests.market.markets import small_markets

SOME = settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))


@SOME
@given(data=small_markets())
def test_every_meeting_has_a_host_and_no_host_can_be_spared_for_the_first(data: Any) -> None:
    market = read_market(json.dumps(data))
    rank = hosts(market)
    assert sorted(rank.values()) == list(range(len(rank)))
    assert all(set(one.between) & set(rank) for one in market.meetings)
    most = max(map(len, market.meetings_of.values()))
    first = min(rank, key=rank.__getitem__)
    assert len(market.meetings_of[first]) == most


def test_a_star_of_meetings_has_one_host() -> None:
    pairs = [("hub", f"p{number}") for number in range(5)]
    data = {
        "slots": ["1", "2", "3", "4", "5"],
        "tables": 1,
        "participants": ["hub", *(guest for _, guest in pairs)],
        "meetings": [{"id": guest, "between": list(pair)} for pair in pairs for guest in pair[1:]],
    }
    assert hosts(read_market(json.dumps(data))) == {"hub": 0}


@pytest.mark.parametrize(("tables", "possible"), [(2, False), (3, True)])
def test_tables_counted_by_hosts_are_never_too_many_nor_too_few(
    tables: int, possible: bool
) -> None:
    """Three meet three others in three slots: a table for each of a slot's three, or no way."""
    names = [*"abc", *"xyz"]
    data = {
        "slots": ["1", "2", "3"],
        "tables": tables,
        "participants": names,
        "meetings": [
            {"id": one + other, "between": [one, other]} for one in "abc" for other in "xyz"
        ],
    }
    market = read_market(json.dumps(data))
    clauses = Clauses(market)
    assert len(hosts(market)) == 3
    with Solver(name="cd15", bootstrap_with=clauses.hard) as solver:
        assert solver.solve() is possible
        if possible:
            numbers = clauses.plan(solver.get_model())
            where = {m: market.ways[market.place_of[m]][way].slot for m, way in numbers.items()}
            assert check(market, where).faults == ()
