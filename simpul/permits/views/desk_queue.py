"""The case officers' queue."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from simpul.city.queries import city_book
from simpul.people.requests import Request
from simpul.permits import queries, states
from simpul.permits.models import ActivityDay, Application
from simpul.permits.views.desk_common import staff_of
from simpul.web.forms import offer

PER_PAGE = 30


class FilterForm(forms.Form):
    """Queue filters, by URL."""

    q = forms.CharField(label=_("Reference, title or company"), required=False, max_length=100)
    state = forms.ChoiceField(label=_("State"), required=False)
    district = forms.ChoiceField(label=_("District"), required=False)
    mine = forms.BooleanField(label=_("Only my cases"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = [(str(state.value), label) for state, label in states.LABELS.items()]
        offer(self, "state", [("", _("All open")), *labels])
        rows = city_book().areas.rows.values()
        districts = sorted((row.name, row.code) for row in rows if row.level == "kecamatan")
        offer(self, "district", [("", _("Everywhere")), *((c, name) for name, c in districts)])


@require_GET
def queue(request: Request) -> HttpResponse:
    """Open cases, oldest first; filters by URL; query count does not grow with rows."""
    actor = staff_of(request)
    form = FilterForm(request.GET or None)
    values = form.cleaned_data if form.is_bound and form.is_valid() else {}
    found = _filtered(queries.officer_queue(actor), values, actor.user_id)
    page = Paginator(found.order_by("submitted_at"), PER_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "today": timezone.localdate()}
    return render(request, "permits/desk/queue.html", context)


def _filtered(
    found: QuerySet[Application], values: dict[str, Any], officer_id: int | None
) -> QuerySet[Application]:
    if values.get("state"):
        found = found.filter(state=values["state"])
    else:
        found = found.filter(state__in=states.OPEN)
    if values.get("mine"):
        found = found.filter(officer_id=officer_id)
    if values.get("district"):
        there = ActivityDay.objects.filter(
            application=OuterRef("pk"), kecamatan_code=values["district"]
        )
        found = found.filter(Exists(there))
    if text := values.get("q", "").strip():
        found = found.filter(
            Q(reference__icontains=text)
            | Q(production__title__icontains=text)
            | Q(company__name__icontains=text)
        )
    return found
