"""Plan a visit, say who goes, and take it through its states (states.py)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from simpul.journal.actions import record
from simpul.kit.actors import Actor
from simpul.kit.outcomes import InvalidInput, NotAllowed, NotVisible, WrongState
from simpul.network import access, texts, zones
from simpul.network.actions import partners
from simpul.network.actions.encounters import attendant, require_new
from simpul.network.models import Encounter, ItineraryItem, Visit, VisitDelegate
from simpul.network.visits import states

AROUND = dt.timedelta(days=3)
"""So far before and after its days the itinerary may reach: the way there and back."""

LONGEST = dt.timedelta(days=92)


@transaction.atomic
def plan_visit(*, actor: Actor, partner_id: int, **said: Any) -> Visit:
    """A visit of ours, or a delegation that comes; `said`: see `checked`."""
    user = access.require_writer(actor)
    partner = partners.held(partner_id)
    errors: texts.Errors = {}
    values = checked(errors, **said)
    texts.refuse(errors)
    made = Visit.objects.create(created_by_id=user, partner=partner, **values)
    record(actor=actor, verb="visit.planned", subject=made.subject, data={"partner": partner.pk})
    return made


CALLED = ("title", "starts_on", "ends_on", "city", "country", "time_zone")
"""What stands in the calendar: a change of it counts `sequence` up."""


@transaction.atomic
def change_visit(
    *, actor: Actor, visit_id: int, version: int, partner_id: int, **said: Any
) -> Visit:
    """Say it anew, whole, as long as it has not been reported."""
    access.require_writer(actor)
    partner = partners.held(partner_id)
    visit = changeable(visit_id)
    if visit.version != version:
        raise WrongState(_("Somebody changed this meanwhile. Load the page again."))
    errors: texts.Errors = {}
    values = checked(errors, **said)
    texts.refuse(errors)
    values["partner"] = partner
    changed = sorted(name for name, value in values.items() if getattr(visit, name) != value)
    if not changed:
        return visit
    for name, value in values.items():
        setattr(visit, name, value)
    _require_items_inside(visit)
    visit.version += 1
    visit.sequence += 1 if set(changed) & set(CALLED) else 0
    visit.save()
    record(actor=actor, verb="visit.changed", subject=visit.subject, data={"fields": changed})
    return visit


def _require_items_inside(visit: Visit) -> None:
    text = _("“%(title)s” of the itinerary would lie outside the visit. Move it first.")
    for item in visit.items.filter(cancelled=False):
        if not inside(visit, item.starts_at, item.ends_at):
            raise InvalidInput({"starts_on": [text % {"title": item.title}]})


def inside(visit: Visit, starts_at: dt.datetime, ends_at: dt.datetime) -> bool:
    """Within the days of the visit and the way there and back, on the clocks of its place."""
    first = zones.on(starts_at, visit.time_zone).date()
    last = zones.on(ends_at, visit.time_zone).date()
    return visit.starts_on - AROUND <= first and last <= visit.ends_on + AROUND


def checked(
    errors: texts.Errors,
    *,
    direction: str,
    title: str,
    starts_on: dt.date,
    ends_on: dt.date,
    city: str,
    country: str,
    time_zone: str,
    objectives: str,
    briefing: str = "",
    encounter_id: int | None = None,
) -> dict[str, Any]:
    """What is kept of a visit, cleaned; fields that are wrong are added to `errors`."""
    values: dict[str, Any] = {
        "direction": direction,
        "title": texts.line(title),
        "starts_on": starts_on,
        "ends_on": ends_on,
        "city": texts.line(city),
        "country": texts.country(errors, country),
        "time_zone": texts.zone(errors, time_zone),
        "objectives": texts.block(objectives),
        "briefing": texts.block(briefing),
        "encounter_id": encounter_id,
    }
    texts.need(errors, **{name: values[name] for name in ("title", "city", "objectives")})
    texts.limit(errors, 200, title=values["title"])
    texts.limit(errors, 100, city=values["city"])
    texts.limit(errors, 4000, objectives=values["objectives"])
    texts.limit(errors, 20_000, briefing=values["briefing"])
    if direction not in Visit.Direction:
        errors["direction"] = [_("Choose who visits whom.")]
    if ends_on < starts_on:
        errors["ends_on"] = [_("It cannot end before it begins.")]
    elif ends_on - starts_on > LONGEST:
        errors["ends_on"] = [_("A visit lasts three months at most.")]
    if encounter_id is not None and not Encounter.objects.filter(pk=encounter_id).exists():
        errors["encounter_id"] = [_("Choose an encounter.")]
    return values


# --- who goes --------------------------------------------------------------------------------


@transaction.atomic
def add_delegate(
    *,
    actor: Actor,
    visit_id: int,
    side: str,
    person_id: int | None = None,
    user_id: int | None = None,
    name: str = "",
    label: str = "",
) -> VisitDelegate:
    """Somebody goes or comes: theirs by the person's number, ours by account or name."""
    access.require_writer(actor)
    visit = changeable(visit_id)
    row = VisitDelegate(visit=visit, **attendant(side, person_id, user_id, name, label))
    require_new(visit.delegates.all(), row)
    row.save()
    about = {"side": side, "row": row.pk}
    record(actor=actor, verb="visit.delegate_added", subject=visit.subject, data=about)
    return row


@transaction.atomic
def remove_delegate(*, actor: Actor, row_id: int) -> Visit:
    """Does not take part after all."""
    access.require_writer(actor)
    row = VisitDelegate.objects.filter(pk=row_id).first()
    if row is None:
        raise NotVisible(_("Not found."))
    visit = changeable(row.visit_id)
    row.delete()
    about = {"row": row_id}
    record(actor=actor, verb="visit.delegate_removed", subject=visit.subject, data=about)
    return visit


