"""Sums that look made: round, just under a threshold, over a cap, credits without origin."""

from __future__ import annotations

from decimal import Decimal

from simpul.incentives.report.reckoning.flags.about import About, Among, Look, text
from simpul.incentives.report.reckoning.frame import money_type, rate_type, units
from simpul.incentives.report.reckoning.tables import FlagRow
from simpul.kit.late import polars as pl


def _money(value: Decimal) -> pl.Expr:
    return pl.lit(value, dtype=money_type())


def round_sum(about: About, row: FlagRow) -> Look:
    """step, at_least: amounts from `at_least` on that are a multiple of `step`."""
    step, least = int(row.number("step") * 10_000), row.number("at_least")
    if not step:
        row.words("step above zero")
    large = pl.col("amount") >= _money(least)
    return Look(large & (units("amount") % step == 0), text("amount"))


def split_invoice(about: About, row: FlagRow) -> Look:
    """threshold, under, days, count: several bills of one payee just under a threshold.

    "Just under": less than `threshold` and at least (1 − `under`) of it; `count` of them, each at
    most `days` after the one before, together not less than the threshold.
    """
    threshold, under = row.number("threshold"), row.number("under")
    days, count = row.whole("days"), row.whole("count")
    near = (
        (pl.col("amount") < _money(threshold))
        & (pl.col("amount") >= _money(threshold * (1 - under)))
        & (pl.col("payee_id") != "")
    )

    def found(lines: pl.DataFrame) -> pl.DataFrame:
        gap = (pl.col("date").diff().over("payee_id") > pl.duration(days=days)).fill_null(False)
        runs = lines.sort("payee_id", "date", "key").with_columns(
            gap.cum_sum().over("payee_id").alias("run")
        )
        groups = runs.group_by("payee_id", "run").agg(
            "row", pl.len().alias("n"), pl.col("amount").sum().alias("sum")
        )
        groups = groups.filter((pl.col("n") >= count) & (pl.col("sum") >= _money(threshold)))
        note = pl.format("{} × · {}", "n", text("sum")).alias("note")
        return groups.select("row", note).explode("row")

    return Look(near, Among(("row", "payee_id", "date", "key", "amount"), found))


def share_cap(about: About, row: FlagRow) -> Look:
    """category, share: the categories together over a share of everything that counts.

    One hit for the whole report (row 0).
    """
    names, share = row.words("category"), row.number("share")

    def found(lines: pl.DataFrame) -> pl.DataFrame:
        whole = about.lines["eligible"].sum()  # nothing is eligible of lines that do not count
        sums = lines.select(
            pl.col("eligible").sum().alias("part"), pl.lit(whole, dtype=money_type()).alias("whole")
        )
        cap = (pl.col("whole") * pl.lit(share, dtype=rate_type())).cast(money_type())
        over = units("part") * 10**8 > units("whole") * int(share * 10**8)
        note = text("part") + " > " + text("cap")
        return (
            sums.filter(over & (pl.col("whole") > 0))
            .with_columns(cap.alias("cap"))
            .select(pl.lit(0, dtype=pl.Int64).alias("row"), note.alias("note"))
        )

    return Look(pl.col("category").is_in(names), Among(("eligible",), found))


def loose_credit(about: About, row: FlagRow) -> Look:
    """at_least: credits of that size that take back no line of the report."""
    least = row.number("at_least")
    credit = (pl.col("amount") <= -_money(least)) & pl.col("amount").lt(0)
    return Look(credit & pl.col("reverses").is_null(), text("amount"))
