"""A plan on other days or at other hours: nothing else in it changes."""

from __future__ import annotations

import datetime as dt
from copy import deepcopy
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from simpul.permits.demo.flows import NAMES, flow
from simpul.permits.holding.moving import date_to, days_later, hours_later


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


def test_a_night_moves_and_stays_a_night_that_begins_on_its_date() -> None:
    plan = flow("d")
    plan["days"][0].update({"from": "20:00", "to": "04:00", "overnight": True})
    plan["traffic"][0].update({"from": "21:00", "to": "23:30"})

    def hours(minutes: int) -> list[tuple[str, str, bool]] | None:
        moved = hours_later(plan, 0, minutes)
        rows = None if moved is None else [moved["days"][0], moved["traffic"][0]]
        return rows and [(row["from"], row["to"], bool(row.get("overnight"))) for row in rows]

    assert hours(60) == [("21:00", "05:00", True), ("22:00", "00:30", True)]
    # Eight hours from 16:00 end at midnight, from 15:00 in the evening.
    assert hours(-240) == [("16:00", "00:00", True), ("17:00", "19:30", False)]
    assert hours(-300) == [("15:00", "23:00", False), ("16:00", "18:30", False)]
    assert hours(180) is None, "the measure would begin on the next date"
    assert hours(-21 * 60) is None, "the night would begin on the date before"


def test_a_measure_on_several_dates_is_two_after_one_of_them_moved() -> None:
    plan = flow("d")
    plan["traffic"][0]["dates"] = ["2026-12-20", "2026-12-27"]
    moved = hours_later(plan, 0, 60)
    assert moved is not None
    before, *rows = plan["traffic"][0], *moved["traffic"]
    assert rows[0] == {**before, "dates": ["2026-12-27"]}
    assert rows[1] == {
        **before, "id": f"{before['id']}-2", "dates": ["2026-12-20"], "from": "06:00", "to": "13:00"
    }  # fmt: skip
    # One that names no dates goes with the shoot days of its place, of which there are two here.
    plan["traffic"][0].pop("dates")
    plan["days"].append({**plan["days"][0], "date": "2026-12-27"})
    plan["days"].append({**plan["days"][0], "date": "2026-12-19", "kind": "recce"})
    again = hours_later(plan, 0, 60)
    assert again is not None
    assert [row["dates"] for row in again["traffic"]] == [["2026-12-27"], ["2026-12-20"]]


def test_hours_that_cannot_be_moved_simply_are_not_offered() -> None:
    plan = flow("d")
    assert hours_later(plan, 0, 12 * 60) is None, "a day that would end after midnight"
    assert hours_later(plan, 0, -6 * 60) is None, "before midnight"
    plan["days"][0].pop("to")
    assert hours_later(plan, 0, 60) is None, "hours that nobody has said"
    plan["days"][0].update({"from": "20:00", "to": "04:00"})
    assert hours_later(plan, 0, 60) is None, "an end before the begin, and no word of a night"


def test_one_date_of_one_place_moves_and_everything_else_stays() -> None:
    spots = [{"id": "s1"}, {"id": "s2"}]
    days = [
        {"date": "2027-03-02", "spot": "s1"},
        {"date": "2027-03-02", "spot": "s2"},
        {"date": "2027-03-03", "spot": "s1"},
        {"date": "2027-03-02", "spot": "s1", "kind": "prep"},
    ]
    traffic = [
        {"spot": "s1", "dates": ["2027-03-02", "2027-03-03"]},
        {"spot": "s1"},
        {"spot": "s2", "dates": ["2027-03-02"]},
    ]
    plan = {"spots": spots, "days": days, "traffic": traffic, "activities": None}
    moved = date_to(plan, 0, "2027-03-02", "2027-03-09")
    assert moved is not None
    assert [row["date"][-2:] for row in moved["days"]] == ["09", "02", "03", "09"]
    assert [row.get("dates") for row in moved["traffic"]] == [
        ["2027-03-03", "2027-03-09"], None, ["2027-03-02"]
    ]  # fmt: skip
    assert (moved["spots"], plan["days"][0]["date"]) == (spots, "2027-03-02")
    assert date_to(plan, 1, "2027-03-03", "2027-03-09") is None
    assert date_to(plan, 7, "2027-03-02", "2027-03-09") is None


@given(letter=st.sampled_from(sorted(NAMES)), minutes=st.integers(-1440, 1440))
def test_whatever_moves_lasts_as_long_as_before_and_is_a_plan(letter: str, minutes: int) -> None:
    plan = flow(letter)
    moved = hours_later(plan, 0, minutes)
    if moved is None:
        return
    assert lasting(moved["days"]) == lasting(plan["days"])
    measures = lasting(moved.get("traffic") or ())
    assert set(measures) == set(lasting(plan.get("traffic") or ()))


def lasting(rows: Any) -> list[int | None]:
    """Minutes of each row, counted as the plan's rule says: a night ends on the next day."""
    found: list[int | None] = []
    for row in rows:
        if not row.get("from") or not row.get("to"):
            found.append(None)
            continue
        begin, end = (dt.time.fromisoformat(row[name]) for name in ("from", "to"))
        night = 1440 if row.get("overnight") else 0
        found.append(end.hour * 60 + end.minute + night - begin.hour * 60 - begin.minute)
        assert (end <= begin) is bool(night)
    return found
