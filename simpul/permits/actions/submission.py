"""Sending an application, once; and taking it back."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import uuid
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from simpul.journal.actions import record
from simpul.kit.actors import Actor
from simpul.kit.outcomes import InvalidInput, NotAllowed, WrongState
from simpul.kit.references import case_reference
from simpul.permits import access, clearance_clock, notify, queries, states
from simpul.permits.actions.billing import cancel_open_bills
from simpul.permits.actions.derived_days import derive_days
from simpul.permits.actions.intake import end_open_clearances
from simpul.permits.applying import pages
from simpul.permits.applying.details import to_data as details_data
from simpul.permits.applying.details import without_orphans
from simpul.permits.applying.draft import Draft
from simpul.permits.case_draft import draft_of
from simpul.permits.counters import next_number
from simpul.permits.holding import keeping
from simpul.permits.models import Application, PlanRevision
from simpul.permits.planning.plan import to_data as plan_data
from simpul.productions.actions import update_production

_EDITABLE = (Application.State.DRAFT, Application.State.RETURNED)
_ENDED = (Application.State.WITHDRAWN, Application.State.REFUSED, Application.State.CANCELLED)


def submit(
    *,
    actor: Actor,
    application_id: uuid.UUID,
    submit_key: uuid.UUID,
    now: dt.datetime | None = None,
) -> Application:
    """Send the draft, or the corrected file, as the next revision, under today's rules.

    Idempotent: the same `submit_key`, or a case that is already on its way, gives the case as it
    is, and nothing is written or sent twice. Raises InvalidInput (errors by whole path, e.g.
    "plan.days[0].date"), NotAllowed, NotVisible, WrongState for a case that has ended.
    """
    moment = now or timezone.now()
    with transaction.atomic():
        # The row's lock makes a double click wait here and then find the case already sent.
        application = queries.application_for(actor, application_id, lock=True)
        access.require(access.can_send(actor, application))
        if application.submit_key == submit_key:
            return application
        if application.state in _ENDED:
            raise WrongState(_("This case has ended; begin a new application."))
        if application.state not in _EDITABLE:
            return application
        if Application.objects.filter(submit_key=submit_key).exists():
            raise WrongState(_("This page is out of date. Open the application again."))
        return _send(actor, application, submit_key, moment)


def _send(
    actor: Actor, application: Application, submit_key: uuid.UUID, moment: dt.datetime
) -> Application:
    draft = draft_of(application, at=moment)
    errors = pages.problems(draft, today=timezone.localdate(moment))
    if errors:
        raise InvalidInput(errors)
    revision = _freeze(actor, application, draft)
    derive_days(application=application, revision=revision, plan=draft.plan, book=draft.book)
    dates = [day.on for day in draft.plan.days if day.on is not None]
    first_time = application.reference is None
    fields = {
        "plan": revision.plan,
        "details": revision.details,
        "submit_key": submit_key,
        "rule_version_id": draft.book.version_id,
        "tier": draft.answer.tier.code,
        "tier_reasons": pages.tier_reasons(draft),
        "first_day": min(dates),
        "last_day": max(dates),
        "confidential": bool(draft.plan.production.confidential),
        "submitted_at": application.submitted_at or moment,
        "changed_by_id": actor.user_id,
    }
    if first_time:
        fields["reference"] = _next_reference(draft.book, moment)
    states.move(application, "submit", **fields)
    _tell_production(actor, application, draft)
    # What the calendar may say of the title was decided in this very transaction.
    application.production.refresh_from_db()
    keeping.follow(actor=actor, application=application)
    record(
        actor=actor,
        verb="application.submitted" if first_time else "application.resubmitted",
        subject=application.subject,
        data={
            "revision": revision.number,
            "digest": revision.digest,
            "rule_version": draft.book.version_id,
            "tier": application.tier,
            "reference": application.reference,
        },
    )
    notify.application_submitted(application)
    return application


def _freeze(actor: Actor, application: Application, draft: Draft) -> PlanRevision:
    plan = plan_data(draft.plan)
    names = [
        *(spot.id for spot in draft.plan.spots),
        *(row.id for row in draft.plan.traffic or ()),
        *(row.id for row in draft.plan.activities or ()),
    ]
    details = without_orphans(details_data(draft.details), [str(name) for name in names])
    last = application.revisions.order_by("-number").first()
    return PlanRevision.objects.create(
        application=application,
        number=last.number + 1 if last else 1,
        plan=plan,
        details=details,
        digest=digest_of(plan, details),
        created_by_id=_sender(actor),
    )


def _sender(actor: Actor) -> int:
    if actor.user_id is None:
        raise NotAllowed(_("Sign in first."))
    return actor.user_id


def digest_of(plan: Any, details: Any) -> str:
    """SHA-256 over what was sent, in one fixed spelling of JSON (sorted keys, no blanks)."""
    text = json.dumps(
        {"plan": plan, "details": details},
        sort_keys=True,
        separators=(",", ":"),
        ensure_ascii=False,
    )
    return hashlib.sha256(text.encode()).hexdigest()


def _next_reference(book: Any, moment: dt.datetime) -> str:
    year = timezone.localdate(moment).year
    prefix = book.settings.reference_prefix
    return case_reference(prefix, year, next_number(prefix, year))


def _tell_production(actor: Actor, application: Application, draft: Draft) -> None:
    """The title's own row follows what was sent, so that the next application starts from it."""
    production, details = application.production, draft.details
    made = draft.plan.production
    people = [
        {"role": p.role, "name": p.name, "phone": p.phone or "", "email": p.email or ""}
        for p in details.key_people
        if p.role and p.name
    ]
    embargo = details.secrecy.embargo_until if made.confidential else None
    update_production(
        actor=actor,
        production_id=production.pk,
        version=type(production).objects.only("version").get(pk=production.pk).version,
        data={
            "title": made.title,
            "kind": made.type,
            "logline": details.about.logline or production.logline,
            "synopsis": details.about.synopsis or production.synopsis,
            "countries": list(made.countries or production.countries),
            "foreign_producer": made.foreign_producer,
            "notification_no": details.about.notification_no or production.notification_no,
            "notification_date": details.about.notification_date or production.notification_date,
            "foreign_permit_no": details.foreign.permit_no or production.foreign_permit_no,
            "foreign_permit_date": details.foreign.permit_date or production.foreign_permit_date,
            "confidential": bool(made.confidential),
            "embargo_until": embargo,
            **({"key_people": people} if people else {}),
        },
    )


