"""Verbs of one clearance: ask the applicant, answer, record a letter, claim a deemed grant.

Each verb takes the actor and plain data, checks access and state again, owns its transaction,
writes the journal and queues the messages in it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from simpul.city.queries import city_book
from simpul.journal.actions import record
from simpul.kit.actors import Actor
from simpul.kit.outcomes import InvalidInput, NotVisible, WrongState
from simpul.papers.actions import store_upload
from simpul.permits import access, clearance_clock, notify, queries, states
from simpul.permits.actions.holding import hold_case, hold_clearance
from simpul.permits.actions.lengths import MOST_LAW, MOST_NAME, MOST_TEXT, too_long
from simpul.permits.actions.settling import settle
from simpul.permits.models import (
    Application,
    AttachedCondition,
    Clearance,
    ClockEvent,
    Question,
)

LIVE = (
    Application.State.IN_REVIEW,
    Application.State.AWAITING_PAYMENT,
    Application.State.READY,
    # A held part (the drone, the blast) may be answered after the rest has been issued.
    Application.State.ISSUED,
)


def _answerable(clearance: Clearance) -> None:
    if clearance.application.state not in LIVE:
        raise WrongState(_("The case is no longer with the authorities."))
    if clearance.state == Clearance.State.ANSWERED:
        raise WrongState(
            _("This was already answered by %(who)s.") % {"who": clearance.answered_by_label}
        )
    if clearance.state == Clearance.State.WAITING:
        raise WrongState(_("Another authority must answer first."))
    if clearance.state == Clearance.State.ENDED:
        raise WrongState(_("This request has ended."))


def _checked_verdict(
    *, verdict: str, reason: str, law: str, conditions: Sequence[Mapping[str, Any]]
) -> None:
    errors = too_long(reason=(reason, MOST_TEXT), law=(law, MOST_LAW))
    if verdict not in Clearance.Verdict.values:
        errors["verdict"] = [_("Choose an answer.")]
    if verdict == Clearance.Verdict.REFUSE:
        if not reason.strip():
            errors["reason"] = [_("A refusal needs its reason.")]
        if not law.strip():
            errors["law"] = [_("A refusal names the law it rests on.")]
    if verdict == Clearance.Verdict.APPROVE_WITH_CONDITIONS and not conditions:
        errors["conditions"] = [_("Choose or write at least one condition.")]
    if verdict not in (Clearance.Verdict.APPROVE_WITH_CONDITIONS, "") and conditions:
        errors["conditions"] = [_("Conditions go with “Approved with conditions” only.")]
    if errors:
        raise InvalidInput(errors)


def _condition_rows(
    clearance: Clearance, codes: Sequence[str], own_text: str
) -> list[AttachedCondition]:
    """Library conditions keep their text and law as they stand in the case's rule version."""
    library = city_book(clearance.application.rule_version_id).conditions
    unknown = [code for code in codes if code not in library]
    if unknown:
        raise InvalidInput(
            {"conditions": [_("Unknown condition: %(code)s") % {"code": ", ".join(unknown)}]}
        )
    rows = [
        AttachedCondition(
            clearance=clearance,
            code=code,
            texts=dict(library[code].texts),
            law="; ".join(library[code].law),
        )
        for code in codes
    ]
    if own_text.strip():
        text = own_text.strip()
        rows.append(AttachedCondition(clearance=clearance, texts={"id": text, "en": text}))
    return rows


def give_verdict(
    *,
    actor: Actor,
    clearance_id: int,
    verdict: str,
    reason: str = "",
    law: str = "",
    note: str = "",
    condition_codes: Sequence[str] = (),
    own_condition: str = "",
    now: dt.datetime | None = None,
) -> Clearance:
    """A desk (or a link) answers its own clearance.

    Raises InvalidInput per field, NotAllowed, WrongState when somebody answered first.
    Stops the clock, wakes the clearances that waited for this one, settles the case.
    """
    with transaction.atomic():
        clearance = hold_clearance(actor, clearance_id)
        access.require(access.can_answer(actor, clearance))
        return _answer(
            actor=actor,
            clearance=clearance,
            verdict=verdict,
            reason=reason,
            law=law,
            note=note,
            condition_codes=condition_codes,
            own_condition=own_condition,
            channel="link" if actor.kind == "link" else "desk",
            now=now or timezone.now(),
        )


