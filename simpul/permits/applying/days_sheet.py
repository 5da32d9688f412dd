"""Days from a spreadsheet (CSV or XLSX), and the template to fill in. Pure: bytes in, rows out.

Every cell that cannot be used is named by its row and column as the sheet shows them; then nothing
is taken over, so that a corrected file can be uploaded again without doubling days.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from simpul.permits.applying.asks.ground import spot_name, way_of
from simpul.permits.applying.draft import Draft
from simpul.permits.planning.plan import MOST_DAYS
from simpul.permits.wording import DAY_KINDS, name

MOST_BYTES = 2 * 1024 * 1024
MOST_UNPACKED = 30 * 1024 * 1024
MOST_ROWS = MOST_DAYS * 4
_MOST_PARTS = 500

# Column -> the heads it may have, lower case, in the languages of the template.
COLUMNS: Mapping[str, tuple[Any, tuple[str, ...]]] = {
    "date": (gettext_lazy("Date"), ("tanggal", "date")),
    "spot": (gettext_lazy("Place"), ("tempat", "lokasi", "place", "location")),
    "kind": (gettext_lazy("Kind of day"), ("jenis hari", "kegiatan", "kind of day", "kind")),
    "from": (gettext_lazy("From"), ("dari", "mulai", "from", "start")),
    "to": (gettext_lazy("Until"), ("sampai", "selesai", "until", "to", "end")),
    "people": (gettext_lazy("People"), ("orang", "jumlah orang", "people")),
    "exclusive_use": (
        gettext_lazy("Closed to others"),
        ("ditutup bagi orang lain", "tertutup", "closed to others", "closed"),
    ),
    "overnight": (
        gettext_lazy("Past midnight"),
        ("lewat tengah malam", "past midnight", "overnight"),
    ),
    "contingency": (gettext_lazy("In reserve"), ("cadangan", "in reserve", "contingency")),
}
_NEEDED = ("date", "from", "to", "people")
_YES = frozenset({"ya", "y", "yes", "true", "1", "x", "v", "iya", "benar"})
_NO = frozenset({"tidak", "tdk", "no", "n", "false", "0", "-", ""})


class BadSheet(Exception):
    """The file cannot be read as a sheet of days; `str()` says why."""


@dataclass(frozen=True, slots=True)
class CellProblem:
    """A cell that cannot be used: `row` as the sheet counts, `column` letter, `head` name."""

    row: int
    column: str
    head: str
    value: str
    text: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """What was read: raw rows for the plan, and every problem."""

    rows: tuple[dict[str, Any], ...]
    problems: tuple[CellProblem, ...]


# --- reading -------------------------------------------------------------------------------
def read_sheet(content: bytes, draft: Draft) -> Sheet:
    """Rows of days out of a file. Raises BadSheet for what is no table of days at all."""
    if not content:
        raise BadSheet(_("The file is empty."))
    if len(content) > MOST_BYTES:
        raise BadSheet(_("A sheet of days is at most 2 MB."))
    table = _from_xlsx(content) if content.startswith(b"PK") else _from_csv(content)
    numbered = [(n, cells) for n, cells in enumerate(table, 1) if any(map(_filled, cells))]
    if not numbered:
        raise BadSheet(_("The file is empty."))
    columns = _heads(numbered[0][1])
    body = numbered[1:]
    if not body:
        raise BadSheet(_("There are no days below the heads of the columns."))
    if len(body) > MOST_ROWS:
        raise BadSheet(
            _("There are too many rows: %(n)d; at most %(most)d.")
            % {"n": len(body), "most": MOST_ROWS}
        )
    reader = _Reader(draft, columns)
    rows = tuple(reader.row(number, cells) for number, cells in body)
    return Sheet(rows, tuple(reader.problems))


def _filled(cell: Any) -> bool:
    return cell is not None and str(cell).strip() != ""


def _from_csv(content: bytes) -> list[list[Any]]:
    text = _decoded(content)
    if "\0" in text:
        raise BadSheet(_("This is not a CSV or XLSX file."))
    first = text.lstrip().split("\n", 1)[0]
    delimiter = max(";,\t", key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise BadSheet(_("The file cannot be read as CSV: a quote is not closed.")) from error
    return [list(row) for row in rows[: MOST_ROWS + 50]]


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadSheet(_("The letters of this file cannot be read; save it as CSV UTF-8 or XLSX."))


def _from_xlsx(content: bytes) -> list[list[Any]]:
    from python_calamine import CalamineError, CalamineWorkbook

    _refuse_bombs(content)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheet = book.get_sheet_by_index(0)
        return [list(row) for row in sheet.to_python(skip_empty_area=False)[: MOST_ROWS + 50]]
    except (CalamineError, IndexError, ValueError, OSError, zipfile.BadZipFile) as error:
        raise BadSheet(_("This is not a CSV or XLSX file.")) from error


def _refuse_bombs(content: bytes) -> None:
    """Unpack by small pieces and stop early: sizes written inside an archive may lie."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            if len(parts) > _MOST_PARTS:
                raise BadSheet(_("This file is packed too strangely to be a sheet of days."))
            total = 0
            for part in parts:
                with archive.open(part) as stream:
                    while piece := stream.read(1 << 16):
                        total += len(piece)
                        if total > MOST_UNPACKED:
                            raise BadSheet(
                                _("This file is packed too strangely to be a sheet of days.")
                            )
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, OSError) as error:
        raise BadSheet(_("This is not a CSV or XLSX file.")) from error


