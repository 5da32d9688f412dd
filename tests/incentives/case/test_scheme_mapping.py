"""Where the chart's categories go in the scheme: seen, said, taken back, and who may."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from simpul.incentives.actions import awards, cost_reports, scheme_mapping
from simpul.incentives.actions.scheme_mapping import NOWHERE, map_categories, mapped
from simpul.incentives.models import MappingRule
from simpul.journal.queries import entries_for
from simpul.kit.outcomes import InvalidInput, NotAllowed, NotVisible
from tests.incentives.case.conftest import CERTIFIED

pytestmark = pytest.mark.django_db
POST = """accounts = ["40*", "41*", "42*", "43*", "44*", "45*", "46*", "47*", "48*", "49*"]
"""


def test_an_officer_says_that_a_category_has_no_place_in_the_scheme(
    audited: Callable[..., Any],
    variant: Any,
    indra: Any,
    ani: Any,
    make_person: Any,
    client: Client,
) -> None:
    case = audited(digest=variant(POST, ""))  # the scheme names no accounts of post-production
    report = cost_reports.current(case)
    assert report is not None
    rows = {row.chart: row for row in mapped(report)}
    assert sum(row.amount for row in rows.values()) == report.claimed
    assert all(sum(row.goes_to.values()) == row.amount for row in rows.values())
    half_a_milliard = next(row for row in rows.values() if row.amount == 500_000_000)
    about = {"case_id": case.pk, "number": report.number}
    said = {half_a_milliard.chart: NOWHERE}

    with pytest.raises(NotVisible):
        map_categories(actor=make_person("Orang").actor, said=said, **about)
    with pytest.raises(NotAllowed):  # the company has sent its report
        map_categories(actor=ani.actor, said=said, **about)
    with pytest.raises(InvalidInput):
        map_categories(actor=indra.actor, said={half_a_milliard.chart: "tidak-ada"}, **about)
    with pytest.raises(InvalidInput):
        map_categories(actor=indra.actor, said={"tidak-ada": NOWHERE}, **about)
    fixed = next(row.chart for row in rows.values() if row.fixed)
    with pytest.raises(InvalidInput):  # the scheme names these accounts itself
        map_categories(actor=indra.actor, said={fixed: NOWHERE}, **about)

    assert awards.basis_of(case).most == CERTIFIED
    assert map_categories(actor=indra.actor, said=said, **about) == 1
    # a fifth of Rp3,500,000,123, rounded down
    assert awards.basis_of(case).most == Decimal(700_000_024)
    assert map_categories(actor=indra.actor, said=said, **about) == 0  # nothing new is said
    entry = list(entries_for(case.subject))[-1]
    assert (entry.verb, entry.data[half_a_milliard.chart]) == (
        "incentive.categories_mapped",
        NOWHERE,
    )
    assert map_categories(actor=indra.actor, said={half_a_milliard.chart: ""}, **about) == 1
    assert awards.basis_of(case).most == CERTIFIED
    assert MappingRule.objects.filter(ended_at=None, scheme=case.scheme_id).count() == 0

    awards.propose_award(actor=indra.actor, case_id=case.pk)
    with pytest.raises(NotAllowed):  # an award rests on it
        map_categories(actor=indra.actor, said=said, **about)

    address = reverse("incentives:scheme_categories", args=[case.pk, report.number])
    client.force_login(make_person("Lain").user)
    assert client.get(address).status_code == 404
    assert client.post(address, {}).status_code == 404
    client.force_login(ani.user)
    page = client.get(address)
    assert page.status_code == 200
    assert "Kategori skema" in page.content.decode()
    answer = client.post(address, {half_a_milliard.chart: NOWHERE})
    assert answer.status_code == 403  # not the company's any more
    assert scheme_mapping.mapped(report) == list(rows.values())
