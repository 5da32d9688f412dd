"""The five acceptance flows, asked of the tables of Jakarta alone."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from simpul.city.book import CityBook
from simpul.rulebook.evaluate import evaluate
from simpul.rulebook.facts import FILMING_FACTS

ON = date(2026, 11, 23)

PLAIN: dict[str, Any] = {
    "production_type": "feature",
    "foreign_producer": False,
    "foreign_crew": False,
    "foreign_people": 0,
    "indonesian_title": True,
    "imported_equipment": False,
    "commercial": True,
    "student": False,
    "confidential": False,
    "public_exhibition": True,
    "people": 6,
    "days": 1,
    "locations": 1,
    "exterior": True,
    "public_place": True,
    "residential": False,
    "heritage_area": False,
    "night": False,
    "city_asset": True,
    "asset_classes": ["footpath"],
    "managers": [],
    "traffic": [],
    "road_classes": [],
    "bus_corridor": False,
    "bus_services": False,
    "activities": [],
    "minors": False,
    "animals": False,
    "protected_species": False,
    "vehicles": 0,
    "large_vehicles": 0,
    "traders_displaced": False,
    "traders": 0,
    "kecamatan_count": 1,
    "city_count": 1,
    "province_count": 1,
    "police_regions": 1,
    "national_scale": False,
    "ad_sponsor": False,
    "temporary_structures": False,
    "amplified_sound": False,
    "generator": False,
    "footpath_only": True,
    "handheld_only": True,
    "exclusive_use": False,
    "hours_per_day": 8,
}
SPOT: dict[str, Any] = {
    "site": "none",
    "owner": "city",
    "asset_class": "footpath",
    "zone": "none",
    "setting": "footpath",
    "residential": False,
    "exterior": True,
    "public_place": True,
    "heritage_area": False,
}


class Asked:
    """What the tables say to a set of facts."""

    def __init__(self, book: CityBook, spot: dict[str, Any] | None = None, **facts: Any) -> None:
        self.book = book
        self.facts = FILMING_FACTS.check("application", {**PLAIN, **facts})
        self.spot = {**SPOT, **(spot or {})}

    def rows(self, table: str) -> Any:
        return evaluate(self.book.tables[table], self.facts, ON)

    @property
    def police(self) -> tuple[str | None, int | None, str | None]:
        row = self.rows("police_scale").answer
        assert row is not None
        o = row.outcomes
        return o["authority"], o["file_before"], o["unit"]

    @property
    def tier(self) -> str:
        return str(self.rows("tier").answer.outcomes["tier"])

    def wanted(self, *kinds: str) -> list[str]:
        """Codes of the authorities that clear, each once, in the order of the tables."""
        spot = FILMING_FACTS.check("spot", self.spot)
        rows = [
            *self.rows("clearances").fired,
            *evaluate(self.book.tables["site_clearances"], spot, ON).fired,
        ]
        kinds = kinds or ("permit", "consent", "recommendation")
        found = [str(r.outcomes["authority"]) for r in rows if r.outcomes["kind"] in kinds]
        return list(dict.fromkeys(found))

    @property
    def told(self) -> set[str]:
        return {str(row.outcomes["authority"]) for row in self.rows("notices").fired}

    def fees(self, **day: Any) -> list[tuple[str, Decimal | None]]:
        values = {"day_type": "workday", "day_index": 1, "hours": 8, "six_hour_uses": 2}
        values |= {"commercial": True, "production_type": "feature"}
        facts = FILMING_FACTS.check("spot_day", {**self.spot, **values, **day})
        result = evaluate(self.book.tables["levies"], facts, ON)
        found = []
        for row in result.fired:
            amount = row.outcomes["amount"]
            found.append((row.id, amount.amount if amount is not None else None))
        return found


def test_a_six_people_on_a_footpath_need_the_district_police_alone(book: CityBook) -> None:
    asked = Asked(book)
    assert asked.tier == "exempt"
    assert asked.wanted() == []
    assert asked.police == ("POLSEK", 14, "wd")
    assert asked.told == {"KEC_KEL"}
    assert asked.fees() == []
    assert asked.rows("clearances").possible == ()


def test_b_two_days_at_taman_ismail_marzuki_cost_exactly_the_tariff(book: CityBook) -> None:
    asked = Asked(book, spot=book.sites["L27"].facts, people=30, footpath_only=False)
    thursday, sunday = date(2026, 12, 10), date(2026, 12, 13)
    assert not book.calendar.is_off_day(thursday)
    assert book.calendar.is_off_day(sunday)
    assert asked.fees(day_type="workday") == [("F01W", Decimal(2_200_000))]
    assert asked.fees(day_type="offday", day_index=2) == [("F01O", Decimal(2_700_000))]
    assert asked.wanted() == ["PKJTIM"]


def test_c_a_house_in_a_kampung_tells_the_neighbours_and_pays_no_fee(book: CityBook) -> None:
    house = {"owner": "private", "asset_class": "none", "setting": "house", "manager": "OWNER"}
    inside = {"residential": True, "exterior": False, "public_place": False}
    asked = Asked(book, spot={**house, **inside}, **inside, city_asset=False, people=20)
    assert asked.told == {"KEC_KEL", "RTRW"}
    assert asked.fees() == []
    assert asked.wanted() == []
    assert asked.police[0] is None
    assert asked.wanted("information") == ["OSS", "LSF", "OWNER"]


def test_d_one_lane_with_a_bus_corridor_asks_police_transport_and_operator(
    book: CityBook,
) -> None:
    asked = Asked(
        book,
        spot={"asset_class": "road", "setting": "road"},
        traffic=["lane_closure"],
        road_classes=["city"],
        bus_corridor=True,
        bus_services=True,
        footpath_only=False,
        people=20,
    )
    assert asked.wanted() == ["POLRI_LANTAS", "DISHUB", "TRANSJAKARTA"]
    assert asked.tier == "high"
    assert asked.told == {"KEC_KEL", "SATPOLPP"}
    # The road rows of the annex were not seen: an open question, no amount.
    assert asked.fees() == [("FX6", None)]


@pytest.fixture
def kota_tua(book: CityBook) -> Asked:
    return Asked(
        book,
        spot=book.sites["L02"].facts,
        foreign_producer=True,
        foreign_crew=True,
        foreign_people=40,
        indonesian_title=False,
        imported_equipment=True,
        confidential=True,
        people=180,
        days=6,
        heritage_area=True,
        traffic=["full_closure"],
        road_classes=["city"],
        bus_corridor=True,
        bus_services=True,
        activities=["pyro_explosion", "firearm_replica"],
        traders_displaced=True,
        traders=60,
        police_regions=2,
        province_count=2,
        city_count=2,
        kecamatan_count=2,
        footpath_only=False,
        handheld_only=False,
        large_vehicles=12,
        vehicles=30,
    )


def test_e_the_foreign_feature_in_kota_tua_hears_from_everybody(kota_tua: Asked) -> None:
    assert set(kota_tua.wanted()) == {
        "KEMENBUD_FOREIGN",
        "IMIGRASI",
        "BEACUKAI",
        "POLRI_HANDAK",
        "POLRI_SENPI",
        "DAMKAR",
        "UPK_KOTATUA",
        "POLRI_LANTAS",
        "DISHUB",
        "TRANSJAKARTA",
        "PPKUKM",
    }
    assert kota_tua.police == ("POLRI_BAINTELKAM", 30, "cd")
    assert {"KEC_KEL", "RTRW"} <= kota_tua.told
    assert kota_tua.tier == "exceptional"


def test_e_the_national_step_comes_before_every_other(kota_tua: Asked) -> None:
    for table in ("police_scale", "clearances"):
        for row in kota_tua.rows(table).fired:
            if row.outcomes["kind"] == "permit" and row.outcomes["authority"] != "KEMENBUD_FOREIGN":
                assert row.outcomes["after"] == ("KEMENBUD_FOREIGN",), row.id


def test_e_the_blast_and_the_guns_are_severable(kota_tua: Asked) -> None:
    severable = {
        row.outcomes["authority"]: set(row.outcomes["severable"])
        for row in kota_tua.rows("clearances").fired
    }
    assert "pyro_explosion" in severable["POLRI_HANDAK"]
    assert "pyro_explosion" in severable["DAMKAR"]
    assert "firearm_replica" in severable["POLRI_SENPI"]
    assert severable["KEMENBUD_FOREIGN"] == set()


def test_e_the_unit_of_kota_tua_may_collect_nothing(kota_tua: Asked) -> None:
    assert kota_tua.fees() == [("FK1", Decimal(0))]


PARK = {"asset_class": "park", "setting": "park", "manager": "DISTAMHUT"}


def test_a_film_in_a_park_has_two_tariffs_and_the_rows_are_alternatives(book: CityBook) -> None:
    asked = Asked(book, spot=PARK)
    assert asked.fees() == [("F03", Decimal(500_000)), ("F04F", Decimal(5_000_000))]
    rows = [book.tables["levies"].row(code) for code in ("F03", "F04F")]
    assert {row.outcomes["alternative"] for row in rows if row} == {"PARK_FILM"}


def test_an_advert_in_a_park_has_one_tariff(book: CityBook) -> None:
    asked = Asked(book, spot=PARK)
    assert asked.fees(production_type="commercial") == [("F04", Decimal(5_000_000))]


def test_the_fourth_day_in_a_park_has_no_stated_price(book: CityBook) -> None:
    asked = Asked(book, spot=PARK)
    for row_id, _amount in asked.fees(day_index=4):
        row = book.tables["levies"].row(row_id)
        assert row is not None
        assert not row.may_set_fee


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"kecamatan_count": 2}, ("POLRES", 14, "wd")),
        ({"kecamatan_count": 3, "city_count": 2}, ("POLDA", 14, "wd")),
        ({"national_scale": True}, ("POLRI_BAINTELKAM", 21, "wd")),
        ({"police_regions": 2, "city_count": 2}, ("POLRI_BAINTELKAM", 21, "wd")),
        ({"foreign_crew": True}, ("POLRI_BAINTELKAM", 30, "cd")),
        ({"exterior": False, "public_place": False}, (None, None, None)),
    ],
)
def test_the_scale_decides_which_police_answers(
    book: CityBook, facts: dict[str, Any], expected: tuple[Any, ...]
) -> None:
    assert Asked(book, **facts).police == expected


def test_the_scale_asks_when_it_does_not_know(book: CityBook) -> None:
    facts = {k: v for k, v in PLAIN.items() if k != "national_scale"}
    result = evaluate(book.tables["police_scale"], FILMING_FACTS.check("application", facts), ON)
    assert result.answer is None
    assert result.missing == ("national_scale",)


@pytest.mark.parametrize(
    ("people", "tier"),
    [(6, "exempt"), (7, "low"), (25, "low"), (26, "medium"), (50, "medium"), (51, "high")],
)
def test_tiers_follow_the_number_of_people(book: CityBook, people: int, tier: str) -> None:
    assert Asked(book, people=people).tier == tier
