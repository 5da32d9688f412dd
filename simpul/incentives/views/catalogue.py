"""Public: every scheme with what is known of it, honestly labelled; and one scheme in words."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from simpul.incentives import catalogue, words
from simpul.incentives.lab.access import may_use_lab
from simpul.incentives.listing import Family, chosen, families, holds, replaced_by
from simpul.incentives.scheme.spec import Scheme
from simpul.people.requests import Request
from simpul.web.formats import language
from simpul.web.forms import DayField, offer

LEAST_AMOUNT = 10_000
"""Whole numbers of a dispute from here on are amounts; smaller ones count days, points, shares."""

HOME = "ID"
"""The city's own country stands first."""


class SchemesForm(forms.Form):
    """What the list is narrowed by."""

    q = forms.CharField(label=gettext_lazy("Words"), required=False, max_length=80)
    negara = forms.ChoiceField(label=gettext_lazy("Country"), required=False)
    bentuk = forms.ChoiceField(
        label=gettext_lazy("Kind of help"),
        required=False,
        choices=[("", gettext_lazy("All")), *words.INSTRUMENTS.items()],
    )
    pada = DayField(label=gettext_lazy("On the day"), required=False)


@require_safe
def schemes(request: Request) -> HttpResponse:
    """The list: per country, what is in force on a day, and what came before."""
    known = catalogue.schemes()
    form = SchemesForm(request.GET or None, initial={"pada": timezone.localdate()})
    countries = sorted({one.country for one in known.values()}, key=words.country)
    offer(form, "negara", [("", _("All")), *((c, words.country(c)) for c in countries)])
    wanted: dict[str, Any] = form.cleaned_data if form.is_bound and form.is_valid() else {}
    on = wanted.get("pada") or timezone.localdate()
    found = chosen(
        families(known.values(), on),
        country=wanted.get("negara", ""),
        instrument=wanted.get("bentuk", ""),
        words=wanted.get("q", ""),
    )
    return render(
        request,
        "incentives/schemes/list.html",
        {
            "form": form,
            "groups": _by_country(found),
            "count": len(found),
            "on": on,
            "any": known,
            "lab": may_use_lab(request.actor),
        },
    )


def _by_country(found: list[Family]) -> list[dict[str, Any]]:
    codes = sorted(
        {one.current.country for one in found}, key=lambda c: (c != HOME, words.country(c))
    )
    return [
        {
            "code": code,
            "name": words.country(code),
            "families": [
                entry(one)
                for one in sorted(
                    found,
                    key=lambda f: (f.current.status == "unknown", words.text(f.current.name)),
                )
                if one.current.country == code
            ],
        }
        for code in codes
    ]


def entry(family: Family) -> dict[str, Any]:
    """A family as its card shows it."""
    return {
        **label(family.current),
        "in_force": family.in_force,
        "others": [label(one) for one in family.others],
    }


def label(scheme: Scheme) -> dict[str, Any]:
    """How a scheme is labelled everywhere: nothing looks more official than it is."""
    tone, status = words.STATUSES[scheme.status]
    return {
        "scheme": scheme,
        "name": words.text(scheme.name),
        "place": words.place(f"{scheme.country}.{scheme.area}" if scheme.area else scheme.country),
        "instrument": words.INSTRUMENTS[scheme.instrument],
        "instrument_hint": words.INSTRUMENT_HINTS[scheme.instrument],
        "status": status,
        "tone": tone,
        "grade": scheme.grade,
        "grade_hint": words.GRADES[scheme.grade],
        "dates": words.dates(scheme),
        "span": words.span(scheme),
        "note": words.text(scheme.note),
        "up_to": scheme.discretionary,
        "is_proposal": scheme.status == "proposal",
        "no_data": scheme.status == "unknown",
        "currency": words.currency_name(scheme.currency) if scheme.currency else "",
    }


@require_safe
def scheme(request: HttpRequest, scheme_id: str) -> HttpResponse:
    """One version in words: what it asks, tests, counts, cuts and pays, with its sources."""
    known = catalogue.schemes()
    one = catalogue.by_id(scheme_id)
    today = timezone.localdate()
    versions = sorted(
        (other for other in known.values() if other.family == one.family),
        key=lambda other: other.valid_from or date.min,
        reverse=True,
    )
    return render(
        request,
        "incentives/schemes/scheme.html",
        {
            **label(one),
            "in_force": holds(one, today),
            "next": replaced_by(known, one),
            "versions": [label(other) for other in versions],
            "basis": words.basis(one.date_basis),
            "tests": [_test(test) for test in one.tests],
            "categories": [words.text(category.label) for category in one.categories],
            "steps": [_step(step) for step in one.steps],
            "payments": [words.text(part.label) for part in one.payments],
            "tax": words.taxable(one),
            "disputes": _disputes(one),
        },
    )


def _test(test: Any) -> dict[str, Any]:
    return {
        "label": words.text(test.label),
        "clause": test.clause,
        "on_fail": words.ON_FAIL[test.on_fail],
    }


def _step(step: Any) -> dict[str, Any]:
    return {
        "label": words.text(step.label),
        "kind": words.step_kind(step.kind),
        "clause": step.clause,
        "law": step.law,
        "note": words.text(step.note),
    }


def _disputes(one: Scheme) -> list[dict[str, Any]]:
    """Where sources disagree: what each says, what is taken and why."""
    labels = {row.id: row.label for rows in (one.inputs, one.tests, one.steps) for row in rows}
    titles = {source.id: source.publisher or source.title for source in one.sources}
    return [
        {
            "what": words.text(labels.get(dispute.of)) or dispute.of,
            "says": [
                f"{titles.get(s.source, s.source)}: {words.text(s.label) or _said(s.value, one)}"
                for s in dispute.says
            ],
            "taken": _said(dispute.taken, one),
            "why": words.text(dispute.why),
        }
        for dispute in one.disputes
    ]


def _said(value: str, scheme: Scheme) -> str:
    """A value of a dispute: a large whole number is an amount in the scheme's currency."""
    if not value.isdigit():
        return value.replace(".", ",") if value[-1:] == "%" and language() == "id" else value
    number = Decimal(value)
    return words.money(number, scheme.currency) if number >= LEAST_AMOUNT else words.number(number)
