"""What the owner of a bad file reads, word for word, in both languages."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from openpyxl import Workbook

from simpul.incentives.report.reckoning.faults import Asked, Refused
from simpul.incentives.report.reckoning.rates import Rates
from simpul.incentives.report.reckoning.reading.raw import Totals
from simpul.incentives.report.reckoning.report import Report

HEAD = "date;acct;amount\n"
RATES = Rates.of([("USD", date(2026, 3, 24), Decimal(16_000))])


def _sheet(*rows: list[Any]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)  # type: ignore[union-attr]
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


CASES: list[tuple[str | bytes, dict[str, Any], str, str]] = [
    (
        HEAD + "2026-03-24;1405;4\nJumlah;;5\n",
        {},
        "Kolom amount: total kendali menyebut 5, jumlah semua baris 4",
        "Column amount: the control total says 5, the lines add up to 4",
    ),
    (
        HEAD + "2026-03-24;1405;4\n",
        {"totals": Totals(lines=2)},
        "total kendali menyebut 2 baris, berkas berisi 1",
        "the control total says 2 lines, the file has 1",
    ),
    (
        "date;acct;doc no;debit;credit\n2026-03-24;1405;A;90,5;\n2026-03-24;9001;A;;100\n"
        "2026-03-24;1405;B;9,5;\n",
        {},
        "Baris 2, kolom doc no: jurnal A tidak seimbang: debit dikurangi kredit -9.5",
        "Line 2, column doc no: the entry A does not balance: debit less credit is -9.5",
    ),
    (
        "date;acct;amount;currency\n2026-03-25;1405;10.00;USD\n",
        {"rates": RATES},
        "Baris 2, kolom currency: tidak ada kurs untuk USD pada 2026-03-25",
        "Line 2, column currency: no exchange rate for USD on 2026-03-25",
    ),
    (
        HEAD + "2026-03-24;1405;Rp 5,50\n2026-03-24;1405;USD 7,25\n",
        {},
        "Baris 3, kolom amount: dua mata uang dalam satu kolom: USD di sini, IDR sebelumnya",
        "Line 3, column amount: two currencies in one column: USD here, IDR before",
    ),
    (
        HEAD + "99999;1405;5\n",
        {},
        "Baris 2, kolom date: “99999” bukan tanggal (2026-03-24, 24/03/2026, atau nomor hari"
        " Excel)",
        "Line 2, column date: “99999” is no date (2026-03-24, 24/03/2026 or a day number of Excel)",
    ),
    (
        _sheet(["date", "acct", "amount"], [99999, "1405", 5]),
        {},
        "Baris 2, kolom date: “99999” bukan tanggal (2026-03-24, 24/03/2026, atau nomor hari"
        " Excel)",
        "Line 2, column date: “99999” is no date (2026-03-24, 24/03/2026 or a day number of Excel)",
    ),
    (
        HEAD + "2026-03-24;1405;1.234.567,50\n2026-03-24;1405;1 234 567,50\n"
        "2026-03-24;1405;1,234,567.50\n",
        {},
        "Baris 4, kolom amount: “1,234,567.50” tidak mengikuti cara penulisan angka di sini"
        " (1.234,56)",
        "Line 4, column amount: “1,234,567.50” does not follow the way numbers are written here"
        " (1.234,56)",
    ),
    (
        _sheet(["date", "acct", "amount"], ["2026-03-24", "1405", "=1+1"]),
        {},
        "Baris 2, kolom C: sel sheet1!C2 berisi rumus; simpan hanya nilainya",
        "Line 2, column C: a formula stands in cell sheet1!C2; save values only",
    ),
    (
        HEAD + "2026-03-24;=cmd();5\n",
        {},
        "Baris 2: “=cmd()” akan dijalankan sebagai rumus; simpan hanya nilainya",
        "Line 2: “=cmd()” would run as a formula; save values only",
    ),
]


@pytest.mark.parametrize(("content", "more", "indonesian", "english"), CASES)
def test_line_column_and_cause_in_both_languages(
    read: Callable[..., Report],
    content: str | bytes,
    more: dict[str, Any],
    indonesian: str,
    english: str,
) -> None:
    name = "a.xlsx" if isinstance(content, bytes) else "a.csv"
    with pytest.raises(Refused) as caught:
        read(content, name=name, **{"currency": "IDR", **more})
    first = next(caught.value.faults.listed(9))
    assert (first.sentence("id"), first.sentence("en")) == (indonesian, english)


def test_day_numbers_of_excel_are_days(read: Callable[..., Report]) -> None:
    """46,105 days after the last of 1899, 1900 counted as a leap year: 24 March 2026."""
    for content, name in (
        (HEAD + "46105;1405;5\n", "a.csv"),
        (_sheet(["date", "acct", "amount"], [46105, "1405", 5]), "a.xlsx"),
    ):
        report = read(content, name=name, currency="IDR")
        assert report.lines["date"].to_list() == [date(2026, 3, 24)]


def test_what_reads_in_two_ways_is_asked(read: Callable[..., Report]) -> None:
    with pytest.raises(Asked) as caught:
        read(HEAD + "2026-03-24;1405;1.234\n", currency="IDR")
    (question,) = caught.value.questions
    assert question.text("id").endswith("tanda desimal, atau pemisah ribuan?")
    assert question.text("en").endswith("the decimal sign, or does it separate thousands?")
