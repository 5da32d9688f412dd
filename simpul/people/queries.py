"""Reusable querysets about people. Only what is in force today counts."""

from __future__ import annotations

from django.db.models import QuerySet

from simpul.people.models import DeskGrant, Membership, StaffGrant, User


def members_of(organisation_id: int, *roles: str) -> QuerySet[User]:
    """Active people of a company, of the given roles (none given: all)."""
    grants = Membership.objects.filter(organisation_id=organisation_id).in_force()
    if roles:
        grants = grants.filter(role__in=roles)
    return User.objects.filter(is_active=True, pk__in=grants.values("user_id"))


def people_at_desk(authority_code: str, *levels: str) -> QuerySet[User]:
    """Active people of an authority's desk, of the given levels (none given: all)."""
    grants = DeskGrant.objects.filter(authority_code=authority_code).in_force()
    if levels:
        grants = grants.filter(level__in=levels)
    return User.objects.filter(is_active=True, pk__in=grants.values("user_id"))


def staff_with_role(*roles: str) -> QuerySet[User]:
    """Active people of the commission who hold one of the roles."""
    grants = StaffGrant.objects.filter(role__in=roles).in_force()
    return User.objects.filter(is_active=True, pk__in=grants.values("user_id"))
