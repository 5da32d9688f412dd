"""What films nearby: what everybody reads, and what nobody may."""

from __future__ import annotations

import re
from typing import Any

import pytest
import shapely
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from simpul.kit.geometry import Shape
from simpul.places.actions.grounds import ensure_ground, of_area, of_street
from simpul.places.actions.holds import change_uses, release
from simpul.places.models import Hold
from tests.home.nearby_helpers import (
    LINE,
    MENTENG,
    SECRETS,
    SYSTEM,
    at,
    confirmed,
    drawn,
    secret,
    site,
    street,
    street_ground,
    use,
)

pytestmark = pytest.mark.django_db
TOMORROW = "/sekitar/?hari=besok"


@pytest.fixture
def city(jakarta: Any) -> Any:
    return jakarta


def read(client: Client, address: str, language: str = "id") -> str:
    answer = client.get(address, headers={"accept-language": language})
    assert answer.status_code == 200, address
    return answer.content.decode()


# --- what nobody may read --------------------------------------------------------------------
EVERYWHERE = [
    "/sekitar/",
    TOMORROW,
    "/sekitar/?hari=pekan",
    f"{TOMORROW}&wilayah={MENTENG}",
    f"{TOMORROW}&jalan=surabaya",
    f"{TOMORROW}&lat=-6.199&lon=106.838",
    *(f"/sekitar/31/feed.{form}" for form in ("ics", "geojson", "rss")),
    *(f"/sekitar/{MENTENG}/feed.{form}" for form in ("ics", "geojson", "rss")),
    *(f"/instansi/POLDA/feed.{form}" for form in ("ics", "geojson", "rss")),
    *(f"/instansi/DISHUB/feed.{form}" for form in ("ics", "geojson", "rss")),
    "/instansi/PKJTIM/feed.ics",
    "/lokasi/L27/",
]


@pytest.mark.parametrize("language", ["id", "en"])
def test_an_outsider_reads_the_secret_of_a_confidential_shoot_nowhere(
    client: Client, city: Any, language: str
) -> None:
    row = street()
    ground = street_ground(row)
    set_of_it = drawn(LINE.centroid.buffer(0.0005), "Set Rahasia")
    secret(use(set_of_it, radius_m=50, kind="blast"), use(ground, "closure"), use(site()))
    gone = secret(use(set_of_it, period=at(2, 8, 12)))
    release(actor=SYSTEM, hold_id=gone.pk, reason="alasan dalam")
    moved = secret(use(set_of_it, period=at(3, 8, 12)))
    change_uses(actor=SYSTEM, hold_id=moved.pk, uses=[use(site("L01"), period=at(3, 8, 12))])
    for address in [*EVERYWHERE, f"/sekitar/jalan/{row.pk}/"]:
        page = read(client, address, language)
        for word in SECRETS:
            assert word not in page, (address, word)
    assert "/sekitar/31/feed.ics" in read(client, TOMORROW)


def test_place_time_and_closure_of_a_confidential_shoot_are_shown(
    client: Client, city: Any
) -> None:
    secret(use(street_ground(street()), "closure", at(1, 5, 12)))
    page = read(client, f"{TOMORROW}&wilayah={MENTENG}")
    assert "Syuting (judul dirahasiakan)" in page
    assert "Jalan Surabaya" in page
    assert "05.00–12.00" in page
    assert "Jalan ditutup pada jam ini" in page


def test_a_closure_along_nameless_streets_keeps_the_name_its_makers_gave(
    client: Client, city: Any
) -> None:
    names = {"id": "Set Rahasia", "en": "Set Rahasia"}
    ground = ensure_ground(piece=of_street("nameless", Shape(LINE), name=names))
    secret(use(ground, "closure"))
    for address in (TOMORROW, "/sekitar/31/feed.ics", "/sekitar/31/feed.geojson"):
        assert "Set Rahasia" not in read(client, address)
    confirmed("Terbuka", use(ground, "closure"), source="event")
    assert "Set Rahasia" in read(client, TOMORROW)


@pytest.mark.parametrize("word", ["Rahasia Besar", "Set Rahasia", "Layar Tertutup", "secret:77"])
def test_a_search_does_not_tell_either(client: Client, city: Any, word: str) -> None:
    """Looking for a guessed title must find the same as looking for nonsense: nothing."""
    secret(use(drawn(LINE.centroid.buffer(0.0005), "Set Rahasia")))
    page = client.get("/sekitar/", {"hari": "besok", "jalan": word}).content.decode()
    assert "0 entri" in page
    assert "stay-number" not in page


@pytest.mark.parametrize("state", ["pencil", "option_1"])
def test_plans_and_options_are_not_public(client: Client, city: Any, state: str) -> None:
    later = timezone.now() + timezone.timedelta(days=9)
    hold = confirmed("Belum Pasti", use(site()), state=state, expires_at=later)
    for address in EVERYWHERE:
        page = read(client, address)
        assert "Belum Pasti" not in page
        assert str(hold.uid) not in page


