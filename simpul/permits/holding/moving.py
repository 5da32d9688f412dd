"""A plan on other days, or one of its days at other hours. Pure; works on the plan's JSON as it is
kept, so that nothing else in it changes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from copy import deepcopy
from typing import Any

_ROWS = ("days", "traffic", "activities")
_MINUTES_OF_DAY = 24 * 60


def days_later(plan: Mapping[str, Any], days: int) -> dict[str, Any]:
    """The same plan so many days later; the days keep their distance from each other."""
    step = dt.timedelta(days=days)

    def later(text: Any) -> Any:
        return (dt.date.fromisoformat(text) + step).isoformat() if _is_day(text) else text

    moved = deepcopy(dict(plan))
    for name in _ROWS:
        for row in moved.get(name) or ():
            if "date" in row:
                row["date"] = later(row["date"])
            if row.get("dates"):
                row["dates"] = [later(one) for one in row["dates"]]
    return moved


def hours_later(plan: Mapping[str, Any], day: int, minutes: int) -> dict[str, Any] | None:
    """Everything that happens at the place of one day row on its date, so many minutes later.

    Traffic measures go with it. None where that cannot be said simply: over midnight, hours not
    given, or a measure that has the same hours on other dates too.
    """
    moved = deepcopy(dict(plan))
    rows = moved.get("days") or []
    on, spot = rows[day].get("date"), rows[day].get("spot")
    with_it = [row for row in rows if row.get("date") == on and row.get("spot") == spot]
    for row in moved.get("traffic") or ():
        if row.get("spot") == spot and on in (row.get("dates") or [on]):
            if row.get("from") is None and row.get("to") is None:
                continue
            if row.get("dates") != [on]:
                return None
            with_it.append(row)
    return moved if all(_shift(row, minutes) for row in with_it) else None


def _shift(row: dict[str, Any], minutes: int) -> bool:
    starts, ends = _minute(row.get("from")), _minute(row.get("to"))
    if starts is None or ends is None or ends <= starts or row.get("overnight"):
        return False
    starts, ends = starts + minutes, ends + minutes
    if starts < 0 or ends >= _MINUTES_OF_DAY:
        return False
    row["from"], row["to"] = _clock(starts), _clock(ends)
    return True


def _minute(text: Any) -> int | None:
    try:
        moment = dt.time.fromisoformat(text)
    except (TypeError, ValueError):
        return None
    return moment.hour * 60 + moment.minute


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def _is_day(text: Any) -> bool:
    try:
        dt.date.fromisoformat(text)
    except (TypeError, ValueError):
        return False
    return True
