"""The report of a year in the reader's language, for page and paper alike."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from babel.numbers import format_decimal, get_currency_precision
from django.conf import settings
from django.utils.translation import gettext as _

from simpul.city.queries import city_book
from simpul.kit.outcomes import WrongState
from simpul.network.agreements.queries import proof_of
from simpul.network.agreements.states import LABELS, S
from simpul.network.agreements.words import PROOFS, title_of
from simpul.network.models import Gift, Visit, VisitCost
from simpul.network.promises.words import FOLLOW_UPS, STANDINGS, promised_by, target_words
from simpul.network.promises.yearly import Sum, Year
from simpul.network.visits.states import LABELS as VISIT_LABELS
from simpul.papers.typesetting import PaperProblem, render
from simpul.web.formats import day_words, language, locale, number_words, pick_text

ORDER = ("late", "open", "met_late", "met", "dropped")
"""Of commitments: what wants attention first."""

_KINDS: dict[str, Any] = {
    **{f"cost.{code}": label for code, label in VisitCost.PaidBy.choices},
    **{f"gift.{code}": label for code, label in Gift.Direction.choices},
}


def money_of(amount: Decimal, currency: str) -> str:
    """An amount with the digits its currency has, and its code: "KRW 250.000"."""
    digits = get_currency_precision(currency)
    pattern = "#,##0" + ("." + "0" * digits if digits and currency != "IDR" else "")
    unit = "Rp" if currency == "IDR" else currency
    return f"{unit}\N{NO-BREAK SPACE}{format_decimal(amount, pattern, locale=locale())}"


def contents(found: Year) -> dict[str, Any]:
    """Counts and tables as texts; every part of the report, also the empty ones."""
    return {
        "stats": _stats(found),
        "tables": [
            _table(
                _("Encounters"),
                [_("Day"), _("Encounter"), _("With whom"), _("Claimed in public")],
                _encounters(found),
            ),
            _table(
                _("Visits"),
                [_("From"), _("Visit"), _("With whom"), _("State")],
                _visits(found),
            ),
            _table(
                _("Agreements"),
                [_("Kind"), _("Title"), _("With whom"), _("State"), _("Proven by papers")],
                _agreements(found),
            ),
            _table(
                _("Commitments"),
                [_("Until"), _("What"), _("Who promised"), _("Target"), _("Stands")],
                _commitments(found),
            ),
            _table(
                _("Costs of visits"),
                [_("Paid by"), _("Entries"), _("Sum")],
                _money_rows(found.costs, "cost"),
                money=True,
            ),
            _table(
                _("Gifts"),
                [_("Gifts"), _("Entries"), _("Estimated worth")],
                _money_rows(found.gifts, "gift"),
                money=True,
            ),
        ],
    }


def _table(
    title: str, heads: list[str], rows: list[list[str]], *, money: bool = False
) -> dict[str, Any]:
    cells = [list(zip(heads, row, strict=True)) for row in rows]
    return {"title": title, "heads": heads, "rows": rows, "cells": cells, "money": money}


def _encounters(found: Year) -> list[list[str]]:
    return [
        [
            day_words(one.held_on, "short"),
            one.title,
            ", ".join(partner.name for partner in one.partners.all()),
            str(one.get_claimed_state_display()) if one.claimed_state else "–",
        ]
        for one in found.encounters
    ]


def _visits(found: Year) -> list[list[str]]:
    return [
        [
            day_words(one.starts_on, "short"),
            one.title,
            one.partner.name,
            str(VISIT_LABELS[Visit.State(one.state)]),
        ]
        for one in found.visits
    ]


def _agreements(found: Year) -> list[list[str]]:
    return [
        [
            str(one.get_kind_display()).capitalize(),
            title_of(one),
            ", ".join(party.name for party in one.parties.all() if party.partner_id),
            str(LABELS[S(one.state)]),
            str(PROOFS[proof_of(one).level][0]),
        ]
        for one in found.agreements
    ]


def _commitments(found: Year) -> list[list[str]]:
    return [
        [
            day_words(row.due_on, "short"),
            row.what,
            promised_by(row, row.partner.name),
            target_words(row),
            str(STANDINGS[how][0]),
        ]
        for row, how in sorted(found.commitments, key=lambda one: ORDER.index(one[1]))
    ]


def _money_rows(found: Iterable[Sum], what: str) -> list[list[str]]:
    return [
        [
            str(_KINDS.get(f"{what}.{one.kind}", one.kind)),
            number_words(one.count),
            money_of(one.amount, one.currency),
        ]
        for one in found
    ]


def _stats(found: Year) -> list[dict[str, Any]]:
    counts, tasks = found.counts, found.follow_ups
    met = counts["met"] + counts["met_late"]
    done = tasks["met"] + tasks["met_late"]
    return [
        {"value": number_words(len(found.encounters)), "label": _("encounters")},
        {"value": number_words(len(found.visits)), "label": _("visits")},
        {"value": number_words(len(found.agreements)), "label": _("agreements")},
        {"value": number_words(met), "label": _("commitments met")},
        {
            "value": number_words(counts["late"]),
            "label": _("commitments late"),
            "tone": "bad" if counts["late"] else "",
        },
        {
            "value": number_words(done),
            "label": _("follow-ups done"),
            "hint": f"{FOLLOW_UPS['late'][0]}: {number_words(tasks['late'])}",
        },
    ]


def pdf_of(found: Year) -> bytes:
    """The report on paper. WrongState where it cannot be set."""
    rows = contents(found)
    data = {
        "language": language(),
        "agency": agency_name(),
        "title": _("A year with partners: %(year)s") % {"year": found.year},
        "as_of": _("As of %(day)s") % {"day": day_words(found.as_of, "long")},
        "watermark": _("Demonstration: this paper has no legal force.") if settings.DEMO else "",
        "stats": [[one["label"], one["value"]] for one in rows["stats"]],
        "tables": rows["tables"],
        "nothing": _("Nothing is recorded."),
        "sums_hint": _("Sums of different currencies are never added."),
    }
    try:
        return render("network/yearly", data)
    except PaperProblem as problem:
        raise WrongState(str(problem)) from problem


def agency_name() -> str:
    """Who speaks on paper: the lead agency of the pack."""
    try:
        book = city_book()
    except WrongState:  # no pack is published yet
        return "Simpul"
    agency = book.authorities.get(book.settings.lead_agency)
    return pick_text(dict(agency.names)) if agency else book.settings.lead_agency
