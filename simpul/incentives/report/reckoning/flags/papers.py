"""What should stand beside a cost: document, tax number, a place that fits, and no promise only."""

from __future__ import annotations

from simpul.incentives.report.reckoning.flags.about import About, Look, text
from simpul.incentives.report.reckoning.frame import money_type
from simpul.incentives.report.reckoning.tables import FlagRow
from simpul.kit.late import polars as pl


def _from(row: FlagRow) -> pl.Expr:
    """at_least: only amounts of that size, on either side."""
    return pl.col("amount").abs() >= pl.lit(row.number("at_least"), dtype=money_type())


def named(about: About, row: FlagRow) -> Look:
    """words: any of them in the description or the account's name of a line that counts."""
    return Look(about.holds(row.words("words")), pl.col("description"))


def of_type(about: About, row: FlagRow) -> Look:
    """types: entries of these kinds: promised or estimated, not incurred."""
    types = [name.casefold() for name in row.words("types")]
    return Look(pl.col("type").str.to_lowercase().is_in(types), pl.col("type"))


def no_document(about: About, row: FlagRow) -> Look:
    """at_least: no document number."""
    return Look((pl.col("doc_no") == "") & _from(row), text("amount"))


def no_tax_number(about: About, row: FlagRow) -> Look:
    """at_least, payee_types: a payee of these kinds without a tax number."""
    kinds = list(row.words("payee_types"))
    bare = ~pl.col("tax_id").str.contains(r"[^\s0.-]")
    return Look(bare & pl.col("payee_type").is_in(kinds) & _from(row), pl.col("payee"))


def place_mismatch(about: About, row: FlagRow) -> Look:
    """at_least: the place is none of the area's, or a payee from abroad was paid there."""
    least = _from(row)
    if not about.places:
        return Look(pl.lit(False), pl.col("place"))
    inside = pl.col("place").str.contains_any(list(about.places), ascii_case_insensitive=True)
    odd = (pl.col("place") != "") & (~inside | (pl.col("residency") == "non_resident"))
    return Look(odd & least, pl.col("place"))
