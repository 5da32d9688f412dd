"""Periods of time: half-open, with time zone. What ends at nine does not meet what starts then."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Period:
    """From `start` (included) to `end` (not included); both aware; end after start.

    Periods are compared as moments: Python compares two times of one zone by their wall clocks,
    and in the night when clocks go back that is wrong by an hour.
    """

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        if self.start.tzinfo is None or self.end.tzinfo is None:
            raise ValueError("a period needs its time zone")
        if _utc(self.end) <= _utc(self.start):
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
        return _utc(self.start) < _utc(other.end) and _utc(other.start) < _utc(self.end)

    def contains(self, moment: datetime) -> bool:
        """Is the moment inside?"""
        return _utc(self.start) <= _utc(moment) < _utc(self.end)

    def __lt__(self, other: Period) -> bool:
        """Earlier start first, then earlier end."""
        return (_utc(self.start), _utc(self.end)) < (_utc(other.start), _utc(other.end))

    def intersection(self, other: Period) -> Period | None:
        """The part in both, or None."""
        if not self.overlaps(other):
            return None
        return Period(max(self.start, other.start, key=_utc), min(self.end, other.end, key=_utc))

    @property
    def duration(self) -> timedelta:
        """Real elapsed time."""
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
    return moment.astimezone(UTC)


def moment_of(wall: datetime, zone: ZoneInfo) -> datetime:
    """The moment (in UTC) when clocks in the zone show `wall`, a time without zone.

    What clocks show twice, in the night they go back, is the first, the daylight time; what they
    skip in spring is moved forward by what was skipped: 02:30 becomes 03:30 (RFC 5545, 3.3.5).
    """
    return wall.replace(tzinfo=zone, fold=0).astimezone(UTC)


def merge(periods: Iterable[Period]) -> list[Period]:
    """The same time without overlaps, in order; periods that touch become one."""
    merged: list[Period] = []
    for period in sorted(periods):
        if merged and _utc(period.start) <= _utc(merged[-1].end):
            merged[-1] = Period(merged[-1].start, max(merged[-1].end, period.end, key=_utc))
        else:
            merged.append(period)
    return merged
