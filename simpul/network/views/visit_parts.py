"""What belongs to a visit: itinerary, delegates, costs, gifts, the partner's calendar."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages as flash
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from simpul.kit.outcomes import NotVisible
from simpul.network import access, words
from simpul.network.actions import contacts, declaring, itineraries, visits
from simpul.network.models import ItineraryItem, Visit
from simpul.network.views.contacts import read_file
from simpul.network.views.visits import page
from simpul.network.visits import page as visit_page
from simpul.network.visits import queries
from simpul.network.visits.forms import (
    CalendarForm,
    CostForm,
    GiftForm,
    ItemForm,
    OursForm,
    TheirsForm,
)
from simpul.network.visits.itinerary import entry_from, steps
from simpul.people.requests import Request
from simpul.web.forms import attempt
from simpul.web.limits import hit
from simpul.web.views import too_many


def _added(
    request: Request, found: Visit, name: str, form: BaseForm, act: Callable[..., Any], where: str
) -> HttpResponse:
    """Do it and go back to its place on the page, or show the page with what is wrong."""
    done = attempt(
        form,
        lambda: act(actor=request.actor, visit_id=found.pk, **form.cleaned_data),
    )
    if done:
        return _back(found.pk, where)
    return page(request, found, 422, **{name: form, "opened": name})


def _back(visit_id: int, where: str) -> HttpResponse:
    response = redirect("network:visit", visit_id)
    response["Location"] += f"#{where}"
    return response


# --- itinerary -----------------------------------------------------------------------------------


@require_POST
def add_item(request: Request, visit_id: int) -> HttpResponse:
    """An entry of the itinerary."""
    found = queries.visit_for(request.actor, visit_id)
    form = ItemForm(request.POST, visit=found)
    return _added(request, found, "item_form", form, itineraries.add_item, "itinerary")


def _item(request: Request, item_id: int) -> ItineraryItem:
    access.require_reader(request.actor)
    found = ItineraryItem.objects.select_related("visit").filter(pk=item_id).first()
    if found is None:
        raise NotVisible(_("Not found."))
    return found


@require_http_methods(["GET", "POST"])
def change_item(request: Request, item_id: int) -> HttpResponse:
    """Move an entry, or say it anew."""
    item = _item(request, item_id)
    access.require(access.can_write(request.actor))
    form = ItemForm(request.POST or None, visit=item.visit, item=item)
    said = request.POST.get("sequence", "")
    sequence = int(said) if said.isdecimal() and len(said) < 10 else -1
    if request.method == "POST" and attempt(
        form,
        lambda: itineraries.change_item(
            actor=request.actor, item_id=item.pk, sequence=sequence, **form.cleaned_data
        ),
    ):
        flash.success(request, _("Changed. Calendars that have it move it."))
        return _back(item.visit_id, "itinerary")
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "item": item, "visit": item.visit}
    return render(request, "network/visits/item.html", context, status=status)


@require_POST
def cancel_item(request: Request, item_id: int) -> HttpResponse:
    """It does not take place."""
    item = _item(request, item_id)
    itineraries.cancel_item(actor=request.actor, item_id=item.pk)
    flash.success(request, _("Cancelled. Calendars that have it strike it."))
    return _back(item.visit_id, "itinerary")


# --- delegates, costs, gifts ---------------------------------------------------------------------


@require_POST
def add_theirs(request: Request, visit_id: int) -> HttpResponse:
    """Somebody of theirs takes part."""
    found = queries.visit_for(request.actor, visit_id)
    form = TheirsForm(request.POST, partners=[found.partner_id])
    return _added(request, found, "theirs_form", form, _theirs, "delegates")


def _theirs(**said: Any) -> Any:
    return visits.add_delegate(side="theirs", **said)


@require_POST
def add_ours(request: Request, visit_id: int) -> HttpResponse:
    """Somebody of ours takes part."""
    found = queries.visit_for(request.actor, visit_id)
    return _added(request, found, "ours_form", OursForm(request.POST), _ours, "delegates")


def _ours(**said: Any) -> Any:
    return visits.add_delegate(side="ours", **said)


@require_POST
def remove_delegate(request: Request, row_id: int) -> HttpResponse:
    """Does not take part after all."""
    access.require_reader(request.actor)
    found = visits.remove_delegate(actor=request.actor, row_id=row_id)
    return _back(found.pk, "delegates")


@require_POST
def add_cost(request: Request, visit_id: int) -> HttpResponse:
    """Declare a cost."""
    found = queries.visit_for(request.actor, visit_id)
    form = CostForm(request.POST)
    return _added(request, found, "cost_form", form, declaring.declare_cost, "costs")


@require_POST
def add_gift(request: Request, visit_id: int) -> HttpResponse:
    """Declare a gift."""
    found = queries.visit_for(request.actor, visit_id)
    form = GiftForm(request.POST)
    return _added(request, found, "gift_form", form, declaring.declare_gift, "gifts")


@require_POST
def strike_cost(request: Request, row_id: int) -> HttpResponse:
    """Take a wrong cost back."""
    access.require_reader(request.actor)
    found = declaring.strike(actor=request.actor, what="cost", row_id=row_id)
    return _back(found.pk, "costs")


@require_POST
def strike_gift(request: Request, row_id: int) -> HttpResponse:
    """Take a wrong gift back."""
    access.require_reader(request.actor)
    found = declaring.strike(actor=request.actor, what="gift", row_id=row_id)
    return _back(found.pk, "gifts")


# --- the partner's calendar ----------------------------------------------------------------------


@require_POST
def read_calendar(request: Request, visit_id: int) -> HttpResponse:
    """Read a partner's calendar; what is wrong is named by line."""
    found = queries.visit_for(request.actor, visit_id)
    access.require(access.can_write(request.actor))
    if not hit(f"calendar:{request.actor.id}", limit=60, seconds=3600):
        return too_many(request)
    form = CalendarForm(request.POST, request.FILES)
    done = attempt(
        form,
        lambda: contacts.read_calendar_file(
            actor=request.actor, visit_id=found.pk, upload=form.cleaned_data["file"]
        ),
    )
    if done and done.read is not None:
        request.session["left_out"] = [words.trouble_words(one) for one in done.left_out]
        return redirect("network:calendar_look", done.read.pk)
    said = [words.trouble_words(one) for one in (*done.troubles, *done.left_out)] if done else []
    return page(
        request,
        found,
        422,
        calendar_form=form,
        calendar_troubles=said[:100],
        opened="calendar_form",
    )


