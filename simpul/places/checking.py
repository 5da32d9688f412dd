"""Does a plan clash? The city's calendar and its rules, asked together; and what would solve it.

Reads only. The statements grow with the number of places in the plan, not with what is stored.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from operator import is_not
from zoneinfo import ZoneInfo

from shapely import Point

from simpul.city.book import CityBook
from simpul.city.queries import city_book
from simpul.kit.geometry import Shape, metres
from simpul.kit.periods import Period
from simpul.places.calendar import solve
from simpul.places.calendar.clash import Clash, Grade, Surroundings, clashes, worst
from simpul.places.calendar.ledger import ledger
from simpul.places.calendar.rows import FATIGUE
from simpul.places.calendar.rules import CalendarRules
from simpul.places.calendar.uses import LedgerEntry, QuietPlace, Standing, Where
from simpul.places.closures import ClosureFacts, line_names
from simpul.places.near import Use, clashing_bookings
from simpul.places.planned import PlannedUse, Prepared, prepare
from simpul.places.quiet import quiet_near
from simpul.places.rules import calendar_rules
from simpul.places.standing import (
    counted_uses,
    cutting_uses,
    shoot_days_of_sites,
    standing_uses,
)

CHUNK_DAYS = 21
"""So many days are looked at with one statement when a free one is searched."""

_DAY = timedelta(days=1)
_PLACED = ("set_distance", "parallel_closure", "quiet")


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
    titles. One object answers one request; places are looked up once.
    """

    def __init__(
        self, *, holder: str = "", reveal: bool = False, book: CityBook | None = None
    ) -> None:
        self.book = book or city_book()
        self.rules: CalendarRules = calendar_rules(self.book)
        self.holder, self.reveal = holder, reveal
        self._last: tuple[tuple[PlannedUse, ...], list[Prepared]] | None = None

    @property
    def zone(self) -> ZoneInfo:
        """The city's time zone."""
        return self.rules.zone

    def check(self, planned: Sequence[PlannedUse]) -> Checked:
        """Everything in the way of these uses."""
        prepared = self._prepared(planned)
        return self._checked(prepared, self._around(prepared))

    def _prepared(self, planned: Sequence[PlannedUse]) -> list[Prepared]:
        """Looked up once while the same uses are asked about again."""
        same = tuple(planned)
        known = self._last
        if known is None or len(known[0]) != len(same) or any(map(is_not, known[0], same)):
            self._last = known = same, prepare(same, holder=self.holder, book=self.book)
        return known[1]

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
        prepared = self._prepared(planned)
        if not prepared:
            return None
        begins = min(one.planned.first_day(self.zone) for one in prepared)
        around: dict[int, _Around] = {}

        def ask(day: date) -> Sequence[Clash]:
            chunk = (day - first).days // CHUNK_DAYS
            if chunk not in around:
                start = first + chunk * CHUNK_DAYS * _DAY
                moved = [self._moved(prepared, (start - begins).days + n) for n in _ENDS]
                around[chunk] = self._around([one for rows in moved for one in rows], whole=True)
            later = self._moved(prepared, (day - begins).days)
            return [one for one in self._checked(later, around[chunk]).clashes if counts(one)]

        return solve.earliest_free_day(first, ask, horizon=horizon, allowed=allowed, least=least)

    def free_hours(
        self,
        planned: Sequence[PlannedUse],
        number: int,
        *,
        counts: Callable[[Clash], bool] = lambda _: True,
    ) -> tuple[Period, ...]:
        """Other hours on the first day of one use that are free for as long as it lasts.

        `counts`: leaves out what no other hours would change.
        """
        use = planned[number]
        day = use.first_day(self.zone)
        start = datetime.combine(day, time(0), self.zone)
        whole = replace(use, periods=(Period(start, start + _DAY),))
        found = [one for one in self.check([whole]).clashes if counts(one)]
        length = max(one.duration for one in use.periods)
        return solve.free_hours(day, length, solve.blocked(found), self.zone)

    def calmer(self, planned: Sequence[PlannedUse], number: int) -> list[solve.Calmer]:
        """Similar sites near by with fewer shoot days and no hard clash at the same time."""
        use = planned[number]
        places = site_places(self.book, self.rules, on=use.first_day(self.zone))
        like = places.get(use.site)
        if like is None:
            return []

        def ask(place: solve.Place) -> Sequence[Clash]:
            return self.check([replace(use, site=place.code, shape=None)]).clashes

        return solve.calmer(like, places.values(), ask)

    def _checked(self, prepared: Sequence[Prepared], around: _Around) -> Checked:
        found = clashes(
            [one.wanted for one in prepared],
            around.standing,
            around.surroundings,
            self.rules,
            reveal=self.reveal,
        )
        return Checked(
            prepared=tuple(prepared), clashes=tuple(found), standing=tuple(around.standing)
        )

    def _moved(self, prepared: Sequence[Prepared], days: int) -> list[Prepared]:
        moved = []
        for one in prepared:
            later = one.planned.moved(days, self.zone)
            wanted = replace(one.wanted, periods=later.periods)
            moved.append(replace(one, planned=later, wanted=wanted))
        return moved

    def _around(self, prepared: Sequence[Prepared], *, whole: bool = False) -> _Around:
        """What stands near, on the days of the uses; `whole`: on all days from first to last."""
        if not prepared:
            return _Around((), Surroundings())
        reach = self._reach()
        uses = [use for one in prepared for use in self._days_of(one)]
        if whole:
            uses = _spanned(uses)
        found = clashing_bookings(uses, within_m=reach, but_not=self.holder)
        cuts = {cut for one in prepared for cut in one.details.cuts}
        standing = standing_uses(found)
        standing |= cutting_uses(cuts, _span(uses), but_not=self.holder)
        surroundings = Surroundings(
            quiet_places=self._quiet(prepared),
            ledger=self._ledger(prepared, _span(uses)),
            line_names=line_names({key for one in prepared for key in one.details.lines}),
        )
        return _Around(tuple(standing.values()), surroundings)

    def _days_of(self, one: Prepared) -> list[Use]:
        days = sorted(one.wanted.days(self.zone))
        return [
            Use(
                ground=one.ground,
                kind=one.planned.kind,
                period=Period(self._midnight(day), self._midnight(day + _DAY)),
                radius_m=one.planned.radius_m,
            )
            for day in days
        ]

    def _midnight(self, day: date) -> datetime:
        return datetime.combine(day, time(0), self.zone).astimezone(UTC)

    def _reach(self) -> float:
        measures = [row.most or 0.0 for row in self.rules.limits if row.measure in _PLACED]
        return max(measures, default=0.0)

    def _quiet(self, prepared: Sequence[Prepared]) -> tuple[QuietPlace, ...]:
        quiet = [row.most or 0.0 for row in self.rules.limits if row.measure == "quiet"]
        prayer = [row.within_m for row in self.rules.prayer_windows]
        reach = max([*quiet, *prayer], default=0.0)
        boxes = {one.ground.extent for one in prepared if one.ground.extent is not None}
        found = {place.code: place for box in sorted(boxes) for place in quiet_near(box, reach)}
        return tuple(found.values())

    def _ledger(self, prepared: Sequence[Prepared], span: Period) -> tuple[LedgerEntry, ...]:
        wheres = {where.code: where for one in prepared for where in one.details.counted_at}
        return ledger_at(
            wheres,
            span,
            rules=self.rules,
            but_not=self.holder,
            reveal=self.reveal,
        )


