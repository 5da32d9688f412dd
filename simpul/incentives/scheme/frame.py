"""Lines of a cost report as the steps see them: a polars frame, exact decimals, no float.

An estimate's inputs become a handful of such lines, so that the same steps run on both. `claim` is
what counts of a line: it begins as amount x share and each line step may lessen it. Products of
shares are kept to 12 places after the point.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any

from simpul.incentives.scheme.rounding import decimal
from simpul.incentives.scheme.spec import FromFact, Input, Scheme
from simpul.kit.late import polars as pl

COLUMNS: Mapping[str, str] = {
    "row": "whole",
    "account": "text",
    "category": "text",
    "date": "day",
    "period": "text",
    "payee_id": "text",
    "payee": "text",
    "payee_type": "text",
    "residency": "text",
    "place": "text",
    "episode": "text",
    "tag": "text",
    "type": "text",
    "doc_no": "text",
    "service_from": "day",
    "service_to": "day",
    "amount": "exact",
    "share": "exact",
    "arms_length": "exact",
    "related_party": "yes_no",
}
"""What the steps read. `amount`: in the scheme's currency, a Decimal or whole units; `share`: how
much of it counts (null: all); `arms_length`: what an unrelated party would have been paid."""

TEXT_COLUMNS = tuple(name for name, kind in COLUMNS.items() if kind == "text")
DATE_COLUMNS = tuple(name for name, kind in COLUMNS.items() if kind == "day")

CLAIM, CUT_BY, SAID = "claim", "cut_by", "from_report"
"""`from_report`: the line stands in a report, so a column without a value is a gap; in a line made
from an estimate's input it only was not asked."""


class FrameProblem(ValueError):
    """A frame the steps cannot take: a column of the wrong kind, or none for the amount."""

    def __init__(self, column: str, found: str) -> None:
        self.column, self.found = column, found
        super().__init__(f"{column}: {found}")


@cache
def exact_type() -> pl.Decimal:
    """Numbers as the steps keep them."""
    return pl.Decimal(38, 12)


@cache
def columns_schema() -> Mapping[str, pl.DataType]:
    """The columns with their types."""
    kinds: Mapping[str, pl.DataType] = {
        "whole": pl.Int64(),
        "text": pl.String(),
        "day": pl.Date(),
        "exact": exact_type(),
        "yes_no": pl.Boolean(),
    }
    return {name: kinds[kind] for name, kind in COLUMNS.items()}


def exact(value: Fraction) -> pl.Expr:
    """A number as an exact column value."""
    return pl.lit(decimal(value), dtype=exact_type())


def opened(lines: pl.DataFrame, scheme: Scheme, *, from_report: bool) -> pl.DataFrame:
    """The lines with every column the steps read, and `claim` as it begins.

    A report that has already worked out what is eligible of each line (`eligible`: amount x share,
    rounded to the smallest coin) is taken at its word. Lines whose category is none of the
    scheme's begin with 0. FrameProblem for a frame without amounts or with a float in it.
    """
    if "amount" not in lines.columns or "category" not in lines.columns:
        raise FrameProblem("amount, category", "missing")
    for name, kind in lines.schema.items():
        if kind.is_float() and name in COLUMNS:
            raise FrameProblem(name, str(kind))
    wanted = [
        (pl.col(name) if name in lines.columns else pl.lit(None)).cast(kind).alias(name)
        for name, kind in columns_schema().items()
    ]
    known = [category.id for category in scheme.categories]
    counts = pl.lit(lines.select(pl.col("category").is_in(known).fill_null(False)).to_series())
    claim = pl.col("amount") * pl.col("share").fill_null(exact(Fraction(1)))
    if "eligible" in lines.columns:
        wanted.append(pl.col("eligible").cast(exact_type()))
        claim = pl.col("eligible")
    return lines.select(wanted).with_columns(
        pl.when(counts).then(claim).otherwise(exact(Fraction(0))).alias(CLAIM),
        pl.when(counts).then(None).otherwise(pl.lit("category")).alias(CUT_BY),
        pl.lit(from_report).alias(SAID),
    )


def lines_of(scheme: Scheme, facts: Mapping[str, Any]) -> pl.DataFrame:
    """The lines that an estimate's inputs are. `facts`: checked values; absent ones make none."""
    return pl.DataFrame(rows_of(scheme, facts), schema=dict(columns_schema()), orient="row")


def rows_of(scheme: Scheme, facts: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The same as rows, for whoever stacks many estimates."""
    rows = []
    for number, one in enumerate(scheme.inputs):
        amount = facts.get(one.id)
        if one.category and isinstance(amount, Fraction):
            rows.append(_row(number, one, amount, facts))
    return rows


def _row(number: int, one: Input, amount: Fraction, facts: Mapping[str, Any]) -> dict[str, Any]:
    row: dict[str, Any] = dict.fromkeys(COLUMNS)
    row |= {"row": number, "category": one.category, "amount": decimal(amount)}
    for column, value in one.line.items():
        found = facts.get(value.fact) if isinstance(value, FromFact) else value
        row[column] = decimal(found) if isinstance(found, Fraction) else found
    return row


class Sums:
    """What counts of the lines of a frame, which may have half a million: each category is added up
    once, when it is asked for."""

    def __init__(self, frame: pl.DataFrame) -> None:
        self.frame = frame
        self.known: dict[str, Fraction] = {}

    def of(self, categories: Sequence[str]) -> Fraction:
        """Of these categories, or of all."""
        if not categories:
            return _fraction(self.frame[CLAIM].sum())
        for name in categories:
            if name not in self.known:
                own = self.frame[CLAIM].filter(self.frame["category"] == name)
                self.known[name] = _fraction(own.sum())
        return sum((self.known[name] for name in set(categories)), Fraction(0))


def _fraction(value: object) -> Fraction:
    return Fraction(value) if isinstance(value, Decimal | int) else Fraction(0)


def months_from(day: date, months: int) -> date:
    """The same day so many months later (or earlier), or the last of a shorter month."""
    whole = day.year * 12 + day.month - 1 + months
    year, month = divmod(whole, 12)
    first_of_next = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    length = (first_of_next - date(year, month + 1, 1)).days
    return date(year, month + 1, min(day.day, length))
