"""cost-report/ of a pack: how lines are classified, what auditors look for, words for places."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from simpul.city.sections.reading import (
    PROVENANCE,
    Codes,
    provenance,
    texts,
    translations,
    unique,
)
from simpul.incentives.report.reckoning import flags
from simpul.incentives.report.reckoning.tables import TableProblem, Tables, class_row, flag_row
from simpul.kit.packs import PackFolder, Problems, Row, Section, register_messages

FOLDER = "cost-report"
_CONDITIONS = ("accounts", "types", "payee_types", "residency", "places", "tags", "words")
_DECIDES = ("category", "treatment", "share", "method", "phase", "evidence", "related")
CLASS_COLUMNS = ("id", *_CONDITIONS, *_DECIDES, "reason_id", "reason_en", *PROVENANCE)
FLAG_COLUMNS = (
    *("id", "kind", "severity", "currency", "params"),
    *("title_id", "title_en", "text_id", "text_en", *PROVENANCE),
)

register_messages(
    {
        "bad_cell": {
            "id": "{value} tidak dapat dipakai di sini",
            "en": "{value} cannot be used here",
        },
    }
)


def _parse(pack: PackFolder, problems: Problems) -> dict[str, Any]:
    """A city without the folder has no classification: every account is mapped by hand."""
    if not pack.exists(f"{FOLDER}/classes.csv"):
        return {"categories": [], "classes": [], "flags": [], "places": []}
    codes = Codes(pack)
    categories = _categories(pack, problems)
    return {
        "categories": categories,
        "classes": _classes(pack, codes, {row["code"] for row in categories}, problems),
        "flags": _flags(pack, codes, problems),
        "places": _places(pack, problems),
    }


def _categories(pack: PackFolder, problems: Problems) -> list[dict[str, Any]]:
    seen: dict[str, int] = {}
    rows = pack.csv(
        f"{FOLDER}/categories.csv",
        problems,
        columns=("code", "label_id", "label_en"),
        optional=translations("label"),
    )
    return [
        {"code": unique(row, "code", seen, problems), "label": texts(row, "label", problems)}
        for row in rows
    ]


def _classes(
    pack: PackFolder, codes: Codes, categories: set[str], problems: Problems
) -> list[dict[str, Any]]:
    seen: dict[str, int] = {}
    found = []
    for row in pack.csv(
        f"{FOLDER}/classes.csv", problems, columns=CLASS_COLUMNS, optional=translations("reason")
    ):
        content = {
            "id": unique(row, "id", seen, problems),
            **{name: row.text(name) for name in (*_CONDITIONS, *_DECIDES)},
            "reason": texts(row, "reason", problems),
            **provenance(row, codes, problems),
        }
        if content["category"] not in categories:
            problems.at(row, "category", "unknown_code", kind="category", value=content["category"])
        _try(row, content, problems)
        found.append(content)
    return found


def _try(row: Row, content: Mapping[str, Any], problems: Problems) -> None:
    try:
        class_row(content)
    except TableProblem as problem:
        problems.at(row, problem.field, "bad_cell", value=problem.value)


def _flags(pack: PackFolder, codes: Codes, problems: Problems) -> list[dict[str, Any]]:
    seen: dict[str, int] = {}
    found = []
    for row in pack.csv(
        f"{FOLDER}/flags.csv",
        problems,
        columns=FLAG_COLUMNS,
        optional=translations("title", "text"),
    ):
        content = {
            "id": unique(row, "id", seen, problems),
            **{name: row.text(name) for name in ("kind", "severity", "currency", "params")},
            "title": texts(row, "title", problems),
            "text": texts(row, "text", problems),
            **provenance(row, codes, problems),
        }
        problem: TableProblem | None
        try:
            problem = flags.problem_of(flag_row(content))
        except TableProblem as wrong:
            problem = wrong
        if problem is not None:
            problems.at(row, problem.field, "bad_cell", value=problem.value)
        found.append(content)
    return found


def _places(pack: PackFolder, problems: Problems) -> list[dict[str, Any]]:
    seen: dict[str, int] = {}
    return [
        {"code": unique(row, "code", seen, problems), "words": row.list_of("words")}
        for row in pack.csv(
            f"{FOLDER}/places.csv", problems, columns=("code", "words"), optional=()
        )
    ]


def cost_report_tables(content: Mapping[str, Any]) -> Tables:
    """The section's contents as the tables a report is measured with."""
    return Tables(
        classes=tuple(class_row(row) for row in content["classes"]),
        flags=tuple(flag_row(row) for row in content["flags"]),
        labels={row["code"]: row["label"] for row in content["categories"]},
        places={word.casefold(): row["code"] for row in content["places"] for word in row["words"]},
    )


COST_REPORT = Section("cost_report", _parse, {"id": "Laporan biaya", "en": "Cost reports"})