@require_GET
def look_calendar(request: Request, read_id: uuid.UUID) -> HttpResponse:
    """What the calendar would change, entry by entry."""
    read = read_file(request, read_id, "calendar")
    if read.visit is None:
        raise NotVisible(_("Not found."))
    known = itineraries.known_entries(read.visit)
    rows = [
        {
            "verb": step.verb,
            "entry": step.entry,
            "clocks": words.both_clocks(
                step.entry.starts_at, step.entry.ends_at, step.entry.time_zone
            ),
        }
        for step in steps([entry_from(one) for one in read.rows], known)
    ]
    context = {
        "read": read,
        "visit": read.visit,
        "rows": rows,
        "changes": sum(row["verb"] != "same" for row in rows),
        "left_out": request.session.get("left_out", []),
        "two_zones": visit_page.context(request.actor, read.visit)["two_zones"],
    }
    return render(request, "network/visits/calendar.html", context)


@require_POST
def take_calendar(request: Request, read_id: uuid.UUID) -> HttpResponse:
    """Take it over, whole."""
    read = read_file(request, read_id, "calendar")
    done = itineraries.take_calendar(actor=request.actor, read_id=read_id)
    said = _("Taken over: %(added)d new, %(changed)d changed, %(cancelled)d cancelled.")
    counts = {"added": done.added, "changed": done.changed, "cancelled": done.cancelled}
    flash.success(request, said % counts)
    request.session.pop("left_out", None)
    return _back(read.visit_id or 0, "itinerary")
