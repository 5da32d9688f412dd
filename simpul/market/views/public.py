"""What everybody sees: markets, calls, the catalogue, sums of what came of them."""

from __future__ import annotations

import uuid
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from simpul.kit.money import Money
from simpul.market import access, choices, queries
from simpul.market.actions.entries import call_standing
from simpul.market.deadlines import last_moment
from simpul.market.forms_entry import AskAccessForm, SearchForm
from simpul.market.models import Badge, Call, Entry, Market
from simpul.market.totals import AnswerRow, Total, totals
from simpul.people.requests import Request
from simpul.web.formats import money_words

PER_PAGE = 30


@require_safe
def markets(request: Request) -> HttpResponse:
    """The editions."""
    found = queries.markets_visible_to(request.actor).exclude(state=Market.State.DRAFT)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "market/public/markets.html", {"page": page})


@require_safe
def market(request: Request, code: str) -> HttpResponse:
    """One edition: its calls, its catalogue, the way to a badge."""
    found = queries.market_for(request.actor, code)
    badge = queries.badge_of(request.actor, found)
    calls = [
        {"call": one, "standing": standing_of(one), "entries": one.sent}
        for one in queries.counted(queries.calls_visible_to(request.actor).filter(market=found))
        if one.state == Call.State.PUBLISHED
    ]
    context = {
        "market": found,
        "calls": calls,
        "badge": badge,
        "is_guest": badge is not None and badge.state == Badge.State.ACCEPTED,
        "projects": queries.catalogue(found).count(),
        "at_desk": access.at_desk(request.actor),
        "totals": [_total_row(one) for one in _totals(found)],
    }
    return render(request, "market/public/market.html", context)


def standing_of(call: Any) -> str:
    """Where a call stands; a draft is a draft whatever the clock says."""
    if call.state != Call.State.PUBLISHED:
        return "draft"
    return call_standing(call, entries=getattr(call, "sent", None))


def _totals(market: Market) -> list[Total]:
    answers = [
        AnswerRow(
            one.months, one.closes_at, one.talking or 0, one.agreements or 0, one.amount,
            one.currency,
        )
        for one in queries.answered(market)
    ]  # fmt: skip
    return totals(answers, threshold=market.totals_threshold, now=timezone.now())


def _total_row(total: Total) -> dict[str, Any]:
    amounts = [money_words(Money(amount, code)) for code, amount in total.amounts.items()]
    return {"total": total, "amounts": amounts}


@require_safe
def call(request: Request, call_id: uuid.UUID) -> HttpResponse:
    """A call, with its deadline on its own clock and its rule for late projects."""
    found = queries.call_for(request.actor, call_id)
    context = {
        "call": found,
        "market": found.market,
        "standing": standing_of(found),
        "opens": local(found, found.opens_at),
        "closes": local(found, found.closes_at),
        "late_until": local(found, last_moment_of(found)),
    }
    return render(request, "market/public/call.html", context)


def last_moment_of(call: Call) -> Any:
    """The end of the late time, where a clock ends it."""
    from simpul.market.actions.entries import rule_of

    return last_moment(rule_of(call))


def local(call: Call, moment: Any) -> dict[str, Any] | None:
    """A moment on the call's own clock, and its name."""
    if moment is None:
        return None
    from zoneinfo import ZoneInfo

    here = moment.astimezone(ZoneInfo(call.zone)).replace(tzinfo=None)
    return {"moment": here, "zone": call.zone, "at": moment}


@require_safe
def catalogue(request: Request, code: str) -> HttpResponse:
    """The selected projects. Guests search more than the public does."""
    found = queries.market_for(request.actor, code)
    guest = is_guest(request, found)
    form = SearchForm(request.GET)
    form.is_valid()
    words = "words_guests" if guest else "words_public"
    rows = queries.searched(found, form.cleaned_data, words=words)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "market": found,
        "form": form,
        "page": page,
        "rows": [shown(one) for one in page],
        "guest": guest,
    }
    return render(request, "market/public/catalogue.html", context)


def is_guest(request: Request, market: Market) -> bool:
    """Accredited, or of the staff that selects."""
    if request.actor.has_role(*access.SELECTION_ROLES):
        return True
    badge = queries.badge_of(request.actor, market)
    return badge is not None and badge.state == Badge.State.ACCEPTED


def shown(entry: Entry) -> dict[str, Any]:
    """An entry with its codes in words."""
    return {
        "entry": entry,
        "kind": choices.KINDS.get(entry.kind, ""),
        "stage": choices.STAGES.get(entry.stage, ""),
        "sought": choices.words(choices.SOUGHT, entry.sought),
        "countries": ", ".join(entry.countries),
        "budget": money_words(Money(entry.budget, entry.currency)) if entry.budget else "",
    }


@require_safe
def project(request: Request, code: str, entry_id: uuid.UUID) -> HttpResponse:
    """One project: the public part; for guests money, synopsis and the way to its materials."""
    return show_project(request, code, entry_id)


def show_project(
    request: Request, code: str, entry_id: uuid.UUID, status: int = 200, form: Any = None
) -> HttpResponse:
    """The page; `form` replaces the empty one after an error."""
    found = queries.market_for(request.actor, code)
    entry: Entry = queries.found_or_404(queries.catalogue(found).filter(pk=entry_id).first())
    guest = is_guest(request, found)
    badge = queries.badge_of(request.actor, found)
    mine = (
        entry.accesses.filter(badge=badge).order_by("-asked_at").first()
        if badge is not None
        else None
    )
    own = access.in_company(request.actor, entry)
    accredited = badge is not None and badge.state == Badge.State.ACCEPTED
    context = {
        "market": found,
        "row": shown(entry),
        "guest": guest or own,
        "own": own,
        "accredited": accredited and not own,
        "access": mine,
        "may_ask": accredited and not own and (mine is None or mine.state in ("refused", "ended")),
        "materials": [
            {"material": one, "kind": choices.MATERIALS.get(one.kind, "")}
            for one in queries.papers_of(entry)
        ]
        if own or (accredited and mine is not None and mine.state == "given")
        else [],
        "people": queries.guests_of(found).filter(company=entry.company_id)
        if accredited and not own
        else [],
        "form": form or AskAccessForm(),
    }
    return render(request, "market/public/project.html", context, status=status)
