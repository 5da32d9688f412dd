"""What a plan takes of the city's ground, and when: the list that the calendar is asked about.

One rule for everybody: the planner, the case and the holds of an application all start here. What
the plan does not say is not guessed: a place without ground is left out, a radius nobody has given
is none, and hours nobody has given are the whole day, marked as such.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from typing import TypeVar

from simpul.city.book import CityBook
from simpul.kit.periods import Period, merge
from simpul.kit.texts import Texts
from simpul.permits.planning.facts import DRONES
from simpul.permits.planning.plan import Activity, Day, Plan, Spot, Traffic, Vehicles
from simpul.places.calendar.fleet import VehicleRow
from simpul.places.planned import PlannedUse
from simpul.places.rules import calendar_rules

DAY_KINDS = {"prep": "prep", "load_in": "prep", "recce": "prep", "hold": "prep"} | {
    "strike": "strike",
    "wrap": "strike",
}
"""Kind of a plan's day -> kind of use; every other day is a shoot, those in reserve too."""

CLOSED = frozenset({"lane_closure", "full_closure"})
"""Measures that leave the road to nobody else."""

CLOSURES = CLOSED | {"rolling_block", "intermittent_control", "footpath_diversion"}
BLASTS = frozenset({"pyro_explosion", "pyro_small", "fireworks"})
LOUD = BLASTS | {"firearm_blank", "bullet_hit", "loud_noise"}
"""Activities that are heard around."""

BY_THE_HOUR = frozenset({"night", "hours", "quiet", "prayer"})
"""Rules about hours: they say nothing about a day whose hours are not known yet."""

_Row = TypeVar("_Row", Day, Vehicles, Activity)
_MIDNIGHT = time(0)
_NOBODY: Texts = {}


@dataclass(frozen=True, slots=True)
class PlanUse:
    """A use, the row of the plan it comes from (`days[0]`, `traffic[1]`, `activities[0]`), and
    whether the plan says its hours: else it takes whole days."""

    use: PlannedUse
    path: str
    hours_said: bool


def planned_uses(plan: Plan, book: CityBook) -> list[PlannedUse]:
    """What the plan takes, for `places.checking.Calendar` and for holds. The number of a use in
    this list is `Clash.use`; `uses_of` says which row it is."""
    return [one.use for one in uses_of(plan, book)]


def uses_of(plan: Plan, book: CityBook) -> list[PlanUse]:
    """The same list with the rows of the plan: its days, then traffic, then activities.

    Rows without a day or without a place in this city are left out.
    """
    reading = _Reading(plan, book)
    found = [reading.day(n, row) for n, row in enumerate(plan.days)]
    found += [reading.traffic(n, row) for n, row in enumerate(plan.traffic or ())]
    found += [reading.activity(n, row) for n, row in enumerate(plan.activities or ())]
    return [one for one in found if one is not None]


