"""What a partner's node says is carried out once and only when it is trusted; what we say arrives,
or somebody hears that it did not. The partner is a small HTTP server with a key of its own."""

from __future__ import annotations

import datetime as dt
import json
import threading
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.utils import timezone

from simpul.config.output import Output
from simpul.journal.models import Entry
from simpul.kit.actors import system_actor
from simpul.messages.models import Message
from simpul.network import commands
from simpul.network.actions import nodes, passports
from simpul.network.exchange import (
    envelope,
    identity,
    jobs,
    keys,
    receiving,
    sending,
    signing,
)
from simpul.network.models import (
    Incoming,
    Node,
    NodeKey,
    Outgoing,
    Partner,
    ReceivedPassport,
    Receiver,
    SeenNonce,
    Share,
)
from simpul.network.passports.format import document
from simpul.productions.models import Production

URL = "http://testserver" + envelope.PATH


class PartnerNode:
    """The other side: answers as it is told, and remembers what it got."""

    def __init__(self):
        self.private = Ed25519PrivateKey.generate()
        self.status, self.answer, self.got = 200, None, []
        partner = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                partner.got.append((dict(self.headers), body))
                self.send_response(partner.status)
                if partner.status == 302:
                    self.send_header("Location", partner.address + "/elsewhere")
                self.end_headers()
                receipt = {"id": json.loads(body)["id"], "again": False}
                self.wfile.write(partner.answer or json.dumps(receipt).encode())

            def log_message(self, *args):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    @property
    def public(self):
        return keys.public_text(self.private.public_key())

    def messages(self):
        return [envelope.read(body) for _headers, body in self.got]

    def signed(self, kind, about, *, number=None, key=None, now=None, private=None):
        body = envelope.written(number or uuid.uuid4(), kind, about)
        private = private or self.private
        name = key or keys.key_id(keys.public_text(private.public_key()))
        headers = signing.sign(
            method="POST", url=URL, body=body, key_id=name, private=private, now=now
        )
        return body, headers


@pytest.fixture
def partner(settings, tmp_path):
    settings.SIGNER_FOLDER = tmp_path / "signer"
    settings.NODE_ADDRESSES = "any"
    other = PartnerNode()
    yield other
    other.server.shutdown()
    other.server.server_close()


@pytest.fixture
def node(partner, nadia, eko, jakarta):
    """The partner's node, trusted by two people."""
    bfc = Partner.objects.create(kind="film_commission", name="BFC (contoh)", country="KR")
    Receiver.objects.create(partner=bfc, forms=["kr-bfc"])
    card = {
        "simpul_node": 1,
        "names": {"en": "BFC"},
        "country": "KR",
        "address": partner.address,
        "public_key": partner.public,
    }
    made = nodes.propose_node(actor=nadia.actor, partner_id=bfc.pk, card=json.dumps(card))
    told = keys.fingerprint(partner.public)
    return nodes.trust_node(actor=eko.actor, node_id=made.pk, fingerprint=told)


@pytest.fixture
def production(ani, company, jakarta):
    return Production.objects.create(
        company=company, title="Laut yang Diam", kind="feature", created_by=ani.user
    )


@pytest.fixture
def give(ani, production, node):
    def make(**changes):
        whole = {
            "fields": ["title"],
            "purpose": "Saran lokasi",
            "ends_on": timezone.localdate() + dt.timedelta(days=30),
            "agreed": True,
        }
        receiver = Receiver.objects.get()
        return passports.give_share(
            actor=ani.actor,
            production_id=production.pk,
            receiver_id=receiver.pk,
            **{**whole, **changes},
        )

    return make


def _document(**changes):
    now = timezone.now()
    whole = {
        "share": uuid.uuid4(),
        "issued_at": now,
        "valid_until": timezone.localdate() + dt.timedelta(days=10),
        "purpose": "Location advice in Jakarta",
        "language": "en",
        "giver": document.Party({"en": "BFC"}, "KR"),
        "receiver": document.Party({"en": "Jakarta"}, "ID"),
        "consent_at": now,
        "data": {"title": {"en": "Quiet Sea"}, "synopsis": {"en": "Secret of the sea"}},
    }
    return document.make(**{**whole, **changes})


def _post(client, body, headers):
    return client.post(
        envelope.PATH, body, content_type=headers["Content-Type"],
        headers={k: v for k, v in headers.items() if k != "Content-Type"},
    )  # fmt: skip


