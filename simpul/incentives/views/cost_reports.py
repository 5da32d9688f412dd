"""The producer's side of a cost report: upload, progress, questions, mapping, sending."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.contrib import messages as flash
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from simpul.incentives import access, queries
from simpul.incentives.actions import classifying, cost_reports
from simpul.incentives.models import CostReport
from simpul.incentives.report import access as report_access
from simpul.incentives.report import setup as report_setup
from simpul.incentives.report.forms import (
    ColumnsForm,
    MappingForm,
    QuestionsForm,
    RelatedForm,
    UploadForm,
)
from simpul.incentives.report.reckoning.faults import Question, from_rows
from simpul.incentives.report.reckoning.sentences import NAMES
from simpul.incentives.report.words import STEPS, TREATMENTS, amount_of, percent_of
from simpul.kit.outcomes import WrongState
from simpul.people.requests import Request
from simpul.web import limits
from simpul.web.formats import language, pick_text
from simpul.web.forms import attempt
from simpul.web.views import error_page, too_many

ROOM_FOR_FIELDS = 1024 * 1024
"""Bytes of a request beside its file."""
UPLOADS_AN_HOUR = 30


@csrf_exempt
def index(request: Request, case_id: uuid.UUID) -> HttpResponse:
    """The reports of a case, and a new one. A body that is too large is refused unread: the check
    against forged requests, which reads it, comes after."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    most = settings.LEDGER_MAX_BYTES
    if not length.isdigit() or int(length) > most + ROOM_FOR_FIELDS:
        words = _("This file is larger than %(megabytes)s MB. Send the ledger in parts, or as CSV.")
        return error_page(request, 413, words % {"megabytes": most // (1024 * 1024)})
    return _index(request, case_id)


@csrf_protect
@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def _index(request: Request, case_id: uuid.UUID) -> HttpResponse:
    case = queries.case_for(request.actor, case_id)
    may = access.can_report(request.actor, case)
    form = UploadForm(
        request.POST or None, request.FILES or None, initial={"currency": case.currency}
    )
    if request.method == "POST":
        key = f"cost-report:{case.company_id}"
        if not limits.hit(key, limit=UPLOADS_AN_HOUR, seconds=3600):
            return too_many(request)
        if report := attempt(form, lambda: _upload(request, case_id, form)):
            return redirect("incentives:cost_report_one", case_id, report.number)
    reports = [
        report
        for report in case.cost_reports.select_related("source", "case").order_by("-number")
        if report_access.sees_report(request.actor, report)
    ]
    context = {"case": case, "reports": reports, "form": form, "may": may}
    status = 422 if form.errors else 200
    return render(request, "incentives/reports/list.html", context, status=status)


def _upload(request: Request, case_id: uuid.UUID, form: UploadForm) -> CostReport:
    values = form.cleaned_data
    return cost_reports.upload(
        actor=request.actor,
        case_id=case_id,
        upload=values["ledger"],
        layout={"currency": values["currency"].upper()},
        totals={"lines": values["lines"], "amount": values["amount"]},
    )


@require_GET
@login_required
@never_cache
def report(request: Request, case_id: uuid.UUID, number: int) -> HttpResponse:
    """One report as it stands."""
    return show(request, cost_reports.report_for(request.actor, case_id, number))


def show(request: Request, found: CostReport, **more: Any) -> HttpResponse:
    """The report's page; `more` replaces forms after an error."""
    actor = request.actor
    context: dict[str, Any] = {
        "report": found,
        "case": found.case,
        "working": _working(found),
        "broken": found.renewing_at is not None and found.step == classifying.BROKEN,
        "progress": progress_of(found),
        "shown_faults": [
            {"line": fault.line, "column": fault.column, "cause": fault.cause(language())}
            for fault in from_rows(found.faults)
        ],
        "sums": None,
        "sees_findings": report_access.sees_findings(actor, found),
        "lines_address": reverse(
            "incentives:cost_report_lines", args=[found.case_id, found.number]
        ),
        "may_send": report_access.can_send(actor, found),
        "may_change": report_access.can_change(actor, found),
        "may_start": report_access.can_start(actor, found),
        "people": report_access.sees_people(actor, found.case),
    }
    if found.state == "asking":
        context["questions_form"] = QuestionsForm(questions=questions_of(found))
    if found.state in ("asking", "refused"):
        context["columns_form"] = ColumnsForm()
    if found.lines_id is not None:
        context.update(_read_context(found))
    status = 422 if any(getattr(form, "errors", None) for form in more.values()) else 200
    return render(request, "incentives/reports/report.html", {**context, **more}, status=status)


def _read_context(found: CostReport) -> dict[str, Any]:
    tables = report_setup.tables_for(found)
    sums = [
        {
            "row": row,
            "label": pick_text(tables.labels.get(row.category, {})) or row.category,
            "treatment": TREATMENTS.get(row.treatment, row.treatment),
            "amount": amount_of(row.amount, found.currency),
            "eligible": amount_of(row.eligible, found.currency),
        }
        for row in found.sums.all()
    ]
    titles = {row.id: pick_text(row.title) for row in tables.flags}
    return {
        "sums": sums,
        "total_words": amount_of(found.total, found.currency),
        "claimed_words": amount_of(found.claimed, found.currency),
        "accepted_words": amount_of(found.accepted, found.currency),
        "names": sorted((pick_text(NAMES[role]), name) for role, name in found.names.items()),
        "not_run": [titles.get(flag, flag) for flag in found.not_run],
        "mapping_form": MappingForm(labels=tables.labels),
        "related_form": RelatedForm(),
    }


def questions_of(found: CostReport) -> list[Question]:
    """The questions as they were kept."""
    return [
        Question(row["id"], row["column"], tuple(row["choices"]), tuple(row["examples"]))
        for row in found.questions
    ]


def progress_of(found: CostReport) -> dict[str, Any]:
    """How far the job is that reads the file or classifies its lines again."""
    renewing = found.renewing_at is not None
    return {
        "percent": percent_of(found.step, found.step_part, renewing=renewing),
        "words": STEPS.get(found.step, STEPS["wait"]),
        "lines": found.step_lines,
    }


def _working(found: CostReport) -> bool:
    """Is there a job whose progress can be looked at?"""
    renewing = found.renewing_at is not None and found.step != classifying.BROKEN
    return found.state == CostReport.State.READING or renewing


@require_GET
@login_required
@never_cache
def progress(request: Request, case_id: uuid.UUID, number: int) -> HttpResponse:
    """The progress bar, asked for again while the file is read; then the page is loaded anew."""
    found = cost_reports.report_for(request.actor, case_id, number)
    if not _working(found):
        response = HttpResponse(status=204)
        response["HX-Refresh"] = "true"
        return response
    context = {"report": found, "case": found.case, "progress": progress_of(found)}
    return render(request, "incentives/reports/progress.html", context)


@require_POST
@login_required
def answer(request: Request, case_id: uuid.UUID, number: int) -> HttpResponse:
    """Answer what the file leaves open."""
    found = cost_reports.report_for(request.actor, case_id, number)
    if "role" in request.POST:
        columns = ColumnsForm(request.POST)
        layout = _columns(columns)
        if attempt(columns, lambda: _answer(request, found, layout)):
            return redirect("incentives:cost_report_one", case_id, number)
        return show(request, found, columns_form=columns)
    form = QuestionsForm(request.POST, questions=questions_of(found))
    if attempt(form, lambda: _answer(request, found, form.layout())):
        return redirect("incentives:cost_report_one", case_id, number)
    return show(request, found, questions_form=form)


def _columns(form: ColumnsForm) -> dict[str, Any]:
    if not form.is_valid():
        return {}
    return {"columns": {form.cleaned_data["role"]: form.cleaned_data["heading"]}}


def _answer(request: Request, found: CostReport, layout: dict[str, Any]) -> CostReport:
    return cost_reports.answer(
        actor=request.actor, case_id=found.case_id, number=found.number, layout=layout
    )


@require_POST
@login_required
def map_accounts(request: Request, case_id: uuid.UUID, number: int) -> HttpResponse:
    """Say what accounts are."""
    found = cost_reports.report_for(request.actor, case_id, number)
    form = MappingForm(request.POST, labels=report_setup.tables_for(found).labels)
    if attempt(
        form,
        lambda: classifying.map_accounts(
            actor=request.actor, case_id=case_id, number=number, **form.values()
        ),
    ):
        flash.success(
            request,
            _("Remembered, for the next report too. The lines are being classified again."),
        )
        return redirect("incentives:cost_report_one", case_id, number)
    return show(request, found, mapping_form=form)


@require_POST
@login_required
def related(request: Request, case_id: uuid.UUID, number: int) -> HttpResponse:
    """Name a related party."""
    found = cost_reports.report_for(request.actor, case_id, number)
    form = RelatedForm(request.POST)
    if attempt(
        form,
        lambda: classifying.add_related_party(
            actor=request.actor, case_id=case_id, number=number, **form.cleaned_data
        ),
    ):
        flash.success(request, _("The related party is kept; its lines are being marked."))
        return redirect("incentives:cost_report_one", case_id, number)
    return show(request, found, related_form=form)


@require_POST
@login_required
def classify_again(request: Request, case_id: uuid.UUID, number: int) -> HttpResponse:
    """Once more, after the classification broke off."""
    try:
        classifying.ask_again(actor=request.actor, case_id=case_id, number=number)
    except WrongState as refused:
        flash.error(request, str(refused))
    return redirect("incentives:cost_report_one", case_id, number)


@require_POST
@login_required
def send(request: Request, case_id: uuid.UUID, number: int) -> HttpResponse:
    """Send the report to the commission."""
    try:
        cost_reports.send(actor=request.actor, case_id=case_id, number=number)
    except WrongState as refused:
        flash.error(request, str(refused))
        return redirect("incentives:cost_report_one", case_id, number)
    flash.success(request, _("The cost report was sent."))
    return redirect("incentives:case", case_id)
