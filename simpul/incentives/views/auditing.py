"""The auditor's side: begin, findings one by one or by flag, evidence, the end."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages as flash
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from simpul.incentives import access
from simpul.incentives.actions import auditing, cost_reports
from simpul.incentives.models import CostReport, Finding
from simpul.incentives.report import access as report_access
from simpul.incentives.report import setup as report_setup
from simpul.incentives.report import store as report_store
from simpul.incentives.report.forms import (
    DecideForm,
    DecideManyForm,
    FindingsForm,
    FinishForm,
    RaiseForm,
    ReasonForm,
    StartForm,
)
from simpul.incentives.report.reckoning.tables import Tables
from simpul.incentives.report.words import WHY, amount_of, share_words
from simpul.kit.outcomes import NotVisible
from simpul.papers.views import serve
from simpul.people.requests import Request
from simpul.web.formats import pick_text
from simpul.web.forms import attempt

PER_PAGE = 30


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def start(request: Request, case_id: uuid.UUID, number: int) -> HttpResponse:
    """How much is examined; then the sample is drawn."""
    found = cost_reports.report_for(request.actor, case_id, number)
    access.require(report_access.can_start(request.actor, found))
    form = StartForm(request.POST or None, initial={"size": 60})
    if request.method == "POST" and attempt(
        form,
        lambda: auditing.start(
            actor=request.actor, case_id=case_id, number=number, **form.cleaned_data
        ),
    ):
        return redirect("incentives:findings", case_id, number)
    context = {"report": found, "case": found.case, "form": form}
    return render(
        request, "incentives/reports/start.html", context, status=422 if form.errors else 200
    )


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def findings(request: Request, case_id: uuid.UUID, number: int) -> HttpResponse:
    """All findings, filtered by URL; below, what is decided for many and for the whole."""
    found = cost_reports.report_for(request.actor, case_id, number)
    _require_desk(request, found)
    tables = report_setup.tables_for(found)
    flags = {row.id: row.title for row in tables.flags}
    if request.method == "POST":
        return _act(request, found, tables)
    return _list(request, found, tables, flags)


def _require_desk(request: Request, found: CostReport) -> None:
    """Findings are the audit's until it is finished; then the company reads them too."""
    if not report_access.sees_findings(request.actor, found):
        raise NotVisible(_("Not found."))


def _list(
    request: Request, found: CostReport, tables: Tables, flags: dict[str, Any], **more: Any
) -> HttpResponse:
    form = FindingsForm(request.GET or None, flags=flags)
    values = form.cleaned_data if form.is_bound and form.is_valid() else {}
    rows = found.findings.select_related("evidence", "decided_by")
    if values.get("state"):
        rows = rows.filter(state=values["state"])
    if values.get("flag"):
        rows = rows.filter(flags__contains=[values["flag"]])
    page = Paginator(rows.order_by("row"), PER_PAGE).get_page(request.GET.get("page"))
    people = report_access.sees_people(request.actor, found.case)
    context = {
        "report": found,
        "case": found.case,
        "form": form,
        "page": page,
        "rows": [_shown(found, one, tables, people) for one in page],
        "claimed_words": amount_of(found.claimed, found.currency),
        "accepted_words": amount_of(auditing.accepted_of(found), found.currency),
        "wrong": next((part for part in more.values() if part.errors), None),
        "may": report_access.can_decide(request.actor, found),
        "many_form": DecideManyForm(flags=flags),
        "raise_form": RaiseForm(),
        "finish_form": FinishForm(),
        "reason_form": ReasonForm(),
        **more,
    }
    return render(request, "incentives/reports/findings.html", context, status=422 if more else 200)


def _shown(found: CostReport, one: Finding, tables: Tables, people: bool) -> dict[str, Any]:
    titles = {row.id: row for row in tables.flags}
    return {
        "finding": one,
        "amount": amount_of(one.amount, found.currency),
        "left": amount_of(one.allowed, found.currency),
        "payee": one.payee if people else report_store.HIDDEN if one.payee else "",
        "why": WHY[one.why],
        "flags": [pick_text(titles[flag].title) for flag in one.flags if flag in titles],
        "category": pick_text(tables.labels.get(one.category, {})) or one.category,
    }


