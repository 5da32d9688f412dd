"""What the journal's verbs of agreements, commitments, follow-ups and policy notes are called."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from simpul.journal.verbs import register

register(
    {
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
        "commitment.promised": _("Commitment made"),
        "commitment.progress": _("Progress recorded"),
        "commitment.met": _("Commitment met"),
        "commitment.dropped": _("Commitment dropped"),
        "follow_up.added": _("Follow-up agreed"),
        "follow_up.done": _("Follow-up done"),
        "follow_up.dropped": _("Follow-up dropped"),
        "partnership.handed_over": _("Put into other hands"),
        "policy_note.written": _("Policy note written"),
        "policy_note.changed": _("Policy note changed"),
        "policy_note.withdrawn": _("Policy note withdrawn"),
    }
)
