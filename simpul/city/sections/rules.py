"""rules/: the rule tables, read by the rulebook with the codes this pack knows."""

from __future__ import annotations

from typing import Any

from simpul.city.sections.reading import Codes, check_sources
from simpul.kit.packs import PackFolder, Problems, Section
from simpul.rulebook.tables import read_tables


def _parse(pack: PackFolder, problems: Problems) -> dict[str, Any]:
    codes = Codes(pack)
    authorities = codes.of("authorities.csv")
    tables = read_tables(
        pack,
        problems,
        laws=codes.of("laws.csv"),
        codes={"authorities": authorities, "documents": codes.of("documents.csv")},
        fact_codes={
            "manager": authorities,
            "managers": authorities,
            "site": codes.of("sites.csv"),
        },
        currency=_currency(pack),
    )
    for name in tables:
        for row in pack.csv(f"rules/{name}.csv", Problems()):
            check_sources(row, codes, problems)
    return tables


def _currency(pack: PackFolder) -> str:
    whole = pack.toml("city.toml", Problems())
    city = whole.get("city") if whole else None
    return str(city.get("currency", "IDR")) if isinstance(city, dict) else "IDR"


TABLES = Section("tables", _parse, {"id": "Tabel aturan", "en": "Rule tables"})
