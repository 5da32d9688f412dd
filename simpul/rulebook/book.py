"""The rules of one version, compiled once and never changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from simpul.kit.texts import Texts
from simpul.rulebook.facts import FILMING_FACTS
from simpul.rulebook.facttypes import FactList
from simpul.rulebook.tables import RuleRow, Table, load_tables

TITLE_KEYS = ("title", "titles", "names", "name", "short")


class Book:
    """The tables of a version's contents, and the names the pack gives to codes.

    `contents`: {"tables": …, "laws": {code: {"title": Texts}}, "authorities": {code: {"names":
    Texts}}, …}; sections other than the tables may be lists of objects with a "code".
    """

    def __init__(self, contents: Mapping[str, Any], *, facts: FactList = FILMING_FACTS) -> None:
        self.contents = contents
        self.tables: Mapping[str, Table] = MappingProxyType(
            load_tables(contents.get("tables", {}), facts=facts)
        )
        self.laws: Mapping[str, Texts] = MappingProxyType(_titles(contents.get("laws")))
        self.sources: Mapping[str, Texts] = MappingProxyType(_titles(contents.get("sources")))
        self.addresses: Mapping[str, str] = MappingProxyType(_addresses(contents.get("sources")))
        self.names: Mapping[str, Texts] = MappingProxyType(
            {
                **_titles(contents.get("sites")),
                **_titles(contents.get("documents")),
                **_titles(contents.get("authorities")),
            }
        )

    def rules(self) -> Iterator[RuleRow]:
        """Every rule, table by table."""
        for table in self.tables.values():
            yield from table.rows

    def in_force(self, on: date) -> dict[str, tuple[RuleRow, ...]]:
        """The rules in force on a day, by table; tables without any left out."""
        found = {name: table.in_force(on) for name, table in self.tables.items()}
        return {name: rows for name, rows in found.items() if rows}


def _titles(section: object) -> dict[str, Texts]:
    """Code -> its name in every language, however the section is laid out."""
    entries: dict[str, Any] = {}
    if isinstance(section, Mapping):
        entries = {str(code): value for code, value in section.items()}
    elif isinstance(section, list):
        entries = {str(e["code"]): e for e in section if isinstance(e, Mapping) and "code" in e}
    found: dict[str, Texts] = {}
    for code, value in entries.items():
        text: object = value
        if isinstance(value, Mapping):
            text = next((value[key] for key in TITLE_KEYS if value.get(key)), value)
        if isinstance(text, str):
            found[code] = {"id": text}
        elif isinstance(text, Mapping) and all(isinstance(part, str) for part in text.values()):
            found[code] = {str(language): str(part) for language, part in text.items()}
    return found


def _addresses(section: object) -> dict[str, str]:
    """Code of a source -> its web address, where it has one."""
    if not isinstance(section, Mapping):
        return {}
    return {
        str(code): str(row["address"])
        for code, row in section.items()
        if isinstance(row, Mapping) and str(row.get("address", "")).startswith("http")
    }


def digest(contents: Mapping[str, Any]) -> str:
    """A fingerprint of the contents: the same data, whatever the order of keys, the same digest."""
    plain = json.dumps(contents, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()
