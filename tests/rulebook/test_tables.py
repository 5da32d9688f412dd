"""Reading a pack's tables: everything that is wrong is named with file, row and column."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import pytest

from simpul.kit.money import Money
from simpul.kit.packs import PackFolder, Problems
from simpul.rulebook.tables import BrokenBook, load_tables, read_tables
from tests.rulebook.build import codes, read, table

TABLES = """
[tables.levies]
title.id = "Retribusi"
title.en = "Levies"
scope = "spot_day"
hit = "all"
complete_from = 2026-01-01

[tables.levies.outcomes]
item = "text"
amount = "money?"
per = "choice(day|use_6h)"
payee = "code(authorities)"
documents = "codes(documents)"
days = "integer?"
share = "number?"
waivable = "bool"
since = "date?"
"""
HEAD = (
    "id,when,item,amount,per,payee,documents,days,share,waivable,since,"
    "text_id,text_en,law,source,status,valid_from,valid_to\n"
)
GOOD = (
    "F01,asset_class = tim and day_type = workday,F01,2200000,day,PKJTIM,form|plan,3,0.5,no,"
    "2024-01-16,Lokasi,Location,PERDA_1_2024,S39|S40,confirmed,2024-01-16,\n"
)
KNOWN = {
    "laws": {"PERDA_1_2024"},
    "codes": {"authorities": {"PKJTIM"}, "documents": {"form", "plan"}},
    "fact_codes": {"manager": {"PKJTIM"}},
}


@pytest.fixture
def pack(tmp_path):
    def write(rows: str = GOOD, tables: str = TABLES, head: str = HEAD) -> PackFolder:
        (tmp_path / "rules").mkdir(exist_ok=True)
        (tmp_path / "rules" / "tables.toml").write_text(tables)
        (tmp_path / "rules" / "levies.csv").write_text(head + rows)
        return PackFolder(tmp_path)

    return write


def found(pack: PackFolder) -> list[tuple[str, int, str, str]]:
    problems = Problems()
    read_tables(pack, problems, **KNOWN)
    assert all(p.text("id") and "{" not in p.text("id") + p.text("en") for p in problems)
    return [(p.file.removeprefix("rules/"), p.line, p.field, p.code) for p in problems]


def test_a_table_survives_being_stored_as_data(pack):
    problems = Problems()
    contents = read_tables(pack(), problems, **KNOWN)
    assert not problems
    levies = load_tables(json.loads(json.dumps(contents)))["levies"]
    (row,) = levies.rows
    assert dict(row.outcomes) == {
        "item": "F01",
        "amount": Money(Decimal(2200000), "IDR"),
        "per": "day",
        "payee": "PKJTIM",
        "documents": ("form", "plan"),
        "days": 3,
        "share": Decimal("0.5"),
        "waivable": False,
        "since": date(2024, 1, 16),
    }
    assert (row.law, row.source, row.line) == (("PERDA_1_2024",), "S39|S40", 2)
    assert (row.valid_from, row.valid_to) == (date(2024, 1, 16), None)
    assert row.texts == {"id": "Lokasi", "en": "Location"}
    assert levies.complete_from == date(2026, 1, 1)
    assert levies.row("F01") is row and levies.row("F99") is None


def test_the_order_of_columns_and_tables_survives_a_store_that_sorts_keys(pack, tmp_path):
    more = TABLES.replace("levies", "a_later_table").replace("Levies", "Later")
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "a_later_table.csv").write_text(HEAD + GOOD)
    contents = read_tables(pack(tables=TABLES + more), Problems(), **KNOWN)
    stored = json.loads(json.dumps(contents, sort_keys=True))
    tables = load_tables(stored)
    assert list(tables) == ["levies", "a_later_table"]
    assert list(tables["levies"].outcomes)[:4] == ["item", "amount", "per", "payee"]
    assert tables["levies"].order_by == "item"


@pytest.mark.parametrize(
    ("old", "new", "field", "code"),
    [
        ("asset_class = tim", "asset_class = tin", "when:15", "unknown_choice"),
        ("asset_class = tim", "raod_use = yes", "when:1", "unknown_fact"),
        ("day_type = workday", "> >", "when:23", "unreadable_condition"),
        ("2200000", "2200000.5", "amount", "money_fraction"),
        ("2200000", "2.200.000", "amount", "money_not_a_number"),
        ("2200000", "-5", "amount", "money_negative"),
        ("2200000", "99999999999999999", "amount", "money_too_large"),
        (",day,", ",month,", "per", "unknown_outcome"),
        (",day,", ",,", "per", "required"),
        (",PKJTIM,", ",NOBODY,", "payee", "unknown_code"),
        ("form|plan", "form|pan", "documents", "unknown_code"),
        (",3,", ",three,", "days", "not_integer"),
        (",3,", ",3.5,", "days", "not_integer"),
        (",0.5,", ",half,", "share", "not_number"),
        (",no,", ",maybe,", "waivable", "not_bool"),
        (",2024-01-16,Lokasi", ",16-01-2024,Lokasi", "since", "not_date"),
        ("Location", "", "text_en", "required"),
        ("PERDA_1_2024", "PERDA_9_2099", "law", "unknown_law"),
        ("PERDA_1_2024", "", "law", "fee_without_law"),
        ("confirmed", "certain", "status", "unknown_status"),
        ("F01,asset", ",asset", "id", "required"),
    ],
)
def test_a_bad_cell_is_named_by_row_and_column(pack, old, new, field, code):
    assert ("levies.csv", 2, field, code) in found(pack(GOOD.replace(old, new, 1)))


@pytest.mark.parametrize(
    ("old", "new", "line", "field", "code"),
    [
        ('scope = "spot_day"', 'scope = "shot"', 5, "scope", "unknown_outcome"),
        ('hit = "all"', 'hit = "any"', 6, "hit", "unknown_outcome"),
        ('hit = "all"', 'hit = "strongest"', 2, "order", "required"),
        ('title.en = "Levies"', "", 2, "title.en", "required"),
        ('"money?"', '"cash"', 11, "outcomes.amount", "unknown_type"),
        ('"choice(day|use_6h)"', '"choice"', 12, "outcomes.per", "unknown_type"),
        ('item = "text"', 'when = "text"', 10, "outcomes.when", "unknown_type"),
        ("2026-01-01", '"soon"', 7, "complete_from", "not_date"),
        ('hit = "all"', 'hit = "all"\norder_by = "amout"', 7, "order_by", "unknown_code"),
    ],
)
def test_a_bad_header_is_named_by_line_and_key(pack, old, new, line, field, code):
    problems = found(pack(tables=TABLES.replace(old, new, 1)))
    assert ("tables.toml", line, field, code) in problems


def test_an_unknown_or_missing_column_is_named(pack):
    problems = found(pack(head=HEAD.replace("payee", "paye")))
    assert ("levies.csv", 1, "paye", "unknown_column") in problems
    assert ("levies.csv", 1, "payee", "no_column") in problems


def test_a_file_that_no_table_names_is_a_problem(pack, tmp_path):
    folder = pack()
    (tmp_path / "rules" / "forgotten.csv").write_text("id,when\n")
    assert found(folder) == [("forgotten.csv", 0, "", "unlisted_table")]


def test_a_table_without_its_file_is_a_problem(pack, tmp_path):
    folder = pack()
    (tmp_path / "rules" / "levies.csv").unlink()
    assert ("levies.csv", 0, "", "no_file") in found(folder)


def test_every_flaw_of_a_pack_is_told_at_once(pack):
    rows = GOOD.replace("tim", "tin").replace("2200000", "x") + GOOD.replace("confirmed", "sure")
    assert len(found(pack(rows))) >= 4


def test_an_id_stands_once():
    _table, problems = read([("always", {"id": "A"}), ("exterior = yes", {"id": "A"})])
    assert codes(problems) == [(3, "id", "duplicate")]


def test_whoever_manages_the_place_may_stand_for_an_authority(pack):
    assert found(pack(GOOD.replace("PKJTIM", "@manager"))) == []


def test_stored_tables_that_no_longer_read_are_refused(pack):
    contents = read_tables(pack(), Problems(), **KNOWN)
    contents["levies"]["rows"][0]["cells"]["when"] = "gone_fact = yes"
    with pytest.raises(BrokenBook, match="gone_fact"):
        load_tables(contents)


@pytest.mark.parametrize(
    ("status", "law", "verified", "clock", "fee"),
    [
        ("confirmed", "UU_1", True, True, True),
        ("reported", "UU_1", True, True, True),
        ("reported", "", True, True, False),
        ("assumed", "UU_1", False, False, False),
        ("proposal", "UU_1", False, False, False),
    ],
)
def test_only_somebodys_word_starts_a_clock_or_a_fee(status, law, verified, clock, fee):
    row = table([("always", {"status": status, "law": law})]).rows[0]
    assert (row.verified, row.may_start_clock, row.may_set_fee) == (verified, clock, fee)


def test_the_first_and_the_last_day_are_both_in_force():
    days = {"valid_from": "2024-01-16", "valid_to": "2024-12-31"}
    row = table([("always", days)]).rows[0]
    asked = ["2024-01-15", "2024-01-16", "2024-12-31", "2025-01-01"]
    assert [row.in_force(date.fromisoformat(d)) for d in asked] == [False, True, True, False]


def test_the_jakarta_pack_reads_without_a_problem(settings):
    problems = Problems()
    read_tables(PackFolder(settings.BASE_DIR / "cities" / "jakarta"), problems)
    assert problems.texts("en") == []
