"""The calendar's secret address, the code on a badge, the board in the hall."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from simpul.kit.outcomes import NotVisible
from simpul.market import access, choices, queries, tokens, wording
from simpul.market.calendar_feed import calendar_of
from simpul.market.models import Placed
from simpul.market.views.days_shown import days_of, row_of
from simpul.people.requests import Request
from simpul.web import limits
from simpul.web.addresses import whole_address
from simpul.web.views import too_many

PER_HOUR = 240
"""So often one address may fetch calendars or try codes."""


@require_safe
def feed(request: HttpRequest, badge_id: int, token: str) -> HttpResponseBase:
    """A guest's meetings for calendars; who has the address reads it, without an account."""
    if not limits.hit_from(request, "market_feed", limit=PER_HOUR, seconds=3600):
        return too_many(request)
    badge = queries.open_badge(badge_id)
    if not tokens.is_feed(badge, token):
        raise NotVisible(_("Not found."))
    url = whole_address("market:mine", badge.market.code)
    host = settings.PUBLIC_URL.split("//")[-1].split("/")[0].split(":")[0]
    with translation.override(badge.person.language):
        body = calendar_of(badge, host=host, url=url)
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["ETag"] = etag
    response["Cache-Control"] = "private, max-age=300"
    response["Content-Disposition"] = 'inline; filename="jadwal.ics"'
    return get_conditional_response(request, etag=etag, response=response) or response


@require_safe
@never_cache
def scan(request: Request, badge_id: int, token: str) -> HttpResponse:
    """What the QR on a badge opens: for the desk the guest's check-in, for the guest the own day,
    for everybody else nothing."""
    if not limits.hit_from(request, "market_scan", limit=PER_HOUR * 10, seconds=3600):
        return too_many(request)
    badge = queries.open_badge(badge_id)
    if not tokens.is_badge(badge, token):
        raise NotVisible(_("Not found."))
    if badge.person_id == request.actor.user_id:
        return redirect("market:mine", badge.market.code)
    access.require_desk(request.actor)
    market = badge.market
    today = timezone.now().astimezone(market.tz).date()
    placed = queries.own_placed(queries.timetable_of(market), badge)
    here = [one for one in placed if one.slot.starts_at.astimezone(market.tz).date() == today]
    context = {
        "market": market,
        "badge": badge,
        "role": choices.ROLES.get(badge.role, ""),
        "came": badge.check_ins.filter(day=today).first(),
        "days": days_of(market, here, badge),
        "may": access.can_run(request.actor),
    }
    return render(request, "market/day/scan.html", context)


@require_safe
@never_cache
def board(request: Request, code: str) -> HttpResponse:
    """Who meets at which table now and next; for guests and staff. Companies and projects, no
    names of people: it hangs in the hall."""
    market = queries.market_for(request.actor, code)
    if not access.at_desk(request.actor):
        access.require_guest(queries.badge_of(request.actor, market))
    now = timezone.now()
    timetable = queries.timetable_of(market)
    ahead = list(queries.slots_ahead(market, now=now)[:2])
    placed = queries.placed_of(timetable).filter(slot__in=ahead) if timetable else []
    by_slot: dict[int, list[Placed]] = {one.pk: [] for one in ahead}
    for row in placed:
        by_slot[row.slot_id].append(row)
    context = {
        "market": market,
        "timetable": timetable,
        "slots": [
            {
                "title": wording.at(market, one.starts_at),
                "now": one.starts_at <= now,
                "soon": now < one.starts_at <= now + timedelta(minutes=10),
                "rows": [row_of(market, row) for row in by_slot[one.pk]],
            }
            for one in ahead
        ],
        "now": now.astimezone(market.tz),
    }
    part = request.headers.get("HX-Request")
    template = "market/day/board_part.html" if part else "market/day/board.html"
    return render(request, template, context)
