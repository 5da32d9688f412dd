"""Setting up: markets, tables, slots, talks, calls."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages as flash
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from simpul.market import access, queries, queries_desk, wording
from simpul.market.actions import calls, markets
from simpul.market.forms_desk import (
    CallForm,
    MarketForm,
    SlotsForm,
    TablesForm,
    TalkForm,
    WalkForm,
)
from simpul.market.models import Call, Market
from simpul.market.views.public import local, standing_of
from simpul.people.requests import Request
from simpul.web.forms import attempt

PER_PAGE = 30


@require_safe
def desk_list(request: Request) -> HttpResponse:
    """All editions."""
    access.require_selection(request.actor)
    page = Paginator(Market.objects.all(), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "may": access.can_run(request.actor)}
    return render(request, "market/desk/list.html", context)


@require_http_methods(["GET", "POST"])
def create(request: Request) -> HttpResponse:
    """A new edition."""
    access.require_desk(request.actor)
    form = MarketForm(request.POST or None)
    if request.method == "POST":
        made = attempt(form, lambda: markets.create_market(actor=request.actor, **form.arguments()))
        if made:
            return redirect("market:desk_market", made.code)
    status = 422 if request.method == "POST" else 200
    return render(request, "market/desk/create.html", {"form": form}, status=status)


@require_safe
def desk_market(request: Request, code: str) -> HttpResponse:
    """One edition: what waits, and what is set up."""
    access.require_selection(request.actor)
    return show(request, queries.market_for(request.actor, code))


FORMS: dict[str, Any] = {
    "tables_form": TablesForm,
    "slots_form": SlotsForm,
    "talk_form": TalkForm,
}


def show(request: Request, market: Market, status: int = 200, **forms_: Any) -> HttpResponse:
    """The page; `forms_` replaces its empty forms after an error."""
    found = queries.counted(Call.objects.filter(market=market))
    slots = list(market.slots.all())
    context = {
        "market": market,
        "here": "setup",
        "may": access.can_run(request.actor),
        "at_desk": access.at_desk(request.actor),
        "calls": [
            {
                "call": one,
                "code": f"market_call.{standing_of(one)}",
                "closes": local(one, one.closes_at),
            }
            for one in found
        ],
        "counts": queries_desk.counts_of(market),
        "slots": len(slots),
        "first_slot": wording.at(market, slots[0].starts_at) if slots else "",
        "last_slot": wording.at(market, slots[-1].starts_at) if slots else "",
        "breaks": list(market.breaks.all()),
        "walk_form": WalkForm(market=market),
        "walks": market.walks.select_related("one", "other"),
        "venues": market.venues.annotate(n=Count("tables")),
        "talks": [
            {"talk": one, "at": wording.at(market, one.starts_at), "n": one.n}
            for one in market.talks.annotate(n=Count("attending"))
        ],
        **{name: form() for name, form in FORMS.items()},
        **forms_,
    }
    return render(request, "market/desk/market.html", context, status=status)


def _posted(
    request: Request, code: str, name: str, act: Callable[[Any, Market], Any], done: str
) -> HttpResponse:
    access.require_desk(request.actor)
    market = queries.market_for(request.actor, code)
    form = FORMS[name](request.POST)
    if attempt(form, lambda: act(form, market)):
        flash.success(request, done)
        return redirect("market:desk_market", code)
    return show(request, market, 422, **{name: form})


@require_POST
def tables(request: Request, code: str) -> HttpResponse:
    """Add tables."""
    return _posted(
        request,
        code,
        "tables_form",
        lambda form, market: markets.add_tables(
            actor=request.actor, code=market.code, **form.cleaned_data
        ),
        _("The tables are there."),
    )


@require_POST
def walk(request: Request, code: str) -> HttpResponse:
    """Minutes on foot between two venues."""
    access.require_desk(request.actor)
    market = queries.market_for(request.actor, code)
    form = WalkForm(request.POST, market=market)
    if attempt(
        form,
        lambda: markets.set_walk(
            actor=request.actor,
            code=code,
            one_id=form.cleaned_data["one"],
            other_id=form.cleaned_data["other"],
            minutes=form.cleaned_data["minutes"],
        ),
    ):
        flash.success(request, _("The way is kept."))
        return redirect("market:desk_market", code)
    return show(request, market, 422, walk_form=form)


@require_POST
def slots(request: Request, code: str) -> HttpResponse:
    """Plan the slots of all days."""
    return _posted(
        request,
        code,
        "slots_form",
        lambda form, market: markets.plan_slots(
            actor=request.actor,
            code=market.code,
            begins=form.cleaned_data["begins"],
            ends=form.cleaned_data["ends"],
            breaks=form.breaks(),
        ),
        _("The slots are planned."),
    )


@require_POST
def talk(request: Request, code: str) -> HttpResponse:
    """Add a session of the programme."""
    return _posted(
        request,
        code,
        "talk_form",
        lambda form, market: markets.add_talk(
            actor=request.actor, code=market.code, data=form.arguments(market)
        ),
        _("The session is on the programme."),
    )


@require_POST
def open_market(request: Request, code: str) -> HttpResponse:
    """Make it public."""
    markets.open_market(actor=request.actor, code=code)
    flash.success(request, _("The market is public."))
    return redirect("market:desk_market", code)


@require_http_methods(["GET", "POST"])
def end_market(request: Request, code: str) -> HttpResponse:
    """End it, after a page that asks once more."""
    access.require_desk(request.actor)
    market = queries.market_for(request.actor, code)
    from django import forms

    form = forms.Form(request.POST if request.method == "POST" else None)
    if request.method == "POST" and attempt(
        form, lambda: markets.end_market(actor=request.actor, code=code)
    ):
        flash.success(request, _("The market is over."))
        return redirect("market:desk_market", code)
    status = 422 if request.method == "POST" else 200
    context = {"market": market, "form": form, "may": access.can_run(request.actor)}
    return render(request, "market/desk/end.html", context, status=status)


@require_http_methods(["GET", "POST"])
def new_call(request: Request, code: str) -> HttpResponse:
    """A new call."""
    access.require_desk(request.actor)
    market = queries.market_for(request.actor, code)
    form = CallForm(request.POST or None, initial={"zone": market.zone})
    if request.method == "POST":
        made = attempt(
            form,
            lambda: calls.create_call(actor=request.actor, code=code, **form.arguments()),
        )
        if made:
            return redirect("market:desk_entries", made.pk)
    status = 422 if request.method == "POST" else 200
    context = {"market": market, "form": form}
    return render(request, "market/desk/new_call.html", context, status=status)


@require_POST
def publish_call(request: Request, call_id: uuid.UUID) -> HttpResponse:
    """Publish a call."""
    call = calls.publish_call(actor=request.actor, call_id=call_id)
    flash.success(request, _("The call is published."))
    return redirect("market:desk_entries", call.pk)
