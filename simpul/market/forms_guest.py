"""Forms of guests. They read what was typed; actions decide."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from simpul.kit.actors import Actor
from simpul.market import choices, wording
from simpul.market.forms_entry import area, line
from simpul.market.models import Badge, Entry, Market
from simpul.people.queries import companies_of
from simpul.web.forms import Checks, Radios, offer


class BadgeForm(forms.Form):
    """Asking for accreditation."""

    company = forms.TypedChoiceField(label=_("For which company?"), coerce=int, widget=Radios)
    role = forms.ChoiceField(
        label=_("You come as"), choices=list(choices.ROLES.items()), widget=Radios
    )
    post = line(_("Your post"), 120, required=False)
    languages = forms.MultipleChoiceField(
        label=_("Languages you can meet in"),
        choices=list(choices.LANGUAGES.items()),
        widget=Checks,
    )
    interests = forms.MultipleChoiceField(
        label=_("Whom would you like to meet?"),
        choices=list(choices.SOUGHT.items()),
        widget=Checks,
        required=False,
    )
    about = area(_("About you"), 500, 3, required=False, help_text=_("Accredited guests read it."))

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = [(one.pk, one.name) for one in companies_of(actor)]
        offer(self, "company", mine)
        if len(mine) == 1:
            self.fields["company"].initial = mine[0][0]
        self.possible = bool(mine)


class AvailabilityForm(forms.Form):
    """When a guest can meet, one group of checkboxes for each half of a day; and talks."""

    def __init__(self, *args: Any, market: Market, badge: Badge, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        away = set(badge.aways.values_list("slot_id", flat=True))
        groups: dict[str, list[tuple[int, str]]] = {}
        titles: dict[str, str] = {}
        for one in market.slots.all():
            local = one.starts_at.astimezone(market.tz)
            part = wording.half(market, one.starts_at)
            key = f"free_{local:%Y%m%d}_{'m' if local.hour < 12 else 'a'}"
            titles[key] = f"{wording.day(market, one.starts_at)}: {part}"
            groups.setdefault(key, []).append((one.pk, wording.clock(market, one.starts_at)))
        for key, slots in groups.items():
            self.fields[key] = forms.TypedMultipleChoiceField(
                label=titles[key],
                choices=slots,
                coerce=int,
                required=False,
                widget=Checks(attrs={"class": "row-checks"}),
                initial=[pk for pk, _clock in slots if pk not in away],
            )
        self.groups = list(groups)
        talks = [(one.pk, f"{wording.at(market, one.starts_at)}: {one.title}")
                 for one in market.talks.all()]  # fmt: skip
        self.fields["talks"] = forms.TypedMultipleChoiceField(
            label=_("Sessions you attend"),
            help_text=_("You have no meeting at that time."),
            choices=talks,
            coerce=int,
            required=False,
            widget=Checks,
            initial=list(badge.talks.values_list("talk_id", flat=True)),
        )
        if not talks:
            del self.fields["talks"]

    def free(self) -> list[int]:
        """The ticked slots."""
        return [pk for key in self.groups for pk in self.cleaned_data[key]]


def _offer_colleagues(form: forms.Form, colleagues: list[Badge]) -> None:
    rows = [(one.pk, one.person.get_full_name()) for one in colleagues]
    if rows:
        offer(form, "colleagues", rows)
    else:
        del form.fields["colleagues"]


class AskForm(forms.Form):
    """Asking another guest for a meeting."""

    priority = forms.TypedChoiceField(
        label=_("How important is it to you?"),
        choices=list(choices.PRIORITIES.items()),
        coerce=int,
        initial=2,
        widget=Radios,
    )
    entry = forms.ChoiceField(label=_("About which project?"), required=False)
    half = forms.ChoiceField(
        label=_("When?"), choices=list(choices.HALVES.items()), required=False, widget=Radios
    )
    colleagues = forms.TypedMultipleChoiceField(
        label=_("Who comes with you?"), coerce=int, required=False, widget=Checks
    )
    message = area(
        _("Message"), 500, 3, required=False, help_text=_("Only the two of you read it.")
    )

    def __init__(
        self, *args: Any, entries: list[Entry], colleagues: list[Badge], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if entries:
            rows = [(str(one.pk), one.title) for one in entries]
            offer(self, "entry", [("", _("about nothing in particular")), *rows])
        else:
            del self.fields["entry"]
        _offer_colleagues(self, colleagues)


class AnswerForm(forms.Form):
    """Answering a request; the button says which way."""

    reply = area(_("Your answer"), 500, 2, required=False)
    colleagues = forms.TypedMultipleChoiceField(
        label=_("Who comes with you?"), coerce=int, required=False, widget=Checks
    )

    def __init__(self, *args: Any, colleagues: list[Badge], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer_colleagues(self, colleagues)


class WhyForm(forms.Form):
    """Why a meeting is cancelled."""

    why = area(_("Why?"), 300, 2, help_text=_("The others read it."))


class GuestsForm(forms.Form):
    """Searching the guests."""

    q = line(_("Name or company"), 100, required=False)
    role = forms.ChoiceField(label=_("Comes as"), required=False)
    language = forms.ChoiceField(label=_("Speaks"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "role", [("", _("all")), *choices.ROLES.items()])
        offer(self, "language", [("", _("all")), *choices.LANGUAGES.items()])


class OutcomeForm(forms.Form):
    """What came of it."""

    talking = forms.IntegerField(
        label=_("With how many of the people you met are you still talking?"),
        min_value=0,
        max_value=10_000,
    )
    agreements = forms.IntegerField(
        label=_("How many agreements did you sign with them?"), min_value=0, max_value=10_000
    )
    amount = forms.DecimalField(
        label=_("For how much money in all?"), required=False, max_digits=14, decimal_places=2
    )
    currency = line(_("Currency"), 3, required=False, help_text=_("For example USD."))
    note = area(
        _("Anything else?"),
        2000,
        3,
        required=False,
        help_text=_("Kept for you; nobody else reads it."),
    )
