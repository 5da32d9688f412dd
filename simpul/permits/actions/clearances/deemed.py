"""Silence past the deadline: a claim of the applicant, counted only when a person countersigns."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from simpul.journal.actions import record
from simpul.kit.actors import Actor
from simpul.kit.outcomes import WrongState
from simpul.permits import access, notify
from simpul.permits.actions.clearances.answering import Said, enter_answer
from simpul.permits.actions.clearances.rules import require_answerable
from simpul.permits.actions.holding import hold_clearance
from simpul.permits.models import Clearance

DEEMED_GRANT_LAW = "UU_30_2014"
"""Code of the pack: art. 53(4) of the law on government administration, as amended."""


def claim_deemed_grant(
    *, actor: Actor, clearance_id: int, now: dt.datetime | None = None
) -> Clearance:
    """The applicant claims that silence past the deadline counts as a grant.

    UU 30/2014 art. 53(4) as amended. Only a claim: nothing is granted until a person
    countersigns, and it is never open for police or safety clearances.
    """
    moment = now or timezone.now()
    with transaction.atomic():
        clearance = hold_clearance(actor, clearance_id)
        access.require(access.can_send(actor, clearance.application))
        require_answerable(clearance)
        if not clearance.deemed_allowed:
            raise WrongState(_("A deemed grant is never possible for this authority."))
        if clearance.due_on is None or timezone.localdate(moment) <= clearance.due_on:
            raise WrongState(_("The deadline of this authority has not passed."))
        if clearance.deemed_claimed_at:
            raise WrongState(_("This was already claimed."))
        clearance.deemed_claimed_at = moment
        clearance.save(update_fields=["deemed_claimed_at"])
        record(
            actor=actor,
            verb="clearance.deemed_claimed",
            subject=clearance.application.subject,
            data={"clearance": clearance.pk, "due_on": clearance.due_on.isoformat()},
        )
        notify.deemed_claimed(clearance)
        return clearance


def countersign_deemed_grant(
    *, actor: Actor, clearance_id: int, now: dt.datetime | None = None
) -> Clearance:
    """The head of service countersigns a claim: it then counts as “no objection”."""
    moment = now or timezone.now()
    with transaction.atomic():
        clearance = hold_clearance(actor, clearance_id)
        access.require_visible(actor, clearance.application)
        access.require(access.can_countersign(actor, clearance))
        if not clearance.deemed_claimed_at:
            raise WrongState(_("Nobody has claimed a deemed grant here."))
        clearance.deemed_countersigned_by_id = actor.user_id
        clearance.save(update_fields=["deemed_countersigned_by"])
        return enter_answer(
            actor=actor,
            clearance=clearance,
            said=Said(Clearance.Verdict.NO_OBJECTION, law=DEEMED_GRANT_LAW),
            channel="deemed",
            note={"code": "countersigned", "officer": actor.label},
            now=moment,
        )
