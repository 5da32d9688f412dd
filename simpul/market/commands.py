"""What `simpul market …` does: timetable, check. Pure: no database, nothing is changed.

Exit status: 0 a timetable, or one without faults; 1 there is none (impossible, or time ran out), or
it has faults; 2 what was given cannot be read.
"""

from __future__ import annotations

import json
import signal
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol, TypeVar

from simpul.kit.oserrors import why_not_opened
from simpul.kit.outcomes import InvalidInput
from simpul.market import words
from simpul.market.timetable.answer import Answer, Progress
from simpul.market.timetable.checking import check
from simpul.market.timetable.problem import Market
from simpul.market.timetable.reading import LARGEST, CannotRead, read_market, read_timetable
from simpul.market.timetable.writing import answer_data

GOOD, NEGATIVE, BAD_INPUT = 0, 1, 2
REPORT_EVERY = 2.0
"""Seconds between two lines of progress."""


class Output(Protocol):
    """Where a command writes."""

    def say(self, text: str = "") -> None: ...
    def complain(self, text: str) -> None: ...
    def table(self, rows: Sequence[Sequence[str]]) -> None: ...
    def result(self, data: Any) -> None: ...


def timetable(
    file: Path, *, seconds: float, to: Path | None = None, language: str, output: Output
) -> int:
    """The best timetable within so many seconds. Ctrl-C ends the search and keeps the best."""
    market = _market(file, language)
    # Solvers are large; who only checks or reads does not load them.
    from simpul.market.timetable.solving import solve

    with _stopped_by_hand() as stopped:
        answer = solve(market, seconds=seconds, told=_teller(output, language, stopped))
    found = answer_data(market, answer)
    if to is not None:
        _write(to, found, language)
    _say(market, answer, language, output, with_rows=to is None)
    ok = answer.schedule is not None
    output.result({"ok": ok, **found})
    return GOOD if ok else NEGATIVE


def check_schedule(file: Path, schedule: Path, *, language: str, output: Output) -> int:
    """Every rule of the market against a timetable from anywhere."""
    market = _market(file, language)
    given = _read(schedule, language, lambda text: read_timetable(text, market))
    seen = check(market, given.schedule, given.venue_of, given.people_of)
    for one in seen.faults:
        output.complain(words.fault(one, language))
    if not seen.faults:
        told = {"cost": seen.cost, "worth": seen.weight, "left_out": len(seen.left_out)}
        output.say(words.said("good", language, **told))
    output.result(
        {
            "ok": not seen.faults,
            "faults": [{"code": one.code, "about": list(one.about)} for one in seen.faults],
            "cost": seen.cost,
            "worth": seen.weight,
            "left_out": list(seen.left_out),
            "moved": list(seen.moved),
        }
    )
    return NEGATIVE if seen.faults else GOOD


def _market(file: Path, language: str) -> Market:
    return _read(file, language, read_market)


Found = TypeVar("Found")


def _read(file: Path, language: str, read: Callable[[bytes], Found]) -> Found:
    """What `read` makes of a file; "-" is the standard input. InvalidInput names each problem."""
    try:
        if str(file) == "-":
            text = sys.stdin.buffer.read(LARGEST + 1)
        else:
            with file.open("rb") as stream:
                text = stream.read(LARGEST + 1)
    except OSError as trouble:
        why = why_not_opened(trouble, language)
        told = words.said("cannot_open", language, why=why)
        raise InvalidInput({str(file): [told]}) from None
    try:
        return read(text)
    except CannotRead as wrong:
        told_at: dict[str, list[str]] = {}
        for one in wrong.problems:
            told_at.setdefault(one.at or str(file), []).append(words.problem(one, language))
        raise InvalidInput(told_at) from None


def _write(file: Path, found: dict[str, Any], language: str) -> None:
    try:
        file.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    except OSError as trouble:
        why = why_not_opened(trouble, language)
        told = words.said("cannot_write", language, why=why)
        raise InvalidInput({str(file): [told]}) from None


@contextmanager
def _stopped_by_hand() -> Iterator[list[bool]]:
    """Inside, Ctrl-C only fills the list."""
    stopped: list[bool] = []
    before = signal.signal(signal.SIGINT, lambda *_: stopped.append(True))
    try:
        yield stopped
    finally:
        signal.signal(signal.SIGINT, before)


def _teller(output: Output, language: str, stopped: list[bool]) -> Callable[[Progress], bool]:
    """One line of progress every few seconds, on the error stream."""
    last = time.monotonic()

    def told(progress: Progress) -> bool:
        nonlocal last
        if time.monotonic() - last >= REPORT_EVERY:
            last = time.monotonic()
            output.complain(
                words.said(
                    "progress",
                    language,
                    seconds=progress.seconds,
                    cost="–" if progress.cost is None else progress.cost,
                    bound=progress.bound,
                    worth=progress.worth,
                    worth_bound=progress.worth_bound,
                )
            )
        return bool(stopped)

    return told


def _rows(
    market: Market, answer: Answer, schedule: Mapping[str, int], language: str
) -> list[list[str]]:
    """Slot, meeting, people, and the venue where there is more than one."""
    named = market.venues[0].id
    head = words.said("head", language).split("|")
    rows = [head if named else head[:-1]]
    for meeting, slot in sorted(schedule.items(), key=lambda one: (one[1], one[0])):
        people = ", ".join(answer.people_of[meeting])
        row = [market.slots[slot].id, meeting, people]
        rows.append([*row, market.venues[answer.venue_of[meeting]].id] if named else row)
    return rows


def _say(market: Market, answer: Answer, language: str, output: Output, with_rows: bool) -> None:
    if answer.schedule is not None and with_rows:
        output.table(_rows(market, answer, answer.schedule, language))
    output.say(words.status(answer, language))
    if answer.schedule is not None:
        told = {"cost": answer.cost, "bound": answer.bound, "worth": answer.worth,
                "worth_bound": answer.worth_bound, "moved": len(answer.moved),
                "left_out": len(answer.left_out)}  # fmt: skip
        output.say(words.said("figures", language, **told))
    if answer.conflict:
        output.say(words.said("conflict", language))
        for one in answer.conflict:
            output.say(f"- {words.wish(one, language)}")
        if answer.smallest:
            output.say(words.said("smallest", language))
