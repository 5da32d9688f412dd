"""What permits and wrap reports know of a shoot."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from simpul.incentives.case.permit_record import recorded, shooting_dates
from simpul.permits.actions import wrap
from simpul.permits.models import WrapReport
from tests.permits.issue.conftest import (
    SIGNED,
    accepted,
    answer_all,
    draft,
    issued,
    ready,
    sent,
)

__all__ = ["accepted", "answer_all", "draft", "issued", "ready", "sent"]
pytestmark = pytest.mark.django_db


def test_what_no_permit_and_no_wrap_report_says_is_a_declaration(production: Any) -> None:
    found = recorded(production().pk)
    assert {key: (one.value, one.evidence) for key, one in found.items()} == {
        "shoot_days": (None, "declared"),
        "local_hires": (None, "declared"),
        "trainee_days": (None, "declared"),
    }


def test_days_come_from_the_permit_and_the_wrap_report_can_only_say_fewer(
    issued: Any, ani: Any
) -> None:
    permit = issued("b")
    application = permit.application
    allowed = len(shooting_dates(permit))
    assert allowed == 2
    first = recorded(application.production_id)["shoot_days"]
    assert (first.value, first.evidence) == (Decimal(2), "permit")
    assert [source["reference"] for source in first.sources] == [permit.number]

    WrapReport.objects.create(application=application, asked_at=SIGNED)
    counts = dict.fromkeys(wrap.COUNTS, 0) | {
        "actual_days": 1,
        "local_hires": 31,
        "trainee_days": 12,
    }
    wrap.submit_wrap_report(
        actor=ani.actor, application_id=application.pk, wrap=wrap.Wrap(counts=counts, spend={})
    )
    found = recorded(application.production_id)
    assert {key: (one.value, one.evidence) for key, one in found.items()} == {
        "shoot_days": (Decimal(1), "wrap"),
        "local_hires": (Decimal(31), "wrap"),
        "trainee_days": (Decimal(12), "wrap"),
    }
