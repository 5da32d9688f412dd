"""Who stands before whom: the holds that want the same ground at the same time, in their order.

Two holds are rivals where uses of theirs share ground and time and at least one of these uses is
exclusive. The order is that of `calendar/priority.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC
from zoneinfo import ZoneInfo

from simpul.city.queries import city_book
from simpul.kit.periods import Period
from simpul.kit.texts import Texts
from simpul.places.calendar.priority import Claim, Decision, decide
from simpul.places.details import Details
from simpul.places.models import Booking, Hold
from simpul.places.near import Neighbour, Use, clashing_bookings

ANOTHER: Texts = {"id": "produksi lain", "en": "another production"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rival:
    """Another holder's hold on the same ground. `ahead`: it goes before ours, `decision` says why.

    `neighbours`: its bookings that meet ours. `label`: how outsiders may read of it.
    """

    hold_id: int
    state: str
    source: str
    ahead: bool
    decision: Decision
    neighbours: tuple[Neighbour, ...]

    @property
    def label(self) -> Texts:
        """Its title, or "another production" where it is confidential."""
        first = self.neighbours[0]
        return ANOTHER if first.confidential else {"id": first.title, "en": first.title}


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where one use of a hold stands in the queue: 1 is the front. `rivals`: all, ahead or not."""

    use: int
    position: int
    rivals: tuple[Rival, ...]


def uses_of(hold: Hold) -> list[Use]:
    """The uses of a stored hold, by booking."""
    return used_by(hold.bookings.select_related("ground").order_by("pk"))


def used_by(bookings: Iterable[Booking]) -> list[Use]:
    """The uses that stored bookings are."""
    return [
        Use(
            ground=one.ground,
            kind=one.kind,
            period=Period(one.during.lower.astimezone(UTC), one.during.upper.astimezone(UTC)),
            exclusive=one.exclusive,
            vehicles=one.vehicles,
            radius_m=one.radius_m,
            details=Details.of(one.details),
        )
        for one in bookings
    ]


def claim_of(hold: Hold) -> Claim:
    """What the rule of priority looks at."""
    return Claim(
        ref=f"{hold.pk:020}",
        state=hold.state,
        recorded_at=hold.created_at,
        complete_at=hold.complete_at,
        people_disturbed=hold.people_disturbed,
        impact=hold.impact,
    )


def rivals_of(hold: Hold, uses: Sequence[Use] | None = None) -> dict[int, Rival]:
    """Hold id -> rival, of a live hold. One statement (two where `uses` are not given)."""
    wanted = uses_of(hold) if uses is None else uses
    return _rivals(hold, wanted, clashing_bookings(wanted, but_not=hold.holder))


def places_of(hold: Hold) -> list[Place]:
    """Where each use of the hold stands; for the hold as a whole the highest position counts."""
    uses = uses_of(hold)
    found = clashing_bookings(uses, but_not=hold.holder)
    places = []
    for n in range(len(uses)):
        rivals = _rivals(hold, uses, [one for one in found if one.use == n])
        ahead = sum(rival.ahead for rival in rivals.values())
        places.append(Place(use=n, position=1 + ahead, rivals=tuple(rivals.values())))
    return places


def position_of(rivals: dict[int, Rival]) -> int:
    """1 where nobody goes before."""
    return 1 + sum(rival.ahead for rival in rivals.values())


def _rivals(hold: Hold, uses: Sequence[Use], found: Sequence[Neighbour]) -> dict[int, Rival]:
    meeting: dict[int, list[Neighbour]] = {}
    for one in found:
        if one.shares and (one.exclusive or uses[one.use].exclusive):
            meeting.setdefault(one.hold_id, []).append(one)
    if not meeting:
        return {}
    zone = ZoneInfo(city_book().settings.time_zone)
    mine = claim_of(hold)
    rivals = {}
    for key, bookings in sorted(meeting.items()):
        first = bookings[0]
        decision = decide(mine, _claim(first), zone=zone)
        rivals[key] = Rival(
            hold_id=key,
            state=first.state,
            source=first.source,
            ahead=not decision.mine_first,
            decision=decision,
            neighbours=tuple(bookings),
        )
    return rivals


def _claim(one: Neighbour) -> Claim:
    return Claim(
        ref=f"{one.hold_id:020}",
        state=one.state,
        recorded_at=one.recorded_at,
        complete_at=one.complete_at,
        people_disturbed=one.people_disturbed,
        impact=one.impact,
    )
