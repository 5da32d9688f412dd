"""Who may do what with partners, answered with a reason. Every action asks here again.

First question is always visibility: for outsiders nothing of this room exists (NotVisible → 404).
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from simpul.kit.actors import Actor
from simpul.kit.outcomes import YES, Answer, NotAllowed, NotVisible, no
from simpul.people.access import require as require

READING_ROLES = ("partnerships_officer", "head_of_service", "auditor")
"""Roles that read the room. Other staff have no need to know who was met and what was said."""

WRITING_ROLES = ("partnerships_officer",)
SIGNING_ROLES = ("head_of_service",)
"""Who binds the commission: agreements, trust in another node, the end of a visit."""


def can_read(actor: Actor) -> Answer:
    """Partnership officers, the head of service, auditors."""
    return YES if actor.has_role(*READING_ROLES) else no(_("Not found."))


def can_write(actor: Actor) -> Answer:
    """Keep partners, people, encounters, visits, follow-ups: partnership officers."""
    if not actor.has_role(*WRITING_ROLES):
        return no(_("Your account does not have the role this needs."))
    return YES


def can_sign(actor: Actor) -> Answer:
    """Bind the commission: head of service, with a second factor."""
    if not actor.has_role(*SIGNING_ROLES):
        return no(_("Your account does not have the role this needs."))
    if not actor.second_factor:
        return no(_("This needs a second factor. Set one up under Security, then sign in with it."))
    return YES


def require_reader(actor: Actor) -> None:
    """For others the room does not exist."""
    answer = can_read(actor)
    if not answer:
        raise NotVisible(answer.reason)


def require_writer(actor: Actor) -> int:
    """Visible and may write; gives the account's id."""
    require_reader(actor)
    require(can_write(actor))
    return account(actor)


def require_signer(actor: Actor) -> int:
    """Visible and may sign; gives the account's id."""
    require_reader(actor)
    require(can_sign(actor))
    return account(actor)


def account(actor: Actor) -> int:
    """The account behind the actor; NotAllowed for jobs and keys."""
    if actor.user_id is None:
        raise NotAllowed(_("Sign in first."))
    return actor.user_id
