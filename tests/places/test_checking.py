"""A plan against the calendar: what is found, whose name is told, which way out is offered."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simpul.kit.actors import system_actor
from simpul.kit.geometry import Shape, parse_geometry
from simpul.kit.periods import Period
from simpul.places.actions.grounds import ensure_ground, of_area
from simpul.places.actions.gtfs import import_feed
from simpul.places.actions.holds import place_hold
from simpul.places.actions.planned import uses_of_plan
from simpul.places.actions.queue import Clashing
from simpul.places.actions.roads import import_roads
from simpul.places.calendar.clash import Grade
from simpul.places.checking import Calendar
from simpul.places.models import Booking, Ground, Hold
from simpul.places.near import Use as NearUse
from simpul.places.planned import PlannedUse, prepare
from tests.places.gtfs_files import feed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("jakarta")]

ZONE = ZoneInfo("Asia/Jakarta")
TUESDAY = date(2027, 3, 2)
SYSTEM = system_actor("test")
ROADS = """{"type": "FeatureCollection", "features": [
{"type": "Feature", "id": 1, "properties": {"NAME": "Jalan Utama", "TYPE": "primary"},
 "geometry": {"type": "LineString", "coordinates": [[106.8230, -6.1950], [106.8230, -6.1800]]}},
{"type": "Feature", "id": 2, "properties": {"NAME": "Jalan Silang", "TYPE": "residential"},
 "geometry": {"type": "LineString", "coordinates": [[106.8230, -6.1950], [106.8300, -6.1950]]}}]}"""


def on(day: date, begin: int, end: int) -> tuple[Period, ...]:
    start = datetime(day.year, day.month, day.day, tzinfo=ZONE)
    return (Period(start + timedelta(hours=begin), start + timedelta(hours=end)),)


def line(*points: tuple[float, float]) -> Shape:
    return parse_geometry({"type": "LineString", "coordinates": [list(p) for p in points]})


def closure(begin: float, end: float, *, day: date = TUESDAY, beside: float = 0.0) -> PlannedUse:
    """A closure of Jalan Utama between two latitudes, drawn `beside` degrees next to it."""
    drawn = line((106.8230 + beside, begin), (106.8230 + beside, end))
    return PlannedUse(kind="closure", periods=on(day, 9, 12), shape=drawn, exclusive=True)


def booked(holder: str, *planned: PlannedUse, confidential: bool = False) -> Hold:
    placed = place_hold(
        actor=SYSTEM,
        holder=holder,
        source="permit",
        state="confirmed",
        title="Rahasia Besar" if confidential else "Film Terbuka",
        confidential=confidential,
        uses=uses_of_plan(prepare(planned, holder=holder)),
    )
    return placed.hold


@pytest.fixture
def roads(tmp_path: Path) -> None:
    file = tmp_path / "roads.geojson"
    file.write_text(ROADS, encoding="utf-8")
    import_roads(actor=SYSTEM, file=file, source="test")


@pytest.fixture
def buses(tmp_path: Path) -> None:
    import_feed(actor=SYSTEM, file=feed(tmp_path), source="test")


def rules(found: Any) -> set[str]:
    return {one.rule for one in found.clashes}


def test_two_drawings_of_one_street_share_it_however_they_were_drawn(roads: None) -> None:
    booked("application:a", closure(-6.1940, -6.1880))
    found = Calendar(holder="application:b").check([closure(-6.1900, -6.1850, beside=0.00004)])
    (clash,) = [one for one in found.clashes if one.rule == "exclusive"]
    assert (clash.grade, clash.other["en"]) == (Grade.HARD, "Film Terbuka")
    assert [(one.start, one.end) for one in clash.periods] == [
        (one.start, one.end) for one in on(TUESDAY, 9, 12)
    ]


def test_closures_that_meet_at_a_corner_share_nothing(roads: None) -> None:
    booked("application:a", closure(-6.1940, -6.1900))
    found = Calendar(holder="application:b").check([closure(-6.1900, -6.1860)])
    assert "exclusive" not in rules(found)
    # They still cut one road at two places, and that is said.
    assert "one_road" in rules(found)


def test_a_confidential_production_is_another_production_unless_staff_reads(roads: None) -> None:
    booked("application:a", closure(-6.1940, -6.1880), confidential=True)
    for reveal, shown in ((False, "another production"), (True, "Rahasia Besar")):
        found = Calendar(holder="application:b", reveal=reveal).check([closure(-6.1920, -6.1900)])
        hard = [one for one in found.clashes if one.grade is Grade.HARD]
        assert {one.other["en"] for one in hard} == {shown}
        if not reveal:
            assert "Rahasia" not in str([one.as_json() for one in found.clashes])


def test_nobody_clashes_with_what_is_ones_own(roads: None) -> None:
    booked("application:a", closure(-6.1940, -6.1880))
    found = Calendar(holder="application:a").check([closure(-6.1940, -6.1880)])
    assert "exclusive" not in rules(found)


def test_a_closure_names_the_bus_lines_it_cuts(roads: None, buses: None) -> None:
    found = Calendar().check([closure(-6.1940, -6.1890)])
    (told,) = [one for one in found.clashes if one.rule == "bus_lines"]
    assert "1" in told.text["en"]
    facts = found.closures[0]
    assert [one.short_name for one in facts.bus_lines][:1] == ["1"]
    assert facts.street_names == ("Jalan Utama",)


def test_two_closures_on_one_bus_line_are_told_far_apart(roads: None, buses: None) -> None:
    booked("application:a", closure(-6.1940, -6.1920))
    stored = Booking.objects.get()
    assert any(cut.startswith("line:") for cut in stored.cuts)
    found = Calendar(holder="application:b").check([closure(-6.1830, -6.1810)])
    assert "one_corridor" in rules(found)


def test_a_barrier_cuts_the_road_it_is_drawn_across_and_no_neighbour(roads: None) -> None:
    across = PlannedUse(
        kind="closure",
        periods=on(TUESDAY, 9, 12),
        shape=line((106.8229, -6.1900), (106.8231, -6.1900)),
    )
    (found,) = prepare([across])
    assert found.details.roads == {"Jalan Utama"}
    # 22 m beside it: too far to be that street, and nothing else is closed there.
    beside = replace(across, shape=line((106.8232, -6.1940), (106.8232, -6.1880)))
    (found,) = prepare([beside])
    assert found.closure is not None and found.closure.stretches == ()
    assert found.details.roads == frozenset()


def test_lanes_of_one_name_in_two_kecamatan_are_two_roads(tmp_path: Path) -> None:
    lanes = [((106.8200, -6.1950), (106.8200, -6.1900)), ((106.8900, -6.2300), (106.8900, -6.2250))]
    features = [
        {
            "type": "Feature",
            "id": n,
            "properties": {"NAME": "Jalan Mawar", "TYPE": "residential"},
            "geometry": {"type": "LineString", "coordinates": lane},
        }
        for n, lane in enumerate(lanes)
    ]
    file = tmp_path / "lanes.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    import_roads(actor=SYSTEM, file=file)
    uses = [
        PlannedUse(kind="closure", periods=on(TUESDAY, 9, 12), shape=line(*lane)) for lane in lanes
    ]
    one, other = prepare(uses)
    assert one.details.roads and other.details.roads
    assert one.details.roads.isdisjoint(other.details.roads)


def test_the_search_for_a_day_knows_the_widest_reach_at_one_place() -> None:
    """A shoot and a blast on one ground: what the blast meets is in the way on every day."""
    spot, away = (
        parse_geometry({"type": "Point", "coordinates": [106.8230, -6.1900]}),
        line((106.8230, -6.1880), (106.8240, -6.1880)),
    )
    for n in range(3):
        day = on(TUESDAY + timedelta(days=n), 9, 12)
        booked(f"application:{n}", PlannedUse(kind="shoot", periods=day, shape=away))
    mine = [
        PlannedUse(kind="shoot", periods=on(TUESDAY, 9, 12), shape=spot),
        PlannedUse(kind="blast", periods=on(TUESDAY, 9, 12), shape=spot, radius_m=300),
    ]
    calendar = Calendar(holder="application:me")
    assert "blast_zone" in rules(calendar.check(mine))
    found = calendar.earliest_free(mine, first=TUESDAY, least=Grade.HARD)
    assert found is not None and found.day == TUESDAY + timedelta(days=3)


@settings(
    max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    taken=st.lists(st.tuples(st.integers(0, 12), st.integers(6, 18)), max_size=6),
    days=st.lists(st.integers(0, 4), min_size=1, max_size=3, unique=True),
    begin=st.integers(6, 18),
)
def test_the_search_agrees_with_asking_day_by_day(
    taken: list[tuple[int, int]], days: list[int], begin: int
) -> None:
    with transaction.atomic():
        for n, (day, hour) in enumerate(taken):
            when = on(TUESDAY + timedelta(days=day), hour, hour + 4)
            placed = PlannedUse(kind="shoot", periods=when, site="L01", exclusive=True)
            place_hold(
                actor=SYSTEM,
                holder=f"application:{n}",
                source="permit",
                state="option_1",
                expires_at=timezone.now() + timedelta(days=9),
                title="Film",
                uses=uses_of_plan(prepare([placed])),
            )
        mine = [
            PlannedUse(
                kind="shoot",
                periods=on(TUESDAY + timedelta(days=day), begin, begin + 4),
                site="L01",
                exclusive=True,
            )
            for day in days
        ]
        calendar = Calendar(holder="application:me")
        first = TUESDAY - timedelta(days=1)
        begins = TUESDAY + timedelta(days=min(days))
        naive = next(
            day
            for day in (first + timedelta(days=n) for n in range(20))
            if (
                calendar.check([one.moved((day - begins).days, ZONE) for one in mine]).grade
                or Grade.INFORMATION
            )
            < Grade.POSSIBLE
        )
        found = calendar.earliest_free(mine, first=first, horizon=20)
        assert found is not None and found.day == naive
        transaction.set_rollback(True)


def test_the_plan_moves_to_the_first_free_day_as_a_whole(roads: None) -> None:
    for n in range(3):
        booked(f"application:{n}", closure(-6.1940, -6.1880, day=TUESDAY + timedelta(days=n)))
    mine = [closure(-6.1940, -6.1880), closure(-6.1940, -6.1880, day=TUESDAY + timedelta(days=1))]
    found = Calendar(holder="application:me").earliest_free(mine, first=TUESDAY, least=Grade.HARD)
    assert found is not None
    # Two days in a row: the first pair without any of the three taken days begins on the fourth.
    assert found.day == TUESDAY + timedelta(days=3)
    assert sorted(found.passed) == [TUESDAY + timedelta(days=n) for n in range(3)]


def test_a_day_far_ahead_is_found_and_the_horizon_is_kept(roads: None) -> None:
    for n in range(30):
        booked(f"application:{n}", closure(-6.1940, -6.1880, day=TUESDAY + timedelta(days=n)))
    calendar = Calendar(holder="application:me")
    mine = [closure(-6.1940, -6.1880)]
    found = calendar.earliest_free(mine, first=TUESDAY, least=Grade.HARD)
    assert found is not None and found.day == TUESDAY + timedelta(days=30)
    assert calendar.earliest_free(mine, first=TUESDAY, horizon=30, least=Grade.HARD) is None


def test_other_hours_of_the_day_are_offered(roads: None) -> None:
    booked("application:a", closure(-6.1940, -6.1880))
    hours = Calendar(holder="application:b").free_hours([closure(-6.1940, -6.1880)], 0)
    blocked = on(TUESDAY, 9, 12)[0]
    assert hours and all(not one.overlaps(blocked) for one in hours)
    assert all(one.duration >= timedelta(hours=3) for one in hours)


def test_calmer_sites_are_alike_and_free() -> None:
    busy = PlannedUse(kind="shoot", periods=on(TUESDAY, 9, 12), site="L01", exclusive=True)
    booked("application:a", busy)
    found = Calendar(holder="application:b").calmer([busy], 0)
    assert found and "L01" not in {one.place.code for one in found}
    assert all(one.alike and one.fewer > 0 for one in found)


def test_a_place_nobody_knows_is_left_out_and_nothing_breaks() -> None:
    nowhere = PlannedUse(kind="shoot", periods=on(TUESDAY, 9, 12))
    gone = PlannedUse(kind="shoot", periods=on(TUESDAY, 9, 12), site="NO-SUCH")
    assert Calendar().check([nowhere, gone]).prepared == ()
    assert Calendar().earliest_free([nowhere], first=TUESDAY) is None
    assert Calendar().check([]).grade is None


@pytest.mark.parametrize("standing", [1, 30])
def test_the_statements_do_not_grow_with_what_stands(
    standing: int,
    roads: None,
    django_assert_max_num_queries: Callable[[int], AbstractContextManager[Any]],
) -> None:
    for n in range(standing):
        booked(f"application:{n}", closure(-6.1940, -6.1880, day=TUESDAY + timedelta(days=n)))
    calendar = Calendar(holder="application:me")
    with django_assert_max_num_queries(14):
        calendar.check([closure(-6.1940, -6.1880)])


# --- areas without a boundary --------------------------------------------------------------
def held_area(code: str) -> None:
    """Somebody has all of an official area, whose boundary nobody has imported."""
    (period,) = on(TUESDAY, 9, 12)
    ground = ensure_ground(piece=of_area(code))
    assert ground.extent is None
    whole = NearUse(ground=ground, kind="shoot", period=period, exclusive=True)
    place_hold(
        actor=SYSTEM,
        holder="application:area",
        source="permit",
        state="confirmed",
        title="Seluruh Wilayah",
        uses=[whole],
    )


@pytest.mark.parametrize("code", ["31.71.06", "31.71", "31"])
def test_a_site_nobody_has_held_before_lies_in_an_area_that_is_taken(code: str) -> None:
    held_area(code)
    tim = PlannedUse(kind="shoot", periods=on(TUESDAY, 11, 14), site="L27")
    assert not Ground.objects.filter(code="L27").exists()
    (clash,) = [one for one in Calendar().check([tim]).clashes if one.rule == "exclusive"]
    assert (clash.grade, clash.other["en"]) == (Grade.HARD, "Seluruh Wilayah")
    later = replace(tim, periods=on(TUESDAY, 12, 14))
    assert "exclusive" not in rules(Calendar().check([later]))
    assert "exclusive" not in rules(Calendar(holder="application:area").check([tim]))
    # The guard says the same, and the check still does once the site is a ground.
    with pytest.raises(Clashing), transaction.atomic():
        booked("application:b", tim)
    booked("application:c", later)
    assert "exclusive" in rules(Calendar(holder="application:b").check([tim]))


def test_another_area_that_is_taken_is_in_nobodys_way() -> None:
    held_area("31.74")
    tim = PlannedUse(kind="shoot", periods=on(TUESDAY, 9, 12), site="L27", exclusive=True)
    assert "exclusive" not in rules(Calendar().check([tim]))
