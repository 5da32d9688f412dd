"""Several schemes for one production, in their legal order: nothing is counted twice.

A scheme whose input is `filled_by` another comes after it. What may not stand together is said,
what is capped together is cut on the later scheme. Results are never added up: instruments differ.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

from simpul.incentives.scheme.quote import History, quote
from simpul.incentives.scheme.rounding import decimal
from simpul.incentives.scheme.spec import Combine, Input, Scheme
from simpul.incentives.scheme.terms import Constant
from simpul.incentives.scheme.trace import Quote
from simpul.kit.late import polars as pl


class StackProblem(ValueError):
    """Schemes that cannot be quoted together. `code`: circular | two_versions | two_currencies."""

    def __init__(self, code: str, *schemes: str) -> None:
        self.code, self.schemes = code, schemes
        super().__init__(f"{code}: {', '.join(schemes)}")


@dataclass(frozen=True, slots=True)
class Filled:
    """An input that was taken from other schemes' quotes. `amount` None: they have no result."""

    input: str
    by: tuple[str, ...]
    amount: Decimal | None


@dataclass(frozen=True, slots=True)
class Stacked:
    """One scheme of the stack. `result`: after the common cap, which took `cut` by `clause`."""

    quote: Quote
    filled: tuple[Filled, ...]
    result: Decimal | None
    cut: Decimal
    clause: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two schemes that may not stand together: one has to be chosen."""

    one: str
    other: str
    clause: str


@dataclass(frozen=True, slots=True)
class Stack:
    """The quotes in legal order, and the pairs of which only one can be had."""

    rows: tuple[Stacked, ...]
    conflicts: tuple[Conflict, ...]

    def of(self, scheme_id: str) -> Stacked:
        """The row of a scheme; KeyError when it is not in the stack."""
        for row in self.rows:
            if row.quote.scheme_id == scheme_id:
                return row
        raise KeyError(scheme_id)


@dataclass(frozen=True, slots=True)
class Asked:
    """A scheme with the facts, lines and earlier claims it is asked with."""

    scheme: Scheme
    facts: Mapping[str, Any]
    lines: pl.DataFrame | None = None
    history: History = field(default=())


def stack(asked: Sequence[Asked]) -> Stack:
    """Quote schemes together. StackProblem for a circle, two versions of one, two currencies that
    would have to be added."""
    order = legal_order([one.scheme for one in asked])
    by_family = {one.scheme.family: one for one in asked}
    done: dict[str, Stacked] = {}
    for scheme in order:
        done[scheme.family] = _one(by_family[scheme.family], done)
    rows = tuple(done[scheme.family] for scheme in order)
    return Stack(rows, tuple(_conflicts(order)))


def legal_order(schemes: Sequence[Scheme]) -> list[Scheme]:
    """Those that fill others first, else as given. StackProblem as in `stack`."""
    families: dict[str, Scheme] = {}
    for scheme in schemes:
        if scheme.family in families:
            raise StackProblem("two_versions", families[scheme.family].id, scheme.id)
        families[scheme.family] = scheme
    waits = {
        scheme.family: [name for name in _waits_for(scheme) if name in families]
        for scheme in schemes
    }
    order: list[Scheme] = []
    left = list(waits)
    while left:
        placed = {scheme.family for scheme in order}
        ready = next((name for name in left if placed.issuperset(waits[name])), None)
        if ready is None:
            raise StackProblem("circular", *(families[name].id for name in left))
        order.append(families[ready])
        left.remove(ready)
    return order


def _waits_for(scheme: Scheme) -> list[str]:
    filling = [by.family for one in scheme.inputs for by in one.filled_by]
    return [*filling, *(scheme.combine.with_ if scheme.combine else ())]


def _one(asked: Asked, done: Mapping[str, Stacked]) -> Stacked:
    facts = dict(asked.facts)
    filled = []
    for one in asked.scheme.inputs:
        by = [filling for filling in one.filled_by if filling.family in done]
        if not by:
            continue
        amounts = [_given(asked.scheme, done[f.family], f.value) for f in by]
        facts.pop(one.id, None)
        if all(amount is not None for amount in amounts):
            facts[one.id] = sum((a for a in amounts if a is not None), Decimal(0))
        filled.append(Filled(one.id, tuple(f.family for f in by), facts.get(one.id)))
        _check_sign(one, facts)
    answer = quote(asked.scheme, facts, asked.lines, asked.history)
    return _capped(asked.scheme, answer, tuple(filled), done)


def _check_sign(one: Input, facts: dict[str, Any]) -> None:
    """A negative claim of another scheme takes nothing from this one."""
    amount = facts.get(one.id)
    if isinstance(amount, Decimal) and amount < 0 and one.least is None:
        facts[one.id] = Decimal(0)


def _given(scheme: Scheme, row: Stacked, value: str) -> Decimal | None:
    if row.quote.currency != scheme.currency:
        raise StackProblem("two_currencies", row.quote.scheme_id, scheme.id)
    if row.result is None:
        return None
    found = row.quote.values.get(value) if value else row.result
    return found if isinstance(found, Decimal) else None


def _capped(
    scheme: Scheme, answer: Quote, filled: tuple[Filled, ...], done: Mapping[str, Stacked]
) -> Stacked:
    """Its result within what it and the others may come to together."""
    rule: Combine | None = scheme.combine
    others = [done[name] for name in rule.with_ if name in done] if rule else []
    if rule is None or rule.at_most is None or not others or answer.result is None:
        return Stacked(answer, filled, answer.result, Decimal(0), "")
    before = Decimal(0)
    for other in others:
        if other.quote.currency != scheme.currency:
            raise StackProblem("two_currencies", other.quote.scheme_id, scheme.id)
        before += other.result or Decimal(0)
    limit = rule.at_most.value if isinstance(rule.at_most, Constant) else None
    limit = limit if isinstance(limit, Fraction) else Fraction(0)
    room = max(decimal(limit) - before, Decimal(0))
    result = min(answer.result, room)
    return Stacked(answer, filled, result, answer.result - result, rule.clause)


def _conflicts(schemes: Sequence[Scheme]) -> list[Conflict]:
    found = []
    families = {scheme.family: scheme for scheme in schemes}
    seen: set[frozenset[str]] = set()
    for scheme in schemes:
        for name in scheme.combine.not_with if scheme.combine else ():
            pair = frozenset({name, scheme.family})
            if name in families and pair not in seen:
                seen.add(pair)
                clause = scheme.combine.clause if scheme.combine else ""
                found.append(Conflict(scheme.id, families[name].id, clause))
    return found
