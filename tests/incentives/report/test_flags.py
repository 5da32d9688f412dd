"""What an auditor looks at twice: planted faults are found, and nothing else is accused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from simpul.incentives.report.reckoning import flags, synthetic, synthetic_files
from simpul.incentives.report.reckoning.reading import Layout
from simpul.incentives.report.reckoning.report import Report, Setup, make_report
from simpul.incentives.report.reckoning.tables import FlagRow, Tables

WINDOW = (date(2026, 1, 1), date(2026, 12, 31))


@pytest.fixture(scope="session")
def planted(tables: Tables, tmp_path_factory: pytest.TempPathFactory) -> tuple[Report, dict]:  # type: ignore[type-arg]
    path = tmp_path_factory.mktemp("ledger") / "ledger.csv"
    made = synthetic.make(20_000, seed=7)
    synthetic_files.write_csv(made.frame, path)
    setup = Setup("IDR", tables, Layout(), window=WINDOW, places=("jakarta",))
    return make_report(path, setup), made.planted


def test_every_planted_fault_is_found_and_no_other_line_is_accused(
    planted: tuple[Report, dict[str, list[str]]],
) -> None:
    report, faults = planted
    keys = dict(report.lines.select("row", "key").iter_rows())
    found: dict[str, set[str]] = {}
    for row, flag, _note in report.flags.iter_rows():
        found.setdefault(flag, set()).add(keys.get(row, "whole"))
    reversals = set(found.pop("reversal-mismatch", set()))
    assert not reversals
    assert found == {flag: set(rows) for flag, rows in faults.items()}
    assert len(faults) == 14


def test_the_report_has_the_lines_that_were_made(
    planted: tuple[Report, dict[str, list[str]]],
) -> None:
    report, faults = planted
    assert report.lines.height == 20_000
    assert report.untagged == len(faults["untagged"])
    sums = report.by_category()
    assert sums["lines"].sum() == 20_000
    assert sums["eligible"].sum() == report.claimed


def _flag(kind: str, params: str, tables: Tables) -> Tables:
    pairs = dict(part.split("=") for part in params.split(";") if part)
    return Tables(tables.classes, (FlagRow("f", kind, {}, {}, params=pairs),))


@pytest.mark.parametrize(
    ("kind", "params", "rows", "hit"),
    [
        # just under 100 within five days of each other: the third stands alone
        (
            "split_invoice",
            "threshold=100;under=0.1;days=5;count=2",
            ["2026-03-01;A;95", "2026-03-06;A;99", "2026-03-20;A;99", "2026-03-01;B;95"],
            [2, 3],
        ),
        # together below the threshold: no split
        (
            "split_invoice",
            "threshold=100;under=0.9;days=5;count=2",
            ["2026-03-01;A;11", "2026-03-02;A;12"],
            [],
        ),
        ("round_sum", "step=50;at_least=100", ["2026-03-01;A;150", "2026-03-01;A;50"], [2]),
        ("loose_credit", "at_least=10", ["2026-03-01;A;-10", "2026-03-01;A;-9"], [2]),
        ("no_document", "at_least=10", ["2026-03-01;A;10", "2026-03-01;A;9"], [2]),
        ("overhead_cap", "category=cast;share=0.5", ["2026-03-01;A;10"], [0]),
        ("overhead_cap", "category=cast;share=1", ["2026-03-01;A;10"], []),
    ],
)
def test_limits_of_the_checks(
    read: Callable[..., Report],
    tables: Tables,
    kind: str,
    params: str,
    rows: list[str],
    hit: list[int],
) -> None:
    lines = "".join(
        f"{day};1405;{payee};{amount}\n" for day, payee, amount in (row.split(";") for row in rows)
    )
    report = read(
        "date;acct;vendor;amount\n" + lines, currency="IDR", tables=_flag(kind, params, tables)
    )
    assert report.flags["row"].to_list() == hit


def test_a_daily_allowance_is_measured_by_its_days(
    read: Callable[..., Report], tables: Tables
) -> None:
    report = read(
        "date;acct;description;days;service from;service to;amount\n"
        "2026-03-01;2001;Uang harian;2;;;1200\n2026-03-01;2001;Uang harian;2;;;1201\n"
        "2026-03-01;2001;Uang harian;;2026-03-01;2026-03-03;1800\n"
        "2026-03-01;2001;Uang harian;;;;601\n"
        "2026-03-01;2001;Makan;;;;99999\n",
        currency="IDR",
        tables=_flag("per_diem", "limit=600;words=uang harian", tables),
    )
    assert report.flags["row"].to_list() == [3, 5]


def test_a_reversal_that_does_not_fit(read: Callable[..., Report], tables: Tables) -> None:
    head = "row id;date;acct;vendor;type;doc no;amount;reverses row\n"
    text = head + (
        "a;2026-03-01;1405;X;AP;1;100;\nb;2026-03-02;1405;X;R;1;-100;a\n"
        "c;2026-03-01;1405;Y;AP;2;100;\nd;2026-03-02;1405;Y;R;2;-90;c\n"
        "e;2026-03-01;1405;Z;AP;3;100;\nf;2026-03-02;1405;Z;AP;3;-100;\n"
    )
    wrong = read(text, currency="IDR", tables=_flag("reversal_mismatch", "", tables))
    assert wrong.flags["row"].to_list() == [5]
    back = read(text, currency="IDR", tables=_flag("reversal", "", tables))
    assert back.flags["row"].to_list() == [2, 4, 6]  # the last one is found without being named
    twice = read(text, currency="IDR", tables=_flag("duplicate", "", tables))
    assert not twice.flags.height
    assert wrong.total == 10


def test_two_methods_for_one_payee_in_one_account_are_named(
    read: Callable[..., Report], tables: Tables
) -> None:
    report = read(
        "date;acct;vendor;amount;share;method;reason\n"
        "2026-03-01;1405;A;100;50%;days;studio shared\n2026-03-02;1405;A;100;25%;area;a floor\n"
        "2026-03-01;1405;B;100;50%;days / nights;studio shared\n"
        "2026-03-02;1405;B;100;50%;days / nights;studio shared\n"
        "2026-03-01;1405;C;100;50%;days;studio shared\n2026-03-01;2001;C;100;50%;area;floor\n",
        currency="IDR",
        tables=_flag("mixed_methods", "", tables),
    )
    assert report.flags.select("row", "note").rows() == [(2, "area + days"), (3, "area + days")]


def test_limits_in_another_currency_are_not_applied(
    read: Callable[..., Report], tables: Tables
) -> None:
    row = FlagRow("f", "round_sum", {}, {}, currency="USD", params={"step": "1", "at_least": "1"})
    report = read(
        "date;acct;amount\n2026-03-24;1405;5\n", currency="IDR", tables=Tables((), (row,))
    )
    assert report.not_run == ("f",)
    assert not report.flags.height


@pytest.mark.parametrize(
    ("kind", "params"),
    [("round_sum", ""), ("round_sum", "step=a;at_least=1"), ("named", ""), ("unheard_of", "")],
)
def test_a_flag_that_cannot_be_run_is_found_when_the_pack_is_checked(
    kind: str, params: str, tables: Tables
) -> None:
    row = _flag(kind, params, tables).flags[0]
    problem = flags.problem_of(row)
    assert problem is not None
    assert problem.field in ("kind", "params")


def test_all_flags_of_the_pack_can_be_run_on_nothing(tables: Tables) -> None:
    about = flags.About.empty("IDR")
    found, left = flags.find(about, tables.flags)
    assert found.schema == pl.Schema(flags.schema())
    assert not left
    assert not found.height


def test_a_file_of_the_store_is_read_from_its_path(tmp_path: Path, tables: Tables) -> None:
    path = tmp_path / "id.csv"
    made = synthetic.make(400, seed=3)
    synthetic_files.write_indonesian_csv(made.frame, path)
    english = tmp_path / "en.csv"
    synthetic_files.write_csv(made.frame, english)
    setup = Setup("IDR", tables)
    ours, theirs = (make_report(one, setup) for one in (path, english))
    assert ours.lines.drop("row").equals(theirs.lines.drop("row"))
