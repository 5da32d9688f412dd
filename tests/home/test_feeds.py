"""Feeds, read as a stranger's program reads them: with the icalendar library, JSON and XML."""

from __future__ import annotations

import json
from datetime import UTC, timedelta
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from simpul.home.nearby import feeds
from simpul.places.actions.holds import change_uses, release
from simpul.places.models import Booking, Hold
from tests.home.nearby_helpers import (
    LINE,
    MENTENG,
    SYSTEM,
    at,
    confirmed,
    drawn,
    secret,
    site,
    use,
)

pytestmark = pytest.mark.django_db
ALL = "/sekitar/31/feed.ics"


@pytest.fixture(autouse=True)
def city(jakarta: Any) -> Any:
    return jakarta


def events(client: Client, address: str = ALL) -> dict[str, Any]:
    """UID -> event."""
    answer = client.get(address)
    assert answer.status_code == 200
    found = Calendar.from_ical(answer.content).walk("VEVENT")
    named = {str(one["UID"]): one for one in found}
    assert len(named) == len(found), "a UID is there twice"
    return named


def only(client: Client, address: str = ALL) -> Any:
    (found,) = events(client, address).values()
    return found


def test_an_entry_says_what_where_and_when(client: Client) -> None:
    period = at(3, 8, 18)
    confirmed("Lagu untuk Ibu", use(site("L27"), period=period))
    event = only(client)
    assert event["DTSTART"].dt == period.start.astimezone(UTC)
    assert event["DTEND"].dt == period.end.astimezone(UTC)
    assert event["SUMMARY"] == "Lagu untuk Ibu – Syuting"
    assert "Taman Ismail Marzuki" in event["LOCATION"]
    assert event["STATUS"] == "CONFIRMED"
    assert event["SEQUENCE"] == Hold.objects.get().sequence
    assert event["GEO"].latitude == pytest.approx(-6.19, abs=0.01)


def test_a_moved_booking_updates_its_entry(client: Client) -> None:
    hold = confirmed("Pindah", use(site("L27"), period=at(3, 8, 18)))
    before = only(client)
    change_uses(actor=SYSTEM, hold_id=hold.pk, uses=[use(site("L27"), period=at(5, 9, 12))])
    after = only(client)
    assert after["UID"] == before["UID"]
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert after["LAST-MODIFIED"].dt >= before["LAST-MODIFIED"].dt
    assert after["DTSTART"].dt == at(5, 9, 12).start.astimezone(UTC)
    assert after["STATUS"] == "CONFIRMED"


def test_a_booking_that_moves_away_is_cancelled_where_it_was(client: Client) -> None:
    hold = confirmed("Pindah", use(site("L27"), period=at(3, 8, 18)))
    uid = str(only(client)["UID"])
    change_uses(actor=SYSTEM, hold_id=hold.pk, uses=[use(site("L01"), period=at(3, 8, 18))])
    here = only(client, f"/sekitar/{MENTENG}/feed.ics")
    assert (str(here["UID"]), here["STATUS"]) == (uid, "CANCELLED")
    there = only(client, "/sekitar/31.71.01/feed.ics")
    assert (str(there["UID"]), there["STATUS"]) == (uid, "CONFIRMED")
    assert here["SEQUENCE"] == there["SEQUENCE"]
    whole = only(client)
    assert whole["STATUS"] == "CONFIRMED"


def test_a_use_that_is_dropped_is_cancelled_and_the_other_stays(client: Client) -> None:
    first, second = use(site("L27"), period=at(3, 8, 18)), use(site("L27"), period=at(4, 8, 18))
    hold = confirmed("Dua Hari", first, second)
    before = {str(one["UID"]): one["DTSTART"].dt for one in events(client).values()}
    change_uses(actor=SYSTEM, hold_id=hold.pk, uses=[second])
    after = events(client)
    assert set(after) == set(before)
    status = {one["DTSTART"].dt: one["STATUS"] for one in after.values()}
    assert status == {
        at(3, 8, 18).start.astimezone(UTC): "CANCELLED",
        at(4, 8, 18).start.astimezone(UTC): "CONFIRMED",
    }


def test_cancelled_stays_for_thirty_days(client: Client) -> None:
    hold = confirmed("Batal", use(site(), period=at(60, 8, 18)))
    before = only(client)
    release(actor=SYSTEM, hold_id=hold.pk, reason="hujan")
    after = only(client)
    assert (after["UID"], after["STATUS"]) == (before["UID"], "CANCELLED")
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert str(after["SUMMARY"]).startswith("Dibatalkan")
    assert "30 hari" in client.get(ALL).content.decode().replace("\r\n ", "")
    now = timezone.now()
    Hold.objects.update(released_at=now - timedelta(days=29, hours=23))
    assert only(client)["STATUS"] == "CANCELLED"
    Hold.objects.update(released_at=now - timedelta(days=30, seconds=1))
    assert events(client) == {}


def test_an_option_that_changes_leaves_no_trace(client: Client) -> None:
    later = timezone.now() + timedelta(days=9)
    hold = confirmed("Opsi", use(site()), state="option_1", expires_at=later)
    change_uses(actor=SYSTEM, hold_id=hold.pk, uses=[use(site("L01"))])
    assert events(client) == {}


def test_the_window_is_a_week_back_and_ninety_days_ahead(client: Client) -> None:
    confirmed("Tadi", use(site(), period=at(-7, 0, 1)))
    confirmed("Dulu", use(site(), period=at(-8, 23, 24)))
    confirmed("Ujung", use(site(), period=at(90, 23, 24)))
    confirmed("Lewat", use(site(), period=at(91, 0, 1)))
    names = {str(one["SUMMARY"]).partition(" ")[0] for one in events(client).values()}
    assert names == {"Tadi", "Ujung"}


