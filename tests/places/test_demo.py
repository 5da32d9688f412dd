"""What the demonstration brings to the calendar."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from simpul.kit.geometry import parse_geometry
from simpul.permits.demo.flows import FOLDER
from simpul.places.actions.gtfs import import_feed
from simpul.places.actions.roads import import_roads
from simpul.places.closures import closure_of
from simpul.places.demo import load
from simpul.places.demo.streets import SOURCE
from simpul.places.models import Booking, BusFeed, BusRoute, BusStop, Hold, Street
from tests.places.gtfs_files import feed
from tests.places.test_roads_import import AVENUE, OPERATOR, roads_file

pytestmark = pytest.mark.django_db


def test_an_event_and_road_works_are_there_today_and_tomorrow(client: Client, jakarta: Any) -> None:
    load()
    for day in ("hari-ini", "besok"):
        page = client.get(f"/sekitar/?hari={day}").content.decode()
        assert "Pameran foto lama" in page
        assert "Perbaikan saluran air" in page
        assert "Taman Fatahillah" in page


def test_they_come_once(jakarta: Any) -> None:
    assert load() == 12 + 10 + 2
    assert load() == 0
    assert Hold.objects.filter(state="confirmed").count() == 12


def test_others_follow_when_they_are_over(jakarta: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    first = timezone.localdate() - timedelta(days=20)
    monkeypatch.setattr("simpul.places.demo.timezone.localdate", lambda: first)
    load()
    monkeypatch.undo()
    # One of road works and eleven days of an exhibition; roads and buses stay.
    assert load() == 12
    now = timezone.now()
    ahead = Booking.objects.filter(state="confirmed", during__endswith__gt=now)
    assert ahead.filter(hold__source="road_works").count() == 1


def test_a_closure_of_the_demonstration_tells_streets_lanes_lines_and_stops(jakarta: Any) -> None:
    load()
    plan = json.loads((FOLDER / "d_bus_lane_sunday.json").read_text())
    facts = closure_of(parse_geometry(plan["spots"][0]["geometry"]))
    # 0.0017 degrees of latitude and 0.0003 of longitude are 191 m here.
    assert facts.length_m == pytest.approx(191, abs=3)
    assert (facts.street_names, facts.lanes, facts.unmatched_m) == (
        ("Jalan HR Rasuna Said (peragaan)",), 3, 0,
    )  # fmt: skip
    corridor, crossing = facts.bus_lines
    assert (corridor.short_name, corridor.corridor, crossing.short_name, crossing.corridor) == (
        "Peraga 1", True, "Peraga 2", False,
    )  # fmt: skip
    assert [stop.name for stop in facts.bus_stops] == ["Halte Peraga Tengah"]


def test_everything_drawn_for_the_demonstration_says_so(jakarta: Any) -> None:
    load()
    names = [
        *Street.objects.values_list("name", flat=True),
        *BusRoute.objects.values_list("short_name", flat=True),
        *BusRoute.objects.values_list("agency", flat=True),
        *BusStop.objects.values_list("name", flat=True),
    ]
    assert [name for name in names if "peraga" not in name.casefold()] == []
    assert set(Street.objects.values_list("source", flat=True)) == {SOURCE}


def test_a_citys_own_roads_and_buses_take_their_place(jakarta: Any, tmp_path: Path) -> None:
    load()
    import_roads(actor=OPERATOR, file=roads_file(tmp_path, AVENUE))
    import_feed(actor=OPERATOR, file=feed(tmp_path))
    assert load() == 0
    assert list(Street.objects.filter(in_force=True).values_list("key", flat=True)) == ["th"]
    assert BusFeed.objects.get(in_force=True).source == "feed.zip"
