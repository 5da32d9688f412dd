"""Forms of the market's staff. They read what was typed; actions decide."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from simpul.market import choices, wording
from simpul.market.forms_entry import area, line
from simpul.market.models import Badge, Market, Meeting
from simpul.web.forms import ClockField, DayField, Hinted, Radios, offer


def number(label: Any, low: int, high: int, **more: Any) -> forms.IntegerField:
    """A whole number."""
    return forms.IntegerField(
        label=label,
        min_value=low,
        max_value=high,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "input-short"}),
        **more,
    )


def _zone(text: str) -> ZoneInfo:
    try:
        return ZoneInfo(text)
    except (KeyError, ValueError, OSError):
        raise forms.ValidationError(_("This time zone does not exist.")) from None


class MarketForm(forms.Form):
    """A new edition."""

    code = forms.SlugField(
        label=_("Short name in addresses"), max_length=40, help_text=_("For example jakarta-2027.")
    )
    name_id = line(_("Name in Indonesian"))
    name_en = line(_("Name in English"))
    place = line(_("Town or building"), 120)
    zone = line(_("Time zone"), 60, initial="Asia/Jakarta", help_text=_("For example Asia/Seoul."))
    first_day = DayField(label=_("First day"))
    last_day = DayField(label=_("Last day"))
    meeting_minutes = number(_("Minutes of a meeting"), 5, 240, initial=30)
    freeze_minutes = number(
        _("Minutes before a meeting in which it no longer moves"), 0, 1440, initial=30
    )
    fairness = number(_("By how many may idle gaps of guests differ?"), 0, 20, initial=2)

    def clean_zone(self) -> str:
        _zone(self.cleaned_data["zone"])
        return str(self.cleaned_data["zone"])

    def arguments(self) -> dict[str, Any]:
        """What `markets.create_market` takes."""
        given = dict(self.cleaned_data)
        return {"names": {"id": given.pop("name_id"), "en": given.pop("name_en")}, **given}


class TablesForm(forms.Form):
    """Tables of a venue."""

    venue = line(_("Venue"), 120)
    count = number(_("How many tables?"), 1, 400)
    seats = number(_("Seats at each"), 2, 30, initial=4)
    letters = line(_("Letters before the number"), 8, required=False)


class WalkForm(forms.Form):
    """Minutes on foot between two venues."""

    one = forms.TypedChoiceField(label=_("Between"), coerce=int)
    other = forms.TypedChoiceField(label=_("and"), coerce=int)
    minutes = number(_("Minutes on foot"), 0, 240)

    def __init__(self, *args: Any, market: Market, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = [("", "–"), *((one.pk, one.name) for one in market.venues.all())]
        for name in ("one", "other"):
            offer(self, name, rows)


class SlotsForm(forms.Form):
    """The hours of every day."""

    begins = ClockField(label=_("From"))
    ends = ClockField(label=_("Until"))
    break_from = ClockField(label=_("Break from"), required=False)
    break_until = ClockField(label=_("Break until"), required=False)

    def breaks(self) -> list[tuple[dt.time, dt.time]]:
        """The break, if there is one."""
        since, until = self.cleaned_data["break_from"], self.cleaned_data["break_until"]
        return [(since, until)] if since and until else []


class TalkForm(forms.Form):
    """A session on the programme."""

    title = line(_("Title"))
    where = line(_("Where"), 120, required=False)
    day = DayField(label=_("Day"))
    starts = ClockField(label=_("From"))
    ends = ClockField(label=_("Until"))

    def arguments(self, market: Market) -> dict[str, Any]:
        """Moments on the market's clock."""
        given = self.cleaned_data
        return {
            "title": given["title"],
            "where": given["where"],
            "starts_at": dt.datetime.combine(given["day"], given["starts"], market.tz),
            "ends_at": dt.datetime.combine(given["day"], given["ends"], market.tz),
        }