def _deliver_all():
    waiting = Outgoing.objects.filter(state="queued").order_by("queued_at", "pk")
    for number in waiting.values_list("pk", flat=True):
        sending.deliver_now(message_id=number)


# --- sending ---------------------------------------------------------------------------------
def test_a_share_is_sent_signed_and_holds_only_what_was_chosen(give, partner):
    share = give()
    _deliver_all()
    ((headers, body),) = partner.got
    own = keys.own_key()
    signed = signing.verify(
        method="POST",
        url=partner.address + envelope.PATH,
        headers=headers,
        body=body,
        find=lambda name: own.private.public_key() if name == own.key_id else None,
    )
    assert signed.key_id == own.key_id
    message = envelope.read(body)
    assert message.kind == "passport.given"
    assert message.about["passport"] == share.document
    assert b"PT Layar" not in body
    assert b"ani@contoh.id" not in body
    assert Outgoing.objects.get().state == "delivered"
    _deliver_all()
    assert len(partner.got) == 1


def test_a_partner_that_is_down_gets_it_later_with_the_same_number(give, partner):
    give()
    number = Outgoing.objects.get().pk
    partner.status = 503
    assert sending.deliver_now(message_id=number).state == "queued"
    partner.status = 200
    assert sending.deliver_now(message_id=number).state == "delivered"
    first, second = partner.messages()
    assert first.number == second.number == number
    assert partner.got[0][0]["Signature"] != partner.got[1][0]["Signature"]


@pytest.mark.parametrize(
    ("status", "answer", "state"),
    [
        (302, None, "queued"),
        (401, None, "queued"),
        (429, None, "queued"),
        (200, b"<html>hello</html>", "queued"),
        (200, b'{"id": "another"}', "queued"),
        (413, None, "failed"),
        (422, None, "failed"),
    ],
)
def test_only_a_receipt_counts_and_no_redirect_is_followed(give, partner, status, answer, state):
    give()
    partner.status, partner.answer = status, answer
    sent = sending.deliver_now(message_id=Outgoing.objects.get().pk)
    assert sent.state == state
    assert len(partner.got) == 1


def test_after_the_last_try_people_are_told_and_can_try_again(give, partner, nadia):
    share = give()
    message = Outgoing.objects.get()
    partner.server.shutdown()
    partner.server.server_close()
    for _ in range(sending.MAX_ATTEMPTS):
        sending.deliver_now(message_id=message.pk)
    message.refresh_from_db()
    share.refresh_from_db()
    assert (message.state, message.attempts) == ("failed", sending.MAX_ATTEMPTS)
    assert share.theirs == "unreached"
    assert Message.objects.filter(template="network/node_unreached").exists()
    again = nodes.send_again(actor=nadia.actor, message_id=message.pk)
    assert (again.state, again.attempts) == ("queued", 0)


def test_what_was_taken_back_before_it_left_never_leaves(give, ani, partner):
    share = give()
    passports.revoke_share(actor=ani.actor, share_id=share.pk)
    _deliver_all()
    assert partner.got == []
    assert list(Outgoing.objects.values_list("kind", "state")) == [("passport.given", "dropped")]


def test_what_was_taken_back_is_called_back_and_the_deletion_shown(
    give, ani, partner, node, client
):
    share = give()
    _deliver_all()
    held = {"share": str(share.pk), "sha256": share.sha256}
    assert _post(client, *partner.signed("passport.held", held)).status_code == 200
    share.refresh_from_db()
    assert share.theirs == "held"
    passports.revoke_share(actor=ani.actor, share_id=share.pk)
    _deliver_all()
    assert [one.kind for one in partner.messages()] == ["passport.given", "passport.revoked"]
    assert partner.messages()[1].about == {"share": str(share.pk)}
    deleted = {"share": str(share.pk)}
    assert _post(client, *partner.signed("passport.deleted", deleted)).status_code == 200
    share.refresh_from_db()
    assert (share.state, share.theirs) == ("revoked", "deleted")


def test_nothing_goes_to_a_node_whose_trust_ended(give, partner, eko, node, ani):
    share = give()
    nodes.end_node(actor=eko.actor, node_id=node.pk, reason="Kunci bocor")
    _deliver_all()
    assert partner.got == []
    passports.revoke_share(actor=ani.actor, share_id=share.pk)
    share.refresh_from_db()
    assert share.theirs == "unreached"


