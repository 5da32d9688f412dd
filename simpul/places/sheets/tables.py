"""Rows out of CSV, tab-separated text or a workbook, with the line on which each begins."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook

from simpul.places.sheets.problems import shown
from simpul.places.sheets.sources import (
    LARGEST_WORKBOOK,
    LONGEST_LINE,
    MEGABYTE,
    WORKBOOK,
    kind_of,
    refuse,
    text_lines,
)

Cell = str | date | datetime | time
"""A workbook's own dates stay dates; everything else is text without blanks around it."""

MOST_CELLS = 20_000_000
"""A workbook is read whole; one stray cell in the last corner would make it thousand times that."""
DELIMITERS = ",;\t|"


@dataclass(frozen=True, slots=True)
class Row:
    """`line`: the first line of the row in the text, or its number in the sheet."""

    line: int
    cells: Sequence[Cell]

    def text(self, column: int | None) -> str:
        """The cell as text; "" without such a column or past the end of the row."""
        cell = self.cell(column)
        return cell if isinstance(cell, str) else str(cell)

    def cell(self, column: int | None) -> Cell:
        """The cell; "" without such a column or past the end of the row."""
        return "" if column is None or column >= len(self.cells) else self.cells[column]


@dataclass(frozen=True, slots=True)
class Table:
    """A header and rows that are read as they are asked for."""

    path: Path
    header: Sequence[str]
    rows: Iterator[Row]

    def column(self, role: str, names: Sequence[str], wanted: str = "") -> int | None:
        """Where the column for a role stands: the one that was named, else the first of the usual
        names that is there. None when there is none; Unusable when the named one is missing."""
        plain = [_plain(name) for name in self.header]
        for name in [_plain(wanted)] if wanted else names:
            if plain.count(name) > 1:
                raise refuse(self.path, "double_column", 1, name=shown(name))
            if name in plain:
                return plain.index(name)
        if wanted:
            raise refuse(
                self.path, "unknown_column", 1, name=shown(wanted), found=self.columns_there
            )
        return None

    def needed(self, role: str, names: Sequence[str], wanted: str = "") -> int:
        """As `column`; Unusable when there is none."""
        found = self.column(role, names, wanted)
        if found is None:
            raise refuse(self.path, "missing_column", 1, role=role, found=self.columns_there)
        return found

    @property
    def columns_there(self) -> str:
        """The names in the header, for a sentence."""
        names = ", ".join(shown(name) for name in self.header[:40] if name)
        return names or "–"


def _plain(name: str) -> str:
    return re.sub(r"[\s-]+", "_", name.strip().casefold())


def read_table(path: Path, *, sheet: str = "", encoding: str = "utf-8") -> Table:
    """The table in a file, by what is inside it; Unusable with the reason."""
    book = kind_of(path) == WORKBOOK
    rows = _workbook_rows(path, sheet) if book else _text_rows(path, encoding)
    for row in rows:
        return Table(path, [str(cell) for cell in row.cells], rows)
    raise refuse(path, "empty_file")


def _text_rows(path: Path, encoding: str) -> Iterator[Row]:
    csv.field_size_limit(max(csv.field_size_limit(), LONGEST_LINE))
    lines = text_lines(path, encoding)
    first = next(lines, "")
    skipped = 0
    delimiter = max(DELIMITERS, key=first.count)
    if given := re.fullmatch(r"sep=(.)\s*", first):  # Excel's own way to say it
        delimiter, skipped = given[1], 1
        first = next(lines, "")
    reader = csv.reader(_chained(first, lines), delimiter=delimiter, strict=True)
    begin = skipped + 1
    try:
        for cells in reader:
            row = Row(begin, [cell.strip() for cell in cells])
            begin = skipped + reader.line_num + 1
            if any(row.cells):
                yield row
    except csv.Error as error:
        raise refuse(path, "broken_csv", begin, why=str(error)) from None


def _chained(first: str, rest: Iterator[str]) -> Iterator[str]:
    yield first
    yield from rest


def _workbook_rows(path: Path, name: str) -> Iterator[Row]:
    size = path.stat().st_size
    if size > LARGEST_WORKBOOK:
        raise refuse(path, "too_large", most=LARGEST_WORKBOOK // MEGABYTE)
    try:
        book = CalamineWorkbook.from_path(str(path))
        if name and name not in book.sheet_names:
            names = ", ".join(shown(one) for one in book.sheet_names)
            raise refuse(path, "unknown_sheet", name=shown(name), found=names)
        sheet = book.get_sheet_by_name(name) if name else book.get_sheet_by_index(0)
        if sheet.end and (sheet.end[0] + 1) * (sheet.end[1] + 1) > MOST_CELLS:
            raise refuse(path, "too_many_rows", most=f"{MOST_CELLS:,}")
        found = sheet.to_python(skip_empty_area=False)
    except (CalamineError, OSError, ValueError, IndexError) as error:
        raise refuse(path, "broken_workbook", why=shown(error)) from None
    for number, cells in enumerate(found, 1):
        row = Row(number, [_cell(value) for value in cells])
        if any(cell != "" for cell in row.cells):
            yield row


def _cell(value: object) -> Cell:
    if isinstance(value, datetime):
        # A workbook counts days as fractions: seven o'clock may come as a hair before.
        return (value + timedelta(milliseconds=500)).replace(microsecond=0)
    if isinstance(value, date | time):
        return value
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value).strip()


def roles_of(
    table: Table, names: Mapping[str, Sequence[str]], wanted: Mapping[str, str]
) -> dict[str, int | None]:
    """Every role with its column, None where there is none."""
    return {role: table.column(role, usual, wanted.get(role, "")) for role, usual in names.items()}
