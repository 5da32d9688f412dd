"""Encounters: the list, one meeting with who was there, what the press says beside it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages as flash
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from simpul.network import access, standing, words
from simpul.network.actions import encounters
from simpul.network.agreements.queries import proven_by_encounter
from simpul.network.models import Encounter
from simpul.network.views.partners import history, version_of
from simpul.network.visits import lists, queries
from simpul.network.visits.forms import EncounterFilter, EncounterForm, OursForm, TheirsForm
from simpul.people.requests import Request
from simpul.web.forms import attempt

PER_PAGE = 30


@require_GET
def index(request: Request) -> HttpResponse:
    """All encounters, the newest first."""
    access.require_reader(request.actor)
    years = list(Encounter.objects.dates("held_on", "year", order="DESC"))
    form = EncounterFilter(request.GET, years=years)
    found = lists.encounters(form.cleaned_data if form.is_valid() else {})
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    proven = proven_by_encounter([one.pk for one in page])
    context = {
        "form": form,
        "page": page,
        "rows": [{"row": one, "level": proven[one.pk]} for one in page],
        "may_write": access.can_write(request.actor),
    }
    return render(request, "network/encounters/list.html", context)


@require_http_methods(["GET", "POST"])
def create(request: Request) -> HttpResponse:
    """Write a meeting down; `?mitra=` chooses a partner."""
    access.require_reader(request.actor)
    access.require(access.can_write(request.actor))
    said = request.GET.get("mitra", "")
    initial = {"partner_ids": [int(said)]} if said.isdecimal() and len(said) < 10 else {}
    form = EncounterForm(request.POST or None, initial=initial)
    if request.method == "POST":
        made = attempt(
            form,
            lambda: encounters.create_encounter(actor=request.actor, **form.cleaned_data),
        )
        if made:
            flash.success(request, _("Written down. Now name who was there."))
            return redirect("network:encounter", made.pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "network/encounters/form.html", {"form": form}, status=status)


@require_http_methods(["GET", "POST"])
def change(request: Request, encounter_id: int) -> HttpResponse:
    """Say it anew."""
    found = queries.encounter_for(request.actor, encounter_id)
    access.require(access.can_write(request.actor))
    form = EncounterForm(request.POST or None, encounter=found)
    if request.method == "POST" and attempt(
        form,
        lambda: encounters.change_encounter(
            actor=request.actor,
            encounter_id=found.pk,
            version=version_of(request),
            **form.cleaned_data,
        ),
    ):
        flash.success(request, _("Changed."))
        return redirect("network:encounter", found.pk)
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "encounter": found}
    return render(request, "network/encounters/form.html", context, status=status)


@require_GET
def encounter(request: Request, encounter_id: int) -> HttpResponse:
    """One meeting."""
    return _page(request, queries.encounter_for(request.actor, encounter_id))


def claim_of(found: Encounter) -> dict[str, Any] | None:
    """What the press says came of it; None where nothing is known."""
    if not found.claimed_state:
        return None
    return {
        "label": found.get_claimed_state_display(),
        "source": found.claimed_source,
        "on": found.claimed_on,
    }


def _page(request: Request, found: Encounter, status: int = 200, **forms: Any) -> HttpResponse:
    partners = list(found.partners.all())
    may_write = access.can_write(request.actor)
    level = proven_by_encounter([found.pk])[found.pk]
    context = {
        "encounter": found,
        "partners": partners,
        "claim": claim_of(found),
        "level": level,
        "overstated": standing.overstated(found.claimed_state, level),
        "country": words.country_name(found.country) if found.country else "",
        "present": found.attendances.select_related("person", "user").order_by("side", "pk"),
        "visits": found.visits.all(),
        "history": history(found.subject),
        "may_write": may_write,
        **forms,
    }
    if may_write:
        context.setdefault("theirs_form", TheirsForm(partners=[one.pk for one in partners]))
        context.setdefault("ours_form", OursForm())
    return render(request, "network/encounters/encounter.html", context, status=status)


@require_POST
def add_theirs(request: Request, encounter_id: int) -> HttpResponse:
    """Somebody of a partner was there."""
    found = queries.encounter_for(request.actor, encounter_id)
    known = list(found.with_partners.values_list("partner_id", flat=True))
    form = TheirsForm(request.POST, partners=known)
    if attempt(
        form,
        lambda: encounters.add_attendance(
            actor=request.actor, encounter_id=found.pk, side="theirs", **form.cleaned_data
        ),
    ):
        return redirect("network:encounter", found.pk)
    return _page(request, found, 422, theirs_form=form, opened="theirs")


@require_POST
def add_ours(request: Request, encounter_id: int) -> HttpResponse:
    """Somebody of ours was there."""
    found = queries.encounter_for(request.actor, encounter_id)
    form = OursForm(request.POST)
    if attempt(
        form,
        lambda: encounters.add_attendance(
            actor=request.actor, encounter_id=found.pk, side="ours", **form.cleaned_data
        ),
    ):
        return redirect("network:encounter", found.pk)
    return _page(request, found, 422, ours_form=form, opened="ours")


@require_POST
def remove(request: Request, row_id: int) -> HttpResponse:
    """Was not there after all."""
    access.require_reader(request.actor)
    found = encounters.remove_attendance(actor=request.actor, row_id=row_id)
    return redirect("network:encounter", found.pk)
