"""Rule tables: one row one rule, read from a city pack and checked before anything is decided.

`[tables.NAME]` in rules/tables.toml: title.id, title.en, scope, hit, outcomes = {column =
"type"}, and where needed order (weakest first), order_by (its column), gap ("error" or
"allowed"; "allowed" where hit is "all" and nothing is said), complete_from (a day from which a gap
is an error; else the last day on which a rule begins). The rows stand in rules/NAME.csv: id, when,
the outcome columns, text_id, text_en, law, source, status, valid_from, valid_to (first and last day
in force).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import Any

from simpul.kit.packs import PackFolder, Problems, Row, read_date, read_provenance
from simpul.kit.texts import Texts
from simpul.rulebook import problems as _problems
from simpul.rulebook.checks import check_rows
from simpul.rulebook.conditions import Condition, ConditionProblem, parse
from simpul.rulebook.facts import FILMING_FACTS
from simpul.rulebook.facttypes import SCOPES, Fact, FactList
from simpul.rulebook.index import TableIndex
from simpul.rulebook.outcomes import Cells, Outcome, OutcomeType, read_outcome
from simpul.rulebook.wording import Names, describe

_problems.register()

HITS = ("all", "one", "strongest")
"""all: every row that matches. one: exactly one answer. strongest: the highest in `order`."""

FIXED_COLUMNS = (
    "id",
    "when",
    "text_id",
    "text_en",
    "law",
    "source",
    "status",
    "valid_from",
    "valid_to",
)
OPTIONAL_COLUMNS = ("text_ko", "text_zh_Hant", "text_zh_Hans", "text_ja", "note")


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One rule. `valid_to`: last day in force, None without end. `line`: in its file."""

    id: str
    table: str
    condition: Condition
    outcomes: Mapping[str, Outcome]
    texts: Texts
    law: tuple[str, ...]
    source: str
    status: str
    valid_from: date
    valid_to: date | None
    line: int

    @property
    def verified(self) -> bool:
        """Somebody's word stands behind it; otherwise it is shown as to be verified."""
        return self.status in ("confirmed", "reported")

    @property
    def may_start_clock(self) -> bool:
        """Only what a source says may set a deadline."""
        return self.verified

    @property
    def may_set_fee(self) -> bool:
        """Only what a source says may set a fee, and never without a law."""
        return self.verified and bool(self.law)

    def in_force(self, on: date) -> bool:
        """Is the rule in force on this day?"""
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)


@dataclass(frozen=True)
class Table:
    """A rule table. Immutable; `index` is made once and serves every evaluation."""

    name: str
    title: Texts
    scope: str
    hit: str
    outcomes: Mapping[str, OutcomeType]
    order: tuple[str, ...]
    order_by: str
    gap: str
    complete_from: date | None
    rows: tuple[RuleRow, ...]
    facts: Mapping[str, Fact] = field(repr=False)

    @cached_property
    def index(self) -> TableIndex:
        """The rows made ready for evaluation."""
        return TableIndex(self)

    def row(self, row_id: str) -> RuleRow | None:
        """A rule by its id."""
        return self.index.by_id.get(row_id)

    def rank(self, row: RuleRow) -> int:
        """Place of the row's answer in `order`: higher is stronger; -1 without an order."""
        value = row.outcomes.get(self.order_by)
        return self.order.index(str(value)) if value in self.order else -1

    def describe(self, row: RuleRow, language: str, names: Names | None = None) -> str:
        """When the rule applies, in plain language."""
        return describe(row.condition, language, self.facts, names)

    def in_force(self, on: date) -> tuple[RuleRow, ...]:
        """The rules in force on a day."""
        return tuple(row for row in self.rows if row.in_force(on))


@dataclass(frozen=True, slots=True)
class Known:
    """What the rest of the pack knows: `laws` None means unchecked; `codes`: kind -> codes of
    outcome columns; `fact_codes`: fact name -> codes allowed in conditions."""

    facts: FactList = FILMING_FACTS
    laws: Collection[str] | None = None
    codes: Mapping[str, Collection[str]] | None = None
    fact_codes: Mapping[str, Collection[str]] | None = None
    currency: str = "IDR"


