"""Who is where: people of a company, of a desk, with a role; lists for the pages."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from simpul.kit.actors import Actor
from simpul.people.models import (
    DeskGrant,
    Interest,
    Invitation,
    Membership,
    Organisation,
    StaffGrant,
    User,
    today,
)

TEAM = ("owner", "producer", "member")
"""Roles of a company that hear of its cases; guests do not."""


def members_of(organisation_id: int, *roles: str) -> QuerySet[User]:
    """People of a company today, all of them or those with one of the roles."""
    rows = Membership.objects.filter(organisation_id=organisation_id).in_force()
    if roles:
        rows = rows.filter(role__in=roles)
    return _people(rows)


def people_at_desk(authority_code: str, *levels: str) -> QuerySet[User]:
    """People at an authority's desk today, at any level or at one of these."""
    rows = DeskGrant.objects.filter(authority_code=authority_code).in_force()
    if levels:
        rows = rows.filter(level__in=levels)
    return _people(rows)


def staff_with_role(*roles: str) -> QuerySet[User]:
    """People who hold one of the commission's roles today."""
    return _people(StaffGrant.objects.filter(role__in=roles).in_force())


def _people(rows: QuerySet[Any]) -> QuerySet[User]:
    return User.objects.filter(pk__in=rows.values("user_id"), is_active=True).order_by("name", "pk")


def companies_of(actor: Actor) -> QuerySet[Organisation]:
    """The companies a person works for today."""
    return Organisation.objects.filter(pk__in=list(actor.companies)).order_by("name")


def visible_companies(actor: Actor) -> QuerySet[Organisation]:
    """All for the commission's staff, one's own for everybody else."""
    return Organisation.objects.order_by("name") if actor.is_staff else companies_of(actor)


def team_of(organisation_id: int) -> QuerySet[Membership]:
    """Memberships in force, owners first."""
    rows = Membership.objects.filter(organisation_id=organisation_id).in_force()
    return rows.select_related("user").order_by("user__name", "pk")


def open_invitations(organisation_id: int) -> QuerySet[Invitation]:
    """Invitations nobody has answered, the late ones too."""
    return Invitation.objects.filter(
        organisation_id=organisation_id, state=Invitation.State.SENT
    ).order_by("email")


def staff_grants(*, ended: bool = False) -> QuerySet[StaffGrant]:
    """Roles in force, coming or proposed; with `ended` those of the past and the declined."""
    return _grants(StaffGrant.objects.select_related("user", "granted_by", "decided_by"), ended)


def desk_grants(*, ended: bool = False) -> QuerySet[DeskGrant]:
    """Desks in force, coming or proposed; with `ended` those of the past and the declined."""
    return _grants(DeskGrant.objects.select_related("user", "granted_by", "decided_by"), ended)


def _grants(rows: QuerySet[Any], ended: bool) -> QuerySet[Any]:
    past = rows.filter(Q(ends_on__lte=today()) | Q(state="declined"))
    chosen = past if ended else rows.exclude(pk__in=past.values("pk"))
    return chosen.order_by("user__name", "pk")


def open_interests() -> QuerySet[Interest]:
    """Declared and not ended."""
    return (
        Interest.objects.filter(ended_at__isnull=True)
        .select_related("user", "organisation")
        .order_by("user__name", "organisation__name")
    )


def staffed_desks() -> set[str]:
    """Codes of the authorities for which somebody may answer today."""
    grants = DeskGrant.objects.in_force().filter(
        level__in=["answer", "manage"], user__is_active=True
    )
    return set(grants.values_list("authority_code", flat=True))
