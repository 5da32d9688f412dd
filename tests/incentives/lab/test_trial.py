"""The lab's arithmetic, against a slow and plain calculation beside it."""

from __future__ import annotations

import json
from datetime import date, timedelta
from decimal import Decimal
from time import perf_counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simpul.incentives.lab.reckoning import budget, changes
from simpul.incentives.lab.reckoning.cases import PAST, SYNTHETIC, Case, Fund, Outcome, digest
from simpul.incentives.lab.reckoning.synthetic import Chance, OneOf, PartOf, Range, resampled, year
from simpul.incentives.lab.reckoning.trial import run

FIRST = date(2027, 1, 1)
FUND = Fund(Decimal(1_000), FIRST, date(2027, 12, 31))

amounts = st.integers(0, 600).map(Decimal)
claims = st.lists(
    st.tuples(st.integers(0, 364).map(lambda n: FIRST + timedelta(days=n)), amounts), max_size=25
)


def rate(percent: int, least: int) -> Any:
    """A scheme of one line: so many percent from so much spend on."""
    one = single(percent, least)
    return lambda cases: [one(case) for case in cases]


def single(percent: int, least: int) -> Any:
    def rules(case: Case) -> Outcome:
        spend = case.facts.get("spend")
        if spend is None:
            return Outcome(None, missing=("spend",))
        assert isinstance(spend, Decimal)
        passed = spend >= least
        limits = {"least": (spend, Decimal(least))}
        marks = {"least": "pass" if passed else "fail"}
        if not passed:
            return Outcome(Decimal(0), refused=("least",), marks=marks, limits=limits)
        return Outcome(spend * percent / 100, marks=marks, limits=limits)

    return rules


def case(key: str, spend: int | None, day: int = 0, origin: str = PAST) -> Case:
    facts = {} if spend is None else {"spend": Decimal(spend)}
    return Case(key, FIRST + timedelta(days=day), facts, origin)


def test_who_gains_who_loses_who_is_let_in_and_who_is_shut_out() -> None:
    # 20 % from 100 on, against 25 % from 200 on: 150 is shut out, 400 gains 20, 50 stays refused.
    cases = [case("1", 150), case("2", 400), case("3", 50), case("4", None)]
    part = run(cases, rate(20, 100), rate(25, 200), fund=FUND, seed=1)["past"]
    told = {name: (row["cases"], row["difference"]) for name, row in part["groups"].items()}
    assert told == {
        "gain": (1, "20"), "let_in": (0, "0"), "same": (1, "0"), "lose": (0, "0"),
        "shut_out": (1, "-30"), "unknown": (1, "0"),
    }  # fmt: skip
    assert part["totals"] == {"before": "110", "after": "100"}
    assert part["crossings"] == [
        {"id": "least", "from": "pass", "to": "fail", "cases": 1, "difference": "-30"}
    ]
    assert part["unknown_for"] == {"spend": 1}
    assert [row["case"] for row in part["named"]["lose"]] == ["1"]
    assert part["sides"]["before"]["awards"] == 2


def test_the_other_way_round_the_same_case_is_let_in() -> None:
    one = case("1", 150)
    pair = changes.Pair(one, single(25, 200)(one), single(20, 100)(one))
    assert pair.group == changes.LET_IN
    assert pair.difference == 30


def test_near_misses_are_told_on_both_sides_of_the_threshold() -> None:
    cases = [case(str(n), spend) for n, spend in enumerate((189, 190, 199, 200, 210, 211))]
    part = run(cases, rate(20, 200), rate(20, 200), fund=FUND, seed=1)["past"]
    assert part["near"] == [{"id": "least", "short": 2, "over": 2}]


def test_a_case_of_which_a_fact_is_missing_is_never_counted_as_nothing() -> None:
    part = run([case("1", None)], rate(20, 0), rate(30, 0), fund=FUND, seed=1)["past"]
    assert part["totals"] == {"before": "0", "after": "0"}
    assert part["groups"]["unknown"]["cases"] == 1
    assert part["sides"]["after"]["awards"] == 0


@given(claims)
def test_what_is_reserved_and_left_is_what_the_fund_had(rows: list[budget.Claim]) -> None:
    told = budget.day_by_day(rows, FUND)
    assert told["reserved"] + told["left"] == FUND.amount
    assert told["reserved"] + told["waiting_amount"] == sum(amount for _day, amount in rows)
    assert told["left"] >= 0


@given(claims)
def test_the_fund_closes_on_the_day_of_the_first_claim_that_does_not_fit(
    rows: list[budget.Claim],
) -> None:
    left, closed = Decimal(1_000), None
    for day, amount in sorted(rows):
        if amount > left:
            closed = day
            break
        left -= amount
    assert budget.day_by_day(rows, FUND)["closed_on"] == closed


