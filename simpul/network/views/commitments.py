"""Commitments: made, followed with evidence, decided."""

from __future__ import annotations

from typing import Any

from django.contrib import messages as flash
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
    require_safe,
)

from simpul.kit.outcomes import InvalidInput, NotVisible, WrongState
from simpul.network import access, standing
from simpul.network.actions import commitments
from simpul.network.agreements.forms import WhyForm, partner_choices
from simpul.network.agreements.page import history_of
from simpul.network.agreements.queries import agreement_for
from simpul.network.agreements.words import title_of
from simpul.network.models import Agreement, Commitment
from simpul.network.promises.board import entry_rows, promised
from simpul.network.promises.forms import CommitmentForm, HandOverForm, ProgressForm
from simpul.network.promises.queries import commitment_for, entry_for
from simpul.network.promises.words import promised_by
from simpul.papers.views import serve
from simpul.people.requests import Request
from simpul.web.forms import attempt


@require_http_methods(["GET", "POST"])
def create(request: Request) -> HttpResponse:
    """Promise something; `?perjanjian=` names the agreement, `?mitra=` the partner."""
    access.require_reader(request.actor)
    access.require(access.can_write(request.actor))
    agreement = _agreement(request)
    form = CommitmentForm(
        request.POST or None,
        partners=_partners(agreement),
        initial={"owner": request.actor.user_id, "partner": request.GET.get("mitra", "")},
    )
    if request.method == "POST":
        made = attempt(form, lambda: _made(request, form.cleaned_data, agreement))
        if made:
            flash.success(request, _("The commitment is made."))
            return redirect("network:commitment", made.pk)
    context = {
        "form": form,
        "agreement": agreement,
        "title": title_of(agreement) if agreement else "",
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "network/commitments/form.html", context, status=status)


def _agreement(request: Request) -> Agreement | None:
    key = request.GET.get("perjanjian", "")
    if not key:
        return None
    if not key.isdecimal():
        raise NotVisible(_("Not found."))
    return agreement_for(request.actor, int(key))


def _partners(agreement: Agreement | None) -> list[tuple[str, str]]:
    if agreement is None:
        return partner_choices()
    rows = agreement.parties.filter(partner__isnull=False).select_related("partner")
    return [(str(one.partner_id), str(one.partner)) for one in rows]


def _made(request: Request, data: dict[str, Any], agreement: Agreement | None) -> Commitment:
    values = dict(data)
    return commitments.promise(
        actor=request.actor,
        partner_id=values.pop("partner"),
        owner_id=values.pop("owner"),
        agreement_id=agreement.pk if agreement else None,
        **values,
    )


@require_GET
@never_cache
def commitment(request: Request, commitment_id: int) -> HttpResponse:
    """One commitment with its entries."""
    return show(request, commitment_id)


def show(request: Request, commitment_id: int, status: int = 200, **more: Any) -> HttpResponse:
    """The page of a commitment; `more` replaces its empty forms after an error."""
    row = commitment_for(request.actor, commitment_id)
    actor, today = request.actor, timezone.localdate()
    entries = entry_rows(row)
    values = [one["row"].value for one in entries if one["row"].value is not None]
    mine = row.owner_id == actor.user_id
    may = access.can_write(actor) or access.can_sign(actor) or mine
    context = {
        "one": promised(row, today),
        "row": row,
        "promised_by": promised_by(row, row.partner.name),
        "agreement_title": title_of(row.agreement) if row.agreement else "",
        "entries": [
            {**one, "enough": one["row"].proves and _enough(row, one["row"].value)}
            for one in entries
        ],
        "share": standing.share(row.target_number, values[0] if values else None),
        "may": may and row.state == Commitment.State.OPEN,
        "may_write": access.can_write(actor),
        "hand_over_form": HandOverForm(initial={"owner": row.owner_id}),
        "progress_form": ProgressForm(commitment=row, initial={"on_day": today}),
        "drop_form": WhyForm(prefix="drop"),
        "history": history_of(row.subject),
    }
    context.update(more)
    return render(request, "network/commitments/commitment.html", context, status=status)


def _enough(row: Commitment, value: Any) -> bool:
    return standing.reached(row.target_number, value)


@require_POST
def progress(request: Request, commitment_id: int) -> HttpResponse:
    """Add an entry."""
    row = commitment_for(request.actor, commitment_id)
    form = ProgressForm(request.POST, request.FILES, commitment=row)
    if attempt(
        form,
        lambda: commitments.add_progress(
            actor=request.actor, commitment_id=commitment_id, **form.cleaned_data
        ),
    ):
        flash.success(request, _("The entry is kept."))
        return redirect("network:commitment", commitment_id)
    return show(request, commitment_id, 422, progress_form=form, wrong=form, opened="progress")


@require_POST
def meet(request: Request, commitment_id: int, entry_id: int) -> HttpResponse:
    """This entry is the evidence: it is met."""
    commitment_for(request.actor, commitment_id)
    try:
        commitments.meet(actor=request.actor, commitment_id=commitment_id, entry_id=entry_id)
    except (InvalidInput, WrongState) as refused:
        flash.error(request, str(refused))
    else:
        flash.success(request, _("Met, with evidence."))
    return redirect("network:commitment", commitment_id)


@require_POST
def drop(request: Request, commitment_id: int) -> HttpResponse:
    """It will not be kept."""
    commitment_for(request.actor, commitment_id)
    form = WhyForm(request.POST, prefix="drop")
    if attempt(
        form,
        lambda: commitments.drop(
            actor=request.actor, commitment_id=commitment_id, **form.cleaned_data
        ),
    ):
        flash.success(request, _("Dropped. The board counts it, and its reason stays here."))
        return redirect("network:commitment", commitment_id)
    return show(request, commitment_id, 422, drop_form=form, wrong=form, opened="drop")


@require_safe
def evidence(request: Request, entry_id: int) -> FileResponse:
    """The file of an entry."""
    entry = entry_for(request.actor, entry_id)
    if entry.file is None:
        raise NotVisible(_("Not found."))
    return serve(entry.file)
