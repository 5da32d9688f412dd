"""Forms of officers and desks. They read what was typed; the actions decide."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from simpul.kit.texts import pick
from simpul.permits.case_book import book_of
from simpul.permits.looks import VERDICTS
from simpul.permits.models import Clearance
from simpul.web.forms import Checks, DayField, FileDrop, Radios, RupiahField, offer


class VerdictForm(forms.Form):
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

    def __init__(self, *args: Any, clearance: Clearance, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or "id"
        library = [
            (code, pick(row.texts, language))
            for code, row in sorted(book_of(clearance.application).conditions.items())
            if row.authority in ("", clearance.authority_code)
        ]
        offer(self, "conditions", library)
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


class QuestionForm(forms.Form):
    """An authority's question to the applicant."""

    text = forms.CharField(
        label=_("What do you need from the applicant?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, clearance: Clearance, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if clearance.has_clock:
            self.fields["text"].help_text = _("Your clock stands still until the answer.")


class AcceptForm(forms.Form):
    """That a file may go to the authorities although papers are missing."""

    although_missing = forms.BooleanField(
        label=_("It may go on without these papers"), required=False
    )


class PartField(forms.ChoiceField):
    """A part of the application; the empty choice is a choice: the whole application."""

    def validate(self, value: Any) -> None:
        if value:
            super().validate(value)


class ReturnForm(forms.Form):
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


class OfficerForm(forms.Form):
    """To whom the head of service gives a case."""

    officer = forms.TypedChoiceField(label=_("Case officer"), coerce=int)

    def __init__(self, *args: Any, officers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "officer", [(o.pk, o.get_full_name()) for o in officers])


class RefuseForm(forms.Form):
    """Reason and law of a refusal, and where one may object."""

    reason = forms.CharField(
        label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    law = forms.CharField(label=_("Law"), max_length=300)
    appeal = forms.CharField(
        label=_("Where and until when one may object"),
        help_text=_("Address and last day. The letter explains objection and appeal by itself."),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class WhyForm(forms.Form):
    """One sentence why."""

    reason = forms.CharField(
        label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )


class LinkForm(forms.Form):
    """Where the answer link goes."""

    email = forms.EmailField(
        label=_("The authority's e-mail address"),
        help_text=_(
            "The link is for this one request, works for 14 days (longer if the answer is due "
            "later) and can be revoked."
        ),
    )


class PaymentForm(forms.Form):
    """A payment that the treasury received."""

    amount = RupiahField(label=_("Amount received"))
    bank_reference = forms.CharField(label=_("Bank reference"), max_length=100)
    paid_on = DayField(label=_("Paid on"))
    proof = forms.FileField(label=_("Proof"), widget=FileDrop)


class WaiverForm(forms.Form):
    """A line, or a part of it, not asked for."""

    amount = RupiahField(label=_("Amount waived"))
    reason = forms.CharField(
        label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    law = forms.CharField(label=_("Law, if one says so"), max_length=300, required=False)
