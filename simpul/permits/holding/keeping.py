"""The life of a case's holds: pencil, option, confirmed, given back.

Called by the verbs of the case inside their transaction, which holds the case; access to the case
is checked there, access to the hold here again by the places room (`news.may`). The rules, and why:
docs/decisions/0012-the-calendar-in-a-case.md.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from simpul.kit.actors import Actor
from simpul.kit.outcomes import WrongState
from simpul.permits import access, queries
from simpul.permits.holding import claims
from simpul.permits.holding.clashing import refuse_hard
from simpul.permits.issuing.issuable import Decision
from simpul.permits.models import Application, CaseHold
from simpul.permits.planning.plan import Plan
from simpul.places.actions import holds
from simpul.places.actions.queue import Clashing, lock_grounds
from simpul.places.models import Hold
from simpul.places.near import Use
from simpul.places.past import taken_place
from simpul.places.queueing import rivals_of
from simpul.places.queueing import uses_of as held_uses

S = Hold.State


def pencil(*, actor: Actor, application_id: uuid.UUID) -> Hold:
    """Keep the places of a plan that is still being written; again: of the plan as it is now.

    For whoever may edit the draft. WrongState where the plan names no place and day yet, or wants
    nothing beyond what its permit has.
    """
    with transaction.atomic():
        application = queries.application_for(actor, application_id, lock=True)
        access.require(access.can_edit(actor, application))
        hold = follow(actor=actor, application=application)
        if hold is None:
            raise WrongState(_("Say first which place you want, and on which day."))
        return hold


def unpencil(*, actor: Actor, application_id: uuid.UUID) -> None:
    """Give the places of a draft back."""
    with transaction.atomic():
        application = queries.application_for(actor, application_id, lock=True)
        access.require(access.can_edit(actor, application))
        if application.state != Application.State.DRAFT:
            raise WrongState(_("The application has been sent; withdraw it instead."))
        ended(actor=actor, application=application, reason="unwanted")


def follow(*, actor: Actor, application: Application) -> Hold | None:
    """Make what waits for the case that of its present plan; None where it wants nothing (more).

    What is new in an application that was complete already counts from now on, as if it had just
    been asked for: nobody keeps a place in the queue for ground they did not name.
    """
    _, plan, book = claims.present_plan(application)
    wanted = claims.ground_uses(claims.rows_of(plan, book), application)
    confirmed = claims.confirmed_hold(application)
    had = held_uses(confirmed) if confirmed is not None else []
    uses = claims.beyond(wanted, had)
    hold = claims.waiting_hold(application)
    if not uses:
        _give_back(actor, hold, "plan_changed")
        return None
    before = held_uses(hold) if hold is not None else []
    lock_grounds([*uses, *before])
    if hold is not None and hold.complete_at is not None and claims.beyond(uses, before):
        _give_back(actor, hold, "plan_changed")
        hold = None
    if hold is None:
        return _place(actor, application, plan, uses)
    _change(actor, application, plan, hold, uses, before)
    return _known(actor, application, hold, uses)


def accepted(*, actor: Actor, application: Application, now: dt.datetime) -> None:
    """The file is complete: from here on it has its turn. A file that was complete before keeps
    its turn while it asks for nothing new."""
    hold = claims.waiting_hold(application)
    if hold is None:
        hold = follow(actor=actor, application=application)
    if hold is not None:
        _known(actor, application, hold, held_uses(hold), complete_at=hold.complete_at or now)


def returned(*, actor: Actor, application: Application) -> None:
    """The file waits for its applicant; its places are not kept for ever."""
    hold = claims.waiting_hold(application)
    if hold is not None:
        _known(actor, application, hold, held_uses(hold))


def given(
    *,
    actor: Actor,
    application: Application,
    decision: Decision,
    now: dt.datetime | None = None,
) -> None:
    """The permit is being signed: confirm the ground of what it allows, inside its transaction.

    The ground is locked first and everything is looked at again under the lock: `Clashing` or
    another WrongState says what is in the way and whose it is. What is held back goes on waiting as
    an option; the ground of an amended permit follows the new version, but for what has taken
    place by `now`.
    """
    moment = now or timezone.now()
    _, plan, book = claims.present_plan(application)
    held = {one.part for one in decision.held}
    stopped = held | {one.part for one in decision.forbidden}
    rows = claims.rows_of(plan, book, without=stopped)
    uses = claims.ground_uses(rows, application)
    later = claims.ground_uses(claims.rows_of(plan, book, only=held), application)
    confirmed, option = claims.confirmed_hold(application), claims.waiting_hold(application)
    had = held_uses(confirmed) if confirmed is not None else []
    lock_grounds([*uses, *later, *had, *(held_uses(option) if option is not None else ())])
    refuse_hard(application, [row.use for row in rows])
    if confirmed is None:
        option = _confirm(actor, application, plan, option, uses)
    elif uses:
        option = _move_confirmed(actor, application, plan, confirmed, option, uses, moment)
    else:
        _call_off(actor, confirmed, "amended", moment)
    _wait_on(actor, application, plan, option, later)


def ended(*, actor: Actor, application: Application, reason: str) -> None:
    """The case has ended without a permit: what it waited for is given back."""
    _give_back(actor, claims.waiting_hold(application), reason)


def taken_back(
    *, actor: Actor, application: Application, reason: str, now: dt.datetime | None = None
) -> None:
    """The permit has ended before its time: its ground and that of its amendments is free from
    `now` on. What was filmed until then stays in the calendar: it counts for the street's rest."""
    moment = now or timezone.now()
    for hold in claims.family_holds(application):
        if hold.state == S.CONFIRMED:
            _call_off(actor, hold, reason, moment)
        else:
            _give_back(actor, hold, reason)


