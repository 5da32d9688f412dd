"""The rows of the pack's folder `calendar/`, typed and immutable. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time
from functools import lru_cache
from typing import Any, TypeVar

from shapely.geometry.base import BaseGeometry

from simpul.city.rows import Provenance, frozen, origin
from simpul.kit.geometry import metres
from simpul.kit.texts import Texts
from simpul.kit.wkt import parse_wkt
from simpul.places.calendar.uses import QuietPlace, Use

Json = Mapping[str, Any]

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

MEASURES = {
    "vehicles": "vehicles",
    "technical_vehicles": "vehicles",
    "large_vehicles": "vehicles",
    "closure_width": "m",
    "set_distance": "m",
    "parallel_closure": "m",
    "one_road": "",
    "night": "",
    "hours": "",
    "quiet": "m",
    "shoot_days": "days",
    "night_hours": "h",
    "parking": "m_days",
}
"""What a row of limits.csv can measure -> the unit of its number."""

FATIGUE = ("shoot_days", "night_hours", "parking")
SUBJECTS = {
    "quiet": ("mosque", "church", "temple", "school", "hospital"),
    **dict.fromkeys(FATIGUE, ("street", "rw")),
}
"""What a measure is about, where one must say: kind of quiet place, kind of counted place."""

BLACKOUTS = ("weekly", "dates", "holiday")
AIRSPACE = ("check", "permission", "forbidden")


AnyRow = TypeVar("AnyRow", bound="CalendarRow")


@lru_cache(maxsize=512)
def _plane(wkt: str, epsg: int) -> BaseGeometry:
    return metres(epsg).plane(parse_wkt(wkt))


def plane_of(text: str, epsg: int) -> BaseGeometry | None:
    """A shape of the pack (WKT in degrees) on the city's plane; None for an empty cell."""
    return _plane(text, epsg) if text else None


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarRow(Provenance):
    """A rule of the calendar, with the sentence that people read."""

    code: str
    text: Texts


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedRow(CalendarRow):
    """A rule for a part of the city. Without areas and shape: for the whole of it.

    `areas`: codes; a code stands for all areas in it. `within_m`: how far round the shape.
    """

    areas: tuple[str, ...]
    plane: BaseGeometry | None
    within_m: float

    def covers(self, use: Use) -> bool:
        """Does the use touch the part of the city that the row is about? Beside is not in."""
        if not self.areas and self.plane is None:
            return True
        return self.drawn_round(use.plane) or any(
            lies_in(code, area) for code in use.areas for area in self.areas
        )

    def drawn_round(self, plane: BaseGeometry) -> bool:
        """Does a shape touch the row's shape, or what lies near enough round it?"""
        if self.plane is None:
            return False
        if self.within_m:
            return bool(self.plane.distance(plane) < self.within_m)
        return bool(self.plane.intersects(plane) and not self.plane.touches(plane))


@dataclass(frozen=True, slots=True, kw_only=True)
class ZoneRow(PlacedRow):
    """A zone of the calendar's policy. Without areas and shape: where no other zone is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DaySpan:
    """Days of the week and hours. `days`: weekdays 0-6, empty for every day; `kind`: "workday",
    "offday" or "". `begin`, `finish`: local hours, None for the whole day; a finish not after the
    begin lies on the next day."""

    days: frozenset[int]
    kind: str
    begin: time | None
    finish: time | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitRow(CalendarRow):
    """A number of the policy. `zone`: where it holds, "" everywhere. `most`: None without a cap.

    `window_days`, `rest_days`: for fatigue, the days counted back and the days of rest after."""

    measure: str
    zone: str
    subject: str
    most: float | None
    window_days: int
    rest_days: int
    when: DaySpan


@dataclass(frozen=True, slots=True, kw_only=True)
class BlackoutRow(PlacedRow):
    """Times at which ground is not free for filming.

    `rule`: "weekly", "dates" (from `first` to `last`) or "holiday" (national days of the working
    calendar). `not_on`: days on which it is called off. `forbids`: kinds of use that cannot be,
    `asks`: those that must ask first; "vehicles" is any use with vehicles, "*" every use.
    """

    rule: str
    when: DaySpan
    first: date | None
    last: date | None
    not_on: frozenset[date]
    forbids: tuple[str, ...]
    asks: tuple[str, ...]

    def forbids_use(self, use: Use) -> bool:
        """Is this use one that cannot be at that time?"""
        return _named(use, self.forbids)

    def concerns(self, use: Use) -> bool:
        """Does the blackout stop the use, or must it ask?"""
        return _named(use, self.forbids) or _named(use, self.asks)


@dataclass(frozen=True, slots=True, kw_only=True)
class QuietRow(CalendarRow):
    """A place of the pack that needs quiet."""

    place: QuietPlace


@dataclass(frozen=True, slots=True, kw_only=True)
class AirspaceRow(PlacedRow):
    """A limit of the airspace. `effect`: "forbidden"; "permission" is needed; "check": nobody knows
    here whether it holds. `above_m`: only flights higher than this, None for all."""

    effect: str
    above_m: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PrayerRow(CalendarRow):
    """How prayer times are computed: angles under the horizon, shadow of Asr, safety minutes."""

    fajr: float
    isha: float
    shadow: float
    margin_min: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PrayerWindowRow(CalendarRow):
    """Quiet around one prayer, near places of a kind, within so many metres.

    `prayer`: subuh, zuhur, asar, magrib, isya or jumat (the Friday prayer at noon)."""

    prayer: str
    within_m: float
    before_min: int
    after_min: int


def lies_in(code: str, area: str) -> bool:
    """Is an area (or part of one) in another? Codes grow from left to right."""
    return code == area or code.startswith(f"{area}.")


def _named(use: Use, kinds: tuple[str, ...]) -> bool:
    return (
        "*" in kinds
        or use.kind in kinds
        or ("vehicles" in kinds and use.vehicles + use.large_vehicles > 0)
    )


def zone_row(row: Json, epsg: int) -> ZoneRow:
    """From a version's contents."""
    return ZoneRow(**_placed(row, epsg))


