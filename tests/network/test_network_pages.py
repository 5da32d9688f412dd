"""The pages of partners, people, encounters and visits: whole for staff, nothing for outsiders."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from simpul.network.actions import declaring, encounters, itineraries, partners, people, visits
from simpul.network.models import Encounter, ItineraryItem, Partner, PartnerPerson, Visit
from simpul.network.partners.urls import PARTNERS
from simpul.network.visits.urls import ENCOUNTERS, VISITS

pytestmark = pytest.mark.django_db


@pytest.fixture
def partner(nadia: Any) -> Partner:
    return partners.create_partner(
        actor=nadia.actor,
        kind="film_commission",
        name="Komisi Film Contoh",
        names={"ko": "예시영상위원회"},
        country="KR",
        city="Busan",
        time_zone="Asia/Seoul",
        languages=["ko", "en"],
        links=["https://komisi.contoh.test"],
    )


@pytest.fixture
def person(nadia: Any, partner: Partner) -> PartnerPerson:
    return people.add_person(
        actor=nadia.actor,
        partner_id=partner.pk,
        name="Park Contoh",
        title="Manajer lokasi",
        email="park@contoh.test",
    )


@pytest.fixture
def met(nadia: Any, partner: Partner) -> Encounter:
    return encounters.create_encounter(
        actor=nadia.actor,
        partner_ids=[partner.pk],
        kind="festival",
        title="Bincang di festival contoh",
        held_on=dt.date(2026, 5, 17),
        claimed_state="cooperation",
        claimed_source="https://koran.contoh.test/1",
        claimed_on=dt.date(2026, 5, 17),
    )


@pytest.fixture
def visit(nadia: Any, partner: Partner, met: Encounter, person: PartnerPerson) -> Visit:
    made = visits.plan_visit(
        actor=nadia.actor,
        partner_id=partner.pk,
        direction="outgoing",
        title="Kunjungan kerja contoh",
        starts_on=dt.date(2027, 5, 10),
        ends_on=dt.date(2027, 5, 12),
        city="Busan",
        country="KR",
        time_zone="Asia/Seoul",
        objectives="Belajar layanan satu pintu",
        encounter_id=met.pk,
    )
    itineraries.add_item(
        actor=nadia.actor,
        visit_id=made.pk,
        title="Rapat pertama",
        day=dt.date(2027, 5, 10),
        starts=dt.time(14),
        ends=dt.time(15, 30),
        time_zone="Asia/Seoul",
    )
    visits.add_delegate(actor=nadia.actor, visit_id=made.pk, side="ours", name="Kepala Contoh")
    visits.add_delegate(actor=nadia.actor, visit_id=made.pk, side="theirs", person_id=person.pk)
    declaring.declare_cost(
        actor=nadia.actor,
        visit_id=made.pk,
        what="Tiket",
        amount="12500000",
        currency="IDR",
        paid_by="us",
    )
    declaring.declare_gift(
        actor=nadia.actor,
        visit_id=made.pk,
        direction="given",
        what="Batik",
        giver="Komisi",
        receiver="Tuan rumah",
        worth="500000",
        currency="IDR",
        on_day=dt.date(2027, 5, 10),
    )
    return made


ROUTES = (*PARTNERS, *ENCOUNTERS, *VISITS)


@pytest.fixture
def address(visit: Visit, partner: Partner, person: PartnerPerson, met: Encounter) -> Any:
    """The address of a route, with the numbers of what there is."""
    read = "00000000-0000-4000-8000-000000000000"
    numbers: dict[str, Any] = {
        "partner_id": partner.pk,
        "person_id": person.pk,
        "encounter_id": met.pk,
        "visit_id": visit.pk,
        "item_id": visit.items.get().pk,
        "post_id": person.posts.get().pk,
        "read_id": read,
        "first_id": partner.pk,
        "second_id": partner.pk,
        "consent_id": 1,
        "kind": "partner",
        "row_id": visit.delegates.first().pk,
    }

    def of(name: str) -> str:
        route = next(one for one in ROUTES if one.name == name)
        return reverse(
            f"network:{name}", kwargs={key: numbers[key] for key in route.pattern.converters}
        )

    return of


NAMES = [str(one.name) for one in ROUTES]


def test_no_address_of_the_room_exists_for_outsiders(client, address, citra, dewi):
    # A case officer is staff, and still has no need to know whom the commission meets.
    plain = {"accept": "application/json"}
    for person, asks in ((citra, (client.get, client.post)), (dewi, (client.get,))):
        client.force_login(person.user)
        for name in NAMES:
            for ask in asks:
                status = ask(address(name), headers=plain).status_code
                # An address that only takes a form says so to everybody (405), as all do.
                assert status in (404, 405), (name, status)
    client.logout()
    for name in ("partners", "partner", "person", "encounter", "visit", "visit_briefing"):
        assert client.get(address(name), headers=plain).status_code == 404


def test_an_auditor_reads_every_page_and_writes_nothing(client, address, gita):
    client.force_login(gita.user)
    read = ["partners", "partner", "alike", "person", "encounters", "encounter", "visits", "visit"]
    for name in [*read, "visit_calendar"]:
        response = client.get(address(name))
        assert response.status_code == 200, name
        assert b'<form method="post" action="/meja/jejaring/' not in response.content, name
    before = [
        model.objects.count() for model in (Partner, PartnerPerson, Encounter, Visit, ItineraryItem)
    ]
    for name in NAMES:
        if name not in read:
            assert client.post(address(name)).status_code in (403, 404, 405, 422), name
    assert before == [
        model.objects.count() for model in (Partner, PartnerPerson, Encounter, Visit, ItineraryItem)
    ]


def test_a_visit_is_shown_on_the_clocks_of_the_place_and_on_ours(client, address, nadia):
    client.force_login(nadia.user)
    text = client.get(address("visit")).content.decode()
    assert "14.00–15.30" in text and "12.00–13.30" in text
    assert "Rp\u00a012.500.000" in text


def test_what_the_press_claims_stands_apart_from_what_papers_prove(client, address, nadia):
    client.force_login(nadia.user)
    text = client.get(address("encounter")).content.decode()
    said, proven = text.index('class="said"'), text.index('class="proven')
    assert said < text.index("https://koran.contoh.test/1") < proven


@pytest.mark.parametrize("name", ["partners", "encounters", "visits"])
def test_a_list_asks_no_more_for_thirty_than_for_one(client, nadia, address, name):
    client.force_login(nadia.user)
    client.get(address(name))
    with CaptureQueriesContext(
        connection,
    ) as one:
        client.get(address(name))
    for at in range(29):
        made = Partner.objects.create(kind="fund", name=f"Dana {at}", country="HK")
        Visit.objects.create(
            partner=made,
            direction="incoming",
            title=f"Kunjungan {at}",
            starts_on="2027-01-01",
            ends_on="2027-01-02",
            city="Jakarta",
            country="ID",
            time_zone="Asia/Jakarta",
            objectives="x",
        )
        talk = Encounter.objects.create(kind="call", title=f"Temu {at}", held_on="2026-01-01")
        talk.with_partners.create(partner=made)
    with CaptureQueriesContext(connection) as many:
        assert client.get(address(name)).status_code == 200
    assert len(many) <= len(one)
