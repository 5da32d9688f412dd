"""Forms of encounters and visits. They read what was typed; actions decide."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from simpul.network import words, zones
from simpul.network.models import Encounter, FactStatus, Gift, ItineraryItem, Visit, VisitCost
from simpul.network.partners.forms import lines, partner_choices, shown
from simpul.network.partners.queries import people_of
from simpul.network.visits.queries import colleagues
from simpul.network.visits.states import LABELS
from simpul.web.forms import Checks, ClockField, DayField, FileDrop, Radios, offer

MOST_ENCOUNTERS = 200


class EncounterForm(forms.Form):
    """A meeting."""

    title = forms.CharField(label=_("What was it?"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), choices=shown(Encounter.Kind.choices))
    partner_ids = forms.TypedMultipleChoiceField(
        label=_("With which partners?"), coerce=int, widget=Checks
    )
    held_on = DayField(label=_("On which day?"))
    held_until = DayField(label=_("Until, if it took more than one day"), required=False)
    event = forms.CharField(
        label=_("Festival, market or conference around it"), max_length=200, required=False
    )
    place = forms.CharField(label=_("Place"), max_length=200, required=False)
    country = forms.ChoiceField(label=_("Country"), required=False)
    topics = lines(_("What was spoken of?"), required=False)
    note = lines(_("Note"), required=False)
    source = forms.CharField(
        label=_("Where this account comes from"),
        help_text=_("Left empty: from who was there."),
        max_length=500,
        required=False,
    )
    status = forms.ChoiceField(
        label=_("How sure is this?"),
        choices=shown(FactStatus.choices),
        initial=FactStatus.CONFIRMED,
    )
    claimed_state = forms.ChoiceField(label=_("What does the press say came of it?"))
    claimed_text = lines(_("In which words?"), required=False)
    claimed_source = forms.CharField(label=_("Published where?"), max_length=500, required=False)
    claimed_on = DayField(label=_("Published on"), required=False)
    CLAIM = ("claimed_state", "claimed_text", "claimed_source", "claimed_on")

    def __init__(self, *args: Any, encounter: Encounter | None = None, **kwargs: Any) -> None:
        if encounter is not None:
            kwargs["initial"] = _initial(encounter, (*self.base_fields,)) | {
                "partner_ids": [one.partner_id for one in encounter.with_partners.all()]
            }
        super().__init__(*args, **kwargs)
        offer(self, "partner_ids", partner_choices())
        offer(self, "country", [("", "–"), *words.countries()])
        offer(self, "claimed_state", [("", _("Nothing known")), *shown(Encounter.Claimed.choices)])
        self.fields["claimed_state"].required = False

    @property
    def plain_fields(self) -> list[forms.BoundField]:
        """What we say of it."""
        return [field for field in self if field.name not in self.CLAIM]

    @property
    def claim_fields(self) -> list[forms.BoundField]:
        """What the press says of it, apart."""
        return [self[name] for name in self.CLAIM]


def _initial(row: Any, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names if hasattr(row, name)}


class TheirsForm(forms.Form):
    """Somebody of a partner who takes part."""

    person_id = forms.TypedChoiceField(label=_("Who of theirs?"), coerce=int)
    label = forms.CharField(label=_("In which office"), max_length=200, required=False)
    prefix = "theirs"

    def __init__(self, *args: Any, partners: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = [(one.pk, one.name) for one in people_of(partners)]
        offer(self, "person_id", [("", "–"), *people])


class OursForm(forms.Form):
    """Somebody of ours who takes part: an account, or the name of an office holder."""

    user_id = forms.TypedChoiceField(
        label=_("Who of ours?"), coerce=int, empty_value=None, required=False
    )
    name = forms.CharField(
        label=_("Or a name, for somebody without an account"), max_length=200, required=False
    )
    label = forms.CharField(label=_("In which office"), max_length=200, required=False)
    prefix = "ours"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        staff = [(one.pk, one.get_full_name()) for one in colleagues()]
        offer(self, "user_id", [("", "–"), *staff])


class VisitForm(forms.Form):
    """A visit."""

    direction = forms.ChoiceField(
        label=_("Who visits whom?"), choices=shown(Visit.Direction.choices), widget=Radios
    )
    partner_id = forms.TypedChoiceField(label=_("Which partner?"), coerce=int)
    title = forms.CharField(label=_("Title"), max_length=200)
    starts_on = DayField(label=_("First day"))
    ends_on = DayField(label=_("Last day"))
    city = forms.CharField(label=_("City visited"), max_length=100)
    country = forms.ChoiceField(label=_("Country"))
    time_zone = forms.ChoiceField(label=_("Time zone there"))
    objectives = lines(_("What is to be reached?"), rows=4)
    briefing = lines(
        _("What should the delegates know?"),
        20_000,
        6,
        help_text=_("Goes into the briefing paper."),
        required=False,
    )
    encounter_id = forms.TypedChoiceField(
        label=_("Grew from which encounter?"), coerce=int, empty_value=None, required=False
    )

    def __init__(self, *args: Any, visit: Visit | None = None, **kwargs: Any) -> None:
        if visit is not None:
            kwargs["initial"] = {
                name: getattr(visit, name) for name in self.base_fields if hasattr(visit, name)
            }
        super().__init__(*args, **kwargs)
        offer(self, "partner_id", [("", "–"), *partner_choices()])
        offer(self, "country", [("", "–"), *words.countries()])
        offer(self, "time_zone", words.time_zones())
        found = Encounter.objects.order_by("-held_on", "-pk")[:MOST_ENCOUNTERS]
        known = [(one.pk, f"{one.held_on:%Y-%m-%d} · {one.title}") for one in found]
        offer(self, "encounter_id", [("", "–"), *known])


class ItemForm(forms.Form):
    """An entry of the itinerary, in the time of its place."""

    title = forms.CharField(label=_("What?"), max_length=200)
    day = DayField(label=_("Day"))
    starts = ClockField(label=_("Begins"))
    ends = ClockField(label=_("Ends"), help_text=_("Earlier than the beginning: on the next day."))
    time_zone = forms.ChoiceField(label=_("On the clocks of"))
    place = forms.CharField(label=_("Place"), max_length=300, required=False)
    note = lines(_("Note"), required=False)

    def __init__(
        self, *args: Any, visit: Visit, item: ItineraryItem | None = None, **kwargs: Any
    ) -> None:
        kwargs["initial"] = item_initial(item) if item else _first_guess(visit)
        super().__init__(*args, **kwargs)
        near = dict.fromkeys((visit.time_zone, settings.TIME_ZONE))
        named = [(name, words.zone_name(name)) for name in near]
        rest = [one for one in words.time_zones() if one[0] and one[0] not in near]
        offer(self, "time_zone", [*named, *rest])


def _first_guess(visit: Visit) -> dict[str, Any]:
    return {"day": visit.starts_on, "time_zone": visit.time_zone}


def item_initial(item: ItineraryItem) -> dict[str, Any]:
    """An entry as its form shows it, on the clocks of its own place."""
    starts = zones.on(item.starts_at, item.time_zone)
    ends = zones.on(item.ends_at, item.time_zone)
    return {
        "title": item.title,
        "day": starts.date(),
        "starts": starts.time(),
        "ends": ends.time(),
        "time_zone": item.time_zone,
        "place": item.place,
        "note": item.note,
    }


class CalendarForm(forms.Form):
    """A partner's calendar."""

    file = forms.FileField(
        label=_("The partner's calendar (.ics)"), widget=FileDrop(limit=1024 * 1024)
    )


