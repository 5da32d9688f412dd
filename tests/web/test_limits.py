"""Rate limits count across processes and never lose a try."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

from simpul.web.limits import forget, hit
from simpul.web.models import Hit


@pytest.mark.django_db
def test_the_limit_lets_exactly_so_many_through() -> None:
    assert [hit("a", limit=3, seconds=3600) for _ in range(5)] == [True] * 3 + [False] * 2
    assert hit("b", limit=3, seconds=3600)


@pytest.mark.django_db
def test_a_new_window_begins_anew(one_window: Any) -> None:
    assert [hit("a", limit=1, seconds=3600) for _ in range(2)] == [True, False]
    one_window(3600)
    assert [hit("a", limit=1, seconds=3600) for _ in range(2)] == [True, False]


@pytest.mark.django_db
def test_old_windows_are_forgotten(one_window: Any) -> None:
    hit("old", limit=1, seconds=60)
    one_window(86_400 + 60)
    hit("new", limit=1, seconds=60)
    assert forget() == 1
    assert Hit.objects.get().key.startswith("new")


@pytest.mark.django_db(transaction=True)
def test_a_race_lets_no_extra_try_through() -> None:
    def one(_: int) -> bool:
        try:
            return hit("race", limit=5, seconds=86_400)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(one, range(20))) == 5
