"""What cannot be taken is refused with line, column and cause; nothing is half loaded."""

from __future__ import annotations

import io
import os
import time
import zipfile
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from simpul.incentives.report.reckoning.faults import Refused
from simpul.incentives.report.reckoning.rates import Rates
from simpul.incentives.report.reckoning.reading import read_ledger
from simpul.incentives.report.reckoning.reading.raw import Totals
from simpul.incentives.report.reckoning.report import Report
from tests.incentives.report.conftest import amounts

HEAD = "date;acct;vendor;amount;currency\n"


def test_a_file_of_one_gigabyte_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    with path.open("wb") as stream:
        os.truncate(stream.fileno(), 1024**3)
    started = time.monotonic()
    with pytest.raises(Refused) as caught:
        read_ledger(path)
    assert time.monotonic() - started < 0.5
    assert [fault.code for fault in caught.value.faults.listed(9)] == ["too_large"]


def test_a_missing_rate_names_line_and_day(refused: Callable[..., Any]) -> None:
    rates = Rates.of([("USD", date(2026, 3, 24), Decimal(16000))])
    text = HEAD + "2026-03-24;1405;X;10.00;USD\n2026-03-25;1405;X;10.00;USD\n"
    assert refused(text, rates=rates) == [(3, "currency", "no_rate")]


def test_rates_of_the_list_convert_exactly(read: Callable[..., Report]) -> None:
    rates = Rates.of([("USD", date(2026, 3, 24), Decimal("16001.2345"))])
    report = read(HEAD + "2026-03-24;1405;X;10.01;USD\n2026-03-24;1405;X;7;IDR\n", rates=rates)
    # 10.01 × 16,001.2345 = 160,172.357345 → whole rupiah
    assert amounts(report) == [Decimal(160172), Decimal(7)]


def test_two_currencies_in_one_column(refused: Callable[..., Any]) -> None:
    found = refused("date;acct;amount\n2026-03-24;1405;Rp 5.000,00\n2026-03-24;1405;Rp 7,50\n"
                    "2026-03-24;1405;USD 7,50\n")  # fmt: skip
    assert found == [(4, "amount", "two_currencies")]


def test_a_mark_against_the_currency_column(refused: Callable[..., Any]) -> None:
    found = refused(HEAD + "2026-03-24;1405;X;USD 5.00;IDR\n")
    assert (2, "currency", "currency_differs") in found


def test_a_currency_nobody_names_is_asked(asked: Callable[..., Any]) -> None:
    assert asked("date;acct;amount\n2026-03-24;1405;5\n") == [("currency", "")]


def test_a_conversion_that_is_not_its_rates(refused: Callable[..., Any]) -> None:
    text = (
        "date;acct;currency;amount orig;fx;amount local\n"
        "2026-03-24;1405;USD;100.00;16000;1600000\n"
        "2026-03-24;1405;USD;100.00;16000;1600001\n"
        "2026-03-24;1405;USD;100.00;16000;1650000\n"
        "2026-03-24;1405;USD;100.00;0;1600000\n"
        "2026-03-24;1405;IDR;100;2;100\n"
    )
    assert refused(text) == [
        (4, "amount local", "amount_differs"),
        (5, "amount local", "amount_differs"),
        (5, "fx", "bad_rate"),
        (6, "fx", "rate_not_one"),
    ]


@pytest.mark.parametrize(
    ("totals", "code"),
    [
        (Totals(lines=3), "control_lines"),
        (Totals(amount=Decimal(11)), "control_total"),
        (Totals(accounts={"1405": Decimal(1)}), "control_account"),
    ],
)
def test_control_totals_that_disagree(
    refused: Callable[..., Any], totals: Totals, code: str
) -> None:
    text = "date;acct;amount\n2026-03-24;1405;4\n2026-03-24;1406;6\n"
    assert [found[2] for found in refused(text, totals=totals)] == [code]


def test_control_totals_that_agree(read: Callable[..., Report]) -> None:
    totals = Totals(lines=2, amount=Decimal(10), accounts={"1405": Decimal(4)})
    text = "date;acct;amount\n2026-03-24;1405;4\n2026-03-24;1406;6\nJumlah;;10\n"
    assert read(text, currency="IDR", totals=totals).lines.height == 2


def test_a_last_row_that_does_not_add_up(refused: Callable[..., Any]) -> None:
    text = "date;acct;amount\n2026-03-24;1405;4\n2026-03-24;1406;6\nJumlah;;11\n"
    assert refused(text) == [(0, "amount", "control_total")]


def test_debit_is_not_credit(refused: Callable[..., Any]) -> None:
    text = (
        "date;acct;doc no;debit;credit\n2026-03-24;1405;A;100;\n2026-03-24;9001;A;;100\n"
        "2026-03-24;1405;B;50;\n2026-03-24;9001;B;;40\n2026-03-24;9001;C;3;3\n"
        "2026-03-24;9001;C;;\n"
    )
    found = refused(text)
    assert (6, "debit", "both_sides") in found
    assert (7, "debit", "no_amount") in found
    balanced = text.split("2026-03-24;9001;C")[0]
    assert refused(balanced) == [(0, "", "unbalanced"), (4, "doc no", "unbalanced_entry")]


@pytest.mark.parametrize(
    "cell", ["=SUM(A1:A9)", "=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", '"=HYPERLINK(""http://x"")"']
)
def test_a_formula_in_text(refused: Callable[..., Any], cell: str) -> None:
    found = refused(f"date;acct;vendor;amount\n2026-03-24;1405;X;5\n2026-03-24;1405;{cell};5\n")
    assert found == [(3, "", "formula_text")]


