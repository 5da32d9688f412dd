"""A market as clauses: what must hold, and what is wished, each wish with a switch of its own.

The variables: a meeting takes place in one way (`at`: slot, venue, who goes), a participant is busy
in a slot (`busy`), has had a meeting by then (`begun`), comes back from an idle gap in it (`back`).
The number of idle gaps is the number of times somebody comes back.

Two rules follow from the others and make proofs short (after Bofill, Coll, Garcia, Giráldez-Cru,
Pesant, Suy, Villaret, JAIR 74, 2022): a participant is busy in exactly as many slots as they have
meetings, and a slot seats no more participants than its tables do.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from pysat.card import CardEnc, EncType, ITotalizer
from pysat.formula import IDPool

from simpul.market.timetable.answer import Wish
from simpul.market.timetable.problem import HALVES, Market, Way

PAIRWISE_UP_TO = 5
TIGHT = 0.8
"""From this share of all seats in use, or of those of one slot, the seats are counted too."""


@dataclass
class Clauses:
    """The clauses of one market.

    `explained`: every wish holds only while its switch is on, so that a solver can name those that
    conflict. Without it wishes are simply true, and slots they exclude are not even written.
    """

    market: Market
    explained: bool = False
    ways: Sequence[Sequence[Way]] = ()
    hard: list[list[int]] = field(default_factory=list)
    switches: dict[Wish, int] = field(default_factory=dict)
    at: dict[tuple[int, int], int] = field(default_factory=dict)
    """(Place of a meeting, number of the way) -> variable."""
    back: dict[str, list[int]] = field(default_factory=dict)
    pool: IDPool = field(default_factory=IDPool)

    def __post_init__(self) -> None:
        market = self.market
        self.ways = market.ways
        if self.explained:
            self.ways = [tuple(market.conceivable(one)) for one in market.meetings]
        self._seats: dict[int, list[int]] = defaultdict(list)
        self._expected: dict[int, int] = defaultdict(int)
        self._in_slot: list[dict[int, int]] = []
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

    def _new(self) -> int:
        return int(self.pool.id(object()))

    def _switch(self, kind: str, *about: str) -> int:
        wish = Wish(kind, about)
        if wish not in self.switches:
            self.switches[wish] = self._new()
        return self.switches[wish]

    def _add(self, clause: list[int], wish: int | None = None) -> None:
        self.hard.append(clause if wish is None else [-wish, *clause])

    def _count(
        self, literals: Sequence[int], kind: str, bound: int, wish: int | None = None
    ) -> None:
        """At most, at least, exactly `bound` of the literals."""
        write = {"most": CardEnc.atmost, "least": CardEnc.atleast, "exactly": CardEnc.equals}[kind]
        small = kind == "most" and bound == 1 and len(literals) <= PAIRWISE_UP_TO
        code = EncType.pairwise if small else EncType.seqcounter
        for clause in write(list(literals), bound, vpool=self.pool, encoding=code).clauses:
            self._add(clause, wish)

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
            self._add(names, self._switch("meeting", meeting.id) if self.explained else None)
            if len(names) > 1:
                self._count(names, "most", 1)
            self._in_slot.append({slot: self._any(some) for slot, some in by_slot.items()})

    def _any(self, names: list[int]) -> int:
        """A literal that is true exactly if one of these is."""
        if len(names) == 1:
            return names[0]
        either = self._new()
        self._add([-either, *names])
        for name in names:
            self._add([-name, either])
        return either

    def _orders(self) -> None:
        for place, meeting in enumerate(self.market.meetings):
            for other in self.market.before(meeting):
                wish = self._switch("after", meeting.id, other) if self.explained else None
                self._order(self.market.place_of[other], place, wish)

    def _order(self, first: int, then: int, wish: int | None) -> None:
        """`then` only after `first`: where it is, the other was in an earlier slot."""
        earlier: list[int] = []
        for slot in range(len(self.market.slots)):
            if slot in self._in_slot[then]:
                self._add([-self._in_slot[then][slot], *earlier], wish)
            if slot in self._in_slot[first]:
                earlier = [*earlier, self._in_slot[first][slot]]

    def _tables(self) -> None:
        for (venue, slot), names in self._spots.items():
            tables = self.market.venues[venue].tables[slot]
            if len(names) > tables:
                self._count(names, "most", tables)

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
        for row in self.market.rows(person) if len(places) > 1 else ():
            own = [busy[slot] for slot in row]
            back = self._gaps(own)
            self.back[person].extend(back)
            if certain:
                self._without_gaps((row, own, back), places, all_on)

    def _walks(self, spots: dict[tuple[int, int], list[int]]) -> None:
        """Nobody is where they cannot have come from where they were."""
        near = self.market.near
        here = {spot: self._any(names) for spot, names in spots.items() if spot in near}
        for spot, name in here.items():
            for other in near[spot]:
                if spot < other and other in here:
                    self._add([-name, -here[other]])

    def _gaps(self, busy: Sequence[int]) -> list[int]:
        begun = [self._new() for _ in busy]
        for slot, name in enumerate(busy):
            self._add([-name, begun[slot]])
            before = [begun[slot - 1]] if slot else []
            for one in before:
                self._add([-one, begun[slot]])
            self._add([-begun[slot], name, *before])
        found = []
        for slot in range(2, len(busy)):
            back = self._new()
            facts = (busy[slot], -busy[slot - 1], begun[slot - 1])
            for fact in facts:
                self._add([-back, fact])
            self._add([back, *(-fact for fact in facts)])
            found.append(back)
        return found

    def _all_wished(self, places: Sequence[int], busy: Sequence[int]) -> int:
        """Busy at least as often as meetings are switched on. A literal: all of them are."""
        meetings = self.market.meetings
        wished = self._sums([self._switch("meeting", meetings[place].id) for place in places])
        idle = self._sums([-name for name in busy])
        for count, enough in enumerate(wished, start=1):
            spare = len(busy) - count
            self._add([-enough, -idle[spare]] if spare >= 0 else [-enough])
        return wished[-1]

    def _sums(self, names: Sequence[int]) -> list[int]:
        """Literals that are true if at least one, two, three … of these are."""
        if len(names) == 1:
            return list(names)
        counter = ITotalizer(lits=list(names), ubound=len(names) - 1, top_id=self.pool.top)
        self.pool.occupy(self.pool.top + 1, counter.top_id)
        self.pool.top = counter.top_id
        self.hard.extend(counter.cnf.clauses)
        return list(counter.rhs)

    def _without_gaps(
        self,
        row_busy_back: tuple[Sequence[int], Sequence[int], Sequence[int]],
        places: Sequence[int],
        all_on: int | None,
    ) -> None:
        """Where somebody without a gap must be, and cannot be.

        Who meets so many times is done so many slots later. Who must have been at a table before
        some slot, and must be at one after it, is at one in it. `back[n]` belongs to the slot n + 2
        of the row.
        """
        row, busy, back = row_busy_back
        many = len(places)
        for first in range(len(row) - many):
            self._add([-busy[first], -busy[first + many], *back[first : first + many - 1]])
        for slot in _pinned(row, [[way.slot for way in self.ways[place]] for place in places]):
            self._add([busy[slot], *back[max(slot - 1, 0) :]], all_on)
            self._expected[row[slot]] += 1

    def _count_seats(self) -> None:
        """Only where tables are scarce: elsewhere the counting costs more than it proves."""
        market = self.market
        everybody = sum(len(meeting.between) for meeting in market.meetings)
        largest = max((len(meeting.between) for meeting in market.meetings), default=0)
        seats = [
            largest * sum(venue.tables[slot] for venue in market.venues)
            for slot in range(len(market.slots))
        ]
        tight = everybody >= TIGHT * sum(seats)
        for slot, names in self._seats.items():
            if len(names) > seats[slot] and (tight or self._expected[slot] >= TIGHT * seats[slot]):
                self._count_all(names, "most", seats[slot])
            least = everybody - (sum(seats) - seats[slot])
            if tight and least > 0 and not self.explained:
                self._count_all(names, "least", least)

    def _count_all(self, names: Sequence[int], kind: str, bound: int) -> None:
        if kind == "least" and bound > len(names):
            self._add([])
            return
        write = {"most": CardEnc.atmost, "least": CardEnc.atleast}[kind]
        made = write(list(names), bound, vpool=self.pool, encoding=EncType.totalizer)
        for clause in made.clauses:
            self._add(clause)

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
            self._no_more(needs, needs, tables)
            for person in market.certain:
                places = [place for place in market.meetings_of[person] if place in needs]
                self._no_more(places, needs, len(slots))

    def _no_more(self, places: Iterable[int], needs: Mapping[int, list[int]], most: int) -> None:
        """No more than so many of these meetings have all that they need switched on."""
        chosen = list(places)
        if len(chosen) <= most:
            return
        names = []
        for place in chosen:
            both = needs[place][0]
            if len(needs[place]) > 1:
                both = self._new()
                self._add([both, *(-one for one in needs[place])])
            names.append(both)
        if not most:
            self.hard.extend([-one] for one in names)
            return
        made = CardEnc.atmost(names, most, vpool=self.pool, encoding=EncType.cardnetwrk)
        self.hard.extend(made.clauses)

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
        counter = ITotalizer(lits=names, ubound=bound + 1, top_id=self.pool.top)
        self.pool.occupy(self.pool.top + 1, counter.top_id)
        self.pool.top = counter.top_id
        for clause in counter.cnf.clauses:
            self._add(clause)
        self._add([-counter.rhs[bound], reached], wish)

    def _reaches(
        self, names: list[int], level: int, reached: int, most: int, wish: int | None
    ) -> None:
        if level > most:
            self._add([-reached], wish)
            return
        made = CardEnc.atleast(names, level, vpool=self.pool, encoding=EncType.seqcounter)
        for clause in made.clauses:
            self._add([-reached, *clause], wish)


def _pinned(row: Sequence[int], slots: Sequence[Sequence[int]]) -> list[int]:
    """Places in a row in which somebody with these meetings must idle or meet, not be away.

    `slots`: for each meeting those it may have. A place is one if some meetings must be before it,
    as there are more of them than slots left after it, and in the same way some must be after it.
    """
    position = {slot: place for place, slot in enumerate(row)}
    spans = [
        (min(found), max(found))
        for one in slots
        if (found := [position[slot] for slot in one if slot in position])
        and all(slot in position for slot in one)
    ]
    open_ = {position[slot] for one in slots for slot in one if slot in position}
    room = [0]
    for place in range(len(row)):
        room.append(room[-1] + (place in open_))
    return [
        place
        for place in range(len(row))
        if any(
            sum(last <= end for _, last in spans) > room[end + 1] - room[place + 1]
            for end in range(place, len(row))
        )
        and any(
            sum(first >= begin for first, _ in spans) > room[place] - room[begin]
            for begin in range(place + 1)
        )
    ]
