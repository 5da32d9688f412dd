"""A comparison to take along: PDF, spreadsheet, or kept for the company."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from simpul.city.queries import city_book
from simpul.incentives import catalogue, words
from simpul.incentives.views import comparison
from simpul.incentives.views.compare import query_of
from simpul.incentives.views.comparison import Answered
from simpul.incentives.workbook import Cell, Sheet, workbook
from simpul.kit.outcomes import NotVisible, WrongState
from simpul.papers.typesetting import render as typeset
from simpul.people.requests import Request
from simpul.web.formats import day_words, language, period_words
from simpul.web.limits import hit_from
from simpul.web.views import too_many

SHEETS = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def pdf(request: Request) -> HttpResponse:
    """The comparison on paper."""
    if not hit_from(request, "incentive-compare-file", limit=60, seconds=3600):
        return too_many(request)
    answered = answered_at(request)
    made = typeset("incentives/comparison", paper(answered))
    return _file(made, "application/pdf", "perbandingan.pdf")


@require_safe
def xlsx(request: Request) -> HttpResponse:
    """The comparison as a spreadsheet: figures as numbers, texts as texts."""
    if not hit_from(request, "incentive-compare-file", limit=60, seconds=3600):
        return too_many(request)
    return _file(workbook(sheets(answered_at(request))), SHEETS, "perbandingan.xlsx")


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def answered_at(request: Request) -> Answered:
    """The comparison of the address; NotVisible when it names no scheme."""
    query = query_of(request)
    if not query.schemes:
        raise NotVisible(_("There is no such page."))
    today = timezone.localdate()
    rates, _wrong = query.rates(catalogue.rates(today))
    return comparison.answer(query, rates, today)


# --- on paper ----------------------------------------------------------------------------------
def paper(answered: Answered) -> dict[str, Any]:
    """What the template prints, in the reader's language."""
    kinds = comparison.kinds(answered)
    agency = _agency()
    return {
        "language": language(),
        "agency": agency,
        "title": _("Incentives compared: %(places)s")
        % {"places": ", ".join(comparison.places(answered.query))},
        "made": day_words(answered.on, "long"),
        "currency": answered.query.currency,
        "words": _paper_words(answered),
        "warnings": [
            {"tone": "next", "title": "", "text": text} for text in comparison.exclusions(answered)
        ],
        "said": [[row["key"], row["value"]] for row in comparison.said_rows(answered.query)],
        "groups": [_paper_group(kind) for kind in kinds],
        "rates": [
            [
                f"1 {row['currency']}",
                f"{row['value'] or '–'} {row['base']}",
                _rate_origin(row),
            ]
            for row in comparison.rate_rows(answered)
        ],
        "details": [_paper_detail(one) for kind in kinds for one in kind["columns"]],
    }


def _agency() -> str:
    try:
        names = city_book().settings.official_names
    except WrongState:
        return "Simpul"
    return words.text(names)


def _rate_origin(row: dict[str, Any]) -> str:
    if not row["origin"]:
        return _("No sourced rate, none entered")
    if row.get("from"):
        return f"{row['origin']} ({period_words(row['from'], row['until'], 'short')})"
    return str(row["origin"])


def _paper_words(answered: Answered) -> dict[str, Any]:
    return {
        "lead": _("Estimates, never promises. Unlike kinds of help are never added."),
        "made": _("Made on"),
        "reference": _("Simpul · estimate"),
        "said": _("The production"),
        "scheme": _("Scheme"),
        "own_currency": _("In its currency"),
        "together": _("Together"),
        "rates": _("Exchange rates"),
        "rate_heads": [_("Currency"), _("Rate"), _("Source")],
        "step_heads": [_("Step"), _("Basis"), _("Value"), _("Cut")],
        "sources": _("Sources"),
    }


