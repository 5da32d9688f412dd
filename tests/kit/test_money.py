from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simpul.kit.money import Money, MoneyProblem, total

RUPIAH = st.integers(-(10**12), 10**12).map(lambda n: Money(Decimal(n), "IDR"))


@pytest.mark.parametrize(
    ("text", "currency", "language", "shown"),
    [
        ("2200000", "IDR", "id", "Rp 2.200.000"),
        ("2200000", "IDR", "en", "Rp 2,200,000"),
        ("0", "IDR", "id", "Rp 0"),
        ("-500", "IDR", "id", "-Rp 500"),
        ("1234.5", "HKD", "en", "HK$ 1,234.50"),
        ("1234.50", "HKD", "id", "HK$ 1.234,50"),
    ],
)
def test_money_is_shown_in_the_readers_way(text, currency, language, shown):
    assert Money.parse(text, currency).format(language) == shown


@pytest.mark.parametrize(
    ("text", "currency", "code"),
    [
        ("2200000.50", "IDR", "fraction"),
        ("0.1", "IDR", "fraction"),
        ("1.005", "USD", "fraction"),
        ("2.200.000", "IDR", "not_a_number"),
        ("Rp 5", "IDR", "not_a_number"),
        ("", "IDR", "not_a_number"),
        ("NaN", "IDR", "not_a_number"),
        ("1e9", "IDR", "not_a_number"),
        ("٣", "IDR", "not_a_number"),
        ("9999999999999999", "IDR", "too_large"),
        ("5", "XYZ", "currency"),
    ],
)
def test_what_is_no_amount_is_refused(text, currency, code):
    with pytest.raises(MoneyProblem) as caught:
        Money.parse(text, currency)
    assert caught.value.code == code


def test_a_whole_amount_written_with_zeros_is_whole():
    assert Money.parse("2200000.00", "IDR") == Money.parse("2200000", "IDR")
    assert str(Money.parse("2200000.00", "IDR")) == "IDR 2200000"


@given(RUPIAH, RUPIAH, st.integers(-1000, 1000))
def test_money_adds_and_multiplies_like_whole_numbers(a, b, n):
    assert (a + b).amount == a.amount + b.amount
    assert a + b - b == a
    assert a * n == n * a
    assert (a < b) == (a.amount < b.amount)
    assert Money.zero("IDR") - a == -a


@given(st.lists(RUPIAH, max_size=20))
def test_a_total_is_the_sum(amounts):
    assert total(amounts, "IDR").amount == sum(int(a.amount) for a in amounts)


def test_currencies_do_not_mix():
    with pytest.raises(ValueError, match="do not mix"):
        Money.parse("1", "IDR") + Money.parse("1", "USD")
    with pytest.raises(ValueError, match="do not mix"):
        total([Money.parse("1", "USD")], "IDR")


def test_money_is_never_a_float():
    with pytest.raises(MoneyProblem):
        Money(1.5, "IDR")
    with pytest.raises(TypeError):
        Money.parse("5", "IDR") * 1.5
    with pytest.raises(TypeError):
        Money.parse("5", "IDR") * True


def test_a_share_that_has_no_coin_is_refused():
    with pytest.raises(MoneyProblem):
        Money.parse("5", "IDR") * Decimal("0.5")
    assert Money.parse("6", "IDR") * Decimal("0.5") == Money.parse("3", "IDR")
