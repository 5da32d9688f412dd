"""How near an estimate lies to where the rules jump: "600 m more and the rate is 25 %". Pure.

Every number that a test, tier or addition compares with is a place where the result may jump. For
each the one input that moves it is followed to the place, and the quote asked on both sides: only
where one unit of the input changes the result by more than any rate could, there is an edge.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from fractions import Fraction

from simpul.incentives.estimate.answers import Fact, asked
from simpul.incentives.estimate.quoting import quoted
from simpul.incentives.scheme.conditions import Compare, Condition, compares
from simpul.incentives.scheme.spec import Input, Scheme
from simpul.incentives.scheme.steps.caps import Cap
from simpul.incentives.scheme.steps.tiers import Uplift, WholeBase
from simpul.incentives.scheme.terms import Constant, Name
from simpul.incentives.scheme.trace import Quote
from simpul.kit.texts import Texts

NEAR_AMOUNT = Decimal("0.25")
NEAR_COUNT = 5
"""How far is worth telling: a quarter of an amount, five days or people."""

STEEP = 20
"""One unit more that brings more than this many units is a jump; no rate comes near it."""

MOST_TOLD = 6


@dataclass(frozen=True, slots=True)
class Edge:
    """A place where the result jumps.

    `more`: beyond it lies by going up (else by going down), `by` so many units of `input`, to `at`.
    `now`, `then`: the result here and there, None for none. `rule`, `clause`: what is crossed.
    """

    input: Input
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
    now: Decimal | None
    then: Decimal


@dataclass(frozen=True, slots=True)
class _Place:
    name: str
    value: Decimal
    above: bool
    rule: Texts
    clause: str


def edges(scheme: Scheme, facts: Mapping[str, Fact], found: Quote) -> tuple[Edge, ...]:
    """The jumps near these facts, the nearest first; none for a quote that waits for facts."""
    if found.missing or found.no_data:
        return ()
    seen: dict[tuple[str, Decimal, bool], Edge] = {}
    for place in _places(scheme):
        for one in _drivers(scheme, facts, place.name):
            edge = _edge(scheme, facts, found, place, one)
            if edge is not None:
                seen.setdefault((one.id, edge.at, edge.more), edge)
                break
    told = sorted(seen.values(), key=lambda edge: (edge.by / max(edge.at, Decimal(1)), edge.at))
    return tuple(told[:MOST_TOLD])


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


def _places(scheme: Scheme) -> Iterator[_Place]:
    for test in scheme.tests:
        for condition in (test.needs, test.when):
            yield from _of(condition, test.label, test.clause)
    for step in scheme.steps:
        yield from _of(step.when, step.label, step.clause)
        body = step.body
        if isinstance(body, WholeBase):
            for tier in body.tiers:
                yield from _of(tier.needs, step.label, tier.clause or step.clause)
        elif isinstance(body, Uplift):
            yield from _of(body.needs, step.label, step.clause)
            if isinstance(body.points, Name):
                for rung in body.ladder:
                    rungs = Compare(body.points.name, "at_least", rung.at_least)
                    yield from _of(rungs, step.label, step.clause)
        elif isinstance(body, Cap):
            for limit in body.limits:
                yield from _of(limit.when, step.label, limit.clause or step.clause)


def _of(condition: Condition | None, rule: Texts, clause: str) -> Iterator[_Place]:
    """Where a comparison with a number turns. `above`: it turns when the number is reached or
    passed from below."""
    for one in compares(condition):
        number = one.value.value if isinstance(one.value, Constant) else None
        if isinstance(number, Fraction) and one.operator in (
            "at_least", "more_than", "at_most", "less_than",
        ):  # fmt: skip
            above = one.operator in ("at_least", "less_than")
            yield _Place(one.name, _decimal(number), above, rule, clause)


def _decimal(number: Fraction) -> Decimal:
    return Decimal(number.numerator) / Decimal(number.denominator)


def _drivers(scheme: Scheme, facts: Mapping[str, Fact], name: str) -> list[Input]:
    """The inputs that may move a name: itself; those of a category; else all costs, the largest
    first."""
    own = [one for one in asked(scheme) if one.id == name]
    if own:
        return [one for one in own if _number(facts, one) is not None]
    costs = [
        one for one in scheme.inputs if one.kind == "amount" and _number(facts, one) is not None
    ]
    costs.sort(key=lambda one: -(_number(facts, one) or Decimal(0)))
    of_category = [one for one in costs if one.category == name]
    return of_category or costs[:3]


def _number(facts: Mapping[str, Fact], one: Input) -> Decimal | None:
    value = facts.get(one.id)
    if isinstance(value, bool) or not isinstance(value, Decimal | int):
        return None
    return Decimal(value)


def _edge(
    scheme: Scheme, facts: Mapping[str, Fact], found: Quote, place: _Place, one: Input
) -> Edge | None:
    here = _number(facts, one)
    unit = Decimal("0.01") if one.kind in ("share", "number") else Decimal(1)
    if here is None:
        return None

    def at(value: Decimal) -> Quote:
        return quoted(scheme, {**facts, one.id: value})

    turn = _follow(at, found, place, here, one.id == place.name)
    if turn is None:
        return None
    low, high = _sides(turn, place.above, unit)
    reach = Decimal(NEAR_COUNT) if one.kind == "count" else max(here, unit) * NEAR_AMOUNT
    more = here <= low
    target = high if more else low
    if low < 0 or abs(target - here) > reach:
        return None
    under, over = at(low), at(high)
    if not _jumps(under, over, unit if one.kind == "amount" else None):
        return None
    then = over if more else under
    return Edge(
        one, more, abs(target - here), target, found.result, then.result, place.rule, place.clause
    )


def _follow(
    at: Callable[[Decimal], Quote], found: Quote, place: _Place, here: Decimal, itself: bool
) -> Decimal | None:
    """Where the input must stand for the measured value to come to the number; None if it never
    does. The value rises piecewise evenly, so a few steps along the slope arrive."""
    if itself:
        return place.value
    value, last = here, found
    step = max(here / 100, Decimal(1))
    for _turn in range(6):
        measured = _measured(last, place.name)
        beyond = _measured(at(value + step), place.name)
        if measured is None or beyond is None:
            return None
        if measured == place.value:
            return value
        slope = (beyond - measured) / step
        if slope == 0:
            return None
        value += (place.value - measured) / slope
        if not 0 <= value <= here * 10 + 10:
            return None
        last = at(value)
        left = _measured(last, place.name)
        if left is not None and abs(left - place.value) < Decimal("0.000001"):
            return value
    return None


def _measured(found: Quote, name: str) -> Decimal | None:
    value = found.values.get(name)
    return value if isinstance(value, Decimal) else None


def _sides(turn: Decimal, above: bool, unit: Decimal) -> tuple[Decimal, Decimal]:
    """The last whole unit on this side of the turn and the first beyond it."""
    if above:
        high = (turn / unit).to_integral_value(ROUND_CEILING) * unit
        return high - unit, high
    low = (turn / unit).to_integral_value(ROUND_FLOOR) * unit
    return low, low + unit


def _jumps(under: Quote, over: Quote, money: Decimal | None) -> bool:
    if (under.result is None) != (over.result is None):
        return True
    if under.result is None or over.result is None:
        return False
    change = abs(over.result - under.result)
    return change > STEEP * money if money is not None else change > 0
