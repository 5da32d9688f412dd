"""One confirmed use of one place as outsiders may read it. Pure.

The only place where a booking loses what outsiders must not know: the title of a confidential
production, the name its makers gave the place, the holder, the reason of a cancellation. Place,
time and what is closed are never hidden.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shapely.geometry.base import BaseGeometry

from simpul.kit.periods import Period
from simpul.kit.texts import Texts

FILMING = ("permit", "import")
"""Sources that are somebody's shoot; the others are an event or road works."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicEntry:
    """What is public of one booking.

    `uid`: the same for as long as the booking lives, wherever it moves; `sequence` grows with every
    change. `title`: "" where it is confidential. `name`: of the place, empty where only its makers
    have named it. `site`: code of a public site, else "". `plane`: the shape in metres, None where
    nobody has drawn it. `lines`: names of the bus lines that a closure cuts.
    """

    uid: str
    production: str
    sequence: int
    changed_at: datetime
    cancelled: bool
    source: str
    kind: str
    title: str
    period: Period
    ground_id: int
    ground_kind: str
    name: Texts
    site: str
    area: str
    geometry: Mapping[str, Any] | None
    plane: BaseGeometry | None
    radius_m: int
    lines: tuple[str, ...] = ()
    street: str = ""

    @property
    def own_name(self) -> Texts:
        """The name of the place, unless it only repeats the title (imported events do)."""
        return {} if self.title and self.title in self.name.values() else self.name

    @property
    def filming(self) -> bool:
        """Is it a shoot, and neither an event nor road works?"""
        return self.source in FILMING


@dataclass(frozen=True, slots=True)
class Stay:
    """All uses of one place by one production (or event), in order of time."""

    entries: tuple[PublicEntry, ...]

    @property
    def first(self) -> PublicEntry:
        """The earliest that still takes place, else the earliest."""
        return next((one for one in self.entries if not one.cancelled), self.entries[0])

    @property
    def cancelled(self) -> bool:
        """Nothing of it takes place."""
        return all(one.cancelled for one in self.entries)


def stays(entries: Iterable[PublicEntry]) -> list[Stay]:
    """Entries by production and place; what takes place before what is cancelled, then by time."""
    found: dict[tuple[str, int], list[PublicEntry]] = {}
    for one in sorted(entries, key=lambda entry: (entry.period, entry.uid)):
        found.setdefault((one.production, one.ground_id), []).append(one)
    made = [Stay(tuple(rows)) for rows in found.values()]
    return sorted(made, key=lambda stay: (stay.cancelled, stay.first.period, stay.first.uid))