class CallForm(forms.Form):
    """A new call, with its deadline on its own clock."""

    name_id = line(_("Name in Indonesian"))
    name_en = line(_("Name in English"))
    about_id = area(_("What is looked for, in Indonesian"), 3000, 5)
    about_en = area(_("What is looked for, in English"), 3000, 5)
    zone = line(_("Time zone of the deadline"), 60, initial="Asia/Jakarta")
    opens_day = DayField(label=_("Opens on"))
    opens_clock = ClockField(label=_("at"), initial="09:00")
    closes_day = DayField(label=_("Deadline on"))
    closes_clock = ClockField(label=_("at"), initial="23:59")
    late_rule = forms.ChoiceField(
        label=_("Late projects"),
        widget=Radios,
        choices=[
            ("none", Hinted(_("no late projects"), _("The deadline is the end."))),
            ("grace", Hinted(_("a while longer"), _("Taken and marked as late."))),
            ("until_full", Hinted(_("until it is full"), _("Taken and marked as late."))),
        ],
        initial="none",
    )
    grace_minutes = number(_("Minutes longer"), 1, 100_000, required=False)
    full_at = number(_("Full at so many projects"), 1, 100_000, required=False)
    places = number(_("Projects to be selected"), 1, 10_000, required=False)
    votes_needed = number(_("Votes needed before a decision"), 1, 20, initial=2)

    def arguments(self) -> dict[str, Any]:
        """What `calls.create_call` takes."""
        given = self.cleaned_data
        zone = _zone(given["zone"])
        return {
            "names": {"id": given["name_id"], "en": given["name_en"]},
            "about": {"id": given["about_id"], "en": given["about_en"]},
            "opens_at": dt.datetime.combine(given["opens_day"], given["opens_clock"], zone),
            "closes_at": dt.datetime.combine(given["closes_day"], given["closes_clock"], zone),
            **{
                name: given[name]
                for name in (
                    "zone",
                    "late_rule",
                    "grace_minutes",
                    "full_at",
                    "places",
                    "votes_needed",
                )
            },
        }

    def clean_zone(self) -> str:
        _zone(self.cleaned_data["zone"])
        return str(self.cleaned_data["zone"])


class VoteForm(forms.Form):
    """A selector's vote."""

    score = forms.TypedChoiceField(
        label=_("Your vote"),
        coerce=int,
        widget=Radios,
        choices=[
            (5, _("5, surely")),
            (4, _("4, rather yes")),
            (3, _("3, undecided")),
            (2, _("2, rather no")),
            (1, _("1, no")),
        ],
    )
    note = area(_("Why"), 2000, 3, required=False, help_text=_("Read by those who select."))


class DecideForm(forms.Form):
    """A decision; the button says which."""

    reason = area(_("Reason"), 2000, 3, help_text=_("The company reads it."))


class RefuseBadgeForm(forms.Form):
    """Why a guest is not accredited."""

    reason = area(_("Reason"), 1000, 2, help_text=_("The guest reads it."))


class RunForm(forms.Form):
    """Computing a timetable."""

    seconds = number(
        _("Seconds to search"),
        1,
        1800,
        initial=60,
        help_text=_("You can stop at any time and keep the best so far."),
    )


def guest_choices(guests: list[Badge]) -> list[tuple[int, str]]:
    """Guests by company and name."""
    return [(one.pk, f"{one.company.name}: {one.person.get_full_name()}") for one in guests]


class SetMeetingForm(forms.Form):
    """A meeting the market sets."""

    first = forms.TypedChoiceField(label=_("Guest"), coerce=int)
    second = forms.TypedChoiceField(label=_("meets"), coerce=int)
    slot = forms.TypedChoiceField(label=_("Fixed at"), coerce=int, empty_value=None, required=False)
    half = forms.ChoiceField(label=_("When?"), choices=list(choices.HALVES.items()), required=False)
    required = forms.BooleanField(
        label=_("Promised: it must take place"), required=False, initial=True
    )

    def __init__(self, *args: Any, market: Market, guests: list[Badge], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("first", "second"):
            offer(self, name, [("", "–"), *guest_choices(guests)])
        rows = [(one.pk, wording.at(market, one.starts_at)) for one in market.slots.all()]
        offer(self, "slot", [("", _("no fixed time")), *rows])


class BeforeForm(forms.Form):
    """One meeting before another."""

    first = forms.TypedChoiceField(label=_("This meeting"), coerce=int)
    then = forms.TypedChoiceField(label=_("must come before"), coerce=int)

    def __init__(self, *args: Any, meetings: list[Meeting], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = [(one.pk, wording.companies(one)) for one in meetings]
        for name in ("first", "then"):
            offer(self, name, [("", "–"), *rows])


class AwayForm(forms.Form):
    """A guest who is not here."""

    guest = forms.TypedChoiceField(label=_("Guest"), coerce=int)
    until = forms.TypedChoiceField(
        label=_("comes at"), coerce=int, empty_value=None, required=False
    )

    def __init__(
        self, *args: Any, market: Market, guests: list[Badge], slots: list[Any], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "guest", [("", "–"), *guest_choices(guests)])
        rows = [(one.pk, wording.at(market, one.starts_at)) for one in slots]
        offer(self, "until", [("", _("does not come any more")), *rows])
