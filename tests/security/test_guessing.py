"""Guessing is slowed for the whole node, not for one process of it."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from simpul.people.adapters import TRIES
from simpul.permits.views import check

pytestmark = pytest.mark.django_db


def test_tries_to_sign_in_are_counted_past_one_process_and_one_address(ani: Any) -> None:
    form = {"login": ani.user.email, "password": "not the password"}
    for number in range(TRIES + 1):
        cache.clear()  # another process, which has seen nothing yet
        answer = Client(REMOTE_ADDR=f"10.0.0.{number}").post("/akun/login/", form)
        assert answer.status_code == 200
    errors = answer.context["form"].non_field_errors().as_data()
    assert [error.code for error in errors] == ["too_many_login_attempts"]


def test_codes_cannot_be_guessed_through_the_drawing(client: Client, monkeypatch: Any) -> None:
    monkeypatch.setattr(check, "MOST_OPENED", 3)
    codes = [f"/izin/{number:010d}/peta.svg" for number in range(4)]
    assert [client.get(code).status_code for code in codes] == [404, 404, 404, 429]
