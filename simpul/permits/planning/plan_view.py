"""A plan as people read it: place by place, day by day, then traffic, activities, vehicles.

Used by the desks and the case pages; the paper has its own frozen form in contents.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from simpul.kit.texts import pick
from simpul.permits import wording
from simpul.permits.planning.plan import Plan, Spot
from simpul.rulebook import choices
from simpul.web.formats import number_words

if TYPE_CHECKING:
    from simpul.city.book import CityBook


@dataclass(slots=True)
class DayRow:
    """One day at one place."""

    on: date | None
    starts: time | None
    ends: time | None
    kind: str
    people: int | None
    contingency: bool
    exclusive: bool


@dataclass(slots=True)
class PlaceRow:
    """One place with its days; `area` in words, approximate until boundaries are imported."""

    key: str
    name: str
    area: str
    approximate: bool
    setting: str
    geometry: Any
    days: list[DayRow] = field(default_factory=list)


@dataclass(slots=True)
class PartRow:
    """A traffic measure or an activity: what it is, where, when and its particulars."""

    key: str
    label: str
    place: str
    dates: tuple[date, ...]
    hours: tuple[time | None, time | None]
    notes: list[str]
    concerned: bool = True


@dataclass(slots=True)
class PlanView:
    """Everything a reader wants of a plan, in the active language."""

    title: str
    kind: str
    places: list[PlaceRow]
    traffic: list[PartRow]
    activities: list[PartRow]
    vehicles: list[str]
    geojson: dict[str, Any]


def _word(names: Mapping[str, Any], code: str | None, language: str = "") -> str:
    """The name of a code: a pack-like text in `language`, or a translated word of wording.py."""
    if not code:
        return ""
    found = names.get(code, code)
    return pick(found, language) if isinstance(found, Mapping) else str(found)


def plan_view(
    plan: Plan,
    book: CityBook,
    language: str,
    *,
    concerning: Iterable[str] = (),
    hide_title: bool = False,
) -> PlanView:
    """The plan for reading. `concerning`: part ids an authority was asked about (empty: all)."""
    only = set(concerning)
    places = [_place(spot, book, language) for spot in plan.spots]
    by_key = {place.key: place for place in places}
    for day in plan.days:
        spot = plan.spot(day.spot)
        if spot is None or str(spot.id) not in by_key:
            continue
        by_key[str(spot.id)].days.append(
            DayRow(
                on=day.on,
                starts=day.starts,
                ends=day.ends,
                kind=_word(wording.DAY_KINDS, day.kind),
                people=day.people,
                contingency=bool(day.contingency),
                exclusive=bool(day.exclusive_use),
            )
        )
    names = {place.key: place.name for place in places}
    return PlanView(
        title="" if hide_title else (plan.production.title or ""),
        kind=_word(choices.PRODUCTION_TYPES, plan.production.type, language),
        places=places,
        traffic=[_traffic(row, names, only, language) for row in plan.traffic or ()],
        activities=[_activity(row, names, only, language) for row in plan.activities or ()],
        vehicles=[
            f"{row.count or 1} × {_word(wording.VEHICLE_CLASSES, row.vehicle_class)}"
            + (f" ({_metres(row.length_m)})" if row.length_m else "")
            for row in plan.vehicles or ()
        ],
        geojson=_geojson(places),
    )


def _metres(length: Any) -> str:
    return f"{number_words(length)} m"


def _place(spot: Spot, book: CityBook, language: str) -> PlaceRow:
    site = book.sites.get(spot.site) if spot.site else None
    geometry = spot.geometry.geojson if spot.geometry is not None else None
    if geometry is None and site is not None and site.lat is not None:
        geometry = {"type": "Point", "coordinates": [site.lon, site.lat]}
    area, approximate = _area(geometry, book)
    return PlaceRow(
        key=str(spot.id),
        name=spot.name or (pick(site.names, language) if site else "") or str(spot.id),
        area=area,
        approximate=approximate,
        setting=_word(choices.SETTINGS, spot.setting or (site.setting if site else None), language),
        geometry=geometry,
    )


def _area(geometry: Any, book: CityBook) -> tuple[str, bool]:
    if not geometry:
        return "", False
    lon, lat = _first_point(geometry["coordinates"])
    hit = book.areas.locate(lat, lon)
    if hit is None:
        return "", False
    return hit.label, hit.approximate


def _first_point(coordinates: Any) -> tuple[float, float]:
    while isinstance(coordinates[0], (list, tuple)):
        coordinates = coordinates[0]
    return float(coordinates[0]), float(coordinates[1])


def _traffic(row: Any, names: Mapping[str, str], only: set[str], language: str) -> PartRow:
    notes = [row.road or "", _word(choices.ROAD_CLASSES, row.road_class, language)]
    if row.lanes:
        notes.append(
            ngettext("%(count)d lane", "%(count)d lanes", row.lanes) % {"count": row.lanes}
        )
    if row.length_m:
        notes.append(_metres(row.length_m))
    if row.bus_corridor:
        notes.append(_("bus corridor"))
    return PartRow(
        key=str(row.id),
        label=_word(choices.TRAFFIC, row.kind, language),
        place=names.get(str(row.spot), ""),
        dates=tuple(row.dates or ()),
        hours=(row.starts, row.ends),
        notes=[note for note in notes if note],
        concerned=not only or str(row.id) in only,
    )


def _activity(row: Any, names: Mapping[str, str], only: set[str], language: str) -> PartRow:
    notes = [row.description or ""]
    if row.operator:
        notes.append(row.operator + (f" ({row.operator_licence})" if row.operator_licence else ""))
    if row.height_m:
        notes.append(_metres(row.height_m))
    if row.calibre_in:
        notes.append(f"{number_words(row.calibre_in)} in")
    if row.radius_m:
        radius = {"n": number_words(row.radius_m)}
        notes.append(_("%(n)s m kept free around") % radius)
    return PartRow(
        key=str(row.id),
        label=_word(choices.ACTIVITIES, row.code, language),
        place=names.get(str(row.spot), ""),
        dates=tuple(row.dates or ()),
        hours=(None, None),
        notes=[note for note in notes if note],
        concerned=not only or str(row.id) in only,
    )


def _geojson(places: list[PlaceRow]) -> dict[str, Any]:
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "geometry": place.geometry,
                "properties": {"name": place.name},
            }
            for place in places
            if place.geometry
        ],
    }
