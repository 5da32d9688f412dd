"""Examples that are no quote: what whole programmes paid, and what an industry's revenue brings."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import pytest

from simpul.incentives.scheme.aggregates import Multiplier, effective_rate, rate_of

from .examples import example, scheme

MILLION = Decimal(1_000_000)


@example("TH-03")
def test_what_thailand_paid_lies_between_its_own_rates() -> None:
    """Seven projects: more than 845 million baht on more than 4.4 billion."""
    low = rate_of(
        scheme("th-2025"),
        {"local_spend": 50_000_000, "shoot_days": 20, "key_crew": False, "local_post_work": False},
        Decimal(50_000_000),
    )
    high = rate_of(
        scheme("th-2025"),
        {
            "local_spend": 150_000_000, "shoot_days": 20, "second_tier_days": 5,
            "key_crew": True, "local_post_work": True,
        },
        Decimal(150_000_000),
    )  # fmt: skip
    paid = effective_rate(845 * MILLION, 4400 * MILLION, low, high)
    assert (paid.rate, paid.lowest, paid.highest) == (
        Decimal("0.1920"),
        Decimal("0.15"),
        Decimal("0.30"),
    )
    assert paid.fits


@example("US-05")
def test_georgia_gave_a_little_more_than_its_rule_allows() -> None:
    """667 million on 2.2 billion are 30.3 %; the rule stops at 30 %. What was claimed for the
    credit in output was nearly twice what the auditor found."""
    spend = {"local_spend": 10_000_000, "payroll_spend": 0}
    low, high = (
        rate_of(scheme("us-ga"), spend | {"logo": logo}, Decimal(10_000_000))
        for logo in (False, True)
    )
    paid = effective_rate(667 * MILLION, 2200 * MILLION, low, high)
    assert paid.rate.quantize(Decimal("0.001"), ROUND_HALF_UP) == Decimal("0.303")
    assert (paid.lowest, paid.highest, paid.fits) == (Decimal("0.2"), Decimal("0.3"), False)
    audited = Multiplier(Decimal(1), Decimal("1.84"), Decimal(0), Decimal(0))
    claimed = Multiplier(Decimal(1), Decimal("3.57"), Decimal(0), Decimal(0))
    assert audited.scaled(2200 * MILLION).output == 4048 * MILLION
    assert claimed.scaled(2200 * MILLION).output == 7854 * MILLION


@example("EI-01")
def test_a_trillion_of_screen_revenue_brings_what_the_study_says() -> None:
    """Published for each trillion: output 1.43 trillion, GDP 892 billion, 4,300 jobs; the
    study's totals of 2022 are 90.9 trillion, 130, 81 and 387,000 jobs."""
    trillion = Decimal(10**12)
    study = Multiplier(Decimal("90.9") * trillion, 130 * trillion, 81 * trillion, Decimal(387_000))
    more = study.scaled(trillion)
    assert (more.output / trillion).quantize(Decimal("0.001")) == Decimal("1.430")
    assert (more.value_added / trillion).quantize(Decimal("0.001")) == Decimal("0.891")
    assert more.jobs.quantize(Decimal(1)) == 4257
    # the printed figures are these, rounded
    assert abs(more.value_added - 892 * trillion / 1000) < trillion / 1000
    assert more.jobs.quantize(Decimal("1E2"), ROUND_HALF_UP) == 4300


def test_nothing_spent_has_no_rate() -> None:
    with pytest.raises(ValueError, match="nothing was spent"):
        effective_rate(Decimal(1), Decimal(0), Decimal(0), Decimal(1))
    with pytest.raises(ValueError, match="without revenue"):
        Multiplier(Decimal(0), Decimal(1), Decimal(1), Decimal(1)).scaled(Decimal(1))
    with pytest.raises(ValueError, match="no result"):
        rate_of(scheme("vn-unknown"), {}, Decimal(1))
