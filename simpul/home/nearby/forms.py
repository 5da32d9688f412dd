"""Where and when: the question of the page, asked by address so that it can be kept and sent."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from simpul.city.areas import AreaIndex
from simpul.web.forms import DayField, offer

TODAY, TOMORROW, WEEK, ON = "hari-ini", "besok", "pekan", "tanggal"
WHEN = (
    (TODAY, _("Today")),
    (TOMORROW, _("Tomorrow")),
    (WEEK, _("The next seven days")),
    (ON, _("Another day")),
)
RADII = (250, 500, 1000, 2000)
BACK, AHEAD = timedelta(days=366), timedelta(days=366)
"""No day is asked for farther away."""


class NearbyForm(forms.Form):
    """`wilayah`: code of an area. `lat`, `lon`: set by the button that asks for the position."""

    wilayah = forms.ChoiceField(label=_("Area"), required=False)
    jalan = forms.CharField(label=_("Street or place"), required=False, max_length=80)
    hari = forms.ChoiceField(label=_("Day"), required=False, choices=WHEN)
    tanggal = DayField(label=_("Date"), required=False)
    lat = forms.FloatField(
        required=False, min_value=-90, max_value=90, widget=forms.HiddenInput(), localize=False
    )
    lon = forms.FloatField(
        required=False, min_value=-180, max_value=180, widget=forms.HiddenInput(), localize=False
    )
    jarak = forms.ChoiceField(
        required=False,
        choices=[(str(metres), metres) for metres in RADII],
        widget=forms.HiddenInput(),
    )

    def __init__(self, *args: Any, areas: AreaIndex, top: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "wilayah", [("", _("The whole city")), *_areas(areas, top)])

    def clean_tanggal(self) -> date | None:
        """A day within a year."""
        day: date | None = self.cleaned_data["tanggal"]
        today = timezone.localdate()
        if day is not None and not today - BACK <= day <= today + AHEAD:
            raise forms.ValidationError(_("Choose a day within a year from today."))
        return day

    def days(self, today: date) -> tuple[date, date]:
        """First and last day asked for; today where the address asks for nothing readable."""
        wanted = getattr(self, "cleaned_data", {})
        chosen = wanted.get("hari") or (ON if wanted.get("tanggal") else TODAY)
        if chosen == ON and wanted.get("tanggal"):
            return wanted["tanggal"], wanted["tanggal"]
        if chosen == TOMORROW:
            return today + timedelta(days=1), today + timedelta(days=1)
        return today, today + timedelta(days=6 if chosen == WEEK else 0)


def _areas(areas: AreaIndex, top: str) -> list[Any]:
    """Cities first, then the sub-districts of each district with the district itself."""
    cities = areas.children(top)
    found: list[Any] = [(_("Cities"), [(row.code, row.name) for row in cities])]
    for city in cities:
        for district in areas.children(city.code):
            inside = [(row.code, row.name) for row in areas.children(district.code)]
            whole = (district.code, _("All of the district %(name)s") % {"name": district.name})
            found.append((f"{city.name}: {district.name}", [whole, *inside]))
    return found
