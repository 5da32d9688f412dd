"""Ways out: hours that are really free, the first free day, calmer places with reasons."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import Point

from simpul.places.calendar.clash import Clash, Grade
from simpul.places.calendar.solve import (
    Place,
    blocked,
    calmer,
    earliest_free_day,
    free_hours,
    with_solutions,
)
from tests.places.calendar.build import DAY, JAKARTA, check, hours, standing, wanted

HARD = Clash(grade=Grade.HARD, rule="exclusive", text={}, use=0, periods=(hours(8, 9),))
SOFT = Clash(grade=Grade.POSSIBLE, rule="hours", text={}, use=0, periods=(hours(9, 10),))
TOLD = Clash(grade=Grade.INFORMATION, rule="shared", text={}, use=0, periods=(hours(1, 2),))


@given(st.lists(st.tuples(st.integers(0, 25), st.integers(1, 8)), max_size=6), st.integers(1, 6))
def test_hours_are_free_exactly_where_nothing_is(taken: list[tuple[int, int]], long: int) -> None:
    periods = [hours(begin, begin + length) for begin, length in taken]
    free = {
        hour
        for hour in range(5, 22)
        if not any(begin <= hour < begin + length for begin, length in taken)
    }
    found = free_hours(DAY, timedelta(hours=long), periods, JAKARTA)
    told = {hour for hour in range(24) for one in found if one.contains(hours(hour, 25).start)}
    runs = {
        hour
        for hour in free
        if any(set(range(s, s + long)) <= free for s in range(hour - long + 1, hour + 1))
    }
    assert told == runs


def test_a_day_of_23_hours_has_no_hour_that_the_clock_skips() -> None:
    york = ZoneInfo("America/New_York")
    from datetime import time

    day = date(2026, 3, 8)
    found = free_hours(day, timedelta(hours=1), [], york, begin=time(0), finish=time(6))
    assert [one.duration for one in found] == [timedelta(hours=5)]


def test_what_blocks_is_what_is_serious_enough() -> None:
    assert blocked([HARD, SOFT, TOLD]) == [hours(8, 10)]
    assert blocked([HARD, SOFT, TOLD], least=Grade.HARD) == [hours(8, 9)]


def test_the_first_free_day_is_found_and_says_what_was_in_the_way() -> None:
    asked: list[date] = []

    def ask(day: date) -> list[Clash]:
        asked.append(day)
        return [SOFT] if day < DAY + timedelta(days=4) else [TOLD]

    found = earliest_free_day(DAY, ask, allowed=lambda day: day != DAY + timedelta(days=1))
    assert found is not None
    assert found.day == DAY + timedelta(days=4)
    assert list(found.passed) == [DAY, DAY + timedelta(days=2), DAY + timedelta(days=3)]
    assert DAY + timedelta(days=1) not in asked


def test_the_search_ends() -> None:
    asked: list[date] = []

    def never(day: date) -> list[Clash]:
        asked.append(day)
        return [HARD]

    assert earliest_free_day(DAY, never, horizon=30) is None
    assert len(asked) == 30


def test_the_engine_offers_the_day_after_the_other_leaves() -> None:
    other = standing(*(hours(0, 24, day=day) for day in range(3)))
    found = earliest_free_day(DAY, lambda day: check(wanted(hours(8, 18, start=day)), other))
    assert found is not None and found.day == DAY + timedelta(days=3)


def site(code: str, x: float = 0, **more: object) -> Place:
    fields = {
        "categories": frozenset({"park"}),
        "asset_class": "park",
        "setting": "park",
        "shoot_days": 0.0,
        **more,
    }
    return Place(code=code, name={"id": code, "en": code}, plane=Point(x, 0), **fields)  # type: ignore[arg-type]


def nothing(some: Sequence[Place]) -> list[list[Clash]]:
    return [[] for _ in some]


def test_calmer_places_are_alike_near_and_free_the_best_first() -> None:
    busy = site("BUSY", shoot_days=5)
    places = [
        busy,
        site("SAME", 900),
        site("NEARER", 300, setting="square"),
        site("TIRED", 100, shoot_days=5),
        site("FAR", 6000),
        site(
            "MUSEUM", 50, categories=frozenset({"museum"}), asset_class="museum", setting="building"
        ),
        site("TAKEN", 10),
        site("QUIETER", 2000, shoot_days=1),
    ]

    def ask(some: Sequence[Place]) -> list[list[Clash]]:
        asked.append(len(some))
        return [[HARD] if place.code == "TAKEN" else [SOFT] for place in some]

    asked: list[int] = []
    found = calmer(busy, places, ask)
    assert [one.place.code for one in found] == ["SAME", "QUIETER", "NEARER"]
    assert sum(asked) == 4, "each candidate once"
    assert found[0].fewer == 5
    assert "900 m from here: the same kind of property" in found[0].solution.text["en"]
    assert found[0].solution.place == "SAME"
    assert [one.place.code for one in calmer(busy, places, nothing, most=1)] == ["TAKEN"]
    # The best is taken: the next best is asked, and nobody further.
    asked.clear()
    assert [one.place.code for one in calmer(busy, places, ask, most=1)] == ["SAME"]
    assert asked == [1, 1]


def test_nothing_in_common_is_no_solution() -> None:
    plain = site("A", asset_class="none", setting="other", categories=frozenset(), shoot_days=9)
    other = site("B", asset_class="none", setting="other", categories=frozenset())
    assert calmer(plain, [other], nothing) == []


def test_the_ways_out_stand_with_the_clash() -> None:
    found = with_solutions(HARD, hours=[hours(12, 14)], day=DAY)
    assert [one.kind for one in found.solutions] == ["hours", "day"]
    plain = found.as_json()
    assert plain["solutions"][1]["day"] == "2026-12-01"
    assert plain["solutions"][0]["periods"][0]["start"] == "2026-12-01T05:00:00+00:00"
    assert HARD.solutions == ()


@pytest.mark.parametrize("grade", list(Grade))
def test_grades_have_names(grade: Grade) -> None:
    assert grade.code in ("hard", "possible", "information")
