"""What an auditor looks at twice. Each flag is a row of data: a check, its parameters, a reason.

A flag accuses nobody: it says where to look. `find` runs every row that can be run on a report and
tells which could not (limits in another currency).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from simpul.incentives.report.reckoning.flags import money, papers, people, standing
from simpul.incentives.report.reckoning.flags.about import About, Check, schema
from simpul.incentives.report.reckoning.tables import FlagRow, TableProblem
from simpul.kit.late import polars as pl

__all__ = ["CHECKS", "About", "find", "problem_of", "schema"]

CHECKS: Mapping[str, Check] = {
    "round_sum": money.round_sum,
    "split_invoice": money.split_invoice,
    "overhead_cap": money.share_cap,
    "loose_credit": money.loose_credit,
    "duplicate": standing.duplicate,
    "reversal": standing.reversal,
    "reversal_mismatch": standing.reversal_mismatch,
    "untagged": standing.untagged,
    "related_party": standing.related,
    "above_arms_length": standing.above_arms_length,
    "outside_window": standing.outside_window,
    "paid_ahead": standing.paid_ahead,
    "mixed_methods": standing.mixed_methods,
    "named": papers.named,
    "not_incurred": papers.of_type,
    "no_document": papers.no_document,
    "no_tax_number": papers.no_tax_number,
    "place_mismatch": papers.place_mismatch,
    "per_diem": people.per_diem,
    "person_pay_limit": people.pay_limit,
    "loan_out_proof": people.loan_out,
}


def find(about: About, rows: Sequence[FlagRow]) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """(row, flag, note) of everything found, and the ids of the rows that could not be run."""
    words = sorted({word for row in rows if "words" in row.params for word in row.words("words")})
    if words:
        about = about.looking_for(words)
    found: list[pl.LazyFrame] = []
    left: list[str] = []
    for row in rows:
        if row.currency and row.currency != about.currency:
            left.append(row.id)
            continue
        hits = CHECKS[row.kind](about, row)
        noted = "note" in hits.collect_schema().names()
        found.append(
            hits.select(
                pl.col("row").cast(pl.Int64),
                pl.lit(row.id).alias("flag"),
                (pl.col("note") if noted else pl.lit("")).cast(pl.String).alias("note"),
            )
        )
    frames = [
        pl.DataFrame(schema=schema()),
        *pl.collect_all(found, optimizations=pl.QueryOptFlags(comm_subplan_elim=False)),
    ]
    return pl.concat(frames).sort("flag", "row", "note"), tuple(left)


def problem_of(row: FlagRow) -> TableProblem | None:
    """What is wrong with a row, found by running it on a report without lines."""
    if row.kind not in CHECKS:
        return TableProblem("kind", row.kind)
    try:
        CHECKS[row.kind](About.empty(row.currency or "IDR"), row).collect()
    except TableProblem as problem:
        return problem
    return None
