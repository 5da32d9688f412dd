"""Steps on lines: a report's, and the few that an estimate's inputs are."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from simpul.incentives.scheme.frame import FrameProblem, months_from
from simpul.incentives.scheme.quote import quote
from simpul.incentives.scheme.trace import Quote

from .building import amount, cost, count, made

D = Decimal
SUM = {"id": "whole", "kind": "sum", "of": ["cast", "hire"]}
INPUTS = [cost("cast"), cost("hire")]
KINDS = {"amount": pl.Decimal(38, 4), "date": pl.Date, "arms_length": pl.Decimal(38, 4)}


def lines(*rows: dict[str, Any]) -> pl.DataFrame:
    """Lines as a report has them; every row is {"category", "amount", …}."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    full = [{name: row.get(name) for name in names} for row in rows]
    kinds = {name: kind for name, kind in KINDS.items() if name in names}
    return pl.DataFrame(full, schema_overrides=kinds, infer_schema_length=None)


def line(category: str, value: str | int, **more: Any) -> dict[str, Any]:
    return {"category": category, "amount": D(value), **more}


def run(step: dict[str, Any], *rows: dict[str, Any], **more: Any) -> Quote:
    facts = more.pop("facts", {})
    inputs = [*INPUTS, *more.pop("inputs", [])]
    scheme = made([step, SUM], inputs=inputs, categories=["cast", "hire"], **more)
    return quote(scheme, facts, lines(*rows))


def kept(answer: Quote) -> list[Decimal]:
    assert answer.lines is not None
    return answer.lines.get_column("claim").to_list()


def test_lines_of_no_category_never_count() -> None:
    step = {"id": "there", "kind": "place", "within": ["XX"]}
    answer = run(
        step, line("cast", 5, place="XX"), line("", 7, place="XX"), line("gifts", 9, place="XX")
    )
    assert answer.result == 5
    assert answer.lines is not None
    assert answer.lines.get_column("cut_by").to_list() == [None, "category", "category"]


def test_a_window_cuts_what_lies_outside_and_what_bears_no_date() -> None:
    step = {"id": "time", "kind": "window", "from": date(2026, 1, 1), "before": date(2026, 7, 1),
            "clause": "s 2"}  # fmt: skip
    answer = run(
        step,
        line("cast", 1, date=date(2025, 12, 31)),
        line("cast", 2, date=date(2026, 1, 1)),
        line("hire", 4, date=date(2026, 6, 30)),
        line("hire", 8, date=date(2026, 7, 1)),
        line("hire", 16, date=None),
    )
    assert kept(answer) == [0, 2, 4, 0, 0]
    told = answer.step("time")
    assert (told.before, told.value, told.cut, told.clause) == (31, 6, 25, "s 2")


def test_a_window_opens_months_before_a_day_that_is_asked() -> None:
    step = {"id": "time", "kind": "window", "from": "start", "months_before": 3}
    rows = [line("cast", 1, date=date(2025, 11, 30)), line("cast", 2, date=date(2025, 12, 1))]
    inputs = [{"id": "start", "kind": "date"}]
    facts = {"start": date(2026, 3, 1)}
    assert run(step, *rows, inputs=inputs, facts=facts).result == 2
    assert run(step, *rows, inputs=inputs).missing == ("start",)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
        (date(2026, 11, 30), 13, date(2027, 12, 30)),
        (date(2026, 12, 1), 0, date(2026, 12, 1)),
    ],
)
def test_months_are_counted_like_people_do(day: date, months: int, expected: date) -> None:
    assert months_from(day, months) == expected


def test_a_place_holds_what_lies_in_it() -> None:
    step = {"id": "there", "kind": "place", "of": ["hire"], "within": ["ID-JK"]}
    rows = [line("hire", 2**n, place=place) for n, place in
            enumerate(["ID-JK", "ID-JK-3171", "ID-JB", "ID", "ID-JKX", ""])]  # fmt: skip
    assert kept(run(step, *rows, line("cast", 100, place="US"))) == [1, 2, 0, 0, 0, 0, 100]


