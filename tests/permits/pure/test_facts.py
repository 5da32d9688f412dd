"""Facts of a plan: settled, or absent. Never guessed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time
from typing import Any

import pytest

from simpul.city.book import CityBook
from simpul.permits.planning.facts import PlanFacts, is_night
from simpul.permits.planning.plan import Plan, parse_plan
from simpul.permits.planning.three_valued import all_yes, any_yes
from simpul.rulebook.facts import FILMING_FACTS

POINT = {"type": "Point", "coordinates": [106.8324, -6.1951]}


def facts_of(book: CityBook, data: dict[str, Any]) -> PlanFacts:
    parsed = parse_plan(data, book)
    assert parsed.errors == {}
    return PlanFacts(parsed.plan, book)


def test_an_empty_plan_settles_nothing(book: CityBook) -> None:
    assert facts_of(book, {}).application == {}


@pytest.mark.parametrize("letter", list("abcde"))
def test_every_fact_is_on_the_closed_list_with_the_right_type(
    book: CityBook, flow: Callable[[str], Plan], letter: str
) -> None:
    facts = PlanFacts(flow(letter), book)
    assert FILMING_FACTS.check("application", facts.application) == facts.application
    for spot in facts.spots.values():
        assert FILMING_FACTS.check("spot", spot.values) == spot.values
    for day in facts.spot_days:
        assert FILMING_FACTS.check("spot_day", day.values) == day.values


def test_a_full_plan_settles_every_fact_that_applies(
    book: CityBook, flow: Callable[[str], Plan]
) -> None:
    facts = PlanFacts(flow("e"), book).application
    left = {fact.name for fact in FILMING_FACTS if fact.scope == "application"} - set(facts)
    # No drone, no fireworks and no child in this plan.
    assert left <= {"drone_height_m", "fireworks_calibre_in", "minors_hours"}


@pytest.mark.parametrize(
    ("answers", "some", "every"),
    [
        ([], None, None),
        ([True, None], True, None),
        ([False, None], None, False),
        ([False, False], False, False),
        ([True, True], True, True),
        ([True, False], True, False),
        ([None], None, None),
    ],
)
def test_three_valued_answers(
    answers: list[bool | None], some: bool | None, every: bool | None
) -> None:
    assert any_yes(answers) is some
    assert all_yes(answers) is every


class TestTime:
    @pytest.mark.parametrize(
        ("starts", "ends", "night"),
        [
            ("07:00", "19:00", False),
            ("05:00", "22:00", False),
            ("04:59", "12:00", True),
            ("12:00", "22:01", True),
            ("20:00", "05:00", True),
            ("19:00", "03:00", True),
        ],
    )
    def test_night_is_ten_to_five(self, starts: str, ends: str, night: bool) -> None:
        assert is_night(time.fromisoformat(starts), time.fromisoformat(ends)) is night

    def test_people_are_the_peak_and_unknown_while_one_day_is_open(self, book: CityBook) -> None:
        days = [{"date": "2026-12-10", "people": 6}, {"date": "2026-12-11", "people": 20}]
        assert facts_of(book, {"days": days}).application["people"] == 20
        days.append({"date": "2026-12-12"})
        assert "people" not in facts_of(book, {"days": days}).application

    def test_days_are_dates_of_shooting_without_reserve(self, book: CityBook) -> None:
        days = [
            {"date": "2026-12-10", "from": "07:00", "to": "12:00"},
            {"date": "2026-12-10", "from": "14:00", "to": "19:00"},
            {"date": "2026-12-11", "kind": "contingency"},
            {"date": "2026-12-09", "kind": "recce"},
        ]
        facts = facts_of(book, {"days": days}).application
        assert facts["days"] == 1
        assert facts["hours_per_day"] == 10


class TestPlaces:
    def test_a_site_brings_what_the_catalogue_knows(self, book: CityBook) -> None:
        spot = facts_of(book, {"spots": [{"id": "s1", "site": "L27"}]}).spots["s1"].values
        assert spot["asset_class"] == "tim"
        assert spot["owner"] == "city"
        assert spot["manager"] == "PKJTIM"

    def test_a_setting_settles_what_it_must_be(self, book: CityBook) -> None:
        def of(setting: str) -> Any:
            data = {"spots": [{"id": "s1", "geometry": POINT, "setting": setting}]}
            return facts_of(book, data).spots["s1"].values

        assert of("footpath")["exterior"] is True
        assert of("footpath")["public_place"] is True
        assert of("house")["public_place"] is False
        assert "exterior" not in of("house")
        assert "exterior" not in of("venue")

    def test_areas_are_counted_only_when_every_place_is_known(self, book: CityBook) -> None:
        drawn: dict[str, Any] = {"geometry": POINT}
        assert facts_of(book, {"spots": [drawn]}).application["kecamatan_count"] == 1
        unknown = facts_of(book, {"spots": [drawn, {"name": "somewhere"}]}).application
        assert "kecamatan_count" not in unknown
        assert unknown["locations"] == 2

    def test_depok_is_another_city_under_the_same_regional_police(self, book: CityBook) -> None:
        spots = [{"geometry": POINT}, {"elsewhere": "32.76"}]
        facts = facts_of(book, {"spots": spots}).application
        assert facts["city_count"] == 2
        assert facts["province_count"] == 2
        assert facts["police_regions"] == 1

    def test_bogor_is_another_police_region(self, book: CityBook) -> None:
        spots = [{"geometry": POINT}, {"elsewhere": "32.01"}]
        assert facts_of(book, {"spots": spots}).application["police_regions"] == 2

    @pytest.mark.parametrize(
        ("area", "assumed"),
        [("32.76", set()), ("32.16", {"police_regions"}), ("32.01", {"police_regions"})],
    )
    def test_who_covers_an_area_is_assumed_where_the_pack_assumes_it(
        self, book: CityBook, area: str, assumed: set[str]
    ) -> None:
        spots = [{"geometry": POINT}, {"elsewhere": area}]
        assert facts_of(book, {"spots": spots}).assumed == assumed


class TestLists:
    def test_not_said_is_unknown_and_none_is_none(self, book: CityBook) -> None:
        assert "traffic" not in facts_of(book, {}).application
        nothing = facts_of(book, {"traffic": [], "activities": [], "animals": []}).application
        assert nothing["traffic"] == frozenset()
        assert nothing["bus_corridor"] is False
        assert nothing["animals"] is False

    def test_a_row_without_its_kind_leaves_the_list_open(self, book: CityBook) -> None:
        assert "traffic" not in facts_of(book, {"traffic": [{"lanes": 1}]}).application

    def test_large_vehicles_need_a_length_where_the_class_does_not_tell(
        self, book: CityBook
    ) -> None:
        def large(**row: Any) -> Any:
            return facts_of(book, {"vehicles": [row]}).application.get("large_vehicles")

        assert large(**{"class": "crane", "count": 2}) == 2
        assert large(**{"class": "crew_car", "count": 5}) == 0
        assert large(**{"class": "technical", "count": 3}) is None
        assert large(**{"class": "technical", "count": 3, "length_m": 6}) == 0
        assert large(**{"class": "technical", "count": 3, "length_m": 6.01}) == 3

    def test_a_generator_truck_answers_for_the_generator(self, book: CityBook) -> None:
        data = {"vehicles": [{"class": "generator", "count": 1}]}
        assert facts_of(book, data).application["generator"] is True
