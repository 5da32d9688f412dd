"""`CityBook`: everything in force in a city under one version, typed and immutable. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time
from functools import cached_property
from types import MappingProxyType
from typing import Any

from simpul.city.areas import AreaIndex, AreaRow
from simpul.city.pack import RowBuilder
from simpul.city.rows import (
    AuthorityRow,
    ConditionRow,
    DocumentRow,
    JurisdictionRow,
    Jurisdictions,
    LawRow,
    Provenance,
    Settings,
    SourceRow,
    origin,
)
from simpul.kit.workdays import OffDay, WorkingCalendar
from simpul.rulebook.tables import Table, load_tables


class CityBook:
    """One version of a city pack. Parts are made when first asked for, and kept.

    `builders`: section name -> how rooms above want its rows (`sites`). `boundaries`: imported
    polygons by area code.
    """

    def __init__(
        self,
        *,
        version_id: int | None,
        number: int,
        contents: Mapping[str, Any],
        builders: Mapping[str, RowBuilder] = MappingProxyType({}),
        boundaries: Mapping[str, Mapping[str, Any]] = MappingProxyType({}),
        tables: Mapping[str, Table] | None = None,
    ) -> None:
        self.version_id = version_id
        self.number = number
        self._contents = contents
        self._builders = builders
        self._boundaries = boundaries
        self._tables = tables
        self._parts: dict[str, Any] = {}

    @cached_property
    def settings(self) -> Settings:
        """city.toml."""
        return Settings.of(self._contents["settings"])

    @cached_property
    def authorities(self) -> Mapping[str, AuthorityRow]:
        """Who answers, by code."""
        return self._rows("authorities", AuthorityRow.of)

    @cached_property
    def laws(self) -> Mapping[str, LawRow]:
        """Laws, by code."""
        return self._rows("laws", LawRow.of)

    @cached_property
    def sources(self) -> Mapping[str, SourceRow]:
        """Sources, by id."""
        return self._rows("sources", SourceRow.of)

    @cached_property
    def documents(self) -> Mapping[str, DocumentRow]:
        """Papers that authorities ask for, by code."""
        return self._rows("documents", DocumentRow.of)

    @cached_property
    def conditions(self) -> Mapping[str, ConditionRow]:
        """The library of conditions, by code."""
        return self._rows("conditions", ConditionRow.of)

    @cached_property
    def jurisdictions(self) -> Jurisdictions:
        """Which police unit covers which area."""
        rows = self._contents["jurisdictions"]
        return Jurisdictions(tuple(JurisdictionRow.of(row) for row in rows))

    @cached_property
    def tables(self) -> Mapping[str, Table]:
        """The rule tables, by name."""
        if self._tables is not None:
            return self._tables
        return MappingProxyType(load_tables(self._contents["tables"]))

    @cached_property
    def calendar(self) -> WorkingCalendar:
        """The working days of the city."""
        stored, settings = self._contents["calendar"], self.settings
        days = [
            OffDay(date.fromisoformat(day), entry["kind"], entry["names"])
            for day, entry in stored["days"].items()
        ]
        return WorkingCalendar(
            days,
            joint_leave_is_off=settings.joint_leave_is_off,
            cut_off=time.fromisoformat(settings.cut_off) if settings.cut_off else None,
            zone=settings.time_zone,
            weekend=stored["weekend"],
        )

    @cached_property
    def calendar_years(self) -> Mapping[int, Provenance]:
        """Year -> where its list of days off comes from; "assumed": the decree is not out yet."""
        years = self._contents["calendar"]["years"]
        return MappingProxyType({int(y): Provenance(**origin(row)) for y, row in years.items()})

    @cached_property
    def areas(self) -> AreaIndex:
        """The areas of the city."""
        settings = self.settings
        return AreaIndex(
            self._rows("areas", AreaRow.of),
            self._boundaries,
            reach_km=settings.reach_km,
            reach_by_area=settings.reach_by_area,
        )

    @property
    def sites(self) -> Mapping[str, Any]:
        """The sites, by code; the rows are made by the room of places."""
        found: Mapping[str, Any] = self.part("sites")
        return found

    def part(self, name: str) -> Any:
        """The rows of a section that a room above brought; empty when the pack has none."""
        if name not in self._parts:
            build = self._builders.get(name)
            content = self._contents.get(name)
            self._parts[name] = build(content) if build and content is not None else {}
        return self._parts[name]

    def law_titles(self, codes: tuple[str, ...] | list[str]) -> list[LawRow]:
        """The laws of a row, in its order; unknown codes are left out."""
        return [self.laws[code] for code in codes if code in self.laws]

    def _rows(self, name: str, build: Any) -> Mapping[str, Any]:
        rows = self._contents[name]
        return MappingProxyType({code: build(code, row) for code, row in rows.items()})


def book_of(contents: Mapping[str, Any], builders: Mapping[str, RowBuilder]) -> CityBook:
    """A book of a pack that is not stored, e.g. to try it out: version None, number 0."""
    return CityBook(version_id=None, number=0, contents=contents, builders=builders)
