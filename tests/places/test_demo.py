"""What the demonstration brings to the calendar."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from simpul.places.demo import load
from simpul.places.models import Booking, Hold

pytestmark = pytest.mark.django_db


def test_an_event_and_road_works_are_there_today_and_tomorrow(client: Client, jakarta: Any) -> None:
    assert load() == 12
    for day in ("hari-ini", "besok"):
        page = client.get(f"/sekitar/?hari={day}").content.decode()
        assert "Pameran foto lama" in page
        assert "Perbaikan saluran air" in page
        assert "Taman Fatahillah" in page


def test_they_come_once(jakarta: Any) -> None:
    load()
    assert load() == 0
    assert Hold.objects.filter(state="confirmed").count() == 12


def test_others_follow_when_they_are_over(jakarta: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    first = timezone.localdate() - timedelta(days=20)
    monkeypatch.setattr("simpul.places.demo.timezone.localdate", lambda: first)
    load()
    monkeypatch.undo()
    assert load() == 12
    now = timezone.now()
    ahead = Booking.objects.filter(state="confirmed", during__endswith__gt=now)
    assert ahead.filter(hold__source="road_works").count() == 1
