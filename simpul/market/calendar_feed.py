"""A guest's meetings as iCalendar (RFC 5545). UID stays, SEQUENCE grows with each change.

SEQUENCE is the number of the timetable that put the meeting where it is. A meeting that was taken
out stays as CANCELLED, so that calendars which keep what they have read remove it.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from simpul.market import wording
from simpul.market.models import Badge, Placed, Timetable
from simpul.market.queries import placed_in, timetable_of
from simpul.web.formats import pick_text

REFRESH = timedelta(minutes=10)


def calendar_of(badge: Badge, *, host: str, url: str) -> bytes:
    """The whole feed; equal content is equal bytes. `host` makes the UIDs of this node."""
    market = badge.market
    calendar = Calendar()
    calendar.add("prodid", "-//Simpul//Film commission//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", pick_text(market.names))
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT10M")
    for version, one, gone in _history(badge, timetable_of(market)):
        calendar.add_component(_event(badge, version, one, gone, host, url))
    return bytes(calendar.to_ical())


def _history(badge: Badge, current: Timetable | None) -> list[tuple[int, Placed, datetime | None]]:
    """Each meeting once, where it stands or stood last: (sequence, place, cancelled at)."""
    if current is None:
        return []
    versions = dict(
        Timetable.objects.filter(market=badge.market).values_list("number", "published_at")
    )
    everywhere = (
        placed_in(Timetable.objects.filter(market=current.market))
        .filter(seats__badge=badge)
        .select_related("timetable")
    )
    newest = {one.meeting_id: one for one in everywhere.order_by("timetable__number")}
    found: list[tuple[int, Placed, datetime | None]] = []
    for one in newest.values():
        last = one.timetable.number
        ended = one.meeting.answered_at if one.meeting.state != "agreed" else None
        if last < current.number:
            found.append((last + 1, one, versions[last + 1]))
        else:
            found.append((one.since + 1 if ended else one.since, one, ended))
        one.timetable.published_at = versions[one.since]
    return sorted(found, key=lambda row: (row[1].slot.starts_at, row[1].pk))


def _event(
    badge: Badge, sequence: int, one: Placed, gone: datetime | None, host: str, url: str
) -> Event:
    meeting, event = one.meeting, Event()
    other = meeting.asked if meeting.asker.company_id == badge.company_id else meeting.asker
    event.add("uid", f"market-meeting-{meeting.pk}@{host}")
    event.add("sequence", sequence)
    changed = gone or one.timetable.published_at
    event.add("dtstamp", changed.astimezone(UTC))
    event.add("last-modified", changed.astimezone(UTC))
    event.add("dtstart", one.slot.starts_at.astimezone(UTC))
    event.add("dtend", one.slot.ends_at.astimezone(UTC))
    title = f"{other.company.name}" + (f" · {meeting.entry.title}" if meeting.entry else "")
    event.add("summary", f"{_('Cancelled')}: {title}" if gone else title)
    event.add("location", f"{one.table.name}, {one.table.venue.name}")
    people = [
        seat.badge.person.get_full_name() for seat in one.seats.all() if seat.badge_id != badge.pk
    ]
    event.add(
        "description", "\n".join([*people, wording.at(badge.market, one.slot.starts_at), url])
    )
    event.add("url", url)
    event.add("status", "CANCELLED" if gone else "CONFIRMED")
    return event
