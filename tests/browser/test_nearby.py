"""A resident finds tomorrow's shoot in their street, and does not learn what it is."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.accessibility import overflow, violations
from tests.home.nearby_helpers import (
    LINE,
    SECRETS,
    at,
    confirmed,
    drawn,
    secret,
    street,
    street_ground,
    use,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WORDS = {
    "id": {
        "front": "Jalan atau tempat Anda",
        "day": "Hari",
        "tomorrow": "Besok",
        "show": "Tampilkan",
        "secret": "Syuting (judul dirahasiakan)",
        "closed": "Jalan ditutup pada jam ini",
        "me": "Di sekitar saya",
        "refused": "Posisi Anda tidak diketahui",
        "account": "Seberapa banyak beban jalan ini",
    },
    "en": {
        "front": "Your street or place",
        "day": "Day",
        "tomorrow": "Tomorrow",
        "show": "Show",
        "secret": "Filming (title confidential)",
        "closed": "The road is closed at these hours",
        "me": "Around me",
        "refused": "Your position is not known here",
        "account": "How much this street has borne",
    },
}


@pytest.mark.parametrize("locale", ["id", "en"])
def test_a_resident_finds_tomorrows_shoot_in_their_street_without_its_title(
    page: Any, context: Any, jakarta: Any, locale: str
) -> None:
    words = WORDS[locale]
    secret(
        use(street_ground(street()), "closure", at(1, 5, 12)),
        use(drawn(LINE.centroid.buffer(0.0003), "Set Rahasia"), period=at(1, 6, 20)),
    )
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto("/")
    page.get_by_label(words["front"]).fill("surabaya")
    page.get_by_label(words["front"]).press("Enter")
    page.get_by_role("combobox", name=words["day"]).select_option(words["tomorrow"])
    page.get_by_role("button", name=words["show"]).click()
    expect(page.get_by_role("heading", name=words["secret"]).first).to_be_visible()
    expect(page.get_by_text(words["closed"])).to_be_visible()
    expect(page.locator("film-map .leaflet-interactive").first).to_be_attached()
    expect(page.locator("film-map .map-number").first).to_have_text("1")
    for word in SECRETS:
        assert word not in page.content()
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        for width in (390, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            assert violations(page) == [], (scheme, width)
            assert overflow(page) <= 0
    page.get_by_text(words["account"]).click()
    page.get_by_role("link", name="Jalan Surabaya", exact=False).first.click()
    expect(page.get_by_role("heading", level=1, name="Jalan Surabaya")).to_be_visible()
    assert violations(page) == []
    assert overflow(page) <= 0


def test_a_position_that_is_refused_is_taken_well(page: Any, jakarta: Any) -> None:
    """No permission is given in this browser, so it refuses, as a person may."""
    page.goto("/sekitar/")
    page.get_by_role("button", name=WORDS["id"]["me"]).click()
    expect(page.get_by_role("status").filter(has_text=WORDS["id"]["refused"])).to_be_visible()
    expect(page.get_by_role("button", name=WORDS["id"]["me"])).to_be_enabled()


def test_a_position_finds_what_is_around_and_is_rounded(
    page: Any, context: Any, jakarta: Any
) -> None:
    confirmed("Dekat Rumah", use(drawn(LINE, "Jalan Contoh"), period=at(0, 0, 24)))
    context.grant_permissions(["geolocation"])
    context.set_geolocation({"latitude": -6.199123, "longitude": 106.838456})
    page.goto("/sekitar/")
    page.get_by_role("button", name=WORDS["id"]["me"]).click()
    page.wait_for_url(lambda url: "lat=-6.199&lon=106.838" in url)
    expect(page.get_by_role("heading", name="Dekat Rumah")).to_be_visible()


def test_without_scripts_the_list_and_the_picture_are_there(
    browser: Any, live: str, jakarta: Any
) -> None:
    confirmed("Tanpa Skrip", use(drawn(LINE, "Jalan Contoh"), period=at(0, 0, 24)))
    plain = browser.new_context(base_url=live, locale="id", java_script_enabled=False)
    page = plain.new_page()
    page.goto("/sekitar/")
    expect(page.get_by_role("heading", name="Tanpa Skrip")).to_be_visible()
    expect(page.locator("film-map > svg")).to_be_visible()
    expect(page.get_by_role("button", name=WORDS["id"]["me"])).to_be_hidden()
    plain.close()
