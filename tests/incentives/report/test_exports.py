"""What leaves the house runs nowhere."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal

import polars as pl
import pytest
from openpyxl import load_workbook

from simpul.incentives.report.reckoning.exports import safe_csv, safe_xlsx

HOSTILE = ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "a=b", "", "\x01y"]


def _frame() -> pl.DataFrame:
    size = len(HOSTILE)
    return pl.DataFrame(
        {
            "payee": HOSTILE,
            "amount": pl.Series([Decimal("-5.5")] * size, dtype=pl.Decimal(38, 4)),
            "date": [date(2026, 3, 24)] * size,
        }
    )


def test_cells_of_a_csv_do_not_run() -> None:
    out = io.BytesIO()
    safe_csv(_frame(), out, ["Penerima", "Jumlah", "Tanggal"])
    text = out.getvalue().decode("utf-8-sig")
    assert text.startswith("Penerima,Jumlah,Tanggal")
    back = pl.read_csv(io.BytesIO(out.getvalue()[3:]), infer_schema=False)["Penerima"]
    for cell, told in zip(HOSTILE, back.fill_null(""), strict=True):
        expected = f"'{cell}" if cell[:1] in "=+-@\t\r" and cell else cell
        assert told == expected
    assert "-5.5000" in text  # a negative amount stays a number


@pytest.mark.parametrize("row", range(len(HOSTILE)))
def test_cells_of_a_workbook_are_texts(row: int) -> None:
    book = load_workbook(io.BytesIO(safe_xlsx(_frame(), "Baris")))
    sheet = book.active
    assert sheet is not None
    cell = sheet.cell(row + 2, 1)
    assert cell.data_type in ("s", "n", "inlineStr")
    assert not str(cell.value or "").startswith(("=", "+", "-", "@"))
    assert sheet.cell(row + 2, 2).value == -5.5
