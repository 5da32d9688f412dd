"""How one stays signed in, and how a second factor is set up for the first time."""

from __future__ import annotations

import re
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.test import Client

from simpul.messages.models import Message

pytestmark = pytest.mark.django_db
ACTIVATE = "/akun/2fa/totp/activate/"
ENROL = "/akun/faktor-kedua/activate_totp/"
PASSWORD = "kursi-merah-42"


def _signed_in(person: Any) -> Client:
    """Through the door, with the password: what a thief of it can do."""
    person.user.set_password(PASSWORD)
    person.user.save()
    EmailAddress.objects.create(
        user=person.user, email=person.user.email, verified=True, primary=True
    )
    client = Client()
    answer = client.post("/akun/login/", {"login": person.user.email, "password": PASSWORD})
    assert answer.status_code == 302
    return client


def _code() -> str:
    letter = Message.objects.filter(template="people/enrolment_code").latest("pk")
    return re.search(r"\b\d{8}\b", letter.text)[0]


# --- the first second factor -------------------------------------------------------------------
@pytest.mark.parametrize("page", ["totp/activate", "webauthn/add"])
def test_a_password_alone_sets_up_no_second_factor(make_person: Any, page: str) -> None:
    client = _signed_in(make_person("Lala", roles=("case_officer",)))
    for send in (client.get, client.post):
        answer = send(f"/akun/2fa/{page}/")
        assert answer.status_code == 302
        assert answer["Location"].startswith("/akun/faktor-kedua/")
    assert not Authenticator.objects.exists()


def test_the_code_of_the_mailbox_opens_the_way(make_person: Any) -> None:
    lala = make_person("Lala", roles=("case_officer",))
    client = _signed_in(lala)
    client.post(ENROL)
    code = _code()
    assert Message.objects.latest("pk").email == lala.user.email
    wrong = client.post(ENROL, {"code": "00000000" if code != "00000000" else "11111111"})
    assert "Ini bukan kode" in wrong.content.decode()
    assert client.get(ACTIVATE).status_code == 302
    assert client.post(ENROL, {"code": f" {code[:4]} {code[4:]} "})["Location"] == ACTIVATE
    again = client.get(ACTIVATE)["Location"]
    assert again.startswith("/akun/reauthenticate/")
    assert client.post(again, {"password": PASSWORD})["Location"] == ACTIVATE
    assert client.get(ACTIVATE).status_code == 200


def test_a_code_is_good_for_its_session_for_a_while_and_once(
    make_person: Any, one_window: Any
) -> None:
    lala = make_person("Lala")
    client = _signed_in(lala)
    client.post(ENROL)
    other = Client()
    other.force_login(lala.user, backend="django.contrib.auth.backends.ModelBackend")
    other.post(ENROL, {"code": _code()})
    assert other.get(ACTIVATE)["Location"] == ENROL
    one_window(15 * 60)
    client.post(ENROL, {"code": _code()})
    assert client.get(ACTIVATE)["Location"] == ENROL


def test_codes_are_neither_guessed_nor_sent_without_end(make_person: Any) -> None:
    client = _signed_in(make_person("Lala"))
    answers = [client.post(ENROL).status_code for _ in range(6)]
    assert answers == [302] * 5 + [409]
    for _ in range(10):
        client.post(ENROL, {"code": "1"})
    client.post(ENROL, {"code": _code()})
    assert client.get(ACTIVATE)["Location"] == ENROL


def test_staff_do_not_move_their_mailbox_with_a_password_alone(make_person: Any) -> None:
    for who, refused in (
        (make_person("Lala", roles=("case_officer",)), True),
        (make_person("Mira", desks={"POLDA": "answer"}), True),
        (make_person("Nana"), False),
    ):
        answer = _signed_in(who).post(
            "/akun/email/", {"action_add": "", "email": f"maling.{who.user.pk}@contoh.id"}
        )
        assert (answer.status_code == 403) == refused
        assert EmailAddress.objects.filter(email__startswith=f"maling.{who.user.pk}").exists() != (
            refused
        )


# --- how long ----------------------------------------------------------------------------------
def _stays(client: Client) -> bool:
    return client.get("/profil/").status_code == 200


@pytest.mark.parametrize("who", ["dewi", "fajar", "gita", "hadi"])
def test_who_handles_cases_is_signed_out_after_an_hour_without_a_click(
    request: Any, client: Client, one_window: Any, who: str
) -> None:
    person = request.getfixturevalue(who)
    client.force_login(person.user, backend="django.contrib.auth.backends.ModelBackend")
    one_window(59 * 60)
    assert _stays(client)
    one_window(59 * 60)
    assert _stays(client)
    one_window(60 * 60)
    answer = client.get("/profil/")
    assert answer["Location"] == "/akun/login/?next=/profil/"
    assert "_auth_user_id" not in client.session


def test_a_working_day_ends_however_busy(client: Client, dewi: Any, one_window: Any) -> None:
    client.force_login(dewi.user, backend="django.contrib.auth.backends.ModelBackend")
    for _ in range(23):
        one_window(30 * 60)
        assert _stays(client)
    one_window(30 * 60)
    assert not _stays(client)


def test_a_producer_stays_signed_in(client: Client, ani: Any, one_window: Any) -> None:
    client.force_login(ani.user, backend="django.contrib.auth.backends.ModelBackend")
    one_window(5 * 24 * 3600)
    assert _stays(client)


