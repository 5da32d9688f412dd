"""What the journal's verbs of agreements are called."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

VERBS = {
    "agreement.drafted": _("Agreement drafted"),
    "agreement.changed": _("Terms changed"),
    "agreement.article_written": _("Article written"),
    "agreement.article_removed": _("Article taken out"),
    "agreement.negotiated": _("Draft given to the other side"),
    "agreement.claim_recorded": _("Public claim recorded"),
    "agreement.party_signed": _("Signature recorded, with its paper"),
    "agreement.signature_taken_back": _("Recorded signature taken back"),
    "agreement.signed": _("Signed by every party"),
    "agreement.confirmed": _("Papers confirmed by a second person"),
    "agreement.began": _("Agreement in force"),
    "agreement.expired": _("Agreement expired"),
    "agreement.ended": _("Agreement ended"),
    "agreement.renewal_begun": _("Renewal begun"),
}
