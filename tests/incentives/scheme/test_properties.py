"""What holds for every scheme of a kind: periods, order of lines, exactness, no float."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simpul.incentives.scheme.quote import claim_of, quote
from simpul.incentives.scheme.reading import read_scheme
from simpul.incentives.scheme.steps.base import Claim
from simpul.incentives.scheme.trace import Quote

from .building import amount, cost, made

SHARED = Path(__file__).resolve().parents[3] / "cities" / "shared" / "schemes"

CLAIMS = made(
    [
        {"id": "to_date", "kind": "base_cap", "of": "uk", "share": "80%", "base": "core"},
        {"id": "now", "kind": "cumulative", "method": "less_last", "of": "to_date"},
        {"id": "credit", "kind": "share", "of": "now", "rate": "34%"},
    ],
    inputs=[amount("uk"), amount("core")],
)
RESULTS = made(
    [
        {"id": "whole", "kind": "tier", "method": "marginal", "of": "uk",
         "tiers": [{"to": 1_000_000, "rate": "30%"}, {"rate": "25%"}]},
        {"id": "capped", "kind": "project_cap", "of": "whole", "share": "15%", "base": "core"},
        {"id": "credit", "kind": "cumulative", "method": "less_all", "of": "capped"},
    ],
    inputs=[amount("uk"), amount("core")],
)  # fmt: skip

coins = st.integers(0, 10**11).map(lambda n: Decimal(n) / 100)
periods = st.lists(st.tuples(coins, coins), min_size=1, max_size=5)


def in_periods(scheme: Any, parts: list[tuple[Decimal, Decimal]]) -> list[Quote]:
    """One claim after the other, each with what was spent up to then."""
    history: list[Claim] = []
    answers = []
    uk = core = Decimal(0)
    for number, (here, elsewhere) in enumerate(parts):
        uk, core = uk + here, core + here + elsewhere
        answer = quote(scheme, {"uk": uk, "core": core}, history=history)
        history.append(claim_of(answer, str(number)))
        answers.append(answer)
    return answers


@settings(max_examples=60, deadline=None)
@given(parts=periods)
def test_claims_in_parts_come_to_the_claim_of_the_whole(
    parts: list[tuple[Decimal, Decimal]],
) -> None:
    """Where results are taken off, to the coin; where amounts are, to half a coin a claim."""
    uk = sum(here for here, _ in parts)
    core = uk + sum(elsewhere for _, elsewhere in parts)
    for scheme, slack in ((RESULTS, Decimal(0)), (CLAIMS, Decimal("0.005") * (len(parts) + 1))):
        answers = in_periods(scheme, parts)
        whole = quote(scheme, {"uk": uk, "core": core})
        paid = sum((answer.result or Decimal(0) for answer in answers), Decimal(0))
        assert abs(paid - (whole.result or Decimal(0))) <= slack
    counted = sum((answer.step("now").value or Decimal(0) for answer in answers), Decimal(0))
    assert counted == whole.step("to_date").value


@pytest.mark.parametrize("name", ["uk-avec", "uk-vgec"])
@settings(max_examples=20, deadline=None)
@given(parts=st.lists(st.tuples(coins.filter(bool), st.integers(0, 100)), min_size=1, max_size=4))
def test_the_credits_of_the_united_kingdom_in_periods_come_to_one_claim(
    name: str, parts: list[tuple[Decimal, int]]
) -> None:
    """Spend up to each claim, of which so many hundredths more elsewhere: the shipped files."""
    scheme = read_scheme(SHARED / f"{name}.toml")
    kind = {"project_kind": "feature"} if scheme.input("project_kind") else {}
    history: list[Claim] = []
    core = elsewhere = paid = Decimal(0)
    for number, (uk, share) in enumerate(parts):
        core, elsewhere = core + uk + uk * share / 100, elsewhere + uk * share / 100
        facts = {**kind, "core_cost": core, "non_uk_core": elsewhere}
        answer = quote(scheme, facts, history=history)
        assert answer.result is not None
        history.append(claim_of(answer, str(number)))
        paid += answer.result
    whole = quote(scheme, facts).result
    assert whole is not None
    assert abs(paid - whole) <= Decimal("0.005") * (len(parts) + 1)


REPORT = made(
    [
        {"id": "time", "kind": "window", "from": date(2026, 1, 10)},
        {"id": "there", "kind": "place", "of": ["hire"], "within": ["XX"]},
        {"id": "person", "kind": "per_person_limit", "limit": 500, "of": ["cast"]},
        {"id": "half", "kind": "apportionment", "of": ["hire"], "share": "33.3%"},
        {"id": "cap", "kind": "category_sub_cap", "rest": ["hire"], "base": "result",
         "classes": [{"of": "cast", "at_most": "20%"}]},
        {"id": "credit", "kind": "share", "of": "cap", "rate": "32%"},
    ],
    inputs=[cost("cast"), cost("hire")],
    categories=["cast", "hire"],
)  # fmt: skip

row = st.fixed_dictionaries(
    {
        "category": st.sampled_from(["cast", "hire", ""]),
        "amount": st.integers(-50_000, 100_000).map(lambda n: Decimal(n) / 100),
        "date": st.integers(0, 20).map(lambda n: date(2026, 1, 1) + timedelta(days=n)),
        "payee_id": st.sampled_from(["a", "b", "c"]),
        "place": st.sampled_from(["XX", "XX-1", "YY"]),
        "doc_no": st.sampled_from(["1", "2"]),
        "account": st.just("1400"),
    }
)


def frame(rows: list[dict[str, Any]]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema_overrides={"amount": pl.Decimal(38, 4), "date": pl.Date})


@settings(max_examples=30, deadline=None)
@given(rows=st.lists(row, min_size=1, max_size=25), data=st.data())
def test_the_order_of_lines_means_nothing(rows: list[dict[str, Any]], data: st.DataObject) -> None:
    mixed = data.draw(st.permutations(rows))
    one, other = quote(REPORT, {}, frame(rows)), quote(REPORT, {}, frame(mixed))
    assert [step.value for step in one.steps] == [step.value for step in other.steps]
    assert one.result == other.result


@settings(max_examples=30, deadline=None)
@given(rows=st.lists(row, min_size=1, max_size=25))
def test_the_columns_come_to_what_a_loop_over_the_lines_comes_to(
    rows: list[dict[str, Any]],
) -> None:
    """The same rules, once more and line by line."""
    people: dict[str, Decimal] = {}
    hire = Decimal(0)
    for one in rows:
        if one["date"] < date(2026, 1, 10):
            continue
        if one["category"] == "cast":
            people[one["payee_id"]] = people.get(one["payee_id"], Decimal(0)) + one["amount"]
        elif one["category"] == "hire" and one["place"].startswith("XX"):
            hire += one["amount"]
    cast = sum((min(paid, Decimal(500)) for paid in people.values()), Decimal(0))
    answer = quote(REPORT, {}, frame(rows))
    assert answer.values["cast"] == cast
    assert answer.values["hire"] == hire * Decimal("0.333")


def test_no_value_of_a_quote_is_a_float() -> None:
    rows = [
        {
            "category": name,
            "amount": Decimal("0.1"),
            "date": date(2026, 2, 1),
            "payee_id": "a",
            "place": "XX",
            "doc_no": "1",
            "account": "1",
        }
        for name in ("cast", "hire")
    ]
    answer = quote(REPORT, {}, frame(rows))
    found = [*answer.values.values(), *(step.value for step in answer.steps), answer.result]
    assert all(isinstance(value, Decimal | date) for value in found if value is not None)
    assert answer.lines is not None
    assert not any(kind.is_float() for kind in answer.lines.schema.values())
