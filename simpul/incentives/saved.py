"""Comparisons a company keeps: who sees them, and what the city knows of a production."""

from __future__ import annotations

import uuid

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from simpul.city.queries import city_book
from simpul.incentives.estimate.asking import Query
from simpul.incentives.models import SavedComparison
from simpul.kit.actors import PUBLIC, Actor
from simpul.kit.outcomes import NotVisible
from simpul.people.models import Organisation
from simpul.permits.models import ActivityDay
from simpul.productions.access import EDITING_ROLES
from simpul.productions.models import Production
from simpul.productions.queries import production_for


def companies_of(actor: Actor) -> list[Organisation]:
    """The companies in whose name the actor may keep something."""
    ids = [key for key, role in actor.companies.items() if role in EDITING_ROLES]
    return list(Organisation.objects.filter(pk__in=ids).order_by("name")) if ids else []


def productions_of(actor: Actor) -> list[Production]:
    """The productions of those companies, newest first."""
    ids = [key for key, role in actor.companies.items() if role in EDITING_ROLES]
    return list(Production.objects.filter(company_id__in=ids)[:50]) if ids else []


def saved_of(actor: Actor) -> QuerySet[SavedComparison]:
    """What the actor's companies kept. Nobody else sees it, the commission neither."""
    found = SavedComparison.objects.select_related("company", "production", "made_by")
    return found.filter(company_id__in=list(actor.companies))


def saved_for(actor: Actor, saved_id: uuid.UUID) -> SavedComparison:
    """One, or NotVisible."""
    found = saved_of(actor).filter(pk=saved_id).first()
    if found is None:
        raise NotVisible(_("Not found."))
    return found


def production_answers(request: HttpRequest, production_id: str, query: Query) -> dict[str, str]:
    """What this city knows of a production: its first and last day, its days here. Empty for
    somebody else's."""
    actor: Actor = getattr(request, "actor", PUBLIC)
    if not production_id.isascii() or not production_id.isdigit() or len(production_id) > 12:
        return {}
    try:
        production = production_for(actor, int(production_id))
    except NotVisible:
        return {}
    days = ActivityDay.objects.filter(application__production=production, kind="shoot")
    dates = sorted(set(days.exclude(application__state="draft").values_list("date", flat=True)))
    found = {}
    if dates:
        found["all.first_shooting_day"] = dates[0].isoformat()
        found["all.last_shooting_day"] = dates[-1].isoformat()
        found |= {name: str(len(dates)) for name in query.asks if _here(name)}
    if len(production.countries or []) > 1:
        found["all.coproduction"] = "yes"
    return {name: text for name, text in found.items() if name in query.asks}


def _here(name: str) -> bool:
    """Does a field ask for the days in this city?"""
    place, _sign, meaning = name.rpartition(".")
    names = set(city_book().settings.names.values())
    return meaning == "local_shoot_days" and place.partition(".")[2] in names
