"""Rate limits count across processes and never lose a try."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection
from django.test import RequestFactory
from hypothesis import HealthCheck, given
from hypothesis import settings as effort
from hypothesis import strategies as st

from simpul.web import limits
from simpul.web.limits import client_address, forget, hit, hit_from
from simpul.web.models import Hit


@pytest.mark.django_db
def test_the_limit_lets_exactly_so_many_through() -> None:
    assert [hit("a", limit=3, seconds=3600) for _ in range(5)] == [True] * 3 + [False] * 2
    assert hit("b", limit=3, seconds=3600)


@pytest.mark.django_db
def test_when_the_time_is_over_one_may_try_again(one_window: Any) -> None:
    assert [hit("a", limit=1, seconds=3600) for _ in range(2)] == [True, False]
    one_window(3599)
    assert not hit("a", limit=1, seconds=3600)
    one_window(1)
    assert [hit("a", limit=1, seconds=3600) for _ in range(2)] == [True, False]


@pytest.mark.django_db
def test_the_full_hour_doubles_nothing(one_window: Any) -> None:
    one_window(3600 - limits.seconds_now() % 3600 - 1)  # the last second of an hour
    assert [hit("a", limit=2, seconds=3600) for _ in range(3)] == [True, True, False]
    one_window(1)
    assert not hit("a", limit=2, seconds=3600)


@pytest.mark.django_db
@effort(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(waits=st.lists(st.integers(0, 70), max_size=25), limit=st.integers(1, 4))
def test_in_no_minute_do_more_pass_than_the_limit(
    one_window: Any, waits: list[int], limit: int
) -> None:
    Hit.objects.all().delete()
    passed: list[int] = []
    for wait in waits:
        one_window(wait)
        now = limits.seconds_now()
        within = sum(moment > now - 60 for moment in passed)
        assert hit("a", limit=limit, seconds=60) == (within < limit)
        if within < limit:
            passed.append(now)


@pytest.mark.django_db
def test_what_nobody_tries_any_more_is_forgotten(one_window: Any) -> None:
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


# --- whose try it is --------------------------------------------------------------------------
def _from(address: str, forwarded: str | None = None) -> Any:
    headers = {} if forwarded is None else {"HTTP_X_FORWARDED_FOR": forwarded}
    return RequestFactory().get("/", REMOTE_ADDR=address, **headers)


@pytest.mark.parametrize(
    ("proxies", "forwarded", "counted"),
    [
        (0, "203.0.113.9", "10.0.0.1"),
        (1, None, "10.0.0.1"),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "198.51.100.1, 203.0.113.9", "203.0.113.9"),
        (2, "198.51.100.1, 203.0.113.9, 10.0.0.2", "203.0.113.9"),
        (2, "203.0.113.9", "10.0.0.1"),
        (1, "nobody", "10.0.0.1"),
        (1, "", "10.0.0.1"),
        (-1, "203.0.113.9", "10.0.0.1"),
    ],
)
def test_only_the_operators_own_proxies_are_believed(
    settings: Any, proxies: int, forwarded: str | None, counted: str
) -> None:
    settings.PROXIES = proxies
    assert client_address(_from("10.0.0.1", forwarded)) == counted


def test_a_household_is_one_reader(settings: Any) -> None:
    settings.PROXIES = 0
    assert client_address(_from("2001:db8:1:2::7")) == client_address(_from("2001:db8:1:2:9::1"))
    assert client_address(_from("2001:db8:1:3::7")) != client_address(_from("2001:db8:1:2::7"))
    assert client_address(_from("::ffff:192.0.2.1")) == "192.0.2.1"


@pytest.mark.django_db
def test_another_header_is_not_another_reader_and_no_address_is_kept(settings: Any) -> None:
    settings.PROXIES = 0
    tries = [
        hit_from(_from("192.0.2.1", f"203.0.113.{n}"), "x", limit=2, seconds=60) for n in range(3)
    ]
    assert tries == [True, True, False]
    assert hit_from(_from("192.0.2.2"), "x", limit=2, seconds=60)
    assert "192.0.2" not in " ".join(Hit.objects.values_list("key", flat=True))
