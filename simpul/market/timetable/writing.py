"""A market and its answer as JSON (docs/market-timetable.md)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from simpul.market.timetable.answer import Answer
from simpul.market.timetable.problem import Former, Market, Meeting, Slot

_MOMENT = datetime(2000, 1, 1)  # noqa: DTZ001 - from which minutes are counted, nothing else


def market_data(market: Market) -> dict[str, Any]:
    """The market as `reading.read_market` reads it."""
    names = [slot.id for slot in market.slots]
    data: dict[str, Any] = {
        "slots": [_slot(slot) for slot in market.slots],
        **_venues(market),
        "participants": [
            {"id": one.id, "unavailable": [names[slot] for slot in sorted(one.unavailable)]}
            for one in market.participants
        ],
        "meetings": [_meeting(market, one) for one in market.meetings],
    }
    if market.companies:
        data["companies"] = [
            {"id": name, "people": list(people)} for name, people in market.companies.items()
        ]
    if market.sessions:
        data["sessions"] = [
            {
                "id": one.id,
                "slots": [names[slot] for slot in sorted(one.slots)],
                "participants": list(one.people),
                "venue": None if one.venue is None else market.venues[one.venue].id,
            }
            for one in market.sessions
        ]
    if market.fairness is not None:
        data["fairness"] = market.fairness
    if market.former.schedule or market.former.frozen:
        data["former"] = _former(market, market.former)
    return data


def _slot(slot: Slot) -> dict[str, Any]:
    data: dict[str, Any] = {"id": slot.id, "half": slot.half, "day": slot.day}
    if slot.starts is not None and slot.ends is not None:
        data["starts"] = (_MOMENT + timedelta(minutes=slot.starts)).isoformat()
        data["ends"] = (_MOMENT + timedelta(minutes=slot.ends)).isoformat()
    return data


def _venues(market: Market) -> dict[str, Any]:
    """Tables in one place without a name stand with the slots."""
    names = [slot.id for slot in market.slots]
    rows = []
    for one in market.venues:
        row: dict[str, Any] = {
            "id": one.id,
            "tables": max(one.tables, default=1) or 1,
            "tables_at": dict(zip(names, one.tables, strict=True)),
        }
        if one.seats:
            row["seats"] = one.seats
        rows.append(row)
    if market.venues[0].id:
        walks = [
            {"between": [market.venues[place].id for place in pair], "minutes": minutes}
            for pair, minutes in market.walks.items()
        ]
        return {"venues": rows, "walks": walks}
    slots = [
        {**_slot(slot), "tables": tables}
        for slot, tables in zip(market.slots, market.venues[0].tables, strict=True)
    ]
    return {"slots": slots, "tables": rows[0]["tables"]}


def _meeting(market: Market, meeting: Meeting) -> dict[str, Any]:
    names = [slot.id for slot in market.slots]
    data: dict[str, Any] = {"id": meeting.id, "between": list(meeting.between)}
    if meeting.half:
        data["half"] = meeting.half
    if meeting.slots is not None:
        data["slots"] = [names[slot] for slot in sorted(meeting.slots)]
    if meeting.fixed is not None:
        data["fixed"] = names[meeting.fixed]
    if meeting.after:
        data["after"] = list(meeting.after)
    if meeting.weight is not None:
        data["weight"] = meeting.weight
    if meeting.venues is not None:
        data["venues"] = [market.venues[venue].id for venue in sorted(meeting.venues)]
    if meeting.seats:
        data["seats"] = meeting.seats
    return data


def _former(market: Market, former: Former) -> dict[str, Any]:
    names = [slot.id for slot in market.slots]
    data: dict[str, Any] = {
        "schedule": {meeting: names[slot] for meeting, slot in former.schedule.items()}
    }
    if former.frozen:
        data["frozen_before"] = names[former.frozen]
    if former.venues:
        data["venue_of"] = {
            meeting: market.venues[venue].id if venue >= 0 else ""
            for meeting, venue in former.venues.items()
        }
    if former.people:
        data["people_of"] = {meeting: list(people) for meeting, people in former.people.items()}
    return data


def answer_data(market: Market, answer: Answer) -> dict[str, Any]:
    """The answer for programs: meetings, slots, venues by their ids."""
    data: dict[str, Any] = {"status": answer.status, "schedule": None}
    order = [one.id for one in market.meetings if one.id in (answer.schedule or {})]
    if answer.schedule is not None:
        data["schedule"] = {one: market.slots[answer.schedule[one]].id for one in order}
        if market.venues[0].id:
            data["venue_of"] = {one: market.venues[answer.venue_of[one]].id for one in order}
        if market.companies:
            data["people_of"] = {one: list(answer.people_of[one]) for one in order}
    return {
        **data,
        "cost": answer.cost,
        "bound": answer.bound,
        "worth": answer.worth,
        "worth_bound": answer.worth_bound,
        "moved": list(answer.moved),
        "moved_bound": answer.moved_bound,
        "left_out": list(answer.left_out),
        "conflict": [{"kind": one.kind, "about": list(one.about)} for one in answer.conflict],
        "smallest": answer.smallest,
        "seconds": round(answer.seconds, 3),
    }
