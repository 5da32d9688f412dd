"""Reminders: each stage of each thing once, by the key of its message."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from simpul.network import standing
from simpul.network.agreements import notify as agreement_letters
from simpul.network.models import Agreement, Commitment, FollowUp
from simpul.network.promises import notify as promise_letters


def remind_of_due(*, now: dt.datetime) -> int:
    """Tell the owners of open follow-ups and commitments that come near or are late, and of
    agreements that end soon; how many are in some stage of reminding."""
    today = timezone.localdate(now)
    return _follow_ups(today) + _commitments(today) + _renewals(today)


def _follow_ups(today: dt.date) -> int:
    soon = today + dt.timedelta(days=max(standing.FOLLOW_UP_LEADS))
    found = FollowUp.objects.filter(state=FollowUp.State.OPEN, due_on__lte=soon)
    told = 0
    for row in found.select_related("partner"):
        stage = standing.reminder(row.due_on, today, standing.FOLLOW_UP_LEADS)
        if stage is not None:
            with transaction.atomic():
                promise_letters.follow_up_due(row, stage)
            told += 1
    return told


def _commitments(today: dt.date) -> int:
    soon = today + dt.timedelta(days=max(standing.COMMITMENT_LEADS))
    found = Commitment.objects.filter(state=Commitment.State.OPEN, due_on__lte=soon)
    told = 0
    for row in found.select_related("partner"):
        stage = standing.reminder(row.due_on, today, standing.COMMITMENT_LEADS)
        if stage is not None:
            with transaction.atomic():
                promise_letters.commitment_due(row, stage)
            told += 1
    return told


def _renewals(today: dt.date) -> int:
    """Agreements in force that end, and that no other follows yet."""
    followed = Agreement.objects.filter(renews__isnull=False).exclude(state=Agreement.State.ENDED)
    found = Agreement.objects.filter(state=Agreement.State.IN_FORCE, valid_to__gte=today).exclude(
        pk__in=followed.values("renews_id")
    )
    told = 0
    for row in found:
        stage = standing.renewal_stage(row.valid_to, row.renewal_lead, today)
        if stage is not None:
            with transaction.atomic():
                agreement_letters.renewal_near(row, stage)
            told += 1
    return told
