"""What every topic of the room asks: one row for who reads it; who can have something in hand;
what a filter form asked for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from simpul.kit.actors import Actor
from simpul.kit.outcomes import NotVisible
from simpul.network import access
from simpul.people.models import User
from simpul.people.queries import staff_with_role

Row = TypeVar("Row", bound=Model)

Wanted = Mapping[str, Any]
"""The cleaned fields of a filter form, or nothing."""

OWNER_ROLES = ("partnerships_officer", "head_of_service")


def owners() -> QuerySet[User]:
    """Who can have a follow-up, an agreement or a commitment in hand."""
    return staff_with_role(*OWNER_ROLES)


def one_for(actor: Actor, found: QuerySet[Row], key: object, *, lock: bool = False) -> Row:
    """The row with this key; NotVisible for an outsider and for a key that is none."""
    access.require_reader(actor)
    if lock:
        found = found.select_for_update(of=("self",))
    row = found.filter(pk=key).first()
    if row is None:
        raise NotVisible(_("Not found."))
    return row


def equal(wanted: Wanted, **fields: str) -> dict[str, Any]:
    """What was chosen: name in the form -> column."""
    return {field: wanted[name] for name, field in fields.items() if wanted.get(name)}
