"""rules/: the rule tables, read by the rulebook with the codes this pack knows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from simpul.city.sections.reading import Codes, check_sources
from simpul.kit.packs import PackFolder, Problems, Row, Section, register_messages
from simpul.rulebook.tables import read_tables

CLOCKS = (("file_before", "unit"), ("process", "process_unit"))
"""Columns of days with the column of their unit."""
MOST_DAYS = 366

register_messages(
    {
        "days_out_of_range": {
            "id": "{value} hari: harus 1 sampai {most}",
            "en": "{value} days: it must be 1 to {most}",
        },
        "circle": {
            "id": "{value} menunggu {other}, yang pada akhirnya menunggu {value}",
            "en": "{value} waits for {other}, which in the end waits for {value}",
        },
    }
)


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
    steps: dict[str, dict[str, Row]] = {}
    for name in tables:
        for row in pack.csv(f"rules/{name}.csv", Problems()):
            check_sources(row, codes, problems)
            for days, unit in CLOCKS:
                _check_clock(row, days, unit, problems)
            for before in row.list_of("after"):
                steps.setdefault(row.text("authority"), {}).setdefault(before, row)
    _check_circles(steps, problems)
    return tables


def _check_clock(row: Row, days: str, unit: str, problems: Problems) -> None:
    """Days and their unit go together, and a year is the longest anybody asks for."""
    if days not in row.values:
        return
    text = row.text(days)
    if text.isdecimal() and not 1 <= int(text) <= MOST_DAYS:
        problems.at(row, days, "days_out_of_range", value=text, most=MOST_DAYS)
    if bool(text) != bool(row.text(unit)):
        problems.at(row, unit if text else days, "required")


def _check_circles(steps: Mapping[str, Mapping[str, Row]], problems: Problems) -> None:
    """Nobody may wait, by way of others, for themselves."""
    for authority, befores in steps.items():
        for before, row in befores.items():
            if _leads_to(before, authority, steps):
                problems.at(row, "after", "circle", value=authority, other=before)


def _leads_to(start: str, goal: str, steps: Mapping[str, Mapping[str, Row]]) -> bool:
    seen, waiting = set[str](), [start]
    while waiting:
        code = waiting.pop()
        if code == goal:
            return True
        if code not in seen:
            seen.add(code)
            waiting.extend(steps.get(code, ()))
    return False


def _currency(pack: PackFolder) -> str:
    whole = pack.toml("city.toml", Problems())
    city = whole.get("city") if whole else None
    return str(city.get("currency", "IDR")) if isinstance(city, dict) else "IDR"


TABLES = Section("tables", _parse, {"id": "Tabel aturan", "en": "Rule tables"})
