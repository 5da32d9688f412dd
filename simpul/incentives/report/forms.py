"""Forms of cost reports and their audit. They read what was typed; actions decide."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from simpul.incentives.report.reckoning.faults import Question
from simpul.incentives.report.reckoning.sentences import NAMES
from simpul.incentives.report.words import TREATMENTS, VERDICTS
from simpul.papers.inspection import LEDGERS
from simpul.web.formats import language, pick_text
from simpul.web.forms import FileDrop, Radios, offer

ACCEPT = ",".join(f".{kind}" for kind in LEDGERS)
_SIGNS = {
    ",": _("Decimal comma, as in 1.234,56"),
    ".": _("Decimal point, as in 1,234.56"),
}
_ORDERS = {"dmy": _("Day/month/year"), "mdy": _("Month/day/year")}


def _amount(label: Any, **more: Any) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        max_digits=19,
        decimal_places=4,
        localize=False,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "input-money"}),
        **more,
    )


class UploadForm(forms.Form):
    """A ledger and what its owner knows of it."""

    ledger = forms.FileField(
        label=_("The ledger of the production"),
        help_text=_("CSV, XLSX or SAF-T, up to 500,000 lines. Values only: no formulas or macros."),
        widget=FileDrop(attrs={"accept": ACCEPT}, limit=settings.LEDGER_MAX_BYTES),
    )
    currency = forms.CharField(
        label=_("Currency of the amounts, where the file names none"), max_length=3
    )
    lines = forms.IntegerField(
        label=_("Control total: how many lines (if known)"), min_value=1, required=False
    )
    amount = _amount(
        _("Control total: all amounts together (if known)"),
        help_text=_("Plain digits, with a point before the decimals."),
        required=False,
    )


class QuestionsForm(forms.Form):
    """What a file leaves open, one field for each question."""

    def __init__(self, *args: Any, questions: Sequence[Question], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number, question in enumerate(questions):
            self.fields[f"answer_{number}"] = self._field(question)
        self.questions = questions

    def _field(self, question: Question) -> forms.Field:
        text = question.text(language())
        if question.id == "currency":
            return forms.RegexField(r"^[A-Za-z]{3}$", label=text, max_length=3)
        words: Mapping[str, Any] = {"decimal": _SIGNS, "dates": _ORDERS}.get(question.id, {})
        field = forms.ChoiceField(label=text, widget=Radios)
        if len(question.choices) > 6:
            field.widget = forms.Select()
        field.choices = [(choice, words.get(choice, choice)) for choice in question.choices]
        return field

    def layout(self) -> dict[str, Any]:
        """The answers as a layout."""
        found: dict[str, Any] = {"columns": {}}
        for number, question in enumerate(self.questions):
            value = self.cleaned_data[f"answer_{number}"]
            if question.id == "columns":
                found["columns"][question.column] = value
            else:
                found[question.id] = value.upper() if question.id == "currency" else value
        return found


class ColumnsForm(forms.Form):
    """Which heading is what: everything can be corrected."""

    role = forms.ChoiceField(label=_("This column"))
    heading = forms.CharField(
        label=_("stands in the file as"),
        max_length=200,
        required=False,
        help_text=_("The heading word for word; empty if the file has no such column."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "role", [(role, pick_text(names)) for role, names in NAMES.items()])


class MappingForm(forms.Form):
    """What accounts are."""

    accounts = forms.CharField(
        label=_("Accounts"),
        max_length=300,
        help_text=_("One number, a range such as 1400-1499, or a beginning such as 14*"),
    )
    category = forms.ChoiceField(label=_("Category"))
    treatment = forms.ChoiceField(
        label=_("Treatment"), choices=[(k, v) for k, v in TREATMENTS.items() if k]
    )
    share = forms.DecimalField(
        label=_("Share in percent (only where it counts in part)"),
        min_value=0,
        max_value=100,
        max_digits=9,
        decimal_places=6,
        required=False,
        localize=False,
    )
    method = forms.CharField(label=_("Method of the share"), max_length=100, required=False)
    reason = forms.CharField(label=_("Reason"), max_length=300, required=False)

    def __init__(self, *args: Any, labels: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "category", [(code, pick_text(label)) for code, label in labels.items()])

    def values(self) -> dict[str, Any]:
        """As the action takes them; a share only belongs to a part."""
        kept = dict(self.cleaned_data)
        share = kept.pop("share")
        part = kept["treatment"] == "part" and share is not None
        return {**kept, "share": share / 100 if part else Decimal(1)}


class RelatedForm(forms.Form):
    """Somebody the company is related to."""

    name = forms.CharField(label=_("Name"), max_length=200)
    tax_id = forms.CharField(label=_("Tax number"), max_length=40, required=False)


class LinesForm(forms.Form):
    """Which lines, by URL."""

    q = forms.CharField(label=_("Payee, description or document"), max_length=100, required=False)
    category = forms.ChoiceField(label=_("Category"), required=False)
    treatment = forms.ChoiceField(label=_("Treatment"), required=False)
    flag = forms.ChoiceField(label=_("Flag"), required=False)
    account = forms.CharField(label=_("Account begins with"), max_length=30, required=False)
    least = _amount(_("Amount from"), required=False)

    def __init__(
        self, *args: Any, labels: Mapping[str, Any], flags: Mapping[str, Any], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        named = [(code, pick_text(label)) for code, label in labels.items()]
        offer(self, "category", [("", _("All")), ("-", TREATMENTS[""]), *named])
        kinds = [(code, label) for code, label in TREATMENTS.items() if code]
        offer(self, "treatment", [("", _("All")), *kinds])
        marks = [(code, pick_text(title)) for code, title in flags.items()]
        offer(self, "flag", [("", _("All")), *marks])


class StartForm(forms.Form):
    """How much is examined."""

    threshold = _amount(_("Examine every line from this amount on"))
    size = forms.IntegerField(
        label=_("and so many lines drawn at random from the rest"), min_value=0, max_value=1000
    )


class FindingsForm(forms.Form):
    """Which findings, by URL."""

    state = forms.ChoiceField(label=_("State"), required=False)
    flag = forms.ChoiceField(label=_("Flag"), required=False)

    def __init__(self, *args: Any, flags: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "state", [("", _("All")), *VERDICTS.items()])
        marks = [(code, pick_text(title)) for code, title in flags.items()]
        offer(self, "flag", [("", _("All")), *marks])


class DecideForm(forms.Form):
    """The word on one line."""

    verdict = forms.ChoiceField(
        label=_("What becomes of this line?"),
        widget=Radios,
        choices=[(code, VERDICTS[code]) for code in ("accepted", "reduced", "refused")],
    )
    allowed = _amount(_("What is left of it (only if reduced)"), required=False)
    reason = forms.CharField(
        label=_("Reason"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    evidence = forms.FileField(label=_("Evidence (if any)"), required=False, widget=FileDrop())


class DecideManyForm(forms.Form):
    """The same word for all open findings of one flag."""

    flag = forms.ChoiceField(label=_("All open findings with only this flag"))
    verdict = forms.ChoiceField(
        label=_("are"), choices=[(code, VERDICTS[code]) for code in ("accepted", "refused")]
    )
    reason = forms.CharField(label=_("Reason"), max_length=1000)

    def __init__(self, *args: Any, flags: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "flag", [(code, pick_text(title)) for code, title in flags.items()])


class RaiseForm(forms.Form):
    """A line that nothing had marked."""

    row = forms.IntegerField(label=_("Line of the ledger"), min_value=1)
    reason = forms.CharField(label=_("Why do you look at it?"), max_length=1000)


class FinishForm(forms.Form):
    """The auditor's own words."""

    opinion = forms.CharField(
        label=_("What did the audit find?"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )


class ReasonForm(forms.Form):
    """Why the report goes back."""

    reason = forms.CharField(
        label=_("Why does the report go back?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
