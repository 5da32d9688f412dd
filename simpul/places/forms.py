"""Looking for a site, by address; and the manager's own terms."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from simpul.city.book import CityBook
from simpul.kit.texts import pick
from simpul.places.actions.terms import LONGEST
from simpul.places.catalogue import Search, managers
from simpul.places.categories import CATEGORIES
from simpul.places.models import LONGEST_NOTICE, MOST_PEOPLE
from simpul.web.forms import offer

FEES = (
    ("official", _("Official tariff known")),
    ("free", _("Nothing may be collected")),
    ("owner", _("Settled with the owner")),
    ("unknown", _("Tariff not known yet")),
)


class SearchForm(forms.Form):
    """What somebody looks for."""

    q = forms.CharField(label=_("Search"), required=False, max_length=100)
    category = forms.ChoiceField(label=_("Kind of place"), required=False)
    manager = forms.ChoiceField(label=_("Manager"), required=False)
    area = forms.ChoiceField(label=_("Area"), required=False)
    fee = forms.ChoiceField(
        label=_("Fee"), required=False, choices=[("", pgettext_lazy("fee", "Any")), *FEES]
    )

    def __init__(self, *args: Any, book: CityBook, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = sorted((pick(texts, language), code) for code, texts in CATEGORIES.items())
        self._offer("category", [(code, name) for name, code in kinds])
        names = {c: pick(book.authorities[c].short, language) for c in managers(book)}
        self._offer("manager", sorted(names.items(), key=lambda pair: pair[1]))
        self._offer("area", _areas(book))

    def _offer(self, name: str, choices: list[Any]) -> None:
        offer(self, name, [("", _("All")), *choices])

    @property
    def search(self) -> Search:
        """What was asked; a wrong value in the address asks nothing."""
        wanted = self.cleaned_data if self.is_bound and self.is_valid() else {}
        return Search(
            words=wanted.get("q", ""),
            category=wanted.get("category", ""),
            manager=wanted.get("manager", ""),
            area=wanted.get("area", ""),
            fee=wanted.get("fee", ""),
        )


def _areas(book: CityBook) -> list[Any]:
    """Cities, each with its districts."""
    groups: list[Any] = []
    for city in book.areas.children(book.settings.area):
        districts = [(row.code, row.name) for row in book.areas.children(city.code)]
        groups.append((city.name, [(city.code, city.name), *districts]))
    return groups


def _words(label: Any, hint: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class TermsForm(forms.Form):
    """The terms of a site. `edition` is the one the editor started from."""

    edition = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    how_to_ask_id = _words(_("How to ask (Indonesian)"), _("Where to send the letter, and when."))
    how_to_ask_en = _words(_("How to ask (English)"))
    hours_id = _words(_("Hours (Indonesian)"), _("When filming is possible."))
    hours_en = _words(_("Hours (English)"))
    not_allowed_id = _words(_("Not allowed (Indonesian)"))
    not_allowed_en = _words(_("Not allowed (English)"))
    facilities_id = _words(_("Power, water, parking (Indonesian)"))
    facilities_en = _words(_("Power, water, parking (English)"))
    most_people = forms.IntegerField(
        label=_("Most people at one time"), required=False, min_value=1, max_value=MOST_PEOPLE
    )
    notice_days = forms.IntegerField(
        label=_("Working days of notice asked for"),
        help_text=_("A wish of the manager, no legal deadline."),
        required=False,
        min_value=1,
        max_value=LONGEST_NOTICE,
    )
    contact_phone = forms.CharField(label=_("Telephone"), required=False, max_length=40)
    contact_email = forms.EmailField(label=_("E-mail address"), required=False)
