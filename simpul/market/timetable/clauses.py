"""A market as clauses: what must hold, and what is wished, each wish with a switch of its own.

The variables: a meeting is in a slot (`at`), a participant is busy in a slot (`busy`), has had a
meeting by then (`begun`), comes back from an idle gap in it (`back`). The number of idle gaps is
the number of times somebody comes back.

Two rules follow from the others and make proofs short (after Bofill, Coll, Garcia, Giráldez-Cru,
Pesant, Suy, Villaret, JAIR 74, 2022): a participant is busy in exactly as many slots as they have
meetings, and a slot seats no more participants than its tables do.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from pysat.card import CardEnc, EncType, ITotalizer
from pysat.formula import IDPool

from simpul.market.timetable.problem import Market, Meeting

PAIRWISE_UP_TO = 5
TIGHT = 0.8
"""From this share of all table slots in use the seats are counted too."""


@dataclass(frozen=True, slots=True)
class Wish:
    """Something that somebody asked for: `kind` and the ids it is about."""

    kind: str
    about: tuple[str, ...] = ()


@dataclass
class Clauses:
    """The clauses of one market.

    `explained`: every wish holds only while its switch is on, so that a solver can name those that
    conflict. Without it wishes are simply true, and slots they exclude are not even written.
    """

    market: Market
    explained: bool = False
    hard: list[list[int]] = field(default_factory=list)
    switches: dict[Wish, int] = field(default_factory=dict)
    at: dict[tuple[int, int], int] = field(default_factory=dict)
    back: dict[str, list[int]] = field(default_factory=dict)
    pool: IDPool = field(default_factory=IDPool)

    def __post_init__(self) -> None:
        self._seats: dict[int, list[int]] = defaultdict(list)
        self._meetings()
        self._orders()
        self._tables()
        for person, places in self.market.meetings_of.items():
            self._participant(person, places)
        self._count_seats()
        if self.market.fairness is not None:
            self._fairness(self.market.fairness)

    def schedule(self, model: Iterable[int]) -> dict[str, int]:
        """Meeting id -> slot, out of the true literals of a solution."""
        true = {literal for literal in model if literal > 0}
        meetings = self.market.meetings
        return {meetings[m].id: slot for (m, slot), name in self.at.items() if name in true}

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

    def _slots(self, meeting: Meeting) -> Sequence[int]:
        return range(len(self.market.slots)) if self.explained else self.market.allowed(meeting)

    def _meetings(self) -> None:
        for place, meeting in enumerate(self.market.meetings):
            slots = self._slots(meeting)
            names = [self._new() for _ in slots]
            self.at.update({(place, slot): name for slot, name in zip(slots, names, strict=True)})
            placed = self._switch("meeting", meeting.id) if self.explained else None
            self._add(names, placed)
            if len(names) > 1:
                self._count(names, "most", 1)
            if self.explained:
                self._narrowed(place, meeting)

    def _narrowed(self, place: int, meeting: Meeting) -> None:
        """Slots that a wish excludes, each for its own reason."""
        market = self.market
        for slot in range(len(market.slots)):
            name = self.at[place, slot]
            frozen = market.frozen_at(meeting)
            if frozen is not None:
                if slot != frozen:
                    self._add([-name], self._switch("frozen", meeting.id))
                continue
            if slot < market.former.frozen:
                self._add([-name])
            if meeting.fixed not in (None, slot):
                self._add([-name], self._switch("fixed", meeting.id))
            if not market.fits_half(meeting, slot):
                self._add([-name], self._switch("half", meeting.id))
            if meeting.slots is not None and slot not in meeting.slots:
                self._add([-name], self._switch("slots", meeting.id))
            for person in meeting.between:
                if slot in market.unavailable[person]:
                    self._add([-name], self._switch("unavailable", person))

    def _orders(self) -> None:
        for place, meeting in enumerate(self.market.meetings):
            for other in self.market.before(meeting):
                wish = self._switch("after", meeting.id, other) if self.explained else None
                self._order(self.market.place_of[other], place, wish)

    def _order(self, first: int, then: int, wish: int | None) -> None:
        """`then` only after `first`: where it is, the other was in an earlier slot."""
        earlier: list[int] = []
        for slot in range(len(self.market.slots)):
            if (then, slot) in self.at:
                self._add([-self.at[then, slot], *earlier], wish)
            if (first, slot) in self.at:
                earlier = [*earlier, self.at[first, slot]]

    def _tables(self) -> None:
        for slot, one in enumerate(self.market.slots):
            names = [name for (_, where), name in self.at.items() if where == slot]
            if len(names) > one.tables:
                self._count(names, "most", one.tables)

    def _participant(self, person: str, places: Sequence[int]) -> None:
        """One table at a time; busy, begun, back from a gap."""
        length = len(self.market.slots)
        busy = [self._new() for _ in range(length)]
        for slot in range(length):
            names = [self.at[m, slot] for m in places if (m, slot) in self.at]
            self._add([-busy[slot], *names])
            for name in names:
                self._add([-name, busy[slot]])
            if len(names) > 1:
                self._count(names, "most", 1)
            if places:
                self._seats[slot].append(busy[slot])
        if places and not self.explained:
            self._count(busy, "exactly", len(places)) if len(places) <= length else self._add([])
        self.back[person] = self._gaps(busy) if len(places) > 1 else []

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

    def _count_seats(self) -> None:
        """Only where tables are scarce: elsewhere the counting costs more than it proves."""
        market = self.market
        everybody = sum(len(meeting.between) for meeting in market.meetings)
        largest = max((len(meeting.between) for meeting in market.meetings), default=0)
        seats = [slot.tables * largest for slot in market.slots]
        if self.explained or everybody < TIGHT * sum(seats):
            return
        for slot, names in self._seats.items():
            if len(names) > seats[slot]:
                self._count_all(names, "most", seats[slot])
            least = everybody - (sum(seats) - seats[slot])
            if least > 0:
                self._count_all(names, "least", least)

    def _count_all(self, names: Sequence[int], kind: str, bound: int) -> None:
        if kind == "least" and bound > len(names):
            self._add([])
            return
        write = {"most": CardEnc.atmost, "least": CardEnc.atleast}[kind]
        made = write(list(names), bound, vpool=self.pool, encoding=EncType.totalizer)
        for clause in made.clauses:
            self._add(clause)

    def _fairness(self, differ: int) -> None:
        """No two numbers of gaps differ by more.

        Whoever cannot have a gap sets the limit for all; else there is a level that everybody
        reaches and nobody exceeds by more than `differ`.
        """
        wish = self._switch("fairness") if self.explained else None
        length = len(self.market.slots)
        most = {
            person: min(len(places) - 1, (length - 1) // 2) if len(places) > 1 else 0
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
