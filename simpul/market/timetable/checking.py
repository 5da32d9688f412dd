"""A plain check of any timetable, from anywhere. Shares no code with the solver."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

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
    meetings that are not as people were told, be they elsewhere or left out.
    """

    faults: tuple[Fault, ...]
    cost: int
    gaps: Mapping[str, int]
    weight: int
    left_out: tuple[str, ...]
    moved: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Held:
    """A meeting as the timetable has it; `venue` None and `people` empty where it does not say."""

    meeting: Meeting
    slot: int
    venue: int | None
    people: tuple[str, ...]


def check(
    market: Market,
    schedule: Mapping[str, int],
    venue_of: Mapping[str, int] | None = None,
    people_of: Mapping[str, tuple[str, ...]] | None = None,
) -> Checked:
    """Every rule of the market against a timetable: meeting id -> place of its slot.

    `venue_of` (place of the venue) and `people_of` (in the order of `between`) may be left out
    where there is no choice.
    """
    held = _held(market, schedule, venue_of or {}, people_of or {})
    taken: dict[str, list[_Held]] = {one.id: [] for one in market.participants}
    for one in held:
        for person in one.people:
            taken[person].append(one)
    counted = {person: _idle(market, person, own) for person, own in taken.items()}
    faults = [
        *(Fault("unknown_meeting", (m,)) for m in schedule if m not in market.place_of),
        *_missing(market, schedule),
        *(fault for one in held for fault in _meeting(market, one, schedule)),
        *(fault for person, own in taken.items() for fault in _person(market, person, own)),
        *_tables(market, held),
    ]
    if market.fairness is not None and counted:
        low, high = min(counted.values()), max(counted.values())
        if high - low > market.fairness:
            faults.append(Fault("unfair", (str(low), str(high))))
    stays = {one.meeting.id for one in held if _as_told(market, one)}
    return Checked(
        faults=tuple(faults),
        cost=sum(counted.values()),
        gaps=counted,
        weight=sum(m.weight or 0 for m in market.meetings if m.id in schedule),
        left_out=tuple(m.id for m in market.meetings if m.id not in schedule),
        moved=tuple(
            m.id for m in market.meetings if m.id in market.former.schedule and m.id not in stays
        ),
    )


def _held(
    market: Market,
    schedule: Mapping[str, int],
    venue_of: Mapping[str, int],
    people_of: Mapping[str, tuple[str, ...]],
) -> list[_Held]:
    """The meetings that exist, in slots that exist."""
    found = []
    only = 0 if len(market.venues) == 1 else None
    for meeting in market.meetings:
        slot = schedule.get(meeting.id)
        if slot is None or not 0 <= slot < len(market.slots):
            continue
        people = people_of.get(meeting.id, ())
        if not people and not any(one in market.companies for one in meeting.between):
            people = meeting.between
        known = tuple(one for one in people if one in market.unavailable)
        found.append(_Held(meeting, slot, venue_of.get(meeting.id, only), known))
    return found


def _missing(market: Market, schedule: Mapping[str, int]) -> Iterator[Fault]:
    for meeting in market.meetings:
        slot = schedule.get(meeting.id)
        if slot is None and market.frozen_at(meeting) is not None:
            yield Fault("frozen", (meeting.id,))
        elif slot is None and meeting.weight is None:
            yield Fault("not_placed", (meeting.id,))
        elif slot is not None and not 0 <= slot < len(market.slots):
            yield Fault("unknown_slot", (meeting.id,))


def _as_told(market: Market, one: _Held) -> bool:
    told, name = market.former, one.meeting.id
    if told.schedule.get(name) != one.slot:
        return False
    if name in told.venues and told.venues[name] != one.venue:
        return False
    return name not in told.people or told.people[name] == one.people