# --- steps ----------------------------------------------------------------------------------


def _place(actor: Actor, application: Application, plan: Plan, uses: Sequence[Use]) -> Hold:
    sent = application.state != Application.State.DRAFT
    placed = holds.place_hold(
        actor=actor,
        holder=claims.holder_of(application),
        source=Hold.Source.PERMIT,
        state=S.OPTION_1 if sent else S.PENCIL,
        title=claims.title_of(application, plan),
        uses=uses,
        expires_at=_until(application, uses),
        confidential=claims.is_confidential(application, plan),
        people_disturbed=claims.people_of(application) if sent else None,
        impact=claims.impact_of(application) if sent else None,
    )
    CaseHold.objects.create(application=application, hold=placed.hold)
    return placed.hold


def _change(
    actor: Actor,
    application: Application,
    plan: Plan,
    hold: Hold,
    uses: Sequence[Use],
    before: Sequence[Use],
) -> None:
    title, secret = claims.title_of(application, plan), claims.is_confidential(application, plan)
    if claims.same(uses, before) and (hold.title, hold.confidential) == (title, secret):
        return
    holds.change_uses(actor=actor, hold_id=hold.pk, uses=uses, title=title, confidential=secret)


def _known(
    actor: Actor,
    application: Application,
    hold: Hold,
    uses: Sequence[Use],
    *,
    complete_at: dt.datetime | None = None,
) -> Hold:
    """An option with all the rule of priority looks at. A draft keeps its pencil note, which ends
    when it was said to end: a plan that is never sent keeps nothing for ever."""
    if application.state == Application.State.DRAFT:
        return hold
    return holds.promote(
        actor=actor,
        hold_id=hold.pk,
        expires_at=_until(application, uses),
        complete_at=complete_at,
        people_disturbed=claims.people_of(application),
        impact=claims.impact_of(application),
    ).hold


def _until(application: Application, uses: Sequence[Use]) -> dt.datetime:
    days = {
        Application.State.DRAFT: settings.PENCIL_DAYS,
        Application.State.RETURNED: settings.RETURNED_HOLD_DAYS,
    }
    return claims.kept_until(uses, days=days.get(Application.State(application.state)))


def _confirm(
    actor: Actor,
    application: Application,
    plan: Plan,
    option: Hold | None,
    uses: Sequence[Use],
) -> Hold | None:
    """The first version: the option, less what is not allowed, becomes the permit's ground. What is
    left waiting: nothing, or the option where nothing of the ground is allowed."""
    if not uses:
        return option
    if option is None:
        option = _place(actor, application, plan, uses)
    else:
        _change(actor, application, plan, option, uses, held_uses(option))
    holds.confirm(actor=actor, hold_id=option.pk)
    return None


def _move_confirmed(
    actor: Actor,
    application: Application,
    plan: Plan,
    confirmed: Hold,
    option: Hold | None,
    uses: Sequence[Use],
    now: dt.datetime,
) -> Hold | None:
    """A later version: the permit's ground becomes that of the new plan, if what is new in it has
    its turn. Holds of an earlier request of this permit that still wait are given back."""
    had = held_uses(confirmed)
    new = claims.beyond(uses, had)
    if new:
        option = option or _place(actor, application, plan, new)
        _refuse_behind(option, new)
    others = [
        hold
        for hold in claims.family_holds(application)
        if hold.pk != confirmed.pk and (option is None or hold.pk != option.pk)
    ]
    for hold in others:
        _give_back(actor, hold, "amended")
    # A new plan does not undo the days that were filmed by the old one.
    over = taken_place(claims.beyond(had, uses), now)
    _change(actor, application, plan, confirmed, [*uses, *over], had)
    return option


def _refuse_behind(option: Hold, uses: Sequence[Use]) -> None:
    ahead = [
        rival
        for rival in rivals_of(option, uses).values()
        if rival.ahead and rival.state != S.PENCIL
    ]
    if ahead:
        first = min(ahead, key=lambda rival: rival.state != S.CONFIRMED)
        because = None if first.state == S.CONFIRMED else first.decision.text
        raise Clashing(first.neighbours, because)


def _wait_on(
    actor: Actor, application: Application, plan: Plan, option: Hold | None, later: Sequence[Use]
) -> None:
    """What is held back keeps its claim; an option with nothing left to wait for ends."""
    if not later:
        _give_back(actor, option, "amended")
        return
    if option is None:
        option = _place(actor, application, plan, later)
    else:
        _change(actor, application, plan, option, later, held_uses(option))
    _known(actor, application, option, later, complete_at=application.complete_at)


def _give_back(actor: Actor, hold: Hold | None, reason: str) -> None:
    if hold is not None:
        holds.release(actor=actor, hold_id=hold.pk, reason=reason)


def _call_off(actor: Actor, hold: Hold, reason: str, now: dt.datetime) -> None:
    """Give back what is still to come of a confirmed hold; all of it where nothing has begun."""
    had = held_uses(hold)
    over = taken_place(had, now)
    if not over:
        _give_back(actor, hold, reason)
    elif over != had:
        holds.change_uses(actor=actor, hold_id=hold.pk, uses=over)