# --- its way ---------------------------------------------------------------------------------


@transaction.atomic
def confirm(*, actor: Actor, visit_id: int) -> Visit:
    """Both sides agreed to it: somebody of ours takes part, and there is an itinerary."""
    access.require_writer(actor)
    visit = held(visit_id)
    if states.may_move(visit.state, "confirm"):
        if not visit.delegates.filter(side="ours").exists():
            raise WrongState(_("Name who of ours takes part, then confirm."))
        if not visit.items.filter(cancelled=False).exists():
            raise WrongState(_("Put something into the itinerary, then confirm."))
    return _moved(actor, visit, "confirm", "visit.confirmed")


@transaction.atomic
def begin(*, actor: Actor, visit_id: int, today: dt.date | None = None) -> Visit:
    """Its first day is here, on the clocks of the place visited."""
    access.require_writer(actor)
    return _begun(actor, held(visit_id), today)


def _begun(actor: Actor, visit: Visit, today: dt.date | None) -> Visit:
    day = today or zones.on(timezone.now(), visit.time_zone).date()
    if states.may_move(visit.state, "begin") and day < visit.starts_on:
        raise WrongState(_("Its first day has not come yet."))
    return _moved(actor, visit, "begin", "visit.begun")


def begin_due(*, actor: Actor, now: dt.datetime) -> int:
    """Every confirmed visit whose first day is here begins; how many did."""
    begun = 0
    due = Visit.objects.filter(
        state=Visit.State.CONFIRMED, starts_on__lte=(now + dt.timedelta(days=1)).date()
    )
    for pk in due.values_list("pk", flat=True):
        with transaction.atomic():
            visit = held(pk)
            day = zones.on(now, visit.time_zone).date()
            if visit.state == Visit.State.CONFIRMED and day >= visit.starts_on:
                _begun(actor, visit, day)
                begun += 1
    return begun


@transaction.atomic
def report(
    *,
    actor: Actor,
    visit_id: int,
    report: str,
    outcomes: str,
    no_costs: bool = False,
    no_gifts: bool = False,
) -> Visit:
    """What was done and what came of it; costs and gifts are declared, or that there were none."""
    user = access.require_writer(actor)
    visit = held(visit_id)
    errors: texts.Errors = {}
    said, came = texts.block(report), texts.block(outcomes)
    texts.need(errors, report=said, outcomes=came)
    texts.limit(errors, 20_000, report=said, outcomes=came)
    for field, none, rows in (
        ("no_costs", no_costs, visit.costs.exists()),
        ("no_gifts", no_gifts, visit.gifts.exists()),
    ):
        if rows and none:
            errors[field] = [_("Some are declared: this cannot be ticked.")]
        elif not rows and not none:
            errors[field] = [_("Declare them, or tick that there were none.")]
    texts.refuse(errors)
    return _moved(
        actor,
        visit,
        "report",
        "visit.reported",
        report=said,
        outcomes=came,
        no_costs=no_costs,
        no_gifts=no_gifts,
        reported_by_id=user,
        reported_at=timezone.now(),
    )


@transaction.atomic
def send_back(*, actor: Actor, visit_id: int, reason: str) -> Visit:
    """The head of service wants the report to be completed."""
    access.require_signer(actor)
    visit = held(visit_id)
    return _moved(
        actor,
        visit,
        "send_back",
        "visit.sent_back",
        reason=_reason(reason),
        reported_by=None,
        reported_at=None,
    )


@transaction.atomic
def close(*, actor: Actor, visit_id: int) -> Visit:
    """The head of service has read the report; never who wrote it."""
    user = access.require_signer(actor)
    visit = held(visit_id)
    if visit.reported_by_id == user:
        raise NotAllowed(_("You wrote this report, so a colleague must close the visit."))
    return _moved(
        actor,
        visit,
        "close",
        "visit.closed",
        closed_by_id=user,
        closed_at=timezone.now(),
        reason="",
    )


@transaction.atomic
def cancel(*, actor: Actor, visit_id: int, reason: str) -> Visit:
    """It does not take place."""
    access.require_writer(actor)
    visit = held(visit_id)
    done = _moved(actor, visit, "cancel", "visit.cancelled", reason=_reason(reason))
    for item in ItineraryItem.objects.filter(visit=done, cancelled=False):
        item.cancelled, item.sequence = True, item.sequence + 1
        item.save()
    return done


def _reason(said: str) -> str:
    reason = texts.block(said)
    errors: texts.Errors = {}
    texts.need(errors, reason=reason)
    texts.limit(errors, 1000, reason=reason)
    texts.refuse(errors)
    return reason


def _moved(actor: Actor, visit: Visit, verb: str, entry: str, **fields: Any) -> Visit:
    done = states.move(visit, verb, **fields)
    record(actor=actor, verb=entry, subject=done.subject)
    return done


def held(visit_id: int) -> Visit:
    """The visit, locked; NotVisible where there is none."""
    visit = Visit.objects.select_for_update().filter(pk=visit_id).first()
    if visit is None:
        raise NotVisible(_("Not found."))
    return visit


def changeable(visit_id: int) -> Visit:
    """The visit, locked, while it may be changed; WrongState afterwards."""
    visit = held(visit_id)
    if visit.state not in states.CHANGEABLE:
        raise WrongState(_("The visit is over: what was said of it stays as it is."))
    return visit