class _Reading:
    def __init__(self, plan: Plan, book: CityBook) -> None:
        self._plan, self._book = plan, book
        self._rules = calendar_rules(book)
        self._zone = book.calendar.zone
        self._spots = {spot.id: spot for spot in plan.spots}
        self._days = self._by_place(plan.days)
        self._vehicles = self._by_place(plan.vehicles or ())
        self._activities = self._by_place(plan.activities or ())
        self._with_vehicles = self._rows_with_vehicles()

    def _place(self, name: str | None) -> Spot | None:
        return self._plan.spot(None) if name is None else self._spots.get(name)

    def _by_place(self, rows: Iterable[_Row]) -> dict[str, list[_Row]]:
        found: dict[str, list[_Row]] = {}
        for row in rows:
            place = self._place(row.spot)
            if place is not None:
                found.setdefault(str(place.id), []).append(row)
        return found

    def _key(self, name: str | None) -> str:
        place = self._place(name)
        return "" if place is None else str(place.id)

    def day(self, number: int, row: Day) -> PlanUse | None:
        """A day of use of a place."""
        base = self._base(row.spot)
        if base is None or row.on is None:
            return None
        kind = DAY_KINDS.get(row.kind or "", "shoot")
        period = self._hours(row.on, row.starts, row.ends)
        here = self._vehicles.get(self._key(row.spot), ())
        vehicles = here if number in self._with_vehicles else ()
        counted = list(self._counted(vehicles, row.on))
        use = replace(
            base,
            kind=kind,
            periods=(period or self._whole(row.on),),
            exclusive=row.exclusive_use is True,
            vehicles=sum(one.count or 0 for one in vehicles),
            technical_vehicles=sum(n for n, kind, _ in counted if kind.technical),
            large_vehicles=sum(n for n, kind, long in counted if kind.counts_as_large(long)),
            loud=kind == "shoot" and self._loud(row),
        )
        return PlanUse(use, f"days[{number}]", period is not None)

    def traffic(self, number: int, row: Traffic) -> PlanUse | None:
        """A closure, or kerb kept free. An escort takes no ground of its own."""
        parking = row.kind == "parking_suspension"
        if not parking and row.kind not in CLOSURES:
            return None
        hours = (row.starts, row.ends)
        made = self._measure(row.spot, row.dates, hours, kind="parking" if parking else "closure")
        if made is None:
            return None
        use, said = made
        use = replace(
            use,
            exclusive=row.kind in CLOSED,
            parking_m=float(row.length_m or 0) if parking else 0.0,
        )
        return PlanUse(use, f"traffic[{number}]", said)

    def activity(self, number: int, row: Activity) -> PlanUse | None:
        """A drone in the air, or a blast with what is kept free around it. Others take no ground
        besides their day's."""
        kind = "drone" if row.code in DRONES else "blast" if row.code in BLASTS else ""
        if not kind:
            return None
        made = self._measure(row.spot, row.dates, (None, None), kind=kind)
        if made is None:
            return None
        use, said = made
        use = replace(
            use,
            loud=row.code in LOUD,
            radius_m=math.ceil(row.radius_m or 0),
            height_m=None if row.height_m is None else float(row.height_m),
        )
        return PlanUse(use, f"activities[{number}]", said)

    def _measure(
        self,
        spot: str | None,
        dates: Sequence[date] | None,
        hours: tuple[time | None, time | None],
        *,
        kind: str,
    ) -> tuple[PlannedUse, bool] | None:
        """A use on the dates said, else on the days of its place; in the hours said, else in those
        of the place on that day. The second: are all hours said?"""
        base = self._base(spot)
        days = self._days_of(spot)
        dates = dates or sorted({row.on for row in days if row.on is not None})
        if base is None or not dates:
            return None
        periods, said = [], True
        for on in dates:
            own = self._hours(on, *hours)
            found = [own] if own else self._hours_of([row for row in days if row.on == on])
            said = said and bool(found)
            periods += found or [self._whole(on)]
        return replace(base, kind=kind, periods=tuple(merge(periods))), said

    def _days_of(self, spot: str | None) -> list[Day]:
        """The days a measure goes with: those of the shoot, else all of the place."""
        rows = self._days.get(self._key(spot), [])
        return [row for row in rows if _is_shoot(row)] or rows

    def _hours_of(self, rows: Iterable[Day]) -> list[Period]:
        found = [self._hours(row.on, row.starts, row.ends) for row in rows if row.on is not None]
        return [] if None in found else [one for one in found if one is not None]

    def _hours(self, on: date, starts: time | None, ends: time | None) -> Period | None:
        if starts is None or ends is None:
            return None
        try:
            return Period.of_day(on, starts, ends, self._zone)
        except ValueError:  # hours that the clock skips in spring
            return None

    def _whole(self, on: date) -> Period:
        first = Period.of_day(on, _MIDNIGHT, _MIDNIGHT, self._zone)
        last = Period.of_day(on + timedelta(days=1), _MIDNIGHT, _MIDNIGHT, self._zone)
        return Period(first.start, last.start)

    # --- the place --------------------------------------------------------------------------
    def _base(self, name: str | None) -> PlannedUse | None:
        """A use of a place with nothing but the place; None where the plan names no ground here."""
        spot = self._place(name)
        if spot is None or spot.elsewhere:
            return None
        site = self._book.sites.get(spot.site) if spot.site else None
        if site is not None:
            return PlannedUse(kind="shoot", periods=(), site=site.code, name=site.names)
        if spot.geometry is None:
            return None
        return PlannedUse(
            kind="shoot", periods=(), shape=spot.geometry.shape, name=self._said_name(spot)
        )

    def _said_name(self, spot: Spot) -> Texts:
        # The name of a drawing ends up in the public calendar; it may give a title away.
        if not spot.name or self._plan.production.confidential:
            return _NOBODY
        return {"id": spot.name, "en": spot.name}

    # --- vehicles and noise -----------------------------------------------------------------
    def _rows_with_vehicles(self) -> frozenset[int]:
        """The days on which the vehicles of a place are counted: of several at one time only the
        longest, because they come once."""
        spans: list[tuple[Period, str, int]] = []
        for number, row in enumerate(self._plan.days):
            place_key = self._key(row.spot)
            if place_key in self._vehicles and row.on is not None and row.kind != "recce":
                period = self._hours(row.on, row.starts, row.ends) or self._whole(row.on)
                spans.append((period, place_key, number))
        spans.sort(key=lambda one: (-one[0].duration, one[2]))
        taken: dict[tuple[str, date], list[Period]] = {}
        found = set()
        for period, place_key, number in spans:
            keys = [(place_key, day) for day in _days_touched(period)]
            if not any(period.overlaps(other) for key in keys for other in taken.get(key, ())):
                found.add(number)
                for key in keys:
                    taken.setdefault(key, []).append(period)
        return frozenset(found)

    def _counted(
        self, rows: Iterable[Vehicles], on: date
    ) -> Iterator[tuple[int, VehicleRow, float | None]]:
        """How many, how they count, and how long each is; without a rule they count for none."""
        for row in rows:
            kind = self._rules.vehicle(row.vehicle_class, on)
            if kind is not None and row.count:
                yield row.count, kind, None if row.length_m is None else float(row.length_m)

    def _loud(self, row: Day) -> bool:
        said = self._plan.neighbourhood
        if said.amplified_sound or said.generator:
            return True
        here = self._key(row.spot)
        trucks = self._vehicles.get(here, ())
        if any(one.vehicle_class == "generator" and one.count for one in trucks):
            return True
        return any(
            one.code in LOUD and (not one.dates or row.on in one.dates)
            for one in self._activities.get(here, ())
        )


def _is_shoot(row: Day) -> bool:
    return DAY_KINDS.get(row.kind or "", "shoot") == "shoot"


def _days_touched(period: Period) -> Collection[date]:
    return {period.start.date(), period.end.date()}
