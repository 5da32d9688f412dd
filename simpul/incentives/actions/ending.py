"""The end of a case: nothing of its money is on the way, what it held is free, what was paid on
account comes back, and a case whose parts are all paid closes by itself."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from simpul.incentives import ledger, states
from simpul.incentives.case.schedule import all_paid
from simpul.incentives.models import Case, Payment, Recovery
from simpul.journal.actions import record
from simpul.kit.actors import Actor
from simpul.kit.outcomes import WrongState


def at_bank(case: Case) -> bool:
    """A released payment is with the bank: nobody knows yet whether it is paid."""
    return case.payments.filter(state=Payment.State.RELEASED).exists()


def stop_payments(case: Case, reason: str) -> None:
    """Before a case ends: what was only prepared is cancelled; WrongState for what is at the bank.

    The caller holds the case.
    """
    if at_bank(case):
        raise WrongState(
            _("A payment of this case is with the bank. Record what the bank did, or cancel it.")
        )
    case.payments.filter(state=Payment.State.PREPARED).update(
        state=Payment.State.CANCELLED, end_reason=reason[:300]
    )


def close_when_paid(actor: Actor, case: Case, now: dt.datetime) -> None:
    """With the last part paid, and nothing to come back, the case is closed."""
    if case.state != Case.State.CERTIFIED or ledger.case_money(case.pk).final:
        return
    if case.recoveries.filter(state=Recovery.State.OPEN).exists() or not all_paid(case):
        return
    states.move(case, "close", ended_at=now)
    record(actor=actor, verb="incentive.closed", subject=case.subject, data={})
