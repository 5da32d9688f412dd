"""Cells to raw rows of the plan; each cell that cannot be used is named by row and column."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from simpul.permits.applying.asks.ground import spot_name
from simpul.permits.applying.days_sheet.columns import COLUMNS, NEEDED, spot_keys, spots_by_name
from simpul.permits.applying.days_sheet.files import MOST_ROWS, BadSheet, table_of
from simpul.permits.applying.draft import Draft
from simpul.permits.wording import DAY_KINDS, name

_YES = frozenset({"ya", "y", "yes", "true", "1", "x", "v", "iya", "benar"})
_NO = frozenset({"tidak", "tdk", "no", "n", "false", "0", "-", ""})


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


def read_sheet(content: bytes, draft: Draft) -> Sheet:
    """Rows of days out of a file. Raises BadSheet for what is no table of days at all."""
    numbered = [
        (n, cells) for n, cells in enumerate(table_of(content), 1) if any(map(_filled, cells))
    ]
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


def _heads(cells: Sequence[Any]) -> dict[str, int]:
    """Column code -> position."""
    found: dict[str, int] = {}
    for position, cell in enumerate(cells):
        head = " ".join(str(cell or "").lower().replace("*", "").split())
        for code, (_label, names) in COLUMNS.items():
            if head in names:
                found.setdefault(code, position)
    missing = [str(COLUMNS[code][0]) for code in NEEDED if code not in found]
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
        self.spots = dict(spots_by_name(draft))
        self.spot_names = [spot_name(draft, key) for key in spot_keys(draft)]
        self.only = spot_keys(draft)[0] if len(spot_keys(draft)) == 1 else None
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


def _kinds() -> dict[str, str]:
    """Code or name, in both languages -> code."""
    found = {code: code for code in DAY_KINDS}
    for language in ("id", "en"):
        with override(language):
            found |= {name(DAY_KINDS, code).casefold(): code for code in DAY_KINDS}
    return found
