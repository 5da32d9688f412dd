"""Holds: who stands before whom, what is refused, who hears of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from simpul.journal.queries import entries_for
from simpul.kit.outcomes import YES, InvalidInput, NotVisible, WrongState, no
from simpul.places import holders, jobs
from simpul.places.actions.expiry import expire_due
from simpul.places.actions.holds import change_uses, confirm, place_hold, promote, release
from simpul.places.actions.queue import Clashing
from simpul.places.models import Booking, Hold, Taken
from simpul.places.near import clashing_bookings
from simpul.places.queueing import places_of
from simpul.places.standing import standing_uses
from tests.places.calendar_helpers import DAY, SYSTEM, hold, hours, square, use

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("jakarta"), pytest.mark.database]


@pytest.fixture
def news(monkeypatch: pytest.MonkeyPatch) -> list[holders.News]:
    """What holders of kind "application" are told; the job runs where it is queued."""
    told: list[holders.News] = []
    monkeypatch.delitem(holders._holders, "application")
    holders.register("application", may=lambda *_: YES, told=told.append)
    monkeypatch.setattr(jobs.tell_holder, "defer", lambda **words: jobs.tell_holder(**words))
    return told


def test_the_second_option_stands_behind_and_hears_why(news: list[holders.News]) -> None:
    ground = square(0, 0)
    first = hold("application:a", [use(ground, hours(8, 12))], complete_at=DAY)
    second = hold(
        "application:b", [use(ground, hours(11, 15))], complete_at=DAY + timedelta(days=1)
    )
    assert (first.position, first.hold.state) == (1, "option_1")
    assert (second.position, second.hold.state) == (2, "option_2")
    assert "complete earlier" in second.rivals[0].decision.text["en"]
    assert news == []


def test_whoever_was_complete_first_goes_before_an_older_option(news: list[holders.News]) -> None:
    ground = square(0, 0)
    older = hold("application:a", [use(ground, hours(8, 12))])
    newer = hold("application:b", [use(ground, hours(8, 12))], complete_at=DAY)
    older.hold.refresh_from_db()
    assert (newer.position, newer.hold.state, older.hold.state) == (1, "option_1", "option_2")
    assert [(one.event, one.holder, one.position) for one in news] == [
        ("moved_back", "application:a", 2)
    ]
    with pytest.raises(Clashing) as refused:
        confirm(actor=SYSTEM, hold_id=older.hold.pk)
    assert "lebih dahulu lengkap" in str(refused.value)


def test_people_then_impact_decide_where_both_were_complete_on_one_day(
    news: list[holders.News],
) -> None:
    ground = square(0, 0)
    morning, evening = DAY + timedelta(hours=8), DAY + timedelta(hours=20)
    many = hold(
        "application:a", [use(ground, hours(8, 9))], complete_at=morning, people_disturbed=500
    )
    few = hold(
        "application:b",
        [use(ground, hours(8, 9))],
        complete_at=evening,
        people_disturbed=20,
        impact=3,
    )
    mild = hold(
        "application:c",
        [use(ground, hours(8, 9))],
        complete_at=evening,
        people_disturbed=20,
        impact=1,
    )
    assert [place.position for one in (mild, few, many) for place in places_of(one.hold)] == [
        1,
        2,
        3,
    ]


@pytest.mark.parametrize(
    ("other", "meets"),
    [
        (hours(12, 14), False),
        (hours(6, 8), False),
        (hours(11.99, 14), True),
        (hours(8, 12, day=1), False),
        (hours(20, 33, day=-1), True),
    ],
)
def test_periods_that_only_touch_are_no_rivals(other: Any, meets: bool) -> None:
    ground = square(0, 0)
    hold("application:a", [use(ground, hours(8, 12))], state="confirmed")
    assert bool(hold("application:b", [use(ground, other)]).rivals) is meets


def test_shapes_that_only_touch_are_no_rivals_and_overlapping_ones_are() -> None:
    hold("application:a", [use(square(0, 0), hours(8, 12))], state="confirmed")
    assert not hold("application:b", [use(square(100, 0), hours(8, 12))]).rivals
    with pytest.raises(Clashing, match="Film application:a"):
        hold("application:c", [use(square(99, 0), hours(8, 12))], state="confirmed")


def test_shared_use_meets_exclusive_use_only() -> None:
    ground = square(0, 0)
    calm = {"exclusive": False}
    hold("application:a", [use(ground, hours(8, 12), **calm)], state="confirmed")
    hold("application:b", [use(ground, hours(8, 12), **calm)], state="confirmed")
    with pytest.raises(Clashing):
        hold("application:c", [use(ground, hours(11, 13))], state="confirmed")
    hold("application:c", [use(ground, hours(12, 13))], state="confirmed")
    with pytest.raises(Clashing):
        hold("application:d", [use(ground, hours(12, 13), **calm)], state="confirmed")


def test_a_confidential_title_is_not_told() -> None:
    ground = square(0, 0)
    hold(
        "application:a",
        [use(ground, hours(8, 12))],
        state="confirmed",
        title="Rahasia Besar",
        confidential=True,
    )
    late = hold("application:b", [use(ground, hours(8, 12))])
    assert late.rivals[0].label["en"] == "another production"
    with pytest.raises(Clashing) as refused:
        confirm(actor=SYSTEM, hold_id=late.hold.pk)
    assert "Rahasia" not in str(refused.value)
    assert "produksi lain" in str(refused.value)


def test_release_moves_the_queue_up_and_tells_the_next(news: list[holders.News]) -> None:
    ground = square(0, 0)
    holds = [hold(f"application:{n}", [use(ground, hours(8, 12))]).hold for n in range(3)]
    release(actor=SYSTEM, hold_id=holds[0].pk, reason="Berubah rencana")
    assert [(one.event, one.holder, one.position) for one in news] == [
        ("moved_up", "application:1", 1),
        ("moved_up", "application:2", 2),
    ]
    assert [Hold.objects.get(pk=one.pk).state for one in holds] == [
        "released",
        "option_1",
        "option_2",
    ]
    assert len({one.key for one in news}) == 2


def test_what_is_over_expires_once_and_what_was_prolonged_stays(news: list[holders.News]) -> None:
    ground = square(0, 0)
    first = hold("application:a", [use(ground, hours(8, 12))]).hold
    second = hold("application:b", [use(ground, hours(8, 12))]).hold
    later = timezone.now() + timedelta(days=31)
    promote(actor=SYSTEM, hold_id=second.pk, expires_at=later + timedelta(days=1))
    assert expire_due(now=later) == 1
    assert expire_due(now=later) == 0
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, first.cancelled, second.state) == ("released", False, "option_1")
    assert [(one.event, one.holder) for one in news] == [
        ("moved_up", "application:b"),
        ("expired", "application:a"),
    ]
    assert [entry.verb for entry in entries_for(first.subject)] == ["hold.placed", "hold.expired"]


def test_confirmation_tells_those_who_lose(news: list[holders.News]) -> None:
    ground = square(0, 0)
    first = hold("application:a", [use(ground, hours(8, 12))]).hold
    hold("application:b", [use(ground, hours(11, 15))])
    hold("application:c", [use(ground, hours(14, 15))])
    confirm(actor=SYSTEM, hold_id=first.pk)
    assert [(one.event, one.holder) for one in news] == [("ahead_confirmed", "application:b")]
    assert set(Booking.objects.filter(hold=first).values_list("state", flat=True)) == {"confirmed"}
    with pytest.raises(WrongState):
        confirm(actor=SYSTEM, hold_id=first.pk)


def test_a_confirmed_hold_moves_at_once_or_stays_where_it_was() -> None:
    here, there = square(0, 0), square(1000, 0)
    mine = hold("application:a", [use(here, hours(8, 12))], state="confirmed").hold
    hold("application:b", [use(there, hours(8, 12))], state="confirmed")
    with pytest.raises(Clashing):
        change_uses(actor=SYSTEM, hold_id=mine.pk, uses=[use(there, hours(11, 13))])
    assert mine.bookings.get().ground == here
    assert mine.taken.get().takes == {here.pk}
    moved = change_uses(actor=SYSTEM, hold_id=mine.pk, uses=[use(there, hours(12, 13))])
    assert moved.hold.sequence == mine.sequence + 1
    assert moved.hold.bookings.get().state == "confirmed"
    hold("application:c", [use(here, hours(8, 12))], state="confirmed")


def test_a_cancelled_booking_says_so_and_frees_the_ground() -> None:
    ground = square(0, 0)
    mine = hold("application:a", [use(ground, hours(8, 12))], state="confirmed").hold
    gone = release(actor=SYSTEM, hold_id=mine.pk, reason="Batal")
    assert (gone.state, gone.cancelled, gone.taken.count()) == ("released", True, 0)
    hold("application:b", [use(ground, hours(8, 12))], state="confirmed")
    with pytest.raises(WrongState):
        release(actor=SYSTEM, hold_id=mine.pk, reason="Lagi")
    with pytest.raises(WrongState):
        confirm(actor=SYSTEM, hold_id=mine.pk)
    with pytest.raises(WrongState):
        change_uses(actor=SYSTEM, hold_id=mine.pk, uses=[use(ground, hours(8, 12))])
    with pytest.raises(WrongState):
        promote(actor=SYSTEM, hold_id=mine.pk, expires_at=timezone.now() + timedelta(days=1))


def test_an_event_is_recorded_even_where_it_clashes_and_stands_in_the_way() -> None:
    ground = square(0, 0)
    hold("application:a", [use(ground, hours(8, 12))], state="confirmed")
    hold("event:x", [use(ground, hours(10, 20))], state="confirmed", source="event")
    with pytest.raises(Clashing):
        hold("application:b", [use(ground, hours(18, 19))], state="confirmed")
    assert Taken.objects.count() == 1


def test_an_outsider_sees_no_hold(citra: Any, dewi: Any) -> None:
    ground = square(0, 0)
    mine = hold("event:x", [use(ground, hours(8, 12))], source="event").hold
    for actor in (citra.actor,):
        with pytest.raises(NotVisible):
            release(actor=actor, hold_id=mine.pk, reason="x")
        with pytest.raises(NotVisible):
            confirm(actor=actor, hold_id=mine.pk)
        with pytest.raises(NotVisible):
            change_uses(actor=actor, hold_id=mine.pk, uses=[use(ground, hours(8, 9))])
        with pytest.raises(NotVisible):
            promote(actor=actor, hold_id=mine.pk, expires_at=timezone.now() + timedelta(days=1))
        with pytest.raises(NotVisible):
            place_hold(
                actor=actor,
                holder="event:y",
                source="event",
                state="pencil",
                title="y",
                uses=[use(ground, hours(8, 9))],
                expires_at=DAY,
            )
    assert confirm(actor=dewi.actor, hold_id=mine.pk).state == "confirmed"
    with pytest.raises(NotVisible):
        confirm(actor=dewi.actor, hold_id=0)


def test_the_room_that_owns_the_holder_decides_who_may(
    dewi: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(holders._holders, "application")
    holders.register("application", may=lambda *_: no("x"), told=lambda _: None)
    with pytest.raises(NotVisible):
        place_hold(
            actor=dewi.actor,
            holder="application:1",
            source="permit",
            state="pencil",
            title="y",
            uses=[use(square(0, 0), hours(8, 9))],
            expires_at=timezone.now() + timedelta(days=1),
        )
    with pytest.raises(ValueError, match="twice"):
        holders.register("application", may=lambda *_: YES, told=lambda _: None)


def test_what_cannot_be_is_refused_with_its_field() -> None:
    ground = square(0, 0)
    far = use(ground, hours(8, 9, day=365 * 900))
    with pytest.raises(InvalidInput) as refused:
        hold("application:a", [use(ground, hours(8, 9)), far])
    assert list(refused.value.errors) == ["uses.1.period"]
    with pytest.raises(InvalidInput) as refused:
        place_hold(
            actor=SYSTEM,
            holder="nobody",
            source="x",
            state="released",
            title=" ",
            uses=[use(ground, hours(8, 9))],
        )
    assert set(refused.value.errors) == {"holder", "source", "state", "title"}
    with pytest.raises(InvalidInput):
        hold("application:a", [])
    assert not Hold.objects.exists()


@pytest.mark.parametrize(
    "values",
    [
        {"state": "confirmed"},
        {"state": "released"},
        {"expires_at": None},
        {"cancelled": True},
        {"state": "unknown"},
        {"title": ""},
    ],
)
def test_the_database_refuses_a_half_hold(values: dict[str, Any]) -> None:
    mine = hold("application:a", [use(square(0, 0), hours(8, 12))]).hold
    with pytest.raises(IntegrityError), transaction.atomic():
        Hold.objects.filter(pk=mine.pk).update(**values)


def test_the_database_keeps_the_states_of_bookings_and_holds_the_same() -> None:
    mine = hold("application:a", [use(square(0, 0), hours(8, 12))], state="confirmed").hold
    with pytest.raises(IntegrityError), transaction.atomic():
        Booking.objects.filter(hold=mine).update(state="released")
    with pytest.raises(IntegrityError), transaction.atomic():
        Hold.objects.filter(pk=mine.pk).update(
            state="released", released_at=timezone.now(), reason="past the guard"
        )


def test_what_stands_reaches_the_clash_check_once_per_booking() -> None:
    ground = square(0, 0)
    mine = hold("application:a", [use(ground, hours(8, 33), vehicles=4)], confidential=True).hold
    asked = [use(ground, hours(8, 12, day=day)) for day in range(3)]
    found = clashing_bookings(asked)
    assert [one.use for one in found] == [0, 1]
    (stands,) = standing_uses(found).values()
    assert (stands.holder, stands.state, stands.vehicles) == ("application:a", "option_1", 4)
    assert (stands.takes, stands.key) == ({ground.pk}, str(mine.uid))
    assert (stands.confidential, stands.exclusive) == (True, True)
    assert standing_uses([]) == {}
