"""Spreadsheets that cannot be turned into programs: every text is a text, never a formula."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

Cell = str | int | Decimal | date | bool | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """`rows`: the first one is the head. `widths`: in characters."""

    title: str
    rows: Sequence[Sequence[Cell]]
    widths: Sequence[int] = ()


def workbook(sheets: Iterable[Sheet]) -> bytes:
    """An .xlsx file. Amounts are numbers, days are days; what begins like a formula stays text."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    book.remove(book.worksheets[0])
    for one in sheets:
        made: Any = book.create_sheet(_title(one.title))
        for row in one.rows:
            made.append([None] * len(row))
            for at, value in enumerate(row, start=1):
                _put(made.cell(made.max_row, at), value)
        for at, width in enumerate(one.widths, start=1):
            made.column_dimensions[get_column_letter(at)].width = width
        for cell in made[1]:
            cell.font = Font(bold=True)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
        made.freeze_panes = "A2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _title(text: str) -> str:
    """A name a sheet may have."""
    return "".join(sign for sign in text if sign not in r"[]:*?/\'")[:31] or "-"


def _put(cell: Any, value: Cell) -> None:
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    if isinstance(value, str):
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)
        # openpyxl takes "=…" for a formula; as a string no program evaluates it.
        cell.data_type = "s"
        cell.quotePrefix = value[:1] in ("=", "+", "-", "@")
    else:
        cell.value = value
        if isinstance(value, Decimal):
            cell.number_format = "#,##0.00" if value != value.to_integral_value() else "#,##0"
        elif isinstance(value, date):
            cell.number_format = "yyyy-mm-dd"
