"""What happens by itself: wrap reports are asked for once the last day has passed."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from procrastinate.contrib.django import app

from simpul.permits.actions.wrap import ask_wrap_report
from simpul.permits.models import Permit


@app.periodic(cron="20 6 * * *")
@app.task(queue="permits", queueing_lock="permits.wrap", pass_context=False)
def ask_wrap_reports(timestamp: int) -> None:
    """Ask the teams of all permits whose last day has passed. Running it again asks nobody twice."""
    ask_all_wrap_reports(datetime.fromtimestamp(timestamp, ZoneInfo(settings.TIME_ZONE)))


def ask_all_wrap_reports(now: datetime) -> int:
    """How many teams were asked; each in a transaction of its own."""
    asked_already = Permit.objects.filter(application__wrap_report__isnull=False).values("number")
    over = Permit.objects.filter(
        state__in=[Permit.State.VALID, Permit.State.SUSPENDED],
        valid_to__lt=timezone.localdate(now),
    ).exclude(number__in=asked_already)
    permits = list(over.values_list("pk", flat=True))
    return sum(ask_wrap_report(permit_id=pk, now=now) is not None for pk in permits)
