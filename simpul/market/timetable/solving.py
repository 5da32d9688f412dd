"""The best timetable of a market, with its proof, or as good as time allows.

Three aims, each kept while the next is sought: the greatest worth of what may be left out, the
fewest meetings moved from a former timetable, the fewest idle gaps. Where all must take place and
nothing is to be kept, a proof by clauses runs beside the search in a process of its own; the two
meet when what is found costs what is proven.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from simpul.market.timetable.checking import check
from simpul.market.timetable.model import Found, Model, Schedule
from simpul.market.timetable.problem import Market
from simpul.market.timetable.writing import market_data

Status = Literal["optimal", "feasible", "impossible", "unknown"]
SMALLER_CONFLICT_SECONDS = 10.0
"""How long, within the given time, a smaller conflict is looked for when one is known."""


@dataclass(frozen=True, slots=True)
class Wish:
    """A wish that takes part in a conflict."""

    kind: str
    about: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found.

    `optimal`: nothing better exists, proven; `feasible`: a timetable, `bound` says how much better
    one could be at most; `impossible`: none exists, `conflict` says which wishes cannot all be
    granted (`smallest`: no smaller conflict exists); `unknown`: time ran out before either.
    `cost`: idle gaps; `worth`: weight of what takes place; `moved`: meetings that are elsewhere.
    """

    status: Status
    schedule: Schedule | None = None
    cost: int | None = None
    bound: int = 0
    worth: int = 0
    worth_bound: int = 0
    moved: tuple[str, ...] = ()
    moved_bound: int = 0
    left_out: tuple[str, ...] = ()
    conflict: tuple[Wish, ...] = ()
    smallest: bool = False
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Progress:
    """The best so far: idle gaps, and what is proven to be needed."""

    cost: int | None
    bound: int
    seconds: float


Told = Callable[[Progress], bool]
"""Called with the progress; True stops and keeps the best so far."""


def solve(
    market: Market, *, seconds: float = 60.0, workers: int = 2, told: Told | None = None
) -> Answer:
    """Solve for at most `seconds` on `workers` processors."""
    begun = time.monotonic()
    whole = all(meeting.weight is None for meeting in market.meetings)
    keeps = bool(market.former.schedule)
    run = _Run(market, begun + seconds, workers, told, begun)
    answer = run.proven() if whole and not keeps else run.staged(keeps)
    return replace(answer, seconds=time.monotonic() - begun)


