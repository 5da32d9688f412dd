"""What cannot be right is said at its field, in the reader's language, and stays as typed."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.accessibility import violations
from tests.browser.drivers.planner import Planner

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

BANDUNG = {"type": "Point", "coordinates": [107.6098, -6.9147]}


@pytest.mark.parametrize(
    ("locale", "outside", "hours"),
    [
        ("id", "di luar wilayah kota", "Jam selesai tidak sesudah jam mulai"),
        ("en", "outside the city", "The end is not after the start"),
    ],
)
def test_a_wrong_day_and_a_place_outside_the_city_keep_what_was_typed(
    page: Any, jakarta: Any, locale: str, outside: str, hours: str, shoot: Any
) -> None:
    plan, _details = shoot("a")
    plan["spots"][0]["geometry"] = BANDUNG
    plan["days"][0].update({"from": "19:00", "to": "07:00"})
    planner = Planner(page).open().fill(plan)
    errors = " ".join(planner.errors())
    assert outside in errors
    assert hours in errors
    assert page.locator(".error-summary, .answer-part .notice-bad").count()
    assert page.locator('[name="days-0-from"]').input_value() == "19:00"
    assert page.locator('[name="days-0-to"]').input_value() == "07:00"
    typed = json.loads(page.locator('[name="spots-0-geometry"]').input_value())
    assert typed["coordinates"] == BANDUNG["coordinates"]
    title = page.locator('[name="production-title"]').input_value()
    assert title == plan["production"]["title"]
    assert violations(page) == []
