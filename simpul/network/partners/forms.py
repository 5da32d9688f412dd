"""Forms of partners, people and their lists. They read what was typed; actions decide."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from simpul.network import words
from simpul.network.models import Consent, FactStatus, Partner, PartnerPerson
from simpul.network.partners import queries
from simpul.web.forms import Checks, DayField, FileDrop, Radios, offer


def lines(label: Any, most: int = 4000, rows: int = 3, **more: Any) -> forms.CharField:
    """A field of several lines."""
    return forms.CharField(
        label=label, max_length=most, widget=forms.Textarea(attrs={"rows": rows}), **more
    )


def shown(choices: list[tuple[str, Any]]) -> list[tuple[str, Any]]:
    """Choices as they stand in a form: with a capital letter."""
    return [(key, capfirst(label)) for key, label in choices]


class NamesForm(forms.Form):
    """A form that asks for names in several languages: fields `name_ko` … become `names`."""

    def __init__(self, *args: Any, named: dict[str, str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.named = named or {}
        for code in words.NAMED_IN:
            self.fields[f"name_{code}"] = forms.CharField(
                label=words.language_name(code),
                max_length=200,
                required=False,
                initial=self.named.get(code, ""),
                widget=forms.TextInput(attrs={"lang": code}),
            )

    @property
    def name_fields(self) -> list[forms.BoundField]:
        """The fields of names, drawn in a group of their own."""
        return [self[f"name_{code}"] for code in words.NAMED_IN]

    @property
    def plain_fields(self) -> list[forms.BoundField]:
        """All other fields."""
        return [field for field in self if not field.name.startswith("name_")]

    def names(self) -> dict[str, str]:
        """What was typed, and names in other languages that were there."""
        asked = {f"name_{code}": code for code in words.NAMED_IN}
        kept = {code: name for code, name in self.named.items() if code not in words.NAMED_IN}
        typed = {code: self.cleaned_data.get(field, "") for field, code in asked.items()}
        return kept | {code: name for code, name in typed.items() if name}


class PartnerForm(NamesForm):
    """An organisation."""

    kind = forms.ChoiceField(
        label=_("What kind of organisation is it?"), choices=shown(Partner.Kind.choices)
    )
    name = forms.CharField(label=_("Name, as it writes itself"), max_length=200)
    country = forms.ChoiceField(label=_("Country"))
    city = forms.CharField(label=_("City"), max_length=100, required=False)
    time_zone = forms.ChoiceField(label=_("Time zone"), required=False)
    languages = forms.MultipleChoiceField(
        label=_("Languages one can write to them in"), widget=Checks, required=False
    )
    links = lines(_("Addresses on the web"), 2000, help_text=_("One per line."), required=False)
    known_by = lines(_("How do we know them?"), required=False)
    note = lines(_("Note"), required=False)
    source = forms.CharField(
        label=_("Where these facts come from"),
        help_text=_("An address on the web, or a paper with its date."),
        max_length=500,
        required=False,
    )
    status = forms.ChoiceField(
        label=_("How sure is this?"), choices=shown(FactStatus.choices), initial=FactStatus.REPORTED
    )

    def __init__(self, *args: Any, partner: Partner | None = None, **kwargs: Any) -> None:
        initial = _partner_initial(partner) if partner else {}
        super().__init__(*args, named=partner.names if partner else None, initial=initial, **kwargs)
        offer(self, "country", [("", "–"), *words.countries()])
        offer(self, "time_zone", words.time_zones())
        offer(self, "languages", words.languages(partner.languages if partner else ()))

    def arguments(self) -> dict[str, Any]:
        """The arguments of `partners.create_partner`."""
        data = self.cleaned_data
        plain = {key: value for key, value in data.items() if not key.startswith("name_")}
        return {**plain, "links": data["links"].splitlines(), "names": self.names()}


def _partner_initial(one: Partner) -> dict[str, Any]:
    fields = ("kind", "name", "country", "city", "time_zone", "languages", "known_by", "note")
    plain = {name: getattr(one, name) for name in (*fields, "source", "status")}
    return {**plain, "links": "\n".join(one.links)}


class PostFields(forms.Form):
    """A post, as a card says it."""

    title = forms.CharField(label=_("Post"), max_length=200)
    email = forms.CharField(label=_("E-mail address on the card"), max_length=254, required=False)
    phone = forms.CharField(label=_("Telephone on the card"), max_length=40, required=False)
    valid_from = DayField(label=_("Holds it from"), required=False)
    valid_to = DayField(
        label=_("Up to, this day no more"),
        help_text=_("Left empty: still holds it."),
        required=False,
    )
    source = forms.CharField(label=_("Where this comes from"), max_length=500, required=False)


class PersonForm(NamesForm, PostFields):
    """A new person with the post from their card."""

    name = forms.CharField(label=_("Name, in Latin letters"), max_length=200)
    field_order = ("name", "title", "email", "phone", "valid_from", "valid_to", "source")

    def arguments(self) -> dict[str, Any]:
        """The arguments of `people.add_person`."""
        data = self.cleaned_data
        plain = {key: value for key, value in data.items() if not key.startswith("name_")}
        return {**plain, "names": self.names()}


class PostForm(PostFields):
    """Another post of somebody known."""

    partner_id = forms.TypedChoiceField(label=_("At which partner?"), coerce=int)
    field_order = ("partner_id", "title")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "partner_id", [("", "–"), *partner_choices()])


class PersonChangeForm(NamesForm):
    """What is kept of a person; beyond the card only where there is a consent."""

    name = forms.CharField(label=_("Name, in Latin letters"), max_length=200)
    languages = forms.MultipleChoiceField(label=_("Languages"), widget=Checks, required=False)
    mobile = forms.CharField(label=_("Mobile telephone"), max_length=40, required=False)
    note = lines(_("Note"), required=False)

    def __init__(self, *args: Any, person: PartnerPerson, **kwargs: Any) -> None:
        fields = ("name", "languages", "mobile", "note")
        initial = {name: getattr(person, name) for name in fields}
        super().__init__(*args, named=person.names, initial=initial, **kwargs)
        offer(self, "languages", words.languages(person.languages))
        if not person.consented:
            for name in ("languages", "mobile", "note"):
                del self.fields[name]

    def arguments(self) -> dict[str, Any]:
        """The arguments of `people.change_person`."""
        data = self.cleaned_data
        plain = {key: value for key, value in data.items() if not key.startswith("name_")}
        return {**plain, "names": self.names()}


class ConsentForm(forms.Form):
    """What a person agreed to."""

    purpose = forms.ChoiceField(
        label=_("What did the person agree to?"),
        choices=shown(Consent.Purpose.choices),
        widget=Radios,
    )
    how = forms.ChoiceField(label=_("How?"), choices=shown(Consent.How.choices), widget=Radios)
    given_on = DayField(label=_("On which day?"))
    note = forms.CharField(
        label=_("Where it can be found"),
        help_text=_("The letter, the form, or who heard it."),
        max_length=300,
        required=False,
    )


class DayForm(forms.Form):
    """One day."""

    day = DayField(label=_("On which day?"))


class MergeForm(forms.Form):
    """Which one stays."""

    keep_id = forms.TypedChoiceField(label=_("Which one stays?"), coerce=int, widget=Radios)
    sure = forms.BooleanField(label=_("I have looked at both: they are the same"))

    def __init__(self, *args: Any, choices: list[tuple[int, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "keep_id", choices)


class ContactsForm(forms.Form):
    """A file of people."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("Cards as .vcf (vCard 3.0 or 4.0), or a list as .csv."),
        widget=FileDrop(limit=4 * 1024 * 1024),
    )
    partner_id = forms.TypedChoiceField(
        label=_("Whom do people belong to for whom the file names no organisation?"),
        coerce=int,
        empty_value=None,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "partner_id", [("", "–"), *partner_choices()])


class PartnerFilter(forms.Form):
    """The list narrowed, by address."""

    q = forms.CharField(label=_("Search"), max_length=80, required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    country = forms.ChoiceField(label=_("Country"), required=False)

    def __init__(self, *args: Any, countries: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "kind", [("", _("All")), *shown(Partner.Kind.choices)])
        named = sorted(((code, words.country_name(code)) for code in countries), key=lambda c: c[1])
        offer(self, "country", [("", _("All")), *named])


def partner_choices() -> list[tuple[int, str]]:
    """Partners to choose from."""
    return [(one.pk, one.name) for one in queries.live_partners().only("name")]
