"""A visit as iCalendar (RFC 5545): the days as a whole, and each entry of the itinerary.

A UID never changes; SEQUENCE grows with every change, and what is cancelled stays as cancelled, so
that a calendar that has it moves or strikes it. Nothing depends on the moment of writing. Who takes
part is left out: a calendar file travels further than anybody thinks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, timedelta

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from simpul.network.models import ItineraryItem, Visit

STATUSES = {Visit.State.PLANNED: "TENTATIVE", Visit.State.CANCELLED: "CANCELLED"}


def icalendar(
    visit: Visit, items: Iterable[ItineraryItem], *, both: Callable[[ItineraryItem], str]
) -> bytes:
    """The calendar's bytes. `both`: the times of an entry in words, on both clocks."""
    calendar = Calendar()
    calendar.add("prodid", "-//Simpul//Film commission//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", visit.title)
    calendar.add_component(_days(visit))
    for item in items:
        calendar.add_component(_item(item, visit, both(item)))
    return bytes(calendar.to_ical())


def _days(visit: Visit) -> Event:
    event = Event()
    event.add("uid", f"{visit.uid}@simpul")
    event.add("sequence", visit.sequence)
    event.add("dtstamp", visit.changed_at.astimezone(UTC))
    event.add("dtstart", visit.starts_on)
    event.add("dtend", visit.ends_on + timedelta(days=1))
    event.add("summary", visit.title)
    event.add("location", f"{visit.city}, {visit.country}")
    event.add("status", STATUSES.get(Visit.State(visit.state), "CONFIRMED"))
    event.add("transp", "TRANSPARENT")
    return event


def _item(item: ItineraryItem, visit: Visit, both: str) -> Event:
    event = Event()
    event.add("uid", item.uid)
    event.add("sequence", item.sequence)
    # A visit that is confirmed changes the status of its entries, so its moment counts too.
    event.add("dtstamp", max(item.changed_at, visit.changed_at).astimezone(UTC))
    event.add("dtstart", item.starts_at.astimezone(UTC))
    event.add("dtend", item.ends_at.astimezone(UTC))
    event.add("summary", f"{_('Cancelled')}: {item.title}" if item.cancelled else item.title)
    if item.place:
        event.add("location", item.place)
    event.add("description", f"{both}\n{item.note}".strip())
    cancelled = item.cancelled or visit.state == Visit.State.CANCELLED
    tentative = visit.state == Visit.State.PLANNED
    event.add("status", "CANCELLED" if cancelled else "TENTATIVE" if tentative else "CONFIRMED")
    return event
