"""Public: every rule of the calendar in force on a day, with its law, its source and its status."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from simpul.city.book import CityBook
from simpul.city.queries import city_book
from simpul.places.calendar.fleet import VehicleRow
from simpul.places.calendar.priority import RULE
from simpul.places.calendar.rows import (
    FATIGUE,
    AirspaceRow,
    BlackoutRow,
    CalendarRow,
    LimitRow,
    ZoneRow,
    in_force,
)
from simpul.places.calendar.rules import CalendarRules
from simpul.places.rules import calendar_rules
from simpul.rulebook.queries import version_on
from simpul.web.forms import DayField


class RulesForm(forms.Form):
    """As of which day."""

    on = DayField(label=_("In force on"), required=False)


@dataclass(frozen=True, slots=True)
class Group:
    """Rules of one kind. `key`: the anchor."""

    key: str
    title: Promise
    text: Promise
    rows: list[dict[str, Any]]


_TITLES: tuple[tuple[str, Promise, Promise], ...] = (
    (
        "blackouts",
        _("When ground is not free"),
        _("Days and hours at which some uses cannot be, or must ask first."),
    ),
    ("limits", _("How much at once"), _("Vehicles, distances, closures and hours.")),
    (
        "fatigue",
        _("How much a street or neighbourhood bears"),
        _("Counted over the days named; then it rests."),
    ),
    ("quiet", _("Quiet"), _("Near worship, schools and hospitals, and around prayers.")),
    ("airspace", _("Airspace"), _("For drones.")),
    ("zones", _("Zones"), _("Which part of the city is which zone.")),
)


@require_safe
def published_rules(request: HttpRequest) -> HttpResponse:
    """The rule of priority, and the rows of the city's pack."""
    today = timezone.localdate()
    form = RulesForm(request.GET or None, initial={"on": today})
    on = (form.cleaned_data["on"] if form.is_bound and form.is_valid() else None) or today
    version = version_on(on)
    if version is None:
        return render(request, "places/calendar_rules.html", {"version": None, "priority": RULE})
    book = city_book(version.pk)
    groups = groups_of(calendar_rules(book), book, on)
    rows = [row for group in groups for row in group.rows]
    context = {
        "version": version,
        "form": form,
        "on": on,
        "priority": RULE,
        "groups": groups,
        "count": len(rows),
        "proposals": sum(not row["row"].verified for row in rows),
    }
    return render(request, "places/calendar_rules.html", context)


def groups_of(rules: CalendarRules, book: CityBook, on: Any) -> list[Group]:
    """The rules in force on a day, by kind; kinds without any are left out."""
    found: dict[str, list[CalendarRow]] = {key: [] for key, _title, _text in _TITLES}
    for row in rules.rows(on):
        found[_kind(row)].append(row)
    places = [(row, _("Quiet place")) for row in in_force(rules.quiet_places, on)]
    shown = {key: list(_shown(rows, book)) for key, rows in found.items()}
    shown["quiet"] += [{**one, "note": note} for row, note in places for one in _shown([row], book)]
    return [Group(key, title, text, shown[key]) for key, title, text in _TITLES if shown[key]]


def _kind(row: CalendarRow) -> str:
    if isinstance(row, ZoneRow):
        return "zones"
    if isinstance(row, VehicleRow):
        return "limits"
    if isinstance(row, BlackoutRow):
        return "blackouts"
    if isinstance(row, AirspaceRow):
        return "airspace"
    if isinstance(row, LimitRow) and row.measure != "quiet":
        return "fatigue" if row.measure in FATIGUE else "limits"
    return "quiet"


def _shown(rows: Iterable[CalendarRow], book: CityBook) -> Iterable[dict[str, Any]]:
    for row in rows:
        yield {
            "row": row,
            "laws": book.law_titles(row.law),
            "sources": [book.sources[one] for one in row.sources if one in book.sources],
        }
