"""What is wrong in a cost report: line, column, cause. Ten thousand bad lines are one small frame.

A report with a fault is refused whole. A `Refusal` is a fault of the file as such; a `Question` is
something the file leaves open and only its owner can answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from simpul.incentives.report.reckoning.marks import NUMBER
from simpul.incentives.report.reckoning.sentences import NAMES, QUESTIONS, SENTENCES
from simpul.kit.late import polars as pl
from simpul.kit.texts import pick

MOST_SHOWN = 60
"""Characters of a wrong cell that are repeated."""


def shown(value: object) -> str:
    """What stood in the cell, short and on one line, without signs that turn or hide text."""
    text = re.sub(r"\s+", " ", str(value)).strip().removeprefix(NUMBER)
    text = "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in text)
    return text if len(text) <= MOST_SHOWN else text[: MOST_SHOWN - 1] + "…"


@dataclass(frozen=True, slots=True)
class Fault:
    """`line` from 1 as an editor counts, 0 for the whole file; `column` as the file names it."""

    line: int
    column: str
    code: str
    value: str = ""
    more: str = ""

    def cause(self, language: str) -> str:
        """The reason in the reader's language."""
        return pick(SENTENCES[self.code], language).format(
            value=shown(self.value), more=self.more, column=self.column
        )

    def sentence(self, language: str) -> str:
        """ "Line 12, column Amount: …"."""
        words = {"id": ("Baris", "kolom"), "en": ("Line", "column")}
        line, column = words["id" if language.startswith("id") else "en"]
        place = f"{line} {self.line}" if self.line else ""
        if self.column:
            named = f"{column} {shown(self.column)}"
            place = f"{place}, {named}" if place else named[:1].upper() + named[1:]
        return f"{place}: {self.cause(language)}" if place else self.cause(language)


class Refused(Exception):
    """The report cannot be taken; nothing of it is kept."""

    def __init__(self, faults: Faults) -> None:
        self.faults = faults
        first = next(iter(faults.listed(1)), None)
        super().__init__(first.sentence("en") if first else "refused")


@dataclass(frozen=True, slots=True)
class Question:
    """Something only the owner of the file knows. `choices`: what may be answered."""

    id: str
    column: str
    choices: tuple[str, ...]
    examples: tuple[str, ...] = ()

    def text(self, language: str) -> str:
        """The question as it is put."""
        column = self.column
        if self.id == "columns":
            column = pick(NAMES[self.column], language)
        return pick(QUESTIONS[self.id], language).format(
            column=shown(column), examples=", ".join(map(shown, self.examples))
        )


class Asked(Exception):
    """The file can be read in more than one way; it is not read before somebody says how."""

    def __init__(self, questions: Sequence[Question]) -> None:
        self.questions = tuple(questions)
        super().__init__("; ".join(question.text("en") for question in questions))


def _schema() -> dict[str, pl.DataType]:
    return {
        "line": pl.Int64(),
        "column": pl.String(),
        "code": pl.String(),
        "value": pl.String(),
        "more": pl.String(),
    }


@dataclass(slots=True)
class Faults:
    """All faults found, in frames until somebody reads them."""

    frames: list[pl.DataFrame] = field(default_factory=list)
    single: list[tuple[int, str, str, str, str]] = field(default_factory=list)
    count: int = 0

    def add(self, line: int, column: str, code: str, value: object = "", more: str = "") -> None:
        """Note one."""
        self.single.append((line, column, code, str(value), more))
        self.count += 1

    def add_rows(self, rows: pl.DataFrame, column: str, code: str, more: str = "") -> None:
        """Note every row of a frame with the columns line, value and, where it differs, more."""
        if rows.height:
            has_more = "more" in rows.columns
            self.count += rows.height
            self.frames.append(
                rows.select(
                    pl.col("line").cast(pl.Int64),
                    pl.lit(column).alias("column"),
                    pl.lit(code).alias("code"),
                    pl.col("value").cast(pl.String).fill_null(""),
                    pl.col("more") if has_more else pl.lit(more).alias("more"),
                )
            )

    def note(
        self,
        frame: pl.DataFrame,
        wrong: pl.Expr,
        value: pl.Expr,
        column: str,
        code: str,
        more: pl.Expr | None = None,
    ) -> None:
        """Note the lines of a frame for which `wrong` holds; most files have none, and no row is
        made for them."""
        mask = frame.select(wrong.alias("wrong")).to_series()
        if mask.any():
            said = {"value": value} if more is None else {"value": value, "more": more}
            self.add_rows(frame.filter(mask).select("line", **said), column, code)

    def __bool__(self) -> bool:
        return self.count > 0

    def frame(self) -> pl.DataFrame:
        """All of them in the order of lines."""
        single = pl.DataFrame(self.single, schema=_schema(), orient="row")
        return pl.concat([*self.frames, single]).sort("line", "column", "code", maintain_order=True)

    def listed(self, most: int) -> Iterator[Fault]:
        """The first ones, to be shown."""
        for row in self.frame().head(most).iter_rows(named=True):
            yield Fault(**row)

    def refuse(self) -> None:
        """Raise Refused where there is any."""
        if self:
            raise Refused(self)


def refuse(line: int, column: str, code: str, value: object = "", more: str = "") -> Refused:
    """A refusal for one reason, to be raised."""
    faults = Faults()
    faults.add(line, column, code, value, more)
    return Refused(faults)


def from_rows(rows: Sequence[Mapping[str, object]]) -> list[Fault]:
    """Faults that were kept as plain data."""
    return [
        Fault(
            line=int(str(row["line"])),
            column=str(row["column"]),
            code=str(row["code"]),
            value=str(row["value"]),
            more=str(row["more"]),
        )
        for row in rows
    ]
