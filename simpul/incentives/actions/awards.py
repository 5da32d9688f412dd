"""Awards: proposed by the case's officer, decided by another person, signed the moment it counts.

The amount is what the scheme computes, or less with a reason; never more. The provisional award
reserves the fund or, where the fund is too small, waits for its turn. A final award above what was
reserved is possible only out of what is free in the fund, with a reason, by the same two people.
"""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from simpul.incentives import access, ledger, notify, states
from simpul.incentives.actions import ending, issuing, recoveries
from simpul.incentives.actions.funds import settle
from simpul.incentives.actions.holding import hold_case
from simpul.incentives.actions.lengths import MOST_TEXT, checked
from simpul.incentives.case.parts import after_advances, paid_before, planned
from simpul.incentives.case.permit_record import FIGURES
from simpul.incentives.case.quote import computed, computed_from_report
from simpul.incentives.models import Award, Case, Fund, Payment
from simpul.incentives.queries import open_award, waiting_cases
from simpul.journal.actions import record
from simpul.kit.actors import Actor
from simpul.kit.money import Money, MoneyProblem
from simpul.kit.outcomes import InvalidInput, NotAllowed, NotVisible, WrongState
from simpul.people.access import require_signed_in


@dataclass(frozen=True, slots=True)
class Basis:
    """What an award is computed from: the most it can be, and how that came about.

    `usual`: what is proposed where nobody says otherwise, never above the reservation. `quote` has
    `limits` (gives, held, free) where the scheme gives more than was reserved.
    """

    most: Decimal
    usual: Decimal
    facts: dict[str, Any]
    quote: dict[str, Any]
    report_sha256: str = ""


def basis_of(case: Case) -> Basis:
    """The amount that can be proposed now. Raises WrongState with what stands in the way."""
    if case.state == Case.State.REVIEW:
        facts, quote = computed(case)
        return Basis(_result(quote), _result(quote), facts, quote)
    if case.state == Case.State.AUDIT:
        _require_reconciled(case)
        report, facts, quote = computed_from_report(case)
        gives, held = _result(quote), ledger.case_money(case.pk).held
        free = free_for_more(case.fund) if gives > held else ledger.ZERO
        if gives > held:
            limits = {"gives": str(gives), "held": str(held), "free": str(free)}
            quote = {**quote, "limits": limits}
        return Basis(min(gives, held + free), min(gives, held), facts, quote, report.sha256)
    raise WrongState(_("An award is proposed in review or after the audit."))


def _result(quote: dict[str, Any]) -> Decimal:
    if quote["refused"] or quote["result"] in (None, ""):
        return ledger.ZERO
    return max(Decimal(quote["result"]), ledger.ZERO)


def _require_reconciled(case: Case) -> None:
    held = set(case.reconciled.values_list("key", flat=True))
    if not held.issuperset(FIGURES):
        raise WrongState(_("First hold the figures of the shoot against permits and wrap reports."))


