"""Typed steps: each takes amounts or lines and says what it cut, by which clause."""

from __future__ import annotations

from simpul.incentives.scheme.steps import arithmetic, caps, line_reading, others, tiers
from simpul.incentives.scheme.steps.base import Reader

READERS: dict[str, Reader] = {
    **line_reading.READERS,
    **{kind: arithmetic.read_plain(kind) for kind in ("value", "sum", "lower_of", "higher_of")},
    "difference": arithmetic.read_difference,
    "share": arithmetic.read_share,
    "product": arithmetic.read_product,
    "ratio": arithmetic.read_ratio,
    "choice": arithmetic.read_choice,
    "rounding": arithmetic.read_rounding,
    **dict.fromkeys(("base_cap", "overall_cap", "project_cap", "uplift_cap"), caps.read_cap),
    "category_sub_cap": caps.read_sub_cap,
    "tier": tiers.read_tier,
    "uplift": tiers.read_uplift,
    "stacking": others.read_stacking,
    "cumulative": others.read_cumulative,
    "indexation": others.read_indexation,
    "election": others.read_election,
}
"""Every kind of step and how it is read from a file."""