@dataclass(frozen=True, slots=True)
class _Around:
    standing: tuple[Standing, ...]
    surroundings: Surroundings


_ENDS = (0, CHUNK_DAYS - 1)


def _span(uses: Sequence[Use]) -> Period:
    return Period(min(one.period.start for one in uses), max(one.period.end for one in uses))


def _spanned(uses: Sequence[Use]) -> list[Use]:
    """One use for each ground, from its first moment to its last, with its widest reach."""
    found: dict[int, list[Use]] = {}
    for use in uses:
        found.setdefault(use.ground.pk, []).append(use)
    return [
        replace(rows[0], period=_span(rows), radius_m=max(row.radius_m for row in rows))
        for rows in found.values()
    ]


def ledger_at(
    wheres: Mapping[str, Where],
    span: Period,
    *,
    rules: CalendarRules,
    but_not: str = "",
    reveal: bool = False,
) -> tuple[LedgerEntry, ...]:
    """What confirmed filming takes of these places, as far before and after the span as any cap or
    rest reaches. One statement."""
    fatigue = [row for row in rules.limits if row.measure in FATIGUE]
    if not wheres or not fatigue:
        return ()
    before = max(2 * row.window_days + row.rest_days for row in fatigue)
    after = max(row.window_days for row in fatigue)
    wide = Period(span.start - before * _DAY, span.end + after * _DAY)
    uses = counted_uses(set(wheres), wide, but_not=but_not)
    return tuple(one for one in ledger(uses, rules, reveal=reveal) if one.where in wheres)


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
