"""What the journal's verbs of encounters and visits are called."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

VERBS = {
    "encounter.created": _("Encounter written down"),
    "encounter.changed": _("Encounter changed"),
    "encounter.person_added": _("Somebody who took part added"),
    "encounter.person_removed": _("Somebody who took part taken off"),
    "visit.planned": _("Visit planned"),
    "visit.changed": _("Visit changed"),
    "visit.delegate_added": _("Delegate added"),
    "visit.delegate_removed": _("Delegate taken off"),
    "visit.item_added": _("Entry of the itinerary added"),
    "visit.item_changed": _("Entry of the itinerary changed"),
    "visit.item_cancelled": _("Entry of the itinerary cancelled"),
    "visit.calendar_taken": _("The partner's calendar taken over"),
    "visit.cost_declared": _("Cost declared"),
    "visit.cost_struck": _("Declared cost taken back"),
    "visit.gift_declared": _("Gift declared"),
    "visit.gift_struck": _("Declared gift taken back"),
    "visit.confirmed": _("Visit confirmed"),
    "visit.begun": _("Visit begun"),
    "visit.reported": _("Visit reported"),
    "visit.sent_back": _("Report sent back"),
    "visit.closed": _("Visit closed"),
    "visit.cancelled": _("Visit cancelled"),
}
