"""People's money: daily allowances, pay over a limit, companies of one person."""

from __future__ import annotations

from simpul.incentives.report.reckoning.flags.about import About, text
from simpul.incentives.report.reckoning.frame import money_type, units
from simpul.incentives.report.reckoning.tables import FlagRow
from simpul.kit.late import polars as pl


def per_diem(about: About, row: FlagRow) -> pl.LazyFrame:
    """limit, words: an allowance over `limit` for each of its person-days.

    Person-days: the ledger's own; else the days of service; else one.
    """
    limit, words = int(row.number("limit") * 10_000), list(row.words("words"))
    served = (pl.col("service_to") - pl.col("service_from")).dt.total_days() + 1
    days = pl.coalesce("days", served.cast(money_type()), pl.lit(1, dtype=money_type()))
    hit = pl.col("description").str.contains_any(words, ascii_case_insensitive=True) | pl.col(
        "account_text"
    ).str.contains_any(words, ascii_case_insensitive=True)
    lines = about.with_words.filter(hit).with_columns(days.alias("for_days"))
    over = units("amount") * 10_000 > units("for_days") * limit
    return lines.filter(over).select(
        "row", (text("amount") + " / " + text("for_days")).alias("note")
    )


def pay_limit(about: About, row: FlagRow) -> pl.LazyFrame:
    """limit: a person paid more than that in all; the hit is the largest of the person's lines."""
    limit = pl.lit(row.number("limit"), dtype=money_type())
    people = about.claimed.filter(pl.col("payee_type").is_in(["person", "loan_out"]))
    paid = people.group_by("payee_id").agg(
        pl.col("amount").sum().alias("paid"),
        pl.col("row").sort_by(["amount", "key"], descending=[True, False]).first(),
    )
    return paid.filter(pl.col("paid") > limit).select("row", text("paid").alias("note"))


def loan_out(about: About, row: FlagRow) -> pl.LazyFrame:
    """at_least: paid to a person's own company: its proof is kept before the first payment."""
    least = pl.lit(row.number("at_least"), dtype=money_type())
    lines = about.claimed.filter((pl.col("payee_type") == "loan_out") & (pl.col("amount") >= least))
    return (
        lines.sort("date", "key")
        .group_by("payee_id", maintain_order=True)
        .first()
        .select("row", pl.col("payee").alias("note"))
    )
