"""The API tells of a permit what the check page tells, and nothing more."""

from __future__ import annotations

import json
from typing import Any


def test_code_answers_with_the_state_and_no_secret_title(blast_waits: Any, client: Any) -> None:
    permit = blast_waits()
    answer = client.get(f"/api/v1/permits/{permit.short_code}")
    assert answer.status_code == 200
    data = answer.json()
    assert (data["number"], data["version"]) == (permit.number, 1)
    assert "pyro_explosion" in [part["code"] for part in data["held"]]
    secret = permit.application.production
    for word in (secret.title, permit.application.company.name):
        assert word not in json.dumps(data)
    assert permit.checks.get().way == "api"


def test_unknown_code_and_unknown_parameter_are_refused(issued: Any, client: Any) -> None:
    permit = issued("a")
    assert client.get("/api/v1/permits/AAAAAAAAAA").status_code == 404
    assert client.get(f"/api/v1/permits/{permit.short_code}?x=1").status_code == 422
