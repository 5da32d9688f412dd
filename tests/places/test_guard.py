"""The guard and the near query agree with counting by hand on random grounds and periods."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import combinations, pairwise
from typing import Any

import pytest
import shapely
from django.db import IntegrityError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simpul.kit.outcomes import WrongState
from simpul.kit.periods import Period
from simpul.places.actions.grounds import link_parts
from simpul.places.actions.holds import confirm
from simpul.places.actions.queue import Clashing
from simpul.places.guard import takings, without
from simpul.places.models import Booking, Ground, GroundPart, Hold, Taken
from simpul.places.models.fields import box_text
from simpul.places.near import Use, clashing_bookings, takes_of, widened
from simpul.places.squares import keys_of_question
from tests.places.calendar_helpers import SYSTEM, hold, hours, square, use

START = datetime(2027, 11, 7, tzinfo=UTC)
"""Clocks in New York go back at six."""
ZONES = ["UTC", "Asia/Jakarta", "America/New_York"]

slots = st.tuples(st.integers(0, 12), st.integers(1, 6))
periods = slots.map(
    lambda pair: Period(START + timedelta(hours=pair[0]), START + timedelta(hours=sum(pair)))
)


@given(st.lists(periods, max_size=6), st.lists(periods, max_size=6))
def test_without_leaves_exactly_the_hours_that_are_not_taken(
    mine: list[Period], taken: list[Period]
) -> None:
    from simpul.kit.periods import merge

    left = without(merge(mine), merge(taken))
    for hour in range(20):
        moment = START + timedelta(hours=hour, minutes=30)
        wanted = any(one.contains(moment) for one in mine) and not any(
            one.contains(moment) for one in taken
        )
        assert any(one.contains(moment) for one in left) is wanted
    assert all(a.end <= b.start for a, b in pairwise(left))


trees = st.lists(st.tuples(st.integers(1, 5), st.integers(1, 5)), max_size=8).map(
    lambda pairs: {(min(pair), max(pair)) for pair in pairs if pair[0] != pair[1]}
)
"""Whole and part: the number of the whole is the smaller one, so there is no circle."""

uses_of_holds = st.lists(
    st.lists(st.tuples(st.integers(1, 5), periods, st.booleans()), min_size=1, max_size=3),
    min_size=2,
    max_size=4,
)


def closure(links: set[tuple[int, int]]) -> dict[int, frozenset[int]]:
    """Each of five grounds with its parts, by hand."""
    found = {key: {key} for key in range(1, 6)}
    for _ in range(5):
        for whole, part in links:
            found[whole] |= found[part]
    return {key: frozenset(parts) for key, parts in found.items()}


@given(trees, uses_of_holds)
def test_rows_of_one_holder_never_meet_and_cover_what_it_uses(
    links: set[tuple[int, int]], holds: list[list[tuple[int, Period, bool]]]
) -> None:
    takes = closure(links)
    for uses in holds:
        rows = takings(uses, takes)
        for one, other in combinations(rows, 2):
            assert not (one[0] & other[0] and one[1].overlaps(other[1]))
        for hour in range(20):
            moment = START + timedelta(hours=hour, minutes=30)
            for key in range(1, 6):
                covering = [alone for g, p, alone in uses if key in takes[g] and p.contains(moment)]
                found = [alone for keys, p, alone in rows if key in keys and p.contains(moment)]
                assert found == ([any(covering)] if covering else [])


@pytest.mark.django_db
@pytest.mark.database
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(trees, uses_of_holds)
def test_the_constraint_refuses_exactly_what_meets(
    db: None, links: set[tuple[int, int]], holds: list[list[tuple[int, Period, bool]]]
) -> None:
    takes = closure(links)
    with transaction.atomic():
        accepted: list[list[tuple[int, Period, bool]]] = []
        for n, uses in enumerate(holds):
            meets = any(
                takes[g] & takes[h] and p.overlaps(q) and (alone or also)
                for earlier in accepted
                for g, p, alone in earlier
                for h, q, also in uses
            )
            row = Hold.objects.create(
                holder=f"event:{n}",
                source="event",
                title="x",
                state="confirmed",
                confirmed_at=START,
            )
            try:
                with transaction.atomic():
                    Taken.objects.bulk_create(
                        Taken(
                            hold=row,
                            takes=keys,
                            during=DateTimeTZRange(p.start, p.end),
                            lanes=(None, None) if alone else (row.pk, row.pk + 1),
                        )
                        for keys, p, alone in takings(uses, takes)
                    )
            except IntegrityError:
                assert meets
            else:
                assert not meets
                accepted.append(uses)
        transaction.set_rollback(True)


boxes = st.tuples(*[st.integers(0, 12)] * 2, *[st.integers(1, 4)] * 2).map(
    lambda b: shapely.box(b[0] * 10, b[1] * 10, (b[0] + b[2]) * 10, (b[1] + b[3]) * 10)
)
lines = st.lists(
    st.tuples(st.integers(0, 12), st.integers(0, 12)), min_size=2, max_size=4, unique=True
).map(lambda p: shapely.LineString([(x * 10, y * 10) for x, y in p]))
points = st.tuples(st.integers(0, 12), st.integers(0, 12)).map(
    lambda p: shapely.Point(p[0] * 10, p[1] * 10)
)
placed = st.lists(
    st.tuples(st.one_of(boxes, lines, points), periods, st.sampled_from([0, 15])),
    min_size=2,
    max_size=7,
)


@pytest.mark.django_db
@pytest.mark.database
@settings(
    max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(placed, trees, st.sampled_from([0.0, 10.0, 25.0]), st.sampled_from(ZONES))
def test_the_near_query_finds_exactly_what_brute_force_finds(
    db: None, placed: list, links: set[tuple[int, int]], within: float, zone: str
) -> None:
    from zoneinfo import ZoneInfo

    with transaction.atomic():
        grounds = [
            Ground.objects.create(
                code=f"shape:{n}", kind="shape", geometry={}, plane=shape.wkb, extent=shape.bounds
            )
            for n, (shape, _, _) in enumerate(placed)
        ]
        below = {key: {key} for key in range(len(placed))}
        for whole, part in sorted(links, reverse=True):
            if part < len(placed):
                GroundPart.objects.create(whole=grounds[whole], part=grounds[part])
                below[whole] |= below[part]
        stored = {}
        for n, (_, period, radius) in enumerate(placed):
            row = Hold.objects.create(
                holder=f"event:{n}",
                source="event",
                title="x",
                state="confirmed",
                confirmed_at=START,
            )
            stored[n] = Booking.objects.create(
                hold=row,
                ground=grounds[n],
                kind="event",
                state="confirmed",
                radius_m=radius,
                during=DateTimeTZRange(period.start, period.end),
                extent=widened(grounds[n].extent, radius),
            )
        place = ZoneInfo(zone)
        uses = [
            Use(
                ground=grounds[n],
                kind="shoot",
                radius_m=radius,
                period=Period(p.start.astimezone(place), p.end.astimezone(place)),
            )
            for n, (_, p, radius) in enumerate(placed)
            if p.start.astimezone(place) < p.end.astimezone(place)
        ]
        numbers = {use.ground.pk: n for n, use in zip(range(len(placed)), uses, strict=False)}
        found = {
            (uses[one.use].ground.pk, one.booking_id, one.shares)
            for one in clashing_bookings(uses, within_m=within)
        }
        wanted = set()
        for a, (shape, period, radius) in enumerate(placed):
            if grounds[a].pk not in {use.ground.pk for use in uses}:
                continue
            for b, (other, when, reach) in enumerate(placed):
                if not period.overlaps(when):
                    continue
                shares = bool(below[a] & below[b]) or (
                    shape.intersects(other) and not shape.touches(other)
                )
                away = shape.distance(other)
                near = (radius + reach > 0 and away <= radius + reach) or (0 < within >= away)
                if shares or near:
                    wanted.add((grounds[a].pk, stored[b].pk, shares))
        assert found == wanted, (placed, links, within, zone)
        assert numbers
        assert takes_of([g.pk for g in grounds]) == {
            grounds[n].pk: frozenset(grounds[m].pk for m in below[n]) for n in below
        }
        transaction.set_rollback(True)


extents = st.tuples(*[st.integers(-900_000, 2_000_000)] * 2, *[st.integers(0, 900_000)] * 2).map(
    lambda e: (e[0] / 100, e[1] / 100, (e[0] + e[2]) / 100, (e[1] + e[3]) / 100)
)
moments = st.integers(0, 10**15).map(lambda n: START + timedelta(microseconds=n))
spans = st.tuples(moments, st.integers(1, 10**14)).map(
    lambda pair: Period(pair[0], pair[0] + timedelta(microseconds=pair[1]))
)


@pytest.mark.django_db
@pytest.mark.database
@settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(extents, spans, extents, spans)
def test_what_meets_shares_a_square(
    db: None,
    one: tuple[float, float, float, float],
    mine: Period,
    other: tuple[float, float, float, float],
    theirs: Period,
) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT places_squares(%s::box, %s)",
            [box_text(other), DateTimeTZRange(theirs.start, theirs.end)],
        )
        keys = cursor.fetchone()[0]
    assert 1 <= len(keys) <= 64
    asked = keys_of_question(one, [mine])
    meets = (
        one[0] <= other[2]
        and other[0] <= one[2]
        and one[1] <= other[3]
        and other[1] <= one[3]
        and mine.overlaps(theirs)
    )
    if meets and asked is not None:
        assert asked & set(keys)
    again = keys_of_question(other, [theirs])
    assert again is None or set(keys) <= again


@pytest.mark.django_db
@pytest.mark.database
@pytest.mark.usefixtures("jakarta")
def test_a_question_about_everything_is_answered_without_squares() -> None:
    hold("event:a", [use(square(0, 0), hours(8, 12))], state="confirmed", source="event")
    whole = square(-40_000, -40_000, 80_000)
    asked = [use(whole, hours(0, 24, day=day)) for day in range(-30, 31)]
    assert keys_of_question(whole.extent, [one.period for one in asked]) is None
    assert [one.use for one in clashing_bookings(asked)] == [30]


# Until 2^32 seconds after 1970 a `double precision` and its million-fold round to the microsecond.
known_moments = st.datetimes(datetime(2000, 1, 1), datetime(2106, 2, 1)).map(
    lambda moment: moment.replace(tzinfo=UTC)
)


@pytest.mark.django_db
@pytest.mark.database
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(known_moments, st.integers(1, 80_000_000_000), known_moments)
def test_moments_come_back_to_the_microsecond(
    db: None, start: datetime, length: int, recorded: datetime
) -> None:
    period = Period(start, start + timedelta(microseconds=length))
    with transaction.atomic():
        ground = Ground.objects.create(code="area:1", kind="area")
        row = Hold.objects.create(
            holder="event:1",
            source="event",
            title="x",
            state="confirmed",
            confirmed_at=START,
            created_at=recorded,
            complete_at=recorded,
        )
        Booking.objects.create(
            hold=row,
            ground=ground,
            kind="event",
            state="confirmed",
            during=DateTimeTZRange(period.start, period.end),
        )
        (found,) = clashing_bookings([Use(ground=ground, kind="shoot", period=period)])
        transaction.set_rollback(True)
    assert (found.period, found.recorded_at, found.complete_at) == (period, recorded, recorded)
    assert found.details == {}


@pytest.mark.django_db
@pytest.mark.database
@pytest.mark.usefixtures("jakarta")
def test_the_near_query_is_one_statement(assert_max_queries: Any) -> None:
    grounds = [square(200 * n, 0) for n in range(10)]
    asked = [use(one, hours(8, 12, day=day)) for one in grounds for day in range(5)]
    for n in range(3):
        hold(f"application:{n}", [use(one, hours(9, 10)) for one in grounds])
    with assert_max_queries(1):
        assert len(clashing_bookings(asked)) == 30


@pytest.mark.django_db
@pytest.mark.database
@pytest.mark.usefixtures("jakarta")
def test_a_whole_is_not_given_while_a_part_is_taken_and_the_other_way() -> None:
    zone, here, there = square(0, 50_000), square(0, 0), square(9000, 0)
    link_parts(actor=SYSTEM, whole=zone, parts=[here, there])
    hold("application:a", [use(here, hours(8, 12))], state="confirmed")
    with pytest.raises(Clashing):
        hold("application:b", [use(zone, hours(11, 15))], state="confirmed")
    hold("application:b", [use(zone, hours(12, 15))], state="confirmed")
    late = hold("application:c", [use(there, hours(14, 16))]).hold
    with pytest.raises(Clashing):
        confirm(actor=SYSTEM, hold_id=late.pk)
    with pytest.raises(WrongState):
        link_parts(actor=SYSTEM, whole=here, parts=[zone])
