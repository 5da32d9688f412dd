"""Several schemes together: in legal order, nothing counted twice, common caps, conflicts."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from simpul.incentives.scheme.spec import Scheme
from simpul.incentives.scheme.stacking import Asked, StackProblem, legal_order, stack

from .building import amount, made


def scheme(
    family: str, rate: str, *more: dict[str, Any], of: str = "labour", **rest: Any
) -> Scheme:
    head = {"id": family, "family": family, **rest.pop("head", {})}
    steps = [*more, {"id": "credit", "kind": "share", "of": of, "rate": rate}]
    return made(steps, inputs=[amount("labour"), *rest.pop("inputs", [])], head=head, **rest)


def federal(*filled_by: str) -> Scheme:
    net = {
        "id": "net",
        "kind": "stacking",
        "method": "reduce_base",
        "of": "labour",
        "other": ["aid"],
    }
    fillings = [{"family": name} for name in filled_by]
    return scheme("federal", "16%", net, of="net", inputs=[amount("aid", filled_by=fillings)])


def test_a_provinces_credit_reduces_the_federal_base() -> None:
    """36% of the labour, and 16% of what is left: 36 + 16 x 64% = 46.24 of each hundred."""
    rows = stack(
        [
            Asked(federal("province"), {"labour": 100}),
            Asked(scheme("province", "36%"), {"labour": 100}),
        ]
    ).rows
    assert [row.quote.scheme_id for row in rows] == ["province", "federal"]
    assert [row.result for row in rows] == [36, Decimal("10.24")]
    assert (rows[1].filled[0].by, rows[1].filled[0].amount) == (("province",), 36)


def test_what_was_typed_for_a_filled_input_is_not_added_to_it() -> None:
    asked = [Asked(federal("province"), {"labour": 100, "aid": 50}),
             Asked(scheme("province", "36%"), {"labour": 100})]  # fmt: skip
    assert stack(asked).of("federal").result == Decimal("10.24")
    alone = stack([Asked(federal("province"), {"labour": 100, "aid": 50})])
    assert alone.of("federal").result == 8


def test_a_scheme_without_a_result_leaves_those_after_it_open() -> None:
    rows = stack(
        [Asked(federal("province"), {"labour": 100}), Asked(scheme("province", "36%"), {})]
    )
    assert rows.of("federal").quote.missing == ("aid",)
    assert rows.of("federal").filled[0].amount is None


def test_schemes_that_wait_for_each_other_are_refused() -> None:
    one = scheme("one", "1%", inputs=[amount("aid", filled_by=[{"family": "other"}])])
    other = scheme("other", "1%", inputs=[amount("aid", filled_by=[{"family": "one"}])])
    with pytest.raises(StackProblem) as caught:
        legal_order([one, other])
    assert caught.value.code == "circular"


def test_two_versions_and_two_currencies_do_not_stack() -> None:
    province = scheme("province", "36%")
    with pytest.raises(StackProblem) as caught:
        stack([Asked(province, {"labour": 1}), Asked(province, {"labour": 1})])
    assert caught.value.code == "two_versions"
    abroad = scheme("province", "36%", head={"currency": "USD"})
    with pytest.raises(StackProblem) as caught:
        stack([Asked(federal("province"), {"labour": 1}), Asked(abroad, {"labour": 1})])
    assert caught.value.code == "two_currencies"


def test_a_common_cap_cuts_the_later_scheme() -> None:
    city = scheme("city", "60%")
    district = scheme(
        "district", "40%", combine={"with": ["city"], "at_most": 100, "clause": "both"}
    )
    rows = stack([Asked(district, {"labour": 150}), Asked(city, {"labour": 150})])
    assert [row.quote.scheme_id for row in rows.rows] == ["city", "district"]
    last = rows.of("district")
    assert (last.result, last.cut, last.clause, last.quote.result) == (10, 50, "both", 60)
    assert rows.of("city").result == 90
    assert stack([Asked(district, {"labour": 150})]).of("district").result == 60


def test_what_may_not_stand_together_is_said_once() -> None:
    location = scheme(
        "location", "30%", combine={"not_with": ["producer"], "clause": "one per film"}
    )
    producer = scheme("producer", "40%", combine={"not_with": ["location"]})
    found = stack([Asked(location, {"labour": 1}), Asked(producer, {"labour": 1})])
    assert [(one.one, one.other, one.clause) for one in found.conflicts] == [
        ("location", "producer", "one per film")
    ]
