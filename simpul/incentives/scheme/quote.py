"""From facts and costs to money: runs a scheme's steps in its order and says everything it did."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any

from simpul.incentives.scheme.checking import units_of
from simpul.incentives.scheme.conditions import YES, Truth, names_of, truth
from simpul.incentives.scheme.costs import Costs, costs_of
from simpul.incentives.scheme.ending import ended
from simpul.incentives.scheme.facts import checked, known_inputs
from simpul.incentives.scheme.frame import SAID
from simpul.incentives.scheme.rounding import coin, decimal, rounded
from simpul.incentives.scheme.spec import Scheme, Step, Test
from simpul.incentives.scheme.steps.base import (
    Claim,
    Index,
    Outcome,
    Run,
    Said,
    known,
    unknown,
)
from simpul.incentives.scheme.steps.lines import LineStep
from simpul.incentives.scheme.terms import MONEY, Constant, Known
from simpul.incentives.scheme.trace import Quote, Refusal, Shown, StepResult, TestResult
from simpul.incentives.scheme.words import Words
from simpul.kit.late import polars as pl
from simpul.kit.texts import Texts

History = Sequence[Claim | Mapping[str, Any]]


def quote(
    scheme: Scheme,
    facts: Mapping[str, Any],
    lines: pl.DataFrame | None = None,
    history: History = (),
    *,
    given: Mapping[str, Decimal | int] | None = None,
) -> Quote:
    """What a scheme gives for these facts.

    `lines`: a cost report (see `frame.COLUMNS`); it takes the place of the inputs that are costs.
    `history`: earlier claims for the same production, oldest first, a `Claim` or step -> value.
    `given`: steps or categories whose value is set from outside, to see what would follow.
    FactProblem for facts of the wrong kind, FrameProblem for lines that cannot be taken. A missing
    fact is no error: the quote then has no result and names it.
    """
    return _Quoting(scheme, facts, lines, history, given or {}).answer()


def claim_of(answer: Quote, period: str) -> Claim:
    """A quote as an earlier claim for the next one."""
    return Claim(period, answer.values, answer.result)


@lru_cache(maxsize=512)
def _prepared(scheme: Scheme) -> _Prepared:
    return _Prepared(scheme)


def indexes_of(scheme: Scheme) -> Mapping[str, Index]:
    """The indexes of a scheme by id."""
    return _prepared(scheme).indexes


class _Prepared:
    """What is the same for every quote of a scheme."""

    def __init__(self, scheme: Scheme) -> None:
        self.units = units_of(scheme) if scheme.steps else {}
        self.words = Words(scheme)
        self.indexes = {
            one.id: Index(one.id, tuple(_index_values(one.values))) for one in scheme.indexes
        }
        self.from_lines = {one.id for one in scheme.categories} | {
            step.id for step in scheme.steps if step.body.on_lines
        }
        self.tests = {
            test.id: frozenset([*names_of(test.needs), *names_of(test.when)])
            for test in scheme.tests
        }


def _index_values(values: Sequence[Any]) -> list[tuple[date, date | None, Fraction]]:
    return [
        (one.start, one.before, one.value.value)
        for one in values
        if isinstance(one.value, Constant) and isinstance(one.value.value, Fraction)
    ]


class _Quoting:
    def __init__(
        self,
        scheme: Scheme,
        facts: Mapping[str, Any],
        lines: pl.DataFrame | None,
        history: History,
        given: Mapping[str, Decimal | int],
    ) -> None:
        self.scheme = scheme
        self.prepared = _prepared(scheme)
        self.given = {name: Known(Fraction(value)) for name, value in given.items()}
        values = checked(scheme, facts)
        self.known, self.assumed = known_inputs(scheme, values)
        lone = not self.prepared.from_lines <= self.given.keys()
        self.costs, more = costs_of(scheme, values, lines, lone=lone)
        self.assumed += more
        self.report = lines is not None
        self.history = [_claim(number, one) for number, one in enumerate(history)]
        self.steps: list[StepResult] = []
        self.tests: dict[str, TestResult] = {}
        self.refused: list[Refusal] = []
        self.lost: Refusal | None = None
        self.summed = False

    def answer(self) -> Quote:
        if self.scheme.status == "unknown" and not self.scheme.steps:
            return self._quote(no_data=True)
        self._in_force()
        for category in self.scheme.categories:
            if category.share is not None:
                outcome = self.costs.share(category, self._run(category.id))
                self._record_share(category.id, category.label, outcome)
        for step in self.scheme.steps:
            if not step.body.on_lines:
                self._sum_up()
            self._try_tests()
            self._step(step)
        self._sum_up()
        self._try_tests()
        return self._quote(no_data=False)

    def _in_force(self) -> None:
        day = self.known[self.scheme.date_basis].value
        if isinstance(day, date) and not self.scheme.in_force(day):
            said = self.prepared.words.said([Said("not_in_force", {"day": day})], MONEY)
            self.refused.append(
                Refusal("not_in_force", self.scheme.date_basis, self.scheme.name, "", said)
            )

    def _sum_up(self) -> None:
        """Line steps are done: the categories become amounts."""
        if not self.summed:
            self.summed = True
            for category in self.scheme.categories:
                whole = self.costs.whole(category.id)
                self.known[category.id] = self.given.get(category.id, whole)

    def _try_tests(self) -> None:
        for test in self.scheme.tests:
            if test.id not in self.tests and self.prepared.tests[test.id] <= self.known.keys():
                self._test(test)

    def _test(self, test: Test) -> None:
        asked = truth(test.when, self.known)
        held = truth(test.needs, self.known) if asked.holds is not False else YES
        if asked.holds is None and held.holds is not True:
            held = Truth(None, held.missing | asked.missing)
        self.known[test.id] = Known(held.holds, held.missing)
        self.tests[test.id] = TestResult(
            test.id,
            test.label,
            test.clause,
            test.on_fail,
            held.holds,
            asked.holds is not False,
            tuple(sorted(held.missing)),
        )
        if held.holds is False and test.on_fail == "refuse":
            why = self.prepared.words.said([Said("test")], MONEY)
            self.refused.append(Refusal("test", test.id, test.label, test.clause, why))

    def _run(self, own: str) -> Run:
        return Run(
            own,
            self.known,
            self.prepared.units,
            self.history,
            self.prepared.indexes,
            self.scheme.date_basis,
        )

    def _step(self, step: Step) -> None:
        held = truth(step.when, self.known)
        skipped = held.holds is False
        if skipped:
            outcome = Outcome(self._passed(step), why=(Said("skipped"),))
        elif isinstance(step.body, LineStep):
            outcome = self._on_lines(step.body, self._run(step.id), held.missing)
        else:
            outcome = step.body.run(self._run(step.id))
        if held.holds is None:
            outcome = replace(outcome, value=unknown(held, outcome.value))
        if step.id in self.given:
            outcome = Outcome(self.given[step.id], why=(Said("given"),))
        outcome = self._rounded(step, outcome)
        self.known[step.id] = outcome.value
        for part in step.body.defines():
            value = outcome.parts.get(part, known(Fraction(0)) if skipped else outcome.value)
            self.known[f"{step.id}.{part}"] = value
        self._record(step, outcome, skipped)

    def _on_lines(self, body: LineStep, run: Run, missing: frozenset[str]) -> Outcome:
        if missing:
            self.costs.doubt(body, missing)
            return Outcome(Known(None, missing))
        return self.costs.apply(body, run)

    def _passed(self, step: Step) -> Known:
        if isinstance(step.body, LineStep):
            return self.costs.own(step.body.scope.categories)
        return self.known[step.body.passes] if step.body.passes else known(Fraction(0))

    def _rounded(self, step: Step, outcome: Outcome) -> Outcome:
        rule, value = self.scheme.rounding, outcome.value.number
        if value is None:
            return outcome
        if rule is not None and step.id in (rule.at or (self.scheme.result,)):
            said = Said(f"rounded_{rule.mode}", {"place": rule.place})
            new = rounded(value, rule.mode, rule.place)
        elif rule is None and step.id == self.scheme.result and self._unit(step.id) == MONEY:
            said = Said("smallest_unit")
            new = rounded(value, "half_up", coin(self.scheme.currency))
        else:
            return outcome
        if new == value:
            return outcome
        return replace(outcome, value=Known(new), why=(*outcome.why, said))

    def _unit(self, name: str) -> str:
        return self.prepared.units.get(name, MONEY)

    def _record(self, step: Step, outcome: Outcome, skipped: bool) -> None:
        unit = self._unit(step.id)
        why = self.prepared.words.said(outcome.why, unit)
        before = None if outcome.before is None else outcome.before.number
        value, clause = outcome.value.number, outcome.clause or step.clause
        parts = {name: _shown(one) for name, one in outcome.parts.items()}
        self.steps.append(
            StepResult(
                step.id,
                step.kind,
                step.label,
                None if value is None else decimal(value),
                unit,
                None if before is None else decimal(before),
                None if before is None or value is None else decimal(before - value),
                clause,
                step.law,
                step.origin.sources,
                why,
                skipped,
                parts,
            )
        )
        code = outcome.why[-1].code if outcome.why else step.kind
        refusal = Refusal(code, step.id, step.label, clause, why)
        if outcome.refused:
            self.refused.append(refusal)
        elif value is None and not outcome.value.missing and self.lost is None:
            self.lost = refusal

    def _record_share(self, name: str, label: Texts, outcome: Outcome) -> None:
        before = None if outcome.before is None else outcome.before.number
        after = outcome.value.number
        shown = None if after is None else decimal(after)
        first = None if before is None else decimal(before)
        cut = None if before is None or after is None else decimal(before - after)
        result = StepResult(name, "category_share", label, shown, MONEY, first, cut, "", "", (), {})
        self.steps.append(result)

    def _quote(self, *, no_data: bool) -> Quote:
        scheme = self.scheme
        final = self.known.get(scheme.result, Known(None))
        needed = set() if no_data else set(final.missing)
        open_tests = [
            test for test in self.tests.values() if test.on_fail == "refuse" and test.holds is None
        ]
        needed = needed.union(*(test.missing for test in open_tests))
        good = final.number is not None and not open_tests
        if not good and not needed and not self.refused and self.lost:
            self.refused.append(self.lost)
        good = good and not self.refused
        result = final.number if good else None
        unit = self._unit(scheme.result) if scheme.steps else MONEY
        end = ended(scheme, self.known, result, unit)
        order = [one.id for one in scheme.inputs]
        return Quote(
            scheme_id=scheme.id,
            family=scheme.family,
            status=scheme.status,
            currency=scheme.currency,
            unit=unit,
            discretionary=scheme.discretionary,
            result=None if result is None else decimal(result),
            steps=tuple(self.steps),
            tests=tuple(self.tests[test.id] for test in scheme.tests if test.id in self.tests),
            refused=tuple(self.refused),
            missing=_in_order(needed | end.missing, order),
            assumed=_in_order(set(self.assumed), order),
            to_decide=tuple(
                test.id
                for test in self.tests.values()
                if test.on_fail == "ask" and test.holds is not True
            ),
            payments=end.payments,
            net=end.net,
            no_data=no_data,
            values={name: _shown(one) for name, one in self.known.items()},
            lines=_lines(self.costs) if self.report else None,
        )


def _lines(costs: Costs) -> pl.DataFrame | None:
    return None if costs.frame is None else costs.frame.drop(SAID)


def _claim(number: int, one: Claim | Mapping[str, Any]) -> Claim:
    return one if isinstance(one, Claim) else Claim(str(number + 1), one, one.get("result"))


def _shown(one: Known) -> Shown:
    return decimal(one.value) if isinstance(one.value, Fraction) else one.value


def _in_order(names: set[str], order: Sequence[str]) -> tuple[str, ...]:
    places = {name: number for number, name in enumerate(order)}
    return tuple(sorted(names, key=lambda name: (places.get(name, -1), name)))
