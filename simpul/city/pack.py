"""City packs: the registry of their sections, and the checker that reads them all or none.

A section reads its own files of a pack into plain JSON data and puts what is wrong on the list
of problems. Rooms above bring more sections (`register_section`, in their `apps.py`), the rows
these become in a `CityBook` (`register_rows`) and the tables that follow a publication
(`register_publisher`). Nothing in force is touched before the whole pack is free of problems.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from simpul.kit.packs import PackFolder, Problems, Section, register_messages
from simpul.rulebook.book import digest

RowBuilder = Callable[[Any], Any]
"""Contents of a section -> the immutable rows of a `CityBook`."""

Publisher = Callable[[Any], None]
"""Contents of a section -> tables brought in line, inside the transaction of the publication."""

_sections: dict[str, Section] = {}
_builders: dict[str, RowBuilder] = {}
_publishers: dict[str, Publisher] = {}

register_messages(
    {
        "no_pack": {"id": "bukan folder paket kota", "en": "not the folder of a city pack"},
        "unknown_parent": {
            "id": "wilayah induk {value} tidak ada",
            "en": "the parent area {value} does not exist",
        },
        "unknown_source": {
            "id": "sumber {value} tidak ada di sources.csv",
            "en": "the source {value} is not in sources.csv",
        },
        "no_deemed_grant": {
            "id": "kepolisian dan instansi keselamatan tidak pernah dianggap mengabulkan",
            "en": "police and safety authorities are never deemed to have granted",
        },
        "outside_city": {
            "id": "koordinat {value} di luar batas kota",
            "en": "the coordinates {value} lie outside the bounds of the city",
        },
        "calendar_count": {
            "id": "tahun {year}: {found} hari {kind}, keputusan menyebut {wanted}",
            "en": "year {year}: {found} days of {kind} where the decree names {wanted}",
        },
        "nothing_to_remove": {
            "id": "{value} bukan hari libur, jadi tidak dapat dihapus",
            "en": "{value} is no day off, so it cannot be removed",
        },
    }
)


def register_section(section: Section) -> None:
    """Add a section to every pack; ValueError when its name is taken."""
    if section.name in _sections and _sections[section.name] is not section:
        raise ValueError(f"section {section.name!r} is taken")
    _sections[section.name] = section


def register_rows(name: str, build: RowBuilder) -> None:
    """How the contents of a section become rows of a `CityBook`."""
    _builders[name] = build


def register_publisher(name: str, publish: Publisher) -> None:
    """What follows when a version with this section is published."""
    _publishers[name] = publish


def sections() -> tuple[Section, ...]:
    """Every section, in the order in which they were registered."""
    return tuple(_sections.values())


def row_builders() -> Mapping[str, RowBuilder]:
    """The builders registered by rooms."""
    return dict(_builders)


def publishers() -> Mapping[str, Publisher]:
    """The publishers, in the order in which they were registered: parents before children."""
    return dict(_publishers)


@dataclass(frozen=True, slots=True)
class PackReading:
    """What a pack holds and what is wrong with it. Use `contents` only without problems."""

    contents: Mapping[str, Any]
    problems: Problems
    digest: str

    @property
    def city_code(self) -> str:
        """Code of the city, "" when the pack does not say."""
        return str(self.contents.get("settings", {}).get("city", {}).get("code", ""))

    @property
    def counts(self) -> dict[str, int]:
        """Rows per section, for people."""
        return {
            name: len(part)
            for name, part in self.contents.items()
            if isinstance(part, Mapping | list)
        }


def read_pack(folder: Path | str) -> PackReading:
    """Read every section of a pack. Never raises for what is wrong in a file."""
    problems = Problems()
    pack = PackFolder(folder)
    if not pack.exists("city.toml"):
        problems.add("city.toml", 0, "", "no_pack")
        return PackReading({}, problems, "")
    contents = {section.name: section.parse(pack, problems) for section in sections()}
    return PackReading(contents, problems, digest(contents))
