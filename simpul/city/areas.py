"""Which area a place lies in. Pure.

With boundaries imported: point in polygon. Without: the nearest of the official points, marked
approximate, and outside when no point is near enough.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from shapely.geometry import shape as as_geometry
from shapely.geometry.base import BaseGeometry

from simpul.city.rows import Provenance, origin
from simpul.kit.geometry import Shape

KM_PER_DEGREE = 111.19
COAST_KM = 0.3
"""With boundaries: how far from a polygon a point may lie and still belong to it (quays, gaps
between polygons). Such a hit is marked approximate."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaRow(Provenance):
    """An official area: code, level (province, city, kecamatan, kelurahan), name, point."""

    code: str
    level: str
    name: str
    parent: str
    lat: float | None
    lon: float | None

    @classmethod
    def of(cls, code: str, row: Mapping[str, Any]) -> AreaRow:
        """From a version's contents."""
        return cls(
            code=code,
            level=row["level"],
            name=row["name"],
            parent=row["parent"],
            lat=row["lat"],
            lon=row["lon"],
            **origin(row),
        )


@dataclass(frozen=True, slots=True)
class AreaHit:
    """The areas of a point, by code and by name. `approximate`: by the nearest point only."""

    kelurahan: str
    kecamatan: str
    city: str
    approximate: bool
    names: tuple[str, str, str]

    @property
    def label(self) -> str:
        """ "Menteng, Kec. Menteng, Jakarta Pusat"."""
        kelurahan, kecamatan, city = self.names
        return f"{kelurahan}, Kec. {kecamatan}, {city}"


class AreaIndex:
    """The areas of one city. Immutable.

    `boundaries`: code -> GeoJSON geometry, as imported; may be empty. `reach_km`: how far an
    area's point reaches, `reach_by_area` for areas that are larger.
    """

    def __init__(
        self,
        rows: Mapping[str, AreaRow],
        boundaries: Mapping[str, Mapping[str, Any]],
        *,
        reach_km: float,
        reach_by_area: Mapping[str, float],
    ) -> None:
        self.rows = rows
        self._smallest = tuple(r for r in rows.values() if r.level == "kelurahan")
        self._points = np.array([(r.lon, r.lat) for r in self._smallest], dtype=float)
        middle = float(np.mean(self._points[:, 1])) if len(self._smallest) else 0.0
        self._scale = np.array([np.cos(np.radians(middle)), 1.0]) * KM_PER_DEGREE
        self._reach = np.array([_reach(r.code, reach_km, reach_by_area) for r in self._smallest])
        shaped = [r for r in self._smallest if r.code in boundaries]
        self._shaped = tuple(shaped)
        self._polygons = [as_geometry(dict(boundaries[r.code])) for r in shaped]
        self._tree = shapely.STRtree(self._polygons) if shaped else None
        self._whole: BaseGeometry | None = None

    @property
    def approximate(self) -> bool:
        """No boundaries yet: areas are those of the nearest point."""
        return self._tree is None

    def locate(self, lat: float, lon: float, *, within: str = "") -> AreaHit | None:
        """The areas of a point; None outside the city.

        `within`: code of an area the place is known to lie in, so that coordinates a little off
        do not move it across a border.
        """
        if self._tree is None:
            return self._nearest_point(lat, lon, within)
        point = shapely.Point(lon, lat)
        for number in self._tree.query(point, predicate="intersects"):
            row = self._shaped[int(number)]
            if _lies_in(row.code, within):
                return self._hit(row, approximate=False)
        if within:
            return self._nearest_point(lat, lon, within)
        near = self._tree.nearest(point)
        if near is None:
            return None
        away = self._polygons[int(near)].distance(point) * KM_PER_DEGREE
        row = self._shaped[int(near)]
        return self._hit(row, approximate=True) if away <= COAST_KM else None

    def touched(self, shape: Shape) -> tuple[AreaHit, ...]:
        """Every smallest area a drawing touches, each once, by code; empty outside the city."""
        if self._tree is not None:
            numbers = self._tree.query(shape.geometry, predicate="intersects")
            found = {self._shaped[int(n)].code: n for n in numbers}
            if found:
                return tuple(
                    self._hit(self._shaped[int(n)], approximate=False)
                    for _, n in sorted(found.items())
                )
        hits = {}
        for lon, lat in shapely.get_coordinates(shape.geometry):
            hit = self.locate(float(lat), float(lon))
            if hit is not None:
                hits[hit.kelurahan] = hit
        return tuple(hits[code] for code in sorted(hits))

    def inside(self, shape: Shape) -> bool:
        """Does the whole drawing lie in the city?"""
        if self._tree is not None:
            if self._whole is None:
                self._whole = shapely.union_all(self._polygons).buffer(COAST_KM / KM_PER_DEGREE)
            return bool(self._whole.covers(shape.geometry))
        spots = shapely.get_coordinates(shape.geometry)
        return bool(len(spots)) and all(
            self._nearest_point(float(lat), float(lon)) is not None for lon, lat in spots
        )

    def chain(self, code: str) -> tuple[AreaRow, ...]:
        """An area and everything above it, from small to large; empty for an unknown code."""
        found: list[AreaRow] = []
        while code in self.rows:
            found.append(self.rows[code])
            code = self.rows[code].parent
        return tuple(found)

    def children(self, code: str) -> tuple[AreaRow, ...]:
        """The areas right below, by name."""
        return tuple(
            sorted((r for r in self.rows.values() if r.parent == code), key=lambda r: r.name)
        )

    def search(self, text: str, *, most: int = 30) -> tuple[AreaRow, ...]:
        """Areas whose name holds the text or whose code begins with it, large ones first."""
        wanted = text.strip().casefold()
        if not wanted:
            return ()
        found = [
            row
            for row in self.rows.values()
            if wanted in row.name.casefold() or row.code.startswith(wanted)
        ]
        found.sort(key=lambda row: (len(row.code), row.name))
        return tuple(found[:most])

    def _nearest_point(self, lat: float, lon: float, within: str = "") -> AreaHit | None:
        if not len(self._points):
            return None
        away = np.linalg.norm((self._points - (lon, lat)) * self._scale, axis=1)
        if within:
            inside = np.array([_lies_in(row.code, within) for row in self._smallest])
            away = np.where(inside, away, np.inf)
        best = int(np.argmin(np.where(away <= self._reach, away, np.inf)))
        if away[best] <= self._reach[best]:
            return self._hit(self._smallest[best], approximate=True)
        return None

    def _hit(self, row: AreaRow, *, approximate: bool) -> AreaHit:
        chain = self.chain(row.code)
        names = (chain[0].name, chain[1].name, chain[2].name)
        return AreaHit(chain[0].code, chain[1].code, chain[2].code, approximate, names)


def _lies_in(code: str, area: str) -> bool:
    return not area or code == area or code.startswith(f"{area}.")


def _reach(code: str, reach_km: float, by_area: Mapping[str, float]) -> float:
    while code:
        if code in by_area:
            return by_area[code]
        code = code.rpartition(".")[0]
    return reach_km
