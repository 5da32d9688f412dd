"""From the first word to the last payment, through the same verbs as a click."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from simpul.incentives import ledger
from simpul.incentives.actions import awards, payments
from simpul.incentives.models import Case, Certificate, Payment
from simpul.journal.queries import entries_for
from simpul.journal.verify import verify
from simpul.messages.models import Message
from tests.incentives.case.conftest import CERTIFIED, GIVEN

pytestmark = pytest.mark.django_db
REPORTS_OWN = {
    "incentive.report_uploaded",
    "incentive.report_read",
    "incentive.finding_decided",
    "incentive.findings_decided",
}
"""What the cost report says of itself in the case's journal."""


def pay(case: Case, indra: Any, kartika: Any, evidence: str) -> Payment:
    payment = payments.prepare_payment(actor=indra.actor, case_id=case.pk)
    payments.release_payment(actor=kartika.actor, payment_id=payment.pk)
    return payments.record_paid(
        actor=kartika.actor,
        payment_id=payment.pk,
        evidence=evidence,
        paid_on=timezone.localdate(),
    )


def test_a_request_is_asked_awarded_audited_and_paid_in_two_parts(
    certified: Any, bank_account: Any, indra: Any, kartika: Any
) -> None:
    case = certified()
    fund = case.fund
    now = ledger.balance_of(fund)
    assert now.final == CERTIFIED
    assert now.available == 5_000_000_000 - CERTIFIED
    assert now.released == GIVEN - CERTIFIED

    first = pay(case, indra, kartika, "TRX-1")
    assert first.amount == Decimal(480_000_014)  # 60% of 800,000,024, rounded down
    case.refresh_from_db()
    assert case.state == "certified"
    second = pay(case, indra, kartika, "TRX-2")
    assert second.amount == Decimal(320_000_010)
    case.refresh_from_db()
    assert case.state == "closed"
    now = ledger.balance_of(fund)
    assert (now.paid, now.final) == (CERTIFIED, 0)
    assert now.paid + now.left == now.appropriated

    verbs = [entry.verb for entry in entries_for(case.subject)]
    assert [verb for verb in verbs if verb not in REPORTS_OWN] == [
        "incentive.started",
        "incentive.submitted",
        "incentive.taken",
        "incentive.award_proposed",
        "incentive.awarded",
        "incentive.reported",
        "incentive.audit_started",
        "incentive.audit_finished",
        "incentive.reconciled",
        "incentive.award_proposed",
        "incentive.certified",
        "incentive.payment_prepared",
        "incentive.payment_released",
        "incentive.payment_made",
        "incentive.payment_prepared",
        "incentive.payment_released",
        "incentive.payment_made",
        "incentive.closed",
    ]
    assert verify(case.subject) is None
    told = set(Message.objects.filter(subject_ref=case.subject).values_list("template", flat=True))
    assert {"incentives/submitted", "incentives/awarded", "incentives/payment_made"} <= told


def test_the_provisional_certificate_reserves_what_the_scheme_gives(awarded: Any) -> None:
    case = awarded()
    assert case.state == "provisional"
    assert ledger.balance_of(case.fund).reserved == GIVEN
    assert case.report_due == timezone.localdate() + dt.timedelta(days=365)
    paper = Certificate.objects.get(case=case)
    assert paper.kind == "provisional"
    assert paper.rehearsal is True
    assert paper.number == f"{case.reference}-P"


def test_the_final_certificate_takes_the_place_of_the_provisional(certified: Any) -> None:
    case = certified()
    states = dict(Certificate.objects.filter(case=case).values_list("kind", "state"))
    assert states == {"provisional": "replaced", "final": "valid"}
    final = Certificate.objects.get(case=case, kind="final")
    assert Decimal(final.contents["amount"]) == CERTIFIED
    assert [Decimal(part["amount"]) for part in final.contents["parts"]] == [
        Decimal(480_000_014),
        Decimal(320_000_010),
    ]
    assert {row["key"]: row["accepted"] for row in final.contents["figures"]} == {
        "shoot_days": "20",
        "local_hires": "40",
        "trainee_days": "0",
    }


def test_more_spent_than_estimated_never_certifies_more_than_was_reserved(
    audited: Any, indra: Any, kartika: Any
) -> None:
    case = audited(amounts={"3201": 9_000_000_000})
    award = awards.propose_award(actor=indra.actor, case_id=case.pk)
    assert award.amount == GIVEN
    awards.decide_award(actor=kartika.actor, award_id=award.pk, approve=True)
    now = ledger.balance_of(case.fund)
    assert (now.final, now.released) == (GIVEN, 0)


def test_spending_below_the_threshold_certifies_nothing_and_frees_everything(
    audited: Any, indra: Any, kartika: Any
) -> None:
    case = audited(amounts={"2001": 2_000_000_000})
    award = awards.propose_award(actor=indra.actor, case_id=case.pk, reason="Di bawah batas.")
    assert award.amount == 0
    awards.decide_award(actor=kartika.actor, award_id=award.pk, approve=True)
    case.refresh_from_db()
    assert case.state == "closed"
    now = ledger.balance_of(case.fund)
    assert now.available == now.appropriated
    assert not Certificate.objects.filter(case=case, kind="final").exists()
    assert Certificate.objects.get(case=case).state == "lapsed"
