"""Accreditation, badges to print, and meetings as the market's staff sees and sets them."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages as flash
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from simpul.market import access, choices, queries, queries_desk, wording
from simpul.market.actions import badges as badge_actions
from simpul.market.actions import meetings as meeting_actions
from simpul.market.forms_desk import BeforeForm, RefuseBadgeForm, SetMeetingForm
from simpul.market.forms_guest import WhyForm
from simpul.market.models import Badge, Market, Meeting
from simpul.market.views.guests import badge_address
from simpul.papers import qr
from simpul.papers.typesetting import render as typeset
from simpul.people.requests import Request
from simpul.web.formats import language, period_words, pick_text
from simpul.web.forms import attempt

PER_PAGE = 50


@require_safe
def badges(request: Request, code: str) -> HttpResponse:
    """Who applied, who is accredited."""
    access.require_desk(request.actor)
    return _badges(request, queries.market_for(request.actor, code))


def _badges(
    request: Request, market: Market, status: int = 200, refusing: int = 0, form: Any = None
) -> HttpResponse:
    wanted = request.GET.get("keadaan", "")
    state = wanted if wanted in Badge.State.values else ""
    page = Paginator(queries_desk.badges_in(market, state=state), PER_PAGE)
    found = page.get_page(request.GET.get("page"))
    context = {
        "market": market,
        "here": "badges",
        "at_desk": True,
        "page": found,
        "wanted": wanted,
        "may": access.can_run(request.actor),
        "rows": [
            {
                "badge": one,
                "role": choices.ROLES.get(one.role, ""),
                "code": f"market_badge.{one.state}",
                "form": form if one.pk == refusing else RefuseBadgeForm(auto_id=f"id_{one.pk}_%s"),
                "refusing": one.pk == refusing,
            }
            for one in found
        ],
    }
    return render(request, "market/desk/badges.html", context, status=status)


@require_POST
def decide_badge(request: Request, code: str, badge_id: int) -> HttpResponse:
    """Accept, or refuse with a reason."""
    access.require_desk(request.actor)
    market = queries.market_for(request.actor, code)
    queries_desk.badge_in(market, badge_id)
    if "accept" in request.POST:
        badge_actions.decide(actor=request.actor, badge_id=badge_id, accept=True)
        flash.success(request, _("Accredited."))
        return redirect("market:desk_badges", code)
    form = RefuseBadgeForm(request.POST, auto_id=f"id_{badge_id}_%s")
    if attempt(
        form,
        lambda: badge_actions.decide(
            actor=request.actor,
            badge_id=badge_id,
            accept=False,
            reason=form.cleaned_data["reason"],
        ),
    ):
        flash.success(request, _("The guest has been told why not."))
        return redirect("market:desk_badges", code)
    return _badges(request, market, 422, badge_id, form)


@require_safe
def badges_pdf(request: Request, code: str) -> HttpResponse:
    """All badges to print, eight on a sheet, each with its code."""
    access.require_desk(request.actor)
    access.require(access.can_run(request.actor))
    market = queries.market_for(request.actor, code)
    guests = [
        {
            "name": one.person.get_full_name(),
            "company": one.company.name,
            "role": str(choices.ROLES.get(one.role, "")),
            "code": qr.svg(settings.PUBLIC_URL + badge_address(one), border=0),
        }
        for one in queries.guests_of(market)
    ]
    data = {
        "language": language(),
        "title": _("Badges"),
        "market": pick_text(market.names),
        "days": period_words(market.first_day, market.last_day),
        "guests": guests,
        "none": _("Nobody is accredited yet."),
    }
    return pdf(typeset("market/badges", data), f"lencana-{code}.pdf")


def pdf(content: bytes, name: str) -> HttpResponse:
    """A paper to print."""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


# --- meetings ----------------------------------------------------------------------------------
@require_safe
def meetings(request: Request, code: str) -> HttpResponse:
    """What is asked, agreed, set."""
    access.require_desk(request.actor)
    return _meetings(request, queries.market_for(request.actor, code))


def _meetings(request: Request, market: Market, status: int = 200, **forms_: Any) -> HttpResponse:
    wanted = request.GET.get("keadaan", "agreed")
    words = request.GET.get("q", "").strip()
    state = wanted if wanted in Meeting.State.values else ""
    page = Paginator(queries_desk.meetings_in(market, state=state, words=words), PER_PAGE)
    found = page.get_page(request.GET.get("page"))
    agreed = list(queries.agreed_in(market))
    order = queries_desk.orders_in(market)
    guests = list(queries.guests_of(market))
    context = {
        "market": market,
        "here": "meetings",
        "at_desk": True,
        "page": found,
        "wanted": wanted,
        "words": words,
        "may": access.can_run(request.actor),
        "rows": [_meeting_row(market, one) for one in found],
        "order": [(wording.companies(one.first), wording.companies(one.then)) for one in order],
        "set_form": SetMeetingForm(market=market, guests=guests, initial={"half": ""}),
        "before_form": BeforeForm(meetings=agreed),
        "why": WhyForm(),
        **{name: make(guests, agreed) for name, make in forms_.items()},
    }
    return render(request, "market/desk/meetings.html", context, status=status)


def _meeting_row(market: Market, one: Meeting) -> dict[str, Any]:
    fixed = wording.at(market, one.fixed_slot.starts_at) if one.fixed_slot else ""
    return {
        "meeting": one,
        "title": wording.companies(one),
        "priority": choices.PRIORITIES[one.priority],
        "code": f"market_meeting.{one.state}",
        "fixed": fixed,
        "half": choices.HALVES[one.half] if one.half else "",
        "because": wording.because(one.ended_because),
    }


@require_POST
def set_meeting(request: Request, code: str) -> HttpResponse:
    """Set a meeting."""
    access.require_desk(request.actor)
    market = queries.market_for(request.actor, code)
    form = SetMeetingForm(request.POST, market=market, guests=list(queries.guests_of(market)))
    if attempt(
        form,
        lambda: meeting_actions.set_meeting(
            actor=request.actor,
            market=market,
            first_id=form.cleaned_data["first"],
            second_id=form.cleaned_data["second"],
            required=form.cleaned_data["required"],
            slot_id=form.cleaned_data["slot"],
            half=form.cleaned_data["half"],
        ),
    ):
        flash.success(request, _("The meeting is set."))
        return redirect("market:desk_meetings", code)
    return _meetings(request, market, 422, set_form=lambda _guests, _agreed: form)


@require_POST
def set_before(request: Request, code: str) -> HttpResponse:
    """Set an order of two meetings."""
    access.require_desk(request.actor)
    market = queries.market_for(request.actor, code)
    form = BeforeForm(request.POST, meetings=list(queries.agreed_in(market)))
    if attempt(
        form,
        lambda: meeting_actions.set_before(
            actor=request.actor,
            market=market,
            first_id=form.cleaned_data["first"],
            then_id=form.cleaned_data["then"],
        ),
    ):
        flash.success(request, _("The order is set."))
        return redirect("market:desk_meetings", code)
    return _meetings(request, market, 422, before_form=lambda _guests, _agreed: form)


@require_POST
def cancel_meeting(request: Request, code: str, meeting_id: int) -> HttpResponse:
    """Cancel an agreed meeting, with a reason."""
    access.require_desk(request.actor)
    market = queries.market_for(request.actor, code)
    form = WhyForm(request.POST)
    if attempt(
        form,
        lambda: meeting_actions.cancel(
            actor=request.actor,
            market=market,
            meeting_id=meeting_id,
            why=form.cleaned_data["why"],
        ),
    ):
        flash.success(request, _("The meeting is cancelled."))
        return redirect("market:desk_meetings", code)
    return _meetings(request, market, 422, why=lambda _guests, _agreed: form)
