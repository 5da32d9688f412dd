"""Who may do what with passports, shares and nodes, answered with a reason.

A passport belongs to the company: its people see it, the commission's staff do not. What other
commissions gave us, and the nodes, are seen by who reads this room (access.py).
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from simpul.kit.actors import Actor
from simpul.kit.outcomes import YES, Answer, NotVisible, no
from simpul.network.access import account, can_read, can_write, require
from simpul.people.access import EDITING_ROLES, SENDING_ROLES
from simpul.productions.models import Production


def can_see(actor: Actor, company_id: int) -> Answer:
    """The company's own people, in any role."""
    return YES if company_id in actor.companies else no(_("Not found."))


def can_edit(actor: Actor, company_id: int) -> Answer:
    """Fill in the passport: everybody of the company but viewers."""
    if actor.companies.get(company_id) in EDITING_ROLES:
        return YES
    return no(_("Your role in this company may read but not change."))


def can_give(actor: Actor, company_id: int) -> Answer:
    """Consent for the company: an owner only."""
    if actor.companies.get(company_id) == "owner":
        return YES
    return no(_("Only an owner of the company may share its passport."))


def can_revoke(actor: Actor, company_id: int) -> Answer:
    """Take back: owners and producers."""
    if actor.companies.get(company_id) in SENDING_ROLES:
        return YES
    return no(_("Only an owner or producer of the company may take a share back."))


def production_of(actor: Actor, production_id: int) -> Production:
    """The production, or NotVisible for everybody outside its company."""
    found = (
        Production.objects.select_related("company", "local_company")
        .filter(pk=production_id, company_id__in=list(actor.companies))
        .first()
    )
    if found is None:
        raise NotVisible(_("Not found."))
    return found


def can_propose_node(actor: Actor) -> Answer:
    """Enter a partner's node, stop trusting one: partnership officers with a second factor."""
    answer = can_write(actor)
    if answer and not actor.second_factor:
        return no(_("This needs a second factor. Set one up under Security, then sign in with it."))
    return answer


def require_proposer(actor: Actor) -> int:
    """Visible and may propose; gives the account's id."""
    if not can_read(actor):
        raise NotVisible(_("Not found."))
    require(can_propose_node(actor))
    return account(actor)
