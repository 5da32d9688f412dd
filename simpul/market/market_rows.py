"""The rows of a market as `market_document.py` takes them."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta

from django.utils import timezone

from simpul.market.days import half_of
from simpul.market.market_document import MeetingRow, Rows, SlotRow, TableRow
from simpul.market.models import (
    Away,
    Badge,
    Before,
    Market,
    Meeting,
    MeetingPerson,
    Placed,
    TalkSeat,
)
from simpul.market.queries import timetable_of


def rows_of(market: Market, now: datetime | None = None) -> Rows:
    """Everything that is agreed at this moment; a constant number of queries."""
    zone = market.tz
    slots = [
        SlotRow(one.pk, one.starts_at, half_of(one.starts_at, zone)) for one in market.slots.all()
    ]
    ends = dict(market.slots.values_list("pk", "ends_at"))
    agreed = list(Meeting.objects.filter(market=market, state=Meeting.State.AGREED).order_by("pk"))
    people: dict[int, list[int]] = defaultdict(list)
    seats = MeetingPerson.objects.filter(meeting__in=[one.pk for one in agreed])
    for meeting, badge in seats.order_by("pk").values_list("meeting_id", "badge_id"):
        people[meeting].append(badge)
    former = timetable_of(market)
    placed = (
        dict(Placed.objects.filter(timetable=former).values_list("meeting_id", "slot_id"))
        if former
        else {}
    )
    moment = (now or timezone.now()) + timedelta(minutes=market.freeze_minutes)
    return Rows(
        slots=slots,
        tables=[TableRow(one.pk, one.seats, one.opened_from) for one in market.tables.all()],
        meetings=[
            MeetingRow(
                one.pk,
                tuple(people[one.pk]),
                one.priority,
                one.required,
                one.half,
                one.fixed_slot_id,
            )
            for one in agreed
        ],
        fairness=market.fairness,
        away=away_of(market, slots, ends),
        before=list(
            Before.objects.filter(first__market=market, then__market=market).values_list(
                "first_id", "then_id"
            )
        ),
        former=placed,
        # Before anything is published nobody has been told of a time, but what has begun is over.
        frozen_from=moment if former or (slots and slots[0].starts_at < moment) else None,
    )


def away_of(
    market: Market, slots: list[SlotRow], ends: dict[int, datetime], *only: Badge
) -> dict[int, frozenset[int]]:
    """Badge → slots it cannot meet in: what it said, what the desk noted, talks it attends.

    Of everybody, or only of some guests.
    """
    found: dict[int, set[int]] = defaultdict(set)
    whose = {"badge__in": only} if only else {"badge__market": market}
    for guest, slot in Away.objects.filter(**whose).values_list("badge_id", "slot_id"):
        found[guest].add(slot)
    attended = TalkSeat.objects.filter(**whose).values_list(
        "badge_id", "talk__starts_at", "talk__ends_at"
    )
    for guest, start, end in attended:
        found[guest].update(one.id for one in slots if one.starts_at < end and start < ends[one.id])
    return {badge: frozenset(taken) for badge, taken in found.items()}
