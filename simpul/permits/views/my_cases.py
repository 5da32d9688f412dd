"""The applicant's cases: the list, and one case from draft to permit."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.contrib import messages as flash
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from simpul.kit.actors import Actor
from simpul.kit.outcomes import ActionError, InvalidInput, NotVisible
from simpul.people.requests import Request
from simpul.permits import access, queries, states
from simpul.permits.actions import clearances, drafts, submission
from simpul.permits.case_book import book_of
from simpul.permits.case_draft import draft_of
from simpul.permits.case_story import steps, to_do
from simpul.permits.case_view import clearance_rows, history_of, next_step
from simpul.permits.holding.board import board_of
from simpul.permits.models import Application
from simpul.permits.planning.plan import parse_plan
from simpul.permits.planning.plan_view import plan_view
from simpul.permits.views.apply_papers import document_rows
from simpul.web.forms import attempt, offer

PER_PAGE = 30


class FindForm(forms.Form):
    """Filters by URL."""

    q = forms.CharField(label=gettext_lazy("Reference or title"), required=False, max_length=100)
    state = forms.ChoiceField(label=gettext_lazy("State"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = [(str(state.value), label) for state, label in states.LABELS.items()]
        offer(self, "state", [("", _("All")), *labels])


class AnswerForm(forms.Form):
    """The answer to one question of an authority or an officer."""

    answer = forms.CharField(
        label=gettext_lazy("Your answer"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )


class WithdrawForm(forms.Form):
    """Why it is taken back."""

    reason = forms.CharField(
        label=gettext_lazy("Why do you withdraw it?"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def _own(actor: Actor) -> QuerySet[Application]:
    """Cases of the actor's companies, with what the list shows, in constant queries."""
    waiting = Q(questions__answered_at=None, questions__isnull=False)
    return (
        Application.objects.filter(company_id__in=list(actor.companies))
        .select_related("production", "company", "officer")
        .annotate(
            questions_open=Count("questions", filter=waiting, distinct=True),
            clearances_open=Count(
                "clearances",
                filter=Q(clearances__state__in=queries.OPEN_CLEARANCE)
                & ~Q(clearances__kind="notice"),
                distinct=True,
            ),
        )
    )


@require_GET
@login_required
def cases(request: Request) -> HttpResponse:
    """Drafts and cases of one's companies, newest first."""
    actor = request.actor
    form = FindForm(request.GET or None)
    found = _own(actor)
    values = form.cleaned_data if form.is_bound and form.is_valid() else {}
    if values.get("state"):
        found = found.filter(state=values["state"])
    if text := values.get("q", "").strip():
        found = found.filter(
            Q(reference__icontains=text)
            | Q(production__title__icontains=text)
            | Q(plan__production__title__icontains=text)
        )
    page = Paginator(found.order_by("-changed_at", "pk"), PER_PAGE).get_page(
        request.GET.get("page")
    )
    return render(
        request,
        "permits/my/cases.html",
        {"form": form, "page": page, "filtered": any(values.values())},
    )


@require_GET
def case(request: Request, application_id: uuid.UUID) -> HttpResponse:
    """One case. Staff and desks have their own page of it."""
    actor = request.actor
    if away := _desk_page(actor, application_id):
        return away
    return _show(request, application_id)


def _desk_page(actor: Actor, application_id: uuid.UUID) -> HttpResponse | None:
    application = queries.application_for(actor, application_id)
    if access.in_company(actor, application):
        return None
    if actor.is_permit_staff:
        return redirect("permits:desk_case", application.pk)
    asked = application.clearances.filter(authority_code__in=list(actor.desks)).first()
    if asked is None:
        raise NotVisible(_("Not found."))
    return redirect("permits:desk_clearance", asked.pk)


