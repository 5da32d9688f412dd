"""Where something may be left out, or is to stay where people were told.

Three aims, each kept while the next is sought: the greatest worth, the fewest meetings moved, the
fewest idle gaps. A good timetable is placed first; a market that is not too large is then searched
wholly, aim by aim.
"""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import Any

from simpul.market.timetable.answer import Answer, Rank
from simpul.market.timetable.choosing import worth_bound
from simpul.market.timetable.model import Found, Model
from simpul.market.timetable.placing import place
from simpul.market.timetable.problem import Market, Plan
from simpul.market.timetable.proof import Proof
from simpul.market.timetable.running import TICK, Run

LARGE = 30_000
"""From so many pairs of meeting and slot a whole search finds less than placing does."""
LARGE_AGAIN = 200_000
"""The same where people have a timetable: most of it stays, which makes the search short."""
PAIRS_A_SECOND = 5_000
"""How long a first timetable is looked for, before the search."""
CONFLICT_SECONDS = 10.0


def pairs_of(market: Market) -> int:
    """Pairs of a meeting and a way it may take place: the size of a market."""
    return sum(map(len, market.ways))


def staged(run: Run) -> Answer:
    """Within the time of the run; `run.best` is kept whenever it ends."""
    pairs = pairs_of(run.market)
    large = pairs > (LARGE if not run.market.former.schedule else LARGE_AGAIN)
    bounding = threading.Thread(target=_bound, args=(run,), daemon=True)
    bounding.start()
    _place(run, run.seconds / 2 if large else min(pairs / PAIRS_A_SECOND, run.seconds / 10))
    if large and run.best is not None:
        _place(run, run.left)
    bounding.join()
    if run.done:
        return run.answer()
    return run.answer() if large and run.best is not None else _searched(run)


def _bound(run: Run) -> None:
    """What must be lost at least, by choosing alone; beside the placing."""
    if any(one.weight is not None for one in run.market.meetings):
        found = worth_bound(run.market, seconds=run.left * 0.8, enough=lambda: run.stopped)
        run.lost_bound = 0 if found.impossible else run.all_worth - found.worth


def _place(run: Run, seconds: float) -> None:
    told = [run.passed]

    def better(plan: Plan | None, rank: Rank | None) -> bool:
        if plan is not None and (run.rank is None or (rank and rank < run.rank)):
            run.offer(plan, rank)
        elif run.passed - told[0] > TICK:
            told[0] = run.passed
            run.tell()
        return run.done

    place(run.market, seconds=seconds, better=better, start=run.best)


def _searched(run: Run) -> Answer:
    """The whole search, aim by aim; each has half of the time that is left."""
    model = Model(run.market)
    known = sum(one in run.market.place_of for one in run.market.former.schedule)
    none = False
    if any(one.weight is not None for one in run.market.meetings):
        found = _aim(run, model, 0, model.worth())
        none = none or found.impossible
        if found.plan is not None:
            run.lost_bound = max(run.lost_bound, run.all_worth - found.bound)
        if run.rank is not None:
            model.model.add(model.worth() >= run.all_worth - run.rank[0])
    if known and not none:
        found = _aim(run, model, 1, model.stays())
        none = none or found.impossible
        if found.plan is not None:
            run.moved_bound = max(run.moved_bound, known - found.bound)
        if run.rank is not None:
            model.model.add(model.stays() >= known - run.rank[1])
    if not none:
        found = _aim(run, model, 2, -sum(model.back))
        none = found.impossible
        if found.plan is not None:
            run.raised(-found.bound)
    return impossible(run) if none and run.best is None else run.answer()


def _aim(run: Run, model: Model, aim: int, wanted: Any) -> Found:
    """The most of what is wanted; nothing to do where that is reached already."""
    if run.met(aim):
        return Found(None, None, 0, proven=False)
    model.model.maximize(wanted)
    seconds = run.left if aim == 2 else run.left / 2
    hint = run.best or told_plan(run.market)
    return run.search(model, seconds, hint=hint, aim=aim)


def told_plan(market: Market) -> Plan:
    """The former timetable, as far as it may still be so."""
    found = {}
    for meeting, ways in zip(market.meetings, market.ways, strict=True):
        way = next((one for one in ways if market.as_told(meeting, one)), None)
        if way is not None:
            found[meeting.id] = way
    return found


def impossible(run: Run) -> Answer:
    """None exists: which wishes of those that must be granted conflict."""
    proof = Proof(needed(run.market), lambda bound: None)
    end = max(CONFLICT_SECONDS, run.left)
    while end > 0 and proof.running and not proof.smallest and not run.stopped:
        proof.wait(TICK)
        end -= TICK
        run.tell()
    proof.stop()
    return Answer("impossible", conflict=proof.conflict, smallest=proof.smallest)


def needed(market: Market) -> Market:
    """The market of what must take place, with what must come before that."""
    names: set[str] = set()
    rest = [one for one in market.meetings if market.required(one)]
    while rest:
        meeting = rest.pop()
        if meeting.id not in names:
            names.add(meeting.id)
            rest.extend(market.meetings[market.place_of[o]] for o in market.before(meeting))
    kept = tuple(
        replace(one, weight=None, after=market.before(one))
        for one in market.meetings
        if one.id in names
    )
    return replace(market, meetings=kept)
