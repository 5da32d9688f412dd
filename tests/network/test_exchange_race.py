"""Two workers, two copies of a message, a share taken back while it leaves: each happens once."""

from __future__ import annotations

import datetime as dt
import time
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from simpul.network.actions import passports
from simpul.network.exchange import keys, receiving, sending
from simpul.network.exchange.signing import NotAccepted
from simpul.network.models import (
    Incoming,
    Node,
    NodeKey,
    Outgoing,
    Partner,
    ReceivedPassport,
    Share,
)
from simpul.network.passports.format import document
from simpul.productions.models import Production
from tests.network.test_exchange import PartnerNode, _document

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*works: Callable[[], Any]) -> list[Any]:
    """Every work in a thread of its own, let go at the same moment; what each gave or raised."""
    gate = Barrier(len(works))

    def one(work: Callable[[], Any]) -> Any:
        gate.wait()
        try:
            return work()
        except NotAccepted as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(one, works))


@pytest.fixture
def partner(settings, tmp_path):
    settings.SIGNER_FOLDER = tmp_path / "signer"
    settings.NODE_ADDRESSES = "any"
    keys.ensure_key()
    other = PartnerNode()
    yield other
    other.server.shutdown()
    other.server.server_close()


@pytest.fixture
def node(partner, make_person):
    one, two = make_person("Satu").user, make_person("Dua").user
    now = timezone.now()
    made = Node.objects.create(
        partner=Partner.objects.create(kind="film_commission", name="Contoh", country="KR"),
        names={"en": "Contoh"}, address=partner.address, state="trusted",
        proposed_by=one, proposed_at=now, trusted_by=two, trusted_at=now,
    )  # fmt: skip
    NodeKey.objects.create(
        node=made, key_id=keys.key_id(partner.public), public_key=partner.public, added_at=now
    )
    return made


@pytest.fixture
def share(node, ani, company):
    production = Production.objects.create(
        company=company, title="Laut", kind="feature", created_by=ani.user
    )
    given = _document()
    made = Share.objects.create(
        id=uuid.UUID(given["share"]), production=production, partner=node.partner, purpose="x",
        fields=["title"], document=given, sha256=document.digest(given), node=node,
        ends_on=timezone.localdate() + dt.timedelta(days=9), theirs="waiting",
        consent_by=ani.user, consent_at=timezone.now(),
    )  # fmt: skip
    sending.queue(node=node, kind="passport.given", share=made)
    return made


def _receive(request):
    body, headers = request
    return lambda: receiving.receive(headers=headers, body=body)


def test_two_copies_of_a_message_are_carried_out_once(partner, node):
    passport, number = _document(), uuid.uuid4()
    about = {"passport": passport}
    copies = [partner.signed("passport.given", about, number=number) for _ in range(3)]
    found = at_once(*(_receive(copy) for copy in copies))
    assert sorted(receipt.again for receipt in found) == [False, True, True]
    assert ReceivedPassport.objects.count() == Incoming.objects.count() == 1
    assert Outgoing.objects.filter(kind="passport.held").count() == 1


def test_one_signature_is_good_for_one_request(partner, node):
    request = partner.signed("passport.revoked", {"share": str(uuid.uuid4())})
    found = at_once(*(_receive(request) for _ in range(3)))
    assert sum(isinstance(one, NotAccepted) for one in found) == 2
    assert Incoming.objects.count() == 1


def test_two_workers_send_a_message_once(partner, share):
    number = Outgoing.objects.get().pk
    at_once(*(lambda: sending.deliver_now(message_id=number) for _ in range(3)))
    assert len(partner.got) == 1
    assert Outgoing.objects.get().state == "delivered"


def test_what_is_taken_back_while_it_leaves_is_called_back(partner, share, ani):
    message = Outgoing.objects.get()
    actor = ani.actor

    def take_back():
        time.sleep(0.02)
        passports.revoke_share(actor=actor, share_id=share.pk)

    at_once(lambda: sending.deliver_now(message_id=message.pk), take_back)
    message.refresh_from_db()
    share.refresh_from_db()
    called_back = Outgoing.objects.filter(kind="passport.revoked", state="queued").count()
    assert share.state == "revoked"
    # Either it never left, or the partner is told to delete it: nothing between.
    assert (len(partner.got), message.state, called_back) in {
        (1, "delivered", 1),
        (0, "dropped", 0),
    }
