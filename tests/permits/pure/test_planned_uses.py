"""What a plan takes of the city's ground: every row once, nothing guessed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simpul.city.book import CityBook
from simpul.permits import wording
from simpul.permits.planned_uses import planned_uses, uses_of
from simpul.permits.planning.plan import Plan, parse_plan
from simpul.places.calendar import fleet

WIB = ZoneInfo("Asia/Jakarta")
LINE = {"type": "LineString", "coordinates": [[106.8325, -6.2205], [106.8328, -6.2222]]}
SITE: dict[str, Any] = {"spots": [{"id": "s1", "site": "L27"}]}
TWO = {"spots": [{"id": "s1", "site": "L27"}, {"id": "s2", "name": "Jalan", "geometry": LINE}]}


def day(on: str = "2026-12-10", starts: str = "07:00", ends: str = "19:00", **more: Any) -> Any:
    return {"date": on, "from": starts, "to": ends} | more


@pytest.fixture
def plan_of(book: CityBook) -> Any:
    def parsed(**parts: Any) -> Plan:
        found = parse_plan(parts, book)
        assert found.ok, found.errors
        return found.plan

    return parsed


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=WIB)


def test_a_shoot_day_takes_the_site_in_its_hours(book: CityBook, plan_of: Any) -> None:
    (one,) = uses_of(plan_of(**SITE, days=[day(exclusive_use=True)]), book)
    assert (one.path, one.use.kind, one.use.site) == ("days[0]", "shoot", "L27")
    assert one.use.exclusive
    assert one.hours_said
    (period,) = one.use.periods
    assert (period.start, period.end) == (at("2026-12-10T07:00"), at("2026-12-10T19:00"))
    assert one.use.name["id"] == "Taman Ismail Marzuki"


def test_hours_over_midnight_end_on_the_next_morning(book: CityBook, plan_of: Any) -> None:
    plan = plan_of(**SITE, days=[day(starts="20:00", ends="04:00", overnight=True)])
    assert planned_uses(plan, book)[0].periods[0].end == at("2026-12-11T04:00")


@pytest.mark.parametrize("hours", [{}, {"from": "07:00"}, {"to": "19:00"}])
def test_unknown_hours_are_the_whole_day_and_say_so(
    book: CityBook, plan_of: Any, hours: dict[str, str]
) -> None:
    (one,) = uses_of(plan_of(**SITE, days=[{"date": "2026-12-10", **hours}]), book)
    assert not one.hours_said
    assert one.use.periods[0].start == at("2026-12-10T00:00")
    assert one.use.periods[0].duration == timedelta(hours=24)


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        (None, "shoot"),
        ("shoot", "shoot"),
        ("contingency", "shoot"),
        ("prep", "prep"),
        ("load_in", "prep"),
        ("recce", "prep"),
        ("hold", "prep"),
        ("strike", "strike"),
        ("wrap", "strike"),
    ],
)
def test_what_happens_on_a_day(book: CityBook, plan_of: Any, said: str | None, kind: str) -> None:
    row = day() | ({"kind": said} if said else {})
    assert planned_uses(plan_of(**SITE, days=[row]), book)[0].kind == kind


def test_what_has_no_place_or_no_day_takes_nothing(book: CityBook, plan_of: Any) -> None:
    elsewhere = [{"id": "s1", "elsewhere": "32.01"}]
    assert planned_uses(plan_of(spots=elsewhere, days=[day()]), book) == []
    assert planned_uses(plan_of(spots=[{"id": "s1"}], days=[day()]), book) == []
    assert planned_uses(plan_of(**SITE, days=[{"people": 3}]), book) == []
    # Two places and none named: nobody knows which.
    assert planned_uses(plan_of(**TWO, days=[day()]), book) == []


def test_vehicles_come_once_with_the_longest_of_rows_at_one_time(
    book: CityBook, plan_of: Any
) -> None:
    plan = plan_of(
        **SITE,
        days=[
            day(starts="05:00", ends="08:00", kind="prep"),
            day(),
            day("2026-12-11"),
            day("2026-12-12", kind="recce"),
        ],
        vehicles=[
            {"class": "technical", "count": 3},
            {"class": "technical", "count": 2, "length_m": 5},
            {"class": "camera_car", "count": 1, "length_m": 7.5},
            {"class": "crew_car", "count": 4},
        ],
        traffic=[{"kind": "lane_closure"}],
    )
    counted = [
        (one.vehicles, one.technical_vehicles, one.large_vehicles)
        for one in planned_uses(plan, book)
    ]
    # Large: three trucks of unknown length, and the camera car of 7.5 m; crew cars carry people.
    assert counted == [(0, 0, 0), (10, 6, 4), (10, 6, 4), (0, 0, 0), (0, 0, 0)]


def test_the_pack_may_name_exactly_the_classes_that_a_plan_may() -> None:
    assert set(fleet.CLASSES) == set(wording.VEHICLE_CLASSES)


def test_vehicles_stand_at_their_place(book: CityBook, plan_of: Any) -> None:
    plan = plan_of(
        **TWO,
        days=[day(spot="s1"), day(spot="s2")],
        vehicles=[{"class": "crane", "count": 1, "spot": "s2"}, {"class": "other", "count": 9}],
    )
    assert [one.large_vehicles for one in planned_uses(plan, book)] == [0, 1]
    assert [one.vehicles for one in planned_uses(plan, book)] == [0, 1]


@pytest.mark.parametrize(
    ("measure", "kind", "exclusive"),
    [
        ("lane_closure", "closure", True),
        ("full_closure", "closure", True),
        ("rolling_block", "closure", False),
        ("intermittent_control", "closure", False),
        ("footpath_diversion", "closure", False),
        ("parking_suspension", "parking", False),
    ],
)
def test_measures_on_the_road(
    book: CityBook, plan_of: Any, measure: str, kind: str, exclusive: bool
) -> None:
    row = {"kind": measure, "spot": "s2", "length_m": 120, "dates": ["2026-12-13"]}
    plan = plan_of(**TWO, traffic=[row | {"from": "05:00", "to": "12:00"}])
    (one,) = uses_of(plan, book)
    assert (one.path, one.use.kind, one.use.exclusive) == ("traffic[0]", kind, exclusive)
    assert one.use.parking_m == (120 if kind == "parking" else 0)
    assert one.use.shape is not None
    assert one.use.shape.kind == "LineString"
    assert one.use.periods[0].start == at("2026-12-13T05:00")


def test_an_escort_takes_no_ground(book: CityBook, plan_of: Any) -> None:
    row = {"kind": "escort", "dates": ["2026-12-13"]}
    assert planned_uses(plan_of(**SITE, traffic=[row]), book) == []


def test_a_measure_without_dates_goes_with_the_shoot_of_its_place(
    book: CityBook, plan_of: Any
) -> None:
    plan = plan_of(
        **TWO,
        days=[
            day("2026-12-09", spot="s2", kind="prep"),
            day("2026-12-10", spot="s2"),
            day("2026-12-11", "20:00", "02:00", spot="s2", overnight=True),
            day("2026-12-12", spot="s1"),
        ],
        traffic=[{"kind": "full_closure", "spot": "s2"}],
    )
    closure = planned_uses(plan, book)[-1]
    assert [(one.start, one.end) for one in closure.periods] == [
        (at("2026-12-10T07:00"), at("2026-12-10T19:00")),
        (at("2026-12-11T20:00"), at("2026-12-12T02:00")),
    ]


def test_drone_and_blast_with_what_the_plan_says_of_them(book: CityBook, plan_of: Any) -> None:
    plan = plan_of(
        **SITE,
        days=[day()],
        activities=[
            {"code": "uas_drone", "height_m": 60.5},
            {"code": "pyro_explosion", "radius_m": 49.2},
            {"code": "pyro_small"},
            {"code": "firearm_replica"},
        ],
    )
    shoot, drone, blast, small = planned_uses(plan, book)
    assert (drone.kind, drone.height_m, drone.radius_m, drone.loud) == ("drone", 60.5, 0, False)
    assert (blast.kind, blast.radius_m, blast.loud) == ("blast", 50, True)
    # Nobody has said how far: nothing is made up.
    assert (small.kind, small.radius_m) == ("blast", 0)
    assert shoot.loud
    assert drone.periods == shoot.periods


@pytest.mark.parametrize(
    ("more", "loud"),
    [
        ({}, False),
        ({"neighbourhood": {"amplified_sound": True}}, True),
        ({"neighbourhood": {"generator": True}}, True),
        ({"neighbourhood": {"generator": False}}, False),
        ({"vehicles": [{"class": "generator", "count": 1}]}, True),
        ({"vehicles": [{"class": "generator", "count": 0}]}, False),
        ({"activities": [{"code": "firearm_blank", "dates": ["2026-12-10"]}]}, True),
        ({"activities": [{"code": "firearm_blank", "dates": ["2026-12-11"]}]}, False),
        ({"activities": [{"code": "firearm_replica"}]}, False),
    ],
)
def test_what_is_heard_around(
    book: CityBook, plan_of: Any, more: dict[str, Any], loud: bool
) -> None:
    plan = plan_of(**SITE, days=[day(), day(starts="05:00", ends="06:00", kind="prep")], **more)
    assert [one.loud for one in planned_uses(plan, book)[:2]] == [loud, False]


def test_a_confidential_production_does_not_name_its_drawing(book: CityBook, plan_of: Any) -> None:
    spots = {"spots": [{"id": "s1", "name": "Set Bintang Utara", "geometry": LINE}]}
    (open_one,) = planned_uses(plan_of(**spots, days=[day()]), book)
    assert open_one.name["id"] == "Set Bintang Utara"
    secret = plan_of(production={"confidential": True}, **spots, days=[day()])
    assert not planned_uses(secret, book)[0].name


@settings(max_examples=60, deadline=None)
@given(
    rows=st.lists(
        st.tuples(
            st.integers(0, 40),
            st.integers(0, 23),
            st.integers(0, 23),
            st.sampled_from(["s1", "s2"]),
        ),
        max_size=8,
        unique_by=lambda row: row,
    )
)
def test_vehicles_are_never_there_twice_at_one_time(
    book: CityBook, rows: list[tuple[int, int, int, str]]
) -> None:
    days = [
        {
            "date": (date(2027, 1, 1) + timedelta(days=step)).isoformat(),
            "from": f"{begin:02d}:00",
            "to": f"{end:02d}:00",
            "overnight": end <= begin,
            "spot": spot,
        }
        for step, begin, end, spot in rows
    ]
    vehicles = [{"class": "crane", "count": 1, "spot": spot} for spot in ("s1", "s2")]
    plan = parse_plan({**TWO, "days": days, "vehicles": vehicles}, book).plan
    uses = planned_uses(plan, book)
    assert len(uses) == len(rows)
    for place in ("s1", "s2"):
        here = [(use, row) for use, row in zip(uses, rows, strict=True) if row[3] == place]
        for use, _ in here:
            (period,) = use.periods
            start = period.start.astimezone(UTC)
            there = sum(other.vehicles for other, _ in here if other.periods[0].contains(start))
            assert there <= 1
            assert use.vehicles == 1 or any(
                other.vehicles and other.periods[0].overlaps(period) for other, _ in here
            )
