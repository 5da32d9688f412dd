"""Looking for an area, by address."""

from __future__ import annotations

import re

from django import forms
from django.utils.translation import gettext_lazy as _

_POINT = re.compile(r"\s*(-?\d{1,3}(?:\.\d{1,9})?)\s*[,;\s]\s*(-?\d{1,3}(?:\.\d{1,9})?)\s*")


class ContactForm(forms.Form):
    """Where the mail of an authority's desk goes."""

    email = forms.CharField(
        label=_("E-mail of the desk"),
        help_text=_("Requests to this authority are sent here. Empty: no mail is sent."),
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )


class AreaForm(forms.Form):
    """A name or a code, or a point."""

    q = forms.CharField(label=_("Name or code"), required=False, max_length=60)
    point = forms.CharField(
        label=_("Point (latitude, longitude)"),
        help_text=_("For example -6.1902, 106.8396"),
        required=False,
        max_length=40,
    )

    def clean_point(self) -> tuple[float, float] | None:
        """Two numbers, latitude first."""
        text = self.cleaned_data["point"]
        if not text:
            return None
        match = _POINT.fullmatch(text)
        lat, lon = (float(match[1]), float(match[2])) if match else (999.0, 999.0)
        if abs(lat) > 90 or abs(lon) > 180:
            raise forms.ValidationError(_("Write latitude and longitude, like -6.1902, 106.8396."))
        return lat, lon
