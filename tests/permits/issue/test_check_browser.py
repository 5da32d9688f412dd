"""The check page in a real browser: signature and dates without network."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.conf import settings as project

from simpul.papers import tokens
from simpul.permits.actions import taking_back
from simpul.permits.models import Permit

AXE = project.NODE_MODULES / "axe-core" / "axe.min.js"
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

VERDICT = "#check:not([hidden])[data-done] [data-verdict]:not([hidden])"


def open_token(page: Any, token: str) -> None:
    page.goto("about:blank")
    page.goto(f"/periksa/#{token}")


def shown(page: Any) -> str:
    """The verdict that stands once everything has been asked."""
    return page.wait_for_selector(VERDICT).get_attribute("data-verdict")


def set_day(page: Any, permit: Permit, clock: str = "10:00") -> None:
    """The telephone's clock stands on the permit's first day."""
    day = dt.date.fromisoformat(permit.contents["days"][0]["date"])
    page.clock.set_fixed_time(dt.datetime.fromisoformat(f"{day}T{clock}:00+07:00"))


def visit_once(page: Any) -> None:
    """Open the page once with network and wait until it is kept."""
    page.goto("/periksa/")
    page.wait_for_selector("html[data-kept]", state="attached")


def test_a_scanned_code_is_green_on_its_day_without_network(
    issued: Any, page: Any, context: Any
) -> None:
    permit = issued("a")
    visit_once(page)
    context.set_offline(True)
    set_day(page, permit)
    open_token(page, permit.token)
    assert shown(page) == "valid"
    text = page.inner_text("main")
    assert "Berlaku" in text
    assert permit.number in text
    assert permit.contents["places"][0]["name"] in text
    assert "Tanpa jaringan" in text


def test_without_network_another_day_is_not_green(issued: Any, page: Any, context: Any) -> None:
    permit = issued("a")
    visit_once(page)
    context.set_offline(True)
    open_token(page, permit.token)
    assert shown(page) == "not_yet"
    page.clock.set_fixed_time(dt.datetime(2030, 1, 1))
    open_token(page, permit.token)
    assert shown(page) == "expired"


@pytest.mark.parametrize("offline", [True, False])
def test_a_changed_code_is_refused(issued: Any, page: Any, context: Any, offline: bool) -> None:
    permit = issued("a")
    visit_once(page)
    context.set_offline(offline)
    set_day(page, permit)
    head, body, tail = permit.token.split(".")
    other = "A" if body[20] != "A" else "B"
    for forged in (
        f"{head}.{body[:20]}{other}{body[21:]}.{tail}",
        f"{head}.{body}.{tail[:-1]}{'A' if tail[-1] != 'A' else 'Q'}",
        f"{head}.{body}",
        tokens.issue({"n": permit.number}, use="login"),
        "<img src=x onerror=alert(1)>",
    ):
        open_token(page, forged)
        assert shown(page) == "forged", forged
    assert "onerror" not in page.inner_html("#check")


def test_a_code_signed_with_another_key_is_refused(
    issued: Any, page: Any, settings: Any, tmp_path: Any
) -> None:
    permit = issued("a")
    said, ours = tokens.read(permit.token), settings.SIGNER_FOLDER
    settings.SIGNER_FOLDER = tmp_path
    foreign = tokens.issue(said)
    settings.SIGNER_FOLDER = ours
    open_token(page, foreign)
    assert shown(page) == "forged"


def test_with_network_the_live_state_speaks(issued: Any, page: Any, dewi: Any) -> None:
    permit = issued("a")
    set_day(page, permit)
    taking_back.suspend(
        actor=dewi.actor, permit_id=permit.pk, reason="Banjir", law="UU 22/2009", appeal="PTUN"
    )
    open_token(page, permit.token)
    assert shown(page) == "suspended"
    assert "Banjir" in page.inner_text("main")


def test_bad_news_once_heard_stays_known_without_network(
    issued: Any, page: Any, context: Any, dewi: Any
) -> None:
    permit = issued("a")
    visit_once(page)
    set_day(page, permit)
    taking_back.revoke(
        actor=dewi.actor, permit_id=permit.pk, reason="Bohong", law="UU 22/2009", appeal="PTUN"
    )
    open_token(page, permit.token)
    assert shown(page) == "revoked"
    context.set_offline(True)
    open_token(page, permit.token)
    assert shown(page) == "revoked"


def test_what_is_held_is_named_without_network(blast_waits: Any, page: Any, context: Any) -> None:
    permit = blast_waits()
    visit_once(page)
    context.set_offline(True)
    open_token(page, permit.token)
    shown(page)
    assert "Ledakan" in page.inner_text(".held-note")


@pytest.mark.parametrize("locale", ["en"])
def test_english_without_network(issued: Any, page: Any, context: Any) -> None:
    permit = issued("a")
    visit_once(page)
    context.set_offline(True)
    set_day(page, permit)
    open_token(page, permit.token)
    shown(page)
    text = page.inner_text("main")
    assert "This permit is genuine" in text
    assert "Berlaku" not in text


def test_a_typed_code_works_without_scripts(browser: Any, live: str, issued: Any) -> None:
    permit = issued("a")
    plain = browser.new_context(base_url=live, locale="id", java_script_enabled=False)
    page = plain.new_page()
    page.goto("/periksa/")
    page.fill("#kode", permit.short_code)
    page.click("button:has-text('Periksa')")
    assert permit.number in page.inner_text("main")
    plain.close()


# --- everybody can read it ----------------------------------------------------------------------


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


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_check_pages_are_readable_on_a_small_phone(
    blast_waits: Any, page: Any, scheme: str
) -> None:
    permit = blast_waits()
    page.set_viewport_size({"width": 360, "height": 740})
    page.emulate_media(color_scheme=scheme)
    for address in ("/periksa/", f"/izin/{permit.short_code}/", "/periksa/?kode=salah"):
        page.goto(address)
        assert fits(page), address
        assert problems(page) == [], address
    for token in (permit.token, permit.token[:-4] + "AAAA"):
        open_token(page, token)
        shown(page)
        assert fits(page)
        assert problems(page) == []


def test_the_pages_inside_are_readable(
    blast_waits: Any, issued: Any, page: Any, step_in: Any, dewi: Any, ani: Any
) -> None:
    from simpul.permits.jobs import ask_all_wrap_reports
    from tests.permits.issue.test_wrap import after

    permit, over = blast_waits(), issued("a")
    ask_all_wrap_reports(after(over))
    page.set_viewport_size({"width": 360, "height": 740})
    for person, address in (
        (dewi, f"/perizinan/{permit.pk}/"),
        (ani, f"/perizinan/{over.pk}/"),
        (ani, f"/permohonan/{over.application_id}/laporan/"),
    ):
        step_in(person)
        page.goto(address)
        assert fits(page), address
        assert problems(page) == [], address
