"""Ask for a timetable, search for it in the worker, stop it, publish it."""

from __future__ import annotations

import json
import threading
import time
import uuid
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from simpul.journal.actions import record
from simpul.kit.actors import Actor
from simpul.kit.outcomes import InvalidInput, WrongState
from simpul.market import access
from simpul.market.actions.markets import require_running
from simpul.market.market_document import (
    Rows,
    document,
    first_free,
)
from simpul.market.market_rows import rows_of
from simpul.market.models import (
    Market,
    Run,
)
from simpul.market.queries import run_for
from simpul.market.timetable.answer import Answer, Progress
from simpul.market.timetable.problem import Market as Problem
from simpul.market.timetable.reading import CannotRead, read_market
from simpul.market.timetable.writing import answer_data

MOST_SECONDS = 1_800
LOST_AFTER = timedelta(minutes=10)
"""A search that has told nothing for so long beyond its time died with its machine."""
POLL = 0.5
"""Seconds between two looks at what is found, and at whether somebody wants it to stop."""


@transaction.atomic
def ask_run(*, actor: Actor, market: Market, seconds: int, now: datetime | None = None) -> Run:
    """Freeze what is agreed and queue the search. One at a time for each market."""
    user_id = access.require_run(actor)
    require_running(market)
    Market.objects.select_for_update().get(pk=market.pk)
    if not 1 <= seconds <= MOST_SECONDS:
        told = _("Between 1 and %(most)d seconds.") % {"most": MOST_SECONDS}
        raise InvalidInput({"seconds": [told]})
    moment = now or timezone.now()
    _bury_lost(market, moment)
    if market.runs.filter(state__in=["waiting", "running"]).exists():
        raise WrongState(_("A timetable is being computed already."))
    found = _frozen(rows_of(market, moment))
    run = Run.objects.create(
        market=market,
        seconds=seconds,
        document=found,
        meetings=len(found["meetings"]),
        asked_by_id=user_id,
        asked_at=moment,
    )
    record(
        actor=actor,
        verb="market.run_asked",
        subject=market.subject,
        data={"run": str(run.pk), "meetings": run.meetings, "seconds": seconds},
    )
    from simpul.market.jobs import compute_timetable

    compute_timetable.defer(run_id=str(run.pk))
    return run


def _frozen(rows: Rows) -> dict[str, Any]:
    """The document, once it is sure that there is something to compute and that it can be read."""
    wrong = ""
    if not rows.slots or not rows.tables:
        wrong = _("Plan slots and tables first.")
    elif not rows.meetings:
        wrong = _("No meeting is agreed yet.")
    elif first_free(rows) is None:
        wrong = _("Every slot has begun or begins too soon: nothing can be moved any more.")
    if wrong:
        raise InvalidInput({"": [wrong]})
    found = document(rows)
    try:
        read_market(json.dumps(found))
    except CannotRead as problems:
        raise InvalidInput({"": [_told(problems)]}) from None
    return found


def _told(problems: CannotRead) -> str:
    if any(one.code == "no_slot_left" for one in problems.problems):
        return _("A guest with meetings has no time left. See the list of absences.")
    if any(one.code == "circle" for one in problems.problems):
        return _("The order of meetings runs in a circle.")
    return _("These meetings cannot be put into a timetable: %(why)s") % {"why": problems}


def _bury_lost(market: Market, now: datetime) -> None:
    for one in market.runs.filter(state__in=["waiting", "running"]):
        if one.asked_at + timedelta(seconds=one.seconds) + LOST_AFTER < now:
            market.runs.filter(pk=one.pk).update(state=Run.State.FAILED, ended_at=now)


@transaction.atomic
def stop_run(*, actor: Actor, market: Market, run_id: uuid.UUID | str) -> Run:
    """End the search now and keep the best so far."""
    access.require_run(actor)
    run = run_for(market, run_id)
    stopped = Run.objects.filter(pk=run.pk, state__in=["waiting", "running"], stop=False)
    if stopped.update(stop=True):
        record(
            actor=actor,
            verb="market.run_stopped",
            subject=market.subject,
            data={"run": str(run.pk)},
        )
    run.refresh_from_db()
    return run


# --- in the worker -----------------------------------------------------------------------------
def perform(*, run_id: uuid.UUID | str, workers: int = 2) -> None:
    """Carry a search out, once. What goes wrong is said in the run and raised again."""
    begun = Run.objects.filter(pk=run_id, state=Run.State.WAITING)
    if not begun.update(state=Run.State.RUNNING):
        return
    run = Run.objects.get(pk=run_id)
    try:
        problem = read_market(json.dumps(run.document))
        answer = _Search(run, problem, workers).carry_out()
    except Exception:
        Run.objects.filter(pk=run_id).update(state=Run.State.FAILED, ended_at=timezone.now())
        raise
    Run.objects.filter(pk=run_id).update(
        state=Run.State.DONE,
        status=answer.status,
        answer=answer_data(problem, answer),
        ended_at=timezone.now(),
    )


class _Search:
    """The solver on a thread of its own; only this one talks to the database."""

    def __init__(self, run: Run, problem: Problem, workers: int) -> None:
        self.run, self.problem, self.workers = run, problem, workers
        self.latest: Progress | None = None
        self.stopped = False
        self.answer: Answer | None = None
        self.trouble: BaseException | None = None

    def carry_out(self) -> Answer:
        solver = threading.Thread(target=self._solve, daemon=True)
        solver.start()
        while solver.is_alive():
            solver.join(POLL)
            self._look()
        if self.trouble is not None:
            raise self.trouble
        assert self.answer is not None
        return self.answer

    def _solve(self) -> None:
        # Solvers are large; the web process never loads them.
        from simpul.market.timetable.solving import solve

        try:
            self.answer = solve(
                self.problem, seconds=self.run.seconds, workers=self.workers, told=self._told
            )
        except BaseException as trouble:
            self.trouble = trouble

    def _told(self, progress: Progress) -> bool:
        self.latest = progress
        return self.stopped

    def _look(self) -> None:
        mine = Run.objects.filter(pk=self.run.pk)
        if self.latest is not None:
            mine.update(progress=_progress_data(self.latest))
        self.stopped = self.stopped or mine.filter(stop=True).exists()


def _progress_data(progress: Progress) -> dict[str, Any]:
    return {
        "cost": progress.cost,
        "bound": progress.bound,
        "worth": progress.worth,
        "worth_bound": progress.worth_bound,
        "seconds": round(progress.seconds, 1),
        "at": time.time(),
    }
