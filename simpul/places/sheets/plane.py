"""Where the data lies: its middle, what strays from it, and the plane on which it is measured."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import numpy as np
from pyproj import Geod

from simpul.kit.geometry import Projector, plane_around

FAR_KM = 300
"""Beyond this from the middle the plane measures no better than 1 in 2,700: nothing is measured."""
ZONE_KM = 2_000
"""A city lies within this of the town its time zone is named for (Miami to New York: 1,750)."""
_GLOBE = Geod(ellps="WGS84")
_POINT = re.compile(r"([+-]\d{4,6})([+-]\d{5,7})")


@dataclass(frozen=True, slots=True)
class Middle:
    """The median of the positions: a few wild ones do not move it."""

    lon: float
    lat: float

    @classmethod
    def of(cls, lons: Sequence[float], lats: Sequence[float]) -> Middle:
        """The middle of at least one position; half of them may lie across the date line."""
        turned = np.asarray(lons)
        if turned.max() - turned.min() > 180:
            turned = np.where(turned < 0, turned + 360, turned)
        lon = float(np.median(turned))
        return cls(lon - 360 if lon > 180 else lon, float(np.median(lats)))

    def plane(self) -> Projector:
        """The plane laid on it."""
        return plane_around(self.lat, self.lon)

    def swapped_from(self, zone: str) -> int:
        """Kilometres from the zone's town when the data lies near it only in the other order
        (latitude, longitude); else 0."""
        town = town_of(zone)
        if town is None or abs(self.lon) > 90:
            return 0
        there = _km(self.lon, self.lat, *town)
        return round(there) if there > ZONE_KM > 2 * _km(self.lat, self.lon, *town) else 0

    def strays(
        self, lons: Sequence[float], lats: Sequence[float]
    ) -> Iterator[tuple[int, str, int]]:
        """(index, "swapped" or "far_away", km) of every position far from the middle."""
        size = len(lons)
        away = _km_all(np.full(size, self.lon), np.full(size, self.lat), lons, lats)
        for index in np.flatnonzero(away > FAR_KM):
            lon, lat = lons[int(index)], lats[int(index)]
            swapped = abs(lon) <= 90 and _km(self.lon, self.lat, lat, lon) <= FAR_KM
            yield int(index), "swapped" if swapped else "far_away", round(float(away[index]))


def _km(lon: float, lat: float, other_lon: float, other_lat: float) -> float:
    return float(_GLOBE.inv(lon, lat, other_lon, other_lat)[2]) / 1000


def _km_all(
    lons: np.ndarray, lats: np.ndarray, other_lons: Sequence[float], other_lats: Sequence[float]
) -> np.ndarray:
    metres = _GLOBE.inv(lons, lats, np.asarray(other_lons), np.asarray(other_lats))[2]
    return np.asarray(metres) / 1000


@lru_cache(maxsize=64)
def town_of(zone: str) -> tuple[float, float] | None:
    """(lon, lat) of the town an IANA zone is named for, from the table that comes with the zones;
    None for zones without a town (UTC)."""
    table = files("tzdata").joinpath("zoneinfo", "zone.tab").read_text(encoding="utf-8")
    for line in table.splitlines():
        cells = line.split("\t")
        if len(cells) > 2 and cells[2] == zone and (found := _POINT.fullmatch(cells[1])):
            return _degrees(found[2], 3), _degrees(found[1], 2)
    return None


def _degrees(text: str, whole: int) -> float:
    """ "+0740023": degrees, minutes and perhaps seconds (ISO 6709)."""
    sign, digits = (-1 if text[0] == "-" else 1), text[1:]
    minutes, seconds = int(digits[whole : whole + 2]), int(digits[whole + 2 :] or 0)
    return sign * (int(digits[:whole]) + minutes / 60 + seconds / 3600)
