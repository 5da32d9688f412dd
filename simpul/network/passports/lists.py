"""What the lists of passports show; `own_productions` looks at the actor itself."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet

from simpul.kit.actors import Actor
from simpul.network.models import Node, ReceivedPassport, Receiver, Share
from simpul.productions.models import Production


def own_productions(actor: Actor) -> QuerySet[Production]:
    """Productions of the actor's companies; `given`: how often each passport is shared now."""
    given = Q(shares__state=Share.State.GIVEN)
    return (
        Production.objects.filter(company_id__in=list(actor.companies))
        .select_related("company")
        .annotate(given=Count("shares", filter=given))
        .order_by("-created_at", "-pk")
    )


def receivers() -> QuerySet[Receiver]:
    """Partners that passports may be shared with."""
    return (
        Receiver.objects.filter(open=True, partner__merged_into__isnull=True)
        .select_related("partner")
        .order_by("partner__name", "pk")
    )


def received() -> QuerySet[ReceivedPassport]:
    """Passports other commissions gave us, newest first."""
    return ReceivedPassport.objects.select_related("node__partner")


def nodes() -> QuerySet[Node]:
    """Partners' nodes."""
    return Node.objects.select_related("partner")