class AmountField(forms.CharField):
    """An amount, typed with or without separators: 1.250.000 or 1,250,000.50 or 900,5."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "class": "input-money"})
        super().__init__(max_length=30, widget=widget, **kwargs)

    def clean(self, value: Any) -> str:
        return plain_amount(str(super().clean(value)))


def plain_amount(said: str) -> str:
    """Digits with a point: the last sign that is there once, with one or two digits after, is it.

    What is neither stays as typed and is refused by the action.
    """
    text = "".join(said.split())
    for sign, other in ((",", "."), (".", ",")):
        head, found, tail = text.rpartition(sign)
        if found and sign not in head and 1 <= len(tail) <= 2 and tail.isdigit():
            return f"{_grouped(head, other)}.{tail}"
    if "," in text and "." in text:
        return text
    return _grouped(text, "," if "," in text else ".")


def _grouped(text: str, sign: str) -> str:
    """Without the sign between groups of three; as typed where the groups are others."""
    groups = text.split(sign)
    whole = len(groups) == 1 or all(len(one) == 3 for one in groups[1:])
    return "".join(groups) if whole else text


class CostForm(forms.Form):
    """One item of cost."""

    what = forms.CharField(label=_("For what?"), max_length=200)
    amount = AmountField(label=_("Amount"))
    currency = forms.ChoiceField(label=_("Currency"))
    paid_by = forms.ChoiceField(label=_("Who paid?"), choices=shown(VisitCost.PaidBy.choices))
    payer = forms.CharField(label=_("Who, if somebody else"), max_length=200, required=False)
    prefix = "cost"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "currency", words.currencies())


class GiftForm(forms.Form):
    """A gift."""

    direction = forms.ChoiceField(
        label=_("Given or received?"), choices=shown(Gift.Direction.choices)
    )
    what = forms.CharField(label=_("What?"), max_length=200)
    giver = forms.CharField(label=_("From whom?"), max_length=200)
    receiver = forms.CharField(label=_("To whom?"), max_length=200)
    worth = AmountField(label=_("Estimated worth"))
    currency = forms.ChoiceField(label=_("Currency"))
    on_day = DayField(label=_("On which day?"))
    kept = forms.CharField(
        label=_("Where is it now?"),
        help_text=_("Needed for what was received."),
        max_length=200,
        required=False,
    )
    prefix = "gift"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "currency", words.currencies())


class ReportForm(forms.Form):
    """The report of a visit."""

    report = lines(_("What was done?"), 20_000, 8)
    outcomes = lines(_("What came of it?"), 20_000, 5)
    no_costs = forms.BooleanField(label=_("The visit cost nothing"), required=False)
    no_gifts = forms.BooleanField(label=_("No gifts were given or received"), required=False)


class WhyForm(forms.Form):
    """One reason."""

    reason = lines(_("Why?"), 1000)


class EncounterFilter(forms.Form):
    """The list narrowed, by address."""

    q = forms.CharField(label=_("Search"), max_length=80, required=False)
    partner = forms.ChoiceField(label=_("Partner"), required=False)
    year = forms.ChoiceField(label=_("Year"), required=False)

    def __init__(self, *args: Any, years: list[dt.date], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "partner", [("", _("All")), *partner_choices()])
        offer(self, "year", [("", _("All")), *((str(one.year), str(one.year)) for one in years)])


class VisitFilter(forms.Form):
    """The list narrowed, by address."""

    partner = forms.ChoiceField(label=_("Partner"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False)
    direction = forms.ChoiceField(label=_("Who visits whom?"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "partner", [("", _("All")), *partner_choices()])
        offer(self, "state", [("", _("All")), *LABELS.items()])
        offer(self, "direction", [("", _("All")), *shown(Visit.Direction.choices)])
