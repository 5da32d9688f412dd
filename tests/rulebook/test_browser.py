"""The rules pages in a real browser, on a desk and on a phone, in both languages."""

from __future__ import annotations

import os
from typing import Any

import pytest
from playwright.sync_api import expect

from simpul.rulebook.actions import make_version
from simpul.rulebook.queries import book_of, current_version
from tests.accessibility import overflow, violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PICTURES = os.environ.get("SIMPUL_TEST_PICTURES", "")


def keep(page: Any, name: str) -> None:
    """A picture of the page, where the tests are asked for pictures."""
    if PICTURES:
        page.screenshot(path=f"{PICTURES}/{name}.png")


def test_somebody_looks_up_the_tariff_of_a_place(page: Any, jakarta: Any) -> None:
    page.goto("/standar-pelayanan/")
    expect(page.get_by_role("heading", level=1, name="Standar pelayanan")).to_be_visible()
    keep(page, "standards")
    page.get_by_label("Cari").fill("Taman Ismail Marzuki")
    page.get_by_label("Jenis aturan").select_option("levies")
    page.get_by_role("button", name="Tampilkan").click()
    expect(page.get_by_text("Rp 2.200.000")).to_be_visible()
    expect(page.get_by_text("Rp 2.700.000")).to_be_visible()
    assert violations(page) == []
    keep(page, "standards-search")


@pytest.mark.parametrize("locale", ["id", "en"])
@pytest.mark.parametrize(
    "address",
    ["/standar-pelayanan/", "/standar-pelayanan/perubahan/?from=2023-06-01&to=2026-06-01"],
)
def test_the_pages_fit_a_phone_and_everybody_can_read_them(
    page: Any, jakarta: Any, address: str
) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert overflow(page) <= 0
    assert violations(page) == []
    keep(page, "phone")


def test_an_administrator_reads_a_draft_and_puts_it_in_force(
    page: Any, jakarta: Any, step_in: Any, make_person: Any, hadi: Any, settings: Any
) -> None:
    settings.DEMO = True
    current = current_version()
    assert current is not None
    editor = make_person("Indah", roles=("legal_editor",), second_factor=True)
    found = dict(book_of(current).contents)
    draft = make_version(actor=editor.actor, city_code=current.city_code, contents=found)
    step_in(hadi)
    page.goto(f"/aturan/versi/{draft.pk}/")
    assert violations(page) == []
    keep(page, "draft")
    page.get_by_role("button", name="Berlakukan").click()
    expect(page.get_by_text(f"Versi {draft.number} berlaku.")).to_be_visible()
    page.goto("/aturan/versi/")
    assert violations(page) == []
    keep(page, "versions")
