"""For the commission: passports received, partners that may be shared with, nodes and trust."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from typing import Any

from django.contrib import messages as flash
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from simpul.kit.outcomes import WrongState
from simpul.network import access
from simpul.network.actions import nodes as actions
from simpul.network.exchange import keys
from simpul.network.exchange.identity import own_card
from simpul.network.models import Node, ReceivedPassport
from simpul.network.passports import access as passport_access
from simpul.network.passports import lists
from simpul.network.passports.format.fields import FIELDS
from simpul.network.passports.forms import CardForm, EndForm, ReceiverForm, TrustForm
from simpul.network.views.passports import shown_groups
from simpul.network.views.sharing import filled_form, forms_in_force, given_of
from simpul.people.requests import Request
from simpul.web.forms import attempt

PER_PAGE = 30
NODE_ROWS = 20


@require_GET
@never_cache
def inbox(request: Request) -> HttpResponse:
    """Passports other commissions gave us, newest first; of those that ended only that."""
    access.require_reader(request.actor)
    page = Paginator(lists.received(), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "network/nodes/inbox.html", {"page": page})


@require_GET
@never_cache
def received(request: Request, received_id: uuid.UUID) -> HttpResponse:
    """Read one, in the reader's language as far as it goes, and as our own forms would have it."""
    row = actions.open_received(actor=request.actor, received_id=received_id)
    context: dict[str, Any] = {"row": row, "groups": [], "filled": []}
    if row.state == ReceivedPassport.State.HELD:
        given = given_of(row.document)
        country = row.document["to"]["country"]
        forms = [one for one in forms_in_force().values() if one.known and one.country == country]
        context |= {
            "document": row.document,
            "consent_at": dt.datetime.fromisoformat(row.document["consent"]["given_at"]),
            "groups": shown_groups(given, whole=False),
            "filled": [filled_form(one, given.values, given, held=FIELDS) for one in forms],
        }
    return render(request, "network/nodes/received.html", context)


@require_GET
@never_cache
def nodes(request: Request) -> HttpResponse:
    """Our own card, the partners' nodes, and who may be shared with."""
    access.require_reader(request.actor)
    page = Paginator(lists.nodes(), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "receivers": lists.receivers(),
        "may_write": access.can_write(request.actor),
        "may_propose": passport_access.can_propose_node(request.actor),
        **_own(),
    }
    return render(request, "network/nodes/list.html", context)


def _own() -> dict[str, Any]:
    try:
        card = own_card()
    except WrongState as missing:
        return {"card": None, "no_card": str(missing)}
    return {"card": card, "card_text": json.dumps(card.data(), ensure_ascii=False)}


@never_cache
@require_http_methods(["GET", "POST"])
def open_receiver(request: Request) -> HttpResponse:
    """Let companies share with a partner."""
    access.require_writer(request.actor)
    form = ReceiverForm(request.POST or None, partner_forms=forms_in_force())
    if request.method == "POST" and attempt(
        form,
        lambda: actions.open_receiver(
            actor=request.actor,
            partner_id=form.cleaned_data["partner"],
            forms=form.cleaned_data["forms"],
        ),
    ):
        flash.success(request, _("Companies may share passports with this partner now."))
        return redirect("network:nodes")
    return _form_page(request, form, _("Let companies share with a partner"))


@require_POST
def close_receiver(request: Request, receiver_id: int) -> HttpResponse:
    """No new passports for this partner."""
    actions.close_receiver(actor=request.actor, receiver_id=receiver_id)
    flash.success(request, _("Closed. What was shared stays as it is."))
    return redirect("network:nodes")


@never_cache
@require_http_methods(["GET", "POST"])
def propose(request: Request) -> HttpResponse:
    """Enter the card of a partner's node."""
    passport_access.require_proposer(request.actor)
    form = CardForm(request.POST or None)
    if request.method == "POST":
        node = attempt(
            form,
            lambda: actions.propose_node(
                actor=request.actor,
                partner_id=form.cleaned_data["partner"],
                card=form.cleaned_data["card"],
            ),
        )
        if node:
            flash.success(request, _("Entered. A second person compares the fingerprint."))
            return redirect("network:node", node.pk)
    return _form_page(request, form, _("Enter a partner's node"))


def _form_page(request: Request, form: Any, heading: str) -> HttpResponse:
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "heading": heading}
    return render(request, "network/nodes/form.html", context, status=status)


@require_GET
@never_cache
def node(request: Request, node_id: int) -> HttpResponse:
    """One node: state, keys, messages."""
    access.require_reader(request.actor)
    return _node_page(request, node_id, TrustForm(), EndForm())


def _node_page(
    request: Request, node_id: int, trust_form: TrustForm, end_form: EndForm, status: int = 200
) -> HttpResponse:
    row = get_object_or_404(
        Node.objects.select_related("partner", "proposed_by", "trusted_by", "ended_by"), pk=node_id
    )
    key_rows = [
        {"row": one, "fingerprint": keys.fingerprint(one.public_key)}
        for one in row.keys.select_related("introduced_by")
    ]
    signer = access.can_sign(request.actor)
    context = {
        "node": row,
        "keys": key_rows,
        "messages": row.outgoing.select_related("share__production")[:NODE_ROWS],
        "incoming": row.incoming.all()[:NODE_ROWS],
        "trust_form": trust_form,
        "end_form": end_form,
        "may_trust": signer and row.proposed_by_id != request.actor.user_id,
        "may_end": signer or passport_access.can_propose_node(request.actor),
        "may_write": access.can_write(request.actor),
    }
    return render(request, "network/nodes/node.html", context, status=status)


@require_POST
def trust(request: Request, node_id: int) -> HttpResponse:
    """The second person."""
    access.require_signer(request.actor)
    form = TrustForm(request.POST)
    if attempt(
        form,
        lambda: actions.trust_node(
            actor=request.actor, node_id=node_id, fingerprint=form.cleaned_data["fingerprint"]
        ),
    ):
        flash.success(request, _("Trusted. Passports travel between the two nodes now."))
        return redirect("network:node", node_id)
    return _node_page(request, node_id, form, EndForm(), 422)


@require_POST
def end(request: Request, node_id: int) -> HttpResponse:
    """Trust it no longer."""
    access.require_reader(request.actor)
    form = EndForm(request.POST)
    if attempt(
        form,
        lambda: actions.end_node(
            actor=request.actor, node_id=node_id, reason=form.cleaned_data["reason"]
        ),
    ):
        flash.success(request, _("Ended. Nothing goes there, nothing is taken from there."))
        return redirect("network:node", node_id)
    return _node_page(request, node_id, TrustForm(), form, 422)


@require_POST
def send_again(request: Request, message_id: uuid.UUID) -> HttpResponse:
    """Try a message anew."""
    message = actions.send_again(actor=request.actor, message_id=message_id)
    flash.success(request, _("On its way again."))
    return redirect("network:node", message.node_id)
