"""The table of lines that everything after reading works on: exact decimals, no float.

Steps of a scheme get `counted(lines)`; the exports and pages get all of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from simpul.incentives.scheme.frame import COLUMNS
from simpul.kit.late import polars as pl

WHOLE_SHARE = 100_000_000
"""A share of one, in units of its last digit."""

TEXTS = (
    *("key", "account", "account_text", "category", "period", "payee_id", "payee", "payee_type"),
    *("residency", "tax_id", "place", "episode", "dept", "doc_no", "po_no", "type", "description"),
    *("currency", "tag", "treatment", "method", "reason", "note"),
)

FOR_SCHEMES = (*COLUMNS, "key", "eligible")
"""What is handed on to a scheme."""

COUNTED = ("count", "part")
TREATMENTS = (*COUNTED, "exclude", "ignore")
"""count: counts whole; part: counts with a share; exclude: a cost that does not count; ignore: no
cost at all (bank, payables)."""


@cache
def money_type() -> pl.Decimal:
    """Amounts: four digits after the point, which holds every currency's smallest unit."""
    return pl.Decimal(38, 4)


@cache
def rate_type() -> pl.Decimal:
    """Exchange rates and shares."""
    return pl.Decimal(38, 8)


@cache
def lines_schema() -> Mapping[str, pl.DataType]:
    """Column -> type. row: the line of the file; key: a name of the line that does not depend on
    the order of lines; arms_length: what an unrelated party would have been paid; reverses: the row
    it takes back; days: person-days; note: the owner's reason for a share."""
    return {
        "row": pl.Int64(),
        **{name: pl.String() for name in TEXTS},
        "date": pl.Date(),
        "service_from": pl.Date(),
        "service_to": pl.Date(),
        "amount_orig": money_type(),
        "rate": rate_type(),
        "amount": money_type(),
        "tax": money_type(),
        "withholding": money_type(),
        "related_party": pl.Boolean(),
        "arms_length": money_type(),
        "reverses": pl.Int64(),
        "days": money_type(),
        "share": rate_type(),
        "eligible": money_type(),
    }


def counts() -> pl.Expr:
    """Is the line one that a scheme's steps work on?"""
    return pl.col("treatment").is_in(COUNTED)


def counted(lines: pl.DataFrame | pl.LazyFrame) -> pl.DataFrame:
    """The lines that a scheme's steps work on, with the columns that they and certificates need.

    Half a million lines of all columns take 300 MB: what nobody asks for is not copied.
    """
    known = lines.collect_schema()
    wanted = [name for name in FOR_SCHEMES if name in known]
    if isinstance(lines, pl.DataFrame):
        return lines.select(wanted).filter(lines.select(counts()).to_series())
    return lines.filter(counts()).select(wanted).collect()


def units(column: str, scale: int = 4) -> pl.Expr:
    """A decimal column as whole units of its last digit (Int128), for exact arithmetic."""
    return pl.col(column).cast(pl.Decimal(38, scale)).to_physical().cast(pl.Int128)


def figure(column: str) -> pl.Expr:
    """An amount as it is said of a line: without noughts that say nothing."""
    return pl.col(column).cast(pl.String).str.replace(r"\.?0*$", "")


def rounded_half_up(value: pl.Expr, step: int) -> pl.Expr:
    """Whole numbers to a multiple of `step`, halves away from zero."""
    half, minus = step // 2, pl.lit(-1, dtype=pl.Int128)
    up = (value + half) // step
    whole = pl.when(value >= 0).then(up).otherwise(((value * minus + half) // step) * minus)
    return whole * step


def from_units(value: pl.Expr, scale: int = 4) -> pl.Expr:
    """Back from whole units of the last digit: exact, however large."""
    return value.cast(pl.Decimal(38, 0)).cast(pl.Decimal(38, scale)) / pl.lit(10**scale).cast(
        pl.Decimal(38, 0)
    )
