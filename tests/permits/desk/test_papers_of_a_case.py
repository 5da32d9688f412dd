"""Who may open which paper: the applicant's documents, an authority's letter, a payment's proof."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from simpul.permits.actions import clearances, drafts, fees, links
from simpul.permits.models import Application, Clearance
from tests.permits.desk.test_answering import PDF, asked


@pytest.fixture
def lane(accepted: Any, ani: Any) -> Application:
    """Shoot (d) with a traffic plan, which the transport agency reads, and another paper."""
    application = accepted("d")
    for code in ("traffic_plan", "other"):
        drafts.attach(
            actor=ani.actor,
            application_id=application.pk,
            document_code=code,
            upload=SimpleUploadedFile(f"{code}.pdf", PDF),
        )
    return application


@pytest.fixture
def token(lane: Application, dewi: Any, monkeypatch: Any) -> str:
    """The link that the transport agency got by e-mail."""
    tokens: list[str] = []
    monkeypatch.setattr(
        "simpul.permits.notify.answer_link_sent", lambda link, token: tokens.append(token)
    )
    links.send_answer_link(
        actor=dewi.actor, clearance_id=asked(lane, "DISHUB").pk, email="humas@dishub.contoh"
    )
    return tokens[0]


def test_link_opens_the_documents_its_authority_was_to_read_and_no_other(
    lane: Application, token: str, client: Any
) -> None:
    wanted, other = lane.attachments.order_by("pk")
    page = client.get(f"/jawab/{token}/").content.decode()
    assert f"/jawab/{token}/berkas/{wanted.pk}/" in page
    opened = client.get(f"/jawab/{token}/berkas/{wanted.pk}/")
    assert b"".join(opened.streaming_content) == PDF
    assert client.get(f"/jawab/{token}/berkas/{other.pk}/").status_code == 404


def test_link_opens_nothing_more_once_it_has_answered(
    lane: Application, token: str, client: Any
) -> None:
    actor, link = links.open_answer_link(token=token)
    clearances.give_verdict(actor=actor, clearance_id=link.clearance_id, verdict="approve")
    paper = lane.attachments.get(document_code="traffic_plan")
    assert client.get(f"/jawab/{token}/berkas/{paper.pk}/").status_code == 404


@pytest.fixture
def letter(lane: Application, dewi: Any) -> Clearance:
    return clearances.record_verdict(
        actor=dewi.actor,
        clearance_id=asked(lane, "TRANSJAKARTA").pk,
        verdict="no_objection",
        evidence=SimpleUploadedFile("surat.pdf", PDF),
        heard_from="Sekretaris perusahaan, 3 November 2026",
    )


@pytest.mark.parametrize(
    ("who", "status"), [("ani", 200), ("gita", 200), ("citra", 404), ("fajar", 404)]
)
def test_letter_is_open_to_who_sees_the_answer(
    letter: Clearance, client: Any, request: Any, who: str, status: int
) -> None:
    client.force_login(request.getfixturevalue(who).user)
    assert client.get(f"/jawaban/{letter.pk}/surat/").status_code == status


@pytest.mark.parametrize(
    ("who", "status"), [("ani", 200), ("gita", 200), ("citra", 404), ("fajar", 404)]
)
def test_proof_of_payment_is_open_to_the_company_and_the_commission(
    accepted: Any, answer_all: Any, dewi: Any, client: Any, request: Any, who: str, status: int
) -> None:
    application = accepted("b")
    answer_all(application)
    bill = application.bills.get()
    payment = fees.record_payment(
        actor=dewi.actor,
        bill_id=bill.pk,
        amount=bill.amount,
        bank_reference="BANK-7",
        proof=SimpleUploadedFile("bukti.pdf", PDF),
    )
    client.force_login(request.getfixturevalue(who).user)
    assert client.get(f"/bayaran/{payment.pk}/bukti/").status_code == status
