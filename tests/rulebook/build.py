"""Rule tables for tests: written as cells, read by the real reader."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from simpul.kit.packs import Problems, Row
from simpul.rulebook.tables import Known, Table, build_table

ORIGIN = {
    "text_id": "Aturan",
    "text_en": "Rule",
    "law": "UU_1",
    "source": "S1",
    "status": "confirmed",
    "valid_from": "2024-01-01",
    "valid_to": "",
}


def header(**changes: Any) -> Row:
    values = {
        "title": {"id": "Uji", "en": "Test"},
        "scope": "application",
        "hit": "all",
        "outcomes": {"answer": "text"},
        **changes,
    }
    return Row(values, "rules/tables.toml", 3, key="test")


def rule(number: int, when: str, **cells: str) -> Row:
    values = {"id": f"R{number}", "when": when, "answer": f"a{number}", **ORIGIN, **cells}
    return Row(values, "rules/test.csv", number + 1)


def read(
    whens: Sequence[str | tuple[str, Mapping[str, str]]], **head: Any
) -> tuple[Table | None, Problems]:
    """A table from its `when` cells (with other cells where a pair is given), and its problems."""
    problems = Problems()
    rows = [
        rule(n, when) if isinstance(when, str) else rule(n, when[0], **when[1])
        for n, when in enumerate(whens, 1)
    ]
    return build_table(header(**head), rows, Known(), problems), problems


def table(whens: Sequence[str | tuple[str, Mapping[str, str]]], **head: Any) -> Table:
    """The same, for tables without problems."""
    made, problems = read(whens, **head)
    assert made is not None, problems.texts("en")
    return made


def loose(whens: Sequence[str | tuple[str, Mapping[str, str]]], **head: Any) -> Table:
    """A table whose rows were not checked together."""
    problems = Problems()
    rows = [
        rule(n, when) if isinstance(when, str) else rule(n, when[0], **when[1])
        for n, when in enumerate(whens, 1)
    ]
    made = build_table(header(**head), rows, Known(), problems, whole=False)
    assert made is not None, problems.texts("en")
    return made


def codes(problems: Problems) -> list[tuple[int, str, str]]:
    """Line, field and code of every problem."""
    return [(p.line, p.field, p.code) for p in problems]
