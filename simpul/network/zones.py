"""Time zones: which there are, and one moment on two clocks."""

from __future__ import annotations

from datetime import date, datetime, time
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

NEAR = ("Asia/Jakarta", "Asia/Seoul", "Asia/Hong_Kong", "Asia/Singapore", "Asia/Tokyo")
"""Offered first."""


@lru_cache(maxsize=1)
def known() -> tuple[str, ...]:
    """Zones with a place in their name, and UTC; those of our partners first."""
    rest = sorted(
        name
        for name in available_timezones()
        if "/" in name and not name.startswith(("Etc/", "SystemV/", "posix/", "right/", "US/"))
    )
    return (*NEAR, *(name for name in rest if name not in NEAR), "UTC")


def is_zone(name: str) -> bool:
    """A zone that anybody can look up."""
    return name in known()


def at(day: date, clock: time, zone: str) -> datetime:
    """The moment when the clocks of `zone` show this; ValueError where they never do.

    Where clocks are put back and show it twice, the first time is meant.
    """
    moment = datetime.combine(day, clock, ZoneInfo(zone))
    if moment.astimezone(ZoneInfo("UTC")).astimezone(ZoneInfo(zone)).replace(tzinfo=None) != (
        moment.replace(tzinfo=None)
    ):
        raise ValueError("gap")
    return moment


def on(moment: datetime, zone: str) -> datetime:
    """The moment on the clocks of `zone`."""
    return moment.astimezone(ZoneInfo(zone))
