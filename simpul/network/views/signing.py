"""Signatures: recorded with their paper, taken back, confirmed; the papers themselves."""

from __future__ import annotations

from django.contrib import messages as flash
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from simpul.kit.outcomes import NotVisible, WrongState
from simpul.network.actions import signing
from simpul.network.agreements import paper as agreement_paper
from simpul.network.agreements.forms import SignatureForm, WhyForm
from simpul.network.agreements.queries import agreement_for, party_for
from simpul.network.agreements.words import title_of
from simpul.network.views.agreements import show
from simpul.papers.views import serve
from simpul.people.requests import Request
from simpul.web.forms import attempt


@require_http_methods(["GET", "POST"])
def sign(request: Request, party_id: int) -> HttpResponse:
    """Record one party's signature with its paper."""
    party = party_for(request.actor, party_id)
    signing.require_recorder(request.actor, party)
    form = SignatureForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and attempt(
        form,
        lambda: signing.sign_party(actor=request.actor, party_id=party_id, **form.cleaned_data),
    ):
        flash.success(request, _("The signature is recorded and its paper kept."))
        return redirect("network:agreement", party.agreement_id)
    context = {"form": form, "party": party, "title": title_of(party.agreement)}
    status = 422 if request.method == "POST" else 200
    return render(request, "network/agreements/sign.html", context, status=status)


@require_POST
def take_back(request: Request, party_id: int) -> HttpResponse:
    """It was recorded wrongly."""
    party = party_for(request.actor, party_id)
    form = WhyForm(request.POST, prefix="back")
    if attempt(
        form,
        lambda: signing.take_back_signature(
            actor=request.actor, party_id=party_id, **form.cleaned_data
        ),
    ):
        flash.success(request, _("Taken back. The journal keeps it and why."))
        return redirect("network:agreement", party.agreement_id)
    more = {"back_form": form, "wrong": form, "opened": f"back-{party_id}"}
    return show(request, party.agreement_id, 422, **more)


@require_POST
def confirm(request: Request, agreement_id: int) -> HttpResponse:
    """The second person has looked at the papers."""
    agreement_for(request.actor, agreement_id)
    try:
        signing.confirm_agreement(actor=request.actor, agreement_id=agreement_id)
    except WrongState as refused:
        flash.error(request, str(refused))
    else:
        flash.success(request, _("Confirmed."))
    return redirect("network:agreement", agreement_id)


@require_safe
def paper(request: Request, party_id: int) -> FileResponse:
    """The signed paper of one party."""
    party = party_for(request.actor, party_id)
    if party.paper is None:
        raise NotVisible(_("Not found."))
    return serve(party.paper)


@require_safe
@never_cache
def document(request: Request, agreement_id: int) -> HttpResponse:
    """The text with its languages side by side, as PDF."""
    found = agreement_for(request.actor, agreement_id)
    response = HttpResponse(agreement_paper.pdf_of(found), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="perjanjian-{found.pk}.pdf"'
    return response
