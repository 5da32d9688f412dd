"""Forms of requests, desk, funds, payments, accounts. They read what was typed; actions decide."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from simpul.incentives import wording
from simpul.incentives.actions.reconciling import Side
from simpul.incentives.case.permit_record import FIGURES
from simpul.incentives.models import BankAccount, Fund
from simpul.kit.actors import Actor
from simpul.productions.models import Production
from simpul.productions.queries import productions_visible_to
from simpul.web.forms import DayField, FileDrop, Radios, RupiahField, offer

MOST_TITLES = 50


def _text(label: Any, most: int = 2000, rows: int = 3, **more: Any) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=most, widget=forms.Textarea(attrs={"rows": rows}), **more
    )


# --- the request ---------------------------------------------------------------------------


class StartForm(forms.Form):
    """Which production asks which fund."""

    production = forms.TypedChoiceField(label=_("Which production?"), coerce=int, widget=Radios)

    def __init__(self, *args: Any, actor: Actor, editing: frozenset[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ids = [key for key, role in actor.companies.items() if role in editing]
        self.titles: list[Production] = list(
            productions_visible_to(actor)
            .filter(company_id__in=ids)
            .order_by("-created_at")[:MOST_TITLES]
        )
        offer(self, "production", [(one.pk, one.title) for one in self.titles])


class WindowForm(forms.Form):
    """When money is spent."""

    window_from = DayField(label=_("First day of spending in the city"))
    window_to = DayField(label=_("Last day of spending in the city"))


class DeclaredForm(forms.Form):
    """What the company expects of days, hires and trainees."""

    shoot_days = forms.CharField(label=_("How many days will you shoot in the city?"), max_length=9)
    local_hires = forms.CharField(label=_("How many people will you hire here?"), max_length=9)
    trainee_days = forms.CharField(
        label=_("How many trainee days will there be?"),
        help_text=_("Two trainees for ten days are twenty days."),
        max_length=9,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in FIGURES:
            self.fields[name].widget.attrs.update({"inputmode": "numeric", "class": "input-short"})


class SendForm(forms.Form):
    """The declaration."""

    agreed = forms.BooleanField(
        label=_("What I wrote is true, and I know that nobody may ask me to pay for this request"),
        required=False,
    )


class ReasonForm(forms.Form):
    """One sentence why."""

    reason = _text(_("Reason"))


class WithdrawCaseForm(forms.Form):
    """Why it is taken back."""

    reason = _text(_("Why do you withdraw it?"), required=False)


class AppealForm(forms.Form):
    """Why a refusal is wrong."""

    grounds = _text(_("What is wrong about the refusal?"), 4000, 5)


class AnswerCaseForm(forms.Form):
    """The answer to one question."""

    answer = _text(_("Your answer"), 4000, 4)


# --- the desk ------------------------------------------------------------------------------


class ReturnCaseForm(forms.Form):
    """What is missing, one point per line."""

    questions = _text(
        _("What is missing?"),
        4000,
        4,
        help_text=_("One point per line. The applicant sees each as a task."),
    )

    def points(self) -> list[str]:
        """The arguments of `review.return_case`."""
        return [line for line in self.cleaned_data["questions"].splitlines() if line.strip()]


class RefuseCaseForm(forms.Form):
    """Reason and clause."""

    reason = _text(_("Reason"))
    law = forms.CharField(label=_("Clause of the scheme, or law"), max_length=300)


class AwardForm(forms.Form):
    """The amount to propose: as computed, or another with a reason."""

    amount = RupiahField(
        label=_("Amount"),
        help_text=_("Leave it empty for what stands above."),
        required=False,
    )
    reason = _text(_("Reason, if it is another amount"), required=False)

    def arguments(self) -> dict[str, Any]:
        """The arguments of `awards.propose_award`."""
        amount = self.cleaned_data["amount"]
        return {
            "amount": None if amount is None else str(amount),
            "reason": self.cleaned_data["reason"],
        }


class DecideForm(forms.Form):
    """Yes, or no with a reason."""

    note = _text(_("Reason, if you do not approve"), required=False)


class AppealDecisionForm(forms.Form):
    """The reason of the decision about an objection."""

    reason = _text(_("Reason"))


class ReconcileForm(forms.Form):
    """What counts of each figure, filled with what permits and wrap reports say."""

    def __init__(self, *args: Any, sides: list[Side], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sides = sides
        for side in sides:
            name = wording.name(wording.FIGURES, side.key)
            recorded = side.figure.value
            known = recorded if recorded is not None else side.declared
            self.fields[side.key] = forms.CharField(
                label=name,
                initial=wording.figure_plain(known),
                max_length=12,
                help_text=self._hint(side),
                widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "input-short"}),
            )
            self.fields[f"{side.key}_reason"] = forms.CharField(
                label=_now("What it rests on, if permits and wrap reports say something else"),
                required=False,
                max_length=1000,
            )

    @staticmethod
    def _hint(side: Side) -> str:
        said = wording.figure_words(side.declared) if side.declared is not None else "–"
        known = side.figure.value
        record = _now("nothing recorded")
        if known is not None:
            rests = wording.name(wording.EVIDENCE, side.figure.evidence)
            record = f"{wording.figure_words(known)} ({rests})"
        return _now("Declared: %(said)s. Recorded: %(record)s.") % {
            "said": said,
            "record": record,
        }

    def accepted(self) -> dict[str, str]:
        """What counts, by figure."""
        return {side.key: self.cleaned_data.get(side.key, "") for side in self.sides}

    def reasons(self) -> dict[str, str]:
        """What it rests on, by figure."""
        data = self.cleaned_data
        return {side.key: data.get(f"{side.key}_reason", "") for side in self.sides}


# --- money ---------------------------------------------------------------------------------


class PaidForm(forms.Form):
    """What the bank did."""

    evidence = forms.CharField(label=_("The bank's reference of the transfer"), max_length=100)
    paid_on = DayField(label=_("Paid on"))
    proof = forms.FileField(label=_("Proof, if there is a paper"), widget=FileDrop, required=False)


class MilestoneForm(forms.Form):
    """When shooting began or ended."""

    day = DayField(label=_("Day"))
    basis = forms.CharField(
        label=_("What it rests on"),
        help_text=_("Permit, call sheet or a visit, with its number or day."),
        max_length=300,
    )


class ReceiptForm(forms.Form):
    """Money that came back."""

    amount = RupiahField(label=_("Amount"))
    evidence = forms.CharField(label=_("The bank's reference of the transfer"), max_length=100)
    received_on = DayField(label=_("Came on"))


class WaiverForm(forms.Form):
    """What is not asked back, why, and by which law."""

    amount = RupiahField(label=_("Amount"))
    reason = _text(_("Reason"))
    law = forms.CharField(label=_("Clause of the scheme, or law"), max_length=300)


class BankForm(forms.Form):
    """A company's account."""

    bank = forms.CharField(label=_("Bank"), max_length=120)
    number = forms.CharField(label=_("Account number or IBAN"), max_length=60)
    holder = forms.CharField(
        label=_("Name of the account holder"),
        help_text=_("As the bank has it; the company itself."),
        max_length=200,
    )
    swift = forms.CharField(
        label=_("SWIFT code, for an account abroad"), max_length=20, required=False
    )


