"""Partners, talks and agreements.

Nadia and Rudi work on partnerships; Eko heads the service and signs, Sari does so too.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
import typst
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from simpul.network.actions import agreements, commitments, signing
from simpul.network.models import (
    Agreement,
    AgreementParty,
    Commitment,
    Encounter,
    EncounterPartner,
    Partner,
)

NOW = dt.datetime(2026, 11, 2, 9, 0, tzinfo=timezone.get_fixed_timezone(7 * 60))
TODAY = NOW.date()


@pytest.fixture
def nadia(make_person: Any) -> Any:
    return make_person("Nadia", roles=("partnerships_officer",), second_factor=True)


@pytest.fixture
def rudi(make_person: Any) -> Any:
    return make_person("Rudi", roles=("partnerships_officer",), second_factor=True)


@pytest.fixture
def sari(make_person: Any) -> Any:
    return make_person("Sari", roles=("head_of_service",), second_factor=True)


@pytest.fixture
def busan(db: None) -> Partner:
    return Partner.objects.create(kind="film_commission", name="Komisi Film Contoh", country="KR")


@pytest.fixture
def cannes(busan: Partner) -> Encounter:
    """A talk at a festival that the press made more of."""
    met = Encounter.objects.create(
        kind="festival",
        title="Bincang di festival contoh",
        held_on=dt.date(2025, 5, 17),
        claimed_state="cooperation",
        claimed_source="https://koran.contoh.id/kerja-sama",
        claimed_on=dt.date(2025, 5, 17),
    )
    EncounterPartner.objects.create(encounter=met, partner=busan)
    return met


@pytest.fixture(scope="session")
def pdf_bytes() -> bytes:
    """A small real PDF."""
    made = typst.compile(b"= Naskah bertanda tangan")
    assert isinstance(made, bytes)
    return made


@pytest.fixture
def signed_pdf(pdf_bytes: bytes) -> Callable[[], SimpleUploadedFile]:
    """A fresh upload of a signed paper."""
    return lambda: SimpleUploadedFile("naskah.pdf", pdf_bytes, "application/pdf")


@pytest.fixture
def terms(nadia: Any, busan: Partner) -> Callable[..., agreements.Terms]:
    """Terms of an action plan in two languages; every value can be given otherwise."""

    def make(**values: Any) -> agreements.Terms:
        given: dict[str, Any] = {
            "kind": "action_plan",
            "titles": {"id": "Rencana aksi", "en": "Action plan"},
            "languages": ["id", "en"],
            "counterparts": [busan.pk],
            "ours": "Komisi Film Jakarta (contoh)",
            "owner_id": nadia.user.pk,
        }
        return agreements.Terms(**{**given, **values})

    return make


@pytest.fixture
def negotiated(nadia: Any, terms: Any) -> Callable[..., Agreement]:
    """An agreement with one whole article, given to the other side: `negotiated(valid_to=…)`."""

    def make(**values: Any) -> Agreement:
        made = agreements.draft_agreement(actor=nadia.actor, terms=terms(**values))
        agreements.write_article(
            actor=nadia.actor,
            agreement_id=made.pk,
            headings=dict.fromkeys(made.languages, "1"),
            texts={code: f"Isi {code}" for code in made.languages},
        )
        return agreements.negotiate(actor=nadia.actor, agreement_id=made.pk)

    return make


@pytest.fixture
def sign(nadia: Any, eko: Any, signed_pdf: Any) -> Callable[..., Agreement]:
    """Record signatures of an agreement: of every party, or of one side."""

    def make(agreement: Agreement, *sides: str, day: dt.date = TODAY) -> Agreement:
        for party in agreement.parties.all():
            if sides and party.side not in sides:
                continue
            ours = party.side == AgreementParty.Side.OURS
            signing.sign_party(
                actor=(eko if ours else nadia).actor,
                party_id=party.pk,
                signed_on=day,
                signatory="Nama Contoh",
                office="Ketua",
                paper=signed_pdf(),
                now=NOW,
            )
        agreement.refresh_from_db()
        return agreement

    return make


@pytest.fixture
def in_force(negotiated: Any, sign: Any, sari: Any) -> Callable[..., Agreement]:
    """An agreement that every party signed and a second person confirmed."""

    def make(**values: Any) -> Agreement:
        signed = sign(negotiated(**values))
        return signing.confirm_agreement(actor=sari.actor, agreement_id=signed.pk, now=NOW)

    return make


@pytest.fixture
def promised(nadia: Any, busan: Partner) -> Callable[..., Commitment]:
    """A commitment of the partner to read ten scripts until the end of 2026."""
    numbers = itertools.count(1)

    def make(**values: Any) -> Commitment:
        given: dict[str, Any] = {
            "partner_id": busan.pk,
            "side": "theirs",
            "what": f"Membaca naskah {next(numbers)}",
            "indicator": "Naskah yang dibaca",
            "target_number": Decimal(10),
            "unit": "naskah",
            "due_on": dt.date(2026, 12, 31),
            "owner_id": nadia.user.pk,
        }
        return commitments.promise(actor=nadia.actor, **{**given, **values})

    return make
