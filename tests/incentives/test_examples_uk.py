"""The published examples of the United Kingdom: each step as HM Revenue & Customs prints it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from .examples import asked, example, numbers, steps


@example("UK-01")
def test_a_childrens_programme_is_held_to_four_fifths_of_its_core_cost() -> None:
    answer = asked(
        "uk-avec",
        {"project_kind": "childrens_tv", "core_cost": 200_000, "non_uk_core": 30_000},
    )
    assert steps(answer, "rge", "uk", "cap", "qualifying_to_date") == numbers(
        200_000, 170_000, 160_000, 160_000
    )
    assert steps(answer, "rate", "credit") == numbers("0.39", 62_400)
    assert answer.result == Decimal(62_400)


@example("UK-03")
def test_animated_television_earns_39_per_cent_of_what_qualifies_in_the_period() -> None:
    first = asked(
        "uk-avec", {"project_kind": "animated_tv", "core_cost": 500_000, "non_uk_core": 100_000}
    )
    second = asked(
        "uk-avec",
        {"project_kind": "animated_tv", "core_cost": 1_000_000, "non_uk_core": 300_000},
        history=[first.values],
    )
    # 400,000 qualified before; 700,000 do now: 300,000 in this period
    assert steps(second, "qualifying_to_date", "qualifying", "rate") == numbers(
        700_000, 300_000, "0.39"
    )
    assert second.result == Decimal(117_000)


@example("UK-04")
def test_a_video_game_earns_34_per_cent() -> None:
    answer = asked("uk-vgec", {"core_cost": 25_000, "non_uk_core": 5_000})
    assert steps(answer, "qualifying", "rate", "credit") == numbers(20_000, "0.34", 6_800)


@example("UK-05")
def test_the_rate_of_the_first_claim_stays_when_the_kind_changes() -> None:
    first = asked(
        "uk-avec", {"project_kind": "feature", "core_cost": 1_000_000, "non_uk_core": 400_000}
    )
    second = asked(
        "uk-avec",
        {"project_kind": "childrens_tv", "core_cost": 2_000_000, "non_uk_core": 800_000},
        history=[first.values],
    )
    assert steps(first, "rate") == numbers("0.34")
    assert steps(second, "rate_of_kind", "rate") == numbers("0.39", "0.34")
    assert steps(second, "qualifying", "credit") == numbers(600_000, 204_000)
    third = asked(
        "uk-avec",
        {"project_kind": "childrens_tv", "core_cost": 3_000_000, "non_uk_core": 1_200_000},
        history=[first.values, second.values],
    )
    assert steps(third, "rate") == numbers("0.34")


@example("UK-07")
def test_independent_film_first_claim() -> None:
    answer = asked("uk-iftc", {"core_cost": 9_500_000, "excluded": 0, "non_uk_core": 500_000})
    assert steps(answer, "core_counted", "rge", "uk", "cap", "qualifying", "credit") == numbers(
        9_500_000, 9_500_000, 9_000_000, 7_600_000, 7_600_000, 4_028_000
    )
    assert answer.result == Decimal(4_028_000)


@example("UK-08")
def test_spend_in_the_uk_fills_the_limit_of_15_million_first() -> None:
    answer = asked("uk-iftc", {"core_cost": 18_000_000, "non_uk_core": 4_000_000})
    assert steps(answer, "uk", "non_uk", "rge", "cap", "qualifying", "credit") == numbers(
        14_000_000, 1_000_000, 15_000_000, 12_000_000, 12_000_000, 6_360_000
    )


EFFECTS = {
    "rge_all": 20_000_000,
    "non_uk_all": 8_000_000,
    "qualified_before": 5_000_000,
    "rge_avec": 12_000_000,
    "non_uk_avec": 5_000_000,
    "vfx": 1_000_000,
}


@example("UK-09")
def test_effects_earn_39_per_cent_less_their_part_of_the_credit_already_given() -> None:
    answer = asked("uk-vfx", EFFECTS)
    assert steps(answer, "uk_all", "cap", "chapter3", "uk_avec") == numbers(
        12_000_000, 16_000_000, 2_380_000, 7_000_000
    )
    assert steps(answer, "vfx_full", "vfx_part", "additional") == numbers(390_000, 340_000, 50_000)
    assert answer.result == Decimal(50_000)


def test_later_spend_elsewhere_can_make_the_additional_credit_negative() -> None:
    """First all 10 million are UK spend and the 80 % cap bites; then 10 million are spent abroad,
    the cap no longer bites, and the ordinary credit gives back what the top-up had made good."""
    whole = {"rge_all": 10_000_000, "non_uk_all": 0, "rge_avec": 10_000_000, "non_uk_avec": 0}
    first = asked("uk-vfx", whole | {"vfx": 1_000_000})
    assert steps(first, "chapter3", "vfx_part", "additional") == numbers(
        2_720_000, 272_000, 118_000
    )
    abroad = {
        "rge_all": 20_000_000, "non_uk_all": 10_000_000,
        "rge_avec": 20_000_000, "non_uk_avec": 10_000_000,
    }  # fmt: skip
    second = asked("uk-vfx", abroad | {"vfx": 1_000_000}, history=[first.values])
    assert steps(second, "chapter3", "vfx_part", "additional_to_date") == numbers(
        3_400_000, 340_000, 50_000
    )
    assert second.result == Decimal(-68_000)


def test_the_manual_s_second_example_of_effects_where_the_cap_bites() -> None:
    """Printed: 90 % UK spend, ordinary credits of 6.8 and 4.08 million, UK spend of 36 million;
    the top-up is 39 % of 6 million less 6/36 of both credits, worked out here."""
    answer = asked(
        "uk-vfx",
        {
            "rge_all": 40_000_000, "non_uk_all": 4_000_000, "rge_avec": 40_000_000,
            "non_uk_avec": 4_000_000, "vfx": 6_000_000,
        },
    )  # fmt: skip
    assert steps(answer, "cap", "chapter3", "uk_avec") == numbers(
        32_000_000, 6_800_000 + 4_080_000, 36_000_000
    )
    assert answer.result == Decimal("526666.67")


def test_other_debts_are_met_before_the_rest_is_paid() -> None:
    """Printed: 100,000 left after the fourth step, 15,000 of VAT unpaid, 85,000 go on."""
    answer = asked("uk-redemption", {"credit": 150_000, "profit": 200_000, "other_debts": 15_000})
    assert steps(answer, "after_4", "payable") == numbers(100_000, 85_000)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        pytest.param(
            {"credit": 200_000, "profit": 500_000, "other_tax": 50_000},
            {"after_1": 75_000, "net_credit": 150_000, "withheld": 0, "after_3": 25_000,
             "payable": 25_000},
            id="UK-12",
        ),
        pytest.param(
            {"credit": 100_000, "profit": 0, "other_debts": 15_000},
            {"after_1": 100_000, "after_2": 75_000, "withheld": 25_000, "payable": 60_000},
            id="UK-13",
        ),
        pytest.param(
            {"credit": 200_000, "profit": 0},
            {"after_2": 150_000, "withheld": 50_000, "after_3": 150_000},
            id="UK-14",
        ),
        pytest.param(
            {"credit": 200_000, "profit": 300_000},
            {"after_1": 125_000, "after_2": 125_000, "withheld": 0},
            id="UK-15",
        ),
        pytest.param(
            {"credit": 300_000, "profit": 160_000},
            {"after_1": 260_000, "after_2": 225_000, "withheld": 35_000},
            id="UK-16",
        ),
        pytest.param(
            {"credit": 150_000, "profit": 200_000, "other_tax": 30_000},
            {"after_2": 100_000, "after_3": 70_000},
            id="UK-17",
        ),
    ],
)  # fmt: skip
@example("UK-12", "UK-13", "UK-14", "UK-15", "UK-16", "UK-17")
def test_a_credit_goes_through_the_steps_of_redemption(
    facts: dict[str, int], expected: dict[str, int]
) -> None:
    answer = asked("uk-redemption", facts)
    assert steps(answer, *expected) == numbers(*expected.values())


@example("UK-18")
def test_the_profit_of_a_connected_company_does_not_count() -> None:
    answer = asked(
        "uk-avec",
        {
            "project_kind": "feature",
            "core_cost": 10_000_000,
            "non_uk_core": 5_000_000,
            "connected_charge": 5_000_000,
            "connected_cost": 2_000_000,
        },
    )
    allowed = answer.step("connected_allowed")
    assert (allowed.before, allowed.value, allowed.cut) == (5_000_000, 2_000_000, 3_000_000)
    assert steps(answer, "all_core", "uk") == numbers(12_000_000, 7_000_000)


LEADS = {"fee_a": 1_000_000, "fee_b": 500_000}


@example("UK-20")
def test_two_fair_methods_share_out_the_leads_fees_differently() -> None:
    """Both leads are available 14 of 28 days; they film 10 of 15 and 3 of 12 days."""
    film = {
        "core_cost": 4_000_000, "uk_core": 0, "whole_cost": 4_000_000, "income": 0, "large": False
    }  # fmt: skip
    available = {"uk_days_a": 14, "days_a": 28, "uk_days_b": 14, "days_b": 28}
    filming = {"uk_days_a": 10, "days_a": 15, "uk_days_b": 3, "days_b": 12}
    by_time = asked("uk-ftr", film | LEADS | available)
    assert steps(by_time, "share_a", "share_b", "lead_fees") == numbers(500_000, 250_000, 750_000)
    by_days = asked("uk-ftr", film | LEADS | filming)
    assert steps(by_days, "lead_fees") == numbers("791666.67")
    assert by_days.step("share_b").value == Decimal(125_000)


@example("UK-21")
def test_a_limited_budget_film_is_paid_a_quarter_of_the_loss_it_gives_up() -> None:
    answer = asked(
        "uk-ftr",
        {
            "core_cost": 10_000_000, "uk_core": 10_000_000, "whole_cost": 10_000_000,
            "income": 9_000_000, "large": False,
        },
    )  # fmt: skip
    assert steps(answer, "enhanceable", "deduction", "loss", "surrender", "credit") == numbers(
        8_000_000, 8_000_000, 9_000_000, 8_000_000, 2_000_000
    )


@example("UK-22")
def test_a_large_film_is_enhanced_by_80_and_paid_20_per_cent() -> None:
    answer = asked(
        "uk-ftr",
        {
            "core_cost": 100_000_000, "uk_core": 100_000_000, "whole_cost": 100_000_000,
            "income": 85_000_000, "large": True,
        },
    )  # fmt: skip
    assert steps(answer, "enhanceable", "deduction", "loss", "surrender", "credit") == numbers(
        80_000_000, 64_000_000, 79_000_000, 79_000_000, 15_800_000
    )


TWO_PERIODS = ("income_now", "deduction", "loss", "surrender", "credit")


@example("UK-23")
def test_film_relief_over_two_periods() -> None:
    whole = {"whole_cost": 10_000_000, "income": 9_000_000, "large": False}
    first = asked("uk-ftr", whole | {"core_cost": 4_000_000, "uk_core": 4_000_000})
    assert steps(first, *TWO_PERIODS) == numbers(
        3_600_000, 3_200_000, 3_600_000, 3_200_000, 800_000
    )
    second = asked(
        "uk-ftr",
        whole | {"core_cost": 10_000_000, "uk_core": 10_000_000},
        history=[first.values],
    )
    assert steps(second, "deduction", "credit") == numbers(4_800_000, 1_200_000)
    assert first.step("credit").value == 2_000_000 - 1_200_000


@example("UK-25")
def test_high_end_television_with_a_profit_saves_tax() -> None:
    answer = asked(
        "uk-hetv",
        {
            "core_cost": 3_000_000, "uk_core": 3_000_000, "whole_cost": 3_000_000,
            "income": 6_000_000, "tax_rate": Decimal("0.23"),
        },
    )  # fmt: skip
    assert steps(answer, "deduction", "profit", "tax_without", "tax_with", "tax_saved") == numbers(
        2_400_000, 600_000, 690_000, 138_000, 552_000
    )
    assert answer.result == Decimal(552_000)
    assert answer.result / 3_000_000 == Decimal("0.184")


@example("UK-26")
def test_high_end_television_with_a_loss_is_paid() -> None:
    answer = asked(
        "uk-hetv",
        {
            "core_cost": 1_000_000, "uk_core": 1_000_000, "whole_cost": 1_000_000,
            "income": 900_000,
        },
    )  # fmt: skip
    assert steps(answer, "deduction", "loss", "surrender", "credit") == numbers(
        800_000, 900_000, 800_000, 200_000
    )


@example("UK-27")
def test_video_games_relief_over_two_periods() -> None:
    whole = {"whole_cost": 1_000_000, "income": 900_000}
    first = asked("uk-vgtr", whole | {"core_cost": 400_000, "uk_core": 400_000})
    assert steps(first, *TWO_PERIODS) == numbers(360_000, 320_000, 360_000, 320_000, 80_000)
    second = asked(
        "uk-vgtr", whole | {"core_cost": 1_000_000, "uk_core": 1_000_000}, history=[first.values]
    )
    # 900,000 x 6/10; 800,000 less 320,000; a quarter of it
    assert steps(second, "income_now", "deduction", "credit") == numbers(540_000, 480_000, 120_000)


@example("UK-28")
def test_what_is_not_given_up_is_carried_forward() -> None:
    answer = asked(
        "uk-vgtr",
        {"core_cost": 850_000, "uk_core": 400_000, "whole_cost": 850_000, "income": 100_000},
    )
    assert steps(answer, "deduction", "loss", "surrender", "credit", "carried_loss") == numbers(
        400_000, 1_150_000, 400_000, 100_000, 750_000
    )


@example("UK-29")
def test_net_of_tax_a_fifth_of_uk_spend_is_left_and_of_effects_almost_three_tenths() -> None:
    answer = asked("uk-avec", {"project_kind": "feature", "core_cost": 1_000_000, "non_uk_core": 0})
    assert steps(answer, "qualifying", "credit") == numbers(800_000, 272_000)
    assert answer.net == Decimal(204_000)
    # effects whose ordinary credit has not been given: 39 per cent of 1,000,000, less tax
    only_effects = {
        "rge_all": 1_000_000, "non_uk_all": 0, "qualified_before": 1_000_000,
        "rge_avec": 1_000_000, "non_uk_avec": 0, "vfx": 1_000_000,
    }  # fmt: skip
    effects = asked("uk-vfx", only_effects)
    assert steps(effects, "vfx_full", "vfx_part", "additional") == numbers(390_000, 0, 390_000)
    assert effects.net == Decimal(292_500)
