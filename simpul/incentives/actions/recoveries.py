"""Money paid on account that comes back: claimed by the end of a case, received, waived by two."""

from __future__ import annotations

import datetime as dt
import uuid
from decimal import Decimal

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from simpul.incentives import access, ledger, notify
from simpul.incentives.actions import ending
from simpul.incentives.actions.funds import settle
from simpul.incentives.actions.holding import hold_case
from simpul.incentives.actions.lengths import MOST_LAW, MOST_TEXT, checked
from simpul.incentives.models import Case, Fund, Receipt, Recovery, Waiver
from simpul.incentives.queries import case_for
from simpul.journal.actions import record
from simpul.kit.actors import Actor
from simpul.kit.money import Money, MoneyProblem
from simpul.kit.outcomes import InvalidInput, NotAllowed, NotVisible, WrongState
from simpul.people.access import require_signed_in

MOST_EVIDENCE = 100


def claim_back(
    *, actor: Actor, case: Case, due: Decimal, cause: str, now: dt.datetime
) -> Recovery | None:
    """Claim what was paid on account above `due`; None where nothing was.

    Called by who ends the case or certifies less, in their transaction, which holds fund and case.
    """
    over = ledger.case_money(case.pk).paid - due
    if over <= 0:
        return None
    days = dt.timedelta(days=settings.INCENTIVE_RECOVERY_DAYS)
    recovery = Recovery.objects.create(
        case=case,
        amount=over,
        currency=case.currency,
        cause=cause,
        due_on=timezone.localdate(now) + days,
        claimed_at=now,
    )
    data = {"amount": str(over), "cause": cause, "due": recovery.due_on.isoformat()}
    record(actor=actor, verb="incentive.recovery_claimed", subject=case.subject, data=data)
    notify.recovery_claimed(recovery)
    return recovery


def remind_overdue(*, actor: Actor, now: dt.datetime) -> int:
    """After the last day of a claim, once: the company hears what is still to come; how many."""
    overdue = Recovery.objects.filter(
        state=Recovery.State.OPEN, reminded_at__isnull=True, due_on__lt=timezone.localdate(now)
    )
    told = 0
    for key in list(overdue.values_list("pk", flat=True)):
        with transaction.atomic():
            recovery = overdue.select_for_update(of=("self",)).filter(pk=key).first()
            if recovery is None:
                continue
            recovery.reminded_at = now
            recovery.save(update_fields=["reminded_at"])
            subject, left = recovery.case.subject, str(recovery.left)
            record(
                actor=actor,
                verb="incentive.recovery_reminded",
                subject=subject,
                data={"amount": left},
            )
            notify.recovery_overdue(recovery)
            told += 1
    return told


def drop_claim(actor: Actor, case: Case, now: dt.datetime) -> None:
    """The case runs on after an objection: what was paid on account stays paid. Caller holds it."""
    for recovery in case.recoveries.filter(state=Recovery.State.OPEN):
        _end(actor, recovery, Recovery.State.DROPPED, now)


def record_receipt(
    *,
    actor: Actor,
    recovery_id: uuid.UUID,
    amount: str | Decimal,
    evidence: str,
    received_on: dt.date,
    now: dt.datetime | None = None,
) -> Receipt:
    """Money came back: it is free in the fund again, and with all of it the claim is settled.

    Raises InvalidInput (amount above what is left, a day to come), WrongState (reference taken).
    """
    moment = now or timezone.now()
    with transaction.atomic():
        recovery, fund, case = _held(actor, recovery_id)
        access.require(access.can_pay(actor, case))
        texts = checked(required=("evidence",), evidence=(evidence, MOST_EVIDENCE))
        if received_on > timezone.localdate(moment):
            raise InvalidInput({"received_on": [_("This day is still to come.")]})
        came = _amount(amount, recovery)
        receipt = _receipt(
            recovery=recovery,
            amount=came,
            received_on=received_on,
            evidence=texts["evidence"],
            recorded_by_id=require_signed_in(actor),
            recorded_at=moment,
        )
        ledger.book(actor=actor, fund=fund, kind="recover", amount=came, case=case, receipt=receipt)
        data = {"amount": str(came), "evidence": receipt.evidence}
        record(actor=actor, verb="incentive.recovery_received", subject=case.subject, data=data)
        _settle_claim(actor, recovery, moment)
        ending.close_when_paid(actor, case, moment)
        settle(actor=actor, fund=fund, now=moment)
        return receipt


