"""The five flows: who must agree, in which order, until when, for how much. From issue and law."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from simpul.city.book import CityBook
from simpul.permits.planning.plan import Plan, parse_plan
from simpul.permits.planning.planner import PlanAnswer, answer_plan, to_json

FILED = date(2026, 11, 23)


@pytest.fixture
def answer(book: CityBook, flow: Callable[[str], Plan]) -> Callable[[str], PlanAnswer]:
    return lambda letter: answer_plan(flow(letter), book, filed_on=FILED)


def asked(found: PlanAnswer) -> list[str]:
    """Authorities that must answer, in order; what is only for information left out."""
    return [
        one.required.authority for one in found.clearances if one.required.kind != "information"
    ]


def told(found: PlanAnswer) -> set[str]:
    return {notice.authority for notice in found.notices}


def test_a_six_people_on_a_footpath(answer: Callable[[str], PlanAnswer]) -> None:
    found = answer("a")
    assert asked(found) == ["KEMENBUD_TPPF", "POLSEK"]
    assert told(found) == {"KEC_KEL"}
    assert found.tier.code == "exempt"
    assert found.fees.total.amount == 0
    assert found.questions == ()
    # Fourteen working days before Tuesday 15 December, counted by hand: Wednesday 25 November.
    police = found.clearances[1]
    assert police.dates.last_filing == date(2026, 11, 25)
    assert found.earliest_start == date(2026, 12, 11)
    assert found.lawful


def test_b_two_days_at_tim(answer: Callable[[str], PlanAnswer]) -> None:
    found = answer("b")
    # Inside, closed to others: no crowd, so no police.
    assert asked(found) == ["KEMENBUD_TPPF", "PKJTIM"]
    assert [str(line.amount.amount) for line in found.fees.lines] == ["2200000", "2700000"]
    assert found.fees.open == ()
    assert found.questions == ()
    tim = next(one for one in found.clearances if one.required.authority == "PKJTIM")
    # No sector rule: five working days after a complete file, and silence may be claimed.
    assert tim.dates.decided == date(2026, 11, 30)
    assert tim.required.deemed_grant


def test_b_in_the_open_court_of_tim_the_police_are_asked_too(
    book: CityBook, flow_data: Callable[[str], dict[str, Any]]
) -> None:
    data = flow_data("b")
    for said in ("exterior", "public_place"):
        del data["spots"][0][said]  # as the catalogue knows the place
    found = answer_plan(parse_plan(data, book).plan, book, filed_on=FILED)
    assert asked(found) == ["KEMENBUD_TPPF", "PKJTIM", "POLSEK"]
    police = next(one for one in found.clearances if one.required.authority == "POLSEK")
    assert police.required.unit["id"] == "Polsek di Kecamatan Menteng"
    assert [str(line.amount.amount) for line in found.fees.lines] == ["2200000", "2700000"]


def test_c_a_house_in_a_kampung(answer: Callable[[str], PlanAnswer]) -> None:
    found = answer("c")
    assert asked(found) == ["KEMENBUD_TPPF"]
    assert told(found) == {"KEC_KEL", "RTRW"}
    assert found.fees.total.amount == 0
    assert found.fees.lines == ()
    assert [row.id for row in found.not_needed] == ["PS00"]
    assert found.earliest_start == FILED


def test_d_a_bus_lane_on_a_sunday(answer: Callable[[str], PlanAnswer]) -> None:
    found = answer("d")
    assert asked(found) == ["KEMENBUD_TPPF", "POLRI_LANTAS", "DISHUB", "TRANSJAKARTA", "POLSEK"]
    assert told(found) == {"KEC_KEL", "SATPOLPP"}
    assert found.tier.code == "high"
    lantas = next(one for one in found.clearances if one.required.authority == "POLRI_LANTAS")
    # Seven working days are often named but not verified: no clock.
    assert lantas.dates.last_filing is None
    assert lantas.required.parts == ("t1",)


def test_e_a_foreign_feature_in_kota_tua(answer: Callable[[str], PlanAnswer]) -> None:
    found = answer("e")
    assert asked(found) == [
        "KEMENBUD_FOREIGN",
        "IMIGRASI",
        "BEACUKAI",
        "POLRI_BAINTELKAM",
        "POLRI_HANDAK",
        "POLRI_SENPI",
        "POLRI_LANTAS",
        "DAMKAR",
        "UPK_KOTATUA",
        "DISHUB",
        "TRANSJAKARTA",
        "PPKUKM",
    ]
    assert told(found) == {"KEC_KEL", "RTRW", "SATPOLPP"}
    assert found.tier.code == "exceptional"
    by_code = {one.required.authority: one for one in found.clearances}
    ministry = by_code["KEMENBUD_FOREIGN"]
    # The national step comes first: seven working days, then the police file for thirty days.
    assert ministry.dates.decided == date(2026, 12, 2)
    police = by_code["POLRI_BAINTELKAM"]
    assert police.required.after == ("KEMENBUD_FOREIGN:permit",)
    assert police.dates.earliest_filing == date(2026, 12, 2)
    assert found.earliest_start == date(2027, 1, 1)
    assert police.dates.last_filing == date(2027, 1, 16)
    assert ministry.dates.last_filing == date(2027, 1, 6)
    # The blast and the guns can wait without holding the rest.
    assert by_code["POLRI_HANDAK"].required.parts == ("a1",)
    assert by_code["POLRI_HANDAK"].required.dates == (date(2027, 2, 17),)
    assert by_code["POLRI_SENPI"].required.parts == ("a2",)
    assert by_code["DISHUB"].required.parts == ("t1", "t2")
    assert by_code["POLRI_BAINTELKAM"].required.parts == ()
    # The fire service row is assumed: asked, shown as unverified, without a clock.
    assert not by_code["DAMKAR"].required.verified
    assert by_code["DAMKAR"].dates.decided is None
    assert found.fees.total.amount == 0
    assert {caution.code for caution in found.cautions} >= {"calendar_unknown", "elsewhere"}


@pytest.mark.parametrize(
    ("area", "authority", "sure"),
    # Depok is in the papers under the metropolitan police; the rest of West Java is assumed.
    [("32.76", "POLDA", True), ("32.16", "POLDA", False), ("32.01", "POLRI_BAINTELKAM", False)],
)
def test_an_assumed_police_border_starts_no_clock(
    book: CityBook,
    flow_data: Callable[[str], dict[str, Any]],
    area: str,
    authority: str,
    sure: bool,
) -> None:
    data = flow_data("a")
    data["spots"].append({"id": "s9", "elsewhere": area})
    parsed = parse_plan(data, book)
    assert parsed.errors == {}
    found = answer_plan(parsed.plan, book, filed_on=FILED)
    police = next(one for one in found.clearances if one.required.authority == authority)
    assert police.required.verified is sure
    assert (police.dates.last_filing is not None) is sure


def test_filed_too_late_the_answer_is_no(book: CityBook, flow: Callable[[str], Plan]) -> None:
    found = answer_plan(flow("a"), book, filed_on=date(2026, 11, 26))
    assert found.lawful is False
    assert [one.required.authority for one in found.clearances if one.late] == ["POLSEK"]


def test_what_is_forbidden_is_said_and_is_no_clearance(book: CityBook) -> None:
    data: dict[str, Any] = {"minors": {"count": 2, "max_hours": 5}}
    found = answer_plan(parse_plan(data, book).plan, book, filed_on=FILED)
    assert [fired.row.id for fired in found.forbidden] == ["C22"]
    assert found.lawful is False
    assert [one.required.kind for one in found.clearances] == ["notice"]


def test_an_empty_plan_is_answered_with_questions(book: CityBook) -> None:
    found = answer_plan(Plan(), book, filed_on=FILED)
    assert found.lawful is None
    assert found.clearances == ()
    asked_for = {question.fact for question in found.questions}
    assert {"production_type", "foreign_producer", "exterior", "traffic"} & asked_for
    assert found.possible


def test_deemed_grant_is_never_offered_for_police_or_safety(
    book: CityBook, flow: Callable[[str], Plan]
) -> None:
    for letter in "abcde":
        for one in answer_plan(flow(letter), book, filed_on=FILED).clearances:
            kind = book.authorities[one.required.authority].kind
            assert not (one.required.deemed_grant and kind in ("police", "safety"))


def test_no_unverified_row_sets_a_date(book: CityBook, flow: Callable[[str], Plan]) -> None:
    for letter in "abcde":
        for one in answer_plan(flow(letter), book, filed_on=FILED).clearances:
            if not one.required.verified:
                assert one.required.file_before is None
                assert one.required.process is None


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_answer_as_json_names_everything_in_one_language(
    answer: Callable[[str], PlanAnswer], language: str
) -> None:
    data = to_json(answer("e"), language)
    assert data["lawful"] is True
    assert data["tier"]["code"] == "exceptional"
    for one in data["clearances"]:
        assert one["authority"]["name"] != one["authority"]["code"]
        assert all(reason["text"] for reason in one["reasons"])
        assert all(document["name"] != document["code"] for document in one["documents"])
    names = {"id": "Kementerian", "en": "Ministry"}
    assert data["clearances"][0]["authority"]["name"].startswith(names[language])


def test_a_plan_is_answered_within_twenty_milliseconds(
    book: CityBook, flow_data: Callable[[str], dict[str, Any]]
) -> None:
    data = flow_data("e")
    taken = []
    for _ in range(15):
        begin = time.perf_counter()
        to_json(answer_plan(parse_plan(data, book).plan, book, filed_on=FILED), "id")
        taken.append(time.perf_counter() - begin)
    assert min(taken) < 0.020  # what it costs with the machine to itself
