"""What a case page says of the calendar: what is held, who stands ahead and why, what clashes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language

from simpul.kit.actors import Actor
from simpul.kit.periods import Period
from simpul.kit.texts import Texts, pick
from simpul.permits.case_book import book_of
from simpul.permits.holding import claims
from simpul.permits.holding.offers import Offer, offers_for
from simpul.permits.holding.reading import Reading
from simpul.permits.models import Application, Permit
from simpul.permits.planned_uses import BY_THE_HOUR, PlanUse
from simpul.permits.planning.answer_data import law_title
from simpul.places.calendar.clash import Clash, Grade
from simpul.places.calendar.priority import RULE
from simpul.places.models import Hold
from simpul.places.queueing import Rival, position_of, rivals_of

ENDED = (
    Application.State.CLOSED,
    Application.State.WITHDRAWN,
    Application.State.REFUSED,
    Application.State.CANCELLED,
)


@dataclass(frozen=True, slots=True)
class Other:
    """Another side of a queue. `because`: the sentence of the rule; `href`: its case, for staff."""

    who: str
    state: str
    ahead: bool
    because: str
    places: tuple[str, ...]
    periods: tuple[Period, ...]
    href: str


@dataclass(frozen=True, slots=True)
class Held:
    """One hold of the case. `position`: 1 is the front; `kind`: pencil, option or confirmed."""

    kind: str
    hold: Hold
    position: int
    others: tuple[Other, ...]

    @property
    def ahead(self) -> tuple[Other, ...]:
        """Who goes before, but those that are only plans."""
        return tuple(one for one in self.others if one.ahead)

    @property
    def behind(self) -> tuple[Other, ...]:
        return tuple(one for one in self.others if not one.ahead)


@dataclass(frozen=True, slots=True)
class Found:
    """A clash in the reader's words."""

    grade: str
    text: str
    other: str
    ground: str
    distance_m: float | None
    periods: tuple[Period, ...]
    laws: tuple[str, ...]
    proposal: bool
    calculation: tuple[Any, ...]
    solutions: tuple[str, ...]
    row: str


@dataclass(frozen=True, slots=True)
class Board:
    """The whole. `takes`: the plan takes ground in this city; `suspended`: its permit is."""

    takes: bool
    held: tuple[Held, ...] = ()
    hard: tuple[Found, ...] = ()
    possible: tuple[Found, ...] = ()
    information: tuple[Found, ...] = ()
    offers: tuple[Offer, ...] = ()
    suspended: bool = False
    rule: Texts = field(default_factory=lambda: RULE)

    @property
    def others(self) -> int:
        """How many possible clashes and notes there are."""
        return len(self.possible) + len(self.information)

    @property
    def waits(self) -> Held | None:
        """The pencil note or option."""
        return next((one for one in self.held if one.kind != "confirmed"), None)

    @property
    def confirmed(self) -> Held | None:
        return next((one for one in self.held if one.kind == "confirmed"), None)


def board_of(
    application: Application,
    actor: Actor,
    *,
    offers: bool = False,
    reading: Reading | None = None,
) -> Board:
    """What the calendar says of a case, for one reader; `offers`: with other days and hours.

    Confidential names are for the commission only. `reading`: of the caller, who reads more of the
    case. The statements grow with the closures of the plan, not with what is stored.
    """
    if application.state in ENDED:
        return Board(takes=False)
    read = reading or Reading(application, actor)
    held = tuple(
        _held(hold, actor.is_permit_staff)
        for hold in claims.live_holds(application, holder=read.holder)
    )
    if not read.rows:
        return Board(takes=False, held=held)
    found = read.calendar.check([row.use for row in read.rows]).clashes
    clashes = [one for one in found if _said(one, read.rows)]
    words = _each_once(_found(clash, application) for clash in clashes)
    return Board(
        takes=True,
        held=held,
        hard=tuple(one for one in words if one.grade == Grade.HARD.code),
        possible=tuple(one for one in words if one.grade == Grade.POSSIBLE.code),
        information=tuple(one for one in words if one.grade == Grade.INFORMATION.code),
        offers=tuple(offers_for(read, clashes)) if offers else (),
        suspended=any(one.kind == "confirmed" for one in held) and _suspended(application),
    )


def _said(clash: Clash, rows: Sequence[PlanUse]) -> bool:
    """A rule about hours says nothing of a day whose hours are not known yet."""
    return clash.rule not in BY_THE_HOUR or rows[clash.use].hours_said


def _each_once(found: Iterable[Found]) -> list[Found]:
    """Two rows of a plan that meet the same thing in the same way are told once."""
    told: dict[tuple[object, ...], Found] = {}
    for one in found:
        told.setdefault((one.grade, one.text, one.other, one.ground, one.periods, one.row), one)
    return list(told.values())


def _suspended(application: Application) -> bool:
    number = application.amends.number if application.amends else application.reference
    return Permit.objects.filter(number=number, state=Permit.State.SUSPENDED).exists()


def _held(hold: Hold, reveal: bool) -> Held:
    kinds = {Hold.State.PENCIL: "pencil", Hold.State.CONFIRMED: "confirmed"}
    rivals = rivals_of(hold)
    return Held(
        kind=kinds.get(Hold.State(hold.state), "option"),
        hold=hold,
        position=position_of(rivals),
        others=tuple(_other(rival, reveal) for rival in rivals.values()),
    )


def _other(rival: Rival, reveal: bool) -> Other:
    language = get_language() or "id"
    first = rival.neighbours[0]
    places = dict.fromkeys(pick(one.ground_name, language) for one in rival.neighbours)
    kind, _colon, key = first.holder.partition(":")
    return Other(
        who=first.title if reveal else pick(rival.label, language),
        state=str(Hold.State(rival.state).label),
        ahead=rival.ahead,
        because=pick(rival.decision.text, language),
        places=tuple(place for place in places if place),
        periods=tuple(dict.fromkeys(one.period for one in rival.neighbours)),
        href=reverse("permits:desk_case", args=[key]) if reveal and kind == claims.KIND else "",
    )


def _found(clash: Clash, application: Application) -> Found:
    language = get_language() or "id"
    book = book_of(application)
    return Found(
        grade=clash.grade.code,
        text=pick(clash.text, language),
        other=pick(clash.other, language) if clash.other else "",
        ground=pick(clash.ground, language),
        distance_m=clash.distance_m or None,
        periods=clash.periods,
        laws=tuple(law_title(book, code) for code in clash.law),
        proposal=clash.proposal,
        calculation=clash.calculation,
        solutions=tuple(pick(one.text, language) for one in clash.solutions),
        row=clash.row,
    )
