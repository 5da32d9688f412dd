"""The desks' pages: what officers and authorities see, what outsiders do not, in both languages."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext


@pytest.mark.parametrize("language", ["id", "en"])
def test_case_page_of_each_shoot_opens_for_officer_and_auditor(
    accepted: Any, dewi: Any, gita: Any, client: Any, language: str
) -> None:
    application = accepted("e")
    for person in (dewi, gita):
        client.force_login(person.user)
        client.cookies["django_language"] = language
        page = client.get(f"/meja/kasus/{application.pk}/")
        assert page.status_code == 200
        assert application.reference in page.content.decode()


def test_the_case_names_the_office_that_answers(
    accepted: Any, dewi: Any, ani: Any, client: Any
) -> None:
    application = accepted("d")
    assert application.clearances.get(authority_code="DISHUB").concerns["unit"]
    # Rasuna Said lies in the city of South Jakarta.
    told = "Kantor: Suku Dinas Perhubungan Kota Administrasi Jakarta Selatan"
    for person, address in ((dewi, "meja/kasus"), (ani, "kasus")):
        client.force_login(person.user)
        assert told in client.get(f"/{address}/{application.pk}/").content.decode()


def test_case_pages_do_not_exist_for_outsiders(accepted: Any, citra: Any, client: Any) -> None:
    application = accepted("a")
    clearance = application.clearances.first()
    addresses = [
        "/meja/kasus/",
        f"/meja/kasus/{application.pk}/",
        "/meja/permintaan/",
        f"/meja/permintaan/{clearance.pk}/",
    ]
    posts = [
        f"/meja/kasus/{application.pk}/{verb}/"
        for verb in ("ambil", "tugaskan", "kembalikan", "lengkap", "tolak")
    ] + [f"/meja/jawaban/{clearance.pk}/{verb}/" for verb in ("catat", "tautan", "ulang", "sahkan")]
    for login in (False, True):
        if login:
            client.force_login(citra.user)
        for address in addresses:
            assert client.get(address).status_code in (404, 302 if not login else 404), address
        for address in posts:
            assert client.post(address).status_code in (404, 302 if not login else 404), address


@pytest.mark.parametrize("role", ["officer", "auditor", "approver", "payer"])
def test_who_handles_incentives_only_reads_no_permit_case(
    accepted: Any, make_person: Any, client: Any, role: str
) -> None:
    application = accepted("a")
    person = make_person("Wati", roles=(f"incentive_{role}",), second_factor=True)
    client.force_login(person.user)
    for address in (
        "/meja/kasus/",
        f"/meja/kasus/{application.pk}/",
        f"/kasus/{application.pk}/",
        f"/kasus/{application.pk}/kalender/",
    ):
        assert client.get(address).status_code == 404, address


def test_desk_sees_what_it_was_asked_but_no_secret_title(
    accepted: Any, make_person: Any, client: Any
) -> None:
    application = accepted("e")
    desk = make_person("Lina", desks={"POLRI_LANTAS": "answer"}, second_factor=True)
    clearance = application.clearances.get(authority_code="POLRI_LANTAS")
    client.force_login(desk.user)
    for address in ("/meja/permintaan/", f"/meja/permintaan/{clearance.pk}/"):
        page = client.get(address).content.decode()
        assert application.reference in page
        assert application.production.title not in page


def test_queue_needs_the_same_queries_for_one_case_and_for_thirty(
    sent: Any, dewi: Any, client: Any
) -> None:
    from simpul.permits.models import Application

    client.force_login(dewi.user)
    first = sent("a")
    client.get("/meja/kasus/")
    with CaptureQueriesContext(
        connection,
    ) as one:
        client.get("/meja/kasus/")
    for number in range(29):
        copy = Application.objects.get(pk=first.pk)
        copy.pk = None
        copy._state.adding = True
        copy.reference = f"JKT-26-9{number:05d}-X"
        copy.submit_key = None
        import uuid

        copy.id = uuid.uuid4()
        copy.save(force_insert=True)
    with CaptureQueriesContext(connection) as thirty:
        page = client.get("/meja/kasus/")
    assert page.content.decode().count("/meja/kasus/") >= 30
    assert len(thirty) == len(one)


def test_wrong_answer_comes_back_with_what_was_typed(
    accepted: Any, make_person: Any, client: Any, settings: Any
) -> None:
    from simpul.people.actors import DEMO_SESSION_KEY

    application = accepted("d")
    desk = make_person("Lina", desks={"POLRI_LANTAS": "answer"})
    clearance = application.clearances.get(authority_code="POLRI_LANTAS")
    client.force_login(desk.user)
    session = client.session
    session[DEMO_SESSION_KEY] = desk.user.pk
    session.save()
    page = client.post(
        f"/meja/permintaan/{clearance.pk}/", {"verdict": "refuse", "reason": "Ada pawai"}
    )
    assert page.status_code == 422
    text = page.content.decode()
    assert "Ada pawai" in text
    clearance.refresh_from_db()
    assert clearance.state == "requested"


def test_link_form_knows_the_authority_s_address(accepted: Any, dewi: Any, client: Any) -> None:
    from simpul.city.models import Authority

    application = accepted("d")
    clearance = application.clearances.get(authority_code="TRANSJAKARTA")
    Authority.objects.filter(code="TRANSJAKARTA").update(contact_email="humas@transjakarta.contoh")
    client.force_login(dewi.user)
    page = client.get(f"/meja/jawaban/{clearance.pk}/tautan/")
    assert "humas@transjakarta.contoh" in page.content.decode()
