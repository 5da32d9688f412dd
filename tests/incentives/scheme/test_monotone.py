"""More qualifying spend never lowers a shipped scheme, except where its file lists a cliff."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simpul.incentives.scheme.quote import quote
from simpul.incentives.scheme.reading import read_scheme
from simpul.incentives.scheme.spec import Input, Scheme
from simpul.incentives.scheme.terms import Constant
from simpul.incentives.scheme.trace import Quote

CITIES = Path(__file__).resolve().parents[3] / "cities"
FILES = sorted(CITIES.glob("*/schemes/*.toml"))


@lru_cache
def scheme_of(file: Path) -> Scheme:
    return read_scheme(file)


HELD = [file for file in FILES if any(one.qualifying for one in scheme_of(file).inputs)]


@lru_cache
def numbers_in(file: Path) -> list[int]:
    """Round amounts of the file: thresholds and caps are among them."""
    found = {int(n.replace("_", "")) for n in re.findall(r"\b[1-9][0-9_]{3,}\b", file.read_text())}
    return sorted(found)


@cache
def spends(file: Path) -> st.SearchStrategy[int]:
    near = st.tuples(st.sampled_from([*numbers_in(file), 1000]), st.integers(-1, 1)).map(sum)
    return near | st.integers(0, 9).flatmap(lambda n: st.integers(0, 10 ** (n + 3)))


@cache
def facts_of(file: Path) -> dict[str, st.SearchStrategy[Any]]:
    """What each input may be; made once, as a strategy is checked when it is first drawn from."""
    scheme = scheme_of(file)
    return {one.id: fact(one, scheme, file) for one in scheme.inputs}


@cache
def some_spends(file: Path) -> st.SearchStrategy[list[int]]:
    return st.lists(spends(file), min_size=3, max_size=5)


def fact(one: Input, scheme: Scheme, file: Path) -> st.SearchStrategy[Any]:
    if one.kind == "amount":
        return spends(file)
    if one.kind == "count":
        return st.integers(int(one.least or 0), int(one.most or 120))  # type: ignore[call-overload]
    if one.kind in ("share", "number"):
        most = one.most if isinstance(one.most, Fraction) else 1
        return st.integers(0, int(most * 100)).map(lambda n: Decimal(n) / 100)
    if one.kind == "flag":
        return st.booleans() | st.just(True)
    if one.kind == "choice":
        return st.sampled_from(sorted(one.choices))
    return day_in_force(scheme)


def day_in_force(scheme: Scheme) -> st.SearchStrategy[date]:
    begin = scheme.valid_from or (scheme.valid_to or date(2021, 1, 1)) - timedelta(days=300)
    last = (scheme.valid_to or begin + timedelta(days=300)) - timedelta(days=1)
    return st.integers(0, (last - begin).days).map(lambda n: begin + timedelta(days=n))


def money(answer: Quote) -> Decimal:
    """The result; a refusal is nothing."""
    assert not answer.missing, answer.missing
    return answer.result if answer.result is not None else Decimal(0)


def cliff_between(scheme: Scheme, low: Quote, high: Quote) -> bool:
    """Does one of the file's cliffs lie between two quotes?"""
    for cliff in scheme.cliffs:
        before, after = low.values.get(cliff.of), high.values.get(cliff.of)
        if not isinstance(before, Decimal) or not isinstance(after, Decimal):
            continue
        if not isinstance(cliff.at, Constant):
            return before != after
        if before <= cliff.at.value <= after:  # type: ignore[operator]
            return True
    return False


@pytest.mark.parametrize("file", HELD, ids=lambda file: file.stem)
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_more_never_means_less_but_at_a_listed_cliff(file: Path, data: st.DataObject) -> None:
    scheme = scheme_of(file)
    facts = {name: data.draw(found, label=name) for name, found in facts_of(file).items()}
    facts.setdefault(scheme.date_basis, data.draw(day_in_force(scheme)))
    raised = data.draw(st.sampled_from([one.id for one in scheme.inputs if one.qualifying]))
    steps = sorted(set(data.draw(some_spends(file), label=raised)))
    answers = [quote(scheme, {**facts, raised: spend}) for spend in steps]
    for low, high in pairwise(answers):
        if money(high) < money(low):
            assert cliff_between(scheme, low, high), (raised, facts, money(low), money(high))


DOWNWARD = [
    (
        "ie-s481-sceal",
        "local",
        20_000_000,
        "local_spend",
        {"total_cost": 60_000_000, "project_kind": "feature", "key_creatives": True},
    ),
    (
        "us-ma",
        "payroll",
        1_000_000,
        "lead_pay",
        {
            "payroll_spend": 5_000_000,
            "local_spend": 0,
            "total_cost": 9_000_000,
            "shoot_days": 5,
            "total_shoot_days": 30,
        },
    ),
]
"""Cliffs where one unit more means less money: the law's own, each listed in its file."""


@pytest.mark.parametrize(("name", "of", "at", "raised", "facts"), DOWNWARD)
def test_the_known_cliffs_fall_and_are_listed(
    name: str, of: str, at: int, raised: str, facts: dict[str, Any]
) -> None:
    scheme = scheme_of(next(file for file in FILES if file.stem == name))
    below, on = (money(quote(scheme, {**facts, raised: spend})) for spend in (at - 1, at))
    assert on < below
    listed = [
        (cliff.of, cliff.at.value) for cliff in scheme.cliffs if isinstance(cliff.at, Constant)
    ]
    assert (of, at) in listed
