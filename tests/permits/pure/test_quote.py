"""Official fees: exact amounts, nothing guessed, amendments as differences."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simpul.city.book import CityBook
from simpul.kit.money import Money, total
from simpul.permits.planning.facts import PlanFacts
from simpul.permits.planning.plan import Plan, parse_plan
from simpul.permits.planning.quote import FeeLine, FeeQuote, difference_lines, quote

FOREST = {
    "id": "s1",
    "geometry": {"type": "Point", "coordinates": [106.82, -6.30]},
    "owner": "city",
    "asset_class": "urban_forest",
    "heritage_area": False,
    "exterior": True,
}


def quoted(book: CityBook, data: dict[str, Any]) -> FeeQuote:
    parsed = parse_plan(data, book)
    assert parsed.errors == {}
    return quote(PlanFacts(parsed.plan, book))


def shoot(
    spot: dict[str, Any], days: list[str], kind: str, *, commercial: bool = True, **day: Any
) -> dict[str, Any]:
    hours = {"from": "07:00", "to": "19:00", **day}
    return {
        "production": {"type": kind, "commercial": commercial},
        "spots": [{"id": "s1", **spot}],
        "days": [{"date": d, "spot": "s1", **hours} for d in days],
    }


def rupiah(amount: int) -> Money:
    return Money(Decimal(amount), "IDR")


def test_tim_on_a_thursday_and_a_sunday(book: CityBook, flow: Callable[[str], Plan]) -> None:
    found = quote(PlanFacts(flow("b"), book))
    assert [(line.day, line.day_type, line.amount) for line in found.lines] == [
        (date(2026, 12, 17), "workday", rupiah(2_200_000)),
        (date(2026, 12, 20), "offday", rupiah(2_700_000)),
    ]
    assert found.total == rupiah(4_900_000)
    assert found.open == ()
    assert all(line.law == ("PERDA_1_2024",) for line in found.lines)


def test_a_holiday_and_joint_leave_are_charged_as_days_off(book: CityBook) -> None:
    # 24 December 2026 is joint leave, 25 December a holiday (SKB 2026).
    found = quoted(
        book, shoot({"site": "L27"}, ["2026-12-23", "2026-12-24", "2026-12-25"], "short")
    )
    assert [line.amount for line in found.lines] == [
        rupiah(2_200_000),
        rupiah(2_700_000),
        rupiah(2_700_000),
    ]


def test_two_places_in_one_site_pay_the_day_ticket_once(book: CityBook) -> None:
    data = shoot({"site": "L27"}, ["2026-12-17"], "feature")
    data["spots"].append({"id": "s2", "site": "L27", "name": "Plaza"})
    data["days"].append({"date": "2026-12-17", "spot": "s2", "from": "08:00", "to": "10:00"})
    assert quoted(book, data).total == rupiah(2_200_000)


def test_a_cemetery_day(book: CityBook) -> None:
    found = quoted(book, shoot({"site": "L61"}, ["2026-12-17", "2026-12-20"], "feature"))
    assert found.total == rupiah(6_000_000)


@pytest.mark.parametrize(
    ("until", "uses"), [("13:00", 1), ("13:01", 2), ("19:00", 2), ("19:01", 3)]
)
def test_a_commercial_in_a_park_pays_each_started_use_of_six_hours(
    book: CityBook, until: str, uses: int
) -> None:
    found = quoted(book, shoot({"site": "L46"}, ["2026-12-17"], "commercial", to=until))
    assert [line.quantity for line in found.lines] == [uses]
    assert found.total == rupiah(5_000_000 * uses)


def test_two_turns_on_one_day_are_added_up_and_an_overlap_counts_once(book: CityBook) -> None:
    data = shoot({"site": "L46"}, ["2026-12-17"], "commercial", to="10:00")
    data["days"].append({"date": "2026-12-17", "spot": "s1", "from": "09:00", "to": "13:00"})
    assert [line.quantity for line in quoted(book, data).lines] == [1]


def test_where_two_rows_of_the_law_compete_neither_is_charged(book: CityBook) -> None:
    found = quoted(book, shoot({"site": "L46"}, ["2026-12-17", "2026-12-18"], "feature"))
    assert found.lines == ()
    (question,) = found.open
    assert question.why == "competing"
    assert {row.id for row in question.rows} == {"F03", "F04F"}
    assert question.days == (date(2026, 12, 17), date(2026, 12, 18))


def test_after_the_third_day_in_a_forest_no_amount_is_invented(book: CityBook) -> None:
    week = [f"2026-12-{day}" for day in (14, 15, 16, 17)]
    found = quoted(book, shoot(FOREST, week, "feature"))
    assert found.total == rupiah(3_000_000)
    assert [(one.why, one.days) for one in found.open] == [("unverified", (date(2026, 12, 17),))]


def test_a_fee_that_hangs_on_an_answer_is_a_question(book: CityBook) -> None:
    data = shoot(FOREST, ["2026-12-17"], "feature")
    del data["production"]["commercial"]
    found = quoted(book, data)
    assert found.total == rupiah(0)
    assert found.open[0].why == "missing_fact"
    assert found.open[0].missing == ("commercial",)


def test_a_fee_by_the_hour_waits_for_the_hours(book: CityBook) -> None:
    data = shoot({"site": "L46"}, ["2026-12-17"], "commercial")
    del data["days"][0]["to"]
    found = quoted(book, data)
    assert found.lines == ()
    assert found.open[0].why == "hours_missing"


def test_photographs_without_commerce_are_free_and_said_once(book: CityBook) -> None:
    data = shoot({"site": "L46"}, ["2026-12-17", "2026-12-18"], "still_photo", commercial=False)
    found = quoted(book, data)
    assert [line.amount for line in found.lines] == [rupiah(0)]
    assert found.open == ()


def test_a_visit_or_a_reserve_day_costs_nothing(book: CityBook) -> None:
    data = shoot({"site": "L27"}, ["2026-12-17"], "feature")
    data["days"] += [
        {"date": "2026-12-14", "spot": "s1", "kind": "recce"},
        {"date": "2026-12-21", "spot": "s1", "kind": "contingency"},
        {"date": "2026-12-22", "spot": "s1", "kind": "shoot", "contingency": True},
    ]
    assert quoted(book, data).total == rupiah(2_200_000)


def test_a_house_owes_the_city_nothing(book: CityBook, flow: Callable[[str], Plan]) -> None:
    found = quote(PlanFacts(flow("c"), book))
    assert found.lines == ()
    assert found.open == ()
    assert found.total == rupiah(0)


def test_an_unverified_row_never_becomes_a_line(book: CityBook) -> None:
    every = [f"L{number:02d}" for number in range(1, 67)]
    for site in every:
        found = quoted(book, shoot({"site": site}, ["2026-12-17"], "feature"))
        for line in found.lines:
            assert line.status in ("confirmed", "reported")
            assert line.law
            assert line.unit_amount == int(line.unit_amount)


# --- differences -------------------------------------------------------------------------------
BASE = FeeLine(
    key="",
    rule_id="F01W",
    version=1,
    item="F01",
    texts={"en": "x"},
    law=("PERDA_1_2024",),
    source="S39",
    status="confirmed",
    payee="PKJTIM",
    spot_key="s1",
    day=date(2026, 12, 17),
    day_type="workday",
    day_index=1,
    per="day",
    quantity=1,
    unit_amount=Decimal(2_200_000),
    currency="IDR",
)
lines = st.builds(
    lambda key, quantity, unit: replace(
        BASE, key=key, quantity=quantity, unit_amount=Decimal(unit)
    ),
    st.sampled_from(["a", "b", "c", "d"]),
    st.integers(1, 4),
    st.sampled_from([500_000, 2_200_000, 2_700_000]),
)
quotes = st.lists(lines, max_size=4, unique_by=lambda line: line.key)


def summed(found: Any) -> Money:
    return total([line.amount for line in found], "IDR")


@settings(max_examples=300, deadline=None)
@given(steps=st.lists(quotes, min_size=1, max_size=4))
def test_lines_and_differences_always_add_up_to_the_newest_quote(steps: Any) -> None:
    standing: list[FeeLine] = []
    for wanted in steps:
        standing += difference_lines(standing, wanted)
        assert summed(standing) == summed(wanted)
        assert difference_lines(standing, wanted) == ()


@settings(max_examples=100, deadline=None)
@given(old=quotes, new=quotes)
def test_standing_lines_are_not_touched_where_nothing_changed(old: Any, new: Any) -> None:
    same = {line.key for line in old if line in new}
    assert same.isdisjoint(line.key for line in difference_lines(old, new))


def test_moving_a_day_takes_one_line_back_and_adds_one(
    book: CityBook, flow: Callable[[str], Plan]
) -> None:
    plan = flow("b")
    moved = replace(plan.days[1], on=plan.days[1].on + timedelta(days=1))  # Monday
    new = replace(plan, days=(plan.days[0], moved))
    before, after = quote(PlanFacts(plan, book)), quote(PlanFacts(new, book))
    found = difference_lines(before.lines, after.lines)
    assert [line.amount for line in found] == [rupiah(-2_700_000), rupiah(2_200_000)]
