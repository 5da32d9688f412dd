"""Amend an issued permit: the present plan is copied, changed, sent; only what it touches is asked.

The rider is an application of its own (kind "rider") with its own revisions, clearances and fee
lines; when it is issued the permit keeps its number and gets the next version.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from copy import deepcopy

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from simpul.city.queries import city_book
from simpul.journal.actions import record
from simpul.kit.actors import Actor
from simpul.kit.outcomes import NotVisible, WrongState
from simpul.permits import access, queries
from simpul.permits.carry import ClearanceDraft, OldAnswer, carry_over
from simpul.permits.facts import plan_facts
from simpul.permits.gather import CARRIED
from simpul.permits.models import Application, AttachedCondition, Clearance, Permit
from simpul.permits.plan import parse_plan
from simpul.permits.required import RequiredClearance, required

__all__ = ["ClearanceDraft", "carry_over", "plan_clearances", "start_rider", "take_over"]

_RUNNING = ("draft", "submitted", "returned", "in_review", "awaiting_payment", "ready")


def start_rider(*, actor: Actor, permit_id: uuid.UUID) -> Application:
    """A draft with the present plan, to be changed and sent. A second click finds the same draft.

    For owners and producers of the company, while the permit is valid and nothing newer runs.
    """
    with transaction.atomic():
        permit = permit_for(actor, permit_id, lock=True)
        access.require(access.can_send(actor, permit.application))
        if permit.state != Permit.State.VALID:
            raise WrongState(_("Only a valid permit, in its newest version, can be amended."))
        running = Application.objects.filter(amends=permit, state__in=_RUNNING).first()
        if running is not None:
            if running.state == Application.State.DRAFT:
                return running
            raise WrongState(_("An amendment of this permit is already on its way."))
        try:
            with transaction.atomic():
                rider = _copy(actor, permit)
        except IntegrityError:
            raise WrongState(_("An amendment of this permit is already on its way.")) from None
        record(
            actor=actor,
            verb="rider.started",
            subject=permit.application.subject,
            data={"permit": permit.number, "version": permit.version, "rider": str(rider.pk)},
        )
        return rider


def permit_for(actor: Actor, permit_id: uuid.UUID | str, *, lock: bool = False) -> Permit:
    """The permit, or NotVisible for who may not see its case."""
    try:
        key = uuid.UUID(str(permit_id))
    except ValueError:
        raise NotVisible(_("Not found.")) from None
    found = Permit.objects.filter(
        pk=key, application__in=queries.applications_visible_to(actor)
    ).select_related("application__production", "application__company", "document")
    if lock:
        found = found.select_for_update(of=("self",))
    permit = found.first()
    if permit is None:
        raise NotVisible(_("Not found."))
    return permit


def _copy(actor: Actor, permit: Permit) -> Application:
    source = permit.application
    revision = source.revisions.order_by("number").last()
    details = deepcopy(revision.details if revision else source.details)
    # Promises are made anew for what is sent anew.
    details.pop("declaration", None)
    return Application.objects.create(
        city_code=source.city_code,
        kind=Application.Kind.RIDER,
        production=source.production,
        company=source.company,
        amends=permit,
        language=source.language,
        confidential=source.confidential,
        plan=deepcopy(revision.plan if revision else source.plan),
        details=details,
        created_by_id=actor.user_id,
    )


# --- asking again, or not -----------------------------------------------------------------------


def plan_clearances(
    application: Application, wanted: Sequence[RequiredClearance]
) -> list[ClearanceDraft]:
    """For every clearance the rider needs: asked again, or carried over from the version before.

    An application that is no rider asks for everything. Three queries and one rule evaluation.
    """
    permit = application.amends
    if permit is None:
        return [ClearanceDraft(one) for one in wanted]
    source = permit.application
    revision = source.revisions.order_by("number").last()
    if revision is None:
        return [ClearanceDraft(one) for one in wanted]
    book = city_book(source.rule_version_id)
    plan = parse_plan(revision.plan, book).plan
    on = source.complete_at or source.submitted_at
    assert on is not None
    before = required(plan_facts(plan, book), on.date()).clearances
    rows = source.clearances.exclude(state="ended")
    old = [
        OldAnswer(row.pk, f"{row.authority_code}:{row.kind}", row.state, row.verdict)
        for row in rows
    ]
    return carry_over(old, wanted, before)


def take_over(*, actor: Actor, clearance: Clearance, answer_id: int) -> Clearance:
    """Fill a rider's clearance with the answer of the version before, conditions and all.

    `clearance` is unsaved; runs in the caller's transaction, which has just decided that nothing
    this authority judges has changed.
    """
    old = Clearance.objects.select_related("application").get(pk=answer_id)
    clearance.replaces = old
    clearance.state = Clearance.State.ANSWERED
    for field in ("verdict", "reason", "law", "answered_at", "answered_by_label", "evidence"):
        setattr(clearance, field, getattr(old, field))
    clearance.requested_at = old.requested_at
    clearance.due_on = None
    clearance.channel = CARRIED
    clearance.note = _("Nothing this authority judged has changed; its answer of %(case)s holds.") % {
        "case": old.application.reference or ""
    }
    clearance.save()
    AttachedCondition.objects.bulk_create(
        AttachedCondition(
            clearance=clearance,
            code=condition.code,
            texts=condition.texts,
            law=condition.law,
            applies_to=condition.applies_to,
        )
        for condition in old.conditions.all()
    )
    record(
        actor=actor,
        verb="clearance.carried_over",
        subject=clearance.application.subject,
        data={"clearance": clearance.pk, "from": old.pk, "authority": old.authority_code},
    )
    return clearance
