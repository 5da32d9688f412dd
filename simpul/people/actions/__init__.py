"""The verbs of this room."""

from simpul.people.actions.accounts import appoint_first_administrator, change_profile
from simpul.people.actions.companies import change_organisation, create_organisation
from simpul.people.actions.grants import end_desk, end_role, grant_desk, grant_role
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
    "appoint_first_administrator",
    "change_organisation",
    "change_profile",
    "change_role",
    "create_organisation",
    "declare_interest",
    "end_desk",
    "end_interest",
    "end_membership",
    "end_role",
    "find_invitation",
    "grant_desk",
    "grant_role",
    "invite_member",
    "withdraw_invitation",
]
