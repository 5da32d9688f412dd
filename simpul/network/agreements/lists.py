"""What the list of agreements shows, narrowed by what its filter form asked for.

`wanted` holds the cleaned fields of the filter form, or nothing. The caller has checked access.
"""

from __future__ import annotations

from django.db.models import Q, QuerySet

from simpul.network.models import Agreement, AgreementParty
from simpul.network.queries import Wanted, equal


def agreements(wanted: Wanted) -> QuerySet[Agreement]:
    """The newest first."""
    found = Agreement.objects.filter(**equal(wanted, kind="kind", state="state"))
    if wanted.get("partner"):
        rows = AgreementParty.objects.filter(partner_id=wanted["partner"])
        found = found.filter(pk__in=rows.values("agreement_id"))
    if wanted.get("q"):
        words = wanted["q"].strip()
        named = AgreementParty.objects.filter(name__icontains=words).values("agreement_id")
        found = found.filter(
            Q(titles__icontains=words) | Q(number__icontains=words) | Q(pk__in=named)
        )
    return found.order_by("-created_at", "-pk")
