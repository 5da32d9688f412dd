"""Two people, a second factor, no interest: who may do what, and for whom nothing exists."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from simpul.incentives import ledger
from simpul.incentives.actions import awards, drafts, funds, payments, review
from simpul.incentives.models import Award, Certificate
from simpul.kit.outcomes import InvalidInput, NotAllowed, NotVisible, WrongState
from simpul.people.models import Interest, StaffGrant
from tests.incentives.case.conftest import NOW

pytestmark = pytest.mark.django_db


def proposed(case: Any, indra: Any) -> Award:
    return awards.propose_award(actor=indra.actor, case_id=case.pk)


def test_who_proposed_an_award_cannot_approve_it_even_with_the_role(
    reviewed: Any, indra: Any
) -> None:
    case = reviewed()
    award = proposed(case, indra)
    StaffGrant.objects.create(user=indra.user, role="incentive_approver", reason="test")
    with pytest.raises(NotAllowed):
        awards.decide_award(actor=indra.actor, award_id=award.pk, approve=True)
    assert not Certificate.objects.exists()


def test_who_audited_a_case_cannot_approve_its_award(audited: Any, joko: Any, indra: Any) -> None:
    case = audited()
    award = proposed(case, indra)
    StaffGrant.objects.create(user=joko.user, role="incentive_approver", reason="test")
    with pytest.raises(NotAllowed):
        awards.decide_award(actor=joko.actor, award_id=award.pk, approve=True)


def test_nobody_decides_without_a_second_factor(reviewed: Any, indra: Any, kartika: Any) -> None:
    case = reviewed()
    with pytest.raises(NotAllowed):
        awards.propose_award(actor=replace(indra.actor, second_factor=False), case_id=case.pk)
    award = proposed(case, indra)
    with pytest.raises(NotAllowed):
        awards.decide_award(
            actor=replace(kartika.actor, second_factor=False), award_id=award.pk, approve=True
        )


def test_who_declared_an_interest_in_the_company_decides_nothing(
    reviewed: Any, indra: Any, kartika: Any, company: Any
) -> None:
    case = reviewed()
    award = proposed(case, indra)
    Interest.objects.create(user=kartika.user, organisation=company, note="saudara")
    with pytest.raises(NotAllowed):
        awards.decide_award(actor=kartika.actor, award_id=award.pk, approve=True)


def test_an_auditor_who_reads_everything_changes_nothing(reviewed: Any, gita: Any) -> None:
    case = reviewed()
    with pytest.raises(NotAllowed):
        awards.propose_award(actor=gita.actor, case_id=case.pk)


def test_a_case_officer_of_permits_does_not_see_cases_of_incentives(
    reviewed: Any, dewi: Any, citra: Any, fajar: Any
) -> None:
    case = reviewed()
    for stranger in (dewi, citra, fajar):
        with pytest.raises(NotVisible):
            awards.propose_award(actor=stranger.actor, case_id=case.pk)
        with pytest.raises(NotVisible):
            review.withdraw_case(actor=stranger.actor, case_id=case.pk)


def test_less_than_the_scheme_gives_needs_a_reason_and_more_is_refused(
    reviewed: Any, indra: Any
) -> None:
    case = reviewed()
    with pytest.raises(InvalidInput) as refusal:
        awards.propose_award(actor=indra.actor, case_id=case.pk, amount="1000000000")
    assert list(refusal.value.errors) == ["reason"]
    with pytest.raises(InvalidInput) as refusal:
        awards.propose_award(actor=indra.actor, case_id=case.pk, amount="1200000001")
    assert list(refusal.value.errors) == ["amount"]


def test_an_award_that_is_not_approved_reserves_nothing(
    reviewed: Any, indra: Any, kartika: Any
) -> None:
    case = reviewed()
    award = proposed(case, indra)
    with pytest.raises(InvalidInput):
        awards.decide_award(actor=kartika.actor, award_id=award.pk, approve=False)
    awards.decide_award(actor=kartika.actor, award_id=award.pk, approve=False, note="Kurang bukti")
    case.refresh_from_db()
    assert case.state == "review"
    assert ledger.balance_of(case.fund).reserved == 0


def test_a_payment_is_released_by_another_than_who_prepared_it(
    to_be_paid: Any, bank_account: Any, indra: Any, kartika: Any
) -> None:
    case = to_be_paid()
    payment = payments.prepare_payment(actor=indra.actor, case_id=case.pk)
    StaffGrant.objects.create(user=indra.user, role="incentive_payer", reason="test")
    with pytest.raises(NotAllowed):
        payments.release_payment(actor=indra.actor, payment_id=payment.pk)
    with pytest.raises(WrongState):
        payments.record_paid(
            actor=kartika.actor, payment_id=payment.pk, evidence="X", paid_on=NOW.date()
        )
    assert ledger.balance_of(case.fund).paid == 0


def test_money_of_a_fund_needs_two_people(make_fund: Any, kartika: Any, lina: Any) -> None:
    fund = make_fund(0)
    one = funds.propose_appropriation(
        actor=kartika.actor, fund_id=fund.pk, amount="500", basis="APBD"
    )
    with pytest.raises(NotAllowed):
        funds.decide_appropriation(actor=kartika.actor, appropriation_id=one.pk, approve=True)
    assert ledger.balance_of(fund).appropriated == 0
    funds.decide_appropriation(actor=lina.actor, appropriation_id=one.pk, approve=True)
    assert ledger.balance_of(fund).available == 500


def test_a_cut_never_reaches_below_what_is_free(awarded: Any, kartika: Any, lina: Any) -> None:
    fund = awarded().fund
    one = funds.propose_appropriation(
        actor=kartika.actor, fund_id=fund.pk, amount="-3800000001", basis="APBD-P"
    )
    with pytest.raises(ledger.NotEnough):
        funds.decide_appropriation(actor=lina.actor, appropriation_id=one.pk, approve=True)
    assert ledger.balance_of(fund).appropriated == 5_000_000_000


def test_a_fund_of_a_scheme_that_is_only_proposed_can_only_be_a_rehearsal(
    jakarta: Any, make_fund: Any
) -> None:
    with pytest.raises(InvalidInput):
        make_fund(0, scheme_family="id-jakarta-rebate-scenario", rehearsal=False)


def test_a_request_below_the_schemes_threshold_is_told_which_requirement_it_misses(
    draft: Any, ani: Any
) -> None:
    case = draft(goods_spend="0", crew_spend="0", lodging_spend="0")
    with pytest.raises(InvalidInput) as refusal:
        drafts.submit(actor=ani.actor, case_id=case.pk, agreed=True)
    assert "Rp3.000.000.000" in str(refusal.value)


def test_a_member_prepares_and_only_an_owner_or_producer_sends(draft: Any, budi: Any) -> None:
    case = draft()
    with pytest.raises(NotAllowed):
        drafts.submit(actor=budi.actor, case_id=case.pk, agreed=True)


def test_a_refusal_says_why_and_another_person_decides_the_objection(
    awarded: Any, ani: Any, kartika: Any, lina: Any
) -> None:
    case = awarded()
    review.refuse_case(
        actor=kartika.actor, case_id=case.pk, reason="Tidak syuting", law="Simpul § 1"
    )
    case.refresh_from_db()
    assert case.state == "refused"
    assert ledger.balance_of(case.fund).available == 5_000_000_000
    assert Certificate.objects.get(case=case).state == "revoked"
    appeal = review.file_appeal(actor=ani.actor, case_id=case.pk, grounds="Kami syuting")
    with pytest.raises(NotAllowed):
        review.decide_appeal(actor=kartika.actor, appeal_id=appeal.pk, uphold=False, reason="Tetap")
    review.decide_appeal(actor=lina.actor, appeal_id=appeal.pk, uphold=True, reason="Benar")
    case.refresh_from_db()
    assert case.state == "review"