def call_back(
    *, actor: Actor, application_id: uuid.UUID, now: dt.datetime | None = None
) -> Application:
    """Take a sent file back to change it and send it again, by an owner or producer.

    Running clocks stand still, open bills are not asked for any more; who has answered is asked
    again only where something changes. Raises NotVisible, NotAllowed, WrongState.
    """
    moment = now or timezone.now()
    with transaction.atomic():
        application = queries.application_for(actor, application_id, lock=True)
        access.require(access.can_send(actor, application))
        states.move(application, "call_back", changed_by_id=actor.user_id)
        for clearance in application.clearances.filter(state="requested"):
            clearance_clock.pause(clearance, moment)
        cancel_open_bills(application)
        keeping.returned(actor=actor, application=application)
        record(actor=actor, verb="application.called_back", subject=application.subject, data={})
        notify.application_called_back(application)
        return application


def withdraw(
    *,
    actor: Actor,
    application_id: uuid.UUID,
    reason: str,
    now: dt.datetime | None = None,
) -> Application:
    """Take a draft or a sent case back; whoever was asked is told to stop."""
    moment = now or timezone.now()
    with transaction.atomic():
        application = queries.application_for(actor, application_id, lock=True)
        access.require(access.can_send(actor, application))
        was_sent = application.state != Application.State.DRAFT
        if was_sent and not reason.strip():
            raise InvalidInput({"reason": [_("Say why, in a few words.")]})
        if len(reason) > 1000:
            raise InvalidInput({"reason": [_("This is too long; at most 1,000 characters.")]})
        states.move(application, "withdraw", ended_at=moment, end_reason=reason.strip())
        if was_sent:
            end_open_clearances(application)
            cancel_open_bills(application)
        keeping.ended(actor=actor, application=application, reason="withdrawn")
        record(
            actor=actor,
            verb="application.withdrawn",
            subject=application.subject,
            data={"reason": reason.strip(), "was_sent": was_sent},
        )
        if was_sent:
            notify.application_ended(application)
        return application
