"""The case's officer says that shooting began or ended: parts of the money wait for it."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from simpul.incentives import access
from simpul.incentives.actions.holding import hold_case
from simpul.incentives.actions.lengths import MOST_LAW, checked
from simpul.incentives.case.parts import due_of, numbered
from simpul.incentives.case.schedule import LIVING, PROMISED
from simpul.incentives.models import Award, Case, Milestone
from simpul.incentives.queries import approved_award
from simpul.journal.actions import record
from simpul.kit.actors import Actor
from simpul.kit.outcomes import InvalidInput, WrongState
from simpul.people.access import require_signed_in


def wanted(case: Case) -> list[str]:
    """Milestones that parts of the provisional award wait for, in the order they are paid."""
    award = approved_award(case, Award.Kind.PROVISIONAL)
    if award is None or case.state not in PROMISED:
        return []
    found = [due_of(part) for _number, part in numbered(award.parts)]
    return [kind for kind in dict.fromkeys(found) if kind in Milestone.Kind.values]


def record_milestone(
    *,
    actor: Actor,
    case_id: uuid.UUID,
    kind: str,
    day: dt.date,
    basis: str,
    now: dt.datetime | None = None,
) -> Milestone:
    """Record it, or correct it as long as nothing was prepared for it.

    Raises InvalidInput (a day to come, a beginning after the end), WrongState.
    """
    moment = now or timezone.now()
    with transaction.atomic():
        _fund, case = hold_case(actor, case_id)
        access.require(access.can_handle(actor, case))
        if kind not in wanted(case):
            raise WrongState(_("No part of the money waits for this."))
        texts = checked(required=("basis",), basis=(basis, MOST_LAW))
        if day > timezone.localdate(moment):
            raise InvalidInput({"day": [_("This day is still to come.")]})
        _require_order(case, kind, day)
        if _used(case, kind):
            raise WrongState(_("A payment was prepared for this already."))
        milestone, _new = Milestone.objects.update_or_create(
            case=case,
            kind=kind,
            defaults={
                "day": day,
                "basis": texts["basis"],
                "recorded_by_id": require_signed_in(actor),
                "recorded_at": moment,
            },
        )
        data = {"kind": kind, "day": day.isoformat(), "basis": milestone.basis}
        record(actor=actor, verb="incentive.milestone", subject=case.subject, data=data)
        return milestone


def _require_order(case: Case, kind: str, day: dt.date) -> None:
    other = case.milestones.exclude(kind=kind).first()
    if other is None:
        return
    began, ended = (day, other.day) if kind == Milestone.Kind.PHOTOGRAPHY else (other.day, day)
    if ended < began:
        raise InvalidInput({"day": [_("The end must be after the beginning.")]})


def _used(case: Case, kind: str) -> bool:
    award = approved_award(case, Award.Kind.PROVISIONAL)
    assert award is not None  # `wanted` found one
    numbers = [number for number, part in numbered(award.parts) if due_of(part) == kind]
    return case.payments.filter(award=award, part__in=numbers, state__in=LIVING).exists()
