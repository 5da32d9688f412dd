"""A plan on other days, one date of one place on another day, or one of its days at other hours.
Pure; works on the plan's JSON as it is kept, so that nothing else in it changes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from typing import Any

from simpul.permits.planned_uses import DAY_KINDS

_ROWS = ("days", "traffic", "activities")
_MEASURES = ("traffic", "activities")
_MINUTES_OF_DAY = 24 * 60

Row = dict[str, Any]


def days_later(plan: Mapping[str, Any], days: int) -> Row:
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


def date_to(plan: Mapping[str, Any], spot: int, on: str, to: str) -> Row | None:
    """What happens at one place on one date, on another date; everything else stays.

    `spot`: number of the place in the plan. Measures that name the date go with it, those without
    dates follow the place by themselves. None where the place has nothing on that date.
    """
    moved = deepcopy(dict(plan))
    days = [row for row in _at(moved, "days", spot) if row.get("date") == on]
    measures = [
        row
        for name in _MEASURES
        for row in _at(moved, name, spot)
        if on in (row.get("dates") or ())
    ]
    if not days and not measures:
        return None
    for row in days:
        row["date"] = to
    for row in measures:
        row["dates"] = sorted({to if one == on else one for one in row["dates"]})
    return moved


def hours_later(plan: Mapping[str, Any], day: int, minutes: int) -> Row | None:
    """Everything that happens at the place of one day row on its date, so many minutes later.

    Traffic measures go with it; one that has the same hours on other dates too becomes two. A
    night stays one that begins on its date; a day stays within its date. None where that cannot
    be, or where hours are not given.
    """
    moved = deepcopy(dict(plan))
    rows = moved.get("days") or []
    on, spot = rows[day].get("date"), spot_number(moved, rows[day])
    with_it = [row for row in rows if row.get("date") == on and spot_number(moved, row) == spot]
    for row in _at(moved, "traffic", spot):
        dates = row.get("dates") or _dates_of(moved, spot)
        if on not in dates or (row.get("from") is None and row.get("to") is None):
            continue
        with_it.append(row if len(dates) == 1 else _apart(moved, row, on, dates))
    night = bool(rows[day].get("overnight"))
    shifted = [_shift(row, minutes, night=night or bool(row.get("overnight"))) for row in with_it]
    return moved if all(shifted) else None


def spot_number(plan: Mapping[str, Any], row: Mapping[str, Any]) -> int | None:
    """Number of the place a row speaks of; a plan with one single place need not name it."""
    spots = plan.get("spots") or []
    name = row.get("spot")
    if name is None:
        return 0 if len(spots) == 1 else None
    return next((n for n, one in enumerate(spots) if one.get("id") == name), None)


def _at(plan: Mapping[str, Any], name: str, spot: int | None) -> list[Row]:
    return [
        row for row in plan.get(name) or () if spot is not None and spot_number(plan, row) == spot
    ]


def _dates_of(plan: Mapping[str, Any], spot: int | None) -> list[str]:
    """The dates of a measure that names none: the shoot days of its place, else all of them."""
    rows = _at(plan, "days", spot)
    shoot = [row for row in rows if DAY_KINDS.get(row.get("kind") or "", "shoot") == "shoot"]
    return sorted({row["date"] for row in shoot or rows if row.get("date")})


def _apart(plan: Row, row: Row, on: str, dates: Sequence[str]) -> Row:
    """The measure on one of its dates as a row of its own, which is put behind it."""
    alone = {**deepcopy(row), "dates": [on]}
    if row.get("id") is not None:
        alone["id"] = _free_name(str(row["id"]), (one.get("id") for one in plan["traffic"]))
    row["dates"] = [one for one in dates if one != on]
    plan["traffic"].insert(plan["traffic"].index(row) + 1, alone)
    return alone


def _free_name(name: str, taken: Iterable[Any]) -> str:
    known = set(taken)
    return next(found for n in range(2, len(known) + 3) if (found := f"{name}-{n}") not in known)


def _shift(row: Row, minutes: int, *, night: bool) -> bool:
    starts, ends = _minute(row.get("from")), _minute(row.get("to"))
    if starts is None or ends is None:
        return False
    if row.get("overnight"):
        ends += _MINUTES_OF_DAY
    if not starts < ends <= starts + _MINUTES_OF_DAY:
        return False
    starts, ends = starts + minutes, ends + minutes
    if not 0 <= starts < _MINUTES_OF_DAY or (ends >= _MINUTES_OF_DAY and not night):
        return False
    row["from"], row["to"] = _clock(starts), _clock(ends % _MINUTES_OF_DAY)
    if ends >= _MINUTES_OF_DAY:
        row["overnight"] = True
    else:
        row.pop("overnight", None)
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
