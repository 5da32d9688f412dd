"""Numbers as three countries write them: 1,234.56 · 1.234,56 · 1 234,56. Exact, never guessed.

Whether the point or the comma is the decimal sign is found from all numbers of a file together. A
file that reads both ways with two results is not read before its owner says which one it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from simpul.incentives.report.reckoning.faults import Asked, Faults, Question
from simpul.incentives.report.reckoning.marks import NUMBER
from simpul.kit.late import polars as pl

POINT, COMMA = ".", ","
SAMPLE = 2000
_BLANK = r"[ \x{00a0}\x{202f}\x{2009}']"
_SPACED = rf"[1-9][0-9]{{0,2}}(?:{_BLANK}[0-9]{{3}})+"
_WAYS = {
    POINT: r"^[+-]?(?:[1-9][0-9]{0,2}(?:,[0-9]{3})+|[1-9][0-9]?(?:,[0-9]{2})*,[0-9]{3}"
    rf"|{_SPACED}|[0-9]+)(?:\.[0-9]+)?$",
    COMMA: rf"^[+-]?(?:[1-9][0-9]{{0,2}}(?:\.[0-9]{{3}})+|{_SPACED}|[0-9]+)(?:,[0-9]+)?$",
}
WRITTEN = {POINT: "1,234.56", COMMA: "1.234,56"}
_SYMBOLS = {
    "RP": "IDR",
    "$": "USD",
    "US$": "USD",
    "HK$": "HKD",
    "S$": "SGD",
    "A$": "AUD",
    "NZ$": "NZD",
    "€": "EUR",
    "£": "GBP",
    "¥": "JPY",
    "₩": "KRW",
    "₹": "INR",
    "฿": "THB",
    "₱": "PHP",
    "RM": "MYR",
}
_SIGN = r"[A-Za-z]{1,3}\$?|[$€£¥₩₹฿₱]"
_BEFORE = rf"^([(\x{{2212}}-]?)\s*({_SIGN})\.?\s*([(\x{{2212}}-]?[0-9])"
_AFTER = rf"([0-9]\)?)\s*({_SIGN})$"
_BARE = r"^-?[0-9]*(?:\.[0-9]+)?$"
_LETTERS = r"[A-Za-z$€£¥₩₹฿₱]"
_CODE = re.compile(r"[A-Z]{3}")


@dataclass(frozen=True, slots=True)
class Column:
    """One column of numbers, cleared of currency marks: `text` without blanks around it, "" empty.

    `marked`: number cells of a workbook, which are no question; `currency`: codes taken from marks
    ("Rp 5.000"), None where no cell has one; `plain`: digits, at most one point, no more of them
    than are kept, so that nothing but the meaning of the point is open; `whole`: the numbers of a
    column without a point, of which not even that is open.
    """

    name: str
    text: pl.Series
    marked: pl.Series | None
    currency: pl.Series | None
    plain: bool = False
    whole: pl.Series | None = None


def _exact(digits: int) -> str:
    """A number that is kept as it stands: 19 digits in all, `digits` of them after the point."""
    return rf"-?[0-9]{{1,{19 - digits}}}(?:\.[0-9]{{1,{digits}}})?"


def plain_columns(frame: pl.DataFrame, digits: Mapping[str, int]) -> dict[str, Column]:
    """Column -> numbers, of the columns in which nothing but the meaning of the point can be open:
    most of most ledgers. `digits`: column -> so many are kept after the point."""
    whole = _whole_columns(frame, digits)
    tests = [
        pl.col(name).str.contains(rf"^(?:{_exact(kept)})?$").all()
        for name, kept in digits.items()
        if name not in whole
    ]
    fits = frame.select(tests).row(0, named=True) if tests else {}
    return {
        name: Column(name, frame[name], None, None, plain=True, whole=whole.get(name))
        for name in digits
        if name in whole or fits[name]
    }


def _whole_columns(frame: pl.DataFrame, digits: Mapping[str, int]) -> dict[str, pl.Series]:
    """The columns of nothing but whole numbers. Reading them takes a third of the time that it
    takes to hold a pattern against every cell."""
    read = frame.select(pl.col(name).cast(pl.Int64, strict=False) for name in digits)
    tests = [
        (pl.col(name).str.len_bytes().max() <= 19 - kept)
        & ~pl.col(name).str.starts_with("+").any()
        & ((pl.col(name) != "").sum() == read[name].count())
        for name, kept in digits.items()
    ]
    fits = frame.select(tests).row(0, named=True) if tests else {}
    return {name: read[name] for name, hit in fits.items() if hit}


def column_of(name: str, cells: pl.Series, *, digits: int = 4) -> Column:
    """Take marks, brackets and other minus signs off the cells, which have no blanks around them.
    `digits`: so many are kept after the point."""
    if plain := plain_columns(cells.alias("cells").to_frame(), {"cells": digits}):
        return replace(plain["cells"], name=name)
    if cells.str.contains(_BARE).all():
        return Column(name, cells, None, None)
    text = cells
    marked = None
    if text.str.starts_with(NUMBER).any():
        marked = text.str.starts_with(NUMBER)
        text = text.str.strip_prefix(NUMBER)
    currency = None
    if _any(text, _LETTERS):
        before, after = text.str.extract(_BEFORE, 2), text.str.extract(_AFTER, 2)
        currency = _codes(before.zip_with(before.is_not_null(), after))
        text = text.str.replace(_BEFORE, "$1$3").str.replace(_AFTER, "$1")
    if _any(text, r"[(\x{2212}]|-$|^[+-]\s"):
        text = (
            text.str.replace_all("\N{MINUS SIGN}", "-", literal=True)
            .str.replace(r"^\(\s*(.*?)\s*\)$", "-$1")
            .str.replace(r"^(.*[0-9])\s*-$", "-$1")
            .str.replace(r"^([+-])\s+", "$1")
        )
    return Column(name, text, marked, currency)


def _any(text: pl.Series, pattern: str) -> bool:
    return bool(text.str.contains(pattern).any())


def _codes(found: pl.Series) -> pl.Series:
    marks = {mark: mark.upper() for mark in found.drop_nulls().unique().to_list()}
    codes = {mark: _SYMBOLS.get(upper, upper) for mark, upper in marks.items()}
    return found.replace_strict(codes, default=None, return_dtype=pl.String)


def decimal_signs(columns: Mapping[str, Column], said: str) -> dict[str, str]:
    """Role -> decimal sign. `said`: what the owner answered. Raises Asked where both would do."""
    if said:
        return dict.fromkeys(columns, said)
    ways = {role: _ways(column) for role, column in columns.items()}
    common = {POINT, COMMA}.intersection(*ways.values()) if ways else {POINT}
    if len(common) == 1:
        return dict.fromkeys(columns, common.pop())
    if not common:
        return {role: _one(columns[role], fits) for role, fits in ways.items()}
    for column in columns.values():
        if examples := _readable_both_ways(column):
            raise Asked([Question("decimal", column.name, (POINT, COMMA), examples)])
    return dict.fromkeys(columns, POINT)


def _free(column: Column) -> pl.Series:
    """The cells whose reading is a question."""
    text = column.text if column.marked is None else column.text.filter(~column.marked)
    return text.filter(text != "")


def _ways(column: Column) -> set[str]:
    if column.whole is not None:
        return {POINT, COMMA}
    free = _free(column)
    if column.plain:  # a number without a point reads the same in every way
        free = free.filter(free.str.contains(".", literal=True))
    fits = {way for way, pattern in _WAYS.items() if free.head(SAMPLE).str.contains(pattern).all()}
    return {way for way in fits if free.str.contains(_WAYS[way]).all()}


def _one(column: Column, fits: set[str]) -> str:
    """The decimal sign of a column by itself; the more frequent one where neither fits all."""
    if len(fits) == 2 and (examples := _readable_both_ways(column)):
        raise Asked([Question("decimal", column.name, (POINT, COMMA), examples)])
    if fits:
        return POINT if POINT in fits else COMMA
    free = _free(column)
    counts = {way: free.str.contains(pattern).sum() for way, pattern in _WAYS.items()}
    return max(counts, key=lambda way: counts[way])


def _readable_both_ways(column: Column) -> tuple[str, ...]:
    free = _free(column)
    return tuple(free.filter(free.str.contains(r"[.,]")).head(3).to_list())


def parse(
    column: Column, sign: str, lines: pl.Series, faults: Faults, digits: int = 4
) -> pl.Series:
    """The exact values with `digits` after the point, null for empty cells; what is no number is
    noted."""
    text = column.text
    if column.whole is not None:
        return column.whole.cast(pl.Decimal(38, digits))
    if sign == POINT and column.plain:
        return text.cast(pl.Decimal(38, digits), strict=False)
    filled = text != ""
    free = filled if column.marked is None else filled & ~column.marked
    wrong = free & ~text.str.contains(_WAYS[sign])
    if wrong.any():
        rows = pl.DataFrame({"line": lines, "value": text}).filter(wrong)
        other = rows["value"].str.contains(_WAYS[COMMA if sign == POINT else POINT])
        faults.add_rows(rows.filter(other), column.name, "other_separators", WRITTEN[sign])
        faults.add_rows(rows.filter(~other), column.name, "not_number")
    plain = _canonical(text, column.marked, sign, digits).set(wrong | ~filled, None)
    fits = f"^{_exact(digits)}$"
    bad = ~plain.str.contains(fits).fill_null(True)
    if bad.any():
        rows = pl.DataFrame({"line": lines, "value": text}).filter(bad)
        long = plain.filter(bad).str.contains(r"\.[0-9]{5,}$")
        faults.add_rows(rows.filter(long), column.name, "too_precise", str(digits))
        faults.add_rows(rows.filter(~long), column.name, "too_big")
        plain = plain.set(bad, None)
    return plain.cast(pl.Decimal(38, digits))


def _canonical(text: pl.Series, marked: pl.Series | None, sign: str, digits: int) -> pl.Series:
    """Digits with a point before the decimals."""
    group = "," if sign == POINT else "."
    plain = text
    if _any(text, rf"^\+|{_BLANK}|\{group}" + ("" if sign == POINT else "|,")):
        plain = plain.str.replace_all(rf"^\+|{_BLANK}|\{group}", "")
        plain = plain if sign == POINT else plain.str.replace(",", ".", literal=True)
        if marked is not None:
            plain = plain.zip_with(~marked, text)
    # 12.5000000 is precise enough: noughts at the end say nothing.
    if _any(plain, rf"\.[0-9]{{{digits}}}[0-9]*0$"):
        plain = plain.str.replace(rf"(\.[0-9]{{{digits}}}[0-9]*?)0+$", "$1")
    return plain


def is_code(text: str) -> bool:
    """Three capital letters, as ISO 4217 has it."""
    return _CODE.fullmatch(text) is not None
