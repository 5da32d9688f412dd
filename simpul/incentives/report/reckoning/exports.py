"""Tables that leave the house: CSV and XLSX in which no cell runs as a formula."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import IO, Any

from simpul.kit.late import polars as pl

MOST_XLSX_ROWS = 50_000
"""Beyond that a workbook takes minutes to write and to open; CSV takes a second."""
_RUNS = r"^[=+\-@\t\r]"


def harmless(frame: pl.DataFrame) -> pl.DataFrame:
    """Text cells that a spreadsheet program would run begin with an apostrophe instead."""
    texts = [name for name, kind in frame.schema.items() if kind == pl.String()]
    return frame.with_columns(
        pl.when(pl.col(name).str.contains(_RUNS))
        .then(pl.lit("'") + pl.col(name))
        .otherwise(name)
        .alias(name)
        for name in texts
    )


def safe_csv(frame: pl.DataFrame, out: IO[bytes], headings: Sequence[str] = ()) -> None:
    """UTF-8 with a byte order mark, so that spreadsheet programs read it as such."""
    out.write(b"\xef\xbb\xbf")
    table = harmless(frame)
    if headings:
        table = table.rename(dict(zip(table.columns, headings, strict=True)))
    table.write_csv(out)


def safe_xlsx(frame: pl.DataFrame, title: str, headings: Sequence[str] = ()) -> bytes:
    """A workbook of one sheet: numbers as numbers, text as text, nothing that runs."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    sheet.append(list(headings or frame.columns))
    for row in harmless(frame).iter_rows():
        cells = []
        for value in row:
            if isinstance(value, str):
                value = ILLEGAL_CHARACTERS_RE.sub("", value)
            plain: Any = _plain(value)
            cell = WriteOnlyCell(sheet, value=plain)
            if isinstance(value, str):
                cell.data_type = "s"  # never "f", whatever it begins with
            cells.append(cell)
        sheet.append(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _plain(value: object) -> str | int | Decimal | date | None:
    if value is None or isinstance(value, str | int | Decimal | date):
        return value
    return str(value)
