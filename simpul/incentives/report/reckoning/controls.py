"""Control totals must agree, debit must equal credit; nothing is taken from a file that fails."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from simpul.incentives.report.reckoning.faults import Faults
from simpul.incentives.report.reckoning.frame import figure
from simpul.incentives.report.reckoning.lines import Lines
from simpul.incentives.report.reckoning.reading.raw import Totals
from simpul.kit.late import polars as pl


def check(lines: Lines, wanted: Totals, faults: Faults) -> None:
    """Hold the lines against the file's totals and its owner's; note every one that differs."""
    frame, names = lines.frame, lines.names
    for totals in (lines.totals, wanted):
        if totals.lines is not None and totals.lines != frame.height:
            faults.add(0, "", "control_lines", frame.height, str(totals.lines))
        if totals.entries is not None:
            entries = frame["doc_no"].n_unique()
            if totals.entries != entries:
                faults.add(0, "", "control_entries", entries, str(totals.entries))
        for role, stated in _stated(totals).items():
            if role in frame.columns:
                found = total(frame, role)
                if stated != found:
                    column = names.get(role, role)
                    faults.add(0, column, "control_total", _plain(found), _plain(stated))
        _accounts(frame, totals.accounts, faults)
    if lines.journal:
        _balance(frame, names, faults)


def total(frame: pl.DataFrame, column: str) -> Decimal:
    """The exact sum of a column of money."""
    value = frame.select(pl.col(column).sum()).item()
    return Decimal(0) if value is None else Decimal(value)


def _stated(totals: Totals) -> dict[str, Decimal]:
    return {
        role: value
        for role in ("amount", "debit", "credit")
        if (value := getattr(totals, role)) is not None
    }


def _accounts(frame: pl.DataFrame, wanted: Mapping[str, Decimal], faults: Faults) -> None:
    if not wanted:
        return
    sums = dict(frame.group_by("account").agg(pl.col("amount").sum()).iter_rows())
    for account, stated in sorted(wanted.items()):
        found = Decimal(sums.get(account, 0))
        if found != stated:
            faults.add(0, account, "control_account", _plain(found), _plain(stated))


def _balance(frame: pl.DataFrame, names: Mapping[str, str], faults: Faults) -> None:
    debit, credit = total(frame, "debit"), total(frame, "credit")
    if debit != credit:
        faults.add(0, "", "unbalanced", _plain(debit), _plain(credit))
    entries = (
        frame.filter(pl.col("doc_no") != "")
        .group_by("doc_no")
        .agg(pl.col("row").min().alias("line"), pl.col("amount").sum().alias("net"))
    )
    odd = entries.filter(pl.col("net") != 0).select(
        "line", pl.col("doc_no").alias("value"), figure("net").alias("more")
    )
    faults.add_rows(odd, names.get("doc_no", ""), "unbalanced_entry")


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}" if value.is_finite() else "?"
