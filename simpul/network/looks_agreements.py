"""How states of agreements and commitments look. Registered when the app is ready."""

from __future__ import annotations

from simpul.network.agreement_states import LABELS, TONES
from simpul.network.agreement_words import FOLLOW_UPS, PROOFS, STANDINGS
from simpul.web import statuses


def register() -> None:
    """Tell the frame the words of this topic."""
    statuses.register(
        {f"agreement.{state}": (label, TONES[state]) for state, label in LABELS.items()}
    )
    statuses.register({f"proof.{level}": look for level, look in PROOFS.items()})
    statuses.register({f"commitment.{state}": look for state, look in STANDINGS.items()})
    statuses.register({f"follow_up.{state}": look for state, look in FOLLOW_UPS.items()})
