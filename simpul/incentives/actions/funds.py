"""Funds: set up, given money by two people, opened and closed by money and dates alone."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from simpul.incentives import access, catalogue, ledger, notify
from simpul.incentives.actions.lengths import MOST_LAW, checked
from simpul.incentives.fund.standing import standing
from simpul.incentives.models import Appropriation, Fund
from simpul.incentives.queries import waiting_cases
from simpul.journal.actions import record
from simpul.kit.actors import Actor
from simpul.kit.money import Money, MoneyProblem
from simpul.kit.outcomes import InvalidInput, NotAllowed, NotVisible, WrongState
from simpul.people.access import require_signed_in

RESERVED = frozenset({"baru"})
"""Addresses of pages that stand where a fund's code would."""

_TURNS = {
    ("planned", "open"): "fund.opened",
    ("planned", "spent"): "fund.spent",
    ("open", "spent"): "fund.spent",
    ("spent", "open"): "fund.reopened",
}


def create_fund(
    *,
    actor: Actor,
    code: str,
    city_code: str,
    scheme_family: str,
    names: Mapping[str, str],
    currency: str,
    opens_on: dt.date,
    closes_on: dt.date,
    rehearsal: bool,
    at_end: str = Fund.AtEnd.LAPSE,
    continues: str = "",
    report_within_days: int = 365,
    now: dt.datetime | None = None,
) -> Fund:
    """An empty fund; money comes by appropriation. `continues`: code of the fund before it.

    Raises NotAllowed, InvalidInput for dates, code or a fund that is continued already.
    """
    access.require(access.can_keep_funds(actor))
    moment = now or timezone.now()
    if closes_on <= opens_on:
        raise InvalidInput({"closes_on": [_("The end must be after the beginning.")]})
    if not rehearsal and _is_proposal(scheme_family):
        raise InvalidInput(
            {"rehearsal": [_("The scheme is only a proposal: its fund can only be a rehearsal.")]}
        )
    if code in RESERVED:
        raise InvalidInput({"code": [_("This name is taken by a page.")]})
    with transaction.atomic():
        before = _before(continues, currency)
        try:
            with transaction.atomic():
                fund = Fund.objects.create(
                    code=code,
                    city_code=city_code,
                    scheme_family=scheme_family,
                    names=dict(names),
                    currency=currency,
                    rehearsal=rehearsal,
                    opens_on=opens_on,
                    closes_on=closes_on,
                    at_end=at_end,
                    continues=before,
                    report_within_days=report_within_days,
                    state_since=moment,
                    created_by_id=require_signed_in(actor),
                )
        except IntegrityError:
            raise InvalidInput(
                {"code": [_("There is a fund with this code, or one that continues the same.")]}
            ) from None
        record(
            actor=actor,
            verb="fund.created",
            subject=fund.subject,
            data={"code": code, "from": opens_on, "until": closes_on, "rehearsal": rehearsal},
        )
        return fund


def _is_proposal(family: str) -> bool:
    versions = [one for one in catalogue.schemes().values() if one.family == family]
    return any(one.status == "proposal" for one in versions)


def _before(code: str, currency: str) -> Fund | None:
    if not code:
        return None
    before = Fund.objects.filter(code=code).first()
    if before is None or before.currency != currency:
        raise InvalidInput({"continues": [_("There is no such fund in this currency.")]})
    return before


def propose_appropriation(
    *,
    actor: Actor,
    fund_id: uuid.UUID,
    amount: str | Decimal,
    basis: str,
    now: dt.datetime | None = None,
) -> Appropriation:
    """First of two people: money given to the fund (or cut, with a minus) by a named decision."""
    access.require(access.can_keep_funds(actor))
    with transaction.atomic():
        fund = ledger.hold(fund_id)
        texts = checked(required=("basis",), basis=(basis, MOST_LAW))
        try:
            wanted = Money.parse(str(amount), fund.currency).amount
        except MoneyProblem:
            wanted = ledger.ZERO
        if not wanted:
            raise InvalidInput({"amount": [_("Enter a whole amount, for example 2200000.")]})
        proposed = Appropriation.objects.create(
            fund=fund,
            amount=wanted,
            basis=texts["basis"],
            proposed_by_id=require_signed_in(actor),
            proposed_at=now or timezone.now(),
        )
        record(
            actor=actor,
            verb="fund.appropriation_proposed",
            subject=fund.subject,
            data={"appropriation": proposed.pk, "amount": str(wanted), "basis": texts["basis"]},
        )
        notify.appropriation_proposed(proposed, by=actor)
        return proposed


