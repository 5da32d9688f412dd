"""What the `simpul calendar` command does with the spreadsheets of a commission.

`check` is pure: it needs no database and changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, TextIO

from simpul.kit.oserrors import why_texts
from simpul.kit.texts import Texts, pick
from simpul.places.sheets.clashes import MOST_CLASHES, Clash, find_clashes
from simpul.places.sheets.problems import (
    KEPT,
    LEFT_OUT,
    ONCE,
    NothingUsable,
    Problem,
    Problems,
    Unusable,
)
from simpul.places.sheets.reading import Reading, Sheets, read_sheets
from simpul.places.sheets.report import (
    FAULT_COLUMNS,
    PAIR_COLUMNS,
    fault_row,
    pair_row,
    write_rows,
)

GOOD, NEGATIVE, BAD_INPUT = 0, 1, 2

SAID: Mapping[str, Texts] = {
    "checked": {
        "id": "{rows} baris, {good} pemesanan diperiksa, {pairs} pasangan bentrok.",
        "en": "{rows} rows, {good} bookings checked, {pairs} clashing pairs.",
    },
    "faults": {
        "id": "Tidak diikutkan: {out}. Diragukan tetapi diikutkan: {kept}. Berulang sama: {once}.",
        "en": "Left out: {out}. Doubtful but kept: {kept}. Repeated word for word: {once}.",
    },
    "more": {
        "id": "… dan {count} lagi yang tidak dicatat satu per satu.",
        "en": "… and {count} more that are not listed one by one.",
    },
    "strict": {
        "id": "Ada baris yang salah, jadi tidak ada yang diperiksa (--strict).",
        "en": "Some rows are wrong, so nothing was checked (--strict).",
    },
    "cut": {
        "id": "Berhenti pada {most} pasangan: periksa apakah kolomnya benar.",
        "en": "Stopped at {most} pairs: check whether the columns are the right ones.",
    },
    "unwritable": {
        "id": "{file} tidak dapat ditulis: {why}.",
        "en": "{file} cannot be written: {why}.",
    },
    "without_places": {
        "id": "--within memerlukan bentuk: berikan --places atau kolom geometry.",
        "en": "--within needs shapes: give --places or a column of geometry.",
    },
}


class Output(Protocol):
    """Where the answer is written."""

    as_json: bool
    out: TextIO

    def complain(self, text: str) -> None: ...
    def result(self, data: Any) -> None: ...


@dataclass(frozen=True, slots=True)
class Asked:
    """How the answer is wanted. `output`, `rejects`: files instead of the two streams."""

    within: float | None = None
    strict: bool = False
    output: Path | None = None
    rejects: Path | None = None


def calendar_check(sheets: Sheets, asked: Asked, *, language: str, output: Output) -> int:
    """Report every clashing pair and every bad row. Exit status: 0 nothing clashes, 1 something
    does, 2 the input cannot be used (or, when strict, has a bad row)."""
    try:
        reading = read_sheets(sheets)
        if asked.within is not None and reading.middle is None:
            return refused(pick(SAID["without_places"], language), [], language, output)
        return _checked(reading, asked, language, output)
    except NothingUsable as nothing:
        tell_faults(nothing.problems, asked, language, output)
        found = [*nothing.problems.found, nothing.problem]
        return refused(nothing.problem.sentence(language), found, language, output)
    except Unusable as unusable:
        return refused(unusable.problem.sentence(language), [unusable.problem], language, output)
    except Unwritable as error:
        return refused(error.text(language), [], language, output)


def _checked(reading: Reading, asked: Asked, language: str, output: Output) -> int:
    problems = reading.problems
    tell_faults(problems, asked, language, output)
    if asked.strict and problems.faults:
        return refused(pick(SAID["strict"], language), problems.found, language, output)
    clashes, cut = find_clashes(reading.bookings, reading.places, asked.within, reading.middle)
    rows = (pair_row(clash, reading.zone) for clash in clashes)
    if asked.output is not None:
        with _writing(asked.output) as stream:
            write_rows(stream, PAIR_COLUMNS, rows)
    elif not output.as_json:
        write_rows(output.out, PAIR_COLUMNS, rows)
    _summary(reading, clashes, cut, language, output)
    if output.as_json:
        output.result(_data(reading, clashes, cut, language))
    return NEGATIVE if clashes else GOOD


def tell_faults(problems: Problems, asked: Asked, language: str, output: Output) -> None:
    """Each problem on the error stream, or all in the file that was asked for."""
    if asked.rejects is not None:
        with _writing(asked.rejects) as stream:
            write_rows(stream, FAULT_COLUMNS, (fault_row(p, language) for p in problems.found))
    else:
        for problem in problems.found:
            output.complain(problem.sentence(language))
    if problems.cut:
        output.complain(pick(SAID["more"], language).format(count=problems.cut))


def _summary(
    reading: Reading, clashes: list[Clash], cut: bool, language: str, output: Output
) -> None:
    counts = reading.problems.counts
    numbers = {"rows": reading.rows, "good": len(reading.bookings), "pairs": len(clashes)}
    output.complain(pick(SAID["checked"], language).format(**numbers))
    if counts:
        told = {"out": counts[LEFT_OUT], "kept": counts[KEPT], "once": counts[ONCE]}
        output.complain(pick(SAID["faults"], language).format(**told))
    if cut:
        output.complain(pick(SAID["cut"], language).format(most=MOST_CLASHES))


def _data(reading: Reading, clashes: list[Clash], cut: bool, language: str) -> dict[str, object]:
    rows = [pair_row(clash, reading.zone) for clash in clashes]
    return {
        "ok": not rows,
        "rows": reading.rows,
        "bookings": len(reading.bookings),
        "clashes": [
            {**row, "hours": float(row["hours"]), "metres": float(row["metres"] or 0)}
            for row in rows
        ],
        "cut": cut,
        "problems": [fault_row(problem, language) for problem in reading.problems.found],
        "problem_counts": dict(reading.problems.codes),
    }


def refused(text: str, problems: list[Problem], language: str, output: Output) -> int:
    """Say that the input cannot be used; the exit status for it."""
    output.complain(text)
    rows = [fault_row(problem, language) for problem in problems]
    output.result({"ok": False, "errors": {"": [text]}, "problems": rows})
    return BAD_INPUT


class Unwritable(Exception):
    """A file for the answer that cannot be written."""

    def __init__(self, file: Path, why: Texts) -> None:
        self.file, self.why = file, why
        super().__init__(f"{file}: {why['en']}")

    def text(self, language: str) -> str:
        """The sentence for whoever named it."""
        return pick(SAID["unwritable"], language).format(
            file=self.file, why=pick(self.why, language)
        )


@contextmanager
def _writing(path: Path) -> Iterator[TextIO]:
    try:
        stream = path.open("w", encoding="utf-8", newline="")
    except OSError as error:
        raise Unwritable(path, why_texts(error)) from None
    with stream:
        yield stream
