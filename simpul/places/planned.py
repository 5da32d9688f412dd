"""What somebody plans to use, made ready for the clash check and for the calendar.

A plan names a site or a drawing; the city's own data say which streets, bus lines, areas and
neighbourhood units that takes. Nothing is written here: grounds come into being when a hold does.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

import shapely
from shapely import LineString
from shapely.geometry.base import BaseGeometry
from shapely.ops import substring

from simpul.city.book import CityBook
from simpul.city.queries import city_book
from simpul.kit.geometry import Shape, metres
from simpul.kit.periods import Period, moment_of
from simpul.kit.texts import Texts
from simpul.places.actions.grounds import Piece, of_shape, of_site, of_street
from simpul.places.calendar.uses import NOWHERE, Wanted, Where
from simpul.places.closures import ClosureFacts, closure_of, streets_near
from simpul.places.details import Details
from simpul.places.models import Ground, Site
from simpul.places.near import shape_of, takes_of
from simpul.places.rules import calendar_rules
from simpul.places.streets.snapping import StreetLine
from simpul.places.units import units_near

CORNER_M = 2.0
"""So much at each end of a closure is left out: closures that meet at a corner share nothing."""

BESIDE_M = 25.0
"""A place is counted for the streets so near to it, at most `MOST_STREETS` of them."""

MOST_STREETS = 8
FOLLOWED = 0.8
"""A drawing of which so much follows known streets is a stretch of these streets."""

LOCAL_STREETS = ("residential", "living_street", "service", "unclassified", "footway", "pedestrian")
"""Types of OpenStreetMap for streets that lead nowhere else."""

KECAMATAN = len("31.71.01")

_NO_NAME: Texts = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedUse:
    """One use of one place: a site by its code, or a drawn shape, or (neither) nowhere yet.

    `periods`: aware, half-open. The rest as in `calendar.uses.Use`.
    """

    kind: str
    periods: tuple[Period, ...]
    site: str = ""
    shape: Shape | None = None
    name: Texts = field(default_factory=lambda: _NO_NAME)
    exclusive: bool = False
    vehicles: int = 0
    technical_vehicles: int = 0
    large_vehicles: int = 0
    loud: bool = False
    radius_m: int = 0
    height_m: float | None = None
    parking_m: float = 0.0

    def moved(self, days: int, zone: ZoneInfo) -> PlannedUse:
        """The same hours by the wall clock, so many days later.

        Where the clock leaves nothing of a period that night (it ends as the clock goes forward
        past its begin), the period keeps its length.
        """
        step = timedelta(days=days)

        def later(moment: datetime) -> datetime:
            return moment_of(moment.astimezone(zone).replace(tzinfo=None) + step, zone)

        def moved(one: Period) -> Period:
            start, end = later(one.start), later(one.end)
            return Period(start, end if end > start else start + one.duration)

        return replace(self, periods=tuple(moved(one) for one in self.periods))

    def first_day(self, zone: ZoneInfo) -> date:
        """The local day on which it begins."""
        return min(one.start.astimezone(zone).date() for one in self.periods)


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A planned use with all that the city knows of it. `closure`: for closures only.

    `ground`: the stored ground, or one that is not stored yet, with a key below zero.
    """

    planned: PlannedUse
    piece: Piece
    ground: Ground
    wanted: Wanted
    details: Details
    closure: ClosureFacts | None


