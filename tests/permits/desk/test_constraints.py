"""What the database itself refuses, whoever writes to it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, models, transaction

from simpul.permits.models import Application, Bill, Clearance, FeeLine, PlanRevision

pytestmark = pytest.mark.database


def refused(rows: Any, **fields: Any) -> str:
    """The name of the rule that refused to write `fields` into `rows`."""
    with pytest.raises(IntegrityError) as trouble, transaction.atomic():
        rows.update(**fields)
    return str(trouble.value).split('constraint "')[1].split('"')[0]


def test_a_case_has_a_known_state_and_kind(sent: Any) -> None:
    case = Application.objects.filter(pk=sent("a").pk)
    assert refused(case, state="lost") == "application_state_known"
    assert refused(case, kind="favour").startswith("application_")


def test_every_state_of_a_case_in_the_code_is_one_the_database_knows() -> None:
    rule = next(c for c in Application._meta.constraints if c.name == "application_state_known")
    assert f"{list(Application.State.values)}" in str(rule.condition)


@pytest.mark.parametrize(
    ("model", "field", "values"),
    [
        (Clearance, "state", Clearance.State.values),
        (Clearance, "verdict", ["", *Clearance.Verdict.values]),
    ],
)
def test_every_word_of_an_answer_in_the_code_is_one_the_database_knows(
    model: type[models.Model], field: str, values: list[str]
) -> None:
    rule = next(c for c in model._meta.constraints if c.name == f"clearance_{field}_known")
    assert f"{list(values)}" in str(rule.condition)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ({"state": "asleep"}, "clearance_state_known"),
        ({"kind": "rumour"}, "clearance_kind_known"),
        ({"channel": "pigeon"}, "clearance_channel_known"),
        ({"channel": "recorded"}, "clearance_recorded_has_evidence"),
        ({"channel": "deemed"}, "clearance_deemed_is_countersigned"),
    ],
)
def test_an_answer_is_of_a_known_kind_and_came_by_a_known_way(
    accepted: Any, fields: dict[str, str], rule: str
) -> None:
    first = accepted("a").clearances.exclude(state="ended").first()
    assert refused(Clearance.objects.filter(pk=first.pk), **fields) == rule


def test_an_answer_has_a_known_verdict(accepted: Any, answer_all: Any) -> None:
    application = accepted("a")
    answer_all(application)
    answered = Clearance.objects.filter(application=application, state="answered")
    assert refused(answered, verdict="perhaps") == "clearance_verdict_known"


def _line(application: Application, **fields: Any) -> FeeLine:
    return FeeLine(
        application=application,
        revision=PlanRevision.objects.get(application=application),
        key="x",
        rule_id="x",
        rule_version=application.rule_version,
        item="x",
        texts={},
        source="x",
        payee="x",
        quantity=Decimal(-2),
        unit_amount=Decimal(100),
        currency="IDR",
        **fields,
    )


@pytest.mark.parametrize(
    ("kind", "amount", "rule"),
    [
        ("difference", -150, "fee_line_amount_is_product"),
        ("correction", -100, "fee_line_amount_is_product"),
        ("gift", -200, "fee_line_kind_known"),
    ],
)
def test_every_fee_line_is_of_a_known_kind_and_is_quantity_times_unit(
    sent: Any, kind: str, amount: int, rule: str
) -> None:
    line = _line(sent("a"), kind=kind, amount=Decimal(amount))
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        line.save()
    _line(line.application, kind="difference", amount=Decimal(-200)).save()


def test_a_bill_has_a_known_state(sent: Any) -> None:
    bill = Bill(application=sent("a"), reference="T", amount=1, currency="IDR", state="forgotten")
    with pytest.raises(IntegrityError, match="bill_state_known"), transaction.atomic():
        bill.save()
