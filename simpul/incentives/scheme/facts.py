"""Facts as they are given, checked against what the scheme asks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from simpul.incentives.scheme.spec import Input, Scheme
from simpul.incentives.scheme.terms import Known, Value

Fact = Decimal | int | bool | str | date | None


class FactProblem(ValueError):
    """Facts that cannot be taken. `errors`: input -> unknown_fact | wrong_kind | not_a_choice |
    below_least | above_most."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        self.errors = dict(errors)
        super().__init__(", ".join(f"{name}: {code}" for name, code in self.errors.items()))


def checked(scheme: Scheme, facts: Mapping[str, Any]) -> dict[str, Value]:
    """The facts as exact values, without None; FactProblem names every bad one."""
    found: dict[str, Value] = {}
    errors: dict[str, str] = {}
    inputs = {one.id: one for one in scheme.inputs}
    for name, value in facts.items():
        if value is None:
            continue
        one = inputs.get(name)
        if one is None and name != scheme.date_basis:
            errors[name] = "unknown_fact"
            continue
        try:
            found[name] = _typed(one, value)
        except ValueError as problem:
            errors[name] = str(problem)
    if errors:
        raise FactProblem(errors)
    return found


def _typed(one: Input | None, value: object) -> Value:
    """One fact; ValueError with the code of what is wrong."""
    kind = "date" if one is None else one.kind
    if kind == "date":
        if not isinstance(value, date) or isinstance(value, datetime):
            raise ValueError("wrong_kind")
        return value
    assert one is not None
    if kind == "flag":
        if not isinstance(value, bool):
            raise ValueError("wrong_kind")
        return value
    if kind == "choice":
        if not isinstance(value, str) or value not in one.choices:
            raise ValueError("not_a_choice")
        return value
    return _number(one, value)


def _number(one: Input, value: object) -> Fraction:
    if isinstance(value, bool) or not isinstance(value, Decimal | int | Fraction):
        raise ValueError("wrong_kind")
    if isinstance(value, Decimal) and not value.is_finite():
        raise ValueError("wrong_kind")
    number = Fraction(value)
    if one.kind == "count" and number.denominator != 1:
        raise ValueError("wrong_kind")
    least = one.least if isinstance(one.least, Fraction) else Fraction(0)
    if number < least:
        raise ValueError("below_least")
    most = one.most if isinstance(one.most, Fraction) else None
    if most is None and one.kind == "share":
        most = Fraction(1)
    if most is not None and number > most:
        raise ValueError("above_most")
    return number


def known_inputs(scheme: Scheme, facts: Mapping[str, Value]) -> tuple[dict[str, Known], list[str]]:
    """Every input that is no cost, known or missing; and those whose default was taken."""
    found = {scheme.date_basis: Known(None, frozenset({scheme.date_basis}))}
    assumed = []
    for one in scheme.inputs:
        if one.category:
            continue
        value: Any = facts.get(one.id)
        if value is None and one.default is not None:
            value = one.default
            assumed.append(one.id)
        found[one.id] = Known(value, frozenset() if value is not None else frozenset({one.id}))
    if scheme.date_basis in facts:
        found[scheme.date_basis] = Known(facts[scheme.date_basis])
    return found, assumed
