"""What a street has borne: counted like a resident would, with a calculation that adds up."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simpul.places.calendar.clash import NOWHERE, Grade, LedgerEntry, Surroundings, Where
from simpul.places.calendar.fatigue import account, accounts, rests
from simpul.places.calendar.ledger import ledger
from tests.places.calendar.build import (
    DAY,
    check,
    hours,
    limit,
    rules,
    standing,
    wanted,
    working,
    zone,
)

STREET = Where("street", "s1", {"id": "Jalan Teh", "en": "Jalan Teh"})
RW = Where("rw", "rw1", {"id": "RW 03", "en": "RW 03"})
NAME = {"id": "Film", "en": "Film"}


def entry(day: int, *, holder: str = "h", where: str = "s1", **more: Any) -> LedgerEntry:
    fields = {"shoot_days": 1, **more}
    return LedgerEntry(
        where=where, day=DAY + timedelta(days=day), holder=holder, label=NAME, **fields
    )


def days_cap(most: float, window: int = 30, rest: int = 0, **more: Any) -> Any:
    fields = {"subject": "street", "window_days": window, "rest_days": rest, **more}
    return limit("shoot_days", most, **fields)


# --- entries -------------------------------------------------------------------------------
def test_a_shoot_day_is_one_production_on_one_day_however_many_crews() -> None:
    crews = [
        standing(hours(8, 12), counted_at=(STREET,)),
        standing(hours(10, 20), counted_at=(STREET,)),
        standing(hours(8, 12), counted_at=(STREET,), holder="application:3"),
    ]
    found = ledger(crews, rules())
    assert [(one.holder, one.shoot_days) for one in found] == [
        ("application:2", 1),
        ("application:3", 1),
    ]


def test_a_night_belongs_to_the_day_on_which_it_begins_and_is_counted_once() -> None:
    crews = [
        standing(hours(20, 28), counted_at=(STREET,)),
        standing(hours(23, 30), counted_at=(STREET,)),
    ]
    nights = {one.day: one.night_hours for one in ledger(crews, rules())}
    # 22:00 to 05:00 is seven hours, all of the first night.
    assert nights == {DAY: 7.0, DAY + timedelta(days=1): 0.0}


def test_early_hours_belong_to_the_night_before() -> None:
    found = ledger([standing(hours(1, 3), counted_at=(STREET,))], rules())
    assert [(one.day, one.shoot_days, one.night_hours) for one in found] == [
        (DAY - timedelta(days=1), 0, 2.0),
        (DAY, 1, 0.0),
    ]


@pytest.mark.parametrize(
    ("day", "hours_of_night"), [(date(2026, 3, 7), 6), (date(2026, 10, 31), 8)]
)
def test_a_night_is_as_long_as_it_really_was(day: date, hours_of_night: int) -> None:
    clocks = rules(working=working("America/New_York"))
    place: dict[str, Any] = {"zone": ZoneInfo("America/New_York"), "start": day}
    found = ledger([standing(hours(20, 32, **place), counted_at=(STREET,))], clocks)
    assert found[0].night_hours == hours_of_night


def test_parked_cars_take_kerb_and_no_night() -> None:
    parked = standing(hours(8, 30), kind="parking", parking_m=40, counted_at=(STREET,))
    assert [(one.parking_m, one.night_hours, one.shoot_days) for one in ledger([parked], rules())]
    assert {(one.parking_m, one.night_hours) for one in ledger([parked], rules())} == {(40.0, 0.0)}


def test_road_works_take_nothing() -> None:
    assert ledger([standing(hours(8, 30), kind="road_works", counted_at=(STREET,))], rules()) == []


def test_a_confidential_title_is_not_in_the_ledger_of_the_street() -> None:
    secret = standing(confidential=True, counted_at=(STREET,))
    assert ledger([secret], rules())[0].label["en"] == "another production"
    assert ledger([secret], rules(), reveal=True)[0].label["en"] == "Other Film"


# --- the cap -------------------------------------------------------------------------------
def test_the_last_day_below_the_cap_is_free_and_the_next_is_not() -> None:
    def found(days: int) -> list[Any]:
        around = Surroundings(ledger=tuple(entry(-day) for day in range(1, days + 1)))
        return check(wanted(counted_at=(STREET,)), [], rules(days_cap(6)), surroundings=around)

    assert found(5) == []
    [over] = found(6)
    assert (over.rule, over.grade) == ("fatigue", Grade.POSSIBLE)
    assert [line.amount for line in over.calculation] == [1.0] * 7
    assert (
        "Jalan Teh: 7 shoot days from 2 November 2026 to 1 December 2026; the cap is 6."
        in over.text["en"]
    )
    assert over.calculation[-1].text["en"] == "1 December 2026: this plan"


def test_what_is_older_than_the_window_is_forgotten() -> None:
    around = Surroundings(ledger=(entry(-30), entry(-29)))
    use = wanted(counted_at=(STREET,))
    assert check(use, [], rules(days_cap(2)), surroundings=around) == []
    assert len(check(use, [], rules(days_cap(1)), surroundings=around)) == 1


def test_a_day_that_others_have_booked_later_counts_too() -> None:
    around = Surroundings(ledger=(entry(3), entry(4)))
    [over] = check(wanted(counted_at=(STREET,)), [], rules(days_cap(2)), surroundings=around)
    assert "from 6 November 2026 to 5 December 2026" in over.text["en"]


def test_street_and_neighbourhood_have_caps_of_their_own() -> None:
    both = rules(days_cap(0), days_cap(9, subject="rw", code="rw"))
    assert [one.row for one in check(wanted(counted_at=(STREET, RW)), [], both)] == ["T-shoot_days"]


# --- rest ----------------------------------------------------------------------------------
def test_a_place_that_reached_its_cap_rests_and_then_is_free() -> None:
    tired = Surroundings(ledger=tuple(entry(day) for day in (0, 1, 2)))
    with_rest = rules(days_cap(3, window=5, rest=4))

    def on(day: int) -> list[str]:
        use = wanted(hours(8, 12, day=day), counted_at=(STREET,))
        return sorted(one.rule for one in check(use, [], with_rest, surroundings=tired))

    assert on(3) == ["fatigue", "rest"]
    assert on(4) == ["fatigue", "rest"]
    # The window has let the first days go, the rest has not.
    assert on(5) == ["rest"]
    assert on(6) == ["rest"]
    assert on(7) == []


def test_ones_own_days_bring_no_rest_on_oneself() -> None:
    plan = wanted(*(hours(8, 12, day=day) for day in range(3)), counted_at=(STREET,))
    assert check(plan, [], rules(days_cap(3, rest=14))) == []


def test_the_rest_shows_what_it_follows_from() -> None:
    tired = Surroundings(ledger=(entry(-2, night_hours=2), entry(-1, night_hours=1.5)))
    cap = limit("night_hours", 3, subject="street", rest_days=7)
    [found] = check(
        wanted(hours(20, 24), counted_at=(STREET,)), [], rules(cap), rule="rest", surroundings=tired
    )
    assert [line.amount for line in found.calculation] == [2, 1.5]
    assert "Jalan Teh rests from 1 December 2026 to 7 December 2026." in found.text["en"]
    assert "3,5 jam malam" in found.text["id"]
    assert "sampai 30 November 2026" in found.text["id"]
    assert "1 Desember 2026" in found.text["id"]


# --- against a naive recount ---------------------------------------------------------------
ENTRIES = st.lists(
    st.builds(
        entry,
        st.integers(-12, 12),
        holder=st.sampled_from(["a", "b", "c"]),
        where=st.sampled_from(["s1", "s2"]),
        shoot_days=st.integers(0, 1),
        night_hours=st.sampled_from([0.0, 0.1, 0.2, 1 / 3, 2.0]),
    ),
    max_size=25,
)


def naive(entries: list[LedgerEntry], day: date, window: int, measure: str) -> float:
    return sum(
        getattr(one, measure)
        for one in entries
        if one.where == "s1" and 0 <= (day - one.day).days < window
    )


@given(
    ENTRIES, st.integers(1, 9), st.integers(1, 5), st.sampled_from(["shoot_days", "night_hours"])
)
def test_an_account_is_what_a_naive_recount_gives(
    entries: list[LedgerEntry], window: int, most: int, measure: str
) -> None:
    row = limit(measure, most, subject="street", window_days=window, rest_days=3)
    for offset in range(-13, 16):
        day = DAY + timedelta(days=offset)
        found = account(STREET, entries, row, day)
        assert found.total == pytest.approx(naive(entries, day, window, measure), abs=1e-6)
        assert sum(line.amount for line in found.lines) == pytest.approx(found.total, abs=1e-6)
        resting = any(
            getattr(one, measure)
            and one.where == "s1"
            and 1 <= (day - one.day).days <= 3
            and naive(entries, one.day, window, measure) >= most - 1e-7
            for one in entries
        )
        assert (found.rest is not None) is resting


@given(
    ENTRIES, st.lists(st.integers(-5, 5), min_size=1, max_size=4, unique=True), st.integers(1, 6)
)
def test_a_plan_is_beyond_the_cap_exactly_when_a_recount_says_so(
    entries: list[LedgerEntry], days: list[int], most: int
) -> None:
    window = 7
    plan = wanted(*(hours(8, 9, day=day) for day in days), counted_at=(STREET,))
    own = [entry(day, holder="application:1") for day in days]
    together = [*entries, *own]
    beyond = any(
        naive(together, one.day, window, "shoot_days") > most
        and any(0 <= (one.day - mine.day).days < window for mine in own)
        for one in together
        if one.where == "s1" and one.shoot_days
    )
    around = Surroundings(ledger=tuple(entries))
    found = check(plan, [], rules(days_cap(most, window=window)), surroundings=around)
    assert [one.rule for one in found] == (["fatigue"] if beyond else [])


def test_without_days_of_rest_there_is_no_rest() -> None:
    assert rests([entry(0), entry(1)], days_cap(1)) == []


def test_a_resident_reads_every_account_of_the_street_with_its_rest() -> None:
    caps = rules(
        days_cap(2, rest=5),
        limit("night_hours", 9, subject="street"),
        days_cap(7, zone="OLD", code="old"),
        zones=(zone("OLD", "31.73.03"), zone("REST")),
    )
    taken = [entry(-2, night_hours=1.5), entry(-1)]
    elsewhere = caps.zones_at(NOWHERE, ("31.71.01",), DAY)
    days, nights = accounts(STREET, taken, caps, elsewhere, DAY)
    assert (days.total, days.left, nights.total, nights.left) == (2, 0, 1.5, 7.5)
    assert days.rest is not None and days.rest.last == DAY + timedelta(days=4)
    assert nights.rest is None
    old = caps.zones_at(NOWHERE, ("31.73.03.1001",), DAY)
    assert [one.row.code for one in accounts(STREET, taken, caps, old, DAY)] == [
        "old",
        "T-night_hours",
    ]
