"""People's money: daily allowances, pay over a limit, companies of one person."""

from __future__ import annotations

from simpul.incentives.report.reckoning.flags.about import About, Among, Look, text
from simpul.incentives.report.reckoning.frame import money_type, units
from simpul.incentives.report.reckoning.tables import FlagRow
from simpul.kit.late import polars as pl


def per_diem(about: About, row: FlagRow) -> Look:
    """limit, words: an allowance over `limit` for each of its person-days.

    Person-days: the ledger's own; else the days of service; else one.
    """
    limit = int(row.number("limit") * 10_000)
    served = (pl.col("service_to") - pl.col("service_from")).dt.total_days() + 1
    days = pl.coalesce("days", served.cast(money_type()), pl.lit(1, dtype=money_type()))
    over = units("amount") * 10_000 > units("for_days") * limit
    note = (text("amount") + " / " + text("for_days")).alias("note")

    def found(lines: pl.DataFrame) -> pl.DataFrame:
        return lines.with_columns(days.alias("for_days")).filter(over).select("row", note)

    columns = ("row", "amount", "days", "service_from", "service_to")
    return Look(about.holds(row.words("words")), Among(columns, found))


def pay_limit(about: About, row: FlagRow) -> Look:
    """limit: a person paid more than that in all; the hit is the largest of the person's lines."""
    limit = pl.lit(row.number("limit"), dtype=money_type())

    def found(lines: pl.DataFrame) -> pl.DataFrame:
        paid = lines.group_by("payee_id").agg(pl.col("amount").sum().alias("paid"))
        over = paid.filter(pl.col("paid") > limit)
        largest = (
            lines.join(over, on="payee_id")
            .sort("amount", "key", descending=[True, False])
            .unique("payee_id", keep="first", maintain_order=True)
        )
        return largest.select("row", text("paid").alias("note"))

    people = pl.col("payee_type").is_in(["person", "loan_out"])
    return Look(people, Among(("row", "key", "payee_id", "amount"), found))


def loan_out(about: About, row: FlagRow) -> Look:
    """at_least: paid to a person's own company: its proof is kept before the first payment."""
    least = pl.lit(row.number("at_least"), dtype=money_type())

    def found(lines: pl.DataFrame) -> pl.DataFrame:
        first = lines.sort("date", "key").unique("payee_id", keep="first", maintain_order=True)
        return first.select("row", pl.col("payee").alias("note"))

    own = (pl.col("payee_type") == "loan_out") & (pl.col("amount") >= least)
    return Look(own, Among(("row", "key", "date", "payee_id", "payee"), found))
