"""A market as a constraint model for OR-Tools CP-SAT.

It finds good timetables soon, handles what may be left out, and moves as little as possible of a
former timetable; `clauses.py` proves the least number of gaps faster when all must take place.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ortools.sat.python import cp_model

from simpul.market.timetable.answer import Schedule
from simpul.market.timetable.problem import Market, Meeting


@dataclass(frozen=True, slots=True)
class Found:
    """What one run gave: the best timetable (None: none), its value, the proven bound."""

    schedule: Schedule | None
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
    placed: dict[int, Any] = field(default_factory=dict)
    back: list[Any] = field(default_factory=list)
    _solver: cp_model.CpSolver = field(default_factory=cp_model.CpSolver)

    def __post_init__(self) -> None:
        for place, meeting in enumerate(self.market.meetings):
            self._meeting(place, meeting)
        self._orders()
        self._tables()
        counts = [
            self._participant(places) for places in self.market.meetings_of.values() if places
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
        """How many meetings stay where people were told."""
        former = self.market.former.schedule
        return sum(
            self.at[place, former[meeting.id]]
            for place, meeting in enumerate(self.market.meetings)
            if meeting.id in former and (place, former[meeting.id]) in self.at
        )

    def run(
        self,
        *,
        seconds: float,
        workers: int,
        hint: Mapping[str, int] | None = None,
        told: Callable[[Schedule, int, int], bool] | None = None,
    ) -> Found:
        """Solve for at most so long; `told(schedule, value, bound)` may answer True to stop."""
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
            schedule=self.read(solver.boolean_value),
            value=round(solver.objective_value),
            bound=round(solver.best_objective_bound),
            proven=status == cp_model.OPTIMAL,
        )

    def stop(self) -> None:
        """From another thread: keep what is found so far."""
        self._solver.stop_search()

    def read(self, value: Callable[[Any], bool]) -> Schedule:
        meetings = self.market.meetings
        return {meetings[m].id: slot for (m, slot), name in self.at.items() if value(name)}

    # what is written

    def _meeting(self, place: int, meeting: Meeting) -> None:
        names = []
        for slot in self.market.allowed(meeting):
            self.at[place, slot] = self.model.new_bool_var("")
            names.append(self.at[place, slot])
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
                    if (place, slot) in self.at:
                        self.model.add(sum(earlier) >= self.at[place, slot])
                    if (first, slot) in self.at:
                        earlier.append(self.at[first, slot])

    def _tables(self) -> None:
        for slot, one in enumerate(self.market.slots):
            names = [name for (_, where), name in self.at.items() if where == slot]
            if len(names) > one.tables:
                self.model.add(sum(names) <= one.tables)

    def _participant(self, places: tuple[int, ...]) -> list[Any]:
        busy = []
        for slot in range(len(self.market.slots)):
            names = [self.at[m, slot] for m in places if (m, slot) in self.at]
            one = self.model.new_bool_var("")
            self.model.add(sum(names) == one)
            busy.append(one)
        found = self._gaps(busy) if len(places) > 1 else []
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

    def _hint(self, schedule: Mapping[str, int]) -> None:
        self.model.clear_hints()  # type: ignore[no-untyped-call]
        for (place, slot), name in self.at.items():
            meeting = self.market.meetings[place].id
            self.model.add_hint(name, schedule.get(meeting) == slot)


class _Teller(cp_model.CpSolverSolutionCallback):
    """Tells every better timetable, with the bound proven by then."""

    def __init__(self, model: Model, told: Callable[[Schedule, int, int], bool]) -> None:
        super().__init__()
        self._model = model
        self._told = told

    def on_solution_callback(self) -> None:
        schedule = self._model.read(self.boolean_value)
        if self._told(schedule, round(self.objective_value), round(self.best_objective_bound)):
            self.stop_search()
