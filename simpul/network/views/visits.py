"""Visits: the list, one visit with everything that belongs to it, its way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages as flash
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from simpul.network import access
from simpul.network.actions import visits
from simpul.network.models import Visit
from simpul.network.views.partners import version_of
from simpul.network.visits import lists, queries, states
from simpul.network.visits import page as visit_page
from simpul.network.visits.forms import ReportForm, VisitFilter, VisitForm, WhyForm
from simpul.people.requests import Request
from simpul.web.forms import attempt

PER_PAGE = 30


@require_GET
def index(request: Request) -> HttpResponse:
    """All visits, the newest first."""
    access.require_reader(request.actor)
    form = VisitFilter(request.GET)
    found = lists.visits(form.cleaned_data if form.is_valid() else {})
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "may_write": access.can_write(request.actor)}
    return render(request, "network/visits/list.html", context)


@require_http_methods(["GET", "POST"])
def create(request: Request) -> HttpResponse:
    """Plan a visit; `?mitra=` and `?temu=` say for whom and what it grew from."""
    access.require_reader(request.actor)
    access.require(access.can_write(request.actor))
    form = VisitForm(request.POST or None, initial=visit_page.first_guess(request.GET))
    if request.method == "POST":
        made = attempt(form, lambda: visits.plan_visit(actor=request.actor, **form.cleaned_data))
        if made:
            flash.success(request, _("Planned. Now the itinerary and who takes part."))
            return redirect("network:visit", made.pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "network/visits/form.html", {"form": form}, status=status)


@require_http_methods(["GET", "POST"])
def change(request: Request, visit_id: int) -> HttpResponse:
    """Say it anew."""
    found = queries.visit_for(request.actor, visit_id)
    access.require(access.can_write(request.actor))
    form = VisitForm(request.POST or None, visit=found)
    if request.method == "POST" and attempt(
        form,
        lambda: visits.change_visit(
            actor=request.actor,
            visit_id=found.pk,
            version=version_of(request),
            **form.cleaned_data,
        ),
    ):
        flash.success(request, _("Changed."))
        return redirect("network:visit", found.pk)
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "visit": found}
    return render(request, "network/visits/form.html", context, status=status)


@require_GET
def visit(request: Request, visit_id: int) -> HttpResponse:
    """One visit."""
    return page(request, queries.visit_for(request.actor, visit_id))


def page(request: Request, found: Visit, status: int = 200, **forms: Any) -> HttpResponse:
    """The page of a visit; `forms`: those that came back with something wrong."""
    context = visit_page.context(request.actor, found) | forms
    return render(request, "network/visits/visit.html", context, status=status)


# --- its way -------------------------------------------------------------------------------------


def _step(request: Request, visit_id: int, act: Callable[[], Any], said: str) -> HttpResponse:
    queries.visit_for(request.actor, visit_id)
    act()
    flash.success(request, said)
    return redirect("network:visit", visit_id)


@require_POST
def confirm(request: Request, visit_id: int) -> HttpResponse:
    """Both sides agreed to it."""
    return _step(
        request,
        visit_id,
        lambda: visits.confirm(actor=request.actor, visit_id=visit_id),
        _("Confirmed."),
    )


@require_POST
def begin(request: Request, visit_id: int) -> HttpResponse:
    """Its first day is here."""
    return _step(
        request,
        visit_id,
        lambda: visits.begin(actor=request.actor, visit_id=visit_id),
        _("Under way."),
    )


@require_POST
def close(request: Request, visit_id: int) -> HttpResponse:
    """The head of service has read the report."""
    return _step(
        request,
        visit_id,
        lambda: visits.close(actor=request.actor, visit_id=visit_id),
        _("Closed."),
    )


@require_POST
def cancel(request: Request, visit_id: int) -> HttpResponse:
    """It does not take place."""
    return _with_reason(request, visit_id, visits.cancel, "cancel", _("Cancelled."))


@require_POST
def send_back(request: Request, visit_id: int) -> HttpResponse:
    """The report is to be completed."""
    return _with_reason(request, visit_id, visits.send_back, "send_back", _("Sent back."))


def _with_reason(
    request: Request, visit_id: int, act: Callable[..., Any], name: str, said: str
) -> HttpResponse:
    found = queries.visit_for(request.actor, visit_id)
    form = WhyForm(request.POST)
    if attempt(form, lambda: act(actor=request.actor, visit_id=found.pk, **form.cleaned_data)):
        flash.success(request, said)
        return redirect("network:visit", found.pk)
    return page(request, found, 422, why_form=form, opened=name)


@require_http_methods(["GET", "POST"])
def report(request: Request, visit_id: int) -> HttpResponse:
    """Write the report."""
    found = queries.visit_for(request.actor, visit_id)
    access.require(access.can_write(request.actor))
    initial = {name: getattr(found, name) for name in ("report", "outcomes")}
    initial |= {"no_costs": found.no_costs, "no_gifts": found.no_gifts}
    form = ReportForm(request.POST or None, initial=initial)
    if request.method == "POST" and attempt(
        form,
        lambda: visits.report(actor=request.actor, visit_id=found.pk, **form.cleaned_data),
    ):
        flash.success(request, _("Reported. The head of service closes the visit."))
        return redirect("network:visit", found.pk)
    context = {
        "form": form,
        "visit": found,
        "costs": found.costs.count(),
        "gifts": found.gifts.count(),
        "possible": states.may_move(found.state, "report"),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "network/visits/report.html", context, status=status)
