"""What the lists of the room show, narrowed by what their filter form asked for.

`wanted` holds the cleaned fields of that form, or nothing. The caller has checked access; only
`own_productions` looks at the actor itself.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db.models import Count, Max, Q, QuerySet

from simpul.kit.actors import Actor
from simpul.network.models import (
    Agreement,
    AgreementParty,
    Encounter,
    FollowUp,
    Partner,
    PolicyNote,
    Receiver,
    Share,
    Visit,
)
from simpul.network.queries import live_partners, searched
from simpul.productions.models import Production

MOST_WORDS = 8

Wanted = Mapping[str, Any]


def partners(wanted: Wanted) -> QuerySet[Partner]:
    """Those not merged, with `people_count` (who is there now) and `last_met`."""
    found = live_partners().filter(**_equal(wanted, kind="kind", country="country"))
    if wanted.get("q"):
        found = found.filter(pk__in=Partner.objects.filter(searched(wanted["q"])).values("pk"))
    present = Q(posts__valid_to__isnull=True) & Q(posts__person__merged_into__isnull=True)
    return found.annotate(
        people_count=Count("posts__person", filter=present, distinct=True),
        last_met=Max("encounters__held_on"),
    )


def encounters(wanted: Wanted) -> QuerySet[Encounter]:
    """With their partners, the newest first."""
    by = _equal(wanted, partner="with_partners__partner_id", year="held_on__year")
    found = Encounter.objects.filter(**by).prefetch_related("partners")
    for word in wanted.get("q", "").split()[:MOST_WORDS]:
        found = found.filter(
            Q(title__icontains=word) | Q(event__icontains=word) | Q(topics__icontains=word)
        )
    return found.order_by("-held_on", "-pk")


def visits(wanted: Wanted) -> QuerySet[Visit]:
    """With their partner, the newest first."""
    by = _equal(wanted, partner="partner_id", state="state", direction="direction")
    return Visit.objects.filter(**by).select_related("partner").order_by("-starts_on", "-pk")


def agreements(wanted: Wanted) -> QuerySet[Agreement]:
    """The newest first."""
    found = Agreement.objects.filter(**_equal(wanted, kind="kind", state="state"))
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


def follow_ups(wanted: Wanted, *, today: dt.date) -> QuerySet[FollowUp]:
    """The most urgent first; the open ones where no state is asked for."""
    found = FollowUp.objects.filter(**_equal(wanted, owner="owner_id"))
    state = wanted.get("state", "")
    if state in ("", "late"):
        found = found.filter(state=FollowUp.State.OPEN)
    elif state != "all":
        found = found.filter(state=state)
    if state == "late":
        found = found.filter(due_on__lt=today)
    return found.select_related("partner", "owner", "encounter", "visit").order_by("due_on", "pk")


def notes(wanted: Wanted) -> QuerySet[PolicyNote]:
    """Those that hold first, the newest source first."""
    found = PolicyNote.objects.filter(**_equal(wanted, kind="kind", partner="partner_id"))
    if wanted.get("q"):
        words = wanted["q"].strip()
        found = found.filter(
            Q(titles__icontains=words) | Q(texts__icontains=words) | Q(programme__icontains=words)
        )
    return found.select_related("partner").order_by("withdrawn_on", "-source_on", "-pk")


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


def _equal(wanted: Wanted, **fields: str) -> dict[str, Any]:
    """What was chosen: name in the form -> column."""
    return {field: wanted[name] for name, field in fields.items() if wanted.get(name)}
