"""The text on paper: every language beside the others, every party, what is proven and what not."""

from __future__ import annotations

import datetime as dt
import subprocess
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

from simpul.kit.outcomes import WrongState
from simpul.messages.models import Message
from simpul.network.actions import agreements
from simpul.network.actions.partners import merge_partners
from simpul.network.actions.reminding import remind_of_due
from simpul.network.agreements import paper as agreement_paper
from simpul.network.agreements.queries import proof_of
from simpul.network.models import Agreement, Partner
from simpul.network.promises import yearly, yearly_words
from tests.network.conftest import NOW, TODAY

pytestmark = pytest.mark.django_db
TEXTS = {
    "id": "Kedua pihak bertemu setahun sekali.",
    "en": "The parties meet once a year.",
    "ko": "양 당사자는 매년 한 번 만난다.",
    "zh-Hant": "雙方每年會面一次。",
}
TITLES = {"id": "Rencana aksi", "en": "Action plan", "ko": "실행 계획", "zh-Hant": "行動計劃"}


def words_in(pdf: bytes, folder: Path) -> str:
    """What a reader finds in the paper, without its line breaks."""
    file = folder / "naskah.pdf"
    file.write_bytes(pdf)
    made = subprocess.run(["pdftotext", str(file), "-"], capture_output=True, check=True, text=True)
    return " ".join(made.stdout.split())


@pytest.fixture
def in_four_languages(nadia: Any, terms: Any) -> Agreement:
    made = agreements.draft_agreement(
        actor=nadia.actor, terms=terms(languages=list(TITLES), titles=TITLES, prevailing="en")
    )
    agreements.write_article(actor=nadia.actor, agreement_id=made.pk, headings={}, texts=TEXTS)
    return made


def test_every_language_stands_on_the_paper(
    in_four_languages: Agreement, tmp_path: Path, settings: Any
) -> None:
    settings.DEMO = False
    with translation.override("id"):
        found = words_in(agreement_paper.pdf_of(in_four_languages), tmp_path).replace(" ", "")
    for text in (*TEXTS.values(), *TITLES.values(), "Komisi Film Contoh", "belum ditandatangani"):
        assert text.replace(" ", "") in found, text
    # A draft says across the page that it is one.
    assert "Rancangan" in found


def test_a_signed_paper_is_named_by_its_digest(negotiated: Any, sign: Any, tmp_path: Path) -> None:
    made = sign(negotiated())
    digest = made.parties.get(side="theirs").paper.sha256
    found = words_in(agreement_paper.pdf_of(made), tmp_path).replace(" ", "")
    assert digest in found


def test_a_letter_that_no_font_can_print_is_said_and_nothing_is_left_out(
    nadia: Any, terms: Any
) -> None:
    made = agreements.draft_agreement(actor=nadia.actor, terms=terms(languages=["id"]))
    agreements.write_article(
        actor=nadia.actor, agreement_id=made.pk, headings={}, texts={"id": "Simbol \U00013000"}
    )
    with pytest.raises(WrongState):
        agreement_paper.pdf_of(made)


def test_the_year_on_paper_says_what_the_page_says(
    in_force: Any, promised: Any, tmp_path: Path
) -> None:
    in_force()
    promised(due_on=TODAY - dt.timedelta(days=30), what="Membaca naskah")
    with translation.override("id"):
        found = words_in(yearly_words.pdf_of(yearly.year_of(TODAY.year, today=TODAY)), tmp_path)
    assert "Setahun bersama mitra: 2026" in found
    assert "Membaca naskah" in found and "Terlambat" in found


def test_a_merged_partner_stays_party_under_the_name_on_its_paper(
    in_force: Any, promised: Any, nadia: Any, busan: Partner
) -> None:
    made = in_force()
    promise = promised(agreement_id=made.pk)
    other = Partner.objects.create(kind="film_commission", name="Nama baru", country="KR")
    merge_partners(actor=nadia.actor, keep_id=other.pk, gone_id=busan.pk)
    theirs = made.parties.get(side="theirs")
    assert (theirs.partner_id, theirs.name) == (other.pk, "Komisi Film Contoh")
    promise.refresh_from_db()
    assert promise.partner_id == other.pk
    assert proof_of(made).level == "in_force"


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_reminder_is_in_the_readers_language(promised: Any, nadia: Any, language: str) -> None:
    nadia.user.language = language
    nadia.user.save()
    promised(due_on=TODAY - dt.timedelta(days=1), what="Survei")
    remind_of_due(now=NOW)
    mail = Message.objects.get(template="network/commitment_late")
    expected = {
        "id": "Terlambat sejak 1 November 2026: Survei",
        "en": "Late since 1 November 2026: Survei",
    }
    assert mail.subject == expected[language]
    assert "/meja/jejaring/komitmen/" in mail.text
