"""Who may load and publish rules, answered with a reason."""

from __future__ import annotations

from django.utils.translation import gettext as _

from simpul.kit.actors import Actor
from simpul.kit.outcomes import YES, Answer, no
from simpul.rulebook.models import DRAFT, Version

EDITORS = ("legal_editor", "administrator")
READERS = (*EDITORS, "head_of_service", "case_officer", "auditor")


def may_see_versions(actor: Actor) -> Answer:
    """Staff of the commission; drafts are nobody else's business."""
    if actor.has_role(*READERS):
        return YES
    return no(_("Only staff of the commission see the versions of the rules."))


def may_load(actor: Actor) -> Answer:
    """A legal editor or administrator; the machine's own operator at set-up."""
    if actor.kind == "system" or actor.has_role(*EDITORS):
        return YES
    return no(_("Only a legal editor or an administrator loads rules."))


def may_publish(actor: Actor, version: Version, *, first: bool) -> Answer:
    """Another person than the loader, with the role and a second factor.

    `first`: nothing was ever in force in this city. Only then may the program itself publish,
    under another name than it loaded with (decision 0006).
    """
    if version.state != DRAFT:
        return no(_("This version is not a draft any more."))
    if actor.id == version.loaded_as:
        return no(_("Who loaded the rules cannot publish them. Ask another person."))
    if actor.kind == "system":
        return YES if first else no(_("Only a person puts new rules in force."))
    if actor.user_id is None or not actor.has_role(*EDITORS):
        return no(_("Only a legal editor or an administrator publishes rules."))
    if not actor.second_factor:
        return no(_("This needs a second factor. Set one up under Security, then sign in with it."))
    return YES
