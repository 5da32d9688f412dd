"""Numbers as people of several countries write them; what is unclear is refused, never bent."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simpul.incentives.estimate.typed import (
    Unreadable,
    read_choice,
    read_day,
    read_flag,
    read_number,
    read_share,
    read_share_plain,
)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("2500000", "2500000"),
        ("2.500.000", "2500000"),
        ("2,500,000", "2500000"),
        ("2 500 000", "2500000"),
        ("2'500'000", "2500000"),
        ("Rp 2.500.000", "2500000"),
        ("USD 1,234.56", "1234.56"),
        ("1.234,56", "1234.56"),
        ("0.125", "0.125"),
        ("0,125", "0.125"),
        ("1.5", "1.5"),
        ("1.500", "1500"),
        ("2,5 miliar", "2500000000"),
        ("800 juta", "800000000"),
        ("1.2 million", "1200000"),
        ("1 triliun", "1000000000000"),
        ("-5", "-5"),
        ("−5", "-5"),
        ("₩ 300,000,000", "300000000"),
        (12, "12"),
        (Decimal("0.5"), "0.5"),
    ],
)
def test_numbers_are_read_as_they_are_meant(text: object, wanted: str) -> None:
    assert read_number(text) == Decimal(wanted)


@pytest.mark.parametrize(
    "text",
    ["", "x", "1.2.3", "12.34.567", "1,23,456", "1e9", "NaN", "Infinity", "12 apples", "--1",
     "=1+1", None, True, "1..2"],
)  # fmt: skip
def test_what_is_no_number_is_refused(text: object) -> None:
    with pytest.raises(Unreadable) as refused:
        read_number(text)
    assert refused.value.code == "number"


def test_a_number_that_is_not_exact_is_refused_as_such() -> None:
    with pytest.raises(Unreadable) as refused:
        read_number(0.1)
    assert refused.value.code == "inexact"


def test_an_amount_that_names_another_currency_is_refused() -> None:
    assert read_number("EUR 5.000", currency="EUR") == 5_000
    assert read_number("$ 5,000", currency="NZD") == 5_000
    for text in ("USD 5,000", "Rp 5.000", "₩5000"):
        with pytest.raises(Unreadable) as refused:
            read_number(text, currency="EUR")
        assert (refused.value.code, refused.value.limit) == ("currency", "EUR")


def test_a_bare_m_is_a_million_in_english_and_refused_in_indonesian() -> None:
    assert read_number("5 m", "en") == 5_000_000
    with pytest.raises(Unreadable) as refused:
        read_number("5 M", "id")
    assert refused.value.code == "ambiguous"


def test_a_slip_of_the_keyboard_is_refused() -> None:
    with pytest.raises(Unreadable) as refused:
        read_number("1" + "0" * 15)
    assert refused.value.code == "large"


@given(st.integers(0, 10**14))
def test_grouping_in_either_language_changes_nothing(number: int) -> None:
    english = f"{number:,}"
    assert read_number(english) == number
    assert read_number(english.replace(",", "."), "id") == number
    assert read_number(english.replace(",", "\N{NARROW NO-BREAK SPACE}")) == number


def test_shares_are_percent_on_a_page_and_as_written_in_a_file() -> None:
    assert read_share("32") == Decimal("0.32")
    assert read_share("32,5 %") == Decimal("0.325")
    assert read_share_plain("32%") == Decimal("0.32")
    assert read_share_plain("0.32") == Decimal("0.32")
    assert read_share_plain(Decimal("0.32")) == Decimal("0.32")
    for wrong in ("101", "-1"):
        with pytest.raises(Unreadable, match="percent"):
            read_share(wrong)
    with pytest.raises(Unreadable, match="percent"):
        read_share_plain("32")


def test_yes_and_no_in_both_languages() -> None:
    assert [read_flag(word) for word in ("ya", "Yes", True, "true")] == [True] * 4
    assert [read_flag(word) for word in ("tidak", "no", False)] == [False] * 3
    with pytest.raises(Unreadable, match="yes_no"):
        read_flag("maybe")


def test_choices_and_days() -> None:
    assert read_choice("film", {"film": 1, "series": 2}) == "film"
    with pytest.raises(Unreadable) as refused:
        read_choice("game", ["film", "series"])
    assert refused.value.limit == "film, series"
    assert read_day("2027-02-28") == date(2027, 2, 28)
    for wrong in ("2027-02-29", "28-02-2027", "20270228", ""):
        with pytest.raises(Unreadable, match="date"):
            read_day(wrong)
