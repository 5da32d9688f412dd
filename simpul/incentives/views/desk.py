"""The incentive desk: one case whole, and every verb on it."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages as flash
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from simpul.incentives import (
    access,
    ledger,
    queries,
    states,
    wording,
)
from simpul.incentives.actions import (
    awards,
    cost_reports,
    milestones,
    payments,
    reconciling,
    review,
)
from simpul.incentives.case import request_pages, shown, story
from simpul.incentives.forms_case import (
    AppealDecisionForm,
    AwardForm,
    DecideForm,
    MilestoneForm,
    PaidForm,
    ReasonForm,
    ReceiptForm,
    ReconcileForm,
    RefuseCaseForm,
    ReturnCaseForm,
    WaiverForm,
)
from simpul.incentives.models import Appeal, Award, Case
from simpul.kit.actors import Actor
from simpul.kit.outcomes import InvalidInput, NotVisible, WrongState
from simpul.people.requests import Request
from simpul.web.forms import attempt


@require_GET
@never_cache
def case(request: Request, case_id: uuid.UUID) -> HttpResponse:
    """The whole case on one page."""
    return show(request, case_id)


def show(request: Request, case_id: uuid.UUID, status: int = 200, **forms_: Any) -> HttpResponse:
    """The desk's page of a case; `forms_` replaces its empty forms after an error."""
    access.require_desk(request.actor)
    seen = queries.with_case_details(queries.cases_visible_to(request.actor))
    found = seen.filter(pk=case_id, submitted_at__isnull=False).first()
    if found is None:
        raise NotVisible(_("Not found."))
    sides = reconciling.sides(found)
    rows = shown.shared(found)
    context = {
        "case": found,
        "next": story.next_step(found, own=False),
        "steps": story.steps(found),
        "history": story.history_of(found),
        "money_rows": shown.money_rows(found, ledger.case_money(found.pk)),
        "answers": _answers(found),
        "side_rows": shown.side_rows(sides),
        **rows,
        "part_ready": any(one["state"] == "ready" for one in rows["schedule"]),
        **_awards(found),
        "account": queries.account_in_use(found.company_id),
        "cooling": queries.account_cooling(found.company_id),
        "appeal": next((a for a in found.appeals.all() if a.decided_at is None), None),
        **_report(found),
        "report_address": story.report_address(found),
        **_may(request.actor, found),
        **_basis(found),
        "return_form": ReturnCaseForm(),
        "refuse_form": RefuseCaseForm(prefix="refuse"),
        "award_form": AwardForm(prefix="award"),
        "decide_form": DecideForm(prefix="decide"),
        "appeal_form": AppealDecisionForm(prefix="appeal"),
        "reconcile_form": ReconcileForm(sides=sides),
        "paid_form": PaidForm(prefix="paid"),
        "receipt_form": ReceiptForm(prefix="came"),
        "waiver_form": WaiverForm(prefix="waive"),
        "milestones": _milestones(found, forms_.get("wrong_milestone")),
        "reason_form": ReasonForm(prefix="why"),
        **forms_,
    }
    return render(request, "incentives/desk/case.html", context, status=status)


def _awards(found: Case) -> dict[str, Any]:
    rows = [shown.award_row(one) for one in found.awards.all()]
    balance = ledger.balance_of(found.fund)
    proposed = next((row for row in rows if row["row"].state == "proposed"), None)
    short = proposed is not None and balance.available < proposed["row"].amount
    return {
        "awards": rows,
        "proposed": proposed,
        "will_wait": short or queries.waiting_cases(found.fund).exists(),
        "free": wording.amount_words(balance.available, found.currency),
    }


def _milestones(found: Case, wrong: forms.Form | None) -> list[dict[str, Any]]:
    """What parts of the money wait for, with the form that records it."""
    known = {one.kind: one for one in found.milestones.all()}
    return [
        {
            "kind": kind,
            "label": wording.name(wording.MILESTONES, kind),
            "day": known[kind].day if kind in known else None,
            "basis": known[kind].basis if kind in known else "",
            "form": wrong if wrong and wrong.prefix == kind else MilestoneForm(prefix=kind),
        }
        for kind in milestones.wanted(found)
    ]


def _report(found: Case) -> dict[str, Any]:
    report = cost_reports.current(found)
    if report is None:
        return {"report": None}
    amounts = {
        name: wording.amount_words(value, found.currency) if value is not None else ""
        for name, value in (("claimed", report.claimed), ("accepted", report.accepted))
    }
    return {"report": report, **amounts}


def _answers(found: Case) -> list[dict[str, Any]]:
    try:
        return request_pages.answers(found, change=False)
    except WrongState:
        return []


def _may(actor: Actor, found: Case) -> dict[str, Any]:
    return {
        "handle": access.can_handle(actor, found),
        "approve": access.can_approve(actor, found),
        "audit": access.can_audit(actor, found),
        "pay": access.can_pay(actor, found),
        "refuse": access.can_refuse(actor, found),
        "moves": {
            verb: states.may_move(found.state, verb) for verb in ("take", "return", "refuse")
        },
    }


def _basis(found: Case) -> dict[str, Any]:
    """What can be proposed now, or what stands in the way."""
    if found.state not in (Case.State.REVIEW, Case.State.AUDIT):
        return {"basis": None, "obstacle": ""}
    try:
        basis = awards.basis_of(found)
    except WrongState as refused:
        return {"basis": None, "obstacle": str(refused)}
    return {
        "basis": basis,
        "basis_words": wording.amount_words(basis.usual, found.currency),
        "basis_steps": shown.quote_rows(basis.quote, found.currency),
        "limits": wording.limits_words(basis.quote, found.currency),
        "obstacle": "",
    }


