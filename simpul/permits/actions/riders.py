"""Amend an issued permit: the present plan is copied, changed, sent; only what it touches is asked.

The rider is an application of its own (kind "rider") with its own revisions, clearances and fee
lines (who is asked again: asking.py); when it is issued the permit keeps its number and gets the
next version.
"""

from __future__ import annotations

import uuid
from copy import deepcopy

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from simpul.journal.actions import record
from simpul.kit.actors import Actor
from simpul.kit.outcomes import NotVisible, WrongState
from simpul.permits import access, queries, states
from simpul.permits.models import Application, Attachment, Permit

RUNNING = (Application.State.DRAFT, *states.OPEN)


def start_rider(*, actor: Actor, permit_id: uuid.UUID) -> Application:
    """A draft with the present plan and papers, to be changed and sent. A second click finds the
    same draft.

    For owners and producers of the company, while the permit is valid and nothing newer runs.
    """
    with transaction.atomic():
        permit = permit_for(actor, permit_id, lock=True)
        access.require(access.can_send(actor, permit.application))
        if permit.state != Permit.State.VALID:
            raise WrongState(_("Only a valid permit, in its newest version, can be amended."))
        running = Application.objects.filter(
            amends__number=permit.number, state__in=RUNNING
        ).first()
        if running is not None:
            if running.state == Application.State.DRAFT:
                return running
            raise WrongState(_("An amendment of this permit is already on its way."))
        try:
            with transaction.atomic():
                rider = _copy(actor, permit)
                _carry_papers(permit.application, rider)
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
    assert actor.user_id is not None  # can_send: a person of the company
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


def _carry_papers(source: Application, rider: Application) -> None:
    """What the authorities have read already is not asked for twice; files are not stored twice."""
    for paper in source.attachments.filter(removed_at=None):
        copy = Attachment.objects.create(
            application=rider,
            document_code=paper.document_code,
            file_id=paper.file_id,
            uploaded_by_label=paper.uploaded_by_label,
        )
        # A paper is as old as it is: the column is filled by itself on creation.
        Attachment.objects.filter(pk=copy.pk).update(uploaded_at=paper.uploaded_at)
