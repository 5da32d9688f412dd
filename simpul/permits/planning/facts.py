"""What the rules may know about a plan: typed facts for the whole, each place, each day.

A fact that the plan does not settle is absent, never guessed: the rules then ask for it. "Is any
place exterior?" is settled by one yes, or by a no for every place.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any

from simpul.permits.planning.ground_facts import Facts, SpotFacts, place_facts, spot_facts
from simpul.permits.planning.plan import Day, Plan, Spot, Traffic, Vehicles
from simpul.permits.planning.three_valued import Number, any_yes, most, positive
from simpul.places.rules import calendar_rules

if TYPE_CHECKING:
    from simpul.city.book import CityBook
    from simpul.places.calendar.fleet import VehicleRow
    from simpul.rulebook.tables import RuleRow


NIGHT_FROM, NIGHT_TO = 22 * 60, 5 * 60
"""Night is 22:00-05:00 (fact `night`), in minutes."""
SIX_HOURS = 6 * 60
"""Minutes of one "use" in the park tariff; a started use counts whole."""
DRONES = frozenset({"uas_drone"})
_FIREWORKS = frozenset({"fireworks"})
_SHOOTING = frozenset({None, "shoot"})
_NOT_USE = frozenset({"recce", "contingency"})


@dataclass(frozen=True, slots=True)
class SpotDay:
    """One place used on one day (`values`: scope spot_day)."""

    spot: Spot
    on: date
    values: Facts


@dataclass(frozen=True)
class PlanFacts:
    """Every fact of one plan in one city. Computed once, then asked by every rule table."""

    plan: Plan
    book: CityBook = field(compare=False, repr=False)

    @cached_property
    def spots(self) -> dict[str, SpotFacts]:
        """By the place's name in the plan."""
        return {str(s.id): spot_facts(s, self.book) for s in self.plan.spots}

    @cached_property
    def application(self) -> Facts:
        """Scope application."""
        values: dict[str, Any] = {
            **_production(self.plan),
            **place_facts(self.plan, list(self.spots.values())),
            **_time(self.plan),
            **_traffic(self.plan),
            **_special(self.plan),
            **_vehicles(self.plan, self.book),
            **_neighbours(self.plan),
        }
        return {name: value for name, value in values.items() if value is not None}

    @cached_property
    def assumed(self) -> frozenset[str]:
        """Facts that rest on an assumed row of the pack: no clock may start on them."""
        found = any(spot.located.police_assumed for spot in self.spots.values())
        return frozenset({"police_regions"} if found else ())

    def sure(self, row: RuleRow) -> bool:
        """Is the row verified, and all that it was judged by? Only then it may set a date."""
        return row.verified and not self.assumed.intersection(row.condition.facts)

    @cached_property
    def spot_days(self) -> list[SpotDay]:
        """Scope spot_day: each place in the city on each date of use, by date, then by place."""
        return _spot_days(self.plan, self.spots, self.book)


# --- days ------------------------------------------------------------------------------------


def minutes(starts: time, ends: time) -> tuple[int, int]:
    """A time range as minutes of its first day; past midnight the end exceeds 1440."""
    begin, finish = starts.hour * 60 + starts.minute, ends.hour * 60 + ends.minute
    return begin, finish if finish > begin else finish + 24 * 60


def is_night(starts: time, ends: time) -> bool:
    """Does the range touch 22:00-05:00?"""
    begin, finish = minutes(starts, ends)
    return begin < NIGHT_TO or finish > NIGHT_FROM


def _minutes(rows: Iterable[Day]) -> int | None:
    """Minutes of use without counting an overlap twice; None if a time is missing."""
    spans = []
    for row in rows:
        if row.starts is None or row.ends is None:
            return None
        spans.append(minutes(row.starts, row.ends))
    total, reached = 0, -1
    for begin, finish in sorted(spans):
        total += max(0, finish - max(begin, reached))
        reached = max(reached, finish)
    return total if spans else None


def _hours(rows: Iterable[Day]) -> Number | None:
    """`_minutes` in hours, to two decimals."""
    total = _minutes(rows)
    if total is None:
        return None
    return total // 60 if total % 60 == 0 else round(Decimal(total) / 60, 2)


def is_contingency(day: Day) -> bool:
    """A day in reserve: cleared like the others, but not counted nor charged until used."""
    return bool(day.contingency) or day.kind == "contingency"


def is_use(day: Day) -> bool:
    """Does the row take the place (and so may owe a levy)? Location visits and reserve do not."""
    return day.kind not in _NOT_USE and not is_contingency(day)


def _time(plan: Plan) -> dict[str, Any]:
    shooting = [d for d in plan.days if d.kind in _SHOOTING and not is_contingency(d)]
    working = [d for d in plan.days if d.kind != "recce"]
    by_date: dict[date, list[Day]] = {}
    for row in shooting:
        if row.on is not None:
            by_date.setdefault(row.on, []).append(row)
    undated = any(row.on is None for row in shooting)
    return {
        "people": most(row.people for row in shooting),
        "days": len(by_date) if by_date and not undated else None,
        "night": any_yes(
            is_night(d.starts, d.ends) if d.starts and d.ends else None for d in working
        ),
        "hours_per_day": None if undated else most(_hours(rows) for rows in by_date.values()),
        "exclusive_use": any_yes(d.exclusive_use for d in working),
    }


