"""Where the categories of the account chart go in the case's scheme: one table, one form."""

from __future__ import annotations

import uuid
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages as flash
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from simpul.incentives.actions import cost_reports, scheme_mapping
from simpul.incentives.actions.scheme_mapping import Mapped
from simpul.incentives.case.quote import scheme_of
from simpul.incentives.models import CostReport
from simpul.incentives.report import setup as report_setup
from simpul.incentives.report.reckoning.bridge import NOWHERE
from simpul.incentives.report.words import amount_of
from simpul.kit.outcomes import NotVisible
from simpul.people.requests import Request
from simpul.web.formats import pick_text
from simpul.web.forms import attempt, offer


class CategoriesForm(forms.Form):
    """One choice for each category of the chart."""

    def __init__(self, *args: Any, rows: list[Mapped], **kwargs: Any) -> None:
        self.labels: dict[str, str] = kwargs.pop("labels")
        categories: list[tuple[str, str]] = kwargs.pop("categories")
        super().__init__(*args, **kwargs)
        for row in rows:
            if row.fixed:
                continue
            label = self.labels.get(row.chart, row.chart)
            self.fields[row.chart] = forms.ChoiceField(
                label=label, required=False, initial=row.said
            )
            nothing = _("counts nothing in this scheme")
            choices = [("", _("as the scheme says by itself")), *categories, (NOWHERE, nothing)]
            offer(self, row.chart, choices)


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def categories(request: Request, case_id: uuid.UUID, number: int) -> HttpResponse:
    """The table; with a POST what was chosen is kept."""
    found = cost_reports.report_for(request.actor, case_id, number)
    if found.lines_id is None:
        raise NotVisible(_("Not found."))
    may = scheme_mapping.can_map(request.actor, found)
    form = _form(request, found)
    if request.method == "POST" and attempt(
        form,
        lambda: (
            scheme_mapping.map_categories(
                actor=request.actor, case_id=case_id, number=number, said=form.cleaned_data
            )
            + 1
        ),
    ):
        flash.success(request, _("Kept, for the company's next report under this scheme too."))
        return redirect("incentives:scheme_categories", case_id, number)
    status = 422 if form.errors else 200
    context = {"report": found, "case": found.case, "form": form, "may": may, **_table(found, form)}
    return render(request, "incentives/reports/categories.html", context, status=status)


def _form(request: Request, found: CostReport) -> CategoriesForm:
    tables = report_setup.tables_for(found)
    return CategoriesForm(
        request.POST or None,
        rows=scheme_mapping.mapped(found),
        labels={code: pick_text(label) for code, label in tables.labels.items()},
        categories=_categories(found),
    )


def _categories(found: CostReport) -> list[tuple[str, str]]:
    return [(one.id, pick_text(one.label)) for one in scheme_of(found.case).categories]


def _table(found: CostReport, form: CategoriesForm) -> dict[str, Any]:
    names = {**dict(_categories(found)), NOWHERE: _("nothing"), "": _("nobody has said")}

    def words(amount: Decimal) -> str:
        return amount_of(amount, found.currency)

    rows = scheme_mapping.mapped(found)
    open_ = sum((row.goes_to.get("", Decimal(0)) for row in rows), Decimal(0))
    return {
        "scheme_name": pick_text(scheme_of(found.case).name),
        "open_words": words(open_) if open_ else "",
        "rows": [
            {
                "label": form.labels.get(row.chart, row.chart),
                "amount": words(row.amount),
                "goes_to": [
                    {"name": names.get(to, to), "amount": words(amount), "open": to == ""}
                    for to, amount in row.goes_to.items()
                ],
                "field": None if row.fixed else form[row.chart],
            }
            for row in rows
        ],
    }
