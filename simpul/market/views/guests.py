"""A guest's pages: accreditation, own day, availability, other guests, requests and answers."""

from __future__ import annotations

import base64
from typing import Any

from django.conf import settings
from django.contrib import messages as flash
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from simpul.market import access, choices, queries, tokens, wording
from simpul.market.actions import badges, meetings
from simpul.market.forms_guest import (
    AnswerForm,
    AskForm,
    AvailabilityForm,
    BadgeForm,
    GuestsForm,
    WhyForm,
)
from simpul.market.models import Badge, Entry, Market, Meeting, Placed
from simpul.market.views.days_shown import days_of
from simpul.papers import qr
from simpul.people.requests import Request
from simpul.web.forms import attempt

PER_PAGE = 30


def _status(request: Request) -> int:
    return 422 if request.method == "POST" else 200


def guest_of(request: Request, code: str) -> tuple[Market, Badge]:
    """The market and the actor's badge; for who is not accredited these pages do not exist."""
    market = queries.market_for(request.actor, code)
    return market, access.require_guest(queries.badge_of(request.actor, market))


@login_required
@require_http_methods(["GET", "POST"])
def apply(request: Request, code: str) -> HttpResponse:
    """Ask for accreditation."""
    market = queries.market_for(request.actor, code)
    form = BadgeForm(request.POST or None, actor=request.actor)
    if request.method == "POST" and attempt(
        form,
        lambda: badges.apply(
            actor=request.actor,
            market=market,
            company_id=form.cleaned_data["company"],
            **{name: form.cleaned_data[name]
               for name in ("role", "post", "about", "interests", "languages")},
        ),
    ):  # fmt: skip
        flash.success(request, _("You have applied. You hear from us by message."))
        return redirect("market:mine", code)
    context = {"market": market, "form": form}
    return render(request, "market/guests/apply.html", context, status=_status(request))


@login_required
@require_GET
@never_cache
def mine(request: Request, code: str) -> HttpResponse:
    """A guest's own market: badge, day, requests."""
    market = queries.market_for(request.actor, code)
    badge = queries.badge_of(request.actor, market)
    if badge is None:
        return redirect("market:apply", code)
    if badge.state != Badge.State.ACCEPTED:
        return render(request, "market/guests/waiting.html", {"market": market, "badge": badge})
    timetable = queries.timetable_of(market)
    placed = queries.own_placed(timetable, badge)
    context = {
        "market": market,
        "badge": badge,
        "timetable": timetable,
        "days": days_of(market, placed, badge),
        "meetings": _meetings(badge, placed),
        "code": base64.b64encode(qr.png(settings.PUBLIC_URL + badge_address(badge))).decode(),
        "feed": settings.PUBLIC_URL + feed_address(badge),
        "now": timezone.now(),
    }
    return render(request, "market/guests/mine.html", context)


def feed_address(badge: Badge) -> str:
    """The secret address of the personal calendar."""
    return reverse("market:feed", args=[badge.pk, tokens.feed_token(badge)])


def badge_address(badge: Badge) -> str:
    """What the QR on the badge opens."""
    return reverse("market:scan", args=[badge.pk, tokens.badge_token(badge)])


def _meetings(badge: Badge, placed: list[Placed]) -> dict[str, list[dict[str, Any]]]:
    """To answer, waiting for others, agreed without a time, ended."""
    has_time = {one.meeting_id for one in placed}
    found: dict[str, list[dict[str, Any]]] = {"to_answer": [], "waiting": [], "untimed": [],
                                              "ended": []}  # fmt: skip
    for one in queries.meetings_of(badge):
        other = one.asker if one.asked_id == badge.pk else one.asked
        row = {"meeting": one, "other": other, "priority": choices.PRIORITIES[one.priority],
               "code": f"market_meeting.{one.state}"}  # fmt: skip
        if one.state == Meeting.State.ASKED:
            found["to_answer" if one.asked_id == badge.pk else "waiting"].append(row)
        elif one.state == Meeting.State.AGREED:
            if one.pk not in has_time:
                found["untimed"].append(row)
        else:
            found["ended"].append(row)
    return found


@login_required
@require_http_methods(["GET", "POST"])
def availability(request: Request, code: str) -> HttpResponse:
    """When one can meet, and which sessions one attends."""
    market, badge = guest_of(request, code)
    posted = request.POST if request.method == "POST" else None
    form = AvailabilityForm(posted, market=market, badge=badge)
    if request.method == "POST" and attempt(
        form,
        lambda: badges.save_availability(
            actor=request.actor,
            market=market,
            free=form.free(),
            talks=form.cleaned_data.get("talks", []),
        ),
    ):
        flash.success(request, _("Your availability is kept."))
        return redirect("market:mine", code)
    context = {"market": market, "form": form}
    return render(request, "market/guests/availability.html", context, status=_status(request))


@login_required
@require_http_methods(["GET", "POST"])
def withdraw(request: Request, code: str) -> HttpResponse:
    """Not coming after all, after a page that asks once more."""
    market = queries.market_for(request.actor, code)
    badge = queries.found_or_404(queries.badge_of(request.actor, market))
    if request.method == "POST":
        badges.withdraw(actor=request.actor, market=market)
        flash.success(request, _("Your accreditation is withdrawn."))
        return redirect("market:market", code)
    return render(request, "market/guests/withdraw.html", {"market": market, "badge": badge})


@login_required
@require_POST
def renew_feed(request: Request, code: str) -> HttpResponse:
    """A new address for the calendar."""
    market, _badge = guest_of(request, code)
    badges.renew_feed(actor=request.actor, market=market)
    flash.success(request, _("The old address no longer works. Here is the new one."))
    return redirect("market:mine", code)


