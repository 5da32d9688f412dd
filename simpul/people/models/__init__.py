"""Accounts, companies, and who may act for whom from when to when.

Every grant is dated and half-open: in force on a day when `starts_on <= day < ends_on`. A grant is
ended, never deleted, so that the record can always say who could do what on a given day.
"""

from simpul.people.models.accounts import Invitation, Membership, Organisation, User, UserManager
from simpul.people.models.dated import Dated, DatedQuerySet, dates_in_order, today
from simpul.people.models.grants import DeskGrant, Grant, Interest, StaffGrant

__all__ = [
    "Dated",
    "DatedQuerySet",
    "DeskGrant",
    "Grant",
    "Interest",
    "Invitation",
    "Membership",
    "Organisation",
    "StaffGrant",
    "User",
    "UserManager",
    "dates_in_order",
    "today",
]
