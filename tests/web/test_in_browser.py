"""The frame in a real browser: accessible in both themes, and working under the strict policy."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import unquote

import pytest

from tests.accessibility import overflow, violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_every_part_is_accessible_and_fits(
    patterns: str, page: Any, scheme: str, width: int
) -> None:
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(patterns)
    page.wait_for_selector(".map-tools")
    assert violations(page) == []
    assert overflow(page) <= 0


def test_errors_are_accessible_and_lead_to_their_field(patterns: str, page: Any) -> None:
    page.goto(patterns)
    page.click("button:text('Kirim')")
    page.wait_for_selector(".error-summary")
    assert violations(page) == []
    assert page.evaluate("document.activeElement.className") == "error-summary"
    page.click(".error-summary a[href='#id_amount']")
    assert page.evaluate("document.activeElement.id") == "id_amount"
    page.click(".error-summary a[href='#id_kind_group']")
    assert page.evaluate("document.activeElement.name") == "kind"


def test_an_area_is_drawn_into_the_text_field(patterns: str, page: Any) -> None:
    page.goto(patterns)
    page.wait_for_selector(".map-tools")
    page.click("button:text('Area')")
    drawn = page.locator("film-map").nth(1)
    drawn.scroll_into_view_if_needed()
    box = drawn.bounding_box()

    def click(right: float, down: float) -> None:
        page.mouse.click(box["x"] + box["width"] * right, box["y"] + box["height"] * down)
        page.wait_for_timeout(200)

    for corner in ((0.3, 0.4), (0.6, 0.4), (0.6, 0.7), (0.3, 0.4)):
        click(*corner)
    shape = json.loads(page.input_value("#id_place"))
    assert shape["type"] == "Polygon"
    assert len(shape["coordinates"][0]) == 4


def test_typed_coordinates_appear_on_the_map(patterns: str, page: Any) -> None:
    page.goto(patterns)
    page.wait_for_selector(".map-tools")
    page.fill("#id_place", "-6.1901, 106.8390")
    page.locator("#id_place").dispatch_event("change")
    assert page.locator("film-map").nth(1).locator("path[fill='#ffb224']").count() >= 1


def test_without_scripts_the_map_is_a_still_picture_beside_its_text(
    patterns: str, browser: Any, live: str
) -> None:
    plain = browser.new_context(base_url=live, java_script_enabled=False)
    page = plain.new_page()
    page.goto(patterns)
    assert page.locator("svg.map-picture").is_visible()
    assert page.locator("#id_place").is_visible()
    plain.close()


def test_the_theme_changes_at_once_and_is_remembered(patterns: str, page: Any) -> None:
    page.emulate_media(color_scheme="light")
    page.goto(patterns)
    page.click("[data-theme-form] button")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    page.reload()
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"


def test_a_double_click_sends_once(patterns: str, page: Any) -> None:
    page.goto(patterns)
    sent: list[str] = []
    page.route(
        "**/pola/",
        lambda route: (sent.append(route.request.method), route.fulfill(status=204)),
    )
    page.evaluate(
        "() => { const b = [...document.querySelectorAll('button[data-once]')][0];"
        " b.click(); b.click(); b.click(); }"
    )
    page.wait_for_timeout(300)
    assert sent == ["POST"]


def test_the_menu_opens_on_a_phone_and_the_skip_link_comes_first(patterns: str, page: Any) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(patterns)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert not page.locator(".menu-body").is_visible()
    page.click(".menu summary")
    assert page.locator(".menu-body nav").is_visible()
    assert violations(page) == []


def test_nothing_is_fetched_twice(live: str, context: Any) -> None:
    fetched: list[str] = []
    page = context.new_page()
    page.on("request", lambda one: fetched.append(unquote(one.url)))
    page.goto(live, wait_until="networkidle")
    assert any(url.endswith("latin-wght-normal.woff2") for url in fetched)
    assert sorted(fetched) == sorted(set(fetched))
