"""A plain check of any timetable, from anywhere. Shares no code with the solver."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from simpul.market.timetable.problem import Market, Meeting, gaps


@dataclass(frozen=True, slots=True)
class Fault:
    """One broken rule: its code, and ids of meeting, participant or slot it is about."""

    code: str
    about: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Checked:
    """What the check found.

    `cost`: idle gaps of all; `weight`: worth of what takes place beyond what must; `moved`:
    meetings that are not where people were told, be they elsewhere or left out.
    """

    faults: tuple[Fault, ...]
    cost: int
    gaps: Mapping[str, int]
    weight: int
    left_out: tuple[str, ...]
    moved: tuple[str, ...]


def check(market: Market, schedule: Mapping[str, int]) -> Checked:
    """Every rule of the market against a timetable: meeting id -> place of its slot."""
    faults = [*_meetings(market, schedule), *_people(market, schedule), *_tables(market, schedule)]
    counted = {
        person: gaps([schedule[m] for p in places if (m := market.meetings[p].id) in schedule])
        for person, places in market.meetings_of.items()
    }
    if market.fairness is not None and counted:
        low, high = min(counted.values()), max(counted.values())
        if high - low > market.fairness:
            faults.append(Fault("unfair", (str(low), str(high))))
    return Checked(
        faults=tuple(faults),
        cost=sum(counted.values()),
        gaps=counted,
        weight=sum(m.weight or 0 for m in market.meetings if m.id in schedule),
        left_out=tuple(m.id for m in market.meetings if m.id not in schedule),
        moved=tuple(
            m.id
            for m in market.meetings
            if m.id in market.former.schedule and schedule.get(m.id) != market.former.schedule[m.id]
        ),
    )


def _meetings(market: Market, schedule: Mapping[str, int]) -> list[Fault]:
    faults = [Fault("unknown_meeting", (m,)) for m in schedule if m not in market.place_of]
    for meeting in market.meetings:
        slot = schedule.get(meeting.id)
        if slot is None:
            if market.frozen_at(meeting) is not None:
                faults.append(Fault("frozen", (meeting.id,)))
            elif meeting.weight is None:
                faults.append(Fault("not_placed", (meeting.id,)))
            continue
        if not 0 <= slot < len(market.slots):
            faults.append(Fault("unknown_slot", (meeting.id,)))
            continue
        faults.extend(_meeting(market, meeting, slot, schedule))
    return faults


def _meeting(
    market: Market, meeting: Meeting, slot: int, schedule: Mapping[str, int]
) -> list[Fault]:
    frozen = market.frozen_at(meeting)
    if frozen is not None:
        return [] if slot == frozen else [Fault("frozen", (meeting.id,))]
    faults = []
    if slot < market.former.frozen:
        faults.append(Fault("begun", (meeting.id,)))
    if meeting.fixed is not None and slot != meeting.fixed:
        faults.append(Fault("not_fixed", (meeting.id,)))
    if not market.fits_half(meeting, slot):
        faults.append(Fault("wrong_half", (meeting.id,)))
    if meeting.slots is not None and slot not in meeting.slots:
        faults.append(Fault("slot_not_wished", (meeting.id,)))
    for person in meeting.between:
        if slot in market.unavailable[person]:
            faults.append(Fault("unavailable", (meeting.id, person)))
    for other in meeting.after:
        earlier = schedule.get(other)
        if earlier is None or earlier >= slot:
            faults.append(Fault("too_early", (meeting.id, other)))
    return faults


def _people(market: Market, schedule: Mapping[str, int]) -> list[Fault]:
    faults: list[Fault] = []
    for person, places in market.meetings_of.items():
        taken = Counter(
            schedule[market.meetings[place].id]
            for place in places
            if market.meetings[place].id in schedule
        )
        faults.extend(
            Fault("two_places", (person, market.slots[slot].id))
            for slot, count in taken.items()
            if count > 1 and 0 <= slot < len(market.slots)
        )
    return faults


def _tables(market: Market, schedule: Mapping[str, int]) -> list[Fault]:
    taken = Counter(slot for meeting, slot in schedule.items() if meeting in market.place_of)
    return [
        Fault("no_table", (market.slots[slot].id,))
        for slot, count in sorted(taken.items())
        if 0 <= slot < len(market.slots) and count > market.slots[slot].tables
    ]
