"""CSV and its cousins: separated by comma, semicolon, tab or bar; UTF-8, or UTF-16 as Excel has it.

polars reads the cells. What it is silent about is found by counting: rows with too few cells, line
ends within quotation marks. A file that does not add up is read again, row by row.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simpul.incentives.report.reckoning.columns import header_score
from simpul.incentives.report.reckoning.faults import Faults, refuse
from simpul.incentives.report.reckoning.reading.raw import (
    HEADER_WITHIN,
    MEGABYTE,
    MOST_COLUMNS,
    MOST_LINES,
    Layout,
    Raw,
)
from simpul.kit.late import polars as pl

SEPARATORS = ",;\t|"
PIECE = MEGABYTE // 4
"""Bytes looked at in one go: they stay in the processor's cache."""
TIDIED_AT_ONCE = 8
"""Columns: the cores have enough to do, and little stands twice."""
LONGEST_LINE = 64 * 1024
_FORMULA = re.compile(rb'"?\s*(?:=|[@+\-][^\n]*[|(!])')
"""A cell that a spreadsheet program would run."""
_HARMLESS = re.compile(
    rb'"?\s*+(?:[+\-][\d.,\s]*+|\+\d[\d\s().-]*+|-\s*+\w*+\s*+\([\d.,\s]++\))"?\s*+'
)
"""A negative number or a telephone number. Nothing is tried twice: cells may be blanks only."""
FORMULAS_NOTED = 1000
"""More of them say no more; looking for all of a file made of them takes hours."""
_STARTS = b"=@+-"
_QUOTE, _RETURN, _NEWLINE, _SPACE = map(ord, '"\r\n ')

Mask = NDArray[np.bool_]


@dataclass(slots=True)
class _Seen:
    """What a look at every byte tells. `quoted`: cells that begin with a quotation mark; `marks`:
    quotation marks in all; `returns`: carriage returns; `odd`: is there a sign below the space that
    ends neither a line nor a cell; `blanks`: does a space stand where a cell may begin or end."""

    quoted: int = 0
    marks: int = 0
    returns: int = 0
    odd: bool = False
    blanks: bool = False


def read_text(data: bytes, layout: Layout) -> Raw:
    """The table in a text. Raises Refused with the line and the cause."""
    data = _as_utf8(data)
    header, separator, offset, line = _header(data)
    rows = _line_ends(data, offset) + (offset < len(data) and not data.endswith(b"\n"))
    if not rows:
        raise refuse(0, "", "empty")
    if rows > MOST_LINES + HEADER_WITHIN:
        raise refuse(0, "", "too_many_lines", more=f"{MOST_LINES:,}")
    with ThreadPoolExecutor(1) as beside:  # both leave Python's lock to the other
        looked = beside.submit(_looked_through, data, offset, ord(separator), line)
        frame = _cells(data, line, separator, len(header))
        seen = looked.result()
    if frame is None or not _whole(frame, rows, data, offset, seen):
        return _slowly(data[offset:], header, separator, line)
    seen.odd = seen.odd or not data.isascii()
    del data
    lines = pl.Series("line", np.arange(line + 1, line + 1 + rows, dtype=np.int64))
    return _raw(header, _tidied(frame, seen), lines, line)


def _line_ends(data: bytes, offset: int) -> int:
    whole = np.frombuffer(data, dtype=np.uint8)
    room, found = np.empty(PIECE, dtype=np.bool_), 0
    for start in range(offset, len(data), PIECE):
        piece = whole[start : start + PIECE]
        found += int(np.count_nonzero(np.equal(piece, _NEWLINE, out=room[: len(piece)])))
    return found


def _whole(frame: pl.DataFrame, rows: int, data: bytes, offset: int, seen: _Seen) -> bool:
    """Does the table account for every byte from `offset` on?

    polars fills up a row with too few cells in silence; then separators are missing. As many rows
    as line ends: none goes on within quotation marks. Between the cells stand their separators,
    line ends, and the marks that are in no cell. One of a cell that is taken for one of these makes
    the sum too large, never too small, so that no row with too few cells can hide behind it.
    Of marks at the beginning of a cell each has one at its end, and each mark within a cell is
    written double; what is not (`"a" "b"`), polars mends in silence.
    """
    returns = seen.returns
    if frame.height != rows or (returns and returns != data.count(b"\r\n", offset)):
        return False
    cells = frame.select(pl.all().str.len_bytes().sum()).sum_horizontal().item()
    between = rows * frame.width - (not data.endswith(b"\n")) + returns
    over, inside = cells + between + seen.marks - (len(data) - offset), 0
    if over:
        within = frame.select(pl.all().str.count_matches('"', literal=True).sum())
        inside = int(within.sum_horizontal().item())
    return bool(over == inside and seen.marks == 2 * (seen.quoted + inside))