def _heads(cells: Sequence[Any]) -> dict[str, int]:
    """Column code -> position."""
    found: dict[str, int] = {}
    for position, cell in enumerate(cells):
        head = " ".join(str(cell or "").lower().replace("*", "").split())
        for code, (_label, names) in COLUMNS.items():
            if head in names:
                found.setdefault(code, position)
    missing = [str(COLUMNS[code][0]) for code in _NEEDED if code not in found]
    if missing:
        raise BadSheet(
            _("These columns are missing in the first row: %(names)s. Start from the template.")
            % {"names": ", ".join(missing)}
        )
    return found


def letter_of(position: int) -> str:
    """ "A" for 0, "AA" for 26: as spreadsheets name columns."""
    text = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        text = chr(65 + rest) + text
    return text


class _Reader:
    """Cells to raw JSON values; what cannot be one is a problem with its place."""

    def __init__(self, draft: Draft, columns: Mapping[str, int]) -> None:
        self.columns = columns
        self.problems: list[CellProblem] = []
        self.spots = dict(_spots(draft))
        self.spot_names = [spot_name(draft, key) for key in _spot_keys(draft)]
        self.only = _spot_keys(draft)[0] if len(_spot_keys(draft)) == 1 else None
        self.kinds = _kinds()

    def row(self, number: int, cells: Sequence[Any]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for code, position in self.columns.items():
            cell = cells[position] if position < len(cells) else None
            try:
                value = getattr(self, f"_{code}")(cell)
            except ValueError as error:
                self._wrong(number, code, cell, str(error))
                continue
            if value is not None:
                found[code] = value
        found.setdefault("kind", "shoot")
        found.setdefault("exclusive_use", False)
        if "spot" not in found and self.only:
            found["spot"] = self.only
        elif "spot" not in found and "spot" not in self.columns and len(self.spot_names) > 1:
            self._wrong(number, "spot", None, _("Name the place; your plan has several."))
        return found

    def _wrong(self, number: int, code: str, cell: Any, text: str) -> None:
        position = self.columns.get(code)
        self.problems.append(
            CellProblem(
                row=number,
                column="" if position is None else letter_of(position),
                head=str(COLUMNS[code][0]),
                value=str("" if cell is None else cell)[:60],
                text=text,
            )
        )

    def _date(self, cell: Any) -> str:
        if isinstance(cell, dt.datetime):
            return cell.date().isoformat()
        if isinstance(cell, dt.date):
            return cell.isoformat()
        text = str(cell or "").strip()
        if not text:
            raise ValueError(_("The date is missing."))
        for pattern, order in (
            (r"(\d{4})-(\d{1,2})-(\d{1,2})", (1, 2, 3)),
            (r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})", (3, 2, 1)),
        ):
            if match := re.fullmatch(pattern, text, re.ASCII):
                year, month, day = (int(match[i]) for i in order)
                try:
                    return dt.date(year, month, day).isoformat()
                except ValueError:
                    raise ValueError(_("This date does not exist.")) from None
        raise ValueError(_("Write the date as day/month/year, for example 10/12/2026."))

    def _time(self, cell: Any) -> str:
        if isinstance(cell, dt.datetime | dt.time):
            return cell.strftime("%H:%M")
        if isinstance(cell, dt.timedelta):
            cell = cell.total_seconds() / 86_400
        if isinstance(cell, int | float) and not isinstance(cell, bool) and 0 <= cell < 1:
            minutes = round(cell * 1440)
            return f"{minutes // 60 % 24:02d}:{minutes % 60:02d}"
        text = str(cell if cell is not None else "").strip()
        if not text:
            raise ValueError(_("The time is missing."))
        match = re.fullmatch(r"(\d{1,2})[.:](\d{2})(?::\d{2})?", text, re.ASCII)
        if not match or int(match[1]) > 23 or int(match[2]) > 59:
            raise ValueError(_("Write the time as HH:MM, for example 07:30."))
        return f"{int(match[1]):02d}:{match[2]}"

    _from = _time
    _to = _time

    def _people(self, cell: Any) -> int:
        text = str(cell if cell is not None else "").strip()
        if re.fullmatch(r"\d{1,6}(\.0+)?", text, re.ASCII) and float(text) >= 1:
            return int(float(text))
        raise ValueError(_("Write how many people, as a whole number."))

    def _spot(self, cell: Any) -> str | None:
        text = " ".join(str(cell or "").split()).casefold()
        if not text:
            if self.only or not self.spots:
                return self.only
            raise ValueError(_("Name the place; your plan has several."))
        if text not in self.spots:
            names = ", ".join(f"“{one}”" for one in self.spot_names[:8])
            raise ValueError(
                _("This place is not in your plan. Known: %(names)s.") % {"names": names}
                if names
                else _("Add the place to your plan first.")
            )
        return self.spots[text]

    def _kind(self, cell: Any) -> str | None:
        text = " ".join(str(cell or "").split()).casefold()
        if not text:
            return None
        if text not in self.kinds:
            known = ", ".join(name(DAY_KINDS, code) for code in DAY_KINDS)
            raise ValueError(_("Not a kind of day. Known: %(names)s.") % {"names": known})
        return self.kinds[text]

    def _flag(self, cell: Any) -> bool:
        if isinstance(cell, bool):
            return cell
        text = str(cell if cell is not None else "").strip().casefold().removesuffix(".0")
        if text in _YES:
            return True
        if text in _NO:
            return False
        raise ValueError(_("Write yes or no."))

    _exclusive_use = _flag

    def _overnight(self, cell: Any) -> bool | None:
        return self._flag(cell) or None

    _contingency = _overnight


