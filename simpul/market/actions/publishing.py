"""Publish what a search found: held against what is agreed now, given tables, told to whose day
changed."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from simpul.journal.actions import record
from simpul.kit.actors import Actor
from simpul.kit.outcomes import WrongState
from simpul.market import access, notify
from simpul.market.actions.markets import require_running
from simpul.market.market_document import TableRow, document, group_name, slot_id
from simpul.market.market_rows import rows_of
from simpul.market.models import (
    Market,
    Meeting,
    MeetingPerson,
    Placed,
    Run,
    Seat,
    Slot,
    Table,
    Timetable,
)
from simpul.market.queries import run_for, timetable_of
from simpul.market.seating import Guests, Seating, seat
from simpul.market.timetable.checking import check
from simpul.market.timetable.reading import CannotRead, read_market
from simpul.people.models import User


@transaction.atomic
def publish(
    *, actor: Actor, market: Market, run_id: uuid.UUID | str, now: datetime | None = None
) -> Timetable:
    """Make what a run found the timetable. It is held against what is agreed at this moment by the
    plain checker: WrongState where a rule would be broken now. Only whose day changed hears."""
    user_id = access.require_run(actor)
    require_running(market)
    market = Market.objects.select_for_update().get(pk=market.pk)
    run = run_for(market, run_id)
    if run.state != Run.State.DONE or not run.answer or run.answer["schedule"] is None:
        raise WrongState(_("This search has no timetable to publish."))
    if Timetable.objects.filter(run=run).exists():
        raise WrongState(_("This timetable is published already."))
    schedule, groups = _still(market, run, now or timezone.now())
    before = timetable_of(market)
    timetable = Timetable.objects.create(
        market=market,
        number=before.number + 1 if before else 1,
        run=run,
        published_at=timezone.now(),
        published_by_id=user_id,
    )
    changed = _place(timetable, before, schedule, groups)
    record(
        actor=actor,
        verb="market.published",
        subject=market.subject,
        data={
            "number": timetable.number,
            "run": str(run.pk),
            "placed": len(schedule),
            "changed": len(changed),
        },
    )
    people = User.objects.filter(pk__in=_people(timetable, before, changed))
    notify.published(timetable, people, first=before is None)
    return timetable


def _still(market: Market, run: Run, now: datetime) -> tuple[dict[str, int], dict[str, str]]:
    """Meeting → slot id, and meeting → group of tables, of what the run found, without what was
    cancelled since; checked against today's wishes."""
    rows = rows_of(market, now)
    agreed = {str(one.id) for one in rows.meetings}
    names: Mapping[str, str] = run.answer["schedule"] if run.answer else {}
    found = {meeting: slot for meeting, slot in names.items() if meeting in agreed}
    told_venues: Mapping[str, str] = run.answer.get("venue_of", {}) if run.answer else {}
    told = _("Something has changed since this was computed. Compute the timetable anew.")
    try:
        problem = read_market(json.dumps(document(rows)))
    except (CannotRead, ValueError):
        raise WrongState(told) from None
    places = {slot.id: place for place, slot in enumerate(problem.slots)}
    venues = {one.id: place for place, one in enumerate(problem.venues)}
    groups = {meeting: told_venues.get(meeting, problem.venues[0].id) for meeting in found}
    if any(slot not in places for slot in found.values()) or not set(groups.values()) <= set(
        venues
    ):
        raise WrongState(told)
    seen = check(
        problem,
        {meeting: places[slot] for meeting, slot in found.items()},
        {meeting: venues[one] for meeting, one in groups.items()},
    )
    # Fairness was proven for what went in; a meeting cancelled since may tip it, and that is told
    # by the figures, not by refusing everybody their day.
    if any(fault.code != "unfair" for fault in seen.faults):
        raise WrongState(told)
    return {meeting: slot_id(slot) for meeting, slot in found.items()}, groups


def _place(
    timetable: Timetable,
    before: Timetable | None,
    schedule: Mapping[str, int],
    groups: Mapping[str, str],
) -> set[int]:
    """Give tables and seats; the ids of meetings that are new, elsewhere, or gone."""
    old = {one.meeting_id: one for one in (before.placed.all() if before else ())}
    people: dict[int, list[int]] = {int(one): [] for one in schedule}
    seats = MeetingPerson.objects.filter(meeting__in=people).order_by("pk")
    for meeting, badge in seats.values_list("meeting_id", "badge_id"):
        people[meeting].append(badge)
    given = _tables(timetable.market, schedule, groups, people, old)
    changed = {one for one in old if str(one) not in schedule}
    placed = []
    for name, slot in schedule.items():
        meeting, at = int(name), old.get(int(name))
        same = at is not None and (at.slot_id, at.table_id) == (slot, given[name])
        if not same:
            changed.add(meeting)
        placed.append(
            Placed(
                timetable=timetable,
                meeting_id=meeting,
                slot_id=slot,
                table_id=given[name],
                since=at.since if at is not None and same else timetable.number,
            )
        )
    Placed.objects.bulk_create(placed)
    Seat.objects.bulk_create(
        Seat(placed=one, timetable=timetable, slot_id=one.slot_id, badge_id=badge)
        for one in placed
        for badge in people[one.meeting_id]
    )
    return changed


def _tables(
    market: Market,
    schedule: Mapping[str, int],
    groups: Mapping[str, str],
    people: Mapping[int, list[int]],
    old: Mapping[int, Placed],
) -> dict[str, int]:
    """Meeting → table, by `seating.py`."""
    slots = list(market.slots.all())
    order = {one.pk: place for place, one in enumerate(slots)}
    hosts = dict(Meeting.objects.filter(pk__in=people).values_list("pk", "entry_id"))
    return seat(
        {one: order[slot] for one, slot in schedule.items()},
        {
            one: Guests(one, len(people[int(one)]), str(hosts[int(one)] or ""), groups[one])
            for one in schedule
        },
        [_seating(one, slots) for one in Table.objects.filter(market=market).order_by("pk")],
        {str(one): (order[at.slot_id], at.table_id) for one, at in old.items()},
    )


def _seating(table: Table, slots: list[Slot]) -> Seating:
    opened = table.opened_from
    not_yet = sum(opened is not None and one.starts_at < opened for one in slots)
    group = group_name(TableRow(table.pk, table.venue_id, table.seats))
    return Seating(table.pk, table.seats, not_yet, group)


def _people(timetable: Timetable, before: Timetable | None, changed: set[int]) -> set[int]:
    """The accounts of everybody who sits at one of these meetings, now or before."""
    both = [timetable.pk] + ([before.pk] if before else [])
    rows = Seat.objects.filter(timetable__in=both, placed__meeting__in=changed)
    return set(rows.values_list("badge__person_id", flat=True))