def _act(request: Request, found: CostReport, tables: Tables) -> HttpResponse:
    """The forms below the list, told apart by the button."""
    flags = {row.id: row.title for row in tables.flags}
    actor, case_id, number = request.actor, found.case_id, found.number
    what = request.POST.get("what", "")
    whole: dict[str, Any] = {"actor": actor, "case_id": case_id, "number": number}
    if what == "many":
        many = DecideManyForm(request.POST, flags=flags)
        done = attempt(many, lambda: (auditing.decide_flag(**whole, **many.cleaned_data),))
        if done:
            words = ngettext("%(n)d line decided.", "%(n)d lines decided.", done[0])
            flash.success(request, words % {"n": done[0]})
            return redirect("incentives:findings", case_id, number)
        return _list(request, found, tables, flags, many_form=many)
    if what == "raise":
        own = RaiseForm(request.POST)
        if one := attempt(own, lambda: auditing.raise_finding(**whole, **own.cleaned_data)):
            return redirect("incentives:finding", case_id, number, one.row)
        return _list(request, found, tables, flags, raise_form=own)
    if what == "finish":
        end = FinishForm(request.POST)
        if attempt(end, lambda: auditing.finish(**whole, **end.cleaned_data)):
            flash.success(request, _("The audit is finished and signed."))
            return redirect("incentives:cost_report_one", case_id, number)
        return _list(request, found, tables, flags, finish_form=end)
    back = ReasonForm(request.POST)
    if attempt(back, lambda: auditing.send_back(**whole, **back.cleaned_data)):
        flash.success(request, _("The report went back to the company."))
        return redirect("incentives:desk_case", case_id)
    return _list(request, found, tables, flags, reason_form=back)


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def finding(request: Request, case_id: uuid.UUID, number: int, row: int) -> HttpResponse:
    """One line with everything known about it, and the word on it."""
    found = cost_reports.report_for(request.actor, case_id, number)
    _require_desk(request, found)
    one = found.findings.select_related("evidence", "decided_by").filter(row=row).first()
    if one is None:
        raise Http404
    form = DecideForm(
        request.POST or None,
        request.FILES or None,
        initial={"verdict": one.state, "allowed": one.allowed, "reason": one.reason},
    )
    if request.method == "POST" and attempt(
        form,
        lambda: auditing.decide(
            actor=request.actor, case_id=case_id, number=number, row=row, **form.cleaned_data
        ),
    ):
        following = found.findings.filter(state=Finding.State.OPEN, row__gt=row).first()
        if following is None:
            return redirect("incentives:findings", case_id, number)
        return redirect("incentives:finding", case_id, number, following.row)
    return _one(request, found, one, form)


def _one(request: Request, found: CostReport, one: Finding, form: DecideForm) -> HttpResponse:
    tables = report_setup.tables_for(found)
    people = report_access.sees_people(request.actor, found.case)
    line = report_store.one_line(found, one.row, people=people)
    notes = report_store.flags_of(found).filter(row=one.row)
    rules = {row.id: row for row in tables.flags}
    context = {
        "report": found,
        "case": found.case,
        "one": one,
        "shown": _shown(found, one, tables, people),
        "people": people,
        "orig": amount_of(line["amount_orig"], str(line["currency"])) if line else "",
        "line": line,
        "share": share_words(line["share"]) if line else "",
        "flags": [
            {"rule": rules[flag], "note": note if people else ""}
            for _row, flag, note in notes.iter_rows()
            if flag in rules
        ],
        "reason": tables.reason(str(line["reason"])) if line else {},
        "form": form,
        "may": report_access.can_decide(request.actor, found),
    }
    return render(
        request, "incentives/reports/finding.html", context, status=422 if form.errors else 200
    )


@require_GET
@login_required
def evidence(request: Request, case_id: uuid.UUID, number: int, row: int) -> FileResponse:
    """The paper behind a decision: for whoever may see the people in it."""
    found = cost_reports.report_for(request.actor, case_id, number)
    _require_desk(request, found)
    one = found.findings.select_related("evidence").filter(row=row).first()
    allowed = report_access.sees_people(request.actor, found.case)
    if one is None or one.evidence is None or not allowed:
        raise Http404
    return serve(one.evidence)
