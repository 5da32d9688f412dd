"""Working days of Jakarta: the list of the 2026 decree, and the clocks of the issue."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from simpul.city.book import CityBook, book_of
from simpul.city.pack import read_pack, row_builders

# The decree of 19 September 2025 (SKB), copied by hand: L holiday, CB joint leave.
DECREE_2026 = """
01-01 L, 01-16 L, 02-16 CB, 02-17 L, 03-18 CB, 03-19 L, 03-20 CB, 03-21 L, 03-22 L, 03-23 CB,
03-24 CB, 04-03 L, 04-05 L, 05-01 L, 05-14 L, 05-15 CB, 05-27 L, 05-28 CB, 05-31 L, 06-01 L,
06-16 L, 08-17 L, 08-25 L, 12-24 CB, 12-25 L
"""


def test_the_days_off_of_2026_are_those_of_the_decree(book: CityBook) -> None:
    decreed = {}
    for entry in DECREE_2026.replace("\n", " ").split(","):
        day, kind = entry.split()
        month, number = day.split("-")
        decreed[date(2026, int(month), int(number))] = {"L": "holiday", "CB": "joint_leave"}[kind]
    found = {d: o.kind for d, o in book.calendar.off_days.items() if d.year == 2026}
    assert found == decreed
    assert list(decreed.values()).count("holiday") == 17
    assert list(decreed.values()).count("joint_leave") == 8


def test_the_clocks_of_the_issue_come_out_of_the_pack(book: CityBook) -> None:
    calendar = book.calendar
    assert calendar.earliest_start(date(2026, 3, 13), 14) == date(2026, 4, 10)
    assert calendar.earliest_start(date(2026, 11, 2), 14) == date(2026, 11, 20)
    assert calendar.earliest_start(date(2026, 1, 5), 21) == date(2026, 2, 4)


def test_joint_leave_is_a_setting_of_the_pack(pack: Path) -> None:
    file = pack / "city.toml"
    file.write_text(
        file.read_text().replace("joint_leave_is_off = true", "joint_leave_is_off = false")
    )
    other = book_of(read_pack(pack).contents, row_builders())
    assert other.calendar.earliest_start(date(2026, 3, 13), 14) == date(2026, 4, 3)


def test_a_year_without_a_decree_is_marked_assumed(book: CityBook) -> None:
    assert book.calendar_years[2026].verified
    assert not book.calendar_years[2027].verified


def test_a_correction_adds_and_removes_days(pack: Path) -> None:
    with (pack / "calendar.toml").open("a", encoding="utf-8") as file:
        file.write(
            """
[[corrections]]
day = 2027-02-05
action = "remove"
law = ""
source = "HOL"
status = "confirmed"
valid_from = 2026-10-01
valid_to = ""

[[corrections]]
day = 2027-02-08
action = "add"
kind = "joint_leave"
name.id = "Cuti bersama"
name.en = "Joint leave"
law = ""
source = "HOL"
status = "confirmed"
valid_from = 2026-10-01
valid_to = ""
"""
        )
    reading = read_pack(pack)
    assert not reading.problems, reading.problems.texts("en")
    calendar = book_of(reading.contents, row_builders()).calendar
    assert calendar.is_working(date(2027, 2, 5))
    assert not calendar.is_working(date(2027, 2, 8))


def test_a_decree_that_names_another_number_of_days_is_a_problem(
    broken: Callable[..., list[str]],
) -> None:
    found = broken("calendar.toml", "joint_leave = 8", "joint_leave = 9")
    told = "[joint_leave]: year 2026: 8 days of joint leave where the decree names 9"
    assert found == [f"calendar.toml:26 {told}"]


def test_removing_a_day_that_is_no_day_off_is_a_problem(pack: Path) -> None:
    with (pack / "calendar.toml").open("a", encoding="utf-8") as file:
        file.write(
            '\n[[corrections]]\nday = 2027-02-03\naction = "remove"\nlaw = ""\nsource = "HOL"\n'
            'status = "confirmed"\nvalid_from = 2026-10-01\nvalid_to = ""\n'
        )
    assert "2027-02-03 is no day off" in read_pack(pack).problems.texts("en")[0]
