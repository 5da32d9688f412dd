"""Grounds and holds for tests of the calendar: drawn in metres around one corner of Monas."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import shapely
import shapely.affinity
from django.db import connection
from django.utils import timezone
from pyproj import Transformer
from shapely.geometry.base import BaseGeometry
from shapely.ops import transform

from simpul.kit.actors import system_actor
from simpul.kit.geometry import Shape
from simpul.kit.periods import Period
from simpul.places.actions.grounds import ensure_ground, of_shape
from simpul.places.actions.holds import Placed, place_hold
from simpul.places.models import Ground
from simpul.places.near import Use

WIB = ZoneInfo("Asia/Jakarta")
SYSTEM = system_actor("test")
DAY = datetime(2027, 3, 1, tzinfo=WIB)
CORNER = (701_000.0, 9_317_000.0)
"""Metres on EPSG 32748, in the middle of Jakarta."""

_BACK = Transformer.from_crs(32748, 4326, always_xy=True).transform


def hours(start: float, end: float, day: int = 0) -> Period:
    """From and to, in hours of the first day (or of so many days later)."""
    first = DAY + timedelta(days=day)
    return Period(first + timedelta(hours=start), first + timedelta(hours=end))


def drawn(geometry: BaseGeometry) -> Shape:
    """A shape drawn in metres from the corner."""
    moved = shapely.affinity.translate(geometry, *CORNER)
    return Shape(transform(_BACK, moved))


def square(x: float, y: float, side: float = 100) -> Ground:
    """The ground of a square."""
    return ensure_ground(piece=of_shape(drawn(shapely.box(x, y, x + side, y + side))))


def use(ground: Ground, period: Period, *, exclusive: bool = True, **more: Any) -> Use:
    """Filming on it."""
    return Use(ground=ground, kind="shoot", period=period, exclusive=exclusive, **more)


def hold(holder: str, uses: Sequence[Use], *, state: str = "option_1", **more: Any) -> Placed:
    """A hold of a permit, kept for a month."""
    return place_hold(
        actor=SYSTEM,
        holder=holder,
        source=more.pop("source", "permit"),
        state=state,
        title=more.pop("title", f"Film {holder}"),
        uses=uses,
        expires_at=None if state == "confirmed" else timezone.now() + timedelta(days=30),
        **more,
    )


def at_once(works: Sequence[Callable[[], Any]]) -> list[Any]:
    """Run all of them at the same time; what each returned, or the exception it raised."""
    gate, results = threading.Barrier(len(works)), [None] * len(works)

    def run(number: int, work: Callable[[], Any]) -> None:
        try:
            connection.ensure_connection()
            gate.wait(timeout=60)
            results[number] = work()
        except Exception as error:
            results[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    return results