class StopForm(forms.Form):
    """Why a change is stopped."""

    reason = forms.CharField(label=_("Why do you stop it?"), max_length=300)


class FundForm(forms.Form):
    """A new fund."""

    code = forms.SlugField(label=_("Short name in addresses"), max_length=60)
    name_id = forms.CharField(label=_("Name in Indonesian"), max_length=120)
    name_en = forms.CharField(label=_("Name in English"), max_length=120)
    scheme_family = forms.ChoiceField(label=_("Scheme"))
    opens_on = DayField(label=_("Takes requests from"))
    closes_on = DayField(label=_("Takes requests until, this day no more"))
    at_end = forms.ChoiceField(
        label=_("What nobody took by then"),
        choices=[
            (Fund.AtEnd.LAPSE, _("goes back to the treasury")),
            (Fund.AtEnd.CARRY, _("goes into the fund that continues this one")),
        ],
        widget=Radios,
    )
    continues = forms.ChoiceField(label=_("Continues the fund"), required=False)
    report_within_days = forms.IntegerField(
        label=_("Days for the cost report"), min_value=30, max_value=2000, initial=365
    )


class AppropriationForm(forms.Form):
    """Money given or cut, with its decision."""

    amount = forms.CharField(
        label=_("Amount"),
        help_text=_("Whole numbers; with a minus for a cut."),
        max_length=25,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "input-money"}),
    )
    basis = forms.CharField(
        label=_("Decision it rests on"),
        help_text=_("Budget law or decree, with number and date."),
        max_length=300,
    )

    def clean_amount(self) -> str:
        """Digits as the ledger reads them: thousands lose their separators, "2,5" is refused."""
        text: str = self.cleaned_data["amount"].strip().replace("\N{MINUS SIGN}", "-")
        if re.fullmatch(r"-?\d{1,3}(?:(?:\.\d{3})+|(?:,\d{3})+)", text):
            return re.sub(r"[.,]", "", text)
        return text


def account_of(account: BankAccount, *, whole: bool) -> dict[str, Any]:
    """An account for a page: the whole number only for who may see it."""
    return {
        "row": account,
        "number": account.number if whole else account.masked,
    }
