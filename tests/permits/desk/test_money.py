"""Fees of a case: frozen lines, two people for a waiver, a payment told twice counts once."""

from __future__ import annotations

import json
import uuid
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.db.utils import DatabaseError
from django.utils import timezone

from simpul.city.queries import city_book
from simpul.kit.outcomes import InvalidInput, NotAllowed, WrongState
from simpul.messages.models import Message
from simpul.permits import queries
from simpul.permits.actions import clearances, drafts, fees, intake, submission
from simpul.permits.demo.flows import plan_and_details
from simpul.permits.models import Application, Bill, FeeLine
from simpul.permits.providers import TrialProvider
from tests.permits.desk.conftest import SENT
from tests.permits.desk.test_answering import PDF


@pytest.fixture
def billed(accepted: Any, answer_all: Any) -> Application:
    """Shoot (b), everything approved: Rp 4,900,000 are due."""
    application = accepted("b")
    answer_all(application)
    application.refresh_from_db()
    return application


def test_thursday_and_sunday_at_tim_cost_2_200_000_and_2_700_000(billed: Application) -> None:
    lines = billed.fee_lines.order_by("day")
    assert [line.amount for line in lines] == [Decimal(2_200_000), Decimal(2_700_000)]
    assert [line.day.isoweekday() for line in lines] == [4, 7]
    assert billed.state == "awaiting_payment"
    assert billed.bills.get().amount == Decimal(4_900_000)


def test_kampung_house_costs_nothing_and_is_ready_when_answered(
    accepted: Any, answer_all: Any
) -> None:
    application = accepted("c")
    answer_all(application)
    application.refresh_from_db()
    assert not application.fee_lines.exists()
    assert application.state == "ready"


