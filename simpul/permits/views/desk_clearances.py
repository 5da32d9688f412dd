"""The desks' pages: what an authority was asked, and its answer; with an account or by link."""

from __future__ import annotations

from typing import Any

from django.contrib import messages as flash
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from simpul.city.book import CityBook
from simpul.city.queries import city_book
from simpul.kit.actors import Actor
from simpul.kit.outcomes import NotVisible
from simpul.papers.views import serve
from simpul.people.requests import Request
from simpul.permits import access, queries
from simpul.permits.actions import clearances, links
from simpul.permits.case_draft import sent_draft
from simpul.permits.case_view import clearance_row, clearance_rows
from simpul.permits.forms_desk import QuestionForm, VerdictForm
from simpul.permits.models import Attachment, Clearance
from simpul.permits.planning.answer_data import document_name
from simpul.permits.planning.plan import parse_plan
from simpul.permits.planning.plan_view import plan_view
from simpul.permits.views.apply_sending import answers_for_desk
from simpul.web.forms import attempt
from simpul.web.limits import hit_from
from simpul.web.views import too_many


@require_GET
def inbox(request: Request) -> HttpResponse:
    """Everything the person's desks were asked; open and most urgent first."""
    actor = request.actor
    if not actor.desks:
        raise NotVisible(_("Not found."))
    found = queries.desk_queue(actor)
    if request.GET.get("tab") == "answered":
        found = found.filter(state="answered")
    else:
        found = found.filter(state__in=queries.OPEN_CLEARANCE)
    page = Paginator(
        found.prefetch_related("conditions", "clock_events", "questions"), 30
    ).get_page(request.GET.get("page"))
    today, language = timezone.localdate(), get_language() or "id"
    rows = [
        {
            "line": clearance_row(clearance, language, today),
            "knows_names": access.knows_names(actor, clearance.application),
        }
        for clearance in page
    ]
    return render(
        request,
        "permits/desk/inbox.html",
        {"page": page, "rows": rows, "tab": request.GET.get("tab", "open")},
    )


def _context(actor: Actor, clearance: Clearance, **forms: Any) -> dict[str, Any]:
    application = clearance.application
    language = get_language() or "id"
    book = city_book(application.rule_version_id)
    view = plan_view(
        parse_plan(clearance.revision.plan, book).plan,
        book,
        language,
        concerning=clearance.severable,
        hide_title=not access.knows_names(actor, application),
    )
    return {
        "application": application,
        "clearance": clearance,
        "row": clearance_row(clearance, language, timezone.localdate()),
        "plan": view,
        "answerable": access.can_answer(actor, clearance),
        "attachments": _papers(clearance),
        "missing": _missing(clearance, book),
        "answers": answers_for_desk(sent_draft(application, clearance.revision, book), application),
        "others": [
            other
            for other in clearance_rows(
                queries.with_case_details(type(application).objects.all()).get(pk=application.pk),
                language,
            )
            if other.pk != clearance.pk
        ],
        "verdict_form": VerdictForm(clearance=clearance),
        "question_form": QuestionForm(prefix="question", clearance=clearance),
        **forms,
    }


def _papers(clearance: Clearance) -> QuerySet[Attachment]:
    """What this authority was to read: the documents its rule asks for, nobody else's papers."""
    return clearance.application.attachments.filter(
        removed_at__isnull=True, document_code__in=clearance.documents
    ).select_related("file")


def _missing(clearance: Clearance, book: CityBook) -> list[str]:
    """Names of the documents its rule asks for and nobody has attached."""
    there = set(_papers(clearance).values_list("document_code", flat=True))
    return [document_name(book, code) for code in clearance.documents if code not in there]


def _act(actor: Actor, request: HttpRequest, clearance: Clearance) -> dict[str, Any]:
    """Take the answer or the question; the form to show again when something was refused."""
    if "question-text" in request.POST:
        question = QuestionForm(request.POST, prefix="question", clearance=clearance)
        asked = attempt(
            question,
            lambda: clearances.ask_applicant(
                actor=actor, clearance_id=clearance.pk, text=question.cleaned_data["text"]
            ),
        )
        if not asked:
            return {"question_form": question}
        flash.success(request, _asked(clearance))
        return {}
    verdict = VerdictForm(request.POST, clearance=clearance)
    given = attempt(
        verdict,
        lambda: clearances.give_verdict(
            actor=actor, clearance_id=clearance.pk, **verdict.verdict_fields()
        ),
    )
    if not given:
        return {"verdict_form": verdict}
    flash.success(request, _("Your answer is in. Thank you."))
    return {}


def _asked(clearance: Clearance) -> str:
    if clearance.has_clock:
        return _("The applicant has your question; your clock stands still.")
    return _("The applicant has your question.")


@require_http_methods(["GET", "POST"])
def clearance(request: Request, clearance_id: int) -> HttpResponse:
    """One request at a desk with an account."""
    actor = request.actor
    found = queries.clearance_for(actor, clearance_id)
    if found.authority_code not in actor.desks and not actor.is_permit_staff:
        raise NotVisible(_("Not found."))
    forms: dict[str, Any] = {}
    if request.method == "POST":
        forms = _act(actor, request, found)
        if not forms:
            return redirect("permits:desk_clearance", clearance_id)
    return render(
        request,
        "permits/desk/clearance.html",
        _context(actor, found, **forms),
        status=422 if forms else 200,
    )


@require_safe
def evidence(request: Request, clearance_id: int) -> FileResponse:
    """The letter behind a recorded answer, for everybody who sees the answer."""
    found = queries.clearance_for(request.actor, clearance_id)
    if found.evidence is None:
        raise NotVisible(_("Not found."))
    return serve(found.evidence)


def _guessed_too_often(request: HttpRequest) -> bool:
    return not hit_from(request, "answer-link", limit=60, seconds=600)


@never_cache
@require_safe
def paper_by_link(
    request: HttpRequest, token: str, attachment_id: int
) -> HttpResponse | FileResponse:
    """A document of the case for the authority that answers from its mailbox, until it has."""
    if _guessed_too_often(request):
        return too_many(request)
    _actor, link = links.open_answer_link(token=token)
    paper = _papers(link.clearance).filter(pk=attachment_id).first()
    if paper is None or not link.clearance.is_open:
        raise NotVisible(_("Not found."))
    return serve(paper.file)


@never_cache
@require_http_methods(["GET", "POST"])
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """One request, answered from a mailbox. Guessing is slowed and tells nothing."""
    if _guessed_too_often(request):
        return too_many(request)
    actor, link = links.open_answer_link(token=token)
    forms: dict[str, Any] = {}
    if request.method == "POST":
        forms = _act(actor, request, link.clearance)
        link.clearance.refresh_from_db()
        if not forms:
            if link.clearance.state == Clearance.State.ANSWERED:
                links.mark_link_used(link=link)
            return redirect("permits:answer_by_link", token)
    return render(
        request,
        "permits/desk/by_link.html",
        {"link": link, "token": token, **_context(actor, link.clearance, **forms)},
        status=422 if forms else 200,
    )
