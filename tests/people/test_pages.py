"""Screens about people: what insiders see, what outsiders are told, the demonstration."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from simpul.messages.models import Message
from simpul.people import actions
from simpul.people.demo import CAST, ensure_people, person
from simpul.people.models import DeskGrant, Interest, Membership, StaffGrant, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def enter(client: Client) -> Any:
    """Sign a person in with the second factor she has."""

    def sign_in(who: Any) -> Client:
        client.force_login(who.user, backend="django.contrib.auth.backends.ModelBackend")
        if who.actor.second_factor:
            session = client.session
            session["demo_step_in"] = who.user.pk
            session.save()
        return client

    return sign_in


# --- outsiders ----------------------------------------------------------------------------------
COMPANY_PAGES = ("company", "company-edit", "invite")
ADMIN_PAGES = ("roles", "role-new", "desks", "desk-new")


@pytest.mark.parametrize("name", [*COMPANY_PAGES, "member-role", "member-end"])
def test_an_outsider_is_answered_as_if_the_company_did_not_exist(
    enter: Any, citra: Any, ani: Any, company: Any, name: str
) -> None:
    client = enter(citra)
    key = Membership.objects.get(user=ani.user).pk if "member" in name else company.pk
    send = client.post if name == "member-end" else client.get
    real, missing = (
        send(reverse(f"people:{name}", args=[key])),
        send(reverse(f"people:{name}", args=[999_999])),
    )
    assert (real.status_code, missing.status_code) == (404, 404)
    assert company.name not in real.content.decode()


@pytest.mark.parametrize("name", ["profile", "companies", "company-new", "interests", "roles"])
def test_without_an_account_one_is_led_to_sign_in(client: Client, name: str) -> None:
    answer = client.get(reverse(f"people:{name}"))
    assert answer.status_code == 302
    assert answer["Location"].startswith("/akun/login/")


@pytest.mark.parametrize("name", ADMIN_PAGES)
def test_the_administrator_s_pages_do_not_exist_for_others(
    enter: Any, dewi: Any, name: str
) -> None:
    assert enter(dewi).get(reverse(f"people:{name}")).status_code == 404


def test_grants_cannot_be_ended_by_others(enter: Any, dewi: Any, eko: Any, fajar: Any) -> None:
    client = enter(dewi)
    role, desk = StaffGrant.objects.get(user=eko.user), DeskGrant.objects.first()
    for name, key in (("role-end", role.pk), ("desk-end", desk.pk)):
        answer = client.post(reverse(f"people:{name}", args=[key]), {"reason": "x"})
        assert answer.status_code == 404
    assert eko.actor.has_role("head_of_service")


def test_an_auditor_reads_grants_and_changes_none(enter: Any, gita: Any, hadi: Any) -> None:
    client = enter(gita)
    assert "Hadi" in client.get(reverse("people:roles")).content.decode()
    assert client.get(reverse("people:role-new")).status_code == 403


def test_an_outsider_ends_no_interest(enter: Any, ani: Any, dewi: Any, company: Any) -> None:
    interest = actions.declare_interest(actor=dewi.actor, organisation_id=company.pk, note="x")
    client = enter(ani)
    assert client.get(reverse("people:interests")).status_code == 404
    answer = client.post(reverse("people:interest-end", args=[interest.pk]))
    assert answer.status_code == 404
    assert Interest.objects.get().ended_at is None


def test_an_invitation_is_withdrawn_only_by_its_company(
    enter: Any, ani: Any, citra: Any, company: Any
) -> None:
    invitation = actions.invite_member(
        actor=ani.actor, organisation_id=company.pk, email="nia@contoh.id", role="member"
    )
    client = enter(citra)
    place = reverse("people:invitation-withdraw", args=[company.pk, invitation.pk])
    assert client.post(place).status_code == 404
    invitation.refresh_from_db()
    assert invitation.state == "sent"


def test_a_guessed_invitation_link_finds_nothing(client: Client) -> None:
    assert client.get(reverse("people:invitation", args=["tebak"])).status_code == 404


# --- insiders -----------------------------------------------------------------------------------
def test_a_team_is_invited_and_joins_by_mail(
    enter: Any, ani: Any, company: Any, make_person: Any
) -> None:
    client = enter(ani)
    client.post(
        reverse("people:invite", args=[company.pk]), {"email": "nia@contoh.id", "role": "viewer"}
    )
    letter = Message.objects.get()
    assert letter.subject == "Ani mengundang Anda ke tim PT Layar Contoh"
    link = re.search(r"https?://[^/]+(/undangan/\S+/)", letter.text)[1]
    nia = make_person("Nia")
    client.logout()
    assert "Buat akun" in client.get(link).content.decode()
    client = enter(nia)
    answer = client.post(link, follow=True)
    assert "Selamat datang di tim PT Layar Contoh." in answer.content.decode()
    assert nia.actor.companies == {company.pk: "viewer"}


def test_a_refused_company_form_keeps_what_was_typed(enter: Any, ani: Any) -> None:
    page = enter(ani).post(
        reverse("people:company-new"),
        {"name": "PT Ketikan", "kind": "production", "country": "ID", "registration_no": "12"},
    )
    text = page.content.decode()
    assert "PT Ketikan" in text
    assert "NIB terdiri atas 13 angka." in text
    assert 'href="#id_registration_no"' in text


def test_a_company_page_takes_a_constant_number_of_queries(
    enter: Any, ani: Any, company: Any, make_person: Any, assert_max_queries: Any
) -> None:
    for number in range(12):
        make_person(f"Orang {number}", company=company)
    client = enter(ani)
    with assert_max_queries(13):
        assert client.get(reverse("people:company", args=[company.pk])).status_code == 200


def test_a_role_is_proposed_and_confirmed_on_the_pages(
    enter: Any, hadi: Any, eko: Any, ani: Any, citra: Any
) -> None:
    client = enter(hadi)
    place = reverse("people:role-new")
    wrong = client.post(place, {"user": "tidak@ada.id", "role": "auditor", "reason": "x"})
    assert "Tidak ada akun dengan alamat ini." in wrong.content.decode()
    client.post(place, {"user": ani.user.email, "role": "auditor", "reason": "SK 1"})
    assert not ani.actor.has_role("auditor")
    decide = reverse("people:role-decide", args=[StaffGrant.objects.get(user=ani.user).pk])
    assert decide in client.get(reverse("people:roles")).content.decode()
    assert client.post(decide, {"decision": "confirm"}).status_code == 403
    assert not ani.actor.has_role("auditor")
    client = enter(eko)
    assert "SK 1" in client.get(decide).content.decode()
    client.post(decide, {"decision": "confirm"})
    assert ani.actor.has_role("auditor")
    assert client.post(decide, {"decision": "confirm"}).status_code == 409
    client = enter(citra)
    assert client.get(decide).status_code == client.post(decide).status_code == 404
    grant = StaffGrant.objects.get(user=ani.user)
    client = enter(hadi)
    client.post(reverse("people:role-end", args=[grant.pk]), {"reason": "selesai"})
    assert not ani.actor.has_role("auditor")


def test_signing_up_keeps_name_and_language_and_writes_a_letter(client: Client) -> None:
    form = {"name": "Nia  Dewanti", "email": "nia@contoh.id", "password1": "kursi-merah-42"}
    client.post("/akun/signup/", form, headers={"accept-language": "en"})
    user = User.objects.get(email="nia@contoh.id")
    assert (user.name, user.language) == ("Nia Dewanti", "en")
    assert Message.objects.get().email == "nia@contoh.id"


# --- the demonstration ------------------------------------------------------------------------
def test_stepping_in_exists_only_in_demonstration_mode(client: Client, settings: Any) -> None:
    settings.DEMO = False
    assert client.get("/demo/").status_code == 404
    assert client.post("/demo/", {"person": "administrator"}).status_code == 404
    assert not User.objects.exists()


def test_everybody_of_the_cast_can_be_stepped_into(client: Client, settings: Any) -> None:
    settings.DEMO = True
    page = client.get("/demo/").content.decode()
    for member in CAST:
        assert member.name in page
        answer = client.post("/demo/", {"person": member.key})
        assert answer["Location"] == "/meja/"
        actor = client.get("/profil/").wsgi_request.actor
        assert actor.user_id == person(member.key).pk
        assert actor.second_factor
        assert actor.roles == set(member.roles)
        assert actor.desks == dict(member.desks)


def test_the_cast_is_made_once_and_desks_are_those_of_the_pack(jakarta: Any) -> None:
    assert ensure_people() == len(CAST)
    assert ensure_people() == 0
    codes = set(DeskGrant.objects.values_list("authority_code", flat=True))
    assert codes <= set(jakarta.authorities)


def test_an_unknown_part_is_refused(client: Client, settings: Any) -> None:
    settings.DEMO = True
    assert client.post("/demo/", {"person": "king"}).status_code == 404