def on_case(
    request: Request,
    case_id: uuid.UUID,
    form: forms.Form,
    name: str,
    act: Callable[[], Any],
    done: str,
) -> HttpResponse:
    """Run one verb for a form of the page; what it refuses comes back there, as typed."""
    if not attempt(form, act):
        return show(request, case_id, 422, **{name: form, "opened": name, "wrong": form})
    flash.success(request, done)
    return redirect("incentives:desk_case", case_id)


def _simply(
    request: Request, case_id: uuid.UUID, act: Callable[[], Any], done: str
) -> HttpResponse:
    """Run a verb that asks nothing; its refusal is said on the page."""
    try:
        act()
    except (WrongState, InvalidInput) as refused:
        flash.error(request, str(refused))
    else:
        flash.success(request, done)
    return redirect("incentives:desk_case", case_id)


def _seen(request: Request, case_id: uuid.UUID) -> Actor:
    """The actor, when the case exists for them at the desk."""
    access.require_desk(request.actor)
    queries.case_for(request.actor, case_id)
    return request.actor


@require_POST
def take(request: Request, case_id: uuid.UUID) -> HttpResponse:
    """I handle this case."""
    actor = _seen(request, case_id)
    return _simply(
        request,
        case_id,
        lambda: review.take_case(actor=actor, case_id=case_id),
        _("You handle this case now."),
    )


@require_POST
def send_back(request: Request, case_id: uuid.UUID) -> HttpResponse:
    """Ask the applicant."""
    actor = _seen(request, case_id)
    form = ReturnCaseForm(request.POST)
    return on_case(
        request,
        case_id,
        form,
        "return_form",
        lambda: review.return_case(actor=actor, case_id=case_id, questions=form.points()),
        _("Returned to the applicant."),
    )


@require_POST
def refuse(request: Request, case_id: uuid.UUID) -> HttpResponse:
    """Refuse, or take a promise back."""
    actor = _seen(request, case_id)
    form = RefuseCaseForm(request.POST, prefix="refuse")
    return on_case(
        request,
        case_id,
        form,
        "refuse_form",
        lambda: review.refuse_case(actor=actor, case_id=case_id, **form.cleaned_data),
        _("Refused."),
    )


@require_POST
def propose(request: Request, case_id: uuid.UUID) -> HttpResponse:
    """Propose an award."""
    actor = _seen(request, case_id)
    form = AwardForm(request.POST, prefix="award")
    return on_case(
        request,
        case_id,
        form,
        "award_form",
        lambda: awards.propose_award(actor=actor, case_id=case_id, **form.arguments()),
        _("Proposed. A second person decides."),
    )


@require_POST
def decide(request: Request, award_id: int) -> HttpResponse:
    """The second person decides an award."""
    award = _award(request, award_id)
    yes = request.POST.get("answer") == "yes"
    form = DecideForm(request.POST, prefix="decide")
    return on_case(
        request,
        award.case_id,
        form,
        "decide_form",
        lambda: awards.decide_award(
            actor=request.actor,
            award_id=award_id,
            approve=yes,
            note=form.cleaned_data["note"],
        ),
        _("Approved.") if yes else _("Not approved."),
    )


@require_POST
def drop(request: Request, award_id: int) -> HttpResponse:
    """Take a proposal back."""
    award = _award(request, award_id)
    return _simply(
        request,
        award.case_id,
        lambda: awards.drop_award(actor=request.actor, award_id=award_id),
        _("The proposal is taken back."),
    )


def _award(request: Request, award_id: int) -> Award:
    access.require_desk(request.actor)
    award = Award.objects.filter(pk=award_id).first()
    if award is None:
        raise NotVisible(_("Not found."))
    return award


@require_POST
def decide_appeal(request: Request, appeal_id: int) -> HttpResponse:
    """Decide an objection."""
    access.require_desk(request.actor)
    appeal = Appeal.objects.filter(pk=appeal_id).first()
    if appeal is None:
        raise NotVisible(_("Not found."))
    form = AppealDecisionForm(request.POST, prefix="appeal")
    return on_case(
        request,
        appeal.case_id,
        form,
        "appeal_form",
        lambda: review.decide_appeal(
            actor=request.actor,
            appeal_id=appeal_id,
            uphold=request.POST.get("answer") == "yes",
            reason=form.cleaned_data["reason"],
        ),
        _("The decision is recorded."),
    )


@require_POST
def reconcile(request: Request, case_id: uuid.UUID) -> HttpResponse:
    """Say what counts of the figures."""
    actor = _seen(request, case_id)
    found = queries.case_for(actor, case_id)
    form = ReconcileForm(request.POST, sides=reconciling.sides(found))
    return on_case(
        request,
        case_id,
        form,
        "reconcile_form",
        lambda: reconciling.reconcile(
            actor=actor, case_id=case_id, accepted=form.accepted(), reasons=form.reasons()
        ),
        _("The figures are recorded."),
    )


@require_POST
def prepare(request: Request, case_id: uuid.UUID) -> HttpResponse:
    """Prepare the next part."""
    actor = _seen(request, case_id)
    return _simply(
        request,
        case_id,
        lambda: payments.prepare_payment(actor=actor, case_id=case_id),
        _("Prepared. A second person releases it."),
    )
