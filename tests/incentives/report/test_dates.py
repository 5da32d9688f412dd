"""Dates: ISO, day/month/year, words, and the day numbers of Excel."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simpul.incentives.report.reckoning.dates import read_date
from simpul.incentives.report.reckoning.report import Report


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-03-24", date(2026, 3, 24)),
        ("2026/3/4", date(2026, 3, 4)),
        ("2026-03-24T00:00:00", date(2026, 3, 24)),
        ("20260324", date(2026, 3, 24)),
        ("24/03/2026", date(2026, 3, 24)),
        ("4-3-26", date(2026, 3, 4)),
        ("24.03.2026", date(2026, 3, 24)),
        ("24 Mar 2026", date(2026, 3, 24)),
        ("5 Agustus 2026", date(2026, 8, 5)),
        ("5-Mei-26", date(2026, 5, 5)),
        ("46105", date(2026, 3, 24)),  # Excel: =DATE(2026,3,24)
        ("46105.75", date(2026, 3, 24)),
        ("45292", date(2024, 1, 1)),
        ("36526", date(2000, 1, 1)),
    ],
)
def test_ways_to_write_a_day(text: str, day: date) -> None:
    assert read_date(text) == day


@pytest.mark.parametrize(
    "text", ["31/02/2026", "2026-13-01", "yesterday", "99999", "123", "13/13/2026", "0000-00-00"]
)
def test_what_is_no_day(text: str) -> None:
    assert read_date(text) is None


@given(st.dates(date(1955, 1, 1), date(2118, 12, 31)))
def test_excels_day_numbers(day: date) -> None:
    # 1 January 1955 is day 20090 of a workbook; counting from there needs no rule of ours.
    serial = 20090 + (day - date(1955, 1, 1)) // timedelta(days=1)
    assert read_date(str(serial)) == day


def test_american_dates_are_asked_about(
    asked: Callable[..., Any], read: Callable[..., Report]
) -> None:
    text = "date;acct;amount\n03/24/2026;1405;5\n02/03/2026;1405;6\n"
    assert asked(text, currency="IDR") == [("dates", "date")]
    report = read(text, currency="IDR", dates="mdy")
    assert report.lines["date"].to_list() == [date(2026, 3, 24), date(2026, 2, 3)]


def test_one_wrong_day_among_right_ones_is_named(refused: Callable[..., Any]) -> None:
    found = refused("date;acct;amount\n24/03/2026;1405;5\n03/24/2026;1405;6\n;1405;7\n")
    assert found == [(3, "date", "not_date"), (4, "date", "required")]
