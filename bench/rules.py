"""A rule table of fifty rows, asked of our evaluator and of zen-engine in the same run.

    python -m bench.rules [--json]

The same rows and the same cases for both, in turns, so that the machine's moods meet both. Ours is
asked for what a page needs: the rows that fired, the rows that might, the facts that are missing.
The other engine gets its tables through a loader, its fast way.
"""

from __future__ import annotations

import gc
import json
import random
import statistics
import sys
from collections.abc import Callable
from datetime import date
from time import perf_counter_ns
from typing import Any

from simpul.kit.packs import Problems, Row
from simpul.rulebook.evaluate import evaluate
from simpul.rulebook.facts import FILMING_FACTS
from simpul.rulebook.tables import Known, Table, build_table

ROWS, CASES, ROUNDS = 50, 500, 21
ON = date(2026, 12, 10)
FACTS = FILMING_FACTS.in_scope("application")
TYPES = list(FACTS["production_type"].choices)
TRAFFIC = list(FACTS["traffic"].choices)


def table_of(rows: int = ROWS, seed: int = 7) -> Table:
    """A table over four facts, of four types, as rules of a city look."""
    chance = random.Random(seed)
    built = []
    for number in range(rows):
        low = chance.randrange(0, 200)
        parts = [f"people between {low}..{low + chance.randrange(1, 80)}"]
        if chance.random() < 0.7:
            parts.append(f"production_type in {'|'.join(chance.sample(TYPES, 3))}")
        if chance.random() < 0.5:
            parts.append(f"exterior = {chance.choice(['yes', 'no'])}")
        if chance.random() < 0.6:
            parts.append(f"traffic includes {'|'.join(chance.sample(TRAFFIC, 2))}")
        cells = {
            "id": f"R{number}",
            "when": " and ".join(parts),
            "answer": f"A{number}",
            "text_id": "Aturan",
            "text_en": "Rule",
            "law": "UU_1",
            "source": "S1",
            "status": "confirmed",
            "valid_from": "2024-01-01",
            "valid_to": "",
        }
        built.append(Row(cells, "rules/bench.csv", number + 2))
    head = {
        "title": {"id": "Ukur", "en": "Bench"},
        "scope": "application",
        "hit": "all",
        "outcomes": {"answer": "text"},
    }
    problems = Problems()
    table = build_table(Row(head, "rules/tables.toml", 1, key="bench"), built, Known(), problems)
    if table is None:
        raise SystemExit("\n".join(problems.texts("en")))
    return table


def cases_of(count: int = CASES, seed: int = 11) -> list[dict[str, Any]]:
    """Facts of as many shoots."""
    chance = random.Random(seed)
    return [
        {
            "people": chance.randrange(1, 300),
            "production_type": chance.choice(TYPES),
            "exterior": chance.random() < 0.7,
            "traffic": frozenset(chance.sample(TRAFFIC, chance.randrange(0, 3))),
        }
        for _ in range(count)
    ]


def microseconds(work: Callable[[Any], object], cases: list[Any]) -> float:
    """Mean time of one case over one pass."""
    started = perf_counter_ns()
    for case in cases:
        work(case)
    return (perf_counter_ns() - started) / len(cases) / 1000


def measure() -> dict[str, Any]:
    """Medians over the rounds in microseconds for one evaluation, and their ratio."""
    from tests.rulebook.zen_oracle import Oracle

    table, cases = table_of(), cases_of()
    oracle = Oracle(table)
    inputs = [oracle.inputs(case, ON) for case in cases]
    partial = [{k: v for k, v in case.items() if k != "traffic"} for case in cases]

    def ours(case: dict[str, Any]) -> object:
        result = evaluate(table, case, ON)
        return result.fired, result.possible, result.missing

    def theirs(case: dict[str, Any]) -> object:
        return oracle.raw(case)["result"]

    for case in cases[:100]:
        mine = [row.id for row in evaluate(table, case, ON).fired]
        if mine != oracle.fired(case, ON):
            raise SystemExit(f"the engines disagree on {case}")
    times: dict[str, list[float]] = {"ours": [], "open": [], "zen": []}
    gc.disable()
    for _round in range(ROUNDS):
        times["ours"].append(microseconds(ours, cases))
        times["zen"].append(microseconds(theirs, inputs))
        times["open"].append(microseconds(ours, partial))
    gc.enable()
    medians = {name: statistics.median(found) for name, found in times.items()}
    return {
        "rows": ROWS,
        "cases": CASES,
        "rounds": ROUNDS,
        "ours_us": round(medians["ours"], 2),
        "ours_with_a_missing_fact_us": round(medians["open"], 2),
        "zen_us": round(medians["zen"], 2),
        "ratio": round(medians["ours"] / medians["zen"], 3),
    }


def report(found: dict[str, Any]) -> str:
    """The measurement in a few lines."""
    return (
        f"rule evaluation, table of {found['rows']} rows, medians of {found['rounds']} rounds\n"
        f"  simpul                      {found['ours_us']:8.2f} µs\n"
        f"  simpul, one fact missing    {found['ours_with_a_missing_fact_us']:8.2f} µs\n"
        f"  zen-engine (loader)         {found['zen_us']:8.2f} µs\n"
        f"  ratio simpul : zen          {found['ratio']:8.3f}   (aim: at most 1)"
    )


if __name__ == "__main__":
    measured = measure()
    print(json.dumps(measured) if "--json" in sys.argv else report(measured))
