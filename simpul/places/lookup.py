"""What the city knows of planned places: sites, streets, bus lines, areas, units and grounds.

A `Lookup` serves one request: a place is asked for once, however often the plan is moved about.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import shapely
from shapely import LineString
from shapely.geometry.base import BaseGeometry
from shapely.ops import substring

from simpul.city.book import CityBook
from simpul.kit.geometry import Shape, metres
from simpul.kit.texts import Texts
from simpul.places.actions.grounds import Piece, of_shape, of_site, of_street
from simpul.places.calendar.uses import Where
from simpul.places.closures import ClosureFacts, closure_of, streets_around
from simpul.places.details import Details
from simpul.places.models import Ground, Site
from simpul.places.near import takes_of
from simpul.places.rules import calendar_rules
from simpul.places.streets.snapping import StreetLine
from simpul.places.units import units_around

if TYPE_CHECKING:
    from simpul.places.planned import PlannedUse

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

Key = tuple[str, str, str]
"""Site, drawing, and whether it is a closure: what tells two places apart."""


class Lookup:
    """What the city knows of places, each asked once: `ask`, then read.

    `_half`: a closure is drawn as a line; it takes so many metres on both sides, so that two
    drawings of one street share ground.
    """

    def __init__(self, book: CityBook) -> None:
        self.book = book
        self._plane = metres(book.settings.epsg)
        self._half = 0.0
        self._sites: dict[str, Site | None] = {}
        self._drawings: dict[int, tuple[Shape, str]] = {}
        self._closures: dict[str, ClosureFacts] = {}
        self._pieces: dict[Key, Piece] = {}
        self._about: dict[Key, Details] = {}
        self._grounds: dict[str, Ground] = {}
        self._takes: dict[int, frozenset[int]] = {}

    def ask(self, uses: Sequence[PlannedUse], on: date) -> None:
        """Look up what is not known yet of the places of these uses. `on`: the day whose rules
        hold. The statements grow with the number of new closures, not with places or rows."""
        half = calendar_rules(self.book).closure_width(on) / 2
        if half != self._half:
            self._half = half
            self._pieces.clear()
            self._about.clear()
        self._ask_sites({use.site for use in uses if use.site} - self._sites.keys())
        named = {self._key(use): use for use in uses if self.known(use)}
        new = {key: use for key, use in named.items() if key not in self._pieces}
        if new:
            self._pieces.update({key: self._piece(use) for key, use in new.items()})
            self._ask_around(new)
            self._ask_grounds({self._pieces[key].code: self._pieces[key] for key in new})

    def known(self, use: PlannedUse) -> bool:
        """Is it anywhere? A code that is no site (any more) is nowhere."""
        return use.shape is not None or self._sites.get(use.site) is not None

    def piece(self, use: PlannedUse) -> Piece:
        """The ground of a use."""
        return self._pieces[self._key(use)]

    def ground(self, use: PlannedUse) -> Ground:
        """The stored ground, or one that is not stored yet, with a key of its own below zero."""
        return self._grounds[self.piece(use).code]

    def takes(self, ground: Ground) -> frozenset[int]:
        """The ground with all its parts; one that is not stored yet with the areas it will be a
        part of, so that whoever has all of an area is met as its guard will meet it."""
        return self._takes.get(ground.pk, frozenset({ground.pk}))

    def wholes(self, ground: Ground) -> frozenset[int]:
        """Stored areas that a ground not stored yet will be a part of. The links of a stored one
        are in the database."""
        return self.takes(ground) - {ground.pk} if ground.pk < 0 else frozenset()

    def closure(self, use: PlannedUse) -> ClosureFacts | None:
        """What a closure takes; None for other kinds of use."""
        if use.kind != "closure" or use.shape is None:
            return None
        key = self._drawing(use.shape)
        if key not in self._closures:
            self._closures[key] = closure_of(use.shape, plane=self._plane)
        return self._closures[key]

    def details(self, use: PlannedUse) -> Details:
        """All that is stored of a use besides ground and time."""
        return replace(
            self._about[self._key(use)],
            technical_vehicles=use.technical_vehicles,
            large_vehicles=use.large_vehicles,
            loud=use.loud,
            height_m=use.height_m,
            parking_m=use.parking_m,
        )

    # --- asking -----------------------------------------------------------------------------
    def _ask_sites(self, codes: Iterable[str]) -> None:
        wanted = sorted(codes)
        if wanted:
            found = Site.objects.in_bulk(wanted, field_name="code")
            self._sites.update({code: found.get(code) for code in wanted})

    def _ask_around(self, uses: Mapping[Key, PlannedUse]) -> None:
        """Streets and units beside all of them: a statement each."""
        placed = {
            key: self._plane.plane(shape)
            for key in uses
            if (shape := self._pieces[key].shape) is not None
        }
        # A closure that follows streets has them already.
        loose = [key for key in placed if not self._stretches(uses[key])]
        streets = dict(
            zip(loose, streets_around([placed[key] for key in loose], BESIDE_M), strict=True)
        )
        units = dict(zip(placed, units_around(list(placed.values())), strict=True))
        for key, use in uses.items():
            flat = placed.get(key)
            if flat is None:
                self._about[key] = Details(areas=self._area(self._pieces[key]))
                continue
            self._about[key] = self._details(use, flat, streets.get(key, []), units[key])

    def _ask_grounds(self, pieces: Mapping[str, Piece]) -> None:
        new = {code: piece for code, piece in pieces.items() if code not in self._grounds}
        if not new:
            return
        above = {code: self._above(piece) for code, piece in new.items()}
        asked = sorted({*new, *(area for areas in above.values() for area in areas)})
        stored = Ground.objects.in_bulk(asked, field_name="code")
        for code, piece in new.items():
            ground = self._grounds[code] = stored.get(code) or self._made(piece)
            if ground.pk < 0:
                areas = (stored[area].pk for area in above[code] if area in stored)
                self._takes[ground.pk] = frozenset({ground.pk, *areas})
        self._takes.update(takes_of(stored[code].pk for code in new if code in stored))

    def _above(self, piece: Piece) -> list[str]:
        """Codes of the grounds that a piece is a part of, and these of."""
        codes = [whole.removeprefix("area:") for whole in piece.wholes]
        return [f"area:{area.code}" for code in codes for area in self.book.areas.chain(code)]

    def _made(self, piece: Piece) -> Ground:
        number = -1 - len(self._grounds)
        made = Ground(pk=number, code=piece.code, kind=piece.kind, name=dict(piece.name))
        if piece.shape is not None:
            flat = self._plane.plane(piece.shape)
            made.plane, made.extent = flat.wkb, flat.bounds
        return made

    def _key(self, use: PlannedUse) -> Key:
        drawn = self._drawing(use.shape) if use.shape is not None else ""
        return use.site, drawn, "closure" if use.kind == "closure" else ""

    def _drawing(self, shape: Shape) -> str:
        # The shape is kept beside its text: the number of what is gone is given to another.
        kept = self._drawings.get(id(shape))
        if kept is None:
            text = shapely.to_wkt(shape.geometry, rounding_precision=7)
            kept = self._drawings[id(shape)] = (shape, text)
        return kept[1]

    # --- what it means ------------------------------------------------------------------------
    def _piece(self, use: PlannedUse) -> Piece:
        if use.shape is None:
            site = self._sites[use.site]
            assert site is not None
            return of_site(site)
        closure = self.closure(use)
        if closure is None or "Line" not in use.shape.kind:
            return of_shape(use.shape, name=use.name, areas=self.book.areas)
        return self._street(use, use.shape, closure)

    def _street(self, use: PlannedUse, shape: Shape, closure: ClosureFacts) -> Piece:
        drawn = self._plane.length_m(shape)
        if not closure.stretches or closure.unmatched_m > (1 - FOLLOWED) * drawn:
            drawing = self._widened([self._plane.plane(shape)])
            return of_shape(drawing, name=use.name, areas=self.book.areas)
        named = ", ".join(closure.street_names)
        taken = [f"{one.street.id}:{one.from_m:.0f}-{one.to_m:.0f}" for one in closure.stretches]
        key = hashlib.sha256("|".join(sorted(taken)).encode()).hexdigest()[:24]
        whole = self._widened([one.geometry for one in closure.stretches])
        name: Texts = {"id": named, "en": named} if named else use.name
        return of_street(key, whole, name=name, areas=self.book.areas)

    def _widened(self, lines: Sequence[BaseGeometry]) -> Shape:
        merged = shapely.line_merge(shapely.union_all(list(lines)))
        parts = [_without_corners(part) for part in shapely.get_parts(merged)]
        whole = shapely.union_all([part.buffer(self._half, cap_style="flat") for part in parts])
        return self._plane.globe(whole)

    def _stretches(self, use: PlannedUse) -> list[StreetLine]:
        closure = self.closure(use)
        return [one.street for one in closure.stretches] if closure is not None else []

    def _details(
        self,
        use: PlannedUse,
        flat: BaseGeometry,
        near: Sequence[StreetLine],
        units: Sequence[Where],
    ) -> Details:
        piece, closure = self.piece(use), self.closure(use)
        assert piece.shape is not None
        beside = sorted(near, key=lambda one: one.line.distance(flat))[:MOST_STREETS]
        streets = self._stretches(use) or beside
        hits = self.book.areas.touched(piece.shape)
        return Details(
            areas=tuple(hit.kelurahan for hit in hits) or self._area(piece),
            roads=self._cut(closure, streets, flat, piece.area),
            lines=frozenset(one.key for one in closure.bus_lines) if closure else frozenset(),
            counted_at=(*_streets(streets), *units),
        )

    @staticmethod
    def _area(piece: Piece) -> tuple[str, ...]:
        return (piece.area,) if piece.area else ()

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
