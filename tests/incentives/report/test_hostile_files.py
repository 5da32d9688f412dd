"""Files made to stop the reader: refused in a moment, and never with it falling over."""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from openpyxl import Workbook

from simpul.incentives.report.reckoning.faults import Asked, Refused
from simpul.incentives.report.reckoning.report import Report

HEAD = "date,acct,vendor,amount\n"
SHEET = "xl/worksheets/sheet1.xml"


def workbook(*rows: list[object]) -> bytes:
    """A workbook of one sheet."""
    book = Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def rewritten(content: bytes, change: Callable[[str, bytes], tuple[str, bytes]]) -> bytes:
    """The workbook with other parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", 8) as new:
        for name in old.namelist():
            new.writestr(*change(name, old.read(name)))
    return out.getvalue()


def test_a_text_made_of_formulas_is_refused_at_once(refused: Callable[..., Any]) -> None:
    started = time.monotonic()
    found = refused(HEAD + "=,=,=,=\n" * 100_000)
    assert time.monotonic() - started < 10
    assert found[0] == (2, "", "formula_text") and found[4] == (3, "", "formula_text")


def test_cells_of_blanks_do_not_hold_up_the_search_for_formulas(
    read: Callable[..., Report],
) -> None:
    started = time.monotonic()
    text = HEAD + f"2026-03-24,1405,-{' ' * 3900}(5),5\n" * 300
    assert read(text, currency="IDR").lines.height == 300
    assert time.monotonic() - started < 10


@pytest.mark.parametrize("text", ["date,acct\rvendor,amount\n", HEAD + "2026-03-24,14\r05,X,5\n\n"])
def test_line_ends_astray(read: Callable[..., Report], text: str) -> None:
    with pytest.raises((Refused, Asked)):
        read(text, currency="IDR")


def test_lines_that_end_as_on_old_macintoshes(read: Callable[..., Report]) -> None:
    text = (HEAD + "2026-03-24,1405,X,5\n").replace("\n", "\r") + "\n"
    assert read(text, currency="IDR").lines.height == 1


@pytest.mark.parametrize("cell", ["XFD1048576", "A1048576", "ZZ5", "BA100000"])
def test_a_far_cell_is_refused_before_the_sheet_is_laid_out(
    refused: Callable[..., Any], cell: str
) -> None:
    rows = f'<row><c r="A1"><v>1</v></c></row><row><c r="{cell}"><v>1</v></c></row>'.encode()
    content = rewritten(
        workbook(["date"]),
        lambda name, old: (
            name,
            old.replace(b"</sheetData>", rows + b"</sheetData>") if name == SHEET else old,
        ),
    )
    assert refused(content, name="a.xlsx") == [(0, "", "too_many_lines")]


def test_a_sheet_in_another_place_is_looked_through_too(refused: Callable[..., Any]) -> None:
    def moved(name: str, old: bytes) -> tuple[str, bytes]:
        new = old.replace(b"worksheets/sheet1.xml", b"data/one.dat")
        return ("xl/data/one.dat" if name == SHEET else name), new

    content = workbook(["date", "acct", "amount"], ["2026-03-24", "1405", "=1+1"])
    assert refused(rewritten(content, moved), name="a.xlsx") == [(2, "C", "formula")]


def test_a_list_of_parts_that_is_a_bomb(refused: Callable[..., Any]) -> None:
    def swollen(name: str, old: bytes) -> tuple[str, bytes]:
        return name, old + b" " * (2**21 if name == "[Content_Types].xml" else 0)

    content = rewritten(workbook(["date", "acct", "amount"]), swollen)
    assert refused(content, name="a.xlsx") == [(0, "", "damaged")]


def test_many_formulas_are_counted_in_a_moment(refused: Callable[..., Any]) -> None:
    rows = [["=1"]] * 20_000
    started = time.monotonic()
    assert refused(workbook(["date", "acct", "amount"], *rows), name="a.xlsx")[0][2] == "formula"
    assert time.monotonic() - started < 10


def test_the_last_day_of_the_calendar_is_no_overflow(refused: Callable[..., Any]) -> None:
    day = datetime(9999, 12, 31, 23, 59, 59, 900_000)
    content = workbook(["date", "acct", "amount"], [day, "1405", 5])
    assert refused(content, name="a.xlsx") == [(2, "date", "not_date")]


def test_a_control_total_of_a_million_digits(refused: Callable[..., Any]) -> None:
    text = "<AuditFile><GeneralLedgerEntries><NumberOfEntries>1E999999999</NumberOfEntries>"
    assert refused(text, name="a.xml") == [(1, "NumberOfEntries", "not_number")]
