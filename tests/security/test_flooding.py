"""The open planner cannot be used to fill the disk."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from simpul.permits.models import PlanDraft

pytestmark = pytest.mark.django_db
TITLE = {"production-title": "Jalan Pulang"}


def test_invented_draft_addresses_count_as_new_drafts(jakarta: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr("simpul.permits.views.plan.NEW_DRAFTS_AN_HOUR", 2)
    answers = [Client().post(f"/rencana/{uuid.uuid4()}/", TITLE).status_code for _ in range(4)]
    assert answers == [302, 302, 429, 429]
    assert PlanDraft.objects.count() == 2
    assert Session.objects.count() == 2


def test_ones_own_draft_is_saved_as_often_as_one_likes(
    jakarta: Any, client: Client, monkeypatch: Any
) -> None:
    monkeypatch.setattr("simpul.permits.views.plan.NEW_DRAFTS_AN_HOUR", 1)
    here = client.post("/rencana/", TITLE)["Location"].partition("#")[0]
    for number in range(3):
        title = {"production-title": f"Jalan Pulang {number}"}
        assert client.post(here, title)["Location"].startswith(here)
    assert PlanDraft.objects.count() == 1


def test_plan_of_megabytes_is_refused_and_not_kept(jakarta: Any, client: Client) -> None:
    assert client.post("/rencana/", {"production-title": "x" * 2_200_000}).status_code == 413
    assert not PlanDraft.objects.exists()
