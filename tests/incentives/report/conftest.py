"""Ledgers written as bytes, read with the city's own tables."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from simpul.incentives.report.reckoning.faults import Asked, Refused
from simpul.incentives.report.reckoning.reading import Layout
from simpul.incentives.report.reckoning.report import Report, Setup, make_report
from simpul.incentives.report.reckoning.tables import Tables
from simpul.incentives.sections.cost_report import COST_REPORT, cost_report_tables
from simpul.kit.packs import PackFolder, Problems

PACK = Path(__file__).resolve().parents[3] / "cities" / "jakarta"


@pytest.fixture(scope="session")
def tables() -> Tables:
    problems = Problems()
    found = cost_report_tables(COST_REPORT.parse(PackFolder(PACK), problems))
    assert not list(problems)
    return found


@pytest.fixture
def read(tables: Tables, tmp_path: Path) -> Callable[..., Report]:
    """`read("date,acct,amount\\n…", currency="IDR")`; `layout` keys by name."""

    def make(content: str | bytes, *, name: str = "ledger.csv", **more: Any) -> Report:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        layout = {
            key: more.pop(key)
            for key in ("columns", "decimal", "dates", "sheet", "currency")
            if key in more
        }
        setup = Setup("IDR", more.pop("tables", tables), Layout(**layout), **more)
        return make_report(path, setup)

    return make


@pytest.fixture
def refused(read: Callable[..., Report]) -> Callable[..., list[tuple[int, str, str]]]:
    """(line, column, code) of everything a file is refused for."""

    def make(content: str | bytes, **more: Any) -> list[tuple[int, str, str]]:
        with pytest.raises(Refused) as caught:
            read(content, **{"currency": "IDR", **more})
        found = list(caught.value.faults.listed(1000))
        for fault in found:  # every cause can be said in both languages
            assert fault.sentence("id") and fault.sentence("en")
        return [(fault.line, fault.column, fault.code) for fault in found]

    return make


@pytest.fixture
def asked(read: Callable[..., Report]) -> Callable[..., list[tuple[str, str]]]:
    """(question, column) of what a file leaves open."""

    def make(content: str | bytes, **more: Any) -> list[tuple[str, str]]:
        with pytest.raises(Asked) as caught:
            read(content, **more)
        for question in caught.value.questions:
            assert question.text("id") and question.text("en")
        return [(question.id, question.column) for question in caught.value.questions]

    return make


def amounts(report: Report) -> list[Decimal]:
    """The lines' amounts in the report's currency."""
    return [Decimal(value) for value in report.lines["amount"].to_list()]


DAY = date(2026, 3, 24)
