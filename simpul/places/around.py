"""What stands near the places of a plan, and what lies around them: asked once for one request.

More than a check needs is no harm to it, so what was asked for some places and days serves every
later question about some of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta

from simpul.kit.periods import Period
from simpul.places.calendar.clash import Surroundings
from simpul.places.calendar.ledger import ledger
from simpul.places.calendar.rows import FATIGUE
from simpul.places.calendar.rules import CalendarRules
from simpul.places.calendar.uses import LedgerEntry, QuietPlace, Standing, Where
from simpul.places.closures import line_names
from simpul.places.models.fields import Extent
from simpul.places.near import Use, clashing_bookings
from simpul.places.planned import Prepared
from simpul.places.quiet import quiet_near
from simpul.places.standing import counted_uses, standing_uses

_DAY = timedelta(days=1)
_PLACED = ("set_distance", "parallel_closure", "quiet")


@dataclass(frozen=True, slots=True)
class Around:
    """What was found. `asked`: ground and local day -> how far around was looked, in metres,
    beyond the reach of the rules; `wheres`, `cuts`: whose fatigue, and what closures cut."""

    standing: tuple[Standing, ...] = ()
    surroundings: Surroundings = field(default_factory=Surroundings)
    asked: Mapping[tuple[int, date], int] = field(default_factory=dict)
    wheres: frozenset[str] = frozenset()
    cuts: frozenset[str] = frozenset()

    def covers(self, other: Around) -> bool:
        """Was everything asked here that the other asks?"""
        return (
            other.wheres <= self.wheres
            and other.cuts <= self.cuts
            and all(self.asked.get(at, -1) >= metres for at, metres in other.asked.items())
        )


class AroundPlaces:
    """Asks what stands and lies around prepared uses, and remembers it. `holder`: whose own
    bookings do not stand; `reveal`: confidential holders are named."""

    def __init__(self, rules: CalendarRules, *, holder: str = "", reveal: bool = False) -> None:
        self._rules, self._holder, self._reveal = rules, holder, reveal
        self._found: list[Around] = []
        self._quiet: dict[str, QuietPlace] = {}
        self._quiet_at: set[Extent] = set()
        self._lines: dict[str, str] = {}

    def of(self, prepared: Sequence[Prepared]) -> Around:
        """What stands near on the days of the uses; asked only where it is not known."""
        return self.known(prepared) or self.ask(prepared)

    def known(self, prepared: Sequence[Prepared]) -> Around | None:
        """What was found before, if it answers for these uses too."""
        if not prepared:
            return Around()
        question = self._question(prepared, whole=False)
        return next((one for one in self._found if one.covers(question)), None)

    def ask(self, prepared: Sequence[Prepared], *, whole: bool = False) -> Around:
        """Ask now. `whole`: for all days from the first to the last of each ground."""
        question = self._question(prepared, whole=whole)
        uses = self._uses(prepared, question)
        span = Period(min(one.period.start for one in uses), max(one.period.end for one in uses))
        found = clashing_bookings(uses, within_m=self._reach(), but_not=self._holder)
        wholes = frozenset(key for one in prepared for key in one.wholes)
        standing = standing_uses(
            found, cuts=question.cuts, wholes=wholes, span=span, but_not=self._holder
        )
        surroundings = Surroundings(
            quiet_places=self._quiet_places(prepared),
            ledger=self._ledger(prepared, span),
            line_names=self._line_names(prepared),
        )
        around = replace(question, standing=tuple(standing.values()), surroundings=surroundings)
        self._found.append(around)
        return around

    def _question(self, prepared: Sequence[Prepared], *, whole: bool) -> Around:
        asked: dict[tuple[int, date], int] = {}
        for one in prepared:
            for day in one.wanted.days(self._rules.zone):
                at = (one.ground.pk, day)
                asked[at] = max(asked.get(at, 0), one.planned.radius_m)
        return Around(
            asked=_filled(asked) if whole else asked,
            wheres=frozenset(where.code for one in prepared for where in one.details.counted_at),
            cuts=frozenset(cut for one in prepared for cut in one.details.cuts),
        )

    def _uses(self, prepared: Sequence[Prepared], question: Around) -> list[Use]:
        """A use for each run of days of a ground."""
        grounds = {one.ground.pk: (one.ground, one.planned.kind) for one in prepared}
        uses: list[Use] = []
        for (key, day), metres in sorted(question.asked.items()):
            begin, end = self._midnight(day), self._midnight(day + _DAY)
            last = uses[-1] if uses else None
            if last and (last.ground.pk, last.period.end, last.radius_m) == (key, begin, metres):
                uses[-1] = replace(last, period=Period(last.period.start, end))
                continue
            ground, kind = grounds[key]
            uses.append(Use(ground=ground, kind=kind, period=Period(begin, end), radius_m=metres))
        return uses

    def _midnight(self, day: date) -> datetime:
        return datetime.combine(day, time(0), self._rules.zone).astimezone(UTC)

    def _reach(self) -> float:
        measures = [row.most or 0.0 for row in self._rules.limits if row.measure in _PLACED]
        return max(measures, default=0.0)

    def _quiet_places(self, prepared: Sequence[Prepared]) -> tuple[QuietPlace, ...]:
        """Those around these places and all that were asked before."""
        boxes = {one.ground.extent for one in prepared if one.ground.extent is not None}
        new = sorted(boxes - self._quiet_at)
        if new:
            quiet = [row.most or 0.0 for row in self._rules.limits if row.measure == "quiet"]
            prayer = [row.within_m for row in self._rules.prayer_windows]
            reach = max([*quiet, *prayer], default=0.0)
            self._quiet.update({place.code: place for place in quiet_near(new, reach)})
            self._quiet_at.update(new)
        return tuple(self._quiet.values())

    def _ledger(self, prepared: Sequence[Prepared], span: Period) -> tuple[LedgerEntry, ...]:
        wheres = {where.code: where for one in prepared for where in one.details.counted_at}
        return ledger_at(wheres, span, rules=self._rules, but_not=self._holder, reveal=self._reveal)

    def _line_names(self, prepared: Sequence[Prepared]) -> Mapping[str, str]:
        new = {key for one in prepared for key in one.details.lines} - self._lines.keys()
        self._lines.update(line_names(new))
        return self._lines


def _filled(asked: Mapping[tuple[int, date], int]) -> dict[tuple[int, date], int]:
    """Each ground on every day from its first to its last, as far around as on any of them."""
    grounds: dict[int, list[tuple[date, int]]] = {}
    for (key, day), metres in asked.items():
        grounds.setdefault(key, []).append((day, metres))
    found = {}
    for key, rows in grounds.items():
        first, last = min(day for day, _ in rows), max(day for day, _ in rows)
        widest = max(metres for _, metres in rows)
        for step in range((last - first).days + 1):
            found[key, first + step * _DAY] = widest
    return found


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
