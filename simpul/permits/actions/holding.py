"""Case first, then what belongs to it: the one order in which verbs lock rows.

An answer, a payment and a withdrawal at the same moment then wait for each other; locked in
different orders, PostgreSQL would end one of them as a deadlock.
"""

from __future__ import annotations

import uuid

from simpul.kit.actors import Actor
from simpul.permits import queries
from simpul.permits.models import Application, Clearance


def hold_case(application_id: uuid.UUID) -> None:
    """Lock the case until the caller's transaction ends. Checks no access."""
    Application.objects.select_for_update(of=("self",)).only("pk").get(pk=application_id)


def hold_clearance(actor: Actor, clearance_id: int) -> Clearance:
    """The clearance as it stands once nobody else holds its case; NotVisible for outsiders."""
    seen = queries.clearance_for(actor, clearance_id)
    hold_case(seen.application_id)
    return queries.clearance_for(actor, clearance_id, lock=True)
