"""The answer for the street at a moment, and what the printed code carries."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simpul.permits.issuing.standing import MOST_TOKEN_PAYLOAD, payload, ranges, size, standing

ZONE = ZoneInfo("Asia/Jakarta")


def day(date: str, starts: str, ends: str, place: str = "s1") -> dict[str, Any]:
    return {
        "date": date,
        "place": place,
        "kind": "shoot",
        "from": starts,
        "to": ends,
        "overnight": ends <= starts,
        "people": 6,
        "contingency": False,
        "exclusive_use": False,
    }


def contents(*days: dict[str, Any], **more: Any) -> dict[str, Any]:
    ordered = sorted(days, key=lambda row: (row["date"], row["from"]))
    return {
        "number": "JKT-26-000123-K",
        "version": 1,
        "code": "K7M2P9QXRT",
        "city": {"zone": "Asia/Jakarta"},
        "valid": {"from": ordered[0]["date"], "to": ordered[-1]["date"]},
        "days": ordered,
        "people": 6,
        "places": [{"key": "s1", "name": "Jalan Teuku Umar"}, {"key": "s2", "name": "Taman"}],
        "parts": [],
        "production": {"title": "Rahasia Besar", "company": "PT Diam"},
        "confidential": False,
        "embargo_until": None,
        **more,
    }


TWO_DAYS = contents(day("2026-12-10", "07:00", "19:00"), day("2026-12-12", "20:00", "02:00"))


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=ZONE)


@pytest.mark.parametrize(
    ("moment", "code", "today", "running"),
    [
        ("2026-12-09T23:59", "not_yet", 0, 0),
        ("2026-12-10T00:00", "valid", 1, 0),
        ("2026-12-10T07:00", "valid", 1, 1),
        ("2026-12-10T18:59", "valid", 1, 1),
        ("2026-12-10T19:00", "valid", 1, 0),
        ("2026-12-11T12:00", "valid", 0, 0),
        ("2026-12-12T23:00", "valid", 1, 1),
        ("2026-12-13T01:59", "valid", 1, 1),
        ("2026-12-13T02:00", "expired", 0, 0),
        ("2027-01-01T12:00", "expired", 0, 0),
    ],
)
def test_days_and_hours_are_read_on_the_citys_clock(
    moment: str, code: str, today: int, running: int
) -> None:
    answer = standing("valid", TWO_DAYS, at(moment))
    assert (answer.code, len(answer.today), len(answer.now)) == (code, today, running)


def test_a_day_off_names_the_next_day() -> None:
    assert standing("valid", TWO_DAYS, at("2026-12-11T12:00")).next_day == dt.date(2026, 12, 12)


def test_the_same_moment_told_in_another_zone_gives_the_same_answer() -> None:
    utc = at("2026-12-10T07:00").astimezone(dt.UTC)
    assert standing("valid", TWO_DAYS, utc).now


@pytest.mark.parametrize("state", ["suspended", "revoked", "cancelled"])
def test_what_was_taken_back_says_so_whatever_the_day(state: str) -> None:
    assert standing(state, TWO_DAYS, at("2026-12-10T08:00")).code == state


def test_a_replaced_version_is_amended() -> None:
    assert standing("superseded", TWO_DAYS, at("2026-12-10T08:00")).code == "amended"


@given(st.lists(st.integers(0, 400), min_size=1, max_size=60))
def test_ranges_name_exactly_the_days_given(offsets: list[int]) -> None:
    named: set[int] = set()
    for part in ranges(offsets).split(","):
        first, _, last = part.partition("-")
        named |= set(range(int(first), int(last or first) + 1))
    assert named == set(offsets)


def test_a_secret_production_has_neither_title_nor_company_in_its_code() -> None:
    small = payload({**TWO_DAYS, "confidential": True})
    text = json.dumps(small)
    assert "Rahasia" not in text and "Diam" not in text
    assert small["p"] == ["Jalan Teuku Umar", "Taman"]


def test_an_open_production_carries_its_title() -> None:
    assert payload(TWO_DAYS)["t"] == "Rahasia Besar"


@given(st.integers(1, 120), st.integers(1, 26), st.integers(1, 60))
def test_however_large_the_shoot_the_code_stays_small(days: int, places: int, letters: int) -> None:
    start = dt.date(2026, 12, 1)
    spots = [{"key": f"s{n}", "name": f"{n} " + "Ж" * letters} for n in range(places)]
    rows = [
        day(
            (start + dt.timedelta(days=n * 2)).isoformat(),
            f"{6 + n % 5:02d}:{n % 60:02d}",
            "19:00",
            f"s{n % places}",
        )
        for n in range(days)
    ]
    small = payload(contents(*rows, places=spots))
    # Every second day for months: the days themselves are never left out.
    assert size(small) <= (MOST_TOKEN_PAYLOAD if days <= 60 else 2 * MOST_TOKEN_PAYLOAD)