def test_a_payee_must_be_one_of_these() -> None:
    step = {"id": "who", "kind": "payee", "payee_type": ["company"], "residency": ["resident"]}
    rows = [
        line("hire", 1, payee_type="company", residency="resident"),
        line("hire", 2, payee_type="company", residency="non_resident"),
        line("hire", 4, payee_type="person", residency="resident"),
        line("hire", 8, payee_type="company", residency=""),
    ]
    assert kept(run(step, *rows)) == [1, 0, 0, 0]


def test_exclusions_by_account_tag_and_share() -> None:
    rows = [
        line("hire", 100, account="6100", tag="NE"),
        line("hire", 100, account="6150", tag="ID"),
        line("hire", 100, account="2100", tag="ID"),
    ]
    by_account = {"id": "out", "kind": "exclusion", "lines": {"account": {"like": ["61?0", "9*"]}}}
    assert kept(run(by_account, *rows)) == [0, 0, 100]
    by_tag = {"id": "out", "kind": "exclusion", "lines": {"tag": ["NE"], "account": "6100"}}
    assert kept(run(by_tag, *rows)) == [0, 100, 100]
    half = {"id": "out", "kind": "exclusion", "of": ["hire"], "share": "50%"}
    assert kept(run(half, *rows)) == [50, 50, 50]
    large = {"id": "out", "kind": "exclusion", "lines": {"amount": {"more_than": 100}}}
    assert kept(run(large, *rows)) == [100, 100, 100]


def test_apportionment_by_days() -> None:
    """A million for 12 days of which 7 count, and half a million of which 5 of 12 do."""
    steps = [
        {"id": "first", "kind": "apportionment", "of": ["cast"], "part": "a1", "whole": "days"},
        {"id": "second", "kind": "apportionment", "of": ["hire"], "part": "b1", "whole": "days"},
        SUM,
    ]
    inputs = [*INPUTS, count("a1"), count("b1"), count("days")]
    scheme = made(steps, inputs=inputs, categories=["cast", "hire"])
    facts = {"a1": 7, "b1": 5, "days": 12}
    rows = lines(line("cast", 1_000_000), line("hire", 500_000))
    assert quote(scheme, facts, rows).result == D("791666.67")
    same = {**facts, "cast": 1_000_000, "hire": 500_000}
    assert quote(scheme, same).result == D("791666.67")


def test_a_related_partys_profit_does_not_count() -> None:
    rows = [
        line("hire", 5_000_000, related_party=True, arms_length=D(2_000_000)),
        line("hire", 10, related_party=True, arms_length=None),
        line("hire", 20, related_party=False, arms_length=None),
        line("hire", 30, related_party=True, arms_length=D(99)),
    ]
    drop = {"id": "related", "kind": "related_party", "without": "drop"}
    assert kept(run(drop, *rows)) == [2_000_000, 0, 20, 30]
    keep = {"id": "related", "kind": "related_party", "without": "keep"}
    assert kept(run(keep, *rows)) == [2_000_000, 10, 20, 30]


def test_an_estimate_says_what_it_knows_of_a_line() -> None:
    step = {"id": "related", "kind": "related_party", "without": "drop"}
    own = {"related_party": True, "arms_length": {"fact": "vendor_cost"}}
    inputs = [cost("cast"), cost("hire", line=own), amount("vendor_cost")]
    scheme = made([step, SUM], inputs=inputs, categories=["cast", "hire"])
    facts = {"cast": 7, "hire": 5_000_000, "vendor_cost": 2_000_000}
    answer = quote(scheme, facts)
    assert answer.result == 2_000_007
    assert answer.step("related").cut == 3_000_000
    assert "costs: 1" in answer.step("related").why["en"]


def test_an_estimate_is_not_cut_for_what_was_not_asked() -> None:
    steps = [{"id": "time", "kind": "window", "from": date(2026, 1, 1)},
             {"id": "there", "kind": "place", "within": ["XX"]}, SUM]  # fmt: skip
    scheme = made(steps, inputs=INPUTS, categories=["cast", "hire"])
    answer = quote(scheme, {"cast": 3, "hire": 4})
    assert answer.result == 7
    assert [step.cut for step in answer.steps[:2]] == [0, 0]
    assert answer.lines is None


