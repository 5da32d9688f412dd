"""Deadlines, slots, tables, documents, sums, words: computed without a database."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simpul.market.actions.outcomes import after_months
from simpul.market.days import half_of, slots_of
from simpul.market.deadlines import Rule, standing
from simpul.market.market_document import (
    MeetingRow,
    Rows,
    SlotRow,
    TableRow,
    TalkRow,
    circle,
    document,
)
from simpul.market.search_words import pairs, searchable
from simpul.market.seating import Guests, Seating, seat
from simpul.market.timetable.reading import read_market
from simpul.market.totals import AnswerRow, totals

SEOUL, JAKARTA = ZoneInfo("Asia/Seoul"), ZoneInfo("Asia/Jakarta")
CLOSES = dt.datetime(2027, 3, 1, 18, 0, tzinfo=SEOUL)
OPENS = CLOSES - dt.timedelta(days=30)


@pytest.mark.parametrize(
    ("rule", "moment", "entries", "stands"),
    [
        # 18:00 in Seoul is 16:00 in Jakarta: one second before, and the moment itself.
        ({}, dt.datetime(2027, 3, 1, 15, 59, 59, tzinfo=JAKARTA), 0, "open"),
        ({}, dt.datetime(2027, 3, 1, 16, 0, tzinfo=JAKARTA), 0, "closed"),
        ({}, OPENS - dt.timedelta(seconds=1), 0, "before"),
        ({"late_rule": "grace", "grace_minutes": 60},
         dt.datetime(2027, 3, 1, 16, 59, 59, tzinfo=JAKARTA), 0, "late"),
        ({"late_rule": "grace", "grace_minutes": 60},
         dt.datetime(2027, 3, 1, 17, 0, tzinfo=JAKARTA), 0, "closed"),
        ({"late_rule": "until_full", "full_at": 3}, CLOSES + dt.timedelta(days=9), 2, "late"),
        ({"late_rule": "until_full", "full_at": 3}, CLOSES + dt.timedelta(days=9), 3, "closed"),
        ({"late_rule": "until_full", "full_at": 3}, CLOSES - dt.timedelta(days=1), 9, "open"),
    ],
)  # fmt: skip
def test_a_deadline_is_the_moment_on_its_own_clock(
    rule: dict[str, object], moment: dt.datetime, entries: int, stands: str
) -> None:
    assert standing(Rule(OPENS, CLOSES, **rule), moment, entries) == stands  # type: ignore[arg-type]


def test_slots_leave_the_break_free_and_say_which_half_they_are_in() -> None:
    found = slots_of(
        dt.date(2027, 3, 2), dt.date(2027, 3, 3), begins=dt.time(9), ends=dt.time(14, 20),
        minutes=30, breaks=[(dt.time(11, 45), dt.time(13))], zone=JAKARTA,
    )  # fmt: skip
    clocks = [f"{start:%H:%M}" for start, _end in found if start.day == 2]
    # 11:30 to 12:00 would touch the break, 14:00 to 14:30 would outlast the day.
    assert clocks == ["09:00", "09:30", "10:00", "10:30", "11:00", "13:00", "13:30"]
    assert len(found) == 14
    assert half_of(dt.datetime(2027, 3, 2, 4, 59, tzinfo=dt.UTC), JAKARTA) == "morning"
    assert half_of(dt.datetime(2027, 3, 2, 5, 0, tzinfo=dt.UTC), JAKARTA) == "afternoon"


# --- tables --------------------------------------------------------------------------------------
@st.composite
def seatings(draw: st.DrawFn) -> tuple[dict[str, int], dict[str, Guests], list[Seating]]:
    slots = draw(st.integers(1, 4))
    tables = [
        Seating(n, draw(st.integers(2, 6)), draw(st.integers(0, slots - 1)), "g")
        for n in range(draw(st.integers(1, 5)))
    ]
    schedule, guests = {}, {}
    for slot in range(slots):
        free = sum(one.first_slot <= slot for one in tables)
        for n in range(draw(st.integers(0, free))):
            name = f"{slot}.{n}"
            host = draw(st.sampled_from(["", "p1", "p2"]))
            schedule[name] = slot
            guests[name] = Guests(name, draw(st.integers(2, 6)), host, "g")
    return schedule, guests, tables


@given(seatings(), st.randoms())
def test_no_table_is_given_twice_and_what_stood_stays(world: object, chance: object) -> None:
    schedule, guests, tables = world  # type: ignore[misc]
    given_ = seat(schedule, guests, tables, {})
    _sound(schedule, given_, tables)
    # What is told again stays where it was, whatever else is cancelled.
    kept = {name: slot for name, slot in schedule.items() if chance.random() < 0.7}  # type: ignore[attr-defined]
    former = {name: (schedule[name], given_[name]) for name in schedule}
    again = seat(kept, guests, tables, former)
    _sound(kept, again, tables)
    assert again == {name: given_[name] for name in kept}


def _sound(schedule: dict[str, int], given_: dict[str, int], tables: list[Seating]) -> None:
    opened = {one.id: one.first_slot for one in tables}
    assert set(given_) == set(schedule)
    assert len({(schedule[m], given_[m]) for m in given_}) == len(given_)
    assert all(opened[given_[m]] <= schedule[m] for m in given_)


def test_a_project_keeps_its_table_and_five_people_get_five_seats() -> None:
    tables = [Seating(1, 4), Seating(2, 6), Seating(3, 4)]
    guests = {
        "a": Guests("a", 2, "film"), "b": Guests("b", 2, "film"), "c": Guests("c", 5),
        "d": Guests("d", 2, "other"),
    }  # fmt: skip
    found = seat({"a": 0, "c": 0, "b": 1, "d": 1}, guests, tables, {})
    assert found["c"] == 2 and found["a"] == found["b"] != found["d"]


# --- the document --------------------------------------------------------------------------------
def _slot(number: int, hour: int, day: int = 2) -> SlotRow:
    start = dt.datetime(2027, 3, day, hour, tzinfo=JAKARTA)
    half = "morning" if hour < 12 else "afternoon"
    return SlotRow(number, start, start + dt.timedelta(minutes=30), half)


SLOTS = [_slot(1, 9), _slot(2, 10), _slot(3, 13), _slot(4, 9, 3)]


def test_the_document_is_read_by_the_solver_as_it_is_meant() -> None:
    rows = Rows(
        slots=SLOTS,
        tables=[TableRow(7, 1, 4), TableRow(8, 1, 4, SLOTS[2].starts_at), TableRow(9, 2, 6)],
        meetings=[
            MeetingRow(11, (1, 2), priority=1),
            MeetingRow(12, (1, 3), required=True, half="morning"),
            MeetingRow(13, (2, 3, 4, 5, 6), fixed_slot=3),
        ],
        fairness=2,
        away={1: frozenset({2}), 99: frozenset({1})},
        talks=[TalkRow(5, (4,), (2, 98))],
        before=[(12, 13), (12, 77)],
        walks={(1, 2): 15},
        former={11: (1, 7), 77: (2, 9)},
        frozen_from=SLOTS[1].starts_at,
    )
    market = read_market(json.dumps(document(rows)))
    assert [one.tables for one in market.venues] == [(1, 1, 2, 2), (1, 1, 1, 1)]
    assert [one.seats for one in market.venues] == [4, 6]
    assert set(market.walks.values()) == {15}
    # 98 and 99 meet nobody: they are not there, and do not count as people without gaps.
    assert [one.id for one in market.participants] == ["1", "2", "3", "4", "5", "6"]
    assert market.unavailable["1"] == {1}
    by_id = {one.id: one for one in market.meetings}
    assert [by_id[one].weight for one in ("11", "12", "13")] == [9, None, 3]
    assert by_id["13"].after == ("12",) and by_id["13"].fixed == 2
    assert market.former.schedule == {"11": 0} and market.former.frozen == 1


def test_nothing_can_be_planned_when_all_has_begun() -> None:
    late = dt.datetime(2027, 3, 4, tzinfo=JAKARTA)
    rows = Rows(SLOTS, [TableRow(7, 1, 4)], [MeetingRow(1, (1, 2))], 2, frozen_from=late)
    with pytest.raises(ValueError, match="slot"):
        document(rows)


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), max_size=12))
def test_a_circle_is_found_exactly_where_no_order_exists(pairs_: list[tuple[int, int]]) -> None:
    found = circle(pairs_)
    rest, edges = set(range(7)), set(pairs_)
    while free := {one for one in rest if not any(b == one and a in rest for a, b in edges)}:
        rest -= free
    assert bool(found) == bool(rest)
    if found:
        assert all(step in edges for step in zip(found, [*found[1:], found[0]], strict=True))


# --- sums ----------------------------------------------------------------------------------------
NOW = dt.datetime(2027, 9, 1, tzinfo=dt.UTC)


def _answer(amount: int | None = None, currency: str = "", *, closed: bool = True) -> AnswerRow:
    closes = NOW + dt.timedelta(days=-1 if closed else 1)
    return AnswerRow(3, closes, 2, 1, None if amount is None else Decimal(amount), currency)


def test_sums_are_told_of_five_answers_and_not_of_four() -> None:
    assert totals([_answer()] * 4, threshold=5, now=NOW) == []
    (told,) = totals([_answer()] * 5, threshold=5, now=NOW)
    assert (told.answers, told.talking, told.agreements, told.amounts) == (5, 10, 5, {})


def test_an_open_round_tells_nothing_and_few_amounts_in_a_currency_stay_hidden() -> None:
    assert totals([_answer(closed=False)] * 9, threshold=5, now=NOW) == []
    rows = [_answer(100, "USD")] * 5 + [_answer(900, "KRW")] * 4
    (told,) = totals(rows, threshold=5, now=NOW)
    assert told.amounts == {"USD": Decimal(500)} and told.answers == 9


def test_months_later_is_the_same_day_or_the_last_of_the_month() -> None:
    assert after_months(dt.date(2026, 11, 30), 3) == dt.date(2027, 2, 28)
    assert after_months(dt.date(2026, 12, 31), 12) == dt.date(2027, 12, 31)
    assert after_months(dt.date(2027, 3, 5), 24) == dt.date(2029, 3, 5)


# --- words ---------------------------------------------------------------------------------------
def test_korean_is_kept_as_pairs_so_that_a_word_is_found_inside_another() -> None:
    assert pairs("부산영화") == ["부산", "산영", "영화", "화"]
    assert {"부산", "영화"} <= set(searchable(["부산영화제에서 만난"]).split())
