"""Demonstration: the meetings at Cannes as they were published, and an invented visit ("contoh").

What is said of real organisations stands in the press with its address and day; who they met is
named as far as it was published, by office. Everything goes through the same verbs as a click;
called at every start, what is there stays.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from simpul.kit.actors import Actor
from simpul.network.actions import declaring, encounters, itineraries, partners, people, visits
from simpul.network.demo.passports import load_passports
from simpul.network.demo.results import BUSAN, COUNTERPART, HONG_KONG, load_results
from simpul.network.models import Encounter, Partner, PartnerPerson, Visit
from simpul.people.demo import acting

EVENT = "Festival de Cannes 2025, Marché du Film"
TITLE = "Kunjungan kerja ke Kota Contoh (contoh)"
BUSAN_SAYS = (
    "https://sinpo.id/detail/96654/pemprov-jakarta-jalin-kolaborasi-film-dengan-kota-busan-korsel"
)
HONG_KONG_SAYS = (
    "https://beritanasional.com/detail/103170/pemprov-dki-jalin-kerja-sama-dengan-industri-"
    "perfilman-hong-kong-dan-festival-film-internasional-busan"
)
OTHERS_SAY = (
    "https://planet.merdeka.com/hot-news/rano-karno-dorong-perfilman-jakarta-go-global-di-"
    "festival-film-cannes-411682-mvk.html"
)


@dataclass(frozen=True, slots=True)
class Known:
    """An organisation as it was named in public, and where."""

    kind: str
    name: str
    country: str
    city: str
    zone: str
    source: str
    links: tuple[str, ...] = ()


HKFDC = Known(*HONG_KONG, HONG_KONG_SAYS, ("https://fdc.gov.hk",))
BFC = Known(
    *BUSAN,
    "http://eng.bfc.or.kr/homepage/default/page/subLocation.do?menu_no=10020401",
    ("http://eng.bfc.or.kr",),
)
ACFM = Known("market", "Asian Contents & Film Market", "KR", "Busan", "Asia/Seoul", BUSAN_SAYS)
TOKYO = Known("film_commission", "Tokyo Film Commission", "JP", "Tokyo", "Asia/Tokyo", OTHERS_SAY)
DUTCH = Known("film_commission", "Netherlands Film Commission", "NL", "", "", OTHERS_SAY)
MET = dt.date(2025, 5, 17)


@transaction.atomic
def load() -> int:
    """Add partners, meetings and the visit unless they are there; how many were added."""
    added = 0
    officer = acting("partnerships_officer")
    if not Encounter.objects.filter(event=EVENT).exists():
        added += _cannes(officer)
    added += load_results()
    if not Visit.objects.filter(title=TITLE).exists():
        _visit(officer, timezone.localdate())
        added += 1
    return added + load_passports()


def _partner(officer: Actor, one: Known) -> Partner:
    found = Partner.objects.filter(name=one.name).first()
    if found is not None:
        return found
    return partners.create_partner(
        actor=officer,
        kind=one.kind,
        name=one.name,
        country=one.country,
        city=one.city,
        time_zone=one.zone,
        links=one.links,
        source=one.source,
        status="confirmed",
    )


def _cannes(officer: Actor) -> int:
    """What was published of the meetings; what the press claims stands apart."""
    _partner(officer, BFC)
    hong_kong, market = _partner(officer, HKFDC), _partner(officer, ACFM)
    others = [_partner(officer, TOKYO), _partner(officer, DUTCH)]
    _met(
        officer,
        [hong_kong],
        "Pertemuan dengan Hong Kong Film Development Council",
        HONG_KONG_SAYS,
        topics="Dana film dan akses ke industri film Hong Kong",
        person=_known(officer, hong_kong, "Wilfred Wong", "Ketua", HONG_KONG_SAYS),
    )
    _met(
        officer,
        [market],
        "Pertemuan dengan Asian Contents & Film Market",
        BUSAN_SAYS,
        topics="Undangan ke Busan",
        person=_known(officer, market, "Ellen Y.D. Kim", "Direktur", BUSAN_SAYS),
    )
    encounters.create_encounter(
        actor=officer,
        partner_ids=[one.pk for one in others],
        kind="festival",
        title="Pertemuan dengan komisi film Tokyo dan Belanda",
        held_on=dt.date(2025, 5, 18),
        event=EVENT,
        place="Cannes",
        country="FR",
        source=OTHERS_SAY,
    )
    return 3


def _known(officer: Actor, partner: Partner, name: str, title: str, source: str) -> PartnerPerson:
    return people.add_person(
        actor=officer, partner_id=partner.pk, name=name, title=title, source=source
    )


def _met(
    officer: Actor,
    with_whom: list[Partner],
    title: str,
    source: str,
    *,
    topics: str,
    person: PartnerPerson,
) -> None:
    met = encounters.create_encounter(
        actor=officer,
        partner_ids=[one.pk for one in with_whom],
        kind="festival",
        title=title,
        held_on=MET,
        event=EVENT,
        place="Cannes",
        country="FR",
        topics=topics,
        source=source,
        claimed_state="cooperation",
        claimed_text="Judul beritanya menyebut kerja sama sudah dijalin.",
        claimed_source=source,
        claimed_on=MET,
    )
    encounters.add_attendance(
        actor=officer, encounter_id=met.pk, side="theirs", person_id=person.pk
    )
    encounters.add_attendance(
        actor=officer,
        encounter_id=met.pk,
        side="ours",
        name="Rano Karno",
        label="Wakil Gubernur DKI Jakarta",
    )


def _visit(officer: Actor, today: dt.date) -> None:
    """An invented working visit two hours away, three weeks ahead."""
    host = Partner.objects.get(name=COUNTERPART)
    talk = Encounter.objects.filter(with_partners__partner=host).order_by("pk").first()
    first = today + dt.timedelta(days=21)
    visit = visits.plan_visit(
        actor=officer,
        partner_id=host.pk,
        direction="outgoing",
        title=TITLE,
        starts_on=first,
        ends_on=first + dt.timedelta(days=2),
        city="Kota Contoh",
        country="KR",
        time_zone="Asia/Seoul",
        objectives="Mempelajari layanan satu pintu bagi produksi film.\n"
        "Menyusun rencana aksi bersama.",
        briefing="Bahan contoh: tuan rumah menugaskan satu manajer lokasi untuk setiap proyek.",
        encounter_id=talk.pk if talk else None,
    )
    for title, day, starts, ends, place in (
        ("Kunjungan ke kantor layanan (contoh)", 0, 10, 12, "Kantor Komisi Film Kota Contoh"),
        ("Rapat rencana aksi (contoh)", 0, 14, 17, "Ruang rapat"),
        ("Peninjauan studio (contoh)", 1, 9, 12, "Studio Contoh"),
    ):
        itineraries.add_item(
            actor=officer,
            visit_id=visit.pk,
            title=title,
            day=first + dt.timedelta(days=day),
            starts=dt.time(starts),
            ends=dt.time(ends),
            time_zone="Asia/Seoul",
            place=place,
        )
    visits.add_delegate(
        actor=officer,
        visit_id=visit.pk,
        side="ours",
        user_id=officer.user_id,
        label="Pejabat kemitraan",
    )
    declaring.declare_cost(
        actor=officer,
        visit_id=visit.pk,
        what="Tiket pesawat (contoh)",
        amount="18500000",
        currency="IDR",
        paid_by="us",
    )
    declaring.declare_gift(
        actor=officer,
        visit_id=visit.pk,
        direction="given",
        what="Kain batik (contoh)",
        giver="Komisi Film Jakarta (contoh)",
        receiver=COUNTERPART,
        worth="750000",
        currency="IDR",
        on_day=first,
    )
