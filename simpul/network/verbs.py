"""What the journal's verbs of partners, people, encounters and visits are called."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from simpul.journal.verbs import register

register(
    {
        "partner.created": _("Partner added"),
        "partner.changed": _("Partner changed"),
        "partner.merged": _("Two partners made one"),
        "partner.kept_apart": _("Looked at: another partner than one alike"),
        "person.kept_apart": _("Looked at: another person than one alike"),
        "person.added": _("Person added"),
        "person.changed": _("Person changed"),
        "person.post_added": _("Post added"),
        "person.post_ended": _("Post ended"),
        "person.consented": _("Consent written down"),
        "person.consent_withdrawn": _("Consent taken back; what rested on it deleted"),
        "person.merged": _("Two people made one"),
        "contacts.loaded": _("List of people taken over"),
        "contacts.exported": _("List of people taken out"),
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
)
