"""What should stand beside a cost: document, tax number, a place that fits, and no promise only."""

from __future__ import annotations

from simpul.incentives.report.reckoning.flags.about import About, text
from simpul.incentives.report.reckoning.frame import money_type
from simpul.incentives.report.reckoning.tables import FlagRow
from simpul.kit.late import polars as pl


def _from(row: FlagRow) -> pl.Expr:
    """at_least: only amounts of that size, on either side."""
    return pl.col("amount").abs() >= pl.lit(row.number("at_least"), dtype=money_type())


def named(about: About, row: FlagRow) -> pl.LazyFrame:
    """words: any of them in the description or the account's name of a line that counts."""
    words = list(row.words("words"))
    hit = pl.lit(False)
    for column in ("description", "account_text"):
        hit = hit | pl.col(column).str.contains_any(words, ascii_case_insensitive=True)
    return about.with_words.filter(hit).select("row", pl.col("description").alias("note"))


def of_type(about: About, row: FlagRow) -> pl.LazyFrame:
    """types: entries of these kinds: promised or estimated, not incurred."""
    types = [name.casefold() for name in row.words("types")]
    return about.claimed.filter(pl.col("type").str.to_lowercase().is_in(types)).select(
        "row", pl.col("type").alias("note")
    )


def no_document(about: About, row: FlagRow) -> pl.LazyFrame:
    """at_least: no document number."""
    return about.claimed.filter((pl.col("doc_no") == "") & _from(row)).select(
        "row", text("amount").alias("note")
    )


def no_tax_number(about: About, row: FlagRow) -> pl.LazyFrame:
    """at_least, payee_types: a payee of these kinds without a tax number."""
    kinds = list(row.words("payee_types"))
    bare = ~pl.col("tax_id").str.contains(r"[^\s0.-]")
    return about.claimed.filter(bare & pl.col("payee_type").is_in(kinds) & _from(row)).select(
        "row", pl.col("payee").alias("note")
    )


def place_mismatch(about: About, row: FlagRow) -> pl.LazyFrame:
    """at_least: the place is none of the area's, or a payee from abroad was paid there."""
    least = _from(row)
    if not about.places:
        return about.claimed.head(0).select("row", pl.col("place").alias("note"))
    inside = pl.col("place").str.contains_any(list(about.places), ascii_case_insensitive=True)
    odd = (pl.col("place") != "") & (~inside | (pl.col("residency") == "non_resident"))
    return about.claimed.filter(odd & least).select("row", pl.col("place").alias("note"))
