"""Money on account at the desk: milestones, what came back, what is not asked back."""

from __future__ import annotations

import uuid

from django.contrib import messages as flash
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from simpul.incentives import access, queries
from simpul.incentives.actions import milestones, recoveries
from simpul.incentives.forms_case import MilestoneForm, ReceiptForm, WaiverForm
from simpul.incentives.models import Recovery, Waiver
from simpul.incentives.views.desk import on_case, show
from simpul.kit.outcomes import NotVisible, WrongState
from simpul.people.requests import Request
from simpul.web.forms import attempt


@require_POST
def milestone(request: Request, case_id: uuid.UUID, kind: str) -> HttpResponse:
    """Shooting began or ended."""
    access.require_desk(request.actor)
    queries.case_for(request.actor, case_id)
    form = MilestoneForm(request.POST, prefix=kind)
    if not attempt(
        form,
        lambda: milestones.record_milestone(
            actor=request.actor, case_id=case_id, kind=kind, **form.cleaned_data
        ),
    ):
        return show(request, case_id, 422, opened=kind, wrong=form, wrong_milestone=form)
    flash.success(request, _("Recorded. The part can be prepared now."))
    return redirect("incentives:desk_case", case_id)


@require_POST
def receipt(request: Request, recovery_id: uuid.UUID) -> HttpResponse:
    """Money came back."""
    seen = _seen(request, recovery_id)
    form = ReceiptForm(request.POST, prefix="came")
    return on_case(
        request,
        seen.case_id,
        form,
        "receipt_form",
        lambda: recoveries.record_receipt(
            actor=request.actor, recovery_id=recovery_id, **form.cleaned_data
        ),
        _("Recorded."),
    )


@require_POST
def propose_waiver(request: Request, recovery_id: uuid.UUID) -> HttpResponse:
    """Propose not to ask a part back."""
    seen = _seen(request, recovery_id)
    form = WaiverForm(request.POST, prefix="waive")
    return on_case(
        request,
        seen.case_id,
        form,
        "waiver_form",
        lambda: recoveries.propose_waiver(
            actor=request.actor, recovery_id=recovery_id, **form.cleaned_data
        ),
        _("Proposed. A second person decides."),
    )


@require_POST
def decide_waiver(request: Request, waiver_id: int) -> HttpResponse:
    """The second person decides."""
    access.require_desk(request.actor)
    waiver = Waiver.objects.select_related("recovery").filter(pk=waiver_id).first()
    if waiver is None:
        raise NotVisible(_("Not found."))
    yes = request.POST.get("answer") == "yes"
    try:
        recoveries.decide_waiver(actor=request.actor, waiver_id=waiver_id, approve=yes)
    except WrongState as refused:
        flash.error(request, str(refused))
    else:
        flash.success(request, _("Approved.") if yes else _("Not approved."))
    return redirect("incentives:desk_case", waiver.recovery.case_id)


def _seen(request: Request, recovery_id: uuid.UUID) -> Recovery:
    access.require_desk(request.actor)
    return recoveries.recovery_for(request.actor, recovery_id)
