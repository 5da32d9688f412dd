"""The planner's form and the plan JSON say the same, and what is typed wrongly is not lost."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.http import QueryDict
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from simpul.city.book import CityBook, book_of
from simpul.city.pack import read_pack, row_builders
from simpul.permits.demo.flows import FOLDER
from simpul.permits.planning.plan import parse_plan
from simpul.permits.views.plan_fields_shown import ANY, LISTS, OBJECTS
from simpul.permits.views.plan_form import (
    Form,
    Shown,
    field_name,
    to_plan,
    with_change,
)


@pytest.fixture(scope="session")
def book() -> CityBook:
    reading = read_pack(django_settings.CITY_PACK)
    return book_of(reading.contents, row_builders())


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def posted(form: Form) -> QueryDict:
    """What a browser would send for the form as shown."""
    query = QueryDict(mutable=True)

    def put(one: Shown) -> None:
        kind = one.asked.kind
        if kind == "days":
            query.setlist(one.name, [value for value, _, chosen in one.options if chosen])
            query[f"{one.name}-more"] = one.value or ""
        elif kind == "tick":
            if one.value:
                query[one.name] = "yes"
        elif one.options or kind in ("tri", "choice", "spot", "elsewhere"):
            query[one.name] = next((value for value, _, chosen in one.options if chosen), "")
        elif kind == "map" and isinstance(one.value, dict):
            query[one.name] = json.dumps(one.value)
        else:
            query[one.name] = "" if one.value is None else str(one.value)

    for part in OBJECTS:
        for one in form.fields_of(part):
            put(one)
    for part in LISTS:
        shown = form.rows_of(part)
        if part in ANY:
            query[f"{part}-any"] = shown.said
        for row in shown.rows:
            query[f"{part}-{row.index}-row"] = "1"
            for one in row.fields:
                put(one)
            for value, _, chosen in row.ways:
                if chosen:
                    query[f"{part}-{row.index}-way"] = value
    return query


def without_unasked(data: dict[str, Any]) -> dict[str, Any]:
    """A plan without the fields the public form does not ask for."""
    found = {}
    for part, value in data.items():
        if part in OBJECTS:
            keys = {one.key for one in OBJECTS[part]}
            found[part] = {key: item for key, item in value.items() if key in keys}
        else:
            keys = {one.key for one in LISTS[part]}
            found[part] = [
                {k: v for k, v in row.items() if (k in keys and v is not False) or _tri(part, k)}
                for row in value
            ]
            found[part] = [{k: v for k, v in row.items() if k in keys} for row in found[part]]
    return found


def _tri(part: str, key: str) -> bool:
    return any(one.key == key and one.kind == "tri" for one in LISTS[part])


@pytest.mark.parametrize("letter", list("abcde"))
def test_a_plan_survives_the_form(book: CityBook, letter: str) -> None:
    (path,) = FOLDER.glob(f"{letter}_*.json")
    data = without_unasked(json.loads(path.read_text()))
    again = to_plan(posted(Form(data, {}, book)), book)
    assert parse_plan(again, book).errors == {}
    assert parse_plan(again, book).plan == parse_plan(data, book).plan


def test_sending_the_shown_form_again_changes_nothing(book: CityBook) -> None:
    data: dict[str, Any] = {
        "production": {"title": "x", "foreign_crew": "many", "commercial": False},
        "spots": [{"id": "s1", "geometry": "nowhere"}, {"id": "s2", "site": "Atlantis"}],
        "days": [{"date": "2026-02-30", "people": "six", "from": "7"}, {}],
        "traffic": [],
        "activities": [{"code": "magic", "dates": ["2026-12-17", "soon"]}],
    }
    again = to_plan(posted(Form(data, {}, book)), book)
    assert again == data
    assert to_plan(posted(Form(again, {}, book)), book) == again


def test_numbers_are_read_as_people_write_them(book: CityBook) -> None:
    query = QueryDict("vehicles-0-length_m=7,5&vehicles-0-count=3&days-0-from=07.30")
    data = to_plan(query, book)
    assert data["vehicles"] == [{"length_m": 7.5, "count": 3}]
    assert data["days"] == [{"from": "07:30"}]


@pytest.mark.parametrize("typed", ["L27", "Taman Ismail Marzuki (L27)", "taman ismail marzuki"])
def test_a_site_is_found_by_code_or_name(book: CityBook, typed: str) -> None:
    query = QueryDict(mutable=True)
    query["spots-0-site"] = typed
    assert to_plan(query, book)["spots"] == [{"site": "L27"}]


def test_typed_coordinates_become_a_point(book: CityBook) -> None:
    query = QueryDict(mutable=True)
    query.update({"spots-0-way": "drawn", "spots-0-geometry": "-6.1951, 106.8324"})
    assert to_plan(query, book)["spots"][0]["geometry"] == {
        "type": "Point",
        "coordinates": [106.8324, -6.1951],
    }


def test_the_chosen_way_is_remembered_before_anything_is_drawn(book: CityBook) -> None:
    query = QueryDict("spots-0-way=drawn&spots-0-row=1")
    data = to_plan(query, book)
    assert Form(data, {}, book).rows_of("spots").rows[0].way == "drawn"
    assert parse_plan(data, book).errors == {}


def test_none_not_known_and_some_are_three_answers(book: CityBook) -> None:
    assert to_plan(QueryDict("traffic-any=no"), book)["traffic"] == []
    assert "traffic" not in to_plan(QueryDict("traffic-any="), book)
    assert to_plan(QueryDict("traffic-any=yes"), book)["traffic"] == [{}]


class TestButtons:
    def test_a_row_is_added_with_a_free_name(self) -> None:
        data, place = with_change({"spots": [{"id": "s2"}]}, "add:spots")
        assert data["spots"] == [{"id": "s2"}, {"id": "s3"}]
        assert place == "spots-1"

    def test_a_row_is_removed(self) -> None:
        data, _ = with_change({"days": [{"people": 1}, {"people": 2}]}, "remove:days:0")
        assert data["days"] == [{"people": 2}]

    def test_a_day_is_copied_below_itself(self) -> None:
        data, place = with_change({"days": [{"people": 1}, {"people": 2}]}, "copy:days:0")
        assert data["days"] == [{"people": 1}, {"people": 1}, {"people": 2}]
        assert place == "days-1"

    def test_a_question_is_answered_in_place(self) -> None:
        data, _ = with_change({}, "answer:production.student=no")
        assert data == {"production": {"student": False}}
        data, _ = with_change({"spots": [{}, {}]}, "answer:spots[1].exterior=yes")
        assert data == {"spots": [{}, {"exterior": True}]}
        data, _ = with_change({}, "answer:traffic=no")
        assert data == {"traffic": []}

    @pytest.mark.parametrize(
        "change",
        [
            "add:users",
            "remove:days:9",
            "remove:days:-1",
            "answer:production.title=yes",
            "answer:spots[7].exterior=yes",
            "answer:production.student=perhaps",
            "answer:__class__.x=yes",
            "copy:days:x",
            "",
        ],
    )
    def test_a_made_up_button_changes_nothing(self, change: str) -> None:
        data = {"days": [{"people": 1}]}
        assert with_change(dict(data), change)[0] == data


def test_errors_are_shown_at_their_fields(book: CityBook) -> None:
    data = {"days": [{}, {"date": "2026-02-30"}], "traffic": [{"dates": ["x"]}]}
    errors = parse_plan(data, book).errors
    form = Form(data, errors, book)
    assert form.rows_of("days").rows[1].fields[0].errors
    dates = [one for one in form.rows_of("traffic").rows[0].fields if one.asked.key == "dates"]
    assert dates[0].errors
    assert field_name("days[12].date") == "days-12-date"


names = st.sampled_from(
    [
        f"{part}-{index}-{one.key}"
        for part, asked in LISTS.items()
        for index in (0, 3)
        for one in asked
    ]
    + [f"{part}-{one.key}" for part, asked in OBJECTS.items() for one in asked]
    + [f"{part}-any" for part in ANY]
    + ["spots-0-way", "days-9999-date", "x-1-y"]
)


@settings(max_examples=150, deadline=None)
@given(
    fields=st.dictionaries(
        names,
        st.text(max_size=12)
        | st.sampled_from(["yes", "no", "[", "{}", '{"type":1}', "2026-12-17"]),
        max_size=12,
    )
)
def test_whatever_a_form_sends_is_read_shown_and_kept(
    book: CityBook, fields: dict[str, str]
) -> None:
    query = QueryDict(mutable=True)
    query.update(fields)
    data = to_plan(query, book)
    parsed = parse_plan(data, book)
    form = Form(data, parsed.errors, book)
    assert to_plan(posted(form), book) == to_plan(
        posted(Form(to_plan(posted(form), book), {}, book)), book
    )
