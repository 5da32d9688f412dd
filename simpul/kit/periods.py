"""Periods of time: half-open, with time zone. What ends at nine does not meet what starts then."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """From `start` (included) to `end` (not included); both aware; end after start."""

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        if self.start.tzinfo is None or self.end.tzinfo is None:
            raise ValueError("a period needs its time zone")
        if self.end <= self.start:
            raise ValueError("a period ends after it starts")

    @classmethod
    def of_day(cls, day: date, begin: time, finish: time, zone: str) -> Period:
        """Local hours of one day; a finish not after the begin lies on the next day."""
        place = ZoneInfo(zone)
        start = datetime.combine(day, begin, place)
        end_day = day if finish > begin else day + timedelta(days=1)
        return cls(start, datetime.combine(end_day, finish, place))

    def overlaps(self, other: Period) -> bool:
        """Is there a moment in both?"""
        return self.start < other.end and other.start < self.end

    def contains(self, moment: datetime) -> bool:
        """Is the moment inside?"""
        return self.start <= moment < self.end

    def intersection(self, other: Period) -> Period | None:
        """The part in both, or None."""
        start, end = max(self.start, other.start), min(self.end, other.end)
        return Period(start, end) if start < end else None

    @property
    def duration(self) -> timedelta:
        """Real elapsed time."""
        # Subtracting datetimes of one zone compares wall clocks; through UTC it is elapsed time.
        return _utc(self.end) - _utc(self.start)

    @property
    def duration_hours(self) -> float:
        """Elapsed hours."""
        return self.duration / _HOUR

    def blocks(self, hours: int = 6) -> int:
        """How many blocks of `hours` are started: 6 h is one block of six, 6 h 1 min are two."""
        if hours <= 0:
            raise ValueError("a block has hours")
        return -(-self.duration // timedelta(hours=hours))


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(ZoneInfo("UTC"))


def merge(periods: Iterable[Period]) -> list[Period]:
    """The same time without overlaps, in order; periods that touch become one."""
    merged: list[Period] = []
    for period in sorted(periods):
        if merged and period.start <= merged[-1].end:
            merged[-1] = Period(merged[-1].start, max(merged[-1].end, period.end))
        else:
            merged.append(period)
    return merged
