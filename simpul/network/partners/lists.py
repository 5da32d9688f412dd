"""What the list of partners shows, narrowed by what its filter form asked for.

`wanted` holds the cleaned fields of the filter form, or nothing. The caller has checked access.
"""

from __future__ import annotations

from django.db.models import Count, Max, Q, QuerySet

from simpul.network.models import Partner
from simpul.network.partners.queries import live_partners, searched
from simpul.network.queries import Wanted, equal


def partners(wanted: Wanted) -> QuerySet[Partner]:
    """Those not merged, with `people_count` (who is there now) and `last_met`."""
    found = live_partners().filter(**equal(wanted, kind="kind", country="country"))
    if wanted.get("q"):
        found = found.filter(pk__in=Partner.objects.filter(searched(wanted["q"])).values("pk"))
    present = Q(posts__valid_to__isnull=True) & Q(posts__person__merged_into__isnull=True)
    return found.annotate(
        people_count=Count("posts__person", filter=present, distinct=True),
        last_met=Max("encounters__held_on"),
    )