def test_requests_stay_outside_where_the_operator_did_not_allow_otherwise(give, partner, settings):
    give()
    settings.NODE_ADDRESSES = "public"
    sent = sending.deliver_now(message_id=Outgoing.objects.get().pk)
    assert (sent.state, sent.last_error) == ("failed", "https_only")
    assert partner.got == []


# --- receiving -------------------------------------------------------------------------------
def test_a_passport_is_received_read_by_staff_and_confirmed(partner, node, client, nadia):
    passport = _document()
    answer = _post(client, *partner.signed("passport.given", {"passport": passport}))
    assert answer.status_code == 200
    row = ReceivedPassport.objects.get()
    assert row.document == passport
    _deliver_all()
    (confirmed,) = partner.messages()
    assert confirmed.kind == "passport.held"
    assert confirmed.about == {"share": passport["share"], "sha256": document.digest(passport)}
    client.force_login(nadia.user)
    page = client.get(f"/meja/jejaring/paspor/{row.pk}/").content.decode()
    # An Indonesian page; the text is only there in English and says so.
    assert 'lang="en">Secret of the sea' in page
    client.get(f"/meja/jejaring/paspor/{row.pk}/")
    opened = Entry.objects.filter(verb="received_passport.opened", subject=row.subject)
    assert opened.count() == 1
    assert "Quiet Sea" in client.get("/meja/jejaring/paspor/").content.decode()


def test_a_passport_taken_back_is_empty_everywhere_and_confirmed_deleted(
    partner, node, client, nadia
):
    passport = _document()
    _post(client, *partner.signed("passport.given", {"passport": passport}))
    back = {"share": passport["share"]}
    assert _post(client, *partner.signed("passport.revoked", back)).status_code == 200
    row = ReceivedPassport.objects.get()
    assert (row.state, row.document) == ("revoked", {})
    client.force_login(nadia.user)
    for path in ("/meja/jejaring/paspor/", f"/meja/jejaring/paspor/{row.pk}/"):
        page = client.get(path).content.decode()
        assert "Quiet Sea" not in page
        assert "Secret of the sea" not in page
    _deliver_all()
    assert [one.kind for one in partner.messages()] == ["passport.held", "passport.deleted"]
    # A late copy, sent before it was taken back, stays outside.
    late = partner.signed("passport.given", {"passport": passport})
    assert _post(client, *late).status_code == 200
    assert ReceivedPassport.objects.get().document == {}


def test_taken_back_before_it_came_it_is_never_kept(partner, node, client):
    passport = _document()
    _post(client, *partner.signed("passport.revoked", {"share": passport["share"]}))
    _post(client, *partner.signed("passport.given", {"passport": passport}))
    row = ReceivedPassport.objects.get()
    assert (row.state, row.document) == ("revoked", {})


def test_a_received_passport_ends_after_its_day_and_the_giver_hears_it(partner, node, client):
    passport = _document()
    _post(client, *partner.signed("passport.given", {"passport": passport}))
    last = dt.date.fromisoformat(passport["valid_until"])
    noon = dt.datetime.combine(last, dt.time(12), timezone.get_current_timezone())
    worker = system_actor("worker")
    assert passports.expire_received(actor=worker, now=noon) == 0
    assert passports.expire_received(actor=worker, now=noon + dt.timedelta(days=1)) == 1
    assert ReceivedPassport.objects.get().document == {}
    assert Outgoing.objects.filter(kind="passport.deleted").count() == 1


def test_the_same_request_again_is_refused_and_the_same_message_does_nothing_twice(
    partner, node, client
):
    passport, number = _document(), uuid.uuid4()
    request = partner.signed("passport.given", {"passport": passport}, number=number)
    assert _post(client, *request).json()["again"] is False
    replayed = _post(client, *request)
    assert (replayed.status_code, replayed.json()["code"]) == (401, "not_accepted")
    retried = partner.signed("passport.given", {"passport": passport}, number=number)
    assert _post(client, *retried).json()["again"] is True
    assert ReceivedPassport.objects.count() == Incoming.objects.count() == 1
    assert Outgoing.objects.count() == 1
    other = partner.signed("passport.revoked", {"share": passport["share"]}, number=number)
    assert _post(client, *other).status_code == 409
    assert ReceivedPassport.objects.get().state == "held"


