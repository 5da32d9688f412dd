"""One check: what all families of rules look at, and what they share. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cached_property
from typing import Any

from simpul.kit.periods import Period
from simpul.places.calendar.found import (
    Clash,
    Grade,
    grade_of,
    key_of,
    origin_of,
    other_side,
)
from simpul.places.calendar.near import Near
from simpul.places.calendar.rows import CalendarRow, LimitRow, ZoneRow
from simpul.places.calendar.rules import CalendarRules
from simpul.places.calendar.uses import Standing, Surroundings, Wanted


class Check:
    """Wanted uses against the calendar, the surroundings and the rules.

    `reveal`: the reader may know who the other side is, also where it is confidential.
    """

    def __init__(
        self,
        wanted: Sequence[Wanted],
        standing: Sequence[Standing],
        surroundings: Surroundings,
        rules: CalendarRules,
        *,
        reveal: bool,
    ) -> None:
        self.wanted = tuple(wanted)
        self.surroundings = surroundings
        self.rules = rules
        self.reveal = reveal
        self.near = Near(wanted, standing, rules.zone)
        self._limits: dict[tuple[object, ...], tuple[LimitRow, ...]] = {}

    @cached_property
    def days(self) -> tuple[frozenset[date], ...]:
        """The local days of each wanted use."""
        return tuple(one.days(self.rules.zone) for one in self.wanted)

    @cached_property
    def first_days(self) -> tuple[date, ...]:
        """The first local day of each wanted use: the day whose rules hold."""
        return tuple(min(days) for days in self.days)

    @cached_property
    def zones(self) -> tuple[tuple[ZoneRow, ...], ...]:
        """The zones of each wanted use."""
        return tuple(
            self.rules.zones_of(use, day)
            for use, day in zip(self.wanted, self.first_days, strict=True)
        )

    def limits(self, i: int, measure: str, *, subject: str = "") -> tuple[LimitRow, ...]:
        """The limits of a measure for a wanted use."""
        zones, day = self.zones[i], self.first_days[i]
        place = (measure, subject, day, *(zone.code for zone in zones))
        if place not in self._limits:
            found = self.rules.limits_for(measure, zones, day, subject=subject)
            self._limits[place] = found
        return self._limits[place]

    def between(
        self,
        i: int,
        j: int,
        *,
        rule: str,
        grade: Grade,
        row: CalendarRow | None = None,
        periods: tuple[Period, ...] | None = None,
        **rest: Any,
    ) -> Clash:
        """A clash of a wanted use with a standing one."""
        mine, theirs = self.wanted[i], self.near.standing[j]
        found = self.near.shared(i, j) if periods is None else periods
        code = row.code if row is not None else ""
        return Clash(
            grade=grade,
            rule=rule,
            row=code,
            use=mine.index,
            periods=found,
            key=key_of(rule, code, mine.index, theirs.key or theirs.holder, found),
            **other_side(theirs, reveal=self.reveal),
            **origin_of(row),
            **rest,
        )

    def alone(
        self,
        i: int,
        *,
        rule: str,
        row: CalendarRow | None,
        most: Grade = Grade.HARD,
        periods: tuple[Period, ...] = (),
        **rest: Any,
    ) -> Clash:
        """A clash of a wanted use with a rule, a place or a time, and with nobody else."""
        use = self.wanted[i]
        code = row.code if row is not None else ""
        return Clash(
            grade=grade_of(row, most=most) if row is not None else most,
            rule=rule,
            row=code,
            use=use.index,
            periods=periods,
            key=key_of(rule, code, use.index, rest.get("ground", {}), periods),
            **origin_of(row),
            **rest,
        )
