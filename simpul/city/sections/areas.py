"""areas.csv: the official areas, parents before children, with a point for each."""

from __future__ import annotations

from typing import Any

from simpul.city.sections.reading import PROVENANCE, Codes, choice, degrees, provenance, unique
from simpul.kit.packs import PackFolder, Problems, Section

LEVELS = ("province", "city", "kecamatan", "kelurahan")
"""From the whole to the smallest part. A parent is one level above."""


def _parse(pack: PackFolder, problems: Problems) -> dict[str, Any]:
    codes, seen = Codes(pack), dict[str, int]()
    found: dict[str, Any] = {}
    columns = ("code", "level", "name", "parent", "lat", "lon", *PROVENANCE)
    for row in pack.csv("areas.csv", problems, columns=columns, optional=()):
        code = unique(row, "code", seen, problems)
        level = choice(row, "level", LEVELS, problems)
        if not row.text("name"):
            problems.at(row, "name", "required")
        parent = row.text("parent")
        above = LEVELS[LEVELS.index(level) - 1] if level in LEVELS[1:] else ""
        if found.get(parent, {}).get("level", "") != above:
            problems.at(row, "parent", "unknown_parent", value=parent)
        located = level != "province"
        found[code] = {
            "level": level,
            "name": row.text("name"),
            "parent": parent,
            "lat": degrees(row, "lat", problems, required=located),
            "lon": degrees(row, "lon", problems, required=located),
            **provenance(row, codes, problems),
        }
    return found


AREAS = Section("areas", _parse, {"id": "Wilayah", "en": "Areas"})
