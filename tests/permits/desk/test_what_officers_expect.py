"""Confirming what is missing, saying how to object, writing to who can act, wording at reading."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import override

from simpul.city.models import Authority
from simpul.city.queries import city_book
from simpul.journal.queries import entries_for
from simpul.kit.outcomes import InvalidInput
from simpul.messages.models import Message
from simpul.people.actors import DEMO_SESSION_KEY
from simpul.permits.actions import clearances, intake, links
from simpul.permits.case_view import clearance_row
from simpul.permits.models import AnswerLink, Application
from tests.permits.desk.conftest import SENT
from tests.permits.desk.test_answering import PDF


def mails(template: str) -> list[Message]:
    return list(Message.objects.filter(template=f"permits/{template}"))


def sign_in(client: Any, person: Any) -> None:
    """With a second factor, as deciding needs."""
    client.force_login(person.user)
    session = client.session
    session[DEMO_SESSION_KEY] = person.user.pk
    session.save()


def test_a_file_with_papers_missing_is_accepted_only_knowingly(
    sent: Any, dewi: Any, client: Any
) -> None:
    application = sent("d")
    intake.take_case(actor=dewi.actor, application_id=application.pk)
    with pytest.raises(InvalidInput) as refused:
        intake.accept_complete(actor=dewi.actor, application_id=application.pk, now=SENT)
    assert set(refused.value.errors) == {"although_missing"}
    application.refresh_from_db()
    assert application.state == "submitted"
    assert not application.clearances.exists()

    intake.accept_complete(
        actor=dewi.actor, application_id=application.pk, although_missing=True, now=SENT
    )
    entry = next(e for e in entries_for(application.subject) if e.verb == "application.accepted")
    wanted = {code for one in application.clearances.all() for code in one.documents}
    assert wanted and set(entry.data["missing_documents"]) >= wanted
    client.force_login(dewi.user)
    page = client.get(f"/meja/kasus/{application.pk}/").content.decode()
    names = [city_book().documents[code].names["id"] for code in wanted]
    history = page[page.index("history-long") :]
    assert all(name in history for name in names)


def test_the_case_page_lists_the_missing_papers_before_the_officer_accepts(
    sent: Any, dewi: Any, client: Any
) -> None:
    application = sent("d")
    intake.take_case(actor=dewi.actor, application_id=application.pk)
    sign_in(client, dewi)
    page = client.get(f"/meja/kasus/{application.pk}/").content.decode()
    notice = page[page.index("Ada dokumen yang diminta") : page.index("/lengkap/")]
    assert notice.count("<li>") >= 1
    assert 'name="although_missing"' in page


@pytest.fixture
def refused(accepted: Any, eko: Any) -> Application:
    application = accepted("a")
    return intake.refuse_application(
        actor=eko.actor,
        application_id=application.pk,
        reason="Jalur pawai",
        law="Pergub 5/2024 pasal 9",
        appeal="Jalan Medan Merdeka 8, paling lambat 1 Februari 2027",
    )


def test_a_refusal_says_why_by_which_law_and_how_to_object_in_letter_and_page(
    refused: Application, ani: Any, client: Any
) -> None:
    client.force_login(ani.user)
    page = client.get(f"/kasus/{refused.pk}/").content.decode()
    letter = next(mail for mail in mails("refused") if mail.user_id == ani.user.pk).text
    for text in (page, letter):
        for words in ("Jalur pawai", "Pergub 5/2024 pasal 9", "keberatan", "banding", "Merdeka 8"):
            assert words in text


def test_a_refused_clearance_says_how_to_object_to_the_applicant_only(
    accepted: Any, make_person: Any, ani: Any, dewi: Any, client: Any
) -> None:
    application = accepted("d")
    desk = make_person("Lina", desks={"DISHUB": "answer"}, second_factor=True)
    clearances.give_verdict(
        actor=desk.actor,
        clearance_id=application.clearances.get(authority_code="DISHUB").pk,
        verdict="refuse",
        reason="Ada pawai",
        law="UU 22/2009",
    )
    letter = next(m for m in mails("clearance_answered") if m.user_id == ani.user.pk).text
    assert all(words in letter for words in ("Ada pawai", "UU 22/2009", "keberatan", "banding"))
    client.force_login(ani.user)
    assert "banding" in client.get(f"/kasus/{application.pk}/").content.decode()
    client.force_login(dewi.user)
    page = client.get(f"/meja/kasus/{application.pk}/").content.decode()
    assert "mengajukan banding" not in page


def test_the_head_of_service_hears_when_a_case_is_ready_to_sign(
    accepted: Any, answer_all: Any, dewi: Any, eko: Any
) -> None:
    answer_all(accepted("c"))
    assert {mail.user_id for mail in mails("ready")} == {dewi.user.pk, eko.user.pk}


def test_an_authority_without_a_desk_gets_its_link_by_itself(accepted: Any, dewi: Any) -> None:
    Authority.objects.filter(code="DISHUB").update(contact_email="izin@dishub.contoh")
    application = accepted("d")
    link = AnswerLink.objects.get()
    assert (link.clearance.authority_code, link.email) == ("DISHUB", "izin@dishub.contoh")
    assert link.created_by is None
    assert link.expires_at > SENT
    assert [m.email for m in mails("answer_link")] == ["izin@dishub.contoh"]
    sent = [e for e in entries_for(application.subject) if e.verb == "link.sent"]
    assert [entry.actor_label for entry in sent] == ["simpul"]
    # The others have no known mailbox: their officer hears what to do, once.
    assert [mail.user_id for mail in mails("nobody_at_desk")] == [dewi.user.pk]

    token = re.search(r"/jawab/([^/\s]+)/", mails("answer_link")[0].text)
    assert token is not None
    actor, _link = links.open_answer_link(token=token[1], now=SENT)
    done = clearances.give_verdict(
        actor=actor, clearance_id=link.clearance_id, verdict="approve", now=SENT
    )
    assert (done.channel, done.answered_by_label) == ("link", "izin@dishub.contoh")


def test_an_officer_may_revoke_the_link_that_went_out_by_itself(accepted: Any, dewi: Any) -> None:
    Authority.objects.filter(code="DISHUB").update(contact_email="izin@dishub.contoh")
    accepted("d")
    link = links.revoke_answer_link(actor=dewi.actor, link_id=AnswerLink.objects.get().pk)
    assert link.revoked_at is not None


def test_who_has_a_desk_gets_no_link(accepted: Any, make_person: Any) -> None:
    make_person("Lina", desks={"DISHUB": "answer"}, second_factor=True)
    Authority.objects.filter(code="DISHUB").update(contact_email="izin@dishub.contoh")
    accepted("d")
    assert not AnswerLink.objects.exists()


@pytest.mark.parametrize("clock", [True, False])
def test_asking_the_applicant_names_a_clock_only_where_one_runs(
    accepted: Any, make_person: Any, client: Any, clock: bool
) -> None:
    application = accepted("b")
    asked = application.clearances.get(authority_code="PKJTIM")
    if not clock:
        type(asked).objects.filter(pk=asked.pk).update(verified=False, due_on=None)
    desk = make_person("Tim", desks={"PKJTIM": "answer"})
    sign_in(client, desk)
    client.cookies["django_language"] = "en"
    address = f"/meja/permintaan/{asked.pk}/"
    page = client.post(address, {"question-text": "Siapa penjaga?"}, follow=True).content.decode()
    assert "The applicant has your question" in page
    assert ("your clock stands still" in page) == clock


def test_how_an_answer_came_in_is_told_in_the_reader_s_language(accepted: Any, dewi: Any) -> None:
    application = accepted("d")
    asked = application.clearances.get(authority_code="DISHUB")
    with override("en"):
        done = clearances.record_verdict(
            actor=dewi.actor,
            clearance_id=asked.pk,
            verdict="approve",
            heard_from="Pak Budi",
            evidence=SimpleUploadedFile("surat.pdf", PDF),
        )
    assert done.note == {"code": "recorded", "officer": dewi.actor.label, "source": "Pak Budi"}
    for language, words in (("id", "Dicatat oleh"), ("en", "Recorded by")):
        with override(language):
            assert clearance_row(done, language, SENT.date()).note.startswith(words)


def test_conditions_name_their_laws_and_never_a_code_of_the_pack(
    accepted: Any, make_person: Any
) -> None:
    application = accepted("d")
    asked = application.clearances.get(authority_code="DISHUB")
    book = city_book()
    code, row = next((code, row) for code, row in sorted(book.conditions.items()) if row.law)
    desk = make_person("Lina", desks={"DISHUB": "answer"}, second_factor=True)
    done = clearances.give_verdict(
        actor=desk.actor,
        clearance_id=asked.pk,
        verdict="approve_with_conditions",
        condition_codes=[code],
    )
    with override("id"):
        shown = clearance_row(done, "id", SENT.date()).conditions[0]["law"]
    assert shown == "; ".join(book.laws[law].title["id"] for law in row.law)


def test_the_queue_can_be_narrowed_to_a_district(sent: Any, dewi: Any, client: Any) -> None:
    application = sent("a")
    there = application.days.get().kecamatan_code
    client.force_login(dewi.user)
    assert application.reference in client.get(f"/meja/kasus/?district={there}").content.decode()
    elsewhere = client.get("/meja/kasus/?district=31.75.01").content.decode()
    assert application.reference not in elsewhere


def test_accepting_without_the_tick_shows_the_case_again_with_an_error(
    sent: Any, dewi: Any, client: Any
) -> None:
    application = sent("d")
    intake.take_case(actor=dewi.actor, application_id=application.pk)
    sign_in(client, dewi)
    address = f"/meja/kasus/{application.pk}/lengkap/"
    answer = client.post(address)
    assert answer.status_code == 422
    assert "error-summary" in answer.content.decode()
    assert client.post(address, {"although_missing": "on"}).status_code == 302
    application.refresh_from_db()
    assert application.state == "in_review"
