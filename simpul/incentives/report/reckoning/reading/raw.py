"""The table as it stands in a file, before anything is made of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from simpul.kit.late import polars as pl

MEGABYTE = 1024 * 1024
MOST_LINES = 500_000
MOST_COLUMNS = 200
HEADER_WITHIN = 40
"""Titles, addresses and blank lines above the header; more than that is no ledger."""

Told = Callable[[int, int], None]
"""Lines so far, thousandths of the reading that are done."""


def nobody(_lines: int, _part: int) -> None:
    """No one waits for news."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How the owner says a file is to be read, where it leaves that open.

    `columns`: role -> heading as the file has it ("" for "there is none"); `decimal`: "," | ".";
    `dates`: "dmy" | "mdy"; `sheet`: name; `currency`: of the amounts of a file that names none.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    decimal: str = ""
    dates: str = ""
    sheet: str = ""
    currency: str = ""


@dataclass(frozen=True, slots=True)
class Totals:
    """What a file says of itself, or its owner of it; None where it does not."""

    lines: int | None = None
    entries: int | None = None
    amount: Decimal | None = None
    debit: Decimal | None = None
    credit: Decimal | None = None
    accounts: Mapping[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Raw:
    """`frame`: columns c0…cn of text without blanks around it, "" for empty; `lines`: where each
    row begins, from 1.

    `totals`: control totals the file carries; `currency`: the file's own, "" unknown; `journal`:
    the rows are sides of balanced entries, named by doc_no.
    """

    kind: str
    header: tuple[str, ...]
    frame: pl.DataFrame
    lines: pl.Series
    header_line: int = 1
    totals: Totals = field(default_factory=Totals)
    currency: str = ""
    journal: bool = False
