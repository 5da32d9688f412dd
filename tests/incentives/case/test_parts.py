"""Parts of an award: exact, in the scheme's proportions, less what was paid on account."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from simpul.incentives.case.parts import after_advances, numbered, paid_before, planned

SHARES = st.lists(st.integers(1, 10_000), min_size=1, max_size=5)
MONEY = st.integers(0, 10**12).map(Decimal)


def kept(shares: list[int]) -> dict[str, Any]:
    """A quote of as much as its parts together."""
    payments = [
        {"id": f"p{n}", "label": {"id": f"b{n}"}, "amount": str(share), "due": "provisional"}
        for n, share in enumerate(shares)
    ]
    return {"result": str(sum(shares)), "payments": payments}


def total(parts: list[dict[str, Any]]) -> Decimal:
    return sum((Decimal(one["amount"]) for one in parts), Decimal(0))


@given(SHARES, MONEY)
def test_parts_add_up_to_the_amount_whatever_the_shares(shares: list[int], amount: Decimal) -> None:
    parts = planned(kept(shares), amount, "IDR")
    assert total(parts) == amount
    assert all(Decimal(one["amount"]) == int(Decimal(one["amount"])) for one in parts)


@given(SHARES, MONEY, MONEY)
def test_what_was_paid_and_what_is_left_are_the_award_or_all_that_was_paid(
    shares: list[int], amount: Decimal, had: Decimal
) -> None:
    parts = after_advances(planned(kept(shares), amount, "IDR"), had)
    left = sum((Decimal(one["amount"]) for _n, one in numbered(parts)), Decimal(0))
    assert paid_before(parts) == had
    assert left == max(amount - had, Decimal(0))


def test_the_earliest_parts_are_covered_first() -> None:
    # 60% and 40% of 800: 480 and 320; 600 paid cover the first and 120 of the second
    parts = after_advances(planned(kept([600, 400]), Decimal(800), "IDR"), Decimal(600))
    assert [(number, one["amount"]) for number, one in numbered(parts)] == [(2, "200")]
    assert parts[1]["label"] == {"id": "b1"}


def test_awards_of_earlier_times_have_parts_that_wait_for_the_final_certificate() -> None:
    old = {"result": "10", "payments": [{"id": "a", "label": {}, "amount": "10"}]}
    assert [one["due"] for one in planned(old, Decimal(10), "IDR")] == ["final"]
