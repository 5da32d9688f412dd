"""The work desk: each role finds what waits for it, in few queries."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from simpul.home.desk import desk_for
from tests.accessibility import overflow, violations

pytestmark = pytest.mark.django_db


def _keys(person: Any) -> list[str]:
    return [section.key for section in desk_for(person.actor).sections]


def test_each_role_has_its_sections(
    ani: Any, dewi: Any, eko: Any, fajar: Any, gita: Any, hadi: Any, make_person: Any
) -> None:
    assert _keys(ani) == ["producer"]
    assert _keys(dewi) == ["officer"]
    assert _keys(eko) == ["officer", "network", "rules", "complaints"]
    assert _keys(fajar) == ["authority"]
    assert _keys(gita) == ["network", "complaints", "auditor"]
    assert _keys(hadi) == ["administrator"]
    for role in ("market_officer", "market_selector"):
        assert _keys(make_person(role, roles=(role,))) == ["market"]
    assert _keys(make_person("Nia")) == ["beginner"]


def test_the_desk_is_only_for_those_who_signed_in(client: Client) -> None:
    assert client.get("/meja/")["Location"].startswith("/akun/login/")


@pytest.mark.parametrize("who", ["ani", "dewi", "eko", "fajar", "gita", "hadi"])
def test_a_desk_takes_few_queries(
    request: pytest.FixtureRequest, client: Client, assert_max_queries: Any, who: str
) -> None:
    person = request.getfixturevalue(who)
    client.force_login(person.user, backend="django.contrib.auth.backends.ModelBackend")
    with assert_max_queries(15):
        assert client.get("/meja/").status_code == 200


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("locale", ["id", "en"])
@pytest.mark.parametrize("who", ["ani", "eko", "fajar", "hadi"])
def test_desks_are_accessible(
    request: pytest.FixtureRequest, page: Any, step_in: Any, who: str
) -> None:
    step_in(request.getfixturevalue(who))
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto("/meja/")
        assert violations(page) == []
        assert overflow(page) <= 0
