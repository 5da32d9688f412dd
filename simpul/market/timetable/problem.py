"""What is to be timetabled: slots, tables, participants, meetings.

Slots, in the order of time, are known by their place in the list (0, 1, 2 …) within this package
and by their id outside. A meeting takes one table for one slot and all its participants.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

HALVES = ("morning", "afternoon")


@dataclass(frozen=True, slots=True)
class Slot:
    """One slot of a market day; `half` is "morning" or "afternoon", "" when it does not matter."""

    id: str
    half: str = ""
    tables: int = 0


@dataclass(frozen=True, slots=True)
class Participant:
    """Somebody who can be at one table at a time; `unavailable`: slots taken by other things."""

    id: str
    unavailable: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting of two or more participants.

    `half`, `slots` (None: any), `fixed` narrow when it may be; `after`: meetings that come before
    this one. `weight` None: it must take place; else what it is worth if it does.
    """

    id: str
    between: tuple[str, ...]
    half: str = ""
    slots: frozenset[int] | None = None
    fixed: int | None = None
    after: tuple[str, ...] = ()
    weight: int | None = None


@dataclass(frozen=True, slots=True)
class Former:
    """A timetable people have already; slots before `frozen` (a count) are not touched."""

    schedule: Mapping[str, int] = field(default_factory=dict)
    frozen: int = 0


@dataclass(frozen=True)
class Market:
    """A whole problem.

    `fairness`: the numbers of idle gaps of any two participants differ by at most so many; None:
    no such rule.
    """

    slots: tuple[Slot, ...]
    participants: tuple[Participant, ...]
    meetings: tuple[Meeting, ...]
    fairness: int | None = None
    former: Former = Former()

    @cached_property
    def meetings_of(self) -> Mapping[str, tuple[int, ...]]:
        """Participant -> places of their meetings in `meetings`."""
        found: dict[str, list[int]] = {one.id: [] for one in self.participants}
        for place, meeting in enumerate(self.meetings):
            for person in meeting.between:
                found[person].append(place)
        return {person: tuple(places) for person, places in found.items()}

    @cached_property
    def place_of(self) -> Mapping[str, int]:
        """Meeting id -> its place in `meetings`."""
        return {one.id: place for place, one in enumerate(self.meetings)}

    @cached_property
    def unavailable(self) -> Mapping[str, frozenset[int]]:
        return {one.id: one.unavailable for one in self.participants}

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

    def allowed(self, meeting: Meeting) -> tuple[int, ...]:
        """The slots where a meeting may be, by what was wished, promised and begun."""
        frozen = self.frozen_at(meeting)
        if frozen is not None:
            return (frozen,)
        return tuple(
            slot
            for slot in range(self.former.frozen, len(self.slots))
            if all(slot not in self.unavailable[person] for person in meeting.between)
            and self.fits_half(meeting, slot)
            and (meeting.slots is None or slot in meeting.slots)
            and meeting.fixed in (None, slot)
        )

    def fits_half(self, meeting: Meeting, slot: int) -> bool:
        return not meeting.half or self.slots[slot].half == meeting.half


def gaps(taken: list[int]) -> int:
    """Idle gaps of one participant: runs of idle slots between two of their meetings."""
    ordered = sorted(taken)
    return sum(later - earlier > 1 for earlier, later in pairwise(ordered))
