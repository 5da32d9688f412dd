"""What moves along when two partners, or two people, turn out to be one.

Every model that points to a partner or a person says here what becomes of its rows; a test knows
all models that do, so that none is forgotten.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import models


@dataclass(frozen=True, slots=True)
class Follower:
    """Rows of `model` whose `field` names the one that ends.

    `once_with`: fields with which there is one row only (a person once in an encounter); where the
    other one has such a row already, the second row goes. `stays`: the rows keep naming the one
    that ended (a signed paper, a consent for that very name), and pages resolve it. `by_hand`: the
    action that merges looks at each row itself.
    """

    model: type[models.Model]
    field: str
    once_with: tuple[str, ...] = ()
    stays: bool = False
    by_hand: bool = False


FOLLOWERS: list[Follower] = []


def follow(
    model: type[models.Model],
    field: str,
    *,
    once_with: tuple[str, ...] = (),
    stays: bool = False,
    by_hand: bool = False,
) -> None:
    """Say what becomes of the rows of `model`; called once, beside the model."""
    FOLLOWERS.append(Follower(model, field, once_with, stays, by_hand))


def move_along(*, target: type[models.Model], old: Any, new: Any) -> dict[str, int]:
    """Point every follower of `old` to `new`; the number of rows moved, by table.

    The caller holds both rows and the transaction.
    """
    moved: dict[str, int] = {}
    for one in FOLLOWERS:
        related = one.model._meta.get_field(one.field).related_model
        if one.stays or one.by_hand or related is not target:
            continue
        manager = one.model._default_manager
        rows = manager.filter(**{one.field: old})
        if one.once_with:
            there = set(manager.filter(**{one.field: new}).values_list(*one.once_with))
            for row in rows:
                if tuple(getattr(row, name) for name in one.once_with) in there:
                    row.delete()
        count = manager.filter(**{one.field: old}).update(**{one.field: new})
        if count:
            moved[one.model._meta.db_table] = count
    return moved
