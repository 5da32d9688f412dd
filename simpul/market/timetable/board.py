"""A timetable made to be changed: who is where, what is free, what it costs.

Sets of slots are numbers whose bits are slots, so that the idle gaps of somebody cost three
operations to count.
"""

from __future__ import annotations

import random

from simpul.market.timetable.answer import Rank
from simpul.market.timetable.problem import Market, Plan, Way

REQUIRED = 2_000.0
DEAREST = 50.0
"""What the heaviest of the wishes costs while it is left out."""
UNFAIR = 60.0
"""More than any wish: a gap too many is not bought by a meeting more."""
MOVED = 4.0
NOWHERE = -1

Kind = tuple[tuple[int, ...], int, int]
"""Who goes (numbers), in which venue, and in which slots (bits) that may be."""
Spot = tuple[int, int]
"""Number of the kind of a meeting, and slot."""


class Board:
    """One market and a timetable that is being changed."""

    def __init__(self, market: Market, seed: int = 1) -> None:
        self.market = market
        self.random = random.Random(seed)  # noqa: S311 - nothing secret
        meetings = market.meetings
        number = {one.id: place for place, one in enumerate(market.participants)}
        self.kinds: list[list[Kind]] = []
        self.groups: list[list[tuple[int, tuple[str, ...]]]] = []
        self.spots: list[list[Spot]] = []
        for ways in market.ways:
            # Where no table stands nobody can be put.
            self._kinds([w for w in ways if market.venues[w.venue].tables[w.slot]], number)
        heaviest = max((one.weight or 0 for one in meetings), default=0) or 1
        scale = DEAREST / heaviest
        self.price = [
            REQUIRED if market.required(one) else max(2.0, (one.weight or 0) * scale)
            for one in meetings
        ]
        self.first = [tuple(market.place_of[o] for o in market.before(one)) for one in meetings]
        self.later: list[list[int]] = [[] for _ in meetings]
        for place, before in enumerate(self.first):
            for one in before:
                self.later[one].append(place)
        self.told = [self._told(place) for place in range(len(meetings))]
        self.most_gaps = len(market.slots) if market.fairness is None else market.fairness
        self.near = market.near
        self._nothing_placed()

    def _kinds(self, ways: list[Way], number: dict[str, int]) -> None:
        """The ways of one meeting, together where they differ in the slot only."""
        bits: dict[tuple[int, tuple[str, ...]], int] = {}
        for way in ways:
            who = (way.venue, way.people)
            bits[who] = bits.get(who, 0) | 1 << way.slot
        groups = list(bits)
        place = {who: k for k, who in enumerate(groups)}
        self.groups.append(groups)
        self.kinds.append(
            [
                (tuple(number[one] for one in people), venue, slots)
                for (venue, people), slots in bits.items()
            ]
        )
        self.spots.append([(place[way.venue, way.people], way.slot) for way in ways])

    def _told(self, meeting: int) -> frozenset[Spot]:
        """Where a meeting is as people were told."""
        one = self.market.meetings[meeting]
        if one.id not in self.market.former.schedule:
            return frozenset()
        return frozenset(
            (kind, slot)
            for kind, slot in self.spots[meeting]
            if self.market.as_told(one, Way(slot, *self.groups[meeting][kind]))
        )

    def _nothing_placed(self) -> None:
        market = self.market
        people, slots, venues = len(market.participants), len(market.slots), len(market.venues)
        self.cell, self.days = [], []
        for one in market.participants:
            cells, days = _cells(market.rows(one.id), slots)
            self.cell.append(cells)
            self.days.append(days)
        self.where: list[Spot | None] = [None] * len(market.meetings)
        self.blocked = [[0] * venues for _ in range(people)]
        self.row = [0] * people
        self.pain = [0.0] * people
        self.with_ = [[NOWHERE] * slots for _ in range(people)]
        self.at: list[list[list[int]]] = [[[] for _ in range(slots)] for _ in range(venues)]
        self.room = [
            sum(1 << slot for slot, count in enumerate(one.tables) if count)
            for one in market.venues
        ]
        self.tables = [one.tables for one in market.venues]
        self.energy = sum(self.price) + MOVED * sum(map(bool, self.told))
        self.out = set(range(len(market.meetings)))

    # one change

    def put(self, meeting: int, spot: Spot) -> None:
        """Where nobody and no table stands in the way."""
        kind, slot = spot
        people, venue, _ = self.kinds[meeting][kind]
        bit = 1 << slot
        self.energy -= self.price[meeting]
        for person in people:
            blocked = self.blocked[person]
            for one in range(len(blocked)):
                blocked[one] |= bit
            if self.near:
                for other, at in self.near.get((venue, slot), ()):
                    blocked[other] |= 1 << at
            self.row[person] |= self.cell[person][slot]
            self.with_[person][slot] = meeting
            self._weigh(person)
        here = self.at[venue][slot]
        here.append(meeting)
        if len(here) >= self.tables[venue][slot]:
            self.room[venue] &= ~bit
        if spot in self.told[meeting]:
            self.energy -= MOVED
        self.where[meeting] = spot
        self.out.discard(meeting)

    def take(self, meeting: int, spot: Spot) -> None:
        kind, slot = spot
        people, venue, _ = self.kinds[meeting][kind]
        bit = 1 << slot
        self.energy += self.price[meeting]
        for person in people:
            self.with_[person][slot] = NOWHERE
            if self.near:
                self.blocked[person] = self._blocked(person)
            else:
                blocked = self.blocked[person]
                for one in range(len(blocked)):
                    blocked[one] &= ~bit
            self.row[person] &= ~self.cell[person][slot]
            self._weigh(person)
        self.at[venue][slot].remove(meeting)
        self.room[venue] |= bit
        if spot in self.told[meeting]:
            self.energy += MOVED
        self.where[meeting] = None
        self.out.add(meeting)

    def _blocked(self, person: int) -> list[int]:
        found = [0] * len(self.room)
        for slot, meeting in enumerate(self.with_[person]):
            if meeting == NOWHERE:
                continue
            for venue in range(len(found)):
                found[venue] |= 1 << slot
            for venue, at in self.near.get((self._venue(meeting), slot), ()):
                found[venue] |= 1 << at
        return found

    def _venue(self, meeting: int) -> int:
        spot = self.where[meeting]
        return NOWHERE if spot is None else self.kinds[meeting][spot[0]][1]

    def gaps(self, person: int, row: int) -> int:
        """Idle gaps of somebody who meets in these slots of their own row."""
        if not row:
            return 0
        runs = (row & ~(row << 1)).bit_count()
        days = self.days[person]
        return runs - (1 if len(days) == 1 else sum(1 for day in days if row & day))

    def _weigh(self, person: int) -> None:
        """Idle gaps of one participant, dear where they are more than all others may have."""
        pain = self._pain(self.gaps(person, self.row[person]))
        self.energy += pain - self.pain[person]
        self.pain[person] = pain

    def _pain(self, gaps: int) -> float:
        over = gaps - self.most_gaps
        return gaps + UNFAIR * over if over > 0 else float(gaps)

    def in_the_way(self, meeting: int, spot: Spot) -> list[int]:
        kind, slot = spot
        people, venue, _ = self.kinds[meeting][kind]
        found: list[int] = []
        for person in people:
            own = self.with_[person]
            if own[slot] != NOWHERE and own[slot] not in found:
                found.append(own[slot])
            if self.near:
                for other, at in self.near.get((venue, slot), ()):
                    one = own[at]
                    if one != NOWHERE and one not in found and self._venue(one) == other:
                        found.append(one)
        if not self.room[venue] >> slot & 1:
            here = self.at[venue][slot]
            if not any(one in here for one in found):
                found.append(self.random.choice(here))
        return found

    def free(self, meeting: int) -> list[Spot]:
        """Where a meeting could be with nothing thrown out; a few of them, if there are many."""
        found: list[Spot] = []
        for number, (people, venue, free) in enumerate(self.kinds[meeting]):
            free &= self.room[venue]
            for person in people:
                free &= ~self.blocked[person][venue]
            while free:
                lowest = free & -free
                found.append((number, lowest.bit_length() - 1))
                free ^= lowest
        return found

    def fits(self, meeting: int, spot: Spot) -> bool:
        kind, slot = spot
        people, venue, may = self.kinds[meeting][kind]
        free = may & self.room[venue]
        for person in people:
            free &= ~self.blocked[person][venue]
        return bool(free >> slot & 1)

    def orders_hold(self, meeting: int) -> bool:
        spot = self.where[meeting]
        if spot is None:
            return all(self.where[one] is None for one in self.later[meeting])
        return all(
            (other := self.where[one]) is not None and other[1] < spot[1]
            for one in self.first[meeting]
        ) and all(
            (other := self.where[one]) is None or other[1] > spot[1] for one in self.later[meeting]
        )

    def pain_at(self, meeting: int, spot: Spot) -> float:
        """Gaps in place of those there are, were the meeting in a spot that is free."""
        kind, slot = spot
        pain = 0.0
        for person in self.kinds[meeting][kind][0]:
            row = self.row[person] | self.cell[person][slot]
            pain += self._pain(self.gaps(person, row)) - self.pain[person]
        return pain - (MOVED if spot in self.told[meeting] else 0.0)

    # the whole

    def rank(self) -> Rank | None:
        """None while something that must take place does not, or somebody has too many gaps."""
        meetings = self.market.meetings
        if any(self.market.required(meetings[m]) for m in self.out):
            return None
        gaps = [self.gaps(person, row) for person, row in enumerate(self.row)]
        fair = self.market.fairness
        if fair is not None and gaps and max(gaps) - min(gaps) > fair:
            return None
        lost = sum(meetings[m].weight or 0 for m in self.out)
        pairs = zip(meetings, self.told, self.where, strict=True)
        former = self.market.former.schedule
        moved = sum(one.id in former and spot not in told for one, told, spot in pairs)
        return lost, moved, sum(gaps)

    def plan(self) -> Plan:
        found = {}
        for place, spot in enumerate(self.where):
            if spot is not None:
                venue, people = self.groups[place][spot[0]]
                found[self.market.meetings[place].id] = Way(spot[1], venue, people)
        return found


def _cells(rows: tuple[tuple[int, ...], ...], slots: int) -> tuple[list[int], list[int]]:
    """For each slot its bit in somebody's row of slots, and for each day the bits of it.

    Between two days lies a bit that is never set; the slots of sessions have none.
    """
    cells, days, place = [0] * slots, [], 0
    for row in rows:
        day = 0
        for slot in row:
            cells[slot] = 1 << place
            day |= cells[slot]
            place += 1
        place += 1
        days.append(day)
    return cells, days
