"""The rows of a pack as a `CityBook` holds them: immutable, each with its provenance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any

from simpul.city.sections.authorities import AREA_NAMES, NEVER_DEEMED
from simpul.kit.texts import Texts

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Where a row comes from. `valid_to`: last day in force, None without end."""

    source: str
    law: tuple[str, ...]
    status: str
    valid_from: date
    valid_to: date | None

    @property
    def verified(self) -> bool:
        """Somebody's word stands behind it; otherwise it is shown as to be verified."""
        return self.status in ("confirmed", "reported")

    @property
    def sources(self) -> tuple[str, ...]:
        """Ids of sources.csv."""
        return tuple(part.strip() for part in self.source.split("|") if part.strip())

    def in_force(self, on: date) -> bool:
        """Is the row in force on this day?"""
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)


def origin(row: Json) -> dict[str, Any]:
    """Arguments of `Provenance` out of a version's contents."""
    return {
        "source": row["source"],
        "law": tuple(row["law"]),
        "status": row["status"],
        "valid_from": date.fromisoformat(row["valid_from"]),
        "valid_to": date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
    }


def frozen(texts: Mapping[str, str]) -> Texts:
    """Texts nobody can change."""
    return MappingProxyType(dict(texts))


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorityRow(Provenance):
    """Somebody who answers. `channel`: how they are reached, in words."""

    code: str
    names: Texts
    short: Texts
    kind: str
    level: str
    deemed_grant_allowed: bool
    channel: Texts
    fee_note: Texts
    email: str

    @property
    def never_deemed(self) -> bool:
        """Police or safety: silence is never a yes."""
        return self.kind in NEVER_DEEMED

    @classmethod
    def of(cls, code: str, row: Json) -> AuthorityRow:
        """From a version's contents."""
        return cls(
            code=code,
            names=frozen(row["names"]),
            short=frozen(row["short"]),
            kind=row["kind"],
            level=row["level"],
            deemed_grant_allowed=row["deemed_grant_allowed"],
            channel=frozen(row["channel"]),
            fee_note=frozen(row["fee_note"]),
            email=row["email"],
            **origin(row),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class LawRow(Provenance):
    """A law, regulation or decree, or the rules of a company."""

    code: str
    title: Texts

    @classmethod
    def of(cls, code: str, row: Json) -> LawRow:
        """From a version's contents."""
        return cls(code=code, title=frozen(row["title"]), **origin(row))


@dataclass(frozen=True, slots=True)
class SourceRow:
    """Where a fact was read. `date`: as printed there, year or month only when that is all."""

    id: str
    title: str
    address: str
    date: str

    @classmethod
    def of(cls, code: str, row: Json) -> SourceRow:
        """From a version's contents."""
        return cls(code, row["title"], row["address"], row["date"])


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRow(Provenance):
    """A paper an authority asks for. `personal_class`: public, case, personal or sensitive."""

    code: str
    names: Texts
    personal_class: str

    @classmethod
    def of(cls, code: str, row: Json) -> DocumentRow:
        """From a version's contents."""
        names = frozen(row["name"])
        return cls(code=code, names=names, personal_class=row["personal_class"], **origin(row))


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionRow(Provenance):
    """A condition out of the library. `authority`: whose it is, "" for anybody's."""

    code: str
    texts: Texts
    authority: str

    @classmethod
    def of(cls, code: str, row: Json) -> ConditionRow:
        """From a version's contents."""
        texts = frozen(row["text"])
        return cls(code=code, texts=texts, authority=row["authority"], **origin(row))


@dataclass(frozen=True, slots=True, kw_only=True)
class JurisdictionRow(Provenance):
    """A unit of an authority and the area it covers, e.g. a Polda.

    One row may stand for the units of many areas: `{kelurahan}`, `{kecamatan}` and `{city}` in
    `unit` are the names of the area a place lies in.
    """

    authority: str
    area: str
    area_name: str
    unit: Texts
    note: Texts

    def unit_in(self, names: Mapping[str, str]) -> Texts:
        """The unit for an area: level -> name; a level nobody has said reads "…"."""
        said = {level: names.get(level, "…") for level in AREA_NAMES}
        return frozen({language: text.format(**said) for language, text in self.unit.items()})

    @property
    def unit_anywhere(self) -> Texts:
        """The unit in general, for a list."""
        return self.unit_in({})

    @classmethod
    def of(cls, row: Json) -> JurisdictionRow:
        """From a version's contents."""
        return cls(
            authority=row["authority"],
            area=row["area"],
            area_name=row["area_name"],
            unit=frozen(row["unit"]),
            note=frozen(row["note"]),
            **origin(row),
        )


class Jurisdictions:
    """Which unit covers an area: the row of the longest area code that contains it."""

    def __init__(self, rows: tuple[JurisdictionRow, ...]) -> None:
        self.rows = rows
        self._by_place = {(row.authority, row.area): row for row in rows}

    def unit(self, authority: str, area: str) -> JurisdictionRow | None:
        """The unit of `authority` for an area code ("31.71.06.1001"); None when nobody knows."""
        while area:
            if found := self._by_place.get((authority, area)):
                return found
            area = area.rpartition(".")[0]
        return None

    def police_region(self, area: str) -> str:
        """A name for the Polda that covers an area, the same for areas of the same Polda."""
        row = self.unit("POLDA", area)
        return row.unit["id"] if row else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """city.toml, typed. `origins`: table name -> provenance of that table."""

    code: str
    country: str
    """Two letters; empty in packs loaded before it was asked for."""

    area: str
    reference_prefix: str
    names: Texts
    official_names: Texts
    time_zone: str
    languages: tuple[str, ...]
    currency: str
    epsg: int
    box: tuple[float, float, float, float]
    reach_km: float
    reach_by_area: Mapping[str, float]
    lead_agency: str
    lead_agency_note: Texts
    joint_leave_is_off: bool
    cut_off: str
    clock_note: Texts
    default_process: int
    default_process_unit: str
    deemed_grant: bool
    nothing_else: Texts
    origins: Mapping[str, Provenance] = field(repr=False)

    @classmethod
    def of(cls, tables: Json) -> Settings:
        """From a version's contents."""
        city, box, clocks = tables["city"], tables["bounds"], tables["clocks"]
        decision = tables["default_decision"]
        return cls(
            code=city["code"],
            country=city.get("country", ""),
            area=city["area"],
            reference_prefix=city["reference_prefix"],
            names=frozen(city["name"]),
            official_names=frozen(city["official_name"]),
            time_zone=city["time_zone"],
            languages=tuple(city["languages"]),
            currency=city["currency"],
            epsg=city["epsg"],
            box=(box["west"], box["south"], box["east"], box["north"]),
            reach_km=tables["nearest"]["reach_km"],
            reach_by_area=MappingProxyType(dict(tables["nearest"]["reach_by_area"])),
            lead_agency=tables["lead_agency"]["authority"],
            lead_agency_note=frozen(tables["lead_agency"]["note"]),
            joint_leave_is_off=clocks["joint_leave_is_off"],
            cut_off=clocks["cut_off"],
            clock_note=frozen(clocks["note"]),
            default_process=decision["process"],
            default_process_unit=decision["process_unit"],
            deemed_grant=decision["deemed_grant"],
            nothing_else=frozen(tables["complaints"]["text"]),
            origins=MappingProxyType(
                {name: Provenance(**origin(row)) for name, row in tables.items()}
            ),
        )