def _meeting(market: Market, one: _Held, schedule: Mapping[str, int]) -> Iterator[Fault]:
    meeting, slot = one.meeting, one.slot
    yield from _where_and_who(market, one)
    if market.frozen_at(meeting) is not None:
        if not _as_told(market, one):
            yield Fault("frozen", (meeting.id,))
        return
    if slot < market.former.frozen:
        yield Fault("begun", (meeting.id,))
    if meeting.fixed is not None and slot != meeting.fixed:
        yield Fault("not_fixed", (meeting.id,))
    if meeting.half and market.slots[slot].half != meeting.half:
        yield Fault("wrong_half", (meeting.id,))
    if meeting.slots is not None and slot not in meeting.slots:
        yield Fault("slot_not_wished", (meeting.id,))
    if meeting.venues is not None and one.venue is not None and one.venue not in meeting.venues:
        yield Fault("venue_not_wished", (meeting.id,))
    for person in one.people:
        if slot in market.unavailable[person]:
            yield Fault("unavailable", (meeting.id, person))
    yield from _sessions(market, one)
    for other in meeting.after:
        earlier = schedule.get(other)
        if earlier is None or earlier >= slot:
            yield Fault("too_early", (meeting.id, other))


def _where_and_who(market: Market, one: _Held) -> Iterator[Fault]:
    """A venue that can seat them, and of each side one person."""
    meeting = one.meeting
    if one.venue is None:
        yield Fault("no_venue", (meeting.id,))
    else:
        seats = market.venues[one.venue].seats
        if seats and max(meeting.seats, len(meeting.between)) > seats:
            yield Fault("too_few_seats", (meeting.id, market.venues[one.venue].id))
    if len(one.people) != len(meeting.between):
        yield Fault("nobody_goes", (meeting.id,))
        return
    for person, side in zip(one.people, meeting.between, strict=True):
        if person not in market.companies.get(side, (side,)):
            yield Fault("not_theirs", (meeting.id, person, side))


def _sessions(market: Market, one: _Held) -> Iterator[Fault]:
    for session in market.sessions:
        for person in one.people:
            if person not in session.people:
                continue
            if one.slot in session.slots:
                yield Fault("in_session", (one.meeting.id, person, session.id))
            elif session.venue is not None and any(
                _too_far(market, (session.venue, slot), (one.venue, one.slot))
                for slot in session.slots
            ):
                yield Fault("too_far_from_session", (one.meeting.id, person, session.id))


def _too_far(market: Market, one: tuple[int | None, int], other: tuple[int | None, int]) -> bool:
    """Is the time from the end of the earlier slot to the later one too short for the walk?"""
    (here, early), (there, late) = sorted((one, other), key=lambda spot: spot[1])
    if here is None or there is None or here == there:
        return False
    minutes = market.walks.get((here, there), market.walks.get((there, here), 0))
    ends, starts = market.slots[early].ends, market.slots[late].starts
    return ends is not None and starts is not None and starts - ends < minutes


def _person(market: Market, person: str, own: list[_Held]) -> Iterator[Fault]:
    """Nobody is in two places, nor in a place they cannot have reached."""
    for slot, count in Counter(one.slot for one in own).items():
        if count > 1:
            yield Fault("two_places", (person, market.slots[slot].id))
    if not market.walks:
        return
    ordered = sorted(own, key=lambda one: one.slot)
    for one, other in combinations(ordered, 2):
        apart = one.slot != other.slot
        if apart and _too_far(market, (one.venue, one.slot), (other.venue, other.slot)):
            yield Fault("too_far", (person, one.meeting.id, other.meeting.id))


def _tables(market: Market, held: list[_Held]) -> Iterator[Fault]:
    taken: dict[tuple[int, int], int] = defaultdict(int)
    for one in held:
        if one.venue is not None:
            taken[one.slot, one.venue] += 1
    for (slot, venue), count in sorted(taken.items()):
        where = market.venues[venue]
        if count > where.tables[slot]:
            named = (where.id,) if where.id else ()
            yield Fault("no_table_there" if named else "no_table", (market.slots[slot].id, *named))


def _idle(market: Market, person: str, own: list[_Held]) -> int:
    """Idle gaps of somebody, day by day; the slots of sessions they attend are passed over."""
    away = {slot for one in market.sessions if person in one.people for slot in one.slots}
    taken = {one.slot for one in own}
    count, place = 0, 0
    row: list[int] = []
    for slot, one in enumerate(market.slots):
        if slot and one.day != market.slots[slot - 1].day:
            count += gaps(row)
            row = []
        if slot in away:
            continue
        place += 1
        if slot in taken:
            row.append(place)
    return count + gaps(row)
