"""An authority needs something from the applicant; the clock waits for the reply."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from simpul.journal.actions import record
from simpul.kit.actors import Actor
from simpul.kit.outcomes import InvalidInput, NotVisible, WrongState
from simpul.permits import access, clearance_clock, notify
from simpul.permits.actions.clearances.rules import LIVE, require_answerable
from simpul.permits.actions.holding import hold_case, hold_clearance
from simpul.permits.models import Clearance, Question


def ask_applicant(
    *, actor: Actor, clearance_id: int, text: str, now: dt.datetime | None = None
) -> Question:
    """An authority needs something from the applicant: its clock pauses until the answer."""
    moment = now or timezone.now()
    with transaction.atomic():
        clearance = hold_clearance(actor, clearance_id)
        access.require(access.can_answer(actor, clearance))
        require_answerable(clearance)
        if clearance.state != Clearance.State.REQUESTED:
            raise WrongState(_("A question is already open; wait for its answer."))
        if not text.strip():
            raise InvalidInput({"text": [_("Write the question.")]})
        question = Question.objects.create(
            application=clearance.application,
            clearance=clearance,
            text=text.strip(),
            asked_by_label=actor.label,
            asked_at=moment,
        )
        clearance.state = Clearance.State.NEEDS_INFORMATION
        clearance.save(update_fields=["state"])
        clearance_clock.pause(clearance, moment)
        record(
            actor=actor,
            verb="clearance.question_asked",
            subject=clearance.application.subject,
            data={"clearance": clearance.pk, "authority": clearance.authority_code},
        )
        notify.question_asked(question)
        return question


def answer_question(
    *, actor: Actor, question_id: int, answer: str, now: dt.datetime | None = None
) -> Question:
    """The applicant answers; the authority's clock runs on where it had stopped."""
    moment = now or timezone.now()
    with transaction.atomic():
        question = _held_question(question_id)
        access.require_visible(actor, question.application)
        if actor.companies.get(question.application.company_id) not in access.EDITING_ROLES:
            access.require(access.can_edit(actor, question.application))
        if question.answered_at:
            raise WrongState(
                _("This was already answered by %(who)s.") % {"who": question.answered_by_label}
            )
        if not answer.strip():
            raise InvalidInput({"answer": [_("Write the answer.")]})
        question.answer = answer.strip()
        question.answered_at = moment
        question.answered_by_label = actor.label
        question.save(update_fields=["answer", "answered_at", "answered_by_label"])
        if question.clearance:
            _resume(question.clearance, moment)
        record(
            actor=actor,
            verb="question.answered",
            subject=question.application.subject,
            data={"question": question.pk},
        )
        notify.question_answered(question)
        return question


def _held_question(question_id: int) -> Question:
    seen = Question.objects.filter(pk=question_id).first()
    if seen is None:
        raise NotVisible(_("Not found."))
    hold_case(seen.application_id)
    return (
        Question.objects.select_for_update(of=("self",))
        .select_related("application", "clearance")
        .get(pk=question_id)
    )


def _resume(clearance: Clearance, moment: dt.datetime) -> None:
    if clearance.state != Clearance.State.NEEDS_INFORMATION:
        return
    clearance.state = Clearance.State.REQUESTED
    clearance.save(update_fields=["state"])
    # A file that went back to its applicant keeps every clock still until it is complete again.
    if clearance.application.state in LIVE:
        clearance_clock.resume(clearance, moment)
