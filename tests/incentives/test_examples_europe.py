"""Examples of Ireland, Hungary, Spain and France, and the two printed figures that are wrong."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from simpul.incentives.scheme.printed import departures

from .examples import asked, chosen, example, numbers, scheme, steps


@example("IE-01")
def test_irish_spend_below_both_limits_earns_32_per_cent() -> None:
    answer = asked("ie-s481", {"local_spend": 4_000_000, "total_cost": 10_000_000})
    assert steps(answer, "eighty", "ceiling", "base") == numbers(8_000_000, 125_000_000, 4_000_000)
    assert answer.result == Decimal(1_280_000)


LARGE = {"local_spend": 80_000_000, "total_cost": 150_000_000}


@example("IE-03")
def test_a_printed_irish_figure_is_refused_because_the_rule_gives_another() -> None:
    answer = asked("ie-s481", LARGE)
    assert steps(answer, "eighty", "base", "credit") == numbers(120_000_000, 80_000_000, 25_600_000)
    found = departures(scheme("ie-s481"), LARGE, {"credit": Decimal(9_600_000)})
    assert [one.step for one in found] == ["credit"]
    (credit,) = found
    assert (credit.printed, credit.by_rule) == (9_600_000, 25_600_000)
    # 32 % of what would be 9.6 million? 30 million, which is none of 80, 120 and 125 million
    assert credit.would_need == {"base": 30_000_000}
    assert credit.would_rate == {"credit": Decimal("0.12")}
    assert credit.is_value_of == ()
    for words in (credit.why["id"], credit.why["en"]):
        assert "9,600,000" in words.replace(".", ",") and "25,600,000" in words.replace(".", ",")
    # the figure is no relic of the rule before either
    old = asked("ie-s481-2019", LARGE)
    assert steps(old, "base", "basic") == numbers(70_000_000, 22_400_000)
    before = departures(scheme("ie-s481-2019"), LARGE, {"basic": Decimal(9_600_000)})
    assert before[0].by_rule == 22_400_000


SCEAL = {
    "local_spend": 10_000_000,
    "total_cost": 12_000_000,
    "project_kind": "feature",
    "key_creatives": True,
}


@example("IE-04")
def test_the_sceal_uplift_is_paid_early_at_32_and_in_the_end_at_40_per_cent() -> None:
    answer = asked("ie-s481-sceal", SCEAL)
    assert steps(answer, "base", "interim", "credit", "balance") == numbers(
        9_600_000, 2_764_800, 3_840_000, 1_075_200
    )
    assert [(part.id, part.amount) for part in answer.payments] == [
        ("early", 2_764_800),
        ("rest", 1_075_200),
    ]


def test_from_20_million_the_uplift_is_refused() -> None:
    refused = asked("ie-s481-sceal", SCEAL | {"local_spend": 20_000_000})
    assert refused.result is None
    assert [one.of for one in refused.refused] == ["small"]


def test_the_day_of_the_certificate_chooses_the_irish_ceiling() -> None:
    old, new = chosen("ie-s481", date(2023, 6, 1)), chosen("ie-s481", date(2025, 6, 1))
    assert old is not None and old.id == "ie-s481-2019"
    assert new is not None and new.id == "ie-s481"


def hungary(here: int, elsewhere: int) -> dict[str, object]:
    """Spend in Hungary and elsewhere of a film that passes the cultural test."""
    return {"local_spend": here, "other_spend": elsewhere, "cultural_test": True}


@example("HU-01")
def test_all_spend_in_hungary() -> None:
    answer = asked("hu-rebate", hungary(1000, 0))
    assert steps(answer, "other_counted", "base", "rebate") == numbers(0, 1000, 300)


@example("HU-02")
def test_spend_elsewhere_counts_up_to_a_quarter_of_the_hungarian() -> None:
    answer = asked("hu-rebate", hungary(800, 200))
    assert steps(answer, "other_limit", "other_counted", "base", "rebate") == numbers(
        200, 200, 1000, 300
    )


@example("HU-03")
def test_a_printed_hungarian_figure_is_refused_twice_over() -> None:
    facts = hungary(600, 400)
    answer = asked("hu-rebate", facts)
    assert steps(answer, "other_limit", "other_counted", "base", "rebate") == numbers(
        150, 150, 750, 225
    )
    found = departures(scheme("hu-rebate"), facts, {"base": Decimal(780), "rebate": Decimal(204)})
    base, rebate = found
    assert (base.step, base.printed, base.by_rule) == ("base", 780, 750)
    # 780 is 600 and 180: a limit of 30 % of the Hungarian spend where the rule has 25 %
    assert base.would_need == {"other_counted": 180, "other_limit": 180}
    assert base.would_rate == {"other_limit": Decimal("0.3")}
    assert (rebate.step, rebate.printed, rebate.by_rule) == ("rebate", 204, 225)
    # and 30 % of the printed base itself is not the printed rebate
    assert rebate.from_printed == 234
    assert rebate.would_rate == {"rebate": Decimal("0.2615")}
    assert "234" in rebate.why["id"] and "26,15%" in rebate.why["id"]


def test_a_figure_that_follows_the_rule_is_not_refused() -> None:
    printed = {"base": Decimal(750), "rebate": Decimal(225)}
    assert departures(scheme("hu-rebate"), hungary(600, 400), printed) == ()


def test_a_figure_that_only_follows_from_another_printed_one_says_so() -> None:
    printed = {"base": Decimal(780), "rebate": Decimal(234)}
    base, rebate = departures(scheme("hu-rebate"), hungary(600, 400), printed)
    assert base.by_rule == 750
    assert rebate.from_printed == rebate.printed == 234


@pytest.mark.parametrize(
    ("spend", "credit"),
    [(5_000_000, 1_300_000), (79_800_000, 20_000_000), (90_000_000, 20_000_000)],
)
@example("ES-02")
def test_spain_gives_30_per_cent_of_the_first_million_and_25_above(spend: int, credit: int) -> None:
    answer = asked(
        "es-mainland", {"local_spend": spend, "project_kind": "feature", "total_cost": 2 * spend}
    )
    by_bands = 300_000 + (spend - 1_000_000) // 4
    assert steps(answer, "by_bands", "capped") == numbers(by_bands, credit)
    assert answer.result == credit


def trip(spend: int, **more: object) -> dict[str, object]:
    """A live-action film in France whose budget is large enough for its French spend."""
    return {
        "local_spend": spend, "total_cost": 2 * spend, "live_action": True, "shoot_days": 20,
        "cultural_test": True, **more,
    }  # fmt: skip


@example("FR-01")
def test_the_french_cap_is_reached_at_100_million_and_with_effects_at_75() -> None:
    answer = asked("fr-trip", trip(100_000_000))
    assert steps(answer, "eligible", "rate", "uncapped") == numbers(100_000_000, "0.3", 30_000_000)
    assert answer.step("credit").cut == 0
    beyond = asked("fr-trip", trip(100_000_001))
    assert (beyond.result, beyond.step("credit").cut) == (30_000_000, Decimal("0.3"))
    effects = {"vfx_spend": 3_000_000, "shots_share": Decimal("0.15")}
    with_effects = asked("fr-trip", trip(75_000_000, **effects))
    assert steps(with_effects, "rate", "uncapped") == numbers("0.4", 30_000_000)
    assert with_effects.step("credit").cut == 0


def test_french_effects_raise_the_rate_for_everything_at_once() -> None:
    """The jump: EUR 2,000,000 of effects earn 30 %, one euro more makes it 40 % of all."""
    below = asked("fr-trip", trip(10_000_000, vfx_spend=2_000_000, shots_share=Decimal("0.2")))
    above = asked("fr-trip", trip(10_000_000, vfx_spend=2_000_001, shots_share=Decimal("0.2")))
    assert (below.result, above.result) == (3_000_000, 4_000_000)


def test_a_figure_taken_from_another_row_is_recognised() -> None:
    (rebate,) = departures(scheme("hu-rebate"), hungary(600, 400), {"rebate": Decimal(150)})
    assert rebate.is_value_of == ("other_limit", "other_counted")
    assert "Seperempat belanja di Hungaria" in rebate.why["id"]


def test_a_figure_for_no_step_is_an_error() -> None:
    with pytest.raises(KeyError, match="bonus"):
        departures(scheme("hu-rebate"), hungary(600, 400), {"bonus": Decimal(1)})
