"""Who may do what with a case, answered with a reason. Every action asks here again.

First question is always visibility: for an outsider a case does not exist (NotVisible → 404).
"""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from simpul.kit.actors import Actor
from simpul.kit.outcomes import YES, Answer, NotVisible, no
from simpul.people.access import EDITING_ROLES as EDITING_ROLES
from simpul.people.access import SENDING_ROLES as SENDING_ROLES
from simpul.people.access import require as require
from simpul.permits.models import Application, Clearance


def in_company(actor: Actor, application: Application) -> bool:
    """The actor belongs to the applying company (any role)."""
    return application.company_id in actor.companies


def desk_concerned(actor: Actor, application: Application) -> bool:
    """A desk of the actor has been asked in this case (one query, only for desk people)."""
    if not actor.desks or application.state == Application.State.DRAFT:
        return False
    return application.clearances.filter(authority_code__in=list(actor.desks)).exists()


def can_see(actor: Actor, application: Application) -> Answer:
    """Members see their own cases; staff what has been sent; desks what they were asked."""
    if in_company(actor, application):
        return YES
    if application.state == Application.State.DRAFT:
        return no(_("Not found."))
    if actor.is_permit_staff or desk_concerned(actor, application):
        return YES
    return no(_("Not found."))


def can_edit(actor: Actor, application: Application) -> Answer:
    """Drafts and returned cases, by the company's editing roles."""
    if actor.companies.get(application.company_id) not in EDITING_ROLES:
        return no(_("Your role in this company may read but not change."))
    if application.state not in (Application.State.DRAFT, Application.State.RETURNED):
        return no(_("The application has been sent; ask for an amendment instead."))
    return YES


def can_send(actor: Actor, application: Application) -> Answer:
    """Sending, withdrawing and cancelling bind the company: owner or producer only."""
    if actor.companies.get(application.company_id) not in SENDING_ROLES:
        return no(_("Only an owner or producer of the company may do this."))
    return YES


def can_handle(actor: Actor, application: Application) -> Answer:
    """Case officers and the head of service, unless they have an interest in the company."""
    if not actor.has_role("case_officer", "head_of_service"):
        return no(_("Only a case officer may do this."))
    if application.company_id in actor.interests or in_company(actor, application):
        return no(_("You declared an interest in this company, so a colleague must handle it."))
    return YES


def can_decide(actor: Actor, application: Application) -> Answer:
    """Accepting or returning a file and asking an authority again start and stop legal clocks:
    whoever handles the case, with a second factor."""
    answer = can_handle(actor, application)
    if answer and not actor.second_factor:
        return no(_("Deciding needs your second factor. Set it up in your profile, then sign in."))
    return answer


def can_sign(actor: Actor, application: Application) -> Answer:
    """Issuing, refusing, suspending, revoking: head of service or the case's own officer, with a
    second factor, without an interest."""
    answer = can_handle(actor, application)
    if not answer:
        return answer
    if not actor.has_role("head_of_service") and application.officer_id != actor.user_id:
        return no(_("Only the officer of this case or the head of service may sign."))
    if not actor.second_factor:
        return no(_("Signing needs your second factor. Set it up in your profile, then sign in."))
    return YES


def can_answer(actor: Actor, clearance: Clearance) -> Answer:
    """A desk with level answer or manage for this authority, or a link for this one clearance."""
    if actor.kind == "link":
        if actor.scope == f"clearance:{clearance.pk}":
            return YES
        return no(_("This link is for another request."))
    if actor.desks.get(clearance.authority_code) not in {"answer", "manage"}:
        return no(_("Only the desk that was asked may answer."))
    if clearance.application.company_id in actor.interests or in_company(
        actor, clearance.application
    ):
        return no(_("You declared an interest in this company, so a colleague must answer."))
    if not actor.second_factor:
        return no(_("Answering needs your second factor. Set it up in your profile, then sign in."))
    return YES


def knows_names(actor: Actor, application: Application) -> bool:
    """Title and company of a confidential production: its company and the commission know them.

    A desk judges place, time and safety without them (docs/decisions/0010-who-sees-names.md).
    """
    if in_company(actor, application) or actor.is_permit_staff:
        return True
    production = application.production
    until = production.embargo_until
    if until is not None and timezone.localdate() >= until:
        return True
    return not (application.confidential or production.confidential)


def require_visible(actor: Actor, application: Application) -> None:
    """Turn invisibility into NotVisible, which the web answers as 404."""
    if not can_see(actor, application):
        raise NotVisible(_("Not found."))


def can_record(actor: Actor, application: Application) -> Answer:
    """Entering an authority's word for it decides as much as a signature does."""
    answer = can_handle(actor, application)
    if answer and not actor.second_factor:
        return no(_("Answering needs your second factor. Set it up in your profile, then sign in."))
    return answer


def can_countersign(actor: Actor, clearance: Clearance) -> Answer:
    """A deemed grant is countersigned by the head of service, never by the program."""
    answer = can_handle(actor, clearance.application)
    if not answer:
        return answer
    if not actor.has_role("head_of_service"):
        return no(_("Only the head of service may countersign."))
    if not actor.second_factor:
        return no(_("Signing needs your second factor. Set it up in your profile, then sign in."))
    return YES


def can_decide_money(actor: Actor, application: Application) -> Answer:
    """Waivers and corrections: commission staff with a second factor and without an interest."""
    answer = can_handle(actor, application)
    if not answer:
        return answer
    if not actor.second_factor:
        return no(_("Money needs your second factor. Set it up in your profile, then sign in."))
    return YES
