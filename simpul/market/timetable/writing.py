"""A market and its answer as JSON (docs/market-timetable.md)."""

from __future__ import annotations

from typing import Any

from simpul.market.timetable.answer import Answer
from simpul.market.timetable.problem import Market, Meeting


def market_data(market: Market) -> dict[str, Any]:
    """The market as `reading.read_market` reads it."""
    names = [slot.id for slot in market.slots]
    data: dict[str, Any] = {
        "slots": [
            {"id": slot.id, "half": slot.half, "tables": slot.tables} for slot in market.slots
        ],
        "tables": max((slot.tables for slot in market.slots), default=1) or 1,
        "participants": [
            {"id": one.id, "unavailable": [names[slot] for slot in sorted(one.unavailable)]}
            for one in market.participants
        ],
        "meetings": [_meeting(one, names) for one in market.meetings],
    }
    if market.fairness is not None:
        data["fairness"] = market.fairness
    if market.former.schedule:
        former = {meeting: names[slot] for meeting, slot in market.former.schedule.items()}
        data["former"] = {"schedule": former}
        if market.former.frozen:
            data["former"]["frozen_before"] = names[market.former.frozen]
    return data


def _meeting(meeting: Meeting, names: list[str]) -> dict[str, Any]:
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
    return data


def answer_data(market: Market, answer: Answer) -> dict[str, Any]:
    """The answer for programs: meetings and slots by their ids."""
    schedule = answer.schedule
    return {
        "status": answer.status,
        "schedule": None
        if schedule is None
        else {
            one.id: market.slots[schedule[one.id]].id
            for one in market.meetings
            if one.id in schedule
        },
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
