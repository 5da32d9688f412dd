"""How a line stands in the report: twice, taken back, untagged, outside its time, related."""

from __future__ import annotations

from simpul.incentives.report.reckoning.flags.about import About, text
from simpul.incentives.report.reckoning.frame import money_type
from simpul.incentives.report.reckoning.pairs import duplicates
from simpul.incentives.report.reckoning.tables import FlagRow
from simpul.kit.late import polars as pl


def duplicate(about: About, _row: FlagRow) -> pl.LazyFrame:
    """The same payee, amount and document once more; noted is the line it repeats."""
    return duplicates(about.claimed).select("row", text("twin").alias("note"))


def reversal(about: About, _row: FlagRow) -> pl.LazyFrame:
    """A claimed line that a later one takes back; noted is the line that does."""
    back = about.lines.filter(pl.col("reverses").is_not_null())
    pairs = back.select(pl.col("reverses").alias("row"), text("row").alias("note"))
    return pairs.join(about.claimed.select("row"), on="row", how="semi")


def reversal_mismatch(about: About, _row: FlagRow) -> pl.LazyFrame:
    """A line that takes back another, but not its whole amount, or counts where that does not."""
    back = about.lines.filter(pl.col("reverses").is_not_null())
    first = about.lines.select(
        pl.col("row").alias("reverses"),
        pl.col("amount").alias("of"),
        pl.col("treatment").alias("as"),
        pl.col("share").alias("part"),
    )
    pairs = back.join(first, on="reverses")
    odd = (
        (pl.col("amount") + pl.col("of") != 0)
        | (pl.col("treatment") != pl.col("as"))
        | (pl.col("share") != pl.col("part"))
    )
    return pairs.filter(odd).select("row", (text("of") + " / " + text("amount")).alias("note"))


def untagged(about: About, _row: FlagRow) -> pl.LazyFrame:
    """No category, or no tag in a report that tags its lines."""
    bare = pl.col("category") == ""
    if about.tagged:
        bare = bare | ((pl.col("tag") == "") & (pl.col("treatment") != "ignore"))
    return about.lines.filter(bare).select("row", pl.col("account").alias("note"))


def related(about: About, _row: FlagRow) -> pl.LazyFrame:
    """Paid to somebody the company is related to: what did it cost them?"""
    return about.claimed.filter("related_party").select("row", pl.col("payee").alias("note"))


def above_arms_length(about: About, _row: FlagRow) -> pl.LazyFrame:
    """More was paid to a related party than the ledger says an unrelated one would have been."""
    over = pl.col("amount").abs() > pl.col("arms_length").abs()
    return about.claimed.filter(pl.col("related_party") & over).select(
        "row", (text("amount") + " > " + text("arms_length")).alias("note")
    )


def outside_window(about: About, _row: FlagRow) -> pl.LazyFrame:
    """Dated, or served, outside the time in which costs count."""
    first, last = about.window
    outside = pl.lit(False)
    if first is not None:
        outside = (
            outside | (pl.col("date") < first) | (pl.col("service_from") < first).fill_null(False)
        )
    if last is not None:
        outside = outside | (pl.col("date") > last) | (pl.col("service_to") > last).fill_null(False)
    return about.claimed.filter(outside).select("row", text("date").alias("note"))


def paid_ahead(about: About, row: FlagRow) -> pl.LazyFrame:
    """days, at_least: booked so long before the service begins."""
    days, least = row.whole("days"), row.number("at_least")
    ahead = pl.col("service_from") > pl.col("date") + pl.duration(days=days)
    return about.claimed.filter(
        ahead & (pl.col("amount") >= pl.lit(least, dtype=money_type()))
    ).select("row", text("service_from").alias("note"))


def mixed_methods(about: About, _row: FlagRow) -> pl.LazyFrame:
    """One payee in one account, shared out by two methods."""
    part = about.claimed.filter(pl.col("treatment") == "part")
    mixed = (
        part.group_by("payee_id", "account")
        .agg(pl.col("method").unique().sort().str.join(" / ").alias("note"))
        .filter(pl.col("note").str.contains(" / ", literal=True))
    )
    return part.join(mixed, on=["payee_id", "account"]).select("row", "note")
