"""The order of lines, and in how many parts they come, changes nothing; totals are exact."""

from __future__ import annotations

import random
from collections.abc import Callable
from decimal import Decimal
from hashlib import sha256
from typing import Any

import polars as pl
import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simpul.incentives.report.reckoning import synthetic
from simpul.incentives.report.reckoning.frame import counted
from simpul.incentives.report.reckoning.report import Report
from simpul.incentives.report.reckoning.sampling import Plan, draw, lots_of

PLAN = Plan(Decimal(90_000_000), 25, "0123456789abcdef")


def _seen(report: Report) -> tuple[Any, ...]:
    """Everything about a report but where its lines stand."""
    keys = dict(report.lines.select("row", "key").iter_rows())
    sample = draw(counted(report.lines), PLAN)
    return (
        report.by_category().rows(),
        report.claimed,
        report.total,
        sorted((keys.get(row), flag) for row, flag, _note in report.flags.iter_rows()),
        sorted((keys[row], why, amount) for row, why, amount in sample.iter_rows()),
    )


@pytest.mark.parametrize("numbered", [True, False])
@settings(max_examples=4, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10**6))
def test_the_order_of_lines_is_irrelevant(
    read: Callable[..., Report], numbered: bool, seed: int
) -> None:
    frame = synthetic.make(400, seed=5).frame
    if not numbered:
        frame = frame.drop("row_id", "reverses_row")
    first = _seen(read(frame.write_csv()))
    turned = frame.sample(fraction=1, shuffle=True, seed=seed)
    assert _seen(read(turned.write_csv())) == first


@given(st.lists(st.decimals("-99999999", "99999999", places=2), min_size=2, max_size=40))
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_totals_are_those_of_decimal_and_parts_add_up(
    read: Callable[..., Report], values: list[Decimal]
) -> None:
    rows = [f"2026-03-24;1405;{value}\n" for value in values]
    head = "date;acct;amount\n"
    whole = read(head + "".join(rows), currency="IDR", decimal=".")
    assert whole.total == sum(values)
    cut = random.Random(len(values)).randrange(1, len(values))
    parts = [
        read(head + "".join(part), currency="IDR", decimal=".") for part in (rows[:cut], rows[cut:])
    ]
    assert sum(part.claimed for part in parts) == whole.claimed


def test_the_same_seed_draws_the_same_and_another_draws_others(
    read: Callable[..., Report],
) -> None:
    lines = counted(read(synthetic.make(2000, seed=5, faults=False).frame.write_csv()).lines)
    first, again = draw(lines, PLAN), draw(lines, PLAN)
    assert first.equals(again)
    assert first.filter(pl.col("why") == "drawn").height == 25
    large = lines.filter(pl.col("amount").abs() >= PLAN.threshold)["row"].to_list()
    assert first.filter(pl.col("why") == "large")["row"].to_list() == large
    assert large
    other = draw(lines, Plan(PLAN.threshold, 25, "another"))
    assert not other.equals(first)


def test_every_line_is_drawn_about_as_often() -> None:
    lines = pl.DataFrame(
        {
            "row": range(40),
            "key": [f"k{n}" for n in range(40)],
            "amount": pl.Series([Decimal(1)] * 40, dtype=pl.Decimal(38, 4)),
        }
    )
    hits = [0] * 40
    for seed in range(800):
        for row in draw(lines, Plan(Decimal(10), 10, str(seed)))["row"]:
            hits[row] += 1
    # 800 draws of a quarter: 200 expected, standard deviation 12.2
    assert all(140 < count < 260 for count in hits)


def _lot(key: str, seed: str) -> int:
    """By the rule in docs/cost-report.md, one line at a time, through a chain of another maker."""
    text = key.encode()
    size = len(text).to_bytes(8, "little") + bytes(8)
    text = sha256(text).digest() if len(text) > 48 else text
    message = size + text + bytes(-len(text) % 16)
    chain = Cipher(algorithms.AES(sha256(seed.encode()).digest()), modes.CBC(bytes(16)))
    return int.from_bytes(chain.encryptor().update(message)[-16:][:8], "big")


@given(
    st.lists(st.text(max_size=40) | st.sampled_from(["é" * 24, "y" * 49, "z" * 300]), max_size=9),
    st.text(max_size=9),
)
def test_a_lot_is_worked_out_from_seed_and_key_alone(keys: list[str], seed: str) -> None:
    together = lots_of(pl.Series("key", keys, dtype=pl.String), seed).tolist()
    assert together == [_lot(key, seed) for key in keys]


def test_asking_for_more_lines_than_there_are_draws_all() -> None:
    lines = pl.DataFrame(
        {
            "row": [1, 2],
            "key": ["a", "b"],
            "amount": pl.Series([Decimal(1)] * 2, dtype=pl.Decimal(38, 4)),
        }
    )
    assert draw(lines, Plan(Decimal(10), 1000, "s")).height == 2
    assert draw(lines, Plan(Decimal(10), 0, "s")).height == 0
