"""Queue messages to other nodes, and hand each over, once."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from simpul.journal.actions import record
from simpul.kit.actors import system_actor
from simpul.network.exchange import addresses, envelope, keys, signing, transport
from simpul.network.exchange.identity import anywhere
from simpul.network.models import Node, Outgoing, Share
from simpul.network.passports import notify

MAX_ATTEMPTS = 8
"""With the waits of `jobs.RETRY` this tries for about a day."""
FINAL = {400, 404, 409, 413, 422}
"""Answers that trying again does not change. 401 may be a key or a clock that is put right."""

S = Outgoing.State


def queue(
    *,
    node: Node,
    kind: str,
    share: Share | None = None,
    data: Mapping[str, Any] | None = None,
    now: datetime | None = None,
) -> Outgoing:
    """Queue one message in the caller's transaction: row and job commit, or vanish, together."""
    message = Outgoing.objects.create(
        node=node, kind=kind, share=share, data=dict(data or {}), queued_at=now or timezone.now()
    )
    put_job(message)
    return message


def put_job(message: Outgoing) -> None:
    """Put the job beside the row."""
    from simpul.network.exchange import jobs  # the job calls back into this module

    jobs.deliver.defer(message_id=str(message.pk))


def deliver_now(*, message_id: UUID | str) -> Outgoing | None:
    """Hand over one queued message; None where there is nothing (more) to do.

    The row is locked meanwhile, so two workers never send the same message at once. The other side
    knows its number, so a message whose answer got lost is not carried out twice.
    """
    with transaction.atomic():
        message = (
            Outgoing.objects.select_for_update(of=("self",))
            .select_related("node", "share")
            .filter(pk=message_id)
            .first()
        )
        if message is None or message.state != S.QUEUED:
            return None
        lost = _attempt(message)
    if lost:
        # Only now: who takes a share back holds the share first and then its messages.
        with transaction.atomic():
            _unreached(message)
    return message


def _attempt(message: Outgoing) -> bool:
    """One try; True when the message will not arrive any more and somebody must hear of it."""
    about = _about(message)
    if about is None:
        _end(message, S.DROPPED)
        return message.kind == envelope.REVOKED
    message.attempts += 1
    error, final = _try(message, about)
    if not error:
        _end(message, S.DELIVERED)
    elif final or message.attempts >= MAX_ATTEMPTS:
        _end(message, S.FAILED, error)
        return True
    else:
        message.last_error = error
        message.save(update_fields=["attempts", "last_error"])
    return False


def forget_old_keys() -> int:
    """Destroy the old private keys once every trusted node knows the new one; how many."""
    waits = Outgoing.objects.filter(
        kind=envelope.KEY, state__in=(S.QUEUED, S.FAILED), node__state=Node.State.TRUSTED
    )
    return 0 if waits.exists() else keys.drop_old()


def drop_unsent(share: Share) -> bool:
    """Take a share's own message out of the queue; True when it may have left already.

    The caller holds the share's transaction; a message on its way is waited for.
    """
    rows = Outgoing.objects.select_for_update().filter(share=share, kind=envelope.GIVEN)
    left = False
    for message in rows:
        left = left or message.attempts > 0
        if message.state == S.QUEUED:
            _end(message, S.DROPPED)
    return left


def _about(message: Outgoing) -> dict[str, Any] | None:
    """What the message carries; None when it must no longer leave."""
    if message.node.state != Node.State.TRUSTED:
        return None
    if message.kind != envelope.GIVEN:
        return {key: message.data[key] for key in envelope.KINDS[message.kind]}
    share = message.share
    if share is None or share.state != Share.State.GIVEN:
        return None
    return {"passport": share.document}


def _try(message: Outgoing, about: Mapping[str, Any]) -> tuple[str, bool]:
    """("", False) when the other side took it; else what went wrong and whether that is final."""
    own = keys.by_id(message.data.get("sign_with", "")) or keys.own_key()
    body = envelope.written(message.pk, message.kind, about)
    try:
        origin = addresses.parse(message.node.address, anywhere=anywhere())
        headers = signing.sign(
            method="POST",
            url=origin.text + envelope.PATH,
            body=body,
            key_id=own.key_id,
            private=own.private,
        )
        answer = transport.post(origin, envelope.PATH, body, headers, anywhere=anywhere())
    except addresses.BadAddress as bad:
        return bad.code, True
    except transport.NoAnswer as silence:
        return str(silence), False
    if answer.status == 200 and _names(answer.body, message.pk):
        return "", False
    return f"HTTP {answer.status}", answer.status in FINAL


def _names(body: bytes, number: UUID) -> bool:
    """The receipt is for this message: some other page with status 200 is none."""
    try:
        return bool(json.loads(body)["id"] == str(number))
    except (ValueError, KeyError, TypeError):
        return False


def _end(message: Outgoing, state: str, error: str = "") -> None:
    message.state, message.last_error, message.ended_at = state, error[:100], timezone.now()
    message.save(update_fields=["state", "attempts", "last_error", "ended_at"])


def _unreached(message: Outgoing) -> None:
    """It did not arrive: the share says so, and people are told."""
    if message.share is not None:
        Share.objects.filter(pk=message.share.pk).update(
            theirs=Share.Theirs.UNREACHED, theirs_at=timezone.now()
        )
        record(
            actor=system_actor("worker"),
            verb="share.unreached",
            subject=message.share.subject,
            data={"kind": message.kind, "error": message.last_error},
        )
    notify.not_delivered(message)