def read_tables(
    folder: PackFolder,
    problems: Problems,
    *,
    laws: Collection[str] | None = None,
    codes: Mapping[str, Collection[str]] | None = None,
    fact_codes: Mapping[str, Collection[str]] | None = None,
    currency: str = "IDR",
    facts: FactList = FILMING_FACTS,
) -> dict[str, Any]:
    """Every table of a pack as plain data for a version's contents (key "tables").

    All flaws go into `problems` with file, line and column; `load_tables` makes `Table` objects
    from the result.
    """
    known = Known(facts, laws, codes, fact_codes, currency)
    found: dict[str, Any] = {}
    for header in folder.toml_rows("rules/tables.toml", "tables", problems):
        file = f"rules/{header.key}.csv"
        columns = [*FIXED_COLUMNS, *_mapping(header.get("outcomes"))]
        rows = folder.csv(file, problems, columns=columns, optional=OPTIONAL_COLUMNS)
        table = build_table(header, rows, known, problems)
        found[header.key] = {
            # The database keeps objects, not their order; what depends on order says it in lists.
            "place": len(found),
            "header": {
                **_plain(header.values),
                "currency": currency,
                "columns": list(_mapping(header.get("outcomes"))),
                **({"order_by": table.order_by} if table else {}),
            },
            "rows": [{"line": row.line, "cells": dict(row.values)} for row in rows],
        }
    for file in folder.names("rules/*.csv"):
        name = file.removeprefix("rules/").removesuffix(".csv")
        if name not in found:
            problems.add(file, 0, "", "unlisted_table", name=name)
    return found


class BrokenBook(ValueError):
    """Stored tables that no longer read: the program and the version do not fit."""


def load_tables(
    contents: Mapping[str, Any], *, facts: FactList = FILMING_FACTS
) -> dict[str, Table]:
    """`Table` objects from a version's contents (key "tables"); BrokenBook when one is broken.

    Overlap and gap were checked when the version was made and are not checked again.
    """
    tables = {}
    placed = sorted(contents.items(), key=lambda item: item[1].get("place", 0))
    for name, stored in placed:
        problems = Problems()
        file = f"rules/{name}.csv"
        header = Row(stored["header"], "rules/tables.toml", 0, key=name)
        rows = [Row(row["cells"], file, row["line"]) for row in stored["rows"]]
        known = Known(facts, currency=stored["header"].get("currency", "IDR"))
        table = build_table(header, rows, known, problems, whole=False)
        if table is None or problems:
            raise BrokenBook("; ".join(problems.texts("en")))
        tables[name] = table
    return tables


def build_table(
    header: Row, rows: Sequence[Row], known: Known, problems: Problems, *, whole: bool = True
) -> Table | None:
    """A table from its header and rows; None, with problems, when it cannot be.

    `whole`: check also what needs all rows together: overlap, gap, repetition.
    """
    before = len(problems)
    shape = _read_header(header, problems)
    if shape is None:
        return None
    facts = known.facts.in_scope(shape.scope)
    found: list[RuleRow] = []
    lines: dict[str, int] = {}
    for row in rows:
        if first := lines.get(row.text("id")):
            problems.at(row, "id", "duplicate", value=row.text("id"), line=first)
        lines.setdefault(row.text("id"), row.line)
        rule = _read_row(row, shape, facts, known, problems)
        if rule is not None:
            found.append(rule)
    used = dict.fromkeys(name for rule in found for name in rule.condition.facts)
    ordered = {name: facts[name] for name in facts if name in used}
    table = Table(
        name=header.key,
        title=shape.title,
        scope=shape.scope,
        hit=shape.hit,
        outcomes=shape.outcomes,
        order=shape.order,
        order_by=shape.order_by,
        gap=shape.gap,
        complete_from=shape.complete_from,
        rows=tuple(found),
        facts=MappingProxyType(ordered),
    )
    if len(problems) > before:
        return None
    if whole:
        check_rows(table, rows[0].file if rows else header.file, problems)
    return table if len(problems) == before else None


@dataclass(frozen=True, slots=True)
class _Shape:
    title: Texts
    scope: str
    hit: str
    outcomes: Mapping[str, OutcomeType]
    order: tuple[str, ...]
    order_by: str
    gap: str
    complete_from: date | None


