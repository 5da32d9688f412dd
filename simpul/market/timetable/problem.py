"""What is to be timetabled: slots, venues, participants, sessions, meetings.

Slots, in the order of time, and venues are known by their place in the list (0, 1, 2 …) within this
package and by their id outside. A meeting takes one table of a venue for one slot, and of each side
one person, or those who are named.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby, pairwise, product
from typing import NamedTuple

HALVES = ("morning", "afternoon")


@dataclass(frozen=True, slots=True)
class Slot:
    """One slot of a market day.

    `half`: "morning" or "afternoon", "" when it does not matter. Idle gaps are counted within a
    `day`. `starts`, `ends`: minutes since some moment, None where nothing needs them.
    """

    id: str
    half: str = ""
    day: str = ""
    starts: int | None = None
    ends: int | None = None


@dataclass(frozen=True, slots=True)
class Venue:
    """A hall or room: `tables` in each slot, `seats` at each table (0: as many as come)."""

    id: str
    tables: tuple[int, ...]
    seats: int = 0


@dataclass(frozen=True, slots=True)
class Participant:
    """Somebody who can be at one table at a time; `unavailable`: slots taken by other things."""

    id: str
    unavailable: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Session:
    """A panel, a screening, a meal: its people are at no table then, and do not idle."""

    id: str
    slots: frozenset[int]
    people: tuple[str, ...]
    venue: int | None = None


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting of two or more sides: participants, or companies of which any one person goes.

    `half`, `slots`, `venues` (None: any), `fixed` narrow when and where it may be; `after`:
    meetings that come before this one; `seats`: how many it needs. `weight` None: it must take
    place; else what it is worth if it does.
    """

    id: str
    between: tuple[str, ...]
    half: str = ""
    slots: frozenset[int] | None = None
    fixed: int | None = None
    after: tuple[str, ...] = ()
    weight: int | None = None
    venues: frozenset[int] | None = None
    seats: int = 0


class Way(NamedTuple):
    """How a meeting takes place: `people` in the order of `between`."""

    slot: int
    venue: int
    people: tuple[str, ...]


Plan = Mapping[str, Way]
"""A timetable within this package: meeting id -> how it takes place."""


