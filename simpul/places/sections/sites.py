"""sites.csv: places one can film at, who manages them and how to ask."""

from __future__ import annotations

import re
from typing import Any

from simpul.city.sections.reading import (
    PROVENANCE,
    Codes,
    choice,
    degrees,
    known,
    provenance,
    texts,
    translations,
    unique,
    yes_no,
)
from simpul.kit.packs import PackFolder, Problems, Row, Section
from simpul.places.categories import CATEGORIES
from simpul.rulebook.choices import ASSET_CLASSES, OWNERS, SETTINGS, ZONES

LISTING = ("public", "private", "offline", "withdrawn")
"""Only public sites are in the public catalogue; the others can still be named in a plan."""

COORDINATES = ("exact", "approximate")

COLUMNS = (
    "code",
    "name_id",
    "name_en",
    "categories",
    "kecamatan",
    "kelurahan",
    "lat",
    "lon",
    "coordinates",
    "manager",
    "manager_name_id",
    "manager_name_en",
    "also",
    "owner",
    "asset_class",
    "setting",
    "zone",
    "heritage",
    "residential",
    "exterior",
    "public_place",
    "path_id",
    "path_en",
    "fee_note_id",
    "fee_note_en",
    "rules_id",
    "rules_en",
    "listing_status",
    *PROVENANCE,
)
_TEXTS = ("name", "manager_name", "path", "fee_note", "rules")


def _parse(pack: PackFolder, problems: Problems) -> dict[str, Any]:
    codes, seen = Codes(pack), dict[str, int]()
    found: dict[str, Any] = {}
    rows = pack.csv("sites.csv", problems, columns=COLUMNS, optional=translations(*_TEXTS))
    for row in rows:
        code = unique(row, "code", seen, problems)
        if code and not re.fullmatch(r"[A-Z][A-Z0-9-]{0,19}", code):
            problems.at(row, "code", "bad_value", value=code, why="A-Z, 0-9, -")
        found[code] = {
            "names": texts(row, "name", problems),
            **_where(row, codes, problems),
            **_whose(row, codes, problems),
            **_what(row, problems),
            "path": texts(row, "path", problems),
            "fee_note": texts(row, "fee_note", problems, required=False),
            "rules": texts(row, "rules", problems, required=False),
            "listing_status": choice(row, "listing_status", LISTING, problems),
            **provenance(row, codes, problems),
        }
    return found


def _where(row: Row, codes: Codes, problems: Problems) -> dict[str, Any]:
    areas = codes.of("areas.csv")
    kecamatan = known(row, "kecamatan", areas, "area", problems)
    if not kecamatan:
        problems.at(row, "kecamatan", "required")
    kelurahan = known(row, "kelurahan", areas, "area", problems)
    if kelurahan and not kelurahan.startswith(f"{kecamatan}."):
        problems.at(row, "kelurahan", "unknown_parent", value=kecamatan)
    return {
        "kecamatan": kecamatan,
        "kelurahan": kelurahan,
        "lat": degrees(row, "lat", problems, required=False),
        "lon": degrees(row, "lon", problems, required=False),
        "exact": choice(row, "coordinates", COORDINATES, problems) == "exact",
    }


def _whose(row: Row, codes: Codes, problems: Problems) -> dict[str, Any]:
    authorities = codes.of("authorities.csv")
    also = row.list_of("also")
    for authority in also:
        if authority not in authorities:
            problems.at(row, "also", "unknown_code", kind="authority", value=authority)
    if not row.text("manager"):
        problems.at(row, "manager", "required")
    return {
        "manager": known(row, "manager", authorities, "authority", problems),
        "manager_name": texts(row, "manager_name", problems, required=False),
        "also": also,
        "owner": choice(row, "owner", OWNERS, problems),
    }


def _what(row: Row, problems: Problems) -> dict[str, Any]:
    categories = row.list_of("categories")
    if not categories:
        problems.at(row, "categories", "required")
    for category in categories:
        if category not in CATEGORIES:
            choices = ", ".join(CATEGORIES)
            problems.at(row, "categories", "not_a_choice", value=category, choices=choices)
    return {
        "categories": categories,
        "asset_class": choice(row, "asset_class", ASSET_CLASSES, problems),
        "setting": choice(row, "setting", SETTINGS, problems),
        "zone": choice(row, "zone", ZONES, problems) if row.text("zone") else "",
        "heritage": yes_no(row, "heritage", problems),
        "residential": yes_no(row, "residential", problems),
        "exterior": yes_no(row, "exterior", problems) if row.text("exterior") else None,
        "public_place": (
            yes_no(row, "public_place", problems) if row.text("public_place") else None
        ),
    }


SITES = Section("sites", _parse, {"id": "Lokasi", "en": "Sites"})
