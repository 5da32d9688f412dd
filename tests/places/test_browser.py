"""The catalogue, a site and its terms in a real browser, on a desk and on a phone."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings as project
from playwright.sync_api import expect

AXE = project.NODE_MODULES / "axe-core" / "axe.min.js"
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def problems(page: Any) -> list[str]:
    """What axe finds wrong, by WCAG 2.2 AA."""
    page.evaluate(AXE.read_text())  # not by <script>: the page's policy forbids it, rightly
    found = page.evaluate(
        "axe.run(document, {runOnly: ['wcag2a','wcag2aa','wcag21a','wcag21aa','wcag22aa']})"
    )
    return [f"{one['id']}: {one['nodes'][0]['html']}" for one in found["violations"]]


def fits(page: Any) -> bool:
    """Nothing hangs out of the window sideways."""
    wide = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    return bool(page.evaluate(wide))


def test_somebody_finds_a_site_and_reads_its_tariff(page: Any, jakarta: Any) -> None:
    page.goto("/lokasi/")
    expect(page.get_by_text("66 lokasi")).to_be_visible()
    assert problems(page) == []
    page.get_by_label("Cari").fill("ismail marzuki")
    page.get_by_role("button", name="Cari").click()
    expect(page.get_by_text("1 lokasi", exact=True)).to_be_visible()
    page.get_by_role("link", name="Taman Ismail Marzuki").first.click()
    expect(page.get_by_text("Rp 2.200.000").first).to_be_visible()
    expect(page.locator("film-map .leaflet-interactive").first).to_be_attached()
    assert problems(page) == []


@pytest.mark.parametrize("locale", ["id", "en"])
@pytest.mark.parametrize(
    "address",
    ["/lokasi/", "/lokasi/L32/", "/wilayah/", "/instansi/", "/standar-pelayanan/kalender/"],
)
def test_pages_fit_a_phone_and_everybody_can_read_them(
    page: Any, jakarta: Any, address: str
) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert fits(page)
    assert problems(page) == []


def test_a_manager_writes_the_terms(
    page: Any, jakarta: Any, step_in: Any, make_person: Any
) -> None:
    step_in(make_person("Kirana", desks={"PKJTIM": "answer"}))
    page.goto("/lokasi/L27/")
    page.get_by_role("link", name="Ubah ketentuan kami").click()
    page.get_by_label("Alamat surel").fill("bukan alamat")
    page.get_by_label("Jam (bahasa Indonesia)").fill("Pukul 08.00 sampai 20.00")
    page.get_by_role("button", name="Simpan ketentuan").click()
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_label("Jam (bahasa Indonesia)")).to_have_value("Pukul 08.00 sampai 20.00")
    assert problems(page) == []
    page.get_by_label("Alamat surel").fill("tim@contoh.id")
    page.get_by_role("button", name="Simpan ketentuan").click()
    expect(page.get_by_text("Pukul 08.00 sampai 20.00")).to_be_visible()
    expect(page.get_by_text("tim@contoh.id")).to_be_visible()
