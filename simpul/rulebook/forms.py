"""The questions of the rules pages, all by address: a search can be kept and sent."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from simpul.web.forms import DayField, offer

EARLIEST, LATEST = date(1945, 8, 17), date(2199, 12, 31)
"""Days one may ask about: no rule of the republic is older."""


def _day(label: Any) -> DayField:
    return DayField(label=label, required=False, earliest=EARLIEST, latest=LATEST)


class StandardsForm(forms.Form):
    """Which day, which table, which words."""

    q = forms.CharField(label=_("Search"), required=False, max_length=100)
    on = _day(_("In force on"))
    table = forms.ChoiceField(label=_("Kind of rule"), required=False)

    def __init__(self, *args: Any, tables: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "table", [("", _("All")), *tables])


class ChangesForm(forms.Form):
    """Two days to compare."""

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        # "from" is a word of Python, not of the address.
        self.fields["from"] = _day(pgettext_lazy("day", "From"))
        self.fields["to"] = _day(pgettext_lazy("day", "To"))

    def clean(self) -> dict[str, Any]:
        """The earlier day first."""
        found = super().clean() or {}
        start, end = found.get("from"), found.get("to")
        if start and end and end < start:
            self.add_error("to", _("This day is before the other one."))
        return found
