"""What happens by itself: agreements begin and expire, visits begin, owners are reminded."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from django.conf import settings
from procrastinate.contrib.django import app

from simpul.kit.actors import system_actor
from simpul.network.actions.contacts import forget_old
from simpul.network.actions.reminding import remind_of_due
from simpul.network.actions.signing import settle_agreements
from simpul.network.actions.visits import begin_due
from simpul.network.exchange import jobs as exchange  # noqa: F401 - the worker finds them here


@app.periodic(cron="10 0 * * *")
@app.task(queue="network", queueing_lock="network.agreements", pass_context=False)
def settle(timestamp: int) -> None:
    """Just after midnight: confirmed agreements begin, those past their last day expire."""
    settle_agreements(actor=system_actor("worker"), now=_moment(timestamp))


@app.periodic(cron="20 7 * * *")
@app.task(queue="network", queueing_lock="network.remind", pass_context=False)
def remind(timestamp: int) -> None:
    """Each morning: who has something due, late or about to end hears of it, once a stage."""
    remind_of_due(now=_moment(timestamp))


@app.periodic(cron="0 * * * *")
@app.task(queue="network", queueing_lock="network.visits", pass_context=False)
def begin_visits(timestamp: int) -> None:
    """Each hour, because midnight is not everywhere at once: visits whose first day is here."""
    begin_due(actor=system_actor("worker"), now=_moment(timestamp))


@app.periodic(cron="30 * * * *")
@app.task(queue="network", queueing_lock="network.read_files", pass_context=False)
def forget_read_files(timestamp: int) -> None:
    """Lists of people that were read a day ago and taken over by nobody are deleted."""
    forget_old(now=_moment(timestamp))


def _moment(timestamp: int) -> dt.datetime:
    return dt.datetime.fromtimestamp(timestamp, ZoneInfo(settings.TIME_ZONE))
