"""Oversized questions to the API are the asker's mistake."""

from __future__ import annotations

import pytest
from django.test import Client


@pytest.mark.django_db
def test_body_beyond_the_limit_is_too_large_and_not_our_failure(client: Client) -> None:
    body = '{"production": {"title": "' + "x" * 5_000_000 + '"}}'
    answer = client.post("/api/v1/plan", body, content_type="application/json")
    assert answer.status_code == 413
    assert answer.json()["code"] == "too_large"
