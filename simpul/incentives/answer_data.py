"""A scheme and a quote as plain data, for the API, the command line and what is kept.

Amounts are text of plain digits, so that no reader rounds them; texts in the language asked for.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from simpul.incentives.estimate.answers import asked
from simpul.incentives.scheme.spec import Input, Scheme
from simpul.incentives.scheme.trace import Quote
from simpul.kit.texts import pick


def scheme_head(scheme: Scheme, language: str) -> dict[str, Any]:
    """What every list shows: nothing looks more official than it is."""
    return {
        "id": scheme.id,
        "family": scheme.family,
        "name": pick(scheme.name, language),
        "country": scheme.country,
        "area": scheme.area,
        "authority": scheme.authority,
        "instrument": scheme.instrument,
        "discretionary": scheme.discretionary,
        "currency": scheme.currency,
        "status": scheme.status,
        "grade": scheme.grade,
        "decreed": scheme.decreed,
        "valid_from": scheme.valid_from,
        "valid_to": scheme.valid_to,
        "dates": scheme.dates,
        "date_basis": scheme.date_basis,
        "digest": scheme.digest,
    }


def scheme_data(scheme: Scheme, language: str) -> dict[str, Any]:
    """One scheme whole: questions, tests, steps, sources."""
    return {
        **scheme_head(scheme, language),
        "note": pick(scheme.note, language),
        "taxable": scheme.taxable,
        "inputs": [_input(one, language) for one in asked(scheme)],
        "tests": [
            {
                "id": one.id,
                "label": pick(one.label, language),
                "clause": one.clause,
                "on_fail": one.on_fail,
            }
            for one in scheme.tests
        ],
        "steps": [
            {
                "id": one.id,
                "kind": one.kind,
                "label": pick(one.label, language),
                "clause": one.clause,
                "law": one.law,
            }
            for one in scheme.steps
        ],
        "sources": [
            {
                "title": one.title,
                "publisher": one.publisher,
                "date": one.date,
                "url": one.url,
                "note": one.note,
            }
            for one in scheme.sources
        ],
    }


def _input(one: Input, language: str) -> dict[str, Any]:
    return {
        "id": one.id,
        "kind": one.kind,
        "label": pick(one.label, language),
        "help": pick(one.help, language),
        "required": one.required and one.default is None,
        "default": plain(one.default),
        "unit": one.unit,
        "choices": {code: pick(texts, language) for code, texts in one.choices.items()},
        "means": one.means,
    }


def quote_data(scheme: Scheme, found: Quote, language: str) -> dict[str, Any]:
    """A quote whole, with the scheme's label."""
    labels = {one.id: pick(one.label, language) for one in asked(scheme)}
    return {
        "scheme": scheme_head(scheme, language),
        "result": plain(found.result),
        "net": plain(found.net),
        "currency": found.currency,
        "unit": found.unit,
        "up_to": found.discretionary,
        "no_data": found.no_data,
        "refused": [
            {
                "code": one.code,
                "of": one.of,
                "label": pick(one.label, language),
                "clause": one.clause,
                "why": pick(one.why, language),
            }
            for one in found.refused
        ],
        "missing": [{"id": name, "label": labels.get(name, name)} for name in found.missing],
        "assumed": list(found.assumed),
        "to_decide": list(found.to_decide),
        "tests": [
            {
                "id": one.id,
                "label": pick(one.label, language),
                "clause": one.clause,
                "holds": one.holds,
            }
            for one in found.tests
            if one.tested
        ],
        "steps": [
            {
                "id": one.id,
                "kind": one.kind,
                "label": pick(one.label, language),
                "value": plain(one.value),
                "unit": one.unit,
                "before": plain(one.before),
                "cut": plain(one.cut),
                "clause": one.clause,
                "law": one.law,
                "why": pick(one.why, language),
                "skipped": one.skipped,
            }
            for one in found.steps
        ],
        "payments": [
            {
                "id": one.id,
                "label": pick(one.label, language),
                "amount": plain(one.amount),
                "months": one.months,
                "due": one.due,
            }
            for one in found.payments
        ],
    }


def plain(value: object) -> Any:
    """Exact numbers as text, dates as ISO text, the rest as it is."""
    if isinstance(value, Fraction):
        value = Decimal(value.numerator) / Decimal(value.denominator)
    if isinstance(value, Decimal):
        return f"{value.normalize():f}" if value else "0"
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, bool) or value is None else str(value)
