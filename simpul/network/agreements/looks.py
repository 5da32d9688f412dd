"""How states of agreements look. Registered when the app is ready."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from simpul.network.agreements.states import LABELS, TONES, S
from simpul.network.agreements.words import PROOFS
from simpul.web import statuses


def register() -> None:
    """Tell the frame the words of this topic."""
    statuses.register(
        {f"agreement.{state}": (label, TONES[state]) for state, label in LABELS.items()}
    )
    statuses.register({f"proof.{level}": look for level, look in PROOFS.items()})
    statuses.register(
        {
            "party.signed": (LABELS[S.SIGNED], "good"),
            "party.unsigned": (_("Not signed yet"), "wait"),
        }
    )
