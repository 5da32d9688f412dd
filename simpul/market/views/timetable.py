"""The timetable: compute, watch, stop, publish; signs for the tables."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages as flash
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from simpul.market import access, queries, queries_desk, wording
from simpul.market.actions import publishing, timetables
from simpul.market.forms_desk import RunForm
from simpul.market.models import Market, Placed, Run
from simpul.market.views.days_shown import row_of
from simpul.market.views.desk_guests import pdf
from simpul.papers.typesetting import render as typeset
from simpul.people.requests import Request
from simpul.web.formats import language, pick_text
from simpul.web.forms import attempt

SHOWN = 20


@require_safe
def runs(request: Request, code: str) -> HttpResponse:
    """Searches, and the timetable that counts."""
    access.require_desk(request.actor)
    return _runs(request, queries.market_for(request.actor, code))


def _runs(
    request: Request, market: Market, status: int = 200, form: RunForm | None = None
) -> HttpResponse:
    timetable = queries.timetable_of(market)
    found = queries_desk.runs_of(market)[:SHOWN]
    context = {
        "market": market,
        "here": "timetable",
        "at_desk": True,
        "timetable": timetable,
        "placed": queries.placed_of(timetable).count() if timetable else 0,
        "runs": [{"run": one, "code": run_code(one)} for one in found],
        "agreed": queries.agreed_in(market).count(),
        "form": form or RunForm(),
        "may": access.can_run(request.actor),
    }
    return render(request, "market/desk/runs.html", context, status=status)


def run_code(run: Run) -> str:
    """How a run looks: by its answer once it has one."""
    return f"market_run.{run.status or run.state}"


@require_POST
def ask(request: Request, code: str) -> HttpResponse:
    """Compute a timetable."""
    access.require_desk(request.actor)
    market = queries.market_for(request.actor, code)
    form = RunForm(request.POST)
    made = attempt(
        form,
        lambda: timetables.ask_run(
            actor=request.actor, market=market, seconds=form.cleaned_data["seconds"]
        ),
    )
    if made:
        return redirect("market:run", code, made.pk)
    return _runs(request, market, 422, form)


@require_safe
@never_cache
def run(request: Request, code: str, run_id: uuid.UUID) -> HttpResponse:
    """One search: its progress, then what it found, in plain words."""
    access.require_desk(request.actor)
    market = queries.market_for(request.actor, code)
    found = queries.run_for(market, run_id)
    part = bool(request.headers.get("HX-Request"))
    under_way = found.state in (Run.State.WAITING, Run.State.RUNNING)
    if part and not under_way:
        response = HttpResponse(status=204)
        response["HX-Refresh"] = "true"
        return response
    context: dict[str, Any] = {
        "market": market,
        "here": "timetable",
        "at_desk": True,
        "run": found,
        "code": run_code(found),
        "under_way": under_way,
        "progress": found.progress or None,
        "percent": min(100, int(100 * found.progress.get("seconds", 0) / found.seconds)),
        "may": access.can_run(request.actor),
    }
    if part:
        return render(request, "market/desk/run_part.html", context)
    if found.answer:
        context |= _answer(market, found)
    return render(request, "market/desk/run.html", context)


def _answer(market: Market, run: Run) -> dict[str, Any]:
    answer = run.answer or {}
    left_out = queries_desk.named_meetings(answer["left_out"])
    moved = queries_desk.named_meetings(answer["moved"])
    return {
        "answer": answer,
        "placed": len(answer["schedule"] or {}),
        "conflict": wording.conflict(market, answer["conflict"]),
        "left_out": [wording.companies(one) for one in left_out.order_by("priority", "pk")],
        "moved": [wording.companies(one) for one in moved.order_by("pk")],
        "published": getattr(run, "published_as", None),
    }


@require_POST
def stop(request: Request, code: str, run_id: uuid.UUID) -> HttpResponse:
    """Stop and keep the best so far."""
    access.require_desk(request.actor)
    market = queries.market_for(request.actor, code)
    timetables.stop_run(actor=request.actor, market=market, run_id=run_id)
    return redirect("market:run", code, run_id)


@require_POST
def publish(request: Request, code: str, run_id: uuid.UUID) -> HttpResponse:
    """Make it the timetable."""
    access.require_desk(request.actor)
    market = queries.market_for(request.actor, code)
    made = publishing.publish(actor=request.actor, market=market, run_id=run_id)
    told = _("Timetable %(number)d is published. Whose day changed has been told.")
    flash.success(request, told % {"number": made.number})
    return redirect("market:day", code)


@require_safe
def signs(request: Request, code: str) -> HttpResponse:
    """One sheet for each table: its name, and who meets there when. No names of people."""
    access.require_desk(request.actor)
    market = queries.market_for(request.actor, code)
    timetable = queries.timetable_of(market)
    by_table: dict[int, list[Placed]] = {}
    for one in queries.placed_of(timetable) if timetable else ():
        by_table.setdefault(one.table_id, []).append(one)
    tables = queries_desk.tables_of(market)
    data = {
        "language": language(),
        "title": _("Table signs"),
        "market": pick_text(market.names),
        "version": _("Timetable %(number)d") % {"number": timetable.number} if timetable else "",
        "none": _("No meeting"),
        "tables": [
            {
                "name": table.name,
                "venue": table.venue.name,
                "rows": [_sign_row(market, one) for one in by_table.get(table.pk, [])],
            }
            for table in tables
        ],
    }
    return pdf(typeset("market/signs", data), f"meja-{code}.pdf")


def _sign_row(market: Market, one: Placed) -> dict[str, str]:
    row = row_of(market, one)
    return {
        "day": wording.day(market, one.slot.starts_at),
        "clock": f"{row['clock']}–{row['until']}",
        "title": row["title"],
    }
