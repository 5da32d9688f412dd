"""authorities.csv and jurisdictions.csv: who answers, and which police unit covers which area."""

from __future__ import annotations

import re
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
    yes_no,
)
from simpul.kit.packs import PackFolder, Problems, Row, Section

KINDS = (
    "police",
    "traffic",
    "safety",
    "transport",
    "site",
    "ministry",
    "national",
    "city",
    "district",
    "neighbourhood",
    "company",
)
NEVER_DEEMED = ("police", "traffic", "safety")
"""Kinds whose silence is never a yes (police and safety-critical clearances)."""

AREA_NAMES = ("kelurahan", "kecamatan", "city")
"""Levels whose name may stand in braces in a unit: "Polsek {kecamatan}"."""

LEVELS = ("national", "province", "city", "district", "neighbourhood")

COLUMNS = (
    "code",
    "name_id",
    "name_en",
    "short_id",
    "short_en",
    "kind",
    "level",
    "deemed_grant_allowed",
    "channel_id",
    "channel_en",
    "fee_note_id",
    "fee_note_en",
    *PROVENANCE,
)


def _authorities(pack: PackFolder, problems: Problems) -> dict[str, Any]:
    codes, seen = Codes(pack), dict[str, int]()
    found: dict[str, Any] = {}
    optional = ("email", *translations("name", "short", "channel", "fee_note"))
    for row in pack.csv("authorities.csv", problems, columns=COLUMNS, optional=optional):
        code = unique(row, "code", seen, problems)
        if code and not re.fullmatch(r"[A-Z][A-Z0-9_]{1,39}", code):
            problems.at(row, "code", "bad_value", value=code, why="A-Z, 0-9, _")
        kind = choice(row, "kind", KINDS, problems)
        deemed = yes_no(row, "deemed_grant_allowed", problems)
        if deemed and kind in NEVER_DEEMED:
            problems.at(row, "deemed_grant_allowed", "no_deemed_grant")
        found[code] = {
            "names": texts(row, "name", problems),
            "short": texts(row, "short", problems),
            "kind": kind,
            "level": choice(row, "level", LEVELS, problems),
            "deemed_grant_allowed": deemed,
            "channel": texts(row, "channel", problems, required=False),
            "fee_note": texts(row, "fee_note", problems, required=False),
            "email": row.text("email"),
            **provenance(row, codes, problems),
        }
    return found


def _jurisdictions(pack: PackFolder, problems: Problems) -> list[dict[str, Any]]:
    codes, seen = Codes(pack), dict[str, int]()
    found = []
    columns = ("authority", "area", "area_name", "unit_id", "unit_en", "note_id", "note_en")
    for row in pack.csv(
        "jurisdictions.csv", problems, columns=(*columns, *PROVENANCE), optional=()
    ):
        authority = known(row, "authority", codes.of("authorities.csv"), "authority", problems)
        # Areas outside the city are in the list too: their codes are checked by form only.
        area = row.text("area")
        if not re.fullmatch(r"\d\d(\.\d\d){0,2}(\.\d{4})?", area):
            problems.at(row, "area", "bad_value", value=area, why="31.71")
        both = type(row)({"key": f"{authority} {area}"}, row.file, row.line)
        unique(both, "key", seen, problems)
        _check_unit(row, problems)
        found.append(
            {
                "authority": authority,
                "area": area,
                "area_name": row.text("area_name"),
                "unit": texts(row, "unit", problems),
                "note": texts(row, "note", problems, required=False),
                **provenance(row, codes, problems),
            }
        )
    return found


def _check_unit(row: Row, problems: Problems) -> None:
    """Braces may hold the name of a level and nothing else."""
    for language, text in row.texts("unit").items():
        rest = re.sub("|".join(rf"\{{{level}\}}" for level in AREA_NAMES), "", text)
        if "{" in rest or "}" in rest:
            why = ", ".join(f"{{{level}}}" for level in AREA_NAMES)
            problems.at(row, f"unit_{language}", "bad_value", value=text, why=why)


AUTHORITIES = Section("authorities", _authorities, {"id": "Instansi", "en": "Authorities"})
JURISDICTIONS = Section(
    "jurisdictions", _jurisdictions, {"id": "Wilayah hukum", "en": "Jurisdictions"}
)