def prepare(
    planned: Sequence[PlannedUse], *, holder: str = "", book: CityBook | None = None
) -> list[Prepared]:
    """Look up sites, streets, bus lines, areas and units of planned uses; those nowhere yet are
    left out. The statements grow with the number of different places, not with uses or rows."""
    known = book or city_book()
    placed = [(n, use) for n, use in enumerate(planned) if use.site or use.shape is not None]
    sites = Site.objects.in_bulk({use.site for _, use in placed if use.site}, field_name="code")
    zone = calendar_rules(known).zone
    first = min((use.first_day(zone) for _, use in placed), default=date.max)
    lookup = _Lookup(known, sites, first)
    pieces = [(n, use, lookup.piece(use)) for n, use in placed if lookup.known(use)]
    grounds = _grounds([piece for _, _, piece in pieces], known)
    takes = takes_of(ground.pk for ground in grounds.values() if ground.pk > 0)
    found = []
    for n, use, piece in pieces:
        ground = grounds[piece.code]
        details = lookup.details(use)
        found.append(
            Prepared(
                planned=use,
                piece=piece,
                ground=ground,
                wanted=_wanted(n, use, ground, details, takes, holder),
                details=details,
                closure=lookup.closure(use),
            )
        )
    return found


def _wanted(
    number: int,
    use: PlannedUse,
    ground: Ground,
    details: Details,
    takes: Mapping[int, frozenset[int]],
    holder: str,
) -> Wanted:
    return Wanted(
        plane=shape_of(ground.plane) or NOWHERE,
        periods=use.periods,
        kind=use.kind,
        takes=takes.get(ground.pk, frozenset({ground.pk})),
        name=use.name or ground.name,
        exclusive=use.exclusive,
        vehicles=use.vehicles,
        technical_vehicles=use.technical_vehicles,
        large_vehicles=use.large_vehicles,
        loud=use.loud,
        radius_m=float(use.radius_m),
        height_m=use.height_m,
        parking_m=use.parking_m,
        roads=details.roads,
        lines=details.lines,
        areas=details.areas,
        counted_at=details.counted_at,
        holder=holder,
        index=number,
    )


def _grounds(pieces: Sequence[Piece], book: CityBook) -> dict[str, Ground]:
    """Code -> stored ground; what is not stored gets a key of its own below zero."""
    known = Ground.objects.in_bulk({piece.code for piece in pieces}, field_name="code")
    plane = metres(book.settings.epsg)
    for piece in pieces:
        if piece.code in known:
            continue
        made = Ground(pk=-1 - len(known), code=piece.code, kind=piece.kind, name=dict(piece.name))
        if piece.shape is not None:
            flat = plane.plane(piece.shape)
            made.plane, made.extent = flat.wkb, flat.bounds
        known[piece.code] = made
    return known


