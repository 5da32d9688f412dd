"""What happens by itself: funds open and close, certificates lapse, reminders go out."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from django.conf import settings
from procrastinate.contrib.django import app

from simpul.incentives.actions import classifying
from simpul.incentives.actions.funds import settle_all
from simpul.incentives.actions.lab import perform
from simpul.incentives.actions.lapsing import lapse_late, remind_soon
from simpul.incentives.actions.recoveries import remind_overdue
from simpul.incentives.actions.report_reading import give_up, mend_stopped, read_report
from simpul.incentives.actions.retention import end_keeping
from simpul.kit.actors import system_actor


@app.periodic(cron="5 0 * * *")
@app.task(queue="incentives", queueing_lock="incentives.funds", pass_context=False)
def settle_funds(timestamp: int) -> None:
    """Just after midnight: funds open and close by date, ended ones hand on what is free."""
    settle_all(actor=system_actor("worker"), now=_moment(timestamp))


@app.periodic(cron="15 0 * * *")
@app.task(queue="incentives", queueing_lock="incentives.lapse", pass_context=False)
def lapse_certificates(timestamp: int) -> None:
    """Certificates without a cost report after their last day give their money back."""
    lapse_late(actor=system_actor("worker"), now=_moment(timestamp))


@app.periodic(cron="30 7 * * *")
@app.task(queue="incentives", queueing_lock="incentives.remind", pass_context=False)
def remind_of_reports(timestamp: int) -> None:
    """Each morning: whose cost report is due within a month hears of it, once."""
    remind_soon(actor=system_actor("worker"), now=_moment(timestamp))


@app.periodic(cron="45 7 * * *")
@app.task(queue="incentives", queueing_lock="incentives.recoveries", pass_context=False)
def remind_of_recoveries(timestamp: int) -> None:
    """Each morning: who did not give back in time what was paid on account hears of it, once."""
    remind_overdue(actor=system_actor("worker"), now=_moment(timestamp))


@app.periodic(cron="40 0 * * *")
@app.task(queue="incentives", queueing_lock="incentives.keeping", pass_context=False)
def end_keeping_of_sources(timestamp: int) -> None:
    """Ledgers and evidence of cases that ended long ago are let go, as the commission has set."""
    end_keeping(actor=system_actor("worker"), now=_moment(timestamp))


@app.task(queue="reports")
def read_cost_report(report_id: int) -> None:
    """Read one ledger. What is wrong with it is said in the report; what is wrong with us, too."""
    try:
        read_report(report_id=report_id)
    except Exception:
        give_up(report_id=report_id)
        raise


@app.task(queue="reports")
def classify_cost_report(report_id: int, asked: str) -> None:
    """Work what was said of accounts and related parties into the lines of a report."""
    try:
        classifying.classify_again(report_id=report_id, asked=asked)
    except Exception:
        classifying.give_up(report_id=report_id, asked=asked)
        raise


@app.periodic(cron="*/10 * * * *")
@app.task(queue="incentives", queueing_lock="incentives.stopped", pass_context=False)
def mend_stopped_reports(timestamp: int) -> None:
    """A reading whose worker was ended gives no sign any more: its owner is told."""
    mend_stopped(now=_moment(timestamp))


@app.task(queue="reports")
def run_trial(report_id: str) -> None:
    """Carry out one trial of the policy lab."""
    perform(report_id=report_id)


def _moment(timestamp: int) -> dt.datetime:
    return dt.datetime.fromtimestamp(timestamp, ZoneInfo(settings.TIME_ZONE))
