"""The timetable in the room: computed, published, changed on the day; calendars, check-in, sums."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from simpul.kit.actors import system_actor
from simpul.kit.outcomes import InvalidInput, NotVisible, WrongState
from simpul.market.actions import badges, day, markets, meetings, outcomes, publishing, timetables
from simpul.market.models import Badge, Market, Meeting, Outcome, Placed, Run, Timetable
from simpul.market.queries import timetable_of
from simpul.market.views.guests import feed_address
from simpul.messages.models import Message
from tests.entering import into
from tests.market.room.conftest import Crowd, tomorrow

pytestmark = pytest.mark.django_db


def compute(maya: Any, market: Market, *, now: dt.datetime | None = None) -> Run:
    run = timetables.ask_run(actor=maya.actor, market=market, seconds=5, now=now)
    timetables.perform(run_id=run.pk, workers=1)
    run.refresh_from_db()
    return run


def publish(maya: Any, market: Market, run: Run, now: dt.datetime | None = None) -> Timetable:
    return publishing.publish(actor=maya.actor, market=market, run_id=run.pk, now=now)


def at(market: Market, hour: int, minute: int = 0, days: int = 1) -> dt.datetime:
    return dt.datetime.combine(tomorrow(days), dt.time(hour, minute), market.tz)


def where(timetable: Timetable) -> dict[int, tuple[int, int]]:
    return {one.meeting_id: (one.slot_id, one.table_id) for one in timetable.placed.all()}


def sound(timetable: Timetable) -> None:
    """Nobody and no table in two places; everybody of a meeting has a seat."""
    placed = list(timetable.placed.all())
    assert len({(one.slot_id, one.table_id) for one in placed}) == len(placed)
    people = [(one.slot_id, seat.badge_id) for one in placed for seat in one.seats.all()]
    assert len(set(people)) == len(people) == 2 * len(placed)


def test_on_the_day_few_meetings_move_none_that_begins_soon_and_calendars_follow(
    market: Market, crowd: Crowd, maya: Any
) -> None:
    hosts, buyers = crowd.add(3, role="project"), crowd.add(6)
    crowd.meet([(buyer, host) for buyer in buyers for host in hosts])
    first = publish(maya, market, compute(maya, market))
    sound(first)
    assert first.placed.count() == 18
    told = Message.objects.filter(template="market/timetable_first")
    assert told.count() == 9
    # In the middle of what was planned one buyer leaves for good.
    placed = list(Placed.objects.filter(timetable=first).order_by("slot__starts_at"))
    now = placed[6].slot.starts_at - dt.timedelta(minutes=1)
    frozen = now + dt.timedelta(minutes=market.freeze_minutes)
    gone = next(
        badge for badge in buyers
        if any(seat.badge_id == badge.pk for one in placed[12:] for seat in one.seats.all())
    )  # fmt: skip
    feed = {badge: _events(badge) for badge in buyers}
    day.note_away(actor=maya.actor, market=market, badge_id=gone.pk, until=None, now=now)
    ended = set(Meeting.objects.filter(state="cancelled").values_list("pk", flat=True))
    assert ended == {
        one.meeting_id for one in placed if any(s.badge_id == gone.pk for s in one.seats.all())
    }
    run = compute(maya, market, now=now)
    second = publish(maya, market, run, now)
    sound(second)
    before, after = where(first), where(second)
    assert set(after) == set(before) - ended
    for one in placed:
        if one.slot.starts_at < frozen and one.meeting_id not in ended:
            assert after[one.meeting_id] == before[one.meeting_id]
    moved = {one for one in after if after[one] != before[one]}
    assert len(moved) == len(run.answer["moved"] if run.answer else [])
    # Who is not touched hears nothing; who is touched once.
    changed = moved | ended
    touched = {
        seat.badge_id for one in placed if one.meeting_id in changed for seat in one.seats.all()
    }
    assert Message.objects.filter(template="market/timetable_changed").count() == len(touched)
    for badge in buyers:
        old, new = feed[badge], _events(badge)
        assert set(old) == set(new), "an event keeps its identity, gone or not"
        for uid, event in new.items():
            other = int(str(uid).split("@")[0].rsplit("-", 1)[1]) in changed
            assert (event["SEQUENCE"] > old[uid]["SEQUENCE"]) is other
            assert (event["STATUS"] == "CANCELLED") is (badge == gone)


def _events(badge: Badge) -> dict[str, Any]:
    answer = Client().get(feed_address(badge))
    calendar = Calendar.from_ical(answer.content)
    return {str(one["UID"]): one for one in calendar.walk("VEVENT")}


def test_impossible_names_the_wishes_in_plain_words(
    market: Market, crowd: Crowd, maya: Any
) -> None:
    one, two, three = crowd.add(3)
    crowd.meet([(one, two), (one, three)], required=True, fixed_slot=market.slots.first())
    run = compute(maya, market)
    assert run.status == "impossible"
    page = into(maya).get(reverse("market:run", args=[market.code, run.pk])).content.decode()
    assert "Pertemuan Firma 000 (contoh) – Firma 001 (contoh) tetap pada" in page
    assert "Pertemuan Firma 000 (contoh) – Firma 002 (contoh) tetap pada" in page
    with pytest.raises(WrongState):
        publish(maya, market, run)


def test_what_was_computed_before_a_change_is_not_published_against_it(
    market: Market, crowd: Crowd, maya: Any
) -> None:
    one, two = crowd.add(2)
    crowd.meet([(one, two)])
    run = compute(maya, market)
    assert run.answer is not None
    slot = next(iter(run.answer["schedule"].values()))
    one.aways.create(slot_id=int(slot.removeprefix("s")))
    with pytest.raises(WrongState, match="Hitung jadwal"):
        publish(maya, market, run)


def test_one_search_at_a_time_and_stopping_keeps_the_best(
    market: Market, crowd: Crowd, maya: Any
) -> None:
    guests = crowd.add(8)
    crowd.meet([(a, b) for n, a in enumerate(guests) for b in guests[n + 1 :]])
    run = timetables.ask_run(actor=maya.actor, market=market, seconds=600)
    with pytest.raises(WrongState):
        timetables.ask_run(actor=maya.actor, market=market, seconds=5)
    timetables.stop_run(actor=maya.actor, market=market, run_id=run.pk)
    timetables.perform(run_id=run.pk, workers=1)
    run.refresh_from_db()
    assert run.state == "done" and run.ended_at is not None
    assert (run.ended_at - run.asked_at).total_seconds() < 60


def test_without_slots_meetings_or_time_no_search_is_asked_for(
    market: Market, crowd: Crowd, maya: Any
) -> None:
    with pytest.raises(InvalidInput, match="Belum ada pertemuan"):
        timetables.ask_run(actor=maya.actor, market=market, seconds=5)
    one, two = crowd.add(2)
    crowd.meet([(one, two)])
    with pytest.raises(InvalidInput, match="dipindah lagi"):
        timetables.ask_run(actor=maya.actor, market=market, seconds=5, now=at(market, 15, 40, 2))


def test_a_late_guest_meets_only_after_coming_and_a_new_table_is_used_only_from_then(
    market: Market, crowd: Crowd, maya: Any
) -> None:
    market.tables.exclude(pk=market.tables.order_by("pk").values("pk")[:1]).delete()
    guests = crowd.add(8)
    crowd.meet(list(zip(guests[:4], guests[4:], strict=True)))
    slots = list(market.slots.all())
    now = slots[0].starts_at - dt.timedelta(hours=2)
    late = day.note_away(
        actor=maya.actor, market=market, badge_id=guests[0].pk, until=slots[20].pk, now=now
    )
    assert late.aways.filter(by_desk=True).count() == 20
    made = markets.add_tables(
        actor=maya.actor, code=market.code, venue="Aula", count=1, seats=4,
        opened_from=slots[10].starts_at,
    )  # fmt: skip
    found = publish(maya, market, compute(maya, market, now=now), now)
    sound(found)
    own = found.placed.get(seats__badge=late)
    assert own.slot.starts_at >= slots[20].starts_at
    new = found.placed.filter(table=made[0])
    assert all(one.slot.starts_at >= slots[10].starts_at for one in new)


def test_check_in_is_once_a_day_and_only_on_market_days(
    market: Market, crowd: Crowd, maya: Any
) -> None:
    (guest,) = crowd.add(1)
    with pytest.raises(WrongState):
        day.check_in(actor=maya.actor, market=market, badge_id=guest.pk)
    first = day.check_in(actor=maya.actor, market=market, badge_id=guest.pk, now=at(market, 9))
    again = day.check_in(actor=maya.actor, market=market, badge_id=guest.pk, now=at(market, 11))
    assert first.pk == again.pk and again.at == at(market, 9)


def test_a_renewed_address_ends_the_old_one(market: Market, guest: Any, ani: Any,
                                            company: Any) -> None:  # fmt: skip
    badge = guest(ani, company)
    old = feed_address(badge)
    assert Client().get(old).status_code == 200
    assert (
        Client().get(old, headers={"if-none-match": Client().get(old)["ETag"]}).status_code == 304
    )
    new = feed_address(badges.renew_feed(actor=ani.actor, market=market))
    assert Client().get(old).status_code == 404 and Client().get(new).status_code == 200


# --- afterwards ----------------------------------------------------------------------------------
def test_who_met_somebody_is_asked_once_and_sums_show_from_five_answers_on(
    market: Market, crowd: Crowd, maya: Any, make_person: Any
) -> None:
    guests = crowd.add(7)
    crowd.meet([(guests[0], other) for other in guests[1:6]])
    publish(maya, market, compute(maya, market))
    market.state, market.ended_at = "ended", at(market, 18, 0, 2)
    market.save()
    worker = system_actor("worker")
    due = dt.datetime.combine(outcomes.after_months(market.last_day, 3), dt.time(8), market.tz)
    assert outcomes.ask_due(actor=worker, now=due - dt.timedelta(days=1)) == 0
    assert outcomes.ask_due(actor=worker, now=due) == 6  # the seventh met nobody
    assert outcomes.ask_due(actor=worker, now=due + dt.timedelta(days=2)) == 0
    letter = Message.objects.filter(template="market/outcome_asked").first()
    assert letter is not None and settings.PUBLIC_URL in letter.text
    for n, outcome in enumerate(Outcome.objects.order_by("pk")[:5]):
        person = _person(outcome.badge)
        outcomes.answer(
            actor=person, outcome_id=outcome.pk, talking=2, agreements=n, now=due,
            amount=Decimal(1000), currency="usd", note="Rahasia dagang",
        )  # fmt: skip
        with pytest.raises(NotVisible):
            outcomes.outcome_for(maya.actor, outcome.pk)
    there = reverse("market:market", args=[market.code])
    hidden = Client().get(there).content.decode()
    assert "perjanjian" not in hidden.split("</main>")[0]
    Outcome.objects.update(closes_at=due - dt.timedelta(days=1))
    Outcome.objects.update(asked_at="2020-01-01T00:00:00Z", closes_at="2020-03-01T00:00:00Z")
    shown = Client().get(there).content.decode()
    assert "5 jawaban: 10 perjanjian, masih berhubungan dengan 10 mitra" in shown
    assert "USD\N{NO-BREAK SPACE}5.000,00" in shown and "Rahasia dagang" not in shown
    with pytest.raises(WrongState):
        outcomes.answer(
            actor=_person(Outcome.objects.order_by("pk")[0].badge),
            outcome_id=Outcome.objects.order_by("pk")[0].pk, talking=0, agreements=0,
        )  # fmt: skip


def _person(badge: Badge) -> Any:
    from simpul.people.actors import load_actor

    return load_actor(badge.person)


def test_a_market_that_is_over_no_longer_changes(market: Market, crowd: Crowd, maya: Any) -> None:
    one, two = crowd.add(2)
    crowd.meet([(one, two)])
    market.state, market.ended_at = "ended", at(market, 18, 0, 2)
    market.save()
    for act in (
        lambda: timetables.ask_run(actor=maya.actor, market=market, seconds=1),
        lambda: markets.add_tables(actor=maya.actor, code=market.code, venue="x", count=1, seats=2),
        lambda: day.note_away(actor=maya.actor, market=market, badge_id=one.pk, until=None),
        lambda: meetings.set_meeting(
            actor=maya.actor, market=market, first_id=one.pk, second_id=two.pk, required=True
        ),
    ):
        with pytest.raises(WrongState):
            act()
    assert timetable_of(market) is None
