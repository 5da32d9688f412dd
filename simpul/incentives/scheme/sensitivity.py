"""How near a quote is to the edges: each threshold, how far off, and what follows beyond it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from simpul.incentives.scheme.checking import units_of
from simpul.incentives.scheme.conditions import ORDER, Compare, Condition, compares
from simpul.incentives.scheme.quote import History, quote
from simpul.incentives.scheme.rounding import coin, decimal
from simpul.incentives.scheme.spec import Input, Scheme
from simpul.incentives.scheme.steps.base import Body
from simpul.incentives.scheme.steps.caps import Cap
from simpul.incentives.scheme.steps.tiers import Marginal, Uplift, WholeBase
from simpul.incentives.scheme.terms import MONEY, NUMBERS, PURE, Constant, Name
from simpul.incentives.scheme.trace import Quote
from simpul.kit.late import polars as pl
from simpul.kit.texts import Texts


@dataclass(frozen=True, slots=True)
class Threshold:
    """An edge. `of`: what is compared; `where`: the test or step; `margin`: value less threshold.

    `beyond`: the result if the value were just on the other side; None when there is none then.
    """

    of: str
    label: Texts
    where: str
    clause: str
    at: Decimal
    value: Decimal
    unit: str
    holds: bool
    margin: Decimal
    beyond: Decimal | None


def thresholds(
    scheme: Scheme,
    facts: Mapping[str, Any],
    lines: pl.DataFrame | None = None,
    history: History = (),
) -> tuple[Threshold, ...]:
    """Every edge the quote stands beside, the nearest (as a share of the threshold) first.

    Edges whose value or threshold is not known are left out.
    """
    answer = quote(scheme, facts, lines, history)
    units = units_of(scheme) if scheme.steps else {}
    found: dict[tuple[str, Decimal], Threshold] = {}
    for where, label, clause, one in _edges(scheme):
        value, at = answer.values.get(one.name), _threshold(one, answer)
        if not isinstance(value, Decimal) or at is None or (one.name, at) in found:
            continue
        unit = units.get(one.name, PURE)
        holds, other = _sides(one.operator, value, at, _grain(unit, scheme.currency))
        beyond = _beyond(scheme, facts, lines, history, one.name, other)
        found[one.name, at] = Threshold(
            one.name, label, where, clause, at, value, unit, holds, value - at, beyond
        )
    return tuple(sorted(found.values(), key=_nearness))


def _nearness(one: Threshold) -> Decimal:
    return abs(one.margin) / abs(one.at) if one.at else abs(one.margin)


def _edges(scheme: Scheme) -> Iterator[tuple[str, Texts, str, Compare]]:
    for test in scheme.tests:
        for one in _ordered(test.needs):
            yield test.id, test.label, test.clause, one
    for step in scheme.steps:
        for condition in (step.when, *_conditions(step.body)):
            for one in _ordered(condition):
                yield step.id, step.label, step.clause, one


def _ordered(condition: Condition | None) -> Iterator[Compare]:
    return (one for one in compares(condition) if one.operator in ORDER)


def _conditions(body: Body) -> Iterator[Condition | None]:
    if isinstance(body, WholeBase):
        yield from (tier.needs for tier in body.tiers)
    elif isinstance(body, Cap):
        yield from (limit.when for limit in body.limits)
    elif isinstance(body, Marginal):
        yield from (band.when for band in body.bands)
    elif isinstance(body, Uplift):
        yield body.needs
        if isinstance(body.points, Name):
            for rung in body.ladder:
                yield Compare(body.points.name, "at_least", rung.at_least)


def _threshold(one: Compare, answer: Quote) -> Decimal | None:
    if isinstance(one.value, Constant) and isinstance(one.value.value, Fraction):
        return decimal(one.value.value)
    found = answer.values.get(one.value.name) if isinstance(one.value, Name) else None
    return found if isinstance(found, Decimal) else None


def _grain(unit: str, currency: str) -> Decimal:
    """The smallest difference that can occur: a coin, a hundredth of a share, one of a count."""
    if unit == MONEY:
        return decimal(coin(currency))
    return Decimal("0.01") if unit in NUMBERS else Decimal(1)


def _sides(operator: str, value: Decimal, at: Decimal, grain: Decimal) -> tuple[bool, Decimal]:
    """Does it hold now, and the nearest value at which it does not (or would)."""
    if operator in ("at_least", "from"):
        return (True, at - grain) if value >= at else (False, at)
    if operator == "more_than":
        return (True, at) if value > at else (False, at + grain)
    if operator == "at_most":
        return (True, at + grain) if value <= at else (False, at)
    return (True, at) if value < at else (False, at - grain)


def _beyond(
    scheme: Scheme,
    facts: Mapping[str, Any],
    lines: pl.DataFrame | None,
    history: History,
    name: str,
    value: Decimal,
) -> Decimal | None:
    one: Input | None = scheme.input(name)
    if one is not None and not one.category:
        if value < 0 or (one.kind == "share" and value > 1):
            return None
        return quote(scheme, {**facts, name: value}, lines, history).result
    return quote(scheme, facts, lines, history, given={name: value}).result