def _show(
    request: Request, application_id: uuid.UUID, status: int = 200, **forms_: Any
) -> HttpResponse:
    actor = request.actor
    application = (
        queries.with_case_details(queries.applications_visible_to(actor))
        .filter(pk=application_id, company_id__in=list(actor.companies))
        .first()
    )
    if application is None:
        raise NotVisible(_("Not found."))
    language = get_language() or "id"
    book = book_of(application)
    plan = parse_plan(application.plan, book).plan
    rows = clearance_rows(application, language)
    balance = queries.balance_of(application)
    asked = list(application.questions.all())
    still_open = [q for q in asked if q.answered_at is None]
    stands = next_step(application, rows)
    context = {
        "application": application,
        "title": plan.production.title or application.production.title,
        "plan": plan_view(plan, book, language),
        "rows": rows,
        "next": stands,
        "do": to_do(application, len(still_open), balance.due),
        "steps": steps(application, rows, balance.due),
        "balance": balance,
        "questions": still_open,
        "answered": [q for q in asked if q.answered_at is not None],
        "answer_form": AnswerForm(),
        "withdraw_form": WithdrawForm(),
        "may_withdraw": states.may_move(application.state, "withdraw")
        and access.can_send(actor, application),
        "may_edit": actor.companies.get(application.company_id) in access.EDITING_ROLES,
        "may_send": access.can_send(actor, application),
        "papers_open": application.state in states.OPEN,
        "papers": document_rows(draft_of(application, at=timezone.now(), book=book), application),
        "history": history_of(application, get_language() or "id"),
        "board": board_of(application, actor),
        **forms_,
    }
    return render(request, "permits/my/case.html", context, status=status)


@require_POST
def answer(request: Request, application_id: uuid.UUID, question_id: int) -> HttpResponse:
    """Answer a question; the authority's clock runs on."""
    actor = request.actor
    application = queries.application_for(actor, application_id)
    if not application.questions.filter(pk=question_id).exists():
        raise NotVisible(_("Not found."))
    form = AnswerForm(request.POST)
    answered = attempt(
        form,
        lambda: clearances.answer_question(
            actor=actor, question_id=question_id, answer=form.cleaned_data["answer"]
        ),
    )
    if answered:
        flash.success(request, _("Your answer has been sent."))
        return redirect("permits:case", application.pk)
    return _show(request, application.pk, 422, answer_form=form, answering=question_id)


@require_http_methods(["GET", "POST"])
def withdraw(request: Request, application_id: uuid.UUID) -> HttpResponse:
    """Take it back, after a page that asks once more."""
    actor = request.actor
    application = queries.application_for(actor, application_id)
    if not access.in_company(actor, application):
        raise NotVisible(_("Not found."))
    access.require(access.can_send(actor, application))
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    withdrawn = request.method == "POST" and attempt(
        form,
        lambda: submission.withdraw(
            actor=actor, application_id=application.pk, reason=form.cleaned_data["reason"]
        ),
    )
    if withdrawn:
        return redirect("permits:case", application.pk)
    return render(
        request,
        "permits/my/withdraw.html",
        {"application": application, "form": form},
        status=422 if request.method == "POST" else 200,
    )


@require_POST
def add_paper(request: Request, application_id: uuid.UUID) -> HttpResponse:
    """A further document while the case is open."""
    actor = request.actor
    application = queries.application_for(actor, application_id)
    if not access.in_company(actor, application):
        raise NotVisible(_("Not found."))
    errors: dict[str, list[str]] = {}
    file = request.FILES.get("file")
    try:
        if file is None:
            raise InvalidInput({"file": [_("Choose a file first.")]})
        drafts.attach(
            actor=actor,
            application_id=application.pk,
            document_code=request.POST.get("document", ""),
            upload=file,
        )
    except InvalidInput as error:
        errors = {"paper": [text for texts in error.errors.values() for text in texts]}
        return _show(request, application.pk, 422, paper_errors=errors)
    flash.success(request, _("The document has been added."))
    return redirect("permits:case", application.pk)


@require_POST
def claim(request: Request, application_id: uuid.UUID, clearance_id: int) -> HttpResponse:
    """Claim a deemed grant where the law allows it; a person must still countersign."""
    actor = request.actor
    application = queries.application_for(actor, application_id)
    if not application.clearances.filter(pk=clearance_id).exists():
        raise NotVisible(_("Not found."))
    try:
        clearances.claim_deemed_grant(actor=actor, clearance_id=clearance_id)
    except NotVisible:
        raise
    except ActionError as error:
        flash.error(request, str(error))
    else:
        flash.success(request, _("The claim is with the head of service, who must countersign it."))
    return redirect("permits:case", application.pk)
