"""The rows of a market as `market_document.py` takes them."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta

from django.utils import timezone

from simpul.market.days import half_of
from simpul.market.market_document import MeetingRow, Rows, SlotRow, TableRow, TalkRow
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
    slots = slot_rows(market)
    agreed = list(Meeting.objects.filter(market=market, state=Meeting.State.AGREED).order_by("pk"))
    people: dict[int, list[int]] = defaultdict(list)
    seats = MeetingPerson.objects.filter(meeting__in=[one.pk for one in agreed])
    for meeting, badge in seats.order_by("pk").values_list("meeting_id", "badge_id"):
        people[meeting].append(badge)
    former = timetable_of(market)
    placed = Placed.objects.filter(timetable=former) if former else Placed.objects.none()
    moment = (now or timezone.now()) + timedelta(minutes=market.freeze_minutes)
    return Rows(
        slots=slots,
        tables=[
            TableRow(one.pk, one.venue_id, one.seats, one.opened_from)
            for one in market.tables.all()
        ],
        meetings=[_meeting_row(one, people[one.pk]) for one in agreed],
        fairness=market.fairness,
        away=away_of(market),
        talks=talk_rows(market, slots),
        before=list(
            Before.objects.filter(first__market=market, then__market=market).values_list(
                "first_id", "then_id"
            )
        ),
        walks={(one.one_id, one.other_id): one.minutes for one in market.walks.all()},
        former={one: (slot, table) for one, slot, table in
                placed.values_list("meeting_id", "slot_id", "table_id")},
        # Before anything is published nobody has been told of a time, but what has begun is over.
        frozen_from=moment if former or (slots and slots[0].starts_at < moment) else None,
    )  # fmt: skip


def slot_rows(market: Market) -> list[SlotRow]:
    """The slots on the market's own clock."""
    zone = market.tz
    return [
        SlotRow(
            one.pk,
            one.starts_at.astimezone(zone),
            one.ends_at.astimezone(zone),
            half_of(one.starts_at, zone),
        )
        for one in market.slots.all()
    ]


def _meeting_row(one: Meeting, people: list[int]) -> MeetingRow:
    return MeetingRow(
        one.pk, tuple(people), one.priority, one.required, one.half, one.fixed_slot_id
    )


def away_of(market: Market, *only: Badge) -> dict[int, frozenset[int]]:
    """Badge → slots in which it takes no meeting: what it said, and what the desk noted. Of
    everybody, or only of some guests."""
    found: dict[int, set[int]] = defaultdict(set)
    rows = (
        Away.objects.filter(badge__in=only) if only else Away.objects.filter(badge__market=market)
    )
    for guest, slot in rows.values_list("badge_id", "slot_id"):
        found[guest].add(slot)
    return {guest: frozenset(taken) for guest, taken in found.items()}


def talk_rows(market: Market, slots: list[SlotRow], *only: Badge) -> list[TalkRow]:
    """The sessions somebody attends, with the slots they lie over."""
    people: dict[int, list[int]] = defaultdict(list)
    rows = TalkSeat.objects.filter(talk__market=market)
    if only:
        rows = rows.filter(badge__in=only)
    for talk, guest in rows.order_by("pk").values_list("talk_id", "badge_id"):
        people[talk].append(guest)
    return [
        TalkRow(
            one.pk,
            tuple(
                at.id for at in slots if at.starts_at < one.ends_at and one.starts_at < at.ends_at
            ),
            tuple(people[one.pk]),
        )
        for one in market.talks.filter(pk__in=people)
    ]
