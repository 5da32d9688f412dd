"""`CalendarRules`: the calendar's policy of one version of the pack, ready to be asked. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from shapely.geometry.base import BaseGeometry

from simpul.kit.periods import Period
from simpul.kit.workdays import HOLIDAY, WorkingCalendar
from simpul.places.calendar.fleet import VehicleRow, row_for, vehicle_row
from simpul.places.calendar.rows import (
    AirspaceRow,
    BlackoutRow,
    CalendarRow,
    DaySpan,
    LimitRow,
    PrayerRow,
    PrayerWindowRow,
    QuietRow,
    ZoneRow,
    airspace_row,
    blackout_row,
    in_force,
    lies_in,
    limit_row,
    prayer_row,
    prayer_window_row,
    quiet_row,
    zone_row,
)
from simpul.places.calendar.uses import Use, common

NIGHT = (time(22), time(5))
"""Where the pack does not say: when the night begins and ends."""

CLOSURE_WIDTH_M = 8.0
"""Where the pack does not say: so wide is the road that a closure drawn as a line takes."""

KEPT = 20_000
"""How many days' hours are remembered."""

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class CalendarRules:
    """The rules of the calendar. `working`: the city's working calendar, with its time zone."""

    working: WorkingCalendar
    zones: tuple[ZoneRow, ...] = ()
    limits: tuple[LimitRow, ...] = ()
    blackouts: tuple[BlackoutRow, ...] = ()
    quiet_places: tuple[QuietRow, ...] = ()
    airspace: tuple[AirspaceRow, ...] = ()
    prayer: tuple[PrayerRow, ...] = ()
    prayer_windows: tuple[PrayerWindowRow, ...] = ()
    vehicles: tuple[VehicleRow, ...] = ()
    _hours: dict[tuple[DaySpan, date], Period | None] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    @classmethod
    def of(
        cls, content: Mapping[str, Any], *, epsg: int, working: WorkingCalendar
    ) -> CalendarRules:
        """From the section "calendar_rules" of a version; nothing where the pack has none."""
        return cls(
            working=working,
            zones=tuple(zone_row(row, epsg) for row in content.get("zones", ())),
            limits=tuple(limit_row(row) for row in content.get("limits", ())),
            blackouts=tuple(blackout_row(row, epsg) for row in content.get("blackouts", ())),
            quiet_places=tuple(quiet_row(row, epsg) for row in content.get("quiet_places", ())),
            airspace=tuple(airspace_row(row, epsg) for row in content.get("airspace", ())),
            prayer=tuple(prayer_row(row) for row in content.get("prayer", ())),
            prayer_windows=tuple(
                prayer_window_row(row) for row in content.get("prayer_windows", ())
            ),
            vehicles=tuple(vehicle_row(row) for row in content.get("vehicles", ())),
        )

    @cached_property
    def zone(self) -> ZoneInfo:
        """The city's time zone."""
        return ZoneInfo(self.working.zone)

    def rows(self, on: date) -> tuple[CalendarRow, ...]:
        """Every rule in force on a day, for those who want to read them all."""
        every = (
            *self.zones,
            *self.limits,
            *self.vehicles,
            *self.blackouts,
            *self.airspace,
            *self.prayer,
            *self.prayer_windows,
        )
        return in_force(every, on)

    def zones_of(self, use: Use, on: date) -> tuple[ZoneRow, ...]:
        """The zones a use lies in; see `zones_at`."""
        return self.zones_at(use.plane, use.areas, on)

    def zones_at(self, plane: BaseGeometry, areas: Iterable[str], on: date) -> tuple[ZoneRow, ...]:
        """The zones of a shape and the areas it touches: those drawn round it; else the most exact
        one of each area; else those without areas and shape."""
        rows = in_force(self.zones, on)
        found = {row.code: row for row in rows if row.drawn_round(plane)}
        if found:
            return tuple(found.values())
        for code in areas:
            named = [(len(area), row) for row in rows for area in row.areas if lies_in(code, area)]
            longest = max((length for length, _ in named), default=0)
            found |= {row.code: row for length, row in named if length == longest}
        if not found:
            found = {row.code: row for row in rows if not row.areas and row.plane is None}
        return tuple(found.values())

    def limits_for(
        self, measure: str, zones: Iterable[ZoneRow], on: date, *, subject: str = ""
    ) -> tuple[LimitRow, ...]:
        """The limits of a measure in the zones; those for everywhere where a zone has none."""
        rows = [
            row
            for row in in_force(self.limits, on)
            if row.measure == measure and (not subject or row.subject == subject)
        ]
        codes = {zone.code for zone in zones}
        named = {row.zone for row in rows if row.zone in codes}
        # One zone without its own number falls back to the number for everywhere.
        general = codes - named or not codes
        return tuple(row for row in rows if row.zone in named or (general and not row.zone))

    def vehicle(self, vehicle_class: str | None, on: date | None) -> VehicleRow | None:
        """How a class of vehicles counts; see `fleet.row_for`."""
        return row_for(self.vehicles, vehicle_class, on)

    def closure_width(self, on: date) -> float:
        """Metres of road that a closure drawn as a line takes across."""
        for row in in_force(self.limits, on):
            if row.measure == "closure_width" and row.most:
                return row.most
        return CLOSURE_WIDTH_M

    def night(self, on: date) -> tuple[time, time]:
        """When the night begins and ends."""
        for row in self._nights:
            if row.in_force(on) and row.when.begin and row.when.finish:
                return row.when.begin, row.when.finish
        return NIGHT

    @cached_property
    def _nights(self) -> tuple[LimitRow, ...]:
        return tuple(row for row in self.limits if row.measure == "night")

    def falls_on(self, when: DaySpan, day: date) -> bool:
        """Is this one of the days of a span?"""
        if when.kind == "workday" and not self.working.is_working(day):
            return False
        if when.kind == "offday" and not self.working.is_off_day(day):
            return False
        return not when.days or day.weekday() in when.days

    def is_holiday(self, day: date) -> bool:
        """A national holiday; joint leave is none."""
        off = self.working.off_days.get(day)
        return off is not None and off.kind == HOLIDAY

    def hours(self, when: DaySpan, day: date) -> Period | None:
        """The hours of a span that begin on a local day, in UTC; None when there are none."""
        if (when, day) not in self._hours:
            if len(self._hours) >= KEPT:
                self._hours.clear()
            begin, finish = when.begin or time(0), when.finish or time(0)
            falls = self.falls_on(when, day)
            self._hours[when, day] = span(day, begin, finish, self.zone) if falls else None
        return self._hours[when, day]

    def windows(self, when: DaySpan, use: Use) -> Iterator[Period]:
        """The hours of a span on the days of a use, and on the day before (nights go on)."""
        days = use.days(self.zone)
        for day in sorted(days | {day - _DAY for day in days}):
            hours = self.hours(when, day)
            if hours is not None:
                yield hours


def span(day: date, begin: time, finish: time, zone: ZoneInfo) -> Period | None:
    """Local hours from a day on, in UTC; a finish not after the begin is on the next day.

    None when the clock skips all of them in spring.
    """
    last = day if finish > begin else day + _DAY
    start = datetime.combine(day, begin, zone).astimezone(UTC)
    end = datetime.combine(last, finish, zone).astimezone(UTC)
    return Period(start, end) if start < end else None


def overlaps(use: Use, windows: Iterable[Period]) -> list[Period]:
    """The parts of a use that lie in any of the windows."""
    found = []
    for window in windows:
        for period in use.periods:
            shared = common(period, window)
            if shared is not None:
                found.append(shared)
    return found
