"""Carry out what another node says: known key, right signature, right time, never twice."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from simpul.journal.actions import record
from simpul.kit.actors import system_actor
from simpul.kit.outcomes import InvalidInput, NotVisible, WrongState
from simpul.network.exchange import envelope, keys, signing
from simpul.network.exchange.sending import queue
from simpul.network.exchange.signing import NotAccepted
from simpul.network.models import (
    Incoming,
    Node,
    NodeKey,
    ReceivedPassport,
    SeenNonce,
    Share,
)
from simpul.network.passports import notify
from simpul.network.passports.format import document as passports

OLD_KEY_LASTS = timedelta(days=7)
"""After a node introduced a new key its old one is accepted so long, for what is under way."""
R = ReceivedPassport.State


@dataclass(frozen=True, slots=True)
class Receipt:
    """The message was carried out; `again`: it had been before, and nothing was done."""

    number: UUID
    again: bool


def receive(*, headers: Mapping[str, str], body: bytes, now: datetime | None = None) -> Receipt:
    """Check and carry out one request to `envelope.PATH`.

    Raises NotAccepted for anybody unknown or anything changed or replayed (the sender learns only
    that), WrongClock, InvalidInput for a message that cannot be read, WrongState, NotVisible.
    """
    moment = now or timezone.now()
    key = _checked(headers, body, moment)
    try:
        message = envelope.read(body)
    except envelope.NotAMessage as bad:
        raise InvalidInput({"": [bad.code]}) from bad
    sha256 = hashlib.sha256(body).hexdigest()
    with transaction.atomic():
        # One message of a node at a time: its order is the order in which they arrived.
        node = Node.objects.select_for_update().get(pk=key.node_id)
        if node.state != Node.State.TRUSTED:
            raise NotAccepted("trust has ended")
        known = Incoming.objects.filter(node=node, message=message.number).first()
        if known is not None:
            if known.sha256 != sha256:
                raise WrongState(_("Another message had this number."))
            return Receipt(message.number, again=True)
        _HANDLERS[message.kind](node, key, message.about, moment)
        Incoming.objects.create(
            node=node,
            message=message.number,
            kind=message.kind,
            sha256=sha256,
            received_at=moment,
        )
    return Receipt(message.number, again=False)


def forget_nonces(*, now: datetime | None = None) -> int:
    """Drop nonces whose moment no request could have any more; how many."""
    before = (now or timezone.now()) - 3 * signing.WINDOW
    return SeenNonce.objects.filter(seen_at__lt=before).delete()[0]


def _checked(headers: Mapping[str, str], body: bytes, moment: datetime) -> NodeKey:
    found: dict[str, NodeKey] = {}

    def find(key_id: str) -> Ed25519PublicKey | None:
        row = (
            NodeKey.objects.select_related("node")
            .filter(Q(ends_at__isnull=True) | Q(ends_at__gt=moment))
            .filter(key_id=key_id[:60], node__state=Node.State.TRUSTED)
            .first()
        )
        if row is None:
            return None
        found[key_id] = row
        return keys.public_key(row.public_key)

    signed = signing.verify(
        method="POST",
        url=settings.PUBLIC_URL + envelope.PATH,
        headers=headers,
        body=body,
        find=find,
        now=moment,
    )
    key = found[signed.key_id]
    try:
        # On its own: whatever becomes of the message, its signature is used.
        with transaction.atomic():
            SeenNonce.objects.create(key=key, nonce=signed.nonce, seen_at=moment)
    except IntegrityError:
        raise NotAccepted("replayed") from None
    return key


# --- what each kind does ---------------------------------------------------------------------
def _given(node: Node, _key: NodeKey, about: Mapping[str, Any], now: datetime) -> None:
    try:
        document = passports.read(about["passport"])
    except passports.NotAPassport as wrong:
        raise InvalidInput(
            {f"passport.{at}".rstrip("."): [code] for at, code in wrong.errors.items()}
        ) from wrong
    share, sha256 = UUID(document["share"]), passports.digest(document)
    ends_on = datetime.fromisoformat(document["valid_until"]).date()
    known = ReceivedPassport.objects.filter(node=node, share=share).first()
    if known is not None and known.state != R.HELD:
        _answer(node, envelope.DELETED, share, now)
        return
    if known is not None and known.sha256 != sha256:
        raise WrongState(_("This share was given before with other contents."))
    if known is None:
        if ends_on < timezone.localdate(now):
            raise InvalidInput({"passport.valid_until": ["ended"]})
        row = ReceivedPassport.objects.create(
            node=node,
            share=share,
            document=document,
            sha256=sha256,
            ends_on=ends_on,
            received_at=now,
        )
        _record("received_passport.received", row, {"node": node.pk, "sha256": sha256})
        notify.passport_arrived(row)
    _answer(node, envelope.HELD, share, now, sha256=sha256)


def _revoked(node: Node, _key: NodeKey, about: Mapping[str, Any], now: datetime) -> None:
    share = _share_number(about)
    row = ReceivedPassport.objects.filter(node=node, share=share).first()
    if row is None:
        # It was taken back before it came: a late copy of it finds this row and stays outside.
        row = ReceivedPassport.objects.create(
            node=node, share=share, state=R.REVOKED, received_at=now, ended_at=now
        )
    elif row.state == R.HELD:
        empty(row, R.REVOKED, now)
        _record("received_passport.revoked", row, {})
    _answer(node, envelope.DELETED, share, now)


def empty(row: ReceivedPassport, state: str, now: datetime) -> None:
    """Forget what a received passport says."""
    row.document, row.state, row.ended_at = {}, state, now
    row.save(update_fields=["document", "state", "ended_at"])


def _held(node: Node, _key: NodeKey, about: Mapping[str, Any], now: datetime) -> None:
    share = _own_share(node, about)
    if about["sha256"] != share.sha256:
        raise InvalidInput({"about.sha256": ["not_what_was_given"]})
    # Messages may overtake each other: what was deleted is not held any more.
    known = (Share.Theirs.HELD, Share.Theirs.DELETED)
    if share.state == Share.State.GIVEN and share.theirs not in known:
        _theirs(share, Share.Theirs.HELD, "share.held", now)


def _deleted(node: Node, _key: NodeKey, about: Mapping[str, Any], now: datetime) -> None:
    share = _own_share(node, about)
    if share.theirs != Share.Theirs.DELETED:
        _theirs(share, Share.Theirs.DELETED, "share.deleted", now)


def _key_introduced(node: Node, key: NodeKey, about: Mapping[str, Any], now: datetime) -> None:
    text = str(about["public_key"])
    try:
        keys.public_key(text)
    except ValueError:
        raise InvalidInput({"about.public_key": ["bad_value"]}) from None
    name = keys.key_id(text)
    if NodeKey.objects.filter(key_id=name).exists():
        raise WrongState(_("This key is known already."))
    if key.ends_at is not None:
        raise WrongState(_("A key that has been replaced introduces no other."))
    node.keys.filter(ends_at__isnull=True).update(ends_at=now + OLD_KEY_LASTS)
    made = NodeKey.objects.create(
        node=node, key_id=name, public_key=text, introduced_by=key, added_at=now
    )
    record(
        actor=system_actor("exchange"),
        verb="network_node.key_introduced",
        subject=node.subject,
        data={"key": made.key_id, "by": key.key_id},
    )
    notify.key_changed(node, made)


def _share_number(about: Mapping[str, Any]) -> UUID:
    try:
        return envelope.uuid_of(about["share"])
    except envelope.NotAMessage as bad:
        raise InvalidInput({"about.share": [bad.code]}) from bad


def _own_share(node: Node, about: Mapping[str, Any]) -> Share:
    """A share that we gave to this very node; for others it does not exist."""
    number = _share_number(about)
    share = Share.objects.select_for_update().filter(pk=number, node=node).first()
    if share is None:
        raise NotVisible(_("Not found."))
    return share


def _theirs(share: Share, said: str, verb: str, now: datetime) -> None:
    share.theirs, share.theirs_at = said, now
    share.save(update_fields=["theirs", "theirs_at"])
    record(actor=system_actor("exchange"), verb=verb, subject=share.subject, data={})


def _answer(node: Node, kind: str, share: UUID, now: datetime, **more: str) -> None:
    queue(node=node, kind=kind, data={"share": str(share), **more}, now=now)


def _record(verb: str, row: ReceivedPassport, data: dict[str, object]) -> None:
    record(actor=system_actor("exchange"), verb=verb, subject=row.subject, data=data)


_HANDLERS: Mapping[str, Callable[[Node, NodeKey, Mapping[str, Any], datetime], None]] = {
    envelope.GIVEN: _given,
    envelope.REVOKED: _revoked,
    envelope.HELD: _held,
    envelope.DELETED: _deleted,
    envelope.KEY: _key_introduced,
}
