"""Who may do what at a market, answered with a reason. Every action asks here again.

First question is always visibility: for an outsider the thing does not exist (NotVisible → 404).
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from simpul.kit.actors import Actor
from simpul.kit.outcomes import YES, Answer, NotVisible, no
from simpul.market.models import Badge, Entry, Meeting
from simpul.people.access import EDITING_ROLES as EDITING_ROLES
from simpul.people.access import SENDING_ROLES as SENDING_ROLES
from simpul.people.access import require as require

DESK_ROLES = ("market_officer", "head_of_service", "auditor")
"""Who reads the market's desk."""

SELECTION_ROLES = (*DESK_ROLES, "market_selector")
"""Who reads what was entered."""


def at_desk(actor: Actor) -> bool:
    return actor.has_role(*DESK_ROLES)


def require_desk(actor: Actor) -> None:
    """The desk's pages do not exist for others."""
    if not at_desk(actor):
        raise NotVisible(_("Not found."))


def require_selection(actor: Actor) -> None:
    """The pages of the selection do not exist for others."""
    if not actor.has_role(*SELECTION_ROLES):
        raise NotVisible(_("Not found."))


def can_run(actor: Actor) -> Answer:
    """Set up, call, accredit, publish: market officers with a second factor."""
    if not actor.has_role("market_officer"):
        return no(_("Your account does not have the role this needs."))
    if not actor.second_factor:
        return no(_("This needs a second factor. Set one up under Security, then sign in with it."))
    return YES


def require_run(actor: Actor) -> int:
    """The account's id of a market officer; NotVisible for who has no part in the desk."""
    require_desk(actor)
    require(can_run(actor))
    assert actor.user_id is not None
    return actor.user_id


# --- entries ---------------------------------------------------------------------------------
def in_company(actor: Actor, entry: Entry) -> bool:
    return entry.company_id in actor.companies


def can_see_entry(actor: Actor, entry: Entry) -> Answer:
    """Its company, and once it was sent who selects."""
    if in_company(actor, entry):
        return YES
    if entry.submitted_at is not None and actor.has_role(*SELECTION_ROLES):
        return YES
    return no(_("Not found."))


def require_entry(actor: Actor, entry: Entry) -> None:
    answer = can_see_entry(actor, entry)
    if not answer:
        raise NotVisible(answer.reason)


def can_edit_entry(actor: Actor, entry: Entry) -> Answer:
    """A draft, by the company's editing roles."""
    if actor.companies.get(entry.company_id) not in EDITING_ROLES:
        return no(_("Your role in this company may read but not change."))
    if entry.state != Entry.State.DRAFT:
        return no(_("The project has been sent and can no longer be changed."))
    return YES


def can_send_entry(actor: Actor, entry: Entry) -> Answer:
    """Sending, withdrawing and opening materials bind the company: owner or producer only."""
    if actor.companies.get(entry.company_id) not in SENDING_ROLES:
        return no(_("Only an owner or producer of the company may do this."))
    return YES


def _without_interest(actor: Actor, entry: Entry) -> Answer:
    if entry.company_id in actor.interests or entry.company_id in actor.companies:
        return no(_("You declared an interest in this company, so a colleague must do it."))
    if not actor.second_factor:
        return no(_("This needs a second factor. Set one up under Security, then sign in with it."))
    return YES


def can_vote(actor: Actor, entry: Entry) -> Answer:
    """Selectors without an interest in the company."""
    if not actor.has_role("market_selector"):
        return no(_("Only selectors vote."))
    return _without_interest(actor, entry)


def can_decide(actor: Actor, entry: Entry) -> Answer:
    """Market officers without an interest; what others voted is counted by the action."""
    if not actor.has_role("market_officer"):
        return no(_("Only a market officer decides."))
    return _without_interest(actor, entry)


# --- guests ----------------------------------------------------------------------------------
def require_guest(badge: Badge | None) -> Badge:
    """Pages of guests do not exist for others."""
    if badge is None or badge.state != Badge.State.ACCEPTED:
        raise NotVisible(_("Not found."))
    return badge


def is_in_meeting(badge: Badge, meeting: Meeting) -> bool:
    """Asker or asked; colleagues who come along read the timetable, not the letters."""
    return badge.pk in (meeting.asker_id, meeting.asked_id)
