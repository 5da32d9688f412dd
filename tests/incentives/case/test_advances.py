"""Money on account: paid when shooting has begun, counted by the final award, or asked back."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from simpul.incentives import ledger
from simpul.incentives.actions import (
    awards,
    funds,
    lapsing,
    milestones,
    payments,
    recoveries,
    review,
)
from simpul.incentives.case.schedule import schedule
from simpul.incentives.models import Case, Certificate, Payment, Recovery
from simpul.journal.verify import verify
from simpul.kit.actors import system_actor
from simpul.kit.outcomes import InvalidInput, NotAllowed, NotVisible, WrongState
from simpul.messages.models import Message
from tests.incentives.case.conftest import CERTIFIED, GIVEN

pytestmark = pytest.mark.django_db
FIRST = Decimal(720_000_000)
"""60% of Rp1,200,000,000."""
FUND = Decimal(5_000_000_000)
LITTLE = {"2001": 700_000_000, "2002": 700_000_000, "3201": 1_100_000_000, "4001": 500_000_000}
"""Rp3,000,000,000; a fifth of it is Rp600,000,000, Rp120,000,000 less than was paid on account."""
LOWER = Decimal(600_000_000)


def money(case: Case) -> tuple[Decimal, ...]:
    """reserved, committed, final, paid of the case; the fund always adds up."""
    now = ledger.balance_of(case.fund)
    assert now.appropriated == now.left + now.paid + now.lapsed + now.carried == FUND
    one = ledger.case_money(case.pk)
    assert one.reserved + one.committed + one.final == now.promised
    return (one.reserved, one.committed, one.final, one.paid)


@pytest.fixture
def begun(indra: Any) -> Any:
    """Shooting has begun today."""

    def make(case: Case) -> None:
        milestones.record_milestone(
            actor=indra.actor,
            case_id=case.pk,
            kind="photography",
            day=timezone.localdate(),
            basis="Izin JKT-26-000001",
        )

    return make


@pytest.fixture
def pay(indra: Any, kartika: Any, bank_account: Any) -> Any:
    """The next part, paid; or only prepared or released: `pay(case, until="released")`."""

    def make(case: Case, until: str = "paid") -> Payment:
        payment = payments.prepare_payment(actor=indra.actor, case_id=case.pk)
        if until in ("released", "paid"):
            payments.release_payment(actor=kartika.actor, payment_id=payment.pk)
        if until == "paid":
            payments.record_paid(
                actor=kartika.actor,
                payment_id=payment.pk,
                evidence=f"TRX-{payment.reference}",
                paid_on=timezone.localdate(),
            )
        payment.refresh_from_db()
        return payment

    return make


@pytest.fixture
def advanced(awarded: Any, on_account: str, begun: Any, pay: Any) -> Any:
    """A case whose first part was paid on account."""

    def make(**values: Any) -> Case:
        case: Case = awarded(digest=on_account, **values)
        begun(case)
        pay(case)
        case.refresh_from_db()
        return case

    return make


def test_a_part_waits_for_its_milestone_and_goes_to_the_bank_committed(
    awarded: Any, on_account: str, begun: Any, pay: Any, indra: Any, kartika: Any
) -> None:
    case = awarded(digest=on_account)
    assert [(one.due, one.state) for one in schedule(case)] == [
        ("photography", "waits"),
        ("final", "waits"),
    ]
    with pytest.raises(WrongState):
        pay(case)
    begun(case)
    payment = pay(case, until="prepared")
    assert (payment.amount, payment.reference) == (FIRST, f"{case.reference}-P1")
    assert money(case) == (GIVEN, 0, 0, 0)
    with pytest.raises(WrongState):  # the other part waits for the final certificate
        pay(case)
    with pytest.raises(NotAllowed):
        payments.release_payment(actor=indra.actor, payment_id=payment.pk)
    payments.release_payment(actor=kartika.actor, payment_id=payment.pk)
    assert money(case) == (GIVEN - FIRST, FIRST, 0, 0)
    payments.cancel_payment(actor=indra.actor, payment_id=payment.pk, reason="Salah")
    assert money(case) == (GIVEN, 0, 0, 0)
    paid = pay(case)
    assert paid.reference == f"{case.reference}-P1.2"
    assert money(case) == (GIVEN - FIRST, 0, 0, FIRST)
    payments.record_bounced(actor=kartika.actor, payment_id=paid.pk, reason="Rekening tutup")
    assert money(case) == (GIVEN, 0, 0, 0)
    assert verify(case.subject) is None


def test_the_final_award_counts_what_was_paid_on_account(
    audited: Any, on_account: str, begun: Any, pay: Any, indra: Any, kartika: Any, awarded: Any
) -> None:
    case = audited(digest=on_account)
    begun(case)
    pay(case)
    assert money(case) == (0, GIVEN - FIRST, 0, FIRST)
    award = awards.propose_award(actor=indra.actor, case_id=case.pk)
    assert award.amount == CERTIFIED
    assert [(one["amount"], one.get("paid", False)) for one in award.parts] == [
        ("720000000", True),
        ("80000024", False),
    ]
    with pytest.raises(WrongState):  # nothing is paid while the award is decided
        pay(case)
    awards.decide_award(actor=kartika.actor, award_id=award.pk, approve=True)
    case.refresh_from_db()
    assert money(case) == (0, 0, CERTIFIED - FIRST, FIRST)
    assert ledger.balance_of(case.fund).available == FUND - CERTIFIED
    assert case.state == "certified"
    last = pay(case)
    assert last.amount == Decimal(80_000_024)
    case.refresh_from_db()
    assert (case.state, money(case)) == ("closed", (0, 0, 0, CERTIFIED))
    assert not case.recoveries.exists()
    paper = Certificate.objects.get(case=case, state="valid").contents
    assert [one["amount"] for one in paper["parts"]] == ["720000000", "80000024"]


def test_an_award_waits_while_a_payment_on_account_is_on_its_way(
    audited: Any, on_account: str, begun: Any, pay: Any, indra: Any, kartika: Any
) -> None:
    case = audited(digest=on_account)
    begun(case)
    payment = pay(case, until="released")
    with pytest.raises(WrongState):
        awards.propose_award(actor=indra.actor, case_id=case.pk)
    payments.cancel_payment(actor=kartika.actor, payment_id=payment.pk, reason="Audit selesai")
    assert awards.propose_award(actor=indra.actor, case_id=case.pk).amount == CERTIFIED


def test_a_lower_final_award_asks_the_rest_back_and_closes_when_it_came(
    audited: Any, on_account: str, begun: Any, pay: Any, indra: Any, kartika: Any, lina: Any
) -> None:
    case = audited(digest=on_account, amounts=LITTLE)
    begun(case)
    pay(case)
    award = awards.propose_award(actor=indra.actor, case_id=case.pk)
    assert award.amount == LOWER
    awards.decide_award(actor=kartika.actor, award_id=award.pk, approve=True)
    case.refresh_from_db()
    claim = Recovery.objects.get(case=case)
    assert (claim.amount, claim.cause, claim.left) == (FIRST - LOWER, "final_lower", 120_000_000)
    assert case.state == "certified"  # not closed: money is to come back
    assert money(case) == (0, 0, 0, FIRST)
    assert Message.objects.filter(template="incentives/recovery_claimed").exists()

    def came(amount: int, evidence: str) -> None:
        recoveries.record_receipt(
            actor=kartika.actor,
            recovery_id=claim.pk,
            amount=str(amount),
            evidence=evidence,
            received_on=timezone.localdate(),
        )

    came(50_000_000, "MASUK-1")
    assert money(case) == (0, 0, 0, FIRST - 50_000_000)
    assert ledger.balance_of(case.fund).available == FUND - FIRST + 50_000_000
    with pytest.raises(WrongState):
        came(1, "MASUK-1")  # the same transfer twice
    with pytest.raises(InvalidInput):
        came(70_000_001, "MASUK-2")
    waiver = recoveries.propose_waiver(
        actor=indra.actor, recovery_id=claim.pk, amount="20000000", reason="Pailit", law="Pasal 7"
    )
    with pytest.raises(NotAllowed):
        recoveries.decide_waiver(actor=indra.actor, waiver_id=waiver.pk, approve=True)
    recoveries.decide_waiver(actor=lina.actor, waiver_id=waiver.pk, approve=True)
    came(50_000_000, "MASUK-3")
    claim.refresh_from_db()
    case.refresh_from_db()
    assert (claim.state, claim.left, case.state) == ("settled", 0, "closed")
    assert money(case) == (0, 0, 0, LOWER + 20_000_000)  # what was waived stays paid
    assert verify(case.subject) is None


@pytest.mark.parametrize("end", ["withdraw", "refuse", "lapse"])
def test_a_case_that_ends_gives_back_what_it_held_and_owes_what_was_paid(
    advanced: Any, ani: Any, kartika: Any, end: str
) -> None:
    case = advanced()
    if end == "withdraw":
        review.withdraw_case(actor=ani.actor, case_id=case.pk)
    elif end == "refuse":
        review.refuse_case(
            actor=kartika.actor, case_id=case.pk, reason="Tidak benar", law="Simpul § 3"
        )
    else:
        late = timezone.now() + dt.timedelta(days=500)
        assert lapsing.lapse_late(actor=system_actor("test"), now=late) == 1
    assert money(case) == (0, 0, 0, FIRST)
    claim = Recovery.objects.get(case=case)
    assert (claim.amount, claim.state) == (FIRST, "open")
    payment = case.payments.get()
    with pytest.raises(WrongState):  # what comes back is recorded with the claim, once
        payments.record_bounced(actor=kartika.actor, payment_id=payment.pk, reason="Kembali")


def test_a_case_does_not_end_while_its_money_is_with_the_bank(
    awarded: Any, on_account: str, begun: Any, pay: Any, ani: Any, kartika: Any
) -> None:
    case = awarded(digest=on_account)
    begun(case)
    payment = pay(case, until="released")
    with pytest.raises(WrongState):
        review.withdraw_case(actor=ani.actor, case_id=case.pk)
    late = timezone.now() + dt.timedelta(days=500)
    assert lapsing.lapse_late(actor=system_actor("test"), now=late) == 0
    payments.cancel_payment(actor=kartika.actor, payment_id=payment.pk, reason="Ditarik")
    payment = pay(case, until="prepared")
    review.withdraw_case(actor=ani.actor, case_id=case.pk)
    payment.refresh_from_db()
    assert (payment.state, money(case)) == ("cancelled", (0, 0, 0, 0))


def test_an_upheld_objection_lets_the_case_run_on_with_what_was_paid(
    advanced: Any, ani: Any, indra: Any, kartika: Any, lina: Any
) -> None:
    case = advanced()
    review.refuse_case(actor=kartika.actor, case_id=case.pk, reason="Salah", law="Simpul § 3")
    appeal = review.file_appeal(actor=ani.actor, case_id=case.pk, grounds="Bukti terlampir")
    review.decide_appeal(actor=lina.actor, appeal_id=appeal.pk, uphold=True, reason="Benar")
    assert Recovery.objects.get(case=case).state == "dropped"
    award = awards.propose_award(actor=indra.actor, case_id=case.pk)
    awards.decide_award(actor=kartika.actor, award_id=award.pk, approve=True)
    case.refresh_from_db()
    # of Rp1,200,000,000 the first 60% were paid already and are not promised twice
    assert money(case) == (GIVEN - FIRST, 0, 0, FIRST)
    assert [(one.due, one.amount) for one in schedule(case)] == [("final", GIVEN - FIRST)]


def test_outsiders_and_the_company_touch_no_claim(
    advanced: Any, ani: Any, make_person: Any, kartika: Any
) -> None:
    case = advanced()
    review.withdraw_case(actor=ani.actor, case_id=case.pk)
    claim = Recovery.objects.get(case=case)
    about = {"recovery_id": claim.pk, "amount": "1", "evidence": "X"}
    with pytest.raises(NotVisible):
        recoveries.record_receipt(
            actor=make_person("Orang").actor, received_on=timezone.localdate(), **about
        )
    with pytest.raises(NotAllowed):
        recoveries.record_receipt(actor=ani.actor, received_on=timezone.localdate(), **about)


# --- a final award above its reservation -------------------------------------------------------

MORE = {**{f"200{n}": 700_000_000 for n in (1, 2, 3)}, "3201": 3_400_000_000, "4001": 1_500_000_000}
"""Rp7,000,000,000; a fifth of it is Rp1,400,000,000, Rp200,000,000 more than was reserved."""
HIGHER = Decimal(1_400_000_000)


def leave_free(case: Case, kartika: Any, lina: Any, free: int) -> None:
    cut = ledger.balance_of(case.fund).available - free
    one = funds.propose_appropriation(
        actor=kartika.actor, fund_id=case.fund_id, amount=f"-{cut:f}", basis="Perubahan APBD"
    )
    funds.decide_appropriation(actor=lina.actor, appropriation_id=one.pk, approve=True)


def test_more_than_was_reserved_needs_a_reason_two_people_and_free_money(
    audited: Any, indra: Any, kartika: Any
) -> None:
    case = audited(amounts=MORE)
    basis = awards.basis_of(case)
    assert (basis.usual, basis.most) == (GIVEN, HIGHER)
    with pytest.raises(InvalidInput):
        awards.propose_award(actor=indra.actor, case_id=case.pk, amount=HIGHER)
    award = awards.propose_award(
        actor=indra.actor, case_id=case.pk, amount=HIGHER, reason="Belanja nyata lebih besar"
    )
    awards.decide_award(actor=kartika.actor, award_id=award.pk, approve=True)
    assert money(case) == (0, 0, HIGHER, 0)
    assert ledger.balance_of(case.fund).available == FUND - HIGHER
    paper = Certificate.objects.get(case=case, state="valid").contents
    assert paper["limits"]["gives"] == "1400000000"


def test_without_free_money_the_award_is_capped_and_says_so(
    audited: Any, indra: Any, kartika: Any, lina: Any
) -> None:
    case = audited(amounts=MORE)
    leave_free(case, kartika, lina, 50_000_000)
    basis = awards.basis_of(case)
    assert (basis.usual, basis.most) == (GIVEN, GIVEN + 50_000_000)
    with pytest.raises(InvalidInput):
        awards.propose_award(
            actor=indra.actor, case_id=case.pk, amount=HIGHER, reason="Belanja nyata"
        )
    award = awards.propose_award(actor=indra.actor, case_id=case.pk)
    assert award.amount == GIVEN
    assert award.quote["limits"] == {
        "gives": "1400000000",
        "held": "1200000000.00",
        "free": "50000000.00",
    }


def test_money_that_is_gone_before_the_second_person_decides_is_not_promised(
    audited: Any, indra: Any, kartika: Any, lina: Any
) -> None:
    case = audited(amounts=MORE)
    award = awards.propose_award(
        actor=indra.actor, case_id=case.pk, amount=HIGHER, reason="Belanja nyata"
    )
    leave_free(case, kartika, lina, 199_999_999)
    with pytest.raises(WrongState):
        awards.decide_award(actor=kartika.actor, award_id=award.pk, approve=True)
    award.refresh_from_db()
    assert (award.state, ledger.case_money(case.pk).committed) == ("proposed", GIVEN)


def test_who_waits_is_not_overtaken_by_a_larger_final_award(
    audited: Any, awarded: Any, indra: Any, kartika: Any, lina: Any
) -> None:
    case = audited(amounts=MORE)
    leave_free(case, kartika, lina, 300_000_000)
    assert awarded("Pagi di Kota").state == "waiting"
    assert awards.basis_of(case).most == GIVEN
