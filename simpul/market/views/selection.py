"""Selecting: what was entered, votes, decisions."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages as flash
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from simpul.market import access, choices, queries, queries_desk
from simpul.market.actions import selection
from simpul.market.forms_desk import DecideForm, VoteForm
from simpul.market.models import Entry
from simpul.market.views.public import local, shown, standing_of
from simpul.people.requests import Request
from simpul.web.forms import attempt

PER_PAGE = 30


@require_safe
def entries(request: Request, call_id: uuid.UUID) -> HttpResponse:
    """Everything that was sent to a call, the best votes first."""
    access.require_selection(request.actor)
    call = queries.call_for(request.actor, call_id)
    page = Paginator(queries_desk.voted_on(call), PER_PAGE).get_page(request.GET.get("page"))
    mine = queries_desk.voted_by(request.actor, call)
    context = {
        "call": call,
        "market": call.market,
        "standing": f"market_call.{standing_of(call)}",
        "closes": local(call, call.closes_at),
        "page": page,
        "rows": [
            {
                **shown(one),
                "n": one.n,  # type: ignore[attr-defined]
                "mean": one.mean,  # type: ignore[attr-defined]
                "voted": one.pk in mine,
                "code": f"market_entry.{one.state}",
            }
            for one in page
        ],
        "may": access.can_run(request.actor),
    }
    return render(request, "market/desk/entries.html", context)


@require_safe
def entry(request: Request, entry_id: uuid.UUID) -> HttpResponse:
    """One project as selectors read it."""
    access.require_selection(request.actor)
    return show(request, entry_id)


def show(
    request: Request,
    entry_id: uuid.UUID,
    status: int = 200,
    vote_form: Any = None,
    decide_form: Any = None,
) -> HttpResponse:
    """The page; the forms replace its empty ones after an error."""
    found = queries.entry_for(request.actor, entry_id)
    queries.found_or_404(found.submitted_at)
    votes = list(found.votes.select_related("selector"))
    mine = next((one for one in votes if one.selector_id == request.actor.user_id), None)
    known = {"score": mine.score, "note": mine.note} if mine else {}
    context = {
        "row": shown(found),
        "entry": found,
        "call": found.call,
        "market": found.call.market,
        "code": f"market_entry.{found.state}",
        "votes": votes,
        "mine": mine,
        "lacking": max(
            0, found.call.votes_needed - selection.tally(found, without=request.actor.user_id)[0]
        ),
        "undecided": found.state == Entry.State.SUBMITTED,
        "closed": standing_of(found.call) in ("late", "closed"),
        "may_vote": access.can_vote(request.actor, found),
        "may_decide": access.can_decide(request.actor, found),
        "materials": [
            {"material": one, "kind": choices.MATERIALS.get(one.kind, "")}
            for one in queries.papers_of(found)
        ],
        "vote_form": vote_form or VoteForm(initial=known),
        "decide_form": decide_form or DecideForm(),
    }
    return render(request, "market/desk/entry.html", context, status=status)


@require_POST
def vote(request: Request, entry_id: uuid.UUID) -> HttpResponse:
    """Give a vote."""
    form = VoteForm(request.POST)
    if attempt(
        form, lambda: selection.vote(actor=request.actor, entry_id=entry_id, **form.cleaned_data)
    ):
        flash.success(request, _("Your vote is kept."))
        return redirect("market:desk_entry", entry_id)
    access.require_selection(request.actor)
    return show(request, entry_id, 422, vote_form=form)


@require_POST
def decide(request: Request, entry_id: uuid.UUID) -> HttpResponse:
    """Select or refuse."""
    form = DecideForm(request.POST)
    if attempt(
        form,
        lambda: selection.decide(
            actor=request.actor,
            entry_id=entry_id,
            select="select" in request.POST,
            reason=form.cleaned_data["reason"],
        ),
    ):
        flash.success(request, _("The decision is taken, the company has been told."))
        return redirect("market:desk_entry", entry_id)
    access.require_selection(request.actor)
    return show(request, entry_id, 422, decide_form=form)