@pytest.mark.parametrize("cell", ["-5", "- 5", "+62 21 555 000", "(5)", "a=b", "5-3"])
def test_what_only_looks_like_a_formula(read: Callable[..., Report], cell: str) -> None:
    text = f"date;acct;vendor;amount\n2026-03-24;1405;{cell};5\n"
    assert read(text, currency="IDR").lines.height == 1


def _book(rows: list[list[Any]]) -> bytes:
    book = Workbook()
    sheet: Any = book.active
    for row in rows:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_formulas_in_a_sheet(refused: Callable[..., Any]) -> None:
    content = _book([["date", "acct", "amount"], ["2026-03-24", "1405", 5], ["", "", "=SUM(C2)"]])
    assert refused(content, name="a.xlsx") == [(3, "C", "formula")]


def _with_part(content: bytes, name: str, part: bytes) -> bytes:
    out = io.BytesIO(content)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr(name, part)
    return out.getvalue()


def test_macros_and_links_in_a_workbook(refused: Callable[..., Any]) -> None:
    content = _book([["date", "acct", "amount"], ["2026-03-24", "1405", 5]])
    macro = _with_part(content, "xl/vbaProject.bin", b"x")
    assert refused(macro, name="a.xlsx") == [(0, "", "macros")]
    link = _with_part(content, "xl/externalLinks/externalLink1.xml", b"<x/>")
    assert refused(link, name="a.xlsx") == [(0, "", "links")]


def test_a_workbook_that_unpacks_to_far_more(refused: Callable[..., Any]) -> None:
    content = _book([["date", "acct", "amount"], ["2026-03-24", "1405", 5]])
    out = io.BytesIO(content)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet2.xml", b" " * (80 * 1024 * 1024))
    assert refused(out.getvalue(), name="a.xlsx") == [(0, "", "too_large")]


def test_two_sheets_with_lines_are_asked_about(
    asked: Callable[..., Any], read: Callable[..., Report]
) -> None:
    book = Workbook()
    for sheet in (book.active, book.create_sheet("Maret")):
        sheet.append(["date", "acct", "amount"])  # type: ignore[union-attr]
        sheet.append(["2026-03-24", "1405", 5])  # type: ignore[union-attr]
    out = io.BytesIO()
    book.save(out)
    assert asked(out.getvalue(), name="a.xlsx", currency="IDR") == [("sheet", "")]
    report = read(out.getvalue(), name="a.xlsx", currency="IDR", sheet="Maret")
    assert report.lines.height == 1


def test_rows_of_another_width_and_lines_within_quotation_marks(
    refused: Callable[..., Any], read: Callable[..., Report]
) -> None:
    text = 'date,acct,vendor,amount\n2026-03-24,1405,"X,\nY",5\n\n2026-03-24,1405,X\n2026-03-24,1405,X,5,6\n'  # noqa: E501
    assert refused(text) == [(5, "", "cells"), (6, "", "cells")]
    good = 'Buku besar PT X\n\ndate,acct,vendor,amount\n2026-03-24,1405,"X,\nY",5\n\n2026-03-24,1405,Z,x\n'  # noqa: E501
    assert refused(good) == [(7, "amount", "not_number")]
    assert read(good.replace(",x", ",6"), currency="IDR").lines["row"].to_list() == [4, 7]


def test_quotation_marks_left_open(refused: Callable[..., Any]) -> None:
    assert refused('date,acct,vendor,amount\n2026-03-24,1405,"X,5\n') == [(2, "", "quotes")]


def test_what_is_no_text(refused: Callable[..., Any]) -> None:
    assert refused(b"date,acct,amount\n2026-03-24,1405,\xff\n") == [(2, "", "not_utf8")]
    assert refused(b"date,acct,amount\n2026-03-24,14\x0005,5\n") == [(2, "", "nul")]
    assert refused(b"%PDF-1.7 date,acct,amount") == [(0, "", "not_a_table")]
    assert refused("Sayang sekali\n") == [(0, "", "no_header")]


def test_excels_unicode_text_is_read(read: Callable[..., Report]) -> None:
    content = "Tanggal\tAkun\tJumlah\n24/03/2026\t1405\t1.234,50\n".encode("utf-16")
    assert amounts(read(content, currency="IDR")) == [Decimal("1234.50")]


def test_two_columns_for_one_thing_are_asked_about(
    asked: Callable[..., Any], read: Callable[..., Report]
) -> None:
    text = "date;tanggal;acct;amount\n2026-03-24;2026-03-25;1405;5\n"
    assert asked(text, currency="IDR") == [("columns", "date")]
    report = read(text, currency="IDR", columns={"date": "tanggal"})
    assert report.lines["date"].to_list() == [date(2026, 3, 25)]


def test_line_numbers_twice_and_reversals_of_nothing(refused: Callable[..., Any]) -> None:
    text = (
        "row id;date;acct;amount;reverses row;related;share;method\n"
        "1;2026-03-24;1405;5;;no;;\n1;2026-03-24;1405;5;;no;;\n2;2026-03-24;1405;-5;9;no;;\n"
        "3;2026-03-24;1405;5;;maybe;;\n4;2026-03-24;1405;5;;no;150%;\n5;2026-03-24;1405;5;;no;50%;\n"
    )
    assert refused(text) == [
        (3, "row id", "double_row"),
        (4, "reverses row", "reverses_unknown"),
        (5, "related", "not_yes_no"),
        (6, "share", "bad_share"),
        (7, "share", "share_without_method"),
    ]
