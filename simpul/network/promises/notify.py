"""Who hears of follow-ups and commitments. Called inside the action's transaction."""

from __future__ import annotations

from simpul.network.letters import in_charge, write
from simpul.network.models import Commitment, FollowUp


def follow_up_given(row: FollowUp) -> None:
    """Somebody has it in hand now."""
    _in_hand(row, "follow_up", "given", f"follow-up:{row.pk}:given:{row.owner_id}")


def follow_up_due(row: FollowUp, stage: str) -> None:
    """Its day comes near, or is past."""
    _in_hand(row, "follow_up", _due(stage), f"follow-up:{row.pk}:{row.due_on}:{stage}")


def commitment_given(row: Commitment) -> None:
    """Somebody sees to it now."""
    _in_hand(row, "commitment", "given", f"commitment:{row.pk}:given:{row.owner_id}")


def commitment_due(row: Commitment, stage: str) -> None:
    """Its day comes near, or is past."""
    _in_hand(row, "commitment", _due(stage), f"commitment:{row.pk}:{row.due_on}:{stage}")


def _due(stage: str) -> str:
    return "late" if stage.startswith("late") else "due"


def _in_hand(row: FollowUp | Commitment, page: str, about: str, key: str) -> None:
    """Tell who has a task or promise in hand. `about`: given, due or late."""
    write(
        in_charge(row.owner_id),
        f"{page}_{about}",
        row.subject,
        page=(page, row.pk),
        key=key,
        what=row.what,
        partner=row.partner.name,
        due=row.due_on,
    )
