"""Forms of follow-ups, commitments, policy notes and the board."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from simpul.network.agreements.forms import capital, owner_choices, partner_choices, texts
from simpul.network.models import Commitment, FactStatus, FollowUp, Partner, PolicyNote
from simpul.network.promises.pack_schemes import scheme_names
from simpul.network.typed import MOST_LINE
from simpul.web.formats import pick_text
from simpul.web.forms import DayField, FileDrop, Radios, offer

EVERYTHING = ("", _("All"))


class FollowUpForm(forms.Form):
    """Who does what until when."""

    partner = forms.TypedChoiceField(label=_("With which partner?"), coerce=int)
    what = forms.CharField(label=_("What is to be done?"), max_length=MOST_LINE)
    owner = forms.TypedChoiceField(label=_("In whose hands"), coerce=int)
    due_on = DayField(label=_("Until"))

    def __init__(self, *args: Any, partners: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "partner", partners)
        offer(self, "owner", owner_choices())
        if len(partners) == 1:
            self.fields["partner"].initial = partners[0][0]


class HandOverForm(forms.Form):
    """Who takes it over."""

    owner = forms.TypedChoiceField(label=_("Who takes it over?"), coerce=int)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "owner", owner_choices())


class EndFollowUpForm(forms.Form):
    """Done or dropped, and what came of it."""

    outcome = texts(_("What came of it; or why it is dropped"))


class FollowUpFilter(forms.Form):
    """Which follow-ups are listed."""

    state = forms.ChoiceField(
        label=_("State"),
        choices=[
            ("", pgettext_lazy("follow-up", "Open")),
            ("late", pgettext_lazy("follow-up", "Late")),
            (FollowUp.State.DONE, pgettext_lazy("follow-up", "Done")),
            (FollowUp.State.DROPPED, pgettext_lazy("follow-up", "Dropped")),
            ("all", _("All")),
        ],
        required=False,
    )
    owner = forms.ChoiceField(label=_("In whose hands"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "owner", [EVERYTHING, *((str(pk), name) for pk, name in owner_choices())])


class CommitmentForm(forms.Form):
    """Who promises whom what, measured how, until when."""

    partner = forms.TypedChoiceField(label=_("Partner"), coerce=int)
    side = forms.ChoiceField(
        label=_("Who promises?"), choices=capital(Commitment.Side.choices), widget=Radios
    )
    what = forms.CharField(label=_("What is promised?"), max_length=MOST_LINE)
    indicator = forms.CharField(
        label=_("By what does one see that it is kept?"), max_length=MOST_LINE
    )
    target_number = forms.DecimalField(label=_("Target, as a number"), required=False)
    unit = forms.CharField(
        label=_("Unit"),
        help_text=_("For example: people, scripts, days."),
        max_length=60,
        required=False,
    )
    target_text = forms.CharField(
        label=_("Or the target in words"), max_length=MOST_LINE, required=False
    )
    due_on = DayField(label=_("Until"))
    owner = forms.TypedChoiceField(label=_("Who of us sees to it?"), coerce=int)

    def __init__(self, *args: Any, partners: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "partner", partners)
        offer(self, "owner", owner_choices())


class ProgressForm(forms.Form):
    """One entry, perhaps with evidence."""

    on_day = DayField(label=_("When"))
    note = texts(_("What happened?"))
    value = forms.DecimalField(label=_("Reached so far, as a number"), required=False)
    link = forms.CharField(
        label=_("Evidence: an address"),
        help_text=_("A page or file that another person can look at."),
        max_length=500,
        required=False,
    )
    file = forms.FileField(label=_("Evidence: a file"), widget=FileDrop, required=False)

    def __init__(self, *args: Any, commitment: Commitment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if commitment.target_number is None:
            del self.fields["value"]
        else:
            self.fields["value"].help_text = commitment.unit


class NoteForm(forms.Form):
    """A policy note."""

    partner = forms.TypedChoiceField(label=_("Partner"), coerce=int)
    kind = forms.ChoiceField(label=_("What is it about?"), choices=capital(PolicyNote.Kind.choices))
    title_id = forms.CharField(label=_("Title in Indonesian"), max_length=MOST_LINE, required=False)
    title_en = forms.CharField(label=_("Title in English"), max_length=MOST_LINE, required=False)
    text_id = texts(_("What they do, in Indonesian"), required=False)
    text_en = texts(_("What they do, in English"), required=False)
    source = forms.CharField(label=_("Source"), max_length=500)
    source_on = DayField(
        label=_("Day of the source"),
        help_text=_("Where it bears none: the day on which it was read."),
    )
    status = forms.ChoiceField(label=_("How sure is it?"), choices=capital(FactStatus.choices))
    scheme_id = forms.ChoiceField(label=_("Scheme of the city pack"), required=False)
    programme = forms.CharField(
        label=_("Programme of ours that it inspired"), max_length=200, required=False
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "partner", partner_choices())
        named = sorted((pick_text(dict(name)), key) for key, name in scheme_names().items())
        offer(self, "scheme_id", [("", _("None")), *((key, f"{n} ({key})") for n, key in named)])

    def values(self) -> dict[str, Any]:
        """The arguments of `write_note`."""
        data = dict(self.cleaned_data)
        for name in ("title", "text"):
            data[f"{name}s"] = {code: data.pop(f"{name}_{code}") for code in ("id", "en")}
        data["partner_id"] = data.pop("partner")
        data["version"] = data.pop("version") or 0
        return data


class NoteFilter(forms.Form):
    """Which policy notes are listed."""

    q = forms.CharField(label=_("Words"), max_length=100, required=False)
    kind = forms.ChoiceField(label=_("About"), required=False)
    partner = forms.ChoiceField(label=_("Partner"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "kind", [EVERYTHING, *capital(PolicyNote.Kind.choices)])
        offer(self, "partner", [EVERYTHING, *partner_choices()])


class BoardFilter(forms.Form):
    """Which partners the board shows."""

    q = forms.CharField(label=_("Name"), max_length=100, required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    show = forms.ChoiceField(
        label=_("Only"),
        choices=[
            ("", _("All partners")),
            ("late", _("with something late")),
            ("open", _("with something promised and open")),
            ("met", _("with something that came of it")),
            ("claims", _("with a public claim")),
        ],
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "kind", [EVERYTHING, *capital(Partner.Kind.choices)])
