"""Reads the public part of the calendar: what is confirmed, and for a while what was cancelled.

The number of statements does not depend on how much is found.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import shapely
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import Max, Q, QuerySet
from django.utils import timezone
from shapely.geometry import shape as as_geometry
from shapely.geometry.base import BaseGeometry

from simpul.city.models import Area
from simpul.city.queries import city_book
from simpul.kit.geometry import Shape, metres
from simpul.kit.periods import Period
from simpul.places.calendar.rows import lies_in
from simpul.places.models import Booking, Ground, Hold, Withdrawn
from simpul.places.models.fields import Extent
from simpul.places.near import shape_of
from simpul.places.public.entries import PublicEntry

KEPT_CANCELLED = timedelta(days=30)
"""So long after its cancellation an entry still says that it was cancelled."""

MOST = 1000
"""No list and no feed holds more; what is cut off is said."""

_SOURCES = (Hold.Source.PERMIT, Hold.Source.EVENT, Hold.Source.ROAD_WORKS, Hold.Source.IMPORT)
_NO_NAME: dict[str, str] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """A part of the city. `area`: code of an official area; `shape`: drawn in metres; both empty
    for the whole city. `grounds`: rows of these grounds. Any of them is enough."""

    area: str = ""
    shape: BaseGeometry | None = None
    grounds: frozenset[int] = frozenset()

    @property
    def everywhere(self) -> bool:
        """The whole city."""
        return not self.area and self.shape is None and not self.grounds


EVERYWHERE = Region()


@dataclass(frozen=True, slots=True)
class Found:
    """Entries by time. `whole`: there are no more than these."""

    entries: list[PublicEntry]
    whole: bool


def region_of_area(code: str) -> Region:
    """An official area with its boundary, where one has been imported. One statement."""
    drawn = Area.objects.filter(code=code).values_list("boundary", flat=True).first()
    if drawn is None:
        return Region(area=code)
    plane = metres(city_book().settings.epsg)
    return Region(area=code, shape=plane.plane(Shape(as_geometry(drawn))))


def region_around(lat: float, lon: float, within_m: float) -> Region:
    """So many metres round a point."""
    plane = metres(city_book().settings.epsg)
    return Region(shape=plane.plane(Shape(shapely.Point(lon, lat))).buffer(within_m))


def read(
    period: Period,
    region: Region = EVERYWHERE,
    *,
    kinds: Collection[str] = (),
    anywhere: Collection[str] = (),
) -> Found:
    """What takes place in the period and region, and what was to take place there.

    `kinds`: only these kinds of use, all when empty; `anywhere`: these also outside the region.
    """
    now = timezone.now()
    rows = _narrowed(
        Booking.objects.filter(state=Hold.State.CONFIRMED, hold__source__in=_SOURCES),
        period, region, kinds, anywhere,
    )  # fmt: skip
    stopped = _narrowed(
        Booking.objects.filter(
            state=Hold.State.RELEASED,
            hold__cancelled=True,
            hold__released_at__gt=now - KEPT_CANCELLED,
            hold__source__in=_SOURCES,
        ),
        period, region, kinds, anywhere,
    )  # fmt: skip
    moved = _narrowed(
        Withdrawn.objects.filter(at__gt=now - KEPT_CANCELLED, hold__source__in=_SOURCES),
        period, region, kinds, anywhere,
    )  # fmt: skip
    found = [list(part) for part in (rows, stopped, moved)]
    whole = all(len(part) <= MOST for part in found)
    inside = _Inside(region, anywhere)
    entries = [_booked(one) for part in found[:2] for one in part if inside(one)]
    known = {one.uid for one in entries}
    latest = {one.booking_id: one for one in found[2] if inside(one)}
    gone = [_withdrawn(one) for one in latest.values()]
    entries += [one for one in gone if one.uid not in known]
    entries.sort(key=lambda one: (one.period, one.uid))
    return Found(entries[:MOST], whole and len(entries) <= MOST)


def last_change() -> datetime | None:
    """When anything public last changed; options and pencil notes do not count."""
    public = Hold.objects.filter(Q(state=Hold.State.CONFIRMED) | Q(cancelled=True))
    found: datetime | None = public.aggregate(last=Max("changed_at"))["last"]
    return found


def grounds_of_manager(manager: str) -> frozenset[int]:
    """The grounds of the sites an authority manages, and what is a part of them."""
    own = Ground.objects.filter(site__manager=manager, site__in_force=True)
    return frozenset(
        Ground.objects.filter(
            Q(pk__in=own.values("pk")) | Q(wholes__in=own.values("pk"))
        ).values_list("pk", flat=True)
    )  # fmt: skip


def _narrowed(
    rows: Any, period: Period, region: Region, kinds: Collection[str], anywhere: Collection[str]
) -> QuerySet[Any]:
    rows = rows.filter(
        during__endswith__gt=period.start,
        during__overlap=DateTimeTZRange(period.start, period.end),
    )
    if kinds:
        rows = rows.filter(kind__in=kinds)
    if not region.everywhere or anywhere:
        rows = rows.filter(_where(rows.model, region) | Q(kind__in=list(anywhere)))
    order = ("during", "pk") if rows.model is Booking else ("at", "pk")
    found: QuerySet[Any] = (
        rows.select_related("hold", "ground", "ground__site")
        .defer("ground__site__footprint")
        .order_by(*order)[: MOST + 1]
    )
    return found


def _where(model: type[Any], region: Region) -> Q:
    """Near enough for the index; `_Inside` then looks exactly."""
    found = Q(ground__in=list(region.grounds)) if region.grounds else Q(pk__in=[])
    if region.area:
        found |= Q(ground__area=region.area) | Q(ground__area__startswith=f"{region.area}.")
        above = [row.code for row in city_book().areas.chain(region.area)[1:]]
        found |= Q(ground__code__in=[f"area:{code}" for code in above])
    if region.shape is not None:
        box: Extent = region.shape.bounds
        found |= Q(extent__meets=box) if model is Booking else Q(ground__extent__meets=box)
    return found


class _Inside:
    """Does a row take place in the region?"""

    def __init__(self, region: Region, anywhere: Collection[str]) -> None:
        self._region, self._anywhere = region, frozenset(anywhere)
        self._above: frozenset[str] = frozenset()
        if region.area:
            chain = city_book().areas.chain(region.area)
            self._above = frozenset(f"area:{row.code}" for row in chain)
        self._nothing_asked = region.everywhere and not anywhere
        if region.shape is not None:
            shapely.prepare(region.shape)

    def __call__(self, row: Booking | Withdrawn) -> bool:
        region, ground = self._region, row.ground
        if self._nothing_asked or row.kind in self._anywhere or ground.pk in region.grounds:
            return True
        if region.area and (lies_in(ground.area, region.area) or ground.code in self._above):
            return True
        plane = shape_of(ground.plane)
        if region.shape is None or plane is None:
            return False
        radius = row.radius_m if isinstance(row, Booking) else 0
        if radius:
            return bool(region.shape.distance(plane) <= radius)
        return bool(region.shape.intersects(plane) and not region.shape.touches(plane))


def _booked(row: Booking) -> PublicEntry:
    hold = row.hold
    return _entry(
        row,
        booking=row.pk,
        sequence=hold.sequence,
        changed_at=hold.changed_at,
        cancelled=hold.cancelled,
        radius_m=row.radius_m,
    )


def _withdrawn(row: Withdrawn) -> PublicEntry:
    return _entry(
        row,
        booking=row.booking_id,
        sequence=row.sequence,
        changed_at=row.at,
        cancelled=True,
        radius_m=0,
    )


def _entry(row: Booking | Withdrawn, *, booking: int, **more: Any) -> PublicEntry:
    hold, ground = row.hold, row.ground
    site = ground.site
    listed = site is not None and site.in_force and site.listing_status == "public"
    # What its makers have drawn has the name they gave it, and that can be the title itself; a
    # closure along nameless streets too. The street's own name is then asked of the map.
    official = ground.kind in (Ground.Kind.SITE, Ground.Kind.AREA)
    own_name = (hold.confidential and not official) or (site is not None and not listed)
    return PublicEntry(
        uid=f"{hold.uid}-{booking}",
        production=str(hold.uid),
        source=hold.source,
        kind=row.kind,
        title="" if hold.confidential else hold.title,
        period=Period(row.during.lower, row.during.upper),
        ground_id=ground.pk,
        ground_kind=ground.kind,
        name=_NO_NAME if own_name else ground.name,
        site=site.code if site is not None and listed else "",
        area=ground.area,
        geometry=ground.geometry,
        plane=shape_of(ground.plane),
        **more,
    )


def with_surroundings(entries: Iterable[PublicEntry]) -> list[PublicEntry]:
    """The entries with the bus lines their closures cut and the streets they lie in."""
    from simpul.places.public.surroundings import lines_cut, streets_of

    rows = list(entries)
    lines = lines_cut(
        {one.ground_id: one.plane for one in rows if one.kind == "closure" and one.plane}
    )
    streets = streets_of(
        {one.ground_id: one.plane for one in rows if not one.own_name and one.plane}
    )
    return [
        replace(
            one,
            lines=lines.get(one.ground_id, ()) if one.kind == "closure" else (),
            street=streets.get(one.ground_id, ""),
        )
        for one in rows
    ]
