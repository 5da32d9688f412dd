"""The front page and the pages that say what this is, whole in each language."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from simpul.home.actions import report_complaint
from simpul.home.models import Complaint
from simpul.journal.queries import entries_for
from simpul.messages.models import Message
from tests.accessibility import overflow, violations

pytestmark = pytest.mark.django_db
PAGES = ["/", "/tentang/", "/privasi/", "/aksesibilitas/", "/pengaduan/"]


@pytest.mark.parametrize(
    ("language", "shown", "hidden"),
    [
        ("id", "Rencanakan syuting. Ajukan sekali.", "Plan the shoot"),
        ("en", "Plan the shoot. Apply once.", "Rencanakan"),
    ],
)
def test_the_front_page_speaks_one_language(
    client: Client, language: str, shown: str, hidden: str
) -> None:
    page = client.get("/", headers={"accept-language": language}).content.decode()
    assert shown in page
    assert hidden not in page
    assert f'<html lang="{language}">' in page


def test_the_front_page_asks_the_database_nothing(client: Client, assert_max_queries: Any) -> None:
    with assert_max_queries(0):
        client.get("/")


def test_the_front_page_leads_to_plan_check_and_places(client: Client) -> None:
    page = client.get("/").content.decode()
    for address in ('action="/periksa/"', 'action="/lokasi/"', "/standar-pelayanan/"):
        assert address in page
    for address in ("/insentif/", "/pasar/"):
        assert f'<a href="{address}">' in page


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("locale", ["id", "en"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_public_pages_are_accessible(page: Any, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)
    # The dark theme changes colours alone: one width and one rule tell.
    widths, only = ((360, 1280), "") if scheme == "light" else ((360,), "color-contrast")
    for address in PAGES:
        for width in widths:
            page.set_viewport_size({"width": width, "height": 800})
            page.goto(address)
            assert violations(page, only) == [], address
            assert overflow(page) <= 0, address


# --- complaints ---------------------------------------------------------------------------------
def test_a_complaint_needs_no_name_and_reaches_two_offices(
    client: Client, eko: Any, gita: Any, dewi: Any
) -> None:
    answer = client.post("/pengaduan/", {"what": "Diminta Rp 5 juta di pos.", "where": "Cikini"})
    assert "Laporan sudah diterima" in answer.content.decode()
    letters = Message.objects.all()
    assert {letter.email for letter in letters} == {eko.user.email, gita.user.email}
    assert all("Rp 5 juta" in letter.text for letter in letters)
    subject = letters[0].subject_ref
    entry = entries_for(subject)[0]
    assert entry.verb == "complaint.received"
    assert "juta" not in str(entry.data)


def test_an_empty_or_endless_complaint_is_refused_and_kept(client: Client, eko: Any) -> None:
    empty = client.post("/pengaduan/", {"what": " ", "where": "Gambir, pagi"}).content.decode()
    assert "Gambir, pagi" in empty
    assert 'href="#id_what"' in empty
    long = client.post("/pengaduan/", {"what": "x" * 4001}).content.decode()
    assert "paling banyak 4000" in long
    assert not Message.objects.exists()


def test_complaints_cannot_be_poured_in(client: Client, eko: Any) -> None:
    answers = [client.post("/pengaduan/", {"what": f"nomor {n}"}).status_code for n in range(12)]
    assert answers == [200] * 10 + [429] * 2


def test_a_complaint_is_kept_when_nobody_holds_the_offices(client: Client) -> None:
    told = {"what": "Diminta Rp 5 juta di pos.", "where": "Cikini", "contact": "0812"}
    answer = client.post("/pengaduan/", told)
    assert "Laporan sudah diterima" in answer.content.decode()
    kept = Complaint.objects.get()
    assert (kept.what, kept.where, kept.contact) == ("Diminta Rp 5 juta di pos.", "Cikini", "0812")
    assert kept.reference in answer.content.decode()
    assert not Message.objects.exists()


def test_who_comes_into_office_later_reads_what_was_reported(
    client: Client, make_person: Any
) -> None:
    client.post("/pengaduan/", {"what": "Diminta uang parkir."})
    for name, role in (("Eko", "head_of_service"), ("Gita", "auditor")):
        client.force_login(make_person(name, roles=(role,)).user)
        assert "/pengaduan/masuk/" in client.get("/meja/").content.decode()
        page = client.get("/pengaduan/masuk/").content.decode()
        assert "Diminta uang parkir." in page
        assert "Pelapor tidak menyebut nama." in page


def test_nobody_else_reads_complaints(
    client: Client, citra: Any, dewi: Any, hadi: Any, fajar: Any
) -> None:
    client.post("/pengaduan/", {"what": "Diminta uang parkir."})
    assert client.get("/pengaduan/masuk/").status_code == 302
    for person in (citra, dewi, hadi, fajar):
        client.force_login(person.user)
        answer = client.get("/pengaduan/masuk/")
        assert answer.status_code == 404
        assert "uang parkir" not in answer.content.decode()


@pytest.mark.database
@pytest.mark.parametrize("change", ["update", "delete"])
def test_the_database_keeps_a_complaint_as_it_came(change: str) -> None:
    report_complaint(what="Diminta uang parkir.")
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        if change == "update":
            Complaint.objects.update(what="-")
        else:
            Complaint.objects.all().delete()
    assert Complaint.objects.get().what == "Diminta uang parkir."
