"""A fund's balance for everybody: totals only, nothing of a single case while few are in it."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from simpul.incentives import wording
from simpul.incentives.fund.standing import standing
from simpul.incentives.ledger import Balance, balances_of
from simpul.incentives.models import Booking, Case, Fund

STANDING = {
    "planned": (_("Not open yet"), "quiet"),
    "open": (_("Takes requests"), "good"),
    "spent": (_("Spent: requests wait"), "next"),
    "closed": (_("Closed"), "quiet"),
}
HELD = ("provisional", "reported", "audit", "certified", "closed")
"""States of cases that have, or had, a certificate that counts."""

SHOWN = ("available", "reserved", "committed", "final", "paid", "lapsed", "carried")


@dataclass(frozen=True, slots=True)
class Public:
    """One fund for everybody. `parts`: account, words, and its piece of the bar in percent."""

    fund: Fund
    balance: Balance
    standing: str
    waiting: int
    awarded: int
    parts: list[dict[str, Any]]

    @property
    def last_day(self) -> dt.date:
        """The last day on which it takes requests."""
        return self.fund.closes_on - dt.timedelta(days=1)

    @property
    def total(self) -> str:
        return wording.amount_words(self.balance.appropriated, self.fund.currency)

    @property
    def free(self) -> str:
        return wording.amount_words(self.balance.available, self.fund.currency)

    @property
    def released(self) -> str:
        return wording.amount_words(self.balance.released, self.fund.currency)


def public_rows(funds: list[Fund]) -> list[Public]:
    """Balances and counts of several funds, in four queries for all of them."""
    balances = balances_of(funds)
    counts = _counts([fund.pk for fund in funds])
    today = timezone.localdate()
    rows = []
    for fund in funds:
        money = balances[fund.pk]
        waiting = counts.get((fund.pk, "waiting"), 0)
        state = standing(
            opens_on=fund.opens_on,
            closes_on=fund.closes_on,
            available=money.available,
            waiting=waiting,
            on=today,
        )
        awarded = sum(
            number
            for (key, case_state), number in counts.items()
            if key == fund.pk and case_state in HELD
        )
        rows.append(Public(fund, money, state, waiting, awarded, _parts(fund, money)))
    return rows


def _counts(keys: list[uuid.UUID]) -> dict[tuple[uuid.UUID, str], int]:
    found = Case.objects.filter(fund_id__in=keys, submitted_at__isnull=False).order_by()
    rows = found.values_list("fund_id", "state").annotate(number=Count("pk"))
    return {(fund, state): number for fund, state, number in rows}


def _parts(fund: Fund, money: Balance) -> list[dict[str, Any]]:
    """Accounts in words, each with its piece of the bar: where it starts and how long it is."""
    found = []
    start = Decimal(0)
    for account in SHOWN:
        amount = getattr(money, account)
        if not amount and account not in ("available", "reserved", "paid"):
            continue
        share = _share(amount, money.appropriated)
        found.append(
            {
                "account": account,
                "label": wording.ACCOUNTS[account],
                "words": wording.amount_words(amount, fund.currency),
                # Text, because a number in a template gets the reader's decimal comma.
                "share": str(share),
                "start": str(start),
            }
        )
        start += share
    return found


def booking_rows(rows: Iterable[Booking], currency: str) -> list[dict[str, Any]]:
    """Rows of the ledger in words."""
    return [
        {
            "row": row,
            "kind": wording.name(wording.BOOKINGS, row.kind),
            "source": wording.name(wording.SHORT_ACCOUNTS, row.source),
            "target": wording.name(wording.SHORT_ACCOUNTS, row.target),
            "words": wording.amount_words(row.amount, currency),
        }
        for row in rows
    ]


def _share(amount: Decimal, whole: Decimal) -> Decimal:
    return (amount * 100 / whole).quantize(Decimal("0.1")) if whole else Decimal(0)
