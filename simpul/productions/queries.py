"""Productions an actor may see."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from simpul.kit.actors import Actor
from simpul.kit.outcomes import NotVisible
from simpul.productions.models import Production


def productions_visible_to(actor: Actor) -> QuerySet[Production]:
    """All for staff; the productions of one's companies for everybody else."""
    found = Production.objects.select_related("company")
    if actor.is_staff:
        return found
    return found.filter(company_id__in=list(actor.companies))


def production_for(actor: Actor, production_id: int, *, lock: bool = False) -> Production:
    """One production, or NotVisible for an outsider."""
    found = productions_visible_to(actor)
    if lock:
        found = found.select_for_update(of=("self",))
    production = found.filter(pk=production_id).first()
    if production is None:
        raise NotVisible(_("Not found."))
    return production