def test_who_is_not_trusted_learns_nothing_but_that(partner, node, client, eko):
    about = {"passport": _document()}
    body, headers = partner.signed("passport.given", about)
    stranger = Ed25519PrivateKey.generate()
    answers = [
        _post(client, *partner.signed("passport.given", about, private=stranger)),
        _post(client, *partner.signed("passport.given", about, private=stranger,
                                      key=keys.key_id(partner.public))),
        _post(client, body.replace(b"Quiet", b"Noisy"), headers),
        _post(client, body, {**headers, "Signature": headers["Signature"].upper()}),
        _post(client, body, {"Content-Type": "application/json"}),
        _post(client, b"not json", {"Content-Type": "text/plain"}),
    ]  # fmt: skip
    nodes.end_node(actor=eko.actor, node_id=node.pk, reason="x")
    answers.append(_post(client, *partner.signed("passport.given", about)))
    assert {one.status_code for one in answers} == {401}
    assert len({one.content for one in answers}) == 1
    assert not ReceivedPassport.objects.exists()
    assert not SeenNonce.objects.exists()


def test_a_trusted_node_with_a_wrong_clock_is_told_so(partner, node, client):
    late = timezone.now() - dt.timedelta(minutes=10)
    answer = _post(
        client, *partner.signed("passport.revoked", {"share": str(uuid.uuid4())}, now=late)
    )
    assert (answer.status_code, answer.json()["code"]) == (401, "clock")
    assert not ReceivedPassport.objects.exists()


