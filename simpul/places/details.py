"""What a booking takes besides ground and time, for the check of later plans. Pure.

Written once, when the booking is; a street or bus line that is imported again keeps its key.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Any

from simpul.places.calendar.uses import Where


@dataclass(frozen=True)
class Details:
    """The part of a `calendar.uses.Use` that ground, kind and period do not say.

    `roads`, `lines`: keys of the roads and bus lines that a closure cuts. `counted_at`: where its
    street fatigue is counted. `parking_m`: metres of kerb. `height_m`: the highest a drone flies.
    """

    technical_vehicles: int = 0
    large_vehicles: int = 0
    loud: bool = False
    height_m: float | None = None
    parking_m: float = 0.0
    areas: tuple[str, ...] = ()
    roads: frozenset[str] = frozenset()
    lines: frozenset[str] = frozenset()
    counted_at: tuple[Where, ...] = ()

    def __hash__(self) -> int:
        # Names of places are mappings; the codes tell two details apart well enough.
        return hash((self.areas, self.roads, self.lines, self.counted))

    @cached_property
    def counted(self) -> tuple[str, ...]:
        """Codes of the places where fatigue is counted."""
        return tuple(sorted(where.code for where in self.counted_at))

    @cached_property
    def cuts(self) -> tuple[str, ...]:
        """Keys of all that is cut: "road:<key>" and "line:<key>"."""
        roads = (f"road:{key}" for key in self.roads)
        return tuple(sorted([*roads, *(f"line:{key}" for key in self.lines)]))

    def as_json(self) -> dict[str, Any]:
        """For the database; nothing that is not said."""
        whole = {
            "technical_vehicles": self.technical_vehicles,
            "large_vehicles": self.large_vehicles,
            "loud": self.loud,
            "height_m": self.height_m,
            "parking_m": self.parking_m,
            "areas": list(self.areas),
            "roads": sorted(self.roads),
            "lines": sorted(self.lines),
            "counted_at": [
                {"kind": where.kind, "code": where.code, "name": dict(where.name)}
                for where in self.counted_at
            ],
        }
        return {name: value for name, value in whole.items() if value not in (0, False, None, [])}

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> Details:
        """From what `as_json` wrote."""
        return cls(
            technical_vehicles=stored.get("technical_vehicles", 0),
            large_vehicles=stored.get("large_vehicles", 0),
            loud=stored.get("loud", False),
            height_m=stored.get("height_m"),
            parking_m=stored.get("parking_m", 0.0),
            areas=tuple(stored.get("areas", ())),
            roads=frozenset(stored.get("roads", ())),
            lines=frozenset(stored.get("lines", ())),
            counted_at=tuple(
                Where(one["kind"], one["code"], MappingProxyType(one["name"]))
                for one in stored.get("counted_at", ())
            ),
        )


NOTHING = Details()
