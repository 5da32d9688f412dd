"""Rows of days and places, taken from a revision so that they can be searched and mapped."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from simpul.kit.texts import pick
from simpul.permits.models import ActivityDay, Application, PlanRevision
from simpul.permits.planning.facts import is_contingency
from simpul.permits.planning.plan import Day, Plan, Spot
from simpul.places.queries import site_ids

if TYPE_CHECKING:
    from simpul.city.book import CityBook


@dataclass(frozen=True, slots=True)
class _Place:
    name: str
    site_id: int | None = None
    geometry: Mapping[str, Any] | None = None
    lat: float | None = None
    lon: float | None = None
    kelurahan: str = ""
    kecamatan: str = ""


def derive_days(
    *, application: Application, revision: PlanRevision, plan: Plan, book: CityBook
) -> list[ActivityDay]:
    """Replace the application's days by those of `revision`, in the caller's transaction."""
    places = {str(spot.id): _place(spot, book, application.language) for spot in plan.spots}
    _with_site_ids(places, plan)
    application.days.all().delete()
    return ActivityDay.objects.bulk_create(
        _row(application, revision, day, plan.spot(day.spot), places) for day in plan.days
    )


def _place(spot: Spot, book: CityBook, language: str) -> _Place:
    site = book.sites.get(spot.site) if spot.site else None
    if site is not None:
        lat, lon = site.lat, site.lon
        name = spot.name or pick(site.names, language)
        geometry = None
    elif spot.geometry is not None:
        lat, lon = spot.geometry.shape.middle
        name = spot.name or str(spot.id)
        geometry = spot.geometry.geojson
    else:
        return _Place(name=(spot.name or spot.elsewhere or str(spot.id))[:200])
    hit = book.areas.locate(lat, lon) if lat is not None and lon is not None else None
    return _Place(
        name=name[:200],
        geometry=geometry or None,
        lat=lat,
        lon=lon,
        kecamatan=hit.kecamatan if hit else "",
    )


def _with_site_ids(places: dict[str, _Place], plan: Plan) -> None:
    wanted = {spot.site for spot in plan.spots if spot.site}
    ids = site_ids(wanted) if wanted else {}
    for spot in plan.spots:
        if spot.site in ids:
            places[str(spot.id)] = replace(places[str(spot.id)], site_id=ids[spot.site])


def _row(
    application: Application,
    revision: PlanRevision,
    day: Day,
    spot: Spot | None,
    places: Mapping[str, _Place],
) -> ActivityDay:
    if day.on is None or day.starts is None or day.ends is None or spot is None:
        raise ValueError("a day without date, hours or place was let through")
    place = places[str(spot.id)]
    zone = timezone.get_default_timezone()
    ends_on = day.on + dt.timedelta(days=1) if day.ends <= day.starts else day.on
    return ActivityDay(
        application=application,
        revision=revision,
        date=day.on,
        kind=day.kind or "shoot",
        contingency=is_contingency(day),
        starts_at=dt.datetime.combine(day.on, day.starts, zone),
        ends_at=dt.datetime.combine(ends_on, day.ends, zone),
        people=day.people,
        spot_key=str(spot.id),
        place_name=place.name,
        site_id=place.site_id,
        geometry=place.geometry,
        lat=place.lat,
        lon=place.lon,
        kecamatan_code=place.kecamatan,
    )
