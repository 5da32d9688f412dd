"""The list and the demo inbox as people use them, and readable for everyone."""

import re

import pytest
from django.conf import settings as project
from playwright.sync_api import expect

from simpul.messages.actions import Recipient, send

AXE = project.NODE_MODULES / "axe-core" / "axe.min.js"
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def queue(person, wild="lihat https://contoh.id/izin?a=1&b=2"):
    return send(
        to=Recipient(person.user.email, name=person.user.name, user_id=person.user.pk),
        template="try/plain",
        context={"number": "JKT-26-000123-K", "wild": wild},
        subject_ref="application:1",
    )


def problems(page) -> list[str]:
    """What axe finds wrong, by WCAG 2.2 AA."""
    page.evaluate(AXE.read_text())  # not by <script>: the page's policy forbids it, rightly
    found = page.evaluate(
        "axe.run(document, {runOnly: ['wcag2a','wcag2aa','wcag21a','wcag21aa','wcag22aa']})"
    )
    return [f"{one['id']}: {one['nodes'][0]['html']}" for one in found["violations"]]


def test_a_person_reads_a_message_and_it_is_no_longer_new(page, step_in, ani):
    queue(ani)
    step_in(ani)
    page.goto("/pesan/")
    expect(page.get_by_text("1 pesan belum dibaca.")).to_be_visible()
    assert problems(page) == []
    page.get_by_role("link", name=re.compile("JKT-26-000123-K")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("JKT-26-000123-K")
    expect(page.get_by_role("link", name="https://contoh.id/izin?a=1&b=2")).to_be_visible()
    assert problems(page) == []
    page.get_by_role("link", name="Semua pesan").click()
    expect(page.get_by_text("0 pesan belum dibaca.")).to_be_visible()


def test_all_can_be_marked_read_and_an_empty_list_says_so(page, step_in, ani, citra):
    queue(ani)
    step_in(ani)
    page.goto("/pesan/")
    page.get_by_role("button", name="Tandai semua sudah dibaca").click()
    expect(page.get_by_text("0 pesan belum dibaca.")).to_be_visible()
    step_in(citra)
    page.goto("/pesan/")
    expect(page.get_by_text("Belum ada pesan")).to_be_visible()
    assert problems(page) == []


def test_the_demo_inbox_fits_a_phone(page, settings, ani):
    settings.DEMO = True
    queue(ani)
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto("/demo/kotak-surat/")
    assert problems(page) == []
    too_wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    assert not page.evaluate(too_wide)
    page.get_by_role("link", name=re.compile("JKT-26-000123-K")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("JKT-26-000123-K")
    assert not page.evaluate(too_wide)
    assert problems(page) == []
