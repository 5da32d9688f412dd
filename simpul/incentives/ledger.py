"""Entering movements of money and reading what stands where.

Every writer holds the fund first (`hold`), then its case: of two at once one waits, and none can
wait for the other in a circle. That nothing sinks below zero is the database's word, not ours.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from simpul.incentives.models import Booking, CaseBalance, Fund, FundBalance
from simpul.incentives.models.ledger import MOVES
from simpul.kit.actors import Actor
from simpul.kit.outcomes import NotVisible, WrongState

ZERO = Decimal(0)
_HELD = ("reserved", "committed", "final")


class NotEnough(WrongState):
    """There is not so much money in that account."""


@dataclass(frozen=True, slots=True)
class Balance:
    """A fund at one moment, in its currency. `released`: what cases gave back, ever.

    appropriated = available + reserved + committed + final + paid + lapsed + carried, always.
    """

    appropriated: Decimal = ZERO
    available: Decimal = ZERO
    reserved: Decimal = ZERO
    committed: Decimal = ZERO
    final: Decimal = ZERO
    paid: Decimal = ZERO
    lapsed: Decimal = ZERO
    carried: Decimal = ZERO
    released: Decimal = ZERO

    @property
    def left(self) -> Decimal:
        """What has not been paid out and has not left the fund."""
        return self.available + self.reserved + self.committed + self.final

    @property
    def promised(self) -> Decimal:
        """What belongs to cases and is still to be paid."""
        return self.reserved + self.committed + self.final


@dataclass(frozen=True, slots=True)
class CaseMoney:
    """What of a case's money stands where."""

    reserved: Decimal = ZERO
    committed: Decimal = ZERO
    final: Decimal = ZERO
    paid: Decimal = ZERO

    @property
    def held(self) -> Decimal:
        """What the provisional certificate set aside and paid on account, during an audit."""
        return self.committed + self.paid

    def still(self, amount: Decimal) -> Decimal:
        """What of an award's amount is not paid yet."""
        return max(amount - self.paid, ZERO)


def hold(fund_id: uuid.UUID) -> Fund:
    """The fund, held until the caller's transaction ends. Raises NotVisible."""
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("hold() belongs into a transaction")
    fund = Fund.objects.select_for_update(of=("self",), no_key=True).filter(pk=fund_id).first()
    if fund is None:
        raise NotVisible(_("Not found."))
    return fund


def book(
    *,
    actor: Actor,
    fund: Fund,
    kind: str,
    amount: Decimal,
    source: str = "",
    target: str = "",
    reason: str = "",
    **about: Any,
) -> Booking:
    """Add one row in the caller's transaction; `source`, `target` where the kind knows several.

    `about`: case, award, payment, appropriation, receipt. Raises NotEnough when the account it
    comes from holds less; whatever else the database refuses is a fault of ours and passes through.
    """
    pairs = MOVES[kind]
    pair = next(one for one in pairs if source in ("", one[0]) and target in ("", one[1]))
    try:
        with transaction.atomic():
            return Booking.objects.create(
                fund=fund,
                kind=kind,
                source=pair[0],
                target=pair[1],
                amount=amount,
                at=timezone.now(),
                by_label=actor.label[:200],
                reason=reason[:300],
                **about,
            )
    except IntegrityError as error:
        if "never_below_zero" in str(error):
            raise NotEnough(_("There is not enough money in the fund for this.")) from error
        raise


def balance_of(fund: Fund) -> Balance:
    """The fund now (two queries)."""
    return balances_of([fund])[fund.pk]


def balances_of(funds: list[Fund]) -> dict[uuid.UUID, Balance]:
    """Several funds now (two queries for all)."""
    keys = [fund.pk for fund in funds]
    found: dict[uuid.UUID, dict[str, Decimal]] = {key: {} for key in keys}
    rows = FundBalance.objects.filter(fund_id__in=keys)
    for key, account, amount in rows.values_list("fund_id", "account", "amount"):
        found[key][account] = amount
    given_back = Booking.objects.filter(fund_id__in=keys, kind="release").order_by()
    released = dict(given_back.values_list("fund_id").annotate(total=Sum("amount")))
    return {key: _balance(found[key], released.get(key, ZERO)) for key in keys}


def _balance(accounts: Mapping[str, Decimal], released: Decimal) -> Balance:
    of_accounts = {name: amount for name, amount in accounts.items() if name != "treasury"}
    return Balance(appropriated=-accounts.get("treasury", ZERO), released=released, **of_accounts)


def case_money(case_id: uuid.UUID) -> CaseMoney:
    """What of one case's money stands where (one query)."""
    rows = CaseBalance.objects.filter(case_id=case_id).values_list("account", "amount")
    return CaseMoney(**dict(rows))


def release_all(*, actor: Actor, fund: Fund, case: Any, reason: str) -> Decimal:
    """Give back everything the case still holds; how much. The caller lets the queue move up."""
    money = case_money(case.pk)
    given = ZERO
    for account in _HELD:
        amount = getattr(money, account)
        if amount:
            book(
                actor=actor,
                fund=fund,
                kind="release",
                source=account,
                amount=amount,
                case=case,
                reason=reason,
            )
            given += amount
    return given
