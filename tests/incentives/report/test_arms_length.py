"""What a related party would have cost as a stranger: read from the ledger, used by the scheme."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from simpul.incentives.report.reckoning.bridge import Bridge, bridged
from simpul.incentives.report.reckoning.rates import Rates
from simpul.incentives.report.reckoning.report import Report
from simpul.incentives.report.reckoning.tables import Accounts, FlagRow, Tables
from simpul.incentives.scheme.quote import quote
from tests.incentives.scheme.building import cost, made

HEAD = "tanggal;akun;pihak berelasi;jumlah;harga wajar\n"


def _prices(report: Report) -> list[Decimal | None]:
    return report.lines["arms_length"].to_list()


def test_the_price_stands_in_the_currency_of_the_amounts(read: Callable[..., Report]) -> None:
    own = read(HEAD + "2026-03-24;1405;ya;1.500,00;1.000,50\n2026-03-24;1405;tidak;5,00;\n",
               currency="IDR")  # fmt: skip
    assert _prices(own) == [Decimal("1000.5"), None]
    rates = Rates.of([("USD", date(2026, 3, 24), Decimal(16_000))])
    foreign = read("date;acct;related;amount;currency;arm's length\n"
                   "2026-03-24;1405;yes;150;USD;100.00\n", rates=rates)  # fmt: skip
    assert _prices(foreign) == [Decimal(1_600_000)]
    # With a column of its own for other currencies, amounts and prices are the report's.
    both = read("date;acct;related;amount orig;currency;fx;amount local;arms length price\n"
                "2026-03-24;1405;yes;150;USD;16000;2400000;1600000\n")  # fmt: skip
    assert _prices(both) == [Decimal(1_600_000)]


def test_a_credit_has_its_price_on_its_own_side(
    read: Callable[..., Report], refused: Callable[..., Any]
) -> None:
    report = read(HEAD + "2026-03-24;1405;ya;-150;100\n2026-03-24;1405;ya;-150;-100\n",
                  currency="IDR")  # fmt: skip
    assert _prices(report) == [Decimal(-100), Decimal(-100)]
    assert refused(HEAD + "2026-03-24;1405;ya;150;-100\n") == [
        (2, "harga wajar", "arms_length_side")
    ]
    assert refused(HEAD + "2026-03-24;1405;ya;150;murah\n") == [(2, "harga wajar", "not_number")]


def test_what_lies_above_the_price_is_looked_at(
    read: Callable[..., Report], tables: Tables
) -> None:
    row = FlagRow("f", "above_arms_length", {}, {})
    text = HEAD + (
        "2026-03-24;1405;ya;150;100\n2026-03-24;1405;ya;100;100\n2026-03-24;1405;ya;150;\n"
        "2026-03-24;1405;tidak;150;100\n2026-03-24;1405;ya;-150;-100\n"
    )
    report = read(text, currency="IDR", tables=Tables(tables.classes, (row,)))
    assert report.flags.select("row", "note").rows() == [(2, "150 > 100"), (6, "-150 > -100")]
    assert any(one.kind == "above_arms_length" for one in tables.flags)


def test_a_scheme_counts_up_to_the_price_and_of_a_shared_line_its_share(
    read: Callable[..., Report],
) -> None:
    text = "date;acct;related;amount;arms length;share;method;reason\n" + (
        "2026-03-24;1405;yes;150;100;;;\n"  # 100
        "2026-03-24;1405;yes;150;100;50%;days;half\n"  # half of 100
        "2026-03-24;1405;yes;80;100;;;\n"  # 80
        "2026-03-24;1405;yes;-150;100;;;\n"  # takes back 100
        "2026-03-24;1405;yes;70;;;;\n"  # unproven: nothing
        "2026-03-24;1405;no;30;10;;;\n"  # a stranger: 30
    )
    report = read(text, currency="IDR")
    related = {"id": "related", "kind": "related_party", "without": "drop"}
    total = {"id": "whole", "kind": "sum", "of": ["all"]}
    scheme = made([related, total], inputs=[cost("all")], categories=["all"])
    lines = bridged(report.lines, Bridge([("all", Accounts(()))], {}, {}))
    answer = quote(scheme, {}, lines)
    assert answer.lines is not None
    assert [Decimal(value) for value in answer.lines["claim"].to_list()] == [
        *(Decimal(100), Decimal(50), Decimal(80), Decimal(-100), Decimal(0), Decimal(30))
    ]
