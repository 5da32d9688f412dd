"""Who may do what with a site or in the calendar, answered with a reason."""

from __future__ import annotations

from django.utils.translation import gettext as _

from simpul.kit.actors import Actor
from simpul.kit.outcomes import YES, Answer, NotVisible, no
from simpul.places import holders

NOBODYS_DESK = "OWNER"
"""Sites of private owners have no desk: nobody may speak for all owners at once."""


def may_edit_terms(actor: Actor, manager: str) -> Answer:
    """Whoever answers at the desk of the site's manager."""
    if manager != NOBODYS_DESK and actor.desks.get(manager) in ("answer", "manage"):
        return YES
    return no(_("Only the desk of the site's manager changes its terms."))


HOLD_VERBS = ("hold", "change", "option", "confirm", "release")


def may_hold(actor: Actor, holder: str, verb: str) -> Answer:
    """The program; whoever acts for the holder, says the room that owns it; where no room owns it
    (events, imports, rests), the commission's own people."""
    if actor.kind == "system":
        return YES
    answer = holders.may(actor, holder, verb)
    if answer is not None:
        return answer
    if actor.has_role("case_officer", "head_of_service"):
        return YES
    return no(_("Only the commission changes this entry of the calendar."))


def require_hold(actor: Actor, holder: str, verb: str) -> None:
    """NotVisible unless the actor may: for outsiders a hold does not exist."""
    if not may_hold(actor, holder, verb):
        raise NotVisible(_("There is no such page."))
