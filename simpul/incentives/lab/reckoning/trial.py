"""A whole trial: both versions over all cases, and the report as plain data."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import Any

from simpul.incentives.lab.reckoning import budget, changes
from simpul.incentives.lab.reckoning.cases import PAST, SYNTHETIC, Case, Fund, Outcome, plain

Rules = Callable[[Sequence[Case]], Iterable[Outcome]]
"""One version of a scheme or a table, as a question: what does each of these cases get?"""

BATCH = 1_000
"""Cases asked about at once; after each batch `progress` hears of it."""


def run(
    cases: Sequence[Case],
    before: Rules,
    after: Rules,
    *,
    fund: Fund,
    seed: int,
    progress: Callable[[int], None] | None = None,
) -> dict[str, Any]:
    """The report on past cases and on the synthetic year, each on its own; JSON-ready.

    `progress` hears how many cases are done. Money is text of plain digits.
    """
    pairs: list[changes.Pair] = []
    for start in range(0, len(cases), BATCH):
        some = cases[start : start + BATCH]
        pairs += map(changes.Pair, some, before(some), after(some))
        if progress:
            progress(len(pairs))
    made: dict[str, Any] = {"seed": seed}
    for origin in (PAST, SYNTHETIC):
        chosen = [pair for pair in pairs if pair.case.origin == origin]
        made[origin] = _part(chosen, fund, seed) if chosen else None
    return made


def _part(pairs: Sequence[changes.Pair], fund: Fund, seed: int) -> dict[str, Any]:
    known = [pair for pair in pairs if pair.group != changes.UNKNOWN]
    sides = {}
    for name in ("before", "after"):
        claims = [
            (pair.case.on, amount)
            for pair in known
            if (amount := getattr(pair, name).amount or Decimal(0)) > 0
        ]
        sides[name] = {
            "awards": len(claims),
            "uncertain": budget.uncertain(claims, fund, seed=seed),
            "year": budget.day_by_day(claims, fund),
        }
    report = {
        "cases": len(pairs),
        "groups": changes.groups(pairs),
        "totals": changes.totals(pairs),
        "crossings": changes.crossings(pairs),
        "near": changes.near(pairs),
        "named": changes.named(pairs),
        "unknown_for": changes.reasons(pairs),
        "sides": sides,
        "all": [
            [pair.case.key, pair.before.amount, pair.after.amount, pair.group] for pair in pairs
        ],
    }
    found = _plain(report)
    assert isinstance(found, dict)
    return found


def _plain(value: Any) -> Any:
    """Counts stay numbers; money becomes text."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, dict):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return plain(value)