def limit_row(row: Json) -> LimitRow:
    """From a version's contents."""
    return LimitRow(
        measure=row["measure"],
        zone=row["zone"],
        subject=row["subject"],
        most=row["most"],
        window_days=row["window_days"],
        rest_days=row["rest_days"],
        when=_when(row),
        **_head(row),
    )


def blackout_row(row: Json, epsg: int) -> BlackoutRow:
    """From a version's contents."""
    return BlackoutRow(
        rule=row["rule"],
        when=_when(row),
        first=date.fromisoformat(row["first"]) if row["first"] else None,
        last=date.fromisoformat(row["last"]) if row["last"] else None,
        not_on=frozenset(date.fromisoformat(day) for day in row["not_on"]),
        forbids=tuple(row["forbids"]),
        asks=tuple(row["asks"]),
        **_placed(row, epsg),
    )


def quiet_row(row: Json, epsg: int) -> QuietRow:
    """From a version's contents."""
    text = row["shape"] or f"POINT ({row['lon']} {row['lat']})"
    drawn = plane_of(text, epsg)
    assert drawn is not None
    place = QuietPlace(
        code=row["code"],
        name=frozen(row["name"]),
        kind=row["kind"],
        plane=drawn,
        lat=row["lat"],
        lon=row["lon"],
    )
    return QuietRow(code=row["code"], text=frozen(row["name"]), place=place, **origin(row))


def airspace_row(row: Json, epsg: int) -> AirspaceRow:
    """From a version's contents."""
    return AirspaceRow(effect=row["effect"], above_m=row["above_m"], **_placed(row, epsg))


def prayer_row(row: Json) -> PrayerRow:
    """From a version's contents."""
    names = ("fajr", "isha", "shadow", "margin_min")
    return PrayerRow(**{name: row[name] for name in names}, **_head(row))


def prayer_window_row(row: Json) -> PrayerWindowRow:
    """From a version's contents."""
    names = ("prayer", "within_m", "before_min", "after_min")
    return PrayerWindowRow(**{name: row[name] for name in names}, **_head(row))


def in_force(rows: Iterable[AnyRow], on: date) -> tuple[AnyRow, ...]:
    """The rows in force on a day."""
    return tuple(row for row in rows if row.in_force(on))


def _head(row: Json) -> dict[str, Any]:
    return {"code": row["code"], "text": frozen(row["text"]), **origin(row)}


def _placed(row: Json, epsg: int) -> dict[str, Any]:
    return {
        "areas": tuple(row["areas"]),
        "plane": plane_of(row["shape"], epsg),
        "within_m": row["within_m"],
        **_head(row),
    }


def _when(row: Json) -> DaySpan:
    days = row["days"]
    return DaySpan(
        days=frozenset(WEEKDAYS.index(day) for day in days if day in WEEKDAYS),
        kind=next((day for day in days if day not in WEEKDAYS), ""),
        begin=time.fromisoformat(row["begin"]) if row["begin"] else None,
        finish=time.fromisoformat(row["finish"]) if row["finish"] else None,
    )
