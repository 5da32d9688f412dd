"""A market with its people.

Maya runs it, Naufal and Oki select, Rara (a project) and Kim (a buyer) are accredited guests; Ani,
Citra and the others come from the project's own fixtures.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
import typst
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from simpul.market.actions import badges, calls, entries, markets, meetings, selection
from simpul.market.models import Badge, Call, Entry, Market, Meeting, MeetingPerson
from simpul.people.models import Membership, Organisation, User

WHOLE = {
    "title": "Pasar Malam Terakhir",
    "original_title": "마지막 야시장",
    "kind": "feature",
    "stage": "financing",
    "logline": "Seorang ibu menjual mimpi di pasar malam.",
    "synopsis": "Rahasia keluarga terbongkar di komidi putar.",
    "director": "Sari Contoh",
    "countries": "ID, KR",
    "budget": "1200000",
    "currency": "USD",
    "secured_percent": 35,
    "sought": ["coproducer", "fund"],
}


@pytest.fixture
def maya(make_person: Any) -> Any:
    """Runs the market."""
    return make_person("Maya", roles=("market_officer",), second_factor=True)


@pytest.fixture
def naufal(make_person: Any) -> Any:
    return make_person("Naufal", roles=("market_selector",), second_factor=True)


@pytest.fixture
def oki(make_person: Any) -> Any:
    return make_person("Oki", roles=("market_selector",), second_factor=True)


def tomorrow(days: int = 1) -> dt.date:
    return timezone.localdate() + dt.timedelta(days=days)


@pytest.fixture
def market(maya: Any) -> Market:
    """A public market: tomorrow and the day after, twelve slots a day, six tables."""
    made = markets.create_market(
        actor=maya.actor,
        code="uji",
        names={"id": "Pasar uji", "en": "Test market"},
        place="Jakarta",
        zone="Asia/Jakarta",
        first_day=tomorrow(),
        last_day=tomorrow(2),
    )
    markets.plan_slots(
        actor=maya.actor,
        code="uji",
        begins=dt.time(9),
        ends=dt.time(16),
        breaks=[(dt.time(12), dt.time(13))],
    )
    markets.add_tables(actor=maya.actor, code="uji", venue="Aula", count=6, seats=4)
    return markets.open_market(actor=maya.actor, code=made.code)


@pytest.fixture
def call(maya: Any, market: Market) -> Call:
    """A published call, open for a day."""
    now = timezone.now()
    made = calls.create_call(
        actor=maya.actor,
        code=market.code,
        names={"id": "Panggilan uji", "en": "Test call"},
        about={"id": "Film panjang.", "en": "Features."},
        opens_at=now - dt.timedelta(days=1),
        closes_at=now + dt.timedelta(days=1),
        zone="Asia/Seoul",
    )
    return calls.publish_call(actor=maya.actor, call_id=made.pk)


def closed(call: Call) -> Call:
    """The same call after its deadline."""
    Call.objects.filter(pk=call.pk).update(closes_at=timezone.now() - dt.timedelta(minutes=1))
    call.refresh_from_db()
    return call


@pytest.fixture
def draft(call: Call) -> Callable[..., Entry]:
    """A whole project of somebody's company that is not sent: `draft(ani, company)`."""

    def make(person: Any, company: Any, **values: Any) -> Entry:
        actor = person.actor
        entry = entries.start_entry(
            actor=actor, call_id=call.pk, company_id=company.pk, title="Judul"
        )
        return entries.save_entry(
            actor=actor, entry_id=entry.pk, version=entry.version, data={**WHOLE, **values}
        )

    return make


@pytest.fixture
def selected(draft: Any, naufal: Any, oki: Any, maya: Any) -> Callable[..., Entry]:
    """A project that was sent, voted on and selected."""

    def make(person: Any, company: Any, **values: Any) -> Entry:
        entry = draft(person, company, **values)
        Call.objects.filter(pk=entry.call_id).update(
            closes_at=timezone.now() + dt.timedelta(days=1)
        )
        entries.submit(actor=person.actor, entry_id=entry.pk)
        for selector in (naufal, oki):
            selection.vote(actor=selector.actor, entry_id=entry.pk, score=4)
        closed(entry.call)
        return selection.decide(
            actor=maya.actor, entry_id=entry.pk, select=True, reason="Cerita kuat."
        )

    return make


@pytest.fixture
def guest(market: Market, maya: Any) -> Callable[..., Badge]:
    """Accredit somebody: `guest(kim, her_company)`."""

    def make(person: Any, company: Any, role: str = "financier") -> Badge:
        badge = badges.apply(
            actor=person.actor,
            market=market,
            company_id=company.pk,
            role=role,
            languages=["id", "en"],
        )
        return badges.decide(actor=maya.actor, badge_id=badge.pk, accept=True)

    return make


@pytest.fixture
def agree(market: Market) -> Callable[..., Meeting]:
    """One asks, the other accepts: `agree(ani, citra_badge, citra)`."""

    def make(asker: Any, asked: Badge, answers: Any, **values: Any) -> Meeting:
        meeting = meetings.ask(actor=asker.actor, market=market, badge_id=asked.pk, **values)
        return meetings.answer(
            actor=answers.actor, market=market, meeting_id=meeting.pk, accept=True
        )

    return make


@pytest.fixture
def paper(tmp_path: Any) -> Callable[[], SimpleUploadedFile]:
    """A real PDF of two pages, as an upload."""
    source, made = tmp_path / "buku.typ", tmp_path / "buku.pdf"
    source.write_text("= Buku rupa\nRahasia produksi.\n#pagebreak()\nHalaman dua.")
    typst.compile(str(source), output=str(made))
    content = made.read_bytes()
    return lambda: SimpleUploadedFile("buku.pdf", content, "application/pdf")


@dataclass
class Crowd:
    """Many guests at once, written without the verbs: only for size."""

    market: Market
    by: User
    badges: list[Badge] = field(default_factory=list)

    def add(self, count: int, *, role: str = "financier", begin: str = "Firma") -> list[Badge]:
        now, n = timezone.now(), len(self.badges)
        names = [f"{begin} {n + place:03d} (contoh)" for place in range(count)]
        companies = Organisation.objects.bulk_create(Organisation(name=one) for one in names)
        people = User.objects.bulk_create(
            User(email=f"tamu{n + place}@contoh.id", name=f"Tamu {n + place:03d}", password="!")
            for place in range(count)
        )
        Membership.objects.bulk_create(
            Membership(user=user, organisation=company, role="owner")
            for user, company in zip(people, companies, strict=True)
        )
        made = Badge.objects.bulk_create(
            Badge(
                market=self.market,
                person=user,
                company=company,
                role=role,
                languages=["en"],
                state="accepted",
                applied_at=now,
                decided_by=self.by,
                decided_at=now,
            )
            for user, company in zip(people, companies, strict=True)
        )
        self.badges += made
        return made

    def meet(self, pairs: list[tuple[Badge, Badge]], **values: Any) -> list[Meeting]:
        now = timezone.now()
        made = Meeting.objects.bulk_create(
            Meeting(
                market=self.market,
                asker=one,
                asked=other,
                state="agreed",
                asked_at=now,
                answered_at=now,
                **values,
            )
            for one, other in pairs
        )
        MeetingPerson.objects.bulk_create(
            MeetingPerson(meeting=meeting, badge=badge)
            for meeting, pair in zip(made, pairs, strict=True)
            for badge in pair
        )
        return made


@pytest.fixture
def crowd(market: Market, maya: Any) -> Crowd:
    return Crowd(market, maya.user)
