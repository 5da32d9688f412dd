"""After the last day: ask for the wrap report, take it in, close the case."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from simpul.journal.actions import record
from simpul.kit.actors import Actor, system_actor
from simpul.kit.money import Money, MoneyProblem
from simpul.kit.outcomes import InvalidInput, NotVisible, WrongState
from simpul.papers.actions import store_upload
from simpul.permits import access, notify, queries, states
from simpul.permits.models import Application, Permit, WrapReport

COUNTS = ("actual_days", "local_hires", "trainee_days", "background_days", "room_nights")
SPEND = (
    "labour",
    "location",
    "lodging",
    "transport",
    "catering",
    "equipment",
    "construction",
    "post",
)
MOST = {
    "actual_days": 1000,
    "local_hires": 50_000,
    "trainee_days": 500_000,
    "background_days": 500_000,
    "room_nights": 500_000,
}
MOST_INCIDENTS = 5000


@dataclass(frozen=True, slots=True)
class Wrap:
    """What happened. `counts` by the names in COUNTS, `spend` in whole units by those in SPEND."""

    counts: Mapping[str, int | None]
    spend: Mapping[str, Decimal | None]
    incidents: str = ""
    consent: bool = False


def first_case(number: str) -> Application:
    """The request that began a permit; its wrap report speaks for all versions."""
    return Application.objects.get(permits__number=number, permits__version=1)


def ask_wrap_report(*, permit_id: uuid.UUID, now: dt.datetime | None = None) -> WrapReport | None:
    """Ask once, when the last day of a living permit has passed; None where there is no need."""
    moment = now or timezone.now()
    with transaction.atomic():
        permit = (
            Permit.objects.select_for_update(of=("self",))
            .select_related("application")
            .filter(pk=permit_id)
            .first()
        )
        if permit is None or permit.state not in (Permit.State.VALID, Permit.State.SUSPENDED):
            return None
        if permit.valid_to >= timezone.localdate(moment):
            return None
        application = first_case(permit.number)
        report, made = WrapReport.objects.get_or_create(
            application=application, defaults={"asked_at": moment}
        )
        if not made:
            return None
        record(
            actor=system_actor("worker"),
            verb="wrap.asked",
            subject=application.subject,
            data={"permit": permit.number, "last_day": permit.valid_to.isoformat()},
        )
        notify.wrap_report_wanted(application)
        return report


def submit_wrap_report(
    *, actor: Actor, application_id: uuid.UUID, wrap: Wrap, now: dt.datetime | None = None
) -> WrapReport:
    """Take in the figures and close the case with all its riders. Sent once; a second is refused.

    Raises InvalidInput by field ("actual_days", "spend_labour" …).
    """
    moment = now or timezone.now()
    with transaction.atomic():
        application = queries.application_for(actor, application_id, lock=True)
        access.require(access.can_send(actor, application))
        report = WrapReport.objects.select_for_update().filter(application=application).first()
        if report is None:
            raise NotVisible(_("Not found."))
        if report.submitted_at is not None:
            raise WrongState(_("The wrap report has been sent already."))
        counts, spend = checked(wrap, report.currency)
        for field, value in counts.items():
            setattr(report, field, value)
        report.spend = {name: str(amount) for name, amount in spend.items()}
        report.incidents = wrap.incidents.strip()
        report.consent_to_publish = wrap.consent
        report.submitted_at, report.submitted_by_id = moment, actor.user_id
        report.save()
        record(
            actor=actor,
            verb="wrap.submitted",
            subject=application.subject,
            data={**counts, "spend": report.spend, "consent": wrap.consent},
        )
        _close(application, moment)
        return report


def record_evidence(
    *,
    actor: Actor,
    application_id: uuid.UUID,
    level: str,
    paper: UploadedFile[Any],
    now: dt.datetime | None = None,
) -> WrapReport:
    """An officer compared the figures with a ledger, or has an auditor's report: the paper is kept.

    A level never sinks: what an auditor confirmed is not called a ledger again.
    """
    with transaction.atomic():
        application = queries.application_for(actor, application_id, lock=True)
        access.require(access.can_handle(actor, application))
        report = WrapReport.objects.select_for_update().filter(application=application).first()
        if report is None or report.submitted_at is None:
            raise WrongState(_("The wrap report has not been sent yet."))
        levels = WrapReport.Evidence.values
        if level not in levels[1:]:
            raise InvalidInput({"level": [_("Choose an answer.")]})
        if levels.index(level) < levels.index(report.evidence_level):
            raise WrongState(_("Stronger evidence is already on record."))
        report.evidence = store_upload(
            actor=actor,
            upload=paper,
            kind="wrap_evidence",
            personal_class="case",
            subject=application.subject,
        )
        report.evidence_level, report.evidence_by_label = level, actor.label
        report.evidence_at = now or timezone.now()
        report.save()
        record(
            actor=actor,
            verb="wrap.evidence_recorded",
            subject=application.subject,
            data={"level": level, "sha256": report.evidence.sha256},
        )
        return report


def checked(wrap: Wrap, currency: str) -> tuple[dict[str, int], dict[str, Decimal]]:
    """Counts and amounts, or InvalidInput with every error at its field."""
    errors: dict[str, list[str]] = {}
    counts: dict[str, int] = {}
    spend: dict[str, Decimal] = {}
    for name in COUNTS:
        number = wrap.counts.get(name)
        if number is None or number < 0:
            errors[name] = [_("Write a whole number; 0 if there was none.")]
        elif number > MOST[name]:
            errors[name] = [_("This cannot be: at most %(most)d.") % {"most": MOST[name]}]
        else:
            counts[name] = number
    for name in SPEND:
        amount = wrap.spend.get(name) or Decimal(0)
        try:
            spend[name] = Money(amount, currency).amount
        except MoneyProblem:
            errors[f"spend_{name}"] = [_("Write a whole amount in rupiah, for example 12.500.000.")]
            continue
        if amount < 0:
            errors[f"spend_{name}"] = [_("An amount spent is not negative.")]
    unknown = ({*wrap.counts} - {*COUNTS}) | ({*wrap.spend} - {*SPEND})
    for name in sorted(unknown):
        errors[name] = [_("This is not asked here.")]
    if len(wrap.incidents) > MOST_INCIDENTS:
        errors["incidents"] = [
            _("This is too long; at most %(most)d characters.") % {"most": MOST_INCIDENTS}
        ]
    if errors:
        raise InvalidInput(errors)
    return counts, spend


def _close(application: Application, moment: dt.datetime) -> None:
    numbers = application.permits.values_list("number", flat=True)
    cases = Application.objects.filter(
        permits__number__in=list(numbers), state=Application.State.ISSUED
    ).distinct()
    for case in cases.order_by("created_at"):
        states.move(case, "close", ended_at=moment)
