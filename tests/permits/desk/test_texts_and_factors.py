"""Texts longer than their columns are refused at their field; deciding needs a second factor."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from simpul.journal.queries import entries_for
from simpul.kit.outcomes import InvalidInput, NotAllowed
from simpul.permits.actions import clearances, intake, links
from simpul.permits.models import Application
from tests.permits.desk.test_answering import PDF, asked

LONG_LAW, LONG_TEXT = "x" * 301, "x" * 2001


@pytest.fixture
def lane(accepted: Any) -> Application:
    """Shoot (d): the traffic police and the bus operator are asked."""
    return accepted("d")


def test_refusal_of_a_case_with_too_long_words_says_so_at_both_fields(sent: Any, dewi: Any) -> None:
    application = sent("a")
    intake.take_case(actor=dewi.actor, application_id=application.pk)
    with pytest.raises(InvalidInput) as trouble:
        intake.refuse_application(
            actor=dewi.actor, application_id=application.pk, reason=LONG_TEXT, law=LONG_LAW
        )
    assert set(trouble.value.errors) == {"reason", "law"}
    intake.refuse_application(
        actor=dewi.actor, application_id=application.pk, reason="r", law=LONG_LAW[1:]
    )
    application.refresh_from_db()
    assert application.end_law == LONG_LAW[1:]


def test_answers_with_too_long_words_say_so_at_both_fields(
    lane: Application, dewi: Any, make_person: Any
) -> None:
    desk = make_person("Lina", desks={"POLRI_LANTAS": "answer"}, second_factor=True)
    with pytest.raises(InvalidInput) as trouble:
        clearances.give_verdict(
            actor=desk.actor,
            clearance_id=asked(lane, "POLRI_LANTAS").pk,
            verdict="refuse",
            reason=LONG_TEXT,
            law=LONG_LAW,
        )
    assert set(trouble.value.errors) == {"reason", "law"}
    with pytest.raises(InvalidInput) as trouble:
        clearances.record_verdict(
            actor=dewi.actor,
            clearance_id=asked(lane, "TRANSJAKARTA").pk,
            verdict="refuse",
            evidence=SimpleUploadedFile("surat.pdf", PDF),
            heard_from="Sekretaris",
            reason=LONG_TEXT,
            law=LONG_LAW,
        )
    assert set(trouble.value.errors) == {"reason", "law"}


def test_journal_of_a_link_names_the_link_and_no_address(lane: Application, dewi: Any) -> None:
    link = links.send_answer_link(
        actor=dewi.actor, clearance_id=asked(lane, "TRANSJAKARTA").pk, email="humas@bus.contoh"
    )
    entry = next(e for e in entries_for(lane.subject) if e.verb == "link.sent")
    assert entry.data == {
        "link": link.pk,
        "clearance": link.clearance_id,
        "authority": "TRANSJAKARTA",
    }


def test_address_too_long_for_the_name_of_who_answers_is_refused(
    lane: Application, dewi: Any
) -> None:
    long = f"a@{'b' * 60}.{'c' * 60}.{'d' * 60}.contoh"
    with pytest.raises(InvalidInput) as trouble:
        links.send_answer_link(
            actor=dewi.actor, clearance_id=asked(lane, "TRANSJAKARTA").pk, email=long
        )
    assert set(trouble.value.errors) == {"email"}


def test_links_hold_the_case_before_anything_else(
    lane: Application, dewi: Any, django_assert_max_num_queries: Any
) -> None:
    clearance = asked(lane, "TRANSJAKARTA")
    actor = dewi.actor
    with django_assert_max_num_queries(60) as asked_for:
        link = links.send_answer_link(actor=actor, clearance_id=clearance.pk, email="h@bus.contoh")
    first = next(q["sql"] for q in asked_for.captured_queries if "FOR UPDATE" in q["sql"])
    assert 'FROM "permits_application"' in first
    with django_assert_max_num_queries(60) as asked_for:
        links.revoke_answer_link(actor=actor, link_id=link.pk)
    first = next(q["sql"] for q in asked_for.captured_queries if "FOR UPDATE" in q["sql"])
    assert 'FROM "permits_application"' in first


def test_without_a_second_factor_no_file_is_accepted_or_returned(sent: Any, dewi: Any) -> None:
    application = sent("a")
    intake.take_case(actor=dewi.actor, application_id=application.pk)
    weak = dataclasses.replace(dewi.actor, second_factor=False)
    with pytest.raises(NotAllowed):
        intake.accept_complete(actor=weak, application_id=application.pk, although_missing=True)
    with pytest.raises(NotAllowed):
        intake.return_to_applicant(
            actor=weak, application_id=application.pk, questions=[{"text": "Jam berapa?"}]
        )


def test_without_a_second_factor_no_authority_is_asked_again(
    lane: Application, answer_all: Any, dewi: Any
) -> None:
    answer_all(lane)
    weak = dataclasses.replace(dewi.actor, second_factor=False)
    again = {"clearance_id": asked(lane, "TRANSJAKARTA").pk, "reason": "Tanggal salah."}
    with pytest.raises(NotAllowed):
        clearances.reopen_clearance(actor=weak, **again)
    assert clearances.reopen_clearance(actor=dewi.actor, **again).round == 2


def test_page_offers_no_decision_to_an_officer_without_a_second_factor(
    sent: Any, dewi: Any, client: Any
) -> None:
    application = sent("a")
    intake.take_case(actor=dewi.actor, application_id=application.pk)
    client.force_login(dewi.user)
    page = client.get(reverse("permits:desk_case", args=[application.pk])).content.decode()
    assert reverse("permits:desk_accept", args=[application.pk]) not in page
    assert reverse("permits:desk_return", args=[application.pk]) not in page
    assert "Memutuskan memerlukan faktor kedua" in page
