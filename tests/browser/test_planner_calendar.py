"""The calendar in the planner, in a browser: a closure is drawn with the mouse and the bus lines it
cuts appear; a clash is solved with one press."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from simpul.kit.actors import system_actor
from simpul.permits.models import PlanDraft
from simpul.places.actions.gtfs import import_feed
from simpul.places.actions.roads import import_roads
from tests.accessibility import overflow, violations
from tests.browser.drivers.drawing import draw_line
from tests.permits.plan.test_plan_calendar import ROADS, TUESDAY, at_tim, booked
from tests.places.gtfs_files import feed

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SYSTEM = system_actor("test")
CORRIDOR = {"type": "LineString", "coordinates": [[106.8230, -6.1900], [106.8230, -6.1880]]}
"""On Jalan Utama, where bus line 1 runs."""


@pytest.fixture
def city(jakarta: Any, tmp_path: Path) -> None:
    file = tmp_path / "roads.geojson"
    file.write_text(json.dumps(ROADS), encoding="utf-8")
    import_roads(actor=SYSTEM, file=file, source="test")
    import_feed(actor=SYSTEM, file=feed(tmp_path), source="test")


@pytest.mark.parametrize("locale", ["id", "en"])
def test_a_closure_drawn_on_a_bus_corridor_names_the_lines(
    page: Any, city: None, locale: str
) -> None:
    says = {
        "id": ("Trayek bus", "Masukkan", "Jalan Utama"),
        "en": ("Bus lines", "Take it over", "Jalan Utama"),
    }[locale]
    page.set_viewport_size({"width": 1280, "height": 1000})
    page.goto("/rencana/")
    page.locator("#spots-0 .way label").nth(1).click()
    draw_line(page, page.locator("#plan-form film-map"), CORRIDOR)
    drawn = json.loads(page.input_value("[name='spots-0-geometry']"))
    assert drawn["type"] == "LineString"
    page.fill("#id_days-0-date", "2027-03-02")
    page.keyboard.press("Tab")
    page.locator("#answer .answer-calendar").wait_for()
    page.locator("#traffic-group .any label").first.click()
    page.wait_for_selector("#id_traffic-0-kind")
    page.select_option("#id_traffic-0-kind", "full_closure")
    closure = page.locator("#answer .closure")
    closure.wait_for()
    told = closure.inner_text()
    assert says[0] in told
    assert re.search(r"\b1\b.*Blok M - Kota", told)
    assert says[2] in told
    # The street it follows is drawn on the map on which it was drawn.
    page.wait_for_function(
        "() => document.querySelector('#plan-form film-map').near?.getLayers().length > 0"
    )
    assert page.input_value("#id_traffic-0-road") == ""
    page.get_by_role("button", name=says[1], exact=True).click()
    page.wait_for_function("() => document.getElementById('id_traffic-0-road').value !== ''")
    assert page.input_value("#id_traffic-0-road") == "Jalan Utama"
    assert page.locator("[name='traffic-0-bus_services'][value='yes']").is_checked()
    assert violations(page) == []


@pytest.mark.parametrize("locale", ["id", "en"])
def test_a_taken_day_is_solved_with_one_press(page: Any, city: None, locale: str) -> None:
    says = {"id": ("Tidak dapat", "Pakai 4 Maret 2027"), "en": ("Not possible", "Use 4 March 2027")}
    hard, button = says[locale]
    booked()
    booked(1, on=TUESDAY + timedelta(days=1), confidential=True)
    draft = PlanDraft.objects.create(plan=at_tim(), owner_hash="x")
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"/rencana/{draft.pk}/")
    assert hard in page.inner_text("#answer")
    assert "Film Terbuka" in page.inner_text("#answer")
    for folded in page.locator(".answer-calendar summary").all():
        folded.click()
    assert violations(page) == []
    assert overflow(page) <= 0
    page.get_by_role("button", name=button, exact=True).first.click()
    page.wait_for_function("() => document.getElementById('id_days-0-date').value === '2027-03-04'")
    assert hard not in page.inner_text("#answer")
    assert page.input_value("#id_production-title") == "Lagu Kota"
