"""A hundred awards at once: whatever the interleaving, no money is made and none is lost."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, transaction

from simpul.incentives import ledger
from simpul.incentives.actions import awards, recoveries
from simpul.incentives.models import Booking, Certificate, Fund, Payment, Recovery
from simpul.kit.actors import system_actor
from simpul.kit.outcomes import InvalidInput, WrongState
from tests.incentives.case.conftest import NOW

pytestmark = pytest.mark.django_db(transaction=True)
SYSTEM = system_actor("test")
THREADS = 12


def paid(final: Any, account: Any, indra: Any, kartika: Any) -> Payment:
    """A payment that two people let go and the bank made."""
    return Payment.objects.create(
        case=final.case,
        award=final,
        part=1,
        amount=final.amount,
        currency="IDR",
        account=account,
        reference=f"UJI-{final.pk}",
        state="paid",
        prepared_by=indra.user,
        prepared_at=NOW,
        released_by=kartika.user,
        released_at=NOW,
        paid_on=NOW.date(),
        evidence=f"TRX-{final.pk}",
        recorded_by=kartika.user,
        recorded_at=NOW,
    )


def run(work: Any, many: list[Any]) -> list[Any]:
    """Every item in some thread, all threads let go at the same moment."""
    gate = Barrier(THREADS)
    shares = [many[number::THREADS] for number in range(THREADS)]

    def one(share: list[Any]) -> list[Any]:
        gate.wait()
        try:
            return [work(item) for item in share]
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        return [result for results in pool.map(one, shares) for result in results]


def test_a_hundred_concurrent_awards_never_take_more_than_the_fund_has(
    make_fund: Any, bare_case: Any, bare_award: Any, bank_account: Any, indra: Any, kartika: Any
) -> None:
    fund = make_fund(1_000)
    dice = random.Random(7)
    jobs = []
    for _number in range(100):
        case = bare_case(fund)
        amount = dice.randint(1, 60)
        final = dice.randint(1, amount)
        jobs.append(
            (case, bare_award(case, amount), bare_award(case, final, "final"), dice.random())
        )

    def award(job: Any) -> Decimal:
        """The life of one case: reserved, and then certified in part, given back, or left."""
        case, first, final, luck = job
        try:
            with transaction.atomic():
                mine = ledger.hold(fund.pk)
                ledger.book(
                    actor=SYSTEM, fund=mine, kind="reserve", amount=first.amount, case=case,
                    award=first,
                )  # fmt: skip
        except ledger.NotEnough:
            return Decimal(0)
        if luck < 0.3:
            return first.amount
        with transaction.atomic():
            mine = ledger.hold(fund.pk)
            if luck < 0.5:
                ledger.release_all(actor=SYSTEM, fund=mine, case=case, reason="withdrawn")
                return Decimal(0)
            ledger.book(actor=SYSTEM, fund=mine, kind="commit", amount=first.amount, case=case)
            ledger.book(
                actor=SYSTEM, fund=mine, kind="certify", amount=final.amount, case=case, award=final
            )
            if first.amount > final.amount:
                ledger.book(
                    actor=SYSTEM,
                    fund=mine,
                    kind="release",
                    source="committed",
                    amount=first.amount - final.amount,
                    case=case,
                )
        if luck > 0.8:
            with transaction.atomic():
                mine = ledger.hold(fund.pk)
                payment = paid(final, bank_account, indra, kartika)
                ledger.book(
                    actor=SYSTEM,
                    fund=mine,
                    kind="pay",
                    amount=final.amount,
                    case=case,
                    payment=payment,
                )
        return Decimal(final.amount)

    held = sum(run(award, jobs), Decimal(0))
    now = ledger.balance_of(fund)
    assert now.appropriated == 1_000
    assert now.promised + now.paid == held
    assert now.paid > 0
    assert now.left + now.paid + now.lapsed + now.carried == now.appropriated
    assert min(now.available, now.reserved, now.committed, now.final) >= 0
    assert now == replayed(fund)


def test_of_two_approvers_at_once_exactly_one_signs(
    reviewed: Any, indra: Any, kartika: Any, lina: Any
) -> None:
    case = reviewed()
    award = awards.propose_award(actor=indra.actor, case_id=case.pk)
    actors = [kartika.actor, lina.actor]

    def decide(actor: Any) -> str:
        try:
            awards.decide_award(actor=actor, award_id=award.pk, approve=True)
        except WrongState:
            return "too late"
        return "signed"

    assert sorted(run(decide, actors)) == ["signed", "too late"]
    assert Certificate.objects.filter(case=case).count() == 1
    assert Booking.objects.filter(case=case, kind="reserve").count() == 1


def replayed(fund: Fund) -> ledger.Balance:
    """The balance computed anew from every row, without the database's own sums."""
    accounts = dict.fromkeys(
        ("available", "reserved", "committed", "final", "paid", "lapsed", "carried", "treasury"),
        Decimal(0),
    )
    released = Decimal(0)
    for row in Booking.objects.filter(fund=fund).order_by("id"):
        accounts[row.source] -= row.amount
        accounts[row.target] += row.amount
        released += row.amount if row.kind == "release" else 0
    return ledger.Balance(appropriated=-accounts.pop("treasury"), released=released, **accounts)


