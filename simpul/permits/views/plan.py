"""The public planner: answers on the left, what they mean on the right. No account needed."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from simpul.city.book import CityBook
from simpul.city.queries import city_book
from simpul.people.requests import Request
from simpul.permits.actions import plan_drafts
from simpul.permits.models import PlanDraft
from simpul.permits.planning.answer_view import AnswerView
from simpul.permits.planning.plan import ParsedPlan, parse_plan
from simpul.permits.planning.planner import PlanAnswer, answer_plan
from simpul.permits.planning.planner_changes import changes
from simpul.permits.views import plan_calendar
from simpul.permits.views.plan_form import Form, field_name, to_plan, ways_of, with_change
from simpul.web import limits

NEW_DRAFTS_AN_HOUR = 120
MOST_BYTES = 2 * 1024 * 1024
"""Room for a polygon of 10,000 points, which is refused at its field with everything kept."""
BLANK: Mapping[str, Any] = {"spots": [{"id": "s1"}], "days": [{}]}
_WAYS_OUT = ("add:", "remove:", "copy:", "answer:", *plan_calendar.CHANGES)


@dataclass(frozen=True, slots=True)
class Reading:
    """A plan as typed, understood and answered."""

    data: dict[str, Any]
    parsed: ParsedPlan
    answer: PlanAnswer


@require_http_methods(["GET", "POST"])
def plan(request: Request, draft_id: uuid.UUID | None = None) -> HttpResponse:
    """GET shows a draft (or an empty form); POST keeps what was typed and answers it."""
    book = city_book()
    if request.method == "POST":
        return _save(request, draft_id, book)
    draft = None
    if draft_id is not None:
        draft = PlanDraft.objects.filter(pk=draft_id).first()
        if draft is None:
            raise Http404
    return _show(request, draft.plan if draft else dict(BLANK), draft, book)


def _save(request: Request, draft_id: uuid.UUID | None, book: CityBook) -> HttpResponse:
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES:
        raise RequestDataTooBig(f"a plan has at most {MOST_BYTES} bytes")
    data, place = to_plan(request.POST, book), ""
    change = request.POST.get("change", "")
    if change.startswith(plan_calendar.CHANGES):
        data, place = plan_calendar.with_change(data, change, book)
    elif change.startswith(_WAYS_OUT):
        data, place = with_change(data, change)
    draft = _keep(request, data, draft_id)
    if draft is None:
        return _show(request, data, None, book, status=429)
    if getattr(request, "htmx", False):
        response = _show(request, data, draft, book, place=place)
        response["HX-Replace-Url"] = _address(draft)
        return response
    return HttpResponseRedirect(_address(draft) + (f"#{place or 'answer'}"))


def _keep(
    request: HttpRequest, data: dict[str, Any], draft_id: uuid.UUID | None
) -> PlanDraft | None:
    """Keep the draft; None when this address made too many new ones within the hour.

    A draft that is not this session's becomes a copy, so it counts as a new one too.
    """
    session_key = request.session.session_key
    if not plan_drafts.is_own(draft_id, session_key) and not limits.hit_from(
        request, "plan", limit=NEW_DRAFTS_AN_HOUR, seconds=3600
    ):
        return None
    if session_key is None:
        request.session.create()
    return plan_drafts.keep(
        plan=data, session_key=str(request.session.session_key), draft_id=draft_id
    )


def _address(draft: PlanDraft) -> str:
    return reverse("permits:planner_draft", args=[draft.pk])


def read(data: dict[str, Any], book: CityBook) -> Reading:
    """Understand and answer a plan as filed now (after the cut-off hour: the next working day)."""
    parsed = parse_plan(data, book)
    filed_on = book.calendar.counts_as_filed(timezone.now())
    return Reading(data, parsed, answer_plan(parsed.plan, book, filed_on=filed_on))


def _show(
    request: Request,
    data: dict[str, Any],
    draft: PlanDraft | None,
    book: CityBook,
    *,
    place: str = "",
    status: int = 200,
) -> HttpResponse:
    reading = read(data, book)
    before = read(draft.before, book) if draft and draft.before else None
    by_htmx = bool(getattr(request, "htmx", False))
    at_once = by_htmx and draft is not None and request.method == "POST"
    asked = plan_calendar.ask(reading.data, reading.answer, request.actor, at_once=at_once)
    spot = plan_calendar.spot_asked(request)
    frame = {"draft": draft, "action": _address(draft) if draft else reverse("permits:planner")}
    if by_htmx and spot is not None:
        return render(request, "permits/plan/calmer.html", {**asked.calmer_at(spot), **frame})
    if by_htmx and plan_calendar.REST in request.GET:
        rest = {"calendar": asked.shown(None), **frame}
        return render(request, "permits/plan/calendar.html", rest)
    context: dict[str, Any] = {
        "calendar": asked.shown(spot),
        **frame,
        "answer": AnswerView(reading.answer, get_language() or "id", ways_of(data)),
        "is_blank": data == BLANK or not data,
        "changes": changes(before.answer, reading.answer) if before else (),
        "errors": {field_name(path): texts for path, texts in reading.parsed.errors.items()},
        "place": place,
        "too_many": status == 429,
        "apply_url": reverse("permits:apply_from_plan"),
    }
    if getattr(request, "htmx", False) and request.htmx.target == "answer":  # type: ignore[attr-defined]
        return render(request, "permits/plan/answer.html", context)
    context["form"] = _form_context(Form(data, reading.parsed.errors, book))
    context["sites"] = _sites(book)
    template = "planner.html" if getattr(request, "htmx", False) else "plan.html"
    response = render(request, f"permits/plan/{template}", context, status=status)
    patch_cache_control(response, private=True, no_store=True)
    return response


def _form_context(form: Form) -> dict[str, Any]:
    production = form.fields_of("production")
    return {
        "production": [one for one in production if one.asked.key != "handheld_only"],
        "equipment": [one for one in production if one.asked.key == "handheld_only"],
        "minors": form.fields_of("minors"),
        "neighbourhood": form.fields_of("neighbourhood"),
        "spots": form.rows_of("spots"),
        "days": form.rows_of("days"),
        "vehicles": form.rows_of("vehicles"),
        "traffic": form.rows_of("traffic"),
        "activities": form.rows_of("activities"),
        "animals": form.rows_of("animals"),
    }


def _sites(book: CityBook) -> list[str]:
    """Sites for the search field: "Taman Ismail Marzuki (L27)", by name."""
    from simpul.permits.wording import pick_active

    return sorted(
        f"{pick_active(site.names)} ({code})"
        for code, site in book.sites.items()
        if site.listing_status == "public"
    )
