"""Decisions at the same moment: exactly one wins, the others are told why, nobody hangs."""

from __future__ import annotations

from functools import partial
from itertools import pairwise
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from simpul.kit.outcomes import WrongState
from simpul.places.actions.grounds import link_parts
from simpul.places.actions.holds import change_uses, confirm, release
from simpul.places.actions.queue import Clashing
from simpul.places.models import Hold, Taken
from tests.places.calendar_helpers import SYSTEM, at_once, hold, hours, square, use

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("jakarta"),
    pytest.mark.database,
]


def _outcome(results: list[Any]) -> tuple[int, int]:
    won = sum(isinstance(one, Hold) for one in results)
    refused = [one for one in results if isinstance(one, Clashing)]
    assert won + len(refused) == len(results), [r for r in results if not isinstance(r, Hold)][:3]
    assert all("“Film application:" in str(one) for one in refused)
    return won, len(refused)


def test_of_fifty_confirmations_of_one_ground_exactly_one_wins() -> None:
    ground = square(0, 0)
    holds = [hold(f"application:{n}", [use(ground, hours(8, 12))]).hold for n in range(50)]
    results = at_once([partial(confirm, actor=SYSTEM, hold_id=one.pk) for one in holds])
    assert _outcome(results) == (1, 49)
    assert Hold.objects.filter(state="confirmed").count() == Taken.objects.count() == 1


def test_of_fifty_who_place_and_confirm_at_once_exactly_one_wins() -> None:
    ground = square(0, 0)
    works = [
        partial(hold, f"application:{n}", [use(ground, hours(8, 12))], state="confirmed")
        for n in range(50)
    ]
    results = [getattr(one, "hold", one) for one in at_once(works)]
    assert _outcome(results) == (1, 49)
    assert Hold.objects.count() == 1


def test_of_shapes_that_overlap_one_wins_and_no_two_winners_overlap() -> None:
    # Squares of 100 m every 60 m: each overlaps its neighbours only, so 1 to 6 can win.
    squares = [square(60 * n, 0) for n in range(12)]
    works = [
        partial(hold, f"application:{n}", [use(one, hours(8, 12))], state="confirmed")
        for n, one in enumerate(squares)
    ]
    results = [getattr(one, "hold", one) for one in at_once(works)]
    won, _ = _outcome(results)
    places = sorted(
        Hold.objects.filter(state="confirmed").values_list("holder", flat=True),
        key=lambda holder: int(holder.split(":")[1]),
    )
    numbers = [int(holder.split(":")[1]) for holder in places]
    assert won == len(numbers) >= 4
    assert all(b - a >= 2 for a, b in pairwise(numbers))


def test_a_whole_and_its_parts_at_once_end_without_waiting_in_a_circle() -> None:
    parts = [square(5000 * n, 0) for n in range(4)]
    whole = square(0, 90_000)
    link_parts(actor=SYSTEM, whole=whole, parts=parts)
    works = [
        partial(
            hold, f"application:{n}", [use(g, hours(8, 12)) for g in grounds], state="confirmed"
        )
        for n, grounds in enumerate(
            [[whole], [parts[0], parts[3]], parts[::-1], [whole], [parts[1]]] * 3
        )
    ]
    results = [getattr(one, "hold", one) for one in at_once(works)]
    _outcome(results)
    taken = [set(row.takes) for row in Taken.objects.all()]
    assert sum(map(len, taken)) == len(set().union(*taken))


def test_moves_and_confirmations_across_each_other_end() -> None:
    left, right = square(0, 0), square(3000, 0)
    one = hold("application:a", [use(left, hours(8, 12))], state="confirmed").hold
    two = hold("application:b", [use(right, hours(8, 12))], state="confirmed").hold
    options = [
        hold(f"application:{n}", [use(left, hours(8, 12)), use(right, hours(8, 12))]).hold
        for n in range(4)
    ]
    results = at_once(
        [
            partial(change_uses, actor=SYSTEM, hold_id=one.pk, uses=[use(right, hours(8, 12))]),
            partial(change_uses, actor=SYSTEM, hold_id=two.pk, uses=[use(left, hours(8, 12))]),
            *(partial(confirm, actor=SYSTEM, hold_id=one.pk) for one in options),
            partial(release, actor=SYSTEM, hold_id=options[0].pk, reason="x"),
        ]
    )
    # Whoever is released before it is confirmed hears that instead.
    assert isinstance(results[2], WrongState)
    assert all(isinstance(one, Clashing) for one in results[:2] + results[3:6])
    assert isinstance(results[6], Hold)
    assert options[1].__class__.objects.get(pk=options[1].pk).state == "option_1"


def test_the_constraint_stands_alone_where_the_program_is_passed_by() -> None:
    ground = square(0, 0)
    during = DateTimeTZRange(hours(8, 12).start, hours(8, 12).end)
    mine = hold("application:a", [use(ground, hours(8, 12))], state="confirmed").hold
    other = hold("event:b", [use(ground, hours(8, 12))], state="confirmed", source="event").hold

    def write(lanes: tuple[int | None, int | None]) -> None:
        with transaction.atomic():
            Taken.objects.create(hold=other, takes={ground.pk}, during=during, lanes=lanes)

    for lanes in ((None, None), (other.pk, other.pk + 1)):
        with pytest.raises(IntegrityError, match="taken_once"):
            write(lanes)
    mine.taken.all().delete()
    results = at_once([partial(write, (None, None))] * 8)
    assert sum(one is None for one in results) == 1
    assert Taken.objects.count() == 1
    assert connection.vendor == "postgresql"


def test_what_is_shared_is_shared_by_many_at_once() -> None:
    ground = square(0, 0)
    works = [
        partial(
            hold,
            f"application:{n}",
            [use(ground, hours(8, 12), exclusive=n == 0)],
            state="confirmed",
        )
        for n in range(12)
    ]
    results = [getattr(one, "hold", one) for one in at_once(works)]
    won, _ = _outcome(results)
    assert won in (1, 11)
