"""Every screen about people is accessible, in both languages, on a phone and on a desk."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse
from playwright.sync_api import expect

from simpul.people.models import Membership
from tests.accessibility import overflow, violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

OPEN = ["/akun/login/", "/akun/signup/", "/akun/password/reset/"]
MINE = ["/profil/", "/perusahaan/", "/perusahaan/baru/", "/akun/2fa/", "/akun/email/"]


def _check(page: Any, addresses: list[str]) -> None:
    for address in addresses:
        for width in (360, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            answer = page.goto(address)
            assert answer.status == 200, address
            assert violations(page) == [], address
            assert overflow(page) <= 0, address


@pytest.mark.parametrize("locale", ["id", "en"])
def test_entrance_pages(page: Any) -> None:
    _check(page, OPEN)


@pytest.mark.parametrize("locale", ["id", "en"])
def test_pages_of_an_owner(page: Any, step_in: Any, ani: Any, budi: Any, company: Any) -> None:
    step_in(ani)
    member = Membership.objects.get(user=budi.user)
    own = [reverse(f"people:{name}", args=[company.pk]) for name in ("company", "invite")]
    _check(page, [*MINE, *own, reverse("people:member-role", args=[member.pk])])


def test_pages_of_an_administrator(page: Any, step_in: Any, hadi: Any, fajar: Any) -> None:
    step_in(hadi)
    names = ("roles", "role-new", "desks", "desk-new", "interests")
    _check(page, [reverse(f"people:{name}") for name in names])


@pytest.mark.parametrize("locale", ["id", "en"])
def test_the_demonstration_page(page: Any, settings: Any) -> None:
    settings.DEMO = True
    _check(page, ["/demo/"])
    page.click("button[value='case_officer']")
    page.wait_for_url("**/meja/")
    assert violations(page) == []


def test_what_was_typed_too_late_is_back_in_its_form(
    page: Any, step_in: Any, dewi: Any, one_window: Any
) -> None:
    step_in(dewi)
    page.goto("/profil/")
    page.get_by_label("Nama").fill("Dewi Lestari")
    page.get_by_label("English").check(force=True)
    one_window(3600)
    page.get_by_role("button", name="Simpan").click()
    page.wait_for_url("**/akun/login/**")
    dewi.user.set_password("kursi-merah-42")
    dewi.user.save()
    mine = {"user": dewi.user, "email": dewi.user.email}
    EmailAddress.objects.create(**mine, verified=True, primary=True)
    page.get_by_label("Surel").fill(dewi.user.email)
    page.get_by_label("Kata sandi").fill("kursi-merah-42")
    page.get_by_role("button", name="Masuk", exact=True).click()
    page.wait_for_url("**/profil/")
    expect(page.get_by_text("Isian itu sudah kembali di formulir")).to_be_visible()
    expect(page.get_by_label("Nama")).to_have_value("Dewi Lestari")
    expect(page.get_by_label("English")).to_be_checked()
    assert violations(page) == []
    dewi.user.refresh_from_db()
    assert dewi.user.name == "Dewi"
    page.get_by_role("button", name="Simpan").click()
    expect(page.get_by_text("Isian itu sudah kembali")).not_to_be_attached()
    dewi.user.refresh_from_db()
    assert dewi.user.name == "Dewi Lestari"
