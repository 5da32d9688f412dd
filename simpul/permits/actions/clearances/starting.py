"""Ask an authority, and wake those who waited for another's answer."""

from __future__ import annotations

import datetime as dt

from simpul.city.queries import contact_email
from simpul.journal.actions import record
from simpul.kit.actors import Actor, system_actor
from simpul.permits import clearance_clock, notify
from simpul.permits.actions.links import issue_link
from simpul.permits.models import Application, Clearance, ClockEvent


def start_clearance(*, actor: Actor, clearance: Clearance, now: dt.datetime) -> None:
    """Ask the authority: state, clock (only for verified rules) and messages."""
    clearance.state = Clearance.State.REQUESTED
    clearance.requested_at = now
    clearance.save(update_fields=["state", "requested_at"])
    ClockEvent.objects.create(clearance=clearance, kind="start", at=now)
    clearance.due_on = clearance_clock.due_on(clearance, now)
    clearance.save(update_fields=["due_on"])
    record(
        actor=actor,
        verb="clearance.requested",
        subject=clearance.application.subject,
        data={
            "clearance": clearance.pk,
            "authority": clearance.authority_code,
            "due_on": clearance.due_on.isoformat() if clearance.due_on else None,
        },
    )
    _tell(clearance, now)


def _tell(clearance: Clearance, now: dt.datetime) -> None:
    """The desk hears it; with nobody there, the authority's mailbox gets a link to answer by; and
    where no mailbox is known, the officer hears what to do."""
    if notify.clearance_requested(clearance):
        return
    if email := contact_email(clearance.authority_code):
        issue_link(actor=system_actor("simpul"), clearance=clearance, email=email, now=now)
    else:
        notify.nobody_at_desk(clearance.application)


def wake_waiting(*, actor: Actor, application: Application, now: dt.datetime) -> None:
    """Ask those whose predecessors have all answered favourably (national before city, …)."""
    clearances = list(application.clearances.exclude(state=Clearance.State.ENDED))
    settled = {f"{c.authority_code}:{c.kind}" for c in clearances if c.is_positive}
    present = {f"{c.authority_code}:{c.kind}" for c in clearances}
    for clearance in clearances:
        if clearance.state != Clearance.State.WAITING:
            continue
        if all(key in settled or key not in present for key in clearance.after):
            start_clearance(actor=actor, clearance=clearance, now=now)
