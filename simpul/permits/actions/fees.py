"""Verbs of money: waive (two people), record a payment with proof, hear a provider's callback."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from simpul.journal.actions import record
from simpul.kit.actors import Actor, system_actor
from simpul.kit.money import Money
from simpul.kit.outcomes import InvalidInput, NotAllowed, NotVisible, WrongState
from simpul.papers.actions import store_upload
from simpul.people.access import require_signed_in
from simpul.permits import access, notify
from simpul.permits.actions.billing import renew_open_bills
from simpul.permits.actions.holding import hold_case
from simpul.permits.actions.lengths import MOST_LAW, MOST_REFERENCE, MOST_TEXT, too_long
from simpul.permits.actions.settling import settle
from simpul.permits.models import Application, Bill, FeeLine, Payment, Waiver
from simpul.permits.providers import PaymentNotice, provider_named
from simpul.web.formats import money_words


def _amount(text: str | Decimal, currency: str) -> Decimal:
    """A typed amount; fractions of a rupiah do not exist."""
    try:
        return Money.parse(str(text), currency).amount
    except (ValueError, InvalidOperation):
        raise InvalidInput({"amount": [_("Enter a whole amount, for example 2200000.")]}) from None


def propose_waiver(
    *,
    actor: Actor,
    fee_line_id: int,
    amount: str | Decimal,
    reason: str,
    law: str = "",
    now: dt.datetime | None = None,
) -> Waiver:
    """First of two people: a line, or a part of it, is not to be asked for, and why."""
    with transaction.atomic():
        line, application = _line(actor, fee_line_id)
        access.require(access.can_decide_money(actor, application))
        errors = too_long(reason=(reason, MOST_TEXT), law=(law, MOST_LAW))
        if not reason.strip():
            errors["reason"] = [_("A waiver needs its reason.")]
        wanted = _amount(amount, line.currency)
        if not 0 < wanted <= _left(line):
            errors["amount"] = [_("The amount must be above zero and not more than the line.")]
        if errors:
            raise InvalidInput(errors)
        if line.waivers.filter(decided_at__isnull=True).exists():
            raise WrongState(_("A waiver of this line already waits for a decision."))
        waiver = Waiver.objects.create(
            fee_line=line,
            amount=wanted,
            reason=reason.strip(),
            law=law.strip(),
            proposed_by_id=require_signed_in(actor),
            proposed_at=now or timezone.now(),
        )
        record(
            actor=actor,
            verb="fee.waiver_proposed",
            subject=application.subject,
            data={"waiver": waiver.pk, "line": line.pk, "amount": str(wanted)},
        )
        notify.waiver_proposed(application)
        return waiver


def decide_waiver(
    *, actor: Actor, waiver_id: int, approve: bool, now: dt.datetime | None = None
) -> Waiver:
    """Second of two people. The proposer cannot decide; the database refuses it too."""
    moment = now or timezone.now()
    with transaction.atomic():
        waiver = _held_waiver(waiver_id)
        application = waiver.fee_line.application
        access.require_visible(actor, application)
        access.require(access.can_decide_money(actor, application))
        if waiver.proposed_by_id == actor.user_id:
            raise NotAllowed(_("Another person must decide what you proposed."))
        if waiver.decided_at is not None:
            raise WrongState(_("This waiver has been decided."))
        waiver.decided_at = moment
        waiver.refused = not approve
        waiver.approved_by_id = actor.user_id if approve else None
        waiver.save(update_fields=["decided_at", "refused", "approved_by"])
        record(
            actor=actor,
            verb="fee.waiver_approved" if approve else "fee.waiver_refused",
            subject=application.subject,
            data={"waiver": waiver.pk, "amount": str(waiver.amount)},
        )
        if approve:
            renew_open_bills(actor=actor, application=application)
            settle(actor=actor, application=application)
        return waiver


def _held_waiver(waiver_id: int) -> Waiver:
    seen = Waiver.objects.select_related("fee_line").filter(pk=waiver_id).first()
    if seen is None:
        raise NotVisible(_("Not found."))
    hold_case(seen.fee_line.application_id)
    return (
        Waiver.objects.select_for_update(of=("self",))
        .select_related("fee_line__application")
        .get(pk=waiver_id)
    )


def _line(actor: Actor, fee_line_id: int) -> tuple[FeeLine, Application]:
    seen = FeeLine.objects.filter(pk=fee_line_id).first()
    if seen is None:
        raise NotVisible(_("Not found."))
    hold_case(seen.application_id)
    line = (
        FeeLine.objects.select_for_update(of=("self",))
        .select_related("application")
        .get(pk=fee_line_id)
    )
    access.require_visible(actor, line.application)
    return line, line.application


def _left(line: FeeLine) -> Decimal:
    given = sum(
        (w.amount for w in line.waivers.all() if w.approved_by_id and not w.refused), Decimal(0)
    )
    return line.amount - given


def record_payment(
    *,
    actor: Actor,
    bill_id: int,
    amount: str | Decimal,
    bank_reference: str,
    proof: UploadedFile[Any],
    paid_at: dt.datetime | None = None,
) -> Payment:
    """An officer records what the treasury received, with the proof attached."""
    with transaction.atomic():
        bill = _held_bill(pk=bill_id)
        application = bill.application
        access.require_visible(actor, application)
        access.require(access.can_decide_money(actor, application))
        if not bank_reference.strip():
            raise InvalidInput({"bank_reference": [_("Enter the bank's reference.")]})
        if errors := too_long(bank_reference=(bank_reference, MOST_REFERENCE)):
            raise InvalidInput(errors)
        stored = store_upload(
            actor=actor,
            upload=proof,
            kind="payment_proof",
            personal_class="personal",
            subject=application.subject,
        )
        payment = _enter(
            bill=bill,
            amount=_amount(amount, bill.currency),
            channel="officer",
            reference=bank_reference.strip(),
            paid_at=paid_at or timezone.now(),
            label=actor.label,
            proof_id=stored.pk,
        )
        _after_payment(actor=actor, bill=bill, payment=payment)
        return payment


def receive_callback(*, provider: str, headers: Mapping[str, str], body: bytes) -> Payment:
    """A provider tells of a payment. Signed, told once: the same notice again changes nothing.

    Raises NotAllowed for a bad signature, NotVisible for an unknown bill, WrongState when the same
    provider reference comes with another content.
    """
    notice = provider_named(provider).read(headers, body)
    actor = system_actor(f"provider:{provider}")
    with transaction.atomic():
        bill = _held_bill(reference=notice.bill)
        known = Payment.objects.filter(
            channel=provider, provider_reference=notice.reference
        ).first()
        if known is not None:
            return _same(known, bill, notice)
        payment = _enter(
            bill=bill,
            amount=notice.amount,
            channel=provider,
            reference=notice.reference,
            paid_at=notice.paid_at,
            label=provider,
            currency=notice.currency,
        )
        _after_payment(actor=actor, bill=bill, payment=payment)
        return payment


def _same(known: Payment, bill: Bill, notice: PaymentNotice) -> Payment:
    if known.bill_id != bill.pk or known.amount != notice.amount:
        raise WrongState(_("This payment was reported before with other details."))
    return known


def _held_bill(**named: Any) -> Bill:
    seen = Bill.objects.filter(**named).first()
    if seen is None:
        raise NotVisible(_("Unknown billing reference."))
    hold_case(seen.application_id)
    return (
        Bill.objects.select_for_update(of=("self",)).select_related("application").get(pk=seen.pk)
    )


def _enter(
    *,
    bill: Bill,
    amount: Decimal,
    channel: str,
    reference: str,
    paid_at: dt.datetime,
    label: str,
    currency: str | None = None,
    proof_id: uuid.UUID | None = None,
) -> Payment:
    if (currency or bill.currency) != bill.currency:
        raise InvalidInput({"amount": [_("The currency does not match the bill.")]})
    if bill.state != "open":
        raise WrongState(_("This bill is no longer open."))
    if amount != bill.amount:
        raise InvalidInput(
            {
                "amount": [
                    _("The bill is %(bill)s; %(amount)s does not match.")
                    % {
                        "bill": money_words(bill.amount),
                        "amount": money_words(amount),
                    }
                ]
            }
        )
    try:
        with transaction.atomic():
            return Payment.objects.create(
                bill=bill,
                amount=amount,
                currency=bill.currency,
                channel=channel,
                provider_reference=reference,
                paid_at=paid_at,
                recorded_by_label=label,
                proof_id=proof_id,
            )
    except IntegrityError:
        raise WrongState(_("A payment with this reference is already recorded.")) from None


def _after_payment(*, actor: Actor, bill: Bill, payment: Payment) -> None:
    Bill.objects.filter(pk=bill.pk).update(state="paid", paid_at=payment.paid_at)
    application = bill.application
    record(
        actor=actor,
        verb="fee.paid",
        subject=application.subject,
        data={
            "bill": bill.reference,
            "authority": bill.payee,
            "amount": str(payment.amount),
            "channel": payment.channel,
            "reference": payment.provider_reference,
        },
    )
    settle(actor=actor, application=application)
    notify.payment_recorded(payment)
