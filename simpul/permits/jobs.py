"""What happens by itself: late answers escalate, wrap reports are asked, old plans forgotten."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from procrastinate.contrib.django import app

from simpul.kit.actors import system_actor
from simpul.permits.actions import plan_drafts
from simpul.permits.actions.clearances import escalate_late
from simpul.permits.actions.embargo import open_after_embargo
from simpul.permits.actions.retention import set_last_days
from simpul.permits.actions.wrap import ask_wrap_report
from simpul.permits.models import Permit


@app.periodic(cron="20 6 * * *")
@app.task(queue="permits", queueing_lock="permits.wrap", pass_context=False)
def ask_wrap_reports(timestamp: int) -> None:
    """Ask the teams of all permits whose last day has passed; nobody is asked twice."""
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


@app.periodic(cron="40 3 * * *")
@app.task(queue="permits", queueing_lock="permits.plan_drafts", pass_context=False)
def purge_plan_drafts(timestamp: int) -> None:
    """Forget plans of the public planner that nobody touched for long."""
    plan_drafts.purge(now=datetime.fromtimestamp(timestamp, ZoneInfo(settings.TIME_ZONE)))


@app.periodic(cron="0 7 * * 1-5")
@app.task(queue="permits", queueing_lock="permits.escalate", pass_context=False)
def escalate_late_answers(timestamp: int) -> None:
    """Each working morning: whoever is late, its officer and the head of service hear of it."""
    escalate_late(
        actor=system_actor("worker"),
        now=datetime.fromtimestamp(timestamp, ZoneInfo(settings.TIME_ZONE)),
    )


@app.periodic(cron="10 4 * * *")
@app.task(queue="permits", queueing_lock="permits.retention", pass_context=False)
def set_last_days_of_papers(timestamp: int) -> None:
    """Each night: papers of ended cases get the day on which they are erased."""
    set_last_days(
        actor=system_actor("worker"),
        now=datetime.fromtimestamp(timestamp, ZoneInfo(settings.TIME_ZONE)),
    )


@app.periodic(cron="5 * * * *")
@app.task(queue="permits", queueing_lock="permits.embargo", pass_context=False)
def name_after_embargo(timestamp: int) -> None:
    """Within an hour of the day on which an embargo ends, the calendar gives the name."""
    open_after_embargo(
        actor=system_actor("worker"),
        now=datetime.fromtimestamp(timestamp, ZoneInfo(settings.TIME_ZONE)),
    )
