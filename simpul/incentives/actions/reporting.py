"""What the cost report does to its case. Called by the report's own verbs in their transaction.

The report's verbs have checked who acts; these hold fund and case, move state and money, journal
and tell. They never touch the report.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any, Protocol

from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from simpul.incentives import access, ledger, notify, states
from simpul.incentives.actions.awards import drop_open
from simpul.incentives.actions.holding import hold_case
from simpul.incentives.models import Case, Fund, Payment
from simpul.journal.actions import record
from simpul.kit.actors import Actor
from simpul.kit.outcomes import WrongState


class ReportLike(Protocol):
    """What is read of a cost report."""

    pk: Any
    sha256: str


def report_sent(
    *, actor: Actor, case: Case, report: ReportLike, now: dt.datetime | None = None
) -> Case:
    """The company sends its read report: provisional → reported; reserved money is committed."""
    moment = now or timezone.now()
    fund, held = hold_case(actor, case.pk)
    access.require(access.can_send(actor, held))
    if held.report_due is not None and timezone.localdate(moment) > held.report_due:
        raise WrongState(_("The last day for the cost report has passed."))
    states.move(held, "report")
    _book_all(actor, fund, held, "commit", "reserved")
    _say(actor, held, "incentive.reported", report)
    notify.reported(held)
    return held


def audit_started(*, actor: Actor, case: Case, report: ReportLike) -> Case:
    """An auditor begins: reported → audit."""
    _fund, held = hold_case(actor, case.pk)
    access.require(access.can_audit(actor, held))
    states.move(held, "audit")
    _say(actor, held, "incentive.audit_started", report)
    notify.audit_started(held)
    return held


def audit_finished(*, actor: Actor, case: Case, report: ReportLike) -> Case:
    """The auditor's word is final: the officer reconciles the figures and proposes the award."""
    _fund, held = hold_case(actor, case.pk)
    access.require(access.can_audit(actor, held))
    if held.state != Case.State.AUDIT:
        raise WrongState(_("This case is not being audited."))
    _say(actor, held, "incentive.audit_finished", report)
    notify.audit_finished(held)
    return held


def report_returned(
    *,
    actor: Actor,
    case: Case,
    report: ReportLike,
    reason: str,
    now: dt.datetime | None = None,
) -> Case:
    """The report cannot be audited as it is: back to the company, which sends another.

    Where the last day has passed meanwhile, it gets thirty days from now.
    """
    moment = now or timezone.now()
    fund, held = hold_case(actor, case.pk)
    access.require(access.can_audit(actor, held))
    drop_open(actor, held)
    earliest = timezone.localdate(moment) + dt.timedelta(days=AGAIN_DAYS)
    due = max(held.report_due or earliest, earliest)
    states.move(held, "send_back", report_due=due)
    _book_all(actor, fund, held, "uncommit", "committed", but=_at_bank(held))
    _say(actor, held, "incentive.report_returned", report, reason=reason[:300])
    notify.report_returned(held, reason)
    return held


AGAIN_DAYS = 30
"""Days a company has for the next report when one was sent back: the commission's own policy."""


def _at_bank(case: Case) -> Decimal:
    """Parts on account that were released and not paid yet stay committed."""
    rows = case.payments.filter(state=Payment.State.RELEASED)
    return rows.aggregate(total=Sum("amount"))["total"] or ledger.ZERO


def _book_all(
    actor: Actor, fund: Fund, case: Case, kind: str, account: str, *, but: Decimal = ledger.ZERO
) -> None:
    amount = getattr(ledger.case_money(case.pk), account) - but
    if amount:
        ledger.book(actor=actor, fund=fund, kind=kind, amount=amount, case=case)


def _say(actor: Actor, case: Case, verb: str, report: ReportLike, **more: str) -> None:
    record(
        actor=actor,
        verb=verb,
        subject=case.subject,
        data={"report": str(report.pk), "sha256": report.sha256, **more},
    )
