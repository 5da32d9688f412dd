"""Paying an award in its parts: prepared by one, released by another, recorded as it happened.

The ledger moves to `paid` when the bank paid, not when somebody meant to: `final` is what is still
owed. A part on account, before the final certificate, is committed when it goes to the bank, so
that a case which ends meanwhile cannot give the same money away.
"""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from simpul.incentives import access, ledger, notify, states
from simpul.incentives.actions.ending import close_when_paid
from simpul.incentives.actions.holding import hold_case
from simpul.incentives.actions.lengths import MOST_LINE, checked
from simpul.incentives.case.schedule import PROMISED, Instalment, next_part
from simpul.incentives.models import Award, Case, Fund, Payment, Recovery
from simpul.incentives.queries import account_in_use, open_award
from simpul.journal.actions import record
from simpul.kit.actors import Actor
from simpul.kit.outcomes import InvalidInput, NotAllowed, NotVisible, WrongState
from simpul.papers.actions import store_upload
from simpul.people.access import require_signed_in

MOST_EVIDENCE = 100
_MAY_BOUNCE = (*PROMISED, Case.State.CERTIFIED, Case.State.CLOSED)


def prepare_payment(*, actor: Actor, case_id: uuid.UUID, now: dt.datetime | None = None) -> Payment:
    """First of two people: the next part that is due, to the account in use.

    Raises WrongState without a part that is due, a usable account, or while an award is decided.
    """
    moment = now or timezone.now()
    with transaction.atomic():
        _fund, case = hold_case(actor, case_id)
        access.require(access.can_handle(actor, case))
        if open_award(case) is not None:
            raise WrongState(_("An award of this case waits for a decision; payments wait for it."))
        part = next_part(case)
        if part is None:
            raise WrongState(_("No part is due: each is paid, on its way, or waits."))
        account = account_in_use(case.company_id, moment)
        if account is None:
            raise WrongState(
                _("The company has no account that may be paid to: none given, or still cooling.")
            )
        payment = Payment.objects.create(
            case=case,
            award=part.award,
            part=part.number,
            label=part.label,
            amount=part.amount,
            currency=part.award.currency,
            account=account,
            reference=_reference(case, part),
            prepared_by_id=require_signed_in(actor),
            prepared_at=moment,
        )
        _say(actor, payment, "incentive.payment_prepared")
        notify.payment_prepared(payment, by=actor)
        return payment


def _reference(case: Case, part: Instalment) -> str:
    """The case's reference, P for a part on account, the part's number, and which attempt it is."""
    kind = part.award.kind
    letter = "P" if kind == Award.Kind.PROVISIONAL else ""
    earlier = case.payments.filter(award__kind=kind, part=part.number).count()
    again = f".{earlier + 1}" if earlier else ""
    return f"{case.reference}-{letter}{part.number}{again}"


def release_payment(
    *, actor: Actor, payment_id: uuid.UUID, now: dt.datetime | None = None
) -> Payment:
    """Second of two people: the treasury may pay it. The account must still be the one in use."""
    moment = now or timezone.now()
    with transaction.atomic():
        payment, fund, case = _held(actor, payment_id)
        access.require(access.can_pay(actor, case))
        if payment.prepared_by_id == actor.user_id:
            raise NotAllowed(_("Another person must release what you prepared."))
        _require(payment, Payment.State.PREPARED)
        account = account_in_use(case.company_id, moment)
        if account is None or account.pk != payment.account_id:
            raise WrongState(
                _("The company's account has changed since. Cancel it and prepare it again.")
            )
        payment.state = Payment.State.RELEASED
        payment.released_by_id, payment.released_at = actor.user_id, moment
        payment.save(update_fields=["state", "released_by", "released_at"])
        _bind(actor, fund, payment, "commit")
        _say(actor, payment, "incentive.payment_released")
        return payment


def cancel_payment(*, actor: Actor, payment_id: uuid.UUID, reason: str) -> Payment:
    """What the bank has not paid is taken back; the part can be prepared again."""
    with transaction.atomic():
        payment, fund, case = _held(actor, payment_id)
        if not access.can_handle(actor, case):
            access.require(access.can_pay(actor, case))
        texts = checked(required=("reason",), reason=(reason, MOST_LINE))
        _require(payment, Payment.State.PREPARED, Payment.State.RELEASED)
        if payment.state == Payment.State.RELEASED:
            _bind(actor, fund, payment, "uncommit")
        payment.state, payment.end_reason = Payment.State.CANCELLED, texts["reason"]
        payment.save(update_fields=["state", "end_reason"])
        _say(actor, payment, "incentive.payment_cancelled")
        return payment


