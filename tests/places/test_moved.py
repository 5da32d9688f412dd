"""Which booking became which."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from simpul.places.moved import Slot, pairs

FIRST = datetime(2027, 3, 1, tzinfo=UTC)


def slot(ground: int, kind: str, day: int) -> Slot:
    start = FIRST + timedelta(days=day)
    return Slot(ground, kind, start, start + timedelta(hours=8))


SLOTS = st.lists(
    st.builds(slot, st.integers(1, 3), st.sampled_from(["shoot", "closure"]), st.integers(0, 5)),
    max_size=8,
)


@given(SLOTS, SLOTS)
def test_each_becomes_at_most_one_and_what_is_unchanged_stays(
    old: list[Slot], new: list[Slot]
) -> None:
    found = pairs(old, new)
    assert len(set(found.values())) == len(found)
    assert all(old[a].kind == new[b].kind for a, b in found.items())
    for kind in ("shoot", "closure"):
        counts = [sum(one.kind == kind for one in slots) for slots in (old, new)]
        assert sum(old[a].kind == kind for a in found) == min(counts)
    same = sum(min(old.count(one), new.count(one)) for one in set(old))
    assert sum(old[a] == new[b] for a, b in found.items()) == same


def test_another_time_on_the_same_ground_goes_before_another_ground() -> None:
    old = [slot(1, "shoot", 0), slot(2, "shoot", 1)]
    new = [slot(2, "shoot", 3), slot(3, "shoot", 0)]
    assert pairs(old, new) == {1: 0, 0: 1}


def test_a_shoot_never_becomes_a_closure() -> None:
    assert pairs([slot(1, "shoot", 0)], [slot(1, "closure", 0)]) == {}
