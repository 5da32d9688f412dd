"""Three countries write thousands three ways; what reads both ways is asked, never guessed."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from simpul.incentives.report.reckoning import numbers
from simpul.incentives.report.reckoning.faults import Faults
from simpul.incentives.report.reckoning.report import Report
from tests.incentives.report.conftest import amounts

pl = pytest.importorskip("polars")


def _written(value: Decimal, thousands: str, sign: str) -> str:
    return f"{value:,.2f}".replace(",", "\0").replace(".", sign).replace("\0", thousands)


@given(
    st.lists(st.decimals("-99999999999.99", "99999999999.99", places=2), min_size=1, max_size=20),
    st.sampled_from([(",", "."), (".", ","), (" ", ","), ("\N{NO-BREAK SPACE}", ","), ("'", ".")]),
)
def test_what_was_written_is_read_back_exactly(values: list[Decimal], way: tuple[str, str]) -> None:
    cells = pl.Series("cells", [_written(value, *way) for value in values])
    column = numbers.column_of("Jumlah", cells)
    faults = Faults()
    # Two decimals tell the decimal sign of every amount: nothing needs to be asked.
    signs = numbers.decimal_signs({"amount": column}, "")
    read = numbers.parse(column, signs["amount"], pl.Series(range(len(values))), faults)
    assert not faults
    assert [Decimal(one) for one in read.to_list()] == values


_CELLS = st.one_of(
    st.integers(-(10**20), 10**20).map(str),
    st.integers(-9999, 9999).map(str),
    st.sampled_from(
        ["", "-", "+5", "--5", "-0", "007", "1_000", "1e3", "0x1F", "5.", ".5", "0.25"]
    ),
    st.sampled_from(["0.12345", "\N{ARABIC-INDIC DIGIT THREE}", "123456789012345", "0" * 15 + "1"]),
)


def test_figures_of_another_script_are_named_not_left_out(refused: Callable[..., Any]) -> None:
    text = "date;acct;amount;tax\n2026-03-24;1405;1000;\N{ARABIC-INDIC DIGIT THREE}\n"
    assert refused(text, currency="IDR") == [(2, "tax", "not_number")]


@given(st.lists(_CELLS, min_size=1, max_size=6))
def test_a_column_is_taken_as_it_stands_only_if_each_of_its_cells_may_be(cells: list[str]) -> None:
    column = numbers.column_of("Jumlah", pl.Series("cells", cells, dtype=pl.String))
    as_kept = [re.fullmatch(r"(-?[0-9]{1,15}(\.[0-9]{1,4})?)?", cell) for cell in cells]
    assert column.plain == all(as_kept)
    if column.whole is not None:
        assert not any("." in cell for cell in cells)
        assert column.whole.to_list() == [int(cell) if cell else None for cell in cells]


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("1.234.567", "1234567"),
        ("1,234,567", "1234567"),
        ("1 234 567", "1234567"),
        ("12,34,567.50", "1234567.50"),
        ("(1,250.00)", "-1250"),
        ("1,250.00-", "-1250"),
        ("\N{MINUS SIGN}1,250.00", "-1250"),
        ("Rp 1.250.000", "1250000"),
        ("Rp1.250.000,50", "1250000.5"),
        ("IDR 1,250,000.50", "1250000.5"),
        ("0.10", "0.1"),
        ("+5", "5"),
        ("12.340000000", "12.34"),
    ],
)
def test_ways_to_write_an_amount(read: Callable[..., Report], cell: str, value: str) -> None:
    report = read(f"date;acct;amount\n2026-03-24;1405;{cell}\n", currency="IDR")
    assert amounts(report) == [Decimal(value)]


@pytest.mark.parametrize("cells", [["1.234"], ["1,234", "5,678"], ["1.234", "2.500", "7"]])
def test_what_reads_both_ways_is_asked(asked: Callable[..., Any], cells: list[str]) -> None:
    text = "date;acct;amount\n" + "".join(f"2026-03-24;1405;{cell}\n" for cell in cells)
    assert asked(text, currency="IDR") == [("decimal", "amount")]


def test_the_owners_answer_decides(read: Callable[..., Report]) -> None:
    text = "date;acct;amount\n2026-03-24;1405;1.234\n"
    assert amounts(read(text, currency="IDR", decimal=",")) == [Decimal(1234)]
    assert amounts(read(text, currency="IDR", decimal=".")) == [Decimal("1.234")]


def test_one_clear_amount_decides_for_all_columns_of_the_file(read: Callable[..., Report]) -> None:
    report = read(
        "date;acct;currency;amount;kurs\n"
        "2026-03-24;1405;USD;1.234,50;15.500\n"
        "2026-03-24;1405;USD;2.000;15.500\n"
    )
    assert amounts(report) == [Decimal("19134750"), Decimal(31_000_000)]


def test_a_number_cell_of_a_workbook_is_no_question(
    read: Callable[..., Report], tmp_path: Any
) -> None:
    book = Workbook()
    sheet: Any = book.active
    for row in (["date", "acct", "amount"], ["2026-03-24", "1405", 1.234], ["2026-03-24", 1405, 5]):
        sheet.append(row)
    book.save(tmp_path / "numbers.xlsx")
    report = read((tmp_path / "numbers.xlsx").read_bytes(), name="a.xlsx", currency="IDR")
    assert amounts(report) == [Decimal("1.234"), Decimal(5)]
    assert report.lines["account"].to_list() == ["1405", "1405"]


def test_the_fifteen_digits_of_a_workbook_are_kept(
    read: Callable[..., Report], tmp_path: Any
) -> None:
    book = Workbook()
    sheet: Any = book.active
    for row in (["date", "acct", "amount"], ["2026-03-24", "1405", 0.1 + 0.2]):
        sheet.append(row)
    book.save(tmp_path / "sum.xlsx")
    report = read((tmp_path / "sum.xlsx").read_bytes(), name="a.xlsx", currency="IDR")
    assert amounts(report) == [Decimal("0.3")]


def test_one_number_against_the_way_of_the_others_is_named(refused: Callable[..., Any]) -> None:
    found = refused(
        "date;acct;amount\n2026-03-24;1405;1.234,50\n2026-03-24;1405;9.876,25\n"
        "2026-03-24;1405;1,234.50\n2026-03-24;1405;banyak\n"
    )
    assert found == [(4, "amount", "other_separators"), (5, "amount", "not_number")]


def test_more_digits_than_an_amount_has_are_refused(refused: Callable[..., Any]) -> None:
    assert refused("date;acct;amount\n2026-03-24;1405;1.23456\n2026-03-24;1405;1.5\n") == [
        (2, "amount", "too_precise")
    ]
    assert refused(f"date;acct;amount\n2026-03-24;1405;{'9' * 16}\n") == [(2, "amount", "too_big")]