def _receipt(**values: object) -> Receipt:
    try:
        with transaction.atomic():
            return Receipt.objects.create(**values)
    except IntegrityError:
        raise WrongState(_("A payment with this reference is already recorded.")) from None


def propose_waiver(
    *,
    actor: Actor,
    recovery_id: uuid.UUID,
    amount: str | Decimal,
    reason: str,
    law: str,
    now: dt.datetime | None = None,
) -> Waiver:
    """First of two people: a part is not asked back, with reason and law."""
    with transaction.atomic():
        recovery, _fund, case = _held(actor, recovery_id)
        access.require(access.can_handle(actor, case))
        texts = checked(required=("reason", "law"), reason=(reason, MOST_TEXT), law=(law, MOST_LAW))
        if recovery.waivers.filter(decided_at__isnull=True).exists():
            raise WrongState(_("A waiver of this claim already waits for a decision."))
        waiver = Waiver.objects.create(
            recovery=recovery,
            amount=_amount(amount, recovery),
            reason=texts["reason"],
            law=texts["law"],
            proposed_by_id=require_signed_in(actor),
            proposed_at=now or timezone.now(),
        )
        data = {"amount": str(waiver.amount), "law": waiver.law}
        record(actor=actor, verb="incentive.waiver_proposed", subject=case.subject, data=data)
        notify.waiver_proposed(waiver, by=actor)
        return waiver


def decide_waiver(
    *, actor: Actor, waiver_id: int, approve: bool, now: dt.datetime | None = None
) -> Waiver:
    """Second of two people."""
    moment = now or timezone.now()
    with transaction.atomic():
        seen = Waiver.objects.filter(pk=waiver_id).first()
        if seen is None:
            raise NotVisible(_("Not found."))
        recovery, _fund, case = _held(actor, seen.recovery_id)
        access.require(access.can_approve(actor, case))
        waiver = Waiver.objects.select_for_update().get(pk=waiver_id)
        if waiver.proposed_by_id == actor.user_id:
            raise NotAllowed(_("Another person must decide what you proposed."))
        if waiver.decided_at is not None:
            raise WrongState(_("This has been decided already."))
        if approve and waiver.amount > recovery.left:
            raise WrongState(_("Less than this is still to come back."))
        waiver.approved, waiver.decided_by_id, waiver.decided_at = approve, actor.user_id, moment
        waiver.save(update_fields=["approved", "decided_by", "decided_at"])
        verb = "incentive.waiver_approved" if approve else "incentive.waiver_declined"
        record(actor=actor, verb=verb, subject=case.subject, data={"amount": str(waiver.amount)})
        if approve:
            _settle_claim(actor, recovery, moment)
            ending.close_when_paid(actor, case, moment)
        return waiver


def recovery_for(actor: Actor, recovery_id: uuid.UUID | str) -> Recovery:
    """A claim of a case the actor may see; NotVisible else."""
    found = Recovery.objects.filter(pk=recovery_id).first()
    if found is None:
        raise NotVisible(_("Not found."))
    found.case = case_for(actor, found.case_id)
    return found


def _held(actor: Actor, recovery_id: uuid.UUID) -> tuple[Recovery, Fund, Case]:
    seen = recovery_for(actor, recovery_id)
    fund, case = hold_case(actor, seen.case_id)
    recovery = Recovery.objects.select_for_update(of=("self",)).get(pk=seen.pk)
    recovery.case = case
    if recovery.state != Recovery.State.OPEN:
        raise WrongState(_("Nothing more is to come back of this."))
    return recovery, fund, case


def _amount(amount: str | Decimal, recovery: Recovery) -> Decimal:
    try:
        wanted = Money.parse(str(amount), recovery.currency).amount
    except MoneyProblem:
        wanted = ledger.ZERO
    if wanted <= 0:
        raise InvalidInput({"amount": [_("Enter a whole amount, for example 2200000.")]})
    if wanted > recovery.left:
        raise InvalidInput({"amount": [_("Less than this is still to come back.")]})
    return wanted


def _settle_claim(actor: Actor, recovery: Recovery, now: dt.datetime) -> None:
    if not recovery.left:
        _end(actor, recovery, Recovery.State.SETTLED, now)
        notify.recovery_settled(recovery)


def _end(actor: Actor, recovery: Recovery, state: str, now: dt.datetime) -> None:
    recovery.state, recovery.ended_at = state, now
    recovery.save(update_fields=["state", "ended_at"])
    verb = f"incentive.recovery_{state}"
    record(actor=actor, verb=verb, subject=recovery.case.subject, data={})
