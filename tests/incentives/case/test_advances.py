"""Money on account: paid when shooting has begun, counted by the final award, or asked back."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from simpul.incentives import ledger
from simpul.incentives.actions import (
    awards,
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
from simpul.people.actors import DEMO_SESSION_KEY
from tests.incentives.case.conftest import CERTIFIED, GIVEN

pytestmark = pytest.mark.django_db
FIRST = Decimal(720_000_000)
"""60% of Rp1,200,000,000."""
FUND = Decimal(5_000_000_000)
LITTLE = {"2001": 700_000_000, "2002": 700_000_000, "3201": 1_100_000_000, "4001": 500_000_000}
"""Rp3,000,000,000; a fifth of it is Rp600,000,000, Rp120,000,000 less than was paid on account."""
LOWER = Decimal(600_000_000)
OVER = dt.date(2026, 1, 1)


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
    payment = pay(case, until="released")
    with pytest.raises(WrongState):  # no award while a payment is on its way
        awards.propose_award(actor=indra.actor, case_id=case.pk)
    payments.cancel_payment(actor=kartika.actor, payment_id=payment.pk, reason="Salah")
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
    # The bank sends the first part back only now: it is owed again, out of what is final.
    payments.record_bounced(
        actor=kartika.actor, payment_id=case.payments.get(state="paid").pk, reason="Rekening tutup"
    )
    assert money(case) == (0, 0, CERTIFIED, 0)
    again = pay(case)
    assert (again.amount, again.reference) == (FIRST, f"{case.reference}-P1.3")
    last = pay(case)
    assert (last.amount, last.reference) == (Decimal(80_000_024), f"{case.reference}-2")
    case.refresh_from_db()
    assert (case.state, money(case)) == ("closed", (0, 0, 0, CERTIFIED))
    assert not case.recoveries.exists()
    paper = Certificate.objects.get(case=case, state="valid").contents
    assert [one["amount"] for one in paper["parts"]] == ["720000000", "80000024"]


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


def test_who_does_not_pay_back_in_time_is_asked_once_more(
    audited: Any, on_account: str, begun: Any, pay: Any, indra: Any, kartika: Any, settings: Any
) -> None:
    case = audited(digest=on_account, amounts=LITTLE)
    begun(case)
    pay(case)
    award = awards.propose_award(actor=indra.actor, case_id=case.pk)
    awards.decide_award(actor=kartika.actor, award_id=award.pk, approve=True)
    claim = Recovery.objects.get(case=case)
    recoveries.record_receipt(
        actor=kartika.actor, recovery_id=claim.pk, amount="20000000", evidence="MASUK-1",
        received_on=timezone.localdate(),
    )  # fmt: skip
    worker, day = system_actor("test"), dt.timedelta(days=1)
    last = timezone.now() + settings.INCENTIVE_RECOVERY_DAYS * day
    assert recoveries.remind_overdue(actor=worker, now=last) == 0  # the last day itself is in time
    assert recoveries.remind_overdue(actor=worker, now=last + day) == 1
    assert recoveries.remind_overdue(actor=worker, now=last + 2 * day) == 0
    (letter,) = Message.objects.filter(template="incentives/recovery_overdue")
    assert "Rp\xa0100.000.000" in letter.text  # what is left: 120 million less what came
    told = set(Message.objects.filter(template="incentives/recovery_late").values_list("email"))
    assert told == {(indra.user.email,), (kartika.user.email,)}


@pytest.mark.parametrize("end", ["withdraw", "lapse"])
def test_a_case_that_ends_gives_back_what_it_held_and_owes_what_was_paid(
    advanced: Any, ani: Any, kartika: Any, make_person: Any, end: str
) -> None:
    case = advanced()
    if end == "withdraw":
        review.withdraw_case(actor=ani.actor, case_id=case.pk)
    else:
        late = timezone.now() + dt.timedelta(days=500)
        assert lapsing.lapse_late(actor=system_actor("test"), now=late) == 1
    assert money(case) == (0, 0, 0, FIRST)
    claim = Recovery.objects.get(case=case)
    assert (claim.amount, claim.state) == (FIRST, "open")
    payment = case.payments.get()
    with pytest.raises(WrongState):  # what comes back is recorded with the claim, once
        payments.record_bounced(actor=kartika.actor, payment_id=payment.pk, reason="Kembali")
    about = {"recovery_id": claim.pk, "amount": "1", "evidence": "X"}
    about["received_on"] = timezone.localdate()
    with pytest.raises(NotVisible):
        recoveries.record_receipt(actor=make_person("Orang").actor, **about)
    with pytest.raises(NotAllowed):
        recoveries.record_receipt(actor=ani.actor, **about)


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


def test_pages_of_money_on_account_are_the_desk_s_and_say_what_is_wrong(
    awarded: Any, on_account: str, ani: Any, indra: Any, kartika: Any, make_person: Any, client: Any
) -> None:
    case = awarded(digest=on_account)
    claim = Recovery.objects.create(
        case=case, amount=5, currency="IDR", cause="lapsed", due_on=OVER, claimed_at=timezone.now()
    )
    waiver = recoveries.propose_waiver(
        actor=indra.actor, recovery_id=claim.pk, amount="5", reason="Pailit", law="Pasal 7"
    )
    milestone = reverse("incentives:desk_milestone", args=[case.pk, "photography"])
    addresses = [
        milestone,
        reverse("incentives:recovery_receipt", args=[claim.pk]),
        reverse("incentives:waiver_propose", args=[claim.pk]),
        reverse("incentives:waiver_decide", args=[waiver.pk]),
    ]
    for person in (make_person("Orang"), ani):
        client.force_login(person.user)
        assert [client.post(one).status_code for one in addresses] == [404] * 4

    client.force_login(indra.user)
    session = client.session
    session[DEMO_SESSION_KEY] = indra.user.pk
    session.save()
    wrong = client.post(milestone, {"photography-day": "2999-01-01", "photography-basis": "Izin"})
    assert wrong.status_code == 422
    assert "Hari ini belum tiba." in wrong.content.decode()
    today = timezone.localdate().isoformat()
    good = client.post(milestone, {"photography-day": today, "photography-basis": "Izin 1"})
    assert good.status_code == 302
    desk = client.get(reverse("incentives:desk_case", args=[case.pk])).content.decode()
    assert "Dapat disiapkan" in desk and "Izin 1" in desk

    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            page = client.get(reverse("incentives:to_pay"))
        assert page.status_code == 200
        return len(seen)

    one = queries()
    for number in range(30):
        other = Case.objects.get(pk=case.pk)
        other.pk, other.reference, other.state = uuid4(), f"UJI-{number}", "lapsed"
        other.ended_at, other._state.adding = timezone.now(), True
        other.save()
        Recovery.objects.create(
            case=other, amount=number + 1, currency="IDR", cause="lapsed", due_on=OVER,
            claimed_at=timezone.now(),
        )  # fmt: skip
    assert queries() == one
