"""Late answers are told to those who can help; an answer given in error is asked for again."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from simpul.journal.actions import record
from simpul.kit.actors import Actor
from simpul.kit.outcomes import InvalidInput, WrongState
from simpul.permits import access, notify, queries, states
from simpul.permits.actions.clearances.starting import start_clearance
from simpul.permits.actions.holding import hold_case, hold_clearance
from simpul.permits.models import Application, Clearance


def escalate_late(*, actor: Actor, now: dt.datetime | None = None) -> int:
    """Tell officer and head of service of every answer that is late; once per clearance."""
    moment = now or timezone.now()
    count = 0
    for late in queries.late_clearances(timezone.localdate(moment)):
        with transaction.atomic():
            hold_case(late.application_id)
            taken = Clearance.objects.filter(
                pk=late.pk, state="requested", escalated_at__isnull=True
            ).update(escalated_at=moment)
            if taken != 1:
                continue
            record(
                actor=actor,
                verb="clearance.escalated",
                subject=late.application.subject,
                data={"clearance": late.pk, "due_on": str(late.due_on)},
            )
            notify.clearance_late(late)
            count += 1
    return count


def reopen_clearance(
    *, actor: Actor, clearance_id: int, reason: str, now: dt.datetime | None = None
) -> Clearance:
    """An answer was given in error or must be asked again: a new round, the old one stays."""
    moment = now or timezone.now()
    with transaction.atomic():
        clearance = hold_clearance(actor, clearance_id)
        application = clearance.application
        access.require_visible(actor, application)
        access.require(access.can_decide(actor, application))
        if clearance.state != Clearance.State.ANSWERED:
            raise WrongState(_("Only an answered request can be asked again."))
        if not reason.strip():
            raise InvalidInput({"reason": [_("Say why it is asked again.")]})
        if application.state in (Application.State.READY, Application.State.AWAITING_PAYMENT):
            states.move(application, "reopen")
        elif application.state != Application.State.IN_REVIEW:
            raise WrongState(_("The case is no longer with the authorities."))
        fresh = _next_round(clearance)
        record(
            actor=actor,
            verb="clearance.reopened",
            subject=application.subject,
            data={"clearance": clearance.pk, "round": fresh.round, "reason": reason.strip()},
        )
        start_clearance(actor=actor, clearance=fresh, now=moment)
        return fresh


def _next_round(clearance: Clearance) -> Clearance:
    Clearance.objects.filter(pk=clearance.pk).update(state=Clearance.State.ENDED)
    return Clearance.objects.create(
        application=clearance.application,
        revision=clearance.revision,
        authority_code=clearance.authority_code,
        kind=clearance.kind,
        round=clearance.round + 1,
        replaces=clearance,
        position=clearance.position,
        after=clearance.after,
        severable=clearance.severable,
        concerns=clearance.concerns,
        documents=clearance.documents,
        rule=clearance.rule,
        verified=clearance.verified,
        process_days=clearance.process_days,
        process_unit=clearance.process_unit,
        deemed_allowed=clearance.deemed_allowed,
    )
