"""What an officer does about money: payments with their proof, waivers by two people."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages as flash
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from simpul.kit.outcomes import NotVisible
from simpul.people.requests import Request
from simpul.permits.actions import fees
from simpul.permits.forms_desk import PaymentForm, WaiverForm
from simpul.permits.models import Bill, FeeLine
from simpul.permits.views.desk_common import on_case, staff_of


@require_POST
def pay(request: Request, bill_id: int) -> HttpResponse:
    """Record a payment with its proof."""
    actor = staff_of(request)
    bill = Bill.objects.filter(pk=bill_id).first()
    if bill is None:
        raise NotVisible(_("Not found."))
    form = PaymentForm(request.POST, request.FILES)
    return on_case(
        request,
        bill.application_id,
        form,
        "payment_form",
        lambda: fees.record_payment(
            actor=actor,
            bill_id=bill_id,
            amount=form.cleaned_data["amount"],
            bank_reference=form.cleaned_data["bank_reference"],
            proof=form.cleaned_data["proof"],
            paid_at=timezone.make_aware(
                dt.datetime.combine(form.cleaned_data["paid_on"], dt.time(12))
            ),
        ),
        _("The payment is recorded."),
    )


@require_POST
def waive(request: Request, fee_line_id: int) -> HttpResponse:
    """Propose to waive a line."""
    actor = staff_of(request)
    line = FeeLine.objects.filter(pk=fee_line_id).first()
    if line is None:
        raise NotVisible(_("Not found."))
    form = WaiverForm(request.POST, prefix="waiver")
    return on_case(
        request,
        line.application_id,
        form,
        "waiver_form",
        lambda: fees.propose_waiver(actor=actor, fee_line_id=fee_line_id, **form.cleaned_data),
        _("Proposed. A second person decides."),
    )


@require_POST
def decide_waiver(request: Request, waiver_id: int) -> HttpResponse:
    """The second person decides a waiver."""
    actor = staff_of(request)
    waiver = fees.decide_waiver(
        actor=actor, waiver_id=waiver_id, approve=request.POST.get("answer") == "yes"
    )
    flash.success(request, _("The decision is recorded."))
    return redirect("permits:desk_case", waiver.fee_line.application_id)
