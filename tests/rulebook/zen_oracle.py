"""Our tables for another engine: exported to JDM and asked of zen-engine, as the test's oracle.

Loader form (a callable that returns ZenDecisionContent): the other one parses the table on every
call. Dates become day numbers; the validity of a row becomes a condition on the day asked about.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import zen

from simpul.rulebook.conditions import Atom
from simpul.rulebook.facttypes import FactType, FactValue
from simpul.rulebook.tables import RuleRow, Table

DAY_FIELD = "day_asked"


def literal(value: FactValue) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, date):
        return str(value.toordinal())
    return f'"{value}"' if isinstance(value, str) else str(value)


def unary(atom: Atom) -> str:
    """An atom in the other engine's language; `$` is the fact."""
    listed = "[" + ", ".join(literal(value) for value in atom.values) + "]"
    first = literal(atom.values[0])
    match atom.op:
        case "=":
            return f"$ == {first}"
        case "in":
            return f"$ in {listed}"
        case "not in":
            return f"$ not in {listed}"
        case "between":
            return f"$ >= {first} and $ <= {literal(atom.values[1])}"
        case "includes":
            return f"some($, # in {listed})"
        case "includes all":
            return f"all({listed}, # in $)"
        case "excludes":
            return f"none($, # in {listed})"
    return f"$ {atom.op} {first}"


SAMPLES = {FactType.BOOL: True, FactType.NUMBER: 1, FactType.SET: [], FactType.DATE: 1}


def cells(row: RuleRow, table: Table) -> dict[str, str]:
    """Field -> cell. Each is tried once alone: in a table the engine skips what it cannot read."""
    found: dict[str, list[str]] = {}
    for atom in row.condition.atoms:
        found.setdefault(atom.fact, []).append(unary(atom))
    last = row.valid_to or date.max
    found[DAY_FIELD] = [f"$ >= {row.valid_from.toordinal()} and $ <= {last.toordinal()}"]
    joined = {name: " and ".join(parts) for name, parts in found.items()}
    for name, cell in joined.items():
        fact = table.facts.get(name)
        sample = SAMPLES.get(fact.type, "x") if fact else 1
        zen.evaluate_unary_expression(cell, {"$": sample})
    return joined


def to_jdm(table: Table) -> dict[str, Any]:
    """The table as a JSON decision model that collects the ids of the rows that hold."""
    fields = [*table.facts, DAY_FIELD]
    rules = []
    for row in table.rows:
        asked = cells(row, table)
        rule = {"_id": row.id, "out": f'"{row.id}"'}
        rule |= {field: asked.get(field, "") for field in fields}
        rules.append(rule)
    content = {
        "hitPolicy": "collect",
        "inputs": [{"id": f, "name": f, "field": f} for f in fields],
        "outputs": [{"id": "out", "name": "row", "field": "row"}],
        "rules": rules,
    }
    return {
        "nodes": [
            {"id": "in", "name": "in", "type": "inputNode", "content": {}},
            {"id": "table", "name": "t", "type": "decisionTableNode", "content": content},
            {"id": "end", "name": "end", "type": "outputNode", "content": {}},
        ],
        "edges": [
            {"id": "e1", "sourceId": "in", "targetId": "table", "type": "edge"},
            {"id": "e2", "sourceId": "table", "targetId": "end", "type": "edge"},
        ],
    }


def plain(value: FactValue) -> Any:
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, date):
        return value.toordinal()
    return float(value) if isinstance(value, Decimal) else value


class Oracle:
    """One table in the other engine."""

    def __init__(self, table: Table) -> None:
        content = zen.ZenDecisionContent(json.dumps(to_jdm(table)))
        self.engine = zen.ZenEngine({"loader": lambda _key: content})

    @staticmethod
    def inputs(facts: Mapping[str, FactValue], on: date) -> dict[str, Any]:
        return {DAY_FIELD: on.toordinal(), **{n: plain(v) for n, v in facts.items()}}

    def raw(self, inputs: Mapping[str, Any]) -> Any:
        return self.engine.evaluate("table", inputs)

    def fired(self, facts: Mapping[str, FactValue], on: date) -> list[str]:
        """The ids of the rows that hold, every fact of the table being known."""
        return [hit["row"] for hit in self.raw(self.inputs(facts, on))["result"]]
