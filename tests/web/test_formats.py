"""Dates, times and money read as an Indonesian, or an English, reader expects them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest

from simpul.web import formats

NBSP = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True)
class Amount:
    amount: Decimal
    currency: str = "IDR"


@pytest.mark.parametrize(
    ("code", "words"),
    [("id", f"Rp{NBSP}2.200.000"), ("en", f"Rp{NBSP}2,200,000")],
)
def test_rupiah_are_written_with_the_language_s_separators(code: str, words: str) -> None:
    assert formats.money_words(Amount(Decimal(2_200_000)), code) == words


def test_another_currency_carries_its_code_and_a_negative_amount_its_sign() -> None:
    assert formats.money_words(Amount(Decimal("-12.5"), "USD"), "en") == f"−USD{NBSP}12.50"


@pytest.mark.parametrize(
    ("code", "words"),
    [("id", "Kamis, 10 Desember 2026"), ("en", "Thursday, 10 December 2026")],
)
def test_a_day_is_written_in_words(code: str, words: str) -> None:
    assert formats.day_words(date(2026, 12, 10), "full", code) == words


def test_a_moment_is_read_on_the_city_s_clock() -> None:
    late_evening_in_london = datetime(2026, 12, 9, 20, 30, tzinfo=UTC)
    assert formats.moment_words(late_evening_in_london, "short", "id") == "10 Des 2026, 03.30 WIB"


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (date(2026, 12, 10), date(2026, 12, 10), "10 Desember 2026"),
        (date(2026, 12, 10), date(2026, 12, 12), "10–12 Desember 2026"),
        (date(2026, 11, 30), date(2026, 12, 2), "30 November – 2 Desember 2026"),
        (date(2026, 12, 31), date(2027, 1, 1), "31 Desember 2026 – 1 Januari 2027"),
        (None, date(2027, 1, 1), "1 Januari 2027"),
        (None, None, ""),
    ],
)
def test_a_period_does_not_repeat_what_both_ends_share(
    start: date | None, end: date | None, words: str
) -> None:
    assert formats.period_words(start, end, "long", "id") == words


def test_hours_say_when_they_run_past_midnight() -> None:
    assert formats.hours_words("07:00", "19:00", "id") == "07.00–19.00"
    assert formats.hours_words(time(22), time(2), "id").startswith("22.00–02.00 (")


def test_a_pack_text_falls_back_to_indonesian_then_to_anything() -> None:
    assert formats.pick_text({"id": "Polisi", "en": "Police"}, "en") == "Police"
    assert formats.pick_text({"id": "Polisi"}, "ko") == "Polisi"
    assert formats.pick_text({"zh": "警察"}, "en") == "警察"
    assert formats.pick_text({}, "en") == ""
