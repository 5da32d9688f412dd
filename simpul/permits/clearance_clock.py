"""The decision clock of a stored clearance: its events and its rule version, through clocks.py.

Who pauses and resumes: the authority's own question (actions/clearances/questions.py) and a file
that goes back to its applicant (actions/intake.py, actions/asking.py).
"""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from simpul.permits.case_book import book_of
from simpul.permits.models import Clearance, ClockEvent
from simpul.permits.planning.clocks import RunningClock, running_clock


def clock_of(clearance: Clearance, today: dt.date | None = None) -> RunningClock | None:
    """The computed clock, or None where the rule sets no verified time to decide."""
    if not clearance.has_clock or clearance.process_days is None:
        return None
    calendar = book_of(clearance.application).calendar
    return running_clock(
        clearance.clock_events.all(),
        clearance.process_days,
        calendar,
        today=today or timezone.localdate(),
        unit="cd" if clearance.process_unit == "cd" else "wd",
    )


def due_on(clearance: Clearance, moment: dt.datetime) -> dt.date | None:
    """The day by which the authority must answer, or None (no clock, or paused)."""
    clock = clock_of(clearance, timezone.localdate(moment))
    return clock.due_on if clock else None


def pause(clearance: Clearance, moment: dt.datetime) -> None:
    """The applicant must do something first: the clock stands still and no day is due."""
    ClockEvent.objects.create(clearance=clearance, kind="pause", at=moment)
    clearance.due_on = None
    clearance.save(update_fields=["due_on"])


def resume(clearance: Clearance, moment: dt.datetime) -> None:
    """The clock runs on where it had stopped; nothing happens to one that is running."""
    last = clearance.clock_events.order_by("at", "id").last()
    if last is None or last.kind != "pause":
        return
    ClockEvent.objects.create(clearance=clearance, kind="resume", at=moment)
    clearance.due_on = due_on(clearance, moment)
    clearance.save(update_fields=["due_on"])
