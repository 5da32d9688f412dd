"""Demonstration: a market of today with its timetable, and one that calls for projects.

All companies, people and projects are invented and say so ("contoh"). Everything goes through the
same verbs as a click; called at every start, what is there stays.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from simpul.kit.actors import Actor
from simpul.market.actions import (
    badges,
    calls,
    entries,
    markets,
    materials,
    meetings,
    publishing,
    selection,
    timetables,
)
from simpul.market.models import Badge, Call, Entry, Market
from simpul.people.actors import DEMO_DOMAIN, load_actor
from simpul.people.demo import COMPANY, OTHER_COMPANY, person
from simpul.people.models import Membership, Organisation, StaffGrant, User

CODE, NEXT_CODE = "contoh", "contoh-berikut"
ZONE = "Asia/Jakarta"
GUESTS = (
    ("Han River Pictures (contoh)", "KR", "Kim Min-ji", "financier", ["ko", "en"]),
    ("Haeundae Films (contoh)", "KR", "Park Joon-ho", "coproducer", ["ko", "en"]),
    ("Harbour Lane Sales (contoh)", "HK", "Chan Ka-yan", "sales_agent", ["zh", "en"]),
    ("Selat Fund (contoh)", "SG", "Nur Aisyah", "fund", ["ms", "en"]),
    ("Mekong Distribution (contoh)", "VN", "Tran Thi Lan", "distributor", ["vi", "en"]),
    ("Gunung Api Platform (contoh)", "ID", "Bayu Pratama", "broadcaster", ["id", "en"]),
)
PROJECTS = (
    ("Peron Sebelas", "십일번 승강장", "Penjaga peron menemukan surat yang tidak pernah sampai.",
     "feature", "financing", 1_400_000, 35, ["coproducer", "fund"]),
    ("Laut di Utara Kota", "도시의 북쪽 바다", "Tiga nelayan muda melawan tanggul yang naik.",
     "documentary", "production", 320_000, 60, ["broadcaster", "sales_agent"]),
    ("Kucing Pasar Baru", "파사르 바루의 고양이", "Seekor kucing menjaga toko kain terakhir.",
     "animation", "script", 2_100_000, 15, ["coproducer", "financier"]),
)  # fmt: skip
SYNOPSIS = "Sinopsis contoh: dibaca tamu terakreditasi saja."


@transaction.atomic
def load() -> int:
    """Add the two markets unless they are there; how many markets were added."""
    if Market.objects.filter(code=CODE).exists():
        return 0
    today = timezone.now().astimezone(ZoneInfo(ZONE)).date()
    _of_today(today)
    _that_calls(today)
    return 2


def _as(user: User) -> Actor:
    """Somebody, as if signed in with the second factor."""
    return replace(load_actor(user), second_factor=True)


def _staff(key: str) -> Actor:
    return _as(person(key))


def _market(code: str, names: dict[str, str], first: dt.date, days: int) -> Market:
    officer = _staff("market_officer")
    market = markets.create_market(
        actor=officer,
        code=code,
        names=names,
        about={
            "id": "Pasar contoh: semua perusahaan, orang, dan proyek di dalamnya rekaan.",
            "en": "An example: every company, person and project in it is invented.",
        },
        place="Taman Ismail Marzuki, Jakarta",
        zone=ZONE,
        first_day=first,
        last_day=first + dt.timedelta(days=days - 1),
    )
    markets.plan_slots(
        actor=officer,
        code=code,
        begins=dt.time(9),
        ends=dt.time(21),
        breaks=[(dt.time(12), dt.time(13))],
    )
    markets.add_tables(actor=officer, code=code, venue="Aula contoh", count=4, seats=4)
    return markets.open_market(actor=officer, code=market.code)


def _call(market: Market, opens: dt.datetime, closes: dt.datetime, **rule: object) -> Call:
    made = calls.create_call(
        actor=_staff("market_officer"),
        code=market.code,
        names={"id": "Panggilan proyek (contoh)", "en": "Call for projects (example)"},
        about={
            "id": "Film panjang, dokumenter, dan animasi yang mencari mitra di Asia.",
            "en": "Features, documentaries and animation that look for partners in Asia.",
        },
        opens_at=opens,
        closes_at=closes,
        zone="Asia/Seoul",
        **rule,  # type: ignore[arg-type]
    )
    return calls.publish_call(actor=_staff("market_officer"), call_id=made.pk, now=opens)


def _of_today(today: dt.date) -> None:
    market = _market(CODE, {"id": "Pasar Proyek (contoh)", "en": "Project market (example)"},
                     today, 2)  # fmt: skip
    opens = timezone.now() - dt.timedelta(days=60)
    call = _call(market, opens, opens + dt.timedelta(days=30))
    chosen = [_project(call, opens, row, place) for place, row in enumerate(PROJECTS)]
    hosts = {
        COMPANY: _guest(market, person("producer"), COMPANY, "project"),
        OTHER_COMPANY: _guest(market, person("other_producer"), OTHER_COMPANY, "project"),
    }
    people = [_foreign(market, *row) for row in GUESTS]
    _meet(market, chosen, hosts, people)
    waiting = _person("Dimas Arya (contoh)", "Kolektif Layar (contoh)", "ID")
    badges.apply(
        actor=_as(waiting[0]),
        market=market,
        company_id=waiting[1].pk,
        role="talent",
        languages=["id"],
        about="Ingin belajar dari pasar pertama.",
    )
    materials.ask_access(
        actor=_as(people[0].person),
        market=market,
        entry_id=chosen[0].pk,
        message="Kami ingin membaca naskahnya.",
    )
    run = timetables.ask_run(actor=_staff("market_officer"), market=market, seconds=5)
    timetables.perform(run_id=run.pk)
    publishing.publish(actor=_staff("market_officer"), market=market, run_id=run.pk)


def _project(call: Call, opens: dt.datetime, row: tuple[object, ...], place: int) -> Entry:
    title, original, logline, kind, stage, budget, share, sought = row
    key = "producer" if place != 1 else "other_producer"
    company = Organisation.objects.get(name=COMPANY if place != 1 else OTHER_COMPANY)
    sent = opens + dt.timedelta(days=20 + place)
    actor = _staff(key)
    entry = entries.start_entry(
        actor=actor, call_id=call.pk, company_id=company.pk, title=f"{title} (contoh)", now=sent
    )
    data = {"original_title": original, "logline": logline, "kind": kind, "stage": stage,
            "budget": budget, "currency": "USD", "secured_percent": share, "sought": sought,
            "director": "Sutradara Contoh", "countries": "ID", "synopsis": SYNOPSIS}  # fmt: skip
    entry = entries.save_entry(actor=actor, entry_id=entry.pk, version=entry.version, data=data)
    entry = entries.submit(actor=actor, entry_id=entry.pk, now=sent)
    for selector in (_staff("market_selector"), _as(_second_selector())):
        selection.vote(actor=selector, entry_id=entry.pk, score=4, note="Cerita yang kuat.")
    return selection.decide(
        actor=_staff("market_officer"),
        entry_id=entry.pk,
        select=True,
        reason="Dua penilai memberi nilai tinggi (contoh).",
    )


def _second_selector() -> User:
    user, made = User.objects.get_or_create(
        email=f"penilai-kedua{DEMO_DOMAIN}", defaults={"name": "Sinta Dewanti"}
    )
    if made:
        StaffGrant.objects.create(user=user, role="market_selector", reason="Demonstrasi")
    return user


def _person(name: str, company: str, country: str) -> tuple[User, Organisation]:
    key = "".join(one for one in name.lower() if one.isascii() and one.isalpha())
    user, _made = User.objects.get_or_create(
        email=f"{key}{DEMO_DOMAIN}",
        defaults={"name": name, "language": "id" if country == "ID" else "en"},
    )
    organisation, _made = Organisation.objects.get_or_create(
        name=company, defaults={"country": country, "kind": "other"}
    )
    Membership.objects.get_or_create(
        user=user, organisation=organisation, defaults={"role": "owner"}
    )
    return user, organisation


def _guest(market: Market, user: User, company: str, role: str) -> Badge:
    badge = badges.apply(
        actor=_as(user),
        market=market,
        company_id=Organisation.objects.get(name=company).pk,
        role=role,
        languages=["id", "en"],
    )
    return badges.decide(actor=_staff("market_officer"), badge_id=badge.pk, accept=True)


def _foreign(
    market: Market, company: str, country: str, name: str, role: str, languages: list[str]
) -> Badge:
    user, organisation = _person(f"{name} (contoh)", company, country)
    badge = badges.apply(
        actor=_as(user),
        market=market,
        company_id=organisation.pk,
        role=role if role != "coproducer" else "producer",
        languages=languages,
        interests=["coproducer"],
    )
    return badges.decide(actor=_staff("market_officer"), badge_id=badge.pk, accept=True)


def _meet(
    market: Market, chosen: list[Entry], hosts: dict[str, Badge], people: list[Badge]
) -> None:
    for place, badge in enumerate(people):
        for host in hosts.values():
            about = [one for one in chosen if one.company_id == host.company_id]
            meeting = meetings.ask(
                actor=_as(badge.person),
                market=market,
                badge_id=host.pk,
                priority=1 + place % 3,
                entry_id=about[place % len(about)].pk,
            )
            # One request stays open, so that there is something to answer.
            if place < len(people) - 1 or host.company.name == OTHER_COMPANY:
                meetings.answer(
                    actor=_as(host.person), market=market, meeting_id=meeting.pk, accept=True
                )


def _that_calls(today: dt.date) -> None:
    market = _market(
        NEXT_CODE,
        {"id": "Pasar Proyek berikutnya (contoh)", "en": "The next project market (example)"},
        today + dt.timedelta(days=120),
        2,
    )
    now = timezone.now()
    _call(market, now - dt.timedelta(days=3), now + dt.timedelta(days=30),
          late_rule="grace", grace_minutes=120, places=10)  # fmt: skip
