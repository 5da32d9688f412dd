"""The slots of a market's days, on its own clock. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

NOON = time(12)


def slots_of(
    first: date,
    last: date,
    *,
    begins: time,
    ends: time,
    minutes: int,
    breaks: Sequence[tuple[time, time]],
    zone: ZoneInfo,
) -> list[tuple[datetime, datetime]]:
    """Slots of `minutes` back to back on each day; one that would touch a break begins after it."""
    found = []
    day = first
    while day <= last:
        found += _of_day(day, begins, ends, timedelta(minutes=minutes), sorted(breaks), zone)
        day += timedelta(days=1)
    return found


def _of_day(
    day: date,
    begins: time,
    ends: time,
    length: timedelta,
    breaks: Sequence[tuple[time, time]],
    zone: ZoneInfo,
) -> list[tuple[datetime, datetime]]:
    found = []
    start, end = datetime.combine(day, begins), datetime.combine(day, ends)
    while start + length <= end:
        hit = next(
            (
                datetime.combine(day, until)
                for since, until in breaks
                if datetime.combine(day, since) < start + length
                and start < datetime.combine(day, until)
            ),
            None,
        )
        if hit is not None:
            start = hit
            continue
        found.append((start.replace(tzinfo=zone), (start + length).replace(tzinfo=zone)))
        start += length
    return found


def half_of(starts_at: datetime, zone: ZoneInfo) -> str:
    """Morning until noon on the market's clock, then afternoon."""
    return "morning" if starts_at.astimezone(zone).time() < NOON else "afternoon"
