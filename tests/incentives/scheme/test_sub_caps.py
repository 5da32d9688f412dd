"""Caps that include themselves, against a solver that goes about it in another way."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simpul.incentives.scheme.quote import quote
from simpul.incentives.scheme.steps.caps import self_including

from .building import cost, made


def by_trying_all(
    rest: Fraction, costs: list[Fraction], shares: list[Fraction]
) -> list[list[Fraction]]:
    """Every solution: for each set of classes that might be cut, the total that would follow, kept
    when exactly these classes are then above their share."""
    found = []
    for size in range(len(costs) + 1):
        for cut in combinations(range(len(costs)), size):
            left = rest + sum(costs[i] for i in range(len(costs)) if i not in cut)
            total = left / (1 - sum(shares[i] for i in cut))
            fits = all((costs[i] > shares[i] * total) is (i in cut) for i in range(len(costs)))
            if fits:
                found.append(
                    [shares[i] * total if i in cut else costs[i] for i in range(len(costs))]
                )
    return found


money = st.integers(0, 10**12).map(lambda n: Fraction(n, 100))


@st.composite
def classes(draw: st.DrawFn) -> tuple[list[Fraction], list[Fraction]]:
    size = draw(st.integers(1, 4))
    costs = draw(st.lists(money, min_size=size, max_size=size))
    weights = draw(st.lists(st.integers(0, 100), min_size=size + 1, max_size=size + 1))
    whole = sum(weights[:-1]) + weights[-1] + 1
    return costs, [Fraction(weight, whole) for weight in weights[:-1]]


@settings(max_examples=200, deadline=None)
@given(rest=money.filter(bool), found=classes())
def test_it_is_the_only_solution(
    rest: Fraction, found: tuple[list[Fraction], list[Fraction]]
) -> None:
    costs, shares = found
    assert by_trying_all(rest, costs, shares) == [self_including(rest, costs, shares)]


@settings(max_examples=100, deadline=None)
@given(rest=money, found=classes(), more=money)
def test_more_of_anything_never_lowers_the_whole(
    rest: Fraction, found: tuple[list[Fraction], list[Fraction]], more: Fraction
) -> None:
    costs, shares = found
    before = rest + sum(self_including(rest, costs, shares))
    assert rest + more + sum(self_including(rest + more, costs, shares)) >= before
    for i in range(len(costs)):
        raised = [cost + more if i == j else cost for j, cost in enumerate(costs)]
        assert rest + sum(self_including(rest, raised, shares)) >= before


def test_two_classes_of_a_fifth_are_a_third_of_the_rest_each_and_one_is_a_quarter() -> None:
    fifth = Fraction(1, 5)
    assert self_including(Fraction(300), [Fraction(999)] * 2, [fifth] * 2) == [100, 100]
    assert self_including(Fraction(400), [Fraction(999)], [fifth]) == [100]
    # one over its share, the other not: (400 + 50) / 4
    assert self_including(Fraction(400), [Fraction(999), Fraction(50)], [fifth] * 2) == [
        Fraction(225, 2),
        50,
    ]


def test_without_anything_else_nothing_is_left() -> None:
    assert self_including(Fraction(0), [Fraction(5)], [Fraction(1, 5)]) == [0]
    assert self_including(Fraction(0), [Fraction(0)], [Fraction(0)]) == [0]


@pytest.mark.parametrize(
    ("base", "whole", "cast"), [("result", 400, 80), ("before", 420, 100), ("local", 384, 64)]
)
def test_a_share_of_what_comes_out_of_all_that_goes_in_or_of_another_amount(
    base: str, whole: int, cast: int
) -> None:
    """320 at home, 180 for cast, a fifth: of the result 80, of all 500 100, of 320 it is 64."""
    step = {
        "id": "capped",
        "kind": "category_sub_cap",
        "rest": ["local"],
        "classes": [{"of": "cast", "at_most": "20%"}],
        "base": base,
    }
    scheme = made([step], inputs=[cost("local"), cost("cast")], categories=["local", "cast"])
    answer = quote(scheme, {"local": 320, "cast": 180})
    assert answer.result == whole
    assert answer.values["capped.cast"] == cast
    assert answer.step("capped").cut == 500 - whole


def test_a_class_may_have_a_limit_of_money_too() -> None:
    step = {
        "id": "capped",
        "kind": "category_sub_cap",
        "rest": ["local"],
        "classes": [{"of": "cast", "at_most": "2%", "amount": 10}],
        "base": "local",
    }
    scheme = made([step], inputs=[cost("local"), cost("cast")], categories=["local", "cast"])
    assert quote(scheme, {"local": 1000, "cast": 50}).result == 1010
    assert quote(scheme, {"local": 100, "cast": 50}).result == 102
