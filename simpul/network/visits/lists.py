"""What the lists of encounters and visits show, narrowed by what their filter forms asked for.

`wanted` holds the cleaned fields of the filter form, or nothing. The caller has checked access.
"""

from __future__ import annotations

from django.db.models import Q, QuerySet

from simpul.network.models import Encounter, Visit
from simpul.network.queries import Wanted, equal

MOST_WORDS = 8


def encounters(wanted: Wanted) -> QuerySet[Encounter]:
    """With their partners, the newest first."""
    by = equal(wanted, partner="with_partners__partner_id", year="held_on__year")
    found = Encounter.objects.filter(**by).prefetch_related("partners")
    for word in wanted.get("q", "").split()[:MOST_WORDS]:
        found = found.filter(
            Q(title__icontains=word) | Q(event__icontains=word) | Q(topics__icontains=word)
        )
    return found.order_by("-held_on", "-pk")


def visits(wanted: Wanted) -> QuerySet[Visit]:
    """With their partner, the newest first."""
    by = equal(wanted, partner="partner_id", state="state", direction="direction")
    return Visit.objects.filter(**by).select_related("partner").order_by("-starts_on", "-pk")
