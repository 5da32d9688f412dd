"""Which uses of a plan belong together: those of one place on one date. Other hours move all of
them, and so does another date."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from simpul.kit.periods import Period
from simpul.permits.holding.moving import spot_number
from simpul.permits.planned_uses import PlanUse
from simpul.places.calendar.clash import Clash, Grade
from simpul.places.planned import PlannedUse

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo


_NOT_BY_HOURS = frozenset(
    {
        "set_distance",
        "fatigue",
        "rest",
        "vehicles",
        "technical_vehicles",
        "large_vehicles",
        "airspace",
        "bus_lines",
    }
)
"""What other hours of the same day do not change."""


@dataclass(frozen=True, slots=True, order=True)
class At:
    """A place of the plan, by its number, and a date on which something begins there."""

    spot: int
    on: date


@dataclass(frozen=True)
class PlacesInUse:
    """The uses of a plan by place and date. `uses`: as the calendar was asked about them; `plan`:
    the JSON they come from."""

    uses: Sequence[PlanUse]
    plan: Mapping[str, Any]
    zone: ZoneInfo

    @cached_property
    def _by(self) -> dict[At, list[int]]:
        found: dict[At, list[int]] = {}
        for number, one in enumerate(self.uses):
            spot = self._spot(one)
            if spot is None:
                continue
            for on in sorted({self._begins(period) for period in one.use.periods}):
                found.setdefault(At(spot, on), []).append(number)
        return found

    @property
    def several(self) -> bool:
        """Is more than one place or date in use?"""
        return len(self._by) > 1

    @property
    def dates(self) -> frozenset[date]:
        """All dates of the plan."""
        return frozenset(at.on for at in self._by)

    def of(self, clash: Clash) -> At | None:
        """Where and when a clash stands in the way; of a use on several dates, the first that it
        touches."""
        use = self.uses[clash.use]
        spot = self._spot(use)
        if spot is None:
            return None
        touched = [
            one
            for one in use.use.periods
            if not clash.periods or any(one.overlaps(other) for other in clash.periods)
        ]
        return At(spot, min(self._begins(one) for one in touched or use.use.periods))

    def numbers(self, at: At) -> list[int]:
        """Numbers of the uses there on that date."""
        return self._by.get(at, [])

    def alone(self, at: At) -> list[PlannedUse]:
        """The same uses on that date only."""
        return [
            replace(
                self.uses[n].use,
                periods=tuple(
                    one for one in self.uses[n].use.periods if self._begins(one) == at.on
                ),
            )
            for n in self.numbers(at)
        ]

    def day_use(self, at: At) -> int | None:
        """Number of the first day row there."""
        found = (n for n in self.numbers(at) if self.uses[n].path.startswith("days["))
        return next(found, None)

    def _spot(self, one: PlanUse) -> int | None:
        part, _, number = one.path.rstrip("]").partition("[")
        rows = self.plan.get(part) or []
        return spot_number(self.plan, rows[int(number)]) if int(number) < len(rows) else None

    def _begins(self, period: Period) -> date:
        return period.start.astimezone(self.zone).date()


def other_hours_help(clash: Clash) -> bool:
    """Could the same day be free of it at other hours?"""
    return clash.rule not in _NOT_BY_HOURS


def keeps_out(clash: Clash) -> bool:
    """What other hours must not have, in a check of a day with what goes along with it: of that
    only what stops it, because a measure may have to be talked about at any hour."""
    stops = clash.grade == Grade.HARD or clash.rule == "exclusive"
    return other_hours_help(clash) and (clash.use == 0 or stops)