def test_rows_that_bypass_the_program_still_wait_for_each_other(
    make_fund: Any, bare_case: Any, bare_award: Any
) -> None:
    """Nobody holds the fund first here: the trigger alone keeps it above zero."""
    fund = make_fund(100)
    jobs = []
    for _number in range(60):
        case = bare_case(fund)
        jobs.append((case, bare_award(case, 10)))

    def grab(job: Any) -> int:
        case, award = job
        try:
            with transaction.atomic():
                ledger.book(
                    actor=SYSTEM, fund=fund, kind="reserve", amount=Decimal(10), case=case,
                    award=award,
                )  # fmt: skip
        except ledger.NotEnough:
            return 0
        return 10

    assert sum(run(grab, jobs)) == 100
    now = ledger.balance_of(fund)
    assert (now.available, now.reserved) == (0, 100)


def test_awards_above_their_reservation_share_what_is_free_and_no_more(
    make_fund: Any, bare_case: Any, bare_award: Any
) -> None:
    """Twelve final awards of 100 on reservations of 50, and 250 free: five get the rest."""
    fund = make_fund(850)
    jobs = []
    for _number in range(12):
        case = bare_case(fund, state="audit")
        ledger.book(
            actor=SYSTEM, fund=fund, kind="reserve", amount=Decimal(50), case=case,
            award=bare_award(case, 50),
        )  # fmt: skip
        ledger.book(actor=SYSTEM, fund=fund, kind="commit", amount=Decimal(50), case=case)
        jobs.append((case, bare_award(case, 100, "final")))

    def certify(job: Any) -> int:
        case, award = job
        about = {"actor": SYSTEM, "fund": fund, "case": case, "award": award}
        try:
            with transaction.atomic():
                ledger.book(kind="top_up", amount=Decimal(50), **about)
                ledger.book(kind="certify", amount=Decimal(100), **about)
        except ledger.NotEnough:
            return 0
        return 100

    assert sum(run(certify, jobs)) == 500
    now = ledger.balance_of(fund)
    assert (now.available, now.committed, now.final) == (0, 350, 500)
    assert now == replayed(fund)


def test_the_same_money_that_came_back_is_recorded_once(
    to_be_paid: Any, bank_account: Any, kartika: Any, lina: Any
) -> None:
    """Twelve at once record what the bank shows; it can be only once what was asked back."""
    case = to_be_paid()
    final = case.awards.get(kind="final")
    payment = Payment.objects.create(
        case=case, award=final, part=1, amount=Decimal(480), currency="IDR",
        account=bank_account, reference="UJI-1", state="paid", prepared_by=lina.user,
        prepared_at=NOW, released_by=kartika.user, released_at=NOW, paid_on=NOW.date(),
        evidence="TRX-1", recorded_by=kartika.user, recorded_at=NOW,
    )  # fmt: skip
    ledger.book(
        actor=SYSTEM, fund=case.fund, kind="pay", source="final", amount=Decimal(480), case=case,
        payment=payment,
    )  # fmt: skip
    claim = Recovery.objects.create(
        case=case, amount=Decimal(300), currency="IDR", cause="final_lower",
        due_on=NOW.date(), claimed_at=NOW,
    )  # fmt: skip

    def came(number: int) -> int:
        try:
            recoveries.record_receipt(
                actor=kartika.actor, recovery_id=claim.pk, amount="300",
                evidence=f"MASUK-{number}", received_on=NOW.date(),
            )  # fmt: skip
        except (WrongState, InvalidInput):
            return 0
        return 300

    assert sum(run(came, list(range(THREADS)))) == 300
    claim.refresh_from_db()
    assert (claim.state, claim.receipts.count()) == ("settled", 1)
    assert ledger.case_money(case.pk).paid == 180