def test_frozen_line_cannot_be_edited_or_deleted(billed: Application) -> None:
    line = billed.fee_lines.first()
    for change in (
        lambda: FeeLine.objects.filter(pk=line.pk).update(amount=1),
        lambda: FeeLine.objects.filter(pk=line.pk).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def notice(bill: Bill, **changes: Any) -> tuple[dict[str, str], bytes]:
    now = timezone.now()
    data = {
        "bill": bill.reference,
        "amount": str(bill.amount),
        "currency": "IDR",
        "reference": "BANK-1",
        "paid_at": now.isoformat(),
        **changes,
    }
    body = json.dumps(data).encode()
    return {TrialProvider.header: TrialProvider().sign(body, now)}, body


def test_signed_callback_pays_once_however_often_it_comes(
    billed: Application, settings: Any
) -> None:
    settings.DEMO = True
    headers, body = notice(billed.bills.get())
    first = fees.receive_callback(provider="trial", headers=headers, body=body)
    again = fees.receive_callback(provider="trial", headers=headers, body=body)
    assert first.pk == again.pk
    billed.refresh_from_db()
    assert billed.state == "ready"
    assert queries.balance_of(billed).due == 0


def test_withdrawn_case_asks_for_nothing_and_takes_nothing(
    billed: Application, ani: Any, settings: Any
) -> None:
    settings.DEMO = True
    submission.withdraw(actor=ani.actor, application_id=billed.pk, reason="Hujan")
    bill = billed.bills.get()
    assert bill.state == "cancelled"
    headers, body = notice(bill)
    with pytest.raises(WrongState):
        fees.receive_callback(provider="trial", headers=headers, body=body)


def test_callback_with_a_changed_body_is_refused(billed: Application, settings: Any) -> None:
    settings.DEMO = True
    headers, body = notice(billed.bills.get())
    with pytest.raises(NotAllowed):
        fees.receive_callback(
            provider="trial", headers=headers, body=body.replace(b"BANK-1", b"BANK-2")
        )


def test_same_provider_reference_with_another_amount_is_refused(
    billed: Application, settings: Any
) -> None:
    settings.DEMO = True
    bill = billed.bills.get()
    headers, body = notice(bill)
    fees.receive_callback(provider="trial", headers=headers, body=body)
    headers, body = notice(bill, amount="1")
    with pytest.raises(WrongState):
        fees.receive_callback(provider="trial", headers=headers, body=body)


def test_trial_provider_exists_only_in_the_demonstration(client: Any, db: None) -> None:
    assert client.post("/pembayaran/trial/", b"{}", content_type="text/json").status_code == 404


def test_payment_must_match_the_bill_and_needs_proof(billed: Application, dewi: Any) -> None:
    bill = billed.bills.get()
    proof = SimpleUploadedFile("bukti.pdf", PDF)
    with pytest.raises(InvalidInput):
        fees.record_payment(
            actor=dewi.actor, bill_id=bill.pk, amount="1000", bank_reference="X1", proof=proof
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        bill.payments.create(
            amount=bill.amount,
            currency="IDR",
            channel="officer",
            provider_reference="X2",
            paid_at=timezone.now(),
            recorded_by_label="x",
        )


def test_waiver_needs_a_second_person(billed: Application, dewi: Any, eko: Any) -> None:
    line = billed.fee_lines.order_by("day").first()
    waiver = fees.propose_waiver(
        actor=dewi.actor, fee_line_id=line.pk, amount="2200000", reason="Film pelajar"
    )
    with pytest.raises(NotAllowed):
        fees.decide_waiver(actor=dewi.actor, waiver_id=waiver.pk, approve=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        type(waiver).objects.filter(pk=waiver.pk).update(approved_by=dewi.user)
    fees.decide_waiver(actor=eko.actor, waiver_id=waiver.pk, approve=True)
    balance = queries.balance_of(billed)
    assert (balance.waived, balance.due) == (Decimal(2_200_000), Decimal(2_700_000))
    assert billed.bills.get(state="open").amount == Decimal(2_700_000)


def test_waiving_everything_makes_the_case_ready(billed: Application, dewi: Any, eko: Any) -> None:
    for line in billed.fee_lines.all():
        waiver = fees.propose_waiver(
            actor=dewi.actor, fee_line_id=line.pk, amount=line.amount, reason="Keputusan gubernur"
        )
        fees.decide_waiver(actor=eko.actor, waiver_id=waiver.pk, approve=True)
    billed.refresh_from_db()
    assert billed.state == "ready"
    assert not billed.bills.filter(state="open").exists()


def test_outsider_cannot_touch_money(billed: Application, citra: Any, client: Any) -> None:
    client.force_login(citra.user)
    bill, line = billed.bills.get(), billed.fee_lines.first()
    for address in (f"/meja/tagihan/{bill.pk}/bayar/", f"/meja/baris/{line.pk}/bebaskan/"):
        assert client.post(address).status_code == 404


def test_triggers_are_in_the_database(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgname FROM pg_trigger WHERE tgname LIKE 'permits_%_kept'")
        assert {row[0] for row in cursor.fetchall()} == {
            "permits_planrevision_kept",
            "permits_feeline_kept",
            "permits_payment_kept",
            "permits_clockevent_kept",
        }


@pytest.fixture
def two_payees(jakarta: Any, ani: Any, dewi: Any, company: Any, answer_all: Any) -> Application:
    """Shoot (b) as a commercial, with a third day in a park: two offices charge.

    The park asks Rp 5,000,000 for each use of six hours; 07:00 to 19:00 is two of them.
    """
    plan, details = plan_and_details("b")
    plan["production"]["type"] = "commercial"
    plan["spots"].append({"id": "s2", "site": "L32", "exterior": True, "public_place": True})
    day = {**plan["days"][0], "date": "2026-12-21", "spot": "s2"}
    plan["days"].append(day)
    details["spots"] = {**details.get("spots", {}), "s2": next(iter(details["spots"].values()))}
    application = drafts.start_application(
        actor=ani.actor,
        company_id=company.pk,
        production={"title": plan["production"]["title"], "kind": plan["production"]["type"]},
        plan=plan,
        details=details,
    )
    submission.submit(
        actor=ani.actor, application_id=application.pk, submit_key=uuid.uuid4(), now=SENT
    )
    intake.take_case(actor=dewi.actor, application_id=application.pk)
    intake.accept_complete(
        actor=dewi.actor, application_id=application.pk, although_missing=True, now=SENT
    )
    answer_all(application)
    application.refresh_from_db()
    return application


def test_each_payee_has_a_bill_and_the_permit_waits_for_both(
    two_payees: Application, dewi: Any, settings: Any
) -> None:
    settings.DEMO = True
    bills = {bill.payee: bill for bill in two_payees.bills.all()}
    assert {payee: bill.amount for payee, bill in bills.items()} == {
        "PKJTIM": Decimal(4_900_000),
        "DISTAMHUT": Decimal(10_000_000),
    }
    assert bills["PKJTIM"].reference != bills["DISTAMHUT"].reference
    for payee, state in (("DISTAMHUT", "awaiting_payment"), ("PKJTIM", "ready")):
        headers, body = notice(bills[payee], reference=f"BANK-{payee}")
        fees.receive_callback(provider="trial", headers=headers, body=body)
        two_payees.refresh_from_db()
        assert two_payees.state == state


def test_a_waiver_renews_only_the_bill_of_its_payee(
    two_payees: Application, dewi: Any, eko: Any
) -> None:
    before = two_payees.bills.get(payee="PKJTIM")
    line = two_payees.fee_lines.get(payee="DISTAMHUT")
    waiver = fees.propose_waiver(
        actor=dewi.actor, fee_line_id=line.pk, amount="4000000", reason="Film pelajar"
    )
    fees.decide_waiver(actor=eko.actor, waiver_id=waiver.pk, approve=True)
    bills = {bill.payee: bill for bill in two_payees.bills.filter(state="open")}
    assert bills["PKJTIM"].reference == before.reference
    assert bills["DISTAMHUT"].amount == Decimal(6_000_000)


def test_the_applicant_reads_whom_to_pay_what_under_which_reference(
    two_payees: Application, ani: Any, client: Any
) -> None:
    client.force_login(ani.user)
    page = client.get(f"/kasus/{two_payees.pk}/").content.decode()
    mails = Message.objects.filter(template="permits/bill_opened")
    for bill in two_payees.bills.all():
        name = city_book().authorities[bill.payee].names["id"]
        assert name in page and bill.reference in page
        assert any(name in mail.text and bill.reference in mail.text for mail in mails)


def test_no_bill_is_opened_while_the_place_refuses(
    accepted: Any, answer_all: Any, make_person: Any
) -> None:
    application = accepted("b")
    keeper = make_person("Tim", desks={"PKJTIM": "answer"}, second_factor=True)
    refused = application.clearances.get(authority_code="PKJTIM")
    clearances.give_verdict(
        actor=keeper.actor,
        clearance_id=refused.pk,
        verdict="refuse",
        reason="Gedung dipakai",
        law="Pergub 5/2024",
    )
    answer_all(application)
    application.refresh_from_db()
    assert application.state == "in_review"
    assert not application.bills.exists()
