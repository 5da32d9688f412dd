"""The applicant's request, one thing per page: begin, task list, questions, check and send."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from simpul.incentives import access, wording
from simpul.incentives.actions import drafts
from simpul.incentives.case import request_pages, shown
from simpul.incentives.case.permit_record import FIGURES, recorded
from simpul.incentives.case.quote import fact_text, preview, refusal_words, scheme_of
from simpul.incentives.case.request_pages import Page
from simpul.incentives.estimate.answers import as_text, from_form
from simpul.incentives.forms_case import DeclaredForm, SendForm, StartForm, WindowForm
from simpul.incentives.forms_estimate import QuestionForm
from simpul.incentives.models import Case
from simpul.incentives.queries import case_for
from simpul.incentives.views.funds import fund_by_code
from simpul.kit.outcomes import NotVisible, WrongState
from simpul.people.requests import Request
from simpul.web.forms import attempt


@login_required
@require_http_methods(["GET", "POST"])
def start(request: Request, code: str) -> HttpResponse:
    """Which production asks this fund."""
    fund = fund_by_code(code)
    initial = {"production": request.GET.get("produksi", "")}
    form = StartForm(
        request.POST or None, actor=request.actor, editing=access.EDITING_ROLES, initial=initial
    )
    if request.method == "POST":
        made = attempt(
            form,
            lambda: drafts.start_case(
                actor=request.actor,
                fund_id=fund.pk,
                production_id=form.cleaned_data["production"],
                language=get_language() or "id",
            ),
        )
        if made:
            return redirect("incentives:case_tasks", made.pk)
    context = {"form": form, "fund": fund}
    status = 422 if request.method == "POST" else 200
    return render(request, "incentives/request/start.html", context, status=status)


def own_case(request: Request, case_id: uuid.UUID) -> Case:
    """A case of the actor's company; for everybody else these pages do not exist."""
    case = case_for(request.actor, case_id)
    if not access.in_company(request.actor, case):
        raise NotVisible(_("Not found."))
    return case


@require_GET
def tasks(request: Request, case_id: uuid.UUID) -> HttpResponse:
    """What is left, and where to go on."""
    case = own_case(request, case_id)
    if case.state != Case.State.DRAFT:
        return redirect("incentives:case", case.pk)
    groups = request_pages.task_groups(case)
    every = [task for group in groups for task in group["tasks"]]
    following = next((task for task in every if task["status"] == "todo"), None)
    context = {
        "case": case,
        "groups": groups,
        "following": following,
        "done": sum(task["status"] in ("done", "optional") for task in every),
        "all": len(every),
        "send": access.can_send(request.actor, case),
    }
    return render(request, "incentives/request/tasks.html", context)


@require_http_methods(["GET", "POST"])
def page(request: Request, case_id: uuid.UUID, slug: str) -> HttpResponse:
    """One page of questions."""
    case = own_case(request, case_id)
    if case.state != Case.State.DRAFT:
        return redirect("incentives:case", case.pk)
    pages = request_pages.pages_of(case)
    one = next((page for page in pages if page.slug == slug), None)
    if one is None:
        raise NotVisible(_("Not found."))
    if request.method == "POST":
        access.require(access.can_edit(request.actor, case))
    form = _form(request, case, one)
    if request.method == "POST" and _kept(request, case, one, form):
        return redirect(_onward(case, pages, one, request.GET.get("kembali", "")))
    context = {
        "case": case,
        "one": one,
        "form": form,
        "number": pages.index(one) + 1,
        "count": len(pages),
        "known_rows": shown.known_rows(recorded(case.production_id))
        if one.kind == "declared"
        else [],
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "incentives/request/page.html", context, status=status)


def _form(request: Request, case: Case, one: Page) -> forms.Form:
    data = request.POST if request.method == "POST" else None
    if one.kind == "window":
        shown = {"window_from": case.window_from, "window_to": case.window_to}
        return WindowForm(data, initial=shown)
    if one.kind == "declared":
        return DeclaredForm(data, initial=_declared(case))
    scheme = scheme_of(case)
    form = QuestionForm([(i.id, i, scheme.currency) for i in one.inputs], data)
    typed = request_pages.typed(case, scheme)
    for question in one.inputs:
        if question.id in typed:
            form.initial[question.id] = as_text(question, typed[question.id])
    return form


def _declared(case: Case) -> dict[str, Any]:
    """What was declared; before that, what permits and wrap reports say."""
    known = recorded(case.production_id)
    shown: dict[str, Any] = {}
    for key in FIGURES:
        value = known[key].value
        shown[key] = case.declared.get(key, "" if value is None else str(int(value)))
    return shown


def _kept(request: Request, case: Case, one: Page, form: forms.Form) -> Any:
    version = int(request.POST.get("version") or 0)
    same: dict[str, Any] = {"actor": request.actor, "case_id": case.pk, "version": version}
    if one.kind == "window":
        return attempt(form, lambda: drafts.save_window(**same, **form.cleaned_data))
    if one.kind == "declared":
        return attempt(form, lambda: drafts.save_declared(**same, declared=form.cleaned_data))
    assert isinstance(form, QuestionForm)
    if not form.is_valid():
        return False
    scheme = scheme_of(case)
    raw = {question.id: request.POST.get(question.id, "") for question in one.inputs}
    found = from_form(scheme, raw, get_language() or "id")
    if found.wrong:
        form.show(found.wrong)
        return False
    missing = [i for i in one.inputs if i.required and i.default is None and not raw[i.id].strip()]
    for question in missing:
        form.add_error(question.id, _("Answer this question."))
    if missing:
        return False
    texts = dict.fromkeys(raw, "") | {k: fact_text(v) for k, v in found.facts.items()}
    return attempt(form, lambda: drafts.save_answers(**same, answers=texts))


def _onward(case: Case, pages: list[Page], one: Page, back: str) -> str:
    if back == "periksa":
        return reverse("incentives:case_send", args=[case.pk])
    later = pages[pages.index(one) + 1 :]
    if later:
        return reverse("incentives:case_page", args=[case.pk, later[0].slug])
    return reverse("incentives:case_send", args=[case.pk])


@require_http_methods(["GET", "POST"])
def send(request: Request, case_id: uuid.UUID) -> HttpResponse:
    """Check your answers, see what the scheme makes of them, declare, send."""
    case = own_case(request, case_id)
    if case.state != Case.State.DRAFT:
        # A second click arrives when the case is already on its way: it gets its receipt.
        return redirect("incentives:case", case.pk)
    form = SendForm(request.POST or None)
    if request.method == "POST":
        access.require(access.can_send(request.actor, case))
        sent = attempt(
            form,
            lambda: drafts.submit(
                actor=request.actor, case_id=case.pk, agreed=form.cleaned_data["agreed"]
            ),
        )
        if sent:
            return redirect("incentives:case", case.pk)
    context = {
        "case": case,
        "form": form,
        "groups": request_pages.answers(case),
        **_previewed(case),
        "left": request_pages.left(case),
        "send": access.can_send(request.actor, case),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "incentives/request/send.html", context, status=status)


def _previewed(case: Case) -> dict[str, Any]:
    """What the scheme makes of the answers so far."""
    try:
        quote = preview(case)
    except WrongState:
        return {"quote": None}
    return {
        "quote": quote,
        "refusals": refusal_words(quote),
        "amount": wording.amount_words(quote["result"], case.currency) if quote["result"] else "",
        "steps": shown.quote_rows(quote, case.currency),
    }
