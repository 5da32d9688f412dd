"""Dates as ledgers write them: 2026-03-24, 24/03/2026, 24 Mar 2026, day numbers of Excel."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache

from simpul.incentives.report.reckoning.faults import Asked, Faults, Question
from simpul.incentives.report.reckoning.marks import NUMBER
from simpul.kit.late import polars as pl

_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?")
_BASIC = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)")
_PARTS = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})(?:[T ].*)?")
_WORDS = re.compile(r"(\d{1,2})[-/. ]([A-Za-z]{3,9})\.?[-/., ]+(\d{4}|\d{2})")
_SERIAL = re.compile(r"(\d{5})(?:\.\d+)?")
_DAY_ZERO = date(1899, 12, 30)
"""Excel counts 1900 as a leap year; from March 1900 on this day zero sets that right."""
_SERIALS = range(20_000, 80_001)
"""October 1954 to January 2119: a number outside is no day of a production."""
_YEARS = range(1950, 2120)
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january januari",
            "feb february februari peb pebruari",
            "mar march maret mrt",
            "apr april",
            "may mei",
            "jun june juni",
            "jul july juli",
            "aug august agu agustus agt ags",
            "sep sept september",
            "oct october okt oktober",
            "nov november nop nopember",
            "dec december des desember",
        ),
        1,
    )
    for name in names.split()
}


@lru_cache(maxsize=4096)
def read_date(text: str, order: str = "dmy") -> date | None:
    """One date; None where it is none. `order`: "dmy" or "mdy" for dates of three numbers.

    Two digits of a year are of this century.
    """
    text = text.strip().removeprefix(NUMBER)
    if found := _ISO.fullmatch(text) or _BASIC.fullmatch(text):
        return _day(found[1], found[2], found[3])
    if found := _PARTS.fullmatch(text):
        first, second = (found[1], found[2]) if order == "dmy" else (found[2], found[1])
        return _day(found[3], second, first)
    if (found := _WORDS.fullmatch(text)) and (month := _MONTHS.get(found[2].casefold())):
        return _day(found[3], str(month), found[1])
    if (found := _SERIAL.fullmatch(text)) and int(found[1]) in _SERIALS:
        return _DAY_ZERO + timedelta(days=int(found[1]))
    return None


def _day(year: str, month: str, day: str) -> date | None:
    number = int(year) + (2000 if len(year) == 2 else 0)
    try:
        return date(number, int(month), int(day)) if number in _YEARS else None
    except ValueError:
        return None


def read_column(
    name: str,
    cells: pl.Series,
    seen: Sequence[str],
    lines: pl.Series,
    order: str,
    faults: Faults,
) -> dict[str, date | None]:
    """The day of each text (`seen`) of a column, None for empty cells; what is no date is noted.

    Raises Asked where the column reads as month/day/year and nobody has said so.
    """
    found = {text: read_date(text, order or "dmy") for text in seen}
    wrong = [text for text, value in found.items() if value is None and text.strip()]
    if wrong and not order and all(read_date(text, "mdy") for text in wrong):
        turned = [text for text in seen if text.strip() and read_date(text, "mdy") is None]
        if not turned:
            raise Asked([Question("dates", name, ("dmy", "mdy"), tuple(sorted(wrong)[:3]))])
    if wrong:
        rows = pl.DataFrame({"line": lines, "value": cells}).filter(pl.col("value").is_in(wrong))
        faults.add_rows(rows, name, "not_date")
    return found
