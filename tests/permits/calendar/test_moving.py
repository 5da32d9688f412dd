"""A plan on other days or at other hours: nothing else in it changes."""

from __future__ import annotations

import datetime as dt
from copy import deepcopy
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from simpul.permits.demo.flows import NAMES, flow
from simpul.permits.holding.moving import days_later, hours_later


def days_of(plan: dict[str, Any]) -> list[dt.date]:
    """Every date of a plan, in its order."""
    rows = [row["date"] for row in plan["days"]]
    for name in ("traffic", "activities"):
        rows += [day for row in plan.get(name) or () for day in row.get("dates") or ()]
    return [dt.date.fromisoformat(day) for day in rows]


@given(letter=st.sampled_from(sorted(NAMES)), days=st.integers(1, 400))
def test_all_days_move_together_and_nothing_else_does(letter: str, days: int) -> None:
    plan = flow(letter)
    before = deepcopy(plan)
    moved = days_later(plan, days)
    assert plan == before
    assert days_of(moved) == [day + dt.timedelta(days=days) for day in days_of(before)]
    for name in before:
        if name not in ("days", "traffic", "activities"):
            assert moved[name] == before[name]


def test_what_is_no_date_stays_as_it_was_typed() -> None:
    plan = {"days": [{"date": "lusa"}, {"date": None}, {}], "traffic": None}
    assert days_later(plan, 3) == plan


def test_the_lane_goes_with_the_shoot() -> None:
    moved = hours_later(flow("d"), 0, 150)
    assert moved is not None
    assert (moved["days"][0]["from"], moved["days"][0]["to"]) == ("07:30", "14:30")
    assert (moved["traffic"][0]["from"], moved["traffic"][0]["to"]) == ("07:30", "14:30")


def test_hours_that_cannot_be_moved_simply_are_not_offered() -> None:
    plan = flow("d")
    assert hours_later(plan, 0, 12 * 60) is None, "past midnight"
    assert hours_later(plan, 0, -6 * 60) is None, "before midnight"
    plan["traffic"][0]["dates"].append("2026-12-27")
    assert hours_later(plan, 0, 60) is None, "the measure has these hours on another date too"
    plan = flow("d")
    plan["days"][0].update({"from": "20:00", "to": "04:00", "overnight": True})
    assert hours_later(plan, 0, 60) is None, "over midnight"
