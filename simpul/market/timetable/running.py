"""One call of `solve`: the clock, the best so far, what is proven, who is told."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field

from simpul.market.timetable.answer import Answer, Progress, Rank, Told
from simpul.market.timetable.checking import Checked, check
from simpul.market.timetable.model import Found, Model
from simpul.market.timetable.problem import Market, Plan

TICK = 0.2
"""Seconds between two reports while nothing happens: stopping never takes longer."""


@dataclass
class Run:
    """Shared by the threads of one call; `offer`, `raised` and `tell` may be called from any."""

    market: Market
    seconds: float
    workers: int
    told: Told | None = None
    begun: float = field(default_factory=time.monotonic)
    best: Plan | None = None
    rank: Rank | None = None
    bound: int = 0
    lost_bound: int = 0
    moved_bound: int = 0
    stopped: bool = False
    _lock: threading.RLock = field(default_factory=threading.RLock)

    def __post_init__(self) -> None:
        self.all_worth = sum(one.weight or 0 for one in self.market.meetings)

    @property
    def passed(self) -> float:
        return time.monotonic() - self.begun

    @property
    def left(self) -> float:
        return 0.0 if self.stopped else max(0.0, self.seconds - self.passed)

    @property
    def done(self) -> bool:
        """Stopped, out of time, or nothing better exists."""
        return not self.left or self.met(2)

    def met(self, aim: int) -> bool:
        """The best so far is as good as proven possible, by the aims up to this one."""
        bounds = (self.lost_bound, self.moved_bound, self.bound)
        return self.rank is not None and self.rank[: aim + 1] <= bounds[: aim + 1]

    def offer(self, plan: Plan, rank: Rank | None = None) -> None:
        """Keep a timetable if it is the best so far."""
        found = rank or self._rank(plan)
        with self._lock:
            if self.rank is not None and found >= self.rank:
                return
            self.best, self.rank = plan, found
        self.tell()

    def _seen(self, plan: Plan) -> Checked:
        return check(
            self.market,
            {meeting: way.slot for meeting, way in plan.items()},
            {meeting: way.venue for meeting, way in plan.items()},
            {meeting: way.people for meeting, way in plan.items()},
        )

    def _rank(self, plan: Plan) -> Rank:
        seen = self._seen(plan)
        return self.all_worth - seen.weight, len(seen.moved), seen.cost

    def raised(self, bound: int) -> None:
        """At least so many idle gaps are needed."""
        with self._lock:
            self.bound = max(self.bound, bound)

    def tell(self) -> None:
        if self.told is None:
            return
        with self._lock:
            lost, _moved, cost = self.rank or (self.all_worth, 0, None)
            progress = Progress(
                cost=cost,
                bound=self.bound,
                worth=self.all_worth - lost,
                worth_bound=self.all_worth - self.lost_bound,
                seconds=self.passed,
            )
            self.stopped = self.told(progress) or self.stopped

    def search(
        self,
        model: Model,
        seconds: float,
        *,
        workers: int | None = None,
        hint: Plan | None = None,
        aim: int = 2,
    ) -> Found:
        """Run a model for at most so long; every timetable it finds is offered.

        `aim`: what the model seeks, a place in a Rank; the search ends where its bound is met.
        """
        over = threading.Event()
        watcher = threading.Thread(target=self._watch, args=(model, over), daemon=True)

        def found(plan: Plan, value: int, bound: int) -> bool:
            if aim == 2:
                self.raised(abs(bound))  # gaps, or less than none of them is sought
            self.offer(plan)
            return self.done or self.met(aim)

        watcher.start()
        try:
            return model.run(
                seconds=min(seconds, self.left),
                workers=workers or self.workers,
                hint=hint,
                told=found,
            )
        finally:
            over.set()
            watcher.join()

    def _watch(self, model: Model, over: threading.Event) -> None:
        # Again and again: a solver that has not begun yet does not hear that it is to stop.
        while not over.wait(TICK):
            self.tell()
            if self.done:
                model.stop()

    def answer(self) -> Answer:
        """The best so far with what is proven about it. It is checked once more."""
        if self.best is None:
            worth_bound = self.all_worth - self.lost_bound
            return Answer("unknown", bound=self.bound, worth_bound=worth_bound)
        seen = self._seen(self.best)
        if seen.faults:
            raise AssertionError(f"a timetable that breaks its own rules: {seen.faults[:3]}")
        worth_bound = self.all_worth - self.lost_bound
        proven = (seen.cost, len(seen.moved), seen.weight) == (
            self.bound,
            self.moved_bound,
            worth_bound,
        )
        return Answer(
            "optimal" if proven else "feasible",
            {meeting: way.slot for meeting, way in self.best.items()},
            cost=seen.cost,
            bound=self.bound,
            worth=seen.weight,
            worth_bound=worth_bound,
            moved=seen.moved,
            moved_bound=self.moved_bound,
            left_out=seen.left_out,
            venue_of={meeting: way.venue for meeting, way in self.best.items()},
            people_of={meeting: way.people for meeting, way in self.best.items()},
        )
