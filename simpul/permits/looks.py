"""How the states of a case look and what its verbs are called. Imported when the app is ready."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from simpul.journal import verbs
from simpul.permits.states import LABELS
from simpul.web import statuses

_TONES = {
    "draft": "next",
    "submitted": "wait",
    "returned": "next",
    "in_review": "wait",
    "awaiting_payment": "next",
    "ready": "wait",
    "issued": "good",
    "closed": "quiet",
    "withdrawn": "quiet",
    "refused": "bad",
    "cancelled": "quiet",
}

VERDICTS = {
    "approve": _("Approved"),
    "approve_with_conditions": _("Approved with conditions"),
    "no_objection": _("No objection"),
    "refuse": _("Refused"),
    "not_concerned": _("Not concerned"),
}

CLEARANCE_KINDS = {
    "permit": _("Permit"),
    "consent": _("Consent"),
    "recommendation": _("Recommendation"),
    "notice": _("For information"),
    "information": _("Good to know"),
}

CHANNELS = {
    "desk": _("at the desk"),
    "link": _("by e-mail link"),
    "recorded": _("recorded from a letter or call"),
    "deemed": _("deemed grant, countersigned"),
    "carried": _("deemed grant of an earlier request"),
}


def register() -> None:
    """Tell the frame and the journal the words of this room."""
    statuses.register(
        {f"application.{state}": (label, _TONES[state.value]) for state, label in LABELS.items()}
    )
    statuses.register(
        {
            "clearance.waiting": (_("Waits for another authority"), "quiet"),
            "clearance.requested": (_("Asked"), "wait"),
            "clearance.needs_information": (_("Waits for the applicant"), "next"),
            "desk.empty": (_("Nobody at the desk"), "next"),
            "clearance.ended": (_("Ended"), "quiet"),
            "clearance.late": (_("Late"), "bad"),
            "verdict.approve": (VERDICTS["approve"], "good"),
            "verdict.approve_with_conditions": (VERDICTS["approve_with_conditions"], "good"),
            "verdict.no_objection": (VERDICTS["no_objection"], "good"),
            "verdict.not_concerned": (VERDICTS["not_concerned"], "quiet"),
            "verdict.refuse": (VERDICTS["refuse"], "bad"),
            "bill.open": (_("To be paid"), "next"),
            "bill.paid": (_("Paid"), "good"),
            "bill.cancelled": (_("Cancelled"), "quiet"),
            "permit.valid": (_("Valid"), "good"),
            "permit.superseded": (_("Replaced by a newer version"), "quiet"),
            "permit.suspended": (_("Suspended"), "bad"),
            "permit.revoked": (_("Revoked"), "bad"),
            "permit.cancelled": (_("Cancelled"), "quiet"),
        }
    )
    verbs.register(
        {
            "application.officer_named": _("Case officer named"),
            "application.returned": _("Returned with questions"),
            "application.accepted": _("Complete; authorities asked"),
            "application.refused": _("Refused"),
            "application.ready": _("Ready to be signed"),
            "application.lapsed": _("Ended with the permit it amends"),
            "clearance.requested": _("Authority asked"),
            "clearance.answered": _("Authority answered"),
            "clearance.carried_over": _("Earlier answer still holds"),
            "clearance.question_asked": _("Authority asked the applicant"),
            "question.answered": _("Applicant answered"),
            "clearance.deemed_claimed": _("Deemed grant claimed"),
            "clearance.escalated": _("Late answer escalated"),
            "clearance.reopened": _("Asked again"),
            "link.sent": _("Answer link sent"),
            "link.opened": _("Answer link opened"),
            "link.revoked": _("Answer link revoked"),
            "papers.retention_set": _("Last day of keeping set for papers"),
            "fee.bill_opened": _("Bill opened"),
            "fee.paid": _("Paid"),
            "fee.waiver_proposed": _("Waiver proposed"),
            "fee.waiver_approved": _("Waiver approved"),
            "fee.waiver_refused": _("Waiver refused"),
            "permit.issued": _("Permit issued"),
            "permit.suspended": _("Permit suspended"),
            "permit.resumed": _("Permit valid again"),
            "permit.revoked": _("Permit revoked"),
            "permit.cancelled": _("Permit cancelled"),
            "rider.started": _("Amendment started"),
            "wrap.asked": _("Wrap report asked for"),
            "wrap.submitted": _("Wrap report sent"),
        }
    )
