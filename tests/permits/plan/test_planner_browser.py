"""The planner clicked through in a real browser, on a desk and on a phone."""

from __future__ import annotations

import json
from typing import Any

import pytest

from simpul.permits.demo.flows import FOLDER
from simpul.permits.models import PlanDraft
from tests.accessibility import overflow, violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


RUPIAH = "Rp\N{NO-BREAK SPACE}"


def draft_of(letter: str) -> PlanDraft:
    (path,) = FOLDER.glob(f"{letter}_*.json")
    return PlanDraft.objects.create(plan=json.loads(path.read_text()), owner_hash="x")


def wait_for_answer(page: Any, text: str) -> None:
    page.wait_for_function(
        "text => document.getElementById('answer').innerText.includes(text)", arg=text
    )


def test_the_answer_follows_what_is_typed(page: Any, jakarta: Any) -> None:
    page.goto("/rencana/")
    page.select_option("#id_production-type", "feature")
    page.fill("#id_spots-0-site", "Taman Ismail Marzuki (L27)")
    page.keyboard.press("Tab")
    wait_for_answer(page, "Taman Ismail Marzuki")
    page.fill("#id_days-0-date", "2027-03-18")
    page.keyboard.press("Tab")
    wait_for_answer(page, f"{RUPIAH}2.200.000")
    page.click("button[value='copy:days:0']")
    page.wait_for_selector("#id_days-1-date")
    page.fill("#id_days-1-date", "2027-03-21")
    page.keyboard.press("Tab")
    wait_for_answer(page, f"{RUPIAH}4.900.000")
    assert "2.700.000" in page.inner_text("#answer")
    page.reload()
    assert page.input_value("#id_days-1-date") == "2027-03-21"


def test_a_wrong_answer_is_told_at_its_field_and_kept(page: Any, jakarta: Any) -> None:
    page.goto("/rencana/")
    page.fill("#id_days-0-people", "banyak")
    page.wait_for_selector("#id_days-0-people_error:not(:empty)")
    assert page.get_attribute("#id_days-0-people", "aria-invalid") is not None
    page.fill("#id_days-0-people", "12")
    page.wait_for_selector("#id_days-0-people_error:empty", state="attached")
    assert page.get_attribute("#id_days-0-people", "aria-invalid") is None


def test_a_question_is_answered_in_the_panel(page: Any, jakarta: Any) -> None:
    page.goto("/rencana/")
    page.select_option("#id_production-type", "feature")
    page.wait_for_selector(".question-list button")
    button = page.locator("button[value='answer:production.foreign_producer=no']")
    button.click()
    page.wait_for_selector("[name='production-foreign_producer'][value='no']:checked")
    assert button.count() == 0


def test_a_place_is_typed_as_coordinates_beside_the_map(page: Any, jakarta: Any) -> None:
    page.goto("/rencana/")
    page.locator("#spots-0 .way label").nth(1).click()
    page.wait_for_selector("#spots-0 film-map .leaflet-container")
    page.fill("[name='spots-0-geometry']", "-6.1951, 106.8324")
    page.select_option("#id_spots-0-setting", "footpath")
    wait_for_answer(page, "Camat")


def test_without_scripts_it_still_answers(browser: Any, live: str, jakarta: Any) -> None:
    context = browser.new_context(base_url=live, locale="id", java_script_enabled=False)
    page = context.new_page()
    page.goto("/rencana/")
    page.fill("#id_spots-0-site", "Taman Ismail Marzuki")
    page.fill("#id_days-0-date", "2027-03-18")
    page.click(".plan-update button")
    assert f"{RUPIAH}2.200.000" in page.inner_text("#answer")
    page.click("button[value='add:days']")
    assert page.locator("fieldset.plan-days").count() == 2
    context.close()


@pytest.mark.parametrize("locale", ["id", "en"])
@pytest.mark.parametrize("letter", ["blank", *"abcde"])
def test_it_is_accessible_and_fits_a_phone(page: Any, jakarta: Any, letter: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/rencana/" if letter == "blank" else f"/rencana/{draft_of(letter).pk}/")
    for step in page.locator(".chain-step summary").all():
        step.click()
    assert violations(page) == []
    assert overflow(page) <= 0


def test_what_is_typed_on_a_slow_line_survives_the_new_form(page: Any, jakarta: Any) -> None:
    page.goto("/rencana/")

    def slowly(route: Any) -> None:
        page.wait_for_timeout(1200)
        route.continue_()

    page.route("**/rencana/**", slowly)
    page.click("button[value='add:days']", no_wait_after=True)
    page.locator("#id_production-title").press_sequentially("Lagu Kota", delay=20)
    page.wait_for_selector("#id_days-1-date", timeout=15_000)
    page.wait_for_timeout(200)
    assert page.input_value("#id_production-title") == "Lagu Kota"
    page.unroute_all(behavior="wait")  # the answer to what was typed is on its way


# --- rows that come and go ----------------------------------------------------------------------
ONE = {"type": "Point", "coordinates": [106.8324, -6.1951]}
OTHER = {"type": "LineString", "coordinates": [[106.8135, -6.1352], [106.8151, -6.1352]]}
_DRAWN = """map => map.map && map.draw.getSnapshot().map(one => one.geometry.coordinates)"""


def two_places(page: Any) -> None:
    """A plan of two drawn places with their own setting; the maps are there."""
    places = [
        {"id": "s1", "geometry": ONE, "setting": "footpath"},
        {"id": "s2", "geometry": OTHER, "setting": "road"},
    ]
    draft = PlanDraft.objects.create(plan={"spots": places, "days": [{}]}, owner_hash="x")
    page.goto(f"/rencana/{draft.pk}/")
    page.wait_for_function("() => document.querySelectorAll('#plan-form .map-tools').length === 2")


def test_the_place_that_moves_up_brings_its_answers_and_its_drawing(
    page: Any, jakarta: Any
) -> None:
    two_places(page)
    page.select_option("#id_spots-0-setting", "house")  # a choice of one's own goes with its row
    page.click("button[value='remove:spots:0']")
    page.wait_for_selector("#spots-1", state="detached")
    assert page.input_value("#id_spots-0-setting") == "road"
    assert json.loads(page.input_value("[name='spots-0-geometry']")) == OTHER
    assert page.locator("#spots-0 film-map").evaluate(_DRAWN) == [OTHER["coordinates"]]
    shown = page.locator("#spots-0 film-map").evaluate(
        "map => map.shown.toGeoJSON().features.map(one => one.geometry.type)"
    )
    assert shown == ["LineString"]


def test_a_place_added_after_one_was_taken_out_is_empty(page: Any, jakarta: Any) -> None:
    two_places(page)
    page.click("button[value='remove:spots:1']")
    page.wait_for_selector("#spots-1", state="detached")
    page.click("button[value='add:spots']")
    page.wait_for_selector("#spots-1")
    assert page.input_value("#id_spots-1-setting") == ""
    assert page.input_value("[name='spots-1-geometry']") == ""
    page.locator("#spots-1 .way label").nth(1).click()
    page.wait_for_selector("#spots-1 film-map .map-tools")
    page.wait_for_function(
        "() => document.querySelector('#spots-1 film-map').map?.getSize().x > 100"
    )
    assert page.locator("#spots-1 film-map").evaluate(_DRAWN) == []
