"""Who may do what with accounts, companies and grants, answered with a reason."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _

from simpul.kit.actors import Actor
from simpul.kit.outcomes import YES, Answer, NotAllowed, NotVisible, no
from simpul.people.models import Grant

EDITING_ROLES = frozenset({"owner", "producer", "member"})
"""Who of a company fills in and changes what is its own: everybody but viewers."""

SENDING_ROLES = frozenset({"owner", "producer"})
"""Who of a company binds it: sends, withdraws, objects, takes back."""


def require(answer: Answer) -> None:
    """Raise NotAllowed with the answer's reason unless it is a yes."""
    if not answer:
        raise NotAllowed(answer.reason)


def require_signed_in(actor: Actor) -> int:
    """Somebody with an account; gives the account's id."""
    if actor.kind != "user" or actor.user_id is None:
        raise NotAllowed(_("Sign in first."))
    return actor.user_id


def require_role(actor: Actor, *roles: str) -> None:
    """One of the staff roles, held today."""
    if not actor.has_role(*roles):
        raise NotAllowed(_("Your account does not have the role this needs."))


def require_second_factor(actor: Actor) -> None:
    """Those who decide or sign use a second factor in this session."""
    if actor.kind == "user" and not actor.second_factor:
        raise NotAllowed(
            _("This needs a second factor. Set one up under Security, then sign in with it.")
        )


def may_see_company(actor: Actor, organisation_id: int) -> Answer:
    """Its own people and the commission's staff."""
    if organisation_id in actor.companies or actor.is_staff:
        return YES
    return no(_("This company is not visible to your account."))


def require_company_visible(actor: Actor, organisation_id: int) -> None:
    """For an outsider the company does not exist."""
    answer = may_see_company(actor, organisation_id)
    if not answer:
        raise NotVisible(answer.reason)


def may_manage_team(actor: Actor, organisation_id: int) -> Answer:
    """Only an owner of the company; never the commission on its behalf."""
    if actor.companies.get(organisation_id) == "owner":
        return YES
    return no(_("Only an owner of the company can change its team and its details."))


def may_grant(actor: Actor, *, to_user: int) -> Answer:
    """An administrator with a second factor, to somebody else."""
    if not actor.has_role("administrator"):
        return no(_("Only an administrator gives and ends roles."))
    if to_user == actor.user_id:
        return no(_("Nobody gives or ends a role of their own. Ask another administrator."))
    if not actor.second_factor:
        return no(_("This needs a second factor. Set one up under Security, then sign in with it."))
    return YES


def may_decide_grant(actor: Actor, grant: Grant) -> Answer:
    """A second person: neither who proposed it nor who gets it."""
    if not actor.has_role("administrator", "head_of_service"):
        return no(_("An administrator or the head of service confirms roles."))
    if actor.user_id in (grant.granted_by_id, grant.user_id):  # type: ignore[attr-defined]
        return no(_("Another person must decide: you proposed this, or it is for you."))
    if not actor.second_factor:
        return no(_("This needs a second factor. Set one up under Security, then sign in with it."))
    return YES


def may_declare_interest(actor: Actor) -> Answer:
    """Whoever handles or decides cases."""
    if actor.is_staff or actor.desks:
        return YES
    return no(_("Interests are declared by people who handle cases."))


def require_demo() -> None:
    """Stepping in without a password exists only in demonstration mode."""
    if not settings.DEMO:
        raise NotVisible(_("This page exists only in demonstration mode."))
