"""Examples of Canada and the United States."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest

from simpul.incentives.scheme.stacking import Asked, stack
from simpul.incentives.scheme.trace import Quote

from .examples import asked, example, numbers, scheme, steps

LABOUR = 1_000_000


def with_ottawa(province: str, labour: int, facts: dict[str, Any]) -> tuple[Quote, Quote]:
    """A province's credit and the federal one on the same labour, in their legal order."""
    country = {"local_labour": labour, "total_cost": 2_000_000, "project_kind": "feature"}
    both = stack(
        [
            Asked(scheme("ca-pstc"), country),
            Asked(scheme(province), {"local_labour": labour} | facts),
        ]
    )
    assert [row.quote.scheme_id for row in both.rows] == [province, "ca-pstc"]
    assert not both.conflicts
    return both.of(province).quote, both.of("ca-pstc").quote


def together(*answers: Quote) -> Decimal:
    """What credits of one kind and currency come to."""
    return sum((one.result for one in answers if one.result is not None), Decimal(0))


@example("CA-01")
def test_manitoba_and_canada_together_give_70_6_per_cent_of_the_labour() -> None:
    bonuses = {"frequent": True, "producer": True, "rural": True}
    province, country = with_ottawa("ca-mb", LABOUR, bonuses)
    assert steps(province, "rate", "by_pay") == numbers("0.65", 650_000)
    assert steps(country, "net_labour", "credit") == numbers(350_000, 56_000)
    assert together(province, country) == 706_000


@example("CA-03")
def test_british_columbia_and_canada_together_give_46_24_per_cent() -> None:
    facts = {"bc_days": 20, "total_cost": 2_000_000}
    province, country = with_ottawa("ca-bc-pstc-2025", LABOUR, facts)
    assert steps(province, "basic", "credit") == numbers(360_000, 360_000)
    assert steps(country, "net_labour", "credit") == numbers(640_000, 102_400)
    percent = together(province, country) * 100 / LABOUR
    assert percent == Decimal("46.24")
    assert percent.quantize(Decimal("0.1"), ROUND_HALF_UP) == Decimal("46.2")


@example("CA-04")
def test_ontario_and_canada_together_give_34_06_per_cent_rounded_half_up() -> None:
    """All the spend is labour here, as the printed rate has it."""
    province, country = with_ottawa("ca-on-opstc", LABOUR, {"local_spend": LABOUR})
    assert steps(province, "spend_limited", "credit") == numbers(LABOUR, 215_000)
    assert steps(country, "net_labour", "credit") == numbers(785_000, 125_600)
    percent = together(province, country) * 100 / LABOUR
    assert percent == Decimal("34.06")
    assert percent.quantize(Decimal("0.1"), ROUND_HALF_UP) == Decimal("34.1")


@example("CA-05")
def test_the_calculator_of_british_columbia_of_2016() -> None:
    facts = {"dave_labour": 1_000_000, "bc_days": 40, "regional_days": 10, "distant_days": 5}
    province, country = with_ottawa("ca-bc-pstc-2016", 10_000_000, facts)
    assert steps(province, "basic", "regional", "distant", "dave", "credit") == numbers(
        2_800_000, 150_000, 75_000, 160_000, 3_185_000
    )
    assert steps(country, "net_labour", "credit") == numbers(6_815_000, 1_090_400)
    assert together(province, country) == 4_275_400


def test_the_two_federal_credits_cannot_stand_together() -> None:
    service = {"local_labour": LABOUR, "total_cost": 2_000_000, "project_kind": "feature"}
    content = {"local_labour": LABOUR, "total_cost": 2_000_000}
    both = stack([Asked(scheme("ca-pstc"), service), Asked(scheme("ca-cptc"), content)])
    assert {(one.one, one.other) for one in both.conflicts} in (
        {("ca-pstc", "ca-cptc")},
        {("ca-cptc", "ca-pstc")},
    )


@example("CA-07")
def test_canadian_content_earns_at_most_15_per_cent_of_the_cost() -> None:
    answer = asked("ca-cptc", {"local_labour": 70_000, "total_cost": 100_000})
    assert steps(answer, "sixty", "qualified_labour", "credit") == numbers(60_000, 60_000, 15_000)
    exact = asked("ca-cptc", {"local_labour": 60_000, "total_cost": 100_000})
    assert exact.result == 15_000
    less = asked("ca-cptc", {"local_labour": 59_000, "total_cost": 100_000})
    assert less.result == 14_750


@example("CA-08")
def test_ontario_counts_spend_up_to_four_times_the_labour() -> None:
    answer = asked("ca-on-opstc", {"local_spend": 10_000_000, "local_labour": 2_000_000})
    limited = answer.step("spend_limited")
    assert (limited.before, limited.value, limited.cut) == (10_000_000, 8_000_000, 2_000_000)
    assert answer.result == 1_720_000


