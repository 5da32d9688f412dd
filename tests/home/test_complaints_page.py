"""The page of complaints is accessible and fits a telephone."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from simpul.home.actions import report_complaint
from tests.accessibility import overflow, violations


@pytest.mark.django_db(transaction=True)
def test_the_page_of_complaints_is_accessible(
    page: Any, client: Client, gita: Any, live_server: Any
) -> None:
    report_complaint(what="Diminta uang parkir. " + "x" * 120, where="Cikini")
    client.force_login(gita.user)
    cookie = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(f"{live_server.url}/pengaduan/masuk/")
        assert "Diminta uang parkir" in page.content()
        assert violations(page) == []
        assert overflow(page) <= 0
