"""Legal clocks: until when a file must be in, from when a shoot may start, when an answer is due.

Units: "wd" working days, "cd" calendar days. Every date carries its own computation.
A filing clock counts backwards from the first day; a decision clock counts forwards from the day
the file was complete, that day not counted, and stands still while the applicant must answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal, Protocol

from simpul.kit.workdays import Skipped, Trace, WorkingCalendar

Unit = Literal["wd", "cd"]
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Clock:
    """`days` in a unit, as a rule says it."""

    days: int
    unit: Unit


def earliest_start(filed: date, clock: Clock, calendar: WorkingCalendar) -> Trace:
    """The first day that may be used when the file is in on `filed`."""
    if clock.unit == "cd":
        return calendar.earliest_start_calendar_trace(filed, clock.days)
    return calendar.earliest_start_trace(filed, clock.days)


def last_filing(first_day: date, clock: Clock, calendar: WorkingCalendar) -> Trace:
    """The last day on which the file may come in for a shoot that begins on `first_day`."""
    if clock.unit == "cd":
        return calendar.latest_filing_calendar_trace(first_day, clock.days)
    return calendar.latest_filing_trace(first_day, clock.days)


def decided_by(complete: date, clock: Clock, calendar: WorkingCalendar) -> date:
    """The day by which a file that is complete on `complete` must be decided."""
    if clock.unit == "cd":
        return complete + clock.days * _DAY
    return calendar.add(complete, clock.days)


def complete_by(needed_on: date, clock: Clock, calendar: WorkingCalendar) -> date:
    """The last day a file may be complete so that it is decided by `needed_on`."""
    if clock.unit == "cd":
        return needed_on - clock.days * _DAY
    # The answer's own day may be needed_on; the completing day itself does not count.
    return calendar.latest_filing(needed_on + _DAY, clock.days + 1)


@dataclass(frozen=True, slots=True)
class Step:
    """One clearance as the chain sees it: who must have answered before it can be filed."""

    key: str
    after: tuple[str, ...] = ()
    file_before: Clock | None = None
    process: Clock | None = None


@dataclass(frozen=True, slots=True)
class StepDates:
    """When one step can and must be filed. `last_filing` is None without a known clock.

    `earliest_filing`: all steps before it have answered (their known times added up).
    `decided`: its answer, where the time to decide is known. `chained`: a later step, not its own
    clock, sets `last_filing`. `waits_unknown`: a step before it has no known time to decide.
    """

    key: str
    earliest_filing: date
    earliest_start: Trace | None
    last_filing: date | None
    last_filing_trace: Trace | None
    decided: date | None
    chained: bool
    waits_unknown: bool


def chain_order(steps: Sequence[Step]) -> list[Step]:
    """The steps so that each comes after those it waits for; otherwise in the given order.

    A circle in the pack is broken at the step named first: the pack checker reports circles.
    """
    left = {step.key: step for step in steps}
    ordered: list[Step] = []
    while left:
        ready = [s for s in left.values() if not any(key in left for key in s.after)]
        chosen = ready[0] if ready else next(iter(left.values()))
        ordered.append(left.pop(chosen.key))
    return ordered


def chain_dates(
    steps: Sequence[Step], *, filed_on: date, first_day: date | None, calendar: WorkingCalendar
) -> dict[str, StepDates]:
    """For each step the earliest and the last filing day, its own clock and the chain together."""
    ordered = chain_order(steps)
    forward = _forward(ordered, filed_on, calendar)
    backward = _backward(ordered, first_day, calendar)
    dates: dict[str, StepDates] = {}
    for step in ordered:
        earliest, decided, unknown = forward[step.key]
        last, chained = backward.get(step.key, (None, False))
        own = (
            last_filing(first_day, step.file_before, calendar)
            if first_day and step.file_before
            else None
        )
        dates[step.key] = StepDates(
            key=step.key,
            earliest_filing=earliest,
            earliest_start=(
                earliest_start(earliest, step.file_before, calendar) if step.file_before else None
            ),
            last_filing=last,
            last_filing_trace=own,
            decided=decided,
            chained=chained,
            waits_unknown=unknown,
        )
    return dates


def _forward(
    ordered: Sequence[Step], filed_on: date, calendar: WorkingCalendar
) -> dict[str, tuple[date, date | None, bool]]:
    found: dict[str, tuple[date, date | None, bool]] = {}
    for step in ordered:
        before = [found[key] for key in step.after if key in found]
        earliest = max([filed_on, *(decided or start for start, decided, _ in before)])
        decided = decided_by(earliest, step.process, calendar) if step.process else None
        unknown = any(decided is None or waits for _, decided, waits in before)
        found[step.key] = (earliest, decided, unknown)
    return found


def _backward(
    ordered: Sequence[Step], first_day: date | None, calendar: WorkingCalendar
) -> dict[str, tuple[date, bool]]:
    if first_day is None:
        return {}
    found: dict[str, tuple[date, bool]] = {}
    for step in reversed(ordered):
        own = (
            last_filing(first_day, step.file_before, calendar).result if step.file_before else None
        )
        later = [
            complete_by(found[other.key][0], step.process, calendar)
            for other in ordered
            if step.process and step.key in other.after and other.key in found
        ]
        limits = [day for day in (own, *later) if day is not None]
        if limits:
            found[step.key] = (min(limits), own is None or min(limits) < own)
    return found


def earliest_lawful_start(dates: Iterable[StepDates], filed_on: date) -> date:
    """The first day that every known clock and every known decision in the chain allows."""
    found = [filed_on]
    for step in dates:
        if step.earliest_start is not None:
            found.append(step.earliest_start.result)
        if step.decided is not None:
            found.append(step.decided)
    return max(found)


# --- decision clocks of real cases -------------------------------------------------------------


class Event(Protocol):
    """What happened to a clock: kind is start | pause | resume | stop, at an aware moment."""

    @property
    def kind(self) -> str: ...

    @property
    def at(self) -> datetime: ...


@dataclass(frozen=True, slots=True)
class ClockDay:
    """One day of the computation: counted as number `number`, or why it did not count."""

    day: date
    number: int | None
    reason: Skipped | None
    paused: bool = False


@dataclass(frozen=True, slots=True)
class RunningClock:
    """A decision clock as it stands at the close of `today`.

    `due_on` is None before the start and while paused (the day then depends on the answer).
    `remaining`: days left to count after today; `late`: running and the due day has passed.
    `days`: the computation, from the day after the start to the due day (or to today).
    """

    started_on: date | None
    due_on: date | None
    paused: bool
    stopped_on: date | None
    counted: int
    remaining: int
    late: bool
    days: tuple[ClockDay, ...]


def running_clock(
    events: Iterable[Event],
    process_days: int,
    calendar: WorkingCalendar,
    *,
    today: date,
    unit: Unit = "wd",
) -> RunningClock:
    """Compute a decision clock with its pauses.

    Start and resume happen by something arriving, so they count from `calendar.counts_as_filed`.
    The starting day is not counted. A day on whose close the clock is paused is not counted: a
    pause of one working day moves the due day by one working day, one that begins and ends on the
    same day moves nothing.
    """
    started, stopped, pauses = _history(sorted(events, key=lambda event: event.at), calendar)
    if started is None:
        return RunningClock(None, None, False, stopped, 0, process_days, False, ())
    paused_now = bool(pauses) and pauses[-1][1] is None and stopped is None
    end = stopped or today
    days: list[ClockDay] = []
    number, day, due = 0, started, started if process_days == 0 else None
    while due is None:
        day += _DAY
        if paused_now and day > max(end, pauses[-1][0]):
            break
        on_pause = any(a <= day and (b is None or day < b) for a, b in pauses)
        reason = calendar.why_off(day) if unit == "wd" else None
        counts = not on_pause and reason is None
        number += counts
        days.append(ClockDay(day, number if counts else None, reason, on_pause))
        if number == process_days:
            due = day
    counted = sum(1 for d in days if d.number is not None and d.day <= end)
    return RunningClock(
        started_on=started,
        due_on=due,
        paused=paused_now,
        stopped_on=stopped,
        counted=counted,
        remaining=process_days - counted,
        late=stopped is None and due is not None and today > due,
        days=tuple(days),
    )


Pauses = list[tuple[date, date | None]]


def _history(
    events: Sequence[Event], calendar: WorkingCalendar
) -> tuple[date | None, date | None, Pauses]:
    """Start day, stop day, and pauses as [from, until) days; a repeated event changes nothing."""
    started: date | None = None
    stopped: date | None = None
    pauses: Pauses = []
    for event in events:
        open_pause = bool(pauses) and pauses[-1][1] is None
        if event.kind == "start" and started is None:
            started = calendar.counts_as_filed(event.at)
        elif event.kind == "pause" and started is not None and not open_pause:
            pauses.append((calendar.local_date(event.at), None))
        elif event.kind == "resume" and open_pause:
            pauses[-1] = (pauses[-1][0], calendar.counts_as_filed(event.at))
        elif event.kind == "stop" and stopped is None:
            stopped = calendar.local_date(event.at)
    return started, stopped, pauses
