"""What the lists of follow-ups and policy notes show, narrowed by their filter forms.

`wanted` holds the cleaned fields of the filter form, or nothing. The caller has checked access.
"""

from __future__ import annotations

import datetime as dt

from django.db.models import Q, QuerySet

from simpul.network.models import FollowUp, PolicyNote
from simpul.network.queries import Wanted, equal


def follow_ups(wanted: Wanted, *, today: dt.date) -> QuerySet[FollowUp]:
    """The most urgent first; the open ones where no state is asked for."""
    found = FollowUp.objects.filter(**equal(wanted, owner="owner_id"))
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
    found = PolicyNote.objects.filter(**equal(wanted, kind="kind", partner="partner_id"))
    if wanted.get("q"):
        words = wanted["q"].strip()
        found = found.filter(
            Q(titles__icontains=words) | Q(texts__icontains=words) | Q(programme__icontains=words)
        )
    return found.select_related("partner").order_by("withdrawn_on", "-source_on", "-pk")
