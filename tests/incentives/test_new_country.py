"""A country nobody thought of gets its scheme with a file in the pack, and no line of code."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from simpul.city.book import book_of
from simpul.city.pack import read_pack, row_builders
from simpul.incentives.scheme.quote import quote
from tests.packs import copied

ATLANTIS = """
[scheme]
id = "zz-atlantis-2027"
family = "zz-atlantis"
country = "ZZ"
name.id = "Pengembalian produksi Atlantis"
name.en = "Atlantis production rebate"
authority = "Kantor Film Atlantis"
instrument = "rebate"
discretionary = true
currency = "EUR"
decreed = 2026-11-01
valid_from = 2027-01-01
valid_to = ""
date_basis = "first_shooting_day"
grade = "D"
status = "assumed"
taxable = true
result = "rebate"

[[source]]
id = "tale"
title = "A tale"
publisher = "Plato"
date = ""
url = ""

[[category]]
id = "divers"
label.id = "Upah penyelam"
label.en = "Pay of divers"

[[category]]
id = "boats"
label.id = "Perahu"
label.en = "Boats"

[[input]]
id = "divers_pay"
kind = "amount"
category = "divers"
label.id = "Berapa upah penyelam?"
label.en = "What will divers be paid?"

[[input]]
id = "boat_hire"
kind = "amount"
category = "boats"
label.id = "Berapa sewa perahu?"
label.en = "What will boats cost?"

[[input]]
id = "deep_days"
kind = "count"
unit = "days"
label.id = "Berapa hari di bawah air?"
label.en = "How many days under water?"

[[test]]
id = "deep_enough"
of = "deep_days"
at_least = 3
source = "tale"
label.id = "Sedikitnya 3 hari di bawah air"
label.en = "At least 3 days under water"

[[step]]
id = "counted"
kind = "category_sub_cap"
rest = ["divers"]
classes = [{ of = "boats", at_most = "50%" }]
base = "result"
source = "tale"
label.id = "Perahu paling banyak separuh dari seluruhnya"
label.en = "Boats at most half of the whole"

[[step]]
id = "rate"
kind = "tier"
method = "whole_base"
tiers = [
  { needs = { deep_days = { at_least = 10 } }, rate = "40%" },
  { needs = { deep_days = { at_least = 3 } }, rate = "25%" },
]
source = "tale"
label.id = "Tarif menurut hari"
label.en = "Rate by days"

[[step]]
id = "rebate"
kind = "share"
of = "counted"
rate = "rate"
source = "tale"
label.id = "Pengembalian"
label.en = "Rebate"

[tax]
rate = "10%"
label.id = "Setelah pajak"
label.en = "After tax"

[[payment]]
id = "first"
share = "30%"
label.id = "Saat menyelam"
label.en = "On the first dive"

[[payment]]
id = "last"
remainder = true
label.id = "Setelah naik"
label.en = "After surfacing"
"""


def test_a_file_in_the_pack_is_a_scheme_that_quotes(tmp_path: Path) -> None:
    pack = copied(tmp_path)
    (pack / "schemes" / "zz-atlantis-2027.toml").write_text(ATLANTIS, encoding="utf-8")
    reading = read_pack(pack)
    assert not reading.problems, reading.problems.texts("en")
    schemes = book_of(reading.contents, row_builders()).part("schemes")
    answer = quote(
        schemes["zz-atlantis-2027"],
        {
            "divers_pay": 400_000,
            "boat_hire": 900_000,
            "deep_days": 12,
            "first_shooting_day": date(2027, 3, 1),
        },
    )
    # boats as much as the divers: 800,000; two fifths of it; a tenth of that is tax
    assert answer.step("counted").value == 800_000
    assert answer.step("counted").cut == 500_000
    assert (answer.result, answer.net) == (320_000, 288_000)
    assert [part.amount for part in answer.payments] == [96_000, 224_000]
    assert answer.discretionary


def test_a_mistake_in_it_is_named_with_file_and_line_and_nothing_is_taken(tmp_path: Path) -> None:
    pack = copied(tmp_path)
    wrong = ATLANTIS.replace('of = "counted"', 'of = "counterd"')
    line = wrong.splitlines().index('of = "counterd"') + 1
    (pack / "schemes" / "zz-atlantis-2027.toml").write_text(wrong, encoding="utf-8")
    reading = read_pack(pack)
    (told,) = reading.problems.texts("en")
    assert told.startswith(f"schemes/zz-atlantis-2027.toml:{line} ")
    assert "counterd" in told
