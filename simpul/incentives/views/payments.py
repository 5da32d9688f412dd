"""Payments: release, cancel, record what the bank did, the list for the treasury."""

from __future__ import annotations

import csv
import uuid
from decimal import Decimal
from io import StringIO
from typing import Any

from django.contrib import messages as flash
from django.db.models import F, OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST, require_safe

from simpul.incentives import access, wording
from simpul.incentives.actions import payments
from simpul.incentives.forms_case import PaidForm, ReasonForm
from simpul.incentives.models import Payment, Receipt, Recovery, Waiver
from simpul.incentives.views.desk import on_case
from simpul.kit.outcomes import NotVisible, WrongState
from simpul.papers.views import serve
from simpul.people.access import require_second_factor
from simpul.people.requests import Request

MOST_CLAIMS = 200

COLUMNS = (
    "reference",
    "case",
    "fund",
    "company",
    "amount",
    "currency",
    "bank",
    "account",
    "holder",
    "swift",
    "prepared_by",
    "released_by",
    "released_at",
)


def _seen(request: Request, payment_id: uuid.UUID) -> Payment:
    access.require_desk(request.actor)
    return payments.payment_for(request.actor, payment_id)


@require_POST
def release(request: Request, payment_id: uuid.UUID) -> HttpResponse:
    """The second person releases it."""
    payment = _seen(request, payment_id)
    try:
        payments.release_payment(actor=request.actor, payment_id=payment_id)
    except WrongState as refused:
        flash.error(request, str(refused))
    else:
        flash.success(request, _("Released. It is on the treasury's list now."))
    return redirect("incentives:desk_case", payment.case_id)


@require_POST
def cancel(request: Request, payment_id: uuid.UUID) -> HttpResponse:
    """Take it back before the bank paid."""
    return _with_reason(request, payment_id, payments.cancel_payment, _("Cancelled."))


@require_POST
def bounce(request: Request, payment_id: uuid.UUID) -> HttpResponse:
    """The bank sent it back."""
    done = _("Recorded. The part can be prepared again.")
    return _with_reason(request, payment_id, payments.record_bounced, done)


def _with_reason(request: Request, payment_id: uuid.UUID, act: object, done: str) -> HttpResponse:
    payment = _seen(request, payment_id)
    form = ReasonForm(request.POST, prefix="why")
    assert callable(act)
    return on_case(
        request,
        payment.case_id,
        form,
        "reason_form",
        lambda: act(actor=request.actor, payment_id=payment_id, reason=form.cleaned_data["reason"]),
        done,
    )


@require_POST
def paid(request: Request, payment_id: uuid.UUID) -> HttpResponse:
    """Record the transfer with its evidence."""
    payment = _seen(request, payment_id)
    form = PaidForm(request.POST, request.FILES, prefix="paid")
    return on_case(
        request,
        payment.case_id,
        form,
        "paid_form",
        lambda: payments.record_paid(
            actor=request.actor, payment_id=payment_id, **form.cleaned_data
        ),
        _("The payment is recorded."),
    )


@require_safe
def proof(request: Request, payment_id: uuid.UUID) -> FileResponse:
    """The bank's paper: for the company and the desk."""
    payment = payments.payment_for(request.actor, payment_id)
    if payment.proof is None:
        raise NotVisible(_("Not found."))
    return serve(payment.proof)


@require_GET
@never_cache
def to_pay(request: Request) -> HttpResponse:
    """What is released and not paid yet, for the treasury."""
    access.require_desk(request.actor)
    return render(
        request,
        "incentives/desk/to_pay.html",
        {
            "rows": [
                {"row": one, "words": wording.amount_words(one.amount, one.currency)}
                for one in _released()
            ],
            "back": [
                {
                    "row": one,
                    "words": wording.amount_words(one.still, one.currency),
                }
                for one in _to_come_back()
            ],
            "today": timezone.localdate(),
            "payer": request.actor.has_role("incentive_payer"),
        },
    )


def _to_come_back() -> list[Any]:
    """Open claims, the oldest first, each with what is `still` to come, in one query."""
    came = Receipt.objects.filter(recovery=OuterRef("pk")).values("recovery")
    waived = Waiver.objects.filter(recovery=OuterRef("pk"), approved=True).values("recovery")
    return list(
        Recovery.objects.filter(state=Recovery.State.OPEN)
        .select_related("case__company", "case__production")
        .annotate(
            still=F("amount")
            - Coalesce(Subquery(came.annotate(n=Sum("amount")).values("n")), Decimal(0))
            - Coalesce(Subquery(waived.annotate(n=Sum("amount")).values("n")), Decimal(0))
        )
        .order_by("due_on", "claimed_at")[:MOST_CLAIMS]
    )


def _released() -> list[Payment]:
    return list(
        Payment.objects.filter(state=Payment.State.RELEASED)
        .select_related("case__fund", "case__company", "account", "prepared_by", "released_by")
        .order_by("released_at", "reference")
    )


@require_GET
@never_cache
def file(request: Request) -> HttpResponse:
    """The released payments as a file: for payers, with a second factor, whole account numbers."""
    access.require_desk(request.actor)
    if not request.actor.has_role("incentive_payer"):
        raise NotVisible(_("Not found."))
    require_second_factor(request.actor)
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for row in _released():
        assert row.released_by is not None and row.released_at is not None  # released
        account = row.account
        writer.writerow(
            _harmless(value)
            for value in (
                row.reference,
                row.case.reference or "",
                row.case.fund.code,
                row.case.company.name,
                str(row.amount),
                row.currency,
                account.bank,
                account.number,
                account.holder,
                account.swift,
                row.prepared_by.get_full_name(),
                row.released_by.get_full_name(),
                timezone.localtime(row.released_at).isoformat(timespec="seconds"),
            )
        )
    response = HttpResponse(out.getvalue(), content_type="text/csv; charset=utf-8")
    name = f"pembayaran-{timezone.localdate():%Y-%m-%d}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


def _harmless(text: str) -> str:
    """A name that a sheet would run as a formula gets a quote in front."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
