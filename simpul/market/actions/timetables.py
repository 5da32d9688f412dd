"""Ask for a timetable, search for it in the worker, stop it, publish it."""

from __future__ import annotations

import json
import threading
import time
import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from simpul.journal.actions import record
from simpul.kit.actors import Actor
from simpul.kit.outcomes import InvalidInput, WrongState
from simpul.market import access, notify
from simpul.market.actions.markets import require_running
from simpul.market.market_document import TableRow, document, first_free, group_name, slot_id
from simpul.market.market_rows import rows_of
from simpul.market.models import (
    Market,
    Meeting,
    MeetingPerson,
    Placed,
    Run,
    Seat,
    Table,
    Timetable,
)
from simpul.market.queries import run_for, timetable_of
from simpul.market.seating import Guests, Seating, seat
from simpul.market.timetable.answer import Answer, Progress
from simpul.market.timetable.checking import check
from simpul.market.timetable.problem import Market as Problem
from simpul.market.timetable.reading import CannotRead, read_market
from simpul.market.timetable.writing import answer_data
from simpul.people.models import User

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
    rows = rows_of(market, moment)
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
    run = Run.objects.create(
        market=market,
        seconds=seconds,
        document=found,
        meetings=len(rows.meetings),
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


# --- publish -----------------------------------------------------------------------------------
@transaction.atomic
def publish(
    *, actor: Actor, market: Market, run_id: uuid.UUID | str, now: datetime | None = None
) -> Timetable:
    """Make what a run found the timetable. It is held against what is agreed at this moment by the
    plain checker: WrongState where a rule would be broken now. Only whose day changed hears."""
    user_id = access.require_run(actor)
    require_running(market)
    market = Market.objects.select_for_update().get(pk=market.pk)
    run = run_for(market, run_id)
    if run.state != Run.State.DONE or not run.answer or run.answer["schedule"] is None:
        raise WrongState(_("This search has no timetable to publish."))
    if Timetable.objects.filter(run=run).exists():
        raise WrongState(_("This timetable is published already."))
    schedule, groups = _still(market, run, now or timezone.now())
    before = timetable_of(market)
    timetable = Timetable.objects.create(
        market=market,
        number=before.number + 1 if before else 1,
        run=run,
        published_at=timezone.now(),
        published_by_id=user_id,
    )
    changed = _place(timetable, before, schedule, groups)
    record(
        actor=actor,
        verb="market.published",
        subject=market.subject,
        data={
            "number": timetable.number,
            "run": str(run.pk),
            "placed": len(schedule),
            "changed": len(changed),
        },
    )
    people = User.objects.filter(pk__in=_people(timetable, before, changed))
    notify.published(timetable, people, first=before is None)
    return timetable


def _still(market: Market, run: Run, now: datetime) -> tuple[dict[str, int], dict[str, str]]:
    """Meeting → slot id, and meeting → group of tables, of what the run found, without what was
    cancelled since; checked against today's wishes."""
    rows = rows_of(market, now)
    agreed = {str(one.id) for one in rows.meetings}
    names: Mapping[str, str] = run.answer["schedule"] if run.answer else {}
    found = {meeting: slot for meeting, slot in names.items() if meeting in agreed}
    told_venues: Mapping[str, str] = run.answer.get("venue_of", {}) if run.answer else {}
    told = _("Something has changed since this was computed. Compute the timetable anew.")
    try:
        problem = read_market(json.dumps(document(rows)))
    except (CannotRead, ValueError):
        raise WrongState(told) from None
    places = {slot.id: place for place, slot in enumerate(problem.slots)}
    venues = {one.id: place for place, one in enumerate(problem.venues)}
    groups = {meeting: told_venues.get(meeting, problem.venues[0].id) for meeting in found}
    if any(slot not in places for slot in found.values()) or not set(groups.values()) <= set(
        venues
    ):
        raise WrongState(told)
    seen = check(
        problem,
        {meeting: places[slot] for meeting, slot in found.items()},
        {meeting: venues[one] for meeting, one in groups.items()},
    )
    # Fairness was proven for what went in; a meeting cancelled since may tip it, and that is told
    # by the figures, not by refusing everybody their day.
    if any(fault.code != "unfair" for fault in seen.faults):
        raise WrongState(told)
    return {meeting: slot_id(slot) for meeting, slot in found.items()}, groups


def _place(
    timetable: Timetable,
    before: Timetable | None,
    schedule: Mapping[str, int],
    groups: Mapping[str, str],
) -> set[int]:
    """Give tables and seats; the ids of meetings that are new, elsewhere, or gone."""
    market = timetable.market
    slots = list(market.slots.all())
    order = {one.pk: place for place, one in enumerate(slots)}
    tables = list(Table.objects.filter(market=market).order_by("pk"))
    old = {one.meeting_id: one for one in (before.placed.all() if before else ())}
    people: dict[int, list[int]] = {int(one): [] for one in schedule}
    seats = MeetingPerson.objects.filter(meeting__in=people).order_by("pk")
    for meeting, badge in seats.values_list("meeting_id", "badge_id"):
        people[meeting].append(badge)
    hosts = dict(Meeting.objects.filter(pk__in=people).values_list("pk", "entry_id"))
    given = seat(
        {one: order[slot] for one, slot in schedule.items()},
        {
            one: Guests(one, len(people[int(one)]), str(hosts[int(one)] or ""), groups[one])
            for one in schedule
        },
        [
            Seating(
                one.pk,
                one.seats,
                sum(one.opened_from is not None and s.starts_at < one.opened_from for s in slots),
                group_name(TableRow(one.pk, one.venue_id, one.seats)),
            )
            for one in tables
        ],
        {str(one): (order[at.slot_id], at.table_id) for one, at in old.items()},
    )
    changed: set[int] = {one for one in old if str(one) not in schedule}
    placed = []
    for one, slot in schedule.items():
        at = old.get(int(one))
        same = at is not None and (at.slot_id, at.table_id) == (slot, given[one])
        since = at.since if at is not None and same else timetable.number
        if not same:
            changed.add(int(one))
        placed.append(
            Placed(
                timetable=timetable,
                meeting_id=int(one),
                slot_id=slot,
                table_id=given[one],
                since=since,
            )
        )
    Placed.objects.bulk_create(placed)
    Seat.objects.bulk_create(
        Seat(placed=one, timetable=timetable, slot_id=one.slot_id, badge_id=badge)
        for one in placed
        for badge in people[one.meeting_id]
    )
    return changed


def _people(timetable: Timetable, before: Timetable | None, changed: set[int]) -> set[int]:
    """The accounts of everybody who sits at one of these meetings, now or before."""
    both = [timetable.pk] + ([before.pk] if before else [])
    rows = Seat.objects.filter(timetable__in=both, placed__meeting__in=changed)
    return set(rows.values_list("badge__person_id", flat=True))
