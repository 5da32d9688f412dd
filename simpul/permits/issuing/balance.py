"""What a case owes to whom. Pure; no database, one currency, Decimal.

Each payee has its own account: what one was paid too much never covers what another is owed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Account:
    """One payee's side: official lines, approved waivers, payments."""

    assessed: Decimal = Decimal(0)
    waived: Decimal = Decimal(0)
    paid: Decimal = Decimal(0)

    @property
    def left(self) -> Decimal:
        """Still to be paid; negative when money must be given back."""
        return self.assessed - self.waived - self.paid


@dataclass(frozen=True, slots=True)
class Balance:
    """All accounts of a case, by the payee's code."""

    accounts: Mapping[str, Account] = field(default_factory=dict)

    @property
    def assessed(self) -> Decimal:
        return sum((one.assessed for one in self.accounts.values()), Decimal(0))

    @property
    def waived(self) -> Decimal:
        return sum((one.waived for one in self.accounts.values()), Decimal(0))

    @property
    def paid(self) -> Decimal:
        return sum((one.paid for one in self.accounts.values()), Decimal(0))

    @property
    def due(self) -> Decimal:
        """Still to be paid, over all payees; the permit waits until it is zero."""
        return sum((max(Decimal(0), one.left) for one in self.accounts.values()), Decimal(0))

    @property
    def credit(self) -> Decimal:
        """To be given back, over all payees."""
        return sum((max(Decimal(0), -one.left) for one in self.accounts.values()), Decimal(0))
