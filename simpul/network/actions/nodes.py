"""Whom companies may share with, and which nodes we trust: entered by one, confirmed by another."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from simpul.city.queries import city_book
from simpul.journal.actions import record
from simpul.kit.actors import Actor, system_actor
from simpul.kit.outcomes import InvalidInput, NotAllowed, NotVisible, WrongState
from simpul.network import access
from simpul.network.exchange import envelope, identity, keys
from simpul.network.exchange.sending import put_job, queue
from simpul.network.models import (
    Node,
    NodeKey,
    Outgoing,
    Partner,
    ReceivedPassport,
    Receiver,
)
from simpul.network.passports import access as passport_access

N = Node.State
MOST_REASON = 500


def open_receiver(*, actor: Actor, partner_id: int, forms: Sequence[str]) -> Receiver:
    """Companies may share passports with this partner, mapped to these forms of the pack.

    Doing it again changes the forms. Raises NotVisible, NotAllowed, InvalidInput.
    """
    user = access.require_writer(actor)
    known = city_book().part("passport_forms")
    if set(forms) - set(known):
        raise InvalidInput({"forms": [_("This form is not in the city pack.")]})
    with transaction.atomic():
        partner = Partner.objects.select_for_update().filter(pk=partner_id).first()
        if partner is None or partner.merged_into_id is not None:
            raise InvalidInput({"partner": [_("Choose a partner.")]})
        receiver = Receiver.objects.filter(partner=partner).order_by("pk").first()
        if receiver is None:
            receiver = Receiver(partner=partner, created_by_id=user)
        receiver.forms, receiver.open = sorted(set(forms)), True
        receiver.save()
        _record(actor, "receiver.opened", partner.subject, {"forms": receiver.forms})
    return receiver


def close_receiver(*, actor: Actor, receiver_id: int) -> Receiver:
    """Nothing new may be shared with the partner; what was shared stays as it is."""
    access.require_writer(actor)
    with transaction.atomic():
        receiver = (
            Receiver.objects.select_for_update(of=("self",))
            .select_related("partner")
            .filter(pk=receiver_id)
            .first()
        )
        if receiver is None:
            raise NotVisible(_("Not found."))
        if not receiver.open:
            raise WrongState(_("This partner is closed already."))
        receiver.open = False
        receiver.save(update_fields=["open"])
        _record(actor, "receiver.closed", receiver.partner.subject, {})
    return receiver


def propose_node(
    *, actor: Actor, partner_id: int, card: str, now: dt.datetime | None = None
) -> Node:
    """Enter the card a partner's node published. Trusts nothing yet.

    Raises NotVisible, NotAllowed, InvalidInput.
    """
    user = passport_access.require_proposer(actor)
    moment = now or timezone.now()
    read = identity.read_card(card)
    if read.public_key == keys.own_key().public_text:
        raise InvalidInput({"card": [_("This is the card of our own node.")]})
    partner = Partner.objects.filter(pk=partner_id, merged_into__isnull=True).first()
    if partner is None:
        raise InvalidInput({"partner": [_("Choose a partner.")]})
    try:
        with transaction.atomic():
            node = Node.objects.create(
                partner=partner,
                names=dict(read.names),
                address=read.address,
                proposed_by_id=user,
                proposed_at=moment,
            )
            key = NodeKey.objects.create(
                node=node,
                key_id=keys.key_id(read.public_key),
                public_key=read.public_key,
                added_at=moment,
            )
            _record(
                actor, "network_node.proposed", node.subject,
                {"partner": partner.pk, "address": node.address, "key": key.key_id},
            )  # fmt: skip
    except IntegrityError:
        raise InvalidInput({"card": [_("This address or this key is known already.")]}) from None
    return node


def trust_node(
    *, actor: Actor, node_id: int, fingerprint: str, now: dt.datetime | None = None
) -> Node:
    """The second person types the fingerprint that the partner told by another way.

    Raises NotVisible, NotAllowed, WrongState, InvalidInput when it is another one.
    """
    with transaction.atomic():
        user = access.require_signer(actor)
        node = _node(node_id)
        if node.state != N.PROPOSED:
            raise WrongState(_("This node does not wait for a second person."))
        if node.proposed_by_id == user:
            raise NotAllowed(_("You entered this node, so a colleague must confirm it."))
        key = node.keys.get(ends_at__isnull=True)
        if not keys.same_fingerprint(key.public_key, fingerprint):
            told = _(
                "This is not the fingerprint of the key. Ask the partner again; trust nothing."
            )
            raise InvalidInput({"fingerprint": [told]})
        node.state, node.trusted_by_id = N.TRUSTED, user
        node.trusted_at = now or timezone.now()
        node.save(update_fields=["state", "trusted_by", "trusted_at"])
        _record(actor, "network_node.trusted", node.subject, {"key": key.key_id})
    return node


def end_node(*, actor: Actor, node_id: int, reason: str, now: dt.datetime | None = None) -> Node:
    """Trust it no longer: nothing goes there, nothing is taken from there. One person may do so."""
    moment = now or timezone.now()
    if not actor.has_role(*access.SIGNING_ROLES):
        user = passport_access.require_proposer(actor)
    else:
        user = access.require_signer(actor)
    if not reason.strip() or len(reason) > MOST_REASON:
        raise InvalidInput({"reason": [_("Write why, in at most 500 characters.")]})
    with transaction.atomic():
        node = _node(node_id)
        if node.state == N.ENDED:
            raise WrongState(_("Trust in this node has ended already."))
        node.state, node.ended_by_id, node.ended_at = N.ENDED, user, moment
        node.end_reason = reason.strip()
        node.save(update_fields=["state", "ended_by", "ended_at", "end_reason"])
        node.keys.filter(ends_at__isnull=True).update(ends_at=moment)
        _record(actor, "network_node.ended", node.subject, {})
    return node


def send_again(*, actor: Actor, message_id: uuid.UUID) -> Outgoing:
    """Try a message anew that could not be delivered, or one that waits for its next attempt."""
    access.require_writer(actor)
    with transaction.atomic():
        message = (
            Outgoing.objects.select_for_update(of=("self",))
            .select_related("node")
            .filter(pk=message_id)
            .first()
        )
        if message is None:
            raise NotVisible(_("Not found."))
        if message.state not in (Outgoing.State.FAILED, Outgoing.State.QUEUED):
            raise WrongState(_("This message does not wait to be sent."))
        message.state, message.ended_at, message.attempts = Outgoing.State.QUEUED, None, 0
        message.save(update_fields=["state", "ended_at", "attempts"])
        put_job(message)
        _record(actor, "network_node.sent_again", message.node.subject, {"kind": message.kind})
    return message


def open_received(
    *, actor: Actor, received_id: uuid.UUID, now: dt.datetime | None = None
) -> ReceivedPassport:
    """Read a passport another commission gave us; who read it is written down, once a day.

    Raises NotVisible also when it was taken back or has ended by now.
    """
    access.require_reader(actor)
    moment = now or timezone.now()
    with transaction.atomic():
        row = (
            ReceivedPassport.objects.select_related("node__partner").filter(pk=received_id).first()
        )
        if row is None:
            raise NotVisible(_("Not found."))
        if row.state == ReceivedPassport.State.HELD and not _read_today(actor, row, moment):
            _record(actor, "received_passport.opened", row.subject, {})
    return row


def _read_today(actor: Actor, row: ReceivedPassport, moment: dt.datetime) -> bool:
    from simpul.journal.queries import entries_for

    day = timezone.localdate(moment)
    return any(
        entry.verb == "received_passport.opened"
        and entry.actor_id == actor.id
        and timezone.localdate(entry.at) == day
        for entry in entries_for(row.subject)
    )


def renew_key(*, now: dt.datetime | None = None) -> keys.OwnKey:
    """Sign with a new key from now on; every trusted node is told, signed with the old one.

    For the operator on the machine. The old private key goes once everybody has been told.
    """
    operator = system_actor("operator")
    with transaction.atomic():
        old, made = keys.new_key()
        for node in Node.objects.filter(state=N.TRUSTED).order_by("pk"):
            data = {"public_key": made.public_text, "sign_with": old.key_id}
            queue(node=node, kind=envelope.KEY, data=data, now=now)
        _record(operator, "network.key_renewed", "node:1", {"old": old.key_id, "new": made.key_id})
    return made


def _node(node_id: int) -> Node:
    node = (
        Node.objects.select_for_update(of=("self",))
        .select_related("partner")
        .filter(pk=node_id)
        .first()
    )
    if node is None:
        raise NotVisible(_("Not found."))
    return node


def _record(actor: Actor, verb: str, subject: str, data: dict[str, object]) -> None:
    record(actor=actor, verb=verb, subject=subject, data=data)
