"""A scheme as the lab's question: what does this case get under this version?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from simpul.incentives.estimate.answers import asked
from simpul.incentives.lab.reckoning.batch import quotes
from simpul.incentives.lab.reckoning.cases import Case, Outcome
from simpul.incentives.lab.reckoning.trial import Rules
from simpul.incentives.scheme.conditions import Compare
from simpul.incentives.scheme.spec import Scheme
from simpul.incentives.scheme.terms import Constant
from simpul.incentives.scheme.trace import Quote, StepResult


def rules_of(scheme: Scheme, *, known_as: Scheme | None = None) -> Rules:
    """The version's rules. A fact is found by the input's name; where the version whose names the
    cases use (`known_as`) calls it otherwise, by what it means."""
    names = _names(scheme, known_as or scheme)
    limits = tuple(_limits(scheme))

    def rules(cases: Sequence[Case]) -> Iterator[Outcome]:
        facts = [
            {own: case.facts[theirs] for own, theirs in names.items() if theirs in case.facts}
            for case in cases
        ]
        return (outcome(found, limits) for found in quotes(scheme, facts))

    return rules


def _names(scheme: Scheme, other: Scheme) -> dict[str, str]:
    """Own input -> the name under which the cases know it."""
    theirs = {one.id for one in asked(other)}
    meanings = {one.means: one.id for one in reversed(asked(other)) if one.means}
    found = {}
    for one in asked(scheme):
        if one.id in theirs:
            found[one.id] = one.id
        elif one.means in meanings:
            found[one.id] = meanings[one.means]
    return found


Limit = tuple[str, str, Decimal]
"""Test, name that is measured, number it is held against."""


def _limits(scheme: Scheme) -> Iterator[Limit]:
    for test in scheme.tests:
        one = test.needs
        term = one.value if isinstance(one, Compare) else None
        number = term.value if isinstance(term, Constant) else None
        if isinstance(one, Compare) and isinstance(number, Fraction):
            yield test.id, one.name, Decimal(number.numerator) / Decimal(number.denominator)


def outcome(found: Quote, limits: tuple[Limit, ...] = ()) -> Outcome:
    """A quote in the lab's terms: refused is nothing paid; missing or no data is not known."""
    if found.refused:
        amount: Decimal | None = Decimal(0)
    else:
        amount = None if found.no_data or found.missing else found.result
    marks = {
        one.id: "pass" if one.holds else "fail" for one in found.tests if one.holds is not None
    }
    marks |= {one.id: _tier(one) for one in found.steps if one.kind == "tier"}
    measured = {
        test: (value, wanted)
        for test, name, wanted in limits
        if isinstance(value := found.values.get(name), Decimal)
    }
    refused = tuple(one.of for one in found.refused)
    return Outcome(amount, refused, () if found.refused else found.missing, marks, measured)


def _tier(one: StepResult) -> str:
    """The tier in the engine's own words ("the tier of 25%"), which name its rate. A marginal
    scale has no tier to jump to."""
    words = one.why.get("en", "")
    return "" if "=" in words else words.partition(";")[0]
