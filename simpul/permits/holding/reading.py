"""A case as its calendar pages read it: its plan, what that takes, and the calendar it is held
against, each looked up once for a page."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from simpul.kit.actors import Actor
from simpul.permits.holding import claims
from simpul.permits.models import Application
from simpul.permits.planned_uses import PlanUse
from simpul.places.checking import Calendar
from simpul.places.planned import Prepared


@dataclass(frozen=True)
class Reading:
    """One case for one reader; confidential names are for the commission only."""

    application: Application
    actor: Actor

    @cached_property
    def present(self) -> claims.Present:
        """The plan as it is now, and the rules it is read under."""
        return claims.present_plan(self.application)

    @cached_property
    def rows(self) -> list[PlanUse]:
        """What the plan takes."""
        return claims.rows_of(self.present.plan, self.present.book)

    @cached_property
    def holder(self) -> str:
        """The calendar's name for the case."""
        return claims.holder_of(self.application)

    @cached_property
    def calendar(self) -> Calendar:
        """The calendar under the rules in force now: those a signature is held against."""
        return Calendar(holder=self.holder, reveal=self.actor.is_permit_staff)

    @cached_property
    def prepared(self) -> list[Prepared]:
        """The uses with all that the city knows of their places."""
        return self.calendar.prepare([row.use for row in self.rows])