class _Lookup:
    """What the city knows of places, each asked once. `on`: the day whose rules hold.

    `_half`: a closure is drawn as a line; it takes so many metres on both sides, so that two
    drawings of one street share ground.
    """

    def __init__(self, book: CityBook, sites: Mapping[str, Site], on: date) -> None:
        self._book, self._sites = book, sites
        self._half = calendar_rules(book).closure_width(on) / 2
        self._plane = metres(book.settings.epsg)
        self._pieces: dict[tuple[str, str, str], Piece] = {}
        self._closures: dict[str, ClosureFacts] = {}
        self._about: dict[tuple[str, str, str], Details] = {}

    def known(self, use: PlannedUse) -> bool:
        """A code that is no site (any more) is nowhere."""
        return use.shape is not None or use.site in self._sites

    def piece(self, use: PlannedUse) -> Piece:
        """The ground of a use."""
        key = _key(use)
        if key not in self._pieces:
            self._pieces[key] = self._piece(use)
        return self._pieces[key]

    def _piece(self, use: PlannedUse) -> Piece:
        if use.shape is None:
            return of_site(self._sites[use.site])
        closure = self.closure(use)
        if closure is None or "Line" not in use.shape.kind:
            return of_shape(use.shape, name=use.name)
        return self._street(use, use.shape, closure)

    def _street(self, use: PlannedUse, shape: Shape, closure: ClosureFacts) -> Piece:
        drawn = self._plane.length_m(shape)
        if not closure.stretches or closure.unmatched_m > (1 - FOLLOWED) * drawn:
            return of_shape(self._widened([self._plane.plane(shape)]), name=use.name)
        named = ", ".join(closure.street_names)
        taken = [f"{one.street.id}:{one.from_m:.0f}-{one.to_m:.0f}" for one in closure.stretches]
        key = hashlib.sha256("|".join(sorted(taken)).encode()).hexdigest()[:24]
        whole = self._widened([one.geometry for one in closure.stretches])
        name: Texts = {"id": named, "en": named} if named else use.name
        return of_street(key, whole, name=name)

    def _widened(self, lines: Sequence[BaseGeometry]) -> Shape:
        merged = shapely.line_merge(shapely.union_all(list(lines)))
        parts = [_without_corners(part) for part in shapely.get_parts(merged)]
        whole = shapely.union_all([part.buffer(self._half, cap_style="flat") for part in parts])
        return self._plane.globe(whole)

    def closure(self, use: PlannedUse) -> ClosureFacts | None:
        """What a closure takes; None for other kinds of use."""
        if use.kind != "closure" or use.shape is None:
            return None
        key = _key(use)[1]
        if key not in self._closures:
            self._closures[key] = closure_of(use.shape, plane=self._plane)
        return self._closures[key]

    def details(self, use: PlannedUse) -> Details:
        """All that is stored of a use besides ground and time."""
        key = _key(use)
        if key not in self._about:
            self._about[key] = self._details(use)
        return replace(
            self._about[key],
            technical_vehicles=use.technical_vehicles,
            large_vehicles=use.large_vehicles,
            loud=use.loud,
            height_m=use.height_m,
            parking_m=use.parking_m,
        )

    def _details(self, use: PlannedUse) -> Details:
        piece, closure = self.piece(use), self.closure(use)
        if piece.shape is None:
            return Details(areas=(piece.area,) if piece.area else ())
        flat = self._plane.plane(piece.shape)
        if closure is not None and closure.stretches:
            streets = [stretch.street for stretch in closure.stretches]
        else:
            near = streets_near(piece.shape, BESIDE_M, plane=self._plane)
            streets = sorted(near, key=lambda one: one.line.distance(flat))[:MOST_STREETS]
        hits = self._book.areas.touched(piece.shape)
        return Details(
            areas=tuple(hit.kelurahan for hit in hits) or ((piece.area,) if piece.area else ()),
            roads=self._cut(closure, streets, flat, piece.area),
            lines=frozenset(one.key for one in closure.bus_lines) if closure else frozenset(),
            counted_at=(*_streets(streets), *units_near(flat)),
        )

    def _cut(
        self,
        closure: ClosureFacts | None,
        streets: Sequence[StreetLine],
        flat: BaseGeometry,
        area: str,
    ) -> frozenset[str]:
        """The roads that a closure cuts: those it follows; one that follows none (a barrier drawn
        across a road) those it touches."""
        if closure is None:
            return frozenset()
        touched = [
            one for one in streets if closure.stretches or one.line.distance(flat) <= self._half
        ]
        return frozenset(_road(one, area) for one in touched)


def _key(use: PlannedUse) -> tuple[str, str, str]:
    drawn = shapely.to_wkt(use.shape.geometry, rounding_precision=7) if use.shape else ""
    return use.site, drawn, "closure" if use.kind == "closure" else ""


def _road(street: StreetLine, area: str) -> str:
    """A road is known by its name; one without is its stretch alone.

    Every second kecamatan has lanes with the same names (Mawar, Melati): local streets are one
    road only within it.
    """
    if street.name and street.type in LOCAL_STREETS:
        return f"{street.name} {area[:KECAMATAN]}".strip()
    return street.name or str(street.id)


def _streets(streets: Sequence[StreetLine]) -> list[Where]:
    """Where fatigue of streets is counted: by stretch, each once."""
    found = {}
    for one in streets:
        name = one.name or f"#{one.id}"
        found[one.id] = Where("street", f"street:{one.id}", {"id": name, "en": name})
    return list(found.values())


def _without_corners(line: BaseGeometry) -> BaseGeometry:
    if not isinstance(line, LineString) or line.length <= 5 * CORNER_M:
        return line
    return substring(line, CORNER_M, line.length - CORNER_M)