def propose_award(
    *,
    actor: Actor,
    case_id: uuid.UUID,
    amount: str | Decimal | None = None,
    reason: str = "",
    now: dt.datetime | None = None,
) -> Award:
    """First of two people. Without `amount` all that the scheme gives; less needs a reason.

    Raises NotVisible, NotAllowed, WrongState (state, audit not finished), InvalidInput.
    """
    with transaction.atomic():
        _fund, case = hold_case(actor, case_id)
        access.require(access.can_handle(actor, case))
        basis = basis_of(case)
        if open_award(case) is not None:
            raise WrongState(_("An award of this case already waits for a decision."))
        require_nothing_underway(case)
        wanted = _amount(amount, basis, case)
        texts = checked(reason=(reason, MOST_TEXT))
        if wanted < basis.usual and not texts["reason"]:
            raise InvalidInput({"reason": [_("Say why it is less than the scheme gives.")]})
        if wanted > basis.usual and not texts["reason"]:
            raise InvalidInput({"reason": [_("Say why it is more than was reserved.")]})
        had = ledger.case_money(case.pk).paid
        kind = Award.Kind.FINAL if case.state == Case.State.AUDIT else Award.Kind.PROVISIONAL
        award = Award.objects.create(
            case=case,
            kind=kind,
            amount=wanted,
            currency=case.currency,
            scheme_id=case.scheme_id,
            scheme_digest=case.scheme_digest,
            facts=basis.facts,
            quote=basis.quote,
            parts=after_advances(planned(basis.quote, wanted, case.currency), had),
            reason=texts["reason"],
            report_sha256=basis.report_sha256,
            proposed_by_id=require_signed_in(actor),
            proposed_at=now or timezone.now(),
        )
        record(
            actor=actor,
            verb="incentive.award_proposed",
            subject=case.subject,
            data={"award": award.pk, "kind": kind, "amount": str(wanted)},
        )
        notify.award_proposed(award, by=actor)
        return award


def _amount(amount: str | Decimal | None, basis: Basis, case: Case) -> Decimal:
    if amount in (None, ""):
        wanted = basis.usual
    else:
        try:
            wanted = Money.parse(str(amount), case.currency).amount
        except MoneyProblem:
            raise InvalidInput(
                {"amount": [_("Enter a whole amount, for example 2200000.")]}
            ) from None
    if wanted > _result(basis.quote) or wanted < 0:
        raise InvalidInput({"amount": [_("This is more than the scheme gives.")]})
    if wanted > basis.most:
        raise InvalidInput({"amount": [_("This is more than was reserved and the fund has free.")]})
    if not wanted and case.state != Case.State.AUDIT:
        said = _("The scheme gives nothing for this production: refuse it with a reason.")
        raise InvalidInput({"amount": [said]})
    return wanted


def decide_award(
    *,
    actor: Actor,
    award_id: int,
    approve: bool,
    note: str = "",
    now: dt.datetime | None = None,
) -> Award:
    """Second of two people: never who proposed it, handled or audited the case.

    A yes to a provisional award signs the certificate and reserves the money, or puts the case on
    the waiting list; a yes to a final one signs, certifies and releases what is left over.
    """
    moment = now or timezone.now()
    with transaction.atomic():
        award, fund, case = _held_award(actor, award_id)
        access.require(access.can_approve(actor, case))
        _require_another(actor, award)
        if award.state != Award.State.PROPOSED:
            raise WrongState(_("This has been decided already."))
        if approve:
            _require_as_proposed(award)
        texts = checked(note=(note, MOST_TEXT))
        if not approve and not texts["note"]:
            raise InvalidInput({"note": [_("Say why.")]})
        award.state = Award.State.APPROVED if approve else Award.State.DECLINED
        award.decided_by_id, award.decided_at = actor.user_id, moment
        award.decision_note = texts["note"]
        award.save(update_fields=["state", "decided_by", "decided_at", "decision_note"])
        if not approve:
            _say(actor, case, "incentive.award_declined", award)
            notify.award_declined(award)
        elif award.kind == Award.Kind.PROVISIONAL:
            _grant(actor, fund, case, award, moment)
        else:
            _certify(actor, fund, case, award, moment)
        return award


def _held_award(actor: Actor, award_id: int) -> tuple[Award, Fund, Case]:
    seen = Award.objects.filter(pk=award_id).first()
    if seen is None:
        raise NotVisible(_("Not found."))
    fund, case = hold_case(actor, seen.case_id)
    award = (
        Award.objects.select_for_update(of=("self",)).select_related("proposed_by").get(pk=award_id)
    )
    award.case = case
    return award, fund, case


def _require_another(actor: Actor, award: Award) -> None:
    if award.proposed_by_id == actor.user_id:
        raise NotAllowed(_("Another person must decide what you proposed."))
    if award.case.cost_reports.filter(auditor_id=actor.user_id).exists():
        raise NotAllowed(_("You audited this case, so a colleague must decide."))


