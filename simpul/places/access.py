"""Who may do what with a site, answered with a reason."""

from __future__ import annotations

from django.utils.translation import gettext as _

from simpul.kit.actors import Actor
from simpul.kit.outcomes import YES, Answer, no

NOBODYS_DESK = "OWNER"
"""Sites of private owners have no desk: nobody may speak for all owners at once."""


def may_edit_terms(actor: Actor, manager: str) -> Answer:
    """Whoever answers at the desk of the site's manager."""
    if manager != NOBODYS_DESK and actor.desks.get(manager) in ("answer", "manage"):
        return YES
    return no(_("Only the desk of the site's manager changes its terms."))
