"""The form of a complaint."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class ComplaintForm(forms.Form):
    what = forms.CharField(
        label=_("What happened?"),
        help_text=_("Who asked for how much, and for what? A name, an office or a vehicle helps."),
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    where = forms.CharField(label=_("Where and when"), required=False)
    permit = forms.CharField(label=_("Number or code of the permit"), required=False)
    contact = forms.CharField(
        label=_("How can we reach you?"),
        required=False,
        help_text=_("You need not say who you are. Without it we cannot answer you."),
    )
