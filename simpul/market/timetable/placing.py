"""Good timetables soon, of markets too large for a whole search: place, throw out, place again.

Simulated annealing over single meetings: one is put into a slot it may have, whatever stands in the
way is thrown out and put elsewhere if it can be, and the change stays if it is better or, ever more
rarely, a little worse. It proves nothing; bounds come from `choosing.py`. Sets of slots are
numbers whose bits are slots, so that the idle gaps of somebody cost three operations to count.
"""

from __future__ import annotations

import math
import random
import time
from collections.abc import Callable

from simpul.market.timetable.answer import Rank, Schedule
from simpul.market.timetable.problem import Market

REQUIRED = 2_000.0
UNFAIR = 20.0
MOVED = 4.0
WARM, LUKEWARM, COLD = 6.0, 2.0, 0.2
LOOK_AFTER = 200
"""So many changes are tried between two looks at the clock."""
NOWHERE = -1


class Placing:
    """One market and the timetable that is being changed."""

    def __init__(self, market: Market, seed: int = 1) -> None:
        self.market = market
        self.random = random.Random(seed)  # noqa: S311 - nothing secret
        number = {one.id: place for place, one in enumerate(market.participants)}
        meetings = market.meetings
        self.people = [tuple(number[person] for person in one.between) for one in meetings]
        self.slots = [market.allowed(one) for one in meetings]
        self.may = [sum(1 << slot for slot in slots) for slots in self.slots]
        heaviest = max((one.weight or 0 for one in meetings), default=0) or 1
        scale = 50.0 / heaviest
        self.price = [
            REQUIRED if market.required(one) else max(2.0, (one.weight or 0) * scale)
            for one in meetings
        ]
        self.first = [tuple(market.place_of[o] for o in market.before(one)) for one in meetings]
        self.later: list[list[int]] = [[] for _ in meetings]
        for place, before in enumerate(self.first):
            for one in before:
                self.later[one].append(place)
        former = market.former.schedule
        self.told = [former.get(one.id, NOWHERE) for one in meetings]
        self.most_gaps = len(market.slots) if market.fairness is None else market.fairness
        self.where = [NOWHERE] * len(meetings)
        self.busy = [0] * len(number)
        self.pain = [0.0] * len(number)
        self.with_ = [[NOWHERE] * len(market.slots) for _ in number]
        self.at: list[list[int]] = [[] for _ in market.slots]
        self.room = sum(1 << slot for slot, one in enumerate(market.slots) if one.tables)
        self.energy = sum(self.price) + MOVED * sum(told != NOWHERE for told in self.told)
        self.out = set(range(len(meetings)))

    # one change

    def _put(self, meeting: int, slot: int) -> None:
        """Into a slot where nobody and no table stands in the way."""
        bit = 1 << slot
        self.energy -= self.price[meeting]
        for person in self.people[meeting]:
            self.busy[person] |= bit
            self.with_[person][slot] = meeting
            self._weigh(person)
        self.at[slot].append(meeting)
        if len(self.at[slot]) >= self.market.slots[slot].tables:
            self.room &= ~bit
        if self.told[meeting] == slot:
            self.energy -= MOVED
        self.where[meeting] = slot
        self.out.discard(meeting)

    def _take(self, meeting: int) -> None:
        slot = self.where[meeting]
        bit = 1 << slot
        self.energy += self.price[meeting]
        for person in self.people[meeting]:
            self.busy[person] &= ~bit
            self.with_[person][slot] = NOWHERE
            self._weigh(person)
        self.at[slot].remove(meeting)
        self.room |= bit
        if self.told[meeting] == slot:
            self.energy += MOVED
        self.where[meeting] = NOWHERE
        self.out.add(meeting)

    def _weigh(self, person: int) -> None:
        """Idle gaps of one participant, dear where they are more than all others may have."""
        busy = self.busy[person]
        gaps = (busy & ~(busy << 1)).bit_count() - 1 if busy else 0
        pain = gaps + UNFAIR * (gaps - self.most_gaps) if gaps > self.most_gaps else float(gaps)
        self.energy += pain - self.pain[person]
        self.pain[person] = pain

    def _in_the_way(self, meeting: int, slot: int) -> list[int]:
        found = []
        for person in self.people[meeting]:
            other = self.with_[person][slot]
            if other != NOWHERE and other not in found:
                found.append(other)
        if not found and not self.room >> slot & 1:
            found.append(self.random.choice(self.at[slot]))
        return found

    def _free(self, meeting: int) -> int:
        """The slots a meeting could have with nothing thrown out, as bits."""
        free = self.may[meeting] & self.room
        for person in self.people[meeting]:
            free &= ~self.busy[person]
        return free

    def _orders_hold(self, meeting: int) -> bool:
        slot = self.where[meeting]
        if slot == NOWHERE:
            return all(self.where[one] == NOWHERE for one in self.later[meeting])
        return all(NOWHERE < self.where[one] < slot for one in self.first[meeting]) and all(
            self.where[one] == NOWHERE or self.where[one] > slot for one in self.later[meeting]
        )

    def _settle(self, meeting: int, wished: int) -> None:
        """Somewhere free if there is such a slot: `wished`, else where it hurts least."""
        free = self._free(meeting)
        if not free:
            return
        if free >> wished & 1 and self.random.random() < 0.5:
            self._put(meeting, wished)
            return
        best, chosen = math.inf, NOWHERE
        for slot in self._some(free):
            pain = self._pain_at(meeting, slot)
            if pain < best:
                best, chosen = pain, slot
        self._put(meeting, chosen)

    def _some(self, bits: int) -> list[int]:
        slots = []
        while bits:
            lowest = bits & -bits
            slots.append(lowest.bit_length() - 1)
            bits ^= lowest
        return self.random.sample(slots, 6) if len(slots) > 6 else slots

    def _pain_at(self, meeting: int, slot: int) -> float:
        """Gaps in place of those there are, were the meeting in a slot that is free."""
        pain = 0.0
        for person in self.people[meeting]:
            busy = self.busy[person] | 1 << slot
            gaps = (busy & ~(busy << 1)).bit_count() - 1
            over = gaps - self.most_gaps
            pain += gaps - self.pain[person] + (UNFAIR * over if over > 0 else 0.0)
        return pain - (MOVED if self.told[meeting] == slot else 0.0)

    # many changes

    def begin(self, start: Schedule | None = None) -> None:
        """Those of a start, or else those that are told, stay; then the dear ones, the others."""
        wished = self.market.former.schedule if start is None else start
        order = sorted(
            range(len(self.where)),
            key=lambda m: (self.told[m] == NOWHERE, -self.price[m], len(self.slots[m])),
        )
        for meeting in order:
            slot = wished.get(self.market.meetings[meeting].id)
            if slot is not None and self._free(meeting) >> slot & 1:
                self._put(meeting, slot)
        for meeting in order:
            self._keep_orders(meeting)
        for _round in range(1 + max((len(one) for one in self.first), default=0)):
            for meeting in order:
                if meeting in self.out:
                    self._settle(meeting, 0)
                    self._keep_orders(meeting)

    def _keep_orders(self, meeting: int) -> None:
        if self.where[meeting] != NOWHERE and not self._orders_hold(meeting):
            self._take(meeting)

    def change(self, heat: float) -> None:
        """Try one change; take it back if it is too bad for the heat."""
        meeting = self._some_meeting()
        slots = self.slots[meeting]
        if not slots:
            return
        old, slot = self.where[meeting], self.random.choice(slots)
        if slot == old:
            return
        before = self.energy
        undo: list[tuple[int, int]] = []
        if old != NOWHERE:
            undo.append((meeting, old))
            self._take(meeting)
        thrown = self._in_the_way(meeting, slot)
        for one in thrown:
            undo.append((one, slot))
            self._take(one)
        self._put(meeting, slot)
        for one in thrown:
            self._settle(one, max(old, 0))
        worse = self.energy - before
        bad = worse > 0 and self.random.random() >= math.exp(-worse / heat)
        if bad or not all(map(self._orders_hold, (meeting, *thrown))):
            for one in (meeting, *thrown):
                if self.where[one] != NOWHERE:
                    self._take(one)
            for one, back in undo:
                self._put(one, back)

    def _some_meeting(self) -> int:
        if self.out and self.random.random() < 0.3:
            return self.random.choice(tuple(self.out))
        return self.random.randrange(len(self.where))

    # the whole

    def rank(self) -> Rank | None:
        """None while something that must take place does not, or somebody has too many gaps."""
        meetings = self.market.meetings
        if any(self.market.required(meetings[m]) for m in self.out):
            return None
        gaps = [(busy & ~(busy << 1)).bit_count() - 1 if busy else 0 for busy in self.busy]
        fair = self.market.fairness
        if fair is not None and gaps and max(gaps) - min(gaps) > fair:
            return None
        lost = sum(meetings[m].weight or 0 for m in self.out)
        moved = sum(
            told not in (NOWHERE, where) for told, where in zip(self.told, self.where, strict=True)
        )
        return lost, moved, sum(gaps)

    def schedule(self) -> Schedule:
        return {
            meeting.id: where
            for meeting, where in zip(self.market.meetings, self.where, strict=True)
            if where != NOWHERE
        }


def place(
    market: Market,
    *,
    seconds: float,
    better: Callable[[Schedule | None, Rank | None], bool],
    start: Schedule | None = None,
) -> None:
    """Place for so many seconds. `better` hears the best so far (None: nothing that obeys all
    rules) again and again, and may answer True: enough."""
    if not market.meetings:
        return
    begun = time.monotonic()
    placing = Placing(market)
    placing.begin(start)
    heat = WARM if start is None else LUKEWARM
    best: Schedule | None = None
    rank: Rank | None = None
    while True:
        new = placing.rank()
        if new is not None and (rank is None or new < rank):
            best, rank = placing.schedule(), new
        part = (time.monotonic() - begun) / seconds if seconds > 0 else 1.0
        if better(best, rank) or part >= 1.0:
            return
        for _ in range(LOOK_AFTER):
            placing.change(heat * (COLD / heat) ** part)
