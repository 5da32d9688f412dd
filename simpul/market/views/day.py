"""The desk on the day: who came, who did not, who comes later, a table more; then anew."""

from __future__ import annotations

from typing import Any

from django.contrib import messages as flash
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from simpul.market import access, queries, queries_desk, wording
from simpul.market.actions import day as day_actions
from simpul.market.actions import markets
from simpul.market.forms_desk import AwayForm, RunForm, TablesForm
from simpul.market.models import Market, Slot, Timetable
from simpul.market.views.days_shown import row_of
from simpul.people.requests import Request
from simpul.web.forms import attempt


@require_safe
@never_cache
def day(request: Request, code: str) -> HttpResponse:
    """The day at a glance."""
    access.require_desk(request.actor)
    return _day(request, queries.market_for(request.actor, code))


def _day(request: Request, market: Market, status: int = 200, **forms_: Any) -> HttpResponse:
    now = timezone.now()
    today = now.astimezone(market.tz).date()
    timetable = queries.timetable_of(market)
    slots = list(market.slots.all())
    shown = _slot_shown(request, slots, now, timetable)
    placed = queries.placed_of(timetable).filter(slot=shown) if timetable and shown else []
    missed = queries_desk.missed_in(market)
    came = queries_desk.came_on(market, today)
    guests = list(queries.guests_of(market))
    context = {
        "market": market,
        "here": "day",
        "at_desk": True,
        "timetable": timetable,
        "came": len(came),
        "guests": len(guests),
        "slot": shown,
        "slot_title": wording.at(market, shown.starts_at) if shown else "",
        "slots": [{"slot": one, "title": wording.at(market, one.starts_at)} for one in slots],
        "rows": [
            {
                **row_of(market, one),
                "seats": [
                    {
                        "badge": seat.badge,
                        "came": seat.badge_id in came,
                        "missed": (one.meeting_id, seat.badge_id) in missed,
                    }
                    for seat in one.seats.all()
                ],
            }
            for one in placed
        ],
        "no_shows": queries_desk.no_shows_in(market)[:30],
        "may": access.can_run(request.actor),
        "away_form": AwayForm(
            market=market, guests=guests, slots=list(queries.slots_ahead(market, now=now))
        ),
        "tables_form": TablesForm(initial={"count": 1}),
        "run_form": RunForm(initial={"seconds": 20}),
        **forms_,
    }  # fmt: skip
    return render(request, "market/day/day.html", context, status=status)


def _slot_shown(
    request: Request, slots: list[Slot], now: Any, timetable: Timetable | None
) -> Slot | None:
    """The slot asked for, else the next in which somebody meets, else the last."""
    asked = request.GET.get("jam", "")
    chosen = next((one for one in slots if str(one.pk) == asked), None)
    if chosen is not None or not slots:
        return chosen
    taken = set(timetable.placed.values_list("slot_id", flat=True)) if timetable else set()
    coming = [one for one in slots if one.ends_at > now]
    return next((one for one in coming if one.pk in taken), coming[0] if coming else slots[-1])


@require_POST
def check_in(request: Request, code: str, badge_id: int) -> HttpResponse:
    """A guest has come."""
    access.require_desk(request.actor)
    market = queries.market_for(request.actor, code)
    came = day_actions.check_in(actor=request.actor, market=market, badge_id=badge_id)
    flash.success(
        request, _("%(name)s is checked in.") % {"name": came.badge.person.get_full_name()}
    )
    return redirect("market:day", code)


@require_POST
def no_show(request: Request, code: str, meeting_id: int, badge_id: int) -> HttpResponse:
    """Somebody did not come to a meeting."""
    access.require_desk(request.actor)
    market = queries.market_for(request.actor, code)
    noted = day_actions.note_no_show(
        actor=request.actor, market=market, meeting_id=meeting_id, badge_id=badge_id
    )
    told = _("Noted: %(name)s did not come.")
    flash.success(request, told % {"name": noted.badge.person.get_full_name()})
    return redirect("market:day", code)


@require_POST
def away(request: Request, code: str) -> HttpResponse:
    """A guest comes later, or not at all."""
    access.require_desk(request.actor)
    market = queries.market_for(request.actor, code)
    guests = list(queries.guests_of(market))
    ahead = list(queries.slots_ahead(market, now=timezone.now()))
    form = AwayForm(request.POST, market=market, guests=guests, slots=ahead)
    if attempt(
        form,
        lambda: day_actions.note_away(
            actor=request.actor,
            market=market,
            badge_id=form.cleaned_data["guest"],
            until=form.cleaned_data["until"],
        ),
    ):
        flash.success(request, _("Noted. Compute the timetable anew to fill the gaps."))
        return redirect("market:day", code)
    return _day(request, market, 422, away_form=form)


@require_POST
def table(request: Request, code: str) -> HttpResponse:
    """A table more, from now on."""
    access.require_desk(request.actor)
    market = queries.market_for(request.actor, code)
    form = TablesForm(request.POST)
    if attempt(
        form,
        lambda: markets.add_tables(
            actor=request.actor, code=code, opened_from=timezone.now(), **form.cleaned_data
        ),
    ):
        flash.success(request, _("The tables are there. Compute the timetable anew to use them."))
        return redirect("market:day", code)
    return _day(request, market, 422, tables_form=form)