@dataclass
class _Run:
    """One call of `solve`: the clock and who is told."""

    market: Market
    until: float
    workers: int
    told: Told | None
    begun: float
    stopped: bool = False
    best: Schedule | None = None
    cost: int | None = None
    bound: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def left(self) -> float:
        return max(0.0, self.until - time.monotonic())

    # all must take place, nothing to keep

    def proven(self) -> Answer:
        """Search and proof side by side."""
        proof = _Proof(self.market, self._raised)
        model = Model(self.market)
        model.model.minimize(sum(model.back))
        search = threading.Thread(target=self._search, args=(model,), daemon=True)
        search.start()
        try:
            while self.left and not self._done() and proof.running:
                proof.wait(min(0.05, self.left))
            if proof.conflict and not proof.smallest:
                proof.wait(min(SMALLER_CONFLICT_SECONDS, self.left))
        finally:
            proof.stop()
            self.stopped = True
            model.stop()
            search.join()
        return self._answer(proof)

    def _done(self) -> bool:
        return self.stopped or (self.cost is not None and self.cost <= self.bound)

    def _raised(self, bound: int) -> None:
        with self.lock:
            self.bound = max(self.bound, bound)
        self._tell()

    def _search(self, model: Model) -> None:
        """One processor looks for good timetables; the proof has the other."""

        def found(schedule: Schedule, value: int, bound: int) -> bool:
            self._better(schedule, value)
            return self._done()

        if self.workers > 1:
            model.run(seconds=self.left, workers=self.workers - 1, told=found)

    def _better(self, schedule: Schedule, cost: int) -> None:
        with self.lock:
            if self.cost is None or cost < self.cost:
                self.best, self.cost = schedule, cost
        self._tell()

    def _tell(self) -> None:
        if self.told is not None:
            progress = Progress(self.cost, self.bound, time.monotonic() - self.begun)
            self.stopped = self.told(progress) or self.stopped

    def _answer(self, proof: _Proof) -> Answer:
        if proof.conflict:
            return Answer("impossible", conflict=proof.conflict, smallest=proof.smallest)
        if proof.schedule is not None:
            self.best, self.cost, self.bound = proof.schedule, proof.optimum, proof.optimum or 0
        if self.best is None:
            return Answer("unknown", bound=self.bound)
        return self._finished(self.best, self.bound)

    def _finished(self, schedule: Schedule, bound: int, **more: Any) -> Answer:
        seen = check(self.market, schedule)
        if seen.faults:
            raise AssertionError(f"a timetable that breaks its own rules: {seen.faults[:3]}")
        answer = Answer(
            "feasible",
            schedule,
            cost=seen.cost,
            bound=bound,
            worth=seen.weight,
            worth_bound=seen.weight,
            moved=seen.moved,
            moved_bound=len(seen.moved),
            left_out=seen.left_out,
        )
        answer = replace(answer, **more)
        best = answer.cost == answer.bound and answer.worth == answer.worth_bound
        whole = best and len(answer.moved) == answer.moved_bound
        return replace(answer, status="optimal") if whole else answer

    # something may be left out, or something is to be kept

    def staged(self, keeps: bool) -> Answer:
        """Worth, then what stays, then gaps; each aim gets half of the time that is left."""
        chosen, first, worth_bound = self._worth()
        if first is None or first.schedule is None:
            return self._none(first)
        schedule, moved_bound = first.schedule, 0
        if keeps:
            model = Model(self.market, chosen)
            model.model.maximize(model.stays())
            kept = model.run(seconds=self.left / 2, workers=self.workers, hint=schedule)
            if kept.schedule is not None:
                schedule = kept.schedule
                known = len([m for m in self.market.former.schedule if m in schedule])
                moved_bound = known - kept.bound
        return self._fewest_gaps(chosen, schedule, keeps, moved_bound, worth_bound)

    def _worth(self) -> tuple[frozenset[str], Found | None, int]:
        """What takes place: its meetings, a timetable of them, the proven greatest worth."""
        optional = [one for one in self.market.meetings if one.weight is not None]
        if not optional:
            model = Model(self.market)
            return frozenset(), model.run(seconds=self.left / 2, workers=self.workers), 0
        without_gaps = Model(self.market, with_gaps=False)
        without_gaps.model.maximize(without_gaps.worth())
        rough = without_gaps.run(seconds=self.left / 3, workers=self.workers)
        if rough.schedule is None:
            return frozenset(), rough, 0
        chosen = frozenset(rough.schedule)
        found = Model(self.market, chosen).run(seconds=self.left / 2, workers=self.workers)
        if found.schedule is None:
            # What fits by itself is not fair, or was not found so in time.
            model = Model(self.market)
            model.model.maximize(model.worth())
            found = model.run(seconds=self.left / 2, workers=self.workers)
            chosen = frozenset(found.schedule or {})
        return chosen, found, rough.bound

    def _fewest_gaps(
        self,
        chosen: frozenset[str],
        schedule: Schedule,
        keeps: bool,
        moved_bound: int,
        worth_bound: int,
    ) -> Answer:
        model = Model(self.market, chosen)
        if keeps:
            stay = sum(
                schedule.get(meeting) == slot
                for meeting, slot in self.market.former.schedule.items()
            )
            model.model.add(model.stays() >= stay)
        model.model.minimize(sum(model.back))

        def found(schedule: Schedule, value: int, bound: int) -> bool:
            self.bound = max(self.bound, bound)
            self._better(schedule, value)
            return self.stopped

        last = model.run(seconds=self.left, workers=self.workers, hint=schedule, told=found)
        return self._finished(
            last.schedule or schedule,
            last.bound if last.schedule is not None else 0,
            worth_bound=worth_bound,
            moved_bound=moved_bound if keeps else 0,
        )

    def _none(self, found: Found | None) -> Answer:
        if found is None or not found.impossible:
            return Answer("unknown")
        required = tuple(one for one in self.market.meetings if one.weight is None)
        names = {one.id for one in required}
        kept = tuple(
            replace(one, after=tuple(o for o in one.after if o in names)) for one in required
        )
        proof = _Proof(replace(self.market, meetings=kept), lambda bound: None)
        proof.wait(max(SMALLER_CONFLICT_SECONDS, self.left))
        proof.stop()
        return Answer("impossible", conflict=proof.conflict, smallest=proof.smallest)


class _Proof:
    """The proving process and what it has said."""

    def __init__(self, market: Market, raised: Callable[[int], None]) -> None:
        self.bound = 0
        self.optimum: int | None = None
        self.schedule: Schedule | None = None
        self.conflict: tuple[Wish, ...] = ()
        self.smallest = False
        self._raised = raised
        self._places = {slot.id: place for place, slot in enumerate(market.slots)}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "simpul.market.timetable.proving"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._reader = threading.Thread(target=self._read, args=(market,), daemon=True)
        self._reader.start()

    @property
    def running(self) -> bool:
        """Still at it, and no answer yet."""
        return self._reader.is_alive() and self.schedule is None and not self.conflict

    def wait(self, seconds: float) -> None:
        self._reader.join(seconds)

    def stop(self) -> None:
        self._process.kill()
        self._process.wait()
        self._reader.join()

    def _read(self, market: Market) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        try:
            self._process.stdin.write(json.dumps(market_data(market)))
            self._process.stdin.close()
        except BrokenPipeError:
            return
        for line in self._process.stdout:
            try:
                self._hear(json.loads(line))
            except ValueError:
                return  # stopped in the middle of a line

    def _hear(self, said: Mapping[str, Any]) -> None:
        if "bound" in said:
            self.bound = said["bound"]
            self._raised(self.bound)
        if "optimum" in said:
            self.optimum = said["optimum"]
            self.schedule = {m: self._places[slot] for m, slot in said["schedule"].items()}
        if "conflict" in said:
            self.smallest = said["smallest"]
            self.conflict = tuple(
                Wish(one["kind"], tuple(one["about"])) for one in said["conflict"]
            )
