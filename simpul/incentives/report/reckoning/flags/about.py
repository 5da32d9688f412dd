"""What the checks know of a report; what each says: where it looks, and what it finds there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
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
    """`lines`: all classified lines, with the mark `counts`; `window`: from … to, open where None;
    `places`: words of which one stands in the place of a line of the area; `lists`: lists of words
    that have been looked for."""

    lines: pl.DataFrame
    currency: str
    window: tuple[date | None, date | None] = (None, None)
    places: tuple[str, ...] = ()
    tagged: bool = False
    lists: tuple[tuple[str, ...], ...] = ()

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
        return cls(lines.with_columns(counts().alias("counts")), currency, window, places, tagged)

    def looking_for(self, lists: Sequence[tuple[str, ...]]) -> About:
        """With the lines that hold a word of each list found, of all lists together."""
        lines = self.lines.with_columns(worded(self.lines, lists))
        return replace(self, lines=lines, lists=tuple(lists))

    def holds(self, words: tuple[str, ...]) -> pl.Expr:
        """Does one of these words stand in the description or in the account's name?"""
        return pl.col(f"word_{self.lists.index(words)}")

    @classmethod
    def empty(cls, currency: str) -> About:
        """A report without lines, to try a row on."""
        return cls.of(pl.DataFrame(schema=dict(lines_schema())), currency)


@dataclass(frozen=True, slots=True)
class Among:
    """What is found among the lines a check looks at, where no line tells by itself: from these
    `columns` of them a frame with row and note."""

    columns: tuple[str, ...]
    found: Callable[[pl.DataFrame], pl.DataFrame]


@dataclass(frozen=True, slots=True)
class Look:
    """`where`: the lines a check looks at, of those that count or (`every`) of all; `note`: the
    figure noted of each, or what is found among them."""

    where: pl.Expr
    note: pl.Expr | Among
    every: bool = False

    def mask(self) -> pl.Expr:
        """The lines it looks at."""
        return self.where if self.every else pl.col("counts") & self.where

    def found(self, lines: pl.DataFrame, mask: pl.Series) -> pl.DataFrame:
        """row and note of what is found in the lines of the mask."""
        if isinstance(self.note, Among):
            return self.note.found(some(lines, self.note.columns, mask))
        few = some(lines, {"row", *self.note.meta.root_names()}, mask)
        return few.select("row", self.note.alias("note"))


def some(lines: pl.DataFrame, columns: Iterable[str], mask: pl.Series) -> pl.DataFrame:
    """Only the columns that are asked for go through the filter."""
    return pl.DataFrame([lines[name].filter(mask) for name in columns])


Check = Callable[[About, FlagRow], Look]
"""What a row of the table looks for; TableProblem where its parameters do not say it."""


def text(column: str) -> pl.Expr:
    """A figure as it is noted."""
    return pl.col(column).cast(pl.String).str.strip_suffix(".0000")
