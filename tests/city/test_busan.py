"""Busan's pack: small, without mistakes, and nothing in it without a source."""

from __future__ import annotations

from pathlib import Path

import pytest

from simpul.city.pack import read_pack

BUSAN = Path(__file__).resolve().parents[2] / "cities" / "busan"


@pytest.fixture(scope="module")
def pack():
    return read_pack(BUSAN)


def test_it_has_no_mistakes(pack):
    assert pack.problems.texts("en") == []


def test_it_says_where_and_whose_it_is(pack):
    city = pack.contents["settings"]["city"]
    assert (city["code"], city["country"]) == ("busan", "KR")
    assert (city["time_zone"], city["currency"]) == ("Asia/Seoul", "KRW")
    assert set(city["name"]) == {"id", "en", "ko"}
    lead = pack.contents["settings"]["lead_agency"]["authority"]
    assert pack.contents["authorities"][lead]["names"]["en"] == "Busan Film Commission"


def test_what_nobody_confirmed_starts_no_clock_and_no_fee(pack):
    settings = pack.contents["settings"]
    assert settings["default_decision"]["status"] == "assumed"
    assert settings["default_decision"]["deemed_grant"] is False
    assert not any(row["deemed_grant_allowed"] for row in pack.contents["authorities"].values())
    for name in ("levies", "site_clearances", "notices"):
        assert pack.contents["tables"][name]["rows"] == []


def test_korean_holidays_are_named_in_korean_too(pack):
    days = pack.contents["calendar"]["days"]
    # Liberation Day, 15 August: a holiday by Korean law since 1949.
    assert days["2026-08-15"]["names"]["ko"] == "광복절"
    assert days["2026-08-15"]["kind"] == "holiday"
    assert {day["kind"] for day in days.values()} == {"holiday"}