def decide_appropriation(
    *, actor: Actor, appropriation_id: int, approve: bool, now: dt.datetime | None = None
) -> Appropriation:
    """Second of two people; with a yes the money is in the fund and the waiting list moves up."""
    access.require(access.can_keep_funds(actor))
    moment = now or timezone.now()
    with transaction.atomic():
        seen = Appropriation.objects.filter(pk=appropriation_id).first()
        if seen is None:
            raise NotVisible(_("Not found."))
        fund = ledger.hold(seen.fund_id)
        one = Appropriation.objects.select_for_update().get(pk=appropriation_id)
        if one.proposed_by_id == actor.user_id:
            raise NotAllowed(_("Another person must decide what you proposed."))
        if one.decided_at is not None:
            raise WrongState(_("This has been decided already."))
        one.decided_by_id, one.decided_at, one.refused = actor.user_id, moment, not approve
        one.save(update_fields=["decided_by", "decided_at", "refused"])
        if approve:
            ledger.book(
                actor=actor,
                fund=fund,
                kind="appropriate" if one.amount > 0 else "cut",
                amount=abs(one.amount),
                appropriation=one,
                reason=one.basis,
            )
        record(
            actor=actor,
            verb="fund.appropriated" if approve else "fund.appropriation_refused",
            subject=fund.subject,
            data={"appropriation": one.pk, "amount": str(one.amount)},
        )
        settle(actor=actor, fund=fund, now=moment)
        return one


def settle(*, actor: Actor, fund: Fund, now: dt.datetime | None = None) -> Fund:
    """After money moved or a day passed: the queue moves up, the fund opens, is spent or closes.

    Runs in the caller's transaction, which holds the fund. After its end what is free goes where
    the fund says: into the fund that continues it, or back to the treasury.
    """
    from simpul.incentives.actions import waiting  # issuing needs what stands here

    moment = now or timezone.now()
    today = timezone.localdate(moment)
    if today < fund.closes_on:
        waiting.move_up(actor=actor, fund=fund, now=moment)
    free = ledger.balance_of(fund).available
    state = standing(
        opens_on=fund.opens_on,
        closes_on=fund.closes_on,
        available=free,
        waiting=waiting_cases(fund).count(),
        on=today,
    )
    if state != fund.state:
        _turn(actor, fund, state, moment)
    if state == Fund.State.CLOSED:
        heir = _heir(fund)
        waiting.end_queue(actor=actor, fund=fund, heir=heir, now=moment)
        if free > 0:
            _empty(actor, fund, heir, free)
        if heir is not None:
            settle(actor=actor, fund=heir, now=moment)
    return fund


def _heir(fund: Fund) -> Fund | None:
    """The fund that takes over what is left, held; None where it lapses."""
    if fund.at_end != Fund.AtEnd.CARRY:
        return None
    heir = Fund.objects.filter(continues=fund).first()
    return ledger.hold(heir.pk) if heir else None


def _turn(actor: Actor, fund: Fund, state: str, now: dt.datetime) -> None:
    verb = "fund.closed" if state == "closed" else _TURNS.get((fund.state, state), "fund.opened")
    fund.state, fund.state_since = state, now
    fund.save(update_fields=["state", "state_since"])
    record(actor=actor, verb=verb, subject=fund.subject, data={"state": state})
    notify.fund_turned(fund)


def _empty(actor: Actor, fund: Fund, heir: Fund | None, free: Decimal) -> None:
    """What is free when the time is over leaves the fund; without a heir yet it waits for one."""
    if heir is not None:
        ledger.book(actor=actor, fund=fund, kind="carry_out", amount=free, reason=heir.code)
        ledger.book(actor=actor, fund=heir, kind="carry_in", amount=free, reason=fund.code)
        data = {"amount": str(free), "into": heir.code}
        record(actor=actor, verb="fund.carried", subject=fund.subject, data=data)
    elif fund.at_end == Fund.AtEnd.LAPSE:
        ledger.book(actor=actor, fund=fund, kind="lapse", amount=free)
        data = {"amount": str(free)}
        record(actor=actor, verb="fund.lapsed", subject=fund.subject, data=data)


def settle_all(*, actor: Actor, now: dt.datetime | None = None) -> int:
    """Every morning, each fund in a transaction of its own; how many changed their state.

    The oldest first: what an ended fund hands on is there when the next is looked at.
    """
    changed = 0
    for key in list(Fund.objects.order_by("opens_on", "code").values_list("pk", flat=True)):
        with transaction.atomic():
            fund = ledger.hold(key)
            before = fund.state
            changed += settle(actor=actor, fund=fund, now=now).state != before
    return changed
