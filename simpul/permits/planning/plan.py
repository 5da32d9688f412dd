# ruff: noqa: RUF009 (the fields of a plan are described by calls that make immutable kinds)
"""The plan of a shoot: what a production wants to do, as far as it knows it yet.

The same shape serves the public planner, `simpul plan`, the API and the answers of an application.
Absent means "not known yet" and is never an error; what is present must be right.

A time range ends after it starts. A range over midnight must say `"overnight": true`, and then its
end lies on the next morning (end ≤ start on the clock); equal times with `overnight` are 24 hours.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from simpul.permits import wording
from simpul.permits.planning import plan_fields as f
from simpul.rulebook import choices

if TYPE_CHECKING:
    from simpul.city.book import CityBook

# Counts above are absurd for one shoot: the largest feature ever made needs less.
MOST_DAYS, MOST_SPOTS, MOST_ROWS = 366, 200, 200
MOST_PEOPLE, MOST_VEHICLES = 50_000, 500


@dataclass(frozen=True, slots=True)
class Production:
    """Who makes what. `foreign_crew`: number of foreign people paid for this shoot."""

    title: str | None = f.part(f.text(200))
    type: str | None = f.part(f.choice(choices.PRODUCTION_TYPES))
    indonesian_title: bool | None = f.part(f.flag())
    foreign_producer: bool | None = f.part(f.flag())
    foreign_crew: int | None = f.part(f.count(0, MOST_PEOPLE))
    countries: tuple[str, ...] | None = f.part(f.many(f.country(), 50))
    imported_equipment: bool | None = f.part(f.flag())
    commercial: bool | None = f.part(f.flag())
    student: bool | None = f.part(f.flag())
    confidential: bool | None = f.part(f.flag())
    public_exhibition: bool | None = f.part(f.flag())
    crew_from_other_provinces: bool | None = f.part(f.flag())
    sponsor: bool | None = f.part(f.flag())
    handheld_only: bool | None = f.part(f.flag())


@dataclass(frozen=True, slots=True)
class Spot:
    """One place: a site of the catalogue, drawn ground in the city, or `elsewhere` (an area code of
    another city or regency: this city does not permit it, but police and scale depend on it)."""

    id: str | None = f.part(f.name())
    site: str | None = f.part(f.text(40))
    name: str | None = f.part(f.text(200))
    geometry: f.Ground | None = f.part(f.ground())
    elsewhere: str | None = f.part(f.text(20))
    setting: str | None = f.part(f.choice(choices.SETTINGS))
    owner: str | None = f.part(f.choice(choices.OWNERS))
    asset_class: str | None = f.part(f.choice(choices.ASSET_CLASSES))
    residential: bool | None = f.part(f.flag())
    exterior: bool | None = f.part(f.flag())
    public_place: bool | None = f.part(f.flag())
    heritage_area: bool | None = f.part(f.flag())
    zone: str | None = f.part(f.choice(choices.ZONES))
    road_class: str | None = f.part(f.choice(choices.ROAD_CLASSES))


@dataclass(frozen=True, slots=True)
class Day:
    """One day of use of one place. `people`: peak present, cast, crew and extras together."""

    on: date | None = f.part(f.day(), "date")
    spot: str | None = f.part(f.name())
    kind: str | None = f.part(f.choice(wording.DAY_KINDS))
    starts: time | None = f.part(f.clock(), "from")
    ends: time | None = f.part(f.clock(), "to")
    overnight: bool | None = f.part(f.flag())
    people: int | None = f.part(f.count(1, MOST_PEOPLE))
    contingency: bool | None = f.part(f.flag())
    exclusive_use: bool | None = f.part(f.flag())


@dataclass(frozen=True, slots=True)
class Vehicles:
    """Vehicles of one class."""

    vehicle_class: str | None = f.part(f.choice(wording.VEHICLE_CLASSES), "class")
    count: int | None = f.part(f.count(0, MOST_VEHICLES))
    length_m: Decimal | None = f.part(f.measure(0.5, 60))
    spot: str | None = f.part(f.name())


@dataclass(frozen=True, slots=True)
class Traffic:
    """One traffic measure asked for. `length_m` in metres of road, `lanes` taken."""

    id: str | None = f.part(f.name())
    kind: str | None = f.part(f.choice(choices.TRAFFIC))
    spot: str | None = f.part(f.name())
    road: str | None = f.part(f.text(200))
    road_class: str | None = f.part(f.choice(choices.ROAD_CLASSES))
    lanes: int | None = f.part(f.count(0, 12))
    length_m: Decimal | None = f.part(f.measure(1, 50_000))
    bus_corridor: bool | None = f.part(f.flag())
    bus_services: bool | None = f.part(f.flag())
    dates: tuple[date, ...] | None = f.part(f.many(f.day(), MOST_DAYS, sorted_set=True))
    starts: time | None = f.part(f.clock(), "from")
    ends: time | None = f.part(f.clock(), "to")
    overnight: bool | None = f.part(f.flag())


@dataclass(frozen=True, slots=True)
class Activity:
    """One special activity. `height_m` above ground (drones), `calibre_in` inches (fireworks);
    `radius_m`: nobody else comes nearer than this."""

    id: str | None = f.part(f.name())
    code: str | None = f.part(f.choice(choices.ACTIVITIES))
    spot: str | None = f.part(f.name())
    dates: tuple[date, ...] | None = f.part(f.many(f.day(), MOST_DAYS, sorted_set=True))
    description: str | None = f.part(f.text(2000, lines=True))
    operator: str | None = f.part(f.text(200))
    operator_licence: str | None = f.part(f.text(100))
    height_m: Decimal | None = f.part(f.measure(0, 6000))
    calibre_in: Decimal | None = f.part(f.measure(0, 24))
    radius_m: Decimal | None = f.part(f.measure(0, 5000))


@dataclass(frozen=True, slots=True)
class Minors:
    """People under 18 on set; `max_hours` of work on one day. Counts only, never names."""

    count: int | None = f.part(f.count(0, 5000))
    max_hours: Decimal | None = f.part(f.measure(0, 24))


@dataclass(frozen=True, slots=True)
class Animals:
    """Animals of one species; `protected` by nature conservation law."""

    species: str | None = f.part(f.text(100))
    count: int | None = f.part(f.count(0, 5000))
    protected: bool | None = f.part(f.flag())


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """What people nearby will notice."""

    traders_displaced: bool | None = f.part(f.flag())
    traders: int | None = f.part(f.count(0, 10_000))
    amplified_sound: bool | None = f.part(f.flag())
    generator: bool | None = f.part(f.flag())
    structures: bool | None = f.part(f.flag())


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole plan. `None` for a list means "not said"; an empty tuple means "none"."""

    production: Production = f.part(f.group(Production), default=Production())
    spots: tuple[Spot, ...] = f.part(f.rows(Spot, MOST_SPOTS), default=())
    days: tuple[Day, ...] = f.part(f.rows(Day, MOST_DAYS * 4), default=())
    vehicles: tuple[Vehicles, ...] | None = f.part(f.rows(Vehicles, MOST_ROWS))
    traffic: tuple[Traffic, ...] | None = f.part(f.rows(Traffic, MOST_ROWS))
    activities: tuple[Activity, ...] | None = f.part(f.rows(Activity, MOST_ROWS))
    minors: Minors = f.part(f.group(Minors), default=Minors())
    animals: tuple[Animals, ...] | None = f.part(f.rows(Animals, 50))
    neighbourhood: Neighbourhood = f.part(f.group(Neighbourhood), default=Neighbourhood())

    def spot(self, name: str | None) -> Spot | None:
        """The place a row speaks of; a plan with one single place need not name it."""
        if name is None:
            return self.spots[0] if len(self.spots) == 1 else None
        return next((spot for spot in self.spots if spot.id == name), None)


@dataclass(frozen=True, slots=True)
class ParsedPlan:
    """What was understood, and every error by path. `ok` when nothing is wrong."""

    plan: Plan
    errors: dict[str, list[str]]

    @property
    def ok(self) -> bool:
        return not self.errors


def parse_plan(data: object, book: CityBook) -> ParsedPlan:
    """Read the plan JSON against a city; errors are in the active language, none is raised."""
    from simpul.permits.planning.plan_checks import check, with_names

    problems = f.Problems()
    plan = with_names(f.read_object(Plan, data, "", problems))
    check(plan, book, problems)
    return ParsedPlan(plan, problems.errors)


def to_data(plan: Plan) -> dict[str, Any]:
    """The plan as JSON data; `parse_plan(to_data(p))` gives `p` again."""
    return {key: value for key, value in f.write_object(plan).items() if value or key in _SAYS_NONE}


_SAYS_NONE = frozenset({"vehicles", "traffic", "activities", "animals"})
