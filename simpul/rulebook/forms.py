"""The questions of the rules pages, all by address: a search can be kept and sent."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from simpul.web.forms import DayField


class StandardsForm(forms.Form):
    """Which day, which table, which words."""

    q = forms.CharField(label=_("Search"), required=False, max_length=100)
    on = DayField(label=_("In force on"), required=False)
    table = forms.ChoiceField(label=_("Kind of rule"), required=False)

    def __init__(self, *args: Any, tables: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["table"].choices = [("", _("All")), *tables]  # type: ignore[attr-defined]


class ChangesForm(forms.Form):
    """Two days to compare."""

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        # "from" is a word of Python, not of the address.
        self.fields["from"] = DayField(label=_("From"), required=False)
        self.fields["to"] = DayField(label=_("To"), required=False)

    def clean(self) -> dict[str, Any]:
        """The earlier day first."""
        found = super().clean() or {}
        start, end = found.get("from"), found.get("to")
        if start and end and end < start:
            self.add_error("to", _("This day is before the other one."))
        return found