def record_verdict(
    *,
    actor: Actor,
    clearance_id: int,
    verdict: str,
    evidence: UploadedFile[Any],
    heard_from: str,
    reason: str = "",
    law: str = "",
    condition_codes: Sequence[str] = (),
    own_condition: str = "",
    now: dt.datetime | None = None,
) -> Clearance:
    """A case officer records an authority's letter or call, with the paper attached."""
    with transaction.atomic():
        clearance = hold_clearance(actor, clearance_id)
        access.require_visible(actor, clearance.application)
        access.require(access.can_record(actor, clearance.application))
        if not heard_from.strip():
            raise InvalidInput({"heard_from": [_("Say who wrote or called.")]})
        if errors := too_long(heard_from=(heard_from, MOST_NAME)):
            raise InvalidInput(errors)
        clearance.evidence = store_upload(
            actor=actor,
            upload=evidence,
            kind="verdict_evidence",
            personal_class="case",
            subject=clearance.application.subject,
        )
        return _answer(
            actor=actor,
            clearance=clearance,
            verdict=verdict,
            reason=reason,
            law=law,
            note=_("Recorded by %(officer)s from %(source)s")
            % {"officer": actor.label, "source": heard_from.strip()},
            condition_codes=condition_codes,
            own_condition=own_condition,
            channel="recorded",
            now=now or timezone.now(),
        )


def _answer(
    *,
    actor: Actor,
    clearance: Clearance,
    verdict: str,
    reason: str,
    law: str,
    note: str,
    condition_codes: Sequence[str],
    own_condition: str,
    channel: str,
    now: dt.datetime,
) -> Clearance:
    _answerable(clearance)
    rows = _condition_rows(clearance, condition_codes, own_condition)
    _checked_verdict(
        verdict=verdict, reason=reason, law=law, conditions=[{"code": row.code} for row in rows]
    )
    changed = Clearance.objects.filter(
        pk=clearance.pk, state__in=["requested", "needs_information"]
    ).update(
        state=Clearance.State.ANSWERED,
        verdict=verdict,
        reason=reason.strip(),
        law=law.strip(),
        note=note,
        answered_at=now,
        answered_by_label=actor.label,
        channel=channel,
        evidence=clearance.evidence,
    )
    if changed != 1:
        raise WrongState(_("Somebody else was first. Look at the case again."))
    AttachedCondition.objects.bulk_create(rows)
    ClockEvent.objects.create(clearance=clearance, kind="stop", at=now, reason=verdict)
    record(
        actor=actor,
        verb="clearance.answered",
        subject=clearance.application.subject,
        data={
            "clearance": clearance.pk,
            "authority": clearance.authority_code,
            "verdict": verdict,
            "reason": reason.strip(),
            "law": law.strip(),
            "channel": channel,
            "conditions": [row.code or row.texts for row in rows],
        },
    )
    clearance.refresh_from_db()
    wake_waiting(actor=actor, application=clearance.application, now=now)
    settle(actor=actor, application=clearance.application)
    notify.clearance_answered(clearance)
    return clearance


def ask_applicant(
    *, actor: Actor, clearance_id: int, text: str, now: dt.datetime | None = None
) -> Question:
    """An authority needs something from the applicant: its clock pauses until the answer."""
    moment = now or timezone.now()
    with transaction.atomic():
        clearance = hold_clearance(actor, clearance_id)
        access.require(access.can_answer(actor, clearance))
        _answerable(clearance)
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
        clearance_clock.pause(clearance, moment, text.strip())
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


def wake_waiting(*, actor: Actor, application: Application, now: dt.datetime) -> None:
    """Ask those whose predecessors have all answered favourably (national before city, …)."""
    clearances = list(application.clearances.exclude(state=Clearance.State.ENDED))
    settled = {f"{c.authority_code}:{c.kind}" for c in clearances if c.is_positive}
    present = {f"{c.authority_code}:{c.kind}" for c in clearances}
    for clearance in clearances:
        if clearance.state != Clearance.State.WAITING:
            continue
        if all(key in settled or key not in present for key in clearance.after):
            start_clearance(actor=actor, clearance=clearance, now=now)


def start_clearance(*, actor: Actor, clearance: Clearance, now: dt.datetime) -> None:
    """Ask the authority: state, clock (only for verified rules) and messages."""
    clearance.state = Clearance.State.REQUESTED
    clearance.requested_at = now
    clearance.save(update_fields=["state", "requested_at"])
    ClockEvent.objects.create(clearance=clearance, kind="start", at=now)
    clearance.due_on = clearance_clock.due_on(clearance, now)
    clearance.save(update_fields=["due_on"])
    record(
        actor=actor,
        verb="clearance.requested",
        subject=clearance.application.subject,
        data={
            "clearance": clearance.pk,
            "authority": clearance.authority_code,
            "due_on": clearance.due_on.isoformat() if clearance.due_on else None,
        },
    )
    notify.clearance_requested(clearance)


