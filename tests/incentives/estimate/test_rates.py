"""Rates are dated rows with a source; what nobody knows is asked, never invented."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from shutil import copytree

import pytest

from simpul.city.pack import read_pack
from simpul.incentives.estimate.rates import Rate, RateProblem, Rates, in_force, with_typed
from simpul.incentives.sections.exchange_rates import rate_rows

PACK = Path(__file__).parents[3] / "cities" / "jakarta"


def rate(currency: str, amount: str, units: int = 1, first: str = "2026-01-07") -> Rate:
    day = date.fromisoformat(first)
    return Rate(currency, Decimal(units), Decimal(amount), "IDR", day, day, "S", (), "reported")


RATES = Rates("IDR", {"KRW": rate("KRW", "11.54"), "JPY": rate("JPY", "10743.13", 100),
                      "USD": rate("USD", "16813")})  # fmt: skip


def test_an_amount_is_converted_to_the_smallest_unit_of_the_other_currency() -> None:
    assert RATES.convert(Decimal(300_000_000), "KRW", "IDR") == Decimal(3_462_000_000)
    assert RATES.convert(Decimal(1_000), "JPY", "IDR") == Decimal(107_431)  # 107,431.30
    # 300,000,000 × 11.54 ÷ 16,813 = 205,912.09…
    assert RATES.convert(Decimal(300_000_000), "KRW", "USD") == Decimal("205912.09")
    assert RATES.convert(Decimal("1.005"), "USD", "USD") == Decimal("1.005")


def test_a_currency_nobody_knows_stays_unconverted_and_is_named() -> None:
    assert RATES.convert(Decimal(5), "KZT", "IDR") is None
    assert RATES.convert(Decimal(5), "IDR", "KZT") is None
    assert RATES.lacking(["KZT", "USD", "IDR", "UZS", "KZT"]) == ("KZT", "UZS")


def test_what_the_reader_types_counts_and_is_marked_as_typed() -> None:
    changed = with_typed(RATES, {"KZT": "33,5", "USD": "16.000", "KRW": ""})
    assert changed.convert(Decimal(10), "KZT", "IDR") == 335
    assert changed.convert(Decimal(1), "USD", "IDR") == 16
    assert changed.rows["KZT"].typed
    assert not changed.rows["KRW"].typed
    assert RATES.find("KZT") is None


@pytest.mark.parametrize("text", ["0", "-1", "x", "1e999", "NaN", "99999999999"])
def test_a_typed_rate_that_is_no_positive_number_is_refused(text: str) -> None:
    with pytest.raises(RateProblem) as refused:
        with_typed(RATES, {"USD": text})
    assert refused.value.currency == "USD"


def test_the_rate_of_the_day_else_the_last_one_before_and_never_a_later_one() -> None:
    rows = [rate("USD", "1", first="2026-01-07"), rate("USD", "2", first="2026-02-11"),
            rate("USD", "3", first="2026-03-01"), rate("EUR", "4", first="2026-03-01")]  # fmt: skip
    found = in_force(rows, date(2026, 2, 20))
    assert {key: row.amount for key, row in found.items()} == {"USD": Decimal(2)}
    assert found["USD"].age(date(2026, 2, 20)) == 9
    assert found["USD"].age(date(2026, 2, 11)) == 0


def test_the_rates_of_the_pack_are_those_of_the_decree() -> None:
    reading = read_pack(PACK)
    assert not [one for one in reading.problems if one.file == "exchange_rates.csv"]
    rows = {row.currency: row for row in rate_rows(reading.contents["exchange_rates"])}
    assert rows["KRW"].one == Decimal("11.54")
    assert rows["JPY"].one == Decimal("107.4313")
    assert rows["USD"].amount == Decimal(16_813)
    assert {(row.valid_from, row.valid_to, row.base) for row in rows.values()} == {
        (date(2026, 2, 11), date(2026, 2, 17), "IDR")
    }


def test_a_bad_row_is_named_with_file_line_and_column(tmp_path: Path) -> None:
    pack = Path(copytree(PACK, tmp_path / "city"))
    file = pack / "exchange_rates.csv"
    lines = file.read_text().splitlines()[:2]
    bad = ["usd,1,5,KMK_6_2026,KURS_2026_02,reported,2026-02-11,",
           "HUF,1,nought,KMK_6_2026,KURS_2026_02,reported,2026-02-11,",
           lines[1]]  # fmt: skip
    file.write_text("\n".join([*lines, *bad]) + "\n")
    found = {(p.line, p.field, p.code) for p in read_pack(pack).problems if p.file == file.name}
    assert found == {(3, "currency", "not_iso_currency"), (4, "amount", "not_number"),
                     (5, "currency", "duplicate")}  # fmt: skip


def test_a_city_without_rates_is_a_city_where_they_are_asked(tmp_path: Path) -> None:
    pack = Path(copytree(PACK, tmp_path / "city"))
    (pack / "exchange_rates.csv").unlink()
    assert read_pack(pack).contents["exchange_rates"] == {"base": "IDR", "rows": []}
