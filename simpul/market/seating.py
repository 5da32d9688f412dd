"""Which table each meeting of a timetable has. Pure.

The solver counts tables; here they are given: where a meeting stood it stays, a project sits at one
table as long as it can, and whoever needs more seats gets a table that has them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Seating:
    """A table: how many sit there, from which slot on it stands, which group it belongs to."""

    id: int
    seats: int
    first_slot: int = 0
    group: str = ""


@dataclass(frozen=True, slots=True)
class Guests:
    """A meeting to seat: how many people, whose table it is best at (a project), and the group of
    tables the timetable gives it."""

    id: str
    people: int
    host: str = ""
    group: str = ""


def seat(
    schedule: Mapping[str, int],
    meetings: Mapping[str, Guests],
    tables: Sequence[Seating],
    former: Mapping[str, tuple[int, int]],
) -> dict[str, int]:
    """Meeting -> table. `former`: meeting -> (slot, table) of the timetable people have.

    A meeting of more people than any free table has seats gets the largest one left.
    """
    found: dict[str, int] = {}
    home: dict[str, int] = {}
    for slot in sorted(set(schedule.values())):
        here = [name for name, place in schedule.items() if place == slot]
        free = {one.id: one for one in tables if one.first_slot <= slot}
        for name in sorted(here):
            before = former.get(name)
            if before is None or before[0] != slot or before[1] not in free:
                continue
            if free[before[1]].group == meetings[name].group:
                found[name] = free.pop(before[1]).id
        rest = [meetings[name] for name in here if name not in found]
        for one in sorted(rest, key=lambda m: (-m.people, m.host == "", m.id)):
            table = _best(one, [t for t in free.values() if t.group == one.group], home)
            found[one.id] = free.pop(table.id).id
        for name in here:
            host = meetings[name].host
            if host:
                home.setdefault(host, found[name])
    return found


def _best(one: Guests, free: Sequence[Seating], home: Mapping[str, int]) -> Seating:
    if not free:
        raise ValueError(f"no table left for meeting {one.id}")
    own = home.get(one.host) if one.host else None
    taken = set(home.values())
    return min(
        free,
        key=lambda table: (
            table.seats < one.people,
            -table.seats if table.seats < one.people else 0,
            table.id != own,
            table.id in taken,
            table.seats,
            table.id,
        ),
    )
