"""The demonstration: what is real has its published source, what is invented says so."""

from __future__ import annotations

from typing import Any

import pytest

from simpul.network import demo
from simpul.network.models import Encounter, Partner, PartnerPerson, Visit
from simpul.people.demo import ensure_people

pytestmark = pytest.mark.django_db


def test_the_demonstration_loads_once_and_tells_real_from_invented(
    jakarta: Any, settings: Any
) -> None:
    settings.DEMO = True
    ensure_people()
    assert demo.load() > 0
    assert demo.load() == 0
    for partner in Partner.objects.all():
        assert partner.source.startswith("http") or "Contoh" in partner.name
    for met in Encounter.objects.filter(event=demo.EVENT):
        assert met.source.startswith("http") and met.held_on.year == 2025
        assert not met.claimed_state or met.claimed_source.startswith("http")
    # Who was met is named by office; nobody of them consented, so only the card is kept.
    assert not PartnerPerson.objects.filter(consented=True).exists()
    assert all("contoh" in visit.title.lower() for visit in Visit.objects.all())
