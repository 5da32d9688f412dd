"""Quiet around prayer near places of worship, computed for each day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from types import MappingProxyType

from simpul.kit.periods import Period
from simpul.kit.texts import Texts
from simpul.places.calendar.check import Check
from simpul.places.calendar.found import Clash, Grade
from simpul.places.calendar.quiet import is_loud, near_places
from simpul.places.calendar.rows import PrayerRow, PrayerWindowRow, in_force
from simpul.places.calendar.rules import CalendarRules, overlaps
from simpul.places.calendar.sun import Criteria, prayer_times
from simpul.places.calendar.uses import QuietPlace
from simpul.places.calendar.wording import by_rule

FRIDAY = 4

PRAYERS: dict[str, Texts] = {
    "subuh": {"id": "Subuh", "en": "Fajr"},
    "zuhur": {"id": "Zuhur", "en": "Dhuhr"},
    "asar": {"id": "Asar", "en": "Asr"},
    "magrib": {"id": "Magrib", "en": "Maghrib"},
    "isya": {"id": "Isya", "en": "Isha"},
    "jumat": {"id": "Jumat", "en": "the Friday prayer"},
}


def find(check: Check) -> Iterator[Clash]:
    """Uses near a mosque while people pray: loud ones against the rule, others for information."""
    windows = check.rules.prayer_windows
    most = max((row.within_m for row in windows), default=0.0)
    for i, place, metres in near_places(check, most):
        if place.kind != "mosque":
            continue
        for row in in_force(windows, check.first_days[i]):
            if metres < row.within_m:
                yield from _during(check, i, place, metres, row)


def _during(
    check: Check, i: int, place: QuietPlace, metres: float, row: PrayerWindowRow
) -> Iterator[Clash]:
    use = check.wanted[i]
    hours = [quiet_time(row, place, day, check.rules) for day in sorted(check.days[i])]
    periods = tuple(overlaps(use, [one for one in hours if one is not None]))
    if periods:
        yield check.alone(
            i,
            rule="prayer",
            row=row,
            most=Grade.HARD if is_loud(use) else Grade.INFORMATION,
            periods=periods,
            ground=place.name,
            distance_m=metres,
            text=by_rule(
                row,
                "Waktu salat {prayer} di {place}, {metres} m dari sini.",
                "Time of prayer ({prayer}) at {place}, {metres} m from here.",
                prayer=PRAYERS[row.prayer],
                place=place.name,
                metres=round(metres),
            ),
        )


def quiet_time(
    row: PrayerWindowRow, place: QuietPlace, day: date, rules: CalendarRules
) -> Period | None:
    """The quiet time around a prayer on a local day; None when there is none that day.

    On Fridays the Friday prayer takes the place of the noon prayer.
    """
    friday = day.weekday() == FRIDAY
    if row.prayer == ("zuhur" if friday else "jumat"):
        return None
    name = "zuhur" if row.prayer == "jumat" else row.prayer
    times = _times(day, place.lat, place.lon, _criteria(rules, day))
    start = times.get(name)
    if start is None:
        return None
    before, after = timedelta(minutes=row.before_min), timedelta(minutes=row.after_min)
    return Period(start - before, start + after)


def _criteria(rules: CalendarRules, day: date) -> Criteria:
    rows: tuple[PrayerRow, ...] = in_force(rules.prayer, day)
    if not rows:
        return Criteria()
    row = rows[0]
    return Criteria(row.fajr, row.isha, row.shadow, row.margin_min)


@lru_cache(maxsize=4096)
def _times(day: date, lat: float, lon: float, criteria: Criteria) -> Mapping[str, datetime]:
    return MappingProxyType(prayer_times(day, lat, lon, UTC, criteria))
