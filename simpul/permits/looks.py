"""How the states of a case look and what its codes are called. Imported when the app is ready."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

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


NOTES = {
    "recorded": _("Recorded by %(officer)s from %(source)s"),
    "countersigned": _("Deemed grant, countersigned by %(officer)s"),
}


def register() -> None:
    """Tell the frame the words of this room."""
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
            "hold.pencil": (_("Pencil note"), "quiet"),
            "hold.option": (_("Option"), "wait"),
            "hold.confirmed": (_("Confirmed"), "good"),
            "grade.hard": (_("In the way"), "bad"),
            "grade.possible": (_("To be talked about"), "next"),
            "grade.information": (_("Good to know"), "quiet"),
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


def note_words(note: Mapping[str, str]) -> str:
    """How an answer came in, in the reader's language; nothing where it came by itself."""
    pattern = NOTES.get(note.get("code", ""))
    return str(pattern) % note if pattern else ""
