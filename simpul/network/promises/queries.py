"""Commitments, follow-ups and policy notes: one by its id."""

from __future__ import annotations

from simpul.kit.actors import Actor
from simpul.network.models import Commitment, FollowUp, PolicyNote, Progress
from simpul.network.queries import one_for


def commitment_for(actor: Actor, commitment_id: int, *, lock: bool = False) -> Commitment:
    """The commitment; NotVisible for an outsider and for an id that is none."""
    found = Commitment.objects.select_related("partner", "agreement", "owner", "met_by", "ended_by")
    return one_for(actor, found, commitment_id, lock=lock)


def entry_for(actor: Actor, entry_id: int) -> Progress:
    """One entry with its file; NotVisible likewise."""
    return one_for(actor, Progress.objects.select_related("file"), entry_id)


def follow_up_for(actor: Actor, follow_up_id: int, *, lock: bool = False) -> FollowUp:
    """The follow-up; NotVisible likewise."""
    found = FollowUp.objects.select_related("partner", "encounter", "visit", "owner")
    return one_for(actor, found, follow_up_id, lock=lock)


def note_for(actor: Actor, note_id: int, *, lock: bool = False) -> PolicyNote:
    """The policy note; NotVisible likewise."""
    return one_for(actor, PolicyNote.objects.select_related("partner"), note_id, lock=lock)
