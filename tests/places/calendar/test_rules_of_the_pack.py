"""The calendar's folder of a pack: read, checked, and never more certain than its sources."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from simpul.city.book import CityBook, book_of
from simpul.city.pack import read_pack, row_builders
from simpul.kit.geometry import metres, parse_geometry
from simpul.places.calendar.clash import CalendarRules, Grade, clashes
from simpul.places.calendar.uses import Surroundings, Wanted
from simpul.places.rules import calendar_rules
from tests.packs import copied
from tests.places.calendar.build import hours, limit, rules

PACK = Path(__file__).parents[3] / "cities" / "jakarta"


@pytest.fixture(scope="module")
def book() -> CityBook:
    reading = read_pack(PACK)
    assert not reading.problems, reading.problems.texts("en")
    return book_of(reading.contents, row_builders())


@pytest.fixture(scope="module")
def jakarta(book: CityBook) -> CalendarRules:
    return calendar_rules(book)


def plan(lon: float, lat: float, *when: object, **more: object) -> Wanted:
    shape = parse_geometry({"type": "Point", "coordinates": [lon, lat]})
    fields = {"plane": metres(32748).plane(shape), "holder": "application:1", **more}
    return Wanted(periods=when, **fields)  # type: ignore[arg-type]


def rules_hit(jakarta: CalendarRules, use: Wanted) -> dict[str, Grade]:
    return {one.row: one.grade for one in clashes([use], [], Surroundings(), jakarta)}


# --- Jakarta -------------------------------------------------------------------------------
def test_every_row_speaks_both_languages_and_names_a_known_source(
    book: CityBook, jakarta: CalendarRules
) -> None:
    rows = [
        *jakarta.zones,
        *jakarta.limits,
        *jakarta.blackouts,
        *jakarta.quiet_places,
        *jakarta.airspace,
        *jakarta.prayer,
        *jakarta.prayer_windows,
    ]
    assert len(rows) > 30
    for row in rows:
        assert row.text["id"] and row.text["en"], row.code
        assert set(row.sources) <= set(book.sources)
        assert set(row.law) <= set(book.laws)


def test_numbers_taken_from_other_cities_are_proposals(jakarta: CalendarRules) -> None:
    numbered = [row for row in jakarta.limits if row.most is not None]
    assert {row.status for row in numbered} == {"proposal"}
    caps = {row.code: row.most for row in numbered}
    # Istanbul 2026 and Paris, as the press and the city of Paris tell them.
    assert (caps["C-LARGE-CORE"], caps["C-LARGE-DENSE"], caps["C-APART"]) == (7, 11, 1000)
    assert caps["C-VEH-KT"] == 5


def test_the_car_free_sunday_holds_on_thamrin_from_six_to_ten(jakarta: CalendarRules) -> None:
    sunday = date(2026, 12, 6)
    at_sarinah = (106.8238, -6.1876)
    cars = plan(*at_sarinah, hours(5, 7, start=sunday), vehicles=2)
    assert rules_hit(jakarta, cars)["B-HBKB"] is Grade.HARD
    later = plan(*at_sarinah, hours(10, 12, start=sunday), vehicles=2)
    assert "B-HBKB" not in rules_hit(jakarta, later)
    monday = plan(*at_sarinah, hours(29, 31, start=sunday), vehicles=2)
    assert "B-HBKB" not in rules_hit(jakarta, monday)
    in_menteng = plan(106.8326, -6.1993, hours(5, 7, start=sunday), vehicles=2)
    assert "B-HBKB" not in rules_hit(jakarta, in_menteng)


def test_kota_tua_is_a_zone_of_its_own(jakarta: CalendarRules) -> None:
    square = plan(106.8133, -6.1350, hours(8, 9), areas=("31.73.03.1001",), technical_vehicles=6)
    assert rules_hit(jakarta, square) == {"C-VEH-KT": Grade.POSSIBLE}


def test_a_drone_at_monas_has_to_ask(jakarta: CalendarRules) -> None:
    flight = plan(
        106.8272, -6.1754, hours(8, 9), kind="drone", height_m=60, areas=("31.71.01.1001",)
    )
    assert rules_hit(jakarta, flight) == {
        "A-CENTRE": Grade.POSSIBLE,
        "A-CONTROLLED": Grade.INFORMATION,
        "A-HELIPAD": Grade.INFORMATION,
    }


def test_loud_filming_beside_istiqlal_meets_the_friday_prayer(jakarta: CalendarRules) -> None:
    friday = hours(11, 13, start=date(2026, 12, 4))
    shoot = plan(106.8312, -6.1702, friday, loud=True, areas=("31.71.02.1001",))
    assert rules_hit(jakarta, shoot) == {"P-JUMAT": Grade.POSSIBLE}


def test_only_technical_vehicles_fill_the_cap_of_kota_tua(jakarta: CalendarRules) -> None:
    # Paris, whose number this is, counts "véhicules techniques".
    def hit(**more: int) -> bool:
        square = plan(106.8133, -6.1350, hours(8, 9), areas=("31.73.03.1001",), **more)
        return "C-VEH-KT" in rules_hit(jakarta, square)

    assert not hit(vehicles=60, technical_vehicles=5)
    assert hit(vehicles=6, technical_vehicles=6)


@pytest.mark.parametrize(
    ("vehicle", "length", "technical", "sure", "counted"),
    [
        ("crew_car", None, False, False, False),
        ("crew_car", 6.5, False, True, True),
        ("technical", None, True, None, True),
        ("technical", 6, True, False, False),
        ("crane", None, True, True, True),
        ("crane", 5.9, True, False, False),
        ("camera_car", None, True, None, False),
        (None, None, True, None, False),
        (None, 6.01, True, True, True),
    ],
)
def test_what_counts_as_technical_and_large_is_said_by_the_pack(
    jakarta: CalendarRules,
    vehicle: str | None,
    length: float | None,
    technical: bool,
    sure: bool | None,
    counted: bool,
) -> None:
    row = jakarta.vehicle(vehicle, date(2026, 12, 1))
    assert row is not None
    assert (row.technical, row.is_large(length)) == (technical, sure)
    assert row.counts_as_large(length) is counted


def test_before_a_row_of_vehicles_is_in_force_nothing_is_known(jakarta: CalendarRules) -> None:
    assert jakarta.vehicle("crane", date(2025, 12, 31)) is None


def test_the_width_a_closure_takes_is_a_row_and_else_eight_metres(jakarta: CalendarRules) -> None:
    on = date(2026, 12, 1)
    assert jakarta.closure_width(on) == 8
    assert rules().closure_width(on) == 8
    assert rules(limit("closure_width", 12)).closure_width(on) == 12


# --- a broken folder -----------------------------------------------------------------------
@pytest.fixture
def broken(tmp_path: Path) -> Callable[[str, str, str], list[str]]:
    pack = copied(tmp_path)

    def find(file: str, old: str, new: str) -> list[str]:
        path = pack / "calendar" / file
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{old!r} is not in {file}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return read_pack(pack).problems.texts("en")

    return find


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        ("zones.csv", "31.71.01|", "31.99|", "zones.csv:3 [areas]: unknown area 31.99"),
        (
            "zones.csv",
            "POINT (106.8133 -6.1350)",
            "",
            "zones.csv:2 [within_m]: this distance needs",
        ),
        ("zones.csv", "106.8133 -6.1350", "-6.1350 106.8133", "zones.csv:2 [shape]: "),
        ("limits.csv", ",5,,,,,,", ",five,,,,,,", "limits.csv:2 [most]: five is not a number"),
        ("limits.csv", ",5,,,,,,", ",,,,,,,", "limits.csv:2 [most]: must be filled in"),
        (
            "limits.csv",
            "vehicles,KOTATUA",
            "vehicles,MARS",
            "limits.csv:2 [zone]: unknown zone MARS",
        ),
        (
            "limits.csv",
            "C-VEH-KT,technical_vehicles",
            "C-VEH-KT,cars",
            "limits.csv:2 [measure]: cars is unknown",
        ),
        ("limits.csv", "22:00,05:00", "22:00,5", "[finish]: 5 is not an hour HH:MM"),
        ("limits.csv", "22:00,05:00", "22:00,", "[finish]: must be filled in"),
        ("limits.csv", ",school,", ",tavern,", "[subject]: tavern is unknown"),
        ("limits.csv", ",street,6,30,", ",street,6,,", "[window_days]: must be filled in"),
        ("limits.csv", ",street,6,30,14", ",street,6,30,1.5", "[rest_days]: 1.5 is not a number"),
        ("blackouts.csv", "sunday", "someday", "blackouts.csv:2 [days]: someday is unknown"),
        ("blackouts.csv", "B-HBKB,weekly,,", "B-HBKB,dates,,", "blackouts.csv:2 [first]: must be"),
        ("blackouts.csv", "vehicles|parking", "rockets|parking", "[forbids]: rockets is unknown"),
        ("blackouts.csv", "HBKB1|", "HBKB9|", "[source]: the source HBKB9 is not in sources.csv"),
        ("quiet_places.csv", "L21,L21", "L21,L99", "quiet_places.csv:2 [site]: unknown site L99"),
        ("quiet_places.csv", "L21,L21", "L21,", "quiet_places.csv:2 [lat]: must be filled in"),
        ("airspace.csv", "permission,120", "permission,-5", "[above_m]: -5 is not between 0"),
        ("airspace.csv", "A-HELIPAD", "A-120", "airspace.csv:3 [code]: A-120 is already there"),
        ("prayer.toml", "fajr = 20.0", "fajr = 95", "prayer.toml:6 [fajr]: 95 is not between"),
        ("prayer.toml", 'prayer = "subuh"', 'prayer = "lunch"', "[prayer]: lunch is unknown"),
        ("limits.csv", "closure_width,,", "closure_width,CORE,", "[zone]: CORE is unknown"),
        ("vehicles.csv", "crew_car,no", "tram,no", "vehicles.csv:2 [classes]: tram is unknown"),
        ("vehicles.csv", "crew_car,no", "crew_car,maybe", "vehicles.csv:2 [technical]: "),
        ("vehicles.csv", "yes,likely,6", "yes,often,6", "vehicles.csv:3 [large]: often is"),
        ("vehicles.csv", "yes,likely,6", "yes,likely,", "vehicles.csv:3 [over_m]: must be"),
        ("vehicles.csv", "technical|generator", "crane", "vehicles.csv:4 [classes]: the class"),
        ("vehicles.csv", "V-OTHER,*", "V-OTHER,other", "vehicles.csv:1 [classes]: there is no"),
        ("limits.csv", "proposal,2026-01-01", "law,2026-01-01", "limits.csv:2 [status]: unknown"),
    ],
)
def test_each_mistake_is_named_with_its_place(
    broken: Callable[[str, str, str], list[str]], file: str, old: str, new: str, told: str
) -> None:
    found = broken(file, old, new)
    assert told in found[0]
    # One mistake is not told as many; a pair of empty cells is two.
    assert len(found) <= 2, found
    assert {one.partition(" ")[0] for one in found} == {found[0].partition(" ")[0]}
    assert found[0].startswith(f"calendar/{file}:")


def test_a_city_without_the_folder_has_no_policy(tmp_path: Path) -> None:
    pack = copied(tmp_path)
    for file in (pack / "calendar").iterdir():
        # Which vehicles are large is asked by the impact tiers too, not by the calendar alone.
        if file.name != "vehicles.csv":
            file.unlink()
    reading = read_pack(pack)
    assert not reading.problems
    rules = calendar_rules(book_of(reading.contents, row_builders()))
    assert (rules.zones, rules.limits, rules.airspace) == ((), (), ())
    assert rules_hit(rules, plan(106.8238, -6.1876, hours(2, 3), vehicles=99)) == {}


def test_a_pack_that_counts_large_vehicles_says_which_these_are(tmp_path: Path) -> None:
    pack = copied(tmp_path)
    (pack / "calendar" / "vehicles.csv").unlink()
    [told] = read_pack(pack).problems.texts("en")
    assert told.startswith("calendar/vehicles.csv: this file must be there")
