"""Which vehicles count as technical and which as large: rows of the pack. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from simpul.city.rows import frozen, origin
from simpul.places.calendar.rows import CalendarRow

CLASSES = (
    "picture",
    "technical",
    "camera_car",
    "low_loader",
    "generator",
    "crane",
    "water",
    "honeywagon",
    "unit_base",
    "crew_car",
    "other",
)
"""Classes of vehicles that a plan can name."""

ANY = "*"
"""A row for every class without one of its own, and for vehicles whose class nobody has said."""

LARGE = ("yes", "no", "likely", "unknown")
"""Is a vehicle large while nobody has said how long it is? "likely": a limit counts it as large,
but whoever needs to be sure asks; "unknown": a limit does not count it, and one asks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VehicleRow(CalendarRow):
    """How vehicles of some classes count. `large`: of `LARGE`. `over_m`: longer ones are large,
    whatever the class."""

    classes: tuple[str, ...]
    technical: bool
    large: str
    over_m: float

    def is_large(self, length_m: float | None) -> bool | None:
        """Surely large, surely not, or None: its length decides, and nobody has said it."""
        if length_m is not None:
            return length_m > self.over_m
        return {"yes": True, "no": False}.get(self.large)

    def counts_as_large(self, length_m: float | None) -> bool:
        """For a limit: what is likely large counts."""
        sure = self.is_large(length_m)
        return self.large == "likely" if sure is None else sure


def vehicle_row(row: Mapping[str, Any]) -> VehicleRow:
    """From a version's contents."""
    return VehicleRow(
        code=row["code"],
        text=frozen(row["text"]),
        classes=tuple(row["classes"]),
        technical=row["technical"],
        large=row["large"],
        over_m=row["over_m"],
        **origin(row),
    )


def row_for(
    rows: Iterable[VehicleRow], vehicle_class: str | None, on: date | None
) -> VehicleRow | None:
    """The row of a class in force on a day (without a day: the newest); None where the pack has
    none. A row that names the class goes before the one for any."""
    found = [
        row
        for row in rows
        if (on is None or row.in_force(on)) and (vehicle_class in row.classes or ANY in row.classes)
    ]
    return max(found, key=lambda row: (ANY not in row.classes, row.valid_from), default=None)