def _grant(actor: Actor, fund: Fund, case: Case, award: Award, now: dt.datetime) -> None:
    settle(actor=actor, fund=fund, now=now)
    if fund.state in (Fund.State.CLOSED, Fund.State.PLANNED):
        raise WrongState(_("The fund does not take requests on this day."))
    free = ledger.balance_of(fund).available
    needed = ledger.case_money(case.pk).still(award.amount)
    if waiting_cases(fund).exists() or free < needed:
        states.move(case, "queue")
        _say(actor, case, "incentive.queued", award)
        notify.queued(case, award)
        settle(actor=actor, fund=fund, now=now)
        return
    issuing.issue_provisional(actor=actor, fund=fund, case=case, award=award, verb="award", now=now)
    _say(actor, case, "incentive.awarded", award)
    notify.awarded(case, award)
    settle(actor=actor, fund=fund, now=now)


def _certify(actor: Actor, fund: Fund, case: Case, award: Award, now: dt.datetime) -> None:
    if award.amount:
        issuing.issue_final(actor=actor, fund=fund, case=case, award=award, now=now)
        _say(actor, case, "incentive.certified", award)
    else:
        states.move(case, "certify_nothing", ended_at=now, end_reason=award.reason)
        committed = ledger.case_money(case.pk).committed
        issuing.release_rest(actor, fund, case, committed)
        issuing.end_certificates(case, "lapsed", award.reason, now)
        _say(actor, case, "incentive.certified_nothing", award)
    notify.certified(case, award)
    recoveries.claim_back(actor=actor, case=case, due=award.amount, cause="final_lower", now=now)
    ending.close_when_paid(actor, case, now)
    settle(actor=actor, fund=fund, now=now)


def free_for_more(fund: Fund, now: dt.datetime | None = None) -> Decimal:
    """What a final award may take above its reservation: nothing while others wait for the money,
    or once the fund's time is over."""
    today = timezone.localdate(now or timezone.now())
    if today >= fund.closes_on or waiting_cases(fund).exists():
        return ledger.ZERO
    return ledger.balance_of(fund).available


def require_nothing_underway(case: Case) -> None:
    """An award counts what was paid on account, so no such payment may be on its way."""
    if case.payments.filter(state__in=(Payment.State.PREPARED, Payment.State.RELEASED)).exists():
        raise WrongState(
            _("A payment of this case is on its way. Record what the bank did, or cancel it.")
        )


def _require_as_proposed(award: Award) -> None:
    """What was paid on account is still what the proposal counted."""
    require_nothing_underway(award.case)
    if paid_before(award.parts) != ledger.case_money(award.case_id).paid:
        said = _("Payments have changed since. Take the proposal back and propose it again.")
        raise WrongState(said)


def drop_award(*, actor: Actor, award_id: int) -> Award:
    """The officer takes a proposal back before it is decided."""
    with transaction.atomic():
        award, _fund, case = _held_award(actor, award_id)
        access.require(access.can_handle(actor, case))
        if award.state != Award.State.PROPOSED:
            raise WrongState(_("This has been decided already."))
        award.state = Award.State.DROPPED
        award.save(update_fields=["state"])
        _say(actor, case, "incentive.award_dropped", award)
        return award


def drop_open(actor: Actor, case: Case) -> None:
    """A proposal of a case that ends is no longer decided; the caller holds the case."""
    award = open_award(case)
    if award is not None:
        award.state = Award.State.DROPPED
        award.save(update_fields=["state"])
        _say(actor, case, "incentive.award_dropped", award)


def _say(actor: Actor, case: Case, verb: str, award: Award) -> None:
    record(
        actor=actor,
        verb=verb,
        subject=case.subject,
        data={"award": award.pk, "kind": award.kind, "amount": str(award.amount)},
    )