def claim_deemed_grant(
    *, actor: Actor, clearance_id: int, now: dt.datetime | None = None
) -> Clearance:
    """The applicant claims that silence past the deadline counts as a grant.

    UU 30/2014 art. 53(4) as amended. Only a claim: nothing is granted until a person
    countersigns, and it is never open for police or safety clearances.
    """
    moment = now or timezone.now()
    with transaction.atomic():
        clearance = hold_clearance(actor, clearance_id)
        access.require(access.can_send(actor, clearance.application))
        _answerable(clearance)
        if not clearance.deemed_allowed:
            raise WrongState(_("A deemed grant is never possible for this authority."))
        if clearance.due_on is None or timezone.localdate(moment) <= clearance.due_on:
            raise WrongState(_("The deadline of this authority has not passed."))
        if clearance.deemed_claimed_at:
            raise WrongState(_("This was already claimed."))
        clearance.deemed_claimed_at = moment
        clearance.save(update_fields=["deemed_claimed_at"])
        record(
            actor=actor,
            verb="clearance.deemed_claimed",
            subject=clearance.application.subject,
            data={"clearance": clearance.pk, "due_on": clearance.due_on.isoformat()},
        )
        notify.deemed_claimed(clearance)
        return clearance


def countersign_deemed_grant(
    *, actor: Actor, clearance_id: int, note: str, now: dt.datetime | None = None
) -> Clearance:
    """The head of service countersigns a claim: it then counts as “no objection”."""
    moment = now or timezone.now()
    with transaction.atomic():
        clearance = hold_clearance(actor, clearance_id)
        access.require_visible(actor, clearance.application)
        access.require(access.can_countersign(actor, clearance))
        if not clearance.deemed_claimed_at:
            raise WrongState(_("Nobody has claimed a deemed grant here."))
        clearance.deemed_countersigned_by_id = actor.user_id
        clearance.save(update_fields=["deemed_countersigned_by"])
        return _answer(
            actor=actor,
            clearance=clearance,
            verdict=Clearance.Verdict.NO_OBJECTION,
            reason=note,
            law=_("UU 30/2014 art. 53(4)"),
            note=_("Deemed grant, countersigned by %(who)s") % {"who": actor.label},
            condition_codes=(),
            own_condition="",
            channel="deemed",
            now=moment,
        )


def escalate_late(*, actor: Actor, now: dt.datetime | None = None) -> int:
    """Tell officer and head of service of every answer that is late; once per clearance."""
    moment = now or timezone.now()
    count = 0
    for late in queries.late_clearances(timezone.localdate(moment)):
        with transaction.atomic():
            hold_case(late.application_id)
            taken = Clearance.objects.filter(
                pk=late.pk, state="requested", escalated_at__isnull=True
            ).update(escalated_at=moment)
            if taken != 1:
                continue
            record(
                actor=actor,
                verb="clearance.escalated",
                subject=late.application.subject,
                data={"clearance": late.pk, "due_on": str(late.due_on)},
            )
            notify.clearance_late(late)
            count += 1
    return count


def reopen_clearance(
    *, actor: Actor, clearance_id: int, reason: str, now: dt.datetime | None = None
) -> Clearance:
    """An answer was given in error or must be asked again: a new round, the old one stays."""
    moment = now or timezone.now()
    with transaction.atomic():
        clearance = hold_clearance(actor, clearance_id)
        application = clearance.application
        access.require_visible(actor, application)
        access.require(access.can_decide(actor, application))
        if clearance.state != Clearance.State.ANSWERED:
            raise WrongState(_("Only an answered request can be asked again."))
        if not reason.strip():
            raise InvalidInput({"reason": [_("Say why it is asked again.")]})
        if application.state in (Application.State.READY, Application.State.AWAITING_PAYMENT):
            states.move(application, "reopen")
        elif application.state != Application.State.IN_REVIEW:
            raise WrongState(_("The case is no longer with the authorities."))
        fresh = _next_round(clearance)
        record(
            actor=actor,
            verb="clearance.reopened",
            subject=application.subject,
            data={"clearance": clearance.pk, "round": fresh.round, "reason": reason.strip()},
        )
        start_clearance(actor=actor, clearance=fresh, now=moment)
        return fresh


def _next_round(clearance: Clearance) -> Clearance:
    Clearance.objects.filter(pk=clearance.pk).update(state=Clearance.State.ENDED)
    return Clearance.objects.create(
        application=clearance.application,
        revision=clearance.revision,
        authority_code=clearance.authority_code,
        kind=clearance.kind,
        round=clearance.round + 1,
        replaces=clearance,
        position=clearance.position,
        after=clearance.after,
        severable=clearance.severable,
        concerns=clearance.concerns,
        documents=clearance.documents,
        rule=clearance.rule,
        verified=clearance.verified,
        process_days=clearance.process_days,
        process_unit=clearance.process_unit,
        deemed_allowed=clearance.deemed_allowed,
    )
