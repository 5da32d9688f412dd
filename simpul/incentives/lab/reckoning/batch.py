"""Many cases under one version at once: line steps run over all their costs in one frame.

A step that looks at single costs takes milliseconds to begin and hardly more for ten thousand
cases than for one. So cases that agree in what the line steps read are stacked, persons kept apart
by case; what is then left of each category goes into the case's own quote.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from simpul.incentives.estimate.answers import Fact
from simpul.incentives.estimate.quoting import quoted, with_day
from simpul.incentives.scheme.conditions import names_of, truth
from simpul.incentives.scheme.costs import Costs, family, looks_at_lines
from simpul.incentives.scheme.facts import checked, known_inputs
from simpul.incentives.scheme.frame import CLAIM, columns_schema, opened, rows_of
from simpul.incentives.scheme.quote import indexes_of
from simpul.incentives.scheme.spec import Scheme
from simpul.incentives.scheme.steps.base import Run
from simpul.incentives.scheme.steps.lines import LineStep
from simpul.incentives.scheme.terms import Value, names_in
from simpul.incentives.scheme.trace import Quote
from simpul.kit.late import polars as pl

SPAN = 1_000
"""Costs of one case at most: a cost's row is case × SPAN + its place, which steps only hand on."""

Given = Mapping[str, Decimal]


def quotes(scheme: Scheme, cases: Sequence[Mapping[str, Fact]]) -> Iterator[Quote]:
    """The quote of every case, in order, as `quoted` would give it one by one."""
    sums = _sums(scheme, cases) if looks_at_lines(scheme) else {}
    for number, facts in enumerate(cases):
        yield quoted(scheme, facts, given=sums.get(number))


@dataclass(slots=True)
class _Stack:
    """Cases that agree in what the line steps read."""

    facts: Mapping[str, Value]
    numbers: list[int]
    rows: list[dict[str, Any]]


def _sums(scheme: Scheme, cases: Sequence[Mapping[str, Fact]]) -> dict[int, Given]:
    """Per case what is left of each category after the line steps, and after each of them."""
    read = _names_read(scheme)
    costs = [one for one in scheme.inputs if one.category]
    stacks: dict[tuple[Any, ...], _Stack] = {}
    for number, facts in enumerate(cases):
        values = checked(scheme, with_day(scheme, facts))
        filled = {one.id: one.default for one in costs if isinstance(one.default, Fraction)}
        whole = {**filled, **values}
        if any(one.id not in whole for one in costs):
            continue  # a cost nobody named: the quote itself says what follows
        key = tuple(values.get(name) for name in read)
        stack = stacks.setdefault(key, _Stack(values, [], []))
        stack.numbers.append(number)
        stack.rows += [_own(row, number) for row in rows_of(scheme, whole)]
    found: dict[int, Given] = {}
    for stack in stacks.values():
        found |= _run(scheme, stack)
    return found


def _names_read(scheme: Scheme) -> list[str]:
    """The names whose values decide what the line steps do."""
    names = {scheme.date_basis}
    for category in scheme.categories:
        names |= set(names_in(category.share))
    for step in scheme.steps:
        if step.body.on_lines:
            names |= {*step.body.names(), *names_of(step.when)}
    return sorted(names)


def _own(row: dict[str, Any], number: int) -> dict[str, Any]:
    """A cost as its case's: nobody is one person with somebody of another case."""
    person = row["payee_id"]
    whose = None if person is None else f"{number}:{person}"
    return {**row, "row": number * SPAN + row["row"], "payee_id": whose}


def _run(scheme: Scheme, stack: _Stack) -> dict[int, Given]:
    frame = pl.DataFrame(stack.rows, schema=dict(columns_schema()), orient="row")
    known, _assumed = known_inputs(scheme, stack.facts)
    costs = Costs(scheme, opened(frame, scheme, from_report=False), {}, {})
    found: dict[int, dict[str, Decimal]] = {number: {} for number in stack.numbers}

    def run(own: str) -> Run:
        return Run(own, known, {}, (), indexes_of(scheme), scheme.date_basis)

    for category in scheme.categories:
        if category.share is not None:
            costs.share(category, run(category.id))
    for step in scheme.steps:
        if not isinstance(step.body, LineStep):
            continue
        if truth(step.when, known).holds is True:
            costs.apply(step.body, run(step.id))
        _note(found, costs, step.id, step.body.scope.categories)
    for category in scheme.categories:
        _note(found, costs, category.id, tuple(family(scheme.categories, category.id)))
    # What a step could not do for want of a fact the quote must say itself, case by case.
    return {} if costs.doubtful else dict(found)


def _note(
    found: dict[int, dict[str, Decimal]], costs: Costs, name: str, categories: Sequence[str]
) -> None:
    assert costs.frame is not None
    part = costs.frame
    if categories:
        part = part.filter(pl.col("category").is_in(list(categories)))
    for values in found.values():
        values[name] = Decimal(0)
    by_case = part.group_by(pl.col("row") // SPAN).agg(pl.col(CLAIM).sum())
    for number, amount in by_case.iter_rows():
        found[number][name] = amount
