"""What comes after a talk: somebody does something until a day."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from simpul.journal.actions import record
from simpul.kit.actors import Actor
from simpul.kit.outcomes import InvalidInput, NotAllowed, NotVisible, WrongState
from simpul.network import access
from simpul.network.models import Encounter, FollowUp, Visit
from simpul.network.promises import notify
from simpul.network.promises.queries import follow_up_for
from simpul.network.queries import owners
from simpul.network.typed import MOST_LINE, MOST_TEXT, checked, gathered


def add_follow_up(
    *,
    actor: Actor,
    what: str,
    owner_id: int,
    due_on: dt.date,
    encounter_id: int | None = None,
    visit_id: int | None = None,
    partner_id: int | None = None,
) -> FollowUp:
    """A follow-up of one encounter or one visit. `partner_id`: which of an encounter's partners;
    not needed where there is one."""
    account = access.require_writer(actor)
    with transaction.atomic():
        errors: dict[str, list[str]] = {}
        texts = gathered(errors, required=("what",), what=(what, MOST_LINE))
        if not owners().filter(pk=owner_id).exists():
            errors["owner"] = [_("Choose somebody who works on partnerships.")]
        origin, partners = _origin(encounter_id, visit_id)
        partner = partner_id or (partners[0] if len(partners) == 1 else None)
        if partner is None or partner not in partners:
            errors["partner"] = [_("Choose one of the partners who were there.")]
        if due_on < _day_of(origin):
            errors["due_on"] = [_("This day is before the talk.")]
        if errors or partner is None:
            raise InvalidInput(errors)
        made = FollowUp.objects.create(
            partner_id=partner,
            encounter_id=encounter_id,
            visit_id=visit_id,
            what=texts["what"],
            owner_id=owner_id,
            due_on=due_on,
            created_by_id=account,
        )
        _say(actor, made, "follow_up.added", due_on=str(due_on), owner=owner_id)
        if owner_id != account:
            notify.follow_up_given(made)
        return made


def _origin(encounter_id: int | None, visit_id: int | None) -> tuple[Encounter | Visit, list[int]]:
    """What it comes from, and the partners who were there."""
    if visit_id is not None and encounter_id is None:
        visit = Visit.objects.filter(pk=visit_id).first()
        if visit is not None:
            return visit, [visit.partner_id]
    elif encounter_id is not None and visit_id is None:
        encounter = Encounter.objects.filter(pk=encounter_id).first()
        if encounter is not None:
            rows = encounter.with_partners.order_by("pk")
            return encounter, list(rows.values_list("partner_id", flat=True))
    raise NotVisible(_("Not found."))


def _day_of(origin: Encounter | Visit) -> dt.date:
    return origin.held_on if isinstance(origin, Encounter) else origin.starts_on


def end_follow_up(
    *,
    actor: Actor,
    follow_up_id: int,
    done: bool,
    outcome: str,
    now: dt.datetime | None = None,
) -> FollowUp:
    """Done, with what came of it; or dropped, with the reason. By its owner or who writes here."""
    moment = now or timezone.now()
    with transaction.atomic():
        row = follow_up_for(actor, follow_up_id, lock=True)
        account = access.account(actor)
        if row.owner_id != account and not access.can_write(actor):
            raise NotAllowed(access.can_write(actor).reason)
        if row.state != FollowUp.State.OPEN:
            raise WrongState(_("Somebody else was first: this follow-up has ended."))
        texts = checked(required=("outcome",), outcome=(outcome, MOST_TEXT))
        row.state = FollowUp.State.DONE if done else FollowUp.State.DROPPED
        row.outcome = texts["outcome"]
        row.ended_on = timezone.localdate(moment)
        row.ended_by_id, row.ended_at = account, moment
        row.save()
        _say(actor, row, "follow_up.done" if done else "follow_up.dropped", text=row.outcome)
        return row


def _say(actor: Actor, row: FollowUp, verb: str, **data: object) -> None:
    record(actor=actor, verb=verb, subject=row.subject, data={"follow_up": row.pk, **data})