@pytest.mark.parametrize(("labour", "credit"), [(240_000, 96_000), (300_000, 117_000)])
@example("CA-09")
def test_a_first_time_producer_in_ontario_earns_40_then_35_per_cent(
    labour: int, credit: int
) -> None:
    facts = {"local_labour": labour, "first_time": True, "total_cost": 1_000_000}
    answer = asked("ca-on-ofttc", facts)
    assert steps(answer, "first_credit", "usual_credit", "credit") == numbers(credit, 0, credit)


def test_the_domestic_credit_of_british_columbia_reduces_the_federal_base() -> None:
    """35 % of labour (60 % of the cost at most), regional, distant, effects, script, training."""
    province = asked(
        "ca-bc-fibc",
        {
            "local_labour": 7_000_000, "total_cost": 10_000_000, "dave_labour": 500_000,
            "bc_days": 30, "regional_days": 15, "distant_days": 3, "script_labour": 100_000,
            "training_labour": 1_000_000, "first_shooting_day": date(2025, 6, 1),
        },
    )  # fmt: skip
    # labour 6,000,000: 2,100,000; half of 12.5 %: 375,000; a tenth of 6 %: 36,000
    assert steps(province, "qualified_labour", "basic", "regional", "distant") == numbers(
        6_000_000, 2_100_000, 375_000, 36_000
    )
    assert steps(province, "dave", "script", "training", "credit") == numbers(
        80_000, 35_000, 180_000, 2_806_000
    )
    # net cost 7,194,000, 60 % of it 4,316,400, a quarter 1,079,100
    country = asked(
        "ca-cptc",
        {"local_labour": 7_000_000, "total_cost": 10_000_000, "assistance": province.result},
    )
    assert steps(country, "net_cost", "qualified_labour", "credit") == numbers(
        7_194_000, 4_316_400, 1_079_100
    )


@example("US-01")
def test_louisiana_never_gives_more_than_two_fifths_of_the_base() -> None:
    answer = asked("us-la", {"local_spend": 0, "resident_pay": 1_000_000, "out_of_zone": True})
    # 25 % and 5 % of the base and 15 % of resident pay would be 450,000
    assert steps(answer, "base", "together") == numbers(1_000_000, 450_000)
    limited = answer.step("limited")
    assert (limited.value, limited.cut) == (400_000, 50_000)
    assert answer.result == 400_000


@example("US-02")
def test_louisiana_out_of_the_zone_with_resident_pay() -> None:
    answer = asked(
        "us-la", {"local_spend": 7_000_000, "resident_pay": 3_000_000, "out_of_zone": True}
    )
    assert steps(answer, "base", "basic", "zone", "resident") == numbers(
        10_000_000, 2_500_000, 500_000, 450_000
    )
    assert steps(answer, "together", "limited", "credit") == numbers(
        3_450_000, 3_450_000, 3_450_000
    )
    assert answer.net == 3_036_000


@example("US-03")
def test_the_jobs_ratio_of_california_ranks_and_does_not_pay() -> None:
    facts = {"wages_spend": 30_000_000, "local_spend": 20_000_000, "independent": False}
    answer = asked("us-ca-4", facts | {"soundstage": True})
    assert steps(answer, "jobs_points", "ranking_credit", "jobs_ratio", "stage_ratio") == numbers(
        37_000_000, 10_000_000, "3.7", "4.921"
    )
    # paid is 35 % of what qualifies, not the 20 % of the ranking, and only up to that
    assert answer.result == 17_500_000
    assert answer.discretionary
    without = asked("us-ca-4", facts | {"soundstage": False})
    assert without.step("stage_ratio").skipped and without.result == 17_500_000


@pytest.mark.parametrize(("pay", "credit"), [(999_999, "249999.75"), (1_000_000, "0")])
@example("US-04")
def test_in_massachusetts_a_salary_of_a_million_drops_out_entirely(pay: int, credit: str) -> None:
    answer = asked(
        "us-ma",
        {
            "payroll_spend": 0, "lead_pay": pay, "local_spend": 100_000, "total_cost": 5_000_000,
            "shoot_days": 1, "total_shoot_days": 20,
        },
    )  # fmt: skip
    assert steps(answer, "payroll_credit", "expense_credit") == numbers(credit, 0)
    assert answer.step("million_out").cut == (0 if pay < 1_000_000 else 1_000_000)
    assert answer.net == (Decimal(credit) * 9 / 10).quantize(Decimal("0.01"), ROUND_HALF_UP)
