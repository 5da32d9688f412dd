"""Places that need quiet out of a GeoJSON file. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from shapely.geometry.base import BaseGeometry

from simpul.kit.geometry import DEPTHS, Box, Projector, Shape
from simpul.kit.texts import Texts
from simpul.places.geofile import MESSAGES as FILE_MESSAGES
from simpul.places.geofile import Feature, read_features
from simpul.places.shapes import MESSAGES as SHAPE_MESSAGES
from simpul.places.shapes import place_of, read_shape
from simpul.places.troubles import NOTED, REFUSED, Troubles, Unreadable

MOST_SPOTS, MOST_POINTS = 100_000, 5_000

KINDS = {
    "mosque": "mosque", "masjid": "mosque", "musala": "mosque", "mushola": "mosque",
    "church": "church", "gereja": "church",
    "temple": "temple", "pura": "temple", "vihara": "temple", "wihara": "temple",
    "kelenteng": "temple", "klenteng": "temple", "kuil": "temple",
    "school": "school", "sekolah": "school",
    "hospital": "hospital", "rumah sakit": "hospital",
}  # fmt: skip
"""What files call them -> the kinds of the calendar."""

MESSAGES: Mapping[str, Texts] = {
    **FILE_MESSAGES,
    **SHAPE_MESSAGES,
    "too_many_spots": {
        "id": "lebih dari {most} tempat; bagi menurut wilayah, masing-masing dengan --source",
        "en": "more than {most} places; split it by area, each with its own --source",
    },
    "no_id": {
        "id": "tidak ada id; tanpa id, impor berikutnya tidak mengenalinya lagi",
        "en": "no id; without one the next import would not know it again",
    },
    "no_name": {"id": "tidak ada nama", "en": "no name"},
    "unknown_kind": {
        "id": "jenis {value} tidak dikenal; pakai mosque, church, temple, school atau hospital",
        "en": "the kind {value} is unknown; use mosque, church, temple, school or hospital",
    },
}


@dataclass(frozen=True, slots=True)
class Spot:
    """A place that needs quiet. `drawn`: WGS 84; `plane`: the same in metres."""

    id: str
    name: str
    kind: str
    drawn: Shape
    plane: BaseGeometry

    @property
    def content(self) -> tuple[object, ...]:
        """What must be equal for two to be the same place."""
        return self.name, self.kind, self.drawn.geometry.wkb


@dataclass(slots=True)
class SpotReading:
    """Places found, by id, with the feature they came from. `failed`: ids of those that could not
    be taken."""

    troubles: Troubles
    spots: dict[str, Spot] = field(default_factory=dict)
    first: dict[str, int] = field(default_factory=dict)
    failed: set[str] = field(default_factory=set)


def read_spots(path: Path, plane: Projector, bounds: Box) -> SpotReading:
    """Every place of a file. `Unreadable` when the file as a whole cannot be taken."""
    reading = SpotReading(Troubles(MESSAGES, path.name))

    def refused(feature: Feature) -> None:
        reading.failed.add(_id(_own(feature), feature))

    for feature in read_features(path, reading.troubles, refused=refused):
        spot = _spot(feature, plane, bounds, reading.troubles)
        if spot is None:
            refused(feature)
            continue
        known = reading.spots.setdefault(spot.id, spot)
        first = reading.first.setdefault(spot.id, feature.number)
        if known is not spot:
            same = known.content == spot.content
            code, done = ("twice", NOTED) if same else ("different", REFUSED)
            reading.troubles.add(code, done=done, first=first, **place_of(feature, spot.id))
        if len(reading.spots) > MOST_SPOTS:
            place = place_of(feature)
            raise Unreadable(reading.troubles.made("too_many_spots", most=MOST_SPOTS, **place))
    return reading


def _spot(feature: Feature, plane: Projector, bounds: Box, troubles: Troubles) -> Spot | None:
    own = _own(feature)
    key, name = _id(own, feature), _text(own, "name")
    kind = _text(own, "kind")
    place = place_of(feature, key[:80])
    if not key:
        troubles.add("no_id", **place_of(feature, name))
    elif not name:
        troubles.add("no_name", **place)
    elif kind.casefold() not in KINDS:
        troubles.add("unknown_kind", value=kind[:40] or "–", **place)
    else:
        drawn = read_shape(
            feature, tuple(DEPTHS), bounds, troubles, most_points=MOST_POINTS, name=key[:80]
        )
        if drawn is not None:
            flat = plane.plane(drawn)
            return Spot(key, name[:200], KINDS[kind.casefold()], drawn, flat)
    return None


def _own(feature: Feature) -> dict[str, Any]:
    return {key.lower(): value for key, value in feature.properties.items()}


def _id(own: Mapping[str, Any], feature: Feature) -> str:
    return (_text(own, "id") or feature.id.strip())[:120]


def _text(own: Mapping[str, Any], name: str) -> str:
    value = own.get(name)
    told = isinstance(value, str | int) and not isinstance(value, bool)
    return " ".join(str(value).split()) if told else ""
