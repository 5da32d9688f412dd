"""Neighbourhood units (RW) out of a GeoJSON file: who is whose, joined, and told apart. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from simpul.kit.geometry import Box, Projector, Shape
from simpul.kit.texts import Texts
from simpul.places.geofile import MESSAGES as FILE_MESSAGES
from simpul.places.geofile import Feature, read_features
from simpul.places.neighbourhoods.naming import Kelurahan, KelurahanNames
from simpul.places.shapes import MESSAGES as SHAPE_MESSAGES
from simpul.places.shapes import place_of, read_shape
from simpul.places.troubles import NOTED, REPAIRED, Troubles, Unreadable

MOST_UNITS, MOST_POINTS = 50_000, 20_000
_NUMBER = re.compile(r"(?:rw)?[\s.:-]*0*([1-9][0-9]{0,2})(?:\.0)?", re.IGNORECASE)

MESSAGES: Mapping[str, Texts] = {
    **FILE_MESSAGES,
    **SHAPE_MESSAGES,
    "too_many_units": {
        "id": "lebih dari {most} RW; bagi menurut wilayah, masing-masing dengan --source",
        "en": "more than {most} units; split it by area, each with its own --source",
    },
    "no_number": {
        "id": "tidak ada nomor RW (1–999) di {property}: {value}",
        "en": "no number of an RW (1–999) in {property}: {value}",
    },
    "no_kelurahan": {
        "id": "tidak diketahui kelurahannya: {property} kosong dan letaknya tidak menjawab",
        "en": "its kelurahan is unknown: {property} is empty and the position tells none",
    },
    "unknown_kelurahan": {
        "id": "kelurahan {called} tidak ada dalam paket kota; RW disimpan tanpa kode kelurahan",
        "en": "the city pack has no kelurahan {called}; the unit is kept without its code",
    },
    "respelled": {
        "id": "kelurahan {called} dianggap sama dengan {meant}",
        "en": "the kelurahan {called} is taken for {meant}",
    },
    "joined": {
        "id": "bersambung dengan fitur ke-{first}, RW yang sama; dijadikan satu",
        "en": "touches feature {first}, the same RW; made one",
    },
    "apart": {
        "id": "nomor RW yang sama sudah ada di fitur ke-{first}, {metres} m dari sini; "
        "disimpan sebagai RW tersendiri, mohon diperiksa",
        "en": "feature {first} has the same RW number, {metres} m away; kept as a unit of its "
        "own, please check",
    },
}


@dataclass(frozen=True, slots=True)
class Columns:
    """Names of the properties, tried in this order, in capitals or not."""

    number: tuple[str, ...] = ("rw", "no_rw", "nomor_rw", "rw_no")
    kelurahan: tuple[str, ...] = ("kel_name", "kelurahan", "nama_kel", "kel", "desa", "village")
    kecamatan: tuple[str, ...] = ("kec_name", "kecamatan", "nama_kec", "kec", "district")
    code: tuple[str, ...] = ("kode_kel", "kel_code", "kode", "code")

    @classmethod
    def named(cls, **names: str) -> Columns:
        """The usual ones, but for those that were named."""
        return replace(cls(), **{key: (name,) for key, name in names.items() if name})


@dataclass(frozen=True, slots=True)
class Unit:
    """A neighbourhood unit. `base`: kelurahan and number; several may share it (`settled_keys`).

    `drawn`: WGS 84; `plane`: the same in metres. `features`: the numbers of those it was made of.
    """

    base: str
    number: int
    kelurahan: Kelurahan
    drawn: Shape
    plane: BaseGeometry
    features: tuple[int, ...]

    def name(self, key: str) -> str:
        """ "RW 03 Kebon Bawang"; of several with one number "RW 03 Kebon Bawang (2)"."""
        told = f"RW {self.number:02d} {self.kelurahan.name}"
        return told + (f" ({key.rpartition('/')[2]})" if "/" in key else "")


@dataclass(slots=True)
class UnitReading:
    """Units found, by base. `failed`: bases of those that could not be taken, where their names
    say which these are."""

    troubles: Troubles
    units: dict[str, list[Unit]] = field(default_factory=dict)
    failed: set[str] = field(default_factory=set)

    @property
    def count(self) -> int:
        """How many units there are."""
        return sum(map(len, self.units.values()))


def read_units(
    path: Path, plane: Projector, bounds: Box, names: KelurahanNames, columns: Columns
) -> UnitReading:
    """Every unit of a file. `Unreadable` when the file as a whole cannot be taken.

    Features of one kelurahan and number are joined where they touch; those apart are kept as
    units of their own, for nobody can say which of them has the wrong number.
    """
    reading = UnitReading(Troubles(MESSAGES, path.name))
    rules = _Rules(plane, bounds, names, columns, set())
    taken = 0

    def refused(feature: Feature) -> None:
        reading.failed.add(_base_by_name(feature, rules))

    for feature in read_features(path, reading.troubles, refused=refused):
        unit = _unit(feature, rules, reading.troubles)
        if unit is None:
            refused(feature)
            continue
        taken += 1
        if taken > MOST_UNITS:
            place = place_of(feature)
            raise Unreadable(reading.troubles.made("too_many_units", most=MOST_UNITS, **place))
        _keep(reading, unit, feature)
    return reading


def settled_keys(
    base: str, units: list[Unit], before: Mapping[str, BaseGeometry]
) -> list[tuple[str, Unit]]:
    """The key of each unit of one base: "base", "base/2" …

    `before`: the shapes, in metres, that are stored under these keys. Who lies where one lay
    before keeps its key, whatever the order in the file; the rest take the free ones from west
    to east.
    """
    if len(units) == 1 and set(before) <= {base}:
        return [(base, units[0])]
    shared = [
        (unit.plane.intersection(old).area, key, number)
        for number, unit in enumerate(units)
        for key, old in before.items()
    ]
    keys: dict[int, str] = {}
    for area, key, number in sorted(shared, reverse=True):
        if area > 0 and number not in keys and key not in keys.values():
            keys[number] = key
    left = sorted(
        (number for number in range(len(units)) if number not in keys),
        key=lambda number: units[number].plane.bounds,
    )
    names = [base, *(f"{base}/{step}" for step in range(2, len(units) + len(before) + 2))]
    free = (name for name in names if name not in keys.values())
    keys.update(zip(left, free, strict=False))
    return [(keys[number], unit) for number, unit in enumerate(units)]


@dataclass(frozen=True, slots=True)
class _Rules:
    """`told`: what has been said once about a kelurahan and need not be said again."""

    plane: Projector
    bounds: Box
    names: KelurahanNames
    columns: Columns
    told: set[str]


def _unit(feature: Feature, rules: _Rules, troubles: Troubles) -> Unit | None:
    own = _own(feature)
    columns = rules.columns
    called = _text(own, columns.kelurahan)
    shown = " ".join(filter(None, (_text(own, columns.number), called)))
    number = _number(own, columns.number)
    if number is None:
        value = _text(own, columns.number) or "–"
        name = called[:80]
        troubles.add(
            "no_number", property=columns.number[0], value=value, **place_of(feature, name)
        )
        return None
    drawn = read_shape(
        feature,
        ("Polygon", "MultiPolygon"),
        rules.bounds,
        troubles,
        most_points=MOST_POINTS,
        name=shown,
    )
    if drawn is None:
        return None
    found = rules.names.find(
        called, _text(own, columns.kecamatan), _text(own, columns.code), *drawn.middle
    )
    if found is None:
        troubles.add("no_kelurahan", property=columns.kelurahan[0], **place_of(feature, shown))
        return None
    _tell(found, called, rules.told, troubles, place_of(feature, shown))
    return Unit(
        _base(found, number), number, found, drawn, rules.plane.plane(drawn), (feature.number,)
    )


def _base(kelurahan: Kelurahan, number: int) -> str:
    return f"{kelurahan.slug[:80]}-{number:02d}"


def _base_by_name(feature: Feature, rules: _Rules) -> str:
    """The base of a unit whose shape says nothing; "" where its names do not tell it."""
    own, columns = _own(feature), rules.columns
    number = _number(own, columns.number)
    found = rules.names.called(
        *(_text(own, names) for names in (columns.kelurahan, columns.kecamatan, columns.code))
    )
    return "" if number is None or found is None else _base(found, number)


def _tell(
    found: Kelurahan, called: str, told: set[str], troubles: Troubles, place: dict[str, Any]
) -> None:
    """Once per name: it is unknown, or spelled in another way."""
    code = "" if found.code and not found.respelled else "respelled"
    code = "unknown_kelurahan" if not found.code else code
    if code and called not in told:
        told.add(called)
        troubles.add(code, done=NOTED, called=called[:80], meant=found.name, **place)


def _keep(reading: UnitReading, unit: Unit, feature: Feature) -> None:
    """Join the unit to those of the same base that it touches, else put it beside them."""
    known = reading.units.setdefault(unit.base, [])
    place = place_of(feature, unit.name(unit.base))
    for other in known:
        if other.drawn.geometry.equals(unit.drawn.geometry):
            reading.troubles.add("twice", done=NOTED, first=other.features[0], **place)
            return
    touching = [other for other in known if other.drawn.intersects(unit.drawn)]
    if touching:
        first = touching[0].features[0]
        reading.troubles.add("joined", done=REPAIRED, first=first, **place)
        parts = [*touching, unit]
        unit = replace(
            unit,
            # In one order, so that another order of the file changes nothing.
            drawn=Shape(shapely.union_all([part.drawn.geometry for part in parts]).normalize()),
            plane=shapely.union_all([part.plane for part in parts]).normalize(),
            features=tuple(number for part in parts for number in part.features),
        )
    elif known:
        away = min(other.plane.distance(unit.plane) for other in known)
        first = known[0].features[0]
        reading.troubles.add("apart", done=NOTED, first=first, metres=round(away), **place)
    reading.units[unit.base] = [*(one for one in known if one not in touching), unit]


def _own(feature: Feature) -> dict[str, Any]:
    return {key.lower(): value for key, value in feature.properties.items()}


def _text(own: Mapping[str, Any], names: Collection[str]) -> str:
    for name in names:
        value = own.get(name.lower())
        if isinstance(value, str | int | float) and not isinstance(value, bool):
            text = " ".join(str(value).split())[:100]
            if text:
                return text
    return ""


def _number(own: Mapping[str, Any], names: Collection[str]) -> int | None:
    found = _NUMBER.fullmatch(_text(own, names))
    return int(found[1]) if found else None
