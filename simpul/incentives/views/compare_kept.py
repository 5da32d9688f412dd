"""Comparisons that a company keeps."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from simpul.incentives import catalogue
from simpul.incentives.actions import comparisons
from simpul.incentives.saved import saved_for, saved_of
from simpul.incentives.views import comparison
from simpul.incentives.views.compare import query_from
from simpul.incentives.views.compare_files import answered_at
from simpul.kit.outcomes import InvalidInput
from simpul.people.requests import Request
from simpul.web.formats import day_words


@require_POST
@login_required
def keep(request: Request) -> HttpResponse:
    """Keep the comparison of this address for a company."""
    answered = answered_at(request)
    posted = request.POST
    try:
        comparisons.keep(
            actor=request.actor,
            company_id=_whole(posted.get("company")) or 0,
            production_id=_whole(posted.get("production")),
            title=posted.get("title", ""),
            query={name: [str(v) for v in values] for name, values in request.GET.lists()},
            seen=comparison.kept(answered),
        )
    except InvalidInput as refused:
        messages.error(request, str(refused))
        return redirect(f"{reverse('incentives:compare')}?{answered.query.address(hasil='1')}")
    messages.success(request, _("The comparison is kept."))
    return redirect("incentives:saved")


def _whole(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 12 else None


@require_safe
@login_required
def saved(request: Request) -> HttpResponse:
    """What one's companies kept."""
    page = Paginator(saved_of(request.actor), 30).get_page(request.GET.get("page"))
    return render(request, "incentives/compare/saved.html", {"page": page})


@require_safe
@login_required
def saved_open(request: Request, saved_id: uuid.UUID) -> HttpResponse:
    """The kept comparison, reckoned anew; says so when it came out otherwise than it was kept."""
    kept = saved_for(request.actor, saved_id)
    query = query_from(kept.query)
    today = timezone.localdate()
    rates, _wrong = query.rates(catalogue.rates(today))
    now = comparison.kept(comparison.answer(query, rates, today))["columns"]
    if now != kept.seen.get("columns"):
        made = day_words(kept.made_at, "long")
        told = _("Rules or rates have changed since this was kept on %(day)s; the figures differ.")
        messages.warning(request, told % {"day": made})
    return redirect(f"{reverse('incentives:compare')}?{query.address(hasil='1')}")


@require_POST
@login_required
def saved_forget(request: Request, saved_id: uuid.UUID) -> HttpResponse:
    """Delete a kept comparison."""
    comparisons.forget(actor=request.actor, saved_id=saved_id)
    messages.success(request, _("The comparison is deleted."))
    return redirect("incentives:saved")