def record_paid(
    *,
    actor: Actor,
    payment_id: uuid.UUID,
    evidence: str,
    paid_on: dt.date,
    proof: UploadedFile[Any] | None = None,
    now: dt.datetime | None = None,
) -> Payment:
    """The bank paid it: its own reference, the day, and the paper if there is one.

    The ledger moves; with the last part the case is closed. Raises WrongState for a reference
    that another payment has.
    """
    moment = now or timezone.now()
    with transaction.atomic():
        payment, fund, case = _held(actor, payment_id)
        access.require(access.can_pay(actor, case))
        _require(payment, Payment.State.RELEASED)
        texts = checked(required=("evidence",), evidence=(evidence, MOST_EVIDENCE))
        if paid_on > timezone.localdate(moment):
            raise InvalidInput({"paid_on": [_("This day is still to come.")]})
        if proof is not None:
            payment.proof = store_upload(
                actor=actor,
                upload=proof,
                kind="incentive_payment_proof",
                personal_class="personal",
                subject=case.subject,
            )
        _record(actor, payment, texts["evidence"], paid_on, moment)
        ledger.book(
            actor=actor,
            fund=fund,
            kind="pay",
            source="committed" if _on_account(payment) else "final",
            amount=payment.amount,
            case=case,
            payment=payment,
        )
        _say(actor, payment, "incentive.payment_made", evidence=texts["evidence"])
        close_when_paid(actor, case, moment)
        notify.payment_made(payment)
        return payment


def _record(
    actor: Actor, payment: Payment, evidence: str, paid_on: dt.date, now: dt.datetime
) -> None:
    payment.state, payment.evidence, payment.paid_on = Payment.State.PAID, evidence, paid_on
    payment.recorded_by_id, payment.recorded_at = actor.user_id, now
    try:
        with transaction.atomic():
            payment.save(
                update_fields=[
                    "state",
                    "evidence",
                    "paid_on",
                    "recorded_by",
                    "recorded_at",
                    "proof",
                ]
            )
    except IntegrityError:
        raise WrongState(_("A payment with this reference is already recorded.")) from None


def _on_account(payment: Payment) -> bool:
    """Before the final certificate; after it even such a part is paid out of what is owed."""
    return payment.case.state in PROMISED


def _bind(actor: Actor, fund: Fund, payment: Payment, kind: str) -> None:
    """What goes to the bank on account is no longer only reserved; `uncommit` takes that back.

    Once the cost report was sent everything is committed anyhow.
    """
    if payment.case.state == Case.State.PROVISIONAL:
        ledger.book(actor=actor, fund=fund, kind=kind, amount=payment.amount, case=payment.case)


def record_bounced(
    *, actor: Actor, payment_id: uuid.UUID, reason: str, now: dt.datetime | None = None
) -> Payment:
    """The bank sent it back: the money is owed again and the part can be prepared anew."""
    with transaction.atomic():
        payment, fund, case = _held(actor, payment_id)
        access.require(access.can_pay(actor, case))
        texts = checked(required=("reason",), reason=(reason, MOST_LINE))
        _require(payment, Payment.State.PAID)
        if case.state not in _MAY_BOUNCE or _claimed(case):
            said = _("Not now: money of this case is asked back, or its award is decided anew.")
            raise WrongState(said)
        if open_award(case) is not None:
            raise WrongState(_("An award of this case waits for a decision; payments wait for it."))
        payment.state, payment.end_reason = Payment.State.BOUNCED, texts["reason"]
        payment.save(update_fields=["state", "end_reason"])
        ledger.book(
            actor=actor,
            fund=fund,
            kind="bounce",
            target="committed" if _on_account(payment) else "final",
            amount=payment.amount,
            case=case,
            payment=payment,
        )
        _bind(actor, fund, payment, "uncommit")
        if case.state == Case.State.CLOSED:
            states.move(case, "reopen", ended_at=None)
        _say(actor, payment, "incentive.payment_bounced")
        notify.payment_bounced(payment)
        return payment


def _claimed(case: Case) -> bool:
    return case.recoveries.exclude(state=Recovery.State.DROPPED).exists()


def payment_for(actor: Actor, payment_id: uuid.UUID | str) -> Payment:
    """A payment of a case the actor may see; NotVisible else."""
    try:
        key = uuid.UUID(str(payment_id))
    except ValueError:
        raise NotVisible(_("Not found.")) from None
    payment = (
        Payment.objects.select_related("case__company", "case__production", "account", "proof")
        .filter(pk=key)
        .first()
    )
    if payment is None:
        raise NotVisible(_("Not found."))
    access.require_visible(actor, payment.case)
    return payment


def _held(actor: Actor, payment_id: uuid.UUID) -> tuple[Payment, Fund, Case]:
    seen = payment_for(actor, payment_id)
    fund, case = hold_case(actor, seen.case_id)
    payment = (
        Payment.objects.select_for_update(of=("self",))
        .select_related("account", "award")
        .get(pk=seen.pk)
    )
    payment.case = case
    return payment, fund, case


def _require(payment: Payment, *wanted: str) -> None:
    if payment.state not in wanted:
        raise WrongState(_("Somebody else was first. Look at the case again."))


def _say(actor: Actor, payment: Payment, verb: str, **more: str) -> None:
    record(
        actor=actor,
        verb=verb,
        subject=payment.case.subject,
        data={
            "payment": str(payment.pk),
            "reference": payment.reference,
            "amount": str(payment.amount),
            **more,
        },
    )
