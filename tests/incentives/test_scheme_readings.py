"""Readings of rules that have no worked example: jumps, ladders, elections, self-including caps.

Expected values are worked out by hand from the rule as the scheme's sources state it.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from .examples import asked, numbers, steps


@pytest.mark.parametrize(
    ("iceland", "counted", "rebate"), [(8_000_000, 0, 2_000_000), (8_000_001, 1_000_000, 2_250_000)]
)
def test_above_four_fifths_iceland_counts_the_whole_european_area(
    iceland: int, counted: int, rebate: int
) -> None:
    facts = {"local_spend": iceland, "eea_spend": 1_000_000, "total_cost": 10_000_000}
    answer = asked("is-25", facts)
    assert steps(answer, "eea_counted", "rebate") == numbers(counted, rebate)


def test_all_icelandic_aid_stops_at_85_per_cent_of_the_cost() -> None:
    facts = {"local_spend": 10_000_000, "total_cost": 10_000_000, "other_aid": 7_000_000}
    answer = asked("is-25", facts)
    assert steps(answer, "uncapped", "rebate") == numbers(2_500_000, 1_500_000)


@pytest.mark.parametrize(
    ("points", "rate"), [(9, "0.35"), (10, "0.375"), (14, "0.375"), (85, "0.5")]
)
def test_the_known_ends_of_abu_dhabi_s_ladder(points: int, rate: str) -> None:
    answer = asked("ae-ad-2025", {"local_spend": 1_000_000, "points": points})
    assert answer.step("rate").value == Decimal(rate)


@pytest.mark.parametrize("points", [15, 50, 84])
def test_between_the_known_ends_there_is_no_figure_and_no_guess(points: int) -> None:
    answer = asked("ae-ad-2025", {"local_spend": 1_000_000, "points": points})
    assert answer.result is None
    assert [one.code for one in answer.refused] == ["no_tier"]


def malaysia(cast: int, crew: int, **more: object) -> dict[str, object]:
    """A foreign shoot with MYR 6 million of other costs in Malaysia."""
    return {
        "other_qmpe": 6_000_000, "foreign_cast_pay": cast, "foreign_crew_pay": crew,
        "work": "production", "local_share": Decimal("0.3"), **more,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("cast", "crew", "qmpe"),
    [
        (5_000_000, 5_000_000, 10_000_000),  # both over: each a third of the other costs
        (5_000_000, 0, 7_500_000),  # one over: a quarter of them
        (1_000_000, 1_000_000, 8_000_000),  # neither: 12.5 % each
        (5_000_000, 1_000_000, 8_750_000),  # the cast a quarter of six and one
    ],
)
def test_malaysia_s_limits_on_foreign_pay_include_that_pay(cast: int, crew: int, qmpe: int) -> None:
    assert steps(asked("my-fimi-foreign", malaysia(cast, crew)), "qmpe") == numbers(qmpe)


def test_malaysia_pays_nothing_beyond_105_per_cent_of_what_was_approved() -> None:
    approved = {"has_approval": True, "approved_qmpe": 5_000_000}
    answer = asked("my-fimi-foreign", malaysia(0, 0, **approved))
    assert steps(answer, "qmpe", "counted", "rebate") == numbers(6_000_000, 5_250_000, 1_575_000)


def test_too_few_malaysians_refuse_the_incentive() -> None:
    facts = malaysia(0, 0) | {"local_share": Decimal("0.29")}
    answer = asked("my-fimi-foreign", facts)
    assert answer.result is None and [one.of for one in answer.refused] == ["local_labour"]


@pytest.mark.parametrize(
    ("choice", "credit"), [("salaries", 450_000), ("all_spend", 600_000), (None, 600_000)]
)
def test_manitoba_s_election_shows_both_and_takes_the_chosen_or_the_better(
    choice: str | None, credit: int
) -> None:
    facts = {"local_labour": 1_000_000, "all_spend": 2_000_000}
    answer = asked("ca-mb", facts | ({"election": choice} if choice else {}))
    assert steps(answer, "by_pay", "by_spend") == numbers(450_000, 600_000)
    assert answer.result == credit


@pytest.mark.parametrize(
    ("certificate", "uplift"), [(date(2021, 12, 31), 200_000), (date(2022, 1, 1), 120_000),
                                (date(2023, 12, 31), 80_000)]
)  # fmt: skip
def test_ireland_s_regional_uplift_fell_year_by_year(certificate: date, uplift: int) -> None:
    facts = {
        "local_spend": 4_000_000, "total_cost": 10_000_000, "regional": True,
        "certificate": certificate,
    }  # fmt: skip
    answer = asked("ie-s481-2019", facts)
    assert steps(answer, "basic", "regional_uplift") == numbers(1_280_000, uplift)


@pytest.mark.parametrize(
    ("facts", "eligible"),
    [
        ({"local_spend": 500_000_001, "total_cost": 500_000_001, "countries": 1}, True),
        ({"local_spend": 500_000_000, "total_cost": 900_000_000, "countries": 1}, False),
        ({"local_spend": 200_000_001, "total_cost": 1_000_000_001, "countries": 1}, True),
        ({"local_spend": 200_000_001, "total_cost": 900_000_000, "countries": 10}, True),
        ({"local_spend": 200_000_000, "total_cost": 2_000_000_000, "countries": 30}, False),
    ],
)
def test_japan_opens_by_any_of_its_ways(facts: dict[str, int], eligible: bool) -> None:
    answer = asked("jp-vipo", facts)
    assert (answer.result is not None) is eligible
    assert answer.discretionary


def test_the_canaries_give_half_of_the_first_million_and_45_per_cent_above() -> None:
    answer = asked("es-canarias", {"local_spend": 3_000_000, "project_kind": "feature"})
    assert steps(answer, "by_bands", "credit") == numbers(1_400_000, 1_400_000)
    large = asked("es-canarias", {"local_spend": 90_000_000, "project_kind": "feature"})
    assert large.result == 36_000_000


def test_all_aid_in_spain_stops_at_half_of_the_cost() -> None:
    facts = {"local_spend": 3_000_000, "project_kind": "feature", "total_cost": 6_000_000}
    aided = asked("es-mainland", facts | {"other_aid": 2_500_000})
    assert steps(aided, "capped", "credit") == numbers(800_000, 500_000)


def test_a_spanish_series_is_capped_by_its_episodes() -> None:
    facts = {
        "local_spend": 200_000_000, "project_kind": "series", "episodes": 3,
        "total_cost": 400_000_000,
    }  # fmt: skip
    assert steps(asked("es-mainland", facts), "series_cap", "capped") == numbers(
        30_000_000, 30_000_000
    )


def test_georgia_counts_one_employee_to_half_a_million_and_nets_what_a_sale_brings() -> None:
    facts = {
        "local_spend": 1_000_000, "payroll_spend": 500_000, "lead_pay": 2_000_000, "logo": True,
        "sale_price": Decimal("0.88"),
    }  # fmt: skip
    answer = asked("us-ga", facts)
    assert answer.step("per_person").cut == 1_500_000
    assert steps(answer, "qualified", "basic", "promotion") == numbers(2_000_000, 400_000, 200_000)
    assert (answer.result, answer.net) == (600_000, 528_000)


def test_korea_s_first_grant_counted_post_production_up_to_half() -> None:
    facts = {
        "local_spend": 3_000_000_000, "post_spend": 2_000_000_000, "shoot_days": 10,
        "foreign_share": Decimal("0.81"),
    }  # fmt: skip
    answer = asked("kr-kofic-2011", facts)
    assert steps(answer, "other_spend", "post_counted", "qualifying", "rebate") == numbers(
        1_000_000_000, 1_000_000_000, 2_000_000_000, 500_000_000
    )


def test_the_scenario_of_jakarta_by_hand() -> None:
    """Crew 4, goods 3, lodging 1, post 2: 10 billion. Cast (5) may be a quarter, general costs (1)
    a twentieth of the whole; both are over, so the 10 billion are 70 % of it: 14,285,714,285.
    A fifth of that, and two hundredths for 40 days of trainees."""
    answer = asked(
        "id-jakarta-rebate-scenario",
        {
            "cast_spend": 5_000_000_000, "crew_spend": 4_000_000_000, "goods_spend": 3_000_000_000,
            "lodging_spend": 1_000_000_000, "post_spend": 2_000_000_000,
            "overhead_spend": 1_000_000_000, "shoot_days": 20, "trainee_days": 40,
        },
    )  # fmt: skip
    whole = Decimal(10_000_000_000) / Decimal("0.7")
    qualifying = answer.step("qualifying").value
    assert qualifying is not None and abs(qualifying - whole) < 1
    assert answer.result == int(whole * 22 / 100)
    assert answer.status == "proposal" and answer.discretionary
    first, last = answer.payments
    assert first.amount is not None and last.amount is not None
    assert first.amount + last.amount == answer.result
