"""How a line stands in the report: twice, taken back, untagged, outside its time, related."""

from __future__ import annotations

from simpul.incentives.report.reckoning.flags.about import About, Among, Look, some, text
from simpul.incentives.report.reckoning.frame import money_type
from simpul.incentives.report.reckoning.pairs import SAID, alike, duplicates
from simpul.incentives.report.reckoning.tables import FlagRow
from simpul.kit.late import polars as pl


def duplicate(about: About, _row: FlagRow) -> Look:
    """The same payee, amount and document once more; noted is the line it repeats."""

    def found(lines: pl.DataFrame) -> pl.DataFrame:
        return duplicates(lines).select("row", text("twin").alias("note"))

    return Look(pl.lit(alike(about.lines)), Among(SAID, found))


def _taken_back(about: About, back: pl.DataFrame) -> pl.DataFrame:
    """The lines that these take back."""
    mask = about.lines["row"].is_in(back["reverses"].implode())
    return some(about.lines, ("row", "amount", "treatment", "share", "counts"), mask)


def reversal(about: About, _row: FlagRow) -> Look:
    """A claimed line that a later one takes back; noted is the line that does."""

    def found(back: pl.DataFrame) -> pl.DataFrame:
        claimed = _taken_back(about, back).filter("counts")["row"].implode()
        pairs = back.select(pl.col("reverses").alias("row"), text("row").alias("note"))
        return pairs.filter(pl.col("row").is_in(claimed))

    return Look(pl.col("reverses").is_not_null(), Among(("row", "reverses"), found), every=True)


def reversal_mismatch(about: About, _row: FlagRow) -> Look:
    """A line that takes back another, but not its whole amount, or counts where that does not."""
    odd = (
        (pl.col("amount") + pl.col("of") != 0)
        | (pl.col("treatment") != pl.col("as"))
        | (pl.col("share") != pl.col("part"))
    )
    note = (text("of") + " / " + text("amount")).alias("note")

    def found(back: pl.DataFrame) -> pl.DataFrame:
        first = _taken_back(about, back).select(
            pl.col("row").alias("reverses"),
            pl.col("amount").alias("of"),
            pl.col("treatment").alias("as"),
            pl.col("share").alias("part"),
        )
        return back.join(first, on="reverses").filter(odd).select("row", note)

    columns = ("row", "reverses", "amount", "treatment", "share")
    return Look(pl.col("reverses").is_not_null(), Among(columns, found), every=True)


def untagged(about: About, _row: FlagRow) -> Look:
    """No category, or no tag in a report that tags its lines."""
    bare = pl.col("category") == ""
    if about.tagged:
        bare = bare | ((pl.col("tag") == "") & (pl.col("treatment") != "ignore"))
    return Look(bare, pl.col("account"), every=True)


def related(about: About, _row: FlagRow) -> Look:
    """Paid to somebody the company is related to: what did it cost them?"""
    return Look(pl.col("related_party"), pl.col("payee"))


def above_arms_length(about: About, _row: FlagRow) -> Look:
    """More was paid to a related party than the ledger says an unrelated one would have been."""
    over = pl.col("amount").abs() > pl.col("arms_length").abs()
    note = text("amount") + " > " + text("arms_length")
    return Look(pl.col("related_party") & over, note)


def outside_window(about: About, _row: FlagRow) -> Look:
    """Dated, or served, outside the time in which costs count."""
    first, last = about.window
    outside = pl.lit(False)
    if first is not None:
        outside = (
            outside | (pl.col("date") < first) | (pl.col("service_from") < first).fill_null(False)
        )
    if last is not None:
        outside = outside | (pl.col("date") > last) | (pl.col("service_to") > last).fill_null(False)
    return Look(outside, text("date"))


def paid_ahead(about: About, row: FlagRow) -> Look:
    """days, at_least: booked so long before the service begins."""
    days, least = row.whole("days"), row.number("at_least")
    ahead = (pl.col("service_from") - pl.col("date")).dt.total_days() > days
    return Look(
        ahead & (pl.col("amount") >= pl.lit(least, dtype=money_type())), text("service_from")
    )


def mixed_methods(about: About, _row: FlagRow) -> Look:
    """One payee in one account, shared out by two methods; noted are the methods."""
    by = ["payee_id", "account"]

    def found(part: pl.DataFrame) -> pl.DataFrame:
        methods = pl.col("method").unique().sort()
        mixed = part.group_by(by).agg(
            methods.len().alias("count"), methods.str.join(" + ").alias("note")
        )
        mixed = mixed.filter(pl.col("count") > 1).drop("count")
        return part.select("row", *by).join(mixed, on=by).select("row", "note")

    return Look(pl.col("treatment") == "part", Among(("row", *by, "method"), found))
