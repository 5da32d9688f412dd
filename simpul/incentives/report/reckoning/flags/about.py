"""What the checks know of a report."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from simpul.incentives.report.reckoning.frame import counts, lines_schema
from simpul.incentives.report.reckoning.tables import FlagRow
from simpul.incentives.report.reckoning.words import worded
from simpul.kit.late import polars as pl


def schema() -> dict[str, pl.DataType]:
    """row: the line of the file, 0 where the whole report is meant; note: the figure behind it."""
    return {"row": pl.Int64(), "flag": pl.String(), "note": pl.String()}


@dataclass(frozen=True, slots=True)
class About:
    """`lines`: all classified lines; `claimed`: those that count; `worded`: those of them that hold
    one of all the words the flags look for; `window`: from … to, open where None; `places`: words
    of which one stands in the place of a line of the area."""

    lines: pl.LazyFrame
    claimed: pl.LazyFrame
    currency: str
    window: tuple[date | None, date | None] = (None, None)
    places: tuple[str, ...] = ()
    tagged: bool = False
    worded: pl.LazyFrame | None = None

    @property
    def with_words(self) -> pl.LazyFrame:
        """Where lines with a certain word are found."""
        return self.claimed if self.worded is None else self.worded

    @classmethod
    def of(
        cls,
        lines: pl.DataFrame,
        currency: str,
        window: tuple[date | None, date | None] = (None, None),
        places: tuple[str, ...] = (),
        tagged: bool = False,
    ) -> About:
        """About these lines."""
        # A mark, not a copy of the lines that count: each check takes the few columns it asks for.
        marked = lines.with_columns(counts().alias("counts")).lazy()
        return cls(marked, marked.filter("counts"), currency, window, places, tagged)

    def looking_for(self, words: Sequence[str]) -> About:
        """With the lines that hold any of these words found once."""
        lines = self.lines.collect()
        found = lines.filter(pl.col("counts") & worded(lines, [words])[0])
        return replace(self, worded=found.lazy())

    @classmethod
    def empty(cls, currency: str) -> About:
        """A report without lines, to try a row on."""
        return cls.of(pl.DataFrame(schema=dict(lines_schema())), currency)


Check = Callable[[About, FlagRow], "pl.LazyFrame"]
"""Rows with `row` and, where there is a figure, `note`; worked out together with the others."""


def text(column: str) -> pl.Expr:
    """A figure as it is noted."""
    return pl.col(column).cast(pl.String).str.strip_suffix(".0000")
