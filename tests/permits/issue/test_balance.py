"""What is owed to whom: claims that must hold for every combination of amounts."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from simpul.permits.issuing.balance import Account, Balance

AMOUNTS = st.decimals(0, 10_000_000, places=0)
ACCOUNTS = st.builds(Account, assessed=AMOUNTS, waived=AMOUNTS, paid=AMOUNTS)
BALANCES = st.builds(
    Balance, st.dictionaries(st.sampled_from(("PKJTIM", "DISTAMHUT", "MONAS")), ACCOUNTS)
)


def test_too_much_paid_to_one_does_not_pay_another() -> None:
    park, tim = Account(Decimal(500), paid=Decimal(900)), Account(Decimal(300))
    balance = Balance({"DISTAMHUT": park, "PKJTIM": tim})
    assert (balance.due, balance.credit) == (Decimal(300), Decimal(400))


@given(BALANCES)
def test_nothing_is_due_exactly_when_every_payee_has_what_is_owed(balance: Balance) -> None:
    covered = [one.assessed <= one.waived + one.paid for one in balance.accounts.values()]
    assert (balance.due == 0) == all(covered)


@given(BALANCES)
def test_due_and_credit_add_up_to_the_ledger(balance: Balance) -> None:
    assert balance.due - balance.credit == balance.assessed - balance.waived - balance.paid
    assert balance.due >= 0 <= balance.credit
