"""What somebody plans to use, made ready for the clash check and for the calendar.

A plan names a site or a drawing; the city's own data say which streets, bus lines, areas and
neighbourhood units that takes. Nothing is written here: grounds come into being when a hold does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

from simpul.city.book import CityBook
from simpul.city.queries import city_book
from simpul.kit.geometry import Shape
from simpul.kit.periods import Period, moment_of
from simpul.kit.texts import Texts
from simpul.places.actions.grounds import Piece
from simpul.places.calendar.uses import NOWHERE, Wanted
from simpul.places.closures import ClosureFacts
from simpul.places.details import Details
from simpul.places.lookup import Lookup
from simpul.places.models import Ground
from simpul.places.near import shape_of
from simpul.places.rules import calendar_rules

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

    `ground`: the stored ground, or one that is not stored yet, with a key below zero; `wholes`:
    keys of the areas that the latter will be a part of.
    """

    planned: PlannedUse
    piece: Piece
    ground: Ground
    wholes: frozenset[int]
    wanted: Wanted
    details: Details
    closure: ClosureFacts | None


def prepare(
    planned: Sequence[PlannedUse],
    *,
    holder: str = "",
    book: CityBook | None = None,
    lookup: Lookup | None = None,
) -> list[Prepared]:
    """Look up sites, streets, bus lines, areas and units of planned uses; those nowhere yet are
    left out. The statements grow with the number of different closures, not with uses or rows.

    `lookup`: of the caller, who asks again for the same places.
    """
    places = lookup or Lookup(book or city_book())
    zone = calendar_rules(places.book).zone
    placed = [(n, use) for n, use in enumerate(planned) if use.site or use.shape is not None]
    if not placed:
        return []
    places.ask([use for _, use in placed], min(use.first_day(zone) for _, use in placed))
    return [_prepared(n, use, places, holder) for n, use in placed if places.known(use)]


def _prepared(number: int, use: PlannedUse, places: Lookup, holder: str) -> Prepared:
    ground, details = places.ground(use), places.details(use)
    return Prepared(
        planned=use,
        piece=places.piece(use),
        ground=ground,
        wholes=places.wholes(ground),
        wanted=_wanted(number, use, ground, details, places.takes(ground), holder),
        details=details,
        closure=places.closure(use),
    )


def _wanted(
    number: int,
    use: PlannedUse,
    ground: Ground,
    details: Details,
    takes: frozenset[int],
    holder: str,
) -> Wanted:
    return Wanted(
        plane=shape_of(ground.plane) or NOWHERE,
        periods=use.periods,
        kind=use.kind,
        takes=takes,
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
