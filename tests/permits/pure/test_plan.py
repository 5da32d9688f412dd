"""Reading a plan: strict about the wrong, silent about the absent."""

from __future__ import annotations

import copy
from collections.abc import Callable
from datetime import date, time
from typing import Any

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from simpul.city.book import CityBook
from simpul.permits import wording
from simpul.permits.planning.plan import MOST_DAYS, MOST_SPOTS, Plan, parse_plan, to_data
from simpul.rulebook import choices

POINT = {"type": "Point", "coordinates": [106.8324, -6.1951]}


def errors_of(data: object, book: CityBook) -> dict[str, list[str]]:
    return parse_plan(data, book).errors


def test_an_empty_plan_is_fine_and_says_nothing(book: CityBook) -> None:
    parsed = parse_plan({}, book)
    assert parsed.ok
    assert parsed.plan == Plan()
    assert parsed.plan.traffic is None


def test_an_empty_list_says_none_and_is_kept_apart_from_not_said(book: CityBook) -> None:
    plan = parse_plan({"traffic": [], "spots": []}, book).plan
    assert plan.traffic == ()
    assert plan.activities is None
    assert to_data(plan) == {"traffic": []}


def test_null_and_empty_text_are_absent(book: CityBook) -> None:
    parsed = parse_plan({"production": {"title": "", "type": None, "commercial": None}}, book)
    assert parsed.ok
    assert to_data(parsed.plan) == {}


def test_the_five_flows_come_back_as_they_were_written(
    book: CityBook, flow_data: Callable[[str], dict[str, Any]]
) -> None:
    for letter in "abcde":
        data = flow_data(letter)
        parsed = parse_plan(data, book)
        assert parsed.errors == {}
        assert to_data(parsed.plan) == data


@pytest.mark.parametrize(
    ("part", "path"),
    [
        ({"days": [{"date": "2026-02-30"}]}, "days[0].date"),
        ({"days": [{"date": "10/12/2026"}]}, "days[0].date"),
        ({"days": [{"date": "9999-12-31"}]}, "days[0].date"),
        ({"days": [{"date": 20261210}]}, "days[0].date"),
        ({"days": [{}, {"from": "25:00"}]}, "days[1].from"),
        ({"days": [{"from": "7:00"}]}, "days[0].from"),
        ({"days": [{"people": 0}]}, "days[0].people"),
        ({"days": [{"people": 10**40}]}, "days[0].people"),
        ({"days": [{"people": "6"}]}, "days[0].people"),
        ({"days": [{"people": 6.5}]}, "days[0].people"),
        ({"days": [{"people": True}]}, "days[0].people"),
        ({"days": [{"kind": "shooot"}]}, "days[0].kind"),
        ({"days": [{"spot": "s9"}]}, "days[0].spot"),
        ({"days": {"date": "2026-12-10"}}, "days"),
        ({"days": ["2026-12-10"]}, "days[0]"),
        ({"production": []}, "production"),
        ({"production": {"type": "movie"}}, "production.type"),
        ({"production": {"foreign_crew": -1}}, "production.foreign_crew"),
        ({"production": {"commercial": "yes"}}, "production.commercial"),
        ({"production": {"countries": ["XX"]}}, "production.countries[0]"),
        ({"production": {"countries": "ID"}}, "production.countries"),
        ({"production": {"title": "x" * 201}}, "production.title"),
        ({"production": {"title": "a\x00b"}}, "production.title"),
        ({"production": {"title": "a\nb"}}, "production.title"),
        ({"production": {"title": "a\u202eb"}}, "production.title"),
        ({"production": {"title": "a\ud800b"}}, "production.title"),
        ({"production": {"titel": "x"}}, "production.titel"),
        ({"budget": 1}, "budget"),
        ({"spots": [{"site": "L999"}]}, "spots[0].site"),
        ({"spots": [{"id": "s 1"}]}, "spots[0].id"),
        ({"spots": [{"id": "s1"}, {"id": "s1"}]}, "spots[1].id"),
        ({"spots": [{"site": "L27", "geometry": POINT}]}, "spots[0].geometry"),
        ({"spots": [{"elsewhere": "31.71"}]}, "spots[0].elsewhere"),
        ({"spots": [{"elsewhere": "99"}]}, "spots[0].elsewhere"),
        ({"vehicles": [{"count": 501}]}, "vehicles[0].count"),
        ({"vehicles": [{"length_m": float("nan")}]}, "vehicles[0].length_m"),
        ({"vehicles": [{"length_m": float("inf")}]}, "vehicles[0].length_m"),
        ({"traffic": [{"dates": ["2026-13-01"]}]}, "traffic[0].dates[0]"),
        ({"traffic": [{"lanes": 99}]}, "traffic[0].lanes"),
        ({"activities": [{"code": "explosion"}]}, "activities[0].code"),
        ({"activities": [{"calibre_in": -2}]}, "activities[0].calibre_in"),
        ({"minors": {"max_hours": 25}}, "minors.max_hours"),
    ],
)
def test_what_is_wrong_is_named_by_its_path(
    book: CityBook, part: dict[str, Any], path: str
) -> None:
    parsed = parse_plan(part, book)
    assert list(parsed.errors) == [path]
    assert all(parsed.errors[path])


