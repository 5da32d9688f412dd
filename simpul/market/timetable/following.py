"""What follows from the wishes before anything is searched."""

from __future__ import annotations

import heapq
from collections.abc import Mapping, Sequence

from simpul.market.timetable.problem import Market


def pinned(row: Sequence[int], slots: Sequence[Sequence[int]]) -> list[int]:
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


def hosts(market: Market) -> Mapping[str, int]:
    """People so that every meeting has one of them, those with many meetings first: their ranks.

    The meetings of one person exclude each other, so that tables in use can be counted by the hosts
    who sit at one: far fewer than there are meetings.
    """
    left = {person: set(places) for person, places in market.meetings_of.items()}
    heap = [(-len(places), person) for person, places in left.items() if places]
    heapq.heapify(heap)
    found: dict[str, int] = {}
    taken: set[int] = set()
    while heap:
        many, person = heapq.heappop(heap)
        left[person] -= taken
        if len(left[person]) == -many:
            found[person] = len(found)
            taken |= left[person]
        elif left[person]:
            heapq.heappush(heap, (-len(left[person]), person))
    return found
