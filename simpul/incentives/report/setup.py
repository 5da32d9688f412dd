"""What a case's report is measured with: tables of the pack, the company's own rules, rates."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from simpul.city.queries import city_book
from simpul.incentives.case.quote import scheme_of
from simpul.incentives.estimate.rates import Rate
from simpul.incentives.models import Case, CostReport, MappingRule, RelatedParty
from simpul.incentives.report.reckoning.bridge import Bridge, bridged
from simpul.incentives.report.reckoning.frame import counted
from simpul.incentives.report.reckoning.pairs import Party
from simpul.incentives.report.reckoning.rates import Rates
from simpul.incentives.report.reckoning.reading import Layout
from simpul.incentives.report.reckoning.reading.raw import Totals
from simpul.incentives.report.reckoning.report import Setup
from simpul.incentives.report.reckoning.tables import Accounts, ClassRow, Tables
from simpul.kit.late import polars as pl
from simpul.kit.outcomes import WrongState

OWN = "own:"
"""Stands before the number of a company's rule where a line says which row decided."""


def tables_for(report: CostReport) -> Tables:
    """The tables of the version the report was first read with, with the company's rules."""
    book = city_book(report.rules_version_id)
    tables: Tables = book.part("cost_report") or Tables(())
    return tables.with_own(own_rows(report.case.company_id))


def own_rows(company_id: int) -> list[ClassRow]:
    """The company's rules, the newest first: what was said last holds."""
    rules = MappingRule.objects.filter(company_id=company_id, scheme="", ended_at=None)
    return [
        ClassRow(
            id=f"{OWN}{rule.pk}",
            category=rule.category,
            treatment=rule.treatment,
            reason={"id": rule.reason, "en": rule.reason},
            accounts=Accounts(tuple(rule.accounts.split("|"))),
            share=rule.share,
            method=rule.method,
        )
        for rule in rules
    ]


def setup_for(report: CostReport) -> Setup:
    """Everything `make_report` needs."""
    case = report.case
    tables = tables_for(report)
    return Setup(
        currency=report.currency,
        tables=tables,
        layout=Layout(**report.layout),
        totals=totals_of(report.totals),
        rates=listed_rates(report),
        related=tuple(
            Party(party.name, party.tax_id, party.payee_id)
            for party in RelatedParty.objects.filter(company_id=case.company_id, ended_at=None)
        ),
        window=(case.window_from, case.window_to),
        places=places_of(case, tables),
    )


def totals_of(values: Mapping[str, Any]) -> Totals:
    """Control totals as they are kept: numbers as text."""
    amount, debit, credit = (
        Decimal(values[name]) if values.get(name) else None
        for name in ("amount", "debit", "credit")
    )
    return Totals(lines=values.get("lines"), amount=amount, debit=debit, credit=credit)


def listed_rates(report: CostReport) -> Rates:
    """A rate for each day in force of the pack's list, where it is in the report's currency.

    A day outside every row has none, and a line on it that brings no rate of its own is refused.
    """
    rows: tuple[Rate, ...] = city_book(report.rules_version_id).part("exchange_rates") or ()
    found: list[tuple[str, date, Decimal]] = []
    for row in rows:
        if row.base != report.currency or row.valid_from is None:
            continue
        last = row.valid_to or max(row.valid_from, timezone.localdate())
        rate = (row.amount / row.units).quantize(Decimal("1e-8"))
        first = row.valid_from
        days = range((last - first).days + 1)
        found += [(row.currency, first + timedelta(days=day), rate) for day in days]
    newest = {(currency, day): (currency, day, rate) for currency, day, rate in found}
    return Rates.of(newest.values())


def places_of(case: Case, tables: Tables) -> tuple[str, ...]:
    """Words of the scheme's own area; none where the scheme has none."""
    try:
        scheme = scheme_of(case)
    except WrongState:
        return ()
    # A scheme names its area as people do ("Jakarta"), the table as ISO 3166-2 does ("ID-JK").
    own = tables.places.get(scheme.area.casefold(), scheme.area) or scheme.country
    words = (word for word, code in tables.places.items() if f"{code}-".startswith(f"{own}-"))
    return (own, *words)


def bridge_for(report: CostReport) -> Bridge | None:
    """The scheme's categories and what the company has said of them; None for an unknown scheme."""
    case = report.case
    try:
        scheme = scheme_of(case)
    except WrongState:
        return None
    said = MappingRule.objects.filter(
        company_id=case.company_id, scheme=case.scheme_id, ended_at=None
    ).order_by("created_at", "pk")
    return Bridge(
        categories=[
            (category.id, Accounts(tuple(category.accounts))) for category in scheme.categories
        ],
        said={rule.accounts: rule.category for rule in said},
        places=tables_for(report).places,
    )


def scheme_lines(report: CostReport, lines: pl.LazyFrame) -> pl.DataFrame:
    """The lines that count, as the case's scheme sees them."""
    bridge = bridge_for(report)
    kept = counted(lines)
    return bridged(kept, bridge) if bridge is not None else kept