@pytest.mark.parametrize("data", [None, [], "plan", 3, True])
def test_a_plan_that_is_no_object_is_one_error(book: CityBook, data: object) -> None:
    assert list(errors_of(data, book)) == [""]


def test_every_error_is_collected_and_the_rest_is_understood(book: CityBook) -> None:
    data = {
        "production": {"title": "Ok", "type": "movie"},
        "days": [{"date": "2026-12-32", "people": 6}, {"date": "2026-12-10"}],
    }
    parsed = parse_plan(data, book)
    assert list(parsed.errors) == ["production.type", "days[0].date"]
    assert parsed.plan.production.title == "Ok"
    assert parsed.plan.days[0].people == 6
    assert parsed.plan.days[1].on == date(2026, 12, 10)


def test_a_near_miss_is_suggested(book: CityBook) -> None:
    assert "feature" in errors_of({"production": {"type": "featur"}}, book)["production.type"][0]
    assert "title" in errors_of({"production": {"titel": "x"}}, book)["production.titel"][0]


def test_errors_are_in_the_readers_language(book: CityBook) -> None:
    data = {"days": [{"date": "2026-02-30"}]}
    with translation.override("en"):
        english = errors_of(data, book)["days[0].date"]
    with translation.override("id"):
        indonesian = errors_of(data, book)["days[0].date"]
    assert english != indonesian


class TestHours:
    def test_an_end_before_the_start_is_wrong(self, book: CityBook) -> None:
        day = {"date": "2026-12-10", "from": "19:00", "to": "07:00"}
        assert list(errors_of({"days": [day]}, book)) == ["days[0].to"]

    def test_over_midnight_must_be_said(self, book: CityBook) -> None:
        day = {"date": "2026-12-10", "from": "19:00", "to": "07:00", "overnight": True}
        assert errors_of({"days": [day]}, book) == {}

    def test_more_than_a_day_is_wrong(self, book: CityBook) -> None:
        day = {"date": "2026-12-10", "from": "07:00", "to": "19:00", "overnight": True}
        assert list(errors_of({"days": [day]}, book)) == ["days[0].overnight"]

    def test_traffic_keeps_the_same_rule(self, book: CityBook) -> None:
        row = {"kind": "lane_closure", "from": "12:00", "to": "12:00"}
        assert list(errors_of({"traffic": [row]}, book)) == ["traffic[0].to"]

    def test_the_same_day_twice_is_wrong(self, book: CityBook) -> None:
        day = {"date": "2026-12-10", "from": "07:00", "to": "19:00"}
        assert list(errors_of({"days": [day, dict(day)]}, book)) == ["days[1].date"]


class TestGeometry:
    @pytest.mark.parametrize(
        "geometry",
        [
            {"type": "Point", "coordinates": [115.2, -8.6]},
            {"type": "Point", "coordinates": [-6.19, 106.83]},
            {"type": "Point", "coordinates": [106.8]},
            {"type": "Circle", "coordinates": [106.8, -6.2]},
            {"type": "Point"},
            "106.8,-6.2",
            {
                "type": "Polygon",
                "coordinates": [
                    [
                        [106.83, -6.19],
                        [106.84, -6.20],
                        [106.84, -6.19],
                        [106.83, -6.20],
                        [106.83, -6.19],
                    ]
                ],
            },
            {
                "type": "LineString",
                "coordinates": [[106.8 + n * 1e-6, -6.2] for n in range(10_000)],
            },
        ],
    )
    def test_what_cannot_be_a_place_in_the_city_is_wrong(
        self, book: CityBook, geometry: object
    ) -> None:
        assert list(errors_of({"spots": [{"geometry": geometry}]}, book)) == ["spots[0].geometry"]

    @pytest.mark.parametrize(
        ("kilometres", "refused"), [(3.0, False), (3.3, True)], ids=["9 km²", "10.9 km²"]
    )
    def test_a_drawing_larger_than_any_shoot_is_refused(
        self, book: CityBook, kilometres: float, refused: bool
    ) -> None:
        # One degree of latitude is 110.6 km here, one of longitude 110.7 km.
        west, south, side = 106.81, -6.21, kilometres / 110.65
        ring = [
            [west, south],
            [west + side, south],
            [west + side, south + side],
            [west, south + side],
            [west, south],
        ]
        drawn = {"type": "Polygon", "coordinates": [ring]}
        assert bool(errors_of({"spots": [{"geometry": drawn}]}, book)) is refused

    def test_a_line_longer_than_any_road_of_a_shoot_is_refused(self, book: CityBook) -> None:
        forth_and_back = [[106.80 + 0.05 * (n % 2), -6.20 + n * 1e-5] for n in range(12)]
        drawn = {"type": "LineString", "coordinates": forth_and_back}
        (told,) = errors_of({"spots": [{"geometry": drawn}]}, book)["spots[0].geometry"]
        assert "50 km" in told

    def test_a_point_in_the_city_is_kept(self, book: CityBook) -> None:
        parsed = parse_plan({"spots": [{"geometry": POINT}]}, book)
        assert parsed.ok
        assert to_data(parsed.plan)["spots"][0]["geometry"] == POINT