@login_required
@require_GET
def guests(request: Request, code: str) -> HttpResponse:
    """Who is accredited; for guests and staff only."""
    market = queries.market_for(request.actor, code)
    badge = queries.badge_of(request.actor, market)
    if not access.at_desk(request.actor):
        access.require_guest(badge)
    form = GuestsForm(request.GET)
    form.is_valid()
    rows = queries.guests_asked_for(market, form.cleaned_data)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    own = badge.company_id if badge and badge.state == Badge.State.ACCEPTED else None
    context = {
        "market": market,
        "form": form,
        "page": page,
        "rows": [
            {
                "badge": one,
                "role": choices.ROLES.get(one.role, ""),
                "languages": ", ".join(choices.words(choices.LANGUAGES, one.languages)),
                "interests": choices.words(choices.SOUGHT, one.interests),
                "may_ask": own is not None and own != one.company_id,
            }
            for one in page
        ],
    }
    return render(request, "market/guests/guests.html", context)


def _colleagues(badge: Badge) -> list[Badge]:
    rows = queries.guests_of(badge.market).filter(company_id=badge.company_id)
    return list(rows.exclude(pk=badge.pk))


@login_required
@require_http_methods(["GET", "POST"])
def ask(request: Request, code: str, badge_id: int) -> HttpResponse:
    """Ask another guest for a meeting."""
    market, badge = guest_of(request, code)
    other = queries.guest_for(market, badge_id)
    both = [badge.company_id, other.company_id]
    entries: list[Entry] = list(queries.catalogue(market).filter(company_id__in=both))
    form = AskForm(
        request.POST or None,
        entries=entries,
        colleagues=_colleagues(badge),
        initial={"entry": request.GET.get("proyek", ""), "half": ""},
    )
    if request.method == "POST" and attempt(
        form,
        lambda: meetings.ask(
            actor=request.actor,
            market=market,
            badge_id=other.pk,
            priority=form.cleaned_data["priority"],
            message=form.cleaned_data["message"],
            entry_id=form.cleaned_data.get("entry"),
            colleagues=form.cleaned_data.get("colleagues", []),
            half=form.cleaned_data["half"],
        ),
    ):
        flash.success(request, _("Your request has been sent."))
        return redirect("market:mine", code)
    context = {"market": market, "other": other, "form": form,
               "role": choices.ROLES.get(other.role, "")}  # fmt: skip
    return render(request, "market/guests/ask.html", context, status=_status(request))


@login_required
@require_http_methods(["GET", "POST"])
def meeting(request: Request, code: str, meeting_id: int) -> HttpResponse:
    """One meeting: the letters, and what can be done about it."""
    market, badge = guest_of(request, code)
    found = queries.meeting_for(badge, meeting_id)
    other = found.asker if found.asked_id == badge.pk else found.asked
    form = AnswerForm(request.POST or None, colleagues=_colleagues(badge))
    if request.method == "POST" and attempt(
        form,
        lambda: meetings.answer(
            actor=request.actor,
            market=market,
            meeting_id=found.pk,
            accept="accept" in request.POST,
            reply=form.cleaned_data["reply"],
            colleagues=form.cleaned_data.get("colleagues", []),
        ),
    ):
        flash.success(request, _("Your answer has been sent."))
        return redirect("market:mine", code)
    return _meeting_page(request, market, found, other, form, WhyForm(), _status(request))


def _meeting_page(
    request: Request,
    market: Market,
    found: Meeting,
    other: Badge,
    form: AnswerForm,
    why: WhyForm,
    status: int,
) -> HttpResponse:
    mine_ = queries.badge_of(request.actor, market)
    asked_me = mine_ is not None and found.asked_id == mine_.pk
    context = {
        "market": market,
        "meeting": found,
        "other": other,
        "form": form,
        "why": why,
        "code": f"market_meeting.{found.state}",
        "priority": choices.PRIORITIES[found.priority],
        "half": choices.HALVES[found.half],
        "because": wording.because(found.ended_because),
        "asked_me": asked_me,
        "may_answer": asked_me and found.state == Meeting.State.ASKED,
        "may_withdraw": not asked_me and found.state == Meeting.State.ASKED,
        "may_cancel": found.state == Meeting.State.AGREED,
        "people": found.people.select_related("badge__person", "badge__company"),
    }
    return render(request, "market/guests/meeting.html", context, status=status)


@login_required
@require_POST
def withdraw_request(request: Request, code: str, meeting_id: int) -> HttpResponse:
    """Take a request back."""
    market, _badge = guest_of(request, code)
    meetings.withdraw(actor=request.actor, market=market, meeting_id=meeting_id)
    flash.success(request, _("The request for a meeting is withdrawn."))
    return redirect("market:mine", code)


@login_required
@require_POST
def cancel(request: Request, code: str, meeting_id: int) -> HttpResponse:
    """Cancel an agreed meeting, with a reason."""
    market, badge = guest_of(request, code)
    found = queries.meeting_for(badge, meeting_id)
    other = found.asker if found.asked_id == badge.pk else found.asked
    why = WhyForm(request.POST)
    if attempt(
        why,
        lambda: meetings.cancel(
            actor=request.actor, market=market, meeting_id=found.pk, why=why.cleaned_data["why"]
        ),
    ):
        flash.success(request, _("The meeting is cancelled."))
        return redirect("market:mine", code)
    form = AnswerForm(None, colleagues=_colleagues(badge))
    return _meeting_page(request, market, found, other, form, why, 422)
