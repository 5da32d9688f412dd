"""“A little more and the rate is 25 %”: told where the rules jump, with the figures of the rule."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from simpul.incentives.estimate.edges import edges, switches
from simpul.incentives.estimate.quoting import quoted
from simpul.incentives.scheme.reading import read_scheme
from simpul.incentives.scheme.spec import Scheme

HEAD = """
[scheme]
id = "xx-a"
family = "xx-a"
country = "XX"
name = { en = "A", id = "A" }
authority = "A"
instrument = "rebate"
currency = "KRW"
valid_from = 2026-01-01
date_basis = "application"
grade = "A"
status = "confirmed"

[[source]]
id = "s"
title = "S"
publisher = "S"
date = 2026-01-01
url = ""

[[category]]
id = "local"
label = { en = "Local costs", id = "Biaya setempat" }

[[input]]
id = "spend"
kind = "amount"
category = "local"
label = { en = "Spend", id = "Belanja" }

[[input]]
id = "days"
kind = "count"
unit = "days"
label = { en = "Days", id = "Hari" }

[[input]]
id = "local_lead"
kind = "flag"
required = false
default = false
label = { en = "Local lead?", id = "Pemeran utama setempat?" }

[[test]]
id = "enough"
of = "local"
at_least = 100_000_000
clause = "art. 1"
label = { en = "At least 100 m", id = "Sedikitnya 100 juta" }

[[step]]
id = "basic"
kind = "tier"
method = "whole_base"
of = "local"
tiers = [
  { needs = { local = { at_least = 800_000_000 }, days = { at_least = 10 } }, rate = "25%" },
  { rate = "20%" },
]
clause = "art. 2"
label = { en = "Rate", id = "Tarif" }

[[step]]
id = "more"
kind = "uplift"
of = "local"
rate = "5%"
needs = { local_lead = true }
label = { en = "Lead", id = "Pemeran utama" }

[[step]]
id = "all"
kind = "sum"
of = ["basic", "more"]
label = { en = "All", id = "Semua" }
"""


@pytest.fixture(scope="module")
def scheme() -> Scheme:
    return read_scheme(HEAD, "xx-a.toml")


def told(scheme: Scheme, spend: int, days: int) -> set[tuple[str, bool, Decimal, Decimal | None]]:
    facts = {"spend": Decimal(spend), "days": Decimal(days), "local_lead": False}
    found = edges(scheme, facts, quoted(scheme, facts))
    return {(one.of, one.more, one.by, one.then) for one in found}


def test_six_hundred_more_and_the_rate_is_25_percent(scheme: Scheme) -> None:
    # 799,999,400 × 20 % = 159,999,880; at 800,000,000 the rate is 25 %: 200,000,000.
    assert told(scheme, 799_999_400, 12) == {("local", True, Decimal(600), Decimal(200_000_000))}


def test_one_day_less_and_the_rate_falls(scheme: Scheme) -> None:
    # 799,999,999 × 20 % = 159,999,999.8, in whole won 160,000,000.
    assert told(scheme, 900_000_000, 10) == {
        ("local", False, Decimal(100_000_001), Decimal(160_000_000)),
        ("days", False, Decimal(1), Decimal(180_000_000)),
    }


def test_below_the_least_spend_nothing_is_paid(scheme: Scheme) -> None:
    assert told(scheme, 110_000_000, 3) == {("local", False, Decimal(10_000_001), None)}


def test_what_is_far_away_is_not_told(scheme: Scheme) -> None:
    assert told(scheme, 400_000_000, 2) == set()


def test_a_question_whose_other_answer_brings_more(scheme: Scheme) -> None:
    facts = {"spend": Decimal(400_000_000), "days": Decimal(2)}
    found = switches(scheme, facts, quoted(scheme, facts))
    assert [(one.input.id, one.value, one.now, one.then) for one in found] == [
        ("local_lead", True, Decimal(80_000_000), Decimal(100_000_000))
    ]


def test_the_shipped_rules_of_kofic_jump_where_their_page_says() -> None:
    file = Path(__file__).parents[3] / "cities/shared/schemes/kr-kofic-1024.toml"
    shipped = read_scheme(file)
    spend = next(one.id for one in shipped.inputs if one.kind == "amount")
    days = next(one.id for one in shipped.inputs if one.unit == "days")
    facts = {spend: Decimal(799_000_000), days: Decimal(12)}
    facts |= {one.id: Decimal(1) for one in shipped.inputs if one.kind == "share"}
    found = edges(shipped, facts, quoted(shipped, facts))
    assert any(one.more and one.by == 1_000_000 and one.then == 200_000_000 for one in found)