def _tidied(frame: pl.DataFrame, seen: _Seen) -> pl.DataFrame:
    """Cells without blanks around them, each column in one piece; some columns after the others, so
    that no second table stands beside the first."""
    names, blank = frame.columns, set[str]()
    if seen.odd:
        blank.update(names)
    elif seen.blanks:
        sides = frame.select((pl.all().str.starts_with(" ") | pl.all().str.ends_with(" ")).any())
        blank.update(name for name, hit in zip(names, sides.row(0), strict=True) if hit)
    done: list[pl.Series] = []
    for first in range(0, len(names), TIDIED_AT_ONCE):
        some = names[first : first + TIDIED_AT_ONCE]
        part = pl.DataFrame([frame.drop_in_place(name) for name in some]).rechunk()
        if stripped := blank.intersection(some):
            part = part.with_columns(pl.col(name).str.strip_chars() for name in stripped)
        done += part.get_columns()
    return pl.DataFrame(done)


def _as_utf8(data: bytes) -> bytes:
    """The text as UTF-8 with plain line ends; Refused names the line that is not text."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            data = data.decode("utf-16").encode()
        except UnicodeError:
            raise refuse(1, "", "not_utf8") from None
    data = data.removeprefix(codecs.BOM_UTF8)
    if b"\x00" in data:
        raise refuse(data.count(b"\n", 0, data.index(b"\x00")) + 1, "", "nul")
    if not data.isascii():
        try:
            data.decode()
        except UnicodeDecodeError as error:
            raise refuse(data.count(b"\n", 0, error.start) + 1, "", "not_utf8") from None
    if b"\r" in data and b"\n" not in data.rstrip(b"\r\n"):
        data = data.rstrip(b"\r\n").replace(b"\r", b"\n") + b"\n"
    return data


def _header(data: bytes) -> tuple[tuple[str, ...], str, int, int]:
    """(names, separator, where the rows begin, line of the header): the best of the first lines."""
    start = 0
    best: tuple[int, tuple[str, ...], str, int, int] | None = None
    for number in range(1, HEADER_WITHIN + 1):
        end = data.find(b"\n", start)
        end = len(data) if end < 0 else end
        text = data[start : min(end, start + LONGEST_LINE)].decode(errors="replace").strip("\r")
        start = end + 1
        for separator in SEPARATORS:
            # Of no more cells than roles were found in another line no more can be found.
            if text.count(separator) >= max(1, best[0] if best else 0):
                names = _names(text, separator)
                score = header_score(names, best[0] if best else 0)
                if best is None or score > best[0]:
                    best = score, names, separator, min(start, len(data)), number
        if start >= len(data):
            break
    if best is None or best[0] < 2 or len(best[1]) > MOST_COLUMNS:
        raise refuse(0, "", "no_header", more=str(HEADER_WITHIN))
    return best[1:]


def _names(text: str, separator: str) -> tuple[str, ...]:
    """The cells of one line; none where a stray line end stands within it."""
    try:
        return tuple(name.strip() for name in next(csv.reader([text], delimiter=separator)))
    except csv.Error:
        return ()


def _cells(data: bytes, skipped: int, separator: str, width: int) -> pl.DataFrame | None:
    """Every cell as text; None where polars sees other rows than we do."""
    try:
        frame = pl.read_csv(
            data,
            has_header=False,
            skip_lines=skipped,
            separator=separator,
            new_columns=[f"c{number}" for number in range(width)],
            infer_schema=False,
            empty_string_is_null=False,
            extra_columns="raise",
            missing_columns="raise",
        )
    except (pl.exceptions.PolarsError, ValueError):
        return None
    return frame if frame.width == width else None


def _slowly(body: bytes, header: tuple[str, ...], separator: str, line: int) -> Raw:
    """Row by row: for files with blank lines, cells that go on over lines, and bad rows."""
    faults = Faults()
    rows: list[list[str]] = []
    lines: list[int] = []
    reader = csv.reader(io.StringIO(body.decode(), newline=""), delimiter=separator, strict=True)
    begin = line + 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                if (len(cells) != len(header) and any(map(str.strip, cells[len(header) :]))) or len(
                    cells
                ) < len(header):
                    faults.add(begin, "", "cells", len(cells), str(len(header)))
                else:
                    rows.append([cell.strip() for cell in cells[: len(header)]])
                    lines.append(begin)
            begin = line + reader.line_num + 1
    except csv.Error as error:
        if "field larger" in str(error):
            raise refuse(begin, "", "damaged", more=f"> {csv.field_size_limit():,}") from None
        raise refuse(begin, "", "quotes") from None
    faults.refuse()
    columns = [f"c{number}" for number in range(len(header))]
    frame = pl.DataFrame(rows, schema=dict.fromkeys(columns, pl.String()), orient="row")
    return _raw(header, frame, pl.Series("line", lines, dtype=pl.Int64), line)


def _raw(header: tuple[str, ...], frame: pl.DataFrame, lines: pl.Series, line: int) -> Raw:
    """Without rows of nothing but separators."""
    if (frame["c0"] == "").any():
        kept = ~frame.select(pl.all_horizontal(pl.all() == "").alias("empty"))["empty"]
        frame, lines = frame.filter(kept), lines.filter(kept)
    if not frame.height:
        raise refuse(0, "", "empty")
    return Raw("csv", header, frame, lines, line)


def _looked_through(data: bytes, offset: int, separator: int, line: int) -> _Seen:
    """Every byte once. Refused with every cell that a spreadsheet program would run."""
    seen, faults, counted = _Seen(blanks=data.endswith(b" ")), Faults(), offset
    whole, look = np.frombuffer(data, dtype=np.uint8), _Look(data, separator, seen)
    for start in range(offset, len(data), PIECE):
        window = whole[start - 1 : start + PIECE]
        for position in (look.starts(window) + start).tolist():
            end = _end_of_cell(data, position, separator)
            cell = data[position:end]
            if _FORMULA.match(cell) and not _HARMLESS.fullmatch(cell):
                line += data.count(b"\n", counted, position)
                counted = position
                faults.add(line + 1, "", "formula_text", cell.decode(errors="replace").strip('"'))
                if faults.count >= FORMULAS_NOTED:
                    faults.refuse()
    faults.refuse()
    return seen


class _Look:
    """Looks at one piece after the other, with room for the answers that is taken once: taking it
    anew for every piece costs more than looking."""

    def __init__(self, data: bytes, separator: int, seen: _Seen) -> None:
        self.separator, self.seen = separator, seen
        self.marks, self.returns = b'"' in data, b"\r" in data
        self.room = np.empty((3, PIECE + 1), dtype=np.bool_)

    def starts(self, window: NDArray[np.uint8]) -> NDArray[np.intp]:
        """Where, in a piece and the one sign before it, a sign stands with which a formula begins,
        at the beginning of what may be a cell. What else is found is added to `seen`."""
        edge, some, both = (row[: len(window)] for row in self.room)
        marks = self.seen.marks
        self._edges(window, edge, some, both)
        seen, after = self.seen, both[1:]
        if not seen.blanks:
            np.equal(window, _SPACE, out=some)
            begins = np.flatnonzero(np.logical_and(some[1:], edge[:-1], out=after)) + 1
            ends = np.flatnonzero(np.logical_and(some[:-1], edge[1:], out=after))
            seen.blanks = self._outside(window, begins, -1, marks) or self._outside(
                window, ends, 1, marks
            )
        np.equal(window, _STARTS[0], out=some)
        for sign in _STARTS[1:]:
            np.logical_or(some, np.equal(window, sign, out=both), out=some)
        return np.flatnonzero(np.logical_and(some[1:], edge[:-1], out=after))

    def _outside(
        self, window: NDArray[np.uint8], blanks: NDArray[np.intp], beside: int, marks: int
    ) -> bool:
        """Is one of these spaces at the edge of a cell, and not of a comma between quotation marks
        ("Jaya, Tbk")? An odd number of marks stands before that. `marks`: those before the window.
        A space beside a mark may be either."""
        if not self.marks or not len(blanks):
            return bool(len(blanks))
        quotes = np.flatnonzero(window[1:] == _QUOTE) + 1
        inside = (marks + np.searchsorted(quotes, blanks)) % 2 == 1
        return bool((~inside | (window[blanks + beside] == _QUOTE)).any())

    def _edges(self, window: NDArray[np.uint8], edge: Mask, some: Mask, both: Mask) -> None:
        """`edge`: what stands beside a cell: separators, line ends, quotation marks."""
        seen, count = self.seen, np.count_nonzero
        ends = int(count(np.equal(window, _NEWLINE, out=edge)[1:]))
        apart = np.equal(window, self.separator, out=some)
        ends += int(count(apart[1:])) if self.separator < _SPACE else 0
        np.logical_or(edge, apart, out=edge)
        if self.marks:
            marks = np.equal(window, _QUOTE, out=some)
            seen.marks += int(count(marks[1:]))
            seen.quoted += int(count(np.logical_and(marks[1:], edge[:-1], out=both[1:])))
            np.logical_or(edge, marks, out=edge)
        if self.returns:
            returns = np.equal(window, _RETURN, out=some)
            back = int(count(returns[1:]))
            seen.returns, ends = seen.returns + back, ends + back
            np.logical_or(edge, returns, out=edge)
        if not seen.odd:
            seen.odd = int(count(np.less(window, _SPACE, out=some)[1:])) != ends


def _end_of_cell(data: bytes, start: int, separator: int) -> int:
    ends = [data.find(bytes([sign]), start, start + 4096) for sign in (separator, 10)]
    return min((end for end in ends if end >= 0), default=min(len(data), start + 4096))
