"""A hold is placed, becomes an option, changes its uses, is confirmed, is given back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone
from django.utils.translation import gettext as _

from simpul.journal.actions import record
from simpul.kit.actors import Actor
from simpul.kit.outcomes import InvalidInput, NotVisible
from simpul.kit.periods import Period
from simpul.places.access import require_hold
from simpul.places.actions.queue import (
    OPTIONS,
    Clashing,
    Opened,
    after_change,
    lock_grounds,
    open_hold,
    settle,
    tell,
)
from simpul.places.actions.rebooking import rebook, write_bookings
from simpul.places.guard import takings
from simpul.places.models import LARGEST_RADIUS_M, Booking, Hold, Taken
from simpul.places.near import Use, clashing_bookings
from simpul.places.queueing import Rival, position_of, rivals_of
from simpul.places.states import UNCONFIRMED, S, move, step_of, touch

MOST_USES = 2000
EARLIEST, LATEST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
GUARDED = (Hold.Source.PERMIT,)
"""What the commission decides itself. The rest (events, road works, imports) is what the world
does: it is recorded even where it clashes, and the clash is shown."""

_RELEASED = {
    "id": "Pemesanan tempat Anda dilepas oleh komisi film.",
    "en": "Your hold on the place was released by the film commission.",
}


@dataclass(frozen=True, slots=True)
class Placed:
    """A hold and where it stands: 1 is the front. `rivals`: who wants the same, with the sentence
    of the rule (`rival.decision`)."""

    hold: Hold
    position: int
    rivals: tuple[Rival, ...]


def place_hold(
    *,
    actor: Actor,
    holder: str,
    source: str,
    state: str,
    title: str,
    uses: Sequence[Use],
    expires_at: datetime | None = None,
    confidential: bool = False,
    complete_at: datetime | None = None,
    people_disturbed: int | None = None,
    impact: int | None = None,
    uid: UUID | None = None,
) -> Placed:
    """Claim ground. `state`: pencil, option_1, option_2 (which of the two, the rule decides) or
    confirmed; `expires_at` for all but the last.

    NotVisible for whoever may not act for the holder, InvalidInput, `Clashing` when a permit is to
    be confirmed where it cannot be.
    """
    require_hold(actor, holder, "hold")
    wanted = checked_uses(uses)
    check_claim(holder, source, state, title, expires_at)
    now = timezone.now()
    confirmed = state == S.CONFIRMED
    with transaction.atomic():
        takes = lock_grounds(wanted)
        hold = Hold(
            holder=holder,
            source=source,
            state=S.PENCIL if confirmed else state,
            title=title.strip(),
            confidential=confidential,
            expires_at=now if confirmed else expires_at,
            complete_at=complete_at,
            people_disturbed=people_disturbed,
            impact=impact,
        )
        if uid is not None:
            hold.uid = uid
        hold.save(force_insert=True)
        write_bookings(hold, wanted)
        record(actor=actor, verb="hold.placed", subject=hold.subject, data=told(hold, wanted))
        if confirmed:
            rivals = _confirm(actor, Opened(hold, wanted, takes, {}))
        else:
            rivals = settle(actor, hold)
            after_change(actor, hold, {}, rivals)
    return Placed(hold, position_of(rivals), tuple(rivals.values()))


def promote(
    *,
    actor: Actor,
    hold_id: int,
    expires_at: datetime,
    complete_at: datetime | None = None,
    people_disturbed: int | None = None,
    impact: int | None = None,
) -> Placed:
    """A plan becomes an application, or more is known of one: the hold is an option now.

    What is not given stays as it was. NotVisible, InvalidInput, WrongState.
    """
    if expires_at <= timezone.now():
        raise InvalidInput({"expires_at": [_("This time is over already.")]})
    known: dict[str, Any] = {
        "complete_at": complete_at,
        "people_disturbed": people_disturbed,
        "impact": impact,
    }
    fields = {name: value for name, value in known.items() if value is not None}
    with transaction.atomic():
        opened = open_hold(actor, hold_id, "option")
        hold = opened.hold
        if hold.state in OPTIONS:
            touch(hold, expires_at=expires_at, **fields)
        else:
            move(hold, "follow", expires_at=expires_at, **fields)
        record(actor=actor, verb="hold.option", subject=hold.subject, data={"state": hold.state})
        rivals = settle(actor, hold)
        after_change(actor, hold, opened.rivals, rivals)
    return Placed(hold, position_of(rivals), tuple(rivals.values()))


def change_uses(
    *,
    actor: Actor,
    hold_id: int,
    uses: Sequence[Use],
    title: str | None = None,
    confidential: bool | None = None,
) -> Placed:
    """The hold moves to other ground or other hours, at once or not at all.

    `title`, `confidential`: as they are now, where they may have changed too. A confirmed one
    stays confirmed; `Clashing` where the new ground is not free, and then it keeps the old.
    NotVisible, InvalidInput, WrongState.
    """
    wanted = checked_uses(uses)
    with transaction.atomic():
        opened = open_hold(actor, hold_id, "change", more=wanted)
        hold = opened.hold
        said: dict[str, Any] = {"title": (title or "").strip(), "confidential": confidential}
        touch(hold, **{name: value for name, value in said.items() if value not in ("", None)})
        Taken.objects.filter(hold=hold).delete()
        rebook(hold, wanted)
        after = rivals_of(hold, wanted)
        if hold.state == S.CONFIRMED:
            _take(replace(opened, uses=wanted, rivals=after))
        record(actor=actor, verb="hold.changed", subject=hold.subject, data=told(hold, wanted))
        rivals = settle(actor, hold)
        after_change(actor, hold, opened.rivals, rivals)
    return Placed(hold, position_of(rivals), tuple(rivals.values()))


def confirm(*, actor: Actor, hold_id: int) -> Hold:
    """The ground is given. Inside the caller's transaction, or its own.

    `Clashing` (a WrongState) when somebody else has it, or is an option that goes first by the
    rule; NotVisible; WrongState for a hold that is confirmed or released already.
    """
    with transaction.atomic():
        opened = open_hold(actor, hold_id, "confirm")
        _confirm(actor, opened)
    return opened.hold


def release(*, actor: Actor, hold_id: int, reason: str, tell_holder: bool = False) -> Hold:
    """Give the ground back; the queue moves up. What was confirmed is marked as cancelled.

    `tell_holder`: it was not the holder's own wish. NotVisible, InvalidInput, WrongState.
    """
    why = reason.strip()
    if not why or len(why) > 300:
        raise InvalidInput({"reason": [_("Say why, in at most 300 characters.")]})
    with transaction.atomic():
        opened = open_hold(actor, hold_id, "release")
        verb = "cancel" if opened.hold.state == S.CONFIRMED else "release"
        give_back(actor, opened, verb, why)
        if tell_holder:
            tell(opened.hold, "released", 0, _RELEASED, opened.hold)
    return opened.hold


def open_title(*, actor: Actor, hold_id: int) -> Hold:
    """What was confidential is so no longer: title and holder of a live hold may be read.

    NotVisible; WrongState for one that is released or changes at this moment.
    """
    with transaction.atomic():
        hold = Hold.objects.filter(pk=hold_id).first()
        if hold is None:
            raise NotVisible(_("There is no such page."))
        require_hold(actor, hold.holder, "change")
        if hold.confidential:
            touch(hold, confidential=False)
            record(actor=actor, verb="hold.opened", subject=hold.subject, data={})
    return hold


def give_back(actor: Actor, opened: Opened, verb: str, reason: str) -> None:
    """End a hold whose ground is locked: `verb` of the table of states."""
    hold = opened.hold
    fields = {"released_at": timezone.now(), "reason": reason, "cancelled": verb == "cancel"}
    Taken.objects.filter(hold=hold).delete()
    move(hold, verb, **fields)
    names = {"cancel": "hold.cancelled", "expire": "hold.expired", "release": "hold.released"}
    record(actor=actor, verb=names[verb], subject=hold.subject, data={"reason": reason})
    after_change(actor, hold, opened.rivals, {})


def _confirm(actor: Actor, opened: Opened) -> dict[int, Rival]:
    hold = opened.hold
    step_of(hold, "confirm")
    before = rivals_of(hold, opened.uses)
    in_the_way = [one for one in before.values() if one.ahead and one.state not in (S.PENCIL,)]
    if hold.source in GUARDED and in_the_way:
        taken = [one for one in in_the_way if one.state == S.CONFIRMED]
        first = (taken or in_the_way)[0]
        raise Clashing(first.neighbours, None if taken else first.decision.text)
    move(hold, "confirm", confirmed_at=timezone.now(), expires_at=None)
    after = rivals_of(hold, opened.uses)
    _take(replace(opened, rivals=after))
    data = {"grounds": sorted({use.ground.code for use in opened.uses})}
    record(actor=actor, verb="hold.confirmed", subject=hold.subject, data=data)
    after_change(actor, hold, before, after)
    return after


def _take(opened: Opened) -> None:
    """Write what the last guard of the database looks at. `Clashing` when it refuses."""
    hold = opened.hold
    if hold.source not in GUARDED:
        return
    taken = [one for one in opened.rivals.values() if one.state == S.CONFIRMED]
    if taken:
        raise Clashing(taken[0].neighbours)
    rows = takings(
        [(use.ground.pk, use.period, use.exclusive) for use in opened.uses], opened.takes
    )
    try:
        with transaction.atomic():
            Taken.objects.bulk_create(
                Taken(
                    hold=hold,
                    takes=keys,
                    during=DateTimeTZRange(period.start, period.end),
                    lanes=(None, None) if alone else (hold.pk, hold.pk + 1),
                )
                for keys, period, alone in rows
            )
    except IntegrityError as error:
        others = clashing_bookings(opened.uses, but_not=hold.holder)
        raise Clashing([one for one in others if one.shares]) from error


def checked_uses(uses: Sequence[Use]) -> list[Use]:
    """The uses in UTC, each once. InvalidInput."""
    if not 1 <= len(uses) <= MOST_USES:
        raise InvalidInput(
            {
                "uses": [
                    _("Name at least one use of a place, at most %(most)d.") % {"most": MOST_USES}
                ]
            }
        )
    found: dict[Use, None] = {}
    errors: dict[str, list[str]] = {}
    for n, use in enumerate(uses):
        if use.kind not in Booking.Kind.values:
            errors[f"uses.{n}.kind"] = [_("This kind of use is not known.")]
        if not EARLIEST <= use.period.start < use.period.end < LATEST:
            errors[f"uses.{n}.period"] = [_("This year cannot be right.")]
        if not 0 <= use.radius_m <= LARGEST_RADIUS_M or use.vehicles < 0:
            errors[f"uses.{n}.radius_m"] = [
                _("Give a whole number from 0 to %(most)d.") % {"most": LARGEST_RADIUS_M}
            ]
        if not errors:
            period = Period(use.period.start.astimezone(UTC), use.period.end.astimezone(UTC))
            found[replace(use, period=period)] = None
    if errors:
        raise InvalidInput(errors)
    return list(found)


def check_claim(
    holder: str, source: str, state: str, title: str, expires_at: datetime | None
) -> None:
    """InvalidInput for what cannot be a hold."""
    errors: dict[str, list[str]] = {}
    if ":" not in holder:
        errors["holder"] = [_("Say whose hold it is.")]
    if source not in Hold.Source.values:
        errors["source"] = [_("This source is not known.")]
    if state not in (*UNCONFIRMED, S.CONFIRMED):
        errors["state"] = [_("A hold begins as a pencil note, an option or confirmed.")]
    if not 0 < len(title.strip()) <= 300:
        errors["title"] = [_("Give a title of at most 300 characters.")]
    if state in UNCONFIRMED and (expires_at is None or expires_at <= timezone.now()):
        errors["expires_at"] = [_("Say until when the hold is kept; a time to come.")]
    if errors:
        raise InvalidInput(errors)


def told(hold: Hold, uses: Sequence[Use]) -> dict[str, object]:
    """What the journal keeps of a hold and its uses."""
    return {
        "state": hold.state,
        "source": hold.source,
        "uses": [
            {
                "ground": use.ground.code,
                "kind": use.kind,
                "start": use.period.start.isoformat(),
                "end": use.period.end.isoformat(),
                "exclusive": use.exclusive,
            }
            for use in uses[:200]
        ],
        "count": len(uses),
    }
