"""The policy lab on cases that were really recorded: asked, audited, certified, withdrawn."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from simpul.incentives import catalogue
from simpul.incentives.lab.run import carry_out, frozen_cases, frozen_side
from simpul.incentives.lab.sources import past_claims
from simpul.incentives.scheme.reading import read_scheme
from simpul.papers.actions import erase_due
from simpul.papers.models import StoredFile
from tests.incentives.case.conftest import CERTIFIED, GIVEN

pytestmark = pytest.mark.django_db
SCENARIO = "id-jakarta-rebate-scenario"


def test_recorded_cases_under_two_versions_by_hand(certified: Any, awarded: Any, sent: Any) -> None:
    certified()
    awarded("Pagi di Kota")
    sent("Malam di Kota")
    before = catalogue.schemes()[SCENARIO]
    text = before.text.replace(SCENARIO, f"{SCENARIO}-draft", 1).replace(
        'rate = "20%"', 'rate = "25%"'
    )
    after = read_scheme(text, f"{SCENARIO}-draft.toml")
    first = timezone.localdate().replace(month=1, day=1)
    cases = past_claims(before, first)
    frozen = {
        "kind": "scheme",
        "before": frozen_side(before, draft=True),
        "after": frozen_side(after, draft=True),
        "known_as": "before",
        "cases": frozen_cases(cases),
        "fund": {"amount": "3000000000", "opens": str(first), "closes": f"{first.year}-12-31"},
        "seed": 1,
    }
    told = carry_out(frozen)["past"]
    # The first was audited: Rp4,000,000,123; the others asked for Rp6,000,000,000 each.
    rows = {key: (a, b) for key, a, b, _group in told["all"]}
    assert rows == {
        "P1": (str(CERTIFIED), "1000000030"),
        "P2": (str(GIVEN), "1500000000"),
        "P3": (str(GIVEN), "1500000000"),
    }
    assert told["totals"] == {"before": "3200000024", "after": "4000000030"}
    # Of Rp3,000,000,000 the first two fit under either version, the third under neither.
    assert [told["sides"][s]["year"]["waiting"] for s in ("before", "after")] == [1, 1]

    # Without its lines the first is known as its award and its request say.
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    StoredFile.objects.filter(kind="cost-report-lines").update(keep_until=yesterday)
    assert erase_due() == 1
    assert past_claims(before, first)[0].facts["crew_spend"] == 2_500_000_000
