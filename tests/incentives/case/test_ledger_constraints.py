"""What the database itself refuses, whatever path writes."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.utils import InternalError

from simpul.incentives import ledger
from simpul.incentives.models import (
    Award,
    BankAccount,
    Booking,
    CaseBalance,
    Certificate,
    FundBalance,
    Payment,
)
from simpul.kit.actors import system_actor
from tests.incentives.case.conftest import NOW

pytestmark = pytest.mark.django_db
SYSTEM = system_actor("test")


def refused(act: Any) -> None:
    with pytest.raises((IntegrityError, InternalError, DatabaseError)), transaction.atomic():
        act()


def book(fund: Any, kind: str, amount: int, **about: Any) -> Booking:
    return ledger.book(actor=SYSTEM, fund=fund, kind=kind, amount=Decimal(amount), **about)


def test_a_reservation_larger_than_what_is_free_is_refused_and_changes_nothing(
    make_fund: Any, bare_case: Any, bare_award: Any
) -> None:
    fund = make_fund(1_000)
    case = bare_case(fund)
    award = bare_award(case, 1_001)
    with pytest.raises(ledger.NotEnough):
        book(fund, "reserve", 1_001, case=case, award=award)
    assert ledger.balance_of(fund) == ledger.Balance(
        appropriated=Decimal(1_000), available=Decimal(1_000)
    )


def test_the_accounts_of_a_fund_always_add_up_to_what_was_appropriated(
    make_fund: Any, bare_case: Any, bare_award: Any
) -> None:
    fund = make_fund(1_000)
    case = bare_case(fund)
    book(fund, "reserve", 600, case=case, award=bare_award(case, 600))
    book(fund, "commit", 600, case=case)
    book(fund, "certify", 450, case=case, award=bare_award(case, 450, "final"))
    book(fund, "release", 150, source="committed", case=case)
    now = ledger.balance_of(fund)
    assert (now.available, now.reserved, now.committed, now.final) == (550, 0, 0, 450)
    assert now.released == 150
    assert now.appropriated == now.left + now.paid + now.lapsed + now.carried == 1_000


def test_money_of_one_case_cannot_be_taken_for_another(
    make_fund: Any, bare_case: Any, bare_award: Any
) -> None:
    fund = make_fund(1_000)
    rich, poor = bare_case(fund), bare_case(fund)
    book(fund, "reserve", 500, case=rich, award=bare_award(rich, 500))
    with pytest.raises(ledger.NotEnough):
        book(fund, "commit", 1, case=poor)


def test_a_case_cannot_take_from_a_fund_it_did_not_ask(
    make_fund: Any, bare_case: Any, bare_award: Any
) -> None:
    mine, other = make_fund(1_000), make_fund(1_000, code="lain")
    case = bare_case(mine)
    award = bare_award(case, 10)
    refused(lambda: book(other, "reserve", 10, case=case, award=award))


def test_nothing_is_reserved_without_an_award_of_that_amount_by_two_people(
    make_fund: Any, bare_case: Any, bare_award: Any, indra: Any
) -> None:
    fund = make_fund(1_000)
    case = bare_case(fund)
    award = bare_award(case, 100)
    refused(lambda: book(fund, "reserve", 99, case=case, award=award))
    refused(lambda: book(fund, "reserve", 100, case=case))
    alone = Award.objects.create(
        case=case,
        kind="provisional",
        amount=Decimal(50),
        currency="IDR",
        scheme_id="uji",
        proposed_by=indra.user,
        proposed_at=NOW,
    )
    refused(lambda: book(fund, "reserve", 50, case=case, award=alone))
    refused(
        lambda: Award.objects.filter(pk=alone.pk).update(
            state="approved", decided_by=indra.user, decided_at=NOW
        )
    )
    book(fund, "reserve", 100, case=case, award=award)
    refused(lambda: book(fund, "reserve", 100, case=case, award=award))


def paid_account(company: Any, ani: Any) -> BankAccount:
    return BankAccount.objects.create(
        company=company,
        bank="Bank Uji",
        number="1234567890",
        holder="PT Layar Contoh",
        requested_by=ani.user,
        requested_at=NOW,
        usable_from=NOW,
    )


def payment_of(award: Award, account: BankAccount, **values: Any) -> Payment:
    return Payment.objects.create(
        **{
            "case": award.case,
            "award": award,
            "part": 1,
            "amount": award.amount,
            "currency": "IDR",
            "account": account,
            "reference": "UJI-1",
            "prepared_at": NOW,
            **values,
        }
    )


def test_no_payment_is_released_by_who_prepared_it_and_none_is_booked_before(
    make_fund: Any,
    bare_case: Any,
    bare_award: Any,
    company: Any,
    ani: Any,
    indra: Any,
    kartika: Any,
) -> None:
    fund = make_fund(1_000)
    case = bare_case(fund)
    book(fund, "reserve", 400, case=case, award=bare_award(case, 400))
    book(fund, "commit", 400, case=case)
    final = bare_award(case, 400, "final")
    book(fund, "certify", 400, case=case, award=final)
    payment = payment_of(final, paid_account(company, ani), prepared_by=indra.user)
    refused(lambda: book(fund, "pay", 400, case=case, payment=payment))
    mine = {"state": "released", "released_at": NOW}
    refused(lambda: Payment.objects.filter(pk=payment.pk).update(**mine, released_by=indra.user))
    Payment.objects.filter(pk=payment.pk).update(
        state="paid",
        released_by=kartika.user,
        released_at=NOW,
        paid_on=NOW.date(),
        evidence="BANK-1",
        recorded_by=kartika.user,
        recorded_at=NOW,
    )
    refused(lambda: book(fund, "pay", 399, case=case, payment=payment))
    book(fund, "pay", 400, case=case, payment=payment)
    refused(lambda: book(fund, "pay", 400, case=case, payment=payment))
    assert ledger.balance_of(fund).paid == 400


def test_a_paid_payment_has_the_banks_evidence(
    make_fund: Any, bare_case: Any, bare_award: Any, company: Any, ani: Any, indra: Any, lina: Any
) -> None:
    final = bare_award(bare_case(make_fund(1_000)), 400, "final")
    payment = payment_of(final, paid_account(company, ani), prepared_by=indra.user)
    refused(
        lambda: Payment.objects.filter(pk=payment.pk).update(
            state="paid", released_by=lina.user, released_at=NOW
        )
    )


def test_rows_of_the_ledger_are_never_edited_and_balances_are_never_written_by_hand(
    make_fund: Any, bare_case: Any, bare_award: Any
) -> None:
    fund = make_fund(1_000)
    case = bare_case(fund)
    book(fund, "reserve", 10, case=case, award=bare_award(case, 10))
    refused(lambda: Booking.objects.filter(fund=fund).update(amount=1))
    refused(lambda: Booking.objects.filter(fund=fund).delete())
    refused(lambda: FundBalance.objects.filter(fund=fund).update(amount=1_000_000))
    refused(lambda: FundBalance.objects.filter(fund=fund).delete())
    refused(lambda: FundBalance.objects.create(fund=fund, account="paid", amount=1))
    refused(lambda: CaseBalance.objects.filter(case=case).update(amount=1_000_000))

    def truncate() -> None:
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE incentives_booking CASCADE")

    refused(truncate)


def test_a_row_that_joins_accounts_no_movement_joins_is_refused(make_fund: Any) -> None:
    fund = make_fund(1_000)
    for source, target in (("available", "paid"), ("treasury", "paid"), ("available", "available")):
        refused(
            lambda s=source, t=target: Booking.objects.create(
                fund=fund, kind="lapse", source=s, target=t, amount=1, at=NOW, by_label="x"
            )
        )
    refused(lambda: book(fund, "lapse", 0))
    refused(lambda: book(fund, "lapse", -5))


def test_what_was_awarded_or_signed_is_never_changed(
    make_fund: Any, bare_case: Any, bare_award: Any, company: Any, ani: Any
) -> None:
    award = bare_award(bare_case(make_fund(1_000)), 100)
    refused(lambda: Award.objects.filter(pk=award.pk).update(amount=900))
    refused(lambda: Award.objects.filter(pk=award.pk).update(facts={"x": "1"}))
    refused(award.delete)
    account = paid_account(company, ani)
    refused(lambda: BankAccount.objects.filter(pk=account.pk).update(number="9999999999"))
    assert Certificate.objects.count() == 0


def test_an_account_is_not_usable_before_it_was_given(company: Any, ani: Any) -> None:
    refused(
        lambda: BankAccount.objects.create(
            company=company,
            bank="Bank Uji",
            number="1234567890",
            holder="PT Layar Contoh",
            requested_by=ani.user,
            requested_at=NOW,
            usable_from=NOW - dt.timedelta(seconds=1),
        )
    )
