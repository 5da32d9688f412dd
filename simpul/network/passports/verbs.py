"""What the journal's verbs of passports, shares and nodes are called."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

VERBS = {
    "passport.saved": _("Passport filled in"),
    "share.given": _("Passport shared, with consent"),
    "share.revoked": _("Share taken back"),
    "share.expired": _("Share ended on its day"),
    "share.held": _("Received by the partner's node"),
    "share.deleted": _("Deleted by the partner's node"),
    "share.unreached": _("The partner's node could not be reached"),
    "receiver.opened": _("Passports may be shared with this partner"),
    "receiver.closed": _("No new passports for this partner"),
    "network_node.proposed": _("Node of a partner entered"),
    "network_node.trusted": _("Node trusted: fingerprint compared by a second person"),
    "network_node.ended": _("Trust in the node ended"),
    "network_node.key_introduced": _("The node introduced a new key"),
    "network_node.sent_again": _("Message to the node tried again"),
    "network.key_renewed": _("Our node's key renewed"),
    "received_passport.received": _("Passport received from a partner's node"),
    "received_passport.opened": _("Passport read"),
    "received_passport.revoked": _("Passport taken back and deleted"),
    "received_passport.expired": _("Passport ended on its day and deleted"),
}
