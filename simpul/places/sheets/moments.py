"""Times in cells: local wall time of a zone, or with the offset that zone has at that time."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from simpul.kit.periods import moment_of
from simpul.places.sheets.problems import shown
from simpul.places.sheets.tables import Cell

FIRST_YEAR, LAST_YEAR = 1970, 2100
_WRITTEN = re.compile(
    r"(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?)?"
    r"\s*(?:([zZ])|([+-])(\d{2}):?(\d{2}))?"
)


class BadTime(ValueError):
    """A time that cannot be taken; `code`: a key of the sentences."""

    def __init__(self, code: str, **params: Any) -> None:
        self.code, self.params = code, params
        super().__init__(code)


@lru_cache(maxsize=64)
def zone_named(name: str) -> ZoneInfo | None:
    """The IANA zone, None when there is none of that name."""
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        return None


def read_moment(cell: Cell, field: str, zone: ZoneInfo, pattern: str = "") -> datetime:
    """The moment in UTC that a cell names; BadTime with the reason.

    A whole date counts as its midnight only where a workbook says it is a date: there midnight
    and a day look the same. In text a time without hours is not guessed.
    """
    if isinstance(cell, datetime):
        return _checked(cell, field, zone)
    if isinstance(cell, date):
        return _checked(datetime.combine(cell, time()), field, zone)
    if isinstance(cell, time):
        raise BadTime("bad_time", field=field, value=cell.isoformat())
    if not cell:
        raise BadTime("no_time", field=field)
    return _by_pattern(cell, field, zone, pattern) if pattern else _written(cell, field, zone)


def _by_pattern(text: str, field: str, zone: ZoneInfo, pattern: str) -> datetime:
    try:
        wall = datetime.strptime(text, pattern)  # noqa: DTZ007 a wall time, the zone follows
    except (ValueError, re.error):
        raise BadTime("bad_time", field=field, value=shown(text)) from None
    return _checked(wall, field, zone)


def _written(text: str, field: str, zone: ZoneInfo) -> datetime:
    found = _WRITTEN.fullmatch(text)
    if found is None:
        raise BadTime("bad_time", field=field, value=shown(text))
    year, month, day, hour, minute, second = (int(part or 0) for part in found.groups()[:6])
    if found[4] is None:
        raise BadTime("no_clock", field=field, value=shown(text))
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise BadTime("bad_year", field=field, year=year, first=FIRST_YEAR, last=LAST_YEAR)
    whole_day = (hour, minute, second) == (24, 0, 0)
    try:
        wall = datetime(year, month, day, 0 if whole_day else hour, minute, second)  # noqa: DTZ001
    except ValueError:
        raise BadTime("bad_time", field=field, value=shown(text)) from None
    wall += timedelta(days=1) if whole_day else timedelta()
    if found[7] or found[8]:
        ahead = timedelta(hours=int(found[9] or 0), minutes=int(found[10] or 0))
        return _with_offset(wall, -ahead if found[8] == "-" else ahead, field, zone)
    return _checked(wall, field, zone)


def _checked(wall: datetime, field: str, zone: ZoneInfo) -> datetime:
    if wall.tzinfo is not None:
        return _with_offset(wall.replace(tzinfo=None), wall.utcoffset(), field, zone)
    if not FIRST_YEAR <= wall.year <= LAST_YEAR:
        raise BadTime("bad_year", field=field, year=wall.year, first=FIRST_YEAR, last=LAST_YEAR)
    return moment_of(wall, zone)


def _with_offset(wall: datetime, ahead: timedelta | None, field: str, zone: ZoneInfo) -> datetime:
    """A local time labelled with a foreign offset (UTC above all) is the commonest lie of
    exports, and moves a night by hours: only the zone's own offset is believed."""
    ahead = ahead or timedelta()
    moment = wall.replace(tzinfo=UTC) - ahead
    right = moment.astimezone(zone).utcoffset() or timedelta()
    if ahead != right:
        raise BadTime(
            "offset", field=field, offset=_signed(ahead), zone=zone.key, right=_signed(right)
        )
    return _checked_year(moment, field)


def _checked_year(moment: datetime, field: str) -> datetime:
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise BadTime("bad_year", field=field, year=moment.year, first=FIRST_YEAR, last=LAST_YEAR)
    return moment


def _signed(ahead: timedelta) -> str:
    minutes = round(ahead.total_seconds() / 60)
    sign = "-" if minutes < 0 else "+"
    return f"{sign}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"
