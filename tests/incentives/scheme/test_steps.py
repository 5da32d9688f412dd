"""Each kind of step on amounts. Expected values are worked out by hand, from the rule in words."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from simpul.incentives.scheme.facts import FactProblem
from simpul.incentives.scheme.quote import claim_of, quote
from simpul.incentives.scheme.trace import Quote

from .building import amount, choice, cost, count, flag, made

D = Decimal


def run(steps: list[dict[str, Any]], facts: dict[str, Any], **more: Any) -> Quote:
    """Steps over whatever the facts are: whole numbers are amounts, texts choices, and so on."""
    history, given = more.pop("history", ()), more.pop("given", None)
    inputs = more.pop("inputs", [amount(name) for name in facts])
    return quote(made(steps, inputs=inputs, **more), facts, history=history, given=given)


def test_plain_arithmetic() -> None:
    answer = run(
        [
            {"id": "s", "kind": "sum", "of": ["a", "b", "c"]},
            {"id": "d", "kind": "difference", "of": "a", "minus": ["b", "c"]},
            {"id": "floor", "kind": "difference", "of": "b", "minus": ["a"], "not_below": 0},
            {"id": "part", "kind": "share", "of": "a", "rate": "32%"},
            {"id": "low", "kind": "lower_of", "of": ["a", "b", "50"]},
            {"id": "high", "kind": "higher_of", "of": ["a", "b"]},
            {"id": "how", "kind": "ratio", "of": "b", "to": "c"},
            {"id": "times", "kind": "product", "of": "a", "times": "how"},
        ],
        {"a": 100, "b": 40, "c": 70},
    )
    values = {step.id: step.value for step in answer.steps}
    assert values["s"] == 210
    assert values["d"] == -10
    assert values["floor"] == 0
    assert values["part"] == 32
    assert values["low"] == 40
    assert values["high"] == 100
    assert values["how"] == D("0.571428571429")  # shown so
    assert values["times"] == D("57.14")  # 100 x 4/7, rounded once, at the end


def test_a_third_three_times_is_whole_again() -> None:
    answer = run(
        [
            {"id": "third", "kind": "ratio", "of": "a", "to": "b"},
            {"id": "x", "kind": "product", "of": "b", "times": "third"},
        ],
        {"a": 1, "b": 3},
    )
    assert answer.result == 1


def test_nothing_is_divided_by_nothing() -> None:
    answer = run([{"id": "x", "kind": "ratio", "of": "a", "to": "b"}], {"a": 1, "b": 0})
    assert answer.result is None
    assert answer.missing == ()
    assert [one.code for one in answer.refused] == ["divided_by_nothing"]
    assert "divisor" in answer.step("x").why["en"]


def test_a_value_that_cannot_be_had_does_not_matter_where_nobody_needs_it() -> None:
    steps = [
        {"id": "how", "kind": "ratio", "of": "a", "to": "b"},
        {"id": "x", "kind": "uplift", "of": "a", "rate": "how", "needs": {"far": True}},
    ]
    inputs = [amount("a"), amount("b"), flag("far")]
    answer = run(steps, {"a": 1, "b": 0, "far": False}, inputs=inputs)
    assert (answer.result, answer.refused) == (0, ())


@pytest.mark.parametrize(
    ("mode", "place", "value", "expected"),
    [
        ("half_up", "1", "2.5", "3"),
        ("half_even", "1", "2.5", "2"),
        ("half_even", "1", "3.5", "4"),
        ("down", "1", "2.99", "2"),
        ("up", "1", "2.01", "3"),
        ("half_up", "1000", "1499.99", "1000"),
        ("half_up", "0.01", "791666.666666666666", "791666.67"),
        ("down", "0.01", "46.249", "46.24"),
        ("half_up", "0.05", "1.03", "1.05"),
    ],
)
def test_rounding(mode: str, place: str, value: str, expected: str) -> None:
    step = {"id": "x", "kind": "sum", "of": ["a"]}
    answer = run([step], {"a": D(value)}, rounding={"mode": mode, "place": place})
    assert answer.result == D(expected)


def test_rounding_treats_less_than_nothing_like_more() -> None:
    step = {"id": "x", "kind": "difference", "of": "zero", "minus": ["a"]}
    for mode, expected in (("half_up", -3), ("down", -2), ("up", -3), ("half_even", -2)):
        answer = run([step], {"zero": 0, "a": D("2.5")}, rounding={"mode": mode, "place": "1"})
        assert answer.result == expected


def test_where_the_scheme_says_nothing_money_is_rounded_to_its_smallest_unit() -> None:
    step = {"id": "x", "kind": "share", "of": "a", "rate": "33.3333%"}
    assert run([step], {"a": 1000}).result == D("333.33")
    assert run([step], {"a": 1000}, head={"currency": "IDR"}).result == D("333")


def test_a_cap_says_which_limit_bit() -> None:
    step = {
        "id": "base",
        "kind": "base_cap",
        "of": "local",
        "clause": "whole",
        "limits": [
            {"share": "80%", "base": "total", "clause": "four fifths"},
            {"at_most": 125_000_000, "clause": "money"},
            {"times": 4, "base": "labour", "clause": "labour", "when": {"paid": True}},
        ],
    }
    inputs = [amount("local"), amount("total"), amount("labour"), flag("paid")]

    def of(local: int, total: int, labour: int, paid: bool) -> tuple[Decimal | None, str]:
        facts = {"local": local, "total": total, "labour": labour, "paid": paid}
        answer = run([step], facts, inputs=inputs)
        return answer.result, answer.step("base").clause

    assert of(70, 100, 99, True) == (70, "whole")
    assert of(90, 100, 99, True) == (80, "four fifths")
    assert of(80_000_000, 150_000_000, 1, False) == (80_000_000, "whole")
    assert of(200_000_000, 200_000_000, 1, False) == (125_000_000, "money")
    assert of(90, 200, 20, True) == (80, "labour")


def test_a_cap_moves_with_a_bonus() -> None:
    """A bonus that raises the rate and the cap: the cap replaces the other, they do not add."""
    steps = [
        {"id": "rate", "kind": "tier", "method": "whole_base",
         "tiers": [{"needs": {"cultural": True}, "rate": "25%"}, {"rate": "20%"}]},
        {"id": "credit", "kind": "share", "of": "spend", "rate": "rate"},
        {"id": "capped", "kind": "project_cap", "of": "credit", "limits": [
            {"at_most": 25, "when": {"cultural": False}},
            {"at_most": 30, "when": {"cultural": True}}]},
    ]  # fmt: skip
    inputs = [amount("spend"), flag("cultural")]
    assert run(steps, {"spend": 200, "cultural": False}, inputs=inputs).result == 25
    assert run(steps, {"spend": 200, "cultural": True}, inputs=inputs).result == 30
    assert run(steps, {"spend": 100, "cultural": True}, inputs=inputs).result == 25


def test_a_marginal_tier_and_its_caps() -> None:
    """40% of the first 15, at most 6; then 40% of what lies between 15 and 50, with a test."""
    step = {
        "id": "grant", "kind": "tier", "method": "marginal", "of": "spend",
        "tiers": [{"to": 15, "rate": "40%"},
                  {"to": 50, "rate": "40%", "cap": 12, "when": {"more": True}},
                  {"rate": "0%"}],
    }  # fmt: skip
    inputs = [amount("spend"), flag("more")]

    def of(spend: int, more: bool) -> Decimal | None:
        return run([step], {"spend": spend, "more": more}, inputs=inputs).result

    assert of(10, True) == 4
    assert of(40, False) == 6
    assert of(40, True) == 6 + 10
    assert of(50, True) == 6 + 12  # 14 without the cap of the band
    assert of(500, True) == 18


def test_a_whole_base_tier_jumps_and_has_its_own_cap() -> None:
    """A page of the Korean council: 20% from 100, 25% from 800 and ten days, capped apart."""
    step = {
        "id": "rebate", "kind": "tier", "method": "whole_base", "of": "spend",
        "tiers": [{"needs": {"spend": {"at_least": 800}, "days": {"at_least": 10}}, "rate": "25%",
                   "cap": 300},
                  {"needs": {"spend": {"at_least": 100}, "days": {"at_least": 5}}, "rate": "20%",
                   "cap": 160}],
    }  # fmt: skip
    inputs = [amount("spend"), count("days")]

    def of(spend: int, days: int) -> Decimal | None:
        return run([step], {"spend": spend, "days": days}, inputs=inputs).result

    assert [of(99, 9), of(799, 9), of(799, 20), of(800, 9), of(800, 10), of(2000, 10)] == [
        0, D("159.8"), D("159.8"), 160, 200, 300,
    ]  # fmt: skip


def test_a_ladder_of_days_gives_amounts() -> None:
    step = {
        "id": "aid", "kind": "tier", "method": "whole_base",
        "tiers": [{"needs": {"days": {"at_least": n}}, "amount": a}
                  for n, a in ((20, 40), (15, 30), (7, 20))],
    }  # fmt: skip
    found = [run([step], {"days": n}, inputs=[count("days")]).result for n in (6, 7, 15, 20, 99)]
    assert found == [0, 20, 30, 40, 40]


def test_a_tier_nobody_reaches_can_refuse() -> None:
    step = {"id": "aid", "kind": "tier", "method": "whole_base", "of": "spend", "none": "refuse",
            "tiers": [{"needs": {"spend": {"at_least": 10}}, "rate": "10%"}]}  # fmt: skip
    answer = run([step], {"spend": 9})
    assert (answer.result, answer.refused[0].code) == (None, "no_tier")


def test_uplifts_by_days_points_and_share() -> None:
    steps = [
        {"id": "days_more", "kind": "uplift", "of": "labour", "rate": "6%", "part": "far",
         "whole": "days"},
        {"id": "points_more", "kind": "uplift", "of": "labour", "points": "score",
         "ladder": [{"at_least": 10, "rate": "2.5%"}, {"at_least": 85, "rate": "15%"}]},
        {"id": "flag_more", "kind": "uplift", "of": "labour", "rate": "5%",
         "needs": {"crew": {"at_least": "15%"}}},
        {"id": "together", "kind": "sum", "of": ["days_more", "points_more", "flag_more"]},
        {"id": "capped", "kind": "uplift_cap", "of": "together", "share": "20%", "base": "labour"},
    ]  # fmt: skip
    inputs = [amount("labour"), count("far"), count("days"), count("score", "points"),
              {"id": "crew", "kind": "share"}]  # fmt: skip

    def of(**facts: Any) -> list[Decimal | None]:
        answer = run(steps, {"labour": 10_000_000, "days": 40, **facts}, inputs=inputs)
        return [step.value for step in answer.steps]

    assert of(far=10, score=9, crew=D("0.1499")) == [150_000, 0, 0, 150_000, 150_000]
    assert of(far=0, score=10, crew=D("0.15")) == [0, 250_000, 500_000, 750_000, 750_000]
    assert of(far=40, score=85, crew=1) == [600_000, 1_500_000, 500_000, 2_600_000, 2_000_000]


def test_rates_are_added_and_capped_before_they_meet_money() -> None:
    steps = [
        {"id": "base", "kind": "tier", "method": "whole_base",
         "tiers": [{"needs": {"spend": {"at_least": 100}}, "rate": "20%"}, {"rate": "15%"}]},
        {"id": "crew", "kind": "uplift", "rate": "3%", "needs": {"key_crew": True}},
        {"id": "soft", "kind": "uplift", "rate": "5%", "needs": {"key_crew": True}},
        {"id": "more", "kind": "uplift_cap", "of": ["crew", "soft"], "at_most": "5%"},
        {"id": "rate", "kind": "overall_cap", "of": ["base", "more"], "at_most": "24%"},
        {"id": "rebate", "kind": "share", "of": "spend", "rate": "rate"},
    ]  # fmt: skip
    inputs = [amount("spend"), flag("key_crew")]
    answer = run(steps, {"spend": 200, "key_crew": True}, inputs=inputs)
    assert answer.step("more").value == D("0.05")
    assert answer.step("rate").value == D("0.24")
    assert answer.result == 48


def test_a_choice_sets_the_rate() -> None:
    steps = [{"id": "rate", "kind": "choice", "by": "sort",
              "cases": {"film": "34%", "cartoon": "39%"}},
             {"id": "credit", "kind": "share", "of": "spend", "rate": "rate"}]  # fmt: skip
    inputs = [amount("spend"), choice("sort", "film", "cartoon", "game")]
    assert run(steps, {"spend": 300_000, "sort": "cartoon"}, inputs=inputs).result == 117_000
    refused = run(steps, {"spend": 300_000, "sort": "game"}, inputs=inputs)
    assert (refused.result, refused.refused[0].code) == (None, "no_case")


def test_other_public_money_reduces_the_base_or_limits_the_whole() -> None:
    reduce = {"id": "net", "kind": "stacking", "method": "reduce_base", "of": "labour",
              "other": ["aid"]}  # fmt: skip
    assert run([reduce], {"labour": 100, "aid": 36}).result == 64
    assert run([reduce], {"labour": 100, "aid": 136}).result == 0
    limit = {"id": "most", "kind": "stacking", "method": "limit_total", "of": "credit",
             "other": ["aid"], "share": "50%", "base": "cost"}  # fmt: skip
    assert run([limit], {"credit": 30, "aid": 10, "cost": 100}).result == 30
    assert run([limit], {"credit": 30, "aid": 30, "cost": 100}).result == 20
    assert run([limit], {"credit": 30, "aid": 60, "cost": 100}).result == 0


CLAIMS = [
    {"id": "to_date", "kind": "base_cap", "of": "uk", "share": "80%", "base": "core"},
    {"id": "now", "kind": "cumulative", "method": "less_last", "of": "to_date"},
    {"id": "by_kind", "kind": "choice", "by": "sort", "cases": {"film": "34%", "child": "39%"}},
    {"id": "rate", "kind": "cumulative", "method": "lock", "of": "by_kind"},
    {"id": "credit", "kind": "share", "of": "now", "rate": "rate"},
]


def test_a_later_claim_counts_only_what_is_new_and_keeps_its_rate() -> None:
    inputs = [amount("uk"), amount("core"), choice("sort", "film", "child")]
    first = run(CLAIMS, {"uk": 50, "core": 100, "sort": "film"}, inputs=inputs)
    assert first.result == 17
    second = run(CLAIMS, {"uk": 90, "core": 100, "sort": "child"}, inputs=inputs,
                 history=[claim_of(first, "AP1")])  # fmt: skip
    assert second.step("now").value == 30
    assert second.step("rate").value == D("0.34")
    assert second.result == D("10.2")
    assert "AP1" in second.step("rate").why["en"]


def test_a_later_claim_may_be_negative() -> None:
    inputs = [amount("uk"), amount("core"), choice("sort", "film", "child")]
    answer = run(CLAIMS, {"uk": 40, "core": 100, "sort": "film"}, inputs=inputs,
                 history=[{"to_date": D(50), "by_kind": D("0.34"), "rate": D("0.34")}])  # fmt: skip
    assert answer.step("now").value == -10
    assert answer.result == D("-3.4")


def test_all_earlier_results_are_taken_off() -> None:
    step = {"id": "rest", "kind": "cumulative", "method": "less_all", "of": "total"}
    assert run([step], {"total": 100}).result == 100
    history = [{"result": D(30)}, {"result": D(25)}]
    assert run([step], {"total": 100}, history=history).result == 45
    assert run([step], {"total": 100}, history=[{"rest": D(30)}]).result is None


def test_an_index_has_a_day() -> None:
    steps = [{"id": "floor", "kind": "indexation", "of": 130_000, "index": "mci"}]
    index = [{"id": "mci", "unit": "EUR", "values": [
        {"from": date(2019, 1, 1), "before": date(2019, 7, 1), "value": 2525},
        {"from": date(2020, 1, 1), "value": 2651}]}]  # fmt: skip
    head = {"valid_from": ""}

    def on(day: date) -> Quote:
        return run(steps, {"application": day}, inputs=[], index=index, head=head)

    assert on(date(2020, 1, 1)).result == 344_630_000
    assert on(date(2019, 6, 30)).result == 328_250_000
    gap = on(date(2019, 7, 1))
    assert (gap.result, gap.refused[0].code) == (None, "no_index")
    assert run(steps, {}, inputs=[], index=index, head=head).missing == ("application",)


def test_an_election_computes_all_and_records_the_choice() -> None:
    steps = [
        {"id": "salaries", "kind": "share", "of": "labour", "rate": "65%"},
        {"id": "all_spend", "kind": "share", "of": "spend", "rate": "30%"},
        {"id": "credit", "kind": "election", "by": "chosen",
         "options": {"labour_way": "salaries", "spend_way": "all_spend"}},
    ]  # fmt: skip
    inputs = [amount("labour"), amount("spend"),
              choice("chosen", "labour_way", "spend_way", required=False)]  # fmt: skip
    open_ = run(steps, {"labour": 100, "spend": 200}, inputs=inputs)
    assert open_.result == 65
    assert open_.step("credit").parts == {"labour_way": 65, "spend_way": 60}
    assert "not chosen yet" in open_.step("credit").why["en"]
    facts = {"labour": 100, "spend": 200, "chosen": "spend_way"}
    assert run(steps, facts, inputs=inputs).result == 60


def test_a_step_passed_over_hands_on_or_is_nothing() -> None:
    steps = [
        {"id": "cap", "kind": "project_cap", "of": "spend", "at_most": 5, "when": {"small": True}},
        {"id": "more", "kind": "uplift", "of": "spend", "rate": "5%", "when": {"small": True}},
        {"id": "all_of_it", "kind": "sum", "of": ["cap", "more"]},
    ]
    answer = run(steps, {"spend": 10, "small": False}, inputs=[amount("spend"), flag("small")])
    assert [step.value for step in answer.steps] == [10, 0, 10]
    assert [step.skipped for step in answer.steps] == [True, True, False]


def test_only_what_matters_is_asked() -> None:
    steps = [
        {"id": "basic", "kind": "share", "of": "spend", "rate": "20%"},
        {"id": "more", "kind": "uplift", "of": "spend", "rate": "5%",
         "needs": {"far": True, "days": {"at_least": 5}}},
        {"id": "rebate", "kind": "sum", "of": ["basic", "more"]},
    ]  # fmt: skip
    inputs = [amount("spend"), flag("far"), count("days"), flag("unused")]
    assert run(steps, {"spend": 100}, inputs=inputs).missing == ("far", "days")
    assert run(steps, {"spend": 100, "far": True}, inputs=inputs).missing == ("days",)
    answer = run(steps, {"spend": 100, "far": False}, inputs=inputs)
    assert (answer.missing, answer.result) == ((), 20)


def test_what_was_assumed_is_said() -> None:
    step = {"id": "net", "kind": "difference", "of": "spend", "minus": ["aid"]}
    inputs = [amount("spend"), amount("aid", required=False, default=0)]
    answer = run([step], {"spend": 5}, inputs=inputs)
    assert (answer.result, answer.assumed) == (5, ("aid",))


def test_tests_refuse_reduce_or_ask() -> None:
    steps = [{"id": "rebate", "kind": "share", "of": "spend", "rate": "20%"},
             {"id": "more", "kind": "uplift", "of": "spend", "rate": "5%", "when": {"long": True}},
             {"id": "both", "kind": "sum", "of": ["rebate", "more"]}]  # fmt: skip
    tests = [
        {"id": "enough", "of": "spend", "at_least": 15, "clause": "s 3"},
        {"id": "enough_rebate", "of": "rebate", "more_than": 3},
        {"id": "long", "of": "days", "at_least": 5, "on_fail": "reduce"},
        {"id": "culture", "of": "points", "at_least": 16, "on_fail": "ask"},
        {
            "id": "either",
            "needs": {"any": [{"days": {"more_than": 90}}, {"spend": {"at_least": 1}}]},
        },
    ]
    inputs = [amount("spend"), count("days"), count("points", "points")]

    def of(**facts: int) -> Quote:
        return run(steps, facts, inputs=inputs, tests=tests)

    good = of(spend=100, days=5, points=16)
    assert (good.result, good.to_decide, good.refused) == (25, (), ())
    assert of(spend=100, days=4, points=15).result == 20
    assert of(spend=100, days=4, points=15).to_decide == ("culture",)
    assert of(spend=100, days=4).to_decide == ("culture",)
    poor = of(spend=14, days=5, points=16)
    assert poor.result is None
    assert [(one.of, one.clause) for one in poor.refused] == [
        ("enough", "s 3"),
        ("enough_rebate", ""),
    ]


def test_a_test_of_some_cases_only() -> None:
    step = {"id": "x", "kind": "sum", "of": ["spend"]}
    test = {"id": "long", "of": "minutes", "at_least": 80, "when": {"sort": "film"}}
    inputs = [amount("spend"), choice("sort", "film", "series"), count("minutes", "minutes")]
    assert run([step], {"spend": 1, "sort": "series"}, inputs=inputs, tests=[test]).result == 1
    asked = run([step], {"spend": 1, "sort": "film"}, inputs=inputs, tests=[test])
    assert (asked.result, asked.missing) == (None, ("minutes",))
    facts = {"spend": 1, "sort": "film", "minutes": 79}
    assert run([step], facts, inputs=inputs, tests=[test]).refused[0].of == "long"


def test_a_scheme_not_in_force_on_the_day_refuses() -> None:
    step = {"id": "x", "kind": "sum", "of": ["spend"]}
    head = {"valid_from": date(2025, 8, 27), "valid_to": date(2026, 1, 1)}
    for day, good in ((26, False), (27, True)):
        facts = {"spend": 1, "application": date(2025, 8, day)}
        answer = run([step], facts, inputs=[amount("spend")], head=head)
        assert (answer.result == 1) is good
    late = run(
        [step], {"spend": 1, "application": date(2026, 1, 1)}, inputs=[amount("spend")], head=head
    )
    assert late.refused[0].code == "not_in_force"


def test_unknown_is_no_data_never_nothing() -> None:
    answer = quote(made([], head={"status": "unknown"}), {})
    assert (answer.no_data, answer.result, answer.missing) == (True, None, ())


def test_the_money_comes_in_parts_that_make_the_whole() -> None:
    step = {"id": "x", "kind": "sum", "of": ["spend"]}
    thirds = [{"id": "a1", "share": "33.33%"}, {"id": "a2", "share": "33.33%"},
              {"id": "a3", "remainder": True, "months": 6}]  # fmt: skip
    answer = run([step], {"spend": D("100.01")}, payment=thirds)
    assert [part.amount for part in answer.payments] == [D("33.33"), D("33.33"), D("33.35")]
    halves = [{"id": "a1", "share": "50%"}, {"id": "a2", "share": "50%"}]
    answer = run([step], {"spend": D("0.01")}, payment=halves)
    assert sum(part.amount or 0 for part in answer.payments) == D("0.01")
    early = [{"id": "a1", "of": "at_first"}, {"id": "a2", "remainder": True}]
    first = {"id": "at_first", "kind": "share", "of": "spend", "rate": "28.8%"}
    answer = run([first, {"id": "x", "kind": "share", "of": "spend", "rate": "40%"}],
                 {"spend": 9_600_000}, payment=early)  # fmt: skip
    assert [part.amount for part in answer.payments] == [2_764_800, 1_075_200]


def test_net_of_tax_is_told_only_where_it_is_known() -> None:
    step = {"id": "x", "kind": "share", "of": "spend", "rate": "27.2%"}
    facts = {"spend": 100}
    assert run([step], facts, head={"taxable": True}, tax={"rate": "25%"}).net == D("20.4")
    assert run([step], facts, head={"taxable": True}).net is None
    assert run([step], facts, head={"taxable": False}).net == D("27.2")
    assert run([step], facts).net is None
    sale = {"id": "sold", "kind": "share", "of": "x", "rate": "88%"}
    answer = run([step, sale], facts, head={"result": "x"}, tax={"net": "sold"})
    assert (answer.result, answer.net) == (D("27.2"), D("23.936"))


def test_a_value_from_outside_shows_what_would_follow() -> None:
    steps = [{"id": "base", "kind": "sum", "of": ["spend"]},
             {"id": "rebate", "kind": "share", "of": "base", "rate": "30%"}]  # fmt: skip
    assert run(steps, {"spend": 750}, given={"base": 780}).result == 234


@pytest.mark.parametrize(
    ("facts", "errors"),
    [
        ({"spend": 1.5}, {"spend": "wrong_kind"}),
        ({"spend": True}, {"spend": "wrong_kind"}),
        ({"spend": D("NaN")}, {"spend": "wrong_kind"}),
        ({"spend": -1}, {"spend": "below_least"}),
        ({"days": D("2.5")}, {"days": "wrong_kind"}),
        ({"sort": "opera"}, {"sort": "not_a_choice"}),
        ({"far": "yes"}, {"far": "wrong_kind"}),
        ({"part": D("1.01")}, {"part": "above_most"}),
        ({"typo": 1}, {"typo": "unknown_fact"}),
        ({"application": "2025-01-01"}, {"application": "wrong_kind"}),
        ({"spend": -1, "far": 1}, {"spend": "below_least", "far": "wrong_kind"}),
    ],
)
def test_facts_of_the_wrong_kind_are_refused(facts: dict[str, Any], errors: dict[str, str]) -> None:
    inputs = [amount("spend"), count("days"), choice("sort", "film"), flag("far"),
              {"id": "part", "kind": "share"}]  # fmt: skip
    with pytest.raises(FactProblem) as caught:
        run([{"id": "x", "kind": "sum", "of": ["spend"]}], facts, inputs=inputs)
    assert caught.value.errors == errors


def test_costs_of_a_category_are_added_up_with_its_parts() -> None:
    steps = [{"id": "x", "kind": "sum", "of": ["labour"]}]
    inputs = [cost("cast", "cast"), cost("crew", "crew"), cost("more_crew", "crew"), cost("hire")]
    categories = ["labour", {"id": "cast", "part_of": "labour", "share": "50%"},
                  {"id": "crew", "part_of": "labour"}, "hire"]  # fmt: skip
    facts = {"cast": 100, "crew": 30, "more_crew": 4, "hire": 1000}
    answer = run(steps, facts, inputs=inputs, categories=categories)
    assert answer.result == 84
    assert answer.step("cast").cut == 50
    assert run(steps, {"cast": 1, "crew": 1, "hire": 2}, inputs=inputs,
               categories=categories).missing == ("more_crew",)  # fmt: skip