def test_what_rests_is_no_entry(client: Client, city: Any) -> None:
    confirmed("Istirahat", use(site()), source="rest")
    assert "Istirahat" not in read(client, TOMORROW)


def test_an_option_that_was_released_never_was_public(client: Client, city: Any) -> None:
    later = timezone.now() + timezone.timedelta(days=9)
    hold = confirmed("Belum Pasti", use(site()), state="option_1", expires_at=later)
    release(actor=SYSTEM, hold_id=hold.pk, reason="tidak jadi")
    assert "Belum Pasti" not in read(client, TOMORROW)
    assert str(hold.uid) not in read(client, "/sekitar/31/feed.ics")


# --- what everybody reads --------------------------------------------------------------------
def test_the_list_says_what_it_means_for_passers_by(client: Client, city: Any) -> None:
    ground = drawn(LINE, "Jalan Contoh")
    confirmed(
        "Lagu untuk Ibu",
        use(ground, period=at(1, 20, 26)),
        use(ground, "parking"),
        use(ground, "drone"),
        use(ground, "blast", radius_m=150),
    )
    page = read(client, TOMORROW, "en")
    for words in (
        "Lagu untuk Ibu",
        "Jalan Contoh",
        "you cannot park there",
        "A drone flies over the place.",
        "Keep at least 150 m away.",
        "Work goes on at night.",
        "/pengaduan/",
        "/periksa/",
    ):
        assert words in page, words
    assert "The road is closed" not in page


def test_work_until_ten_in_the_evening_is_not_at_night(client: Client, city: Any) -> None:
    confirmed("Siang", use(site(), period=at(1, 5, 22)))
    assert "Work goes on at night" not in read(client, TOMORROW, "en")
    confirmed("Malam", use(site("L01"), period=at(1, 5, 22.5)))
    assert "Work goes on at night" in read(client, TOMORROW, "en")


def test_a_day_holds_what_touches_it_and_nothing_else(client: Client, city: Any) -> None:
    confirmed("Sampai Tengah Malam", use(site(), period=at(0, 20, 24)))
    confirmed("Lewat Tengah Malam", use(site("L01"), period=at(0, 22, 24.5)))
    confirmed("Lusa", use(site("L02"), period=at(2, 0, 3)))
    page = read(client, TOMORROW)
    assert "Lewat Tengah Malam" in page
    assert "Sampai Tengah Malam" not in page
    assert "Lusa" not in page
    assert "Lusa" in read(client, "/sekitar/?hari=pekan")


def test_a_date_may_be_asked_for_by_address(client: Client, city: Any) -> None:
    confirmed("Nanti", use(site(), period=at(20, 8, 12)))
    day = (timezone.localdate() + timezone.timedelta(days=20)).isoformat()
    assert "Nanti" in read(client, f"/sekitar/?hari=tanggal&tanggal={day}")
    assert "Nanti" in read(client, f"/sekitar/?tanggal={day}")
    assert "Nanti" not in read(client, f"/sekitar/?hari=besok&tanggal={day}")


def test_an_area_holds_its_own_and_what_takes_the_whole_of_a_larger_one(
    client: Client, city: Any
) -> None:
    confirmed("Di Menteng", use(site("L27")))
    confirmed("Seluruh Kota", use(ensure_ground(piece=of_area("31.71")), "event"), source="event")
    confirmed("Di Utara", use(ensure_ground(piece=of_area("31.72")), "event"), source="event")
    page = read(client, f"{TOMORROW}&wilayah={MENTENG}")
    assert "Di Menteng" in page
    assert "Seluruh Kota" in page
    assert "Di Utara" not in page
    # 31.71.0 is no area, and what begins with the same digits is not in it.
    assert client.get("/sekitar/31.71.0/feed.ics").status_code == 404


def test_a_position_finds_what_is_near_and_the_reach_of_a_blast(client: Client, city: Any) -> None:
    spot = shapely.Point(106.8380, -6.1992)
    near = drawn(spot.buffer(0.0002), "Dekat")
    far = drawn(shapely.Point(106.8480, -6.1992).buffer(0.0002), "Jauh")
    confirmed("Film Dekat", use(near))
    confirmed("Film Jauh", use(far))
    here = f"{TOMORROW}&lat=-6.1992&lon=106.8380"
    page = read(client, here)
    assert "Film Dekat" in page
    assert "Film Jauh" not in page
    assert "Film Jauh" in read(client, f"{here}&jarak=2000")
    confirmed("Ledakan", use(far, "blast", at(1, 20, 21), radius_m=800))
    assert "Ledakan" in read(client, here)


