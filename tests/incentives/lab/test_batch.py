"""Ten thousand cases at once give what each would give alone."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from random import Random
from time import perf_counter
from typing import Any

import pytest

from simpul.incentives.estimate.answers import asked
from simpul.incentives.estimate.quoting import quoted
from simpul.incentives.lab.reckoning.batch import quotes
from simpul.incentives.scheme.costs import looks_at_lines
from simpul.incentives.scheme.reading import read_scheme
from simpul.incentives.scheme.spec import Input, Scheme

CITIES = Path(__file__).parents[3] / "cities"
FILES = sorted([*CITIES.glob("shared/schemes/*.toml"), *CITIES.glob("jakarta/schemes/*.toml")])


def value(one: Input, rng: Random, scheme: Scheme) -> Any:
    if one.kind == "amount":
        return Decimal(rng.randrange(0, 60_000_000))
    if one.kind == "count":
        return Decimal(rng.randrange(0, 40))
    if one.kind in ("share", "number"):
        most = one.most if isinstance(one.most, Fraction) else Fraction(1)
        return Decimal(rng.randrange(0, 100)) / 100 * Decimal(float(most)).quantize(Decimal("0.01"))
    if one.kind == "flag":
        return rng.randrange(2) == 1
    if one.kind == "choice":
        return rng.choice(sorted(one.choices))
    return scheme.valid_from


def facts_of(scheme: Scheme, rng: Random, *, left_out: int) -> dict[str, Any]:
    made = {one.id: value(one, rng, scheme) for one in asked(scheme)}
    return {
        name: one
        for name, one in made.items()
        if one is not None and rng.randrange(100) >= left_out
    }


SCHEMES = {file.stem: read_scheme(file) for file in FILES}
WITH_LINES = sorted(name for name, one in SCHEMES.items() if looks_at_lines(one))


def test_some_shipped_schemes_look_at_single_costs() -> None:
    assert "id-jakarta-rebate-scenario" in WITH_LINES
    assert len(WITH_LINES) >= 4


@pytest.mark.parametrize("name", WITH_LINES)
def test_a_batch_gives_what_each_case_gives_alone(name: str) -> None:
    scheme, rng = SCHEMES[name], Random(7)
    cases = [facts_of(scheme, rng, left_out=8) for _number in range(12)]
    for facts, together in zip(cases, quotes(scheme, cases), strict=True):
        alone = quoted(scheme, facts)
        assert together.result == alone.result, facts
        assert together.missing == alone.missing
        assert [one.of for one in together.refused] == [one.of for one in alone.refused]
        assert [(t.id, t.holds) for t in together.tests] == [(t.id, t.holds) for t in alone.tests]
        values = {step.id: step.value for step in alone.steps}
        assert {step.id: step.value for step in together.steps} == values


def test_a_scheme_without_such_steps_is_quoted_as_ever() -> None:
    scheme, rng = SCHEMES["kr-kofic-896"], Random(3)
    cases = [facts_of(scheme, rng, left_out=0) for _number in range(5)]
    assert [q.result for q in quotes(scheme, cases)] == [quoted(scheme, f).result for f in cases]


def test_three_hundred_cases_of_the_longest_scheme_take_seconds() -> None:
    scheme, rng = SCHEMES["id-jakarta-rebate-scenario"], Random(1)
    cases = [facts_of(scheme, rng, left_out=0) for _number in range(300)]
    began = perf_counter()
    assert sum(1 for _one in quotes(scheme, cases)) == 300
    # 10,000 cases under two versions in a minute leave 3 ms each; this is for a busy machine.
    assert perf_counter() - began < 300 * 0.012
