"""How near an estimate lies to where the rules jump: "600 m more and the rate is 25 %". Pure.

`scheme.sensitivity` knows every threshold. Told is only what is near and really jumps there: where
the smallest step across changes the result by more than any rate could.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from simpul.incentives.estimate.answers import Fact
from simpul.incentives.estimate.quoting import quoted, with_day
from simpul.incentives.scheme.sensitivity import Threshold, thresholds
from simpul.incentives.scheme.spec import Input, Scheme
from simpul.incentives.scheme.trace import Quote
from simpul.kit.texts import Texts

NEAR = Decimal("0.25")
NEAR_COUNT = 5
"""How far is worth telling: a quarter of the threshold, five days or people."""

STEEP = 20
"""One unit more that brings more than this many units is a jump; no rate comes near it."""

MOST_TOLD = 6


@dataclass(frozen=True, slots=True)
class Edge:
    """A place where the result jumps.

    `more`: beyond it lies by going up (else by going down), by `by` of what `of` measures; `at`:
    the threshold. `now`, `then`: the result here and there, None for none. `rule`: what is crossed.
    """

    of: str
    label: Texts
    unit: str
    more: bool
    by: Decimal
    at: Decimal
    now: Decimal | None
    then: Decimal | None
    rule: Texts
    clause: str


@dataclass(frozen=True, slots=True)
class Switch:
    """A question answered otherwise: with `value` the result would be `then`."""

    input: Input
    value: bool
    now: Decimal
    then: Decimal


def edges(scheme: Scheme, facts: Mapping[str, Fact], found: Quote) -> tuple[Edge, ...]:
    """The jumps near these facts, the nearest first; none for a quote that waits for facts."""
    if found.missing or found.no_data:
        return ()
    told: list[Edge] = []
    for one in thresholds(scheme, with_day(scheme, facts)):
        if _near(one) and _jumps(scheme, facts, one):
            told.append(_edge(scheme, facts, found, one))
    return tuple(told[:MOST_TOLD])


def _near(one: Threshold) -> bool:
    if one.unit in ("money", "number", "share"):
        return abs(one.margin) <= abs(one.at) * NEAR
    return abs(one.margin) <= NEAR_COUNT


def _grain(one: Threshold) -> Decimal:
    return Decimal("0.01") if one.unit in ("number", "share") else Decimal(1)


def _jumps(scheme: Scheme, facts: Mapping[str, Fact], one: Threshold) -> bool:
    """Does the result jump between two neighbours around the threshold?"""
    grain = _grain(one)
    results = [_at(scheme, facts, one, one.at + grain * side) for side in (-1, 0, 1)]
    return any(
        _far(before, after, grain if one.unit == "money" else None)
        for before, after in pairwise(results)
    )


def _at(
    scheme: Scheme, facts: Mapping[str, Fact], one: Threshold, value: Decimal
) -> Decimal | None:
    asked = scheme.input(one.of)
    if asked is not None and not asked.category:
        if value < 0 or (asked.kind == "share" and value > 1):
            return None
        return quoted(scheme, {**facts, one.of: value}).result
    return quoted(scheme, facts, given={one.of: value}).result


def _far(before: Decimal | None, after: Decimal | None, money: Decimal | None) -> bool:
    if before is None or after is None:
        return before is not after
    return abs(after - before) > (STEEP * money if money is not None else 0)


def _edge(scheme: Scheme, facts: Mapping[str, Fact], found: Quote, one: Threshold) -> Edge:
    reached = _at(scheme, facts, one, one.at) == one.beyond
    by = abs(one.margin) if reached and one.margin else abs(one.margin) + _grain(one)
    # Above and holding, or at it: the other side lies below; a limit that is kept lies above.
    more = one.margin < 0 or (one.margin == 0 and not one.holds)
    return Edge(
        one.of,
        _label(scheme, one.of),
        one.unit,
        more,
        by,
        one.at,
        found.result,
        one.beyond,
        one.label,
        one.clause,
    )


def _label(scheme: Scheme, name: str) -> Texts:
    for rows in (scheme.inputs, scheme.categories, scheme.steps):
        for one in rows:
            if one.id == name:
                return one.label
    return {"en": name, "id": name}


def switches(scheme: Scheme, facts: Mapping[str, Fact], found: Quote) -> tuple[Switch, ...]:
    """Yes-or-no questions whose other answer would bring more."""
    if found.result is None:
        return ()
    told = []
    for one in scheme.inputs:
        if one.kind != "flag":
            continue
        value = not facts.get(one.id, one.default or False)
        other = quoted(scheme, {**facts, one.id: value})
        if other.result is not None and other.result > found.result:
            told.append(Switch(one, value, found.result, other.result))
    return tuple(sorted(told, key=lambda one: -one.then)[:MOST_TOLD])
