"""Two versions side by side: who gains, who loses, who crosses a threshold, who jumps a tier."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from simpul.incentives.lab.reckoning.cases import Case, Outcome

GAIN, LOSE, SAME, LET_IN, SHUT_OUT, UNKNOWN = (
    "gain",
    "lose",
    "same",
    "let_in",
    "shut_out",
    "unknown",
)
GROUPS = (GAIN, LET_IN, SAME, LOSE, SHUT_OUT, UNKNOWN)
"""let_in: refused before, paid now. shut_out: paid before, refused now. unknown: a fact that one of
the versions asks for is not known of the case, so nothing is said about it."""

NEAR = Decimal("0.05")
"""How near to a threshold is told: within five percent of it."""

MOST_NAMED = 20
"""Cases named one by one on each side; the JSON holds all."""


@dataclass(frozen=True, slots=True)
class Pair:
    """One case under both versions."""

    case: Case
    before: Outcome
    after: Outcome

    @property
    def group(self) -> str:
        old, new = self.before, self.after
        if old.amount is None or new.amount is None:
            return UNKNOWN
        if old.amount == new.amount:
            return SAME
        if old.refused and not new.refused:
            return LET_IN
        if new.refused and not old.refused:
            return SHUT_OUT
        return GAIN if new.amount > old.amount else LOSE

    @property
    def difference(self) -> Decimal:
        """What the case gets more; 0 where nothing can be said."""
        if self.before.amount is None or self.after.amount is None:
            return Decimal(0)
        return self.after.amount - self.before.amount


def groups(pairs: Sequence[Pair]) -> dict[str, dict[str, Any]]:
    """Per group: how many cases, and what they get more or less together."""
    found: dict[str, dict[str, Any]] = {
        name: {"cases": 0, "difference": Decimal(0)} for name in GROUPS
    }
    for pair in pairs:
        entry = found[pair.group]
        entry["cases"] += 1
        entry["difference"] += pair.difference
    return found


def totals(pairs: Sequence[Pair]) -> dict[str, Decimal]:
    """What all cases of which both versions can say something get together."""
    known = [pair for pair in pairs if pair.group != UNKNOWN]
    zero = Decimal(0)
    return {
        "before": sum((pair.before.amount or zero for pair in known), zero),
        "after": sum((pair.after.amount or zero for pair in known), zero),
    }


def crossings(pairs: Sequence[Pair]) -> list[dict[str, Any]]:
    """Tests and tiers whose answer changes: from what to what, in how many cases, for how much."""
    counted: Counter[tuple[str, str, str]] = Counter()
    moved: dict[tuple[str, str, str], Decimal] = {}
    for pair in pairs:
        old, new = pair.before.marks or {}, pair.after.marks or {}
        for mark in old.keys() & new.keys():
            if old[mark] != new[mark]:
                key = (mark, old[mark], new[mark])
                counted[key] += 1
                moved[key] = moved.get(key, Decimal(0)) + pair.difference
    return [
        {"id": mark, "from": old, "to": new, "cases": counted[mark, old, new],
         "difference": moved[mark, old, new]}
        for mark, old, new in sorted(counted)
    ]  # fmt: skip


def near(pairs: Sequence[Pair]) -> list[dict[str, Any]]:
    """Per test of the new version: cases that miss or clear it by no more than five percent."""
    short: Counter[str] = Counter()
    over: Counter[str] = Counter()
    for pair in pairs:
        for test, (measured, wanted) in (pair.after.limits or {}).items():
            if wanted and abs(measured - wanted) <= abs(wanted) * NEAR:
                (over if measured >= wanted else short)[test] += 1
    return [
        {"id": test, "short": short[test], "over": over[test]}
        for test in sorted(short.keys() | over.keys())
    ]


def named(pairs: Sequence[Pair]) -> dict[str, list[dict[str, Any]]]:
    """The cases that gain most and lose most, by number."""
    changed = [pair for pair in pairs if pair.difference]
    changed.sort(key=lambda pair: (pair.difference, pair.case.key))
    return {
        "lose": [_row(pair) for pair in changed[:MOST_NAMED] if pair.difference < 0],
        "gain": [_row(pair) for pair in changed[::-1][:MOST_NAMED] if pair.difference > 0],
    }


def _row(pair: Pair) -> dict[str, Any]:
    return {
        "case": pair.case.key,
        "on": pair.case.on,
        "before": pair.before.amount,
        "after": pair.after.amount,
        "difference": pair.difference,
    }


def reasons(pairs: Sequence[Pair]) -> Mapping[str, int]:
    """Facts that were missing, with the number of cases they kept unknown."""
    counted: Counter[str] = Counter()
    for pair in pairs:
        if pair.group == UNKNOWN:
            counted.update({*pair.before.missing, *pair.after.missing})
    return dict(sorted(counted.items()))
