"""Who may do what with authorities."""

from __future__ import annotations

from django.utils.translation import gettext as _

from simpul.kit.actors import Actor
from simpul.kit.outcomes import YES, Answer, NotVisible, no


def may_change_contact(actor: Actor, code: str) -> Answer:
    """An administrator, or who manages that authority's desk."""
    if actor.has_role("administrator") or actor.desks.get(code) == "manage":
        return YES
    return no(_("Only an administrator or who manages the desk changes its e-mail."))


def require_changes_contact(actor: Actor, code: str) -> None:
    """NotVisible for everybody else: an outsider finds no such page."""
    if not (answer := may_change_contact(actor, code)):
        raise NotVisible(answer.reason)
