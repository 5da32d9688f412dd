"""How much worth a market can have at most: what takes place, without saying when.

One variable a meeting. Nobody, and no company, has more meetings than slots for them, and no more
take place than there are tables, in the whole market and among those that can only be in the same
part of it. Every timetable obeys this, so the greatest worth here is a bound; for large markets it
is nearly always reached, where a model with slots proves next to nothing.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from ortools.linear_solver import pywraplp
from ortools.sat.python import cp_model

from simpul.market.timetable.problem import HALVES, Market


@dataclass(frozen=True, slots=True)
class Bound:
    """The greatest worth any timetable can have; `impossible`: there is none at all."""

    worth: int
    impossible: bool = False


LOOK_EVERY = 0.2


def worth_bound(
    market: Market,
    *,
    seconds: float,
    workers: int = 1,
    enough: Callable[[], bool] = lambda: False,
) -> Bound:
    """The bound, as low as it can be proven in the time, or until `enough`.

    Where nothing must take place or come first, sums are all there is, and what they allow is known
    in a moment.
    """
    allowed = [frozenset(way.slot for way in ways) for ways in market.ways]
    rooms = [room for part in _parts(market) for room in _rooms(market, part, allowed)]
    relaxed = _relaxed(market, allowed, rooms)
    if not any(market.required(one) or market.before(one) for one in market.meetings):
        return Bound(relaxed)
    model = cp_model.CpModel()
    takes = [model.new_bool_var("") for _ in market.meetings]
    for place, meeting in enumerate(market.meetings):
        if market.required(meeting):
            model.add(takes[place] == 1)
        if not allowed[place]:
            model.add(takes[place] == 0)
        for other in market.before(meeting):
            model.add_implication(takes[place], takes[market.place_of[other]])
    for places, most in rooms:
        model.add(sum(takes[place] for place in places) <= most)
    weights = [one.weight or 0 for one in market.meetings]
    model.maximize(sum(w * one for w, one in zip(weights, takes, strict=True)))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = max(seconds, 0.01)
    solver.parameters.num_workers = workers
    with _stopped_when(solver, enough):
        status = solver.solve(model)
    if status == cp_model.INFEASIBLE:
        return Bound(0, impossible=True)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Bound(relaxed)
    return Bound(min(relaxed, int(solver.best_objective_bound + 1e-6)))


def _relaxed(
    market: Market, allowed: list[frozenset[int]], rooms: list[tuple[list[int], int]]
) -> int:
    """The bound when meetings may take place in part: nearly always the same, in a moment."""
    solver = pywraplp.Solver.CreateSolver("GLOP")
    takes = [
        solver.NumVar(
            float(market.required(meeting) and bool(slots)), float(bool(slots)), meeting.id
        )
        for meeting, slots in zip(market.meetings, allowed, strict=True)
    ]
    for places, most in rooms:
        row = solver.Constraint(-solver.infinity(), float(most))
        for place in places:
            row.SetCoefficient(takes[place], 1.0)
    for meeting, one in zip(market.meetings, takes, strict=True):
        solver.Objective().SetCoefficient(one, float(meeting.weight or 0))
    solver.Objective().SetMaximization()
    every = sum(one.weight or 0 for one in market.meetings)
    if solver.Solve() != pywraplp.Solver.OPTIMAL:
        return every
    return min(every, int(solver.Objective().Value() * (1 + 1e-9) + 1e-3))


@contextmanager
def _stopped_when(solver: cp_model.CpSolver, enough: Callable[[], bool]) -> Iterator[None]:
    over = threading.Event()

    def watch() -> None:
        # Again and again: a solver that has not begun yet does not hear that it is to stop.
        while not over.wait(LOOK_EVERY):
            if enough():
                solver.stop_search()

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        over.set()
        watcher.join()


def _parts(market: Market) -> list[frozenset[int]]:
    """Sets of slots within which meetings compete: all, a half, what has not begun of them."""
    every = frozenset(range(len(market.slots)))
    rest = frozenset(range(market.former.frozen, len(market.slots)))
    found = {every, rest}
    for half in HALVES:
        slots = frozenset(s for s, one in enumerate(market.slots) if one.half == half)
        found |= {slots, slots & rest}
    return sorted((one for one in found if one), key=lambda one: (-len(one), sorted(one)))


def _rooms(
    market: Market, part: frozenset[int], allowed: list[frozenset[int]]
) -> Iterator[tuple[list[int], int]]:
    """Meetings that can only be in this part, and how many of them have room there."""
    within = {place for place, slots in enumerate(allowed) if slots <= part}
    tables = sum(venue.tables[slot] for venue in market.venues for slot in part)
    if len(within) > tables:
        yield sorted(within), tables
    for people, places in _groups(market).items():
        own = [place for place in places if place in within]
        slots = frozenset().union(*(allowed[place] for place in own))
        if len(own) > len(slots) * len(people):
            yield own, len(slots) * len(people)


def _groups(market: Market) -> dict[tuple[str, ...], list[int]]:
    """People of whom one goes -> the meetings that need one of just them."""
    found: dict[tuple[str, ...], list[int]] = {}
    for place, meeting in enumerate(market.meetings):
        for side in market.sides(meeting):
            found.setdefault(side, []).append(place)
    return found
