"""Does a plan clash? The city's calendar and its rules, asked together; and what would solve it.

Reads only. The statements grow with the number of places in the plan, not with what is stored.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from shapely import Point

from simpul.city.book import CityBook
from simpul.city.queries import city_book
from simpul.kit.geometry import Shape, metres
from simpul.kit.periods import Period
from simpul.places.around import Around, AroundPlaces
from simpul.places.calendar import solve
from simpul.places.calendar.clash import Clash, Grade, clashes, worst
from simpul.places.calendar.rules import CalendarRules
from simpul.places.calendar.uses import Standing
from simpul.places.closures import ClosureFacts
from simpul.places.lookup import Lookup
from simpul.places.planned import PlannedUse, Prepared, prepare
from simpul.places.rules import calendar_rules
from simpul.places.standing import (
    shoot_days_of_sites,
)

CHUNK_DAYS = 21
"""So many days are looked at with one statement when a free one is searched."""

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Checked:
    """A plan held against the calendar. `clashes`: the most serious first. `standing`: what stands
    near on its days, also where nothing clashes."""

    prepared: tuple[Prepared, ...]
    clashes: tuple[Clash, ...]
    standing: tuple[Standing, ...] = ()

    @property
    def grade(self) -> Grade | None:
        """The most serious; None when nothing is in the way."""
        return worst(self.clashes)

    @property
    def closures(self) -> Mapping[int, ClosureFacts]:
        """Number of the planned use -> what its closure takes."""
        return {one.wanted.index: one.closure for one in self.prepared if one.closure is not None}


class Calendar:
    """The calendar as one holder sees it.

    `holder`: whose own bookings are not in the way. `reveal`: the reader may know confidential
    titles. `own`: other holders for whom the reader acts: they are told, and in nobody's way. One
    object answers one request: places are looked up once, and what stands near is
    asked once for the same places and days.
    """

    def __init__(
        self,
        *,
        holder: str = "",
        reveal: bool = False,
        own: Collection[str] = (),
        book: CityBook | None = None,
    ) -> None:
        self.book = book or city_book()
        self.rules: CalendarRules = calendar_rules(self.book)
        self.holder, self.reveal, self.own = holder, reveal, frozenset(own)
        self._lookup = Lookup(self.book)
        self._around = AroundPlaces(self.rules, holder=holder, reveal=reveal)

    @property
    def zone(self) -> ZoneInfo:
        """The city's time zone."""
        return self.rules.zone

    def check(self, planned: Sequence[PlannedUse]) -> Checked:
        """Everything in the way of these uses."""
        prepared = self.prepare(planned)
        return self._checked(prepared, self._around.of(prepared))

    def prepare(self, planned: Sequence[PlannedUse]) -> list[Prepared]:
        """The uses with all that the city knows of their places."""
        return prepare(planned, holder=self.holder, lookup=self._lookup)

    def earliest_free(
        self,
        planned: Sequence[PlannedUse],
        *,
        first: date,
        horizon: int = solve.HORIZON_DAYS,
        allowed: Callable[[date], bool] = lambda _: True,
        least: Grade = Grade.POSSIBLE,
        counts: Callable[[Clash], bool] = lambda _: True,
    ) -> solve.DayFound | None:
        """The first day from `first` on to which the whole plan can be moved without a clash of at
        least `least`; the days keep their distance from each other. None within the horizon.

        `counts`: leaves out what no other day would change.
        """
        prepared = self.prepare(planned)
        if not prepared:
            return None
        begins = min(one.planned.first_day(self.zone) for one in prepared)

        def ask(day: date) -> Sequence[Clash]:
            later = self._moved(prepared, (day - begins).days)
            around = self._around.known(later)
            if around is None:
                ahead = [self._moved(prepared, (day - begins).days + n) for n in _ENDS]
                around = self._around.ask([one for rows in ahead for one in rows], whole=True)
            return [one for one in self._checked(later, around).clashes if counts(one)]

        return solve.earliest_free_day(first, ask, horizon=horizon, allowed=allowed, least=least)

    def free_hours(
        self,
        planned: Sequence[PlannedUse],
        number: int,
        *,
        beside: Collection[int] = (),
        counts: Callable[[Clash], bool] = lambda _: True,
    ) -> tuple[Period, ...]:
        """Other hours of the first day of one use that are free for as long as it lasts; of one
        that goes on past midnight, hours from that day's noon to the next.

        `beside`: numbers of uses that move along, for which the hours must be free too. `counts`:
        leaves out what no other hours would change.
        """
        use = planned[number]
        day = use.first_day(self.zone)
        midnight = datetime.combine(day + _DAY, time(0), self.zone)
        night = max(one.end for one in use.periods) > midnight
        end = midnight + _DAY if night else midnight
        whole = (Period(datetime.combine(day, time(0), self.zone), end),)
        uses = [replace(planned[n], periods=whole) for n in (number, *beside)]
        found = [one for one in self.check(uses).clashes if counts(one)]
        length = max(one.duration for one in use.periods)
        begin, finish = (_NOON, _NOON) if night else (solve.MORNING, solve.EVENING)
        taken = solve.blocked(found)
        return solve.free_hours(day, length, taken, self.zone, begin=begin, finish=finish)

    def calmer(
        self, planned: Sequence[PlannedUse], number: int, *, most: int = 5
    ) -> list[solve.Calmer]:
        """Similar sites near by with fewer shoot days and no hard clash at the same time."""
        use = planned[number]
        places = site_places(self.book, self.rules, on=use.first_day(self.zone))
        like = places.get(use.site)
        if like is None:
            return []

        def ask(some: Sequence[solve.Place]) -> list[Sequence[Clash]]:
            there = self.prepare([replace(use, site=one.code, shape=None) for one in some])
            around = self._around.of(there)
            found = {one.planned.site: self._checked([one], around).clashes for one in there}
            return [found.get(one.code, ()) for one in some]

        return solve.calmer(like, places.values(), ask, most=most)

    def _checked(self, prepared: Sequence[Prepared], around: Around) -> Checked:
        found = clashes(
            [one.wanted for one in prepared],
            around.standing,
            around.surroundings,
            self.rules,
            reveal=self.reveal,
            own=self.own,
        )
        return Checked(prepared=tuple(prepared), clashes=tuple(found), standing=around.standing)

    def _moved(self, prepared: Sequence[Prepared], days: int) -> list[Prepared]:
        moved = []
        for one in prepared:
            later = one.planned.moved(days, self.zone)
            wanted = replace(one.wanted, periods=later.periods)
            moved.append(replace(one, planned=later, wanted=wanted))
        return moved


_ENDS = (0, CHUNK_DAYS - 1)
_NOON = time(12)


def site_places(book: CityBook, rules: CalendarRules, *, on: date) -> dict[str, solve.Place]:
    """The public sites as places that may stand in for each other, with their shoot days in the
    rolling window that ends on a day. One statement."""
    window = max((r.window_days for r in rules.limits if r.measure == "shoot_days"), default=30)
    begins = datetime.combine(on - (window - 1) * _DAY, time(0), rules.zone)
    ends = datetime.combine(on + _DAY, time(0), rules.zone)
    busy = shoot_days_of_sites(Period(begins, ends), zone=rules.zone)
    plane = metres(book.settings.epsg)
    found = {}
    for code, row in book.sites.items():
        if row.listing_status != "public" or row.lat is None or row.lon is None:
            continue
        found[code] = solve.Place(
            code=code,
            name=row.names,
            plane=plane.plane(Shape(Point(row.lon, row.lat))),
            categories=frozenset(row.categories),
            asset_class=row.asset_class,
            setting=row.setting,
            heritage=row.heritage,
            shoot_days=float(busy.get(code, 0)),
        )
    return found
