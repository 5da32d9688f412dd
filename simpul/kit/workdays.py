"""Working days and filing clocks: "N working days before", with every counted and skipped day.

The rule, fixed: a file due N working days before must be in on the N-th working day strictly
before the first day; the filing day itself counts when it is a working day. N = 0 means the
day itself, or the last working day before it when it is none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

from simpul.kit.texts import Texts

HOLIDAY = "holiday"
JOINT_LEAVE = "joint_leave"
WEEKEND = "weekend"

WEEKEND_NAMES: Mapping[int, Texts] = {
    0: {"id": "Senin", "en": "Monday"},
    1: {"id": "Selasa", "en": "Tuesday"},
    2: {"id": "Rabu", "en": "Wednesday"},
    3: {"id": "Kamis", "en": "Thursday"},
    4: {"id": "Jumat", "en": "Friday"},
    5: {"id": "Sabtu", "en": "Saturday"},
    6: {"id": "Minggu", "en": "Sunday"},
}

LONGEST = 3660
"""Ten years of days: more is a broken rule, not a deadline."""

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class OffDay:
    """A public holiday or a joint-leave day (cuti bersama) with its names."""

    day: date
    kind: str
    names: Texts

    def __post_init__(self) -> None:
        if self.kind not in (HOLIDAY, JOINT_LEAVE):
            raise ValueError(f"kind of off day: {self.kind!r}")


@dataclass(frozen=True, slots=True)
class Skipped:
    """A day that did not count, and why: kind is weekend | holiday | joint_leave."""

    day: date
    kind: str
    names: Texts


@dataclass(frozen=True, slots=True)
class Trace:
    """How a date was computed. `result` is the date; `counted` the days that counted, in the
    order counted; `skipped` the days passed over; `uncertain_years` the years touched for which
    the calendar holds no off day at all (their list is not published yet)."""

    result: date
    counted: tuple[date, ...]
    skipped: tuple[Skipped, ...]
    uncertain_years: tuple[int, ...] = ()


class WorkingCalendar:
    """The working days of one city. Immutable.

    `joint_leave_is_off`: joint leave does not count as working (the pack's setting).
    `cut_off`: last local time of day at which a filing counts for that day; None: midnight.
    `zone`: IANA time zone. `weekend`: weekdays off, Monday is 0.
    """

    def __init__(
        self,
        off_days: Iterable[OffDay],
        *,
        joint_leave_is_off: bool,
        cut_off: time | None,
        zone: str,
        weekend: Iterable[int] = (5, 6),
    ) -> None:
        self.joint_leave_is_off = joint_leave_is_off
        self.cut_off = cut_off
        self.zone = zone
        self._zone = ZoneInfo(zone)
        self.weekend = frozenset(weekend)
        if len(self.weekend) > 6:
            raise ValueError("a week needs a working day")
        days: dict[date, OffDay] = {}
        for off in off_days:
            # A holiday that falls on a joint-leave day stays a holiday.
            if off.day not in days or off.kind == HOLIDAY:
                days[off.day] = off
        self.off_days: Mapping[date, OffDay] = MappingProxyType(dict(sorted(days.items())))
        self.known_years = frozenset(day.year for day in days)
        self._off = frozenset(
            day for day, off in days.items() if off.kind == HOLIDAY or joint_leave_is_off
        )

    # --- one day ---------------------------------------------------------------------------
    def is_working(self, day: date) -> bool:
        """Is this a day on which a filing clock runs?"""
        return day.weekday() not in self.weekend and day not in self._off

    def is_off_day(self, day: date) -> bool:
        """Weekend, holiday or joint leave: an "off day" in a tariff, whatever the clocks say."""
        return day.weekday() in self.weekend or day in self.off_days

    def why_off(self, day: date) -> Skipped | None:
        """The reason why `day` does not count, or None when it is a working day."""
        if day in self._off:
            off = self.off_days[day]
            return Skipped(day, off.kind, off.names)
        if day.weekday() in self.weekend:
            return Skipped(day, WEEKEND, WEEKEND_NAMES[day.weekday()])
        return None

    def next_working(self, day: date) -> date:
        """`day` itself or the first working day after it."""
        while not self.is_working(day):
            day += _DAY
        return day

    def local_date(self, moment: datetime) -> date:
        """The city's date at an aware moment."""
        return self._local(moment).date()

    def _local(self, moment: datetime) -> datetime:
        if moment.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        return moment.astimezone(self._zone)

    def counts_as_filed(self, moment: datetime) -> date:
        """The working day on which a file that arrived at `moment` counts as filed."""
        local = self._local(moment)
        day = local.date()
        if self.cut_off is not None and local.time() > self.cut_off and self.is_working(day):
            day += _DAY
        return self.next_working(day)

    # --- clocks in working days ------------------------------------------------------------
    def earliest_start(self, filed: date, n: int) -> date:
        """The first day that may be used when the file is in on `filed` and due `n` before."""
        return self.earliest_start_trace(filed, n).result

    def earliest_start_trace(self, filed: date, n: int) -> Trace:
        """`earliest_start` with its days."""
        _sane(n)
        counted, skipped = self._walk(filed, max(n, 1), _DAY)
        result = counted[-1] + _DAY if n else counted[-1]
        return self._trace(result, counted if n else [], skipped)

    def latest_filing(self, first_day: date, n: int) -> date:
        """The last day on which a file due `n` working days before `first_day` is in time."""
        return self.latest_filing_trace(first_day, n).result

    def latest_filing_trace(self, first_day: date, n: int) -> Trace:
        """`latest_filing` with its days, counted backwards."""
        _sane(n)
        start = first_day - _DAY if n else first_day
        counted, skipped = self._walk(start, max(n, 1), -_DAY)
        return self._trace(counted[-1], counted if n else [], skipped)

    def add(self, day: date, n: int) -> date:
        """The n-th working day after `day` (a decision clock that starts on `day`)."""
        return self.add_trace(day, n).result

    def add_trace(self, day: date, n: int) -> Trace:
        """`add` with its days. n = 0: the day itself."""
        _sane(n)
        if n == 0:
            return self._trace(day, [], [])
        counted, skipped = self._walk(day + _DAY, n, _DAY)
        return self._trace(counted[-1], counted, skipped)

    def between(self, a: date, b: date) -> int:
        """Working days from `a` (included) to `b` (not included); negative when b is before a."""
        return len(self.between_trace(a, b).counted) * (-1 if b < a else 1)

    def between_trace(self, a: date, b: date) -> Trace:
        """`between` with its days, in calendar order; `result` is `b`."""
        low, high = min(a, b), max(a, b)
        counted: list[date] = []
        skipped: list[Skipped] = []
        for offset in range((high - low).days):
            self._sort(low + offset * _DAY, counted, skipped)
        return self._trace(b, counted, skipped)

    def _walk(self, start: date, n: int, step: timedelta) -> tuple[list[date], list[Skipped]]:
        counted: list[date] = []
        skipped: list[Skipped] = []
        day = start
        while True:
            self._sort(day, counted, skipped)
            if len(counted) == n:
                return counted, skipped
            day += step

    def _sort(self, day: date, counted: list[date], skipped: list[Skipped]) -> None:
        reason = self.why_off(day)
        if reason is None:
            counted.append(day)
        else:
            skipped.append(reason)

    def _trace(self, result: date, counted: list[date], skipped: list[Skipped]) -> Trace:
        years = {day.year for day in counted} | {day.day.year for day in skipped} | {result.year}
        unknown = tuple(sorted(years - self.known_years))
        return Trace(result, tuple(counted), tuple(skipped), unknown)

    # --- clocks in calendar days -----------------------------------------------------------
    def earliest_start_calendar(self, filed: date, n: int) -> date:
        """`n` calendar days after the filing day: filed on the 1st, 30 days: the 31st."""
        _sane(n)
        return filed + n * _DAY

    def earliest_start_calendar_trace(self, filed: date, n: int) -> Trace:
        """`earliest_start_calendar` with its days."""
        result = self.earliest_start_calendar(filed, n)
        return Trace(result, tuple(filed + i * _DAY for i in range(n)), ())

    def latest_filing_calendar(self, first_day: date, n: int) -> date:
        """The last day on which a file due `n` calendar days before is in time."""
        _sane(n)
        return first_day - n * _DAY

    def latest_filing_calendar_trace(self, first_day: date, n: int) -> Trace:
        """`latest_filing_calendar` with its days, counted backwards."""
        result = self.latest_filing_calendar(first_day, n)
        return Trace(result, tuple(first_day - i * _DAY for i in range(1, n + 1)), ())

    def add_months(self, day: date, months: int) -> date:
        """The same day `months` later, the month's last day when there is none."""
        _sane(months)
        index = day.year * 12 + day.month - 1 + months
        year, month = index // 12, index % 12 + 1
        first_of_next = date(year + month // 12, month % 12 + 1, 1)
        last = (first_of_next - _DAY).day
        return date(year, month, min(day.day, last))


def _sane(n: int) -> None:
    if isinstance(n, bool) or not 0 <= n <= LONGEST:
        raise ValueError(f"a clock of {n!r} days")
