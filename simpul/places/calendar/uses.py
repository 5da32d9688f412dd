"""What somebody wants to use, what stands in the calendar already, and what lies around. Pure.

All geometry is in metres on the city's plane; all periods are aware and half-open. Periods are
kept in UTC and without overlaps, because Python compares two times of one zone by the wall clock,
and the wall clock shows an hour of autumn twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, tzinfo
from types import MappingProxyType

from shapely import Point
from shapely.geometry.base import BaseGeometry

from simpul.kit.periods import Period, merge
from simpul.kit.texts import Texts

KINDS = (
    "shoot",
    "prep",
    "strike",
    "unit_base",
    "parking",
    "closure",
    "drone",
    "blast",
    "event",
    "road_works",
)
"""What ground can be used for. The last two are nobody's shoot: they come from imports."""

NOT_FILMING = ("event", "road_works")

STANDS = {"confirmed": True, "pencil": False, "option_1": False, "option_2": False}
"""States of a hold that stand in somebody's way -> is it settled? Others (released) do not."""

NOWHERE = Point()
"""The shape of ground that has none yet: it is near nothing and touches nothing."""

_INSTANT = timedelta(microseconds=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Where:
    """A place at which street fatigue is counted: a street stretch or a neighbourhood unit (RW).

    `kind`: "street" or "rw". `code`: the same for the same place for ever.
    """

    kind: str
    code: str
    name: Texts


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """One use of one ground. `plane`: its shape, `NOWHERE` when it has none yet.

    `takes`: ids of the ground and of all its parts, and parts' parts. `radius_m`: what is kept
    free around it (blast zone, drone volume). `height_m`: the highest a drone flies, None when
    nobody has said. `parking_m`: metres of kerb. `roads`: codes of the roads a closure cuts;
    `lines`: bus lines it cuts. `areas`: codes of the areas it touches. `counted_at`: where its
    fatigue is counted. `holder`: whose use it is ("application:12"); uses of one holder never
    clash. Vehicles: each is named in one use only, else it is counted twice.
    """

    plane: BaseGeometry
    periods: tuple[Period, ...]
    kind: str = "shoot"
    takes: frozenset[int] = frozenset()
    name: Texts = field(default_factory=lambda: MappingProxyType({}))
    exclusive: bool = False
    vehicles: int = 0
    technical_vehicles: int = 0
    large_vehicles: int = 0
    loud: bool = False
    radius_m: float = 0.0
    height_m: float | None = None
    parking_m: float = 0.0
    roads: frozenset[str] = frozenset()
    lines: frozenset[str] = frozenset()
    areas: tuple[str, ...] = ()
    counted_at: tuple[Where, ...] = ()
    holder: str = ""
    _days: dict[tzinfo, frozenset[date]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"kind of use: {self.kind!r}")
        if not self.periods:
            raise ValueError("a use needs a period")
        object.__setattr__(self, "periods", tuple(merge(utc(one) for one in self.periods)))

    @property
    def spans(self) -> list[tuple[int, int]]:
        """The periods as microseconds since 1970."""
        return [(microseconds(one.start), microseconds(one.end)) for one in self.periods]

    def days(self, zone: tzinfo) -> frozenset[date]:
        """The local days on which it takes place; what ends at midnight is not on the next day."""
        if zone not in self._days:
            found = (day for one in self.periods for day in local_days(one, zone))
            self._days[zone] = frozenset(found)
        return self._days[zone]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted(Use):
    """A use that somebody plans or applies for. `index`: the caller's number of it."""

    index: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing(Use):
    """A use that stands in the calendar.

    `label`: its title. `confidential`: outsiders read "another production". `state`: of its hold.
    `key`: a public id that tells nothing, so that a clash can be known again.
    """

    label: Texts = field(default_factory=lambda: MappingProxyType({}))
    confidential: bool = False
    state: str = "confirmed"
    key: str = ""

    @property
    def settled(self) -> bool:
        """Confirmed, and not only pencilled in."""
        return STANDS.get(self.state, False)


@dataclass(frozen=True, slots=True, kw_only=True)
class QuietPlace:
    """A place that needs quiet. `kind`: mosque, church, temple, school or hospital."""

    code: str
    name: Texts
    kind: str
    plane: BaseGeometry
    lat: float
    lon: float


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerEntry:
    """What one holder took of one place on one local day.

    `shoot_days`: 1 when it was shot (one production, one day), else 0. `night_hours`: hours of the
    night that began on this day. `parking_m`: metres of kerb.
    """

    where: str
    day: date
    holder: str
    label: Texts
    shoot_days: int = 0
    night_hours: float = 0.0
    parking_m: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What is known around the wanted uses, besides the rules of the pack.

    `quiet_places`: those imported, besides the pack's. `ledger`: what was and will be taken at the
    places where the wanted uses are counted, without the wanted uses themselves. `line_names`:
    names of bus lines.
    """

    quiet_places: tuple[QuietPlace, ...] = ()
    ledger: tuple[LedgerEntry, ...] = ()
    line_names: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


def utc(period: Period) -> Period:
    """The same period in UTC. ValueError when no time is left (an hour skipped in spring)."""
    return Period(period.start.astimezone(UTC), period.end.astimezone(UTC))


def common(one: Period, other: Period) -> Period | None:
    """The part in both of two periods in UTC, or None."""
    start, end = max(one.start, other.start), min(one.end, other.end)
    return Period(start, end) if start < end else None


def microseconds(moment: datetime) -> int:
    """Microseconds since 1970, exact."""
    return (moment - _EPOCH) // _INSTANT


def local_days(period: Period, zone: tzinfo) -> list[date]:
    """The local days a period touches, in order."""
    first = period.start.astimezone(zone).date()
    last = (period.end.astimezone(UTC) - _INSTANT).astimezone(zone).date()
    if first == last:
        return [first]
    return [first + timedelta(days=step) for step in range((last - first).days + 1)]
