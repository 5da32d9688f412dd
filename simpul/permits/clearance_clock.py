"""The decision clock of a stored clearance: its events and its rule version, through clocks.py."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from simpul.permits.case_book import book_of
from simpul.permits.clocks import RunningClock, running_clock
from simpul.permits.models import Clearance


def clock_of(clearance: Clearance, today: dt.date | None = None) -> RunningClock | None:
    """The computed clock, or None where the rule sets no verified time to decide."""
    if not clearance.verified or clearance.process_days is None:
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
