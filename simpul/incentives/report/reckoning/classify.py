"""Which line counts, as what, how much of it, and which row of the tables says so."""

from __future__ import annotations

from decimal import Decimal

from simpul.incentives.report.reckoning.frame import (
    counts,
    from_units,
    money_type,
    rate_type,
    rounded_half_up,
    units,
)
from simpul.incentives.report.reckoning.rates import minor_step
from simpul.incentives.report.reckoning.tables import ClassRow, Tables
from simpul.incentives.report.reckoning.words import worded
from simpul.kit.late import polars as pl

_BY = ("account", "type", "payee_type", "residency", "place", "tag", "related_party")
"""What rows ask about, except words: lines that agree in these are decided once."""
_LISTS = {
    "type": "types",
    "payee_type": "payee_types",
    "residency": "residency",
    "place": "places",
    "tag": "tags",
}
SHARE_STEP = 10**8


def classified(lines: pl.DataFrame, tables: Tables, currency: str) -> pl.DataFrame:
    """The lines with category, treatment, share, method, reason and the eligible amount.

    A line that no row fits keeps an empty category: somebody must map its account. The owner's own
    share of a line counts where it is lower than the table's.
    """
    by = _used(tables)
    asked = lines.select(*by, *worded(lines, _lists(tables)))
    decided = _decide(asked.unique(), tables)
    # Only what decides goes through the join: the lines stay where they are.
    rows = asked.join(decided, on=asked.columns, how="left", maintain_order="left")["row_number"]
    return _eligible(_merged(lines, rows, tables), currency)


def _used(tables: Tables) -> list[str]:
    """The columns that some row asks about."""
    used = {"account"}
    for row in tables.classes:
        used |= {column for column, name in _LISTS.items() if getattr(row, name)}
        if row.related is not None:
            used.add("related_party")
    return [name for name in _BY if name in used]


def _lists(tables: Tables) -> list[tuple[str, ...]]:
    return sorted({row.words for row in tables.classes if row.words})


def _decide(combos: pl.DataFrame, tables: Tables) -> pl.DataFrame:
    """The number of the first row that fits each combination, null where none does.

    Rows that ask about the account only, as most of a chart do, are looked up.
    """
    lists = _lists(tables)
    accounts = combos["account"].unique().to_list()
    looked_up: dict[str, int] = {}
    numbers = []
    for number, row in enumerate(tables.classes):
        held = [account for account in accounts if row.accounts.holds(account)]
        if row.only_accounts:
            looked_up = {**dict.fromkeys(held, number), **looked_up}
        else:
            fits = _fits(row, held, lists)
            numbers.append(pl.when(fits).then(pl.lit(number, dtype=pl.Int64)))
    known = pl.col("account").replace_strict(looked_up, default=None, return_dtype=pl.Int64)
    return combos.with_columns(pl.min_horizontal(known, *numbers).alias("row_number"))


def _fits(row: ClassRow, held: list[str], lists: list[tuple[str, ...]]) -> pl.Expr:
    """Does a row fit a combination? `held`: the accounts that are among its own."""
    fits = pl.col("account").is_in(held) if row.accounts.patterns else pl.lit(True)
    for column, name in _LISTS.items():
        if wanted := getattr(row, name):
            fits &= pl.col(column).str.to_lowercase().is_in([word.casefold() for word in wanted])
    if row.related is not None:
        fits &= pl.col("related_party") == row.related
    if row.words:
        fits &= pl.col(f"word_{lists.index(row.words)}")
    return fits


def _merged(lines: pl.DataFrame, rows: pl.Series, tables: Tables) -> pl.DataFrame:
    """The deciding row's words in place of its number. The last row of the little table stands for
    none."""
    known = tables.classes
    rows = rows.fill_null(len(known))
    table = pl.DataFrame(
        {
            "category": pl.Series([*(row.category for row in known), ""], dtype=pl.String),
            "treatment": pl.Series([*(row.treatment for row in known), ""], dtype=pl.String),
            "share": pl.Series([*(row.share for row in known), Decimal(1)], dtype=rate_type()),
            "method": pl.Series([*(row.method for row in known), ""], dtype=pl.String),
            "reason": pl.Series([*(row.id for row in known), ""], dtype=pl.String),
        }
    )
    own = lines.select(pl.col("share").alias("o_share"), pl.col("method").alias("o_method"))
    lines = lines.with_columns(table.select(pl.all().gather(rows)).get_columns())
    return lines if own["o_share"].null_count() == own.height else _lowered(lines, own)


def _lowered(lines: pl.DataFrame, own: pl.DataFrame) -> pl.DataFrame:
    """The owner's share of a line, and its method, where it is lower than the table's."""
    lines = lines.with_columns(own.get_columns())
    lower = (counts() & (pl.col("o_share") < pl.col("share"))).fill_null(False)
    part = counts() & (pl.when(lower).then("o_share").otherwise("share") < 1)
    return lines.with_columns(
        pl.when(part).then(pl.lit("part")).otherwise("treatment").alias("treatment"),
        pl.when(lower).then("o_share").otherwise("share").cast(rate_type()).alias("share"),
        pl.when(lower).then("o_method").otherwise("method").alias("method"),
    ).drop(own.columns)


def _eligible(lines: pl.DataFrame, currency: str) -> pl.DataFrame:
    """amount × share, halves up at the currency's smallest unit; nothing of what does not count."""
    eligible = pl.when(counts()).then("amount").otherwise(pl.lit(0, dtype=money_type()))
    if not (lines["share"] == 1).all():
        step = minor_step(currency)
        product = units("amount") * units("share", 8)
        part = from_units(rounded_half_up(product, SHARE_STEP * step) // SHARE_STEP)
        eligible = pl.when(counts() & (pl.col("share") != 1)).then(part).otherwise(eligible)
    return lines.with_columns(eligible.cast(money_type()).alias("eligible"))