def _spot_days(plan: Plan, spots: Mapping[str, SpotFacts], book: CityBook) -> list[SpotDay]:
    rows: dict[tuple[date, str], list[Day]] = {}
    for day in plan.days:
        spot = plan.spot(day.spot)
        if day.on is not None and spot is not None and not spot.elsewhere and is_use(day):
            rows.setdefault((day.on, str(spot.id)), []).append(day)
    order = [str(spot.id) for spot in plan.spots]
    index: dict[str, int] = {}
    found = []
    for on, key in sorted(rows, key=lambda pair: (pair[0], order.index(pair[1]))):
        index[key] = index.get(key, 0) + 1
        used = _minutes(rows[on, key])
        values: dict[str, Any] = {
            **spots[key].values,
            "day_type": "offday" if book.calendar.is_off_day(on) else "workday",
            "day_index": index[key],
            "hours": _hours(rows[on, key]),
            "six_hour_uses": None if used is None else -(-used // SIX_HOURS),
            "commercial": plan.production.commercial,
            "production_type": plan.production.type,
        }
        kept = {name: value for name, value in values.items() if value is not None}
        found.append(SpotDay(spots[key].spot, on, kept))
    return found


# --- everything else -------------------------------------------------------------------------


def _production(plan: Plan) -> dict[str, Any]:
    made = plan.production
    return {
        "production_type": made.type,
        "foreign_producer": made.foreign_producer,
        "foreign_crew": positive(made.foreign_crew),
        "foreign_people": made.foreign_crew,
        "indonesian_title": made.indonesian_title,
        "imported_equipment": made.imported_equipment,
        "commercial": made.commercial,
        "student": made.student,
        "confidential": made.confidential,
        "public_exhibition": made.public_exhibition,
        "national_scale": made.crew_from_other_provinces,
        "ad_sponsor": made.sponsor,
        "handheld_only": made.handheld_only,
    }


def _codes(rows: Sequence[Any] | None, attribute: str) -> frozenset[str] | None:
    if rows is None or any(getattr(row, attribute) is None for row in rows):
        return None
    return frozenset(getattr(row, attribute) for row in rows)


def _traffic(plan: Plan) -> dict[str, Any]:
    rows = plan.traffic
    if rows is None:
        return {}
    none = not rows
    return {
        "traffic": _codes(rows, "kind"),
        "road_classes": _road_classes(plan, rows),
        "bus_corridor": False if none else any_yes(row.bus_corridor for row in rows),
        "bus_services": False if none else any_yes(row.bus_services for row in rows),
    }


def _road_classes(plan: Plan, rows: Sequence[Traffic]) -> frozenset[str] | None:
    classes = set()
    for row in rows:
        spot = plan.spot(row.spot)
        found = row.road_class or (spot.road_class if spot else None)
        if found is None:
            return None
        classes.add(found)
    return frozenset(classes)


def _special(plan: Plan) -> dict[str, Any]:
    made: dict[str, Any] = {
        "activities": _codes(plan.activities, "code"),
        "minors": positive(plan.minors.count),
        "minors_hours": plan.minors.max_hours,
    }
    if plan.activities is not None:
        drones = [a.height_m for a in plan.activities if a.code in DRONES]
        fireworks = [a.calibre_in for a in plan.activities if a.code in _FIREWORKS]
        made["drone_height_m"] = most(drones)
        made["fireworks_calibre_in"] = most(fireworks)
    if plan.animals is not None:
        made["animals"] = any(row.count != 0 for row in plan.animals)
        protected = any_yes(row.protected for row in plan.animals)
        made["protected_species"] = protected if plan.animals else False
    return made


def _vehicles(plan: Plan, book: CityBook) -> dict[str, Any]:
    rows = plan.vehicles
    if rows is None:
        return {}
    counts = [row.count for row in rows]
    rules = calendar_rules(book)
    on = min((day.on for day in plan.days if day.on is not None), default=None)
    large = [_large(row, rules.vehicle(row.vehicle_class, on)) for row in rows]
    return {
        "vehicles": None if None in counts else sum(count or 0 for count in counts),
        "large_vehicles": None if None in large else sum(number or 0 for number in large),
    }


def _large(row: Vehicles, kind: VehicleRow | None) -> int | None:
    if row.count is None or row.count == 0:
        return row.count
    length = None if row.length_m is None else float(row.length_m)
    large = None if kind is None else kind.is_large(length)
    return None if large is None else row.count * large


def _neighbours(plan: Plan) -> dict[str, Any]:
    said = plan.neighbourhood
    trucks = any(row.vehicle_class == "generator" and row.count for row in plan.vehicles or ())
    return {
        "traders_displaced": said.traders_displaced,
        "traders": 0 if said.traders_displaced is False else said.traders,
        "amplified_sound": said.amplified_sound,
        "generator": True if trucks else said.generator,
        "temporary_structures": said.structures,
    }
