"""The applicant's own cases: found by their team, by nobody else, in constant queries."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.urls import reverse

from simpul.permits.actions import clearances, drafts, intake
from simpul.permits.models import Application, Clearance
from tests.permits.apply.conftest import picture
from tests.permits.desk.conftest import SENT


def addresses(application: Application, paper: Any) -> list[tuple[str, str]]:
    """Every address of a case that belongs to its team."""
    pk = application.pk
    return [
        ("get", reverse("permits:case", args=[pk])),
        ("get", reverse("permits:apply_tasks", args=[pk])),
        ("get", reverse("permits:apply_sent", args=[pk])),
        ("get", reverse("permits:apply_page", args=[pk, "judul"])),
        ("post", reverse("permits:apply_page", args=[pk, "judul"])),
        ("post", reverse("permits:apply_page", args=[pk, "pernyataan"])),
        ("get", reverse("permits:apply_page", args=[pk, "dokumen"])),
        ("post", reverse("permits:apply_page", args=[pk, "dokumen"])),
        ("get", reverse("permits:apply_row", args=[pk, "tempat", "s1"])),
        ("post", reverse("permits:apply_row", args=[pk, "tempat", "baru"])),
        ("post", reverse("permits:apply_remove", args=[pk, "tempat", "s1"])),
        ("get", reverse("permits:apply_sheet", args=[pk])),
        ("post", reverse("permits:apply_sheet", args=[pk])),
        ("get", reverse("permits:apply_sheet_template", args=[pk, "csv"])),
        ("get", reverse("permits:withdraw", args=[pk])),
        ("post", reverse("permits:withdraw", args=[pk])),
        ("post", reverse("permits:add_paper", args=[pk])),
        ("get", reverse("permits:attachment", args=[pk, paper.pk])),
        ("post", reverse("permits:answer_question", args=[pk, 1])),
        ("post", reverse("permits:claim", args=[pk, 1])),
    ]


@pytest.fixture
def with_paper(draft: Any, ani: Any) -> tuple[Application, Any]:
    application = draft("a")
    paper = drafts.attach(
        actor=ani.actor,
        application_id=application.pk,
        document_code="identity",
        upload=picture(),
    )
    return application, paper


def test_for_an_outsider_no_address_of_the_case_exists(
    with_paper: Any, citra: Any, fajar: Any, as_person: Any, client: Any
) -> None:
    for who in (as_person(citra), as_person(fajar), client):
        for method, url in addresses(*with_paper):
            assert getattr(who, method)(url).status_code == 404, (method, url)
    assert with_paper[0].revisions.count() == 0


def test_staff_do_not_see_drafts_and_do_not_edit_cases(
    with_paper: Any, sent: Any, dewi: Any, as_person: Any
) -> None:
    who = as_person(dewi)
    for method, url in addresses(*with_paper):
        assert getattr(who, method)(url).status_code == 404, (method, url)
    application = sent("a")
    case = who.get(reverse("permits:case", args=[application.pk]))
    assert case["Location"] == reverse("permits:desk_case", args=[application.pk])
    page = reverse("permits:apply_page", args=[application.pk, "judul"])
    assert who.get(page).status_code == 404


def test_strange_addresses_are_nothing(bare: Any, ani: Any, as_person: Any) -> None:
    client = as_person(ani)
    for url in (
        reverse("permits:case", args=[uuid.uuid4()]),
        reverse("permits:apply_page", args=[bare.pk, "rahasia"]),
        reverse("permits:apply_row", args=[bare.pk, "judul", "1"]),
        reverse("permits:attachment", args=[bare.pk, 99]),
    ):
        assert client.get(url).status_code == 404


def test_a_file_comes_as_a_download_for_team_and_staff(
    with_paper: Any, ani: Any, budi: Any, as_person: Any
) -> None:
    application, paper = with_paper
    url = reverse("permits:attachment", args=[application.pk, paper.pk])
    for person in (ani, budi):
        response = as_person(person).get(url)
        assert response.status_code == 200
        assert "attachment" in response["Content-Disposition"]
        assert response["X-Content-Type-Options"] == "nosniff"
    drafts.detach(actor=ani.actor, application_id=application.pk, attachment_id=paper.pk)
    assert as_person(ani).get(url).status_code == 404


def test_a_desk_opens_the_papers_it_needs_and_no_others(
    accepted: Any, ani: Any, make_person: Any, as_person: Any
) -> None:
    application = accepted("d")
    asked = application.clearances.exclude(documents=[]).first()
    needed, other = (
        drafts.attach(
            actor=ani.actor, application_id=application.pk, document_code=code, upload=picture()
        )
        for code in (asked.documents[0], "other")
    )
    desk = as_person(make_person("Meja", desks={asked.authority_code: "read"}))
    assert (
        desk.get(reverse("permits:attachment", args=[application.pk, needed.pk])).status_code == 200
    )
    assert (
        desk.get(reverse("permits:attachment", args=[application.pk, other.pk])).status_code == 404
    )
    away = desk.get(reverse("permits:case", args=[application.pk]))
    assert away["Location"] == reverse("permits:desk_clearance", args=[asked.pk])


# --- the documents page --------------------------------------------------------------------
def test_the_checklist_comes_from_the_clearances(draft: Any, ani: Any, as_person: Any) -> None:
    application = draft("d")
    url = reverse("permits:apply_page", args=[application.pk, "dokumen"])
    client = as_person(ani)
    page = client.get(url).content.decode()
    code = page.split('id="doc-')[1].split('"')[0]
    assert code != "other"
    sent = client.post(url, {"document": code, "file": picture(), "upload": "1"})
    assert sent.status_code == 302
    paper = application.attachments.get()
    assert paper.document_code == code
    client.post(url, {"document": code, "remove": str(paper.pk)})
    paper.refresh_from_db()
    assert paper.removed_at is not None
    client.post(url, {"later": code})
    application.refresh_from_db()
    assert application.details["later"] == [code]
    client.post(url, {"later": code})
    application.refresh_from_db()
    assert "later" not in application.details


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_hostile_file_is_told_at_its_document(
    draft: Any, ani: Any, as_person: Any, language: str
) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    application = draft("d")
    url = reverse("permits:apply_page", args=[application.pk, "dokumen"])
    bad = SimpleUploadedFile("surat.pdf", b"MZ\x90\x00" + b"\0" * 100)
    response = as_person(ani, language).post(
        url, {"document": "identity", "file": bad, "upload": "1"}
    )
    assert response.status_code == 422
    assert 'href="#id_file-identity"' in response.content.decode()
    nothing = as_person(ani).post(url, {"document": "identity", "upload": "1"})
    assert nothing.status_code == 422


# --- the list ------------------------------------------------------------------------------
def test_the_list_shows_own_cases_and_filters_by_address(
    draft: Any, sent: Any, ani: Any, citra: Any, as_person: Any
) -> None:
    draft("b")
    case = sent("a")
    url = reverse("permits:my_cases")
    page = as_person(ani).get(url).content.decode()
    assert case.reference in page
    assert "Panggung Terakhir" in page
    only = as_person(ani).get(url, {"state": "submitted"}).content.decode()
    assert "Panggung Terakhir" not in only
    found = as_person(ani).get(url, {"q": case.reference}).content.decode()
    assert "Jalan Pulang" in found
    assert "Panggung" not in found
    other = as_person(citra).get(url).content.decode()
    assert case.reference not in other


def test_the_list_needs_an_account(client: Any, db: Any) -> None:
    assert client.get(reverse("permits:my_cases")).status_code == 302


@pytest.mark.parametrize("count", [1, 30])
def test_the_list_asks_the_same_few_questions_for_one_case_and_for_thirty(
    draft: Any, ani: Any, as_person: Any, assert_max_queries: Any, count: int
) -> None:
    for _number in range(count):
        draft("a")
    client = as_person(ani)
    client.get(reverse("permits:my_cases"))
    with assert_max_queries(12):
        assert client.get(reverse("permits:my_cases")).status_code == 200


@pytest.mark.parametrize("copies", [1, 12])
def test_a_case_page_asks_the_same_few_questions_however_many_answers(
    accepted: Any, ani: Any, as_person: Any, assert_max_queries: Any, copies: int
) -> None:
    application = accepted("c")
    first = application.clearances.first()
    for number in range(copies - 1):
        Clearance.objects.create(
            application=application,
            revision=first.revision,
            authority_code=first.authority_code,
            kind="consent",
            round=number + 50,
            state="requested",
            requested_at=SENT,
        )
    client = as_person(ani)
    url = reverse("permits:case", args=[application.pk])
    client.get(url)
    with assert_max_queries(40):
        assert client.get(url).status_code == 200


# --- one case ------------------------------------------------------------------------------
@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("letter", ["a", "c", "d", "e"])
def test_the_case_page_says_where_it_stands(
    accepted: Any, ani: Any, as_person: Any, letter: str, language: str
) -> None:
    application = accepted(letter)
    page = as_person(ani, language).get(reverse("permits:case", args=[application.pk]))
    assert page.status_code == 200
    text = page.content.decode()
    assert application.reference in text
    assert 'aria-current="step"' in text or application.state in ("issued", "closed")
    nothing_else = {"id": "Tidak ada pembayaran lain", "en": "Nothing else is payable"}[language]
    assert nothing_else in text


def test_a_question_is_answered_on_the_case_page(
    accepted: Any, ani: Any, budi: Any, make_person: Any, as_person: Any
) -> None:
    application = accepted("c")
    asked = application.clearances.filter(state="requested").first()
    desk = make_person("Meja", desks={asked.authority_code: "answer"}, second_factor=True)
    question = clearances.ask_applicant(
        actor=desk.actor, clearance_id=asked.pk, text="Jam berapa genset mati?"
    )
    url = reverse("permits:answer_question", args=[application.pk, question.pk])
    case = reverse("permits:case", args=[application.pk])
    assert "Jam berapa genset mati?" in as_person(ani).get(case).content.decode()
    assert as_person(budi).post(url, {"answer": " "}).status_code == 422
    assert as_person(budi).post(url, {"answer": "Pukul 21"}).status_code == 302
    asked.refresh_from_db()
    assert asked.state == "requested"
    late = as_person(ani).post(url, {"answer": "lagi"})
    assert late.status_code == 422
    assert "sudah dijawab oleh Budi" in late.content.decode()


def test_a_returned_case_shows_the_question_and_opens_the_form_again(
    sent: Any, ani: Any, dewi: Any, as_person: Any
) -> None:
    application = sent("a")
    intake.return_to_applicant(
        actor=dewi.actor, application_id=application.pk, questions=[{"text": "Peta mana?"}]
    )
    tasks = as_person(ani).get(reverse("permits:apply_tasks", args=[application.pk]))
    assert "Peta mana?" in tasks.content.decode()
    page = reverse("permits:apply_page", args=[application.pk, "judul"])
    assert as_person(ani).get(page).status_code == 200


def test_a_paper_is_added_from_the_case_page(sent: Any, ani: Any, as_person: Any) -> None:
    application = sent("a")
    url = reverse("permits:add_paper", args=[application.pk])
    client = as_person(ani)
    assert client.post(url, {"document": "identity"}).status_code == 422
    assert client.post(url, {"document": "identity", "file": picture()}).status_code == 302
    assert application.attachments.count() == 1


def test_withdrawing_wants_a_reason_and_tells_the_desks(
    accepted: Any, ani: Any, as_person: Any
) -> None:
    application = accepted("c")
    url = reverse("permits:withdraw", args=[application.pk])
    assert as_person(ani).post(url, {"reason": ""}).status_code == 422
    assert as_person(ani).post(url, {"reason": "Batal"}).status_code == 302
    page = as_person(ani).get(reverse("permits:case", args=[application.pk]))
    assert "Batal" in page.content.decode()


def test_a_deemed_grant_is_not_claimed_before_its_time(
    accepted: Any, ani: Any, as_person: Any
) -> None:
    application = accepted("c")
    asked = application.clearances.first()
    url = reverse("permits:claim", args=[application.pk, asked.pk])
    assert as_person(ani).post(url).status_code == 302
    asked.refresh_from_db()
    assert asked.deemed_claimed_at is None
