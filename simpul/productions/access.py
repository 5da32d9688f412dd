"""Who may read and change a production: its company's people; the commission's staff read."""

from __future__ import annotations

from django.utils.translation import gettext as _

from simpul.kit.actors import Actor
from simpul.kit.outcomes import YES, Answer, NotVisible, no
from simpul.people.access import EDITING_ROLES as EDITING_ROLES
from simpul.people.access import require


def may_see(actor: Actor, company_id: int) -> Answer:
    """The company's people in any role, and staff."""
    if company_id in actor.companies or actor.is_staff:
        return YES
    return no(_("Not found."))


def may_change(actor: Actor, company_id: int) -> Answer:
    """The company's owners, producers and members; a viewer reads only, staff too."""
    if actor.companies.get(company_id) in EDITING_ROLES:
        return YES
    return no(_("Your role in this company may read but not change."))


def require_change(actor: Actor, company_id: int) -> None:
    """NotVisible for outsiders, NotAllowed for those who only read."""
    seen = may_see(actor, company_id)
    if not seen:
        raise NotVisible(seen.reason)
    require(may_change(actor, company_id))
