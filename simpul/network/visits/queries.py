"""Reading encounters and visits; every question asks first who reads."""

from __future__ import annotations

from django.db.models import QuerySet

from simpul.kit.actors import Actor
from simpul.network import access
from simpul.network.models import Encounter, Visit
from simpul.network.queries import one_for
from simpul.people.models import StaffGrant, User


def encounter_for(actor: Actor, encounter_id: int) -> Encounter:
    """The encounter; NotVisible for outsiders and where there is none."""
    return one_for(actor, Encounter.objects.all(), encounter_id)


def visit_for(actor: Actor, visit_id: int) -> Visit:
    """The visit with its partner; NotVisible for outsiders and where there is none."""
    return one_for(actor, Visit.objects.select_related("partner", "encounter"), visit_id)


def colleagues() -> QuerySet[User]:
    """Accounts of ours that may be named as taking part: who works in this room."""
    grants = StaffGrant.objects.in_force().filter(role__in=access.READING_ROLES)
    return User.objects.filter(pk__in=grants.values("user_id"), is_active=True).order_by("name")
