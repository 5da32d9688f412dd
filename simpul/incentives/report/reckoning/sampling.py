"""What the auditor examines: every line from a threshold on, and a random sample of the rest.

The sample is drawn with a stored seed by lots: each line's lot is a digest of seed and key, the
smallest lots are drawn. The same seed draws the same lines again, however the file is ordered and
in how many parts it came; who knows the file but not the seed cannot foresee them.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256

import numpy as np

from simpul.incentives.report.reckoning.frame import money_type
from simpul.kit.late import polars as pl

_WORDS = 4
"""Of eight bytes each in a digest: a lot is the first of them."""


@dataclass(frozen=True, slots=True)
class Plan:
    """`threshold`: everything from this amount on, either sign; `size`: lines drawn of the rest."""

    threshold: Decimal
    size: int
    seed: str


def draw(claimed: pl.DataFrame, plan: Plan) -> pl.DataFrame:
    """row, why ("large" | "drawn"), amount of the lines to examine, by row."""
    claimed = claimed.select("row", "key", "amount")
    large = pl.col("amount").abs() >= pl.lit(plan.threshold, dtype=money_type())
    whole = claimed.filter(large).select("row", pl.lit("large").alias("why"), "amount")
    rest = claimed.filter(~large)
    drawn = rest.filter(_lots(rest["key"], plan)).select(
        "row", pl.lit("drawn").alias("why"), "amount"
    )
    return pl.concat([whole, drawn]).sort("row")


def _lots(keys: pl.Series, plan: Plan) -> pl.Series:
    """Which of the keys are drawn."""
    if plan.size <= 0 or keys.is_empty():
        return pl.Series("drawn", [False] * len(keys), dtype=pl.Boolean)
    start = f"{plan.seed}\x1f"
    lots = b"".join([sha256((start + key).encode()).digest() for key in keys.to_list()])
    first = np.frombuffer(lots, dtype=">u8")[::_WORDS]
    if plan.size >= len(first):
        return pl.repeat(True, len(first), dtype=pl.Boolean, eager=True).alias("drawn")
    # Keys are unique, so that equal lots (one in 2^64) are told apart too.
    last = np.partition(first, plan.size - 1)[plan.size - 1]
    few = np.flatnonzero(first <= last)
    ranked = sorted(few.tolist(), key=lambda at: (first[at], keys[at]))[: plan.size]
    drawn = np.zeros(len(first), dtype=np.bool_)
    drawn[ranked] = True
    return pl.Series("drawn", drawn)
