"""Examples of Korea, Jakarta, Thailand, India, Kazakhstan and New Zealand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from simpul.incentives.scheme.stacking import Asked, stack

from .examples import asked, chosen, example, numbers, scheme, steps


@pytest.mark.parametrize(
    ("spend", "rebate"), [(799_999_999, 159_999_999), (800_000_000, 200_000_000)]
)
def test_ten_days_in_korea_earn_25_per_cent_of_everything_from_800_million(
    spend: int, rebate: int
) -> None:
    facts = {"local_spend": spend, "shoot_days": 10, "foreign_share": Decimal("0.9")}
    assert asked("kr-kofic-1024", facts).result == rebate


@pytest.mark.parametrize(
    ("spend", "days", "rebate"),
    [
        (800_000_000, 5, 160_000_000),
        (1_200_000_000, 10, 300_000_000),
        (2_000_000_000, 10, 300_000_000),
    ],
)
@example("KR-01")
def test_the_korean_tiers_have_caps_of_their_own(spend: int, days: int, rebate: int) -> None:
    """160 million is the cap of the 20 % tier, not the printed "1.6 million"."""
    facts = {"local_spend": spend, "shoot_days": days, "foreign_share": Decimal("0.9")}
    assert asked("kr-kofic-1024", facts).result == rebate
    (dispute,) = scheme("kr-kofic-1024").disputes
    assert (dispute.taken, dispute.says[0].value) == ("160000000", "1600000")


@pytest.mark.parametrize(
    ("days", "support"), [(6, 0), (7, 20_000_000), (15, 30_000_000), (20, 40_000_000)]
)
@example("KR-02")
def test_busan_s_ladder_of_days_of_2023(days: int, support: int) -> None:
    facts = {"receipted_costs": 90_000_000, "shoot_days": days, "financing_secured": True}
    answer = asked("kr-busan-2023", facts)
    assert steps(answer, "ladder", "support") == numbers(support, support)
    assert scheme("kr-busan-2023").instrument == "in_kind"
    few = asked("kr-busan-2023", facts | {"receipted_costs": 12_000_000})
    assert few.result == min(support, 12_000_000)


def test_busan_and_gijang_together_stop_at_100_million_and_meet_no_receipt_twice() -> None:
    budget = {"net_budget": 3_000_000_000}
    in_busan = budget | {"receipted_costs": 80_000_000, "shoot_days": 6}
    in_gijang = budget | {
        "receipted_costs": 70_000_000, "busan_receipts": 10_000_000, "shoot_days": 2
    }  # fmt: skip
    both = stack(
        [Asked(scheme("kr-gijang-2026"), in_gijang), Asked(scheme("kr-busan-2026"), in_busan)]
    )
    assert both.of("kr-busan-2026").result == 60_000_000
    gijang = both.of("kr-gijang-2026").quote
    assert steps(gijang, "own_receipts", "gijang", "support") == numbers(
        60_000_000, 40_000_000, 40_000_000
    )
    crowded = asked("kr-gijang-2026", in_gijang | {"busan_support": 75_000_000})
    assert crowded.result == 25_000_000


def test_the_korean_rebate_of_2025_falls_to_15_per_cent_when_filed_late() -> None:
    facts = {"local_spend": 1_000_000_000, "shoot_days": 6}
    foreign = facts | {"coproduction": False, "foreign_share": Decimal("0.81")}
    assert asked("kr-kofic-896", foreign | {"filed_late": True}).result == 150_000_000
    assert asked("kr-kofic-896", foreign | {"filed_late": False}).result == 250_000_000
    rich = {"local_spend": 2_000_000_000, "shoot_days": 6, "filed_late": False}
    assert asked("kr-kofic-896", rich | {"coproduction": True}).result == 400_000_000
    refused = asked(
        "kr-kofic-896", foreign | {"filed_late": False, "foreign_share": Decimal("0.8")}
    )
    assert refused.result is None and [one.of for one in refused.refused] == ["foreign"]


@pytest.mark.parametrize(("day", "due"), [(26, 5_000), (27, 2_500)])
@example("ID-01")
def test_jakarta_s_cut_reaches_back_before_its_decree(day: int, due: int) -> None:
    show = date(2025, 8, day)
    version = chosen("id-jakarta-cinema-tax", show)
    assert version is not None
    facts = {"ticket_value": 50_000, "national_film": True, "show": show}
    assert steps(asked(version.id, facts), "tax_due") == numbers(due)
    new = scheme("id-jakarta-pbjt50")
    assert new.decreed is not None and new.valid_from is not None
    assert (new.decreed, new.valid_from) == (date(2025, 9, 23), date(2025, 8, 27))
    assert new.decreed > new.valid_from


def test_a_foreign_film_has_no_cut() -> None:
    answer = asked("id-jakarta-pbjt50", {"ticket_value": 50_000, "national_film": False})
    assert answer.result is None
    assert [one.of for one in answer.refused] == ["national"]


def test_jakarta_s_older_rules_gave_the_tax_back_to_the_producer() -> None:
    facts = {"ticket_value": 50_000, "national_film": True}
    assert steps(asked("id-jakarta-pergub115", facts), "tax_due", "returned") == numbers(
        5_000, 3_750
    )
    assert steps(asked("id-jakarta-pergub148", facts), "tax_due", "returned") == numbers(
        5_000, 2_500
    )


@example("TH-01")
def test_thailand_2017_with_key_crew_and_tourism() -> None:
    answer = asked("th-2017", {"local_spend": 60_000_000, "key_crew": True, "tourism": True})
    assert steps(answer, "base_rate", "key_crew_rate", "tourism_rate", "rate") == numbers(
        "0.15", "0.03", "0.02", "0.2"
    )
    assert answer.result == 12_000_000
    capped = asked("th-2017", {"local_spend": 400_000_000, "key_crew": True, "tourism": True})
    assert (capped.result, capped.step("rebate").cut) == (75_000_000, 5_000_000)


MENU = {"soft_power": True, "key_crew": True, "designated_area": True, "local_post_work": True}


def test_thailand_s_menu_stops_at_five_points_and_large_spend_adds_five() -> None:
    answer = asked(
        "th-2022",
        {"local_spend": 120_000_000, "first_shooting_day": date(2023, 5, 1), **MENU},
    )
    assert steps(answer, "extras", "large_rate", "rate", "rebate") == numbers(
        "0.05", "0.05", "0.25", 30_000_000
    )
    assert answer.step("extras").cut == Decimal("0.08")


@pytest.mark.parametrize(
    ("spend", "days", "rate"),
    [(50_000_000, 4, "0.23"), (99_999_999, 4, "0.23"), (100_000_000, 4, "0.28"),
     (150_000_000, 4, "0.3"), (150_000_000, 5, "0.3"), (100_000_000, 5, "0.3")],
)  # fmt: skip
def test_thailand_2025_by_total_spend_with_extras_to_30_per_cent(
    spend: int, days: int, rate: str
) -> None:
    """Post 3 and key posts 5; the second-tier city needs 5 of 20 days for its 3."""
    facts = {
        "local_spend": spend, "shoot_days": 20, "second_tier_days": days, "key_crew": True,
        "local_post_work": True,
    }  # fmt: skip
    assert asked("th-2025", facts).step("rate").value == Decimal(rate)


@example("IN-02")
def test_india_2023_with_both_bonuses_stops_at_30_crore() -> None:
    facts = {
        "work": "shoot", "local_spend": 1_000_000_000, "indian_crew": Decimal("0.15"),
        "indian_content": True,
    }  # fmt: skip
    answer = asked("in-2023", facts)
    assert steps(answer, "basic", "crew_bonus", "content_bonus", "limited_rate") == numbers(
        300_000_000, 50_000_000, 50_000_000, 400_000_000
    )
    capped = answer.step("rebate")
    assert (capped.value, capped.cut) == (300_000_000, 100_000_000)


def test_india_2022_caps_the_bonus_apart() -> None:
    answer = asked("in-2022", {"local_spend": 200_000_000, "indian_crew": Decimal("0.16")})
    assert steps(answer, "basic", "bonus", "rebate") == numbers(20_000_000, 5_000_000, 25_000_000)


def test_service_work_in_india_counts_three_quarters_and_earns_no_crew_bonus() -> None:
    facts = {
        "work": "service", "contract_value": 100_000_000, "indian_crew": 1, "indian_content": True
    }  # fmt: skip
    answer = asked("in-2023", facts)
    assert steps(answer, "qualifying", "crew_bonus", "rebate") == numbers(75_000_000, 0, 26_250_000)


@example("KZ-01")
def test_kazakhstan_s_threshold_follows_the_index_of_its_year() -> None:
    facts = {"local_spend": 400_000_000, "application": date(2020, 6, 1)}
    answer = asked("kz-30", facts)
    assert steps(answer, "threshold") == numbers(344_630_000)
    assert answer.result == 120_000_000
    below = asked("kz-30", facts | {"local_spend": 344_629_999})
    assert below.result is None and [one.of for one in below.refused] == ["least_spend"]
    later = asked("kz-30", facts | {"application": date(2021, 1, 1)})
    assert later.result is None and [one.code for one in later.refused] == ["no_index"]


@pytest.mark.parametrize(("day", "grant"), [(30, 7_700_000), (31, 8_000_000)])
@example("NZ-01", "NZ-02")
def test_new_zealand_s_effects_lose_their_second_band_on_31_august_2023(
    day: int, grant: int
) -> None:
    version = chosen("nz-pdv", date(2023, 8, day))
    assert version is not None
    assert version.id == {30: "nz-pdv-2017", 31: "nz-pdv-2023"}[day]
    answer = asked(version.id, {"local_spend": 40_000_000})
    assert steps(answer, "grant") == numbers(grant)


@example("NZ-03")
def test_new_zealand_s_additional_grant_needs_its_test() -> None:
    facts = {"local_spend": 40_000_000}
    both = asked("nz-domestic-2015", facts | {"additional_met": True})
    assert steps(both, "first", "additional", "grant") == numbers(6_000_000, 10_000_000, 16_000_000)
    one = asked("nz-domestic-2015", facts | {"additional_met": False})
    assert steps(one, "first", "additional", "grant") == numbers(6_000_000, 0, 6_000_000)
    most = asked("nz-domestic-2015", {"local_spend": 60_000_000, "additional_met": True})
    assert steps(most, "first", "additional") == numbers(6_000_000, 14_000_000)


@example("NZ-04")
def test_new_zealand_lowers_its_threshold_on_1_january_2026() -> None:
    facts = {"local_spend": 10_000_000, "project_kind": "feature"}
    before, after = chosen("nz-intl", date(2025, 12, 31)), chosen("nz-intl", date(2026, 1, 1))
    assert before is not None and after is not None
    refused = asked(before.id, facts)
    assert refused.result is None and [one.of for one in refused.refused] == ["least_feature"]
    assert steps(asked(after.id, facts), "basic", "uplift", "grant") == numbers(
        2_000_000, 0, 2_000_000
    )


def test_the_philippine_bonus_replaces_the_cap_and_does_not_add_to_it() -> None:
    facts = {"local_spend": 200_000_000, "project_kind": "feature"}
    plain = asked("ph-flip", facts | {"cultural": False})
    bonus = asked("ph-flip", facts | {"cultural": True})
    assert steps(plain, "uncapped", "rebate") == numbers(40_000_000, 25_000_000)
    assert steps(bonus, "uncapped", "rebate") == numbers(50_000_000, 30_000_000)


@pytest.mark.parametrize(
    ("spend", "rebate"),
    [(3_000_000_000, 250_000_000), (3_000_000_001, 450_000_000), (5_000_000_000, 650_000_000),
     (5_000_000_001, 1_000_000_000), (20_000_000_000, 3_000_000_000)],
)  # fmt: skip
def test_uzbekistan_s_tiers_jump_for_the_whole_spend(spend: int, rebate: int) -> None:
    assert asked("uz-2021", {"local_spend": spend}).result == rebate
