"""Certificates whose cost report did not come, and the reminder before."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from simpul.incentives import notify
from simpul.incentives.actions.review import lapse_case
from simpul.incentives.models import Case
from simpul.journal.actions import record
from simpul.kit.actors import Actor

REMIND_DAYS = 30


def lapse_late(*, actor: Actor, now: dt.datetime) -> int:
    """Lapse what is late, each in a transaction of its own, the oldest first; how many."""
    late = Case.objects.filter(
        state=Case.State.PROVISIONAL, report_due__lt=timezone.localdate(now)
    ).order_by("report_due", "submitted_at")
    keys = list(late.values_list("pk", flat=True))
    return sum(lapse_case(actor=actor, case_id=key, now=now) for key in keys)


def remind_soon(*, actor: Actor, now: dt.datetime) -> int:
    """Tell each company once, a month before its last day; how many."""
    soon = Case.objects.filter(
        state=Case.State.PROVISIONAL,
        reminded_at__isnull=True,
        report_due__gte=timezone.localdate(now),
        report_due__lte=timezone.localdate(now) + dt.timedelta(days=REMIND_DAYS),
    )
    told = 0
    for key in list(soon.values_list("pk", flat=True)):
        with transaction.atomic():
            case = soon.select_for_update(of=("self",)).filter(pk=key).first()
            if case is None:
                continue
            Case.objects.filter(pk=key).update(reminded_at=now)
            record(actor=actor, verb="incentive.reminded", subject=case.subject, data={})
            notify.report_due_soon(case)
            told += 1
    return told
