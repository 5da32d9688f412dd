"""How near a quote stands to each edge, and what lies beyond."""

from __future__ import annotations

from decimal import Decimal

from simpul.incentives.scheme.sensitivity import thresholds

from .building import amount, cost, count, made

STEPS = [
    {"id": "base", "kind": "sum", "of": ["spend"]},
    {"id": "rate", "kind": "tier", "method": "whole_base",
     "tiers": [{"needs": {"base": {"at_least": 1000}, "days": {"more_than": 5}}, "rate": "25%"},
               {"rate": "20%"}]},
    {"id": "rebate", "kind": "share", "of": "base", "rate": "rate"},
]  # fmt: skip
TESTS = [{"id": "least", "of": "base", "at_least": 500, "clause": "s 3"},
         {"id": "budget", "of": "total", "at_most": 5000}]  # fmt: skip


def test_every_edge_with_what_is_beyond_it_the_nearest_first() -> None:
    scheme = made(
        STEPS,
        inputs=[cost("spend"), count("days"), amount("total")],
        categories=["spend"],
        tests=TESTS,
    )
    found = thresholds(scheme, {"spend": 1100, "days": 6, "total": 4000})
    told = [(one.of, one.at, one.holds, one.margin, one.beyond, one.where) for one in found]
    assert told == [
        ("base", 1000, True, 100, Decimal("200.00"), "rate"),  # 20% of 999.99, rounded
        ("total", 5000, True, -1000, None, "budget"),  # a fifth away, as the days are
        ("days", 5, True, 1, 220, "rate"),
        ("base", 500, True, 600, None, "least"),
    ]


def test_an_edge_not_reached_says_what_reaching_it_brings() -> None:
    scheme = made(STEPS, inputs=[cost("spend"), count("days")], categories=["spend"])
    found = {one.of: one for one in thresholds(scheme, {"spend": 990, "days": 6})}
    assert (found["base"].holds, found["base"].margin, found["base"].beyond) == (False, -10, 250)
    found = {one.of: one for one in thresholds(scheme, {"spend": 1000, "days": 5})}
    assert (found["days"].holds, found["days"].beyond) == (False, 250)


def test_what_is_not_known_has_no_edge() -> None:
    scheme = made(STEPS, inputs=[cost("spend"), count("days")], categories=["spend"])
    assert [one.of for one in thresholds(scheme, {"spend": 990})] == ["base"]
