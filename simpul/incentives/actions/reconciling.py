"""At the audit: what was declared is held against what permits and wrap reports say."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from simpul.incentives import access
from simpul.incentives.actions.holding import hold_case
from simpul.incentives.actions.lengths import MOST_TEXT
from simpul.incentives.case.permit_record import FIGURES, Figure, recorded
from simpul.incentives.models import Case, Reconciled
from simpul.incentives.queries import open_award
from simpul.journal.actions import record
from simpul.kit.actors import Actor
from simpul.kit.outcomes import InvalidInput, WrongState
from simpul.people.access import require_signed_in


@dataclass(frozen=True, slots=True)
class Side:
    """One figure with both words: the company's and the record's."""

    key: str
    declared: Decimal | None
    figure: Figure

    @property
    def differs(self) -> bool:
        return self.figure.value is not None and self.declared not in (None, self.figure.value)


def sides(case: Case) -> list[Side]:
    """Every figure of the case as declared and as recorded now."""
    found = recorded(case.production_id)
    return [
        Side(
            key,
            Decimal(case.declared[key]) if key in case.declared else None,
            found[key],
        )
        for key in FIGURES
    ]


def reconcile(
    *,
    actor: Actor,
    case_id: uuid.UUID,
    accepted: Mapping[str, str],
    reasons: Mapping[str, str],
    now: dt.datetime | None = None,
) -> list[Reconciled]:
    """Say for every figure what counts. What is not the recorded value needs its reason.

    By the case's officer or an auditor, while the audit runs; again until an award is proposed.
    """
    moment = now or timezone.now()
    with transaction.atomic():
        _fund, case = hold_case(actor, case_id)
        if not access.can_handle(actor, case):
            access.require(access.can_audit(actor, case))
        if case.state != Case.State.AUDIT or open_award(case) is not None:
            raise WrongState(_("Figures are compared during the audit, before the final award."))
        rows = _rows(case, accepted, reasons)
        case.reconciled.all().delete()
        for row in rows:
            row.decided_by_id, row.decided_at = require_signed_in(actor), moment
        made = Reconciled.objects.bulk_create(rows)
        record(
            actor=actor,
            verb="incentive.reconciled",
            subject=case.subject,
            data={
                row.key: {
                    "declared": _text(row.declared),
                    "recorded": _text(row.recorded),
                    "accepted": _text(row.accepted),
                }
                for row in made
            },
        )
        return made


def _rows(case: Case, accepted: Mapping[str, str], reasons: Mapping[str, str]) -> list[Reconciled]:
    errors: dict[str, list[str]] = {}
    rows = []
    for side in sides(case):
        reason = reasons.get(side.key, "").strip()
        try:
            value = Decimal(str(accepted.get(side.key, "")).strip())
        except InvalidOperation:
            value = Decimal(-1)
        if not value.is_finite() or not 0 <= value < Decimal(10) ** 9 or value != round(value, 2):
            errors[side.key] = [_("Write a whole number; 0 if there was none.")]
        elif side.figure.value != value and not reason:
            errors[f"{side.key}_reason"] = [
                _("Say what this rests on: it is not what permits and wrap reports say.")
            ]
        elif len(reason) > MOST_TEXT:
            errors[f"{side.key}_reason"] = [
                _("This is too long; at most %(most)d characters.") % {"most": MOST_TEXT}
            ]
        else:
            rows.append(
                Reconciled(
                    case=case,
                    key=side.key,
                    declared=side.declared,
                    recorded=side.figure.value,
                    sources=list(side.figure.sources),
                    # What differs from the record rests on a person's reason, not on the record.
                    evidence=side.figure.evidence if side.figure.value == value else "declared",
                    accepted=value,
                    reason=reason,
                )
            )
    if errors:
        raise InvalidInput(errors)
    return rows


def _text(value: Decimal | None) -> str:
    return "" if value is None else str(value)
