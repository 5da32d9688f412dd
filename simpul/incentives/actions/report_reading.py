"""The job that reads a ledger: progress in the row, everything or nothing in the end."""

from __future__ import annotations

import io
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from simpul.incentives.actions import classifying
from simpul.incentives.actions.cost_reports import keep_lines
from simpul.incentives.models import CostReport
from simpul.incentives.report import setup as report_setup
from simpul.incentives.report import store as report_store
from simpul.incentives.report.reckoning.exports import safe_csv
from simpul.incentives.report.reckoning.faults import Asked, Faults, Refused
from simpul.incentives.report.reckoning.report import Progress, Report, make_report
from simpul.journal.actions import record
from simpul.kit.actors import Actor, system_actor
from simpul.papers.actions import store_document

NO_SIGN = timedelta(minutes=20)
"""A job that has not told for so long how far it is has been ended; a step takes three at most."""
MOST_KEPT = 200
"""Faults kept with the report; all of them lie in its list."""


def read_report(*, report_id: int) -> None:
    """Read a queued report; whatever happens, it ends in a state its owner can act on.

    Doing it twice reads once: a report that is no longer queued is left alone.
    """
    report = (
        CostReport.objects.select_related("case", "source")
        .filter(pk=report_id, state=CostReport.State.READING)
        .first()
    )
    if report is None:
        return
    actor = system_actor("worker")

    try:
        with report_store.local_copy(report.source) as path:
            made = make_report(path, report_setup.setup_for(report), _teller(report_id))
    except Refused as refused:
        _refused(actor, report_id, refused.faults)
    except Asked as asked:
        _asked(actor, report_id, asked)
    else:
        _teller(report_id)("keep", made.lines.height, 0)
        _read(actor, report_id, made)


def _teller(report_id: int) -> Progress:
    """Writes how far the reading is, forty times in a step at most."""
    last = ("", 0)

    def tell(step: str, lines: int, part: int) -> None:
        nonlocal last
        if step == last[0] and part < last[1] + 25:
            return
        last = step, part
        CostReport.objects.filter(pk=report_id, state=CostReport.State.READING).update(
            step=step, step_lines=lines, step_part=part, step_at=timezone.now()
        )

    return tell


def give_up(*, report_id: int) -> None:
    """A reading that broke off for a reason of ours: the owner is told and may try again."""
    faults = Faults()
    faults.add(0, "", "broken_off")
    _refused(system_actor("worker"), report_id, faults)


def mend_stopped(*, now: datetime) -> None:
    """Reports whose worker was ended in the middle: the owner may upload or ask again."""
    silent = CostReport.objects.filter(step_at__lt=now - NO_SIGN)
    silent = silent.exclude(step__in=["wait", classifying.BROKEN])
    for key in silent.filter(state=CostReport.State.READING).values_list("pk", flat=True):
        give_up(report_id=key)
    for key, asked in silent.values_list("pk", "renewing_at"):
        if asked is not None:
            classifying.give_up(report_id=key, asked=asked.isoformat())


def _held(report_id: int) -> CostReport | None:
    return (
        CostReport.objects.select_for_update(of=("self",))
        .select_related("case", "source", "lines", "flags")
        .filter(pk=report_id, state=CostReport.State.READING)
        .first()
    )


def _read(actor: Actor, report_id: int, made: Report) -> None:
    with transaction.atomic():
        report = _held(report_id)
        if report is None:
            return
        keep_lines(actor, report, made.lines, made.flags, made.not_run, made.untagged)
        report.names = made.names
        report.state, report.read_at = CostReport.State.READY, timezone.now()
        report.save()
        _journal(actor, report, "incentive.report_read", lines=report.lines_count)


def _refused(actor: Actor, report_id: int, faults: Faults) -> None:
    with transaction.atomic():
        report = _held(report_id)
        if report is None:
            return
        table = faults.frame()
        report.faults = table.head(MOST_KEPT).to_dicts()
        report.faults_count = table.height
        if table.height > MOST_KEPT:
            out = io.BytesIO()
            safe_csv(table.select("line", "column", "code", "value", "more"), out)
            report.fault_list = store_document(
                actor=actor,
                content=out.getvalue(),
                name="faults.csv",
                kind="cost-report-faults",
                personal_class="sensitive",
                subject=report.subject,
                mime="text/csv",
            )
        report_store.let_go(report.source, days=settings.KEEP_DAYS["sensitive"])
        report.state = CostReport.State.REFUSED
        report.save()
        _journal(actor, report, "incentive.report_refused", faults=report.faults_count)


def _asked(actor: Actor, report_id: int, asked: Asked) -> None:
    with transaction.atomic():
        report = _held(report_id)
        if report is None:
            return
        report.questions = [
            {
                "id": question.id,
                "column": question.column,
                "choices": list(question.choices),
                "examples": list(question.examples),
            }
            for question in asked.questions
        ]
        report.state = CostReport.State.ASKING
        report.save()
        _journal(actor, report, "incentive.report_asks")


def _journal(actor: Actor, report: CostReport, verb: str, **data: int) -> None:
    record(
        actor=actor, verb=verb, subject=report.case.subject, data={"report": report.number, **data}
    )
