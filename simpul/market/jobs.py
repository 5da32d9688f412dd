"""What happens by itself: timetables are computed, guests are asked what came of a market."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from django.conf import settings
from procrastinate.contrib.django import app

from simpul.kit.actors import system_actor
from simpul.market.actions.outcomes import ask_due
from simpul.market.actions.timetables import perform


@app.task(queue="timetables")
def compute_timetable(run_id: str) -> None:
    """Carry out one search for a timetable."""
    perform(run_id=run_id)


@app.periodic(cron="0 8 * * *")
@app.task(queue="market", queueing_lock="market.outcomes", pass_context=False)
def ask_outcomes(timestamp: int) -> None:
    """Each morning: whose 3, 12 or 24 months are over is asked, once."""
    moment = dt.datetime.fromtimestamp(timestamp, ZoneInfo(settings.TIME_ZONE))
    ask_due(actor=system_actor("worker"), now=moment)
