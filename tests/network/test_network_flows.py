"""The forms of the room as a person fills them in, from a list of people to a closed visit."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from simpul.network.models import Encounter, Partner, PartnerPerson, ReadFile, Visit

pytestmark = pytest.mark.django_db


class Desk:
    """A person at the pages: `go` sends a form and follows; a refusal shows 422."""

    def __init__(self, client: Client, person: Any) -> None:
        self.client = client
        client.force_login(person.user)

    def go(self, name: str, /, *args: Any, **said: Any) -> Any:
        return self.client.post(reverse(f"network:{name}", args=args), said, follow=True)

    def text(self, name: str, *args: Any) -> str:
        return self.client.get(reverse(f"network:{name}", args=args)).content.decode()


@pytest.fixture
def desk(client: Client, nadia: Any) -> Desk:
    return Desk(client, nadia)


def test_a_partner_is_added_changed_and_made_one_with_another(desk: Desk) -> None:
    wrong = desk.go("partner_create", kind="fund", name="", country="", status="reported")
    assert wrong.status_code == 422 and 'class="error-summary"' in wrong.content.decode()
    said = {
        "kind": "fund",
        "name": "Dana Film Contoh",
        "name_ko": "예시기금",
        "country": "KR",
        "languages": ["ko", "en"],
        "links": "https://dana.contoh.test\nhttps://contoh.test",
        "status": "reported",
    }
    desk.go("partner_create", **said)
    made = Partner.objects.get()
    assert (made.names, made.languages, len(made.links)) == ({"ko": "예시기금"}, ["ko", "en"], 2)
    desk.go("partner_change", made.pk, **{**said, "city": "Busan", "version": made.version})
    made.refresh_from_db()
    assert made.city == "Busan" and made.names == {"ko": "예시기금"}
    stale = desk.go("partner_change", made.pk, **{**said, "city": "Seoul", "version": 0})
    assert stale.status_code == 422
    desk.go("partner_create", **{**said, "name": "dana film, contoh"})
    other = Partner.objects.exclude(pk=made.pk).get()
    assert reverse("network:partner_merge", args=[made.pk, other.pk]) in desk.text("alike")
    desk.go("kept_apart", "partner", made.pk, other.pk)
    assert reverse("network:partner_merge", args=[made.pk, other.pk]) not in desk.text("alike")
    unsure = desk.go("partner_merge", made.pk, other.pk, keep_id=made.pk)
    assert unsure.status_code == 422
    desk.go("partner_merge", made.pk, other.pk, keep_id=made.pk, sure="on")
    assert "(" + str(other.pk) + ")" in desk.text("partner", made.pk)


def test_a_person_is_added_agrees_and_takes_it_back(desk: Desk, busan: Partner) -> None:
    desk.go("person_create", busan.pk, name="Park Contoh", title="Kurator", email="p@contoh.test")
    person = PartnerPerson.objects.get()
    assert 'name="mobile"' not in desk.text("person_change", person.pk)
    today = timezone.localdate().isoformat()
    desk.go("consent_give", person.pk, purpose="contact", how="form", given_on=today)
    assert 'name="mobile"' in desk.text("person_change", person.pk)
    desk.go("person_change", person.pk, name="Park Contoh", mobile="+82 10 1", version=0)
    assert "+82 10 1" in desk.text("person", person.pk)
    desk.go("post_add", person.pk, partner_id=busan.pk, title="Direktur", valid_from="2026-01-01")
    ended = desk.go("post_end", person.posts.get(title="Direktur").pk, day="2025-01-01")
    assert ended.status_code == 422
    desk.go("post_end", person.posts.get(title="Direktur").pk, day="2026-06-01")
    desk.go("consent_withdraw", person.consents.get().pk, day=today)
    text = desk.text("person", person.pk)
    assert "+82 10 1" not in text and "p@contoh.test" not in text


def test_a_list_is_shown_line_by_line_before_anything_is_kept(desk: Desk, busan: Partner) -> None:
    bad = SimpleUploadedFile("daftar.csv", b"name,country\nA,Korea\n")
    refused = desk.go("contacts", file=bad)
    assert refused.status_code == 422 and "Baris 2, country" in refused.content.decode()
    card = "BEGIN:VCARD\nVERSION:4.0\nFN:Kim <b>Contoh</b>\nTITLE:Kurator\nEND:VCARD\n"
    shown = desk.go(
        "contacts", file=SimpleUploadedFile("kim.vcf", card.encode()), partner_id=busan.pk
    )
    assert "Kim &lt;b&gt;Contoh" in shown.content.decode()
    assert not PartnerPerson.objects.exists()
    read = ReadFile.objects.get()
    desk.go("contacts_load", read.pk)
    assert PartnerPerson.objects.get().posts.get().partner == busan
    assert desk.go("contacts_load", read.pk).status_code == 404


def test_a_visit_from_the_talk_to_the_end(
    desk: Desk, nadia: Any, eko: Any, busan: Partner, client: Client
) -> None:
    day = timezone.localdate()
    desk.go(
        "encounter_create",
        title="Bincang",
        kind="festival",
        partner_ids=[busan.pk],
        held_on=day.isoformat(),
        status="confirmed",
    )
    met = Encounter.objects.get()
    desk.go("encounter_ours", met.pk, **{"ours-name": "Kepala Contoh", "ours-label": "Kepala"})
    assert "Kepala Contoh" in desk.text("encounter", met.pk)
    said = {
        "direction": "outgoing",
        "partner_id": busan.pk,
        "title": "Kunjungan contoh",
        "starts_on": day.isoformat(),
        "ends_on": day.isoformat(),
        "city": "Busan",
        "country": "KR",
        "time_zone": "Asia/Seoul",
        "objectives": "Belajar",
        "encounter_id": met.pk,
    }
    before = (day - dt.timedelta(days=1)).isoformat()
    assert desk.go("visit_create", **{**said, "ends_on": before}).status_code == 422
    desk.go("visit_create", **said)
    visit = Visit.objects.get()
    entry = {"title": "Rapat", "day": day.isoformat(), "starts": "14.00", "ends": "15.00"}
    assert desk.go("item_add", visit.pk, **entry, time_zone="KST").status_code == 422
    desk.go("item_add", visit.pk, **entry, time_zone="Asia/Seoul")
    item = visit.items.get()
    desk.go(
        "item_change", item.pk, **{**entry, "ends": "16.00"}, time_zone="Asia/Seoul", sequence=0
    )
    desk.go("visit_ours", visit.pk, **{"ours-user_id": nadia.user.pk})
    cost = {"what": "Hotel", "amount": "1.250.000", "currency": "IDR", "paid_by": "us"}
    desk.go("cost_add", visit.pk, **{f"cost-{key}": value for key, value in cost.items()})
    for step in ("visit_confirm", "visit_begin"):
        desk.go(step, visit.pk)
    words = {"report": "Rapat berjalan.", "outcomes": "Rencana aksi."}
    assert desk.go("visit_report", visit.pk, **words).status_code == 422
    desk.go("visit_report", visit.pk, **words, no_gifts="on")
    head = Desk(client, eko)
    # Nobody signs without a second factor; the page says so.
    assert head.go("visit_close", visit.pk).status_code == 403
    visit.refresh_from_db()
    assert visit.state == "reported"
    assert "Rp\u00a01.250.000" in head.text("visit", visit.pk)


def test_a_partners_calendar_is_shown_before_it_is_taken(desk: Desk, nadia: Any, busan: Partner):
    visit = Visit.objects.create(
        partner=busan,
        direction="outgoing",
        title="Kunjungan",
        starts_on="2027-05-10",
        ends_on="2027-05-12",
        city="Busan",
        country="KR",
        time_zone="Asia/Seoul",
        objectives="x",
    )
    text = (
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nSUMMARY:Rapat <i>satu</i>\n"
        "DTSTART:20270510T140000\nDTEND:20270510T150000\nEND:VEVENT\n"
        "BEGIN:VEVENT\nUID:2\nSUMMARY:Tiap hari\nRRULE:FREQ=DAILY\n"
        "DTSTART:20270510T140000\nDTEND:20270510T150000\nEND:VEVENT\nEND:VCALENDAR\n"
    )
    broken = SimpleUploadedFile("acara.ics", text.replace("UID:1\n", "").encode())
    refused = desk.go("calendar_read", visit.pk, file=broken)
    assert refused.status_code == 422 and "Baris 2, UID" in refused.content.decode()
    shown = desk.go("calendar_read", visit.pk, file=SimpleUploadedFile("a.ics", text.encode()))
    page = shown.content.decode()
    assert "Rapat &lt;i&gt;satu" in page and "Tiap hari" in page and "12.00–13.00" in page
    assert not visit.items.exists()
    desk.go("calendar_take", ReadFile.objects.get().pk)
    assert [one.uid for one in visit.items.all()] == ["1"]
