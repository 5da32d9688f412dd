"""Forms of passports, shares and nodes. They read what was typed; actions decide."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from simpul.network.models import Partner
from simpul.network.passports.format.fields import FIELDS, GROUPS, Field, in_group
from simpul.network.passports.format.mapping import PartnerForm
from simpul.network.passports.format.wording import say
from simpul.network.passports.values import FROM_PRODUCTION, Held
from simpul.web.formats import language, pick_text
from simpul.web.forms import Checks, DayField, Hinted, offer

MOST_PREVIEW = 160
LANGUAGE_NAMES = {"id": _("in Indonesian"), "en": _("in English")}
LANGUAGE_CHOICES = [("id", _("Indonesian")), ("en", _("English"))]
OFTEN = ("IDR", "KRW", "HKD", "USD", "EUR", "SGD", "JPY")


@dataclass(frozen=True, slots=True)
class Page:
    """One page of questions."""

    slug: str
    title: Any
    lead: Any
    fields: tuple[str, ...]


PAGES = (
    Page(
        "proyek",
        _("The project in words"),
        _("Texts the production already has are taken from there; add them in the other language."),
        ("title", "genre", "theme", "format", "runtime_min", "episodes", "logline", "synopsis"),
    ),
    Page(
        "jadwal",
        _("Schedule in the partner's city"),
        _("Leave open what is not decided."),
        ("scouting_from", "shoot_from", "shoot_to", "days_there"),
    ),
    Page(
        "kebutuhan",
        _("What is looked for"),
        _("Places, people, money, and what else you ask of the partner."),
        ("places", "crew", "budget", "budget_there", "requests"),
    ),
    Page(
        "kegiatan",
        _("Vehicles and special activities"),
        _("Partner commissions ask for these early, because of police and fire service."),
        ("vehicles", "activities"),
    ),
)


def page_of(slug: str) -> Page | None:
    """The page with this address."""
    return next((page for page in PAGES if page.slug == slug), None)


class FillForm(forms.Form):
    """The questions of one page; `answers` gives them back as the passport holds them."""

    def __init__(
        self, data: Any, *, page: Page, answers: Mapping[str, Any], own: str, **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        self.page, self.own = page, own
        if page.slug == "proyek":
            label = _("In which language are title, logline and synopsis of the production?")
            self.fields["language"] = forms.ChoiceField(
                label=label, choices=LANGUAGE_CHOICES, initial=own
            )
        for name in page.fields:
            _ADDERS[FIELDS[name].kind](self, FIELDS[name], answers.get(name))

    def languages_of(self, field: Field) -> list[str]:
        """The languages in which a text is asked: not again what the production has."""
        if field.name in FROM_PRODUCTION:
            return ["en" if self.own != "en" else "id"]
        return ["id", "en"]

    def answers(self) -> dict[str, Any]:
        """Field → value, None where nothing was typed."""
        return {name: _READERS[FIELDS[name].kind](self, FIELDS[name]) for name in self.page.fields}


def _label(field: Field) -> str:
    return pick_text(field.label)


def _add_texts(form: FillForm, field: Field, value: Any) -> None:
    for code in form.languages_of(field):
        lines = 6 if field.most > 1000 else 2
        widget = forms.Textarea(attrs={"rows": lines}) if field.most > 200 else forms.TextInput()
        form.fields[f"{field.name}_{code}"] = forms.CharField(
            label=f"{_label(field)} ({LANGUAGE_NAMES[code]})",
            max_length=field.most,
            required=False,
            widget=widget,
            initial=(value or {}).get(code, ""),
        )


def _add_number(form: FillForm, field: Field, value: Any) -> None:
    form.fields[field.name] = forms.IntegerField(
        label=_label(field),
        min_value=0,
        max_value=field.most,
        required=False,
        initial=value,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "input-short"}),
    )


def _add_day(form: FillForm, field: Field, value: Any) -> None:
    form.fields[field.name] = DayField(label=_label(field), required=False, initial=value)


def _add_money(form: FillForm, field: Field, value: Any) -> None:
    given = value or {}
    form.fields[field.name] = forms.CharField(
        label=_label(field),
        help_text=_("Digits only, for example 1500000000."),
        max_length=20,
        required=False,
        initial=given.get("amount", ""),
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "input-money"}),
    )
    form.fields[f"{field.name}_currency"] = forms.ChoiceField(
        label=_("Currency"),
        choices=[(code, code) for code in OFTEN],
        required=False,
        initial=given.get("currency", "IDR"),
    )


def _add_counts(form: FillForm, field: Field, value: Any) -> None:
    for code, names in field.choices.items():
        form.fields[f"{field.name}_{code}"] = forms.IntegerField(
            label=gettext("Vehicles: %(kind)s") % {"kind": pick_text(names)},
            min_value=0,
            max_value=field.most,
            required=False,
            initial=(value or {}).get(code),
            widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "input-short"}),
        )


def _add_codes(form: FillForm, field: Field, value: Any) -> None:
    form.fields[field.name] = forms.MultipleChoiceField(
        label=_label(field),
        choices=[(code, pick_text(names).capitalize()) for code, names in field.choices.items()],
        required=False,
        initial=value or [],
        widget=Checks,
    )


_ADDERS: Mapping[str, Callable[[FillForm, Field, Any], None]] = {
    "texts": _add_texts,
    "number": _add_number,
    "day": _add_day,
    "money": _add_money,
    "counts": _add_counts,
    "codes": _add_codes,
}


def _read_texts(form: FillForm, field: Field) -> Any:
    asked = {code: form.cleaned_data[f"{field.name}_{code}"] for code in form.languages_of(field)}
    return {code: text.replace("\r\n", "\n") for code, text in asked.items() if text} or None


def _read_day(form: FillForm, field: Field) -> Any:
    day = form.cleaned_data[field.name]
    return day.isoformat() if day else None


def _read_money(form: FillForm, field: Field) -> Any:
    amount = form.cleaned_data[field.name].replace(" ", "").replace(",", ".")
    if not amount:
        return None
    return {"amount": amount, "currency": form.cleaned_data[f"{field.name}_currency"]}


def _read_counts(form: FillForm, field: Field) -> Any:
    found = {code: form.cleaned_data[f"{field.name}_{code}"] for code in field.choices}
    return {code: number for code, number in found.items() if number} or None


_READERS: Mapping[str, Callable[[FillForm, Field], Any]] = {
    "texts": _read_texts,
    "number": lambda form, field: form.cleaned_data[field.name],
    "day": _read_day,
    "money": _read_money,
    "counts": _read_counts,
    "codes": lambda form, field: form.cleaned_data[field.name] or None,
}


# --- sharing ---------------------------------------------------------------------------------
class GiveForm(forms.Form):
    """What is shared, for which purpose, until when. Nothing is ticked beforehand."""

    purpose = forms.CharField(
        label=_("What may the partner use it for?"),
        help_text=_("For example: to advise on locations and prepare the application there."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    ends_on = DayField(
        label=_("Until which day, this day included?"),
        help_text=_("Then it ends by itself, at the latest after two years."),
    )

    def __init__(
        self, *args: Any, has: Held, partner_forms: Sequence[PartnerForm], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        asked = frozenset(name for form in partner_forms for name in form.asks)
        self.groups: list[str] = []
        for group, names in GROUPS.items():
            choices = [
                (one.name, Hinted(_label(one), _hint(one, has, one.name in asked)))
                for one in in_group(group)
                if one.name in has.values
            ]
            if choices:
                self.groups.append(f"fields_{group}")
                self.fields[f"fields_{group}"] = forms.MultipleChoiceField(
                    label=pick_text(names), choices=choices, required=False, widget=Checks
                )

    def chosen(self) -> list[str]:
        """The fields that were ticked."""
        return [name for group in self.groups for name in self.cleaned_data.get(group, ())]


def _hint(field: Field, has: Held, asked: bool) -> str:
    text = say(field, has.values[field.name], language(), has.language).text
    parts = [text if len(text) <= MOST_PREVIEW else f"{text[:MOST_PREVIEW]}…"]
    if asked:
        parts.append(gettext("The partner's form asks for this."))
    if field.care == "personal":
        parts.append(gettext("Names a person: ask them first."))
    elif field.care == "private":
        parts.append(gettext("Not for everybody."))
    return " · ".join(parts)


class ConsentForm(forms.Form):
    """The consent itself, beside what exactly is given."""

    agreed = forms.BooleanField(
        label=_("I consent for the company: exactly this, to this partner, for this purpose"),
        required=False,
    )
    people_agreed = forms.BooleanField(
        label=_("The people named in it know this and agreed"), required=False
    )

    def __init__(self, *args: Any, names_people: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not names_people:
            del self.fields["people_agreed"]


# --- nodes -----------------------------------------------------------------------------------
def _partners() -> list[tuple[str, str]]:
    rows = Partner.objects.filter(merged_into__isnull=True).order_by("name", "pk")
    return [("", "—"), *((str(one.pk), one.name) for one in rows)]


class ReceiverForm(forms.Form):
    """Whom companies may share with, and which of its forms are known."""

    partner = forms.TypedChoiceField(label=_("Partner"), coerce=int)
    forms = forms.MultipleChoiceField(
        label=_("Forms a passport is mapped to"), required=False, widget=Checks
    )

    def __init__(self, *args: Any, partner_forms: Mapping[str, PartnerForm], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "partner", _partners())
        choices = [
            (code, Hinted(pick_text(one.names), pick_text(one.note)))
            for code, one in partner_forms.items()
        ]
        offer(self, "forms", choices)


class CardForm(forms.Form):
    """The card a partner's node published."""

    partner = forms.TypedChoiceField(label=_("Partner"), coerce=int)
    card = forms.CharField(
        label=_("Card of its node"),
        help_text=_("Copy it whole from the partner's page or letter. Nothing is trusted yet."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "partner", _partners())


class TrustForm(forms.Form):
    """What the partner read out, by telephone or face to face."""

    fingerprint = forms.CharField(
        label=_("Fingerprint as the partner told it to you"),
        help_text=_("Call a number you know already. Do not copy it from this page."),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class EndForm(forms.Form):
    """Why a node is trusted no longer."""

    reason = forms.CharField(
        label=_("Why?"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
