"""The itinerary of a visit: entries of ours, and entries out of the partner's calendar."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from simpul.journal.actions import record
from simpul.kit.actors import Actor
from simpul.kit.outcomes import NotVisible, WrongState
from simpul.network import access, texts, zones
from simpul.network.actions.visits import changeable, inside
from simpul.network.models import ItineraryItem, ReadFile, Visit
from simpul.network.visits.itinerary import Entry, Step, entry_from, steps

DOMAIN = "simpul"


@transaction.atomic
def add_item(*, actor: Actor, visit_id: int, **said: Any) -> ItineraryItem:
    """One entry; `said`: see `checked_item`."""
    access.require_writer(actor)
    visit = changeable(visit_id)
    values = checked_item(visit, **said)
    item = ItineraryItem.objects.create(visit=visit, uid=f"{uuid.uuid4()}@{DOMAIN}", **values)
    record(actor=actor, verb="visit.item_added", subject=visit.subject, data={"item": item.pk})
    return item


@transaction.atomic
def change_item(*, actor: Actor, item_id: int, sequence: int, **said: Any) -> ItineraryItem:
    """Say it anew; the same UID with a higher SEQUENCE moves it in every calendar."""
    access.require_writer(actor)
    item, visit = _item(item_id)
    if item.sequence != sequence:
        raise WrongState(_("Somebody changed this meanwhile. Load the page again."))
    values = checked_item(visit, **said)
    if all(getattr(item, name) == value for name, value in values.items()):
        return item
    for name, value in values.items():
        setattr(item, name, value)
    item.sequence += 1
    item.save()
    record(actor=actor, verb="visit.item_changed", subject=visit.subject, data={"item": item.pk})
    return item


@transaction.atomic
def cancel_item(*, actor: Actor, item_id: int) -> ItineraryItem:
    """It does not take place; calendars are told so, therefore it stays as cancelled."""
    access.require_writer(actor)
    item, visit = _item(item_id)
    if item.cancelled:
        raise WrongState(_("This entry was cancelled already."))
    item.cancelled, item.sequence = True, item.sequence + 1
    item.save()
    record(actor=actor, verb="visit.item_cancelled", subject=visit.subject, data={"item": item.pk})
    return item


def _item(item_id: int) -> tuple[ItineraryItem, Visit]:
    seen = ItineraryItem.objects.filter(pk=item_id).values_list("visit_id", flat=True).first()
    if seen is None:
        raise NotVisible(_("Not found."))
    visit = changeable(seen)
    return ItineraryItem.objects.select_for_update().get(pk=item_id), visit


def checked_item(
    visit: Visit,
    *,
    title: str,
    day: dt.date,
    starts: dt.time,
    ends: dt.time,
    time_zone: str,
    place: str = "",
    note: str = "",
) -> dict[str, Any]:
    """What is kept of an entry. An end earlier than the beginning is on the next day."""
    errors: texts.Errors = {}
    values: dict[str, Any] = {
        "title": texts.line(title),
        "place": texts.line(place),
        "note": texts.block(note),
        "time_zone": texts.zone(errors, time_zone),
    }
    texts.need(errors, title=values["title"])
    texts.limit(errors, 200, title=values["title"])
    texts.limit(errors, 300, place=values["place"])
    texts.limit(errors, 4000, note=values["note"])
    if starts == ends:
        errors["ends"] = [_("It cannot end as it begins.")]
    texts.refuse(errors)
    last = day if ends > starts else day + dt.timedelta(days=1)
    for field, on_day, clock in (("starts", day, starts), ("ends", last, ends)):
        try:
            values[f"{field}_at"] = zones.at(on_day, clock, values["time_zone"])
        except ValueError:
            errors[field] = [_("The clocks there never show this time on that day.")]
    texts.refuse(errors)
    if not inside(visit, values["starts_at"], values["ends_at"]):
        errors["day"] = [_("This day lies outside the visit.")]
    texts.refuse(errors)
    return values


# --- out of a calendar -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a calendar: entries added, changed, cancelled."""

    added: int
    changed: int
    cancelled: int


@transaction.atomic
def take_calendar(*, actor: Actor, read_id: uuid.UUID) -> Taken:
    """Put what was read and looked at into the itinerary: all of it, once."""
    access.require_writer(actor)
    read = ReadFile.objects.select_for_update().filter(pk=read_id, format="calendar").first()
    if read is None or read.visit_id is None:
        raise NotVisible(_("Not found."))
    visit = changeable(read.visit_id)
    if read.used_at is not None:
        raise WrongState(_("This file was taken over already."))
    wanted = steps([entry_from(one) for one in read.rows], known_entries(visit))
    counts = {"add": 0, "change": 0, "cancel": 0, "same": 0}
    for step in wanted:
        counts[step.verb] += 1
        _take(visit, step)
    read.rows, read.used_at = [], timezone.now()
    read.save()
    done = Taken(counts["add"], counts["change"], counts["cancel"])
    record(actor=actor, verb="visit.calendar_taken", subject=visit.subject, data=counts)
    return done


def known_entries(visit: Visit) -> dict[str, Entry]:
    """What the itinerary has, by UID."""
    return {
        item.uid: Entry(
            uid=item.uid,
            title=item.title,
            starts_at=item.starts_at,
            ends_at=item.ends_at,
            time_zone=item.time_zone,
            place=item.place,
            note=item.note,
            sequence=item.sequence,
            cancelled=item.cancelled,
        )
        for item in visit.items.all()
    }


def _take(visit: Visit, step: Step) -> None:
    entry = step.entry
    if step.verb == "same":
        return
    values: dict[str, Any] = {
        "title": entry.title,
        "place": entry.place,
        "note": entry.note,
        "starts_at": entry.starts_at,
        "ends_at": entry.ends_at,
        "time_zone": entry.time_zone,
        "sequence": entry.sequence,
        "cancelled": entry.cancelled,
    }
    if step.verb == "add":
        ItineraryItem.objects.create(visit=visit, uid=entry.uid, imported=True, **values)
        return
    item = ItineraryItem.objects.get(visit=visit, uid=entry.uid)
    if not item.imported and entry.sequence == item.sequence:
        values["sequence"] += 1
    for name, value in values.items():
        setattr(item, name, value)
    item.save()
