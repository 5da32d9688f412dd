"""The frame: refusals, errors, language, theme, health, parts."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import RequestDataTooBig
from django.test import Client, RequestFactory

from simpul.web import statuses
from simpul.web.templatetags import ui
from simpul.web.views import bad_request

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("path", "status", "shown"),
    [
        ("/pola/invisible/", 404, "Halaman tidak ditemukan"),
        ("/pola/forbidden/", 403, "Hanya pemilik."),
        ("/pola/late/", 409, "Sudah diputuskan oleh Dewi."),
        ("/pola/bad/", 400, "Isi judul."),
        ("/tidak-ada/", 404, "Halaman tidak ditemukan"),
    ],
)
def test_a_refused_action_is_a_page_that_says_why(
    patterns: str, client: Client, path: str, status: int, shown: str
) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    assert shown in answer.content.decode()


def test_what_is_invisible_says_nothing_about_itself(patterns: str, client: Client) -> None:
    invisible = client.get("/pola/invisible/").content.decode()
    missing = client.get("/pola/nothing/").content.decode()
    assert "secret" not in invisible
    assert _words(invisible) == _words(missing)


def _words(page: str) -> str:
    main = page.split("<main", 1)[1].split("</main>")[0]
    return main.replace("/pola/invisible/", "").replace("/pola/nothing/", "")


def test_a_refusal_is_json_for_whoever_asks_for_json(patterns: str, client: Client) -> None:
    answer = client.get("/pola/bad/", headers={"accept": "application/json"})
    assert answer.json() == {
        "error": 400,
        "reason": "Isi judul.",
        "fields": {"title": ["Isi judul."]},
    }


def test_an_error_of_ours_says_so_and_hides_its_cause(patterns: str) -> None:
    client = Client(raise_request_exception=False)
    answer = client.get("/pola/broken/")
    assert answer.status_code == 500
    assert "Ada yang salah di pihak kami" in answer.content.decode()
    assert "secret" not in answer.content.decode()


def test_errors_speak_english_to_an_english_reader(patterns: str, client: Client) -> None:
    page = client.get("/pola/invisible/", headers={"accept-language": "en"}).content.decode()
    assert '<html lang="en">' in page
    assert "There is no such page" in page
    assert "Halaman" not in page.split("<main", 1)[1].split("</main>")[0]


def test_the_address_of_a_form_opened_like_a_page_says_so(client: Client) -> None:
    answer = client.get("/bahasa/")
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "Alamat ini hanya menerima formulir" in answer.content.decode()
    assert client.get("/bahasa/", headers={"accept": "application/json"}).json()["error"] == 405


def test_too_much_at_once_is_told_as_too_large(rf: RequestFactory) -> None:
    request = rf.post("/", headers={"accept": "application/json"})
    assert bad_request(request, RequestDataTooBig()).status_code == 413


def test_a_form_without_its_token_is_refused_with_advice() -> None:
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/bahasa/", {"language": "en"})
    assert answer.status_code == 403
    assert "terlalu lama terbuka" in answer.content.decode()


def test_the_language_is_remembered_and_leads_back(client: Client) -> None:
    answer = client.post("/bahasa/", {"language": "en", "next": "/tentang/"})
    assert answer["Location"] == "/tentang/"
    assert "About Simpul" in client.get("/tentang/").content.decode()


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example/", "javascript:x"])
def test_no_switch_leads_to_another_site(client: Client, target: str) -> None:
    assert client.post("/bahasa/", {"language": "en", "next": target})["Location"] == "/"
    assert client.post("/tampilan/", {"theme": "dark", "next": target})["Location"] == "/"


def test_an_unknown_language_changes_nothing(client: Client) -> None:
    client.post("/bahasa/", {"language": "xx"})
    assert "Tentang Simpul" in client.get("/tentang/").content.decode()


def test_an_account_remembers_its_language(client: Client, ani: Any) -> None:
    client.force_login(ani.user)
    client.post("/bahasa/", {"language": "en"})
    ani.user.refresh_from_db()
    assert ani.user.language == "en"


def test_the_theme_is_drawn_by_the_server(client: Client) -> None:
    client.post("/tampilan/", {"theme": "dark"})
    assert 'data-theme="dark"' in client.get("/tentang/").content.decode()
    client.cookies["simpul_theme"] = '"><script>'
    assert "<script>" not in client.get("/tentang/").content.decode()[:200]


def test_health_robots_and_manifest_answer(client: Client) -> None:
    assert client.get("/sehat/").json() == {"status": "ok", "database": "ok"}
    assert "Disallow: /meja/" in client.get("/robots.txt").content.decode()
    assert client.get("/manifest.webmanifest").json()["name"] == "Simpul"
    assert client.get("/favicon.ico").status_code == 302


def test_no_page_of_the_frame_carries_inline_script_or_style(patterns: str, client: Client) -> None:
    page = client.get(patterns).content.decode()
    assert " style=" not in page
    assert "<style" not in page
    assert " onclick=" not in page
    assert "'unsafe-inline'" not in client.get(patterns)["Content-Security-Policy"]


def test_answers_stay_in_a_form_that_is_refused(patterns: str, client: Client) -> None:
    page = client.post(patterns, {"title": "Hujan <Juni>", "amount": "dua"}).content.decode()
    assert "Hujan &lt;Juni&gt;" in page
    assert "error-summary" in page
    assert 'href="#id_amount"' in page


def test_a_status_cannot_be_registered_with_two_looks() -> None:
    statuses.register({"tests.one": ("Satu", "good")})
    statuses.register({"tests.one": ("Satu", "good")})
    with pytest.raises(ValueError, match="twice"):
        statuses.register({"tests.one": ("Satu", "bad")})
    with pytest.raises(ValueError, match="tone"):
        statuses.register({"tests.two": ("Dua", "purple")})


def test_a_sorted_column_keeps_filters_and_forgets_the_page(rf: RequestFactory) -> None:
    request = rf.get("/", {"status": "open", "page": "3", "sort": "date"})
    header = ui.sort_header({"request": request}, "date", "Tanggal")
    assert header["direction"] == "ascending"
    assert header["href"] == "?status=open&sort=-date"


def test_text_from_people_is_escaped_in_every_part() -> None:
    evil = "<script>x</script>"
    for part in (
        ui.status_tag("x", evil),
        ui.submit(evil),
        ui.icon("x", evil),
        ui.notice("", "info", evil),
    ):
        assert "<script>" not in part
