"""A market as clauses: what must hold, and what is wished, each wish with a switch of its own.

The variables: a meeting takes place in one way (`at`: slot, venue, who goes), a participant is busy
in a slot (`busy`), has had a meeting by then (`begun`) or has one yet (`yet`), comes back from an
idle gap in it (`back`). The number of idle gaps is the number of times somebody comes back.

Two rules follow from the others and make proofs short (after Bofill, Coll, Garcia, Giráldez-Cru,
Pesant, Suy, Villaret, JAIR 74, 2022): a participant is busy in exactly as many slots as they have
meetings, and a slot seats no more participants than its tables do. More rules, ours, tie the order
of somebody's meetings to where they may begin and must end (`_order_of_day`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from simpul.market.timetable.answer import Wish
from simpul.market.timetable.following import hosts, pinned
from simpul.market.timetable.formula import Formula
from simpul.market.timetable.problem import HALVES, Market, Way

TIGHT = 0.8
"""From this share of the seats of one slot, or of all, in use the seats are counted too."""
CROWD = 2
"""So many people for each seat of a slot are counted because of all; more, if they are expected."""


class Day(NamedTuple):
    """Slots of a day of one participant, and a literal for each.

    `busy` in it, `begun` by then, `yet` at a table then or later; `back[n]` belongs to slot n + 2.
    """

    row: Sequence[int]
    busy: list[int]
    begun: list[int]
    yet: list[int]
    back: list[int]


@dataclass
class Clauses(Formula):
    """The clauses of one market.

    `explained`: every wish holds only while its switch is on, so that a solver can name those that
    conflict. Without it wishes are simply true, and slots they exclude are not even written.
    """

    market: Market
    explained: bool = False
    ways: Sequence[Sequence[Way]] = ()
    switches: dict[Wish, int] = field(default_factory=dict)
    at: dict[tuple[int, int], int] = field(default_factory=dict)
    """(Place of a meeting, number of the way) -> variable."""
    back: dict[str, list[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        market = self.market
        self.ways = market.ways
        if self.explained:
            self.ways = [tuple(market.conceivable(one)) for one in market.meetings]
        self._seats: dict[int, list[int]] = defaultdict(list)
        self._expected: dict[int, int] = defaultdict(int)
        self._in_slot: list[dict[int, int]] = []
        self._early: list[list[int]] = []
        """For each meeting and slot a literal: it takes place in the slot or in one before it."""
        self._spots: dict[tuple[int, int], list[int]] = defaultdict(list)
        self._of: dict[str, dict[tuple[int, int], list[int]]] = defaultdict(
            lambda: defaultdict(list)
        )
        self._meetings()
        self._orders()
        self._tables()
        for person, places in market.meetings_of.items():
            self._participant(person, places)
        if self.explained:
            self._count_wishes()
        self._count_seats()
        if market.fairness is not None:
            self._fairness(market.fairness)

    def plan(self, model: Iterable[int]) -> dict[str, int]:
        """Meeting id -> number of its way, out of the true literals of a solution."""
        true = {literal for literal in model if literal > 0}
        meetings = self.market.meetings
        return {meetings[m].id: way for (m, way), name in self.at.items() if name in true}

    # what is written

    def _switch(self, kind: str, *about: str) -> int:
        wish = Wish(kind, about)
        if wish not in self.switches:
            self.switches[wish] = self._new()
        return self.switches[wish]

    def _meetings(self) -> None:
        for place, meeting in enumerate(self.market.meetings):
            ways = self.ways[place]
            names = [self._new() for _ in ways]
            by_slot: dict[int, list[int]] = defaultdict(list)
            for number, (way, name) in enumerate(zip(ways, names, strict=True)):
                self.at[place, number] = name
                by_slot[way.slot].append(name)
                self._spots[way.venue, way.slot].append(name)
                for person in way.people:
                    self._of[person][way.venue, way.slot].append(name)
                if self.explained:
                    for kind, *about in self.market.against(meeting, way):
                        self._add([-name], self._switch(kind, *about))
            for some in by_slot.values():
                if len(some) > 1:
                    self._count(some, "most", 1)
            in_slot = {slot: self._any(some) for slot, some in by_slot.items()}
            early = self._by([in_slot.get(slot) for slot in range(len(self.market.slots))])
            wish = self._switch("meeting", meeting.id) if self.explained else None
            self._add(names, wish)
            self._add([early[-1]], wish)
            self._in_slot.append(in_slot)
            self._early.append(early)

    def _orders(self) -> None:
        for place, meeting in enumerate(self.market.meetings):
            for other in self.market.before(meeting):
                wish = self._switch("after", meeting.id, other) if self.explained else None
                self._order(self.market.place_of[other], place, wish)

    def _order(self, first: int, then: int, wish: int | None) -> None:
        """`then` only after `first`: where it is, the other was in an earlier slot."""
        for slot, by in enumerate(self._early[then]):
            self._add([-by, *self._early[first][:slot][-1:]], wish)

    def _tables(self) -> None:
        """Counted by the hosts at them, each of whom is at one."""
        rank = hosts(self.market)
        host = {
            name: min(self.ways[place][number].people, key=lambda one: rank.get(one, len(rank)))
            for (place, number), name in self.at.items()
        }
        for (venue, slot), names in self._spots.items():
            tables = self.market.venues[venue].tables[slot]
            if len(names) <= tables:
                continue
            found: dict[str, list[int]] = defaultdict(list)
            for name in names:
                found[host[name]].append(name)
            if len(found) > tables:
                self._count([self._any(some) for some in found.values()], "most", tables)

    def _participant(self, person: str, places: Sequence[int]) -> None:
        """One table at a time; busy, begun, back from a gap."""
        length = len(self.market.slots)
        busy = [self._new() for _ in range(length)]
        spots = self._of[person]
        by_slot: dict[int, list[int]] = defaultdict(list)
        for (_, slot), names in spots.items():
            by_slot[slot].extend(names)
        for slot in range(length):
            names = by_slot[slot]
            self._add([-busy[slot], *names])
            for name in names:
                self._add([-name, busy[slot]])
            if len(names) > 1:
                self._count(names, "most", 1)
            if places:
                self._seats[slot].append(busy[slot])
        certain = bool(places) and person in self.market.certain
        all_on = self._all_wished(places, busy) if certain and self.explained else None
        if certain and not self.explained:
            self._count(busy, "exactly", len(places)) if len(places) <= length else self._add([])
        self._walks(spots)
        self.back[person] = []
        rows = self.market.rows(person) if len(places) > 1 else ()
        for row in rows:
            day = self._day(row, busy)
            self.back[person].extend(day.back)
            if certain:
                self._without_gaps(day, places, all_on)
                self._order_of_day(day, places)
                if all(set(row).issuperset(self._in_slot[place]) for place in places):
                    self._block(day, len(places), all_on)

    def _walks(self, spots: dict[tuple[int, int], list[int]]) -> None:
        """Nobody is where they cannot have come from where they were."""
        near = self.market.near
        here = {spot: self._any(names) for spot, names in spots.items() if spot in near}
        for spot, name in here.items():
            for other in near[spot]:
                if spot < other and other in here:
                    self._add([-name, -here[other]])

    def _day(self, row: Sequence[int], busy: Sequence[int]) -> Day:
        """One day of somebody; they come back where they are busy, were not, and had begun."""
        own = [busy[slot] for slot in row]
        begun = self._until(own)
        yet = self._until(own[::-1])[::-1]
        found = []
        for slot in range(2, len(own)):
            back = self._new()
            facts = (own[slot], -own[slot - 1], begun[slot - 1])
            for fact in facts:
                self._add([-back, fact])
            self._add([back, *(-fact for fact in facts)])
            found.append(back)
        return Day(row, own, begun, yet, found)

    def _all_wished(self, places: Sequence[int], busy: Sequence[int]) -> int:
        """Busy at least as often as meetings are switched on. A literal: all of them are."""
        meetings = self.market.meetings
        wished = self._sums([self._switch("meeting", meetings[place].id) for place in places])
        idle = self._sums([-name for name in busy])
        for count, enough in enumerate(wished, start=1):
            spare = len(busy) - count
            self._add([-enough, -idle[spare]] if spare >= 0 else [-enough])
        return wished[-1]

    def _without_gaps(self, day: Day, places: Sequence[int], all_on: int | None) -> None:
        """Where somebody without a gap must be, and cannot be.

        Who meets so many times is done so many slots later. Who must have been at a table before
        some slot, and must be at one after it, is at one in it.
        """
        row, busy, back = day.row, day.busy, day.back
        many = len(places)
        for first in range(len(row) - many):
            self._add([-busy[first], -busy[first + many], *back[first : first + many - 1]])
        for slot in pinned(row, [[way.slot for way in self.ways[place]] for place in places]):
            self._add([busy[slot], *back[max(slot - 1, 0) :]], all_on)
            self._expected[row[slot]] += 1

    def _order_of_day(self, day: Day, places: Sequence[int]) -> None:
        """Once a meeting was, the day has begun; while one is to come, it is not over."""
        for slot, (busy, begun, yet) in enumerate(zip(day.busy, day.begun, day.yet, strict=True)):
            self._add([-begun, -yet, busy, *day.back[max(slot - 1, 0) :]])
        within = set(day.row)
        for place in places:
            if within.issuperset(self._in_slot[place]):
                early = self._early[place]
                for number, slot in enumerate(day.row):
                    before = early[day.row[number - 1] :][:1] if number else []
                    self._add([-early[slot], day.begun[number]])
                    self._add([-early[-1], *before, day.yet[number]])

    def _block(self, day: Day, many: int, all_on: int | None) -> None:
        """Where all meetings are on this day: whoever has not begun needs so many slots more.

        Without a gap no more than that.
        """
        gap = [self._any(day.back)] if day.back else []
        for slot in range(-1, len(day.row)):
            begun = day.begun[slot : slot + 1] if slot >= 0 else []
            over = day.yet[slot + many :][:1]
            self._add([*begun, *over], all_on)
            if begun and over:
                self._add([-begun[0], -over[0], *gap])

    def _count_seats(self) -> None:
        """No more than there are, and no fewer than the other slots leave over.

        Only where tables are scarce: elsewhere the counting costs more than it proves; it does too
        where few of many people can sit at once.
        """
        market = self.market
        everybody = sum(len(meeting.between) for meeting in market.meetings)
        largest = max((len(meeting.between) for meeting in market.meetings), default=0)
        seats = [
            largest * sum(venue.tables[slot] for venue in market.venues)
            for slot in range(len(market.slots))
        ]
        tight = everybody >= TIGHT * sum(seats)
        for slot, names in self._seats.items():
            crowded = tight and len(names) <= CROWD * seats[slot]
            expected = self._expected[slot] >= TIGHT * seats[slot]
            if len(names) > seats[slot] and (crowded or expected):
                self._count_all(names, "most", seats[slot])
            least = everybody - (sum(seats) - seats[slot])
            if tight and least > 0 and not self.explained:
                self._count_all(names, "least", least)

    def _count_wishes(self) -> None:
        """What follows from the tables and from each day's length, for all at once.

        More wishes than tables, or than slots of a participant, conflict: clauses alone would have
        to try every arrangement to see it.
        """
        market = self.market
        wished = {
            place: [self._switch("meeting", one.id)] for place, one in enumerate(market.meetings)
        }
        parts = [(wished, list(range(len(market.slots))))]
        for half in HALVES:
            slots = [slot for slot, one in enumerate(market.slots) if one.half == half]
            own = {
                place: [*wished[place], self.switches[Wish("half", (one.id,))]]
                for place, one in enumerate(market.meetings)
                if one.half == half and Wish("half", (one.id,)) in self.switches
            }
            parts.append((own, slots))
        for needs, slots in parts:
            tables = sum(venue.tables[slot] for venue in market.venues for slot in slots)
            granted = {place: self._all(names) for place, names in needs.items()}
            self._no_more(granted.values(), tables)
            for person in market.certain:
                places = market.meetings_of[person]
                self._no_more([granted[one] for one in places if one in granted], len(slots))

    def _all(self, names: Sequence[int]) -> int:
        """A literal that is true if all of these are."""
        if len(names) == 1:
            return names[0]
        both = self._new()
        self._add([both, *(-one for one in names)])
        return both

    def _fairness(self, differ: int) -> None:
        """No two numbers of gaps differ by more.

        Whoever cannot have a gap sets the limit for all; else there is a level that everybody
        reaches and nobody exceeds by more than `differ`.
        """
        wish = self._switch("fairness") if self.explained else None
        most = {
            person: min(
                max(len(places) - 1, 0),
                sum(max(len(row) - 1, 0) // 2 for row in self.market.rows(person)),
            )
            for person, places in self.market.meetings_of.items()
        }
        if not most:
            return
        if not all(most.values()):
            for person, names in self.back.items():
                if most[person] > differ:
                    self._count(names, "most", differ, wish)
            return
        for level in range(1, max(most.values()) - differ + 1):
            reached = self._new()
            for person, names in self.back.items():
                if most[person] >= level + differ:
                    self._unless_more(names, level + differ - 1, reached, wish)
                self._reaches(names, level, reached, most[person], wish)

    def _unless_more(self, names: list[int], bound: int, reached: int, wish: int | None) -> None:
        """More than `bound` of the names only if the level is reached."""
        more = self._sums(names, bound + 2)
        self._add([-more[bound], reached], wish)

    def _reaches(
        self, names: list[int], level: int, reached: int, most: int, wish: int | None
    ) -> None:
        if level > most:
            self._add([-reached], wish)
            return
        self._count(names, "least", level, wish, reached)
