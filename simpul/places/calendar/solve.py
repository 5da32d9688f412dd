"""What would solve a clash: other hours of the day, the next free day, a calmer place. Pure.

Nothing here decides what is free: the callers bring that as a question, so that the same search
serves a planner, a case and a program.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

from shapely.geometry.base import BaseGeometry

from simpul.kit.periods import Period, merge
from simpul.kit.texts import Texts
from simpul.places.calendar.found import Clash, Grade, Solution, both
from simpul.places.calendar.rules import span
from simpul.places.calendar.uses import utc

HORIZON_DAYS = 180
"""How far ahead the next free day is looked for."""

NEARBY_M = 5000.0
"""How far away a similar place may be."""

MORNING, EVENING = time(5), time(22)
"""Hours of a day that are offered."""

_DAY = timedelta(days=1)


def blocked(found: Iterable[Clash], *, least: Grade = Grade.POSSIBLE) -> list[Period]:
    """The times that clashes of at least this grade block, merged."""
    return merge(period for one in found if one.grade >= least for period in one.periods)


def free_hours(
    day: date,
    duration: timedelta,
    taken: Iterable[Period],
    zone: ZoneInfo,
    *,
    begin: time = MORNING,
    finish: time = EVENING,
) -> tuple[Period, ...]:
    """The times on a local day, from `begin` to `finish`, that are free for at least `duration`.
    A finish not after the begin lies on the next day.

    `taken`: times that are not free. `duration` is elapsed time.
    """
    whole = span(day, begin, finish, zone)
    if whole is None or duration <= timedelta(0):
        return ()
    start, found = whole.start, []
    for period in merge(utc(one) for one in taken):
        if period.end <= start:
            continue
        if period.start >= whole.end:
            break
        if period.start - start >= duration:
            found.append(Period(start, period.start))
        start = max(start, period.end)
    if whole.end - start >= duration:
        found.append(Period(start, whole.end))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class DayFound:
    """The first day that is free. `passed`: the days tried before, with what was in the way."""

    day: date
    passed: Mapping[date, Sequence[Clash]]


def earliest_free_day(
    first: date,
    ask: Callable[[date], Sequence[Clash]],
    *,
    horizon: int = HORIZON_DAYS,
    allowed: Callable[[date], bool] = lambda _: True,
    least: Grade = Grade.POSSIBLE,
) -> DayFound | None:
    """The first day from `first` on without a clash of at least `least`; None within the horizon.

    `ask(day)` answers what would clash if everything were moved to begin on that day; `allowed`
    leaves out days without asking (filing deadlines, the producer's own days).
    """
    passed: dict[date, Sequence[Clash]] = {}
    for step in range(horizon):
        day = first + step * _DAY
        if not allowed(day):
            continue
        found = ask(day)
        if all(one.grade < least for one in found):
            return DayFound(day, MappingProxyType(passed))
        passed[day] = found
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place that may stand in for another. `shoot_days`: in the rolling window of its limit."""

    code: str
    name: Texts
    plane: BaseGeometry
    categories: frozenset[str] = frozenset()
    asset_class: str = ""
    setting: str = ""
    heritage: bool | None = None
    shoot_days: float = 0.0


@dataclass(frozen=True, slots=True)
class Calmer:
    """A similar place with less going on. `alike`: what the two have in common, in words."""

    place: Place
    metres: float
    fewer: float
    alike: tuple[Texts, ...]
    clashes: tuple[Clash, ...]

    @property
    def solution(self) -> Solution:
        """As a way out, with the reasons."""
        shared = {
            language: ", ".join(text.get(language, "") for text in self.alike)
            for language in ("id", "en")
        }
        return Solution(
            kind="place",
            place=self.place.code,
            text=both(
                "{name}, {metres} m dari sini: {alike}; {fewer} hari syuting lebih sedikit.",
                "{name}, {metres} m from here: {alike}; {fewer} shoot days fewer.",
                name=self.place.name,
                metres=round(self.metres),
                alike=shared,
                fewer=float(self.fewer),
            ),
        )


def calmer(
    like: Place,
    places: Iterable[Place],
    ask: Callable[[Sequence[Place]], Sequence[Sequence[Clash]]],
    *,
    within_m: float = NEARBY_M,
    most: int = 5,
) -> list[Calmer]:
    """Places like this one, near by, with fewer shoot days and no hard clash; the best first.

    More in common goes first, then fewer shoot days, then the shorter way. `ask(places)` answers
    for each of some what would clash there; it is asked in that order for as many as are still
    missing.
    """
    candidates = []
    for place in places:
        alike = in_common(like, place)
        metres = float(like.plane.distance(place.plane))
        if place.code == like.code or not alike or metres > within_m:
            continue
        if place.shoot_days < like.shoot_days:
            candidates.append((-len(alike), place.shoot_days, metres, place.code, place, alike))
    candidates.sort(key=lambda one: one[:4])
    found: list[Calmer] = []
    while candidates and len(found) < most:
        tried, candidates = candidates[: most - len(found)], candidates[most - len(found) :]
        answers = ask([place for *_, place, _ in tried])
        for (_, days, metres, _, place, alike), clashes in zip(tried, answers, strict=True):
            if all(one.grade < Grade.HARD for one in clashes):
                fewer = like.shoot_days - days
                found.append(Calmer(place, metres, fewer, alike, tuple(clashes)))
    return found


def in_common(one: Place, other: Place) -> tuple[Texts, ...]:
    """What two places have in common; empty when they are nothing alike."""
    found = []
    if one.asset_class and one.asset_class == other.asset_class and one.asset_class != "none":
        found.append(both("jenis aset yang sama", "the same kind of property"))
    if one.setting and one.setting == other.setting and one.setting != "other":
        found.append(both("latar yang sama", "the same setting"))
    if one.categories & other.categories:
        found.append(both("kategori yang sama", "the same category"))
    if found and one.heritage and other.heritage:
        found.append(both("sama-sama cagar budaya", "heritage too"))
    return tuple(found)


def with_solutions(
    clash: Clash,
    *,
    hours: Sequence[Period] = (),
    day: date | None = None,
    places: Collection[Calmer] = (),
) -> Clash:
    """The clash with its ways out: other hours, the next free day, calmer places."""
    found = list(clash.solutions)
    if hours:
        text = both("Jam lain pada hari yang sama.", "Other hours on the same day.")
        found.append(Solution(kind="hours", text=text, periods=tuple(hours)))
    if day is not None:
        text = both("Hari bebas pertama: {day}.", "The first free day: {day}.", day=day)
        found.append(Solution(kind="day", text=text, day=day))
    found += [one.solution for one in places]
    return replace(clash, solutions=tuple(found))
