"""Forms of officers and desks. They read what was typed; the actions decide."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from simpul.kit.outcomes import InvalidInput
from simpul.kit.texts import pick
from simpul.permits.looks import VERDICTS
from simpul.web.forms import Checks, DayField, FileDrop, Radios, RupiahField, offer


class ActionForm(forms.Form):
    """A form whose action may still refuse single fields."""

    def take(self, error: InvalidInput) -> None:
        """Show what the action refused at its fields; what belongs to none stands on top."""
        files = [name for name, field in self.fields.items() if isinstance(field, forms.FileField)]
        for name, messages in error.errors.items():
            # The file store says "file", whatever the form calls its one file.
            at = files[0] if name == "file" and files else name
            for message in messages:
                self.add_error(at if at in self.fields else None, message)


class FilterForm(forms.Form):
    """Queue filters, by URL."""

    q = forms.CharField(label=_("Reference, title or company"), required=False, max_length=100)
    state = forms.ChoiceField(label=_("State"), required=False)
    mine = forms.BooleanField(label=_("Only my cases"), required=False)

    def __init__(self, *args: Any, states: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "state", [("", _("All open")), *states])


class VerdictForm(ActionForm):
    """What an authority says."""

    verdict = forms.ChoiceField(
        label=_("What do you say?"), choices=list(VERDICTS.items()), widget=Radios
    )
    conditions = forms.MultipleChoiceField(
        label=_("Conditions from the library"), required=False, widget=Checks
    )
    own_condition = forms.CharField(
        label=_("A condition in your own words"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Needed when you refuse. The applicant reads it word for word."),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    law = forms.CharField(
        label=_("Law"),
        help_text=_("Needed when you refuse, for example “PP 60/2017 art. 8”."),
        required=False,
        max_length=300,
    )

    def __init__(self, *args: Any, library: Any, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "conditions", [(code, pick(row.texts, language)) for code, row in library])
        if not library:
            del self.fields["conditions"]

    def verdict_fields(self) -> dict[str, Any]:
        """The arguments of `clearances.give_verdict`."""
        data = self.cleaned_data
        return {
            "verdict": data["verdict"],
            "reason": data["reason"],
            "law": data["law"],
            "condition_codes": data.get("conditions", []),
            "own_condition": data["own_condition"],
        }


class RecordedVerdictForm(VerdictForm):
    """The same, taken from a letter or a call, with the paper."""

    heard_from = forms.CharField(
        label=_("Who wrote or called"),
        help_text=_("Name, post and date."),
        max_length=200,
    )
    evidence = forms.FileField(label=_("The letter, or a signed note of the call"), widget=FileDrop)

    field_order = ["heard_from", "evidence", "verdict", "conditions", "own_condition", "reason"]


class QuestionForm(ActionForm):
    """An authority's question to the applicant."""

    text = forms.CharField(
        label=_("What do you need from the applicant?"),
        help_text=_("Your clock stands still until the answer."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class PartField(forms.ChoiceField):
    """A part of the application; the empty choice is a choice: the whole application."""

    def validate(self, value: Any) -> None:
        if value:
            super().validate(value)


class ReturnForm(ActionForm):
    """What is missing, up to three points at once."""

    part = PartField(label=_("Part of the application"))
    questions = forms.CharField(
        label=_("What is missing?"),
        help_text=_("One point per line. The applicant sees each as a task."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, parts: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "part", parts)

    def points(self) -> list[dict[str, str]]:
        """The arguments of `intake.return_to_applicant`."""
        lines = self.cleaned_data["questions"].splitlines()
        return [{"part": self.cleaned_data["part"], "text": line} for line in lines if line.strip()]


class OfficerForm(ActionForm):
    """To whom the head of service gives a case."""

    officer = forms.TypedChoiceField(label=_("Case officer"), coerce=int)

    def __init__(self, *args: Any, officers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "officer", [(o.pk, o.get_full_name()) for o in officers])


class ReasonForm(ActionForm):
    """Reason and law, for refusals."""

    reason = forms.CharField(
        label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    law = forms.CharField(label=_("Law"), max_length=300)


class WhyForm(ActionForm):
    """One sentence why."""

    reason = forms.CharField(
        label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )


class LinkForm(ActionForm):
    """Where the answer link goes."""

    email = forms.EmailField(
        label=_("The authority's e-mail address"),
        help_text=_("The link is for this one request, works for 14 days and can be revoked."),
    )


class PaymentForm(ActionForm):
    """A payment that the treasury received."""

    amount = RupiahField(label=_("Amount received"))
    bank_reference = forms.CharField(label=_("Bank reference"), max_length=100)
    paid_on = DayField(label=_("Paid on"))
    proof = forms.FileField(label=_("Proof"), widget=FileDrop)


class WaiverForm(ActionForm):
    """A line, or a part of it, not asked for."""

    amount = RupiahField(label=_("Amount waived"))
    reason = forms.CharField(
        label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    law = forms.CharField(label=_("Law, if one says so"), max_length=300, required=False)
