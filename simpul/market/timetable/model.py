"""A market as a constraint model for OR-Tools CP-SAT.

It finds good timetables soon, handles what may be left out, and moves as little as possible of a
former timetable; `clauses.py` proves the least number of gaps faster when all must take place.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from ortools.sat.python import cp_model

from simpul.market.timetable.problem import Market, Meeting, Plan


@dataclass(frozen=True, slots=True)
class Found:
    """What one run gave: the best timetable (None: none), its value, the proven bound."""

    plan: Plan | None
    value: int | None
    bound: int
    proven: bool
    impossible: bool = False


@dataclass
class Model:
    """The model of a market. An aim is set on `model`; further rules may be added there."""

    market: Market
    model: cp_model.CpModel = field(default_factory=cp_model.CpModel)
    at: dict[tuple[int, int], Any] = field(default_factory=dict)
    """(Place of a meeting, number of the way) -> variable."""
    placed: dict[int, Any] = field(default_factory=dict)
    back: list[Any] = field(default_factory=list)
    _solver: cp_model.CpSolver = field(default_factory=cp_model.CpSolver)

    def __post_init__(self) -> None:
        self._in_slot: list[dict[int, list[Any]]] = []
        self._spots: dict[tuple[int, int], list[Any]] = defaultdict(list)
        self._of: dict[str, dict[tuple[int, int], list[Any]]] = {
            person: defaultdict(list) for person in self.market.meetings_of
        }
        for place, meeting in enumerate(self.market.meetings):
            self._meeting(place, meeting)
        self._orders()
        self._tables()
        counts = [
            self._participant(person, places)
            for person, places in self.market.meetings_of.items()
            if places
        ]
        if self.market.fairness is not None:
            idle = any(not places for places in self.market.meetings_of.values())
            self._fairness([*counts, [] if idle else counts[0]] if counts else [])

    def worth(self) -> Any:
        """The weight of what takes place."""
        begun = sum(
            one.weight or 0
            for place, one in enumerate(self.market.meetings)
            if place not in self.placed
        )
        return begun + sum(
            (self.market.meetings[place].weight or 0) * one for place, one in self.placed.items()
        )

    def stays(self) -> Any:
        """How many meetings stay as people were told."""
        former = self.market.former.schedule
        return sum(
            self.at[place, number]
            for place, meeting in enumerate(self.market.meetings)
            if meeting.id in former
            for number, way in enumerate(self.market.ways[place])
            if self.market.as_told(meeting, way)
        )

    def run(
        self,
        *,
        seconds: float,
        workers: int,
        hint: Plan | None = None,
        told: Callable[[Plan, int, int], bool] | None = None,
    ) -> Found:
        """Solve for at most so long; `told(plan, value, bound)` may answer True to stop."""
        if hint:
            self._hint(hint)
        solver = self._solver
        solver.parameters.max_time_in_seconds = max(seconds, 0.01)
        solver.parameters.num_workers = workers
        status = solver.solve(self.model, _Teller(self, told) if told else None)
        if status == cp_model.INFEASIBLE:
            return Found(None, None, 0, proven=True, impossible=True)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return Found(None, None, 0, proven=False)
        return Found(
            plan=self.read(solver.boolean_value),
            value=round(solver.objective_value),
            bound=round(solver.best_objective_bound),
            proven=status == cp_model.OPTIMAL,
        )

    def stop(self) -> None:
        """From another thread: keep what is found so far."""
        self._solver.stop_search()

    def read(self, value: Callable[[Any], bool]) -> Plan:
        meetings, ways = self.market.meetings, self.market.ways
        return {meetings[m].id: ways[m][way] for (m, way), name in self.at.items() if value(name)}

    # what is written

    def _meeting(self, place: int, meeting: Meeting) -> None:
        names = []
        by_slot: dict[int, list[Any]] = defaultdict(list)
        for number, way in enumerate(self.market.ways[place]):
            name = self.at[place, number] = self.model.new_bool_var("")
            names.append(name)
            by_slot[way.slot].append(name)
            self._spots[way.venue, way.slot].append(name)
            for person in way.people:
                self._of[person][way.venue, way.slot].append(name)
        self._in_slot.append(by_slot)
        if self.market.required(meeting):
            self.model.add_exactly_one(names)
        else:
            self.placed[place] = self.model.new_bool_var("")
            self.model.add(sum(names) == self.placed[place])

    def _orders(self) -> None:
        for place, meeting in enumerate(self.market.meetings):
            for other in self.market.before(meeting):
                first = self.market.place_of[other]
                earlier: list[Any] = []
                for slot in range(len(self.market.slots)):
                    self.model.add(sum(earlier) >= sum(self._in_slot[place].get(slot, [])))
                    earlier.extend(self._in_slot[first].get(slot, []))

    def _tables(self) -> None:
        for (venue, slot), names in self._spots.items():
            tables = self.market.venues[venue].tables[slot]
            if len(names) > tables:
                self.model.add(sum(names) <= tables)

    def _participant(self, person: str, places: tuple[int, ...]) -> list[Any]:
        busy = []
        spots = self._of[person]
        for slot in range(len(self.market.slots)):
            names = [
                name for venue in range(len(self.market.venues)) for name in spots[venue, slot]
            ]
            one = self.model.new_bool_var("")
            self.model.add(sum(names) == one)
            busy.append(one)
        for spot, others in self.market.near.items():
            for other in others:
                if spot < other and spots[spot] and spots[other]:
                    self.model.add(sum(spots[spot]) + sum(spots[other]) <= 1)
        rows = self.market.rows(person) if len(places) > 1 else ()
        found = [back for row in rows for back in self._gaps([busy[slot] for slot in row])]
        self.back.extend(found)
        return found

    def _gaps(self, busy: list[Any]) -> list[Any]:
        begun = [self.model.new_bool_var("") for _ in busy]
        for slot, name in enumerate(busy):
            before = [begun[slot - 1]] if slot else []
            self.model.add_max_equality(begun[slot], [name, *before])
        found = []
        for slot in range(2, len(busy)):
            back = self.model.new_bool_var("")
            facts = [busy[slot], busy[slot - 1].negated(), begun[slot - 1]]
            self.model.add_bool_and(facts).only_enforce_if(back)
            self.model.add_bool_or([back, *(fact.negated() for fact in facts)])
            found.append(back)
        return found

    def _fairness(self, counts: list[list[Any]]) -> None:
        differ = self.market.fairness or 0
        least = self.model.new_int_var(0, len(self.market.slots), "")
        for names in counts:
            self.model.add(sum(names) >= least)
            self.model.add(sum(names) <= least + differ)

    def _hint(self, plan: Plan) -> None:
        self.model.clear_hints()  # type: ignore[no-untyped-call]
        for (place, number), name in self.at.items():
            meeting = self.market.meetings[place].id
            self.model.add_hint(name, plan.get(meeting) == self.market.ways[place][number])


class _Teller(cp_model.CpSolverSolutionCallback):
    """Tells every better timetable, with the bound proven by then."""

    def __init__(self, model: Model, told: Callable[[Plan, int, int], bool]) -> None:
        super().__init__()
        self._model = model
        self._told = told

    def on_solution_callback(self) -> None:
        plan = self._model.read(self.boolean_value)
        if self._told(plan, round(self.objective_value), round(self.best_objective_bound)):
            self.stop_search()