@dataclass(frozen=True, slots=True)
class Former:
    """A timetable people have already; slots before `frozen` (a count) are not touched."""

    schedule: Mapping[str, int] = field(default_factory=dict)
    frozen: int = 0
    venues: Mapping[str, int] = field(default_factory=dict)
    people: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Market:
    """A whole problem.

    `fairness`: the numbers of idle gaps of any two participants differ by at most so many; None:
    no such rule. `walks`: minutes between two venues, both ways.
    """

    slots: tuple[Slot, ...]
    venues: tuple[Venue, ...]
    participants: tuple[Participant, ...]
    meetings: tuple[Meeting, ...]
    fairness: int | None = None
    former: Former = Former()
    companies: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sessions: tuple[Session, ...] = ()
    walks: Mapping[tuple[int, int], int] = field(default_factory=dict)

    # who

    def sides(self, meeting: Meeting) -> tuple[tuple[str, ...], ...]:
        """For each side of a meeting the people of whom one goes."""
        return tuple(self.companies.get(one, (one,)) for one in meeting.between)

    @cached_property
    def meetings_of(self) -> Mapping[str, tuple[int, ...]]:
        """Participant -> places in `meetings` of those where they may be needed."""
        found: dict[str, list[int]] = {one.id: [] for one in self.participants}
        for place, meeting in enumerate(self.meetings):
            for person in {person: 0 for side in self.sides(meeting) for person in side}:
                found[person].append(place)
        return {person: tuple(places) for person, places in found.items()}

    @cached_property
    def certain(self) -> frozenset[str]:
        """Participants who go to all their meetings: nobody else can."""
        open_ = {
            person
            for one in self.meetings
            for side in self.sides(one)
            if len(side) > 1
            for person in side
        }
        return frozenset(one.id for one in self.participants) - open_

    @cached_property
    def place_of(self) -> Mapping[str, int]:
        """Meeting id -> its place in `meetings`."""
        return {one.id: place for place, one in enumerate(self.meetings)}

    @cached_property
    def unavailable(self) -> Mapping[str, frozenset[int]]:
        return {one.id: one.unavailable for one in self.participants}

    # when and where

    @cached_property
    def near(self) -> Mapping[tuple[int, int], frozenset[tuple[int, int]]]:
        """(venue, slot) -> those in other slots that nobody reaches from it, or it from them."""
        found: dict[tuple[int, int], set[tuple[int, int]]] = {}
        for (first, second), minutes in self.walks.items():
            for early, slot in enumerate(self.slots):
                for late in range(early + 1, len(self.slots)):
                    starts, ends = self.slots[late].starts, slot.ends
                    if starts is None or ends is None or starts - ends >= minutes:
                        break
                    for one, other in ((first, second), (second, first)):
                        found.setdefault((one, early), set()).add((other, late))
                        found.setdefault((other, late), set()).add((one, early))
        return {spot: frozenset(others) for spot, others in found.items()}

    @cached_property
    def barred(self) -> Mapping[str, Mapping[tuple[int, int], frozenset[str]]]:
        """Person -> (venue, slot) -> sessions because of which they cannot be there."""
        found: dict[str, dict[tuple[int, int], set[str]]] = {}
        for session in self.sessions:
            spots = {(v, slot) for v in range(len(self.venues)) for slot in session.slots}
            if session.venue is not None:
                here = session.venue
                spots |= {
                    spot for slot in session.slots for spot in self.near.get((here, slot), ())
                }
            for person in session.people:
                for spot in spots:
                    found.setdefault(person, {}).setdefault(spot, set()).add(session.id)
        return {
            person: {spot: frozenset(which) for spot, which in spots.items()}
            for person, spots in found.items()
        }

    @cached_property
    def days(self) -> tuple[tuple[int, ...], ...]:
        """Slots of one day, day by day."""
        places = range(len(self.slots))
        return tuple(tuple(day) for _, day in groupby(places, lambda slot: self.slots[slot].day))

    @cached_property
    def _attending(self) -> Mapping[str, frozenset[int]]:
        found: dict[str, frozenset[int]] = {}
        for session in self.sessions:
            for person in session.people:
                found[person] = found.get(person, frozenset()) | session.slots
        return found

    def rows(self, person: str) -> tuple[tuple[int, ...], ...]:
        """Slots of one day in which somebody meets or idles: without the sessions they attend."""
        away = self._attending.get(person)
        if not away:
            return self.days
        return tuple(tuple(slot for slot in day if slot not in away) for day in self.days)

    # how a meeting may take place

    def required(self, meeting: Meeting) -> bool:
        """It must take place: so it was said, or it has begun."""
        return meeting.weight is None or self.frozen_at(meeting) is not None

    def before(self, meeting: Meeting) -> tuple[str, ...]:
        """The meetings that must come before this one; none when it has begun already."""
        return () if self.frozen_at(meeting) is not None else meeting.after

    def frozen_at(self, meeting: Meeting) -> int | None:
        """The slot where a meeting stays because that part of the day has begun."""
        slot = self.former.schedule.get(meeting.id)
        return slot if slot is not None and slot < self.former.frozen else None

    def as_told(self, meeting: Meeting, way: Way) -> bool:
        """Is it where people were told, with those who were told?"""
        told = self.former
        return (
            told.schedule.get(meeting.id) == way.slot
            and told.venues.get(meeting.id, way.venue) == way.venue
            and told.people.get(meeting.id, way.people) == way.people
        )

    def conceivable(self, meeting: Meeting) -> Iterator[Way]:
        """Every way there is, before anybody's wishes."""
        begun = 0 if self.frozen_at(meeting) is not None else self.former.frozen
        seats = max(meeting.seats, len(meeting.between))
        venues = [v for v, one in enumerate(self.venues) if not one.seats or one.seats >= seats]
        groups = [
            people for people in product(*self.sides(meeting)) if len(set(people)) == len(people)
        ]
        for slot in range(begun, len(self.slots)):
            for venue in venues:
                for people in groups:
                    yield Way(slot, venue, people)

    def against(self, meeting: Meeting, way: Way) -> Iterator[tuple[str, ...]]:
        """The wishes that a way breaks by itself: a kind and the ids it is about."""
        if self.frozen_at(meeting) is not None:
            if not self.as_told(meeting, way):
                yield "frozen", meeting.id
            return
        slot, venue, people = way
        if meeting.fixed not in (None, slot):
            yield "fixed", meeting.id
        if meeting.half and self.slots[slot].half != meeting.half:
            yield "half", meeting.id
        if meeting.slots is not None and slot not in meeting.slots:
            yield "slots", meeting.id
        if meeting.venues is not None and venue not in meeting.venues:
            yield "venues", meeting.id
        for person in people:
            if slot in self.unavailable[person]:
                yield "unavailable", person
            if person in self.barred:
                for session in sorted(self.barred[person].get((venue, slot), ())):
                    yield "session", session, person

    @cached_property
    def ways(self) -> tuple[tuple[Way, ...], ...]:
        """For each meeting how it may take place, by what was wished, promised and begun."""
        return tuple(
            tuple(way for way in self.conceivable(one) if not any(self.against(one, way)))
            for one in self.meetings
        )


def gaps(taken: list[int]) -> int:
    """Idle gaps of one day: runs of idle slots between two meetings."""
    ordered = sorted(taken)
    return sum(later - earlier > 1 for earlier, later in pairwise(ordered))
