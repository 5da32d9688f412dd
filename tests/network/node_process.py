"""One Simpul node in a process of its own: its database, its keys, its web server, its jobs.

Started by tests as `python -m tests.network.node_process`; reads one command per line (JSON: a name
and its values) and answers with one line of JSON. What it does is what people do on the pages.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
import threading
from dataclasses import replace
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from simpul.config.loading import load

load(pages=True)

from django.conf import settings  # noqa: E402
from django.test import Client  # noqa: E402
from django.utils import timezone  # noqa: E402
from procrastinate.contrib.django import app  # noqa: E402

from simpul.config.installation import install_pack  # noqa: E402
from simpul.config.wsgi import application  # noqa: E402
from simpul.network.actions import nodes, passports  # noqa: E402
from simpul.network.exchange import envelope, identity, keys, signing  # noqa: E402
from simpul.network.models import (  # noqa: E402
    Incoming,
    Outgoing,
    Partner,
    ReceivedPassport,
    Share,
)
from simpul.people.actors import load_actor  # noqa: E402
from simpul.people.models import Membership, Organisation, StaffGrant, User  # noqa: E402
from simpul.productions.actions.titles import create_production  # noqa: E402


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Quiet(WSGIRequestHandler):
    def log_message(self, *args: Any) -> None:
        """Nothing on the error stream."""


def person(name: str, *roles: str) -> User:
    """An account with these roles; made where it is missing."""
    user, made = User.objects.get_or_create(email=f"{name}@contoh.id", defaults={"name": name})
    if made:
        for role in roles:
            StaffGrant.objects.create(user=user, role=role, reason="test")
    return user


def actor(user: User) -> Any:
    return replace(load_actor(user), second_factor=True)


def serve() -> str:
    server = make_server("127.0.0.1", settings.PORT, application, Server, Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return str(settings.PUBLIC_URL)


def card() -> dict[str, Any]:
    return identity.own_card().data()


def trust(of: dict[str, Any], name: str) -> str:
    """Enter the partner with its card, as one person; compare and trust, as another."""
    officer, head = person("rekan", "partnerships_officer"), person("kepala", "head_of_service")
    partner = Partner.objects.create(kind="film_commission", name=name, country=of["country"])
    nodes.open_receiver(actor=actor(officer), partner_id=partner.pk, forms=[])
    node = nodes.propose_node(actor=actor(officer), partner_id=partner.pk, card=json.dumps(of))
    told = keys.fingerprint(of["public_key"])
    return str(nodes.trust_node(actor=actor(head), node_id=node.pk, fingerprint=told).state)


def share(fields: list[str]) -> str:
    """A company with a production shares some of its passport."""
    owner = person("ani")
    company = Organisation.objects.create(name="PT Layar Contoh", registration_no="9120009999")
    Membership.objects.create(user=owner, organisation=company, role="owner")
    data = {
        "title": "Laut yang Diam",
        "kind": "feature",
        "synopsis": "Seorang pelaut pulang.",
        "key_people": [{"role": "director", "name": "Sutradara Rahasia"}],
    }
    made = create_production(actor=actor(owner), company_id=company.pk, data=data)
    passports.save_passport(
        actor=actor(owner),
        production_id=made.pk,
        version=0,
        answers={"title": {"en": "The Silent Sea"}},
    )
    given = passports.give_share(
        actor=actor(owner),
        production_id=made.pk,
        receiver_id=Partner.objects.get().receivers.get().pk,
        fields=fields,
        purpose="Saran lokasi di Busan",
        ends_on=timezone.localdate() + dt.timedelta(days=30),
        agreed=True,
    )
    return str(given.pk)


def revoke(number: str) -> str:
    return str(passports.revoke_share(actor=actor(person("ani")), share_id=number).state)


def standing(number: str) -> list[str]:
    row = Share.objects.get(pk=number)
    return [row.state, row.theirs]


def outgoing() -> list[list[Any]]:
    rows = Outgoing.objects.order_by("queued_at", "pk")
    return [[row.kind, row.state, row.attempts] for row in rows]


def incoming() -> dict[str, int]:
    kinds = list(Incoming.objects.values_list("kind", flat=True))
    return {kind: kinds.count(kind) for kind in kinds}


def received(language: str) -> list[dict[str, Any]]:
    """The pages of what was received, as the staff read them."""
    reader = person("rekan")
    User.objects.filter(pk=reader.pk).update(language=language)
    browser = Client(headers={"accept-language": language})
    browser.force_login(reader)
    rows = ReceivedPassport.objects.order_by("received_at")
    return [
        {
            "share": str(row.share),
            "state": row.state,
            "kept": row.document,
            "page": browser.get(f"/meja/jejaring/paspor/{row.pk}/").content.decode(),
            "list": browser.get("/meja/jejaring/paspor/").content.decode(),
        }
        for row in rows
    ]


def signed(url: str, kind: str, about: dict[str, Any], number: str) -> list[Any]:
    """A request as this node would make it, not sent."""
    own = keys.own_key()
    body = envelope.written(envelope.uuid_of(number), kind, about)
    headers = signing.sign(
        method="POST", url=url + envelope.PATH, body=body, key_id=own.key_id, private=own.private
    )
    return [url + envelope.PATH, headers, body.decode()]


def work() -> list[list[Any]]:
    """Do the jobs that are due now."""
    with app.replace_connector(app.connector.get_worker_connector()) as worker:
        worker.run_worker(
            queues=["network"], wait=False, install_signal_handlers=False, listen_notify=False
        )
    return outgoing()


COMMANDS = {
    one.__name__: one
    for one in (
        serve, card, trust, share, revoke, standing, outgoing, incoming, received, signed, work,
    )
}  # fmt: skip


def main() -> None:
    install_pack(settings.CITY_PACK)
    settings.ALLOWED_HOSTS = ["127.0.0.1", "testserver"]
    answers, sys.stdout = sys.stdout, sys.stderr
    for line in sys.stdin:
        name, values = json.loads(line)
        try:
            answer = {"answer": COMMANDS[name](**values)}
        except Exception as trouble:
            answer = {"trouble": f"{type(trouble).__name__}: {trouble}"}
        answers.write(json.dumps(answer) + "\n")
        answers.flush()


if __name__ == "__main__":
    main()
