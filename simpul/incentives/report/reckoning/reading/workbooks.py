"""XLSX workbooks, through calamine. Formulas, macros, values taken from other files: refused.

A workbook holds numbers as binary fractions of 15 good digits (ECMA-376, 18.3.1.96): these 15
digits are what its program shows and what is read, as a decimal.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import partial
from itertools import islice
from pathlib import Path

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from simpul.incentives.report.reckoning.columns import header_score
from simpul.incentives.report.reckoning.faults import Asked, Faults, Question, refuse
from simpul.incentives.report.reckoning.marks import NUMBER
from simpul.incentives.report.reckoning.reading.raw import (
    HEADER_WITHIN,
    MEGABYTE,
    MOST_COLUMNS,
    MOST_LINES,
    Layout,
    Raw,
    Told,
    nobody,
)
from simpul.kit.late import polars as pl

LARGEST_WORKBOOK = 96 * MEGABYTE
MOST_UNPACKED = 1536 * MEGABYTE
"""500,000 lines of 27 columns unpack to about 900 MB."""
MOST_RATIO = 60
PARTS_AT_MOST = 3000
ROWS_AT_ONCE = 20_000
INSPECTED, OPENED = 250, 600
"""Thousandths of the reading that have gone by when the parts were looked through, and when the
sheet is open."""
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_CELL = re.compile(rb"<(?:\w+:)?c\s[^>]*?\br=\"([A-Z]{1,3})(\d{1,7})\"")
_MACRO = re.compile(r"(^|/)(vbaProject\.bin|vbaData\.xml|macrosheets/|activeX/)", re.IGNORECASE)
_LINK = re.compile(r"^xl/externalLinks/", re.IGNORECASE)
_PAST = rb"""r\s*=\s*["'](?:%s)"""
_FAR = re.compile(
    _PAST % rb"[A-Za-z]{3}|[P-Zp-z][A-Za-z]|[Oo][K-Zk-z]|[A-Za-z]*(?:[6-9]\d{5}|\d{7})"
)
"""A cell past column OJ (400) or line 600,000: what lies between is held as cells too."""
_WIDE = re.compile(_PAST % rb"[B-Zb-z][A-Za-z]")
_LONG = re.compile(_PAST % rb"[A-Za-z]*\d{6}")
"""Past column AZ and past line 100,000: one sheet may be either, not both."""
_SHEET = re.compile(rb"sheetData|worksheet")
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_ERRORS = frozenset({"#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!"})


def read_workbook(path: Path, layout: Layout, tell: Told = nobody) -> Raw:
    """The table of the one sheet that has lines, or of the sheet that `layout` names."""
    if path.stat().st_size > LARGEST_WORKBOOK:
        raise refuse(0, "", "too_large", more=str(LARGEST_WORKBOOK // MEGABYTE))
    try:
        with zipfile.ZipFile(path) as archive:
            _inspect(archive, tell)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as error:
        raise refuse(0, "", "damaged", more=type(error).__name__) from None
    except RuntimeError:  # zipfile says so of encrypted parts
        raise refuse(0, "", "damaged", more="password") from None
    try:
        return _read(CalamineWorkbook.from_path(str(path)), layout, tell)
    except (CalamineError, ValueError, IndexError, OSError) as error:
        raise refuse(0, "", "damaged", more=type(error).__name__) from None


# --- before the workbook is opened -----------------------------------------------------------


def _inspect(archive: zipfile.ZipFile, tell: Told) -> None:
    parts = archive.infolist()
    names = [part.filename for part in parts]
    whole = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    if len(parts) > PARTS_AT_MOST or whole > min(
        MOST_UNPACKED, MOST_RATIO * packed + 32 * MEGABYTE
    ):
        raise refuse(0, "", "too_large", more=str(MOST_UNPACKED // MEGABYTE))
    if any(_MACRO.search(name) for name in names):
        raise refuse(0, "", "macros")
    if any(_LINK.search(name) for name in names):
        raise refuse(0, "", "links")
    if "xl/workbook.xml" not in names:
        raise refuse(0, "", "not_a_table")
    faults, seen = Faults(), 0
    for part in parts:
        if part.filename == "[Content_Types].xml":
            if part.file_size > MEGABYTE:
                raise refuse(0, "", "damaged", more=part.filename)
            if b"macroEnabled" in archive.read(part):
                raise refuse(0, "", "macros")
        for size in _look_through(archive, part, faults):
            seen += size
            tell(0, INSPECTED * seen // max(whole, 1))
    faults.refuse()


def _look_through(archive: zipfile.ZipFile, part: zipfile.ZipInfo, faults: Faults) -> Iterator[int]:
    """Unpack one part in pieces: no document type, and in sheets no formula and no far cell.

    What a sheet is, its content says: the workbook may name any part as one. Yields the bytes of
    each piece.
    """
    seen, tail = 0, b""
    sheet = wide = long = False
    with archive.open(part) as stream:
        while piece := stream.read(MEGABYTE):
            seen += len(piece)
            if seen > part.file_size:
                raise refuse(0, "", "damaged", more=part.filename)
            window = tail + piece
            if seen <= MEGABYTE and _DOCTYPE.search(window[:4096].replace(b"\x00", b"")):
                raise refuse(0, "", "doctype")
            sheet = sheet or _SHEET.search(window) is not None
            if sheet:
                _note_formulas(window, len(tail), part.filename, faults)
                wide = wide or _goes(_WIDE, window)
                long = long or _goes(_LONG, window)
                if _goes(_FAR, window) or (wide and long):
                    raise refuse(0, "", "too_many_lines", more=f"{MOST_LINES:,}")
            tail = window[-8192:]
            yield len(piece)


def _goes(past: re.Pattern[bytes], window: bytes) -> bool:
    """Is there such a cell? Blanks stand before the name of an attribute; looking for them first
    would take twice as long."""
    return any(window[hit.start() - 1 : hit.start()].isspace() for hit in past.finditer(window))


def _note_formulas(window: bytes, new_from: int, name: str, faults: Faults) -> None:
    if b"<f" not in window and b":f" not in window:
        return
    sheet = name.rpartition("/")[2].removesuffix(".xml")
    for hit in _FORMULA.finditer(window):
        if hit.end() <= new_from or faults.count >= 1000:
            continue  # seen with the piece before, or enough to say so
        begin = window.rfind(b"<c ", 0, hit.start())
        cell = _CELL.match(window, begin) if begin >= 0 else None
        column, row = (cell[1].decode(), int(cell[2])) if cell else ("", 0)
        faults.add(row, column, "formula", f"{sheet}!{column}{row or ''}")


# --- the workbook ----------------------------------------------------------------------------


def _read(book: CalamineWorkbook, layout: Layout, tell: Told) -> Raw:
    if layout.sheet and layout.sheet not in book.sheet_names:
        raise refuse(0, "", "unknown_sheet", layout.sheet, ", ".join(book.sheet_names))
    sheet = book.get_sheet_by_name(layout.sheet) if layout.sheet else _sheet_with_lines(book)
    tell(0, OPENED)
    rows = _rows(sheet)
    head = list(islice(rows, HEADER_WITHIN))
    scores = [header_score(_names(cells)) for cells in head]
    if not scores or max(scores) < 2:
        raise refuse(0, "", "no_header", more=str(HEADER_WITHIN))
    at = scores.index(max(scores))
    header = _names(head[at])
    while header and not header[-1]:
        header = header[:-1]
    if len(header) > MOST_COLUMNS:
        raise refuse(0, "", "no_header", more=str(HEADER_WITHIN))
    return _table(header, head[at + 1 :], rows, at + 1, partial(_told, tell, sheet))


def _told(tell: Told, sheet: CalamineSheet, line: int) -> None:
    last = sheet.end[0] + 1 if sheet.end else 1
    tell(line, OPENED + (1000 - OPENED) * line // last)


def _sheet_with_lines(book: CalamineWorkbook) -> CalamineSheet:
    found: list[CalamineSheet] = []
    for name in book.sheet_names:
        sheet = book.get_sheet_by_name(name)
        head = islice(_rows(sheet), HEADER_WITHIN)
        if max((header_score(_names(cells)) for cells in head), default=0) >= 2:
            found.append(sheet)
    if not found:
        raise refuse(0, "", "no_header", more=str(HEADER_WITHIN))
    if len(found) > 1:
        names = tuple(sheet.name for sheet in found)
        raise Asked([Question("sheet", "", names, names)])
    return found[0]


def _rows(sheet: CalamineSheet) -> Iterator[Sequence[object]]:
    """The rows from the first of the sheet on, so that counting them gives their number."""
    if sheet.end is None:
        return
    if (sheet.end[0] + 1) > MOST_LINES + HEADER_WITHIN or sheet.end[1] + 1 > MOST_COLUMNS * 2:
        raise refuse(0, "", "too_many_lines", more=f"{MOST_LINES:,}")
    first_row, first_column = sheet.start or (0, 0)
    blank: list[object] = [""] * first_column
    # calamine begins at the first row and column that hold anything.
    for _above in range(first_row):
        yield []
    for cells in sheet.iter_rows():
        yield [*blank, *cells] if blank else cells


def _names(cells: Sequence[object]) -> tuple[str, ...]:
    return tuple(_text(cell).lstrip(NUMBER) for cell in cells)


def _table(
    header: tuple[str, ...],
    begun: Sequence[Sequence[object]],
    rest: Iterator[Sequence[object]],
    header_line: int,
    tell: Callable[[int], None],
) -> Raw:
    columns = [f"c{number}" for number in range(len(header))]
    faults = Faults()
    frames: list[pl.DataFrame] = []
    line = header_line
    chunk: list[Sequence[object]] = list(begun)
    while chunk:
        frames.append(_chunk(chunk, columns, line + 1, faults))
        line += len(chunk)
        tell(line)
        chunk = list(islice(rest, ROWS_AT_ONCE))
    faults.refuse()
    if not frames:
        raise refuse(0, "", "empty")
    whole = pl.concat(frames)
    frames.clear()
    whole = pl.DataFrame([whole.drop_in_place(name).rechunk() for name in whole.columns])
    empty = whole.select(pl.all_horizontal(pl.col(name) == "" for name in columns)).to_series()
    if empty.any():  # most sheets have no empty row, and need no second table
        whole = whole.filter(~empty)
    if not whole.height:
        raise refuse(0, "", "empty")
    return Raw("xlsx", header, whole.select(columns), whole["line"], header_line)


def _chunk(
    rows: Sequence[Sequence[object]], columns: Sequence[str], first: int, faults: Faults
) -> pl.DataFrame:
    width = len(columns)
    even = [
        tuple(row[:width]) if len(row) >= width else (*row, *[""] * (width - len(row)))
        for row in rows
    ]
    data: dict[str, pl.Series] = {}
    for name, cells in zip(columns, zip(*even, strict=True), strict=True):
        texts = _texts(cells)
        if not _ERRORS.isdisjoint(texts):
            for row, text in enumerate(texts):
                if text in _ERRORS:
                    faults.add(first + row, "", "error_cell", f"{name[1:]}", text)
        data[name] = pl.Series(name, texts, dtype=pl.String)
    return pl.DataFrame(
        {"line": pl.Series(range(first, first + len(rows)), dtype=pl.Int64), **data}
    )


def _texts(cells: Sequence[object]) -> list[str]:
    """Every cell as text; what stands there often is written once."""
    if len({float, int, bool}.intersection(map(type, cells))) > 1:  # True is 1 and 1.0
        return [_text(cell) for cell in cells]
    known = {cell: _text(cell) for cell in set(cells)}
    return [known[cell] for cell in cells]


def _text(cell: object) -> str:
    if isinstance(cell, str):
        return cell.replace(NUMBER, "").strip()
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float | int):
        return NUMBER + _decimal(cell)
    if isinstance(cell, datetime):
        # Days are kept as fractions: midnight may come as a hair before.
        hair = timedelta(milliseconds=500 if cell.year < date.max.year else 0)
        return (cell + hair).date().isoformat()
    if isinstance(cell, date | time):
        return cell.isoformat()
    return str(cell)


def _decimal(value: float) -> str:
    """The 15 digits that a workbook keeps, written out."""
    if isinstance(value, int) or (value.is_integer() and abs(value) < 1e15):
        return str(int(value))
    text = f"{value:.15g}"
    return format(Decimal(text), "f") if "e" in text else text
