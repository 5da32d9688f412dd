"""Asking for a trial, and carrying it out in the worker."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from simpul.incentives.lab.access import require_lab
from simpul.incentives.lab.reckoning.cases import digest
from simpul.incentives.lab.run import carry_out
from simpul.incentives.models import LabReport
from simpul.journal.actions import record
from simpul.kit.actors import Actor, system_actor
from simpul.kit.outcomes import InvalidInput
from simpul.people.access import require_signed_in

MOST_CASES = 20_000


@transaction.atomic
def ask_trial(*, actor: Actor, title: str, frozen: Mapping[str, Any]) -> LabReport:
    """Freeze a trial and queue it. InvalidInput without cases; NotVisible for who may not."""
    require_lab(actor)
    user_id = require_signed_in(actor)
    title = " ".join(title.split())
    if not title or len(title) > 200:
        raise InvalidInput({"title": [_("Give it a name of at most 200 characters.")]})
    count = len(frozen["cases"])
    if not count:
        told = _(
            "There is no case to try it on: no past case fits, and no synthetic year was asked."
        )
        raise InvalidInput({"": [told]})
    if count > MOST_CASES:
        raise InvalidInput({"": [_("At most %(most)d cases.") % {"most": MOST_CASES}]})
    report = LabReport.objects.create(
        kind=frozen["kind"],
        title=title,
        frozen=dict(frozen),
        digest=digest(frozen),
        cases=count,
        made_by_id=user_id,
    )
    record(
        actor=actor,
        verb="lab.asked",
        subject=f"lab:{report.pk}",
        data={"digest": report.digest, "cases": count},
    )
    from simpul.incentives.jobs import run_trial

    run_trial.defer(report_id=str(report.pk))
    return report


def perform(*, report_id: uuid.UUID | str) -> None:
    """Carry a trial out, once. What goes wrong is said in the report and raised again."""
    begun = LabReport.objects.filter(pk=report_id, state=LabReport.State.WAITING)
    if not begun.update(state=LabReport.State.RUNNING):
        return
    report = LabReport.objects.get(pk=report_id)

    def progress(done: int) -> None:
        LabReport.objects.filter(pk=report_id).update(done=min(done, report.cases))

    try:
        result = carry_out(report.frozen, progress)
    except Exception:
        _end(report, state=LabReport.State.FAILED, trouble="fault")
        raise
    _end(report, state=LabReport.State.DONE, result=result)


@transaction.atomic
def _end(report: LabReport, *, state: str, result: Any = None, trouble: str = "") -> None:
    report.state, report.result, report.trouble = state, result, trouble
    report.ended_at = timezone.now()
    report.done = report.cases if result is not None else report.done
    report.save(update_fields=["state", "result", "trouble", "ended_at", "done"])
    record(actor=system_actor("worker"), verb=f"lab.{state}", subject=f"lab:{report.pk}")
