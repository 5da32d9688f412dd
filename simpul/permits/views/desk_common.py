"""What the officers' pages share: who may open them, the case page, and forms on it."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages as flash
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from simpul.kit.actors import Actor
from simpul.kit.outcomes import NotVisible
from simpul.people.queries import staff_with_role, staffed_desks
from simpul.people.requests import Request
from simpul.permits import access, queries, states, wording
from simpul.permits.case_book import book_of
from simpul.permits.case_draft import papers_not_in, sent_draft
from simpul.permits.case_view import clearance_rows, decision_view, history_of, next_step
from simpul.permits.forms_desk import (
    AcceptForm,
    OfficerForm,
    PaymentForm,
    RefuseForm,
    ReturnForm,
    WaiverForm,
)
from simpul.permits.holding.board import board_of
from simpul.permits.issuing.decision import decision_of
from simpul.permits.models import Application, PlanRevision
from simpul.permits.planning.answer_data import document_name
from simpul.permits.planning.plan import parse_plan
from simpul.permits.planning.plan_view import plan_view
from simpul.permits.views.apply_papers import document_rows
from simpul.permits.views.apply_sending import answer_groups
from simpul.web.forms import attempt

PARTS: list[tuple[str, Any]] = [
    ("", gettext_lazy("The whole application")),
    ("production", gettext_lazy("Title and people")),
    ("places", gettext_lazy("Places")),
    ("days", gettext_lazy("Days and hours")),
    ("traffic", gettext_lazy("Traffic")),
    ("activities", gettext_lazy("Special activities")),
    ("documents", gettext_lazy("Documents")),
    ("insurance", gettext_lazy("Insurance")),
]


def staff_of(request: Request) -> Actor:
    """The actor, if a member of the commission; the pages do not exist for others."""
    actor = request.actor
    if not actor.is_permit_staff:
        raise NotVisible(_("Not found."))
    return actor


def seen_case(actor: Actor, application_id: uuid.UUID) -> Application:
    """The case with all its page shows, for staff only."""
    found = queries.with_case_details(queries.applications_visible_to(actor))
    application = found.filter(pk=application_id).first()
    if application is None or not actor.is_permit_staff:
        raise NotVisible(_("Not found."))
    return application


def case_context(request: Request, application_id: uuid.UUID, **shown: Any) -> dict[str, Any]:
    """Everything the case page shows; `shown` replaces the empty forms after an error."""
    application = seen_case(request.actor, application_id)
    language = get_language() or "id"
    book = book_of(application)
    revision = application.revisions.order_by("number").last()
    plan = parse_plan(revision.plan if revision else application.plan, book).plan
    view = plan_view(plan, book, language)
    rows = clearance_rows(application, language)
    balance = queries.balance_of(application)
    decision = decision_of(application, revision=revision, balance=balance)
    return {
        "application": application,
        "plan": view,
        "rows": rows,
        "next": next_step(application, rows),
        "decision": decision_view(application, view, decision, language)
        if application.complete_at
        else None,
        "tier": wording.name(wording.TIERS, application.tier),
        "staffed": staffed_desks(),
        "balance": balance,
        "history": history_of(application, language),
        "board": board_of(application, request.actor),
        "revision": revision,
        **_may(request.actor, application),
        **_sent(application, revision),
        **_forms(),
        **shown,
    }


def _may(actor: Actor, application: Application) -> dict[str, Any]:
    return {
        "handle": access.can_handle(actor, application),
        "decide": access.can_decide(actor, application),
        "sign": access.can_sign(actor, application),
        "money": access.can_decide_money(actor, application),
        "moves": {
            verb: states.may_move(application.state, verb)
            for verb in ("return", "accept", "refuse", "issue")
        },
    }


def _sent(application: Application, revision: PlanRevision | None) -> dict[str, Any]:
    """What the applicant sent beside the plan: answers, papers, and papers not there yet."""
    if revision is None:
        return {"papers": [], "answers": [], "missing": []}
    book = book_of(application)
    sent = sent_draft(application, revision, book)
    return {
        "papers": document_rows(sent, application),
        "answers": answer_groups(sent, application, change=False),
        "missing": [
            (document_name(book, paper.code), paper.later) for paper in papers_not_in(sent)
        ],
    }


def _forms() -> dict[str, Any]:
    return {
        "accept_form": AcceptForm(),
        "return_form": ReturnForm(parts=PARTS),
        "refuse_form": RefuseForm(prefix="refuse"),
        "officer_form": OfficerForm(officers=officers()),
        "payment_form": PaymentForm(initial={"paid_on": timezone.localdate()}),
        "waiver_form": WaiverForm(prefix="waiver"),
    }


def officers() -> Any:
    """Who can be given a case, by name."""
    return staff_with_role("case_officer", "head_of_service").order_by("name")


def on_case(
    request: Request,
    application_id: uuid.UUID,
    form: forms.Form,
    name: str,
    act: Callable[[], Any],
    done: str,
) -> HttpResponse:
    """Run one verb for a form of the case page; what it refuses comes back there, as typed.

    `name`: which form of the page it is.
    """
    if not attempt(form, act):
        context = case_context(request, application_id, **{name: form, "opened": name})
        return render(request, "permits/desk/case.html", context, status=422)
    flash.success(request, done)
    return redirect("permits:desk_case", application_id)
