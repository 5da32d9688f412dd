"""Somebody else takes over: people leave, promises stay."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from simpul.journal.actions import record
from simpul.kit.actors import Actor
from simpul.kit.outcomes import InvalidInput, NotVisible, WrongState
from simpul.network import access
from simpul.network.agreements import notify as agreement_letters
from simpul.network.agreements import states
from simpul.network.agreements.queries import agreement_for
from simpul.network.models import Agreement, Commitment, FollowUp
from simpul.network.promises import notify as promise_letters
from simpul.network.promises.queries import commitment_for, follow_up_for
from simpul.network.queries import owners

Held = Agreement | Commitment | FollowUp


def hand_over(*, actor: Actor, kind: str, key: int, owner_id: int) -> Held:
    """Put an "agreement", a "commitment" or a "follow_up" that is still open into other hands."""
    access.require_writer(actor)
    with transaction.atomic():
        row = _held(actor, kind, key)
        over = row.state in states.OVER if isinstance(row, Agreement) else row.state != "open"
        if over:
            raise WrongState(_("This has ended: nobody needs to take it over."))
        if not owners().filter(pk=owner_id).exists():
            raise InvalidInput({"owner": [_("Choose somebody who works on partnerships.")]})
        before = row.owner_id
        if before == owner_id:
            return row
        row.owner_id = owner_id
        row.save(update_fields=["owner"])
        record(
            actor=actor,
            verb="partnership.handed_over",
            subject=row.subject,
            data={"kind": kind, "row": row.pk, "from": before, "to": owner_id},
        )
        _tell(row)
        return row


def _held(actor: Actor, kind: str, key: int) -> Held:
    if kind == "agreement":
        return agreement_for(actor, key, lock=True)
    if kind == "commitment":
        return commitment_for(actor, key, lock=True)
    if kind == "follow_up":
        return follow_up_for(actor, key, lock=True)
    raise NotVisible(_("Not found."))


def _tell(row: Held) -> None:
    """The new owner hears of it."""
    if isinstance(row, Agreement):
        agreement_letters.agreement_given(row)
    elif isinstance(row, Commitment):
        promise_letters.commitment_given(row)
    else:
        promise_letters.follow_up_given(row)