@given(claims)
def test_the_order_in_which_claims_are_handed_over_is_irrelevant(rows: list[budget.Claim]) -> None:
    assert budget.day_by_day(rows, FUND) == budget.day_by_day(rows[::-1], FUND)
    assert budget.uncertain(rows, FUND, seed=3, draws=20) == budget.uncertain(
        rows[::-1], FUND, seed=3, draws=20
    )


def test_quantiles_are_years_that_were_drawn() -> None:
    values = [Decimal(n) for n in range(1, 101)]
    assert budget.quantiles(values) == {
        "5": 5, "25": 25, "50": 50, "75": 75, "95": 95,
    }  # fmt: skip
    assert budget.quantiles([Decimal(7)]) == dict.fromkeys(("5", "25", "50", "75", "95"), 7)


def test_equal_claims_leave_no_doubt_about_the_cost_but_the_day_moves() -> None:
    rows = [(FIRST + timedelta(days=day), Decimal(100)) for day in range(20)]
    told = budget.uncertain(rows, FUND, seed=9)
    assert set(told["cost"].values()) == {Decimal(2_000)}
    # Ten fit into the fund whatever is drawn, so it always closes, and never on the first day.
    assert told["closes_in"] == 100
    days = [day for day in told["closing_day"].values() if day]
    assert days == sorted(days)
    assert days[0] > FIRST


def test_a_fund_that_lasts_has_no_closing_day() -> None:
    told = budget.uncertain([(FIRST, Decimal(1))], FUND, seed=9)
    assert told["closes_in"] == 0
    assert set(told["closing_day"].values()) == {None}


def test_the_same_seed_gives_the_same_report_and_another_seed_another_range() -> None:
    cases = [case(str(n), 100 + 37 * n % 400, n) for n in range(60)]
    first = run(cases, rate(20, 100), rate(25, 150), fund=FUND, seed=7)
    assert run(cases, rate(20, 100), rate(25, 150), fund=FUND, seed=7) == first
    other = run(cases, rate(20, 100), rate(25, 150), fund=FUND, seed=8)
    assert (
        other["past"]["sides"]["after"]["uncertain"] != first["past"]["sides"]["after"]["uncertain"]
    )
    assert other["past"]["groups"] == first["past"]["groups"]
    json.dumps(first)


DRAWS = {
    "spend": Range(Decimal(100), Decimal(1_000), Decimal(50_000)),
    "post": PartOf("spend", 10, 40),
    "crew": Chance(30),
    "kind": OneOf(("feature", "series")),
}


@given(st.integers(0, 2**32))
def test_a_synthetic_year_stays_within_what_was_said(seed: int) -> None:
    cases = year(DRAWS, count=40, first=FIRST, seed=seed)
    assert [one.on for one in cases] == sorted(one.on for one in cases)
    for one in cases:
        spend, post = one.facts["spend"], one.facts["post"]
        assert isinstance(spend, Decimal)
        assert isinstance(post, Decimal)
        assert 100 <= spend <= 50_000
        assert spend / 10 - 1 <= post <= spend * 4 / 10 + 1
        assert FIRST <= one.on < FIRST + timedelta(days=365)
        assert one.origin == SYNTHETIC


def test_the_typical_figure_is_the_median_and_a_chance_is_a_chance() -> None:
    cases = year(DRAWS, count=4_000, first=FIRST, seed=5)
    spends = sorted(one.facts["spend"] for one in cases if isinstance(one.facts["spend"], Decimal))
    below = sum(spend <= 1_000 for spend in spends)
    assert abs(below - 2_000) < 150
    assert abs(sum(one.facts["crew"] is True for one in cases) - 1_200) < 130


def test_a_range_in_the_wrong_order_is_refused() -> None:
    with pytest.raises(ValueError, match="order"):
        Range(Decimal(5), Decimal(4), Decimal(6))


def test_past_cases_drawn_anew_keep_their_facts() -> None:
    past = [case(str(n), 100 + n) for n in range(5)]
    drawn = resampled(past, count=50, first=FIRST, seed=2)
    assert len(drawn) == 50
    assert {str(one.facts["spend"]) for one in drawn} <= {str(100 + n) for n in range(5)}
    assert resampled([], count=50, first=FIRST, seed=2) == []


def test_frozen_input_has_one_digest_whatever_the_order_of_its_keys() -> None:
    one = {"seed": 1, "facts": {"a": Decimal("1.50"), "b": FIRST}}
    other = {"facts": {"b": FIRST, "a": Decimal("1.50")}, "seed": 1}
    assert digest(one) == digest(other)
    assert digest({**one, "seed": 2}) != digest(one)


def test_two_thousand_cases_take_little_beside_the_rules_themselves() -> None:
    cases = [case(str(n), 100 + 37 * n % 40_000, n % 365) for n in range(2_000)]
    fund = Fund(Decimal(4_000_000), FIRST, date(2027, 12, 31))
    began = perf_counter()
    run(cases, rate(20, 100), rate(25, 150), fund=fund, seed=7)
    # Ten thousand in a minute leave 6 ms for each; this much for the counting, on a busy machine.
    assert perf_counter() - began < 2_000 * 0.004
