"""Forms of the permit page and the wrap report. They read what was typed; the actions decide."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from simpul.permits.actions.wrap import COUNTS, MOST_INCIDENTS, SPEND, Wrap
from simpul.web.forms import FileDrop, Radios, RupiahField


class TakeBackForm(forms.Form):
    """Suspend or revoke: reason, law and appeal, all three public."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Everybody who checks the permit reads it. Name no person."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    law = forms.CharField(label=_("Legal basis"), max_length=300)
    appeal = forms.CharField(
        label=_("How to appeal"),
        help_text=_("Where, in which way, and until when."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class WhyForm(forms.Form):
    """Resume or cancel: a reason."""

    reason = forms.CharField(
        label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


COUNT_LABELS = {
    "actual_days": _("Days you really filmed"),
    "local_hires": _("People from Jakarta you employed"),
    "trainee_days": _("Trainee days"),
    "background_days": _("Days of extras"),
    "room_nights": _("Hotel nights"),
}
COUNT_HINTS = {
    "actual_days": _("One crew on one date is one day, however many places."),
    "local_hires": _("Crew and cast living in the city, each counted once."),
    "trainee_days": _("Two trainees for three days are six."),
    "background_days": _("Ten extras for two days are twenty."),
    "room_nights": _("One room for one night is one."),
}
SPEND_LABELS = {
    "labour": _("Wages and fees"),
    "location": _("Places"),
    "lodging": _("Lodging"),
    "transport": _("Transport"),
    "catering": _("Catering"),
    "equipment": _("Equipment"),
    "construction": _("Sets and construction"),
    "post": _("Post-production"),
}


EVIDENCE_LABELS = {
    "declared": _("Declared by the production"),
    "ledger": _("Compared with the production's ledger"),
    "audited": _("Confirmed by an auditor"),
}


class EvidenceForm(forms.Form):
    """What stands behind the figures of a wrap report, with the paper."""

    level = forms.ChoiceField(
        label=_("What do the figures rest on?"),
        choices=[(code, EVIDENCE_LABELS[code]) for code in ("ledger", "audited")],
        widget=Radios,
    )
    paper = forms.FileField(label=_("The ledger or the auditor's report"), widget=FileDrop)


class WrapForm(forms.Form):
    """What really happened; every figure may be zero."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in COUNTS:
            self.fields[name] = forms.IntegerField(
                label=COUNT_LABELS[name], help_text=COUNT_HINTS[name], min_value=0
            )
        for name in SPEND:
            self.fields[f"spend_{name}"] = RupiahField(label=SPEND_LABELS[name], required=False)
        self.fields["incidents"] = forms.CharField(
            label=_("Accidents, damage, complaints"),
            help_text=_("Leave empty if there were none. Name no person."),
            required=False,
            max_length=MOST_INCIDENTS,
            widget=forms.Textarea(attrs={"rows": 4}),
        )
        self.fields["consent"] = forms.BooleanField(
            label=_("The commission may publish these figures together with the title"),
            help_text=_("Without it they are only used in sums over many productions."),
            required=False,
        )

    def wrap(self) -> Wrap:
        """The typed figures for the action."""
        data = self.cleaned_data
        return Wrap(
            counts={name: data[name] for name in COUNTS},
            spend={name: data[f"spend_{name}"] for name in SPEND},
            incidents=data["incidents"],
            consent=data["consent"],
        )