def test_what_was_sent_too_late_is_not_done(client: Client, dewi: Any, one_window: Any) -> None:
    client.force_login(dewi.user, backend="django.contrib.auth.backends.ModelBackend")
    one_window(3600)
    answer = client.post("/profil/", {"name": "Lain", "language": "id"})
    assert answer["Location"] == "/akun/login/?next=/profil/"
    dewi.user.refresh_from_db()
    assert dewi.user.name == "Dewi"


# --- what was typed when it ended ----------------------------------------------------------------
WORDS = "Panggung harus kosong sebelum pukul enam"
TYPED = {"name": WORDS, "language": "id", "csrfmiddlewaretoken": "x", "new_password": "rahasia"}
BACKEND = "django.contrib.auth.backends.ModelBackend"


def _late(person: Any, one_window: Any, **more: Any) -> Client:
    """Somebody who sent a form an hour after the last click."""
    client = Client()
    client.force_login(person.user, backend=BACKEND)
    client.get("/profil/")
    one_window(3600)
    assert client.post("/profil/", TYPED, **more).status_code == 302
    return client


def _in_again(client: Client, person: Any) -> None:
    client.force_login(person.user, backend=BACKEND)


def test_what_was_typed_waits_for_the_same_account(dewi: Any, one_window: Any) -> None:
    client = _late(dewi, one_window)
    assert "tetap disimpan" in client.get("/akun/login/").content.decode()
    assert WORDS not in client.get("/akun/login/").content.decode()
    _in_again(client, dewi)
    page = client.get("/profil/").content.decode()
    assert 'data-action="/profil/"' in page
    assert f'data-name="name" data-value="{WORDS}"' in page
    # Neither a token nor anything like a password is kept; and nothing was sent by itself.
    assert "csrfmiddlewaretoken" not in str(client.session.items())
    assert "rahasia" not in page
    dewi.user.refresh_from_db()
    assert dewi.user.name == "Dewi"
    assert 'href="/profil/"' in client.get("/meja/").content.decode()


def test_once_sent_it_is_gone(dewi: Any, one_window: Any) -> None:
    client = _late(dewi, one_window)
    _in_again(client, dewi)
    client.post("/profil/", {"name": "Dewi Lestari", "language": "id"})
    assert WORDS not in client.get("/profil/").content.decode()


def test_it_can_be_thrown_away(dewi: Any, one_window: Any) -> None:
    client = _late(dewi, one_window)
    _in_again(client, dewi)
    assert client.post("/akun/belum-terkirim/buang/")["Location"] == "/profil/"
    assert WORDS not in client.get("/profil/").content.decode()


def test_nobody_else_at_the_same_browser_reads_it(dewi: Any, fajar: Any, one_window: Any) -> None:
    client = _late(dewi, one_window)
    _in_again(client, fajar)
    assert WORDS not in client.get("/profil/").content.decode()
    client.logout()
    _in_again(client, dewi)
    assert WORDS not in client.get("/profil/").content.decode()


def test_it_does_not_wait_longer_than_a_working_day(dewi: Any, one_window: Any) -> None:
    client = _late(dewi, one_window)
    one_window(12 * 3600 + 1)
    _in_again(client, dewi)
    assert WORDS not in client.get("/profil/").content.decode()


def test_a_forged_form_is_neither_sent_nor_kept(dewi: Any, one_window: Any) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(dewi.user, backend=BACKEND)
    client.get("/profil/")
    one_window(3600)
    assert client.post("/profil/", TYPED).status_code == 403
    assert WORDS not in str(client.session.items())


def test_another_window_that_noticed_the_end_first_loses_nothing(
    dewi: Any, one_window: Any
) -> None:
    client = Client()
    client.force_login(dewi.user, backend=BACKEND)
    client.get("/profil/")
    one_window(3600)
    client.get("/meja/")
    assert client.post("/profil/", TYPED)["Location"] == "/akun/login/?next=/profil/"
    _in_again(client, dewi)
    assert WORDS in client.get("/profil/").content.decode()


def test_the_page_of_the_form_is_the_one_it_was_sent_from(dewi: Any, one_window: Any) -> None:
    for came_from, back in (
        ("http://testserver/meja/kasus/?urut=batas", "/meja/kasus/%3Furut%3Dbatas"),
        ("https://jahat.example/meja/", "/profil/"),
        ("http://testserver//jahat.example/", "/profil/"),
    ):
        client = Client()
        client.force_login(dewi.user, backend=BACKEND)
        client.get("/profil/")
        one_window(3600)
        answer = client.post("/profil/", TYPED, HTTP_REFERER=came_from)
        assert answer["Location"] == f"/akun/login/?next={back}"


def test_passwords_and_codes_are_never_kept(dewi: Any, one_window: Any) -> None:
    client = Client()
    client.force_login(dewi.user, backend=BACKEND)
    client.get("/profil/")
    one_window(3600)
    client.post("/akun/password/change/", {"oldpassword": PASSWORD, "password1": "a b c d e f"})
    assert "kept_form" not in client.session


def test_a_part_of_a_page_that_comes_too_late_leads_to_the_door_too(
    dewi: Any, one_window: Any
) -> None:
    client = Client()
    client.force_login(dewi.user, backend=BACKEND)
    client.get("/profil/")
    one_window(3600)
    answer = client.post("/profil/", TYPED, HTTP_HX_REQUEST="true")
    assert answer["HX-Redirect"] == "/akun/login/?next=/profil/"
    assert "kept_form" in client.session


def test_an_absurdly_long_form_is_not_kept(dewi: Any, one_window: Any) -> None:
    client = Client()
    client.force_login(dewi.user, backend=BACKEND)
    client.get("/profil/")
    one_window(3600)
    client.post("/profil/", {"name": "x" * 60_001, "language": "id"})
    assert "kept_form" not in client.session
