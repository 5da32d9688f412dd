"""Meetings as a page shows them: by day and hour on the market's clock."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from simpul.market import wording
from simpul.market.models import Badge, Market, Placed


def row_of(market: Market, one: Placed, badge: Badge | None = None) -> dict[str, Any]:
    """One meeting; seen by `badge`, with whom it is."""
    meeting = one.meeting
    seats = list(one.seats.all())
    if badge is None:
        title = wording.companies(meeting)
    else:
        mine = {seat.badge.company_id for seat in seats if seat.badge_id == badge.pk}
        others = [
            side.company.name
            for side in (meeting.asker, meeting.asked)
            if side.company_id not in mine
        ]
        title = ", ".join(others)
    return {
        "placed": one,
        "meeting": meeting,
        "title": title,
        "project": meeting.entry.title if meeting.entry else "",
        "clock": wording.clock(market, one.slot.starts_at),
        "until": wording.clock(market, one.slot.ends_at),
        "starts_at": one.slot.starts_at,
        "table": one.table.name,
        "venue": one.table.venue.name,
        "people": [
            seat.badge.person.get_full_name()
            for seat in seats
            if badge is None or seat.badge_id != badge.pk
        ],
    }


def days_of(
    market: Market, placed: Sequence[Placed], badge: Badge | None = None
) -> list[dict[str, Any]]:
    """Days with their meetings, in the order of time."""
    days: list[dict[str, Any]] = []
    for one in placed:
        title = wording.day(market, one.slot.starts_at)
        if not days or days[-1]["title"] != title:
            days.append({"title": title, "rows": []})
        days[-1]["rows"].append(row_of(market, one, badge))
    return days
