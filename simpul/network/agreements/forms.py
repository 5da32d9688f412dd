"""Forms of agreements. They read what was typed; actions decide."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from simpul.network.actions.agreements import Terms
from simpul.network.agreements.words import LANGUAGES
from simpul.network.models import Agreement, Encounter, Visit
from simpul.network.partners.queries import live_partners
from simpul.network.queries import owners
from simpul.network.typed import MOST_ARTICLE, MOST_LINE, MOST_TEXT
from simpul.web.forms import Checks, DayField, FileDrop, Radios, offer

COUNTERPARTS = ("counterpart", "counterpart_2", "counterpart_3")
MOST_ORIGINS = 100


def texts(label: Any, most: int = MOST_TEXT, rows: int = 3, **more: Any) -> forms.CharField:
    """A field of several lines."""
    return forms.CharField(
        label=label, max_length=most, widget=forms.Textarea(attrs={"rows": rows}), **more
    )


def capital(choices: Iterable[tuple[Any, Any]]) -> list[tuple[Any, Any]]:
    """Choices whose words stand alone: with a capital letter."""
    return [(value, capfirst(label)) for value, label in choices]


def partner_choices() -> list[tuple[str, str]]:
    """Partners to choose from."""
    return [(str(one.pk), one.name) for one in live_partners()]


def owner_choices() -> list[tuple[int, str]]:
    """People who can have something in hand."""
    return [(one.pk, one.get_full_name()) for one in owners()]


def origin_choices() -> list[tuple[str, str]]:
    """Encounters and visits that something can grow from, the newest first."""
    met: Iterable[Encounter] = Encounter.objects.order_by("-held_on", "-pk")[:MOST_ORIGINS]
    went: Iterable[Visit] = Visit.objects.order_by("-starts_on", "-pk")[:MOST_ORIGINS]
    found = [(one.held_on, f"encounter:{one.pk}", one.title) for one in met]
    found += [(one.starts_on, f"visit:{one.pk}", one.title) for one in went]
    return [(key, f"{day:%Y-%m-%d} · {title}") for day, key, title in sorted(found, reverse=True)]


def split_origin(value: str) -> dict[str, int | None]:
    """ "visit:3" as the arguments of an action."""
    kind, _colon, key = value.partition(":")
    return {
        "encounter_id": int(key) if kind == "encounter" else None,
        "visit_id": int(key) if kind == "visit" else None,
    }


class AgreementForm(forms.Form):
    """The terms of an agreement; its articles follow on its page."""

    kind = forms.ChoiceField(
        label=_("What kind of agreement is it?"),
        choices=capital(Agreement.Kind.choices),
        widget=Radios,
    )
    counterpart = forms.ChoiceField(
        label=_("Counterpart"),
        error_messages={"required": _("Name the counterpart: an agreement binds two sides.")},
    )
    counterpart_2 = forms.ChoiceField(label=_("A second counterpart"), required=False)
    counterpart_3 = forms.ChoiceField(label=_("A third counterpart"), required=False)
    ours = forms.CharField(label=_("Our side, as it stands on the paper"), max_length=200)
    languages = forms.MultipleChoiceField(
        label=_("Languages of the text, side by side"),
        help_text=_("Each needs a title below."),
        choices=list(LANGUAGES.items()),
        widget=Checks,
    )
    prevailing = forms.ChoiceField(
        label=_("Which language holds where they differ?"),
        choices=[("", _("All of them alike")), *LANGUAGES.items()],
        required=False,
    )
    number = forms.CharField(label=_("Number on the paper"), max_length=100, required=False)
    origin = forms.ChoiceField(label=_("It grew from"), required=False)
    valid_from = DayField(
        label=_("First day"),
        help_text=_("Left empty: the day of the last signature."),
        required=False,
    )
    valid_to = DayField(
        label=_("Last day"),
        help_text=_("Left empty: until somebody ends it."),
        required=False,
    )
    renewal_lead = forms.IntegerField(
        label=_("Remind of renewal so many days before"), initial=90, min_value=0, max_value=730
    )
    owner = forms.TypedChoiceField(label=_("In whose hands"), coerce=int)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = partner_choices()
        for name in COUNTERPARTS:
            offer(self, name, [("", "–"), *known])
        offer(self, "origin", [("", _("Neither an encounter nor a visit")), *origin_choices()])
        offer(self, "owner", owner_choices())
        for code, label in LANGUAGES.items():
            self.fields[f"title_{code}"] = forms.CharField(
                label=_("Title (%(language)s)") % {"language": label},
                max_length=MOST_LINE,
                required=False,
            )
        self.order_fields([
            "kind", *COUNTERPARTS, "ours", "languages",
            *(f"title_{code}" for code in LANGUAGES),
        ])  # fmt: skip

    def terms(self) -> Terms:
        """What was typed, as the action takes it."""
        data = self.cleaned_data
        return Terms(
            kind=data["kind"],
            titles={code: data[f"title_{code}"] for code in LANGUAGES},
            languages=data["languages"],
            counterparts=list(dict.fromkeys(int(data[n]) for n in COUNTERPARTS if data[n])),
            ours=data["ours"],
            owner_id=data["owner"],
            prevailing=data["prevailing"],
            number=data["number"],
            valid_from=data["valid_from"],
            valid_to=data["valid_to"],
            renewal_lead=data["renewal_lead"],
            **split_origin(data["origin"]),
        )

    @staticmethod
    def initial_of(agreement: Agreement) -> dict[str, Any]:
        """What the form shows of an agreement that is there."""
        parties = list(agreement.parties.all())
        theirs = [str(one.partner_id) for one in parties if one.partner_id]
        origin = f"encounter:{agreement.encounter_id}" if agreement.encounter_id else ""
        if agreement.visit_id:
            origin = f"visit:{agreement.visit_id}"
        return {
            "kind": agreement.kind,
            "ours": next((one.name for one in parties if not one.partner_id), ""),
            "languages": agreement.languages,
            "prevailing": agreement.prevailing,
            "number": agreement.number,
            "origin": origin,
            "valid_from": agreement.valid_from,
            "valid_to": agreement.valid_to,
            "renewal_lead": agreement.renewal_lead,
            "owner": agreement.owner_id,
            "version": agreement.version,
            **dict(zip(COUNTERPARTS, theirs, strict=False)),
            **{f"title_{code}": text for code, text in agreement.titles.items()},
        }


class ArticleForm(forms.Form):
    """One article: heading and text in each language of the agreement."""

    def __init__(self, *args: Any, languages: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.languages = [code for code in LANGUAGES if code in languages]
        for code in self.languages:
            named = {"language": LANGUAGES[code]}
            self.fields[f"heading_{code}"] = forms.CharField(
                label=_("Heading (%(language)s)") % named, max_length=MOST_LINE, required=False
            )
            self.fields[f"text_{code}"] = texts(
                _("Text (%(language)s)") % named, MOST_ARTICLE, 6, required=False
            )
            for name in ("heading", "text"):
                self.fields[f"{name}_{code}"].widget.attrs["lang"] = code

    def words(self) -> dict[str, dict[str, str]]:
        """The arguments of `write_article`."""
        data = self.cleaned_data
        return {
            "headings": {code: data[f"heading_{code}"] for code in self.languages},
            "texts": {code: data[f"text_{code}"] for code in self.languages},
        }


class SignatureForm(forms.Form):
    """One party's signature and its paper."""

    signed_on = DayField(label=_("Signed on"))
    signatory = forms.CharField(label=_("Signed by"), max_length=200)
    office = forms.CharField(label=_("In which office"), max_length=200, required=False)
    paper = forms.FileField(
        label=_("The signed paper"),
        help_text=_("PDF, or a picture of it. It is checked before it is kept."),
        widget=FileDrop,
    )


class ClaimForm(forms.Form):
    """What somebody says of it in public."""

    state = forms.ChoiceField(
        label=_("What is claimed?"),
        choices=[("", _("Nothing (any more)")), *capital(Agreement.Claimed.choices)],
        required=False,
    )
    text = texts(_("The words"), rows=2, required=False)
    source = forms.CharField(label=_("Source"), max_length=500, required=False)
    on = DayField(label=_("Published on"), required=False)


class WhyForm(forms.Form):
    """One sentence why."""

    reason = texts(_("Reason"))


class AgreementFilter(forms.Form):
    """Which agreements are listed."""

    q = forms.CharField(label=_("Words"), max_length=100, required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False)
    partner = forms.ChoiceField(label=_("Partner"), required=False)

    def __init__(self, *args: Any, states: Iterable[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everything = ("", _("All"))
        offer(self, "kind", [everything, *capital(Agreement.Kind.choices)])
        offer(self, "state", [everything, *states])
        offer(self, "partner", [everything, *partner_choices()])
