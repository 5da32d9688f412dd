"""The quick reader of a text sees what the slow one sees, row by row, or leaves the file to it."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simpul.incentives.report.reckoning.faults import Refused
from simpul.incentives.report.reckoning.reading import texts
from simpul.incentives.report.reckoning.reading.raw import Layout

HEAD = "date,acct,vendor,amount\n"
CELLS = st.text(alphabet='ab ",\n\ré\t5', max_size=5)


def _seen(data: bytes, *, slowly: bool) -> Any:
    """Rows with their lines, or what the file is refused for."""
    try:
        if slowly:
            raw = texts._slowly(data[len(HEAD) :], tuple(HEAD.strip().split(",")), ",", 1)
        else:
            raw = texts.read_text(data, Layout())
    except Refused as refused:
        return refused.faults.frame().rows()
    return list(zip(raw.lines.to_list(), raw.frame.rows(), strict=True))


@given(
    st.lists(st.lists(CELLS, min_size=4, max_size=4), min_size=1, max_size=5),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    st.integers(0, 200),
    st.sampled_from(["", ",", '"', "\n", " "]),
)
def test_what_one_reader_sees_the_other_sees(
    rows: list[list[str]], end: str, quoting: Any, at: int, instead: str
) -> None:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator=end, quoting=quoting).writerows(rows)
    body = out.getvalue()
    # A sign taken out or put in: rows with too few or too many cells, marks left open.
    place = at % len(body)
    body = body[:place] + instead + body[place + (at % 2) :]
    data = (HEAD + body).encode()
    slow = _seen(data, slowly=True)
    # Marks against the rule that polars mends only one of the two sees.
    if [row[2:3] for row in slow] != [("quotes",)]:
        assert _seen(data, slowly=False) == slow


@pytest.mark.parametrize(
    ("row", "cells"),
    [
        ('2026-03-24,1405,"PT A, Tbk",5', "PT A, Tbk"),
        ('2026-03-24,1405,"5"" pipa",5', '5" pipa'),
        ('2026-03-24,1405,"a,""b""",5', 'a,"b"'),
        ("2026-03-24,1405,  x  ,5", "x"),
        ('2026-03-24,1405," x ",5', "x"),
        ("2026-03-24,1405,\N{NO-BREAK SPACE}x,5", "x"),
    ],
)
def test_cells_are_read_without_what_stands_around_them(row: str, cells: str) -> None:
    raw = texts.read_text((HEAD + row + "\n").encode(), Layout())
    assert raw.frame["c2"].to_list() == [cells]


@pytest.mark.parametrize("piece", [5, 9, 16, 64])
@pytest.mark.parametrize("cell", [" x", "x ", '" x"', '"a, ""b"", c "', '"x"'])
def test_a_blank_at_the_edge_is_seen_beside_commas_within_cells(
    cell: str, piece: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(texts, "PIECE", piece)
    body = '2026-03-24,1405,"PT A, Tbk",5\n' * 3 + f'2026-03-24,1405,{cell},"5"\n'
    data = (HEAD + body).encode()
    assert _seen(data, slowly=False) == _seen(data, slowly=True)


def test_a_short_row_hides_behind_no_quotation_marks() -> None:
    """Each row alone makes the sum of the bytes differ, one up and one down."""
    text = HEAD + '2026-03-24,1405,"a ""b""",5\n2026-03-24,1405,x\n2026-03-24,1405, "y",5\n'
    with pytest.raises(Refused) as caught:
        texts.read_text(text.encode(), Layout())
    assert [(fault.line, fault.code) for fault in caught.value.faults.listed(9)] == [(3, "cells")]
