"""Short ways to write uses, rules and periods. A unit is a metre; a day without more is 2026-12-01
(a Tuesday) in Jakarta."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from shapely.geometry import box

from simpul.kit.periods import Period
from simpul.kit.workdays import HOLIDAY, OffDay, WorkingCalendar
from simpul.places.calendar.clash import (
    CalendarRules,
    Clash,
    Standing,
    Surroundings,
    Wanted,
    clashes,
)
from simpul.places.calendar.rows import BlackoutRow, DaySpan, LimitRow, ZoneRow

JAKARTA = ZoneInfo("Asia/Jakarta")
DAY = date(2026, 12, 1)
ORIGIN: dict[str, Any] = {
    "source": "S1",
    "law": (),
    "status": "proposal",
    "valid_from": date(2026, 1, 1),
    "valid_to": None,
}
TEXT = {"id": "Aturan.", "en": "Rule."}
ALWAYS = DaySpan(days=frozenset(), kind="", begin=None, finish=None)


def at(hour: float, *, day: int = 0, zone: ZoneInfo = JAKARTA, start: date = DAY) -> datetime:
    """A local time so many days after the start; hours may be fractions."""
    moment = datetime.combine(start + timedelta(days=day), time(0), zone)
    return (moment + timedelta(minutes=round(hour * 60))).astimezone(UTC)


def hours(begin: float, finish: float, **more: Any) -> Period:
    """From one hour to another; beyond 24 is the next day."""
    return Period(at(begin, **more), at(finish, **more))


def square(x: float = 0, y: float = 0, side: float = 10) -> Any:
    return box(x, y, x + side, y + side)


def wanted(*periods: Period, **more: Any) -> Wanted:
    fields = {"plane": square(), "holder": "application:1", "exclusive": True, **more}
    return Wanted(periods=periods or (hours(8, 18),), **fields)


def standing(*periods: Period, **more: Any) -> Standing:
    fields = {
        "plane": square(),
        "holder": "application:2",
        "label": {"id": "Film Lain", "en": "Other Film"},
        **more,
    }
    return Standing(periods=periods or (hours(8, 18),), **fields)


def working(zone: str = "Asia/Jakarta", *holidays: date) -> WorkingCalendar:
    off = [OffDay(day, HOLIDAY, {"id": "Libur", "en": "Holiday"}) for day in holidays]
    return WorkingCalendar(off, joint_leave_is_off=True, cut_off=None, zone=zone)


def span(
    begin: str = "", finish: str = "", *, days: tuple[int, ...] = (), kind: str = ""
) -> DaySpan:
    return DaySpan(
        days=frozenset(days),
        kind=kind,
        begin=time.fromisoformat(begin) if begin else None,
        finish=time.fromisoformat(finish) if finish else None,
    )


def limit(measure: str, most: float | None = None, **more: Any) -> LimitRow:
    fields: dict[str, Any] = {
        "code": f"T-{measure}",
        "text": TEXT,
        "zone": "",
        "subject": "",
        "window_days": 30,
        "rest_days": 0,
        "when": ALWAYS,
        **ORIGIN,
        **more,
    }
    return LimitRow(measure=measure, most=most, **fields)


def zone(code: str, *areas: str, plane: Any = None, within_m: float = 0) -> ZoneRow:
    return ZoneRow(code=code, text=TEXT, areas=areas, plane=plane, within_m=within_m, **ORIGIN)


def blackout(rule: str, **more: Any) -> BlackoutRow:
    fields: dict[str, Any] = {
        "code": "T-blackout",
        "text": TEXT,
        "areas": (),
        "plane": None,
        "within_m": 0.0,
        "when": ALWAYS,
        "first": None,
        "last": None,
        "not_on": frozenset(),
        "forbids": ("*",),
        "asks": (),
        **ORIGIN,
        **more,
    }
    return BlackoutRow(rule=rule, **fields)


def rules(*limits: LimitRow, **more: Any) -> CalendarRules:
    return CalendarRules(**{"working": working(), "limits": limits, **more})


def check(
    mine: Wanted | list[Wanted],
    theirs: Standing | list[Standing] | None = None,
    with_rules: CalendarRules | None = None,
    *,
    rule: str = "",
    surroundings: Surroundings | None = None,
    reveal: bool = False,
) -> list[Clash]:
    """The clashes, only those of one rule where it is named."""
    found = clashes(
        mine if isinstance(mine, list) else [mine],
        theirs if isinstance(theirs, list) else [theirs] if theirs else [],
        surroundings or Surroundings(),
        with_rules or rules(),
        reveal=reveal,
    )
    return [one for one in found if not rule or one.rule == rule]
