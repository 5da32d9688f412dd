"""The costs a quote starts from: lines of a report, or the few that an estimate's inputs are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from simpul.incentives.scheme.frame import CLAIM, Sums, exact, lines_of, opened
from simpul.incentives.scheme.spec import Category, Scheme
from simpul.incentives.scheme.steps.base import NOTHING, Outcome, Run, Said
from simpul.incentives.scheme.steps.lines import LineStep
from simpul.incentives.scheme.terms import Known, Value, look_up
from simpul.kit.late import polars as pl


@dataclass(slots=True)
class Costs:
    """What counts of each category so far.

    `frame`: the lines, None where no step looks at single lines (an estimate without line steps
    needs no frame); then `sums` holds the categories. `doubtful`: categories of which a cost is
    missing, with the inputs that would say it.
    """

    scheme: Scheme
    frame: pl.DataFrame | None
    sums: dict[str, Fraction]
    doubtful: dict[str, frozenset[str]]
    summed: Sums | None = None

    def own(self, categories: tuple[str, ...]) -> Known:
        """What counts of the lines of these categories, or of all."""
        wanted = categories or tuple(one.id for one in self.scheme.categories)
        missing = NOTHING.union(*(self.doubtful.get(name, NOTHING) for name in wanted))
        if missing:
            return Known(None, missing)
        if self.frame is not None:
            return Known(self._total(self.frame, categories))
        return Known(sum((self.sums.get(name, Fraction(0)) for name in wanted), Fraction(0)))

    def _total(self, frame: pl.DataFrame, categories: tuple[str, ...]) -> Fraction:
        if self.summed is None or self.summed.frame is not frame:
            self.summed = Sums(frame)
        return self.summed.of(categories)

    def whole(self, category: str) -> Known:
        """What counts of a category and of those that are part of it."""
        return self.own(tuple(family(self.scheme.categories, category)))

    def share(self, category: Category, run: Run) -> Outcome:
        """Only a share of each cost of the category counts."""
        assert category.share is not None
        before, share = self.own((category.id,)), look_up(category.share, run.facts)
        if share.number is None:
            self.doubtful[category.id] = self.doubtful.get(category.id, NOTHING) | share.missing
        elif self.frame is None:
            self.sums[category.id] = self.sums.get(category.id, Fraction(0)) * share.number
        else:
            top = exact(Fraction(share.number.numerator))
            bottom = exact(Fraction(share.number.denominator))
            claim = pl.when(pl.col("category") == category.id).then(pl.col(CLAIM) * top / bottom)
            self.frame = self.frame.with_columns(claim.otherwise(pl.col(CLAIM)).alias(CLAIM))
        return Outcome(self.own((category.id,)), before=before)

    def doubt(self, body: LineStep, missing: frozenset[str]) -> None:
        """What a line step would do is not known: nor is, then, what it is about."""
        for name in body.scope.categories or [one.id for one in self.scheme.categories]:
            if missing:
                self.doubtful[name] = self.doubtful.get(name, NOTHING) | missing

    def apply(self, body: LineStep, run: Run) -> Outcome:
        """A line step on these costs."""
        if self.frame is None:
            now = self.own(body.scope.categories)
            count = sum(1 for amount in self.sums.values() if amount)
            said = (Said("not_said", {"lines": count}),) if count else ()
            return Outcome(now, before=now, why=said)
        before = Known(self._total(self.frame, body.scope.categories))
        self.frame, missing, why = body.apply(self.frame, run)
        self.doubt(body, missing)
        now = self.own(body.scope.categories)
        return Outcome(now, before=before if now.number is not None else None, why=why)


def family(categories: tuple[Category, ...], name: str) -> list[str]:
    """A category and all that are part of it."""
    found = [name]
    for one in found:
        found += [category.id for category in categories if category.part_of == one]
    return found


def costs_of(
    scheme: Scheme, facts: Mapping[str, Value], lines: pl.DataFrame | None, *, lone: bool = True
) -> tuple[Costs, list[str]]:
    """The costs of a report, or of an estimate's inputs; and the inputs whose default was taken.

    `lone` false: what the line steps leave is given from outside, so they need no lines.
    """
    if lines is not None:
        frame = opened(lines, scheme, from_report=True)
        return Costs(scheme, frame, {}, {}), []
    sums: dict[str, Fraction] = {}
    doubtful: dict[str, frozenset[str]] = {}
    assumed = []
    filled = dict(facts)
    for one in scheme.inputs:
        if not one.category:
            continue
        amount = facts.get(one.id)
        if amount is None and isinstance(one.default, Fraction):
            amount = one.default
            filled[one.id] = amount
            assumed.append(one.id)
        if isinstance(amount, Fraction):
            sums[one.category] = sums.get(one.category, Fraction(0)) + amount
        else:
            known = doubtful.get(one.category, NOTHING)
            doubtful[one.category] = known | {one.id}
    costs = Costs(scheme, None, sums, doubtful)
    if lone and looks_at_lines(scheme):
        costs.frame = opened(lines_of(scheme, filled), scheme, from_report=False)
    return costs, assumed


def looks_at_lines(scheme: Scheme) -> bool:
    """Would a line step change an estimate's lines? They know only what the inputs say of them."""
    said = {column for one in scheme.inputs for column in one.line}
    bodies = (step.body for step in scheme.steps)
    return any(isinstance(body, LineStep) and body.acts_on(said) for body in bodies)
