"""A cost report, from the file to what the auditor opens: read, checked, classified, flagged."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path

from simpul.incentives.report.reckoning import controls, flags
from simpul.incentives.report.reckoning.classify import classified
from simpul.incentives.report.reckoning.faults import Faults
from simpul.incentives.report.reckoning.frame import counted, money_type
from simpul.incentives.report.reckoning.lines import Lines, typed
from simpul.incentives.report.reckoning.pairs import Party, with_related, with_reversals
from simpul.incentives.report.reckoning.rates import Rates
from simpul.incentives.report.reckoning.reading import Layout, read_ledger
from simpul.incentives.report.reckoning.reading.raw import Totals
from simpul.incentives.report.reckoning.tables import Tables
from simpul.kit.late import polars as pl

STEPS = ("read", "type", "check", "classify", "flag")
"""What a report goes through, in order; told to `progress` as each begins."""

Progress = Callable[[str, int, int], None]
"""Step, lines so far, thousandths of the step that are done."""


@dataclass(frozen=True, slots=True)
class Setup:
    """What a report is measured with. `window`: costs count from … to, both days included."""

    currency: str
    tables: Tables
    layout: Layout = field(default_factory=Layout)
    totals: Totals = field(default_factory=Totals)
    rates: Rates = field(default_factory=Rates)
    related: tuple[Party, ...] = ()
    window: tuple[date | None, date | None] = (None, None)
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """`lines`: lines_schema(); `flags`: row, flag, note; `not_run`: flags whose limits are in
    another currency; `names`: which heading was read as what."""

    lines: pl.DataFrame
    flags: pl.DataFrame
    not_run: tuple[str, ...]
    currency: str
    names: dict[str, str]
    untagged: int

    @property
    def total(self) -> Decimal:
        """Everything the report says was spent (what is no cost left out)."""
        return controls.total(self.lines.filter(pl.col("treatment") != "ignore"), "amount")

    @property
    def claimed(self) -> Decimal:
        """What counts, each line with its share."""
        return controls.total(self.lines, "eligible")

    def by_category(self) -> pl.DataFrame:
        """category, treatment, lines, amount, eligible; lines without category under ""."""
        return sums(self.lines)


def sums(lines: pl.DataFrame) -> pl.DataFrame:
    """Exact totals by category and treatment, in order of category."""
    return (
        lines.group_by("category", "treatment")
        .agg(
            pl.len().cast(pl.Int64).alias("lines"),
            pl.col("amount").sum().cast(money_type()),
            pl.col("eligible").sum().cast(money_type()),
        )
        .sort("category", "treatment")
    )


def make_report(path: Path, setup: Setup, progress: Progress | None = None) -> Report:
    """Read a file into a report. Raises Refused with every bad line, Asked with what is open."""
    tell = progress or _nobody
    tell("read", 0, 0)
    raw = read_ledger(path, setup.layout, partial(tell, "read"))
    tell("type", raw.frame.height, 0)
    lines = typed(raw, setup.layout, setup.currency, setup.rates)
    del raw
    tell("check", lines.frame.height, 0)
    faults = Faults()
    controls.check(lines, setup.totals, faults)
    faults.refuse()
    return measured(lines, setup, tell)


def measured(lines: Lines, setup: Setup, tell: Progress) -> Report:
    """Classify and flag lines that have been read."""
    tell("classify", lines.frame.height, 0)
    frame = with_related(lines.frame.drop("debit", "credit", strict=False), setup.related)
    frame = classified(with_reversals(frame), setup.tables, setup.currency)
    tell("flag", frame.height, 0)
    about = flags.About.of(frame, setup.currency, setup.window, setup.places, lines.tagged)
    found, left = flags.find(about, setup.tables.flags)
    return Report(
        lines=frame,
        flags=found,
        not_run=left,
        currency=setup.currency,
        names=dict(lines.names),
        untagged=untagged_count(frame, lines.tagged),
    )


def untagged_count(lines: pl.DataFrame, tagged: bool) -> int:
    """Lines that stop a certificate: no category, or no tag where lines are tagged."""
    bare = pl.col("category") == ""
    if tagged:
        bare = bare | ((pl.col("tag") == "") & (pl.col("treatment") != "ignore"))
    return lines.select(bare.sum()).item() or 0


def certified(report: Report) -> pl.DataFrame:
    """The lines a scheme's steps work on, with what counts as the amount they see."""
    return counted(report.lines)


def _nobody(_step: str, _lines: int, _part: int) -> None:
    """No one waits for news."""
