"""Suspend, resume, revoke and cancel a permit. The street sees it at the next check."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Collection
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from simpul.journal.actions import record
from simpul.kit.actors import Actor
from simpul.kit.outcomes import Answer, InvalidInput, WrongState
from simpul.permits import access, notify, queries, states
from simpul.permits.actions.billing import cancel_open_bills
from simpul.permits.actions.intake import end_open_clearances
from simpul.permits.actions.lengths import MOST_LAW, MOST_TEXT, too_long
from simpul.permits.actions.riders import RUNNING, permit_for
from simpul.permits.holding import keeping
from simpul.permits.models import Application, Permit


def suspend(
    *,
    actor: Actor,
    permit_id: uuid.UUID,
    reason: str,
    law: str,
    appeal: str,
    now: dt.datetime | None = None,
) -> Permit:
    """Stop a shoot for now: reason, law and the way to appeal are shown to everybody."""
    _require_words(reason=reason, law=law, appeal=appeal)
    return _change(
        actor,
        permit_id,
        frm={Permit.State.VALID},
        to=Permit.State.SUSPENDED,
        verb="permit.suspended",
        may=access.can_sign,
        words=(reason, law, appeal),
        now=now,
    ).permit


def resume(
    *, actor: Actor, permit_id: uuid.UUID, reason: str, now: dt.datetime | None = None
) -> Permit:
    """The ground for the suspension is gone; the permit holds again as it was signed."""
    _require_words(reason=reason)
    return _change(
        actor,
        permit_id,
        frm={Permit.State.SUSPENDED},
        to=Permit.State.VALID,
        verb="permit.resumed",
        may=access.can_sign,
        words=(reason, "", ""),
        now=now,
    ).permit


def revoke(
    *,
    actor: Actor,
    permit_id: uuid.UUID,
    reason: str,
    law: str,
    appeal: str,
    now: dt.datetime | None = None,
) -> Permit:
    """End a permit for good, from a valid or a suspended one; its case is closed."""
    _require_words(reason=reason, law=law, appeal=appeal)
    with transaction.atomic():
        permit, ended = _change(
            actor,
            permit_id,
            frm={Permit.State.VALID, Permit.State.SUSPENDED},
            to=Permit.State.REVOKED,
            verb="permit.revoked",
            may=access.can_sign,
            words=(reason, law, appeal),
            now=now,
        )
        _end_cases(permit, "close", reason, law, now or timezone.now())
        _end_riders(actor, permit, reason, now or timezone.now())
        keeping.taken_back(actor=actor, application=permit.application, reason="revoked", now=ended)
        return permit


def cancel(
    *, actor: Actor, permit_id: uuid.UUID, reason: str, now: dt.datetime | None = None
) -> Permit:
    """The production will not shoot: an owner or producer, or the officer for them, says so."""
    _require_words(reason=reason)
    with transaction.atomic():
        permit, ended = _change(
            actor,
            permit_id,
            frm={Permit.State.VALID, Permit.State.SUSPENDED},
            to=Permit.State.CANCELLED,
            verb="permit.cancelled",
            may=can_cancel,
            words=(reason, "", ""),
            now=now,
        )
        _end_cases(permit, "cancel", reason, "", now or timezone.now())
        _end_riders(actor, permit, reason, now or timezone.now())
        keeping.taken_back(
            actor=actor, application=permit.application, reason="cancelled", now=ended
        )
        return permit


class _Changed(NamedTuple):
    """`stopped_at`: since when nothing may be filmed: now, or since it was suspended."""

    permit: Permit
    stopped_at: dt.datetime


def can_cancel(actor: Actor, application: Application) -> Answer:
    """The company's own decision; an officer may enter it for them."""
    own = access.can_send(actor, application)
    return own if own else access.can_sign(actor, application)


def _require_words(**words: str) -> None:
    errors = too_long(
        **{
            field: (text, MOST_LAW if field == "law" else MOST_TEXT)
            for field, text in words.items()
        }
    )
    missing = {
        "reason": _("Say why: the production and the street will read it."),
        "law": _("Name the law it rests on."),
        "appeal": _("Say where and until when one can appeal."),
    }
    for field, text in words.items():
        if not text.strip():
            errors[field] = [missing[field]]
    if errors:
        raise InvalidInput(errors)


def _change(
    actor: Actor,
    permit_id: uuid.UUID,
    *,
    frm: Collection[str],
    to: str,
    verb: str,
    may: Callable[[Actor, Application], Answer],
    words: tuple[str, str, str],
    now: dt.datetime | None,
) -> _Changed:
    reason, law, appeal = (text.strip() for text in words)
    moment = now or timezone.now()
    with transaction.atomic():
        seen = permit_for(actor, permit_id)
        # Case before permit, as when issuing: two verbs at once wait for each other in one order.
        application = queries.application_for(actor, seen.application_id, lock=True)
        permit = permit_for(actor, permit_id, lock=True)
        access.require(may(actor, application))
        if permit.state not in frm:
            raise WrongState(_not_possible(permit.state))
        suspended = permit.state == Permit.State.SUSPENDED
        stopped_at = permit.state_changed_at if suspended else None
        permit.state, permit.state_changed_at = to, moment
        permit.state_reason, permit.state_law, permit.appeal = reason, law, appeal
        permit.save(
            update_fields=["state", "state_changed_at", "state_reason", "state_law", "appeal"]
        )
        record(
            actor=actor,
            verb=verb,
            subject=application.subject,
            data={
                "permit": permit.number,
                "version": permit.version,
                "reason": reason,
                "law": law,
                "appeal": appeal,
            },
        )
        notify.permit_state_changed(permit)
        return _Changed(permit, stopped_at or moment)


def _not_possible(state: str) -> str:
    return {
        Permit.State.VALID: _("The permit is valid; there is nothing to take up again."),
        Permit.State.SUSPENDED: _("The permit is already suspended."),
        Permit.State.REVOKED: _("The permit has been revoked for good."),
        Permit.State.CANCELLED: _("The permit has been cancelled."),
        Permit.State.SUPERSEDED: _("A newer version of this permit exists."),
    }[Permit.State(state)]


def _end_cases(permit: Permit, verb: str, reason: str, law: str, moment: dt.datetime) -> None:
    """The first request and every rider end with their permit."""
    cases = Application.objects.filter(
        permits__number=permit.number, state=Application.State.ISSUED
    ).distinct()
    for case in cases.order_by("created_at"):
        states.move(case, verb, ended_at=moment, end_reason=reason.strip(), end_law=law.strip())
        end_open_clearances(case)


def _end_riders(actor: Actor, permit: Permit, reason: str, moment: dt.datetime) -> None:
    """An amendment under way has nothing left to amend: nobody is asked or billed for it."""
    riders = Application.objects.select_for_update(of=("self",)).filter(
        amends__number=permit.number, state__in=RUNNING
    )
    for rider in riders.order_by("created_at"):
        verb = "withdraw" if rider.state == Application.State.DRAFT else "lapse"
        states.move(rider, verb, ended_at=moment, end_reason=reason.strip())
        end_open_clearances(rider)
        cancel_open_bills(rider)
        record(
            actor=actor,
            verb="application.lapsed",
            subject=rider.subject,
            data={"permit": permit.number},
        )
        if verb == "lapse":
            notify.application_ended(rider)
