"""Demonstration of what comes of a talk: invented agreements and promises with an invented partner
("contoh"), and real policy notes, each from its published source.

Everything goes through the same verbs as a click; called at every start, what is there stays.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import typst
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from simpul.kit.actors import Actor
from simpul.network.actions import agreements, commitments, follow_ups, policy_notes, signing
from simpul.network.actions.encounters import create_encounter
from simpul.network.actions.partners import create_partner
from simpul.network.models import Agreement, Encounter, Partner, PolicyNote
from simpul.network.promises.pack_schemes import scheme_exists
from simpul.people.demo import acting

COUNTERPART = "Komisi Film Kota Contoh"
OUR_SIDE = "Komisi Film Jakarta (contoh)"
BUSAN = ("film_commission", "Busan Film Commission", "KR", "Busan", "Asia/Seoul")
HONG_KONG = ("fund", "Hong Kong Film Development Council", "HK", "Hong Kong", "Asia/Hong_Kong")


@dataclass(frozen=True, slots=True)
class Note:
    """A published fact about a partner."""

    partner: tuple[str, str, str, str, str]
    kind: str
    titles: dict[str, str]
    texts: dict[str, str]
    source: str
    source_on: dt.date
    status: str
    scheme_id: str = ""


NOTES = (
    Note(
        BUSAN,
        "scheme",
        {"id": "Dukungan lokasi Busan 2026", "en": "Busan location support 2026"},
        {
            "id": "Dana KRW 300 juta; sekurang-kurangnya 5 hari syuting dan anggaran bersih "
            "KRW 1 miliar; sampai KRW 60 juta per judul, dalam bentuk penginapan, makan, bahan "
            "bakar, dan sewa lokasi.",
            "en": "A pool of KRW 300 million; at least 5 shooting days and a net budget of KRW 1 "
            "billion; up to KRW 60 million for a title, in kind: rooms, meals, fuel, locations.",
        },
        "https://www.sportschosun.com/entertainment/2026-02-02/202602020100008740000534",
        dt.date(2026, 2, 2),
        "reported",
        "kr-busan-2026",
    ),
    Note(
        HONG_KONG,
        "tickets",
        {"id": "Hari Bioskop Hong Kong", "en": "Hong Kong Cinema Day"},
        {
            "id": "Satu hari setahun tiket bioskop berharga tetap HK$30. Tahun 2025: 10 Mei, "
            "di 53 bioskop.",
            "en": "On one day a year a cinema ticket costs a flat HK$30. In 2025: 10 May, in 53 "
            "cinemas.",
        },
        "https://hongkongfp.com/2025/05/07/"
        "sales-for-hong-kongs-cinema-day-begin-with-tickets-priced-at-hk30",
        dt.date(2025, 5, 7),
        "reported",
    ),
    Note(
        HONG_KONG,
        "scheme",
        {"id": "Skema Pendanaan Produksi Film 2.0", "en": "Film Production Financing Scheme 2.0"},
        {
            "id": "Sejak 15 Januari 2025: sampai HK$10 juta dan 40 persen anggaran; 70 persen "
            "dibayar saat syuting dimulai; pendaftaran dibuka sepanjang tahun.",
            "en": "Since 15 January 2025: up to HK$10 million and 40 per cent of the budget; 70 "
            "per cent is paid when shooting begins; open all year.",
        },
        "https://ca.finance.yahoo.com/news/hong-kong-film-council-revamps-080648840.html",
        dt.date(2025, 1, 16),
        "reported",
        "hk-fpfs2",
    ),
    Note(
        HONG_KONG,
        "scheme",
        {
            "id": "Dana kerja sama film Hong Kong–Asia",
            "en": "Hong Kong–Asian film collaboration funding",
        },
        {
            "id": "Sampai HK$9 juta per film untuk kerja sama dengan pembuat film Asia; paling "
            "banyak delapan film dalam dua tahap.",
            "en": "Up to HK$9 million a film for working with Asian film makers; at most eight "
            "films in two phases.",
        },
        "https://www.info.gov.hk/gia/general/202211/04/P2022110400201.htm",
        dt.date(2022, 11, 4),
        "confirmed",
        "hk-europe-asia",
    ),
)


def load_results() -> int:
    """Add notes, and the invented partner with all that comes of a talk; how many things."""
    return _notes() + _invented()


def _partner(kind: str, name: str, country: str, city: str, zone: str, **more: Any) -> Partner:
    found = Partner.objects.filter(name=name, merged_into__isnull=True).first()
    if found is not None:
        return found
    return create_partner(
        actor=acting("partnerships_officer"),
        kind=kind,
        name=name,
        country=country,
        city=city,
        time_zone=zone,
        **more,
    )


def _notes() -> int:
    if PolicyNote.objects.exists():
        return 0
    for note in NOTES:
        policy_notes.write_note(
            actor=acting("partnerships_officer"),
            partner_id=_partner(*note.partner, status="confirmed").pk,
            kind=note.kind,
            titles=note.titles,
            texts=note.texts,
            source=note.source,
            source_on=note.source_on,
            status=note.status,
            scheme_id=note.scheme_id if scheme_exists(note.scheme_id) else "",
        )
    return len(NOTES)


def _invented() -> int:
    if Agreement.objects.exists():
        return 0
    officer, today = acting("partnerships_officer"), timezone.localdate()
    known = "Mitra rekaan untuk peragaan"
    other = _partner(
        "film_commission", COUNTERPART, "KR", "Kota Contoh", "Asia/Seoul", known_by=known
    )
    met = create_encounter(
        actor=officer,
        partner_ids=[other.pk],
        kind="festival",
        title="Bincang di Festival Contoh (rekaan)",
        held_on=today - dt.timedelta(days=120),
        topics="Undangan, kunjungan kerja, pelatihan",
    )
    _follow_ups(officer, met, today)
    plan = _agreement(officer, other, met, today)
    _promises(officer, other, plan, today)
    _invitation(officer, other, met, today)
    return 4


def _follow_ups(officer: Actor, met: Encounter, today: dt.date) -> None:
    for what, days in (
        ("Kirim surat ucapan terima kasih (contoh)", -110),
        ("Usulkan tanggal kunjungan kerja (contoh)", -5),
        ("Siapkan daftar peserta pelatihan (contoh)", 12),
    ):
        row = follow_ups.add_follow_up(
            actor=officer,
            encounter_id=met.pk,
            what=what,
            owner_id=officer.user_id or 0,
            due_on=today + dt.timedelta(days=days),
        )
        if days < -100:
            follow_ups.end_follow_up(
                actor=officer,
                follow_up_id=row.pk,
                done=True,
                outcome="Terkirim dan dijawab.",
                now=timezone.now() - dt.timedelta(days=112),
            )


def _terms(officer: Actor, other: Partner, met: Encounter, **values: Any) -> agreements.Terms:
    return agreements.Terms(
        counterparts=[other.pk],
        ours=OUR_SIDE,
        owner_id=officer.user_id or 0,
        encounter_id=met.pk,
        **values,
    )


def _agreement(officer: Actor, other: Partner, met: Encounter, today: dt.date) -> Agreement:
    """An action plan in three languages, signed by both, in force, that ends in two months."""
    plan = agreements.draft_agreement(
        actor=officer,
        terms=_terms(
            officer,
            other,
            met,
            kind="action_plan",
            titles={
                "id": "Rencana aksi bersama (contoh)",
                "en": "Joint action plan (example)",
                "ko": "공동 실행 계획 (예시)",
            },
            languages=["id", "en", "ko"],
            prevailing="en",
            number="CONTOH/1",
            valid_from=today - dt.timedelta(days=100),
            valid_to=today + dt.timedelta(days=60),
        ),
    )
    for headings, words in ARTICLES:
        agreements.write_article(
            actor=officer, agreement_id=plan.pk, headings=headings, texts=words
        )
    agreements.negotiate(actor=officer, agreement_id=plan.pk)
    for party in plan.parties.all():
        ours = party.partner_id is None
        signing.sign_party(
            actor=acting("head_of_service") if ours else officer,
            party_id=party.pk,
            signed_on=today - dt.timedelta(days=101),
            signatory="Penanda tangan contoh",
            office="Ketua",
            paper=_paper(party.name),
        )
    agreements.record_claim(
        actor=officer,
        agreement_id=plan.pk,
        state="in_force",
        text="Kerja sama kedua kota resmi berjalan (kutipan rekaan).",
        source="Koran Contoh",
        on=today - dt.timedelta(days=99),
    )
    return signing.confirm_agreement(actor=acting("head_of_service"), agreement_id=plan.pk)


ARTICLES = (
    (
        {"id": "Tujuan", "en": "Aim", "ko": "목적"},
        {
            "id": "Kedua pihak saling membantu produksi film yang datang ke kotanya.",
            "en": "The parties help each other's film productions that come to their city.",
            "ko": "양 당사자는 자기 도시를 찾는 상대방의 영화 제작을 서로 돕는다.",
        },
    ),
    (
        {"id": "Pelatihan", "en": "Training", "ko": "교육"},
        {
            "id": "Setiap tahun sepuluh orang muda mengikuti pelatihan di kota mitra.",
            "en": "Each year ten young people are trained in the partner's city.",
            "ko": "매년 청년 열 명이 상대 도시에서 교육을 받는다.",
        },
    ),
)


def _paper(name: str) -> SimpleUploadedFile:
    made = typst.compile(f"= Naskah contoh\n\nDitandatangani untuk peragaan: {name}".encode())
    assert isinstance(made, bytes)
    return SimpleUploadedFile("naskah-contoh.pdf", made, "application/pdf")


def _promises(officer: Actor, other: Partner, plan: Agreement, today: dt.date) -> None:
    """Three: one late, one met with evidence, one on its way."""
    owner = officer.user_id or 0
    shared: dict[str, Any] = {"partner_id": other.pk, "agreement_id": plan.pk, "owner_id": owner}
    commitments.promise(
        actor=officer,
        side="ours",
        what="Kirim panduan lokasi dalam bahasa Inggris (contoh)",
        indicator="Panduan diterima mitra",
        target_text="satu panduan",
        due_on=today - dt.timedelta(days=9),
        **shared,
    )
    training = commitments.promise(
        actor=officer,
        side="theirs",
        what="Terima peserta pelatihan (contoh)",
        indicator="Peserta yang lulus",
        target_number=Decimal(10),
        unit="orang",
        due_on=today - dt.timedelta(days=3),
        **shared,
    )
    entry = commitments.add_progress(
        actor=officer,
        commitment_id=training.pk,
        on_day=today - dt.timedelta(days=4),
        note="Sepuluh peserta lulus (contoh).",
        value=Decimal(10),
        link="https://contoh.id/pelatihan",
    )
    commitments.meet(actor=officer, commitment_id=training.pk, entry_id=entry.pk)
    scouting = commitments.promise(
        actor=officer,
        side="both",
        what="Perjalanan survei lokasi bersama (contoh)",
        indicator="Hari survei",
        target_number=Decimal(6),
        unit="hari",
        due_on=today + dt.timedelta(days=45),
        **shared,
    )
    commitments.add_progress(
        actor=officer,
        commitment_id=scouting.pk,
        on_day=today - dt.timedelta(days=20),
        note="Dua hari pertama terlaksana (contoh).",
        value=Decimal(2),
    )


def _invitation(officer: Actor, other: Partner, met: Encounter, today: dt.date) -> None:
    """Claimed, not proven: the letter has not come."""
    made = agreements.draft_agreement(
        actor=officer,
        terms=_terms(
            officer,
            other,
            met,
            kind="invitation",
            titles={
                "id": "Undangan ke pasar film (contoh)",
                "en": "Invitation to a film market (example)",
            },
            languages=["id", "en"],
        ),
    )
    agreements.record_claim(
        actor=officer,
        agreement_id=made.pk,
        state="cooperation",
        source="Koran Contoh",
        on=today - dt.timedelta(days=118),
    )
