"""How states of visits look. Registered when the app is ready."""

from __future__ import annotations

from simpul.network.visits.states import LABELS, TONES
from simpul.web import statuses


def register() -> None:
    """Tell the frame the words of this room."""
    statuses.register({f"visit.{state}": (label, TONES[state]) for state, label in LABELS.items()})
