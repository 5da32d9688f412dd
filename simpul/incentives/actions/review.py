"""From the sent request to its end: take it, ask, answer, refuse, object, withdraw, lapse."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from simpul.incentives import access, ledger, notify, states
from simpul.incentives.actions.awards import drop_open
from simpul.incentives.actions.ending import at_bank, stop_payments
from simpul.incentives.actions.funds import settle
from simpul.incentives.actions.holding import hold_case
from simpul.incentives.actions.issuing import end_certificates
from simpul.incentives.actions.lengths import MOST_LAW, MOST_TEXT, checked
from simpul.incentives.actions.recoveries import claim_back, drop_claim
from simpul.incentives.models import Appeal, Case, CaseQuestion, Certificate, Fund
from simpul.incentives.queries import case_for
from simpul.journal.actions import record
from simpul.kit.actors import Actor
from simpul.kit.outcomes import InvalidInput, NotAllowed, NotVisible, WrongState
from simpul.people.access import require_signed_in

_TAKEN_BACK = (Case.State.PROVISIONAL, Case.State.REPORTED, Case.State.AUDIT)


def take_case(*, actor: Actor, case_id: uuid.UUID) -> Case:
    """I handle this case: a new one goes into review, a running one changes hands."""
    with transaction.atomic():
        case = case_for(actor, case_id, lock=True)
        access.require(access.can_handle(actor, case))
        if case.state == Case.State.SUBMITTED:
            states.move(case, "take", officer_id=actor.user_id)
        elif case.state in states.OPEN and case.officer_id != actor.user_id:
            Case.objects.filter(pk=case.pk).update(officer_id=actor.user_id)
            case.refresh_from_db()
        else:
            raise WrongState(_("Somebody else was first. Look at the case again."))
        record(
            actor=actor,
            verb="incentive.taken",
            subject=case.subject,
            data={"officer": actor.user_id},
        )
        notify.officer_named(case)
        return case


def return_case(
    *,
    actor: Actor,
    case_id: uuid.UUID,
    questions: Sequence[str],
    now: dt.datetime | None = None,
) -> Case:
    """Something is missing; the applicant answers and sends it back."""
    moment = now or timezone.now()
    with transaction.atomic():
        _fund, case = hold_case(actor, case_id)
        access.require(access.can_handle(actor, case))
        asked = [text.strip() for text in questions if text.strip()]
        if not asked or any(len(text) > MOST_TEXT for text in asked):
            raise InvalidInput({"questions": [_("Ask at least one question.")]})
        drop_open(actor, case)
        states.move(case, "return")
        CaseQuestion.objects.bulk_create(
            CaseQuestion(
                case=case, text=text, asked_by_id=require_signed_in(actor), asked_at=moment
            )
            for text in asked
        )
        record(
            actor=actor,
            verb="incentive.returned",
            subject=case.subject,
            data={"questions": len(asked)},
        )
        notify.returned(case)
        return case


def answer_question(
    *, actor: Actor, question_id: int, answer: str, now: dt.datetime | None = None
) -> Case:
    """One answer; with the last one the case is back in review."""
    moment = now or timezone.now()
    with transaction.atomic():
        seen = CaseQuestion.objects.filter(pk=question_id).first()
        if seen is None:
            raise NotVisible(_("Not found."))
        case = case_for(actor, seen.case_id, lock=True)
        access.require(access.can_edit(actor, case))
        texts = checked(required=("answer",), answer=(answer, MOST_TEXT))
        if case.state != Case.State.RETURNED or seen.answered_at is not None:
            raise WrongState(_("This question has been answered."))
        CaseQuestion.objects.filter(pk=seen.pk).update(
            answer=texts["answer"], answered_by_id=actor.user_id, answered_at=moment
        )
        data = {"question": seen.pk}
        record(actor=actor, verb="incentive.answered", subject=case.subject, data=data)
        if not case.questions.filter(answered_at__isnull=True).exists():
            states.move(case, "resubmit")
            record(actor=actor, verb="incentive.resubmitted", subject=case.subject, data={})
            notify.resubmitted(case)
        return case


def refuse_case(
    *,
    actor: Actor,
    case_id: uuid.UUID,
    reason: str,
    law: str,
    now: dt.datetime | None = None,
) -> Case:
    """End it with reason and clause; what was reserved is free again. The company may object."""
    moment = now or timezone.now()
    with transaction.atomic():
        fund, case = hold_case(actor, case_id)
        access.require(access.can_refuse(actor, case))
        texts = checked(required=("reason", "law"), reason=(reason, MOST_TEXT), law=(law, MOST_LAW))
        before = case.state
        stop_payments(case, texts["reason"])
        drop_open(actor, case)
        states.move(
            case,
            "refuse",
            ended_at=moment,
            ended_by_id=actor.user_id,
            ended_from=before,
            end_reason=texts["reason"],
            end_law=texts["law"],
        )
        if before in _TAKEN_BACK:
            end_certificates(case, Certificate.State.REVOKED, texts["reason"], moment)
        _let_go(actor, fund, case, "refused", {"law": texts["law"]}, moment)
        notify.refused(case)
        return case


def withdraw_case(
    *, actor: Actor, case_id: uuid.UUID, reason: str = "", now: dt.datetime | None = None
) -> Case:
    """The company takes it back; what was reserved is free again."""
    moment = now or timezone.now()
    with transaction.atomic():
        fund, case = hold_case(actor, case_id)
        access.require(access.can_send(actor, case))
        texts = checked(reason=(reason, MOST_TEXT))
        stop_payments(case, _("Withdrawn by the company"))
        drop_open(actor, case)
        states.move(case, "withdraw", ended_at=moment, end_reason=texts["reason"])
        end_certificates(case, Certificate.State.LAPSED, _("Withdrawn by the company"), moment)
        _let_go(actor, fund, case, "withdrawn", {}, moment)
        notify.withdrawn(case)
        return case


def lapse_case(*, actor: Actor, case_id: uuid.UUID, now: dt.datetime | None = None) -> bool:
    """No cost report in time: the money is free again. False when it came after all."""
    moment = now or timezone.now()
    with transaction.atomic():
        seen = Case.objects.filter(pk=case_id).first()
        if seen is None:
            return False
        fund = ledger.hold(seen.fund_id)
        case = Case.objects.select_for_update(of=("self",)).get(pk=case_id)
        case.fund = fund
        late = case.report_due is not None and case.report_due < timezone.localdate(moment)
        if case.state != Case.State.PROVISIONAL or not late or at_bank(case):
            return False
        reason = _("No cost report came in time.")
        stop_payments(case, reason)
        states.move(case, "lapse", ended_at=moment, end_reason=reason)
        end_certificates(case, Certificate.State.LAPSED, reason, moment)
        _let_go(actor, fund, case, "lapsed", {}, moment)
        notify.lapsed(case)
        return True


def _let_go(
    actor: Actor, fund: Fund, case: Case, cause: str, data: dict[str, str], now: dt.datetime
) -> None:
    """Release what the case holds, ask back what was paid, and let the waiting list move."""
    given = ledger.release_all(actor=actor, fund=fund, case=case, reason=case.end_reason)
    verb = f"incentive.{cause}"
    record(actor=actor, verb=verb, subject=case.subject, data={**data, "released": str(given)})
    claim_back(actor=actor, case=case, due=ledger.ZERO, cause=cause, now=now)
    settle(actor=actor, fund=fund, now=now)


def file_appeal(
    *, actor: Actor, case_id: uuid.UUID, grounds: str, now: dt.datetime | None = None
) -> Appeal:
    """The company objects to a refusal within its time, once."""
    moment = now or timezone.now()
    with transaction.atomic():
        case = case_for(actor, case_id, lock=True)
        access.require(access.can_send(actor, case))
        texts = checked(required=("grounds",), grounds=(grounds, MOST_TEXT))
        if case.state != Case.State.REFUSED or case.appeals.exists():
            raise WrongState(_("There is no refusal to object to."))
        last = appeal_until(case)
        if last is not None and timezone.localdate(moment) > last:
            raise WrongState(_("The time for an objection has passed."))
        assert case.ended_by_id is not None  # a refusal has its person
        states.move(case, "appeal")
        appeal = Appeal.objects.create(
            case=case,
            grounds=texts["grounds"],
            refused_by_id=case.ended_by_id,
            filed_by_id=require_signed_in(actor),
            filed_at=moment,
        )
        record(
            actor=actor, verb="incentive.appealed", subject=case.subject, data={"appeal": appeal.pk}
        )
        notify.appealed(case)
        return appeal


def appeal_until(case: Case) -> dt.date | None:
    """The last day of an objection: a setting of the commission (SIMPUL_INCENTIVE_APPEAL_DAYS)."""
    if case.ended_at is None:
        return None
    return timezone.localdate(case.ended_at) + dt.timedelta(days=settings.INCENTIVE_APPEAL_DAYS)


def decide_appeal(
    *,
    actor: Actor,
    appeal_id: int,
    uphold: bool,
    reason: str,
    now: dt.datetime | None = None,
) -> Appeal:
    """An approver who did not refuse it decides: back into review, or the refusal stands."""
    moment = now or timezone.now()
    with transaction.atomic():
        seen = Appeal.objects.filter(pk=appeal_id).first()
        if seen is None:
            raise NotVisible(_("Not found."))
        _fund, case = hold_case(actor, seen.case_id)
        access.require(access.can_approve(actor, case))
        if seen.refused_by_id == actor.user_id:
            raise NotAllowed(_("You refused this request, so a colleague must decide."))
        texts = checked(required=("reason",), reason=(reason, MOST_TEXT))
        appeal = Appeal.objects.select_for_update().get(pk=appeal_id)
        if appeal.decided_at is not None:
            raise WrongState(_("This has been decided already."))
        appeal.outcome = Appeal.Outcome.UPHELD if uphold else Appeal.Outcome.DISMISSED
        appeal.reason, appeal.decided_by_id = texts["reason"], actor.user_id
        appeal.decided_at = moment
        appeal.save(update_fields=["outcome", "reason", "decided_by", "decided_at"])
        if uphold:
            states.move(case, "uphold", ended_at=None, report_due=None)
            drop_claim(actor, case, moment)
        else:
            states.move(case, "dismiss")
        record(
            actor=actor,
            verb="incentive.appeal_upheld" if uphold else "incentive.appeal_dismissed",
            subject=case.subject,
            data={"appeal": appeal.pk},
        )
        notify.appeal_decided(appeal)
        return appeal