def test_a_person_counts_up_to_a_limit() -> None:
    step = {"id": "person", "kind": "per_person_limit", "of": ["cast"], "limit": 500}
    rows = [
        line("cast", 300, payee_id="a", date=date(2026, 1, 1)),
        line("cast", 400, payee_id="a", date=date(2026, 2, 1)),
        line("cast", 499, payee_id="b", date=date(2026, 1, 1)),
        line("cast", -100, payee_id="a", date=date(2026, 3, 1)),
        line("hire", 900, payee_id="a", date=date(2026, 1, 1)),
    ]
    answer = run(step, *rows)
    assert answer.step("person").value == 500 + 499
    assert answer.result == 500 + 499 + 900
    assert kept(answer) == [300, 200, 499, 0, 900]


def test_a_limit_for_each_person_and_day() -> None:
    step = {"id": "diem", "kind": "per_person_limit", "limit": 100, "per": ["payee_id", "date"]}
    rows = [line("cast", 80, payee_id="a", date=date(2026, 1, n)) for n in (1, 1, 2)]
    assert run(step, *rows).result == 180


def test_who_is_paid_a_million_drops_out_whole() -> None:
    """A cliff of the law: one unit more, and the whole salary does not count."""
    step = {"id": "stars", "kind": "per_person_limit", "from_amount": 1_000_000}
    for paid, left in ((999_999, 999_999 + 5), (1_000_000, 5)):
        rows = [line("cast", paid - 1, payee_id="star"), line("cast", 1, payee_id="star"),
                line("cast", 5, payee_id="other")]  # fmt: skip
        assert run(step, *rows).result == left


def test_a_reports_own_shares_and_its_rounding_are_taken() -> None:
    step = {"id": "time", "kind": "window", "from": date(2020, 1, 1)}
    scheme = made([step, SUM], inputs=INPUTS, categories=["cast", "hire"])
    rows = pl.DataFrame(
        {"category": ["cast", "hire"], "amount": [D("10.01"), D("7")],
         "share": [D("0.5"), None], "date": [date(2026, 1, 1)] * 2},
        schema_overrides={"amount": pl.Decimal(38, 4), "share": pl.Decimal(38, 8)},
    )  # fmt: skip
    assert quote(scheme, {}, rows).result == D("12.01")  # 5.005 + 7 = 12.005, rounded half up
    eligible = rows.with_columns(
        pl.Series("eligible", [D("5.01"), D("7")], dtype=pl.Decimal(38, 4))
    )
    answer = quote(scheme, {}, eligible)
    assert answer.result == D("12.01")
    assert kept(answer) == [D("5.01"), D("7")]


@pytest.mark.parametrize(
    ("frame", "column"),
    [
        (pl.DataFrame({"category": ["cast"], "amount": [1.5]}), "amount"),
        (pl.DataFrame({"category": ["cast"]}), "amount, category"),
    ],
)
def test_floats_and_frames_without_amounts_are_refused(frame: pl.DataFrame, column: str) -> None:
    scheme = made([SUM], inputs=INPUTS, categories=["cast", "hire"])
    with pytest.raises(FrameProblem) as caught:
        quote(scheme, {}, frame)
    assert caught.value.column == column


def test_a_line_is_named_by_the_first_step_that_cut_it() -> None:
    steps = [{"id": "time", "kind": "window", "from": date(2026, 1, 1)},
             {"id": "there", "kind": "place", "within": ["XX"]}, SUM]  # fmt: skip
    scheme = made(steps, inputs=INPUTS, categories=["cast", "hire"])
    rows = lines(
        line("cast", 1, date=date(2025, 1, 1), place="YY"),
        line("cast", 2, date=date(2026, 1, 1), place="YY"),
        line("hire", 4, date=date(2026, 1, 1), place="XX"),
    )
    answer = quote(scheme, {}, rows)
    assert answer.lines is not None
    assert answer.lines.get_column("cut_by").to_list() == ["time", "there", None]
    assert answer.result == 4


def test_a_line_step_whose_condition_is_not_known_leaves_the_result_open() -> None:
    step = {"id": "there", "kind": "place", "within": ["XX"], "when": {"local_only": True}}
    inputs = [{"id": "local_only", "kind": "flag"}]
    rows = [line("cast", 1, place="YY")]
    assert run(step, *rows, inputs=inputs).missing == ("local_only",)
    assert run(step, *rows, inputs=inputs, facts={"local_only": False}).result == 1
    assert run(step, *rows, inputs=inputs, facts={"local_only": True}).result == 0
