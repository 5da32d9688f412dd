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
    """(row, flag, note) of everything found, and the ids of the rows that could not be run.

    All rows ask about all lines at once first; what follows looks only at the lines they are about.
    """
    able = [row for row in rows if not row.currency or row.currency == about.currency]
    lists = sorted({row.words("words") for row in able if "words" in row.params})
    about = about.looking_for(lists)
    looks = [CHECKS[row.kind](about, row) for row in able]
    masks = about.lines.select(look.mask().alias(str(at)) for at, look in enumerate(looks))
    found = [
        _flagged(look.found(about.lines, mask), row.id)
        for row, look, mask in zip(able, looks, masks.get_columns(), strict=True)
        if mask.any()
    ]
    hits = pl.concat([pl.DataFrame(schema=schema()), *found]).sort("flag", "row", "note")
    return hits, tuple(row.id for row in rows if row not in able)


def _flagged(hits: pl.DataFrame, flag: str) -> pl.DataFrame:
    return hits.insert_column(1, pl.Series("flag", [flag] * hits.height, dtype=pl.String))


def problem_of(row: FlagRow) -> TableProblem | None:
    """What is wrong with a row, found by running it on a report without lines."""
    if row.kind not in CHECKS:
        return TableProblem("kind", row.kind)
    try:
        find(About.empty(row.currency or "IDR"), [row])
    except TableProblem as problem:
        return problem
    return None
