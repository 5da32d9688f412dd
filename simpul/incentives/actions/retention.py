"""Ledgers, their lines and evidence of ended cases go when the commission's keeping of them ends.

How long is a setting (SIMPUL_KEEP_INCENTIVE_DAYS), for ever where nobody has set it. What was
decided stays: awards, certificates, the auditor's report, totals, findings and the journal.
"""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from simpul.incentives import ledger, states
from simpul.incentives.actions.review import appeal_until
from simpul.incentives.models import Case, Payment, Recovery
from simpul.journal.actions import record
from simpul.kit.actors import Actor
from simpul.papers.actions import set_retention
from simpul.papers.queries import subjects_without_retention

CLASSES = ("sensitive", "personal")


def end_keeping(*, actor: Actor, now: dt.datetime | None = None) -> int:
    """Give the papers of cases that ended long ago their last day: this one; how many got it.

    Decided anew each night and only when the time is over, so that a case which runs again, or is
    disputed, keeps everything. The erasing itself is a job of papers.
    """
    moment = now or timezone.now()
    if settings.KEEP_INCENTIVE_DAYS <= 0:
        return 0
    before = moment - dt.timedelta(days=settings.KEEP_INCENTIVE_DAYS)
    return sum(_end_one(actor, key, before, moment) for key in _with_papers(before))


def _with_papers(before: dt.datetime) -> list[UUID]:
    waiting = set(subjects_without_retention(CLASSES))
    ended = Case.objects.filter(state__in=states.ENDED, ended_at__lt=before).prefetch_related(
        "cost_reports"
    )
    return [case.pk for case in ended.order_by("ended_at") if waiting & set(_subjects(case))]


def _subjects(case: Case) -> list[str]:
    return [case.subject, *(report.subject for report in case.cost_reports.all())]


def _end_one(actor: Actor, case_id: UUID, before: dt.datetime, now: dt.datetime) -> int:
    with transaction.atomic():
        seen = Case.objects.get(pk=case_id)
        ledger.hold(seen.fund_id)
        case = Case.objects.select_for_update(of=("self",)).get(pk=case_id)
        if case.ended_at is None or case.ended_at >= before or disputed(case, now):
            return 0
        found = sum(
            set_retention(subject=subject, personal_class=name, keep_until=timezone.localdate(now))
            for subject in _subjects(case)
            for name in CLASSES
        )
        if found:
            data = {"files": found, "days": settings.KEEP_INCENTIVE_DAYS}
            record(
                actor=actor, verb="incentive.sources_kept_until", subject=case.subject, data=data
            )
        return found


def disputed(case: Case, now: dt.datetime) -> bool:
    """An objection is open or still possible, money is to come back, or is with the bank."""
    if case.state not in states.ENDED or case.appeals.filter(decided_at__isnull=True).exists():
        return True
    if case.recoveries.filter(state=Recovery.State.OPEN).exists():
        return True
    if case.payments.filter(state=Payment.State.RELEASED).exists():
        return True
    last = appeal_until(case) if case.state == Case.State.REFUSED else None
    return last is not None and not case.appeals.exists() and timezone.localdate(now) <= last
