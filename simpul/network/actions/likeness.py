"""Two that look alike are two: somebody looked, and the program asks no more."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from simpul.journal.actions import record_many
from simpul.kit.actors import Actor
from simpul.kit.outcomes import InvalidInput, NotVisible
from simpul.network import access
from simpul.network.models import Distinct, Partner, PartnerPerson


@transaction.atomic
def keep_apart(*, actor: Actor, kind: str, one_id: int, other_id: int) -> Distinct:
    """`kind`: "partner" or "person". Saying it again finds what is there."""
    user = access.require_writer(actor)
    model = {"partner": Partner, "person": PartnerPerson}.get(kind)
    if model is None:
        raise NotVisible(_("Not found."))
    if one_id == other_id:
        raise InvalidInput({"other": [_("These are not two.")]})
    first, second = sorted((one_id, other_id))
    live = model._default_manager.filter(merged_into__isnull=True)
    found: dict[int, Any] = {one.pk: one for one in live.filter(pk__in=(first, second))}
    if len(found) != 2:
        raise NotVisible(_("Not found."))
    row, made = Distinct.objects.get_or_create(
        kind=kind, first=first, second=second, defaults={"decided_by_id": user}
    )
    if made:
        told = {one.subject: {"first": first, "second": second} for one in found.values()}
        record_many(actor=actor, verb=f"{kind}.kept_apart", told=told)
    return row
