"""The checker names file, line and field; the pack holds what the facts say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from simpul.city.book import CityBook
from simpul.city.pack import PackReading, read_pack
from simpul.city.rows import AuthorityRow


def test_the_pack_of_jakarta_has_no_problem(reading: PackReading) -> None:
    assert reading.problems.texts("en") == []
    assert reading.city_code == "jakarta"


def test_there_are_318_areas(book: CityBook) -> None:
    levels = Counter(row.level for row in book.areas.rows.values())
    assert levels == {"province": 1, "city": 6, "kecamatan": 44, "kelurahan": 267}


def test_every_authority_of_the_facts_is_there(book: CityBook) -> None:
    named = [
        "OSS",
        "KEMENBUD_TPPF",
        "KEMENBUD_FOREIGN",
        "IMIGRASI",
        "BEACUKAI",
        "LSF",
        "KPI",
        "POLRI_BAINTELKAM",
        "POLRI_SENPI",
        "POLRI_HANDAK",
        "DJPU_DRONE",
        "TNI_AIR",
        "PPKGBK",
        "PPKK",
        "KAI",
        "AIRPORT",
        "PELINDO_KSOP",
        "KSDAE",
        "IHA",
        "POLDA",
        "POLRES",
        "POLSEK",
        "POLRI_LANTAS",
        "DPMPTSP",
        "DISPAREKRAF",
        "JXB",
        "DISTAMHUT",
        "DISTAMHUT_TPU",
        "DISBUD",
        "PKJTIM",
        "UPK_KOTATUA",
        "UPK_MONAS",
        "RAGUNAN",
        "DISHUB",
        "BINAMARGA",
        "SATPOLPP",
        "KEC_KEL",
        "RTRW",
        "PPKUKM",
        "TRANSJAKARTA",
        "MRTJ",
        "LRTJ",
        "ANCOL",
        "PASARJAYA",
        "DAMKAR",
        "DKPKP",
        "DISNAKER",
        "BAPENDA",
    ]
    assert set(named) <= set(book.authorities)


def test_silence_of_police_and_safety_is_never_a_yes(book: CityBook) -> None:
    strict = [row for row in book.authorities.values() if row.never_deemed]
    assert {"POLSEK", "POLRI_HANDAK", "DJPU_DRONE", "DAMKAR"} <= {row.code for row in strict}
    assert not any(row.deemed_grant_allowed for row in strict)
    for name in ("police_scale", "clearances", "site_clearances"):
        for rule in book.tables[name].rows:
            authority = book.authorities.get(str(rule.outcomes["authority"]))
            if rule.outcomes["deemed_grant"]:
                assert authority is not None
                assert authority.deemed_grant_allowed


def test_an_assumed_rule_names_no_clock_and_a_proposal_neither(book: CityBook) -> None:
    for table in book.tables.values():
        for rule in table.rows:
            if not rule.verified:
                assert rule.outcomes.get("file_before") is None, rule.id
                assert rule.outcomes.get("process") is None, rule.id


def test_tiers_are_proposals_of_the_commission(book: CityBook) -> None:
    assert {rule.status for rule in book.tables["tier"].rows} == {"proposal"}


def test_the_lead_agency_is_a_setting_with_a_note(book: CityBook) -> None:
    assert book.settings.lead_agency == "JXB"
    assert "belum ditetapkan" in book.settings.lead_agency_note["id"]
    assert book.settings.origins["lead_agency"].status == "proposal"


def test_every_row_speaks_indonesian_and_english(book: CityBook) -> None:
    for authority in book.authorities.values():
        assert {"id", "en"} <= set(authority.names)
    for table in book.tables.values():
        for rule in table.rows:
            assert {"id", "en"} <= set(rule.texts), rule.id


def test_every_source_and_law_a_rule_names_is_listed(book: CityBook) -> None:
    for table in book.tables.values():
        for rule in table.rows:
            assert set(rule.law) <= set(book.laws)
            assert {part for part in rule.source.split("|") if part} <= set(book.sources)


@pytest.mark.parametrize(
    ("area", "region"),
    [
        ("31.71.06.1003", "Polda Metro Jaya"),
        ("32.76", "Polda Metro Jaya"),
        ("32.75.01", "Polda Metro Jaya"),
        ("36.71", "Polda Metro Jaya"),
        ("32.71", "Polda Jawa Barat"),
        ("36.04", "Polda Banten"),
        ("33.74", ""),
    ],
)
def test_the_regional_police_is_a_lookup_not_the_province(
    book: CityBook, area: str, region: str
) -> None:
    assert book.jurisdictions.police_region(area) == region


def test_an_unknown_unit_stays_unknown(book: CityBook) -> None:
    assert book.jurisdictions.unit("POLRES", "32.76") is None
    polres = book.jurisdictions.unit("POLRES", "31.71.06")
    assert polres is not None
    assert not polres.verified


@pytest.mark.parametrize(
    ("authority", "area", "unit"),
    [
        ("POLSEK", "31.71.06.1003", "Polsek di Kecamatan Menteng"),
        ("KEC_KEL", "31.71.06.1003", "Kecamatan Menteng dan Kelurahan Cikini"),
        ("DISHUB", "31.73.03.1001", "Suku Dinas Perhubungan Kota Administrasi Jakarta Barat"),
    ],
)
def test_an_office_is_named_by_the_area_it_covers(
    book: CityBook, authority: str, area: str, unit: str
) -> None:
    row = book.jurisdictions.unit(authority, area)
    assert row is not None
    assert row.unit_in({a.level: a.name for a in book.areas.chain(area)})["id"] == unit
    assert "{" not in row.unit_anywhere["id"]


BROKEN = [
    ("laws.csv", ",confirmed,", ",certain,", "laws.csv:2 [status]: unknown status certain"),
    ("authorities.csv", ",S53,confirmed", ",S999,confirmed", "[source]: the source S999"),
    ("authorities.csv", "PP_5_2021,S53", "PP_9_2099,S53", "[law]: "),
    ("areas.csv", "31.71,city", "31.7X,city", "[parent]: the parent area 31.71"),
    ("areas.csv", "kelurahan,Cikini", "desa,Cikini", "[level]: desa is unknown"),
    ("areas.csv", "-5.65386", "-95.65386", "[lat]: -95.65386"),
    ("documents.csv", ",case,", ",secret,", "[personal_class]: secret is unknown"),
    ("conditions.csv", ",POLRI_LANTAS,", ",POLISI,", "[authority]: unknown authority POLISI"),
    ("jurisdictions.csv", "POLDA,31,", "POLDA,Jakarta,", "[area]: Jakarta is no use"),
    ("city.toml", "Asia/Jakarta", "Asia/Batavia", "city.toml:13 [time_zone]: Asia/Batavia"),
    ("city.toml", "epsg = 32748", "epsg = 1", "[epsg]: 1 is no use"),
    ("city.toml", 'cut_off = "16:00"', 'cut_off = "25:00"', "[cut_off]: 25:00 is no use"),
    ("city.toml", 'cut_off = "16:00"', "cut_off = 16:00:00", "[cut_off]: must be text"),
    ("city.toml", 'cut_off = "16:00"', 'cutoff = "16:00"', "[cutoff]: the key cutoff is unknown"),
    ("city.toml", 'name.id = "Jakarta"', "name.id = 5", "city.toml:9 [name]: must be text"),
    ("city.toml", 'languages = ["id", "en"]', "languages = 7", "[languages]: 7 is no use"),
    ("city.toml", "west = 106.38", "west = -inf", "[west]: -inf is not a number"),
    ("city.toml", '"31.72.01" = 4.5', '"31.72.01" = "far"', "[reach_by_area]: far is not a"),
    ("city.toml", "reach_by_area = {", "reach_by_area = [] # {", "must be a table"),
    ("calendar.toml", 'weekend = ["', 'weekend = 5 # ["', "[calendar.weekend]: 5 is unknown"),
    ("jurisdictions.csv", "{kecamatan},", "{district},", "[unit_id]: Polsek di Kecamatan {dis"),
    ("rules/police_scale.csv", "14,wd", "99999999,wd", "[file_before]: 99999999 days: it must"),
    ("rules/police_scale.csv", "permit,14,wd", "permit,14,", "[unit]: must be filled in"),
    ("rules/levies.csv", "2024-01-16", "2026-02-30", "[valid_from]: 2026-02-30 is not a date"),
    ("rules/levies.csv", "2024-01-16,\n", "2024-01-16,2023-01-01\n", "[valid_to]: ends before it"),
    ("rules/clearances.csv", ",TNI_AIR,uas_drone", ",DJPU_DRONE,uas_drone", "[after]: DJPU_DRONE"),
    ("city.toml", 'authority = "JXB"', 'authority = "KFJ"', "unknown authority KFJ"),
    ("city.toml", "[clocks]", "[clock]", "[clocks]: the table clocks is missing"),
    ("calendar.toml", 'country = "ID"', 'country = "XX"', "[calendar.country]: unknown country XX"),
    ("rules/levies.csv", "2200000", "2200000.50", "rules/levies.csv:2 [amount]"),
    ("rules/levies.csv", "asset_class = tim", "asset_class = tims", "rules/levies.csv:2 [when:"),
    ("rules/tier.csv", "people <= 6,", "people <= 5,", "people = 6"),
    ("rules/police_scale.csv", "city_count >= 2", "city_count >= 1", "rules/police_scale.csv"),
    ("rules/notices.csv", ",KEC_KEL,", ",CAMAT,", "[authority]: unknown authority CAMAT"),
    ("rules/clearances.csv", "S62|S63", "S62|SX", "[source]: the source SX is not in sources"),
    ("sites.csv", ",UPK_MONAS,", ",UPK,", "sites.csv:2 [manager]: unknown authority UPK"),
    ("sites.csv", "monument|park", "monument|parc", "[categories]: parc is unknown"),
    ("sites.csv", "31.71.01", "31.79.01", "[kecamatan]: unknown area 31.79.01"),
]


@pytest.mark.parametrize(("file", "old", "new", "expected"), BROKEN)
def test_a_mistake_is_named_with_file_line_and_field(
    broken: Callable[..., list[str]], file: str, old: str, new: str, expected: str
) -> None:
    found = broken(file, old, new)
    assert any(expected in text for text in found), found
    assert all(text.startswith(tuple("abcdefghijklmnopqrstuvwxyz")) for text in found)


def _a_circle(pack: Path) -> None:
    (pack / "laws.csv").unlink()
    (pack / "laws.csv").symlink_to("laws.csv")


def _a_way_out(pack: Path) -> None:
    (pack / "laws.csv").unlink()
    (pack / "laws.csv").symlink_to("/etc/hostname")


def _in(file: str, change: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    def made(pack: Path) -> None:
        (pack / file).write_bytes(change((pack / file).read_bytes()))

    return made


UNREADABLE: list[tuple[Callable[[Path], None], str, str]] = [
    (_in("laws.csv", lambda b: b.decode().encode("utf-16")), "laws.csv:1: ", "bukan UTF-8"),
    (_in("laws.csv", lambda b: b.replace(b"Film", b"Fil\xe9m", 1)), "laws.csv:2: ", "bukan UTF-8"),
    (_in("laws.csv", lambda b: b.replace(b",", b"\t")), "laws.csv:1: ", "dipisahkan tab"),
    (_in("laws.csv", lambda b: b.replace(b",", b";")), "laws.csv:1: ", "dipisahkan titik koma"),
    (_in("laws.csv", lambda b: b.replace(b"on Film", b"\0", 1)), "laws.csv:2: ", "U+0000"),
    (
        _in("laws.csv", lambda b: b.replace(b"on Film", "\u202e".encode(), 1)),
        "laws.csv:2: ",
        "U+202E",
    ),
    (_in("laws.csv", lambda b: b.replace(b",source", b"", 1)), "laws.csv:1 [source]", "tidak ada"),
    (_in("laws.csv", lambda b: b + b'X,"open'), "laws.csv:41: ", "tanda kutip"),
    (_in("laws.csv", lambda b: b + b" " * 50_000_000), "laws.csv: ", "terlalu besar"),
    (lambda pack: (pack / "laws.csv").unlink(), "laws.csv: ", "tidak ada"),
    (_a_circle, "laws.csv: ", "tidak dapat dibuka"),
    (_a_way_out, "laws.csv: ", "di luar paket"),
    (_in("city.toml", lambda b: b.replace(b"[bounds]", b"[bounds")), "city.toml:23: ", "kolom 34"),
    (_in("city.toml", lambda b: b + b"x = " + b"[" * 5000), "city.toml: ", "terlalu dalam"),
]


@pytest.mark.parametrize(("spoil", "place", "words"), UNREADABLE)
def test_a_file_that_cannot_be_read_is_one_problem_in_the_readers_language(
    pack: Path, spoil: Callable[[Path], None], place: str, words: str
) -> None:
    """And not one more for every row that refers to it."""
    spoil(pack)
    (told,) = read_pack(pack).problems.texts("id")
    assert told.startswith(place)
    assert words in told


def test_a_byte_order_mark_and_other_line_ends_are_no_problem(pack: Path) -> None:
    _in("laws.csv", lambda b: b"\xef\xbb\xbf" + b.replace(b"\n", b"\r\n"))(pack)
    assert not read_pack(pack).problems


def test_police_may_not_be_deemed_to_have_granted(broken: Callable[..., list[str]]) -> None:
    found = broken(
        "authorities.csv",
        "Polsek,District police,police,district,no",
        "Polsek,District police,police,district,yes",
    )
    assert any("[deemed_grant_allowed]: police and safety" in text for text in found)


def test_a_code_used_twice_is_named_with_its_first_line(pack: Path) -> None:
    file = pack / "documents.csv"
    lines = file.read_text(encoding="utf-8").splitlines()
    file.write_text("\n".join([*lines, lines[1]]) + "\n", encoding="utf-8")
    found = read_pack(pack).problems.texts("en")
    assert found == [
        f"documents.csv:{len(lines) + 1} [code]: application_letter is already there on line 2"
    ]


def test_a_file_in_another_encoding_is_named(pack: Path) -> None:
    (pack / "laws.csv").write_bytes("code,title_id\nA,é".encode("latin-1"))
    found = read_pack(pack).problems.texts("en")
    assert any(text.startswith("laws.csv:2: the file is not UTF-8") for text in found)


def test_a_missing_file_and_an_empty_folder_are_told(pack: Path, tmp_path: Path) -> None:
    (pack / "areas.csv").unlink()
    assert any(t.startswith("areas.csv: ") for t in read_pack(pack).problems.texts("en"))
    assert read_pack(tmp_path).problems.texts("en") == ["city.toml: not the folder of a city pack"]


def test_the_same_pack_has_the_same_fingerprint(reading: PackReading, pack: Path) -> None:
    assert read_pack(pack).digest == reading.digest
    file = pack / "city.toml"
    file.write_text(file.read_text().replace("16:00", "15:00"))
    assert read_pack(pack).digest != reading.digest


def test_problems_are_told_in_indonesian_too(pack: Path) -> None:
    (pack / "calendar.toml").write_text('[calendar]\ncountry = "XX"\nweekend = ["minggu"]\n')
    found = read_pack(pack).problems.texts("id")
    assert any("minggu tidak dikenal" in text for text in found)


def test_rows_cannot_be_changed(book: CityBook) -> None:
    row = book.authorities["DISHUB"]
    assert isinstance(row, AuthorityRow)
    with pytest.raises(AttributeError):
        row.kind = "police"  # type: ignore[misc]
    with pytest.raises(TypeError):
        row.names["id"] = "x"  # type: ignore[index]


def test_no_rule_is_more_certain_than_the_papers_and_laws_it_names(book: CityBook) -> None:
    for table in book.tables.values():
        for row in table.rows:
            named: Any = row.outcomes.get("documents") or ()
            for code in named:
                if row.status == "confirmed":
                    assert book.documents[code].status == "confirmed", (row.id, code)
                elif row.status == "reported":
                    assert book.documents[code].verified, (row.id, code)
            if row.status == "confirmed":
                assert all(book.laws[code].verified for code in row.law), row.id


def test_an_assumed_law_says_so_wherever_it_is_cited(book: CityBook) -> None:
    for law in book.laws.values():
        if law.status == "assumed":
            assert "perlu dipastikan" in law.title["id"], law.code
            assert "to be verified" in law.title["en"], law.code


@pytest.mark.parametrize(
    ("table", "row"),
    [
        ("clearances", "C13"),
        ("site_clearances", "S07"),
        ("site_clearances", "S08"),
        ("levies", "FK1"),
        ("levies", "FK2"),
    ],
)
def test_what_only_the_press_says_is_reported(book: CityBook, table: str, row: str) -> None:
    found = book.tables[table].row(row)
    assert found is not None
    assert found.status == "reported"


def test_free_photography_rests_on_a_statement_and_not_on_the_levy_law(book: CityBook) -> None:
    row = book.tables["levies"].row("F11")
    assert row is not None
    assert row.law == ("DISTAMHUT_STATEMENT",)
