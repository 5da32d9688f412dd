"""Verbs of the completeness check: take the case, return it with questions, accept it.

Accepting is the moment the law knows as "complete": clearances are asked in parallel, each with its
own clock, and the fee lines are frozen with their rule version.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from simpul.city.book import CityBook
from simpul.city.queries import city_book
from simpul.journal.actions import record
from simpul.kit.actors import Actor
from simpul.kit.outcomes import InvalidInput, NotAllowed, WrongState
from simpul.people.actors import load_actor
from simpul.people.models import User
from simpul.permits import access, clearance_clock, notify, queries, states
from simpul.permits.actions.asking import ask_authorities
from simpul.permits.actions.billing import cancel_open_bills, freeze_fee_lines
from simpul.permits.actions.lengths import MOST_LAW, MOST_TEXT, too_long
from simpul.permits.actions.settling import settle
from simpul.permits.case_draft import papers_not_in, sent_draft
from simpul.permits.holding import keeping
from simpul.permits.models import Application, Clearance, PlanRevision, Question
from simpul.permits.planning.plan import Plan, parse_plan


def take_case(
    *, actor: Actor, application_id: uuid.UUID, officer_id: int | None = None
) -> Application:
    """Name the case officer: oneself, or (head of service) a colleague.

    The named officer must hold the role and must not have an interest in the company.
    """
    with transaction.atomic():
        application = queries.application_for(actor, application_id, lock=True)
        access.require(access.can_handle(actor, application))
        if application.state not in states.OPEN:
            raise WrongState(_("The case is closed."))
        chosen = officer_id or actor.user_id
        if chosen != actor.user_id and not actor.has_role("head_of_service"):
            raise NotAllowed(_("Only the head of service gives cases to others."))
        officer = User.objects.filter(pk=chosen, is_active=True).first() if chosen else None
        if officer is None:
            raise InvalidInput({"officer": [_("Choose a case officer.")]})
        answer = access.can_handle(load_actor(officer), application)
        if not answer:
            raise InvalidInput({"officer": [answer.reason]})
        if application.officer_id == officer.pk:
            return application
        before = application.officer_id
        Application.objects.filter(pk=application.pk).update(officer=officer)
        record(
            actor=actor,
            verb="application.officer_named",
            subject=application.subject,
            data={"officer": officer.pk, "before": before},
        )
        application.refresh_from_db()
        notify.officer_named(application)
        return application


def return_to_applicant(
    *,
    actor: Actor,
    application_id: uuid.UUID,
    questions: Sequence[Mapping[str, str]],
    now: dt.datetime | None = None,
) -> Application:
    """The file is not complete: say what is missing, part by part.

    No clock has started yet; in a file that had been accepted, running clocks stand still until it
    is complete again.
    """
    moment = now or timezone.now()
    asked = [q for q in questions if q.get("text", "").strip()]
    with transaction.atomic():
        application = queries.application_for(actor, application_id, lock=True)
        access.require(access.can_decide(actor, application))
        if not asked:
            raise InvalidInput({"questions": [_("Write at least one question.")]})
        states.move(application, "return")
        for clearance in application.clearances.filter(state=Clearance.State.REQUESTED):
            clearance_clock.pause(clearance, moment)
        Question.objects.bulk_create(
            Question(
                application=application,
                text=q["text"].strip(),
                part=q.get("part", "")[:60],
                asked_by_label=actor.label,
                asked_at=moment,
            )
            for q in asked
        )
        keeping.returned(actor=actor, application=application)
        record(
            actor=actor,
            verb="application.returned",
            subject=application.subject,
            data={"questions": [q["text"].strip() for q in asked]},
        )
        notify.application_returned(application)
        return application


def accept_complete(
    *,
    actor: Actor,
    application_id: uuid.UUID,
    although_missing: bool = False,
    now: dt.datetime | None = None,
) -> Application:
    """The file is complete: ask every authority in the chain's order and start the clocks.

    Papers that the rules ask for and nobody attached are refused as InvalidInput at
    "although_missing", unless the officer says so; the journal keeps which were missing.
    """
    moment = now or timezone.now()
    with transaction.atomic():
        application = queries.application_for(actor, application_id, lock=True)
        access.require(access.can_decide(actor, application))
        if application.officer_id is None:
            raise WrongState(_("Take the case first, so that it has a named officer."))
        revision, plan, book = _as_sent(application)
        missing = [paper.code for paper in papers_not_in(sent_draft(application, revision, book))]
        if missing and not although_missing:
            raise InvalidInput(
                {"although_missing": [_("Confirm that the file may go on without.")]}
            )
        states.move(application, "accept", complete_at=moment)
        record(
            actor=actor,
            verb="application.accepted",
            subject=application.subject,
            data={
                "revision": revision.number,
                "rule_version": application.rule_version_id,
                "missing_documents": missing,
            },
        )
        keeping.accepted(actor=actor, application=application, now=moment)
        freeze_fee_lines(application=application, revision=revision, plan=plan, book=book)
        ask_authorities(
            actor=actor,
            application=application,
            revision=revision,
            plan=plan,
            book=book,
            now=moment,
        )
        settle(actor=actor, application=application)
        notify.application_accepted(application)
        return application


def _as_sent(application: Application) -> tuple[PlanRevision, Plan, CityBook]:
    """The newest revision with its plan, read under the case's own rules."""
    revision = application.revisions.order_by("number").last()
    if revision is None:
        raise WrongState(_("Nothing has been sent yet."))
    book = city_book(application.rule_version_id)
    parsed = parse_plan(revision.plan, book)
    if parsed.errors:
        raise InvalidInput(parsed.errors)
    return revision, parsed.plan, book


def refuse_application(
    *,
    actor: Actor,
    application_id: uuid.UUID,
    reason: str,
    law: str,
    appeal: str = "",
    now: dt.datetime | None = None,
) -> Application:
    """Refuse the whole request, with reason and law. The letter says how one objects and appeals;
    `appeal` adds where and until when."""
    moment = now or timezone.now()
    errors = too_long(reason=(reason, MOST_TEXT), law=(law, MOST_LAW), appeal=(appeal, MOST_TEXT))
    if not reason.strip():
        errors["reason"] = [_("A refusal needs its reason.")]
    if not law.strip():
        errors["law"] = [_("A refusal names the law it rests on.")]
    with transaction.atomic():
        application = queries.application_for(actor, application_id, lock=True)
        access.require(access.can_sign(actor, application))
        if errors:
            raise InvalidInput(errors)
        states.move(
            application,
            "refuse",
            end_reason=reason.strip(),
            end_law=law.strip(),
            end_appeal=appeal.strip(),
            ended_at=moment,
        )
        end_open_clearances(application)
        cancel_open_bills(application)
        keeping.ended(actor=actor, application=application, reason="refused")
        record(
            actor=actor,
            verb="application.refused",
            subject=application.subject,
            data={"reason": reason.strip(), "law": law.strip(), "appeal": appeal.strip()},
        )
        notify.application_refused(application)
        return application


def end_open_clearances(application: Application) -> None:
    """When a case ends nobody is asked any longer; links to it stop working by this state."""
    application.clearances.filter(state__in=queries.OPEN_CLEARANCE).update(
        state="ended", due_on=None
    )
