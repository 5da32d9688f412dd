"""Demonstration of what others bring to the calendar: an event and road works, roads and buses.

The events are invented, the places are real. Called at every start: once they are over, new ones
follow, so that the public page of today and tomorrow is never empty.
"""

from __future__ import annotations

import json
import tempfile
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone

from simpul.kit.actors import system_actor
from simpul.places.actions.events import import_events
from simpul.places.demo.streets import load as load_streets
from simpul.places.models import Booking, Hold

FEED = "peragaan"
LENGTH = 10
"""Days for which the demonstration reaches ahead."""


def load() -> int:
    """Bring what is missing of roads, bus lines and the events of the next days; how many."""
    return load_streets() + _load_events()


def _load_events() -> int:
    now = timezone.now()
    standing = Booking.objects.filter(
        hold__imported__feed=FEED, state=Hold.State.CONFIRMED, during__endswith__gt=now
    )
    if standing.exists():
        return 0
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "peragaan.geojson"
        file.write_text(json.dumps(_collection(timezone.localdate())), encoding="utf-8")
        return import_events(actor=system_actor("demo"), file=file, feed=FEED).new


def _collection(today: date) -> dict[str, Any]:
    features = [
        _feature(
            f"pekerjaan-{today}",
            {"type": "LineString", "coordinates": [[106.8335, -6.1868], [106.8362, -6.1871]]},
            title="Perbaikan saluran air (contoh)",
            kind="road_works",
            cuts_road=True,
            start=f"{today}T08:00",
            end=f"{today + timedelta(days=LENGTH)}T17:00",
        ),
        *(
            _feature(
                f"pameran-{today + timedelta(days=ahead)}",
                None,
                title="Pameran foto lama (contoh)",
                kind="event",
                place="L02",
                start=f"{today + timedelta(days=ahead)}T09:00",
                end=f"{today + timedelta(days=ahead)}T21:00",
            )
            for ahead in range(LENGTH + 1)
        ),
    ]
    return {"type": "FeatureCollection", "features": features}


def _feature(uid: str, geometry: dict[str, Any] | None, **told: Any) -> dict[str, Any]:
    return {"type": "Feature", "id": uid, "geometry": geometry, "properties": told}