class TestLimits:
    def test_a_million_days_is_one_error(self, book: CityBook) -> None:
        assert list(errors_of({"days": [{}] * 1_000_000}, book)) == ["days"]

    def test_too_many_places_is_one_error(self, book: CityBook) -> None:
        assert list(errors_of({"spots": [{}] * (MOST_SPOTS + 1)}, book)) == ["spots"]

    def test_a_key_is_echoed_only_in_part(self, book: CityBook) -> None:
        (path,) = errors_of({"x" * 10_000: 1}, book)
        assert len(path) <= 60
        assert len(errors_of({"x" * 10_000: 1}, book)[path][0]) < 200


def test_places_without_a_name_get_one_that_is_free(book: CityBook) -> None:
    plan = parse_plan({"spots": [{}, {"id": "s1"}, {}]}, book).plan
    assert [spot.id for spot in plan.spots] == ["s2", "s1", "s3"]


def test_a_row_without_a_place_means_the_only_one(book: CityBook) -> None:
    one = parse_plan({"spots": [{"id": "s1"}]}, book).plan
    two = parse_plan({"spots": [{"id": "s1"}, {"id": "s2"}]}, book).plan
    assert one.spot(None) is one.spots[0]
    assert two.spot(None) is None


def test_every_code_has_a_name_in_both_languages() -> None:
    lists = [wording.DAY_KINDS, wording.VEHICLE_CLASSES, choices.ACTIVITIES, choices.TRAFFIC]
    for names in lists:
        for code in names:
            for language in ("id", "en"):
                with translation.override(language):
                    assert wording.name(names, code) != code or "_" not in code


# --- round trip ------------------------------------------------------------------------------
printable = st.text(st.characters(whitelist_categories=["L", "N", "P"]), min_size=1, max_size=20)
days = st.dates(date(2026, 1, 1), date(2027, 12, 31)).map(date.isoformat)
times = st.times().map(lambda t: time(t.hour, t.minute).strftime("%H:%M"))
flags = st.booleans()


def some(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional=fields)


spot_names = st.sampled_from(["s1", "s2"])
plans = some(
    production=some(
        title=printable,
        type=st.sampled_from(sorted(choices.PRODUCTION_TYPES)),
        foreign_crew=st.integers(0, 500),
        commercial=flags,
        countries=st.lists(st.sampled_from(["ID", "KR", "HK"]), max_size=3),
    ),
    days=st.lists(
        some(date=days, spot=spot_names, people=st.integers(1, 900), contingency=flags),
        max_size=5,
    ),
    vehicles=st.lists(
        some(
            count=st.integers(0, 20),
            length_m=st.decimals(1, 30, places=2).map(float),
            spot=spot_names,
        ),
        max_size=3,
    ),
    traffic=st.lists(
        some(
            kind=st.sampled_from(sorted(choices.TRAFFIC)),
            dates=st.lists(days, max_size=4, unique=True).map(sorted),
            spot=spot_names,
            lanes=st.integers(0, 12),
            bus_corridor=flags,
        ),
        max_size=3,
    ),
    minors=some(count=st.integers(0, 9), max_hours=st.integers(0, 24)),
    animals=st.lists(some(species=printable, protected=flags), max_size=2),
    neighbourhood=some(traders=st.integers(0, 99), generator=flags),
)


@settings(max_examples=150, deadline=None)
@given(data=plans)
def test_what_is_read_and_written_is_read_the_same(book: CityBook, data: dict[str, Any]) -> None:
    data = {**data, "spots": [{"id": "s1", "site": "L27"}, {"id": "s2", "geometry": POINT}]}
    before = copy.deepcopy(data)
    first = parse_plan(data, book)
    assert data == before
    written = to_data(first.plan)
    second = parse_plan(written, book)
    assert second.plan == first.plan
    assert to_data(second.plan) == written
    if first.ok:
        assert second.ok


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                ["production", "spots", "days", "date", "site", "geometry", "type", "to"]
            )
            | st.text(max_size=5),
            inner,
            max_size=4,
        )
    ),
    max_leaves=20,
)


@settings(max_examples=150, deadline=None)
@given(data=json_values)
def test_nothing_that_json_can_say_breaks_the_reader(book: CityBook, data: Any) -> None:
    parsed = parse_plan(data, book)
    assert parse_plan(to_data(parsed.plan), book).plan == parsed.plan


def test_contingency_days_fit_the_limit() -> None:
    assert MOST_DAYS == 366
