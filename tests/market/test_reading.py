"""Whatever is wrong with a market document is told, with its place."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simpul.market import words
from simpul.market.timetable import reading
from simpul.market.timetable.reading import CannotRead, read_market, read_timetable
from simpul.market.timetable.writing import market_data
from tests.market.markets import small_markets


def document(**more: Any) -> dict[str, Any]:
    return {
        "slots": ["9", "10", "11"],
        "tables": 2,
        "participants": ["ani", "budi", "cici"],
        "meetings": [
            {"id": "1", "between": ["ani", "budi"]},
            {"id": "2", "between": ["ani", "cici"], "after": ["1"]},
        ],
        **more,
    }


def told(text: str | bytes) -> list[tuple[str, str]]:
    with pytest.raises(CannotRead) as wrong:
        read_market(text)
    for one in wrong.value.problems:
        assert words.problem(one, "id") != words.problem(one, "en")
    return [(one.at, one.code) for one in wrong.value.problems]


def meeting(**more: Any) -> dict[str, Any]:
    return document(meetings=[{"id": "1", "between": ["ani", "budi"], **more}])


def venues(**more: Any) -> dict[str, Any]:
    data = document(
        **{"venues": [{"id": "hall", "tables": 2}, {"id": "roof", "tables": 1}], **more}
    )
    return data if "tables" in more else {k: v for k, v in data.items() if k != "tables"}


def timed(starts: str, ends: str) -> dict[str, Any]:
    second = {"id": "10", "starts": "2027-03-02T11:10", "ends": "2027-03-02T11:30"}
    return document(slots=[{"id": "9", "starts": starts, "ends": ends}, second])


@pytest.mark.parametrize(
    ("data", "at", "code"),
    [
        (meeting(between=["ani", "ani"]), "meetings[0].between", "with_oneself"),
        (meeting(between=["ani"]), "meetings[0].between", "nobody_to_meet"),
        (meeting(between="ani"), "meetings[0].between", "not_a_list"),
        (meeting(after=["1"]), "meetings[0].after", "circle"),
        (meeting(after=["9"]), "meetings[0].after", "unknown_id"),
        (meeting(fixed="12"), "meetings[0].fixed", "unknown_id"),
        (meeting(slots=["12"]), "meetings[0].slots", "unknown_id"),
        (meeting(half="night"), "meetings[0].half", "unknown_half"),
        (meeting(weight=0), "meetings[0].weight", "not_a_count"),
        (meeting(weight=True), "meetings[0].weight", "not_a_count"),
        (meeting(colour="red"), "meetings[0].colour", "unknown_field"),
        (document(tables=0), "tables", "not_a_count"),
        (document(tables=1.5), "tables", "not_a_count"),
        (document(fairness=-1), "fairness", "not_a_count"),
        (document(slots=[]), "slots", "missing"),
        (document(slots=None), "slots", "missing"),
        (document(slots=["9", "9"]), "slots[1]", "twice"),
        (document(slots=["9", " "]), "slots[1]", "no_id"),
        (document(participants=["ani", "budi", "cici", "ani"]), "participants[3]", "twice"),
        (
            document(
                participants=["ani", "budi", {"id": "cici", "unavailable": ["9", "10", "11"]}]
            ),
            "participants[2].unavailable",
            "no_slot_left",
        ),
        (document(former={"schedule": {"1": "8"}}), "former.schedule.1", "unknown_id"),
        (document(former={"frozen_before": "8"}), "former.frozen_before", "unknown_id"),
        (document(former=[]), "former", "not_an_object"),
        (document(former={"schedule": 5}), "former.schedule", "not_an_object"),
        (document(slots=["\ud800"]), "slots[0]", "no_id"),
        (document(former={"schedule": []}), "former.schedule", "not_an_object"),
        ([], "", "not_an_object"),
        (venues(tables=2), "tables", "not_with_venues"),
        (venues(slots=[{"id": "9", "tables": 2}]), "slots[0].tables", "not_with_venues"),
        (venues(venues=[]), "venues", "missing"),
        (venues(venues=[{"id": "hall"}]), "venues[0].tables", "not_a_count"),
        (
            venues(venues=[{"id": "hall", "tables": 1, "tables_at": {"12": 1}}]),
            "venues[0].tables_at",
            "unknown_id",
        ),
        (
            venues(venues=[{"id": "hall", "tables": 1, "seats": 1}]),
            "venues[0].seats",
            "not_a_count",
        ),
        (venues(walks=[{"between": ["hall"], "minutes": 5}]), "walks[0].between", "not_two_venues"),
        (venues(walks=[{"between": ["hall", "roof"], "minutes": 5}]), "walks", "no_times"),
        (document(slots=[{"id": "9", "starts": "nine"}]), "slots[0].starts", "not_a_time"),
        (timed("2027-03-02T09:00", "2027-03-02T09:00"), "slots[0].ends", "not_in_order"),
        (timed("2027-03-02T11:00", "2027-03-02T11:20"), "slots[1].starts", "not_in_order"),
        (document(companies=[{"id": "ani", "people": ["budi"]}]), "companies[0]", "twice"),
        (document(companies=[{"id": "x", "people": ["eka"]}]), "companies[0].people", "unknown_id"),
        (document(companies=[{"id": "x", "people": []}]), "companies[0].people", "missing"),
        (
            document(
                companies=[{"id": "x", "people": ["ani", "cici"]}],
                meetings=[{"id": "1", "between": ["ani", "x"]}],
            ),
            "meetings[0].between",
            "with_oneself",
        ),
        (
            document(sessions=[{"id": "s", "slots": ["9", "10", "11"], "participants": ["budi"]}]),
            "participants[1]",
            "no_slot_left",
        ),
        (
            document(sessions=[{"id": "s", "slots": ["9"], "venue": "x", "participants": []}]),
            "sessions[0].venue",
            "unknown_id",
        ),
        (document(former={"people_of": {"1": "ani"}}), "former.people_of.1", "not_a_list"),
    ],
)
def test_each_mistake_is_told_at_its_place(data: Any, at: str, code: str) -> None:
    assert (at, code) in told(json.dumps(data))


def test_a_meeting_twice_and_an_unknown_participant_are_told_together() -> None:
    rows = [{"id": "1", "between": ["ani", "budi"]}, {"id": "1", "between": ["ani", "dedi"]}]
    said = told(json.dumps(document(meetings=rows)))
    assert ("meetings[1].id", "twice") in said or ("meetings[1]", "twice") in said
    assert ("meetings[1].between", "unknown_id") in said


def test_a_circle_of_meetings_is_told_by_its_names() -> None:
    rows = [
        {"id": name, "between": ["ani", "budi"], "after": [before]}
        for name, before in (("1", "3"), ("2", "1"), ("3", "2"), ("4", "3"))
    ]
    with pytest.raises(CannotRead) as wrong:
        read_market(json.dumps(document(meetings=rows)))
    assert [one.code for one in wrong.value.problems] == ["circle"]
    assert set(wrong.value.problems[0].value.split(" → ")) == {"1", "2", "3"}


def test_a_very_long_chain_of_meetings_is_read() -> None:
    rows = [{"id": str(n), "between": ["ani", "budi"], "after": [str(n + 1)]} for n in range(3_000)]
    rows.append({"id": "3000", "between": ["ani", "budi"]})
    assert len(read_market(json.dumps(document(meetings=rows))).meetings) == 3_001


@pytest.mark.parametrize("text", ["", "{", b"\xff\xfe\x00", "[" * 100_000, '{"slots": NaN'])
def test_what_is_not_json_is_told(text: str | bytes) -> None:
    assert told(text) == [("", "not_json")]


def test_a_huge_file_is_not_even_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "LARGEST", 1_000)
    assert told(json.dumps(document(slots=["x" * 1_000]))) == [("", "too_large")]


def test_too_many_rows_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(reading.MOST, "participants", 2)
    assert ("participants", "too_many") in told(json.dumps(document()))


def test_a_timetable_with_unknown_meetings_and_slots_is_told() -> None:
    market = read_market(json.dumps(document()))
    with pytest.raises(CannotRead) as wrong:
        read_timetable(json.dumps({"schedule": {"1": "12", "7": "9"}}), market)
    assert [(one.at, one.code) for one in wrong.value.problems] == [
        ("schedule.1", "unknown_id"),
        ("schedule", "unknown_id"),
    ]
    assert read_timetable('{"1": "10"}', market).schedule == {"1": 1}


@settings(max_examples=30, deadline=None)
@given(data=small_markets(optional=True, former=True))
def test_a_market_that_is_written_is_read_as_the_same(data: Any) -> None:
    market = read_market(json.dumps(data))
    again = read_market(json.dumps(market_data(market)))
    assert again == market


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=6,
)
PLACES = [
    "slots",
    "venues",
    "walks",
    "sessions",
    "companies",
    "former.schedule",
    "tables",
    "participants",
    "meetings",
    "fairness",
    "former",
    "x",
]


@settings(max_examples=50, deadline=None)
@given(place=st.sampled_from(PLACES), inside=st.booleans(), value=JSON)
def test_any_json_at_any_place_is_read_or_told_and_nothing_else(
    place: str, inside: bool, value: Any
) -> None:
    data = document()
    if place == "former.schedule":
        data["former"] = {"schedule": value, "frozen_before": "10"}
    elif inside and isinstance(data.get(place), list):
        data[place] = [value, *data[place]]
    else:
        data[place] = value
    try:
        read_market(json.dumps(data))
    except CannotRead as wrong:
        assert all(words.problem(one, "id") for one in wrong.problems)


FIELDS = ["id", "between", "half", "slots", "fixed", "after", "weight", "venues", "seats"]


@settings(max_examples=50, deadline=None)
@given(name=st.sampled_from(FIELDS), value=JSON)
def test_any_json_in_a_meeting_is_read_or_told_and_nothing_else(name: str, value: Any) -> None:
    try:
        read_market(json.dumps(meeting(**{name: value})))
    except CannotRead as wrong:
        assert all(words.problem(one, "id") for one in wrong.problems)