def test_a_street_is_found_however_it_is_spelled(client: Client, city: Any) -> None:
    street()
    confirmed("Di Surabaya", use(drawn(LINE.interpolate(0.5, normalized=True).buffer(0.0001))))
    confirmed("Di Tempat Lain", use(site("L01")))
    for spelled in ("Jalan Surabaya", "jl. surabaya", "SURABAYA"):
        page = client.get("/sekitar/", {"hari": "besok", "jalan": spelled}).content.decode()
        assert "Di Surabaya" in page, spelled
        assert "Di Tempat Lain" not in page


def test_a_street_nobody_has_on_the_map_is_said(client: Client, city: Any) -> None:
    page = client.get("/sekitar/", {"jalan": "Tidak Ada"}).content.decode()
    assert "Tidak ada jalan dengan nama ini di peta" in page


@pytest.mark.parametrize(
    "asked",
    [
        "wilayah=99",
        "hari=kemarin",
        "tanggal=2026-02-30",
        "tanggal=9999-12-31",
        "lat=nan&lon=nan",
        "lat=91&lon=0",
        "lat=-6.2",
        "page=999",
        "jarak=100000&lat=-6.2&lon=106.8",
        "jalan=%00",
        "jalan=" + "a" * 500,
    ],
)
def test_what_cannot_be_read_in_an_address_breaks_nothing(
    client: Client, city: Any, asked: str
) -> None:
    assert client.get(f"/sekitar/?{asked}").status_code == 200


def test_before_a_pack_is_in_force_the_page_says_so(client: Client) -> None:
    assert "Belum ada kalender" in read(client, "/sekitar/")
    assert client.get("/sekitar/31/feed.ics").status_code == 404


def test_it_works_without_the_map_by_a_picture_made_here(client: Client, city: Any) -> None:
    confirmed("Satu", use(drawn(LINE, "Jalan Contoh")))
    page = read(client, TOMORROW)
    picture = re.search(r"<svg xmlns.*?</svg>", page, re.S)
    assert picture
    assert "<path d=" in picture[0]
    assert ">1</text>" in picture[0]
    assert 'id="n1"' in page


def test_cancelled_says_so_and_not_why(client: Client, city: Any) -> None:
    hold = confirmed("Batal Ini", use(site()))
    release(actor=SYSTEM, hold_id=hold.pk, reason="alasan dalam")
    page = read(client, TOMORROW)
    assert "Batal Ini" in page
    assert "Dibatalkan" in page
    assert "alasan dalam" not in page


def test_thirty_rows_cost_what_one_does(client: Client, city: Any) -> None:
    ground = street_ground(street())
    confirmed("Film 0", use(ground, "closure", at(1, 0, 1)))
    secret(use(drawn(LINE.centroid.buffer(0.0001)), "closure", at(1, 0, 1)))

    def count(address: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    asked = [TOMORROW, f"{TOMORROW}&jalan=surabaya", "/sekitar/31.71/feed.ics", "/lokasi/L27/"]
    confirmed("Di TIM", use(site(), period=at(1, 0, 1)))
    read(client, TOMORROW)
    before = [count(address) for address in asked]
    for n in range(1, 16):
        spot = shapely.Point(106.80 + n / 1000, -6.20).buffer(0.0001)
        confirmed(f"Film {n}", use(drawn(spot, f"Tempat {n}"), "closure", at(1, n, n + 1)))
        secret(use(drawn(spot.buffer(0.0001)), "closure", at(1, n, n + 1)))
        confirmed(f"TIM {n}", use(site(), period=at(1, n, n + 1)))
    assert [count(address) for address in asked] == before
    assert Hold.objects.count() > 30


# --- the rules -------------------------------------------------------------------------------
def test_the_rules_of_the_calendar_are_public_with_law_source_and_status(
    client: Client, city: Any
) -> None:
    page = read(client, "/standar-pelayanan/kalender/", "en")
    assert "the application that was complete first goes first" in page
    assert "06:00 to 10:00" in page
    assert "Policy proposal of the commission" in page
    assert "C-APART" in page
    assert "Reported, to be verified by the authority" in page
    assert "/standar-pelayanan/kalender/" in read(client, "/standar-pelayanan/")


def test_a_rule_is_shown_only_on_days_on_which_it_is_in_force(client: Client, city: Any) -> None:
    page = read(client, "/standar-pelayanan/kalender/?on=2025-12-31")
    assert "C-APART" not in page
    assert "B-HBKB" in page
    assert client.get("/standar-pelayanan/kalender/?on=besok").status_code == 200


def test_the_page_of_a_site_shows_what_is_confirmed_there(client: Client, city: Any) -> None:
    assert "Belum ada yang pasti" in read(client, "/lokasi/L27/")
    confirmed("Di TIM", use(site(), period=at(5, 8, 12)))
    confirmed("Di Monas", use(site("L01"), period=at(5, 8, 12)))
    page = read(client, "/lokasi/L27/")
    assert "Di TIM" in page
    assert "Di Monas" not in page
