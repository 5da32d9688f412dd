"""How states of agreements and commitments look. Registered when the app is ready."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from simpul.network.agreement_states import LABELS, TONES, S
from simpul.network.agreement_words import FOLLOW_UPS, PROOFS, STANDINGS
from simpul.web import statuses


def register() -> None:
    """Tell the frame the words of this topic."""
    statuses.register(
        {f"agreement.{state}": (label, TONES[state]) for state, label in LABELS.items()}
    )
    statuses.register(
        {
            "party.signed": (LABELS[S.SIGNED], "good"),
            "party.unsigned": (_("Not signed yet"), "wait"),
            "entry.evidence": (_("With evidence"), "good"),
            "entry.note": (_("Without evidence"), "quiet"),
            "note.confirmed": (_("Confirmed"), "good"),
            "note.reported": (_("Reported, not confirmed by them"), "wait"),
            "note.assumed": (_("Assumed"), "next"),
            "note.withdrawn": (_("Holds no longer"), "quiet"),
        }
    )
    statuses.register({f"proof.{level}": look for level, look in PROOFS.items()})
    statuses.register({f"commitment.{state}": look for state, look in STANDINGS.items()})
    statuses.register({f"follow_up.{state}": look for state, look in FOLLOW_UPS.items()})
