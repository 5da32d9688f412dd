"""Every line has a category, a treatment and the row that says so; shares are exact."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simpul.incentives.report.reckoning.bridge import NOWHERE, Bridge, bridged
from simpul.incentives.report.reckoning.classify import classified
from simpul.incentives.report.reckoning.frame import TEXTS
from simpul.incentives.report.reckoning.pairs import Party, plain_name
from simpul.incentives.report.reckoning.report import Report
from simpul.incentives.report.reckoning.tables import Accounts, ClassRow, TableProblem, Tables

HEAD = "date;acct;vendor;payee type;residency;description;amount\n"


def _decided(report: Report) -> list[tuple[str, str, str]]:
    return list(report.lines.select("category", "treatment", "reason").iter_rows())


def test_the_first_row_that_fits_decides(read: Callable[..., Report]) -> None:
    report = read(
        HEAD
        + "2026-03-24;1405;Adi;person;resident;Honor;5\n"
        + "2026-03-24;1405;Bo;person;non resident;Honor;5\n"
        + "2026-03-24;1405-02;Adi;karyawan;;Honor;5\n"
        + "2026-03-24;14050;Adi;karyawan;;Honor;5\n"
        + "2026-03-24;4100;PT X;company;;Bunga bank bulan Maret;5\n"
        + "2026-03-24;9999;PT X;company;;Apa saja;5\n",
        currency="IDR",
    )
    assert _decided(report) == [
        ("cast", "count", "chart-cast"),
        ("foreign_cast_crew", "count", "non-resident-pay"),
        ("cast", "count", "chart-cast"),
        ("cast", "count", "chart-cast"),
        ("financing", "exclude", "financing"),
        ("", "", ""),
    ]
    assert report.untagged == 1
    assert report.claimed == 20  # what does not count adds nothing, what nobody knows neither


def test_a_companys_own_rows_come_first(tables: Tables, read: Callable[..., Report]) -> None:
    own = ClassRow("own:1", "bank", "ignore", {}, accounts=Accounts(("9*", "1405")))
    report = read(
        HEAD + "2026-03-24;1405;A;;;x;5\n2026-03-24;9001;A;;;x;-5\n2026-03-24;1406;A;;;x;5\n",
        currency="IDR",
        tables=tables.with_own([own]),
    )
    assert [row[0] for row in _decided(report)] == ["bank", "bank", "cast"]
    assert report.total == 5


@pytest.mark.parametrize(
    ("pattern", "inside", "outside"),
    [
        (
            "1400-1499",
            ["1400", "1499", "1405", "140510", "1405-02", "1405.1"],
            ["1399", "15", "A1"],
        ),
        ("14*", ["14", "1405", "14-1"], ["1", "214"]),
        ("C.*", ["C.1", "c.24"], ["C1", "D.1"]),
        ("1405", ["1405"], ["14050", "1405-1"]),
    ],
)
def test_patterns_of_accounts(pattern: str, inside: list[str], outside: list[str]) -> None:
    accounts = Accounts((pattern,))
    assert all(accounts.holds(one) for one in inside)
    assert not any(accounts.holds(one) for one in outside)


@pytest.mark.parametrize("pattern", ["1499-1400", "140-1499", "*", "", "14**"])
def test_patterns_that_mean_nothing(pattern: str) -> None:
    with pytest.raises(TableProblem):
        Accounts((pattern,))


def test_a_part_needs_a_method() -> None:
    with pytest.raises(TableProblem):
        ClassRow("x", "post", "part", {}, share=Decimal("0.65"))
    with pytest.raises(TableProblem):
        ClassRow("x", "post", "count", {}, share=Decimal("0.65"), method="contract")


_AMOUNTS = st.decimals("-99999999999", "99999999999", places=4, allow_nan=False)


@given(st.lists(st.tuples(_AMOUNTS, st.integers(0, 10**8)), min_size=1, max_size=30))
def test_eligible_amounts_are_those_of_decimal(rows: list[tuple[Decimal, int]]) -> None:
    shares = [Decimal(share).scaleb(-8) for _amount, share in rows]
    frame = pl.DataFrame(
        {
            **dict.fromkeys(TEXTS, [""] * len(rows)),
            "account": ["1"] * len(rows),
            "amount": pl.Series([amount for amount, _share in rows], dtype=pl.Decimal(38, 4)),
            "share": pl.Series(shares, dtype=pl.Decimal(38, 8)),
            "method": ["days"] * len(rows),
            "related_party": [False] * len(rows),
        }
    )
    table = Tables((ClassRow("all", "all", "count", {}),))
    found = classified(frame, table, "USD")["eligible"].to_list()
    cent = Decimal("0.01")
    for (amount, _s), share, eligible in zip(rows, shares, found, strict=True):
        whole = share == 1
        assert eligible == (amount if whole else (amount * share).quantize(cent, ROUND_HALF_UP))


def test_the_owners_share_counts_where_it_is_lower(
    tables: Tables, read: Callable[..., Report]
) -> None:
    post = ClassRow(
        "vfx", "post", "part", {}, accounts=Accounts(("44*",)), share=Decimal("0.65"),
        method="contract",
    )  # fmt: skip
    report = read(
        "date;acct;amount;share;method;reason\n"
        "2026-03-24;4401;1000;;;\n2026-03-24;4401;1000;50%;days;Sepuluh dari dua puluh hari\n"
        "2026-03-24;4401;1000;80%;days;x\n2026-03-24;1405;1001;0.5;days;x\n",
        currency="IDR",
        tables=tables.with_own([post]),
    )
    lines = report.lines
    assert lines["eligible"].to_list() == [650, 500, 650, 501]
    assert lines["method"].to_list() == ["contract", "days", "contract", "days"]
    assert lines["treatment"].to_list() == ["part"] * 4


def test_related_parties_by_any_of_their_names(read: Callable[..., Report]) -> None:
    text = (
        "date;acct;vendor;vendor id;npwp;amount\n2026-03-24;1405;PT. Sinar Jaya, Tbk;V1;;5\n"
        "2026-03-24;1405;Lain;V2;01.234.567.8-901.000;5\n2026-03-24;1405;Lain;V3;;5\n"
        "2026-03-24;1405;Sinar Jaya Abadi;V4;;5\n"
    )
    parties = (Party("sinar jaya"), Party("", "012345678901000"), Party("", "", "V3"))
    report = read(text, currency="IDR", related=parties)
    assert report.lines["related_party"].to_list() == [True, True, True, False]
    assert plain_name("PT. Sinar Jaya, Tbk") == "sinar jaya"


def test_lines_as_a_scheme_sees_them(read: Callable[..., Report], tables: Tables) -> None:
    report = read(
        "date;acct;place;amount\n2026-03-24;1405;Jakarta Selatan;5\n2026-03-24;4401;Busan;7\n"
        "2026-03-24;3301;Di mana saja;9\n2026-03-24;5001;DKI;11\n",
        currency="IDR",
    )
    bridge = Bridge(
        [("wages", Accounts(("1400-1499",))), ("post", Accounts(())), ("spend", Accounts(()))],
        {"locations": "spend", "general": NOWHERE},
        tables.places,
    )
    seen = bridged(report.lines, bridge)
    assert seen["category"].to_list() == ["wages", "post", "spend", NOWHERE]
    assert seen["place"].to_list() == ["ID-JK", "KR", "Di mana saja", "ID-JK"]
    assert seen["chart"].to_list() == ["cast", "post", "locations", "general"]
    one = replace(bridge, categories=[("all", Accounts(()))], said={})
    assert bridged(report.lines, one)["category"].to_list() == ["all"] * 4
    assert bridged(report.lines, replace(bridge, said={}))["category"].to_list()[2] == ""


def test_every_row_of_the_pack_says_why_in_two_languages(tables: Tables) -> None:
    rows: list[Any] = [*tables.classes, *tables.flags]
    for row in rows:
        texts = row.reason if isinstance(row, ClassRow) else row.text
        assert texts["id"] and texts["en"] and row.source and row.status
