"""When an embargo ends, the calendar names what it kept to itself."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from simpul.kit.actors import Actor
from simpul.kit.outcomes import WrongState
from simpul.permits.models import CaseHold
from simpul.places.actions.holds import open_title
from simpul.places.states import LIVE


def open_after_embargo(*, actor: Actor, now: dt.datetime | None = None) -> int:
    """Let everybody read the titles of holds whose embargo has ended by the local day; how many.

    Each in a transaction of its own; a hold that changes at this moment is opened the next time.
    """
    day = timezone.localdate(now or timezone.now())
    due = CaseHold.objects.filter(
        hold__confidential=True,
        hold__state__in=LIVE,
        application__production__embargo_until__lte=day,
    )
    return sum(_open(actor, key) for key in due.values_list("hold_id", flat=True))


def _open(actor: Actor, hold_id: int) -> bool:
    try:
        open_title(actor=actor, hold_id=hold_id)
    except WrongState:
        return False
    return True
