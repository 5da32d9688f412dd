"""Forms of whoever enters a project. They read what was typed; actions decide."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from simpul.kit.actors import Actor
from simpul.market import access, choices
from simpul.people.queries import companies_of
from simpul.productions.queries import productions_visible_to
from simpul.web.forms import Checks, FileDrop, Radios, offer

MOST_TITLES = 50


def area(label: Any, most: int = 500, rows: int = 3, **more: Any) -> forms.CharField:
    """A text of several lines."""
    return forms.CharField(
        label=label, max_length=most, widget=forms.Textarea(attrs={"rows": rows}), **more
    )


def line(label: Any, most: int = 200, **more: Any) -> forms.CharField:
    """A text of one line."""
    return forms.CharField(label=label, max_length=most, **more)


def company_choices(actor: Actor, roles: frozenset[str]) -> list[tuple[int, str]]:
    """The companies for which the actor may do this."""
    return [(one.pk, one.name) for one in companies_of(actor) if actor.companies[one.pk] in roles]


class StartEntryForm(forms.Form):
    """Whose project, and what it is called."""

    company = forms.TypedChoiceField(label=_("For which company?"), coerce=int, widget=Radios)
    production = forms.TypedChoiceField(
        label=_("A production you have in Simpul already"),
        help_text=_("What is known about it comes along."),
        coerce=int,
        empty_value=None,
        required=False,
    )
    title = line(
        _("Title"), required=False, help_text=_("A working title is enough; not needed above.")
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = company_choices(actor, access.EDITING_ROLES)
        offer(self, "company", mine)
        if len(mine) == 1:
            self.fields["company"].initial = mine[0][0]
        titles = productions_visible_to(actor).filter(company_id__in=[one for one, _n in mine])
        rows = [(one.pk, one.title) for one in titles.order_by("-created_at")[:MOST_TITLES]]
        offer(self, "production", [("", _("none of them")), *rows])
        self.possible = bool(mine)


class ProjectForm(forms.Form):
    """What it is."""

    title = line(_("Title"))
    original_title = line(
        _("Title in its own language"), required=False, help_text=_("For example in Korean.")
    )
    kind = forms.ChoiceField(
        label=_("What kind of project?"), choices=list(choices.KINDS.items()), widget=Radios
    )
    stage = forms.ChoiceField(
        label=_("How far is it?"), choices=list(choices.STAGES.items()), widget=Radios
    )
    logline = area(_("In one or two sentences"), 500, 3)
    synopsis = area(
        _("Synopsis"), 4000, 8, help_text=_("Accredited guests read it once it is selected.")
    )
    director = line(_("Director"))
    producer = line(_("Producer"), required=False)
    countries = line(
        _("Countries"), 60, required=False, help_text=_("Codes of two letters, for example ID, KR.")
    )


class MoneyForm(forms.Form):
    """What it costs, and how much is there."""

    budget = forms.DecimalField(
        label=_("Whole budget"),
        max_digits=14,
        decimal_places=2,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "input-money"}),
    )
    currency = line(_("Currency"), 3, help_text=_("A code of three letters, for example USD."))
    secured_percent = forms.IntegerField(
        label=_("How much of it is secured, in percent?"),
        help_text=_("0 if nothing is. Only signed or paid money counts."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "input-short"}),
    )


class SoughtForm(forms.Form):
    """Whom it looks for."""

    sought = forms.MultipleChoiceField(
        label=_("Whom do you look for?"), choices=list(choices.SOUGHT.items()), widget=Checks
    )
    sought_note = area(_("More about it"), 500, 3, required=False)


PAGES: Mapping[str, tuple[Any, type[forms.Form]]] = {
    "proyek": (_("The project"), ProjectForm),
    "biaya": (_("Budget and secured share"), MoneyForm),
    "mitra": (_("Partners sought"), SoughtForm),
}
"""Slug → title and form: the pages of an entry in their order."""


class MaterialForm(forms.Form):
    """A paper for guests with permission."""

    kind = forms.ChoiceField(
        label=_("Which paper?"), choices=list(choices.MATERIALS.items()), widget=Radios
    )
    file = forms.FileField(
        label=_("PDF"),
        help_text=_("Each guest gets a copy with the guest's own name on every page."),
        widget=FileDrop(attrs={"accept": ".pdf"}),
    )


class SearchForm(forms.Form):
    """Searching the catalogue."""

    q = line(_("Search"), 100, required=False, help_text=_("In Indonesian, English or Korean."))
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    stage = forms.ChoiceField(label=_("Stage"), required=False)
    sought = forms.ChoiceField(label=_("Looks for"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        tables = {"kind": choices.KINDS, "stage": choices.STAGES, "sought": choices.SOUGHT}
        for name, table in tables.items():
            offer(self, name, [("", _("all")), *table.items()])


class AskAccessForm(forms.Form):
    """Asking for the materials."""

    message = area(_("Why are you interested?"), 500, 3, required=False)
