"""Grounds: made once, brought along when their shape changes, parts of what they lie in."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
import shapely
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simpul.kit.geometry import metres
from simpul.kit.outcomes import InvalidInput, NotAllowed, WrongState
from simpul.places.actions.grounds import (
    Piece,
    ensure_ground,
    ensure_grounds,
    link_parts,
    of_area,
    of_shape,
    of_site,
    of_street,
)
from simpul.places.models import Ground, GroundPart, Site
from simpul.places.near import clashing_bookings, takes_of
from tests.places.calendar_helpers import SYSTEM, at_once, drawn, hold, hours, square, use

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("jakarta")]


def test_a_site_is_one_ground_in_its_areas_up_to_the_city() -> None:
    site = Site.objects.get(code="L27")
    ground = ensure_ground(piece=of_site(site))
    assert ensure_ground(piece=of_site(site)) == ground
    assert (ground.code, ground.kind, ground.site) == ("L27", "site", site)
    assert ground.name == site.names
    whole = Ground.objects.get(code="area:31")
    assert ground.pk in takes_of([whole.pk])[whole.pk]


def test_a_shape_measures_in_metres_what_was_drawn_and_is_found_again() -> None:
    ground = square(10, 20, side=100)
    west, south, east, north = ground.extent
    assert (round(east - west, 2), round(north - south, 2)) == (100, 100)
    assert abs(shapely.from_wkb(bytes(ground.plane)).area - 10_000) < 1
    assert square(10, 20, side=100) == ground
    turned = drawn(shapely.box(10, 20, 110, 120).reverse())
    assert ensure_ground(piece=of_shape(turned)) == ground
    assert square(10, 20, side=101) != ground
    assert metres(32748).length_m(drawn(shapely.LineString([(0, 0), (300, 400)]))) == pytest.approx(
        500, abs=0.01
    )


def test_a_street_that_is_drawn_anew_takes_its_bookings_along() -> None:
    def street(length: float) -> Ground:
        line = drawn(shapely.LineString([(0, 0), (length, 0)]))
        return ensure_ground(piece=of_street("77", line, name={"id": "Jalan Contoh"}))

    hold("application:a", [use(street(100), hours(8, 12), radius_m=5)])
    crossing = square(400, -10, side=20)
    asked = [use(crossing, hours(9, 10))]
    assert clashing_bookings(asked) == []
    street(1000)
    assert [one.ground_code for one in clashing_bookings(asked)] == ["street:77"]
    assert clashing_bookings(asked)[0].ground_name == {"id": "Jalan Contoh"}


def test_many_grounds_need_as_many_statements_as_one(assert_max_queries: Any) -> None:
    sites = list(Site.objects.filter(in_force=True)[:30])
    ensure_ground(piece=of_site(sites[0]))
    with assert_max_queries(10):
        ensure_grounds(pieces=[of_site(site) for site in sites])
    with assert_max_queries(6):
        ensure_grounds(pieces=[of_site(site) for site in sites])


def test_a_site_that_moves_to_another_area_leaves_the_old_one(jakarta: Any) -> None:
    site = Site.objects.get(code="L27")
    ground = ensure_ground(piece=of_site(site))
    before = set(GroundPart.objects.filter(part=ground).values_list("whole__code", flat=True))
    other = next(
        code
        for code, row in jakarta.areas.rows.items()
        if row.level == "kelurahan" and f"area:{code}" not in before
    )
    site.kelurahan = other
    ensure_ground(piece=of_site(site))
    after = set(GroundPart.objects.filter(part=ground).values_list("whole__code", flat=True))
    assert after == {f"area:{site.kelurahan}"} != before


def test_what_is_not_there_is_no_ground() -> None:
    with pytest.raises(InvalidInput):
        of_area("99.99")
    with pytest.raises(InvalidInput):
        ensure_ground(piece=Piece(code="area:31.99", kind="area", wholes=("zone:nowhere",)))
    assert not Ground.objects.filter(code="area:31.99").exists()


def test_only_the_commission_names_parts(ani: Any, dewi: Any) -> None:
    one, other = square(0, 0), square(500, 0)
    with pytest.raises(NotAllowed):
        link_parts(actor=ani.actor, whole=one, parts=[other])
    link_parts(actor=dewi.actor, whole=one, parts=[other])
    link_parts(actor=dewi.actor, whole=one, parts=[other])
    assert takes_of([one.pk]) == {one.pk: frozenset({one.pk, other.pk})}


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=3, max_size=9))
def test_whatever_is_linked_nothing_becomes_a_part_of_itself(links: list[tuple[int, int]]) -> None:
    with transaction.atomic():
        grounds = [square(200 * n, 0) for n in range(4)]
        below = [{n} for n in range(4)]
        for whole, part in links:
            try:
                link_parts(actor=SYSTEM, whole=grounds[whole], parts=[grounds[part]])
                refused = False
            except WrongState:
                refused = True
            assert refused == (whole in below[part])
            if not refused:
                for taken in below:
                    if whole in taken:
                        taken |= below[part]
        found = takes_of(ground.pk for ground in grounds)
        assert [found[one.pk] for one in grounds] == [
            frozenset(grounds[n].pk for n in taken) for taken in below
        ]
        transaction.set_rollback(True)


@pytest.mark.database
@pytest.mark.parametrize(
    "values",
    [{"plane": None}, {"geometry": None}, {"kind": "site"}, {"kind": "unknown"}],
)
def test_the_database_refuses_half_a_ground(values: dict[str, Any]) -> None:
    ground = square(0, 0)
    with pytest.raises(IntegrityError), transaction.atomic():
        Ground.objects.filter(pk=ground.pk).update(**values)


@pytest.mark.database
@pytest.mark.django_db(transaction=True)
def test_one_shape_drawn_by_many_at_once_is_one_ground() -> None:
    found = at_once([partial(square, 0, 0)] * 8)
    assert {one.pk for one in found} == {Ground.objects.get(kind="shape").pk}
    assert SYSTEM.kind == "system"
