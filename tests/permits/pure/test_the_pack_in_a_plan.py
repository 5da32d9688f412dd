"""What the city pack of Jakarta must make of a plan, whatever the place."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from simpul.city.book import CityBook
from simpul.permits.planning.plan import parse_plan
from simpul.permits.planning.plan_checks import elsewhere_areas
from simpul.permits.planning.planner import PlanAnswer, answer_plan, to_json

FILED = date(2026, 11, 23)


def answered(book: CityBook, **data: Any) -> PlanAnswer:
    parsed = parse_plan({"days": [{"date": "2027-01-12"}], **data}, book)
    assert parsed.errors == {}
    return answer_plan(parsed.plan, book, filed_on=FILED)


def test_whoever_manages_a_place_is_asked_or_told(book: CityBook) -> None:
    for code, site in book.sites.items():
        answer = answered(book, spots=[{"site": code}])
        heard = {one.required.authority for one in answer.clearances}
        heard |= {notice.authority for notice in answer.notices}
        assert {site.manager, *site.also} <= heard, code


def test_areas_beyond_the_border_are_offered_by_city_or_regency(book: CityBook) -> None:
    offered = elsewhere_areas(book)
    assert offered["32.01"] == "Kabupaten Bogor"
    assert offered["36.71"] == "Kota Tangerang"
    assert not {"31", "32", "36"} & set(offered)
    # West Java has 27 and Banten 8 cities and regencies.
    assert sum(code.startswith("32.") for code in offered) == 27
    assert sum(code.startswith("36.") for code in offered) == 8


@pytest.mark.parametrize(
    ("area", "status"), [("32.76", "confirmed"), ("32.16", "assumed"), ("32.01", "assumed")]
)
def test_a_rule_judged_by_an_assumed_border_is_not_called_confirmed(
    book: CityBook, area: str, status: str
) -> None:
    """Depok is in the papers under the metropolitan police; the rest is nobody's word."""
    home = {"foreign_producer": False, "foreign_crew": 0, "crew_from_other_provinces": False}
    answer = answered(book, production=home, spots=[{"site": "L02"}, {"elsewhere": area}])
    data = to_json(answer, "en")
    (police,) = [one for one in data["clearances"] if one["reasons"][0]["table"] == "police_scale"]
    (reason,) = police["reasons"]
    assert (reason["status"], reason["verified"]) == (status, status == "confirmed")
    rests = [fact["code"] for fact in reason["rests_on"]]
    assert rests == ([] if status == "confirmed" else ["police_regions"])
    listed = {row["id"] for row in data["unverified"]}
    assert (reason["id"] in listed) is (status == "assumed")


def test_those_who_must_be_told_are_named_by_their_office(book: CityBook) -> None:
    data = to_json(answered(book, spots=[{"site": "L31"}, {"site": "L02"}]), "id")
    told = {one["authority"]["code"]: one for one in data["notices"]}
    unit = told["KEC_KEL"]["unit"]
    assert "Kecamatan Menteng dan Kelurahan Kebon Sirih" in unit
    assert "Kecamatan Taman Sari" in unit
    assert {one["code"] for one in told["RTRW"]["documents"]} == {"neighbour_consent"}


@pytest.mark.parametrize(
    ("site", "production", "rule", "why"),
    [
        # Event tariffs of a hall were published; nobody said that they hold for filming.
        ("L18", {"type": "feature", "commercial": True}, "F06W", "unverified"),
        ("L29", {"type": "feature", "commercial": True}, "FX6", "unverified"),
        ("L01", {"type": "feature", "commercial": True}, "FX2", "unverified"),
    ],
)
def test_a_tariff_nobody_confirmed_for_filming_is_a_question_never_an_amount(
    book: CityBook, site: str, production: dict[str, Any], rule: str, why: str
) -> None:
    fees = answered(book, production=production, spots=[{"id": "s1", "site": site}]).fees
    assert fees.total.amount == 0
    assert fees.lines == ()
    assert [(one.why, [row.id for row in one.rows]) for one in fees.open] == [(why, [rule])]


def test_a_day_at_nobody_knows_which_place_is_said_not_passed_over(book: CityBook) -> None:
    found = answered(book, spots=[{"id": "s1", "site": "L27"}, {"id": "s2", "site": "L02"}])
    assert ("day_without_place", (("row", "1"),)) in [(c.code, c.params) for c in found.cautions]
    warnings = {one["code"]: one["text"] for one in to_json(found, "en")["warnings"]}
    assert warnings["day_without_place"].startswith("Day 1 does not say at which place it is")


@pytest.mark.parametrize(
    ("asset_class", "production", "rule"),
    [
        ("urban_forest", {"type": "documentary", "commercial": False}, "F02N"),
        ("green_lane", {"type": "still_photo", "commercial": True}, "F11X"),
        ("park", {"type": "still_photo", "commercial": True}, "F11X"),
    ],
)
def test_use_that_no_published_row_names_is_never_passed_over_as_free(
    book: CityBook, asset_class: str, production: dict[str, Any], rule: str
) -> None:
    ground = {"type": "Point", "coordinates": [106.8291, -6.1963]}
    spot = {"id": "s1", "geometry": ground, "asset_class": asset_class, "zone": "none"}
    fees = answered(book, production=production, spots=[spot]).fees
    assert fees.lines == ()
    assert [[row.id for row in one.rows] for one in fees.open] == [[rule]]
