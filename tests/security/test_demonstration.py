"""What a demonstration opened to everybody is shut when it is over."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from simpul.people.actors import load_actor
from simpul.people.demo import ensure_people, person

pytestmark = pytest.mark.django_db


def test_cast_of_a_demonstration_is_nobody_once_it_is_over(settings: Any) -> None:
    ensure_people()
    head = person("head_of_service")
    settings.DEMO = True
    assert "head_of_service" in load_actor(head).roles
    settings.DEMO = False
    assert load_actor(head).kind == "public"


def test_session_of_a_demonstration_is_worth_nothing_afterwards(
    settings: Any, client: Client, jakarta: Any
) -> None:
    settings.DEMO = True
    client.post("/demo/", {"person": "head_of_service"})
    assert client.get("/meja/kasus/").status_code == 200
    settings.DEMO = False
    assert client.get("/meja/kasus/").status_code == 404
    assert client.get("/perusahaan/1/").status_code == 404
