"""The applicant's cases: the list, one case from request to money, and what the company does."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.contrib import messages as flash
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from simpul.incentives import (
    access,
    ledger,
    queries,
    states,
)
from simpul.incentives.actions import reconciling, review
from simpul.incentives.case import request_pages, shown, story
from simpul.incentives.forms_case import AnswerCaseForm, AppealForm, WithdrawCaseForm
from simpul.incentives.models import Case, CaseQuestion
from simpul.incentives.views.requests import own_case
from simpul.kit.outcomes import NotVisible, WrongState
from simpul.people.requests import Request
from simpul.web.forms import attempt

PER_PAGE = 30


@require_GET
@login_required
def mine(request: Request) -> HttpResponse:
    """Drafts and cases of one's companies, newest first."""
    found = (
        Case.objects.filter(company_id__in=list(request.actor.companies))
        .select_related("production", "company", "fund", "officer")
        .order_by("-changed_at", "pk")
    )
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "incentives/case/list.html", {"page": page})


@require_GET
@never_cache
def case(request: Request, case_id: uuid.UUID) -> HttpResponse:
    """One case. The desk has its own page of it."""
    found = queries.case_for(request.actor, case_id)
    if not access.in_company(request.actor, found):
        return redirect("incentives:desk_case", found.pk)
    if found.state == Case.State.DRAFT:
        return redirect("incentives:case_tasks", found.pk)
    return show(request, found.pk)


def show(request: Request, case_id: uuid.UUID, status: int = 200, **forms_: Any) -> HttpResponse:
    """The case page; `forms_` replaces its empty forms after an error."""
    seen = queries.with_case_details(queries.cases_visible_to(request.actor))
    found = seen.filter(pk=case_id, company_id__in=list(request.actor.companies)).first()
    if found is None:
        raise NotVisible(_("Not found."))
    asked = list(found.questions.all())
    context = {
        "case": found,
        "next": story.next_step(found, own=True),
        "steps": story.steps(found),
        "history": story.history_of(found),
        "money_rows": shown.money_rows(found, ledger.case_money(found.pk)),
        "side_rows": shown.side_rows(reconciling.sides(found)),
        **shown.shared(found),
        "answers": _answers(found),
        "open_questions": [one for one in asked if one.answered_at is None],
        "answered": [one for one in asked if one.answered_at is not None],
        "answer_form": AnswerCaseForm(),
        "appeal_form": AppealForm(),
        "appeal_until": review.appeal_until(found) if found.state == "refused" else None,
        "may_appeal": found.state == Case.State.REFUSED and not found.appeals.all(),
        "may_send": access.can_send(request.actor, found),
        "may_edit": access.can_edit(request.actor, found),
        "may_withdraw": states.may_move(found.state, "withdraw")
        and access.can_send(request.actor, found),
        "report_address": story.report_address(found),
        **forms_,
    }
    return render(request, "incentives/case/case.html", context, status=status)


def _answers(found: Case) -> list[dict[str, Any]]:
    try:
        return request_pages.answers(found, change=False)
    except WrongState:
        return []


@require_POST
def answer(request: Request, case_id: uuid.UUID, question_id: int) -> HttpResponse:
    """Answer a question; with the last one the case goes on."""
    found = own_case(request, case_id)
    if not CaseQuestion.objects.filter(pk=question_id, case=found).exists():
        raise NotVisible(_("Not found."))
    form = AnswerCaseForm(request.POST)
    if attempt(
        form,
        lambda: review.answer_question(
            actor=request.actor, question_id=question_id, answer=form.cleaned_data["answer"]
        ),
    ):
        flash.success(request, _("Your answer has been sent."))
        return redirect("incentives:case", found.pk)
    return show(request, found.pk, 422, answer_form=form, answering=question_id)


@require_http_methods(["GET", "POST"])
def withdraw(request: Request, case_id: uuid.UUID) -> HttpResponse:
    """Take it back, after a page that asks once more."""
    found = own_case(request, case_id)
    access.require(access.can_send(request.actor, found))
    form: forms.Form = WithdrawCaseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and attempt(
        form,
        lambda: review.withdraw_case(
            actor=request.actor, case_id=found.pk, reason=form.cleaned_data["reason"]
        ),
    ):
        flash.success(request, _("The request is withdrawn."))
        return redirect("incentives:my_cases")
    context = {"case": found, "form": form}
    status = 422 if request.method == "POST" else 200
    return render(request, "incentives/case/withdraw.html", context, status=status)


@require_POST
def appeal(request: Request, case_id: uuid.UUID) -> HttpResponse:
    """Object to a refusal."""
    found = own_case(request, case_id)
    form = AppealForm(request.POST)
    if attempt(
        form,
        lambda: review.file_appeal(
            actor=request.actor, case_id=found.pk, grounds=form.cleaned_data["grounds"]
        ),
    ):
        flash.success(request, _("Your objection is filed. Another person decides about it."))
        return redirect("incentives:case", found.pk)
    return show(request, found.pk, 422, appeal_form=form, appealing=True)
