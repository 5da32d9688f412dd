"""Who may do what with money, answered with a reason. Every action asks here again.

First question is always visibility: for an outsider a case does not exist (NotVisible → 404).
Whoever belongs to the company, or declared an interest in it, handles none of its cases.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from simpul.incentives.models import Case
from simpul.kit.actors import Actor
from simpul.kit.outcomes import YES, Answer, NotVisible, no
from simpul.people.access import EDITING_ROLES as EDITING_ROLES
from simpul.people.access import SENDING_ROLES as SENDING_ROLES
from simpul.people.access import require as require

DESK_ROLES = (
    "incentive_officer",
    "incentive_auditor",
    "incentive_approver",
    "incentive_payer",
    "head_of_service",
    "auditor",
)
"""Roles that read cases of incentives. Other staff have no need to know salaries and accounts."""


def in_company(actor: Actor, case: Case) -> bool:
    """The actor belongs to the asking company (any role)."""
    return case.company_id in actor.companies


def at_desk(actor: Actor) -> bool:
    """The actor reads the cases of everybody."""
    return actor.has_role(*DESK_ROLES)


def can_see(actor: Actor, case: Case) -> Answer:
    """Members see their own cases; the incentive desk what has been sent."""
    if in_company(actor, case):
        return YES
    if case.state != Case.State.DRAFT and case.submitted_at is not None and at_desk(actor):
        return YES
    return no(_("Not found."))


def can_edit(actor: Actor, case: Case) -> Answer:
    """A draft, by the company's editing roles."""
    if actor.companies.get(case.company_id) not in EDITING_ROLES:
        return no(_("Your role in this company may read but not change."))
    if case.state not in (Case.State.DRAFT, Case.State.RETURNED):
        return no(_("The request has been sent and can no longer be changed."))
    return YES


def can_report(actor: Actor, case: Case) -> Answer:
    """The cost report, by the company's editing roles, while it is wanted."""
    if actor.companies.get(case.company_id) not in EDITING_ROLES:
        return no(_("Your role in this company may read but not change."))
    if case.state != Case.State.PROVISIONAL:
        return no(_("A cost report is not wanted in this state of the case."))
    return YES


def can_send(actor: Actor, case: Case) -> Answer:
    """Sending, withdrawing and objecting bind the company: owner or producer only."""
    if actor.companies.get(case.company_id) not in SENDING_ROLES:
        return no(_("Only an owner or producer of the company may do this."))
    return YES


def _desk_role(actor: Actor, company_id: int, *roles: str) -> Answer:
    if not actor.has_role(*roles):
        return no(_("Your account does not have the role this needs."))
    if company_id in actor.interests or company_id in actor.companies:
        return no(_("You declared an interest in this company, so a colleague must handle it."))
    if not actor.second_factor:
        return no(_("Deciding needs your second factor. Set it up in your profile, then sign in."))
    return YES


def can_handle(actor: Actor, case: Case) -> Answer:
    """Take, return, refuse a request, propose awards, prepare payments: incentive officers."""
    return _desk_role(actor, case.company_id, "incentive_officer")


def can_audit(actor: Actor, case: Case) -> Answer:
    """Examine the cost report: incentive auditors, not the officer who proposed the award."""
    answer = _desk_role(actor, case.company_id, "incentive_auditor")
    if answer and case.officer_id == actor.user_id:
        return no(_("You handled this case as its officer, so a colleague must audit it."))
    return answer


def can_approve(actor: Actor, case: Case) -> Answer:
    """Approve an award and sign its certificate: incentive approvers, never the case's officer."""
    answer = _desk_role(actor, case.company_id, "incentive_approver")
    if answer and case.officer_id == actor.user_id:
        return no(_("Another person must decide what you proposed."))
    return answer


def can_refuse(actor: Actor, case: Case) -> Answer:
    """Before a certificate its officer refuses; what was promised only an approver takes back."""
    if case.state == Case.State.REVIEW:
        return _desk_role(actor, case.company_id, "incentive_officer", "incentive_approver")
    return _desk_role(actor, case.company_id, "incentive_approver")


def can_pay(actor: Actor, case: Case) -> Answer:
    """Release a prepared payment and record what the bank did: incentive payers."""
    return _desk_role(actor, case.company_id, "incentive_payer")


def can_keep_funds(actor: Actor) -> Answer:
    """Make funds, propose and confirm appropriations: incentive approvers, head of service."""
    if not actor.has_role("incentive_approver", "head_of_service"):
        return no(_("Your account does not have the role this needs."))
    if not actor.second_factor:
        return no(_("Money needs your second factor. Set it up in your profile, then sign in."))
    return YES


def can_change_bank(actor: Actor, company_id: int) -> Answer:
    """An owner or producer of the company, with a second factor."""
    if actor.companies.get(company_id) not in SENDING_ROLES:
        return no(_("Only an owner or producer of the company may do this."))
    if not actor.second_factor:
        return no(_("This needs a second factor. Set one up under Security, then sign in with it."))
    return YES


def can_stop_bank(actor: Actor, company_id: int) -> Answer:
    """Anybody of the company may stop a change that is cooling; so may who pays."""
    if company_id in actor.companies or actor.has_role("incentive_payer", "incentive_officer"):
        return YES
    return no(_("Not found."))


def sees_account(actor: Actor, company_id: int) -> bool:
    """The whole account number: who may change it, and who pays."""
    return actor.companies.get(company_id) in SENDING_ROLES or actor.has_role("incentive_payer")


def require_visible(actor: Actor, case: Case) -> None:
    """Turn invisibility into NotVisible, which the web answers as 404."""
    if not can_see(actor, case):
        raise NotVisible(_("Not found."))


def require_desk(actor: Actor) -> None:
    """The desk's pages do not exist for others."""
    if not at_desk(actor):
        raise NotVisible(_("Not found."))
