"""calendar/vehicles.csv: which vehicles count as technical and as large."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from simpul.city.sections.reading import (
    PROVENANCE,
    Codes,
    choice,
    provenance,
    texts,
    translations,
    unique,
    yes_no,
)
from simpul.kit.packs import PackFolder, Problems, Row, register_messages
from simpul.kit.texts import Texts
from simpul.places.calendar.fleet import ANY, CLASSES, LARGE
from simpul.places.sections.cells import listed, number

FILE = "calendar/vehicles.csv"
_COLUMNS = ("code", "classes", "technical", "large", "over_m", "text_id", "text_en", *PROVENANCE)
_COUNTED = ("technical_vehicles", "large_vehicles")
_LONGEST_M = 100

MESSAGES: Mapping[str, Texts] = {
    "class_twice": {
        "id": "kelas {value} sudah ada di baris {line} untuk hari yang sama",
        "en": "the class {value} is already there on line {line} for the same days",
    },
    "no_any_class": {
        "id": "tidak ada baris untuk kelas selebihnya (*)",
        "en": "there is no row for all other classes (*)",
    },
    "vehicles_counted": {
        "id": "berkas ini harus ada, karena {file} menghitung {value}",
        "en": "this file must be there, because {file} counts {value}",
    },
}
register_messages(MESSAGES)


def vehicles(pack: PackFolder, codes: Codes, problems: Problems) -> list[dict[str, Any]]:
    """The rows; the file may be absent where no rule counts technical or large vehicles."""
    if not pack.exists(FILE):
        for file, value in _counting(pack)[:1]:
            problems.add(FILE, 0, "", "vehicles_counted", file=file, value=value)
        return []
    seen: dict[str, int] = {}
    rows = pack.csv(FILE, problems, columns=_COLUMNS, optional=translations("text"))
    found = [(row, _vehicle(row, seen, codes, problems)) for row in rows]
    for n, (row, one) in enumerate(found):
        _once(row, one, found[:n], problems)
    if rows and not any(ANY in one["classes"] for _, one in found):
        problems.add(FILE, 1, "classes", "no_any_class")
    return [one for _, one in found]


def _vehicle(row: Row, seen: dict[str, int], codes: Codes, problems: Problems) -> dict[str, Any]:
    classes = listed(row, "classes", (*CLASSES, ANY), problems)
    if not row.text("classes"):
        problems.at(row, "classes", "required")
    return {
        "code": unique(row, "code", seen, problems),
        "text": texts(row, "text", problems),
        "classes": classes,
        "technical": yes_no(row, "technical", problems),
        "large": choice(row, "large", LARGE, problems),
        "over_m": number(row, "over_m", problems, least=0, most=_LONGEST_M, required=True),
        **provenance(row, codes, problems),
    }


def _once(
    row: Row, one: dict[str, Any], before: list[tuple[Row, dict[str, Any]]], problems: Problems
) -> None:
    """On one day a class has one row."""
    for earlier, other in before:
        shared = set(one["classes"]) & set(other["classes"])
        if shared and _meet(one, other):
            value = min(shared)
            problems.at(row, "classes", "class_twice", value=value, line=earlier.line)


def _meet(one: dict[str, Any], other: dict[str, Any]) -> bool:
    first = max(one["valid_from"] or "", other["valid_from"] or "")
    return all(not row["valid_to"] or first <= row["valid_to"] for row in (one, other))


def _counting(pack: PackFolder) -> list[tuple[str, str]]:
    """Files whose rules count vehicles by kind, with the word they use."""
    files = ["calendar/limits.csv", *pack.names("rules/*.csv")]
    return [
        (file, word)
        for file in files
        if pack.exists(file)
        for row in pack.csv(file, Problems())
        for word in _COUNTED
        if word == row.text("measure") or word in row.text("when")
    ]
