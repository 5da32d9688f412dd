"""Answering what came of a market; for nobody but the guest who was asked."""

from __future__ import annotations

import uuid

from django.contrib import messages as flash
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from simpul.market.actions import outcomes
from simpul.market.forms_guest import OutcomeForm
from simpul.people.requests import Request
from simpul.web.forms import attempt


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def outcome(request: Request, outcome_id: uuid.UUID) -> HttpResponse:
    """Four questions, answered in private; they can be changed while the round is open."""
    found = outcomes.outcome_for(request.actor, outcome_id)
    fields = ("talking", "agreements", "amount", "currency", "note")
    known = {name: getattr(found, name) for name in fields}
    form = OutcomeForm(request.POST or None, initial=known)
    if request.method == "POST" and attempt(
        form,
        lambda: outcomes.answer(actor=request.actor, outcome_id=found.pk, **form.cleaned_data),
    ):
        flash.success(request, _("Thank you. Your answer is kept in private."))
        return redirect("market:outcome", found.pk)
    context = {
        "outcome": found,
        "market": found.badge.market,
        "form": form,
        "open": timezone.now() < found.closes_at,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "market/outcomes/outcome.html", context, status=status)
