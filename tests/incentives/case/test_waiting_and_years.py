"""The waiting list moves up in its written order; funds open, close and hand on by themselves."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from simpul.incentives import ledger
from simpul.incentives.actions import bank, funds, payments, review
from simpul.incentives.actions.lapsing import lapse_late, remind_soon
from simpul.incentives.models import Certificate
from simpul.kit.actors import system_actor
from simpul.kit.outcomes import WrongState
from simpul.messages.models import Message
from tests.incentives.case.conftest import GIVEN

pytestmark = pytest.mark.django_db
WORKER = system_actor("worker")
HUGE = "20000000000"
"""Of goods: the scheme then gives its most, Rp4,900,000,000."""


def states(*cases: Any) -> list[str]:
    for case in cases:
        case.refresh_from_db()
    return [case.state for case in cases]


def test_nobody_overtakes_the_waiting_list_even_where_a_smaller_request_would_fit(
    awarded: Any, ani: Any, scenario: Any
) -> None:
    first = awarded("Satu")
    large = awarded("Dua", goods_spend=HUGE)
    small = awarded("Tiga")
    assert states(first, large, small) == ["provisional", "waiting", "waiting"]
    assert ledger.balance_of(scenario).available == 5_000_000_000 - GIVEN
    scenario.refresh_from_db()
    assert scenario.state == "spent"

    review.withdraw_case(actor=ani.actor, case_id=first.pk)
    assert states(large, small) == ["provisional", "waiting"]
    review.withdraw_case(actor=ani.actor, case_id=large.pk)
    assert states(large, small) == ["withdrawn", "provisional"]
    assert Certificate.objects.get(case=small).state == "valid"
    now = ledger.balance_of(scenario)
    assert (now.reserved, now.available) == (GIVEN, 5_000_000_000 - GIVEN)


def test_more_money_for_the_fund_moves_the_list_up(
    awarded: Any, scenario: Any, kartika: Any, lina: Any
) -> None:
    awarded("Satu")
    waiting = awarded("Dua", goods_spend=HUGE)
    one = funds.propose_appropriation(
        actor=kartika.actor, fund_id=scenario.pk, amount="5000000000", basis="APBD-P"
    )
    funds.decide_appropriation(actor=lina.actor, appropriation_id=one.pk, approve=True)
    assert states(waiting) == ["provisional"]
    scenario.refresh_from_db()
    assert scenario.state == "open"


def test_a_certificate_without_a_report_lapses_after_a_reminder_and_frees_its_money(
    awarded: Any, scenario: Any
) -> None:
    case = awarded()
    due = timezone.make_aware(dt.datetime.combine(case.report_due, dt.time(12)))
    assert remind_soon(actor=WORKER, now=due - dt.timedelta(days=20)) == 1
    assert remind_soon(actor=WORKER, now=due - dt.timedelta(days=19)) == 0
    assert lapse_late(actor=WORKER, now=due) == 0
    assert lapse_late(actor=WORKER, now=due + dt.timedelta(days=1)) == 1
    assert states(case) == ["lapsed"]
    assert ledger.balance_of(scenario).promised == 0


def test_what_nobody_took_goes_into_the_next_fund_and_the_promised_stays(
    awarded: Any, scenario: Any, make_fund: Any
) -> None:
    case = awarded()
    type(scenario).objects.filter(pk=scenario.pk).update(at_end="carry")
    heir = make_fund(
        0,
        code="tahun-depan",
        continues=scenario.code,
        scheme_family=scenario.scheme_family,
        opens_on=scenario.closes_on,
        closes_on=scenario.closes_on + dt.timedelta(days=365),
    )
    after = timezone.make_aware(dt.datetime.combine(scenario.closes_on, dt.time(1)))
    funds.settle_all(actor=WORKER, now=after)
    old, new = ledger.balance_of(scenario), ledger.balance_of(heir)
    assert (old.carried, old.available, old.reserved) == (5_000_000_000 - GIVEN, 0, GIVEN)
    assert new.available == new.appropriated == 5_000_000_000 - GIVEN
    scenario.refresh_from_db()
    heir.refresh_from_db()
    assert (scenario.state, heir.state) == ("closed", "open")
    # What a case gives back after the end follows the rest.
    review.lapse_case(actor=WORKER, case_id=case.pk, now=after + dt.timedelta(days=400))
    assert ledger.balance_of(heir).appropriated == 5_000_000_000


def test_what_nobody_took_lapses_where_nothing_continues_the_fund(
    awarded: Any, scenario: Any
) -> None:
    awarded("Satu")
    waiting = awarded("Dua", goods_spend=HUGE)
    after = timezone.make_aware(dt.datetime.combine(scenario.closes_on, dt.time(1)))
    funds.settle_all(actor=WORKER, now=after)
    now = ledger.balance_of(scenario)
    assert (now.lapsed, now.reserved) == (5_000_000_000 - GIVEN, GIVEN)
    assert states(waiting) == ["lapsed"]


def test_a_new_account_is_not_paid_to_while_it_cools_and_everybody_else_hears_of_it(
    to_be_paid: Any, bank_account: Any, ani: Any, budi: Any, indra: Any, settings: Any
) -> None:
    case = to_be_paid()
    changed = bank.change_account(
        actor=replace(ani.actor, second_factor=True),
        company_id=case.company_id,
        bank="Bank Lain",
        number="9988776655",
        holder="PT Layar Contoh",
    )
    told = Message.objects.filter(template="incentives/bank_changed")
    assert [message.user_id for message in told] == [budi.user.pk]
    assert "9988776655" not in told[0].text
    assert "6655" in told[0].text
    payment = payments.prepare_payment(actor=indra.actor, case_id=case.pk)
    assert payment.account_id == bank_account.pk
    bank.stop_change(actor=budi.actor, account_id=changed.pk, reason="Bukan kami")
    later = timezone.now() + dt.timedelta(days=settings.BANK_COOLING_DAYS + 1)
    again = payments.cancel_payment(actor=indra.actor, payment_id=payment.pk, reason="Uji")
    assert again.state == "cancelled"
    payment = payments.prepare_payment(actor=indra.actor, case_id=case.pk, now=later)
    assert payment.account_id == bank_account.pk


def test_a_payment_to_an_account_that_changed_meanwhile_is_not_released(
    to_be_paid: Any, bank_account: Any, ani: Any, indra: Any, kartika: Any, settings: Any
) -> None:
    case = to_be_paid()
    payment = payments.prepare_payment(actor=indra.actor, case_id=case.pk)
    bank.change_account(
        actor=replace(ani.actor, second_factor=True),
        company_id=case.company_id,
        bank="Bank Lain",
        number="9988776655",
        holder="PT Layar Contoh",
    )
    later = timezone.now() + dt.timedelta(days=settings.BANK_COOLING_DAYS)
    with pytest.raises(WrongState):
        payments.release_payment(actor=kartika.actor, payment_id=payment.pk, now=later)


def test_a_part_the_bank_sent_back_is_owed_again_and_the_case_opens_again(
    to_be_paid: Any, bank_account: Any, indra: Any, kartika: Any
) -> None:
    case = to_be_paid()
    for number in (1, 2):
        payment = payments.prepare_payment(actor=indra.actor, case_id=case.pk)
        payments.release_payment(actor=kartika.actor, payment_id=payment.pk)
        payments.record_paid(
            actor=kartika.actor,
            payment_id=payment.pk,
            evidence=f"TRX-{number}",
            paid_on=timezone.localdate(),
        )
    assert states(case) == ["closed"]
    payments.record_bounced(actor=kartika.actor, payment_id=payment.pk, reason="Rekening ditutup")
    assert states(case) == ["certified"]
    now = ledger.balance_of(case.fund)
    assert now.final == Decimal(320)
    assert now.paid + now.left == now.appropriated
    again = payments.prepare_payment(actor=indra.actor, case_id=case.pk)
    assert (again.part, again.amount) == (2, Decimal(320))
