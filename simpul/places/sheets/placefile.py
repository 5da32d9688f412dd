"""Places out of a GeoJSON file: their ids, and the shapes of those that somebody booked."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import shapely

from simpul.kit.geometry import GeometryProblem, Shape, check_system, parse_geometry
from simpul.kit.texts import storable
from simpul.places.sheets.features import FeatureFile
from simpul.places.sheets.plane import Middle
from simpul.places.sheets.problems import (
    KEPT,
    LEFT_OUT,
    ONCE,
    NothingUsable,
    Problem,
    Problems,
    shown,
)
from simpul.places.sheets.sources import refuse

MOST_FEATURES = 1_000_000
MOST_POINTS = 100_000
ID_PROPERTIES = ("id", "place_id", "code", "kode", "segment_id", "site_id", "location_id", "uid")


@dataclass(slots=True)
class PlaceFile:
    """`shapes`: those that are wanted and in order; `known`: every id in the file, also where the
    shape is bad; `names`: what the feature calls itself, for those wanted."""

    file: str
    shapes: dict[str, Shape] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    known: set[str] = field(default_factory=set)
    features: int = 0


@dataclass(slots=True)
class _Seen:
    """What is remembered of each good feature, in step: small, for there may be a million."""

    index: dict[str, int] = field(default_factory=dict)
    lines: array[int] = field(default_factory=lambda: array("q"))
    numbers: array[int] = field(default_factory=lambda: array("q"))
    digests: array[int] = field(default_factory=lambda: array("q"))
    contested: set[str] = field(default_factory=set)
    lons: array[float] = field(default_factory=lambda: array("d"))
    lats: array[float] = field(default_factory=lambda: array("d"))


def read_places(
    path: Path,
    problems: Problems,
    *,
    zone: str,
    wanted: Collection[str],
    id_property: str = "",
) -> PlaceFile:
    """The places of a file; what is wrong goes to `problems`. Unusable for a whole file.

    `zone`: the city's time zone, whose place on the globe tells when a whole file has latitude
    and longitude in the wrong order.
    """
    source = FeatureFile(path)
    found, seen = PlaceFile(path.name), _Seen()
    for line, feature in source.features():
        found.features += 1
        if found.features > MOST_FEATURES:
            raise refuse(path, "too_many_features", line, most=f"{MOST_FEATURES:,}")
        _Reader(path, problems, wanted, id_property, found, seen, line).take(feature)
    _check_crs(path, source.members)
    if not found.known:
        raise NothingUsable(path.name, problems)
    _check_positions(path, problems, zone, found, seen)
    return found


def _check_crs(path: Path, members: Mapping[str, Any]) -> None:
    try:
        check_system(members)
    except GeometryProblem as problem:
        raise refuse(path, "other_system", 1, **problem.params) from None


@dataclass(slots=True)
class _Reader:
    path: Path
    problems: Problems
    wanted: Collection[str]
    id_property: str
    found: PlaceFile
    seen: _Seen
    line: int

    def take(self, feature: object) -> None:
        """Believe one feature, or say why not."""
        if not isinstance(feature, Mapping) or feature.get("type") != "Feature":
            self._bad("not_a_feature")
            return
        name = feature_id(feature, self.id_property)
        if not name:
            self._bad("no_feature_id")
            return
        if not storable(f"{name}{_name(feature.get('properties'))}"):
            self._bad("not_storable", name)
            return
        self.found.known.add(name)
        try:
            check_system(feature)
            shape = parse_geometry(feature, max_points=MOST_POINTS)
        except GeometryProblem as problem:
            self._bad("geometry", name, drawing=problem)
            return
        digest = hash(shape.geometry.wkb)
        if name in self.seen.index:
            self._again(name, digest)
            return
        self._keep(name, shape, digest, feature.get("properties"))

    def _keep(self, name: str, shape: Shape, digest: int, properties: object) -> None:
        seen = self.seen
        seen.index[name] = len(seen.lines)
        seen.lines.append(self.line)
        seen.numbers.append(self.found.features)
        seen.digests.append(digest)
        lon, lat = shapely.get_coordinates(shape.geometry)[0]
        seen.lons.append(lon)
        seen.lats.append(lat)
        if name in self.wanted:
            self.found.shapes[name] = shape
            self.found.names[name] = _name(properties) or name

    def _again(self, name: str, digest: int) -> None:
        first = self.seen.index[name]
        line = self.seen.lines[first]
        if self.seen.digests[first] == digest:
            self._bad("repeated", name, effect=ONCE, other=line)
            return
        if name not in self.seen.contested:
            self.seen.contested.add(name)
            self.found.shapes.pop(name, None)
            number = self.seen.numbers[first]
            params = {"other": self.line}
            self.problems.add(
                Problem(self.path.name, line, "duplicate", params, shown(name), feature=number)
            )
        self._bad("duplicate", name, other=line)

    def _bad(
        self,
        code: str,
        name: str = "",
        /,
        *,
        effect: str = LEFT_OUT,
        drawing: GeometryProblem | None = None,
        **params: object,
    ) -> None:
        number = self.found.features
        file, item = self.path.name, shown(name)
        self.problems.add(Problem(file, self.line, code, params, item, effect, number, drawing))


def feature_id(feature: Mapping[str, Any], id_property: str = "") -> str:
    """The id of a feature: the property that was named, else its `id`, else the usual ones."""
    properties = feature.get("properties")
    properties = properties if isinstance(properties, Mapping) else {}
    if id_property:
        return _plain(properties.get(id_property))
    for value in (feature.get("id"), *(properties.get(key) for key in ID_PROPERTIES)):
        if name := _plain(value):
            return name
    return ""


def _plain(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else ""
    return str(value).strip()


def _name(properties: object) -> str:
    if isinstance(properties, Mapping):
        for key in ("name", "nama", "NAME", "street"):
            if isinstance(properties.get(key), str):
                return str(properties[key]).strip()[:200]
    return ""


def _check_positions(
    path: Path, problems: Problems, zone: str, found: PlaceFile, seen: _Seen
) -> None:
    """Take away shapes that lie nowhere near the rest."""
    if not seen.lines:
        return
    middle = Middle.of(seen.lons, seen.lats)
    if km := middle.swapped_from(zone):
        raise refuse(path, "all_swapped", 1, km=km, zone=zone)
    names = list(seen.index)
    for position, code, km in middle.strays(seen.lons, seen.lats):
        name = names[position]
        found.shapes.pop(name, None)
        params = {"km": km}
        line, number = seen.lines[position], seen.numbers[position]
        effect = LEFT_OUT if code == "swapped" else KEPT
        problems.add(Problem(path.name, line, code, params, shown(name), effect, number))