def _spot_keys(draft: Draft) -> list[str]:
    rows = (draft.data.get("plan") or {}).get("spots") or ()
    return [str(row["id"]) for row in rows if isinstance(row, Mapping) and row.get("id")]


def _spots(draft: Draft) -> Iterator[tuple[str, str]]:
    """What a sheet may call a place -> its name in the plan."""
    rows = (draft.data.get("plan") or {}).get("spots") or ()
    for row in rows:
        if isinstance(row, Mapping) and row.get("id"):
            yield str(row["id"]).casefold(), str(row["id"])
            if row.get("site") and way_of(row) == "site":
                yield str(row["site"]).casefold(), str(row["id"])
    for key in _spot_keys(draft):
        yield " ".join(spot_name(draft, key).split()).casefold(), key


def _kinds() -> dict[str, str]:
    """Code or name, in both languages -> code."""
    from django.utils.translation import override

    found = {code: code for code in DAY_KINDS}
    for language in ("id", "en"):
        with override(language):
            found |= {name(DAY_KINDS, code).casefold(): code for code in DAY_KINDS}
    return found


# --- the template --------------------------------------------------------------------------
def _example(draft: Draft) -> list[list[Any]]:
    keys = _spot_keys(draft)
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
    for key in _spot_keys(draft):
        places.append([_safe(spot_name(draft, key))])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
