"""Who hears of agreements, commitments and follow-ups. Called inside the action's transaction."""

from __future__ import annotations

from collections.abc import Iterable

from simpul.network import agreement_states as states
from simpul.network.agreement_words import title_of
from simpul.network.letters import write
from simpul.network.models import Agreement, Commitment, FollowUp
from simpul.people.models import User
from simpul.people.queries import staff_with_role


def _about(agreement: Agreement, template: str, people: Iterable[User], key: str) -> None:
    write(
        people,
        template,
        agreement.subject,
        page=("agreement", agreement.pk),
        key=key,
        title=lambda code: title_of(agreement, code),
        state=lambda _code: str(states.LABELS[states.S(agreement.state)]),
        valid_from=agreement.valid_from,
        valid_to=agreement.valid_to,
    )


def signed(agreement: Agreement, *, but: int) -> None:
    """Every party has signed: one of the signers looks at the papers."""
    people = staff_with_role("head_of_service").exclude(pk=but)
    _about(agreement, "agreement_signed", people, f"agreement-signed:{agreement.pk}:{but}")


def turned(agreement: Agreement) -> None:
    """It came into force, or expired."""
    key = f"agreement-turned:{agreement.pk}:{agreement.state}"
    _about(agreement, "agreement_turned", _active(agreement.owner_id), key)


def agreement_given(agreement: Agreement) -> None:
    """Somebody has it in hand now."""
    key = f"agreement:{agreement.pk}:given:{agreement.owner_id}"
    _about(agreement, "agreement_given", _active(agreement.owner_id), key)


def renewal_near(agreement: Agreement, stage: str) -> None:
    """Its last day comes near."""
    key = f"renewal:{agreement.pk}:{agreement.valid_to}:{stage}"
    _about(agreement, "agreement_renewal", _active(agreement.owner_id), key)


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
        _active(row.owner_id),
        f"{page}_{about}",
        row.subject,
        page=(page, row.pk),
        key=key,
        what=row.what,
        partner=row.partner.name,
        due=row.due_on,
    )


def _active(user_id: int) -> Iterable[User]:
    return User.objects.filter(pk=user_id, is_active=True)