def test_what_has_not_changed_is_not_sent_again(client: Client) -> None:
    confirmed("Tetap", use(site()))
    first = client.get(ALL)
    tag, changed = first["ETag"], first["Last-Modified"]
    assert client.get(ALL, headers={"if-none-match": tag}).status_code == 304
    assert client.get(ALL, headers={"if-modified-since": changed}).status_code == 304
    assert "max-age" in first["Cache-Control"]
    confirmed("Baru", use(site("L01")))
    again = client.get(ALL, headers={"if-none-match": tag})
    assert again.status_code == 200
    assert again["ETag"] != tag


def test_what_is_not_public_changes_no_date(client: Client) -> None:
    """Else a program could watch when somebody plans."""
    confirmed("Tetap", use(site()))
    Hold.objects.update(changed_at=timezone.now() - timedelta(days=3))
    before = client.get(ALL)["Last-Modified"]
    later = timezone.now() + timedelta(days=9)
    confirmed("Rencana", use(site("L01")), state="pencil", expires_at=later)
    assert client.get(ALL)["Last-Modified"] == before


def test_geojson_and_rss_say_the_same_as_the_calendar(client: Client) -> None:
    confirmed("Lagu", use(drawn(LINE, "Jalan Contoh"), "closure", at(2, 5, 12)))
    hold = confirmed("Batal", use(site(), period=at(3, 8, 9)))
    release(actor=SYSTEM, hold_id=hold.pk, reason="x")
    calendar = events(client)
    answer = client.get("/sekitar/31/feed.geojson")
    assert answer["Content-Type"] == "application/geo+json"
    data = json.loads(answer.content)
    features = {one["id"]: one for one in data["features"]}
    assert set(features) == set(calendar)
    for uid, one in features.items():
        assert one["properties"]["sequence"] == calendar[uid]["SEQUENCE"]
        assert one["properties"]["status"].upper() == calendar[uid]["STATUS"]
    (line,) = [one for one in features.values() if one["properties"]["kind"] == "closure"]
    assert line["geometry"]["type"] == "LineString"
    assert line["properties"]["start"] == at(2, 5, 12).start.isoformat(timespec="seconds")
    assert line["properties"]["title"] == "Lagu"
    feed = ET.fromstring(client.get("/sekitar/31/feed.rss").content)
    guids = [item.findtext("guid") for item in feed.iter("item")]
    assert set(guids) == {f"{uid}.{one['SEQUENCE']}" for uid, one in calendar.items()}


def test_a_confidential_title_is_null(client: Client) -> None:
    secret(use(site()))
    (one,) = json.loads(client.get("/sekitar/31/feed.geojson").content)["features"]
    assert one["properties"]["title"] is None
    assert one["geometry"]


def test_the_language_may_be_asked_for(client: Client) -> None:
    secret(use(site()))
    page = client.get(f"{ALL}?bahasa=en").content.decode()
    assert "Filming (title confidential)" in page
    assert client.get(f"{ALL}?bahasa=xx").status_code == 200


def test_an_authority_reads_what_it_answers_for(client: Client) -> None:
    confirmed("Di TIM", use(site("L27"), period=at(2, 8, 9)))
    confirmed("Tutup Jalan", use(drawn(LINE), "closure", at(2, 8, 9)))
    confirmed("Drone", use(drawn(LINE.centroid.buffer(0.001)), "drone", at(2, 10, 11)))
    whole = {"Di TIM", "Tutup Jalan", "Drone"}
    for code, wanted in {
        "PKJTIM": {"Di TIM"},
        "DISHUB": {"Tutup Jalan"},
        "DJPU_DRONE": {"Drone"},
        "POLDA": whole,
        "JXB": whole,
        "UPK_KOTATUA": set(),
    }.items():
        found = events(client, f"/instansi/{code}/feed.ics").values()
        assert {str(one["SUMMARY"]).partition(" – ")[0] for one in found} == wanted, code


@pytest.mark.parametrize(
    "address",
    [
        "/sekitar/99/feed.ics",
        "/sekitar/31/feed.exe",
        "/instansi/NIEMAND/feed.ics",
        "/instansi/POLDA/feed.html",
    ],
)
def test_there_is_no_other_feed(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


def test_whoever_asks_too_often_waits(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeds, "PER_HOUR", 2)
    codes = [client.get(ALL).status_code for _ in range(3)]
    assert codes == [200, 200, 429]


def test_more_than_a_feed_holds_is_said(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("simpul.places.public.reading.MOST", 2)
    for n in range(3):
        confirmed(f"Film {n}", use(site(), period=at(2, n, n + 1)))
    data = json.loads(client.get("/sekitar/31/feed.geojson").content)
    assert data["complete"] is False
    assert len(data["features"]) == 2
    assert "wilayah yang lebih kecil" in data["description"]


def test_rows_are_kept_when_uses_change(client: Client) -> None:
    """The database's own rows: what is the same keeps its key, what moved too."""
    uses = [use(site("L27"), period=at(day, 8, 18)) for day in (3, 4, 5)]
    hold = confirmed("Tiga", *uses)
    before = {one.during.lower: one.pk for one in Booking.objects.all()}
    change_uses(
        actor=SYSTEM, hold_id=hold.pk, uses=[uses[2], use(site("L27"), period=at(6, 8, 9)), uses[0]]
    )
    after = {one.during.lower: one.pk for one in Booking.objects.all()}
    assert after[at(3, 8, 18).start] == before[at(3, 8, 18).start]
    assert after[at(5, 8, 18).start] == before[at(5, 8, 18).start]
    assert after[at(6, 8, 9).start] == before[at(4, 8, 18).start]
