"""Holds end by themselves when their time is over, and the queue moves up."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from simpul.kit.actors import Actor, system_actor
from simpul.kit.outcomes import WrongState
from simpul.places.actions.holds import give_back
from simpul.places.actions.queue import open_hold, tell
from simpul.places.models import Hold
from simpul.places.states import UNCONFIRMED

_REASON = "expired"
_OVER = {
    "id": "Masa pemesanan tempat Anda berakhir, sehingga tempat itu dilepas.",
    "en": "The time of your hold is over, so the place was given back.",
}


def expire_due(*, now: datetime) -> int:
    """Release every unconfirmed hold that expired by `now`; how many. Each in its transaction."""
    due = Hold.objects.filter(state__in=UNCONFIRMED, expires_at__lte=now)
    actor = system_actor("worker")
    keys = list(due.order_by("expires_at", "pk").values_list("pk", flat=True))
    return sum(_expire(actor, key, now) for key in keys)


def _expire(actor: Actor, hold_id: int, now: datetime) -> bool:
    try:
        with transaction.atomic():
            opened = open_hold(actor, hold_id, "release")
            hold = opened.hold
            # Somebody may have prolonged or confirmed it since the list was read.
            if hold.expires_at is None or hold.expires_at > now or hold.state not in UNCONFIRMED:
                return False
            give_back(actor, opened, "expire", _REASON)
            tell(hold, "expired", 0, _OVER, hold)
    except WrongState:
        return False
    return True
