"""From the categories of a chart to those of one scheme, and from words of a place to its code.

A scheme's own patterns of accounts come first, then what the company has said for the scheme. A
scheme with one category takes everything that counts; its own steps cut what does not belong.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from simpul.incentives.report.reckoning.frame import from_units, units
from simpul.incentives.report.reckoning.tables import Accounts
from simpul.kit.late import polars as pl

NOWHERE = "-"
"""Said of a category that has no place in the scheme: its lines count nothing there."""


@dataclass(frozen=True, slots=True)
class Bridge:
    """`categories`: (id, account patterns) of the scheme; `said`: category of the chart -> category
    of the scheme, or NOWHERE; `places`: words -> code."""

    categories: Sequence[tuple[str, Accounts]]
    said: Mapping[str, str]
    places: Mapping[str, str]


def bridged(lines: pl.DataFrame, bridge: Bridge) -> pl.DataFrame:
    """The lines as the scheme sees them: its own category, "" where nobody has said; `chart`: the
    category they had; place as a code where its words are known; of an arm's-length price the share
    that counts of the line."""
    both = lines.select("account", "category")
    pairs = both.unique()
    target = [target_of(account, category, bridge) for account, category in pairs.iter_rows()]
    table = pairs.with_columns(pl.Series("target", target, dtype=pl.String))
    # Only the two columns go through the join: the others stay where they are.
    known = both.join(table, on=["account", "category"], how="left", maintain_order="left")
    codes = {text: _code(text, bridge.places) for text in lines["place"].unique().to_list()}
    if lines["arms_length"].null_count() < lines.height:
        price = from_units(units("arms_length") * units("share", 8), 12)
        lines = lines.with_columns(price.alias("arms_length"))
    return lines.with_columns(
        pl.col("category").alias("chart"),
        known["target"].alias("category"),
        pl.col("place").replace_strict(codes, return_dtype=pl.String),
    )


def named_by_scheme(account: str, bridge: Bridge) -> str:
    """The category whose own patterns hold the account; "" where the scheme does not name it."""
    own = (name for name, one in bridge.categories if one.patterns and one.holds(account))
    return next(own, "")


def target_of(account: str, category: str, bridge: Bridge) -> str:
    """The scheme's category of an account in a category of the chart; "" where nobody has said."""
    if own := named_by_scheme(account, bridge):
        return own
    known = [name for name, _accounts in bridge.categories]
    if category in bridge.said:
        said = bridge.said[category]
        return said if said in known or said == NOWHERE else ""
    if category in known:
        return category
    return known[0] if len(known) == 1 and category else ""


def _code(text: str, places: Mapping[str, str]) -> str:
    """The code of the area whose longest word stands in the text; the text where none does."""
    plain = text.casefold()
    hits = [word for word in places if word in plain]
    return places[max(hits, key=lambda word: (len(word), word))] if hits else text
