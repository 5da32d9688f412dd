"""Citra produces too, has a case of her own, and tries every address with the ids of Ani's case.

The addresses come from the program's own list, so one that is added later is tried as well.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import get_resolver, reverse
from django.urls.resolvers import URLPattern

from simpul.journal.models import Entry
from simpul.permits.actions import clearances, drafts, issuing
from simpul.permits.models import Application, Permit
from tests.papers import hostile
from tests.permits.desk.conftest import accepted, answer_all, draft, sent
from tests.permits.issue.conftest import SIGNED
from tests.permits.issue.paying import pay_everything

__all__ = ["accepted", "answer_all", "draft", "sent"]

pytestmark = pytest.mark.django_db

OPEN_TO_ALL = {
    "planner_draft",  # a plan without an account, known by its address alone
    "answer_by_link",
    "paper_by_link",  # by a signed link
    "payment_callback",  # by the provider's signature
    "check_state",
    "public_permit",
    "permit_sketch",  # what the street may read
}
WORDS = {"slug": "judul", "key": "s1", "kind": "csv", "verb": "tangguhkan"}
BEHIND = {"attachment_id", "question_id", "clearance_id"}
SECRETS = ("Panggung Terakhir", "surat-rahasia")


def addresses() -> Iterator[tuple[str, list[str]]]:
    """Name and parameters of every address of the permits room that has any."""
    room = next(part for part in get_resolver().url_patterns if part.namespace == "permits")
    for pattern in room.url_patterns:
        assert isinstance(pattern, URLPattern)
        names = list(pattern.pattern.regex.groupindex)
        if names and pattern.name not in OPEN_TO_ALL:
            yield str(pattern.name), names


@pytest.fixture
def permit(accepted: Any, answer_all: Any, ani: Any, dewi: Any, make_person: Any) -> Permit:
    """Ani's whole way: a question, a paper, a bill, a payment, a permit."""
    application = accepted("b")
    asked = application.clearances.filter(state="requested").first()
    desk = make_person("Meja", desks={asked.authority_code: "answer"}, second_factor=True)
    question = clearances.ask_applicant(
        actor=desk.actor, clearance_id=asked.pk, text="Jam berapa genset mati?"
    )
    clearances.answer_question(actor=ani.actor, question_id=question.pk, answer="Pukul 21")
    drafts.attach(
        actor=ani.actor,
        application_id=application.pk,
        document_code="other",
        upload=SimpleUploadedFile("surat-rahasia.txt", b"Surat persetujuan.\n"),
    )
    answer_all(application)
    pay_everything(dewi.actor, application)
    return issuing.issue_permit(actor=dewi.actor, application_id=application.pk, now=SIGNED)


def ids_of(permit: Permit) -> dict[str, Any]:
    case = permit.application
    bill = case.bills.first()
    return {
        "application_id": case.pk,
        "permit_id": permit.pk,
        "clearance_id": case.clearances.first().pk,
        "question_id": case.questions.first().pk,
        "attachment_id": case.attachments.first().pk,
        "bill_id": bill.pk,
        "fee_line_id": case.fee_lines.first().pk,
        "payment_id": bill.payments.first().pk,
        "waiver_id": 1,
        "link_id": 1,
    }


def test_no_address_of_another_s_case_answers(
    permit: Permit, citra: Any, other_company: Any, client: Client
) -> None:
    own = drafts.start_application(
        actor=citra.actor,
        company_id=other_company.pk,
        production={"title": "Milik Citra", "kind": "short"},
    )
    theirs = {**WORDS, **ids_of(permit)}
    tried = 0
    before = Entry.objects.count()
    client.force_login(citra.user)
    for name, names in addresses():
        ids = {one: theirs[one] for one in names}
        mixed = [ids]
        if "application_id" in names and {"attachment_id", "question_id", "clearance_id"} & {
            *names
        }:
            # Her own case opens the door; the paper behind it is still Ani's.
            mixed.append({**ids, "application_id": own.pk})
        for kwargs in mixed:
            for call in (client.get, client.post):
                answer = call(reverse(f"permits:{name}", kwargs=kwargs))
                assert answer.status_code in (404, 405), (name, call.__name__, answer.status_code)
                assert not any(secret in answer.content.decode() for secret in SECRETS), name
                tried += 1
    assert tried > 90
    assert Entry.objects.count() == before
    permit.refresh_from_db()
    assert permit.state == "valid"


# --- what is uploaded ------------------------------------------------------------------------
SENT_IN = {
    "program.pdf": b"MZ\x90\x00" + b"\0" * 300,
    "berprogram.pdf": hostile.pdf(action={"/S": "/JavaScript", "/JS": "app.alert(1)"}),
    "berlampiran.pdf": hostile.pdf_with_attachment(),
    "gambar.svg": b"<svg xmlns='http://www.w3.org/2000/svg'><script>x</script></svg>",
    "halaman.html": b"<script>alert(1)</script>",
    "halaman.png": b"<script>alert(1)</script>",
    "besar.png": hostile.png_header_only(60_000, 60_000),
    "arsip.zip": b"PK\x03\x04" + b"\0" * 60,
}


@pytest.mark.parametrize("name", SENT_IN)
def test_a_hostile_file_stays_out_and_what_was_there_stays(
    draft: Any, ani: Any, client: Client, name: str
) -> None:
    application: Application = draft("b")
    before = (application.plan, application.details)
    client.force_login(ani.user)
    page = reverse("permits:apply_page", args=[application.pk, "dokumen"])
    upload = SimpleUploadedFile(name, SENT_IN[name], content_type="application/pdf")
    answer = client.post(page, {"document": "identity", "file": upload, "upload": "1"})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert 'href="#id_file-identity"' in text
    assert "<script>alert" not in text
    assert not application.attachments.exists()
    application.refresh_from_db()
    assert (application.plan, application.details) == before


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("halaman.txt", b"<script>alert(document.cookie)</script>\n"),
        ('"; filename=x.html.txt', b"Surat.\n"),
        ("baris\r\nSet-Cookie: a=b.txt", b"Surat.\n"),
        ("../../etc/passwd.txt", b"Surat.\n"),
    ],
)
def test_what_comes_out_again_is_a_download_that_runs_nowhere(
    draft: Any, ani: Any, client: Client, name: str, content: bytes
) -> None:
    application = draft("b")
    client.force_login(ani.user)
    page = reverse("permits:apply_page", args=[application.pk, "dokumen"])
    upload = SimpleUploadedFile("surat.txt", content, content_type="text/html")
    upload.name = name
    taken = client.post(page, {"document": "other", "file": upload, "upload": "1"})
    papers = list(application.attachments.all())
    assert (taken.status_code, len(papers)) in ((302, 1), (422, 0))
    for paper in papers:
        answer = client.get(reverse("permits:attachment", args=[application.pk, paper.pk]))
        assert answer["Content-Disposition"].startswith("attachment")
        assert "html" not in answer["Content-Type"]
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in answer["Content-Security-Policy"]
        assert "Set-Cookie: a" not in str(answer.headers)
        assert "/" not in answer["Content-Disposition"]
        assert "no-store" in answer["Cache-Control"]
