"""What the journal's verbs of commitments, follow-ups and policy notes are called."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

VERBS = {
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
