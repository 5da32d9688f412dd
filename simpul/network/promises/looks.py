"""How follow-ups, commitments and policy notes look. Registered when the app is ready."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from simpul.network.promises.words import FOLLOW_UPS, STANDINGS
from simpul.web import statuses


def register() -> None:
    """Tell the frame the words of this topic."""
    statuses.register({f"commitment.{state}": look for state, look in STANDINGS.items()})
    statuses.register({f"follow_up.{state}": look for state, look in FOLLOW_UPS.items()})
    statuses.register(
        {
            "entry.evidence": (_("With evidence"), "good"),
            "entry.note": (_("Without evidence"), "quiet"),
            "note.confirmed": (_("Confirmed"), "good"),
            "note.reported": (_("Reported, not confirmed by them"), "wait"),
            "note.assumed": (_("Assumed"), "next"),
            "note.withdrawn": (_("Holds no longer"), "quiet"),
        }
    )
