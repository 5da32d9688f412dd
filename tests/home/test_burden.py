"""What a street and a neighbourhood have borne: the account that a resident reads."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from simpul.kit.geometry import Shape, metres
from simpul.places.calendar.uses import Where
from simpul.places.details import Details
from simpul.places.models import NeighbourhoodUnit, Street
from tests.home.nearby_helpers import (
    LINE,
    SECRETS,
    at,
    confirmed,
    secret,
    street,
    street_ground,
    use,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def row(jakarta: Any) -> Street:
    return street()


def where(row: Street) -> Where:
    return Where("street", row.ground_code, {"id": row.name, "en": row.name})


def page_of(client: Client, row: Street) -> str:
    answer = client.get(f"/sekitar/jalan/{row.pk}/", headers={"accept-language": "en"})
    assert answer.status_code == 200
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def shot(row: Street, title: str, day: int, **more: Any) -> None:
    counted = Details(counted_at=(where(row),), parking_m=50)
    confirmed(title, use(street_ground(row), period=at(day, 8, 18), details=counted), **more)


def test_the_account_is_shown_line_by_line_with_what_is_left(client: Client, row: Street) -> None:
    """Six shoot days in thirty are the cap of a street: three are taken, three are left."""
    for title, day in (("Satu", -1), ("Dua", -10), ("Tiga", -29), ("Lama", -30)):
        shot(row, title, day)
    shot(row, "Nanti", 5)
    text = page_of(client, row)
    assert "3 of 6 shoot days" in text
    assert "left: 3" in text
    for title in ("Satu", "Dua", "Tiga", "Nanti"):
        assert title in text
    assert "Lama" not in text
    assert "150 of 600 metre-days of parking" in text
    assert "0 of 14 night hours" in text
    assert "Policy proposal of the commission" in text


def test_a_full_street_rests_and_says_until_when(client: Client, row: Street) -> None:
    for n in range(6):
        shot(row, f"Film {n}", -1 - n)
    text = page_of(client, row)
    assert "6 of 6 shoot days" in text
    assert "the cap is reached" in text
    assert "It is to rest" in text


def test_a_confidential_production_is_another_production(client: Client, row: Street) -> None:
    counted = Details(counted_at=(where(row),))
    secret(use(street_ground(row), period=at(-2, 8, 18), details=counted))
    text = page_of(client, row)
    assert "1 of 6 shoot days" in text
    assert "another production" in text
    for word in SECRETS:
        assert word not in text


def test_events_and_what_is_not_confirmed_take_nothing(client: Client, row: Street) -> None:
    shot(row, "Acara", -2, source="event")
    assert "0 of 6 shoot days" in page_of(client, row)


def test_thirty_lines_cost_what_one_does(client: Client, row: Street) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            page_of(client, row)
        return len(queries)

    shot(row, "Satu", -1)
    page_of(client, row)
    before = count()
    for n in range(30):
        shot(row, f"Film {n}", -n)
    assert count() == before


def test_a_neighbourhood_has_its_own_account(client: Client, jakarta: Any) -> None:
    flat = metres(32748).plane(Shape(LINE.buffer(0.002)))
    unit = NeighbourhoodUnit.objects.create(
        source="test",
        key="31.71.06.1001/RW 03",
        name="RW 03 Menteng",
        number=3,
        kelurahan="31.71.06.1001",
        geometry=Shape(LINE.buffer(0.002)).geojson,
        plane=flat.wkb,
        extent=flat.bounds,
    )
    counted = Details(counted_at=(Where("rw", f"rw:{unit.key}", {"id": unit.name}),))
    confirmed("Di RW", use(street_ground(street()), period=at(-3, 20, 26), details=counted))
    answer = client.get(f"/sekitar/rw/{unit.key}/", headers={"accept-language": "en"})
    text = " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())
    assert "RW 03 Menteng" in text
    # 20:00 to 02:00 touches two local days, and four of its hours are night (22:00 on).
    assert "2 of 10 shoot days" in text
    assert "4 of 21 night hours" in text
    street_page = client.get(f"/sekitar/jalan/{Street.objects.get().pk}/").content.decode()
    assert f"/sekitar/rw/{unit.key.replace(' ', '%20')}/" in street_page


def test_a_street_that_is_not_there_does_not_exist(client: Client, row: Street) -> None:
    assert client.get("/sekitar/jalan/999999/").status_code == 404
    assert client.get("/sekitar/rw/nichts/").status_code == 404
    Street.objects.update(in_force=False)
    assert client.get(f"/sekitar/jalan/{row.pk}/").status_code == 404