def test_too_much_is_refused_before_it_is_read(partner, node, client):
    body = b"x" * (envelope.LARGEST + 1)
    answer = client.post(envelope.PATH, body, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


@pytest.mark.parametrize("about", [{"passport": {}}, {"passport": None}, {"passport": [1]}])
def test_a_passport_that_is_none_is_refused_and_nothing_is_kept(partner, node, client, about):
    answer = _post(client, *partner.signed("passport.given", about))
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_input")
    assert not Incoming.objects.exists()


def test_a_passport_with_more_than_the_list_or_past_its_day_is_refused(partner, node, client):
    strange = _document()
    strange["data"]["passport_scan"] = "x"
    ended = _document(valid_until=timezone.localdate() - dt.timedelta(days=1))
    for passport in (strange, ended):
        answer = _post(client, *partner.signed("passport.given", {"passport": passport}))
        assert answer.status_code == 422
    assert not ReceivedPassport.objects.exists()


def test_a_share_cannot_be_exchanged_for_another_under_its_number(partner, node, client):
    passport = _document()
    _post(client, *partner.signed("passport.given", {"passport": passport}))
    other = _document(share=uuid.UUID(passport["share"]), purpose="Something else")
    answer = _post(client, *partner.signed("passport.given", {"passport": other}))
    assert answer.status_code == 409
    assert ReceivedPassport.objects.get().document == passport


def test_a_node_speaks_only_of_shares_that_were_given_to_it(give, partner, client):
    share = give()
    Share.objects.filter(pk=share.pk).update(node=None, theirs="")
    for kind, more in (("passport.held", {"sha256": share.sha256}), ("passport.deleted", {})):
        about = {"share": str(share.pk), **more}
        assert _post(client, *partner.signed(kind, about)).status_code == 404
    unknown = {"share": str(uuid.uuid4())}
    assert _post(client, *partner.signed("passport.deleted", unknown)).status_code == 404


def test_a_confirmation_of_something_else_is_refused(give, partner, client):
    share = give()
    about = {"share": str(share.pk), "sha256": "0" * 64}
    assert _post(client, *partner.signed("passport.held", about)).status_code == 422
    share.refresh_from_db()
    assert share.theirs == "waiting"


# --- keys that change ------------------------------------------------------------------------
def test_a_trusted_key_introduces_the_next_and_people_hear_of_it(partner, node, client):
    following = Ed25519PrivateKey.generate()
    text = keys.public_text(following.public_key())
    assert _post(client, *partner.signed("key.introduced", {"public_key": text})).status_code == 200
    about = {"share": str(uuid.uuid4())}
    assert (
        _post(client, *partner.signed("passport.revoked", about, private=following)).status_code
        == 200
    )
    # For a week the old one is accepted for what is under way, and introduces no other.
    assert _post(client, *partner.signed("passport.revoked", about)).status_code == 200
    more = keys.public_text(Ed25519PrivateKey.generate().public_key())
    assert _post(client, *partner.signed("key.introduced", {"public_key": more})).status_code == 409
    NodeKey.objects.filter(introduced_by=None).update(ends_at=timezone.now())
    assert _post(client, *partner.signed("passport.revoked", about)).status_code == 401
    assert Message.objects.filter(template="network/node_key_changed").exists()


def test_our_new_key_is_introduced_with_the_old_one(node, partner):
    old = keys.own_key()
    new = nodes.renew_key()
    assert new.key_id != old.key_id
    # The old one is kept until the partner knows.
    assert sending.forget_old_keys() == 0
    _deliver_all()
    assert sending.forget_old_keys() == 1
    ((headers, body),) = partner.got
    signed = signing.verify(
        method="POST", url=partner.address + envelope.PATH, headers=headers, body=body,
        find=lambda name: old.private.public_key() if name == old.key_id else None,
    )  # fmt: skip
    assert signed.key_id == old.key_id
    assert envelope.read(body).about == {"public_key": new.public_text}


def test_used_nonces_are_forgotten_when_their_time_is_over(partner, node, client):
    _post(client, *partner.signed("passport.revoked", {"share": str(uuid.uuid4())}))
    assert receiving.forget_nonces() == 0
    assert receiving.forget_nonces(now=timezone.now() + dt.timedelta(minutes=20)) == 1


def test_the_card_is_public_and_the_schema_too(client, jakarta, settings, tmp_path):
    settings.SIGNER_FOLDER = tmp_path / "signer"
    card = client.get("/api/v1/network/node").json()
    assert card["address"] == "http://testserver"
    assert card["country"] == "ID"
    assert card["public_key"] == keys.own_key().public_text
    schema = client.get("/api/v1/network/passport-schema").json()
    assert schema["properties"]["data"]["additionalProperties"] is False


def test_the_hourly_job_ends_what_is_over_on_both_sides(give, partner, node, client):
    share = give(ends_on=timezone.localdate())
    _post(client, *partner.signed("passport.given", {"passport": _document()}))
    later = timezone.now() + dt.timedelta(days=20)
    jobs.end_passports(timestamp=int(later.timestamp()))
    share.refresh_from_db()
    assert share.state == "expired"
    assert ReceivedPassport.objects.get().state == "expired"
    assert not SeenNonce.objects.exists()


def test_the_command_shows_the_card_and_renews_the_key(node, partner, capsys):
    assert commands.card(output=Output(as_json=True)) == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown["card"] == identity.own_card().data()
    assert shown["fingerprint"] == keys.fingerprint(shown["card"]["public_key"])
    assert commands.new_key(output=Output(as_json=True)) == 0
    made = json.loads(capsys.readouterr().out)
    assert made["fingerprint"] == identity.own_card().fingerprint != shown["fingerprint"]
    assert Outgoing.objects.filter(kind="key.introduced", node=node).count() == 1


# --- pages of staff --------------------------------------------------------------------------
def test_the_page_of_a_node_and_the_inbox_ask_no_more_for_many_rows(
    give, node, client, nadia, django_assert_max_num_queries
):
    client.force_login(nadia.user)
    passport = _document()
    sent = give().messages.get()
    counts = {}
    for rows in (1, 30):
        for _ in range(rows - ReceivedPassport.objects.count()):
            ReceivedPassport.objects.create(
                node=node, share=uuid.uuid4(), document=passport, ends_on=passport["valid_until"],
                received_at=timezone.now(),
            )  # fmt: skip
            Incoming.objects.create(
                node=node, message=uuid.uuid4(), kind="passport.given", received_at=timezone.now()
            )
            Outgoing.objects.create(
                node=node, kind=sent.kind, share=sent.share, queued_at=timezone.now()
            )
        for path in ("/meja/jejaring/paspor/", f"/meja/jejaring/simpul/{node.pk}/"):
            with django_assert_max_num_queries(40) as asked:
                assert client.get(path).status_code == 200
            counts.setdefault(path, []).append(len(asked))
    assert all(len(set(both)) == 1 for both in counts.values()), counts


def test_only_who_writes_tries_again(give, partner, citra, gita, nadia, client):
    give()
    message = Outgoing.objects.get()
    path = f"/meja/jejaring/simpul/pesan/{message.pk}/"
    for person, status in ((citra, 404), (gita, 403), (nadia, 302)):
        client.force_login(person.user)
        assert client.post(path).status_code == status
    assert Node.objects.count() == 1
