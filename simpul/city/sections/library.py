"""sources.csv, laws.csv, documents.csv, conditions.csv: what the other rows refer to."""

from __future__ import annotations

from typing import Any

from simpul.city.sections.reading import (
    PROVENANCE,
    Codes,
    choice,
    known,
    provenance,
    texts,
    translations,
    unique,
)
from simpul.kit.packs import PackFolder, Problems, Section

PERSONAL_CLASSES = ("public", "case", "personal", "sensitive")
"""Who may see a document: everybody; who works on the case; need to know; encrypted."""


def _sources(pack: PackFolder, problems: Problems) -> dict[str, Any]:
    found: dict[str, Any] = {}
    seen: dict[str, int] = {}
    columns = ("id", "title", "address", "date")
    for row in pack.csv("sources.csv", problems, columns=columns, optional=()):
        code = unique(row, "id", seen, problems)
        address = row.text("address")
        if address and not address.startswith(("http://", "https://")):
            problems.at(row, "address", "bad_value", value=address, why="http")
        found[code] = {name: row.text(name) for name in ("title", "address", "date")}
    return found


def _laws(pack: PackFolder, problems: Problems) -> dict[str, Any]:
    codes, seen = Codes(pack), dict[str, int]()
    found: dict[str, Any] = {}
    columns = ("code", "title_id", "title_en", "source", "status", "valid_from", "valid_to")
    for row in pack.csv("laws.csv", problems, columns=columns, optional=translations("title")):
        code = unique(row, "code", seen, problems)
        # A law is its own legal basis.
        origin = provenance(
            type(row)({**row.values, "law": code}, row.file, row.line), codes, problems
        )
        found[code] = {"title": texts(row, "title", problems), **origin}
    return found


def _documents(pack: PackFolder, problems: Problems) -> dict[str, Any]:
    codes, seen = Codes(pack), dict[str, int]()
    found: dict[str, Any] = {}
    columns = ("code", "name_id", "name_en", "personal_class", *PROVENANCE)
    for row in pack.csv("documents.csv", problems, columns=columns, optional=translations("name")):
        code = unique(row, "code", seen, problems)
        found[code] = {
            "name": texts(row, "name", problems),
            "personal_class": choice(row, "personal_class", PERSONAL_CLASSES, problems),
            **provenance(row, codes, problems),
        }
    return found


def _conditions(pack: PackFolder, problems: Problems) -> dict[str, Any]:
    codes, seen = Codes(pack), dict[str, int]()
    found: dict[str, Any] = {}
    columns = ("code", "text_id", "text_en", "authority", *PROVENANCE)
    optional = translations("text")
    for row in pack.csv("conditions.csv", problems, columns=columns, optional=optional):
        code = unique(row, "code", seen, problems)
        authorities = codes.of("authorities.csv")
        found[code] = {
            "text": texts(row, "text", problems),
            "authority": known(row, "authority", authorities, "authority", problems),
            **provenance(row, codes, problems),
        }
    return found


SOURCES = Section("sources", _sources, {"id": "Sumber", "en": "Sources"})
LAWS = Section("laws", _laws, {"id": "Peraturan", "en": "Laws"})
DOCUMENTS = Section("documents", _documents, {"id": "Dokumen", "en": "Documents"})
CONDITIONS = Section("conditions", _conditions, {"id": "Syarat izin", "en": "Conditions"})
