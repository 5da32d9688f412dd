"""Keeping a comparison for a company, and forgetting it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from simpul.incentives.models import SavedComparison
from simpul.incentives.saved import saved_of
from simpul.journal.actions import record
from simpul.kit.actors import Actor
from simpul.kit.outcomes import InvalidInput, NotVisible
from simpul.people.access import require_signed_in
from simpul.productions.access import EDITING_ROLES
from simpul.productions.queries import production_for

MOST_KEPT = 200
"""Comparisons of one company; older ones can be deleted."""


@transaction.atomic
def keep(
    *,
    actor: Actor,
    company_id: int,
    production_id: int | None,
    title: str,
    query: Mapping[str, Sequence[str]],
    seen: Mapping[str, Any],
) -> SavedComparison:
    """Keep a comparison for a company. InvalidInput; NotVisible for somebody else's company."""
    user_id = require_signed_in(actor)
    if actor.companies.get(company_id) not in EDITING_ROLES:
        raise NotVisible(_("Not found."))
    title = " ".join(title.split())
    if not title:
        raise InvalidInput({"title": [_("Give it a name.")]})
    if len(title) > 200:
        raise InvalidInput({"title": [_("At most 200 characters.")]})
    production = None
    if production_id is not None:
        production = production_for(actor, production_id)
        if production.company_id != company_id:
            raise NotVisible(_("Not found."))
    if SavedComparison.objects.filter(company_id=company_id).count() >= MOST_KEPT:
        raise InvalidInput({"": [_("Delete an older comparison first.")]})
    saved = SavedComparison.objects.create(
        company_id=company_id,
        production=production,
        title=title,
        query={name: list(values) for name, values in query.items()},
        seen=dict(seen),
        made_by_id=user_id,
    )
    record(
        actor=actor,
        verb="incentive.comparison_kept",
        subject=f"comparison:{saved.pk}",
        data={"schemes": list(query.get("s", []))},
    )
    return saved


@transaction.atomic
def forget(*, actor: Actor, saved_id: uuid.UUID) -> None:
    """Delete a kept comparison; the journal remembers that there was one."""
    saved = saved_of(actor).select_for_update(of=("self",)).filter(pk=saved_id).first()
    if saved is None or actor.companies.get(saved.company_id) not in EDITING_ROLES:
        raise NotVisible(_("Not found."))
    record(actor=actor, verb="incentive.comparison_deleted", subject=f"comparison:{saved.pk}")
    saved.delete()
