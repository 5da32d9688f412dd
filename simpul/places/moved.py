"""Which booking became which when a hold changes its uses. Pure.

What stays the same keeps its row; what moves keeps it too, so that whoever follows the calendar
sees one entry move, and not one vanish and another appear.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Sequence
from datetime import datetime
from typing import NamedTuple


class Slot(NamedTuple):
    """A ground, a kind of use, and from when to when."""

    ground: int
    kind: str
    start: datetime
    end: datetime


_ALIKE: tuple[Callable[[Slot], Hashable], ...] = (
    lambda slot: slot,
    lambda slot: (slot.ground, slot.kind),
    lambda slot: slot.kind,
)
"""What makes two slots the same, the closest likeness first."""


def pairs(old: Sequence[Slot], new: Sequence[Slot]) -> dict[int, int]:
    """Number in `old` -> number in `new`; each at most once.

    First what is unchanged, then the same use of the same ground at another time, then the same
    kind of use elsewhere; among equals the earlier becomes the earlier.
    """
    found: dict[int, int] = {}
    for alike in _ALIKE:
        free: dict[Hashable, deque[int]] = defaultdict(deque)
        taken = set(found.values())
        for place in _by_time(new):
            if place not in taken:
                free[alike(new[place])].append(place)
        for place in _by_time(old):
            waiting = free.get(alike(old[place]))
            if place not in found and waiting:
                found[place] = waiting.popleft()
    return found


def _by_time(slots: Sequence[Slot]) -> list[int]:
    return sorted(range(len(slots)), key=lambda place: (slots[place].start, slots[place].end))
