"""The sheet to fill in: the columns, a few example days, and the plan's places to choose from."""

from __future__ import annotations

import csv
import datetime as dt
import io
from typing import Any

from django.utils.translation import gettext as _

from simpul.permits.applying.asks.ground import spot_name
from simpul.permits.applying.days_sheet.columns import COLUMNS, spot_keys
from simpul.permits.applying.draft import Draft
from simpul.permits.wording import DAY_KINDS, name


def _example(draft: Draft) -> list[list[Any]]:
    keys = spot_keys(draft)
    place = spot_name(draft, keys[0]) if keys else ""
    yes, no = _("yes"), _("no")
    first = draft.filed_on + dt.timedelta(days=45)
    shoot, prep = name(DAY_KINDS, "shoot"), name(DAY_KINDS, "prep")
    return [
        [first, place, prep, "08:00", "17:00", 10, no, no, no],
        [first + dt.timedelta(days=1), place, shoot, "07:00", "19:00", 40, no, no, no],
        [first + dt.timedelta(days=2), place, shoot, "18:00", "02:00", 40, yes, yes, no],
        [first + dt.timedelta(days=3), place, shoot, "07:00", "19:00", 40, no, no, yes],
    ]


def _safe(cell: Any) -> Any:
    """No cell of ours may act as a formula when the sheet is opened."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(("=", "+", "-", "@")) else cell


def template_csv(draft: Draft) -> bytes:
    """The template as CSV (UTF-8 with the mark that spreadsheets look for)."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow(str(label) for label, _names in COLUMNS.values())
    for row in _example(draft):
        writer.writerow(
            cell.strftime("%d/%m/%Y") if isinstance(cell, dt.date) else _safe(cell) for cell in row
        )
    return out.getvalue().encode("utf-8-sig")


def template_xlsx(draft: Draft) -> bytes:
    """The template as XLSX, with lists to choose from and a second sheet of the plan's places."""
    from openpyxl import Workbook
    from openpyxl.styles import Font
    from openpyxl.worksheet.datavalidation import DataValidation

    book = Workbook()
    # A new book's only sheet, which openpyxl's types hold to be possibly missing.
    sheet: Any = book.active
    sheet.title = _("Days")[:31]
    sheet.append([str(label) for label, _names in COLUMNS.values()])
    for row in _example(draft):
        sheet.append([_safe(cell) for cell in row])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for index, letter in enumerate("ABCDEFGHI"):
        sheet.column_dimensions[letter].width = (14, 30, 16, 9, 9, 9, 18, 20, 12)[index]
    for cell in sheet["A"][1:]:
        cell.number_format = "DD/MM/YYYY"
    choices = [("C2:C1000", [name(DAY_KINDS, code) for code in DAY_KINDS])]
    choices += [(f"{letter}2:{letter}1000", [_("yes"), _("no")]) for letter in "GHI"]
    for cells, options in choices:
        rule = DataValidation(type="list", formula1=f'"{",".join(options)}"', allow_blank=True)
        rule.add(cells)
        sheet.add_data_validation(rule)
    sheet.freeze_panes = "A2"
    places = book.create_sheet(_("Places of the shoot")[:31])
    for key in spot_keys(draft):
        places.append([_safe(spot_name(draft, key))])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
