"""What the database itself refuses, whatever path wrote it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from simpul.market.actions import publishing, timetables
from simpul.market.models import Call, CheckIn, Entry, Market, Meeting, Outcome, Placed, Seat
from tests.market.room.conftest import Crowd

pytestmark = pytest.mark.django_db


def refused(name: str, act: Any) -> None:
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        act()


def test_nobody_and_no_table_is_in_two_places(market: Market, crowd: Crowd, maya: Any) -> None:
    a, b, c, d = crowd.add(4)
    crowd.meet([(a, b), (c, d)])
    run = timetables.ask_run(actor=maya.actor, market=market, seconds=2)
    timetables.perform(run_id=run.pk, workers=1)
    found = publishing.publish(actor=maya.actor, market=market, run_id=run.pk)
    one, two = Placed.objects.filter(timetable=found)
    table = market.tables.exclude(pk__in=[one.table_id, two.table_id]).first()
    Placed.objects.filter(pk=two.pk).update(slot=one.slot, table=table)
    refused(
        "market_table_given_once",
        lambda: Placed.objects.filter(pk=two.pk).update(table=one.table),
    )
    badge = one.seats.first().badge  # type: ignore[union-attr]
    refused(
        "market_person_in_one_place",
        lambda: Seat.objects.create(placed=two, timetable=found, slot=one.slot, badge=badge),
    )
    refused(
        "market_placed_once",
        lambda: Placed.objects.create(
            timetable=found, meeting=one.meeting, slot=two.slot, table=one.table, since=1
        ),
    )


def test_a_meeting_is_not_with_oneself_and_is_open_once(market: Market, crowd: Crowd) -> None:
    one, two = crowd.add(2)
    (met,) = crowd.meet([(one, two)])
    now = timezone.now()

    def made(asker: Any, asked: Any, **values: Any) -> Meeting:
        return Meeting.objects.create(
            market=market, asker=asker, asked=asked, asked_at=now, **values
        )

    refused("market_meeting_not_with_oneself", lambda: made(one, one))
    refused("market_meeting_open_once", lambda: made(two, one))
    refused("market_meeting_state_whole", lambda: made(two, one, state="declined"))
    refused(
        "market_meeting_only_market_requires",
        lambda: Meeting.objects.filter(pk=met.pk).update(state="declined", required=True),
    )


def test_states_carry_what_they_need(
    market: Market, call: Call, draft: Any, ani: Any, company: Any, crowd: Crowd
) -> None:
    entry = draft(ani, company)
    rows = Entry.objects.filter(pk=entry.pk)
    refused("market_entry_sent_says_when", lambda: rows.update(state="submitted"))
    sent = {"submitted_at": timezone.now(), "reference": "X", "state": "selected"}
    refused("market_entry_decided_whole", lambda: rows.update(**sent))
    refused("market_entry_share_is_one", lambda: rows.update(secured_percent=101))
    refused("market_entry_budget_positive", lambda: rows.update(budget=0))
    calls = Call.objects.filter(pk=call.pk)
    refused("market_call_late_rule_whole", lambda: calls.update(late_rule="grace"))
    refused("market_call_in_order", lambda: calls.update(closes_at=call.opens_at))
    markets = Market.objects.filter(pk=market.pk)
    refused("market_ended_says_when", lambda: markets.update(state="ended"))
    refused("market_totals_hide_single_answers", lambda: markets.update(totals_threshold=1))
    (badge,) = crowd.add(1)
    badges = type(badge).objects.filter(pk=badge.pk)
    refused("market_badge_refused_says_why", lambda: badges.update(state="refused"))
    day = {"badge": badge, "day": market.first_day, "at": timezone.now(), "noted_by": ani.user}
    CheckIn.objects.create(**day)
    refused("market_check_in_once_a_day", lambda: CheckIn.objects.create(**day))
    asked = {"badge": badge, "asked_at": timezone.now(), "closes_at": timezone.now()}
    refused("market_outcome_months_known", lambda: Outcome.objects.create(months=5, **asked))
    refused(
        "market_outcome_answered_whole",
        lambda: Outcome.objects.create(months=3, talking=1, **asked),
    )


def test_slots_are_there_once_and_end_after_they_begin(market: Market) -> None:
    slot = market.slots.first()
    assert slot is not None
    rows = market.slots.filter(pk=slot.pk)
    refused("market_slot_has_length", lambda: rows.update(ends_at=slot.starts_at))
    later = slot.ends_at + dt.timedelta(minutes=30)
    refused(
        "market_slot_once",
        lambda: market.slots.create(starts_at=slot.starts_at, ends_at=later),
    )