def _read_header(header: Row, problems: Problems) -> _Shape | None:
    before = len(problems)
    scope, hit = header.text("scope"), header.text("hit")
    gap = header.text("gap") or ("allowed" if hit == "all" else "error")
    for name, value, choices in (
        ("scope", scope, SCOPES),
        ("hit", hit, HITS),
        ("gap", gap, ("error", "allowed")),
    ):
        if value not in choices:
            problems.at(header, name, "unknown_outcome", value=value, choices=", ".join(choices))
    for language in ("id", "en"):
        if not header.texts("title").get(language):
            problems.at(header, f"title.{language}", "required")
    outcomes: dict[str, OutcomeType] = {}
    named = _mapping(header.get("outcomes"))
    for column in header.list_of("columns") or list(named):
        name = named.get(column, "")
        kind = OutcomeType.parse(str(name))
        if kind is None or column in FIXED_COLUMNS:
            problems.at(header, f"outcomes.{column}", "unknown_type", value=str(name))
        else:
            outcomes[column] = kind
    if not outcomes:
        problems.at(header, "outcomes", "required")
    order = tuple(header.list_of("order"))
    order_by = header.text("order_by") or next(iter(outcomes), "")
    if hit == "strongest" and not order:
        problems.at(header, "order", "required")
    if order_by not in outcomes:
        problems.at(header, "order_by", "unknown_code", kind="outcomes", value=order_by)
    starts = read_date(header, "complete_from", problems, required=False)
    if len(problems) > before:
        return None
    complete_from = date.fromisoformat(starts) if starts else None
    return _Shape(header.texts("title"), scope, hit, outcomes, order, order_by, gap, complete_from)


def _read_row(
    row: Row, shape: _Shape, facts: Mapping[str, Fact], known: Known, problems: Problems
) -> RuleRow | None:
    before = len(problems)
    if not row.text("id"):
        problems.at(row, "id", "required")
    condition = _read_condition(row, shape, facts, known, problems)
    cells = Cells(known.currency, known.codes)
    outcomes = {
        column: read_outcome(row, column, kind, cells, problems)
        for column, kind in shape.outcomes.items()
    }
    if shape.order and outcomes.get(shape.order_by) not in shape.order:
        problems.at(
            row,
            shape.order_by,
            "unknown_outcome",
            value=row.text(shape.order_by),
            choices=", ".join(shape.order),
        )
    texts = row.texts("text")
    for language in ("id", "en"):
        if language not in texts:
            problems.at(row, f"text_{language}", "required")
    origin = read_provenance(row, problems)
    for law in origin["law"]:
        if known.laws is not None and law not in known.laws:
            problems.at(row, "law", "unknown_law", value=law)
    if len(problems) > before or condition is None:
        return None
    return RuleRow(
        id=row.text("id"),
        table=row.file.removeprefix("rules/").removesuffix(".csv"),
        condition=condition,
        outcomes=MappingProxyType(outcomes),
        texts=MappingProxyType(texts),
        law=tuple(origin["law"]),
        source=origin["source"],
        status=origin["status"],
        valid_from=date.fromisoformat(origin["valid_from"]),
        valid_to=date.fromisoformat(origin["valid_to"]) if origin["valid_to"] else None,
        line=row.line,
    )


def _read_condition(
    row: Row, shape: _Shape, facts: Mapping[str, Fact], known: Known, problems: Problems
) -> Condition | None:
    try:
        condition = parse(str(row.get("when") or ""), facts, known.fact_codes)
    except ConditionProblem as problem:
        for flaw in problem.flaws:
            problems.at(row, f"when:{flaw.column}", flaw.code, **flaw.params)
        return None
    if condition.otherwise and shape.hit != "one":
        problems.at(row, "when:1", "otherwise_not_one")
        return None
    return condition


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _plain(value: Any) -> Any:
    """TOML data as JSON data: dates become text."""
    if isinstance(value, Mapping):
        return {str(key): _plain(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_plain(part) for part in value]
    return value.isoformat() if isinstance(value, date) else value
