"""What the journal's verbs of partners and people are called."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

VERBS = {
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
}
