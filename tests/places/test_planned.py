"""What is looked up together is what would be looked up one by one, and once."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simpul.kit.geometry import Shape, parse_geometry
from simpul.kit.periods import Period
from simpul.places.actions.grounds import ensure_grounds
from simpul.places.checking import Calendar
from simpul.places.planned import PlannedUse, Prepared, prepare
from tests.places.test_checking import roads

__all__ = ["roads"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("jakarta")]

START = datetime(2027, 3, 2, tzinfo=ZoneInfo("Asia/Jakarta"))
MINUTE = timedelta(minutes=1)


def line(*points: tuple[float, float]) -> Shape:
    return parse_geometry({"type": "LineString", "coordinates": [list(p) for p in points]})


PLACES: tuple[dict[str, Any], ...] = (
    {},
    {"site": "L27"},
    {"site": "L01"},
    {"site": "NO-SUCH"},
    {"shape": line((106.8230, -6.1940), (106.8230, -6.1900))},
    {"shape": line((106.8230, -6.1910), (106.8230, -6.1880))},
    {"shape": line((106.8600, -6.2500), (106.8610, -6.2500))},
    {"shape": parse_geometry({"type": "Point", "coordinates": [106.8231, -6.1900]})},
)
"""Nowhere, two sites, a code that is none, two stretches of one street, a line and a point."""

SPANS = st.lists(st.tuples(st.integers(0, 90), st.integers(1, 30)), min_size=1, max_size=4)


@st.composite
def uses(draw: st.DrawFn) -> PlannedUse:
    spans = draw(SPANS)
    return PlannedUse(
        kind=draw(st.sampled_from(["shoot", "closure", "prep"])),
        periods=tuple(Period(START + a * MINUTE, START + (a + n) * MINUTE) for a, n in spans),
        exclusive=draw(st.booleans()),
        vehicles=draw(st.integers(0, 3)),
        **draw(st.sampled_from(PLACES)),
    )


def minutes(periods: Any) -> set[int]:
    """The minutes since the start that lie in any of the periods."""
    return {
        n
        for one in periods
        for n in range((one.start - START) // MINUTE, (one.end - START) // MINUTE)
    }


def known(one: Prepared) -> tuple[Any, ...]:
    """All that was found of a use, but for the key of a ground that is not stored."""
    wanted = one.wanted
    return (
        one.piece, one.ground.code, one.ground.extent, one.details, one.closure,
        wanted.periods, wanted.kind, wanted.name, wanted.exclusive, wanted.vehicles, wanted.areas,
        wanted.roads, wanted.counted_at, wanted.plane.wkb,
    )  # fmt: skip


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(planned=st.lists(uses(), max_size=7), stored=st.integers(0, 3))
def test_together_is_what_one_by_one_would_be(
    roads: None, planned: list[PlannedUse], stored: int
) -> None:
    # Some grounds are stored already, others come into being with a hold.
    ensure_grounds(pieces=[one.piece for one in prepare(planned)][:stored])
    together = prepare(planned, holder="application:1")
    assert [one.planned for one in together] == [
        use for use in planned if use.shape is not None or use.site in ("L27", "L01")
    ]
    for one in together:
        (alone,) = prepare([one.planned], holder="application:1")
        assert known(one) == known(alone)
        assert planned[one.wanted.index] is one.planned
        # Periods that meet are one, and no minute is lost or won.
        assert minutes(one.wanted.periods) == minutes(one.planned.periods)
        ordered = one.wanted.periods
        assert all(a.end < b.start for a, b in pairwise(ordered))
    grounds = {one.piece.code: one.ground.pk for one in together}
    assert len(set(grounds.values())) == len(grounds), "one key for each ground"
    assert all(one.ground.pk == grounds[one.piece.code] for one in together)


@pytest.mark.parametrize("times", [1, 30])
def test_the_statements_do_not_grow_with_places_or_uses(roads: None, times: int) -> None:
    planned = [
        PlannedUse(
            kind="shoot",
            periods=(Period(START, START + MINUTE),),
            shape=parse_geometry({"type": "Point", "coordinates": [106.82 + n / 2000, -6.19]}),
        )
        for n in range(times)
    ]
    with CaptureQueriesContext(connection) as asked:
        prepare(planned)
    # The book; streets, units, grounds and their parts.
    assert len(asked) <= 5


def test_ways_out_ask_nothing_again_that_the_check_has_asked(roads: None) -> None:
    calendar = Calendar(holder="application:me")
    day = date(2027, 3, 2)
    morning = START + timedelta(hours=10)
    use = PlannedUse(kind="closure", periods=(Period(morning, morning + MINUTE),), **PLACES[4])
    calendar.check([use])
    with CaptureQueriesContext(connection) as hours:
        calendar.free_hours([use], 0)
        calendar.check([use.moved(0, calendar.zone)])
    assert len(hours) == 0
    with CaptureQueriesContext(connection) as ahead:
        calendar.earliest_free([use], first=day)
        calendar.earliest_free([use], first=day + timedelta(days=1))
    # Three weeks at once: what stands near, its parts, what cuts the road, what tired the street.
    assert len(ahead) <= 4
