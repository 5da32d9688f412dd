"""Checking without an account: what is said, what never is, and how it is counted."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from simpul.papers import tokens
from simpul.permits.actions import issuing, taking_back
from simpul.permits.models import Application, Permit, PermitCheck
from simpul.permits.views import check as check_views

JAKARTA = ZoneInfo("Asia/Jakarta")
TITLE, COMPANY, SYNOPSIS = "Kelopak Tersembunyi", "PT Layar Contoh", "Seorang pembuat jam bisu"


@pytest.fixture
def at(monkeypatch: Any) -> Any:
    """Pretend that it is this moment in the city: `at("2026-12-15T10:00")`."""

    def set_to(text: str) -> None:
        moment = dt.datetime.fromisoformat(text).replace(tzinfo=JAKARTA)
        monkeypatch.setattr(timezone, "now", lambda: moment)

    return set_to


def first_day(permit: Permit, clock: str = "10:00") -> str:
    return f"{permit.contents['days'][0]['date']}T{clock}"


def test_on_its_day_the_page_says_valid_with_place_and_hours(
    issued: Any, client: Any, at: Any
) -> None:
    permit = issued("a")
    at(first_day(permit))
    page = client.get(f"/izin/{permit.short_code}/").content.decode()
    assert 'data-tone="good"' in page
    assert "Berlaku" in page
    assert permit.contents["places"][0]["name"] in page
    assert "Tidak ada biaya lain" in page


def test_before_its_day_the_page_says_not_yet(issued: Any, client: Any) -> None:
    permit = issued("a")
    page = client.get(f"/izin/{permit.short_code}/").content.decode()
    assert "Belum mulai" in page
    assert 'data-tone="good"' not in page


def test_english_readers_get_no_indonesian(issued: Any, client: Any, at: Any) -> None:
    permit = issued("a")
    at(first_day(permit))
    page = client.get(f"/izin/{permit.short_code}/", headers={"accept-language": "en"})
    text = page.content.decode()
    assert "This permit is genuine" in text
    assert "Berlaku" not in text


def test_the_number_and_a_sloppy_code_both_find_the_permit(issued: Any, client: Any) -> None:
    permit = issued("a")
    code = permit.short_code
    for typed in (permit.number.lower(), f" {code[:5].lower()}-{code[5:]} "):
        answer = client.get("/periksa/", {"kode": typed})
        assert (answer.status_code, answer.headers["Location"]) == (302, f"/izin/{code}/")


@pytest.mark.parametrize("typed", ["", "K7M2P-9QXRT", "x" * 500, "<script>", "\x00", "JKT-26-9"])
def test_an_unknown_code_is_answered_clearly(jakarta: Any, client: Any, typed: str) -> None:
    answer = client.get("/periksa/", {"kode": typed})
    assert answer.status_code == (404 if typed.strip() else 200)
    assert "<script>" not in answer.content.decode().replace("&lt;script&gt;", "")[-3000:]


def test_an_unknown_code_in_the_address_says_unknown(jakarta: Any, client: Any) -> None:
    assert client.get("/izin/0000000000/").status_code == 404
    assert client.get("/periksa/keadaan/zzz.json").json() == {"state": "unknown"}


def test_typing_codes_is_limited(jakarta: Any, client: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(check_views, "MOST_TYPED", 3)
    answers = [client.get("/periksa/", {"kode": "nichts"}).status_code for _ in range(5)]
    assert answers == [404, 404, 404, 429, 429]


def test_a_check_is_counted_without_saying_who_checked(issued: Any, client: Any) -> None:
    permit = issued("a")
    client.get(f"/izin/{permit.short_code}/")
    client.get(f"/periksa/keadaan/{permit.short_code}.json?dari=qr")
    client.head(f"/izin/{permit.short_code}/")
    assert list(PermitCheck.objects.order_by("at").values_list("way", "answer")) == [
        ("code", "not_yet"),
        ("qr", "not_yet"),
    ]
    fields = {field.name for field in PermitCheck._meta.get_fields()}
    assert fields == {"id", "permit", "at", "way", "answer"}


@pytest.mark.parametrize(
    ("verb", "state", "word"),
    [
        ("suspend", "suspended", "Ditangguhkan"),
        ("revoke", "revoked", "Dicabut"),
        ("cancel", "cancelled", "Dibatalkan"),
    ],
)
def test_what_was_taken_back_is_seen_at_once(
    issued: Any, dewi: Any, client: Any, verb: str, state: str, word: str
) -> None:
    permit = issued("a")
    words = {"law": "UU 22/2009", "appeal": "PTUN"} if verb != "cancel" else {}
    getattr(taking_back, verb)(
        actor=dewi.actor, permit_id=permit.pk, reason="Banjir setinggi lutut", **words
    )
    page = client.get(f"/izin/{permit.short_code}/").content.decode()
    assert word in page and "Banjir setinggi lutut" in page
    answer = client.get(f"/periksa/keadaan/{permit.short_code}.json").json()
    assert answer["state"] == state


# --- secrets --------------------------------------------------------------------------------------


@pytest.fixture
def secret(ready: Any, dewi: Any) -> Permit:
    """A shoot whose title, company and synopsis nobody may learn."""
    application = ready("d")
    production = application.production
    production.title, production.synopsis = TITLE, SYNOPSIS
    production.working_title = "Kelopak"
    production.confidential = True
    production.embargo_until = dt.date(2027, 6, 1)
    production.save()
    Application.objects.filter(pk=application.pk).update(confidential=True)
    clearance = application.clearances.filter(state="answered").first()
    clearance.conditions.create(
        texts={"id": f"Kru {TITLE} dari {COMPANY} memakai rompi.", "en": f"{TITLE} crew: vests."}
    )
    return issuing.issue_permit(actor=dewi.actor, application_id=application.pk)


def public_texts(permit: Permit, client: Any) -> dict[str, str]:
    code = permit.short_code
    addresses = (
        "/periksa/",
        f"/periksa/?kode={permit.number}",
        f"/izin/{code}/",
        f"/izin/{code}/peta.svg",
        f"/periksa/keadaan/{code}.json",
        "/periksa/sw.js",
    )
    found = {}
    for address in addresses:
        for language in ("id", "en"):
            answer = client.get(address, follow=True, headers={"accept-language": language})
            found[f"{address} {language}"] = answer.content.decode()
    found["token"] = json.dumps(tokens.read(permit.token), ensure_ascii=False)
    return found


def test_a_secret_title_company_or_synopsis_is_on_no_public_page(
    secret: Permit, client: Any
) -> None:
    for address, text in public_texts(secret, client).items():
        people = [c["name"] for c in secret.contents["contacts"].values() if c["phone"]]
        phones = [c["phone"] for c in secret.contents["contacts"].values() if c["phone"]]
        assert people and phones
        for word in (TITLE, COMPANY, SYNOPSIS, "Kelopak", "contoh.id", *people, *phones):
            assert word.lower() not in text.lower(), f"{word} in {address}"


def test_place_time_and_diversions_of_a_secret_shoot_are_never_hidden(
    secret: Permit, client: Any
) -> None:
    answer = client.get(f"/periksa/keadaan/{secret.short_code}.json").json()
    assert answer["secret"] is True
    assert [place["name"] for place in answer["places"]]
    assert [day["hours"] for day in answer["days"]]
    assert [part["code"] for part in answer["allowed"]] == ["lane_closure"]
    assert answer["allowed"][0]["road"]


def test_the_paper_itself_names_the_title(secret: Permit) -> None:
    assert secret.contents["production"]["title"] == TITLE


def test_after_the_embargo_the_page_names_the_title(secret: Permit, client: Any, at: Any) -> None:
    at("2027-06-01T08:00")
    answer = client.get(f"/periksa/keadaan/{secret.short_code}.json").json()
    assert (answer["title"], answer["secret"]) == (TITLE, False)


def test_a_production_that_asks_for_secrecy_later_is_hidden_from_then_on(
    issued: Any, client: Any
) -> None:
    permit = issued("a")
    title = permit.contents["production"]["title"]
    address = f"/izin/{permit.short_code}/"
    assert title in client.get(address).content.decode()
    Application.objects.filter(pk=permit.application_id).update(confidential=True)
    assert title not in client.get(address).content.decode()


# --- inside ---------------------------------------------------------------------------------------


def test_the_signed_file_is_for_team_staff_and_desks_concerned_only(
    issued: Any, client: Any, ani: Any, dewi: Any, citra: Any, gita: Any, make_person: Any
) -> None:
    permit = issued("d")
    asked = permit.application.clearances.values_list("authority_code", flat=True)[0]
    desk = make_person("Meja Terkait", desks={asked: "answer"})
    stranger = make_person("Meja Lain", desks={"NOBODY": "answer"})
    for address in (f"/perizinan/{permit.pk}/", f"/perizinan/{permit.pk}/berkas/"):
        assert client.get(address).status_code == 404
        for person, status in (
            (ani, 200),
            (dewi, 200),
            (gita, 200),
            (desk, 200),
            (citra, 404),
            (stranger, 404),
        ):
            client.force_login(person.user)
            assert client.get(address).status_code == status, (address, person.user)
        client.logout()


@pytest.mark.parametrize(
    "verb", ["lepas", "perubahan", "keadaan/tangguhkan", "keadaan/cabut", "keadaan/batalkan"]
)
def test_for_an_outsider_no_button_of_a_permit_exists(
    issued: Any, client: Any, citra: Any, verb: str
) -> None:
    permit = issued("a")
    client.force_login(citra.user)
    answer = client.post(f"/perizinan/{permit.pk}/{verb}/", {"reason": "x"})
    assert answer.status_code == 404
    permit.refresh_from_db()
    assert permit.state == "valid"


def test_for_an_outsider_there_is_nothing_to_sign(ready: Any, client: Any, citra: Any) -> None:
    application = ready("a")
    client.force_login(citra.user)
    assert client.post(f"/permohonan/{application.pk}/terbit/").status_code == 404


def test_a_forgotten_reason_keeps_what_was_typed(issued: Any, client: Any, dewi: Any) -> None:
    from simpul.people.actors import DEMO_SESSION_KEY

    permit = issued("a")
    client.force_login(dewi.user)
    session = client.session
    session[DEMO_SESSION_KEY] = dewi.user.pk
    session.save()
    typed = {"tangguhkan-law": "UU 22/2009 ps. 128", "tangguhkan-appeal": "PTUN"}
    answer = client.post(f"/perizinan/{permit.pk}/keadaan/tangguhkan/", typed)
    assert answer.status_code == 400
    assert "UU 22/2009 ps. 128" in answer.content.decode()
    typed["tangguhkan-reason"] = "Banjir"
    assert client.post(f"/perizinan/{permit.pk}/keadaan/tangguhkan/", typed).status_code == 302
    permit.refresh_from_db()
    assert permit.state == "suspended"


def test_the_download_is_byte_for_byte_what_was_signed(issued: Any, client: Any, ani: Any) -> None:
    import hashlib

    permit = issued("a")
    client.force_login(ani.user)
    answer = client.get(f"/perizinan/{permit.pk}/berkas/")
    content = b"".join(answer.streaming_content)
    assert hashlib.sha256(content).hexdigest() == permit.document_sha256
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_pages_of_checking_ask_the_database_little(
    issued: Any, client: Any, assert_max_queries: Any
) -> None:
    permit = issued("e")
    with assert_max_queries(6):
        client.get(f"/izin/{permit.short_code}/")
    with assert_max_queries(5):
        client.get(f"/periksa/keadaan/{permit.short_code}.json")
    with assert_max_queries(0):
        client.get("/periksa/")
