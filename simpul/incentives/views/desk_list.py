"""The list of cases at the incentive desk."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from simpul.incentives import access, queries, states, wording
from simpul.incentives.models import Case, Fund
from simpul.kit.actors import Actor
from simpul.people.requests import Request
from simpul.web.forms import offer

PER_PAGE = 30


class FilterForm(forms.Form):
    """Filters of the list, by URL."""

    q = forms.CharField(
        label=gettext_lazy("Reference, title or company"), required=False, max_length=100
    )
    state = forms.ChoiceField(label=gettext_lazy("State"), required=False)
    fund = forms.ChoiceField(label=gettext_lazy("Fund"), required=False)
    mine = forms.BooleanField(label=gettext_lazy("Only my cases"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = [(str(s.value), label) for s, label in states.LABELS.items() if s != "draft"]
        offer(self, "state", [("", _("All open")), *labels])
        known = [(one.code, one.code) for one in Fund.objects.order_by("-opens_on")]
        offer(self, "fund", [("", _("All")), *known])


@require_GET
def queue(request: Request) -> HttpResponse:
    """Open cases, oldest first; the number of queries does not grow with the rows."""
    access.require_desk(request.actor)
    form = FilterForm(request.GET or None)
    values = form.cleaned_data if form.is_bound and form.is_valid() else {}
    found = _filtered(queries.cases_visible_to(request.actor), values, request.actor)
    found = found.select_related("production", "company", "fund", "officer")
    page = Paginator(found.order_by("submitted_at", "pk"), PER_PAGE)
    here = page.get_page(request.GET.get("page"))
    rows = [
        {"case": one, "asked": wording.amount_words(one.asked or 0, one.currency)} for one in here
    ]
    context = {"form": form, "page": here, "rows": rows}
    return render(request, "incentives/desk/queue.html", context)


def _filtered(found: QuerySet[Case], values: dict[str, Any], actor: Actor) -> QuerySet[Case]:
    found = found.exclude(submitted_at__isnull=True)
    if values.get("state"):
        found = found.filter(state=values["state"])
    else:
        found = found.filter(state__in=states.OPEN)
    if values.get("fund"):
        found = found.filter(fund__code=values["fund"])
    if values.get("mine"):
        found = found.filter(officer_id=actor.user_id)
    if text := values.get("q", "").strip():
        found = found.filter(
            Q(reference__icontains=text)
            | Q(production__title__icontains=text)
            | Q(company__name__icontains=text)
        )
    return found
