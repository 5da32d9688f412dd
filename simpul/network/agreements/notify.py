"""Who hears of agreements. Called inside the action's transaction."""

from __future__ import annotations

from collections.abc import Iterable

from simpul.network.agreements import states
from simpul.network.agreements.words import title_of
from simpul.network.letters import in_charge, write
from simpul.network.models import Agreement
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
    _about(agreement, "agreement_turned", in_charge(agreement.owner_id), key)


def agreement_given(agreement: Agreement) -> None:
    """Somebody has it in hand now."""
    key = f"agreement:{agreement.pk}:given:{agreement.owner_id}"
    _about(agreement, "agreement_given", in_charge(agreement.owner_id), key)


def renewal_near(agreement: Agreement, stage: str) -> None:
    """Its last day comes near."""
    key = f"renewal:{agreement.pk}:{agreement.valid_to}:{stage}"
    _about(agreement, "agreement_renewal", in_charge(agreement.owner_id), key)
