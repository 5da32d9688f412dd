"""Who may do what on the front pages."""

from __future__ import annotations

from simpul.kit.actors import Actor
from simpul.kit.outcomes import NotVisible

READ_COMPLAINTS = ("head_of_service", "auditor")
"""Roles that read what people report; nobody else does."""


def require_reads_complaints(actor: Actor) -> None:
    """Head of service and auditors; for everybody else there is nothing to read."""
    if not actor.has_role(*READ_COMPLAINTS):
        raise NotVisible("")
