"""The briefing paper and the report of a visit, in the reader's language."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from simpul.network import words
from simpul.network.models import Visit, VisitDelegate
from simpul.network.promises.yearly_words import agency_name
from simpul.network.visits import page as visit_page
from simpul.network.visits import states
from simpul.papers.typesetting import render
from simpul.web.formats import day_words, language, moment_words, period_words


def paper(visit: Visit, kind: str) -> bytes:
    """The PDF; `kind`: "briefing" or "report". Raises PaperProblem where it cannot be set."""
    data = _common(visit, kind)
    data |= _briefing(visit) if kind == "briefing" else _report(visit)
    return render("network/visit", data)


def _common(visit: Visit, kind: str) -> dict[str, Any]:
    titles = {"briefing": _("Briefing paper"), "report": _("Report of a visit")}
    return {
        "kind": kind,
        "language": language(),
        "agency": agency_name(),
        "unit": titles[kind],
        "title": visit.title,
        "made": moment_words(timezone.now()),
        "state": str(states.LABELS[Visit.State(visit.state)]),
        "facts": _facts(visit),
        "objectives": visit.objectives,
        "days": _days(visit),
        "delegates": _delegates(visit),
        "words": {
            "made": _("Made"),
            "objectives": _("What is to be reached"),
            "itinerary": _("Itinerary"),
            "clocks": _("Each entry stands in the time of its place, then in our own."),
            "delegates": _("Who takes part"),
            "ours": _("Ours"),
            "theirs": _("Theirs"),
            "briefing": _("What to know"),
            "partner": _("About the partner"),
            "report": _("What was done"),
            "outcomes": _("What came of it"),
            "costs": _("Costs"),
            "gifts": _("Gifts"),
            "cost_heads": [_("For what"), _("Paid by"), _("Amount")],
            "gift_heads": [_("What"), _("From, to"), _("Estimated worth"), _("Where it is now")],
            "sums": _("Sum"),
        },
    }


def _facts(visit: Visit) -> list[list[str]]:
    rows: list[list[str]] = [
        [_("Kind of visit"), str(Visit.Direction(visit.direction).label).capitalize()],
        [_("Partner"), f"{visit.partner.name}, {words.country_name(visit.partner.country)}"],
        [_("Days"), period_words(visit.starts_on, visit.ends_on)],
        [_("Place"), f"{visit.city}, {words.country_name(visit.country)}"],
        [_("Time there"), _zones(visit)],
        [_("State"), str(states.LABELS[Visit.State(visit.state)])],
    ]
    if visit.encounter is not None:
        met = f"{visit.encounter.title} ({day_words(visit.encounter.held_on, 'long')})"
        rows.append([_("Grew from"), met])
    return rows


def _zones(visit: Visit) -> str:
    place = words.zone_name(visit.time_zone)
    if visit.time_zone == settings.TIME_ZONE:
        return place
    return f"{place} · {words.distance(visit.starts_on, visit.time_zone, settings.TIME_ZONE)}"


def _days(visit: Visit) -> list[dict[str, Any]]:
    return [
        {
            "day": day_words(day["day"], "full"),
            "rows": [
                {
                    "clocks": [f"{clock['times']} {clock['place']}" for clock in row["clocks"]],
                    "title": row["item"].title,
                    "place": row["item"].place,
                    "note": row["item"].note,
                }
                for row in day["rows"]
                if not row["item"].cancelled
            ],
        }
        for day in visit_page.itinerary(visit)
    ]


def _delegates(visit: Visit) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {"ours": [], "theirs": []}
    for row in visit.delegates.select_related("person", "user"):
        found[row.side].append(_delegate(row))
    return found


def _delegate(row: VisitDelegate) -> str:
    name = row.name or (row.user.get_full_name() if row.user else str(row.person))
    return f"{name}, {row.label}" if row.label else name


def _briefing(visit: Visit) -> dict[str, Any]:
    partner = visit.partner
    about = [
        [_("Kind"), partner.get_kind_display().capitalize()],
        [_("How we know them"), partner.known_by],
        [_("Languages"), ", ".join(words.language_name(code) for code in partner.languages)],
        [_("Addresses on the web"), ", ".join(partner.links)],
        [_("Source"), partner.source],
    ]
    return {"briefing": visit.briefing, "about": [row for row in about if row[1]]}


def _report(visit: Visit) -> dict[str, Any]:
    signed = [
        _("Reported by %(name)s, %(when)s")
        % {"name": visit.reported_by.get_full_name(), "when": moment_words(visit.reported_at)}
        if visit.reported_by and visit.reported_at
        else "",
        _("Closed by %(name)s, %(when)s")
        % {"name": visit.closed_by.get_full_name(), "when": moment_words(visit.closed_at)}
        if visit.closed_by and visit.closed_at
        else "",
    ]
    costs = [visit_page.cost_row(one) for one in visit.costs.all()]
    gifts = [visit_page.gift_row(one) for one in visit.gifts.all()]
    return {
        "report": visit.report,
        "outcomes": visit.outcomes,
        "costs": [
            [one["row"].what, one["row"].payer or one["row"].get_paid_by_display(), one["amount"]]
            for one in costs
        ],
        "no_costs": "" if costs else _("The visit cost nothing."),
        "sums": [row["total"] for row in visit_page.sums(visit)],
        "gifts": [
            [
                one["row"].what,
                f"{one['row'].giver} → {one['row'].receiver}",
                one["worth"],
                one["row"].kept,
            ]
            for one in gifts
        ],
        "no_gifts": "" if gifts else _("No gifts were given or received."),
        "signed": [line for line in signed if line],
    }
