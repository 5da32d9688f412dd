"""What is true of every answer: private pages are kept by nobody, nonsense is a refusal."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_pages_of_a_session_are_kept_by_no_browser_and_no_proxy(ani: Any, client: Client) -> None:
    client.force_login(ani.user)
    for path in ("/meja/", "/kasus/", "/perusahaan/", "/profil/"):
        kept = client.get(path)["Cache-Control"]
        assert "no-store" in kept, path
        assert "private" in kept, path


def test_public_pages_say_nothing_about_keeping_to_a_reader_without_session(
    client: Client,
) -> None:
    assert not client.get("/").has_header("Cache-Control")


@pytest.mark.parametrize("path", ["/perusahaan/", "/pengelolaan/peran/", "/pengelolaan/meja/"])
def test_zero_byte_in_a_search_is_the_readers_mistake(hadi: Any, client: Client, path: str) -> None:
    client.force_login(hadi.user)
    assert client.get(path, {"q": "a\x00b"}).status_code == 400
