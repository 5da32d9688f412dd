"""What the page of a visit and its papers show, put together once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.conf import settings
from django.db.models import Sum

from simpul.kit.actors import Actor
from simpul.network import access, words, zones
from simpul.network.models import Gift, ItineraryItem, Partner, Visit, VisitCost
from simpul.network.views.partners import history
from simpul.network.visits import states
from simpul.network.visits.forms import (
    CalendarForm,
    CostForm,
    GiftForm,
    ItemForm,
    OursForm,
    TheirsForm,
    WhyForm,
)

STEPS = ("planned", "confirmed", "under_way", "reported", "closed")


def first_guess(query: Mapping[str, Any]) -> dict[str, Any]:
    """What the address says of a visit that is to be planned."""
    found: dict[str, Any] = {}
    for name, field in (("mitra", "partner_id"), ("temu", "encounter_id")):
        said = str(query.get(name, ""))
        if said.isdecimal() and len(said) < 10:
            found[field] = int(said)
    host = Partner.objects.filter(pk=found.get("partner_id", 0)).first()
    if host is not None:
        found |= {"city": host.city, "country": host.country, "time_zone": host.time_zone}
    return found


def context(actor: Actor, visit: Visit) -> dict[str, Any]:
    """Everything on the page."""
    may_write = access.can_write(actor)
    changeable = visit.state in states.CHANGEABLE
    found: dict[str, Any] = {
        "visit": visit,
        "country": words.country_name(visit.country),
        "zone": words.zone_name(visit.time_zone),
        "home": words.zone_name(settings.TIME_ZONE),
        "two_zones": visit.time_zone != settings.TIME_ZONE,
        "days": itinerary(visit),
        "delegates": list(visit.delegates.select_related("person", "user")),
        "costs": [cost_row(one) for one in visit.costs.all()],
        "gifts": [gift_row(one) for one in visit.gifts.all()],
        "sums": sums(visit),
        "steps": steps(visit),
        "moves": {verb: states.may_move(visit.state, verb) for verb in VERBS},
        "history": history(visit.subject),
        "may_write": may_write,
        "may_sign": access.can_sign(actor),
        "changeable": changeable,
        "wrote_it": visit.reported_by_id is not None and visit.reported_by_id == actor.user_id,
    }
    if may_write and changeable:
        found |= {
            "item_form": ItemForm(visit=visit),
            "calendar_form": CalendarForm(),
            "theirs_form": TheirsForm(partners=[visit.partner_id]),
            "ours_form": OursForm(),
            "cost_form": CostForm(),
            "gift_form": GiftForm(),
        }
    found["why_form"] = WhyForm()
    return found


VERBS = tuple(dict.fromkeys(move.verb for move in states.MOVES))


def steps(visit: Visit) -> list[dict[str, Any]]:
    """The way of the visit for the timeline."""
    if visit.state == Visit.State.CANCELLED:
        return [
            {"title": states.LABELS[Visit.State.PLANNED], "state": "done"},
            {
                "title": states.LABELS[Visit.State.CANCELLED],
                "state": "stopped",
                "text": visit.reason,
            },
        ]
    at = STEPS.index(visit.state)
    moments = {"reported": visit.reported_at, "closed": visit.closed_at}
    last = len(STEPS) - 1
    return [
        {
            "title": states.LABELS[Visit.State(name)],
            "state": "done" if place < at or at == last else "now" if place == at else "next",
            "when": moments.get(name),
        }
        for place, name in enumerate(STEPS)
    ]


def itinerary(visit: Visit) -> list[dict[str, Any]]:
    """Entries by their day in the zone of the place visited, each on both clocks."""
    rows = [item_row(item) for item in visit.items.all()]
    return [
        {"day": day, "rows": list(group)}
        for day, group in groupby(rows, key=lambda row: row["day"])
    ]


def item_row(item: ItineraryItem) -> dict[str, Any]:
    """An entry with its times in words."""
    return {
        "item": item,
        "day": zones.on(item.starts_at, item.time_zone).date(),
        "clocks": words.both_clocks(item.starts_at, item.ends_at, item.time_zone),
    }


def cost_row(cost: VisitCost) -> dict[str, Any]:
    """A cost with its amount in words."""
    return {"row": cost, "amount": words.amount(cost.amount, cost.currency)}


def gift_row(gift: Gift) -> dict[str, Any]:
    """A gift with its worth in words."""
    return {"row": gift, "worth": words.amount(gift.worth, gift.currency)}


def sums(visit: Visit) -> list[dict[str, Any]]:
    """What the visit cost in each currency and by whom; currencies are never added."""
    rows = visit.costs.values("currency", "paid_by").annotate(total=Sum("amount"))
    by_currency: dict[str, dict[str, Decimal]] = defaultdict(dict)
    for row in rows:
        by_currency[row["currency"]][row["paid_by"]] = row["total"]
    return [
        {
            "total": words.amount(sum(parts.values(), Decimal(0)), code),
            "parts": [
                {"who": VisitCost.PaidBy(who).label, "amount": words.amount(total, code)}
                for who, total in sorted(parts.items())
            ],
        }
        for code, parts in sorted(by_currency.items())
    ]