def _paper_group(kind: dict[str, Any]) -> dict[str, Any]:
    note = _("No sum: not every figure here can be counted on, or one excludes another.")
    return {
        "title": str(kind["title"]),
        "hint": str(kind["hint"]),
        "total": kind["total"],
        "note": note if kind["several"] and not kind["total"] else "",
        "rows": [
            {
                "name": one["name"],
                "labels": f"{one['place']} · {one['state_words']} · {one['status']}",
                "bar": _standalone(one["bar"]),
                "amount": one["amount"] or "–",
                "shown": one["shown"] or "–",
                "net": one["net"] and _("after tax or discount %(net)s") % {"net": one["net"]},
            }
            for one in kind["columns"]
        ],
    }


def _standalone(svg: str) -> str:
    """An SVG of a page as a picture of its own."""
    return svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)


def _paper_detail(one: dict[str, Any]) -> dict[str, Any]:
    found = one["result"]
    warnings = []
    if one["is_proposal"]:
        text = _("No such scheme is in force. Nobody has promised anything.")
        warnings.append({"tone": "next", "title": _("This is a proposal"), "text": text})
    elif one["up_to"]:
        text = _("A committee decides. Every amount here is the most that is possible.")
        warnings.append({"tone": "next", "title": _("Up to, never a promise"), "text": text})
    lines = [*one["converted"], *one["filled"]]
    if found:
        lines += [f"{row['label']}: {row['why']}" for row in found["refused"]]
        lines += [
            " ".join(part for part in (row["label"], row["amount"], row["months"]) if part)
            for row in found["payments"]
        ]
    return {
        "name": one["name"],
        "labels": f"{one['place']} · {one['instrument']} · {one['status']} · {one['dates']}",
        "warnings": warnings,
        "lines": [*lines, *(_("Missing: %(what)s") % {"what": m["label"]} for m in one["missing"])],
        "steps": [
            [
                f"{row['label']}" + (f" ({row['why']})" if row["why"] else ""),
                row["clause"],
                row["value"] or "–",
                f"−{row['cut']}" if row["cut"] else "",
            ]
            for row in (found["steps"] if found else ())
        ],
        "sources": [
            ", ".join(part for part in (s.title, s.publisher, s.date, s.url) if part)
            for s in one["scheme"].sources
        ],
    }


# --- as a spreadsheet --------------------------------------------------------------------------
def sheets(answered: Answered) -> list[Sheet]:
    """Figures, steps, rates, what was said."""
    query = answered.query
    head: list[Cell] = [
        _("Scheme"),
        _("Place"),
        _("Kind of help"),
        _("What it is"),
        _("How sure this is"),
        _("Currency"),
        _("Amount"),
        _("After tax or discount"),
        query.currency,
    ]
    figures: list[list[Cell]] = [head]
    steps: list[list[Cell]] = [
        [_("Scheme"), _("Step"), _("Value"), _("Unit"), _("Cut"), _("Basis"), _("Why")]
    ]
    most = Decimal(1)
    for column in answered.found.columns:
        told = comparison.column_words(answered, column, most)
        found = column.quote
        figures.append(
            [
                told["name"],
                told["place"],
                str(told["instrument"]),
                told["state_words"],
                str(told["status"]),
                column.scheme.currency,
                column.result,
                found.net if found else None,
                column.shown,
            ]
        )
        for one in found.steps if found else ():
            steps.append(
                [
                    told["name"],
                    words.text(one.label),
                    one.value,
                    one.unit,
                    one.cut,
                    one.clause,
                    words.text(one.why),
                ]
            )
    rates: list[list[Cell]] = [[_("Currency"), _("Rate"), _("Source")]]
    for row in comparison.rate_rows(answered):
        rate = answered.rates.find(row["currency"])
        rates.append([row["currency"], rate.one if rate else None, _rate_origin(row)])
    said: list[list[Cell]] = [[_("Question"), _("Answer")]]
    said += [[row["key"], row["value"]] for row in comparison.said_rows(query)]
    return [
        Sheet(_("Comparison"), figures, (44, 24, 22, 30, 26, 10, 20, 20, 20)),
        Sheet(_("Steps"), steps, (44, 44, 20, 10, 20, 34, 50)),
        Sheet(_("Exchange rates"), rates, (10, 16, 70)),
        Sheet(_("The production"), said, (60, 30)),
    ]
