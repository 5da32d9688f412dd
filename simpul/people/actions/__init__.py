"""The verbs of this room."""

from simpul.people.actions.accounts import appoint_administrator, change_profile
from simpul.people.actions.companies import change_organisation, create_organisation
from simpul.people.actions.grants import (
    confirm_grant,
    decline_grant,
    end_desk,
    end_role,
    propose_desk,
    propose_role,
)
from simpul.people.actions.interests import declare_interest, end_interest
from simpul.people.actions.teams import (
    accept_invitation,
    change_role,
    end_membership,
    find_invitation,
    invite_member,
    withdraw_invitation,
)

__all__ = [
    "accept_invitation",
    "appoint_administrator",
    "change_organisation",
    "change_profile",
    "change_role",
    "confirm_grant",
    "create_organisation",
    "declare_interest",
    "decline_grant",
    "end_desk",
    "end_interest",
    "end_membership",
    "end_role",
    "find_invitation",
    "invite_member",
    "propose_desk",
    "propose_role",
    "withdraw_invitation",
]
