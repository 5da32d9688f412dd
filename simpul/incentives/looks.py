"""How states of the incentives room look. Registered when the app is ready."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from simpul.incentives.fund.balance import STANDING
from simpul.incentives.states import LABELS
from simpul.web import statuses

_TONES = {
    "draft": "next",
    "submitted": "wait",
    "review": "wait",
    "returned": "next",
    "waiting": "wait",
    "provisional": "good",
    "reported": "wait",
    "audit": "wait",
    "certified": "good",
    "closed": "quiet",
    "withdrawn": "quiet",
    "lapsed": "bad",
    "refused": "bad",
    "appealed": "wait",
}


def register() -> None:
    """Tell the frame the words of this room."""
    statuses.register(
        {f"incentive.{state}": (label, _TONES[state.value]) for state, label in LABELS.items()}
    )
    statuses.register({f"fund.{code}": look for code, look in STANDING.items()})
    statuses.register(
        {
            "award.proposed": (_("Waits for a second person"), "next"),
            "award.approved": (_("Approved"), "good"),
            "award.declined": (_("Not approved"), "bad"),
            "award.dropped": (_("Taken back"), "quiet"),
            "pay.prepared": (_("Waits to be released"), "next"),
            "pay.released": (_("Released, to be paid"), "wait"),
            "pay.paid": (pgettext_lazy("money of a fund", "Paid"), "good"),
            "pay.bounced": (_("Sent back by the bank"), "bad"),
            "pay.cancelled": (_("Cancelled"), "quiet"),
            "part.waits": (_("Waits"), "quiet"),
            "part.ready": (_("Can be prepared"), "next"),
            "part.prepared": (_("Waits to be released"), "next"),
            "part.released": (_("Released, to be paid"), "wait"),
            "part.paid": (pgettext_lazy("money of a fund", "Paid"), "good"),
            "recovery.open": (_("To come back"), "next"),
            "recovery.settled": (_("Settled"), "good"),
            "recovery.dropped": (_("No longer asked back"), "quiet"),
            "certificate.valid": (_("Valid"), "good"),
            "certificate.replaced": (_("Replaced"), "quiet"),
            "certificate.lapsed": (_("Lapsed"), "bad"),
            "certificate.revoked": (_("Revoked"), "bad"),
        }
    )
