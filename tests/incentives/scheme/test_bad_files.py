"""A scheme file that is wrong is refused, with the line, the field and the cause."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from simpul.incentives.scheme.reading import SchemeProblems, read_scheme
from simpul.kit.packproblems import PackProblem

from .building import NAME, amount, choice, cost, count, flag, text_of

SUM = {"id": "sum_up", "kind": "sum", "of": ["spend"]}


def found_in(text: str, name: str = NAME) -> list[PackProblem]:
    with pytest.raises(SchemeProblems) as caught:
        read_scheme(text, name)
    return list(caught.value.problems)


def only(text: str) -> PackProblem:
    problems = found_in(text)
    assert len(problems) == 1, [one.text("en") for one in problems]
    return problems[0]


def line_with(text: str, part: str, after: str = "") -> int:
    """The line, counted from 1, on which a part stands (after another part)."""
    start = text.index(after) if after else 0
    return text.count("\n", 0, text.index(part, start)) + 1


def steps(*found: Mapping[str, Any], **more: Any) -> str:
    return text_of(
        found,
        inputs=[
            cost("spend"),
            cost("cast"),
            count("days"),
            count("people", "persons"),
            flag("big"),
        ],
        categories=["spend", "cast"],
        **more,
    )


def test_a_step_that_uses_a_later_one_is_in_an_impossible_order() -> None:
    first = {"id": "credit", "kind": "share", "of": "base", "rate": "30%"}
    then = {"id": "base", "kind": "sum", "of": ["spend", "cast"]}
    text = steps(first, then)
    problem = only(text)
    assert problem.code == "used_before"
    assert problem.line == line_with(text, 'of = "base"')
    assert problem.params["line"] == line_with(text, 'id = "base"')
    assert "impossible order" in problem.text("en")
    assert "urutan langkah tidak mungkin" in problem.text("id")


def test_two_steps_that_wait_for_each_other_are_a_circle() -> None:
    one = {"id": "base", "kind": "base_cap", "of": "spend", "share": "20%", "base": "total"}
    other = {"id": "total", "kind": "sum", "of": ["base", "cast"]}
    assert only(steps(one, other)).code == "circular"


def test_a_circle_through_a_test_is_seen() -> None:
    one = {**SUM, "when": {"enough": True}}
    test = {"id": "enough", "of": "sum_up", "at_least": 5, "on_fail": "reduce"}
    assert only(steps(one, tests=[test])).code == "refers_to_itself"


def test_a_cap_that_refers_to_itself_is_refused_and_the_way_out_is_named() -> None:
    step = {"id": "cast_cap", "kind": "base_cap", "of": "cast", "share": "20%", "base": "cast_cap"}
    problem = only(steps(step))
    assert problem.code == "refers_to_itself"
    assert "category_sub_cap" in problem.text("en")


def sub_cap(*classes: Mapping[str, Any], rest: list[str] | None = None) -> dict[str, Any]:
    own = {"id": "capped", "kind": "category_sub_cap", "classes": list(classes), "base": "result"}
    return own if rest is None else {**own, "rest": rest}


@pytest.mark.parametrize(
    "step",
    [
        sub_cap({"of": "cast", "at_most": "20%"}),
        sub_cap(
            {"of": "cast", "at_most": "60%"}, {"of": "spend", "at_most": "40%"}, rest=["extra"]
        ),
        sub_cap({"of": "cast", "at_most": "100%"}, rest=["spend"]),
    ],
    ids=["nothing but capped classes", "shares of 100% together", "one share of 100%"],
)
def test_a_self_including_cap_without_a_solution_is_refused(step: dict[str, Any]) -> None:
    text = text_of(
        [step],
        inputs=[cost("spend"), cost("cast"), cost("extra")],
        categories=["spend", "cast", "extra"],
    )
    assert only(text).code == "cap_without_solution"


@pytest.mark.parametrize(
    ("step", "field"),
    [
        ({"id": "x", "kind": "sum", "of": ["spend", "days"]}, "of"),
        ({"id": "x", "kind": "sum", "of": ["days", "people"]}, "of"),
        ({"id": "x", "kind": "share", "of": "spend", "rate": "cast"}, "rate"),
        ({"id": "x", "kind": "product", "of": "spend", "times": "cast"}, "times"),
        ({"id": "x", "kind": "base_cap", "of": "spend", "at_most": "days"}, "limits"),
        ({"id": "x", "kind": "sum", "of": ["big"]}, "of"),
        ({**SUM, "when": {"spend": {"at_least": "days"}}}, "when"),
        ({**SUM, "when": {"days": True}}, "when"),
        ({"id": "x", "kind": "window", "from": "days"}, "from"),
    ],
)
def test_units_are_not_mixed(step: dict[str, Any], field: str) -> None:
    problem = only(steps(step))
    assert (problem.code, problem.field) == ("units_mixed", field)


@pytest.mark.parametrize(
    ("step", "code", "field"),
    [
        ({"id": "x", "kind": "share", "of": "spend", "rate": 0.3}, "inexact", "rate"),
        ({"id": "x", "kind": "share", "of": "spend", "rate": 30}, "share_over_one", "rate"),
        ({"id": "x", "kind": "share", "of": "spend", "rate": "30 %"}, "not_a_term", "rate"),
        ({"id": "x", "kind": "base_cap", "of": "spend", "at_most": "USD 5"},
         "other_currency", "at_most"),
        ({"id": "x", "kind": "magic", "of": "spend"}, "not_a_choice", "kind"),
        ({"id": "x", "kind": "sum", "of": ["spend"], "round": 1}, "unknown_key", "round"),
        ({"id": "x", "kind": "sum", "of": ["spent"]}, "unknown_name", "of.0"),
        ({"id": "X", "kind": "sum", "of": ["spend"]}, "not_a_name", "id"),
        ({"id": "days", "kind": "sum", "of": ["spend"]}, "name_taken", "id"),
        ({"id": "x", "kind": "sum"}, "required", "of"),
        ({"id": "x", "kind": "base_cap", "of": "spend"}, "one_of_these", "at_most"),
        ({"id": "x", "kind": "base_cap", "of": "spend", "share": "80%"}, "required", "base"),
        ({"id": "x", "kind": "tier", "method": "marginal", "of": "spend",
          "tiers": [{"rate": "1%"}, {"to": 5, "rate": "2%"}]}, "last_band", "tiers.0.to"),
        ({"id": "x", "kind": "tier", "method": "marginal", "of": "spend",
          "tiers": [{"to": 9, "rate": "1%"}, {"to": 5, "rate": "2%"}]},
         "not_in_order", "tiers.1.to"),
        ({**SUM, "when": {"days": {"at_lest": 5}}}, "not_a_choice", "when.days.at_lest"),
        ({**SUM, "when": {}}, "no_condition", "when"),
        ({**SUM, "source": "nowhere"}, "unknown_name", "source"),
        ({"id": "x", "kind": "payee"}, "required", "payee_type"),
        ({"id": "x", "kind": "exclusion", "lines": {"colour": "red"}},
         "not_a_choice", "lines.colour"),
        ({"id": "x", "kind": "place", "of": "nothing", "within": ["ID"]}, "unknown_name", "of"),
    ],
)  # fmt: skip
def test_each_mistake_has_its_field_and_cause(step: dict[str, Any], code: str, field: str) -> None:
    text = steps(step)
    problem = only(text)
    assert (problem.code, problem.field) == (code, field)
    assert problem.line >= line_with(text, "[[step]]")
    for language in ("id", "en"):
        assert "{" not in problem.sentence(language)
        assert problem.sentence(language) != problem.code


def test_a_line_step_after_the_costs_are_added_up_comes_too_late() -> None:
    late = {"id": "there", "kind": "place", "within": ["XX"]}
    problem = only(steps(SUM, late))
    assert problem.code == "line_step_late"


def test_a_line_step_that_waits_for_a_sum_of_costs_is_refused() -> None:
    late = {"id": "there", "kind": "place", "within": ["XX"], "when": {"spend": {"at_least": 5}}}
    assert only(steps(late, SUM)).code == "line_step_late"


def test_an_input_that_is_a_cost_is_named_by_its_category() -> None:
    text = text_of(
        [{"id": "x", "kind": "sum", "of": ["typed"]}], inputs=[cost("typed", "spend")],
        categories=["spend"],
    )  # fmt: skip
    problem = only(text)
    assert (problem.code, problem.params["category"]) == ("category_not_input", "spend")


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ({"place": 5}, "not_a_default"),
        ({"related_party": "yes"}, "not_a_default"),
        ({"arms_length": 0.5}, "not_a_default"),
        ({"colour": "red"}, "not_a_choice"),
        ({"arms_length": {"fact": "nothing"}}, "unknown_name"),
        ({"arms_length": {"fact": "days"}}, "units_mixed"),
        ({"related_party": {"fact": "days"}}, "units_mixed"),
    ],
)
def test_what_is_known_of_a_line_fits_its_columns(line: dict[str, Any], code: str) -> None:
    text = text_of([SUM], inputs=[cost("spend", line=line), count("days")], categories=["spend"])
    problem = only(text)
    assert problem.code == code
    assert problem.field.startswith("line.")


def test_choices_are_checked_by_their_codes() -> None:
    inputs = [amount("money"), choice("kind_of", "film", "series")]
    wrong = {"id": "x", "kind": "choice", "by": "kind_of", "cases": {"flim": "34%"}}
    assert only(text_of([wrong], inputs=inputs)).code == "not_a_choice"
    wrong = {"id": "x", "kind": "sum", "of": ["money"], "when": {"kind_of": "flim"}}
    assert only(text_of([wrong], inputs=inputs)).field == "when.kind_of"


@pytest.mark.parametrize(
    ("head", "code", "field"),
    [
        ({"currency": "euro"}, "not_currency", "currency"),
        ({"country": "Ireland"}, "not_country", "country"),
        ({"id": "other"}, "not_the_file", "id"),
        ({"instrument": "gift"}, "not_a_choice", "instrument"),
        ({"valid_to": date(2019, 1, 1)}, "date_order", "valid_to"),
        ({"valid_from": "soon"}, "not_date", "valid_from"),
        ({"result": "nothing"}, "unknown_name", "result"),
        ({"name": {"en": "Only English"}}, "required", "name.id"),
        ({"grade": "E"}, "not_a_choice", "grade"),
        ({"colour": "red"}, "unknown_key", "colour"),
    ],
)
def test_the_head_is_checked(head: dict[str, Any], code: str, field: str) -> None:
    problem = only(
        text_of([{"id": "x", "kind": "sum", "of": ["money"]}], inputs=[amount("money")], head=head)
    )
    assert (problem.code, problem.field) == (code, field)


def test_everything_wrong_is_said_at_once() -> None:
    bad = {"id": "x", "kind": "share", "of": "spend", "rate": 0.3}
    worse = {"id": "y", "kind": "magic"}
    assert {one.code for one in found_in(steps(bad, worse, head={"grade": "E"}))} == {
        "inexact",
        "not_a_choice",
    }


def test_what_is_no_toml_and_what_is_no_text_is_said_with_its_line(tmp_path: Path) -> None:
    assert only('[scheme]\nid = "x\n').line == 2
    file = tmp_path / NAME
    file.write_bytes(b"[scheme]\nid = '\xff'\n")
    with pytest.raises(SchemeProblems) as caught:
        read_scheme(file)
    assert [one.code for one in caught.value.problems] == ["not_utf8"]


def test_conditions_in_conditions_have_an_end() -> None:
    deep: dict[str, Any] = {"big": True}
    for _ in range(30):
        deep = {"not": deep}
    assert only(steps({**SUM, "when": deep})).code == "too_deep"


def test_one_table_where_a_list_of_tables_is_wanted_is_said() -> None:
    text = steps(SUM).replace("[[step]]", "[step]")
    assert ("not_a_table", "step") in {(one.code, one.field) for one in found_in(text)}
    text = steps(SUM) + "\npayment = 5\n"
    assert "unknown_key" in {one.code for one in found_in(text)}  # of the last step


def test_only_an_unknown_scheme_has_no_steps() -> None:
    assert only(text_of([])).code == "no_steps"
    assert read_scheme(text_of([], head={"status": "unknown"}), NAME).steps == ()


def test_a_test_nobody_uses_is_a_mistake_unless_it_refuses() -> None:
    test = {"id": "long", "of": "days", "at_least": 5, "on_fail": "reduce"}
    assert only(steps(SUM, tests=[test])).code == "test_without_effect"


def test_categories_that_are_part_of_each_other_are_a_circle() -> None:
    text = text_of(
        [{"id": "x", "kind": "sum", "of": ["a1"]}],
        categories=[{"id": "a1", "part_of": "b1"}, {"id": "b1", "part_of": "a1"}],
        inputs=[cost("a1")],
    )
    assert {one.code for one in found_in(text)} == {"circular"}


def test_a_part_paid_early_cannot_stand_behind_a_later_one() -> None:
    late = {"id": "late", "share": "60%", "label": {"id": "a", "en": "a"}}
    early = {"id": "early", "remainder": True, "due": "wrap", "label": {"id": "b", "en": "b"}}
    problem = only(steps(SUM, payment=[late, early]))
    assert (problem.code, problem.field) == ("paid_before", "payment.1.due")
    early |= {"share": "60%"}
    del early["remainder"]
    read_scheme(steps(SUM, payment=[early, {**late, "share": "40%"}]), NAME)
