"""Awards: proposed by the case's officer, decided by another person, signed the moment it counts.

The amount is what the scheme computes, or less with a reason; never more. The provisional award
reserves the fund or, where the fund is too small, waits for its turn.
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
from simpul.incentives.actions import issuing
from simpul.incentives.actions.funds import settle
from simpul.incentives.actions.holding import hold_case
from simpul.incentives.actions.lengths import MOST_TEXT, checked
from simpul.incentives.case.permit_record import FIGURES
from simpul.incentives.case.quote import award_parts, computed, computed_from_report
from simpul.incentives.models import Award, Case, Fund
from simpul.incentives.queries import approved_award, open_award, waiting_cases
from simpul.journal.actions import record
from simpul.kit.actors import Actor
from simpul.kit.money import Money, MoneyProblem
from simpul.kit.outcomes import InvalidInput, NotAllowed, NotVisible, WrongState
from simpul.people.access import require_signed_in


@dataclass(frozen=True, slots=True)
class Basis:
    """What an award is computed from: the most it can be, and how that came about."""

    most: Decimal
    facts: dict[str, Any]
    quote: dict[str, Any]
    report_sha256: str = ""


def basis_of(case: Case) -> Basis:
    """The amount that can be proposed now. Raises WrongState with what stands in the way."""
    if case.state == Case.State.REVIEW:
        facts, quote = computed(case)
        return Basis(_result(quote), facts, quote)
    if case.state == Case.State.AUDIT:
        _require_reconciled(case)
        report, facts, quote = computed_from_report(case)
        reserved = ledger.case_money(case.pk).committed
        return Basis(min(_result(quote), reserved), facts, quote, report.sha256)
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
        wanted = _amount(amount, basis, case)
        texts = checked(reason=(reason, MOST_TEXT))
        if wanted < basis.most and not texts["reason"]:
            raise InvalidInput({"reason": [_("Say why it is less than the scheme gives.")]})
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
            parts=award_parts(basis.quote, wanted, case.currency),
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
        wanted = basis.most
    else:
        try:
            wanted = Money.parse(str(amount), case.currency).amount
        except MoneyProblem:
            raise InvalidInput(
                {"amount": [_("Enter a whole amount, for example 2200000.")]}
            ) from None
    if wanted > basis.most or wanted < 0:
        raise InvalidInput({"amount": [_("This is more than the scheme gives.")]})
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
    if waiting_cases(fund).exists() or free < award.amount:
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
    settle(actor=actor, fund=fund, now=now)


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


def final_award(case: Case) -> Award | None:
    """The approved final award, from which payments are made."""
    return approved_award(case, Award.Kind.FINAL)
