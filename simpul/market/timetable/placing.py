"""Good timetables soon, of markets too large for a whole search: place, throw out, place again.

Simulated annealing over single meetings: one is put into a slot it may have, whatever stands in the
way is thrown out and put elsewhere if it can be, and the change stays if it is better or, ever more
rarely, a little worse. It proves nothing; bounds come from `choosing.py`.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable

from simpul.market.timetable.answer import Rank
from simpul.market.timetable.board import NOWHERE, REQUIRED, Board, Spot
from simpul.market.timetable.problem import Market, Plan

WARM, LUKEWARM, COLD = 6.0, 2.0, 0.2
LOOK_AFTER = 200
"""So many changes are tried between two looks at the clock."""
HARVEST_EVERY = 1.0
"""Seconds between two timetables that are made fair by leaving something out."""


class Placing(Board):
    """The changes that are tried."""

    def _settle(self, meeting: int, wished: int) -> None:
        """Somewhere free if there is such a place: in slot `wished`, else where it hurts least."""
        free = self.free(meeting)
        if not free:
            return
        if self.random.random() < 0.5:
            for spot in free:
                if spot[1] == wished:
                    self.put(meeting, spot)
                    return
        if len(free) > 6:
            free = self.random.sample(free, 6)
        best, chosen = math.inf, free[0]
        for spot in free:
            pain = self.pain_at(meeting, spot)
            if pain < best:
                best, chosen = pain, spot
        self.put(meeting, chosen)

    # many changes

    def begin(self, start: Plan | None = None) -> None:
        """Those of a start, or else those that are told, stay; then the dear ones, the others."""
        order = sorted(
            range(len(self.where)),
            key=lambda m: (not self.told[m], -self.price[m], len(self.spots[m])),
        )
        for meeting in order:
            wished = self._wished(meeting, start)
            if wished is not None and self.fits(meeting, wished):
                self.put(meeting, wished)
        while any(self._keep_orders(meeting) for meeting in order):
            pass  # whatever came after what was taken out goes too
        for _round in range(1 + max((len(one) for one in self.first), default=0)):
            for meeting in order:
                if meeting in self.out:
                    self._settle(meeting, 0)
                    self._keep_orders(meeting)

    def _wished(self, meeting: int, start: Plan | None) -> Spot | None:
        if start is None:
            return min(self.told[meeting], default=None)
        way = start.get(self.market.meetings[meeting].id)
        if way is None:
            return None
        return self.groups[meeting].index((way.venue, way.people)), way.slot

    def _keep_orders(self, meeting: int) -> bool:
        """Take out what stands before or without what must come first. True: it was taken."""
        spot = self.where[meeting]
        if spot is None or self.orders_hold(meeting):
            return False
        self.take(meeting, spot)
        return True

    def change(self, heat: float) -> None:
        """Try one change; take it back if it is too bad for the heat."""
        meeting = self._some_meeting()
        spots = self.spots[meeting]
        if not spots:
            return
        old, new = self.where[meeting], self.random.choice(spots)
        if new == old:
            return
        before = self.energy
        undo: list[tuple[int, Spot]] = []
        if old is not None:
            undo.append((meeting, old))
            self.take(meeting, old)
        thrown = self.in_the_way(meeting, new)
        for one in thrown:
            spot = self.where[one]
            if spot is not None:
                undo.append((one, spot))
                self.take(one, spot)
        self.put(meeting, new)
        for one in thrown:
            self._settle(one, old[1] if old else 0)
        worse = self.energy - before
        bad = worse > 0 and self.random.random() >= math.exp(-worse / heat)
        if bad or not all(map(self.orders_hold, (meeting, *thrown))):
            self._back(undo, (meeting, *thrown))

    def _back(self, undo: list[tuple[int, Spot]], changed: tuple[int, ...]) -> None:
        for one in changed:
            spot = self.where[one]
            if spot is not None:
                self.take(one, spot)
        for one, spot in undo:
            self.put(one, spot)

    def _some_meeting(self) -> int:
        if self.out and self.random.random() < 0.3:
            return self.random.choice(tuple(self.out))
        return self.random.randrange(len(self.where))

    # the whole

    def harvest(self) -> tuple[Plan, Rank] | None:
        """What obeys all rules if a few are left out; nothing is changed by it."""
        undo: list[tuple[int, Spot]] = []
        for person in range(len(self.row)):
            while self.gaps(person, self.row[person]) > self.most_gaps:
                run = self._cheapest_run(person)
                if not run:
                    break
                for meeting, spot in run:
                    self.take(meeting, spot)
                undo.extend(run)
        rank = self.rank()
        found = None if rank is None else (self.plan(), rank)
        self._back(undo, ())
        return found

    def _cheapest_run(self, person: int) -> list[tuple[int, Spot]]:
        """Meetings without an idle slot between them, of least worth, that may be left out."""
        best, chosen = REQUIRED, list[tuple[int, Spot]]()
        for row in self.market.rows(self.market.participants[person].id):
            run: list[tuple[int, Spot]] = []
            for slot in (*row, None):
                meeting = NOWHERE if slot is None else self.with_[person][slot]
                spot = None if meeting == NOWHERE else self.where[meeting]
                if spot is not None:
                    run.append((meeting, spot))
                    continue
                price = sum(self.price[one] for one, _ in run)
                bound = any(self.where[o] is not None for one, _ in run for o in self.later[one])
                if run and price < best and not bound:
                    best, chosen = price, run
                run = []
        return chosen


def place(
    market: Market,
    *,
    seconds: float,
    better: Callable[[Plan | None, Rank | None], bool],
    start: Plan | None = None,
    seed: int = 1,
) -> None:
    """Place for so many seconds. `better` hears the best so far (None: nothing that obeys all
    rules) again and again, and may answer True: enough."""
    if not market.meetings:
        return
    begun = time.monotonic()
    placing = Placing(market, seed)
    placing.begin(start)
    heat = WARM if start is None else LUKEWARM
    best: Plan | None = None
    rank: Rank | None = None
    harvested = -HARVEST_EVERY
    while True:
        passed = time.monotonic() - begun
        part = passed / seconds if seconds > 0 else 1.0
        new = placing.rank()
        if new is not None and (rank is None or new < rank):
            best, rank = placing.plan(), new
        elif new is None and (passed - harvested > HARVEST_EVERY or part >= 1.0):
            harvested = passed
            found = placing.harvest()
            if found is not None and (rank is None or found[1] < rank):
                best, rank = found
        if better(best, rank) or part >= 1.0:
            return
        for _ in range(LOOK_AFTER):
            placing.change(heat * (COLD / heat) ** part)
