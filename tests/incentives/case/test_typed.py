"""What people type: signs that hide or turn it, numbers that are none."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from simpul.incentives.actions import reconciling
from simpul.incentives.actions.lengths import checked
from simpul.incentives.forms_case import AppropriationForm
from simpul.kit.outcomes import InvalidInput


def test_a_text_reads_in_the_order_it_is_kept_in() -> None:
    assert checked(holder=("\u202e  PT Abadi\u2066 ", 20)) == {"holder": "PT Abadi"}


@pytest.mark.parametrize("typed", ["NaN", "sNaN", "Infinity", "-1", "1e9", "2.555", "dua", ""])
def test_a_figure_that_is_no_number_of_days(typed: str, monkeypatch: pytest.MonkeyPatch) -> None:
    side: Any = SimpleNamespace(key="shoot_days", declared=None, figure=SimpleNamespace(value=None))
    monkeypatch.setattr(reconciling, "sides", lambda _case: [side])
    case: Any = None
    with pytest.raises(InvalidInput) as caught:
        reconciling._rows(case, {"shoot_days": typed}, {"shoot_days": "x"})
    assert list(caught.value.errors) == ["shoot_days"]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("2.500.000", "2500000"), ("-2,500", "-2500"), ("2,5", "2,5"), ("25.00", "25.00")],
)
def test_only_separators_of_thousands_go(typed: str, kept: str) -> None:
    form = AppropriationForm({"amount": typed, "basis": "x"})
    form.is_valid()
    assert form.cleaned_data["amount"] == kept
